"""`iass paper`: public papers into plain files, with or without signing in."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from iass_tui.cli import paper_commands
from iass_tui.cli.commands import carry_out
from iass_tui.cli.parser import Exit, parse
from iass_tui.rules.records.office import Act
from iass_tui.rules.wording import policy_text
from iass_tui.services.session import OfficeSession
from tests.documents.samples import bare, pages
from tests.services.offices import Office

ANSWERS = """
[office]
name = "Westbridge IASS"
council = "Westbridge City Council"
privacy_notice = "https://www.example.org/privacy"
privacy_notice_version = "May 2026"
where_held = "On our own server."
line_manager = "Ruth Okafor"
"""


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """A file of answers without a founder: printing needs none."""
    file = tmp_path / "answers.toml"
    file.write_text(ANSWERS, encoding="utf-8")
    return file


def run(*words: Any) -> int:
    """One command."""
    return carry_out(parse([str(word) for word in words]))


@pytest.mark.parametrize("what", paper_commands.PAPERS)
@pytest.mark.parametrize("more", [(), ("--large",)], ids=["standard", "large"])
def test_with_the_offices_answers_every_public_paper_is_made_without_a_passphrase(
    answers: Path, tmp_path: Path, what: str, more: tuple[str, ...]
) -> None:
    file = tmp_path / "paper.pdf"
    assert run("paper", what, "-o", file, "--answers", answers, *more) == Exit.OK
    text = bare("".join(pages(file.read_bytes())))
    for words in ("Westbridge IASS", "https://www.example.org/privacy (version May 2026)", "Ruth Okafor"):
        assert bare(words) in text  # P8, P71
    assert file.stat().st_mode & 0o077 == 0


def test_p28_any_version_of_the_policy_is_printed_word_for_word(answers: Path, tmp_path: Path) -> None:
    file = tmp_path / "policy.pdf"
    assert run("paper", "policy", "1", "-o", file, "--answers", answers) == Exit.OK
    text = bare("".join(pages(file.read_bytes())))
    assert bare(policy_text("1").text.splitlines()[0]) in text
    assert bare("Confidentiality policy, version 1") in text


def test_the_list_says_which_there_are_and_asks_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("paper", "list") == Exit.OK
    said = capsys.readouterr().out
    for words in ("form", "summary", "rights", "policy 1", policy_text().sha256[:16]):
        assert words in said


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        (("form",), "Name the file", Exit.USAGE),
        (("form", "2", "-o", "new.pdf"), "Only the policy has versions", Exit.USAGE),
        (("policy", "9", "-o", "new.pdf"), "There is: 1", Exit.FAILED),
        (("form", "-o", "there.pdf"), "is there already", Exit.USAGE),
        (("form", "-o", "nowhere/new.pdf"), "cannot be written", Exit.FAILED),
    ],
    ids=["no file", "version", "unknown version", "in the way", "no folder"],
)
def test_what_cannot_be_done_is_said_with_its_code_and_writes_nothing(
    answers: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    says: str,
    code: Exit,
) -> None:
    monkeypatch.chdir(tmp_path)
    there = tmp_path / "there.pdf"
    there.write_text("mine", encoding="utf-8")
    assert run("paper", *words, "--answers", answers) == code
    assert says in capsys.readouterr().err
    assert there.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "new.pdf").exists()


def test_force_replaces(answers: Path, tmp_path: Path) -> None:
    file = tmp_path / "there.pdf"
    file.write_text("mine", encoding="utf-8")
    assert run("paper", "summary", "-o", file, "--answers", answers, "--force") == Exit.OK
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("toml", "says"), [("[other]\n", "no [office] part"), ("[office]\nname = 'x'\n", "needs"), ("[[", "TOML")]
)
def test_a_file_of_answers_that_lacks_something_is_refused_with_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], toml: str, says: str
) -> None:
    file = tmp_path / "answers.toml"
    file.write_text(toml, encoding="utf-8")
    assert run("paper", "form", "-o", tmp_path / "new.pdf", "--answers", file) == Exit.USAGE
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("who", ["officer", "volunteer"])
def test_whoever_signs_in_gets_the_offices_own_letterhead_and_the_audit_says_so(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    @contextlib.contextmanager
    def signed_in(_: object) -> Iterator[OfficeSession]:
        yield getattr(office, who)

    monkeypatch.setattr(paper_commands, "signed_in", signed_in)
    file = tmp_path / "policy.pdf"
    assert run("paper", "policy", "-o", file) == Exit.OK
    assert "Westbridge IASS" in "".join(pages(file.read_bytes()))
    said = office.said()[0]
    assert (said.act, said.subject, said.fields) == (Act.EXPORT, "paper", ("POLICY", "VERSION_1"))


@pytest.mark.parametrize("what", paper_commands.SHEETS)
def test_the_blank_form_of_each_recovery_sheet_is_made_before_there_is_an_office(
    answers: Path, tmp_path: Path, what: str
) -> None:
    file = tmp_path / "sheet.pdf"
    assert run("paper", what, "-o", file, "--answers", answers) == Exit.OK
    text = bare("".join(pages(file.read_bytes())))
    assert bare(f"Recovery sheet {what[-1]} of 3") in text
    assert bare("Westbridge IASS") in text
