"""Why a colleague's case is opened: nobody's and one's own ask nothing, a colleague's always does (P20)."""

import uuid

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.case_access import (
    CaseAccessReason,
    Why,
    WhyOpened,
    may_allocate,
    may_give,
    may_look,
    offered,
)
from iass_tui.rules.decision import Refused
from iass_tui.rules.records.office import Role

ME, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
IDS = st.uuids()


@given(st.none() | IDS, IDS, st.booleans())
def test_what_stands_in_a_colleagues_case_is_shown_only_to_whoever_said_why(
    officer: uuid.UUID | None, me: uuid.UUID, said_why: bool
) -> None:
    assert bool(may_look(officer, me, said_why=said_why)) is (officer in (None, me) or said_why)


@given(st.sampled_from(Role), st.sampled_from(WhyOpened), st.text())
def test_a_reason_can_be_given_exactly_where_it_is_offered_and_another_one_has_words(
    role: Role, code: WhyOpened, words: str
) -> None:
    is_complete = code is not WhyOpened.OTHER or bool(words.strip())
    assert bool(may_give(role, Why(code, words))) is (code in offered(role) and is_complete)


@pytest.mark.parametrize(
    ("role", "why", "reason"),
    [
        (Role.OFFICER, Why(WhyOpened.OVERSIGHT), CaseAccessReason.NOT_A_MANAGER),
        (Role.MANAGER, Why(WhyOpened.OTHER, "  "), CaseAccessReason.NO_WORDS),
        (Role.MANAGER, Why(WhyOpened.HANDED_OVER), CaseAccessReason.NO_REASON_GIVEN),
    ],
    ids=["oversight is a manager's", "another one without words", "handed over is never chosen"],
)
def test_what_is_no_reason(role: Role, why: Why, reason: CaseAccessReason) -> None:
    assert may_give(role, why) == Refused((reason,))


def test_taking_a_colleagues_case_over_is_no_way_round_but_a_manager_allocates() -> None:
    assert not may_allocate(OTHER, ME, Role.OFFICER, said_why=False)
    assert may_allocate(OTHER, ME, Role.OFFICER, said_why=True)
    assert may_allocate(None, ME, Role.OFFICER, said_why=False)
    assert may_allocate(OTHER, ME, Role.MANAGER, said_why=False)
