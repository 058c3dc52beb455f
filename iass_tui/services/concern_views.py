"""What the concern services hand to the screens: frozen views, already opened, already permitted."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from iass_tui.rules.records.concerns import Checklist, ConcernBody, ConcernEntryBody, ConcernState, Verdict


class Trouble(enum.StrEnum):
    """Why a concern cannot be believed. It is shown all the same: none is ever dropped in silence."""

    FORGED = "FORGED"
    """No colleague's signature is in it."""
    CHANGED = "CHANGED"
    """It is not as its audit entry says."""
    LOST = "LOST"
    """It was there, and is gone."""
    UNREADABLE = "UNREADABLE"


@dataclasses.dataclass(frozen=True)
class ConcernMark:
    """An open concern as the first page shows it: nothing of what it says was opened for this."""

    id: UUID
    reference: str
    raised_at: datetime
    raised_by: str
    waited: timedelta
    is_new: bool
    """Nobody has taken it up yet."""
    trouble: Trouble | None = None


@dataclasses.dataclass(frozen=True)
class ConcernLine:
    """One concern in the queue. `body` is None where it cannot be believed."""

    mark: ConcernMark
    state: ConcernState
    body: ConcernBody | None
    follow_up_on: date | None = None


@dataclasses.dataclass(frozen=True)
class StepView:
    """One step of the checklist, and who ticked it."""

    id: str
    words: str
    done_by: str = ""
    done_at: datetime | None = None


@dataclasses.dataclass(frozen=True)
class EntryView:
    """One line of what was done."""

    number: int
    author: str
    written_at: datetime
    body: ConcernEntryBody
    person: str = ""
    """The name of the person on whose page staff were told."""


@dataclasses.dataclass(frozen=True)
class ConcernView:
    """One concern with everything its page shows. Lines are newest first."""

    mark: ConcernMark
    version: int
    state: ConcernState
    raised_by_id: UUID
    body: ConcernBody
    person: str
    """The name on file of whom it is about; "" where that is nobody on file, or nobody who opens."""
    entries: tuple[EntryView, ...]
    steps: tuple[StepView, ...]
    has_default_steps: bool
    is_decided: bool
    follow_up_on: date | None
    told: str
    """On whose page case staff are told; "" where they are not."""
    kept_until: date | None = None
    """None while it is open: that holds it."""
    kept_years: int = 0
    """For how many years a closed one is kept at least, as the managers set it for the office (retention 7.1)."""


@dataclasses.dataclass(frozen=True)
class ConcernSent:
    """What the one who raised it is told: a reference that says nothing, and who reads it."""

    reference: str
    readers: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class StepsView:
    """The office's checklist, and the version that was read; 0 while it is the default."""

    version: int
    checklist: Checklist


@dataclasses.dataclass(frozen=True)
class StaffNotice:
    """What case staff are told on a person's page and on the pages of their cases: whom to speak to, nothing else."""

    speak_to: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    """The same, of someone in the family."""
    is_unreadable: bool = False
    """Whether anything is told cannot be read: ask the leads."""


class Concerns(Protocol):
    """Safeguarding concerns: anybody raises one, leads read them."""

    def raise_concern(self, body: ConcernBody) -> ConcernSent:
        """Sends it; from then on the author's keys do not open it."""
        ...

    def readers(self) -> tuple[str, ...]: ...
    def waiting(self) -> tuple[ConcernMark, ...]:
        """Open concerns for the first page, without opening them; none for whoever reads none."""
        ...

    def queue(self, *, closed: bool = False) -> tuple[ConcernLine, ...]: ...
    def concern(self, concern_id: UUID) -> ConcernView:
        """Taken up by whoever opens it first."""
        ...

    def add_note(self, concern_id: UUID, words: str) -> None: ...
    def tick(self, concern_id: UUID, step_id: str) -> None: ...
    def untick(self, concern_id: UUID, step_id: str, words: str) -> None: ...
    def decide(
        self, concern_id: UUID, version: int, verdict: Verdict, words: str, follow_up_on: date | None = None
    ) -> None: ...
    def close(self, concern_id: UUID, version: int, words: str) -> None: ...
    def reopen(self, concern_id: UUID, version: int, words: str) -> None: ...
    def tell_staff(self, concern_id: UUID, person_id: UUID) -> None:
        """Case staff see that there is a concern and whom to speak to."""
        ...

    def tell_staff_no_longer(self, concern_id: UUID) -> None: ...
    def checklist(self) -> StepsView: ...
    def set_steps(self, version: int, lines: Sequence[str]) -> StepsView: ...
