"""Bringing a spreadsheet in, by keys at 80x24."""

import threading
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from iass_tui.services import import_writing
from screens import messages
from tests.screens.driving import SIZES, shown, until
from tests.screens.seated import asked, comes, seated
from tests.services import sheets
from tests.services.offices import Office


def typed(path: Path) -> list[str]:
    """The keys of a path."""
    return [{"/": "slash", ".": "full_stop"}.get(key, key) for key in str(path)]


async def at_the_columns(pilot: Pilot[Any], path: Path) -> None:
    """Types the file's name and goes on."""
    await comes(pilot, "Nothing is written before you have seen")
    await pilot.press(*typed(path), "ctrl+o")
    await comes(pilot, "Look at every row")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    rows = sheets.rows(12)
    rows[2]["Consent"] = "no"
    rows[3]["DOB"] = "31/2/2012"
    rows[4]["Primary need"] = "[/] dragons [@click=app.quit]"
    return sheets.write_xlsx(tmp_path / "s.xlsx", rows)


@pytest.mark.parametrize("size", SIZES)
async def test_a_sheet_is_opened_looked_at_row_by_row_and_brought_in(
    office: Office, sheet: Path, size: tuple[int, int]
) -> None:
    async with seated(office, office.manager, messages.ImportWanted(), size) as (_, pilot):
        await at_the_columns(pilot, sheet)
        await comes(pilot, "“Cases”, 12 rows", "Child's name", "Child name")
        await pilot.press("enter")
        await comes(pilot, "1 counted only", "1 refused", "Consent to save is No", "is no date that can be read")
        await pilot.press("down", "down", "enter")
        await comes(pilot, "Row 4: counted only", "Consent to save is No")
        await pilot.press("escape", "m")
        await asked(pilot, "Confirm")
        await comes(pilot, "10 rows become records, 1 are only counted, 1 are left out")
        await pilot.press("shift+tab", "enter")
        await until(pilot, lambda: office.ask("SELECT count(*) FROM import_run WHERE state = 'LANDED'") == 1)
        await comes(pilot, "My open cases")
    assert office.ask("SELECT count(*) FROM person") == 20


async def test_a_likely_double_is_said_to_be_the_same_person_and_joined_from_the_list_after_landing(
    office: Office, tmp_path: Path
) -> None:
    manager = office.manager
    path = sheets.write_csv(tmp_path / "s.csv", sheets.rows(1))
    manager.imports.open(path)
    manager.imports.look()
    manager.imports.run()
    office.clock.forward(hours=1)
    async with seated(office, manager, messages.ImportWanted()) as (_, pilot):
        await at_the_columns(pilot, path)
        await pilot.press("enter")
        await comes(pilot, "1 left out, a likely double")
        await pilot.press("enter")
        await asked(pilot, "Choose")
        await comes(pilot, "The same person as", "Somebody else: take the row in", "Leave the row out")
        await pilot.press("1", "enter")
        await comes(pilot, "You said: the same person")
        await pilot.press("m")
        await asked(pilot, "Confirm")
        await pilot.press("shift+tab", "enter")
        await comes(pilot, "possible doubles", "You said")
        await pilot.press("enter")
        for _ in range(2):  # both are in cases of a colleague's
            await asked(pilot, "SayWhy")
            await pilot.press("enter")
            await pilot.pause()
        await comes(pilot, "Join two records", "This record is kept")
        await pilot.press("ctrl+o")
        await asked(pilot, "Confirm")
        await pilot.press("enter")
        await until(pilot, lambda: office.ask("SELECT count(*) FROM person_join") == 1)
        await comes(pilot, "possible doubles", "Likely")  # the parent
        await pilot.press("space")
        await comes(pilot, "Nobody whom the last import brought is like anybody else")


async def test_a_possible_double_is_settled_too_and_a_row_of_this_sheet_as_one_on_file(
    office: Office, tmp_path: Path
) -> None:
    first = sheets.rows(1)[0]
    rows = [first, {**first, "DOB": "3/3/2012"}]
    async with seated(office, office.manager, messages.ImportWanted()) as (_, pilot):
        await at_the_columns(pilot, sheets.write_csv(tmp_path / "s.csv", rows))
        await pilot.press("enter")
        await comes(pilot, "2 taken in", "Possibly row 2")
        await pilot.press("down", "enter")
        await asked(pilot, "Choose")
        await comes(pilot, "Possibly row 2: same name", "The same person as row 2", "Somebody else")
        await pilot.press("2", "enter")
        await comes(pilot, "You said: somebody else")


async def test_rows_are_narrowed_to_what_becomes_of_them(office: Office, sheet: Path) -> None:
    async with seated(office, office.manager, messages.ImportWanted()) as (_, pilot):
        await at_the_columns(pilot, sheet)
        await pilot.press("enter")
        await comes(pilot, "1 refused")
        await pilot.press("o")
        await asked(pilot, "Choose")
        await pilot.press("4", "enter")
        await comes(pilot, "Only: refused")
        assert "Consent to save is No" not in shown(pilot.app.screen)


async def test_a_column_is_settled_by_hand_and_missing_ones_keep_the_way_on_closed(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "s.csv"
    path.write_text("Kid,Date opened\nAmy,1/1/2025\n")
    async with seated(office, office.manager, messages.ImportWanted()) as (_, pilot):
        await at_the_columns(pilot, path)
        await comes(pilot, "No column gives the child's name", "not read")
        await pilot.press("enter")
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await comes(pilot, "“s”, 1 rows", "Child name")
        await pilot.press("tab", "enter")
        await comes(pilot, "1 counted only")


async def test_a_file_that_cannot_be_read_is_told_beside_its_field(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "torn.xlsx"
    path.write_bytes(b"PK\x03\x04torn")
    async with seated(office, office.manager, messages.ImportWanted()) as (_, pilot):
        await comes(pilot, "Nothing is written")
        await pilot.press(*typed(path), "ctrl+o")
        await comes(pilot, "There is a problem", "cut short or damaged")


async def test_an_import_is_stopped_by_escape_and_leaves_nothing(
    office: Office, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on, has_begun = threading.Event(), threading.Event()
    whole = import_writing._write_batch

    def slowly(*args: Any) -> float:
        took = whole(*args)
        has_begun.set()
        may_go_on.wait(20)
        return took

    monkeypatch.setattr(import_writing, "_write_batch", slowly)
    async with seated(office, office.manager, messages.ImportWanted()) as (_, pilot):
        await at_the_columns(pilot, sheet)
        await pilot.press("enter")
        await comes(pilot, "1 refused")
        await pilot.press("m")
        await asked(pilot, "Confirm")
        await pilot.press("shift+tab", "enter")
        await until(pilot, has_begun.is_set)
        await comes(pilot, "Stopped, it leaves nothing behind")
        await pilot.press("escape")
        await comes(pilot, "is being undone")
        may_go_on.set()
        await until(pilot, lambda: office.ask("SELECT count(*) FROM import_run WHERE state = 'UNDONE'") == 1)
        await comes(pilot, "what becomes of every row")
    assert office.ask("SELECT count(*) FROM person") == 0


async def test_only_a_manager_is_offered_the_import(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        await pilot.press("ctrl+p")
        await pilot.press(*"Import")
        await pilot.pause()
        assert "own spreadsheet" not in shown(pilot.app.screen)
