"""What the services of the queue hand to the screens: frozen views, already opened, already permitted."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from iass_tui.rules.queue import Urgent
from iass_tui.rules.records.queue import IntakeState, LetterKind
from iass_tui.services.concern_views import Trouble
from iass_tui.services.views import IntakeSaved

if TYPE_CHECKING:
    from iass_tui.services.import_views import Lookalike


@dataclasses.dataclass(frozen=True)
class SentMark:
    """A waiting intake as the first page counts it: nothing of what it says was opened for this."""

    id: UUID
    reference: str
    sent_at: datetime
    sent_by: str
    waited: timedelta
    state: IntakeState
    trouble: Trouble | None = None


@dataclasses.dataclass(frozen=True)
class QueueCount:
    """How much waits: all of it, what waits too long, what cannot be believed, and how old the oldest is."""

    waiting: int = 0
    oldest: timedelta = timedelta()
    too_long: int = 0
    troubles: int = 0


@dataclasses.dataclass(frozen=True)
class QueueLine:
    """One intake in the list. `name` is "" where it cannot be believed."""

    mark: SentMark
    name: str = ""
    issue_group: str = ""
    urgent: tuple[Urgent, ...] = ()
    is_answered: bool = False
    is_too_long: bool = False


@dataclasses.dataclass(frozen=True)
class LetterView:
    """A question or an answer."""

    kind: LetterKind
    author: str
    written_at: datetime
    words: str


@dataclasses.dataclass(frozen=True)
class Duplicate:
    """Someone on file who may be the same, and every reason to think so."""

    person_id: UUID
    meant: str
    """Whom of the intake they are like."""
    found: Lookalike


@dataclasses.dataclass(frozen=True)
class SentIntakeView:
    """One waiting intake with everything its page shows."""

    mark: SentMark
    version: int
    outcome: str
    """An `IntakeOutcome` value: what taking it up would make."""
    answers: Mapping[str, str]
    taken_on: date
    letters: tuple[LetterView, ...]
    duplicates: tuple[Duplicate, ...]
    reasons: tuple[str, ...]
    """Why it may not be taken up today; none where it may."""
    urgent: tuple[Urgent, ...]
    names_are_ready: bool
    """Whether everybody on file was looked at for duplicates."""


@dataclasses.dataclass(frozen=True)
class JoinCase:
    """An open case that an intake could be added to."""

    id: UUID
    reference: str
    officer: str


@dataclasses.dataclass(frozen=True)
class JoinPlan:
    """What joining a family on file would do."""

    person_id: UUID
    name: str
    known: tuple[str, ...]
    """Parents and carers of the intake who are on file in that family."""
    new: tuple[str, ...]
    """Who rang, and is not on file yet."""
    named: tuple[str, ...]
    """Whom nobody asked: names on the child's card."""
    cases: tuple[JoinCase, ...]


@dataclasses.dataclass(frozen=True)
class Receipt:
    """What its author keeps of an intake: a reference, and what became of it."""

    id: UUID
    reference: str
    sent_at: datetime
    state: IntakeState


@dataclasses.dataclass(frozen=True)
class QuestionView:
    """What an officer asks about an intake."""

    reference: str
    asked_by: str
    asked_at: datetime
    words: str


class Sending(Protocol):
    """What I took down and sent to the officers, without a key to open it again."""

    def sent(self) -> tuple[Receipt, ...]: ...
    def question(self, intake_id: UUID) -> QuestionView: ...
    def answer(self, intake_id: UUID, words: str) -> None: ...
    def take_back(self, intake_id: UUID) -> None:
        """They said no after all: nobody may take it up any more."""
        ...


class Queue(Protocol):
    """What volunteers sent, for officers."""

    def count(self) -> QueueCount:
        """For the first page, without opening any; nothing for whoever takes none up."""
        ...

    def waiting(self) -> tuple[QueueLine, ...]: ...
    def intake(self, intake_id: UUID) -> SentIntakeView: ...
    def accept(self, intake_id: UUID, version: int) -> IntakeSaved: ...
    def join_plan(self, intake_id: UUID, person_id: UUID) -> JoinPlan: ...
    def join(self, intake_id: UUID, version: int, person_id: UUID, case_id: UUID | None = None) -> IntakeSaved: ...
    def ask(self, intake_id: UUID, version: int, words: str) -> None: ...
    def refuse(self, intake_id: UUID, version: int) -> None:
        """Destroys it for good and counts it."""
        ...
