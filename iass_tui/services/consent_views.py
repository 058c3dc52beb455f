"""What the services hand to the pages about consent: frozen values, already opened."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from iass_tui.rules.consent import Effects, Standing
from iass_tui.rules.consent.giving import Subject
from iass_tui.rules.consent.reviews import Review
from iass_tui.rules.decision import Reason
from iass_tui.rules.records.access import AccessBasis, CompetenceFinding, WrittenAuthority
from iass_tui.rules.records.consents import ConsentEvent, Purpose, Scope
from iass_tui.rules.records.erasure import ErasureDecision, LawfulBasis, ProposalVoid
from iass_tui.rules.second_person import Possible, Second
from iass_tui.rules.traces import TraceKind
from iass_tui.services.views import OutboxFile, TaskView

if TYPE_CHECKING:
    from iass_tui.services import views as v


@dataclasses.dataclass(frozen=True)
class StoppedTask:
    """An open task that a withdrawal drops. `due` is a day in words, "" where there is none."""

    reference: str
    what: str
    due: str


@dataclasses.dataclass(frozen=True)
class Stops:
    """What taking one consent back would stop for this very person (P47, domain table 5.4)."""

    effects: Effects
    tasks: tuple[StoppedTask, ...] = ()
    outbox: tuple[str, ...] = ()
    """Names of copies that wait and would be removed."""
    traces: int = 0
    """Places in words that hold something like a number or an address."""


@dataclasses.dataclass(frozen=True)
class Went:
    """What went with a consent, as it was done."""

    tasks: tuple[StoppedTask, ...]
    """The open tasks that were dropped."""
    settled: tuple[StoppedTask, ...]
    """The open tasks of this consent that it answers."""
    copies: tuple[str, ...]
    """Names of the files that were removed from the outbox."""
    drafts: int
    """First contacts' drafts of theirs that were erased."""
    keys: int
    """File keys that were erased; where there are any, the host key turned: no older copy opens what they sealed."""


NOTHING_WENT = Went((), (), (), 0, 0)


@dataclasses.dataclass(frozen=True)
class WithdrawalDone:
    """What a withdrawal did at once and what remains to be decided (domain table 5.4)."""

    at_once: tuple[str, ...]
    then: tuple[str, ...]
    falls: tuple[Standing, ...]
    """Consents that stood, and mean nothing without this one."""
    went: Went
    code_word: str = ""
    """To be offered where ways to reach them went and they have no word yet."""


@dataclasses.dataclass(frozen=True)
class TraceLine:
    """One place in the words about someone where a number or an address seems to stand."""

    table: str
    """note, task, case, letter or sharing."""
    row_id: UUID
    person_id: UUID
    """In whose record it stands."""
    case_id: UUID | None
    """None of a letter that belongs to no case, and of the sharing record."""
    note_id: UUID | None
    reference: str
    day: date
    kinds: tuple[TraceKind, ...]
    excerpt: str


@dataclasses.dataclass(frozen=True)
class ReviewLine:
    """One consent to ask about again, on somebody's Today."""

    person_id: UUID
    name: str
    reference: str
    review: Review
    task: TaskView
    """The same as a task of whoever has the case: to be done, or put off."""


@dataclasses.dataclass(frozen=True)
class Proposal:
    """That a manager wants a record erased, which waits for a second one."""

    by: str
    on: date
    is_mine: bool


@dataclasses.dataclass(frozen=True)
class VoidProposal:
    """A proposal that was made about the record as it no longer is, and why."""

    by: str
    on: date
    because: ProposalVoid


@dataclasses.dataclass(frozen=True)
class SaidNo:
    """That a manager said no to the newest proposal, and why."""

    by: str
    on: date
    words: str


@dataclasses.dataclass(frozen=True)
class ErasureDue:
    """A frozen record that waits for a manager: erase, or keep on another lawful basis."""

    person_id: UUID
    name: str
    references: tuple[str, ...]
    withdrawn_on: date
    decide_by: date
    proposal: Proposal | None = None


