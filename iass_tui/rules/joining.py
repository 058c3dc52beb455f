"""Two records on file that are one person: whether they may be joined, what of each stays, and how it is undone.

Nothing is decided by the program where the two differ. What protects somebody, a safety mark above all, is kept from
both.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.base import Record
from iass_tui.rules.records.people import PartyRole

R = TypeVar("R", bound=Record)


class JoinReason(Reason):
    """Why two records are not joined. Each names what would change that."""

    SAME_RECORD = "JOIN_SAME_RECORD"
    FROZEN = "JOIN_FROZEN", "P47"  # saving was taken back: a manager decides about that record first
    PENDING = "JOIN_PENDING", "P30"  # nobody has asked them yet
    JOINED_ALREADY = "JOIN_JOINED_ALREADY"
    KEEPS_OTHERS = "JOIN_KEEPS_OTHERS"  # the other record has one joined to it: keep that one, or undo first
    OTHER_KIND = "JOIN_OTHER_KIND", "P2"  # a child and an adult
    RELATED = "JOIN_RELATED"  # on file as each other's family
    RESTRICTED = "JOIN_RESTRICTED"
    CONTACT_AGAINST_A_NO = "JOIN_CONTACT_AGAINST_A_NO", "P44"
    EQUALITY_AGAINST_A_NO = "JOIN_EQUALITY_AGAINST_A_NO", "P6"


@dataclasses.dataclass(frozen=True)
class Half:
    """What of one record bears on whether it may be joined."""

    id: UUID
    state: PersonState
    role: PartyRole
    keeps_others: bool = False
    is_restricted: bool = False
    holds_contact: bool = False
    holds_equality: bool = False
    says_no_to_contact: bool = False
    says_no_to_equality: bool = False


def may_join(kept: Half, other: Half, *, are_related: bool = False) -> Decision:
    """Whether `other` may be joined to `kept`, with every reason against it.

    Ways to reach somebody that one record keeps while the other says No (P44) are not joined: what the No asks for
    is an erasure, and that is an act of its own, with its ledger line.
    """
    halves = (kept, other)
    reasons: list[Reason] = []
    if kept.id == other.id:
        reasons.append(JoinReason.SAME_RECORD)
    for state, reason in (
        (PersonState.FROZEN, JoinReason.FROZEN),
        (PersonState.PENDING, JoinReason.PENDING),
        (PersonState.JOINED, JoinReason.JOINED_ALREADY),
    ):
        if any(one.state is state for one in halves):
            reasons.append(reason)
    if other.keeps_others:
        reasons.append(JoinReason.KEEPS_OTHERS)
    if len({one.role is PartyRole.CHILD for one in halves}) > 1:
        reasons.append(JoinReason.OTHER_KIND)
    if are_related:
        reasons.append(JoinReason.RELATED)
    if any(one.is_restricted for one in halves):
        reasons.append(JoinReason.RESTRICTED)
    if any(one.says_no_to_contact for one in halves) and any(one.holds_contact for one in halves):
        reasons.append(JoinReason.CONTACT_AGAINST_A_NO)
    if any(one.says_no_to_equality for one in halves) and any(one.holds_equality for one in halves):
        reasons.append(JoinReason.EQUALITY_AGAINST_A_NO)
    return decide(reasons)


# field by field


class Match(enum.StrEnum):
    """How one field stands in the two records."""

    SAME = "SAME"
    DIFFERS = "DIFFERS"
    ONLY_KEPT = "ONLY_KEPT"
    ONLY_OTHER = "ONLY_OTHER"
    TOGETHER = "TOGETHER"  # what protects somebody: both stay, nobody chooses


class Stays(enum.StrEnum):
    """Which value of a field that differs stays."""

    KEPT = "KEPT"
    OTHER = "OTHER"
    BOTH = "BOTH"


TOGETHER = frozenset({"safety", "safety_words", "named", "interests", "likened"})
"""Marks of safety are never chosen away, nor a conflict of interest, nor relatives whom nobody asked yet."""
BOTH_FIT = frozenset({"formats", "phones", "emails", "addresses", "words", "safe_hours"})
"""Lists and words, of which both can stay."""


@dataclasses.dataclass(frozen=True)
class FieldPair:
    """One field of which at least one record says something."""

    field: str
    kept: Any
    other: Any

    @property
    def match(self) -> Match:
        """How it stands."""
        if self.kept == self.other:
            return Match.SAME
        if not self.other:
            return Match.ONLY_KEPT
        if not self.kept:
            return Match.ONLY_OTHER
        return Match.TOGETHER if self.field in TOGETHER else Match.DIFFERS

    @property
    def choices(self) -> tuple[Stays, ...]:
        """What there is to choose; nothing where nobody has to."""
        if self.match is not Match.DIFFERS:
            return ()
        both = (Stays.BOTH,) if self.field in BOTH_FIT else ()
        return (Stays.KEPT, Stays.OTHER, *both)


def compare(kept: Record, other: Record) -> tuple[FieldPair, ...]:
    """The two records of one kind field by field, in the record's order; fields empty in both are left out."""
    if type(kept) is not type(other):
        raise TypeError("two records of one kind")
    pairs = (
        FieldPair(field.name, getattr(kept, field.name), getattr(other, field.name))
        for field in dataclasses.fields(kept)
        if field.name != "extra"
    )
    return tuple(one for one in pairs if one.kept or one.other)


