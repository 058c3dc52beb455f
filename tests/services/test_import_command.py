"""`iass import`: the template, a dry run, a mapping file, the report as JSON, and what each exit code stands for."""

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from iass_tui.cli import import_commands
from iass_tui.cli.asking import Stop
from iass_tui.cli.commands import carry_out
from iass_tui.cli.parser import Exit, parse
from iass_tui.documents.sheet_reader import read_sheet
from iass_tui.rules.importing import COLUMNS, heading_count, match_headings
from iass_tui.services import import_writing
from iass_tui.services.session import OfficeSession
from tests.services import sheets
from tests.services.offices import Office


@pytest.fixture
def run(office: Office, monkeypatch: pytest.MonkeyPatch) -> Any:
    who = {"session": "hannah"}

    class SignedIn:
        def __init__(self, _: object) -> None: ...
        def __enter__(self) -> OfficeSession:
            return office.manager if who["session"] == "hannah" else office.officer

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(import_commands, "signed_in", SignedIn)

    def command(*words: object, by: str = "hannah") -> int:
        who["session"] = by
        return carry_out(parse(["import", *map(str, words)]))

    return command


def test_the_template_has_every_column_and_nothing_that_could_be_imported(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    assert run("--template", path) == Exit.OK
    found = read_sheet(path, heading_count)
    assert (len(found.rows), found.others) == (0, ("Help",))
    mapping, problems = match_headings(found.headings)
    assert (list(mapping.places), problems) == ([one.key for one in COLUMNS], ())
    helped = read_sheet(path, lambda cells: int("Name in a mapping file" in cells), "Help")
    assert [row.cells[1] for row in helped.rows] == [one.key for one in COLUMNS]
    assert run("--template", path) == Exit.USAGE  # never over a file that is there


def test_a_dry_run_reports_every_row_and_writes_nothing(
    office: Office, run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = sheets.rows(4)
    rows[1]["Consent"] = "no"
    rows[2]["Level"] = "seven"
    path = sheets.write_csv(tmp_path / "s.csv", rows)
    assert run(path, "--dry-run") == Exit.OK
    said = capsys.readouterr().out
    assert "Row 3: counted only\n  Consent to save is No" in said
    assert "Row 4: refused\n  Level is on no list" in said
    assert run(path, "--dry-run", "--json") == Exit.OK
    report = json.loads(capsys.readouterr().out)
    assert (report["counts"]["REFUSED"], report["done"]) == (1, None)
    assert report["rows"][2]["faults"] == [{"column": "level", "kind": "NOT_ON_THE_LIST"}]
    assert office.ask("SELECT count(*) FROM import_run") == 0


def test_a_mapping_file_names_columns_and_values_for_the_whole_sheet(
    office: Office, run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    headings = ["Pupil" if one == "Child's name" else one for one in sheets.HEADINGS if one != "Form version"]
    rows = [{**row, "Pupil": row["Child's name"]} for row in sheets.rows(3)]
    path = sheets.write_csv(tmp_path / "s.csv", rows, headings, extrasaction="ignore")
    mapping = tmp_path / "m.toml"
    mapping.write_text('[columns]\nchild_name = "Pupil"\nnote = ""\n[fixed]\nconsent_wording = "Form of 2023"\n')
    assert run(path, "--mapping", mapping, "--yes") == Exit.OK
    assert "6 people, 3 cases, 0 counted" in capsys.readouterr().err
    assert office.ask("SELECT count(*) FROM note") == 0
    mapping.write_text('[fixed]\nconsent_by = "mother"\n')
    assert run(path, "--mapping", mapping, "--yes") == Exit.FAILED
    assert "has to stand in each row" in capsys.readouterr().err
    mapping.write_text("[colums]\n")
    assert run(path, "--mapping", mapping) == Exit.USAGE


def test_who_is_no_manager_and_a_file_that_cannot_be_read_have_exit_codes_of_their_own(
    run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sheets.write_csv(tmp_path / "s.csv", sheets.rows(1))
    assert run(path, "--yes", by="omar") == Exit.REFUSED
    torn = tmp_path / "torn.xlsx"
    torn.write_bytes(b"PK\x03\x04torn")
    assert run(torn, "--yes") == Exit.FAILED
    assert "cut short or damaged" in capsys.readouterr().err
    assert run() == Exit.USAGE
    assert run("--undo") == Exit.OK


def test_ctrl_c_stops_the_import_says_that_it_is_undone_and_leaves_nothing(
    office: Office, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, before = import_writing._write_batch, signal.getsignal(signal.SIGINT)

    def interrupted(*args: Any) -> Any:
        took = whole(*args)
        signal.raise_signal(signal.SIGINT)
        return took

    monkeypatch.setattr(import_writing, "_write_batch", interrupted)
    path = sheets.write_csv(tmp_path / "s.csv", sheets.rows(3))
    assert run(path, "--yes") == Exit.FAILED
    said = capsys.readouterr().err
    assert "3 of 3 rows looked at" in said
    assert "is being undone" in said
    assert "Stopped. Nothing of it was kept." in said
    assert office.ask("SELECT count(*) FROM person") == 0
    assert office.ask("SELECT count(*) FROM import_run WHERE state = 'UNDONE'") == 1
    assert signal.getsignal(signal.SIGINT) is before


def test_without_a_yes_nothing_is_written(office: Office, run: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(import_commands, "confirm", lambda _: False)
    path = sheets.write_csv(tmp_path / "s.csv", sheets.rows(1))
    assert run(path) == Exit.FAILED
    with pytest.raises(Stop):
        import_commands.import_(parse(["import", str(path)]))
    assert office.ask("SELECT count(*) FROM person") == 0
