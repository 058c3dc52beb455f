"""A task put off, and a task that waits for somebody else: kept inside the task's own sealed body."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date
from uuid import UUID

from iass_tui.rules.records.base import Record


class WaitingOn(enum.StrEnum):
    """For whom a task waits. Values are stored and never renamed."""

    COUNCIL = "COUNCIL"
    SCHOOL = "SCHOOL"
    FAMILY = "FAMILY"
    HEALTH = "HEALTH"
    OTHER = "OTHER"


@dataclasses.dataclass(frozen=True, kw_only=True)
class PutOff(Record):
    """One putting off: until when, why, by whom, and the due date that it was about."""

    until: date
    why: str
    on: date
    by: UUID | None = None
    due_on: date | None = None
    """The task's own date then: once that is changed, this is history."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Waiting(Record):
    """For whom, since when, and when to chase them."""

    whom: WaitingOn
    since: date
    chase_on: date
    noted_on: date
    words: str = ""
