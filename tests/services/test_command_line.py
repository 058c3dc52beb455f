"""Where options may stand on the command line, and what is said where they stand with the wrong command."""

from pathlib import Path

import pytest

from iass_tui.cli import asking
from iass_tui.cli.parser import Exit, parse

WHO = ["--sign-in", "amina", "--passphrase-file", "words.txt"]


@pytest.mark.parametrize(
    "command",
    [["find", "-"], ["check", "--deep"], ["quarter", "2026-Q3", "-o", "q.xlsx"], ["paper", "list"], ["terms", "show"]],
)
def test_who_signs_in_may_stand_before_the_command_or_after_it(command: list[str]) -> None:
    for argv in ([*WHO, *command], [*command, *WHO]):
        wanted = parse(argv)
        assert (wanted.command, wanted.sign_in, wanted.passphrase_file) == (command[0], "amina", Path("words.txt"))


def test_what_stands_after_the_command_is_believed_over_what_stands_before_it() -> None:
    assert parse(["--sign-in", "amina", "find", "-", "--sign-in", "bela"]).sign_in == "bela"


def test_nobody_is_named_where_nobody_was() -> None:
    for argv in ([], ["find", "-"], ["backup", "/elsewhere"]):
        wanted = parse(argv)
        assert (wanted.sign_in, wanted.passphrase_file) == (None, None)


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--sign-in", "amina"], "the app asks who signs in itself"),
        (["--passphrase-file", "words.txt", "backup", "/elsewhere"], "`iass backup` signs nobody in"),
    ],
)
def test_where_nobody_signs_in_it_says_what_to_leave_out(
    argv: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        parse(argv)
    assert stop.value.code == Exit.USAGE
    said = capsys.readouterr().err
    assert sentence in said
    assert "leave out --sign-in and --passphrase-file" in said


@pytest.mark.parametrize(("is_terminal", "said"), [(True, True), (False, False)])
def test_words_printed_on_a_terminal_that_keeps_them_say_that_they_stay(
    is_terminal: bool, said: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("sys.stderr.isatty", lambda: is_terminal, raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    asking.show_once("six words")
    told = capsys.readouterr().err
    assert "six words" in told
    assert ("stays in this terminal's scrollback" in told) is said
