"""Enquiries, cases, notes, contacts and tasks."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date, datetime
from uuid import UUID

from iass_tui.rules.records.base import Record
from iass_tui.rules.records.duties import Duty
from iass_tui.rules.records.putting_off import PutOff, Waiting
from iass_tui.rules.records.sharing import Recipient


class CaseStatus(enum.StrEnum):
    """Workflow state (domain table 2.2)."""

    OPEN = "OPEN"
    INACTIVE = "INACTIVE"
    CLOSED = "CLOSED"


@dataclasses.dataclass(frozen=True, kw_only=True)
class LevelChange(Record):
    """One line of a case's level history; reports use the highest level reached."""

    level: str
    on: date
    reason: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class StatusChange(Record):
    """One line of a case's status history: what it became and why; of a closing with what came of it (P41)."""

    status: CaseStatus
    on: date
    reason: str = ""
    closure: str = ""
    outcomes: tuple[str, ...] = ()
    outcome_words: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseFacts(Record):
    """The referral header (P38) and what statistics need, in one sealed cell."""

    levels: tuple[LevelChange, ...] = ()
    issues: tuple[str, ...] = ()
    """ISSUE codes, the primary one first."""
    needs: tuple[str, ...] = ()
    sen_stage: str = "U"
    ehc_stage: str = ""
    setting_type: str = "NKN"
    setting_name: str = ""
    """Internal only: no export ever holds it."""
    source: str = "NKN"
    channel: str = ""
    user_type: str = ""
    wants: str = ""
    """What the family wants, in their words."""
    child_view: str = ""
    """YES, NO or NOT_YET: was the child's own view sought?"""
    opened_on: date | None = None
    closed_on: date | None = None
    closure: str = ""
    """A CLOSURE code; closing needs it and an outcome (P41)."""
    outcomes: tuple[str, ...] = ()
    outcome_words: str = ""
    statuses: tuple[StatusChange, ...] = ()
    """Every change of status since it was opened, in order: closings stay here when the case is opened again."""
    policy_explained: bool = False
    rights_explained_on: date | None = None
    rights_explained_how: str = ""
    rights_explained_by: str = ""
    reopened_on: date | None = None
    """The last day on which a closed case was opened again: consents are confirmed (domain table 5.5)."""
    officer_since: date | None = None
    """Since when another officer than the first has it: consents are confirmed."""

    @property
    def level(self) -> str:
        """The level now: the last entry of the history, "" before the first."""
        return self.levels[-1].level if self.levels else ""

    @property
    def highest_level(self) -> str:
        """The highest level reached, which reports count (domain table 2.2)."""
        return max((change.level for change in self.levels), default="")


class ProvidedBy(enum.StrEnum):
    """Who gave us what a note says (P32 turns on it)."""

    CHILD = "CHILD"
    PARENT = "PARENT"
    PROFESSIONAL = "PROFESSIONAL"
    OFFICER = "OFFICER"
    OTHER = "OTHER"


class ParentMaySee(enum.StrEnum):
    """Whether a parent may be given what a note says (P32)."""

    YES = "YES"
    NO = "NO"
    NOT_ASKED = "NOT_ASKED"


@dataclasses.dataclass(frozen=True, kw_only=True)
class NoteBody(Record):
    """A case note: structured part (P39-P41) and free text; nothing is required to be long (P42)."""

    progress: str = ""
    action: str = ""
    action_by: str = ""
    action_due: date | None = None
    reach_id: UUID | None = None
    """Whom of the family we have to ring or write to for the action: as of a task (P44)."""
    outcome: str = ""
    text: str = ""
    happened_on: date | None = None
    channel: str = ""
    minutes: int = 0
    travel: int = 0
    """Minutes on the way there and back, apart from the talk itself."""
    volunteer_minutes: int = 0
    """Minutes of a volunteer who sat in, or whose own talk it was."""
    provided_by: ProvidedBy = ProvidedBy.PARENT
    provided_by_id: UUID | None = None
    with_agency: Recipient | None = None
    """With whom outside the family one talked; None: with nobody outside it."""
    about: tuple[UUID, ...] = ()
    parent_may_see: ParentMaySee = ParentMaySee.NOT_ASKED
    joint_id: UUID | None = None
    """The same in each case that one contact belongs to (decision 0015); None where it belongs to one."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContactBody(Record):
    """One two-way exchange: with whom, how, how long. What was said stands in a note, if anywhere."""

    happened_on: date | None = None
    channel: str = ""
    """A CHANNEL code."""
    minutes: int = 0
    """In fives: how long it took a colleague, never to the minute."""
    travel: int = 0
    """In fives: on the way there and back."""
    volunteer_minutes: int = 0
    """In fives: of a volunteer who sat in, or whose own talk it was."""
    with_whom: ProvidedBy = ProvidedBy.PARENT
    with_id: UUID | None = None
    """The person on file; None where they are not, or nobody noted who it was."""
    with_agency: Recipient | None = None
    """Whoever is outside the family, by name: only with the sharing rule's permit (P33)."""
    note_id: UUID | None = None
    """The note that this is part of; None for a contact by itself."""
    joint_id: UUID | None = None
    """The same in each case that this contact belongs to: figures count it once."""


