"""What a rule answers: allowed, or refused with every reason; and what is wrong with an answer on a form."""

from __future__ import annotations

import dataclasses
import enum
from typing import Literal, Self


class Reason(enum.StrEnum):
    """Why a rule refused, or what it asks for when it allows.

    Each rule subclasses this with its own members. Values are stored in the audit and never renamed; no two
    rules share one, so that a value alone is enough to find the words for it. `policy` names the clauses.
    """

    policy: str

    def __new__(cls, value: str, policy: str = "") -> Self:
        """A member with the policy clauses it rests on, such as "P15 P16"."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.policy = policy
        return member


@dataclasses.dataclass(frozen=True)
class Allowed:
    """Yes. `conditions` is what must be seen to while doing it; often empty."""

    conditions: tuple[Reason, ...] = ()

    def __bool__(self) -> Literal[True]:
        return True


@dataclasses.dataclass(frozen=True)
class Refused:
    """No. `reasons` holds every reason, never only the first, each once, and is never empty."""

    reasons: tuple[Reason, ...]

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError("a refusal without a reason")
        object.__setattr__(self, "reasons", tuple(dict.fromkeys(self.reasons)))

    def __bool__(self) -> Literal[False]:
        return False


Decision = Allowed | Refused
"""Allowed is true and Refused is false, so `if may(...)` means what it says."""


def decide(reasons: tuple[Reason, ...] | list[Reason], conditions: tuple[Reason, ...] = ()) -> Decision:
    """Refused where there is any reason, else allowed under the conditions."""
    return Refused(tuple(reasons)) if reasons else Allowed(tuple(dict.fromkeys(conditions)))


def all_of(*decisions: Decision) -> Decision:
    """Allowed only where every one is, with all their conditions; else refused with all their reasons."""
    refused = tuple(reason for one in decisions if isinstance(one, Refused) for reason in one.reasons)
    return decide(refused, tuple(c for one in decisions if isinstance(one, Allowed) for c in one.conditions))


class ProblemKind(enum.StrEnum):
    """What is wrong with an answer. Screens hold the words; the field says where."""

    MISSING = "MISSING"
    NOT_AN_OPTION = "NOT_AN_OPTION"
    NOT_A_DATE = "NOT_A_DATE"
    IN_THE_FUTURE = "IN_THE_FUTURE"
    IN_THE_PAST = "IN_THE_PAST"
    TOO_LONG_AGO = "TOO_LONG_AGO"
    NEEDS_A_WAY_TO_REACH = "NEEDS_A_WAY_TO_REACH"
    NEEDS_CONTACT_CONSENT = "NEEDS_CONTACT_CONSENT"  # P44, before P79-P82
    NEEDS_OWN_CONSENT = "NEEDS_OWN_CONSENT"  # the young person's: from 16, or from 18 where it may follow
    NEEDS_BOTH = "NEEDS_BOTH"  # P74 says only the child, other answers are about the signer
    NEEDS_A_TICK = "NEEDS_A_TICK"  # P83 Yes, and nobody ticked
    NEEDS_A_YES = "NEEDS_A_YES"  # a statement that has to be agreed to, P73-P77
    CONTRADICTS = "CONTRADICTS"  # P83 No, and someone ticked
    TOO_YOUNG = "TOO_YOUNG"  # news to a child under 13
    TWICE = "TWICE"


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing to put right on a form: the field's id, and what is wrong with it."""

    field: str
    kind: ProblemKind
