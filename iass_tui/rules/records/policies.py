"""The office's confidentiality policy in its versions, who was told of each, and what was asked about it (P60-P71)."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date
from uuid import UUID

from iass_tui.rules.records.base import Record
from iass_tui.rules.records.consents import Purpose


class PolicyState(enum.StrEnum):
    """The life of one version. Values are stored and never renamed."""

    DRAFT = "DRAFT"
    APPROVED = "APPROVED"
    ISSUED = "ISSUED"  # in force
    SUPERSEDED = "SUPERSEDED"


class Reviewer(enum.StrEnum):
    """Who reviewed or approved it (P65)."""

    MANAGER = "MANAGER"
    BOARD = "BOARD"  # the Advisory Board
    BOTH = "BOTH"


class Trigger(enum.StrEnum):
    """Why the policy is reviewed (P63, P64)."""

    YEARLY = "YEARLY"
    LAW = "LAW"  # the law about data protection changed
    COMPLAINT = "COMPLAINT"
    CONCERN = "CONCERN"
    AUDIT = "AUDIT"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Approval(Record):
    """Who looked at it and said yes, when, and where that is written down (P65)."""

    by: Reviewer
    on: date
    minutes: str = ""
    """The reference of the Board's minutes, or of the manager's own note."""
    recorded_by: UUID | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReviewCall(Record):
    """A review that is due before its year is over, and why (P64)."""

    trigger: Trigger
    on: date
    words: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class PolicyBody(Record):
    """One version: its text word for word, what changed, and what was decided about it."""

    text: str = ""
    changes: str = ""
    """What changed since the version before, in plain words: for colleagues, families and letters."""
    meaning: tuple[Purpose, ...] = ()
    """Consents that mean something else from this version on: they are asked about again (table 5.5)."""
    trigger: Trigger | None = None
    approval: Approval | None = None
    issued_on: date | None = None
    reviews: tuple[Approval, ...] = ()
    """Reviews after which it stays as it is, oldest first."""
    calls: tuple[ReviewCall, ...] = ()
    families: int = 0
    """How many families were active on the day of issue: what the figure of those told must add up to (P69)."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class PolicyVersion:
    """A version as it is stored. `version` is the row's, `number` the policy's."""

    id: UUID
    version: int
    number: int
    state: PolicyState
    body: PolicyBody


class HowTold(enum.StrEnum):
    """What a family got: "we can supply a copy or direct them to the website" (P70)."""

    COPY = "COPY"
    LINK = "LINK"
    BOTH = "BOTH"


class Reached(enum.StrEnum):
    """In which way someone was told."""

    TALK = "TALK"  # face to face, or on the telephone when they were in touch
    POST = "POST"
    EMAIL = "EMAIL"
    TEXT = "TEXT"

    @property
    def writes(self) -> bool:
        """Whether we write to them, which needs their consent to keep ways to reach them, and has to be safe."""
        return self is not Reached.TALK


@dataclasses.dataclass(frozen=True, kw_only=True)
class FamilyTold(Record):
    """That one family knows of the version, sealed in the case's own file."""

    how: HowTold | None = None
    reached: Reached | None = None
    on: date | None = None
    by: UUID | None = None


class NoticeKind(enum.StrEnum):
    """Who is told besides the families (P66-P68)."""

    COLLEAGUE = "COLLEAGUE"
    COUNCIL = "COUNCIL"
    AGENCY = "AGENCY"


@dataclasses.dataclass(frozen=True, kw_only=True)
class NoticeBody(Record):
    """That a colleague has read it, or that an agency or the council was told."""

    on: date | None = None
    reached: Reached | None = None
    by: UUID | None = None
    letter: str = ""
    """The file of the letter in the outbox, once it was made."""


class AskedKind(enum.StrEnum):
    """What someone wants to have, or to know."""

    POLICY = "POLICY"  # a copy of the policy (P28)
    ICT = "ICT"  # a copy of the council's ICT security policy and standards (P60)
    QUESTION = "QUESTION"  # about the policy, for the manager (P71)


class Asker(enum.StrEnum):
    """Who asks, where it is nobody on file: no name is kept without their yes (P29)."""

    ON_FILE = "ON_FILE"
    FAMILY = "FAMILY"
    YOUNG_PERSON = "YOUNG_PERSON"
    PROFESSIONAL = "PROFESSIONAL"
    COLLEAGUE = "COLLEAGUE"
    OTHER = "OTHER"


@dataclasses.dataclass(frozen=True, kw_only=True)
class AskedBody(Record):
    """One request for a copy, or one question, and what became of it."""

    kind: AskedKind
    asker: Asker
    asked_on: date
    due_on: date | None = None
    format: str = ""
    """Of a copy: STD, LARGE18 or another FORMAT code."""
    words: str = ""
    """The question; of a copy anything that whoever sends it has to know."""
    done_on: date | None = None
    reached: Reached | None = None
    answer: str = ""
    done_by: UUID | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Asked:
    """A line of the log as it is stored."""

    id: UUID
    version: int
    person_id: UUID | None
    recorded_by: UUID
    body: AskedBody
