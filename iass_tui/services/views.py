"""What the services hand to the screens: frozen views, already opened, already permitted."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from iass_tui.rules.records.casework import CaseFacts, CaseStatus, ContactBody, NoteRow, TaskBody, TaskStatus
from iass_tui.rules.records.consents import RecordedConsent
from iass_tui.rules.records.deadlines import CaseEvent
from iass_tui.rules.records.office import Act, OfficeFacts
from iass_tui.rules.records.people import ContactDetails, FamilyTie, PersonCard, ReferralPermission
from iass_tui.services.concern_views import StaffNotice

if TYPE_CHECKING:
    from iass_tui.rules.handover import Material
    from iass_tui.rules.records.letters import RecordedLetter
    from iass_tui.rules.records.papers import RecordedCopy
    from iass_tui.services.consent_views import ReviewLine
    from iass_tui.services.deadline_views import CaseDate
    from iass_tui.services.feedback_views import FeedbackView
    from iass_tui.services.interest_views import InterestLine
    from iass_tui.services.sharing_views import SharingLine

from iass_tui.services.refusals import (
    Conflict as Conflict,
    NotAllowed as NotAllowed,
    NotFound as NotFound,
    NotOpen as NotOpen,
    OfficeFull as OfficeFull,
    Problem as Problem,
    WrongPassphrase as WrongPassphrase,
)


class OfficeCondition(enum.StrEnum):
    """What stands in the folder, before anyone signs in."""

    NONE = "NONE"
    READY = "READY"
    COPY = "COPY"
    """A copied folder: this host serves another one. Opens for check only."""
    NO_HOST_KEY = "NO_HOST_KEY"
    OLDER = "OLDER"
    """Older than what this host has seen: restore, do not open."""
    NEWER_VERSION = "NEWER_VERSION"
    DAMAGED = "DAMAGED"
    FOREIGN = "FOREIGN"
    READ_ONLY = "READ_ONLY"
    NETWORK = "NETWORK"
    BUSY = "BUSY"
    """Another process is setting it up at this moment."""


@dataclasses.dataclass(frozen=True)
class OfficeState:
    """The condition of the folder and one plain sentence that says what to do."""

    condition: OfficeCondition
    sentence: str = ""


@dataclasses.dataclass(frozen=True)
class SetUpAnswers:
    """The five questions of set-up, and the founder, who is the first manager."""

    facts: OfficeFacts
    sign_in: str
    name: str
    passphrase: str


@dataclasses.dataclass(frozen=True)
class CaseLine:
    """One case in a list."""

    id: UUID
    reference: str
    person_id: UUID
    name: str
    status: CaseStatus
    level: str
    officer_id: UUID | None
    officer: str
    opened_on: date | None
    last_note_at: datetime | None = None
    version: int = 0


@dataclasses.dataclass(frozen=True)
class Relative:
    """Someone in the family, seen from the person on screen."""

    link_id: UUID
    version: int
    person_id: UUID
    name: str
    born_text: str
    tie: FamilyTie
    is_child_side: bool
    """True where this relative is the child in the tie."""


@dataclasses.dataclass(frozen=True)
class PersonView:
    """One person as their screen shows them. `contact` is None while P44 is not given."""

    id: UUID
    version: int
    card: PersonCard
    age: int | None
    contact: ContactDetails | None
    contact_version: int
    may_keep_contact: bool
    is_frozen: bool
    pending: ReferralPermission | None
    family: tuple[Relative, ...]
    cases: tuple[CaseLine, ...]
    consents: tuple[RecordedConsent, ...]
    destroy_due: date | None
    refusals: tuple[str, ...]
    """Names of those whom this person refuses access to the file (P15, P16); "everyone" for all others."""
    used: frozenset[UUID] = frozenset()
    """One-off consents that were acted on: they permit nothing more."""
    notice: StaffNotice = StaffNotice()
    """Whom to speak to where a safeguarding lead said that case staff may know of a concern."""
    interests: tuple[InterestLine, ...] = ()
    """Colleagues who have a conflict of interest with them or their family."""
    unreadable: int = 0
    """How many parts (contact details, ties) do not open: say so, and name `iass check --deep`."""


@dataclasses.dataclass(frozen=True)
class NoteView:
    """One note's thread, newest state first: `rows` holds every version and addendum, oldest first."""

    note_id: UUID
    author: str
    author_id: UUID
    written_at: datetime
    rows: tuple[NoteRow, ...]
    in_error: bool
    may_correct: bool


@dataclasses.dataclass(frozen=True)
class ContactView:
    """One talk with a family."""

    id: UUID
    author: str
    written_at: datetime
    body: ContactBody


@dataclasses.dataclass(frozen=True)
class TaskView:
    """One task; `due_on` was sealed until sign-in."""

    id: UUID
    version: int
    case_id: UUID
    reference: str
    name: str
    owner_id: UUID | None
    owner: str
    status: TaskStatus
    body: TaskBody


