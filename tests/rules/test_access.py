"""Roles (domain table 1.5): who may do what, and whose keys open what."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.access import (
    NEEDS_TWO,
    AccessReason,
    Action,
    Issued,
    compartments,
    may,
    may_confirm,
    permissions,
)
from iass_tui.rules.decision import Allowed, Refused
from iass_tui.rules.records.office import Permission, Role, StaffCard

TODAY = date(2026, 11, 23)
CARD = StaffCard(name="A colleague")
CARDS = st.builds(
    StaffCard, name=st.just("A colleague"), permissions=st.none() | st.frozensets(st.sampled_from(Permission))
)
EXPORTS = {
    Action.EXPORT_PACK: Permission.PACK,
    Action.EXPORT_QUARTER: Permission.QUARTER,
    Action.EXPORT_LISTS: Permission.LISTS,
    Action.EXPORT_AUDIT: Permission.AUDIT,
}


def allowed(role: Role) -> set[Action]:
    return {action for action in Action if may(role, action, CARD)}


def test_a_volunteer_asks_counts_sends_and_raises_concerns_and_nothing_else() -> None:
    assert allowed(Role.VOLUNTEER) == {
        Action.ASK_INTAKE,
        Action.SAVE_TALLY,
        Action.SEND_INTAKE,
        Action.RAISE_CONCERN,
        Action.READ_OFFICE,
        Action.ACKNOWLEDGE_POLICY,
    }


def test_an_officer_does_casework_and_drafts_packs() -> None:
    assert {Action.FIND, Action.OPEN_CASE, Action.WRITE_NOTE, Action.SHARE, Action.EXPORT_PACK} <= allowed(Role.OFFICER)


@pytest.mark.parametrize(
    "action",
    [
        Action.APPROVE_PACK,
        Action.APPROVE_DESTRUCTION,
        Action.CHANGE_CODES,
        Action.EXPORT_QUARTER,
        Action.APPROVE_RELEASE,
        Action.READ_CONCERN,
        Action.MANAGE_STAFF,
    ],
)
def test_an_officer_may_not_approve_destroy_change_codes_or_export_statistics(action: Action) -> None:
    assert not may(Role.OFFICER, action, CARD)


def test_a_manager_may_do_everything() -> None:
    assert allowed(Role.MANAGER) == set(Action)


def test_no_role_belongs_to_the_council_or_the_board() -> None:
    assert {role.value for role in Role} == {"manager", "officer", "volunteer"}  # P35, P49


def test_a_card_gives_and_takes_single_exports() -> None:
    lists = StaffCard(name="A colleague", permissions=frozenset({Permission.LISTS}))
    assert may(Role.OFFICER, Action.EXPORT_LISTS, lists)
    assert may(Role.OFFICER, Action.EXPORT_PACK, lists) == Refused((AccessReason.NO_EXPORT_PERMISSION,))
    assert not may(Role.MANAGER, Action.EXPORT_AUDIT, StaffCard(name="A manager", permissions=frozenset()))


def test_no_card_lets_a_volunteer_export() -> None:
    assert permissions(Role.VOLUNTEER, StaffCard(name="V", permissions=frozenset(Permission))) == frozenset()


def test_a_role_holds_the_keys_of_its_compartments() -> None:
    assert compartments(Role.VOLUNTEER) == {"office"}
    assert compartments(Role.OFFICER) == {"casework", "office"}
    assert compartments(Role.MANAGER) == {"casework", "safeguarding", "office", "management"}


@pytest.mark.parametrize("action", sorted(NEEDS_TWO))
@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER])
def test_nobody_is_their_own_second_person(action: Action, role: Role) -> None:
    manager, other = uuid4(), uuid4()
    assert may_confirm(role, action, approved_by=manager, who=other, issued=None, today=TODAY)
    alone = may_confirm(role, action, approved_by=manager, who=manager, issued=None, today=TODAY)
    assert alone == Refused((AccessReason.NEEDS_ANOTHER_PERSON,))


def test_a_volunteer_is_nobodys_second_person() -> None:
    assert not may_confirm(
        Role.VOLUNTEER, Action.APPROVE_PACK, approved_by=uuid4(), who=uuid4(), issued=None, today=TODAY
    )


def test_what_one_person_decides_has_no_second_person() -> None:
    assert not may_confirm(
        Role.MANAGER, Action.MANAGE_STAFF, approved_by=uuid4(), who=uuid4(), issued=None, today=TODAY
    )


@given(st.integers(0, 400), st.booleans())
def test_an_account_counts_as_second_person_only_when_its_issuer_is_another_or_fourteen_days_have_gone(
    days: int, is_same: bool
) -> None:
    manager, other = uuid4(), uuid4()
    issued = Issued(manager if is_same else uuid4(), TODAY - timedelta(days=days))
    answer = may_confirm(Role.OFFICER, Action.APPROVE_PACK, approved_by=manager, who=other, issued=issued, today=TODAY)
    assert answer == (Refused((AccessReason.ACCOUNT_TOO_NEW,)) if is_same and days <= 14 else Allowed())


def test_p23_a_lead_reads_concerns_and_gains_nothing_else() -> None:
    for role in Role:
        more = {action for action in Action if may(role, action, CARD, is_lead=True)} - allowed(role)
        assert more == ({Action.READ_CONCERN} if role is Role.OFFICER else set())
    assert compartments(Role.OFFICER, is_lead=True) == {"casework", "office", "safeguarding"}
    assert compartments(Role.VOLUNTEER, is_lead=True) == {"office"}


@given(st.sampled_from(Role), st.sampled_from(Action), CARDS)
def test_a_card_changes_exports_and_nothing_else(role: Role, action: Action, card: StaffCard) -> None:
    if action not in EXPORTS:
        assert bool(may(role, action, card)) is (action in allowed(role))
    elif may(role, action, card):
        assert role is not Role.VOLUNTEER
        assert EXPORTS[action] in (
            permissions(role, StaffCard(name="")) if card.permissions is None else card.permissions
        )


@given(st.sampled_from(Action), CARDS)
def test_a_volunteer_does_nothing_to_a_case_whatever_their_card(action: Action, card: StaffCard) -> None:
    if may(Role.VOLUNTEER, action, card):
        assert action in allowed(Role.VOLUNTEER)
