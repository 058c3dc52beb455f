"""The queue on screen: the list, one enquiry and what may be done about it, and the front desk of whoever sent it."""

from typing import Any
from uuid import UUID

import pytest
from textual.pilot import Pilot

from screens import messages
from screens.queue.page import SentIntakeScreen
from screens.widgets.row_list import RowList
from tests.screens.driving import on_screen, shown, until
from tests.screens.seated import asked, comes, seated
from tests.services.first_contacts import FAMILY
from tests.services.offices import Office
from tests.services.test_queue import count, family, read, send, state


async def on_page(pilot: Pilot[Any]) -> None:
    """Waits until the enquiry can be read."""
    await until(
        pilot,
        lambda: (
            isinstance(pilot.app.screen, SentIntakeScreen)
            and pilot.app.screen.view is not None
            and pilot.app.screen.query_one(RowList).row is not None
        ),
    )


async def choose(pilot: Pilot[Any], number: str) -> None:
    """One of the ways after `s`."""
    await pilot.press("s")
    await asked(pilot, "Choose")
    await pilot.press(number, "enter")


async def test_an_officer_comes_from_today_to_the_list_and_makes_a_case(office: Office) -> None:
    intake = send(office)
    office.clock.forward(days=1)
    async with seated(office, office.officer) as (_, pilot):
        await comes(pilot, "Intake", "Volunteers' enquiries: waiting 1, oldest 1 day")
        await pilot.press("home", "enter")
        text = await comes(pilot, "Waiting 1", "Maya Costa")
        assert "EHC needs assessment" in text
        await pilot.press("enter")
        await on_page(pilot)
        await comes(pilot, "Vera Volunteer, waiting 1 day", "How did they get in touch?")
        await choose(pilot, "1")
        await on_screen(pilot, "CaseScreen")
        await comes(pilot, "Maya Costa", "Omar Officer")
    assert count(office, "person") == 2
    assert state(office, intake).value == "TAKEN_UP"


async def test_what_is_left_too_long_stands_among_what_the_manager_puts_right(office: Office) -> None:
    send(office)
    office.clock.forward(days=4)
    async with seated(office, office.manager) as (_, pilot):
        await comes(pilot, "Put right   Volunteers' enquiries: waiting 1, oldest 4 days, 1 too long")
    async with seated(office, office.officer) as (_, pilot):
        await comes(pilot, "Intake      Volunteers' enquiries: waiting 1, oldest 4 days, 1 too long")


async def test_someone_on_file_is_shown_opened_and_joined(office: Office) -> None:
    child, _ = family(office)
    intake = send(office)
    async with seated(office, office.officer, messages.SentIntakeChosen(intake)) as (_, pilot):
        await on_page(pilot)
        await comes(pilot, "May be on file already", "same name, same date of birth", "Enter open")
        await pilot.press("end")
        await until(pilot, lambda: "Enter open" not in shown(pilot.app.screen))  # an answer, which leads nowhere
        await pilot.press("home")
        await comes(pilot, "Enter open")
        await pilot.press("enter")
        await on_screen(pilot, "PersonScreen")
        await pilot.press("escape")
        await on_page(pilot)
        await choose(pilot, "1")  # a new family all the same: asked, with the focus on going back
        await asked(pilot, "Confirm")
        assert "twice" in shown(pilot.app.screen)
        await pilot.press("enter")
        await on_page(pilot)
        await choose(pilot, "2")
        await until(pilot, lambda: "On file too: Rosa Costa." in shown(pilot.app.screen))
        assert "Only named, not asked: Otto Costa." in " ".join(shown(pilot.app.screen).split())
        await pilot.press("1", "enter")
        await on_screen(pilot, "CaseScreen")
    assert (count(office, "person"), len(office.officer.people.person(child).cases)) == (2, 1)


