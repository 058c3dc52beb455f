"""Conflicts of interest: who says so, what stands, and that no case goes to whoever has one."""

from datetime import date
from uuid import UUID

from hypothesis import given, strategies as st

from iass_tui.rules.decision import Refused
from iass_tui.rules.interests import InterestReason, has_one, may_end, may_have, may_say
from iass_tui.rules.records.office import Role
from iass_tui.rules.records.people import Interest, PartyRole, PersonCard

ME, OTHER = UUID(int=1), UUID(int=2)
ON = date(2026, 11, 28)
STANDS = Interest(colleague_id=OTHER, kind="KNOWS", said_by=OTHER, said_on=ON)
OVER = Interest(colleague_id=OTHER, kind="KNOWS", said_by=OTHER, said_on=ON, ended_on=ON)


def card(*interests: Interest) -> PersonCard:
    return PersonCard(role=PartyRole.CHILD, interests=interests)


def reasons(answer: object) -> set[object]:
    return set(answer.reasons) if isinstance(answer, Refused) else set()


def test_everybody_declares_their_own_and_a_manager_records_a_colleagues() -> None:
    assert may_say(card(), ME, Role.OFFICER, ME, "RELATIVE", "")
    assert may_say(card(), ME, Role.MANAGER, OTHER, "RELATIVE", "")
    assert reasons(may_say(card(), ME, Role.OFFICER, OTHER, "RELATIVE", "")) == {InterestReason.NOT_YOURS_TO_SAY}


def test_it_is_of_a_kind_and_something_else_needs_words_and_it_stands_once() -> None:
    assert reasons(may_say(card(), ME, Role.OFFICER, ME, "", "")) == {InterestReason.NO_KIND}
    assert reasons(may_say(card(), ME, Role.OFFICER, ME, "OTHER", " ")) == {InterestReason.NO_WORDS}
    again = may_say(card(STANDS), ME, Role.MANAGER, OTHER, "KNOWS", "")
    assert reasons(again) == {InterestReason.STANDS_ALREADY}
    assert may_say(card(OVER), ME, Role.MANAGER, OTHER, "KNOWS", "")


def test_a_manager_ends_one_with_a_reason_and_nobody_their_own() -> None:
    assert may_end(card(STANDS), ME, Role.MANAGER, OTHER, "moved away")
    assert reasons(may_end(card(STANDS), OTHER, Role.OFFICER, OTHER, "")) == {
        InterestReason.NOT_YOURS_TO_SAY,
        InterestReason.OWN_TO_END,
        InterestReason.NO_WORDS,
    }
    assert reasons(may_end(card(OVER), ME, Role.MANAGER, OTHER, "over")) == {InterestReason.NOT_STANDING}


@given(st.lists(st.sampled_from([(), (STANDS,), (OVER,), (OVER, STANDS)]), max_size=4))
def test_no_case_goes_to_whoever_has_a_conflict_that_stands_with_anybody_of_the_family(
    every: list[tuple[Interest, ...]],
) -> None:
    cards = [card(*one) for one in every]
    assert bool(may_have(OTHER, cards)) is not has_one(OTHER, cards)
    assert has_one(OTHER, cards) is any(STANDS in one for one in every)
    assert may_have(ME, cards)