@dataclasses.dataclass(frozen=True)
class CaseView:
    """One case with everything its screen shows."""

    id: UUID
    version: int
    reference: str
    status: CaseStatus
    officer_id: UUID | None
    officer: str
    facts: CaseFacts
    person: PersonView
    notes: tuple[NoteView, ...]
    """Newest first."""
    tasks: tuple[TaskView, ...]
    gaps: tuple[str, ...]
    """What a colleague taking over would miss (P43), as rule values."""
    material: Material
    """What that was judged by: with a note not yet saved it can be judged again."""
    contacts: tuple[ContactView, ...] = ()
    """Talks that have no note, newest first; a note's own stands in the note."""
    sharings: tuple[SharingLine, ...] = ()
    """What was passed on about the person, asked for and not given, or left to the family; oldest first."""
    copies: tuple[RecordedCopy, ...] = ()
    """Papers that the person was given, oldest first."""
    events: tuple[CaseEvent, ...] = ()
    """What happened and starts the law's clocks."""
    letters: tuple[RecordedLetter, ...] = ()
    """What went out about the person in letters, oldest first, word for word."""
    feedback: tuple[FeedbackView, ...] = ()
    """Forms that the family asked to have kept with the case, newest first."""
    to_ask: tuple[ReviewLine, ...] = ()
    """Consents to ask about again, where `Casework.to_ask` was asked for them."""
    unreadable: int = 0
    """How many parts (notes, contacts, tasks, events, papers, forms) do not open and so are not here: say so, and name
    `iass check --deep`."""

    @property
    def work(self) -> tuple[TaskView, ...]:
        """The tasks, those of consents that are due among them."""
        return (*self.tasks, *(one.task for one in self.to_ask))


@dataclasses.dataclass(frozen=True)
class TodayView:
    """What is due, and how much there is of it."""

    overdue: tuple[TaskView, ...]
    today: tuple[TaskView, ...]
    this_week: tuple[TaskView, ...]
    later: tuple[TaskView, ...]
    my_open: int
    by_level: dict[str, int]
    quiet: int
    """My open cases with no note in the days that the office set (P37)."""
    drafts: tuple[DraftOffer, ...]
    warnings: tuple[str, ...]
    """Standing warnings as codes: NO_KIT, NO_BACKUP, BACKUP_OLD, BACKUP_SAME_DISK, ADMIT_WAITING, UNREADABLE."""
    exceptions: tuple[ExceptionLine, ...] = ()
    """Shared without permission: what a manager has to see or sign off, and what was signed off to be shared."""
    dates: tuple[CaseDate, ...] = ()
    """What the law sets in my cases: overdue, today or this week."""
    waiting: tuple[TaskView, ...] = ()
    """What waits for somebody else, by the day on which to chase them."""
    inactive: int = 0
    """My cases that are set aside."""
    restricted: frozenset[UUID] = frozenset()
    """Cases of restricted records, and whose they are: as far as this colleague opens them."""


@dataclasses.dataclass(frozen=True)
class ExceptionLine:
    """One exception on the first page (P9, P11)."""

    sharing_id: UUID
    name: str
    recipient: str
    ground: str
    """A `Ground` value."""
    stage: str
    """TO_SEE, TO_SIGN_OFF, TO_SIGN_OFF_FIRST: for a manager; TO_DO: for whoever proposed it."""
    due_on: date | None
    is_overdue: bool = False


@dataclasses.dataclass(frozen=True)
class DraftOffer:
    """Unsaved work found at sign-in, to be offered back."""

    id: UUID
    kind: str
    """intake, note, addendum, card."""
    subject_id: UUID | None
    case_id: UUID | None
    saved_at: datetime
    summary: str


@dataclasses.dataclass(frozen=True)
class IntakeSaved:
    """What an intake left behind."""

    outcome: str
    """An `IntakeOutcome` value."""
    case_id: UUID | None = None
    person_id: UUID | None = None
    reference: str = ""
    code_word: str = ""
    caller_code: str = ""


@dataclasses.dataclass(frozen=True)
class CallerCodeView:
    """What a returning anonymous caller's code opened: codes only."""

    issue_group: str
    tips: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Invitation:
    """A code to read out or write down, once."""

    account_id: UUID
    sign_in: str
    code: str
    expires_on: date


@dataclasses.dataclass(frozen=True)
class AuditFilter:
    """Which audit lines: everything where a field is empty."""

    case_id: UUID | None = None
    subject_id: UUID | None = None
    actor_id: UUID | None = None
    acts: frozenset[Act] = frozenset()
    since: date | None = None


@dataclasses.dataclass(frozen=True)
class AuditRow:
    """One audit line in words."""

    seq: int
    at: datetime
    who: str
    act: Act | None
    what: str
    case_reference: str = ""
    about: str = ""
    """The name of the person or colleague it is about; "" where they are not here any more."""
    why: str = ""
    """The reasons that were given, as plain words."""


@dataclasses.dataclass(frozen=True)
class PackItemView:
    """One thing that might go into a copy of what is held, undecided until ticked."""

    id: str
    kind: str
    day: date
    heading: str
    text: str
    proposed: str
    """INCLUDE or WITHHOLD, with reasons: a proposal, never a decision."""
    reasons: tuple[str, ...]
    in_error: bool
    locked: bool
    """True where the rule forbids including it (P14-P16, P32)."""


@dataclasses.dataclass(frozen=True)
class PackOffer:
    """A working copy being put together for one requester."""

    person_id: UUID
    requester_id: UUID | None
    allowed: bool
    reasons: tuple[str, ...]
    items: tuple[PackItemView, ...]


@dataclasses.dataclass(frozen=True)
class OutboxFile:
    """One encrypted file waiting in the outbox."""

    name: str
    size: int
    made_on: date
    passphrase: str = ""
    """Only in the answer to the one who made it."""
    is_mine: bool = False
    """Of what waits: made by whoever asks."""


@dataclasses.dataclass(frozen=True)
class QuarterMade:
    """A quarter's workbook as written."""

    path: Path
    hidden: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class FieldDifference:
    """One field that two people changed: what it was, what each made of it."""

    field: str
    before: str
    mine: str
    theirs: str