async def test_a_question_goes_to_the_volunteer_and_the_answer_comes_back(office: Office) -> None:
    intake = send(office)
    async with seated(office, office.officer, messages.SentIntakeChosen(intake)) as (_, pilot):
        await on_page(pilot)
        await choose(pilot, "3")
        await asked(pilot, "AskText")
        await pilot.press(*"Which school?", "tab", "enter")
        await comes(pilot, "asked, no answer yet", "Which school?")
    async with seated(office, office.volunteer) as (_, pilot):
        await comes(pilot, "an officer asks you something")
        await pilot.press("tab", "tab", "enter")
        await asked(pilot, "AskText")
        assert "Which school?" in shown(pilot.app.screen)
        await pilot.press(*"Hill School", "tab", "enter")
        await comes(pilot, "waits for an officer")
    assert [one.words for one in read(office, intake).letters] == ["Which school?", "Hill School"]
    async with seated(office, office.officer, messages.QueueWanted()) as (_, pilot):
        await comes(pilot, "answered", "Maya Costa")


async def test_refusing_asks_first_and_destroys(office: Office) -> None:
    intake = send(office)
    async with seated(office, office.officer, messages.SentIntakeChosen(intake)) as (_, pilot):
        await on_page(pilot)
        await choose(pilot, "4")
        await asked(pilot, "Confirm")
        await pilot.press("enter")  # the focus is on going back
        await on_page(pilot)
        assert state(office, intake).value == "WAITING"
        await choose(pilot, "4")
        await asked(pilot, "Confirm")
        await pilot.press("shift+tab", "enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, SentIntakeScreen))
        await until(pilot, lambda: state(office, intake).value == "REFUSED")
    assert count(office, "intake_letter") == 0


async def test_one_that_may_not_be_taken_up_says_why_and_offers_no_such_way(office: Office) -> None:
    intake = send(office, {**FAMILY, "born": "2008-11-25"})
    office.clock.forward(days=2)
    async with seated(office, office.officer, messages.SentIntakeChosen(intake)) as (_, pilot):
        await on_page(pilot)
        await comes(pilot, "In the way", "The young person is grown up now")
        await pilot.press("s")
        await asked(pilot, "Choose")
        text = shown(pilot.app.screen)
        assert "Take it up" not in text
        assert "Join" not in text
        assert "Send it back" in text


async def test_one_that_was_changed_behind_the_program_is_shown_as_such(office: Office) -> None:
    send(office)
    office.tamper("DELETE FROM intake_letter")
    async with seated(office, office.officer) as (_, pilot):
        await comes(pilot, "Put right", "1 cannot be believed")
        await pilot.press("home", "enter")
        await comes(pilot, "CHANGED", "it was not opened")
        await pilot.press("enter")
        await asked(pilot, "Notice")
        assert "Vera Volunteer" in shown(pilot.app.screen)


async def test_hostile_words_are_shown_as_they_stand(office: Office) -> None:
    intake = send(office, {**FAMILY, "wants": "[/] [@click=app.quit]x[/] \u202eevil\u202c " + "L" * 9000})
    async with seated(office, office.officer, messages.SentIntakeChosen(intake)) as (_, pilot):
        await on_page(pilot)
        await pilot.press("end")
        await pilot.press(*["pageup"] * 3)
        assert "\u202e" not in shown(pilot.app.screen)


@pytest.mark.parametrize("said_no", [False, True])
async def test_a_volunteer_takes_one_back_after_being_asked(office: Office, said_no: bool) -> None:
    intake: UUID = send(office)
    async with seated(office, office.volunteer) as (_, pilot):
        await comes(pilot, "waits for an officer")
        await pilot.press("tab", "tab", "delete")
        await asked(pilot, "Confirm")
        assert "It cannot be brought back." in shown(pilot.app.screen)
        await pilot.press(*(["shift+tab"] if said_no else []), "enter")
        await on_screen(pilot, "FrontDeskScreen")
        await comes(pilot, "taken back" if said_no else "waits for an officer")
    assert state(office, intake).value == ("WITHDRAWN" if said_no else "WAITING")


async def test_a_volunteer_throws_a_draft_away(office: Office) -> None:
    office.volunteer.intake.begin(FAMILY)
    async with seated(office, office.volunteer) as (_, pilot):
        await comes(pilot, "Unsaved", "Enter goes on with it")
        await pilot.press("tab", "tab", "delete")
        await asked(pilot, "Confirm")
        await pilot.press("shift+tab", "enter")
        await comes(pilot, "Nothing yet.")
    assert count(office, "draft") == 0
