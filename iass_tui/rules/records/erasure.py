"""What a manager decided about a record after consent to save was taken back (P47, domain table 5.4)."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date, datetime
from uuid import UUID

from iass_tui.rules.records.base import Record


class ErasureOutcome(enum.StrEnum):
    """Erase, or keep on another lawful basis; and what two managers say to each other before anything is erased."""

    ERASE = "ERASE"
    KEEP = "KEEP"
    PROPOSED = "PROPOSED"  # one manager wants it erased; nothing goes before another one confirms
    TAKEN_BACK = "TAKEN_BACK"  # by whoever proposed it
    SAID_NO = "SAID_NO"  # by another manager, with a reason


class ProposalVoid(enum.StrEnum):
    """Why a proposal to erase does not count any more: the record is not the one that it was made about."""

    JOINED = "JOINED"  # with another record of the same person since, or parted from it
    RESTRICTED = "RESTRICTED"  # shut to somebody since, or opened to all again
    CONSENT_ANEW = "CONSENT_ANEW"  # given since, and taken back another time


class LawfulBasis(enum.StrEnum):
    """On what a record may stay without consent. The office's data protection lead confirms each (K)."""

    LEGAL_CLAIMS = "LEGAL_CLAIMS"  # a claim or appeal needs it: UK GDPR art. 17(3)(e)
    LEGAL_OBLIGATION = "LEGAL_OBLIGATION"  # a law or court order says that it is kept: art. 6(1)(c)
    SAFEGUARDING = "SAFEGUARDING"  # someone's life or safety: art. 6(1)(d), P9
    PUBLIC_TASK = "PUBLIC_TASK"  # art. 6(1)(e)


@dataclasses.dataclass(frozen=True, kw_only=True)
class ErasureDecision(Record):
    """One decision. Of an erased record only `outcome`, `decided_on` and `fingerprint` are kept."""

    outcome: ErasureOutcome
    decided_on: date
    withdrawal_id: UUID | None = None
    """The consent event that was answered: a later withdrawal asks for a decision of its own."""
    basis: LawfulBasis | None = None
    words: str = ""
    """Why: of what is kept, as the person was told; of a No, as whoever proposed it reads it."""
    review_on: date | None = None
    """By when what is kept is looked at again (`rules.consent.effects.kept_until`)."""
    joined: tuple[UUID, ...] = ()
    """Of a proposal: the records that were joined to this one when it was made."""
    circle: UUID | None = None
    """Of a proposal: the circle in which the record lay when it was made; None where it was open."""
    fingerprint: str = ""
    """By which someone is known again who is to be added; nobody can read a name out of it."""


@dataclasses.dataclass(frozen=True)
class RecordedDecision:
    """One decision as it is stored, with who made it and when."""

    by: UUID
    at: datetime
    decision: ErasureDecision
