"""The forms of a person: card, contact, ties and relatives; two at once; nothing without its own yes."""

from __future__ import annotations

import dataclasses

import pytest

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.consents import ConsentMethod, Purpose
from iass_tui.rules.records.people import Address, FamilyTie, PartyRole
from screens import messages
from screens.person.contact import read_addresses
from screens.person.relative import RelativeScreen
from screens.widgets import form_page
from screens.widgets.text_field import TextAreaField, TextField
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import asked, comes, seated
from tests.services.families import CHILD, MOTHER, add_family, add_person, set_state
from tests.services.offices import PASSPHRASE, Office


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts are written almost at once."""
    monkeypatch.setattr(form_page, "PAUSE", 0.01)


# the card


@pytest.mark.parametrize("size", SIZES)
async def test_a_card_is_changed_from_the_persons_page(office: Office, size: tuple[int, int]) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.PersonChosen(family.child), size) as (_, pilot):
        await comes(pilot, "Amina Hassan")
        await pilot.press("e")
        await comes(pilot, "Given name", "Hassan")
        await pilot.press("tab", "tab")
        await type_text(pilot, "Mina [/]")
        await pilot.press("enter", "enter", "enter", "enter", "space", "6", "ctrl+o")
        await on_screen(pilot, "PersonScreen")
        await comes(pilot, "Amina Hassan (known as Mina [/])", "SAFETY: DO NOT LEAVE VOICEMAIL · PARENTS LIVE APART")
    card = office.officer.people.person(family.child).card
    assert card == dataclasses.replace(CHILD, known_as="Mina [/]", safety=("NO_VOICEMAIL", "SEPARATED_PARENTS"))
    assert office.officer.drafts.offered() == ()


async def test_a_wrong_card_is_an_error_summary_that_jumps(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.CardWanted(family.child), (120, 40)) as (app, pilot):
        await comes(pilot, "Given name", "Hassan")
        for key in ("given_name", "family_name"):
            app.screen.query_one(f"#{key}", TextField).text = ""
        await pilot.press(*["tab"] * 5)
        await type_text(pilot, "9")
        await pilot.press("ctrl+o")
        await comes(pilot, "There are 2 problems", "Enter a given name or a family name", "four digits")
        await pilot.press("1")
        await type_text(pilot, "Amina")
        await pilot.press("ctrl+o")
        await comes(pilot, "There is a problem")


async def test_two_at_one_card_are_joined(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.CardWanted(family.child)) as (app, pilot):
        await comes(pilot, "Given name", "Hassan")
        view = office.colleague.people.person(family.child)
        theirs = dataclasses.replace(view.card, family_name="Hassan-Ali")
        office.colleague.people.change_card(family.child, view.version, view.card, theirs)
        await pilot.press("tab", "tab")
        await type_text(pilot, "Mina")
        await pilot.press("ctrl+o")
        await on_screen(pilot, "TodayScreen")
        assert [one.message for one in app._notifications] == ["Saved, together with what Olive Officer changed"]
    card = office.officer.people.person(family.child).card
    assert (card.known_as, card.family_name) == ("Mina", "Hassan-Ali")


async def test_a_draft_of_a_card_asks_about_what_a_colleague_saved_meanwhile(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.CardWanted(family.child)) as (_, pilot):
        await comes(pilot, "Given name", "Hassan")
        await type_text(pilot, "mine")
        await comes(pilot, "as a draft")
        view = office.colleague.people.person(family.child)
        theirs = dataclasses.replace(view.card, given_name="Theirs")
        office.colleague.people.change_card(family.child, view.version, view.card, theirs)
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await until(pilot, lambda: "office" not in pilot.app._screen_stacks)
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter")
        await comes(pilot, "Given name", "Aminamine")
        await pilot.press("ctrl+o")
        await asked(pilot, "ConflictDialog")
        await comes(pilot, "Mine: Aminamine", "Olive Officer: Theirs", "As before: Amina")
        await pilot.press("2", "tab", "enter")
        await on_screen(pilot, "TodayScreen")
    assert office.officer.people.person(family.child).card.given_name == "Theirs"


async def test_a_frozen_card_is_refused_in_words(office: Office) -> None:
    family = add_family(office.officer)
    set_state(office.officer, family.child, PersonState.FROZEN)
    async with seated(office, office.officer, messages.CardWanted(family.child)) as (_, pilot):
        await comes(pilot, "Given name", "Hassan")
        await type_text(pilot, "x")
        await comes(pilot, "Not kept as a draft: Consent to save was withdrawn")
        await pilot.press("ctrl+o")
        await comes(pilot, "There is a problem", "A manager decides")


# how to reach them


async def test_contact_needs_its_own_yes_and_leads_to_the_consents(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.PersonChosen(family.child)) as (_, pilot):
        await comes(pilot, "no ways to reach them are kept", "Mother")
        await pilot.press("r")
        await asked(pilot, "Confirm")
        await comes(pilot, "They have not agreed", "(P44)", "To their consents")


async def test_contact_is_changed_under_the_safety_banner(office: Office) -> None:
    family = add_family(office.officer)
    view = office.officer.people.person(family.mother)
    careful = dataclasses.replace(view.card, safety=("NO_VOICEMAIL",))
    office.officer.people.change_card(family.mother, view.version, view.card, careful)
    async with seated(office, office.officer, messages.PersonChosen(family.mother)) as (app, pilot):
        await comes(pilot, "07700 900123")
        await pilot.press("r")
        await comes(pilot, "SAFETY: DO NOT LEAVE VOICEMAIL", "One on a line, as they said it")
        app.screen.query_one("#phones", TextAreaField).text = "07700 900123\nnever"
        await pilot.press("ctrl+o")
        await comes(pilot, "write digits on each line")
        app.screen.query_one("#phones", TextAreaField).text = "07700 900123\n020 7946 0000 (work)"
        app.screen.query_one("#addresses", TextAreaField).text = "1 High Street\nLondon\nw21aa"
        await pilot.press("ctrl+o")
        await on_screen(pilot, "PersonScreen")
        await comes(pilot, "020 7946 0000 (work)", "W2 1AA")
    contact = office.officer.people.person(family.mother).contact
    assert contact is not None
    assert contact.addresses == (Address(lines=("1 High Street", "London"), postcode="W2 1AA"),)
    assert office.officer.drafts.offered() == ()


async def test_leaving_contact_unsaved_is_asked_about(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.ContactWanted(family.mother)) as (_, pilot):
        await comes(pilot, "07700 900123")
        await type_text(pilot, "1")
        await pilot.press("escape", "escape")
        await asked(pilot, "Confirm")
        await comes(pilot, "What you typed here is not saved and will be lost.")
        await pilot.press("escape")
        await on_screen(pilot, "ContactScreen")


def test_addresses_as_typed() -> None:
    old = Address(lines=("Dorfstrasse 1", "8000"), postcode="Zürich")
    assert read_addresses("a\nb\nSW1A 1AA\n\n\n\nc", ()) == (
        Address(lines=("a", "b"), postcode="SW1A 1AA"),
        Address(lines=("c",)),
    )
    assert read_addresses("Dorfstrasse 1\n8000\nZürich", (old,)) == (old,)
    assert read_addresses("Flat 1 B") == (Address(lines=("Flat 1 B",)),)
    assert read_addresses("  \n\n ") == ()


# the family


async def test_a_tie_is_changed_from_its_line(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.PersonChosen(family.child), (120, 40)) as (_, pilot):
        await comes(pilot, "Mother", "Timeline")
        await pilot.press("equals_sign")
        await comes(pilot, "What Zahra Hassan is to Amina Hassan")
        await pilot.press("tab", "3", "tab")
        await type_text(pilot, "court letter")
        await pilot.press("tab", "2", "ctrl+o")
        await on_screen(pilot, "PersonScreen")
        await comes(pilot, "PR DISPUTED", "home, partly")
    tie = office.officer.people.person(family.child).family[0].tie
    since = office.officer.today_date()
    assert tie == FamilyTie(
        relation="MOT", responsibility="DISPUTED", evidence="court letter", responsibility_since=since, home="PARTLY"
    )


async def test_a_new_relative_is_asked_before_there_is_a_field_for_their_name(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.PersonChosen(family.child)) as (app, pilot):
        await comes(pilot, "Mother")
        await pilot.press("f")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await comes(pilot, "May we save what you tell us", "What did they answer?")
        assert not app.screen.query_one("#given_name").is_on_screen
        assert app.screen.query_one("#details").display is False
        await pilot.press("3")
        await comes(pilot, "Nothing is saved about them")
        await pilot.press("ctrl+o")
        await comes(pilot, "Ask them whether we may save anything about them")
        await pilot.press("1", "1", "tab", "2", "tab", "3", "tab", "tab", "tab", "tab", "tab", "1", "tab")
        await type_text(pilot, "Yusuf")
        await pilot.press("tab")
        await type_text(pilot, "Hassan [/]")
        await pilot.press("tab", "tab", "tab", "tab", "2", "tab", "1", "ctrl+o")
        await on_screen(pilot, "PersonScreen")
        await comes(pilot, "Yusuf Hassan [/]   parent or carer")
    relatives = {one.name: one for one in office.officer.people.person(family.child).family}
    new = relatives["Yusuf Hassan [/]"]
    assert (new.tie.relation, new.tie.responsibility) == ("FAT", "YES")
    (recorded,) = office.officer.people.person(new.person_id).consents
    event = recorded.event
    assert (event.purpose, event.right, event.given_by) == (Purpose.SAVE_CASE, "SELF", new.person_id)
    assert (event.method, event.read_by, event.evidence) == (ConsentMethod.VERBAL, "ALOUD", "Omar Officer")
    assert event.wording_version.startswith("1, policy") or event.wording_version
    assert str(event.given_on) == "2026-11-23"


async def test_a_child_is_added_by_a_parents_yes_but_not_at_sixteen(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.RelativeWanted(family.mother), (120, 40)) as (app, pilot):
        await comes(pilot, "What did they answer?")
        await pilot.press("2", "tab", "1", "tab", "2", "tab", "3", *["tab"] * 5)
        screen = app.screen
        assert isinstance(screen, RelativeScreen)
        assert screen.field("role").text == "CHILD"
        screen.field("given_name").text = "Sami"
        screen.field("born").text = "1/2/2010"
        screen.field("relation").text = "MOT"
        await pilot.press("ctrl+o")
        await comes(pilot, "They are 16 or older: ask them themselves")
        screen.field("born").text = "1/2/2016"
        await pilot.press("ctrl+o")
        await on_screen(pilot, "PersonScreen")
        await comes(pilot, "Sami   child, 10")
    new = next(one for one in office.officer.people.person(family.mother).family if one.name == "Sami")
    view = office.officer.people.person(new.person_id)
    assert view.card.born == PartialDate(2016, 2, 1)
    assert view.consents[0].event.right == "PR"
    assert view.consents[0].event.given_by == family.mother


async def test_someone_on_file_is_linked(office: Office) -> None:
    family = add_family(office.officer)
    father = add_person(office.officer, dataclasses.replace(MOTHER, given_name="Karim"))
    office.officer.directory.load()
    async with seated(office, office.officer, messages.PersonChosen(family.child)) as (_, pilot):
        await comes(pilot, "Mother")
        await pilot.press("f")
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await asked(pilot, "Pick")
        await type_text(pilot, "hassan")
        await comes(pilot, "Karim Hassan")
        assert "Zahra Hassan" not in shown(pilot.app.screen)
        await pilot.press("enter")
        await comes(pilot, "What Karim Hassan is to Amina Hassan")
        await pilot.press("2", "enter")
        await comes(pilot, "Of Karim Hassan for Amina Hassan")
        await pilot.press("1", "enter")
        await comes(pilot, "Family 2", "Father")
    tie = next(one.tie for one in office.officer.people.person(family.child).family if one.person_id == father)
    assert tie == FamilyTie(relation="FAT", responsibility="YES")


async def test_a_child_without_a_case_gets_one_with_its_first_note(office: Office) -> None:
    child = add_person(office.officer)
    async with seated(office, office.officer, messages.PersonChosen(child)) as (_, pilot):
        await comes(pilot, "Cases: none, n opens one with its first note")
        await pilot.press("n")
        await asked(pilot, "Confirm")
        await pilot.press("enter")
        await comes(pilot, "C-0001   Amina Hassan   New note")
        await pilot.press("escape", "escape")
        await comes(pilot, "C-0001", "Omar Officer")


async def test_hostile_people_at_any_size(office: Office) -> None:
    family = add_family(office.officer)
    people = office.officer.people
    for person, text in ((family.child, HOSTILE[1]), (family.mother, HOSTILE[-1])):
        view = people.person(person)
        bad = dataclasses.replace(
            view.card,
            given_name=text,
            family_name=HOSTILE[3],
            known_as=HOSTILE[2],
            safety_words=HOSTILE[0] + HOSTILE[4],
        )
        people.change_card(person, view.version, view.card, bad)
    async with seated(office, office.officer, messages.PersonChosen(family.child)) as (app, pilot):
        await comes(pilot, "[@click=app.quit]x[/]", "Timeline")
        assert not set(shown(app.screen)) & {"\x1b", "\x00", "\x07", "\u202e"}
        for small in ((20, 5), (1, 1), (120, 40)):
            await pilot.resize_terminal(*small)
            await pilot.press("end", "home")
        await comes(pilot, "[@click=app.quit]x[/]")
        await pilot.press("e")
        await on_screen(pilot, "CardScreen")
        await comes(pilot, "Given name")
        await pilot.resize_terminal(20, 5)
        await pilot.press("tab", "tab")
        await pilot.resize_terminal(80, 24)
        assert office.officer.people.person(family.mother).card.role is PartyRole.PARENT
