"""Who is in the circles of restricted records when accounts change: nobody comes in by the way."""

from __future__ import annotations

from iass_tui.rules.records.office import Role
from iass_tui.services.views import NotAllowed
from iass_tui.vault.compartments import circle_id
from iass_tui.vault.register import Register

OUTSIDE = (
    "They are shut out of a restricted record, which a manager and a safeguarding lead open. Lift that restriction, or "
    "let them in, before you change their role."
)


def kept_circles(register: Register, holds: frozenset[str], role: Role) -> frozenset[str]:
    """The circles of restricted records that somebody is in who held these before: a manager in every one.

    Whoever comes new is in none: a manager lets them in, or does not.
    """
    there = frozenset(key.name for key in register.compartments if circle_id(key.name))
    return there if role is Role.MANAGER else there & holds if role is Role.OFFICER else frozenset()


def insist_inside(newest: Register, holds: frozenset[str], wanted: frozenset[str]) -> None:
    """Raises `NotAllowed` where somebody who is shut out would be let in by the way."""
    there = kept_circles(newest, frozenset(), Role.MANAGER)
    gains = wanted - holds
    if not there <= holds and (gains & there or "safeguarding" in gains):
        raise NotAllowed(OUTSIDE, ("SHUT_OUT",))
