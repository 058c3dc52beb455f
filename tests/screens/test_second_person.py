"""Two managers on screen: one proposes to erase, the other confirms or says no; and the sign-off of P11."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from screens import messages
from screens.widgets.row_list import RowList
from tests.screens.driving import shown, type_text, until
from tests.screens.seated import asked, comes, seated
from tests.services.families import add_family
from tests.services.offices import Office
from tests.services.test_erasing import everywhere, frozen_family, make_kit
from tests.services.test_second_person import one_manager, two_managers
from tests.services.test_sharing import ILLEGAL, facts


async def test_a_proposal_waits_on_the_other_managers_today_and_is_confirmed_there(office: Office) -> None:
    hannah, mona = two_managers(office)
    family = frozen_family(office)
    async with seated(office, hannah, messages.ErasureWanted(family.child)) as (app, pilot):
        await comes(pilot, "What is decided?", "Propose to erase it (two people)")
        assert "Erase it: nobody opens it again" not in shown(app.screen)
        await pilot.press("1", "ctrl+o")
        await until(pilot, lambda: type(app.screen).__name__ == "TodayScreen")
        await comes(pilot, "Waits for second person", "proposed")
        app.screen.query_one(RowList).go_to(("erasure", family.child))
        await pilot.press("enter")
        await comes(pilot, "WAITS FOR A SECOND PERSON", "Take my proposal back")
        assert "Confirm: erase it" not in shown(app.screen)
    async with seated(office, mona) as (app, pilot):
        await comes(pilot, "Confirm erasing, or say no", "proposed")
        app.screen.query_one(RowList).go_to(("erasure", family.child))
        await pilot.press("enter")
        await comes(pilot, "Hannah Manager proposed on", "Confirm: erase it", "Say no to erasing it")
        await pilot.press("1", "ctrl+o")
        await asked(pilot, "Confirm")
        await pilot.press("tab", "enter")
        await comes(pilot, "It is erased. Their letter is in the outbox")
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "TodayScreen")
    assert everywhere(office, family.child) == []


async def test_a_no_says_why_to_whoever_proposed_it(office: Office) -> None:
    hannah, mona = two_managers(office)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    async with seated(office, mona, messages.ErasureWanted(family.child)) as (app, pilot):
        await comes(pilot, "Say no to erasing it")
        await pilot.press("2", "ctrl+o")
        await comes(pilot, "Write why not")
        app.screen.query_one("#why_not").aim()  # type: ignore[attr-defined]
        await type_text(pilot, "An appeal is pending")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: type(app.screen).__name__ == "TodayScreen")
    async with seated(office, hannah, messages.ErasureWanted(family.child)) as (_, pilot):
        await comes(pilot, "Mona Manager said no to erasing it", "An appeal is pending")


async def test_whoever_was_let_in_lately_reads_why_they_cannot_confirm(office: Office) -> None:
    hannah, mona = two_managers(office, days=3)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    async with seated(office, mona, messages.ErasureWanted(family.child)) as (app, pilot):
        await comes(pilot, "You cannot confirm it", "within 14 days", "Say no to erasing it")
        assert "Confirm: erase it" not in shown(app.screen)


async def said_why(pilot: Pilot[None]) -> None:
    """Whoever has a conflict of interest is warned first, and says why they open it."""
    await asked(pilot, "SayWhy")
    await pilot.press("1", "enter")


@pytest.mark.parametrize("is_proposed", [False, True])
async def test_whoever_has_a_conflict_of_interest_is_offered_no_decision_and_reads_who_can(
    office: Office, is_proposed: bool
) -> None:
    hannah, mona = two_managers(office)
    family = frozen_family(office)
    hannah.interests.say(family.child, hannah.me.id, "RELATIVE")
    if is_proposed:
        mona.erasures.propose(family.child)
    async with seated(office, hannah, messages.ErasureWanted(family.child)) as (app, pilot):
        await said_why(pilot)
        text = await comes(pilot, "NOT YOURS TO DECIDE", "Mona Manager can.")
        assert "What is decided?" not in text
        assert app.screen.query_one("#save").disabled
        await pilot.press("ctrl+o")
        assert "There is a problem" not in shown(app.screen)


async def test_ones_own_proposal_is_taken_back_in_spite_of_a_conflict_of_interest(office: Office) -> None:
    hannah, _ = two_managers(office)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    hannah.interests.say(family.child, hannah.me.id, "RELATIVE")
    async with seated(office, hannah, messages.ErasureWanted(family.child)) as (app, pilot):
        await said_why(pilot)
        await comes(pilot, "NOT YOURS TO DECIDE", "Take my proposal back")
        assert "Keep it, frozen" not in shown(app.screen)
        await pilot.press("1", "ctrl+o")
        await until(pilot, lambda: type(app.screen).__name__ == "TodayScreen")
    assert hannah.erasures.due()[0].proposal is None


async def test_the_only_manager_reads_that_nobody_else_looked_at_it(office: Office) -> None:
    family = frozen_family(office)
    async with seated(office, office.manager, messages.ErasureWanted(family.child)) as (_, pilot):
        await comes(pilot, "You are the only manager", "the audit will say", "Erase it: nobody opens it again")


async def test_whoever_decided_it_reads_that_another_manager_signs_off(office: Office) -> None:
    hannah, mona = two_managers(office)
    made = add_family(office.officer)
    done = hannah.sharing.share(made.child, ILLEGAL, told="", exception=facts(hannah))
    async with seated(office, hannah, messages.ExceptionWanted(done.sharing_id)) as (app, pilot):
        await comes(pilot, "PROPOSED", "You cannot sign it off. A second person has to do this", "[ Turn it down ]")
        assert "[ Sign it off ]" not in shown(app.screen)
    async with seated(office, mona, messages.ExceptionWanted(done.sharing_id)) as (_, pilot):
        await comes(pilot, "PROPOSED", "[ Sign it off ]")


async def test_an_officer_confirms_from_their_own_today_what_the_only_manager_proposed(office: Office) -> None:
    hannah, omar = one_manager(office)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    async with seated(office, omar) as (app, pilot):
        await comes(pilot, "Confirm erasing, or say no", "proposed")
        app.screen.query_one(RowList).go_to(("erasure", family.child))
        await pilot.press("enter")
        await comes(pilot, "Hannah Manager proposed on", "Confirm: erase it", "Say no to erasing it")
        assert "Keep it, frozen" not in shown(app.screen)


async def test_in_a_new_office_the_day_from_which_somebody_counts_stands_there(office: Office) -> None:
    hannah, _ = one_manager(office, days=3)
    family = frozen_family(office)
    async with seated(office, hannah, messages.ErasureWanted(family.child)) as (_, pilot):
        await comes(pilot, "You are the only manager", "once 14 days have passed", "Omar Officer from", "8 December")


async def test_once_the_kit_is_made_the_decision_goes_on_where_it_stood(office: Office) -> None:
    family = frozen_family(office)
    async with seated(office, office.manager, messages.ErasureWanted(family.child)) as (app, pilot):
        await comes(pilot, "What is decided?", "There is no recovery kit yet")
        await pilot.press("1", "ctrl+o")
        await comes(pilot, "Make the recovery kit first")
        app.screen.post_message(messages.KitWanted())
        await until(pilot, lambda: type(app.screen).__name__ == "KitScreen")
        make_kit(office)  # its own pages are held elsewhere; what they post is this
        app.screen.post_message(messages.Changed())
        app.screen.post_message(messages.BackWanted())
        await until(pilot, lambda: type(app.screen).__name__ == "ErasureScreen")
        await until(pilot, lambda: "recovery kit" not in shown(app.screen))
        await pilot.press("ctrl+o")
        await asked(pilot, "Confirm")
