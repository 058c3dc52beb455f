"""Keeping in touch by keys: how many each way, who and why not, a stop, a list; and safety above any number."""

from __future__ import annotations

import dataclasses

import pytest

from iass_tui.rules.keeping_in_touch import TouchReason
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.people import ContactDetails
from iass_tui.rules.safety import Refusal
from screens import messages
from screens.widgets.row_list import RowList
from screens.words.reasons import SENTENCES
from tests.screens.driving import SIZES, shown, until
from tests.screens.seated import asked, comes, seated
from tests.services.families import DETAILS, MOTHER, add_person, consent
from tests.services.offices import Office

YES = tuple(
    consent(purpose)
    for purpose in (Purpose.SAVE_CASE, Purpose.SAVE_CONTACT, Purpose.MKT_EMAIL, Purpose.MKT_PHONE, Purpose.MKT_POST)
)


def three(office: Office) -> None:
    """Who can be reached, who may not be rung without a word first, and who left no e-mail address."""
    cards = (
        (MOTHER, dataclasses.replace(DETAILS, safe_hours="after 16:00 [/]")),
        (dataclasses.replace(MOTHER, given_name="Ada", safety=("CODE_WORD",)), DETAILS),
        (dataclasses.replace(MOTHER, given_name="Bea [/]"), ContactDetails(phones=("020 7946 0000",))),
    )
    for card, details in cards:
        add_person(office.officer, card, YES, contact=details)


@pytest.mark.parametrize("size", SIZES)
async def test_each_way_says_how_many_and_shows_who_and_why_not(office: Office, size: tuple[int, int]) -> None:
    three(office)
    async with seated(office, office.officer, messages.KeepingInTouchWanted(), size) as (_, pilot):
        text = await comes(pilot, "2 on the list · 1 held back", "zahra@example.org", "Bea [/] Hassan")
        assert "Nothing is kept to reach them this way." in text
        await pilot.press("down")
        text = await comes(pilot, "07700 900123", "Someone else may answer")
        assert text.index("Bea [/] Hassan             020 7946 0000") < text.index("CARE   07700 900123")
        await pilot.press("enter", "down")
        text = await comes(pilot, "SAFETY: ONLY AT SAFE HOURS: after 16:00 [/]")
        assert text.index("SAFETY") < text.index("07700 900123")
        await pilot.press("shift+tab")
        await pilot.press("down")
        await comes(pilot, "Nobody ever said yes to this way.")
        await pilot.press("m")
        await comes(pilot, "Nobody ever said yes to this way.")


async def test_a_stop_is_one_key_and_stays_on_the_page_as_stopped(office: Office) -> None:
    three(office)
    async with seated(office, office.officer, messages.KeepingInTouchWanted()) as (_, pilot):
        await comes(pilot, "zahra@example.org")
        await pilot.press("minus")  # above, no key stops anybody
        await pilot.press("enter", "down")
        await until(pilot, lambda: "- leave out" in shown(pilot.app.screen))
        await pilot.press("minus")
        await asked(pilot, "Choose")
        await comes(pilot, "Zahra Hassan gets no more news by e-mail, from now on.")
        await pilot.press("4", "enter")
        text = await comes(pilot, "stopped on 23 November 2026", "1 on the list · 1 held back · 1 stopped")
        assert "Stopped: only a new yes of their own undoes it: 1" in text
        people = pilot.app.screen.query_one("#people", RowList)
        await until(pilot, lambda: people.row is not None and "Zahra" in people.row.cells[0])
        assert "- leave out" not in shown(pilot.app.screen)
    lists = office.officer.keeping_in_touch.lists()
    assert [one.standing.value for one in lists[0].entries if "Zahra" in one.name] == ["STOPPED"]


async def test_a_list_is_made_where_that_is_permitted_and_its_words_are_shown(office: Office) -> None:
    three(office)
    async with seated(office, office.officer, messages.KeepingInTouchWanted()) as (_, pilot):
        await comes(pilot, "zahra@example.org")
        await pilot.press("m")
        assert "m make" not in await comes(pilot, "zahra@example.org")
    async with seated(office, office.manager, messages.KeepingInTouchWanted()) as (_, pilot):
        await comes(pilot, "zahra@example.org", "m make")
        await pilot.press("m")
        await asked(pilot, "Confirm")
        await comes(pilot, "2 people, for one mailing")
        await pilot.press("enter")
        await asked(pilot, "FileMade")
        await comes(pilot, "email-list-20261123-", "It opens with these words")
    assert len(list(office.places.folder.outbox.glob("email-list-*.xlsx"))) == 1


async def test_safety_and_hours_stand_above_the_number_on_a_persons_page_and_form(office: Office) -> None:
    card = dataclasses.replace(MOTHER, safety=("SEPARATED_PARENTS", "NO_VOICEMAIL"), safety_words="brother [/] listens")
    details = dataclasses.replace(DETAILS, safe_hours="after 16:00")
    person = add_person(office.officer, card, contact=details)
    banner = "SAFETY: DO NOT LEAVE VOICEMAIL · ONLY AT SAFE HOURS: after 16:00"
    for wish in (messages.PersonChosen(person), messages.ContactWanted(person)):
        async with seated(office, office.officer, wish) as (_, pilot):
            text = await comes(pilot, banner, "brother [/] listens", "07700 900123")
            assert text.index("SAFETY") < text.index("07700 900123")


def test_every_reason_has_words() -> None:
    assert {*TouchReason, *Refusal} <= set(SENTENCES)
