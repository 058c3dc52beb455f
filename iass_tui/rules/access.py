"""Which role may do what (domain table 1.5), and which compartments its keys open."""

from __future__ import annotations

import enum

from iass_tui.rules.decision import Allowed, Decision, Reason, Refused
from iass_tui.rules.records.office import Permission, Role, StaffCard


class Action(enum.StrEnum):
    """What someone signed in may ask the program to do."""

    # Everyone
    ASK_INTAKE = "ASK_INTAKE"  # walk through the questions; what may be kept is the outcome's matter
    SAVE_TALLY = "SAVE_TALLY"
    SEND_INTAKE = "SEND_INTAKE"  # to the officers, by whoever holds no key to cases
    RAISE_CONCERN = "RAISE_CONCERN"  # P10, P23
    READ_OFFICE = "READ_OFFICE"
    ACKNOWLEDGE_POLICY = "ACKNOWLEDGE_POLICY"  # P26
    # Casework
    FIND = "FIND"
    SAVE_INTAKE = "SAVE_INTAKE"
    ACCEPT_INTAKE = "ACCEPT_INTAKE"
    OPEN_CASE = "OPEN_CASE"
    CHANGE_PERSON = "CHANGE_PERSON"
    CHANGE_AGENCIES = "CHANGE_AGENCIES"  # the directory; looking one up needs READ_OFFICE only
    WRITE_NOTE = "WRITE_NOTE"
    MANAGE_TASK = "MANAGE_TASK"
    RECORD_CONSENT = "RECORD_CONSENT"
    SHARE = "SHARE"
    CLOSE_CASE = "CLOSE_CASE"
    ASSIGN_CASE = "ASSIGN_CASE"
    # Management
    READ_TEAM = "READ_TEAM"  # P43: whose cases could not be handed over
    READ_CONCERN = "READ_CONCERN"
    SIGN_OFF_SHARING = "SIGN_OFF_SHARING"  # P11
    DECIDE_ERASURE = "DECIDE_ERASURE"  # table 5.4: the manager decides within a month
    RESTRICT = "RESTRICT"  # P1, P20: a record shut to named colleagues, and opened again
    PLACE_HOLD = "PLACE_HOLD"
    APPROVE_PACK = "APPROVE_PACK"
    APPROVE_DESTRUCTION = "APPROVE_DESTRUCTION"
    APPROVE_RELEASE = "APPROVE_RELEASE"
    HANDLE_COMPLAINT = "HANDLE_COMPLAINT"
    CHANGE_REGISTERS = "CHANGE_REGISTERS"
    CHANGE_CODES = "CHANGE_CODES"
    CHANGE_OFFICE = "CHANGE_OFFICE"
    MANAGE_STAFF = "MANAGE_STAFF"
    MANAGE_KEYS = "MANAGE_KEYS"
    READ_AUDIT = "READ_AUDIT"
    IMPORT = "IMPORT"  # a spreadsheet of many families at once
    # Exports: a permission each
    EXPORT_PACK = "EXPORT_PACK"
    EXPORT_QUARTER = "EXPORT_QUARTER"
    EXPORT_LISTS = "EXPORT_LISTS"
    EXPORT_AUDIT = "EXPORT_AUDIT"


class AccessReason(Reason):
    """Why someone may not do what they asked for."""

    NOT_YOUR_ROLE = "ACCESS_NOT_YOUR_ROLE", "P1"
    NO_EXPORT_PERMISSION = "ACCESS_NO_EXPORT_PERMISSION", "P49"
    NEEDS_ANOTHER_PERSON = "ACCESS_NEEDS_ANOTHER_PERSON", "P46"
    ACCOUNT_TOO_NEW = "ACCESS_ACCOUNT_TOO_NEW", "P46"
    CONFLICT_OF_INTEREST = "ACCESS_CONFLICT_OF_INTEREST", "P46"


_ALL = frozenset(
    {
        Action.ASK_INTAKE,
        Action.SAVE_TALLY,
        Action.SEND_INTAKE,
        Action.RAISE_CONCERN,
        Action.READ_OFFICE,
        Action.ACKNOWLEDGE_POLICY,
    }
)
_CASEWORK = _ALL | {
    Action.FIND,
    Action.SAVE_INTAKE,
    Action.ACCEPT_INTAKE,
    Action.OPEN_CASE,
    Action.CHANGE_PERSON,
    Action.CHANGE_AGENCIES,
    Action.WRITE_NOTE,
    Action.MANAGE_TASK,
    Action.RECORD_CONSENT,
    Action.SHARE,
    Action.CLOSE_CASE,
    Action.ASSIGN_CASE,
}
_EXPORTS = {
    Action.EXPORT_PACK: Permission.PACK,
    Action.EXPORT_QUARTER: Permission.QUARTER,
    Action.EXPORT_LISTS: Permission.LISTS,
    Action.EXPORT_AUDIT: Permission.AUDIT,
}
_ACTIONS: dict[Role, frozenset[Action]] = {
    Role.VOLUNTEER: _ALL,
    Role.OFFICER: _CASEWORK,
    Role.MANAGER: frozenset(Action) - frozenset(_EXPORTS),
}
_DEFAULT_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VOLUNTEER: frozenset(),
    Role.OFFICER: frozenset({Permission.PACK}),  # a draft pack; its approval is a manager's
    Role.MANAGER: frozenset(Permission),
}
_COMPARTMENTS: dict[Role, frozenset[str]] = {
    Role.VOLUNTEER: frozenset({"office"}),
    Role.OFFICER: frozenset({"casework", "office"}),
    Role.MANAGER: frozenset({"casework", "safeguarding", "office", "management"}),
}


def compartments(role: Role, *, is_lead: bool = False) -> frozenset[str]:
    """The compartments whose keys a role holds. A volunteer's open no case, whatever a screen may show.

    A safeguarding lead who is an officer holds `safeguarding` too (P23); a volunteer is none, whatever is asked.
    """
    extra = {"safeguarding"} if is_lead and may_be_lead(role) else set()
    return _COMPARTMENTS[role] | extra


def may_be_lead(role: Role) -> bool:
    """Whether someone in this role can be named a safeguarding lead. A manager is one by their role."""
    return role is not Role.VOLUNTEER


def permissions(role: Role, card: StaffCard) -> frozenset[Permission]:
    """The exports someone may make: those on their card where a manager set any, else those of the role.

    A volunteer has none even where the card says so: they hold no key to what would be exported.
    """
    if role is Role.VOLUNTEER:
        return frozenset()
    return _DEFAULT_PERMISSIONS[role] if card.permissions is None else card.permissions


def may(role: Role, action: Action, card: StaffCard, *, is_lead: bool = False) -> Decision:
    """Whether someone in this role may do this at all; consent and the other rules come on top.

    An export asks the permission alone: it may be taken from a manager or given to an officer (P49). A concern is read
    by managers and by the officers who are safeguarding leads (P23).
    """
    if action in _EXPORTS:
        allowed = _EXPORTS[action] in permissions(role, card)
        return Allowed() if allowed else Refused((AccessReason.NO_EXPORT_PERMISSION,))
    if action is Action.READ_CONCERN and is_lead and may_be_lead(role):
        return Allowed()
    return Allowed() if action in _ACTIONS[role] else Refused((AccessReason.NOT_YOUR_ROLE,))
