"""Staff: the list for everyone; invited, let in, renewed, closed, exports; one's own passphrase; the office's facts."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from iass_tui import app as clock
from iass_tui.rules.access import compartments
from iass_tui.rules.records.casework import TaskBody
from iass_tui.rules.records.office import Permission, Role, StaffCard
from iass_tui.rules.second_person import counts_from
from iass_tui.services import register_history
from iass_tui.services.door import OfficeDoor
from iass_tui.services.session import OfficeSession
from screens import messages
from screens.widgets.choice_field import ChoiceList
from screens.widgets.text_field import TextField
from screens.words.staff import keys_words, spelled
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.seated import asked, comes, seated
from tests.services.families import COVERING, add_family
from tests.services.offices import BEGINS, PASSPHRASE, Office, trained

OTHER = "marble kitchen tundra violin eagle"


def session_of(office: Office, role: str) -> OfficeSession:
    """Somebody of that role."""
    session: OfficeSession = getattr(office, role)
    return session


@pytest.mark.parametrize(("role", "size"), [("volunteer", SIZES[0]), ("officer", SIZES[1])])
async def test_everyone_sees_the_list_and_only_a_manager_acts(office: Office, role: str, size: tuple[int, int]) -> None:
    async with seated(office, session_of(office, role), messages.StaffWanted(), size) as (app, pilot):
        text = await comes(pilot, "Work here 4", "Hannah Manager", "Omar Officer", "Vera Volunteer", "you")
        assert "+ add" not in text
        await pilot.press("plus", "home", "enter")
        await until(pilot, lambda: [one.message for one in app._notifications] != [])
        assert "looks after accounts" in next(iter(app._notifications)).message
        assert type(app.screen).__name__ == "StaffScreen"


async def test_a_newcomer_who_joins_while_the_list_is_open_comes_into_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "TICK_SECONDS", 0.05)
    invitation = office.manager.staff.invite("nora", Role.OFFICER, StaffCard(name="Nora New"), BEGINS)
    async with seated(office, office.manager, messages.StaffWanted()) as (_, pilot):
        await comes(pilot, "Invited 1", "Nora New")
        OfficeDoor(office.places).join("nora", invitation.code, PASSPHRASE)
        await comes(pilot, "Wait for your yes 1", "Enter lets them in")


@pytest.mark.parametrize("size", SIZES)
async def test_a_newcomer_from_code_to_first_day(office: Office, size: tuple[int, int]) -> None:
    async with seated(office, office.manager, messages.StaffWanted(), size) as (_, pilot):
        await comes(pilot, "Work here 4", "+ add")
        await pilot.press("plus")
        await comes(pilot, "Their name")
        await pilot.press("ctrl+o")
        await comes(pilot, "There are 4 problems")
        await pilot.press("1")
        await type_text(pilot, "Nora [/] New")
        await pilot.press("enter")
        await type_text(pilot, "nora")
        await pilot.press("enter", "2", "ctrl+o")
        await comes(pilot, "There is a problem", "Choose whether they did the training")
        await pilot.press("1")
        await days_of_grace(pilot)
        await pilot.press("ctrl+o")
        await asked(pilot, "CodeShown")
        text = await comes(pilot, "shown this once", "until 30 November 2026", "Do not send it by")
        found = re.search(r"[A-Z0-9]{5}(-[A-Z0-9]{5}){3}", text)
        assert found is not None
        assert spelled(found[0]).split("\n")[0] in text
        await pilot.press("escape")
        await comes(pilot, "shown this once")
        await pilot.press("enter")
        await on_screen(pilot, "StaffScreen")
        await comes(pilot, "Invited 1", "the code is not used yet")
        office.join("nora", found[0], OTHER)
        pilot.app.screen.start(pilot.app.screen.reload, reading=True)  # type: ignore[attr-defined]
        await comes(pilot, "Wait for your yes 1", "Enter lets them in")
        await pilot.press("home", "enter")
        await asked(pilot, "Confirm")
        await comes(pilot, "Nora [/] New signs in from now on as", "with what an officer may do")
        await pilot.press("enter")
        await comes(pilot, "Work here 5")
    session = OfficeDoor(office.places).sign_in("nora", OTHER)
    assert session.me.role is Role.OFFICER
    assert session.training.mine().until == office.clock.now.date() + timedelta(days=9)
    session.close()


async def days_of_grace(pilot: Pilot[Any]) -> None:
    """From the list that asks about the training on: ten days, and why."""
    await until(pilot, lambda: isinstance(pilot.app.screen.focused, ChoiceList))
    await pilot.press("3", "tab", "tab", "tab", "tab")
    await type_text(pilot, "10")
    await pilot.press("enter")
    await type_text(pilot, "the course is booked")


async def test_a_name_in_use_is_said_and_nothing_is_lost(office: Office) -> None:
    async with seated(office, office.manager, messages.InviteWanted()) as (app, pilot):
        await comes(pilot, "Their name")
        await type_text(pilot, "Another Omar")
        await pilot.press("enter")
        await type_text(pilot, "omar")
        await pilot.press("enter", "2", "enter", "enter")
        await days_of_grace(pilot)
        await pilot.press("ctrl+o")
        await comes(pilot, "is in use already")
        assert app.screen.query_one("#name", TextField).value == "Another Omar"


async def test_a_lost_passphrase_is_a_new_code(office: Office) -> None:
    async with seated(office, office.manager, messages.StaffWanted()) as (_, pilot):
        await comes(pilot, "Omar Officer")
        await pilot.press("down", "down", "enter")
        await asked(pilot, "Choose")
        await comes(pilot, "Omar Officer", "They lost their passphrase")
        await pilot.press("1", "enter")
        await asked(pilot, "Confirm")
        await pilot.press("enter")
        await asked(pilot, "CodeShown")
        await comes(pilot, "present passphrase works on")


async def _to_leaving(pilot: Pilot[None]) -> None:
    await comes(pilot, "Omar Officer")
    await pilot.press("down", "down", "enter")
    await asked(pilot, "Choose")
    await pilot.press("5", "enter")
    await on_screen(pilot, "LeavingScreen")


@pytest.mark.parametrize("size", SIZES)
async def test_someone_leaves_from_preview_to_closed_account(office: Office, size: tuple[int, int]) -> None:
    first, second = add_family(office.officer), add_family(office.officer)
    office.officer.casework.add_task(first.case, TaskBody(what="Ring the [/] school"), office.officer.me.id)
    async with seated(office, office.manager, messages.StaffWanted(), size) as (_, pilot):
        await _to_leaving(pilot)
        await comes(pilot, "Omar Officer leaves", "Cases 2: L2 2", "C-0001", "Tasks 1", "Ring the [/] school")
        await comes(pilot, "New keys for: casework, what everyone may read")
        await pilot.press("ctrl+o")
        await asked(pilot, "Notice")
        await comes(pilot, "Choose a colleague for everything")
        await pilot.press("enter")
        await on_screen(pilot, "LeavingScreen")
        await pilot.press("home", "enter")
        await asked(pilot, "Choose")
        await pilot.press("o", "l", "enter")
        await comes(pilot, "to Olive Officer")
        await pilot.press("down", "enter")
        await asked(pilot, "Choose")
        await comes(pilot, "As everything else")
        await pilot.press("h", "a", "enter")
        await comes(pilot, "to Hannah Manager")
        await pilot.press("ctrl+o")
        await asked(pilot, "Confirm")
        await comes(pilot, "2 cases and 1 task are given on", "C-0001: no note yet")
        await until(pilot, lambda: pilot.app.focused is not None and pilot.app.focused.id == "back")
        await pilot.press("shift+tab", "enter")
        await asked(pilot, "Notice")
        await comes(pilot, "Omar Officer has left", "Given on: 2 cases and 1 task", "counted and read back")
        await pilot.press("enter")
        await comes(pilot, "Left 1", "account closed")
    assert office.manager.casework.case(first.case, COVERING).officer == "Hannah Manager"
    assert office.manager.casework.case(second.case, COVERING).officer == "Olive Officer"
    assert office.manager.casework.case(first.case, COVERING).tasks[0].owner == "Hannah Manager"


async def test_going_back_from_the_preview_changes_nothing(office: Office) -> None:
    add_family(office.officer)
    before = office.ask("SELECT max(number) FROM register", keys=True)
    async with seated(office, office.manager, messages.StaffWanted()) as (_, pilot):
        await _to_leaving(pilot)
        await comes(pilot, "Cases 1")
        await pilot.press("home", "enter")
        await asked(pilot, "Choose")
        await pilot.press("o", "l", "enter")
        await comes(pilot, "to Olive Officer")
        await pilot.press("ctrl+o")
        await asked(pilot, "Confirm")
        await pilot.press("escape")
        await on_screen(pilot, "LeavingScreen")
        await pilot.press("escape")
        await on_screen(pilot, "StaffScreen")
        await comes(pilot, "Work here 4")
    assert office.ask("SELECT max(number) FROM register", keys=True) == before


async def test_an_officer_is_made_a_safeguarding_lead_and_the_list_says_so(office: Office) -> None:
    async with seated(office, office.manager, messages.StaffWanted()) as (_, pilot):
        await comes(pilot, "Omar Officer")
        await pilot.press("down", "down", "enter")
        await asked(pilot, "Choose")
        await pilot.press("4", "enter")
        await asked(pilot, "Choose")
        await comes(pilot, "What are they from now on?", "reads concerns")
        await pilot.press("2", "enter")
        await asked(pilot, "Confirm")
        text = await comes(pilot, "From this moment their keys open concerns too.")
        assert "New keys" not in text
        await pilot.press("enter")
        await on_screen(pilot, "StaffScreen")
        await comes(pilot, "lead, trained to")
    assert office.officer.concerns.is_lead
    async with seated(office, office.manager, messages.StaffWanted()) as (_, pilot):
        await comes(pilot, "lead, trained to")
        await pilot.press("down", "down", "enter")
        await asked(pilot, "Choose")
        await pilot.press("4", "enter")
        await asked(pilot, "Choose")
        await comes(pilot, "Omar Officer, officer, and safeguarding lead")
        await pilot.press("2", "enter")
        await asked(pilot, "Confirm")
        text = await comes(pilot, "New keys for concerns: nothing that is written there from now on opens to")
        assert "From this moment" not in text
        await pilot.press("enter")
        await until(pilot, lambda: "lead, trained to" not in shown(pilot.app.screen))
    assert not office.sign_in("omar").concerns.is_lead


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ((Role.VOLUNTEER, False), (Role.OFFICER, False), "From this moment their keys open casework too."),
        (
            (Role.MANAGER, True),
            (Role.OFFICER, False),
            "New keys for concerns and management: nothing that is written there from now on opens to them.",
        ),
    ],
)
def test_another_role_says_what_keys_open_and_what_gets_new_ones(
    before: tuple[Role, bool], after: tuple[Role, bool], words: str
) -> None:
    then, now = (compartments(role, is_lead=is_lead) for role, is_lead in (before, after))
    assert keys_words(then, now) == words


async def test_exports_are_given_one_each_or_as_the_role_has_them(office: Office) -> None:
    async with seated(office, office.manager, messages.StaffWanted()) as (_, pilot):
        await comes(pilot, "Omar Officer")
        await pilot.press("down", "down", "enter")
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await asked(pilot, "AskExports")
        await comes(pilot, "[x] Working copies", "[ ] The quarter's workbook")
        await pilot.press("2", "tab", "enter")
        await on_screen(pilot, "StaffScreen")
        omar = next(one for one in office.manager.staff.colleagues() if one.sign_in == "omar")
        assert omar.card.permissions == {Permission.PACK, Permission.QUARTER}
        await pilot.press("enter")
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await asked(pilot, "AskExports")
        await pilot.press("tab", "tab", "enter")
        await on_screen(pilot, "StaffScreen")
    omar = next(one for one in office.manager.staff.colleagues() if one.sign_in == "omar")
    assert omar.card.permissions is None


async def test_ones_own_passphrase(office: Office) -> None:
    async with seated(office, office.volunteer, messages.PassphraseWanted()) as (_, pilot):
        await comes(pilot, "The passphrase you have now")
        await type_text(pilot, "wrong")
        await pilot.press("enter")
        await type_text(pilot, OTHER)
        await pilot.press("enter")
        await type_text(pilot, OTHER)
        await pilot.press("ctrl+o")
        await comes(pilot, "That is not the passphrase you have now")
        assert OTHER not in shown(pilot.app.screen)
        await pilot.press("1", *["backspace"] * 5)
        await type_text(pilot, PASSPHRASE)
        await pilot.press("ctrl+o")
        await on_screen(pilot, "FrontDeskScreen")
    office.close()
    session = OfficeDoor(office.places).sign_in("vera", OTHER)
    session.close()


async def test_a_weak_passphrase_is_refused_in_words(office: Office) -> None:
    async with seated(office, office.officer, messages.PassphraseWanted()) as (_, pilot):
        await comes(pilot, "The passphrase you have now")
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter", *"short", "enter", *"short", "ctrl+o")
        await comes(pilot, "Use at least 14 characters")


async def test_what_the_office_says_about_itself(office: Office) -> None:
    async with seated(office, office.manager, messages.StaffWanted()) as (_, pilot):
        await comes(pilot, "Work here 4")
        await pilot.press("e")
        await comes(pilot, "Name of the office", "Westbridge IASS")
        await type_text(pilot, " [/] West")
        await pilot.press("ctrl+o")
        await comes(pilot, "Say where records are held")
        await pilot.press("1")
        await type_text(pilot, "On a computer of ours.")
        await pilot.press("tab", "tab", "tab", "9", "9", "ctrl+o")  # the field is marked: this takes the place of 10
        await comes(pilot, "write a number from 1 to 60")
        await pilot.press("1", "1", "2", "ctrl+o")
        await on_screen(pilot, "StaffScreen")
    assert office.manager.facts.name == "Westbridge IASS [/] West"
    assert office.manager.facts.idle_minutes == 12


async def test_whoever_lets_a_manager_in_reads_from_which_day_they_count_as_the_second_person(office: Office) -> None:
    hannah = office.manager
    invitation = hannah.staff.invite("mona", Role.MANAGER, StaffCard(name="Mona Manager"), trained(hannah))
    office.join("mona", invitation.code, OTHER)
    async with seated(office, hannah, messages.StaffWanted()) as (_, pilot):
        await comes(pilot, "Wait for your yes 1")
        await pilot.press("home", "enter")
        await asked(pilot, "Confirm")
        await comes(pilot, "As the second person beside you", "they count from 8 December 2026")
        await pilot.press("enter")
        await comes(pilot, "Work here 5")
    made, today = register_history.makers(hannah.desk), hannah.today_date()
    assert counts_from(invitation.account_id, {hannah.me.id}, made, today) == date(2026, 12, 8)
