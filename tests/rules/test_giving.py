"""Who may say yes, and for whom (P2, P12, P14-P16, P32)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.consent.giving import GivingReason, may_give
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import Allowed, Decision, Refused
from iass_tui.rules.records.consents import Decision as Said, Purpose
from iass_tui.rules.release import Finding

TODAY = date(2026, 11, 23)


def ask(
    age: int,
    *,
    own: bool = False,
    right: str = "PR",
    purpose: Purpose = Purpose.SAVE_CASE,
    said: Said = Said.GIVEN,
    finding: Finding | None = None,
) -> Decision:
    """May they say so about a child of this age?"""
    born = PartialDate(TODAY.year - age, 11, 1)
    return may_give(purpose, said, is_own=own, right=right, of_child=True, born=born, today=TODAY, finding=finding)


@pytest.mark.parametrize(
    ("age", "own", "conditions"),
    [
        (9, True, {GivingReason.ASSESS_COMPETENCE, GivingReason.ASK_PARENT_TOO}),
        (14, True, {GivingReason.ASSESS_COMPETENCE}),
        (16, True, set()),
        (9, False, set()),
        (14, False, {GivingReason.OFFER_CHILDS_VIEW}),
        (17, False, {GivingReason.ASK_THEM_TOO}),
    ],
)
def test_who_may_say_yes_at_which_age(age: int, own: bool, conditions: set[GivingReason]) -> None:
    assert ask(age, own=own) == Allowed(tuple(one for one in GivingReason if one in conditions))


def test_from_18_a_parent_says_nothing_for_them() -> None:
    assert ask(18) == Refused((GivingReason.ADULT_DECIDES,))
    assert ask(18, right="AUTHORITY")
    assert ask(19, right="BEST_INTERESTS")


def test_who_has_no_parental_responsibility_says_nothing_by_it() -> None:
    def say(right: str, responsibility: str) -> Decision:
        born = PartialDate(2017, 1, 5)
        return may_give(
            Purpose.STATS,
            Said.GIVEN,
            is_own=False,
            right=right,
            of_child=True,
            born=born,
            today=TODAY,
            responsibility=responsibility,
        )

    assert say("PR", "NO") == Refused((GivingReason.NO_RESPONSIBILITY,))
    assert say("AUTHORITY", "NO") == Allowed()
    assert say("PR", "DISPUTED") == Allowed((GivingReason.DISPUTED,))
    assert say("PR", "YES") == say("PR", "UNKNOWN") == Allowed()


def test_what_a_child_keeps_back_only_the_child_lets_go() -> None:
    for age in (9, 14, 17):
        answer = ask(age, purpose=Purpose.YP_RELEASE_TO_PARENT)
        assert answer == Refused((GivingReason.THEIRS_ALONE,))
    assert ask(15, own=True, purpose=Purpose.YP_RELEASE_TO_PARENT)


def test_a_parent_cannot_lift_a_refusal_and_may_pass_one_on() -> None:
    lifted = ask(15, purpose=Purpose.REFUSE_ACCESS, said=Said.WITHDRAWN)
    assert lifted == Refused((GivingReason.THEIRS_ALONE,))
    assert ask(15, purpose=Purpose.REFUSE_ACCESS)
    assert ask(15, own=True, purpose=Purpose.REFUSE_ACCESS, said=Said.WITHDRAWN)


def test_a_finding_of_competence_settles_it_either_way() -> None:
    assert ask(11, own=True, finding=Finding.COMPETENT) == Allowed()
    assert ask(14, own=True, finding=Finding.NOT_COMPETENT) == Refused((GivingReason.NOT_COMPETENT,))


def test_a_right_that_is_not_established_is_pointed_at_and_no_obstacle() -> None:
    assert ask(9, right="") == Allowed((GivingReason.SHOW_RIGHT,))


@given(
    st.sampled_from([one for one in Purpose if one is not Purpose.REFUSE_ACCESS]),
    st.sampled_from([Said.REFUSED, Said.WITHDRAWN]),
    st.booleans(),
    st.integers(0, 25),
)
def test_a_no_is_never_refused(purpose: Purpose, said: Said, own: bool, age: int) -> None:
    assert ask(age, own=own, purpose=purpose, said=said)