@dataclasses.dataclass(frozen=True)
class ErasureView:
    """One frozen record, before it is decided on."""

    due: ErasureDue
    rows: dict[str, int]
    """What erasing would destroy, by table."""
    keys: int
    kept: ErasureDecision | None
    """What was decided already."""
    needs_kit: bool
    today: date
    second: Second | None
    """As what I would erase it now; None where it takes somebody else first: `why_not` says why."""
    why_not: tuple[Reason, ...] = ()
    said_no: SaidNo | None = None
    seconds: tuple[Possible, ...] = ()
    """Who else could confirm it and from which day, whoever counts soonest first."""
    void: VoidProposal | None = None
    """The newest proposal, where it does not count any more."""
    barred: str = ""
    """Why I decide nothing about it, and who can: a conflict of interest. My own proposal I may take back."""


@dataclasses.dataclass(frozen=True)
class Erased:
    """What an erasure did. `letter` tells the person; it names them, and goes after 14 days like every paper."""

    letter: OutboxFile
    cases: int
    keys: int


@dataclasses.dataclass(frozen=True)
class ReferralDue:
    """A family whose name somebody passed on, and who have to be asked themselves (P30)."""

    person_id: UUID
    name: str
    referrer: str
    ask_by: date
    """The last day: after it the referral is destroyed, and only counted."""
    days_left: int


@dataclasses.dataclass(frozen=True)
class ConsentAgenda:
    """What consents ask of a colleague today. Computed, never stored."""

    decisions: tuple[ErasureDue, ...] = ()
    reviews: tuple[ReviewLine, ...] = ()
    birthdays: tuple[TaskView, ...] = ()
    """Of children in my cases, while nobody has made a task of them yet."""
    unreadable: int = 0
    referrals: tuple[ReferralDue, ...] = ()


class Consent(Protocol):
    """Consent events and what follows from them."""

    def record(self, person_id: UUID, events: Sequence[ConsentEvent]) -> Went: ...
    def withdraw(
        self,
        person_id: UUID,
        purpose: Purpose,
        scope: Scope,
        *,
        given_by: UUID | None,
        given_on: date,
        method: str,
        right: str = "",
        evidence: str = "",
        conditions: str = "",
    ) -> WithdrawalDone: ...
    def subject(self, person_id: UUID) -> Subject:
        """What the rule on who may say yes is asked with: age, competence, parental responsibility."""
        ...

    def stops(self, person_id: UUID, purpose: Purpose, scope: Scope) -> Stops:
        """What taking this back would stop for this very person; nothing is changed."""
        ...

    def tell_agency(self, person_id: UUID, purpose: Purpose, scope: Scope) -> str:
        """Makes a task to tell them; the reference of the case in which it stands."""
        ...

    def keep_code_word(self, person_id: UUID, word: str) -> None:
        """The word that they took when ways to reach them went stands on their card (table 5.4)."""
        ...

    def acknowledge(self, person_id: UUID, purpose: Purpose, scope: Scope) -> v.OutboxFile: ...
    def traces(self, person_id: UUID) -> tuple[TraceLine, ...]: ...
    def redact(self, person_id: UUID, line: TraceLine) -> None: ...


class Erasures(Protocol):
    """Records frozen since consent to save was taken back: a manager decides within a month."""

    def due(self) -> tuple[ErasureDue, ...]: ...
    def look(self, person_id: UUID) -> ErasureView: ...
    def keep(self, person_id: UUID, basis: LawfulBasis, words: str, review_on: date) -> v.OutboxFile: ...
    def propose(self, person_id: UUID) -> None: ...
    def take_back(self, person_id: UUID) -> None: ...
    def say_no(self, person_id: UUID, words: str) -> None: ...
    def erase(self, person_id: UUID) -> Erased: ...


class Reviews(Protocol):
    """What consents ask of a colleague today."""

    def agenda(self) -> ConsentAgenda: ...


class AccessBases(Protocol):
    """By what right someone may receive a file."""

    def read(self, person_id: UUID) -> AccessBasis: ...
    def add_finding(self, person_id: UUID, finding: CompetenceFinding) -> None: ...
    def add_authority(self, person_id: UUID, authority: WrittenAuthority) -> None: ...
    def end_authority(self, person_id: UUID, number: int) -> None: ...