def missing(kept: Record, other: Record, choices: Mapping[str, Stays]) -> tuple[str, ...]:
    """The fields that differ and for which nothing that fits was chosen."""
    return tuple(one.field for one in compare(kept, other) if one.choices and choices.get(one.field) not in one.choices)


def together(kept: R, other: R, choices: Mapping[str, Stays]) -> R:
    """The one record. Raises `ValueError` while something that differs was not chosen."""
    if missing(kept, other, choices):
        raise ValueError("a field that differs was not chosen")
    values: dict[str, Any] = {"extra": {**other.extra, **kept.extra}}
    for one in compare(kept, other):
        match one.match:
            case Match.SAME | Match.ONLY_KEPT:
                values[one.field] = one.kept
            case Match.ONLY_OTHER:
                values[one.field] = one.other
            case Match.TOGETHER:
                values[one.field] = _both(one.kept, one.other)
            case Match.DIFFERS:
                stays = choices[one.field]
                both = stays is Stays.BOTH
                values[one.field] = _both(one.kept, one.other) if both else one.kept
                if stays is Stays.OTHER:
                    values[one.field] = one.other
    return dataclasses.replace(kept, **values)


def _both(kept: Any, other: Any) -> Any:
    if isinstance(kept, tuple):
        return (*kept, *(one for one in other if one not in kept))
    return kept if other in kept else f"{kept}; {other}"


# undoing, and what a join leaves in sealed words


def taken_back(former: R, joined: R, now: R) -> R:
    """The kept record without the join: a field that is still as joined goes back, one that was changed since stays."""
    back = {
        field.name: getattr(former, field.name)
        for field in dataclasses.fields(now)
        if field.name != "extra" and getattr(now, field.name) == getattr(joined, field.name)
    }
    return dataclasses.replace(now, **back)


def follow(value: Any, kept: Mapping[UUID, UUID]) -> Any:
    """The same value with every id of a joined record in it, however deep, as that of the record that is kept.

    So a child's refusal that names a parent's former record still refuses that parent.
    """
    if not kept:
        return value
    if isinstance(value, UUID):
        return kept.get(value, value)
    if isinstance(value, tuple):
        found = tuple(follow(one, kept) for one in value)
        return value if all(new is old for new, old in zip(found, value, strict=True)) else found
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for field in dataclasses.fields(value):
            old = getattr(value, field.name)
            new = follow(old, kept)
            if new is not old:
                changed[field.name] = new
        return dataclasses.replace(value, **changed) if changed else value
    return value
