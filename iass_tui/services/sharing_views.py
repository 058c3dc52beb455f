"""What the services say about sharing: the answer to a question, the sharing record, exceptions."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from iass_tui.rules.decision import Problem, Reason
from iass_tui.rules.records.consents import ConsentEvent
from iass_tui.rules.records.sharing import Basis, ExceptionFacts, OwnShare, Question, SharingBody, SharingKind
from iass_tui.rules.second_person import Possible, Second
from iass_tui.rules.sharing import Change, Outcome
from iass_tui.services.views import OutboxFile


@dataclasses.dataclass(frozen=True, kw_only=True)
class AnswerView:
    """Yes, No, or only as an exception: with everything that has to be said about it."""

    question: Question
    """As it was decided: a social worker of the family counts as an agency."""
    recipient: str
    about: tuple[str, ...]
    """Names of everyone whom it is about."""
    outcome: Outcome
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    """In the family's words."""
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    basis: Basis | None = None
    permissions: tuple[ConsentEvent, ...] = ()
    topics: tuple[str, ...] = ()
    """Topics to which their consents for this recipient are limited."""


@dataclasses.dataclass(frozen=True)
class SharedDone:
    """What was recorded; `sign_off_by` is the last day for a manager's word, where one is needed afterwards."""

    sharing_id: UUID
    kind: SharingKind
    sign_off_by: date | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class SharingLine:
    """One line of someone's sharing record; `recipient` and `by` are names, "" where they are not here any more."""

    sharing_id: UUID
    kind: SharingKind
    at: datetime
    by: str
    recipient: str
    body: SharingBody
    permissions: tuple[ConsentEvent, ...] = ()
    decided_by: str = ""


@dataclasses.dataclass(frozen=True)
class SharingRecord:
    """What was passed to whom, when, on whose permission; newest first."""

    person_id: UUID
    name: str
    lines: tuple[SharingLine, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class ExceptionView:
    """One exception with all that was recorded of it (P9-P11)."""

    sharing_id: UUID
    person_id: UUID
    about: tuple[str, ...]
    recipient: str
    question: Question
    facts: ExceptionFacts
    decided_by: str
    recorded_by: str
    at: datetime
    stage: str
    """TO_SEE, TO_SIGN_OFF, TO_SIGN_OFF_FIRST, TO_DO, or DONE."""
    due_on: date | None
    told: str
    answers: tuple[SharingLine, ...]
    """Who saw it, signed it off or turned it down."""
    second: Second | None
    """As what I would sign it off; None where it takes another manager: `why_not` says why."""
    why_not: tuple[Reason, ...] = ()
    seconds: tuple[Possible, ...] = ()
    """Who else could sign it off and from which day, whoever counts soonest first."""


class Sharing(Protocol):
    """May I share this? And the sharing record (P3, P9-P11, P15, P18, P19)."""

    def ask(self, person_id: UUID, question: Question) -> AnswerView: ...
    def share(
        self,
        person_id: UUID,
        question: Question,
        *,
        told: str,
        how: str = "",
        exception: ExceptionFacts | None = None,
        case_id: UUID | None = None,
    ) -> SharedDone:
        """Records what was passed on, by a permit decided anew; an exception that a manager has to sign off first is
        proposed instead (P11). Raises `NotAllowed` with every reason."""
        ...

    def said_no(self, person_id: UUID, question: Question, *, said: str = "", case_id: UUID | None = None) -> None: ...
    def own_share(
        self,
        person_id: UUID,
        outcome: OwnShare,
        *,
        words: str = "",
        question: Question | None = None,
        sharing_id: UUID | None = None,
    ) -> None:
        """The family shares it themselves, and what came of that (P18)."""
        ...

    def record(self, person_id: UUID) -> SharingRecord: ...
    def print(self, person_id: UUID, requester_id: UUID | None) -> OutboxFile: ...
    def exception(self, sharing_id: UUID) -> ExceptionView: ...
    def seen(self, sharing_id: UUID) -> None: ...
    def sign_off(self, sharing_id: UUID, words: str) -> None: ...
    def turn_down(self, sharing_id: UUID, words: str) -> None: ...
    def carry_out(self, sharing_id: UUID, *, told: str, how: str) -> None:
        """A proposal that was signed off was shared now."""
        ...
