"""The timetable page by keys: what happened goes in, dates come out, marks, the paper; and the dates on Today."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from iass_tui.rules.records.deadlines import CaseEventBody, DutyNote, EventKind as On, Excuse, ToldBy
from iass_tui.rules.records.people import PersonCard
from screens import messages
from screens.widgets.reader import Reader
from screens.widgets.row_list import RowList
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import asked, comes, seated
from tests.services.families import Family, add_family
from tests.services.offices import Office

REQUEST = CaseEventBody(kind=On.REQUEST, on=date(2026, 9, 14))


def with_request(office: Office) -> Family:
    family = add_family(office.officer)
    office.officer.deadlines.add_event(family.case, REQUEST)
    return family


@pytest.mark.parametrize("size", SIZES)
async def test_a_timetable_says_what_was_missed_and_by_whom(office: Office, size: tuple[int, int]) -> None:
    family = with_request(office)
    async with seated(office, office.officer, messages.TimetableWanted(family.case), size) as (_, pilot):
        text = await comes(pilot, "C-0001   Amina Hassan   1 MISSED BY THE COUNCIL", "To be done 3")
        assert "26 Oct 2026 the council" in text
        assert "MISSED 28d" in text
        assert "in 42 days" in text
        assert "16th birthday" in text
        reader = pilot.app.screen.query_one(Reader)
        assert "26 October 2026: MISSED by the council, 28 days late so far" in reader.text
        await pilot.press("down", "down")
        await until(pilot, lambda: "1 February 2027: In 70 days" in reader.text)
        assert "20 weeks" in reader.text
        assert "Safe: by 31 January 2027" in reader.text
        assert "Law: SEND Regs 2014, reg 13(2)" in reader.text


async def test_t_on_a_case_leads_here_and_escape_back(office: Office) -> None:
    family = with_request(office)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "C-0001", "Timeline")
        await pilot.press("t")
        await comes(pilot, "To be done 3")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.query_one(Reader).has_focus)
        await pilot.press("escape", "escape")
        await on_screen(pilot, "CaseScreen")


async def test_what_happened_goes_in_by_keys_and_its_dates_are_there(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.TimetableWanted(family.case)) as (_, pilot):
        await comes(pilot, "nothing yet, + writes it down")
        await pilot.press("plus")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await asked(pilot, "AskEvent")
        await pilot.press("1", "enter", *"14", "tab", *"9", "tab", *"2026", "tab", "2", "enter")
        await type_text(pilot, "They rang")
        await pilot.press("enter")
        await comes(pilot, "To be done 3", "26 Oct 2026")
    (one,) = office.officer.deadlines.timetable(family.case).events
    assert one.event.body == dataclasses.replace(REQUEST, told_by=ToldBy.FAMILY, words="They rang")


async def test_nothing_half_answered_is_taken_and_what_was_typed_stays(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.TimetableWanted(family.case)) as (_, pilot):
        await comes(pilot, "nothing yet")
        await pilot.press("plus")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await asked(pilot, "AskEvent")
        await pilot.press("1", "enter", *"14", "tab", *"9", "tab", *"2027", "tab", "enter", "enter")
        text = await comes(pilot, "one that has come", "Choose from whom we have it")
        assert "2027" in text


async def test_space_says_when_it_was_done_and_u_takes_it_back(office: Office) -> None:
    family = with_request(office)
    async with seated(office, office.officer, messages.TimetableWanted(family.case)) as (_, pilot):
        await comes(pilot, "MISSED 28d")
        await pilot.press("space")
        await asked(pilot, "AskDone")
        await pilot.press(*"23", "enter", *"11", "enter", *"2026", "enter")
        await comes(pilot, "done 28d late", "1 MISSED BY THE COUNCIL")
        await pilot.press("u")
        await comes(pilot, "MISSED 28d")


async def test_an_exception_lifts_the_blame_and_only_its_own_are_offered(office: Office) -> None:
    family = with_request(office)
    async with seated(office, office.officer, messages.TimetableWanted(family.case)) as (_, pilot):
        await comes(pilot, "MISSED 28d")
        await pilot.press("s")
        await asked(pilot, "AskStanding")
        text = shown(pilot.app.screen)
        assert "exceptional personal circumstances" in text
        assert "examination or test" not in text
        await pilot.press("3", "enter", "tab", "tab", "tab")
        await type_text(pilot, "In hospital")
        await pilot.press("enter")
        text = await comes(pilot, "Done, excepted or not needed 1", "exception")
        assert "MISSED" not in text
    note = office.officer.deadlines.timetable(family.case).events[0].event.body.duty("EHC_DEC")
    assert note == DutyNote(code="EHC_DEC", excuse=Excuse.PERSONAL, words="In hospital")


async def test_k_makes_a_task_of_mine_from_a_date(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.deadlines.add_event(family.case, CaseEventBody(kind=On.CEASE, on=date(2026, 11, 2)))
    async with seated(office, office.officer, messages.TimetableWanted(family.case)) as (_, pilot):
        await comes(pilot, "Appeal, last day")
        while "APPEAL" not in str(pilot.app.screen.query_one(RowList).row):
            await pilot.press("down")
        await comes(pilot, "Moved: the Tribunal does not work")
        await pilot.press("k")
        await until(pilot, lambda: office.officer.casework.case(family.case).tasks)
    (task,) = office.officer.casework.case(family.case).tasks
    assert (task.body.what, task.body.due_on, task.body.statutory, task.owner_id) == (
        "Appeal, last day (4 January 2027)",
        date(2026, 12, 24),
        True,
        office.officer.me.id,
    )


async def test_an_event_is_put_right_and_one_in_error_goes_with_its_dates(office: Office) -> None:
    family = with_request(office)
    async with seated(office, office.officer, messages.TimetableWanted(family.case)) as (_, pilot):
        await comes(pilot, "MISSED 28d")
        await pilot.press("e")
        await asked(pilot, "AskEvent")
        await pilot.press("enter", "backspace", "backspace", *"21", *["enter"] * 5)
        await comes(pilot, "MISSED 21d")
        await pilot.press("v")
        await asked(pilot, "AskText")
        await type_text(pilot, "Another family")
        await pilot.press("enter")
        text = await comes(pilot, "IN ERROR   The council received")
        assert "MISSED" not in text
        assert pilot.app.screen.check_action("change", ()) is False


@pytest.mark.parametrize("size", ["1", "2"])
async def test_d_makes_the_familys_timeline_in_standard_or_large_print(office: Office, size: str) -> None:
    family = with_request(office)
    async with seated(office, office.officer, messages.TimetableWanted(family.case)) as (_, pilot):
        await comes(pilot, "MISSED 28d")
        await pilot.press("d")
        await asked(pilot, "Choose")
        await comes(pilot, "Who is it for?", "Amina Hassan", "Zahra Hassan")
        await pilot.press("1", "enter")
        await comes(pilot, "Which print?")
        await pilot.press(size, "enter")
        await asked(pilot, "FileMade")
        await comes(pilot, "timeline-C-0001-", "It opens with these words")
    assert len(list(office.places.folder.outbox.iterdir())) == 1


async def test_hostile_words_are_shown_as_they_are(office: Office) -> None:
    family = add_family(office.officer)
    view = office.officer.people.person(family.child)
    card = dataclasses.replace(view.card, given_name="[/] [b]")
    assert isinstance(card, PersonCard)
    office.officer.people.change_card(view.id, view.version, view.card, card)
    for words in HOSTILE:
        body = dataclasses.replace(REQUEST, words=words, duties=(DutyNote(code="EHC_DEC", words=words),))
        office.officer.deadlines.add_event(family.case, body)
    async with seated(office, office.officer, messages.TimetableWanted(family.case)) as (app, pilot):
        await comes(pilot, "[/] [b]")
        for _ in range(30):
            await pilot.press("down")
            assert "\x1b" not in app.screen.query_one(Reader).text or "\x1b" not in shown(app.screen)


async def test_today_shows_the_law_s_dates_beside_tasks_and_leads_to_them(office: Office) -> None:
    family = with_request(office)
    office.officer.deadlines.add_event(family.case, CaseEventBody(kind=On.DRAFT_SERVED, on=date(2026, 11, 10)))
    async with seated(office, office.officer) as (_, pilot):
        text = await comes(pilot, "Overdue 1", "Today 1")
        assert "Mon 26 Oct  Say whether it will assess" in text
        assert "C-0001  council's duty" in text
        assert "EHC draft: comments" in text
        assert "statutory" in text
        while "EHC_DEC" not in str(pilot.app.screen.query_one(RowList).row):
            await pilot.press("down")
        await pilot.press("enter")
        await on_screen(pilot, "TimetableScreen")
        await comes(pilot, "1 MISSED BY THE COUNCIL")
        await pilot.press("space")
        await asked(pilot, "AskDone")
        await pilot.press(*"23", "enter", *"11", "enter", *"2026", "enter")
        await comes(pilot, "done 28d late")
        await pilot.press("escape")
        await comes(pilot, "Overdue: nothing")
