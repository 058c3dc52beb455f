"""The other side: whoever works for one of two parents who live apart is warned before they open the other's file.

It warns and asks why, and forbids nothing: the reason stands with the record of who looked (P20).
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Collection
from uuid import UUID

from iass_tui.rules.decision import Decision, Reason, decide

APART = frozenset({"SEPARATED_PARENTS", "COURT_ORDER"})
"""SAFETY codes, on anybody's card in the family, that make two parents two sides."""
CONFLICT_OF_INTEREST = "C09"
"""The closure under which a case was referred out because of one (domain table 2.3)."""
NO_PARENT = frozenset({"SIB", "SOCW", "SELF"})
"""RELATION codes of those in a family who are nobody's parent or carer."""


class OtherSide(enum.StrEnum):
    """Why opening somebody's file is warned of. Values are stored and never renamed."""

    OTHER_PARENT = "OTHER_PARENT"  # this colleague works for the other of two parents who live apart
    CONFLICT = "CONFLICT"  # a conflict of interest is on record in the family
    OWN_CONFLICT = "OWN_CONFLICT"  # this colleague has one


class OtherSideReason(Reason):
    """Why it is not opened yet."""

    NO_REASON_GIVEN = "OTHER_SIDE_NO_REASON_GIVEN", "P20"


@dataclasses.dataclass(frozen=True)
class Sides:
    """What of a family bears on it."""

    parents: frozenset[UUID]
    """The adults of the children, without whoever is there by profession."""
    safety: frozenset[str] = frozenset()
    """SAFETY codes on anybody's card."""
    closures: frozenset[str] = frozenset()
    """How cases of the family were closed."""
    live_apart: bool = False
    """A child of theirs has two homes (`rules.homes`)."""
    works_for: frozenset[UUID] = frozenset()
    """The parents with whom this colleague talks in an open case of their own."""
    has_interest: bool = False
    """This colleague has a conflict of interest in the family (`rules.interests`)."""


def are_apart(safety: Collection[str], *, live_apart: bool) -> bool:
    """Whether parents live apart, by a family's safety codes or its homes: only then it matters for whom one works."""
    return live_apart or bool(APART & frozenset(safety))


def warned_of(opened: UUID, sides: Sides) -> tuple[OtherSide, ...]:
    """Why opening this person is warned of; empty where it is not.

    A child is on no side. A parent whom this colleague works for already is not the other one.
    """
    found = []
    is_apart = are_apart(sides.safety, live_apart=sides.live_apart)
    others = (sides.works_for & sides.parents) - {opened}
    if is_apart and opened in sides.parents and opened not in sides.works_for and others:
        found.append(OtherSide.OTHER_PARENT)
    if CONFLICT_OF_INTEREST in sides.closures:
        found.append(OtherSide.CONFLICT)
    if sides.has_interest:
        found.append(OtherSide.OWN_CONFLICT)
    return tuple(found)


def warned_of_case(person_id: UUID, case_parents: Collection[UUID], sides: Sides) -> tuple[OtherSide, ...]:
    """The same for a colleague's case: whose it is, and with which parents it is worked."""
    reasons = {one for opened in (person_id, *case_parents) for one in warned_of(opened, sides)}
    return tuple(one for one in OtherSide if one in reasons)


def may_open(warned: Collection[OtherSide], *, said_why: bool) -> Decision:
    """Whether it may be opened: once somebody said why."""
    return decide([OtherSideReason.NO_REASON_GIVEN] if warned and not said_why else [])
