"""Conflicts of interest: who may say that a colleague has one, when it stands, and what it keeps them from.

A colleague who has one is warned before the family's records open and says why (`rules.other_side`), and gets no case
of theirs. Keys that shut somebody out are the stronger step (`rules.restricting`, decision 0012).
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from iass_tui.rules.codes import code_list
from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.records.office import Role
from iass_tui.rules.records.people import Interest, PersonCard

OTHER = "OTHER"


class InterestReason(Reason):
    """Why a conflict of interest is not recorded, not ended, or keeps a case from somebody."""

    NOT_YOURS_TO_SAY = "INTEREST_NOT_YOURS_TO_SAY"  # of a colleague only a manager says it
    NO_KIND = "INTEREST_NO_KIND"
    NO_WORDS = "INTEREST_NO_WORDS"
    STANDS_ALREADY = "INTEREST_STANDS_ALREADY"
    NOT_STANDING = "INTEREST_NOT_STANDING"
    OWN_TO_END = "INTEREST_OWN_TO_END"  # nobody ends their own
    NOT_TO_THEM = "INTEREST_NOT_TO_THEM"  # a case goes to nobody who has one in the family


def standing(cards: Iterable[PersonCard]) -> tuple[Interest, ...]:
    """The conflicts that are not over, on any of these cards."""
    return tuple(one for card in cards for one in card.interests if one.ended_on is None)


def has_one(colleague_id: UUID, cards: Iterable[PersonCard]) -> bool:
    """Whether this colleague has a conflict that stands with any of them."""
    return any(one.colleague_id == colleague_id for one in standing(cards))


def may_say(card: PersonCard, me: UUID, role: Role, colleague_id: UUID, kind: str, words: str) -> Decision:
    """Whether this may be recorded: one's own by whoever has it, a colleague's by a manager."""
    reasons: list[Reason] = []
    if colleague_id != me and role is not Role.MANAGER:
        reasons.append(InterestReason.NOT_YOURS_TO_SAY)
    if kind not in code_list("INTEREST"):
        reasons.append(InterestReason.NO_KIND)
    if kind == OTHER and not words.strip():
        reasons.append(InterestReason.NO_WORDS)
    if has_one(colleague_id, [card]):
        reasons.append(InterestReason.STANDS_ALREADY)
    return decide(reasons)


def may_end(card: PersonCard, me: UUID, role: Role, colleague_id: UUID, words: str) -> Decision:
    """Whether a conflict is over: a manager says so and why, and nobody of their own."""
    reasons: list[Reason] = []
    if role is not Role.MANAGER:
        reasons.append(InterestReason.NOT_YOURS_TO_SAY)
    if colleague_id == me:
        reasons.append(InterestReason.OWN_TO_END)
    if not words.strip():
        reasons.append(InterestReason.NO_WORDS)
    if not has_one(colleague_id, [card]):
        reasons.append(InterestReason.NOT_STANDING)
    return decide(reasons)


def may_have(colleague_id: UUID, cards: Iterable[PersonCard]) -> Decision:
    """Whether a case of this family may go to somebody."""
    return decide([InterestReason.NOT_TO_THEM] if has_one(colleague_id, cards) else [])
