"""Who may be shut out of a record (P1, P20): a parent who works here, a conflict of interest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from iass_tui.rules.dates import months_after
from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.records.office import Colleague, Role
from iass_tui.rules.records.restricting import Restriction

REVIEW_MONTHS = 12
"""How long a restriction stands before a manager looks again whether it still has to, as with any hold (K)."""


class RestrictReason(Reason):
    """Why somebody cannot be shut out, or a restriction not be placed or lifted."""

    NOBODY_NAMED = "RESTRICT_NOBODY_NAMED", "P20"
    NOT_HERE = "RESTRICT_NOT_HERE", "P20"
    IS_MANAGER = "RESTRICT_IS_MANAGER", "P20"
    IS_LEAD = "RESTRICT_IS_LEAD", "P23"
    OPENS_NO_CASE = "RESTRICT_OPENS_NO_CASE", "P20"
    NO_WORDS = "RESTRICT_NO_WORDS", "P1"
    TAKER_IS_OUTSIDE = "RESTRICT_TAKER_IS_OUTSIDE", "P43"


def may_be_shut_out(one: Colleague) -> Decision:
    """Whether a colleague can be kept out of a record by keys.

    A manager cannot: managers keep the keys, so that nobody is locked out for good. Nor can a safeguarding lead, whose
    keys open every concern, also one about this child. A volunteer opens no case as it is.
    """
    reasons: list[Reason] = []
    if not one.is_active:
        reasons.append(RestrictReason.NOT_HERE)
    if one.role is Role.MANAGER:
        reasons.append(RestrictReason.IS_MANAGER)
    elif one.is_lead:
        reasons.append(RestrictReason.IS_LEAD)
    if one.role is Role.VOLUNTEER:
        reasons.append(RestrictReason.OPENS_NO_CASE)
    return decide(reasons)


def may_restrict(
    named: Sequence[Colleague], *, words: str, taker: UUID | None, able: Collection[UUID], is_held: bool
) -> Decision:
    """Whether a record may be shut to exactly these colleagues, with these words of why.

    `is_held`: one of them has a case or a task in it, which `taker` takes over, one of `able` who is not shut out; with
    no taker it is nobody's until somebody is given it.
    """
    reasons: list[Reason] = [] if named else [RestrictReason.NOBODY_NAMED]
    for one in named:
        answer = may_be_shut_out(one)
        reasons += () if answer else answer.reasons
    if not words.strip():
        reasons.append(RestrictReason.NO_WORDS)
    outside = {one.id for one in named}
    if is_held and taker is not None and (taker in outside or taker not in able):
        reasons.append(RestrictReason.TAKER_IS_OUTSIDE)
    return decide(reasons)


def may_lift(words: str) -> Decision:
    """Whether a record may be opened to every officer again: why has to be said."""
    return decide([] if words.strip() else [RestrictReason.NO_WORDS])


def review_by(placed: Restriction) -> date:
    """The day on which a manager looks again whether somebody still has to be shut out."""
    return months_after(placed.looked_on or placed.since, REVIEW_MONTHS)


def goes_along(child: UUID, ties: Collection[tuple[UUID, UUID]], shut: Collection[UUID]) -> frozenset[UUID]:
    """The adults whose records are restricted with a child's: those who belong to no child whose record stays open.

    `ties` are (child, adult); `shut` are those who are restricted already. An adult of another, open child stays open,
    since whoever works with that child needs them: what is said of this child is not there.
    """
    adults = {adult for one, adult in ties if one == child}
    open_elsewhere = {adult for one, adult in ties if one != child and one not in shut}
    return frozenset(adults - open_elsewhere - set(shut))
