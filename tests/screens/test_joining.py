"""Two records joined by keys, and taken apart again, at both sizes."""

import dataclasses

import pytest

from iass_tui.rules.records.people import FamilyTie
from screens import messages
from tests.screens.driving import SIZES, until
from tests.screens.seated import asked, comes, seated
from tests.services.families import CHILD, FACTS, add_person
from tests.services.offices import Office

AGAIN = dataclasses.replace(CHILD, given_name="Aminah", known_as="[/] Mina")
ONE = dataclasses.replace(CHILD, known_as="Minnie")


@pytest.mark.parametrize("size", SIZES)
async def test_two_records_are_joined_field_by_field_and_taken_apart_again(
    office: Office, size: tuple[int, int]
) -> None:
    officer = office.officer
    one, two = add_person(officer, ONE), add_person(officer, AGAIN)
    officer.casework.open_case(two, FACTS)
    officer.directory.load()
    async with seated(office, officer, messages.PersonChosen(one), size) as (app, pilot):
        await comes(pilot, "Amina Hassan")
        await pilot.press("percent_sign")
        await asked(pilot, "Doubles")
        await pilot.press("tab", "enter")  # the button: join to this record
        await comes(pilot, "Where they differ", "Aminah   (the other record)")
        await pilot.press("ctrl+o")
        await comes(pilot, "Choose what stays for Given name")
        assert officer.joining.joined_to(one) == ()
        await pilot.press("1", "2", "enter", "1", "ctrl+o")
        await asked(pilot, "Confirm")
        await pilot.press("enter")
        await comes(pilot, "Aminah Hassan", "JOINED", "C-0001")
        assert [each.other_id for each in officer.joining.joined_to(one)] == [two]
        assert officer.people.person(one).card.known_as == "Minnie"
        await pilot.press("percent_sign")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await asked(pilot, "Confirm")
        await pilot.press("tab", "enter")
        await asked(pilot, "Notice")
        await comes(pilot, "Both records stand again")
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "PersonScreen")
        assert officer.joining.joined_to(one) == ()


async def test_the_other_record_can_be_kept_and_every_answer_stays_with_its_value(office: Office) -> None:
    officer = office.officer
    one, two = add_person(officer, ONE), add_person(officer, AGAIN)
    case = officer.casework.open_case(two, FACTS)
    officer.directory.load()
    async with seated(office, officer, messages.JoinPeopleWanted(one, two)) as (_, pilot):
        await comes(pilot, "Where they differ", "Aminah   (the other record)", "1 case")
        await pilot.press("2")  # the given name of the other record
        await pilot.press("shift+tab", "enter")
        await comes(pilot, "This record:      Aminah Hassan", "Aminah   (this record)", "Minnie   (the other record)")
        await pilot.press("tab", "enter", "2", "ctrl+o")
        await asked(pilot, "Confirm")
        await pilot.press("enter")
        await until(pilot, lambda: officer.joining.kept(one) == two)
    assert [each.other_id for each in officer.joining.joined_to(two)] == [one]
    kept = officer.people.person(two)
    assert (kept.card.given_name, kept.card.known_as) == ("Aminah", "Minnie")
    assert [each.id for each in kept.cases] == [case]
    officer.joining.part(one)
    assert (officer.people.person(one).card, officer.people.person(two).card) == (ONE, AGAIN)


async def test_a_record_that_keeps_others_stays_the_one_to_keep(office: Office) -> None:
    officer = office.officer
    one, two, three = (add_person(officer) for _ in range(3))
    officer.joining.join(officer.joining.compare(one, two), {}, {})
    async with seated(office, officer, messages.JoinPeopleWanted(three, one)) as (_, pilot):
        await comes(pilot, "This record is kept")
        await pilot.press("tab", "enter")
        await asked(pilot, "Notice")
        await comes(pilot, "has others joined to it")
    assert officer.joining.kept(one) == one


async def test_a_case_that_comes_to_a_family_with_which_its_officer_has_a_conflict_is_named(office: Office) -> None:
    officer = office.officer
    one, two = add_person(officer, ONE), add_person(officer, AGAIN)
    officer.casework.open_case(two, FACTS)
    officer.directory.load()
    office.manager.interests.say(one, officer.me.id, "KNOWS")
    async with seated(office, officer, messages.JoinPeopleWanted(one, two)) as (_, pilot):
        await asked(pilot, "SayWhy")
        await pilot.press("2", "enter")
        await comes(pilot, "Join two records", "C-0001 is with Omar Officer, who has a conflict of interest")


async def test_why_two_records_are_not_joined_is_said(office: Office) -> None:
    officer = office.officer
    one, two = add_person(officer), add_person(officer)
    officer.people.link(one, two, FamilyTie(relation="SIB"))
    async with seated(office, officer, messages.JoinPeopleWanted(one, two)) as (_, pilot):
        await comes(pilot, "not joined", "each other's family")


async def test_a_wish_for_the_record_that_was_joined_opens_the_one_that_is_kept(office: Office) -> None:
    officer = office.officer
    one, two = add_person(officer), add_person(officer)
    officer.joining.join(officer.joining.compare(one, two), {}, {})
    async with seated(office, officer, messages.PersonChosen(two)) as (app, pilot):
        await comes(pilot, "Amina Hassan", "JOINED")
        assert app.screen.place() == messages.PersonChosen(one)
