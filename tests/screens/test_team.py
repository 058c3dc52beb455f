"""The team's work on screen: the other view of a manager's first page."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import NoteBody, TaskBody
from iass_tui.rules.records.people import ReferralPermission
from screens import messages
from screens.widgets.row_list import RowList
from tests.screens.driving import SIZES, on_screen, type_text
from tests.screens.fakes import HOSTILE
from tests.screens.seated import asked, comes, seated
from tests.services.families import CHILD, FACTS, add_family, add_person
from tests.services.offices import START, Office

TODAY = START.date()


def with_work(office: Office) -> None:
    """A case of Omar's, one of nobody's, and an overdue task."""
    session = office.officer
    family = add_family(session)
    nobodys = session.casework.open_case(family.child, dataclasses.replace(FACTS, levels=()))
    late = TaskBody(what=f"late {HOSTILE[1]}", due_on=TODAY - timedelta(days=1))
    session.casework.add_task(family.case, late, None)
    office.clock.forward(days=30)
    session.casework.add_note(nobodys, NoteBody(text="x"))
    office.manager.casework.assign(nobodys, 1, None)


@pytest.mark.parametrize("size", SIZES)
async def test_y_shows_the_teams_work_and_y_goes_back(office: Office, size: tuple[int, int]) -> None:
    with_work(office)
    async with seated(office, office.manager, size=size) as (app, pilot):
        await comes(pilot, "Unowned", "nobody's: 1 case. Enter shows the team's work")
        await pilot.press("y")
        await on_screen(pilot, "TeamScreen")
        text = await comes(pilot, "Nobody's 1", "Colleagues 3", "Omar Officer", "1 overdue", "No note in 28 days 1")
        assert "C-0002   Amina Hassan" in text
        assert "oldest 30 days" in text
        app.screen.query_one(RowList).find("Omar Officer")
        await pilot.press("enter")
        await comes(pilot, "·", "C-0001   Amina Hassan")
        await pilot.press("left", "end", "right")
        await comes(pilot, "no note, 30 days")
        await pilot.press("y")
        await on_screen(pilot, "TodayScreen")


async def test_nobodys_case_is_given_to_a_colleague_after_what_is_missing_was_shown(office: Office) -> None:
    with_work(office)
    async with seated(office, office.manager, messages.TeamWanted()) as (app, pilot):
        await comes(pilot, "Nobody's 1")
        app.screen.query_one(RowList).find("C-0002")
        await pilot.press("g")
        await asked(pilot, "Choose")
        await comes(pilot, "Give C-0002 to a colleague", "Olive Officer")
        assert "Vera Volunteer" not in str(app.screen)
        await pilot.press("2", "enter")
        await asked(pilot, "Confirm")
        await comes(pilot, "They would not find in it", "Assign anyway")
        await pilot.press("enter")
        await comes(pilot, "Nobody's: nothing")
    assert [one.reference for one in office.colleague.casework.my_cases()] == ["C-0002"]


async def test_a_task_whose_owner_left_is_given_on_and_a_colleagues_case_asks_why(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    session.casework.add_task(family.case, TaskBody(what="hers"), office.colleague.me.id)
    office.manager.staff.disable(office.colleague.me.id)
    async with seated(office, office.manager, messages.TeamWanted()) as (app, pilot):
        await comes(pilot, "Nobody's 1", "Olive Officer", "hers")
        app.screen.query_one(RowList).find("hers")
        await pilot.press("enter")
        await on_screen(pilot, "SayWhy")
        await pilot.press("escape")
        await on_screen(pilot, "TeamScreen")
        await pilot.press("g")
        await asked(pilot, "Choose")
        await comes(pilot, "Whoever has the case")
        await pilot.press("3", "enter")
        await comes(pilot, "Nobody's: nothing")
    assert session.casework.case(family.case).tasks[0].owner_id is None


async def test_an_officer_has_no_other_view_and_a_referral_stands_on_today_with_its_clock(office: Office) -> None:
    referral = ReferralPermission(referrer="Larchfield School", permit="PARENT")
    add_person(office.officer, CHILD, (), state=PersonState.PENDING, referral=referral)
    async with seated(office, office.officer) as (app, pilot):
        text = await comes(pilot, "Referral", "Amina Hassan: ask them, 14 days left, to Mon 7 Dec; from Larch")
        assert "other view" not in text
        await pilot.press("y")
        app.screen.query_one(RowList).find("ask them")
        await pilot.press("enter")
        await on_screen(pilot, "PersonScreen")


async def test_a_colleague_is_noted_as_away_from_the_staff_page(office: Office) -> None:
    add_family(office.officer)
    async with seated(office, office.manager, messages.StaffWanted()) as (app, pilot):
        await comes(pilot, "Omar Officer")
        app.screen.query_one(RowList).find("Omar Officer")
        await pilot.press("enter")
        await asked(pilot, "Choose")
        await comes(pilot, "They are away, or here again")
        await pilot.press("7", "enter")
        await asked(pilot, "AskAway")
        await type_text(pilot, "27")
        await pilot.press("enter", *"11", "enter", *"2026", "enter")
        await comes(pilot, "away to 27 Nov 2026")
        await pilot.press("escape")
        await on_screen(pilot, "TodayScreen")
        await comes(pilot, "away: Omar Officer. Enter shows the team's work")
    assert next(one for one in office.manager.staff.colleagues() if one.sign_in == "omar").card.away_until is not None


async def test_u_takes_back_what_was_given_one_giving_after_the_other(office: Office) -> None:
    with_work(office)
    task = office.officer.casework.add_task(
        office.officer.casework.my_cases()[0].id, TaskBody(what="hers"), office.colleague.me.id
    )
    office.manager.staff.disable(office.colleague.me.id)
    async with seated(office, office.manager, messages.TeamWanted()) as (app, pilot):
        text = await comes(pilot, "Nobody's 2", "hers")
        assert "undo" not in text
        app.screen.query_one(RowList).find("hers")
        await pilot.press("g")
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await comes(pilot, "Nobody's 1", "undo")
        app.screen.query_one(RowList).find("C-0002")
        await pilot.press("g")
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await asked(pilot, "Confirm")
        await pilot.press("enter")
        await comes(pilot, "Nobody's: nothing")
        assert "C-0002" in [one.reference for one in office.officer.casework.my_cases()]
        await pilot.press("u")
        await comes(pilot, "Nobody's 1", "C-0002")
        await pilot.press("u")
        await comes(pilot, "Nobody's 2", "hers")
        await pilot.press("u")  # nothing is left to take back
    assert [one.reference for one in office.officer.casework.my_cases()] == ["C-0001"]
    assert {one.id for one in office.manager.team.view().unowned_tasks} == {task}
    backs = [one for one in office.said() if one.reasons == ("TAKEN_BACK",)]
    assert [(one.subject, one.fields) for one in backs] == [("task", ("owner",)), ("case", ("officer",))]
