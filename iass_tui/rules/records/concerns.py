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

    TAKEN_UP = "TAKEN_UP"  # a lead opened it for the first time, and sealed it anew
    STEP = "STEP"  # a step of the checklist was done
    STEP_OPEN = "STEP_OPEN"  # it was not done after all
    NOTE = "NOTE"
    DECISION = "DECISION"
    STAFF_TOLD = "STAFF_TOLD"  # case staff may see that there is a concern
    STAFF_NOT_TOLD = "STAFF_NOT_TOLD"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"


class Verdict(enum.StrEnum):
    """What a lead decided. The words beside it say why."""

    CHILDREN = "CHILDREN"  # referred to children's social care
    ADULTS = "ADULTS"  # referred to adult social care
    POLICE = "POLICE"
    STAFF = "STAFF"  # about someone who works with children or adults: the officer whom the authority designates
    WATCH = "WATCH"  # nothing is passed on for now, and it is looked at again
    NOTHING = "NOTHING"  # nothing is passed on
    OTHER = "OTHER"


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConcernEntryBody(Record):
    """What one line says."""

    kind: EntryKind
    step: str = ""
    """The step's id in the checklist."""
    step_words: str = ""
    """What that step said on this day: the office may change its checklist later."""
    words: str = ""
    verdict: Verdict | None = None
    follow_up_on: date | None = None
    """When it is looked at again."""
    person_id: UUID | None = None
    """On whose page case staff are told."""


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
    """Oldest first, numbered from 1 without gaps."""


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


@dataclasses.dataclass(frozen=True, kw_only=True)
class Told(Record):
    """That case staff are told on one person's page: that there is a concern, and whom to speak to. Nothing else."""

    person_id: UUID
    concern_id: UUID
    speak_to: UUID
    """The lead's account."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ToldBoard(Record):
    """All of them, in the one cell that every page of a person looks at."""

    told: tuple[Told, ...] = ()
