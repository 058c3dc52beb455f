"""Roles (domain table 1.5): who may do what, and whose keys open what."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.access import (
    AccessReason,
    Action,
    compartments,
    may,
    permissions,
)
from iass_tui.rules.decision import Refused
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
