"""What may be written about someone in each state of their record."""

import pytest

from iass_tui.rules.decision import Allowed, Refused
from iass_tui.rules.people import PersonReason, PersonState, may_write


def test_an_active_record_takes_writes() -> None:
    assert may_write(PersonState.ACTIVE) == Allowed()


@pytest.mark.parametrize(
    ("state", "reason"),
    [(PersonState.PENDING, PersonReason.PENDING), (PersonState.FROZEN, PersonReason.FROZEN)],
)
def test_a_record_that_waits_or_is_frozen_takes_none(state: PersonState, reason: PersonReason) -> None:
    assert may_write(state) == Refused((reason,))


def test_each_reason_names_its_clause() -> None:
    of_policy = {reason: reason.policy for reason in PersonReason if reason is not PersonReason.JOINED}
    assert of_policy == {PersonReason.PENDING: "P30", PersonReason.FROZEN: "P47"}
