"""What a colleague is handed with a case, and which cases could not be handed over: frozen, already permitted."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Protocol
from uuid import UUID

from iass_tui.rules.consent import Passport
from iass_tui.rules.deadlines import Deadline
from iass_tui.rules.handover import HandoverGap
from iass_tui.rules.records.agencies import AgencyCard, Involvement
from iass_tui.rules.records.casework import CaseFacts, CaseStatus, ProvidedBy, TaskBody
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.people import ContactDetails, FamilyTie, PersonCard
from iass_tui.rules.release import ItemReason
from iass_tui.services.concern_views import StaffNotice
from iass_tui.services.views import OutboxFile


@dataclasses.dataclass(frozen=True)
class KeptBack:
    """Why something is not passed on, and the names of those who are not told; none: no parent or carer is."""

    why: ItemReason
    whom: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Told:
    """One thing that was written down, cut to a line or two: when, whose words, and who may not learn it."""

    on: date
    words: str
    by: ProvidedBy
    by_name: str = ""
    kept_back: KeptBack | None = None
    written_by: str = ""
    """The colleague who wrote it down; "" where it is whoever has the case."""


@dataclasses.dataclass(frozen=True)
class SheetTask:
    """Something that is to be done. `does_it` is who was named for it, "" where it is whoever has the case."""

    body: TaskBody
    does_it: str
    is_overdue: bool
    kept_back: KeptBack | None = None


@dataclasses.dataclass(frozen=True)
class InvolvedAgency:
    """Someone from outside who works with them, worked or will; `may_contact` by the child's own record (P33)."""

    card: AgencyCard
    body: Involvement
    may_contact: bool


@dataclasses.dataclass(frozen=True)
class NextDate:
    """A day to come: of a task, of the law (`deadline`), or of the child's own life."""

    on: date
    words: str
    deadline: Deadline | None = None
    is_task: bool = False
    """It stands among what is to be done too."""


@dataclasses.dataclass(frozen=True)
class ToAsk:
    """A consent to ask about again: whom, why, since or from when."""

    name: str
    words: str
    on: date


@dataclasses.dataclass(frozen=True)
class FamilyMember:
    """The child, or someone of the family. `tie` is None for the child; `contact` while P44 is not given."""

    id: UUID
    card: PersonCard | None
    name: str
    tie: FamilyTie | None
    contact: ContactDetails | None
    agreed: tuple[Purpose, ...]
    """What of their own is in force."""
    may_not_know: bool
    """The child refuses them access to the file (P15, P16)."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class HandoverSheet:
    """Everything a stranger needs to go on with a case, in the order in which it is read."""

    case_id: UUID
    reference: str
    person_id: UUID
    status: CaseStatus
    officer: str
    facts: CaseFacts
    opened_on: date
    age: int | None
    made_on: date
    made_by: str
    family: tuple[FamilyMember, ...]
    """The child first."""
    agencies: tuple[InvolvedAgency, ...]
    """Those involved now, then soon, then no longer."""
    notice: StaffNotice
    refused: tuple[str, ...]
    """Names of those whom the child refuses access; `EVERYONE` for all others."""
    is_frozen: bool
    consents: Passport
    to_ask: tuple[ToAsk, ...]
    """Consents to ask about again."""
    decides_since: date | None
    """Since when the young person holds the rights about their plan; None while parents do, or nobody knows."""
    wish: Told | None
    progress: tuple[Told, ...]
    """Five at most, newest first."""
    childs_words: tuple[Told, ...]
    to_do: tuple[SheetTask, ...]
    sent: tuple[Told, ...]
    """The letters that went out, five at most, newest first."""
    dates: tuple[NextDate, ...]
    last_spoke: Told | None
    gaps: tuple[HandoverGap, ...]
    unreadable: int = 0
    """How many parts of the case do not open: what they say is not here."""


@dataclasses.dataclass(frozen=True)
class SheetView:
    """The sheet, and what it says line by line: (how a line stands on the page, words)."""

    sheet: HandoverSheet
    lines: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True)
class GapLine:
    """One case that could not be handed over as it stands."""

    case_id: UUID
    reference: str
    name: str
    officer: str
    opened_on: date
    status: CaseStatus
    gaps: tuple[HandoverGap, ...]
    is_restricted: bool = False


class Handover(Protocol):
    """Handing a case over (P37-P43)."""

    def read(self, case_id: UUID) -> SheetView: ...
    def glance(self, case_id: UUID) -> SheetView | None:
        """What stands beside Today's list; None of whoever's case is not mine: of that nothing is opened."""
        ...

    def make(self, case_id: UUID, *, large_print: bool = False) -> OutboxFile: ...
    def with_gaps(self) -> tuple[GapLine, ...]: ...
