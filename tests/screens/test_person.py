"""A person's page: who they are, how to reach them only while that may be kept, family, cases, timeline."""

from __future__ import annotations

from uuid import UUID

import pytest

from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import NoteBody, ParentMaySee, ProvidedBy
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.people import ReferralPermission
from screens import messages
from tests.screens.driving import SIZES, on_screen
from tests.screens.seated import asked, comes, seated
from tests.services.families import add_family, add_person, consent, set_state
from tests.services.offices import Office


@pytest.mark.parametrize("size", SIZES)
async def test_a_childs_page(office: Office, size: tuple[int, int]) -> None:
    family = add_family(office.officer)
    body = NoteBody(text="alone with us", provided_by=ProvidedBy.CHILD, parent_may_see=ParentMaySee.NO)
    office.officer.casework.add_note(family.case, body)
    async with seated(office, office.officer, messages.PersonChosen(family.child), size) as (_, pilot):
        text = await comes(pilot, "Amina Hassan   child, 15   C-0001", "alone with us")
        assert "16 on 27 March 2027: ask for their own consent" in text
        assert "no ways to reach them are kept" in text
        assert "Kept until 27 March 2036" in text
        assert "Mother" in text
        assert "PR yes" in text
        assert "NOT FOR PARENTS" in text
        await pilot.press("enter")
        await comes(pilot, "Zahra Hassan   parent or carer", "07700 900123", "saved with consent", "Amina Hassan")


async def test_who_is_refused_stands_beside_their_name(office: Office) -> None:
    family = add_family(office.officer)
    refusal = consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=family.mother))
    office.officer.consent.record(family.child, [refusal])
    async with seated(office, office.officer, messages.PersonChosen(family.child)) as (_, pilot):
        text = await comes(pilot, "Zahra Hassan", "Timeline")
        line = next(line for line in text.splitlines() if "Mother" in line)
        assert "MAY NOT SEE THE FILE" in line


async def test_a_frozen_record_says_so(office: Office) -> None:
    family = add_family(office.officer)
    set_state(office.officer, family.child, PersonState.FROZEN)
    async with seated(office, office.officer, messages.PersonChosen(family.child)) as (_, pilot):
        await comes(pilot, "FROZEN: Consent to save was taken back")


async def test_a_referral_that_waits_offers_to_ask_the_family(office: Office) -> None:
    referral = ReferralPermission(referrer="Hill School", permitted_by="the mother")
    person = add_person(office.officer, events=(), state=PersonState.PENDING, referral=referral)
    async with seated(office, office.officer, messages.PersonChosen(person)) as (app, pilot):
        text = await comes(pilot, "ASK THEM: Hill School passed this name on")
        assert "n note" not in text
        wished: list[messages.Wish] = []

        async def note(wish: messages.Wish) -> None:
            wished.append(wish)

        app._go = note  # type: ignore[method-assign]
        await pilot.press("i")
        await comes(pilot, "ASK THEM")
        assert wished == [messages.IntakeWanted(person_id=person)]


async def test_who_is_not_there_any_more_is_said_before_one_goes_back(office: Office) -> None:
    async with seated(office, office.officer, messages.PersonChosen(UUID(int=7))) as (_, pilot):
        await asked(pilot, "Notice")
        await comes(pilot, "There is no such person any more.")
        await pilot.press("enter")
        await on_screen(pilot, "TodayScreen")
        for wish in (messages.CardWanted(UUID(int=7)), messages.CaseFactsWanted(UUID(int=7))):
            pilot.app.screen.post_message(wish)
            await comes(pilot, "There is a problem", "any more")
            await pilot.press("escape")
            await on_screen(pilot, "TodayScreen")
        pilot.app.screen.post_message(messages.PackWanted(UUID(int=7)))
        await asked(pilot, "Notice")
        await pilot.press("enter")
        await on_screen(pilot, "TodayScreen")
