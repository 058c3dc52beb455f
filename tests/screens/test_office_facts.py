"""What the office says about itself, and its settings, by keyboard."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from iass_tui.app import OfficeApp
from iass_tui.services.backup import back_up
from screens import messages
from screens.staff.office_facts import OfficeFactsScreen
from screens.widgets.words import Words
from tests.screens.driving import on_screen, type_text, until
from tests.screens.seated import comes, seated
from tests.services.offices import Office


async def test_a_manager_sets_for_how_long_concerns_are_kept_and_reads_where_the_default_is_from(
    office: Office,
) -> None:
    facts = dataclasses.replace(office.manager.facts, where_held="On our own machine", line_manager="Hannah")
    office.manager.staff.change_office(facts)
    async with seated(office, office.manager, messages.OfficeFactsWanted()) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, OfficeFactsScreen)
        await until(pilot, lambda: screen.is_filled and app.focused is not None)
        while app.focused is not screen.field("concern_years").children[-1]:
            await pilot.press("tab")
        text = await comes(pilot, "Years for which a closed safeguarding concern is kept")
        assert "Limitation Act 1980" in " ".join(text.split())
        await pilot.press("backspace")
        await type_text(pilot, "0")
        await pilot.press("ctrl+o")
        await comes(pilot, "number from 1 to 75")
        await pilot.press("1")
        await until(pilot, lambda: app.focused is screen.field("concern_years").children[-1])
        await pilot.press("end", "backspace")
        await type_text(pilot, "12")
        await pilot.press("ctrl+o")
        await on_screen(pilot, "TodayScreen")
    assert office.manager.facts.concern_years == 12


@pytest.mark.parametrize("is_made", [False, True])
async def test_a_manager_reads_when_the_last_verified_backup_was_made(
    office: Office, tmp_path: Path, is_made: bool
) -> None:
    facts = dataclasses.replace(office.manager.facts, where_held="On our own machine", line_manager="Hannah")
    office.manager.staff.change_office(facts)
    if is_made:
        (tmp_path / "copies").mkdir()
        back_up(office.places, tmp_path / "copies")
    async with seated(office, office.manager, messages.OfficeFactsWanted()) as (app, pilot):
        await until(pilot, lambda: app.focused is not None and "Reading" not in words_of(app))
        said = words_of(app)
        wanted = "proved to be whole: 23 November 2026" if is_made else "None was made on this computer yet"
        assert wanted in said


def words_of(app: OfficeApp) -> str:
    return str(app.screen.query_one("#backup", Words).content)
