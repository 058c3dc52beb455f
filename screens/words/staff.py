"""Colleagues in words: roles, where an account stands, exports, and a code as one reads it out."""

from __future__ import annotations

from collections.abc import Collection

from iass_tui.rules.records.office import Permission, Role
from iass_tui.rules.staff import AccountChange, AccountEvent

ROLES = {
    Role.VOLUNTEER: "Volunteer: takes first contacts, opens no case",
    Role.OFFICER: "Officer: opens and works on every case",
    Role.MANAGER: "Manager: all of that, and staff, audit and the office",
}
AS_ONE = {Role.VOLUNTEER: "a volunteer", Role.OFFICER: "an officer", Role.MANAGER: "a manager"}
LEAD = "LEAD"
CHANGES = {
    "volunteer": "Volunteer",
    "officer": "Officer",
    LEAD: "Officer, and safeguarding lead: reads concerns",
    "manager": "Manager",
}
"""What someone may be made, as a manager chooses it."""
COMPARTMENTS = {
    "casework": "casework",
    "safeguarding": "concerns",
    "office": "what everyone may read",
    "management": "management",
}
EXPORTS = {
    Permission.PACK: "Working copies of what is held about someone",
    Permission.QUARTER: "The quarter's workbook",
    Permission.LISTS: "Lists of cases and people",
    Permission.AUDIT: "The audit, and who looked at a file",
}
HAPPENED = {
    AccountChange.ISSUED: "Account made, as {role}",
    AccountChange.RENEWED: "New keys for the same account",
    AccountChange.ROLE: "Made {role}; was {before}",
    AccountChange.SIGN_IN: "Another sign-in name",
    AccountChange.LEAD: "Made a safeguarding lead",
    AccountChange.NO_LEAD: "A safeguarding lead no longer",
    AccountChange.CLOSED: "Account closed",
    AccountChange.OPENED_AGAIN: "Account opened again, as {role}",
}
_NAMES = {
    word[0]: word
    for word in (
        "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima",
        "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey",
        "X-ray", "Yankee", "Zulu",
    )
}  # fmt: skip


def spelled(code: str) -> str:
    """A code as one reads it out, a line for each group: "K7QF   Kilo 7 Quebec Foxtrot"."""
    groups = code.split("-")
    return "\n".join(f"{group}   {' '.join(_NAMES.get(letter, letter) for letter in group)}" for group in groups)


def keys_words(before: Collection[str], after: Collection[str]) -> str:
    """What another role changes for someone's keys: compartments that they open from now on, and that get new ones."""
    gained, lost = (_listed(set(one) - set(other)) for one, other in ((after, before), (before, after)))
    parts = [f"From this moment their keys open {gained} too."] if gained else []
    parts += [f"New keys for {lost}: nothing that is written there from now on opens to them."] if lost else []
    return " ".join(parts) or "Their keys stay as they are."


def _listed(compartments: Collection[str]) -> str:
    return " and ".join(words for name, words in COMPARTMENTS.items() if name in compartments)


def happened_words(event: AccountEvent) -> str:
    """What happened to an account: "Made officer; was volunteer"."""
    before = event.before.value if event.before else ""
    return HAPPENED[event.change].format(role=event.role.value, before=before)
