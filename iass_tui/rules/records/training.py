"""What a colleague was trained in and acknowledged (P22, P25, P59, P61, P62)."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date
from uuid import UUID

from iass_tui.rules.records.base import Record


class CourseKind(enum.StrEnum):
    """What a course is about. Values are stored and never renamed."""

    CONFIDENTIALITY = "CONFIDENTIALITY"  # P25: the one without which nobody works
    DATA_PROTECTION = "DATA_PROTECTION"
    SAFEGUARDING = "SAFEGUARDING"
    SECURITY = "SECURITY"
    LAW = "LAW"
    OTHER = "OTHER"


class Basis(enum.StrEnum):
    """On what a colleague may work for the time being. Values are stored and never renamed."""

    COURSE = "COURSE"
    GRACE = "GRACE"  # days that a manager gave, with a reason
    START = "START"  # the founder's first days, and those of accounts that were there before the register


@dataclasses.dataclass(frozen=True, kw_only=True)
class Held(Record):
    """Something on which a colleague works, or once worked: what they themselves may know of the register."""

    basis: Basis
    on: date
    until: date
    """The last day on which it counts."""
    course: str = ""
    course_id: UUID | None = None
    kind: CourseKind | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Coming(Record):
    """A training that is planned for somebody, as they may know it: not who else comes."""

    course: str
    on: date
    place: str = ""
    organiser: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class TrainingEntry(Record):
    """One line of the training register: a course that was done, or days of grace."""

    held: Held
    evidence: str = ""
    reason: str = ""
    """Why days of grace were given."""
    is_own: bool = False
    """A manager entered it for themselves, since no other manager could."""
    taken_back: str = ""
    """Why the line no longer counts; "" while it does."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class RecordedTraining:
    """A line as it is stored."""

    id: UUID
    version: int
    account_id: UUID
    written_at: str
    author_id: UUID
    body: TrainingEntry


class Undertaking(enum.StrEnum):
    """What every colleague reads and agrees to. Values are stored and never renamed."""

    CONFIDENTIALITY = "CONFIDENTIALITY"  # P22
    ICT_POLICY = "ICT_POLICY"  # P59
    DECLARATION = "DECLARATION"  # P62, once a year


@dataclasses.dataclass(frozen=True, kw_only=True)
class Acknowledgement(Record):
    """That a colleague read a text and agreed to it: which version, proved by its hash."""

    what: Undertaking
    version: str
    sha256: str
    on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class RecordedAcknowledgement:
    """An acknowledgement as it is stored."""

    id: UUID
    account_id: UUID
    body: Acknowledgement
