"""Putting tasks off by keys, on Today and on the page of a case; and the caseload, the longest untouched first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from iass_tui.rules.records.casework import NoteBody, TaskBody
from iass_tui.rules.records.deadlines import CaseEventBody, EventKind
from iass_tui.rules.records.putting_off import WaitingOn
from screens import messages
from screens.widgets.row_list import RowList
from tests.screens.driving import SIZES, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import asked, comes, said, seated
from tests.services.families import FACTS, add_family
from tests.services.offices import START, Office

TODAY = START.date()  # Monday, 23 November 2026


@pytest.mark.parametrize("size", SIZES)
async def test_a_task_is_put_off_from_today_with_a_reason_and_u_takes_it_back(
    office: Office, size: tuple[int, int]
) -> None:
    session = office.officer
    case = add_family(session).case
    session.casework.add_task(case, TaskBody(what="Ring back", due_on=TODAY), session.me.id)
    async with seated(office, session, size=size) as (app, pilot):
        await comes(pilot, "Ring back", "Today 1")
        app.screen.query_one(RowList).find("Ring back")
        await pilot.press("semicolon")
        await asked(pilot, "Choose")
        await comes(pilot, "Put off: Ring back", "Tomorrow, Tue 24 Nov", "In a week, Mon 30 Nov", "Another day")
        await pilot.press("1", "enter")
        await asked(pilot, "AskText")
        await pilot.press("enter")
        await comes(pilot, "Write something, or go back")
        await pilot.press("enter")  # to the field
        await type_text(pilot, HOSTILE[1])
        await pilot.press("enter")
        await comes(pilot, "Today: nothing", "This week 1")
        (task,) = session.casework.case(case).tasks
        assert [(one.until, one.why) for one in task.body.put_off] == [(TODAY + timedelta(days=1), HOSTILE[1])]
        await pilot.press("u")
        await comes(pilot, "Today 1")
        assert session.casework.case(case).tasks[0].body.put_off == ()


async def test_a_task_waits_for_the_council_and_says_for_how_long(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    session.casework.add_task(case, TaskBody(what="Draft plan", due_on=TODAY), session.me.id)
    async with seated(office, session) as (app, pilot):
        await comes(pilot, "Draft plan")
        app.screen.query_one(RowList).find("Draft plan")
        await pilot.press("semicolon")
        await asked(pilot, "Choose")
        await pilot.press("4", "enter")
        await asked(pilot, "AskWaiting")
        await comes(pilot, "For whom", "the council", "Chase them on")
        await pilot.press("1", "enter", *["backspace"] * 2, *"20", *["enter"] * 6)
        await type_text(pilot, "their answer")
        await pilot.press("enter")
        await comes(pilot, "Waiting on others 1")
        app.screen.query_one(RowList).find("Waiting on others")
        await pilot.press("right")
        await comes(pilot, "Mon 7 Dec", "council 3 days")
    waiting = session.casework.case(case).tasks[0].body.waiting
    assert waiting is not None
    assert (waiting.whom, waiting.since, waiting.words) == (
        WaitingOn.COUNCIL,
        TODAY - timedelta(days=3),
        "their answer",
    )


async def test_the_history_stands_on_the_case_page_and_the_laws_date_stays_in_sight(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    due = TODAY + timedelta(days=9)
    body = TaskBody(what="Appeal", due_on=due, statutory=True)
    task = session.casework.add_task(case, body, session.me.id)
    session.putting_off.put_off(task, 1, TODAY + timedelta(days=1), "first letter")
    async with seated(office, session, messages.CaseChosen(case), size=(120, 40)) as (_, pilot):
        await comes(pilot, "Tue 24 Nov", "(by law 2 Dec) statutory   Appeal", "by Omar Officer", "first letter")
        await pilot.press("semicolon")
        await asked(pilot, "Choose")
        await comes(pilot, "The law's date stays, whatever is put off: 2 December 2026. Only your reminder moves.")
        await pilot.press("3", "enter")
        await asked(pilot, "AskUntil")
        await pilot.press(*"3", "enter", *"12", "enter", *"2026", "enter")
        await type_text(pilot, "second letter")
        await pilot.press("enter")
        await comes(pilot, "enter a day from tomorrow to by its own date, 2 December 2026")
        await pilot.press("enter", "backspace", "2", "enter", "enter", "enter", "enter")
        await comes(pilot, "Wed 2 Dec", "second letter", "first letter")
        await pilot.press("u")
        await comes(pilot, "Tue 24 Nov")


async def test_what_is_never_put_off_says_so(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    request = CaseEventBody(kind=EventKind.REQUEST, on=TODAY - timedelta(days=60))
    session.deadlines.add_event(case, request)
    async with seated(office, session) as (app, pilot):
        await comes(pilot, "Overdue 1")
        rows = app.screen.query_one(RowList)
        await until(pilot, lambda: any(isinstance(one.key, tuple) and one.key[0] == "date" for one in rows.rows))
        at = next(one.key for one in rows.rows if isinstance(one.key, tuple) and one.key[0] == "date")
        rows.go_to(at)
        await pilot.press("semicolon")
        await said(pilot, "is not put off")


async def test_my_cases_stand_by_how_long_nobody_touched_them_and_those_set_aside_apart(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    newer = session.casework.open_case(family.child, FACTS)
    session.casework.set_aside(session.casework.open_case(family.child, FACTS), 1)
    office.clock.forward(days=30)
    session.casework.add_note(family.case, NoteBody(text="x"))
    async with seated(office, session) as (app, pilot):
        await comes(pilot, "My open cases: 2   L2 2   set aside 1   no note in 28 days: 1", "My cases 3")
        app.screen.query_one(RowList).find("My cases")
        await pilot.press("right")
        text = await comes(pilot, "no note, 30 days", "Set aside 1")
        keys = [one.key for one in app.screen.query_one(RowList).rows if one.key[0] == "case"]  # type: ignore[index]
        assert keys[0] == ("case", newer)
        assert text.index("C-0002") < text.index("C-0001") < text.index("C-0003")
