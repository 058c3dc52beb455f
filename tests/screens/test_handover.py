"""The handover sheet by keys: read, scrolled, printed; gaps in passing at a note, and on the manager's list (P43)."""

import dataclasses
from datetime import date, timedelta

import pytest

from iass_tui.rules.records.casework import CaseFacts, NoteBody, ParentMaySee, ProvidedBy
from screens import messages
from screens.widgets.reader import Reader
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import asked, comes, seated
from tests.services.families import CHILD, FACTS, Family, add_family, add_person
from tests.services.offices import Office

TODAY = date(2026, 11, 23)


def with_notes(office: Office) -> Family:
    family = add_family(office.officer)
    casework = office.officer.casework
    alone = NoteBody(
        text="alone with us", provided_by=ProvidedBy.CHILD, provided_by_id=family.child, parent_may_see=ParentMaySee.NO
    )
    casework.add_note(family.case, alone)
    casework.add_note(family.case, NoteBody(progress="Rang", action="Ring back", action_due=TODAY + timedelta(days=2)))
    return family


@pytest.mark.parametrize("size", SIZES)
async def test_h_on_a_case_shows_the_sheet_which_scrolls(office: Office, size: tuple[int, int]) -> None:
    family = with_notes(office)
    async with seated(office, office.officer, messages.CaseChosen(family.case), size) as (app, pilot):
        await comes(pilot, "Ring back")
        await pilot.press("h")
        await on_screen(pilot, "HandoverScreen")
        await comes(pilot, "For the colleague who takes over", "C-0001   Amina Hassan   open   Omar Officer")
        assert app.screen.query_one(Reader).has_focus
        assert "MISSING" not in shown(app.screen)
        seen = app.screen.query_one(Reader).text
        for words in ("KEPT BACK BY THE CHILD: not to be told to Zahra Hassan", "07700 900123", "Nothing is missing."):
            assert words in seen
        await pilot.press("end")
        await comes(pilot, "Nothing is missing.")
        await pilot.press("escape")
        await on_screen(pilot, "CaseScreen")


async def test_what_is_missing_stands_above_the_sheet_with_its_clause_below(office: Office) -> None:
    case = office.officer.casework.open_case(add_person(office.officer), CaseFacts())
    async with seated(office, office.officer, messages.HandoverWanted(case)) as (app, pilot):
        await comes(pilot, "MISSING: no level · no issue")
        assert "Nobody has said which level this is. (P38)" in app.screen.query_one(Reader).text


async def test_the_sheet_is_made_into_the_outbox_in_large_print(office: Office) -> None:
    family = with_notes(office)
    async with seated(office, office.officer, messages.HandoverWanted(family.case)) as (_, pilot):
        await comes(pilot, "For the colleague")
        await pilot.press("d")
        await asked(pilot, "Choose")
        await comes(pilot, "for colleagues alone", "are not on it")
        await pilot.press("2", "enter")
        await asked(pilot, "FileMade")
        await comes(pilot, "handover-C-0001-", "It opens with these words")
        await pilot.press("enter")
        await on_screen(pilot, "HandoverScreen")


async def test_hostile_text_on_the_sheet_is_shown_as_it_stands(office: Office) -> None:
    family = add_family(office.officer)
    casework = office.officer.casework
    for text in HOSTILE:
        casework.add_note(family.case, NoteBody(progress=text, action=text[:180]))
    case = casework.case(family.case)
    facts = dataclasses.replace(case.facts, wants="[@click=app.quit]x[/] " + "L" * 99_900, setting_name="[/]\x1b[31m")
    casework.change_facts(family.case, case.version, case.facts, facts)
    async with seated(office, office.officer, messages.HandoverWanted(family.case)) as (app, pilot):
        await comes(pilot, "For the colleague")
        for size in ((20, 5), (120, 40), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.press("end", "pageup", "home")
            assert not set(shown(app.screen)) & {"\x1b", "\x00", "\x07", "\u202e"}
        assert "[@click=app.quit]x[/]" in app.screen.query_one(Reader).text
        await pilot.press("d")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await asked(pilot, "FileMade")


async def test_a_lock_brings_one_back_to_the_sheet(office: Office) -> None:
    family = with_notes(office)
    async with seated(office, office.officer, messages.HandoverWanted(family.case)) as (app, pilot):
        await comes(pilot, "For the colleague")
        assert app.screen.place() == messages.HandoverWanted(family.case)  # type: ignore[attr-defined]


async def test_saving_a_note_says_in_passing_what_is_still_missing_and_stops_nobody(office: Office) -> None:
    case = office.officer.casework.open_case(add_person(office.officer), FACTS)
    async with seated(office, office.officer, messages.NoteWanted(case)) as (app, pilot):
        await comes(pilot, "New note")
        await type_text(pilot, "x")
        await pilot.press("tab", "4", "enter", "3", "ctrl+o")
        await until(pilot, lambda: bool(app._notifications))
        (said,) = [one.message for one in app._notifications]
        assert said.startswith("Saved. A colleague taking over would still miss: no way to reach them")
        assert "no agreed action" in said
    assert len(office.officer.casework.case(case).notes) == 1


async def test_a_manager_sees_the_teams_cases_with_gaps_and_opens_one(office: Office) -> None:
    old = dataclasses.replace(FACTS, opened_on=TODAY - timedelta(days=90))
    office.colleague.casework.open_case(add_person(office.colleague, CHILD), old)
    office.officer.casework.open_case(add_person(office.officer), CaseFacts())
    async with seated(office, office.manager, messages.HandoverGapsWanted()) as (_, pilot):
        text = await comes(pilot, "C-0001", "C-0002", "Olive Officer", "25 Aug 2026")
        assert text.index("C-0001") < text.index("C-0002")
        await comes(pilot, "Missing: no way to reach them, and no code word · no note yet")
        await pilot.press("down")
        await comes(pilot, "Missing: no level · no issue")
        await pilot.press("enter")
        await asked(pilot, "SayWhy")
        await pilot.press("enter")
        await on_screen(pilot, "HandoverScreen")
        await comes(pilot, "C-0002   Amina Hassan")
        await pilot.press("escape")
        await on_screen(pilot, "HandoverGapsScreen")


async def test_an_office_without_gaps_says_so(office: Office) -> None:
    async with seated(office, office.manager, messages.HandoverGapsWanted()) as (_, pilot):
        await comes(pilot, "Every case that is not closed could be handed over.")
