"""Safeguarding concerns (P9, P10, P23): who it is about stands only inside the seal."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date, datetime
from uuid import UUID

from iass_tui.rules.records.base import Record
from iass_tui.rules.records.sharing import ConcernSource


class AboutWhom(enum.StrEnum):
    """Whom a concern is about: any vulnerable adult too, parents included (P9)."""

    CHILD = "CHILD"
    YOUNG_PERSON = "YOUNG_PERSON"
    ADULT = "ADULT"


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConcernBody(Record):
    """A concern as it was raised. It may be about someone who said No to being saved: lawful basis is not consent."""

    about: AboutWhom
    name: str = ""
    """As far as it is known."""
    person_id: UUID | None = None
    """The person on file, where there is one."""
    source: ConcernSource
    what: str
    """What was said or seen, in the words used."""
    happened_on: date | None = None
    where_now: str = ""
    """Where they are now, and how to reach them: no more than is needed."""
    is_immediate: bool = False
    emergency_called: str = ""
    """Who was called at once (999, social care), and when."""
    told_family: str = ""


class ConcernState(enum.StrEnum):
    """Workflow state; an open one cannot be snoozed (P23)."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


class EntryKind(enum.StrEnum):
    """One line of what was done about a concern."""

    STEP = "STEP"  # a step of the checklist was done
    NOTE = "NOTE"
    DECISION = "DECISION"
    STAFF_TOLD = "STAFF_TOLD"  # case staff may see that there is a concern
    STAFF_NOT_TOLD = "STAFF_NOT_TOLD"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConcernEntryBody(Record):
    """What one line says."""

    kind: EntryKind
    step: str = ""
    """The step's id in the checklist."""
    words: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConcernEntry:
    """One line as it is stored."""

    id: UUID
    number: int
    written_at: datetime
    author_id: UUID
    body: ConcernEntryBody


@dataclasses.dataclass(frozen=True, kw_only=True)
class Concern:
    """A concern as it is stored, opened by a safeguarding lead."""

    id: UUID
    version: int
    state: ConcernState
    raised_at: datetime
    raised_by: UUID
    body: ConcernBody
    entries: tuple[ConcernEntry, ...] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Step(Record):
    """One step of the office's safeguarding checklist (P23); the office replaces the default by its own (K)."""

    id: str
    words: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Checklist(Record):
    """The steps in their order; `is_default` until the office entered its own."""

    steps: tuple[Step, ...] = ()
    is_default: bool = True
