"""The term calendar on screen: loaded from a file, its gaps named, a bad file refused with row and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from iass_tui.cli.term_commands import TEMPLATE
from screens import messages
from tests.screens.driving import SIZES, on_screen, type_text, until
from tests.screens.seated import asked, comes, seated
from tests.services.offices import Office


async def load(pilot, path: Path) -> None:  # type: ignore[no-untyped-def]
    await pilot.press("plus")
    await asked(pilot, "AskText")
    await type_text(pilot, str(path))
    await pilot.press("enter")


@pytest.mark.parametrize("size", SIZES)
async def test_a_calendar_is_loaded_and_every_gap_of_it_is_named(
    office: Office, tmp_path: Path, size: tuple[int, int]
) -> None:
    file = tmp_path / "terms.csv"
    file.write_text(TEMPLATE, encoding="utf-8")
    async with seated(office, office.manager, messages.TermsWanted(), size) as (_, pilot):
        await comes(pilot, "No term calendar yet")
        await load(pilot, file)
        text = await comes(pilot, "It reaches to 21 July 2027", "72 school days", "Autumn 2026")
        assert "NOT KNOWN  to 1 Sep 2026" in text
        assert "holidays   19 Dec 2026 to 3 Jan 2027" in text
        assert "NOT KNOWN  from 22 Jul 2027" in text
        assert "Half term" in text
        await pilot.press("escape")
        await on_screen(pilot, "TodayScreen")
    assert office.manager.deadlines.terms() is not None


async def test_a_bad_file_says_what_to_put_right_and_the_old_calendar_stays(office: Office, tmp_path: Path) -> None:
    office.manager.deadlines.load_terms(TEMPLATE)
    bad = tmp_path / "bad.csv"
    bad.write_text("kind,from,to,name\nterm,31/2/2026,2026-12-18,[/]\n", encoding="utf-8")
    async with seated(office, office.manager, messages.TermsWanted()) as (_, pilot):
        await comes(pilot, "It reaches to 21 July 2027")
        await load(pilot, bad)
        await on_screen(pilot, "Notice")
        await comes(pilot, "Nothing was changed", "Row 2, column from: write a whole date")
        await pilot.press("enter")
        await on_screen(pilot, "TermsScreen")
        await load(pilot, tmp_path / "none.csv")
        await on_screen(pilot, "Notice")
        await comes(pilot, "cannot be read")
    terms = office.manager.deadlines.terms()
    assert terms is not None
    assert terms.terms[-1].last == date(2027, 7, 21)


async def test_an_officer_sees_the_terms_and_loads_none(office: Office) -> None:
    office.manager.deadlines.load_terms(TEMPLATE)
    office.clock.forward(days=200)
    async with seated(office, office.officer, messages.TermsWanted()) as (app, pilot):
        await comes(pilot, "LOAD THE NEXT TERMS")
        await pilot.press("plus")
        assert type(app.screen).__name__ == "TermsScreen"


async def test_the_page_about_the_office_leads_to_it(office: Office) -> None:
    async with seated(office, office.manager, messages.OfficeFactsWanted()) as (app, pilot):
        await until(pilot, lambda: getattr(app.screen, "is_filled", False))
        app.screen.query_one("#terms").focus()
        await pilot.press("enter")
        await on_screen(pilot, "TermsScreen")
        await pilot.press("escape")
        await on_screen(pilot, "OfficeFactsScreen")