class NoteKind(enum.StrEnum):
    """Rows of a note's thread. Nothing is ever overwritten."""

    NOTE = "NOTE"
    CORRECTION = "CORRECTION"
    ADDENDUM = "ADDENDUM"
    IN_ERROR = "IN_ERROR"


@dataclasses.dataclass(frozen=True, kw_only=True)
class NoteRow:
    """One stored row of a note's thread: the first, a correction, an addendum or a mark of error."""

    id: UUID
    note_id: UUID
    case_id: UUID
    number: int
    kind: NoteKind
    author_id: UUID
    written_at: datetime
    body: NoteBody


class TaskStatus(enum.StrEnum):
    """Workflow state of a task."""

    OPEN = "OPEN"
    DONE = "DONE"
    DROPPED = "DROPPED"


@dataclasses.dataclass(frozen=True, kw_only=True)
class TaskBody(Record):
    """What is to be done and by when; the due date is sealed, since it may be a birthday."""

    what: str
    due_on: date | None = None
    statutory: bool = False
    note_id: UUID | None = None
    done_on: date | None = None
    """When it was marked as done, or dropped; None while it is open, or where that was not kept yet."""
    reach_id: UUID | None = None
    """Whom of the family we have to ring or write to for it: only with their yes to that (P44)."""
    policy_id: UUID | None = None
    """The version of the policy of which the family is to be told (P69): done by saying how they were told."""
    put_off: tuple[PutOff, ...] = ()
    """Every time that it was put off, the latest last. The due date stays as it was."""
    waiting: Waiting | None = None
    """For whom it waits; None while it is ours to do."""
    duty: Duty | None = None
    """The birthday or the consent that asks for it: it is not asked for twice, and done by saying what was done."""
    done_words: str = ""
    """What was done, where that is kept."""

    @property
    def reasons(self) -> str:
        """Why it was put off, what is waited for and what was done, a line each: in running words a number may stand.

        What was done is last, however many lines it has, and has one only where something stands there.
        """
        waits = [self.waiting.words] if self.waiting else []
        return "\n".join([*(one.why for one in self.put_off), *waits, *([self.done_words] if self.done_words else [])])

    def with_reasons(self, reasons: str) -> TaskBody:
        """The task with these lines in place of its own, as many as there were."""
        lines = reasons.split("\n")
        put_off = tuple(dataclasses.replace(one, why=why) for one, why in zip(self.put_off, lines, strict=False))
        waiting = dataclasses.replace(self.waiting, words=lines[len(put_off)]) if self.waiting else None
        done_words = "\n".join(lines[len(put_off) + len([self.waiting] if self.waiting else []) :])
        return dataclasses.replace(self, put_off=put_off, waiting=waiting, done_words=done_words)


@dataclasses.dataclass(frozen=True, kw_only=True)
class TallyBody(Record):
    """All that is kept of someone who did not agree to be saved (table 1.3): codes only, no moment."""

    week: date
    """The Monday of the week."""
    channel: str
    user_type: str
    issue_group: str
    level: str = "L1"
    minutes_band: str = ""
    signposts: tuple[str, ...] = ()
    why: str = ""
    """NO, NOT_ASKED, ANONYMOUS, REFERRAL_REFUSED, REFERRAL_UNANSWERED, INTAKE_REFUSED."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class CallerCode(Record):
    """What an anonymous caller's code leads to (P21): its hash, a group and tips as codes."""

    hash: str
    issue_group: str
    tips: tuple[str, ...] = ()
    expires_week: date
