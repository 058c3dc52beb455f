"""`iass terms`: a file goes in by the command line, a bad one is refused with row and column."""

from pathlib import Path
from typing import Any

import pytest

from iass_tui.cli import term_commands
from iass_tui.cli.asking import Stop
from iass_tui.cli.parser import Exit, parse
from iass_tui.services.session import OfficeSession
from tests.services.offices import Office


@pytest.fixture
def run(office: Office, monkeypatch: pytest.MonkeyPatch) -> Any:
    class SignedIn:
        def __init__(self, _: object) -> None: ...
        def __enter__(self) -> OfficeSession:
            return office.manager

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(term_commands, "signed_in", SignedIn)
    return lambda *words: term_commands.terms(parse(["terms", *map(str, words)]))


def test_the_template_is_a_calendar_that_can_be_loaded_and_shown(
    office: Office, run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("show") == Exit.FAILED
    assert run("template") == Exit.OK
    file = tmp_path / "terms.csv"
    file.write_text(capsys.readouterr().out, encoding="utf-8-sig")
    assert run("load", file) == Exit.OK
    assert "3 terms are in force, to 21 July 2027" in capsys.readouterr().err
    assert run("show") == Exit.OK
    assert "term    2 September 2026 to 18 December 2026   Autumn 2026" in capsys.readouterr().out


def test_a_bad_file_is_refused_with_row_and_column_and_changes_nothing(
    office: Office, run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "terms.csv"
    file.write_text("kind,from,to,name\nterm,31/2/2026,2026-12-18,x\nweek,2026-09-02,,\n", encoding="utf-8")
    with pytest.raises(Stop, match="Nothing was changed"):
        run("load", file)
    said = capsys.readouterr().err
    assert "Row 2, column from: write a whole date" in said
    assert "Row 3, column kind: write term or closed" in said
    assert office.manager.deadlines.terms() is None


@pytest.mark.parametrize("content", [b"kind,from,to,name\n\xff\xfe", None])
def test_what_cannot_be_read_is_said(run: Any, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "terms.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Stop):
        run("load", file)
    with pytest.raises(Stop):
        run("load")
