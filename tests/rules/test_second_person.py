"""Two people where the policy wants two (P11, P46): never one, and never one who made the other lately."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.access import AccessReason, Action
from iass_tui.rules.consent.effects import proposal_void
from iass_tui.rules.decision import Allowed, Decision, Refused
from iass_tui.rules.records.erasure import ErasureDecision, ErasureOutcome, ProposalVoid
from iass_tui.rules.records.office import Role
from iass_tui.rules.second_person import NEEDS_TWO, OF_MANAGERS, Issued, are_two, counts_from, may_confirm

TODAY = date(2026, 11, 23)
HANNAH, MONA, NORA, PIA = (UUID(int=number) for number in range(1, 5))
STAFF = (HANNAH, MONA, NORA, PIA)
TOO_NEW = Refused((AccessReason.ACCOUNT_TOO_NEW,))


def let_in(by: UUID, days: int) -> Issued:
    return Issued(by, TODAY - timedelta(days=days))


def confirms(approved_by: UUID, who: UUID, made: dict[UUID, Issued]) -> Decision:
    return may_confirm(Role.MANAGER, Action.DECIDE_ERASURE, approved_by=approved_by, who=who, made=made, today=TODAY)


@pytest.mark.parametrize("action", sorted(NEEDS_TWO))
@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER])
def test_nobody_is_their_own_second_person(action: Action, role: Role) -> None:
    manager = uuid4()
    alone = may_confirm(role, action, approved_by=manager, who=manager, made={}, today=TODAY)
    assert isinstance(alone, Refused)
    assert AccessReason.NEEDS_ANOTHER_PERSON in alone.reasons


@pytest.mark.parametrize("action", sorted(Action))
@pytest.mark.parametrize("role", list(Role))
def test_an_officer_confirms_packs_and_releases_a_manager_all_of_it_a_volunteer_nothing(
    action: Action, role: Role
) -> None:
    who = {Role.VOLUNTEER: frozenset(), Role.OFFICER: NEEDS_TWO - OF_MANAGERS, Role.MANAGER: NEEDS_TWO}
    answer = may_confirm(role, action, approved_by=HANNAH, who=MONA, made={}, today=TODAY)
    assert answer == (Allowed() if action in who[role] else Refused((AccessReason.NOT_YOUR_ROLE,)))


@pytest.mark.parametrize(
    ("made", "answer"),
    [
        ({}, Allowed()),  # two founders' worth of trust
        ({MONA: let_in(HANNAH, 0)}, TOO_NEW),
        ({MONA: let_in(HANNAH, 14)}, TOO_NEW),
        ({MONA: let_in(HANNAH, 15)}, Allowed()),
        ({HANNAH: let_in(MONA, 3)}, TOO_NEW),  # whoever made the proposer does not confirm either
        ({MONA: let_in(NORA, 0)}, Allowed()),
        ({MONA: let_in(NORA, 3), NORA: let_in(HANNAH, 5)}, TOO_NEW),  # over two steps
        ({MONA: let_in(NORA, 3), NORA: let_in(HANNAH, 15)}, Allowed()),
        ({MONA: let_in(NORA, 3), HANNAH: let_in(NORA, 3)}, TOO_NEW),  # the same hand behind both
    ],
)
def test_fourteen_days_from_the_manager_who_issued_or_renewed_the_account(
    made: dict[UUID, Issued], answer: Decision
) -> None:
    assert confirms(HANNAH, MONA, made) == answer


MADE = st.dictionaries(
    st.sampled_from(STAFF), st.builds(let_in, st.sampled_from(STAFF), st.integers(0, 30)), max_size=len(STAFF)
)


@given(MADE, st.sampled_from(STAFF), st.sampled_from(STAFF))
def test_no_pair_of_managers_where_one_made_the_other_within_fourteen_days_may_confirm(
    made: dict[UUID, Issued], one: UUID, other: UUID
) -> None:
    answer = confirms(one, other, made)
    assert confirms(other, one, made) == answer
    for maker, account in ((one, other), (other, one)):
        issued = made.get(account)
        if issued is not None and issued.by == maker and (TODAY - issued.on).days <= 14:
            assert not answer
    if one == other:
        assert not answer


RECORD, OTHER_RECORD, CIRCLE, WITHDRAWAL, LATER = (UUID(int=number) for number in range(11, 16))


@pytest.mark.parametrize(
    ("withdrawal", "joined", "circle", "because"),
    [
        (WITHDRAWAL, (RECORD,), CIRCLE, None),
        (LATER, (RECORD,), CIRCLE, ProposalVoid.CONSENT_ANEW),
        (WITHDRAWAL, (), CIRCLE, ProposalVoid.JOINED),  # parted
        (WITHDRAWAL, (RECORD, OTHER_RECORD), CIRCLE, ProposalVoid.JOINED),
        (WITHDRAWAL, (RECORD,), None, ProposalVoid.RESTRICTED),  # opened again
        (WITHDRAWAL, (RECORD,), OTHER_RECORD, ProposalVoid.RESTRICTED),
    ],
)
def test_a_proposal_to_erase_is_void_for_any_record_but_the_one_that_was_looked_at(
    withdrawal: UUID, joined: tuple[UUID, ...], circle: UUID | None, because: ProposalVoid | None
) -> None:
    proposal = ErasureDecision(
        outcome=ErasureOutcome.PROPOSED, decided_on=TODAY, withdrawal_id=WITHDRAWAL, joined=(RECORD,), circle=CIRCLE
    )
    assert proposal_void(proposal, withdrawal, joined, circle) is because


@pytest.mark.parametrize("action", sorted(OF_MANAGERS))
@pytest.mark.parametrize("role", list(Role))
def test_an_officer_confirms_a_managers_act_only_where_no_other_manager_counts(action: Action, role: Role) -> None:
    answer = may_confirm(role, action, approved_by=HANNAH, who=MONA, made={}, today=TODAY, stands_in=True)
    assert bool(answer) == (role is not Role.VOLUNTEER)


@given(MADE, st.sampled_from(STAFF), st.sampled_from(STAFF))
def test_the_day_that_is_told_is_the_first_on_which_the_two_count(
    made: dict[UUID, Issued], one: UUID, other: UUID
) -> None:
    day = counts_from(one, [other], made, TODAY)
    if one == other:
        assert day is None
        return
    assert day is not None
    assert are_two(one, other, made, day)
    assert day == TODAY or not are_two(one, other, made, day - timedelta(days=1))
    assert (day - TODAY).days <= 15
