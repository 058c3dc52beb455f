"""A note's thread: nothing is overwritten, the author may correct for a day, after that there are addenda."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from iass_tui.rules.codes import code_list
from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.records.casework import ContactBody, NoteBody, NoteKind, NoteRow, ProvidedBy
from iass_tui.rules.records.office import Role

CORRECTION_TIME = timedelta(hours=24)
"""From the moment the note was first written; a correction starts no new day."""
LONGEST_CONTACT = 24 * 60
STEP = 5
"""Minutes are kept in fives."""


class NoteReason(Reason):
    """Why a note may not be changed in this way."""

    NOT_THE_AUTHOR = "NOTE_NOT_THE_AUTHOR"
    TOO_LATE = "NOTE_TOO_LATE_TO_CORRECT"
    IN_ERROR = "NOTE_IN_ERROR"
    NO_REASON_GIVEN = "NOTE_NO_REASON_GIVEN"


class ContactReason(Reason):
    """Why something cannot be kept as a contact."""

    NO_CHANNEL = "CONTACT_NO_CHANNEL"
    NO_DAY = "CONTACT_NO_DAY"
    STILL_TO_COME = "CONTACT_STILL_TO_COME"
    MINUTES = "CONTACT_MINUTES"


class BrokenThread(ValueError):
    """Rows that cannot be one note's thread: none, of several notes, or not begun by a note."""


@dataclasses.dataclass(frozen=True)
class NoteThread:
    """One note as it stands. `body` is the latest version; everything earlier is in `versions`, oldest first."""

    note_id: UUID
    case_id: UUID
    author_id: UUID
    written_at: datetime
    body: NoteBody
    versions: tuple[NoteRow, ...]
    addenda: tuple[NoteRow, ...]
    error: NoteRow | None

    @property
    def is_in_error(self) -> bool:
        """Marked as entered in error: still shown, never counted as what the office holds to be true."""
        return self.error is not None


def in_time(written_at: datetime, at: datetime) -> bool:
    """Whether `at` lies within the day after writing, its last second included.

    A clock that stands behind the one that wrote the note counts as in time.
    """
    return at - written_at <= CORRECTION_TIME


def may_correct(author_id: UUID, written_at: datetime, who: UUID, now: datetime, *, in_error: bool = False) -> Decision:
    """Whether `who` may put a corrected version over a note written at `written_at`: its author, for 24 hours.

    Afterwards, and for anyone else, an addendum is the way: what others relied on stays readable.
    """
    reasons: list[Reason] = []
    if who != author_id:
        reasons.append(NoteReason.NOT_THE_AUTHOR)
    if not in_time(written_at, now):
        reasons.append(NoteReason.TOO_LATE)
    if in_error:
        reasons.append(NoteReason.IN_ERROR)
    return decide(reasons)


def may_mark_in_error(thread: NoteThread, who: UUID, role: Role, reason: str) -> Decision:
    """Whether `who` may mark a note as entered in error: its author or a manager, once, and saying why."""
    reasons: list[Reason] = []
    if who != thread.author_id and role is not Role.MANAGER:
        reasons.append(NoteReason.NOT_THE_AUTHOR)
    if thread.is_in_error:
        reasons.append(NoteReason.IN_ERROR)
    if not reason.strip():
        reasons.append(NoteReason.NO_REASON_GIVEN)
    return decide(reasons)


def fold_thread(rows: Sequence[NoteRow]) -> NoteThread:
    """The note that these rows make, in whatever order they come. Raises `BrokenThread`.

    A correction by someone else or after the day is shown as an addendum: it can add, but not replace.
    """
    ordered = sorted(rows, key=lambda row: row.number)
    if not ordered or ordered[0].kind is not NoteKind.NOTE:
        raise BrokenThread("a thread begins with its note")
    first = ordered[0]
    if any((row.note_id, row.case_id) != (first.note_id, first.case_id) for row in ordered):
        raise BrokenThread("rows of several notes")
    if sum(row.kind is NoteKind.NOTE for row in ordered) > 1:
        raise BrokenThread("two notes in one thread")
    versions, addenda = [first], []
    error: NoteRow | None = None
    for row in ordered[1:]:
        if row.kind is NoteKind.IN_ERROR:
            error = error or row
        elif row.kind is NoteKind.CORRECTION and may_correct(
            first.author_id, first.written_at, row.author_id, row.written_at, in_error=error is not None
        ):
            versions.append(row)
        else:
            addenda.append(row)
    return NoteThread(
        note_id=first.note_id,
        case_id=first.case_id,
        author_id=first.author_id,
        written_at=first.written_at,
        body=versions[-1].body,
        versions=tuple(versions),
        addenda=tuple(addenda),
        error=error,
    )


def in_fives(minutes: int) -> int:
    """Minutes as a contact keeps them: the next five up, none for none."""
    return -(-minutes // STEP) * STEP


def contact_of(body: NoteBody, note_id: UUID) -> ContactBody | None:
    """The contact that a note tells of; None where it names no way and no time, or is the office's own work."""
    has_time = body.minutes or body.travel or body.volunteer_minutes
    if not (body.channel or has_time) or body.provided_by is ProvidedBy.OFFICER:
        return None
    return ContactBody(
        happened_on=body.happened_on,
        channel=body.channel,
        minutes=in_fives(body.minutes),
        travel=in_fives(body.travel),
        volunteer_minutes=in_fives(body.volunteer_minutes),
        with_whom=body.provided_by,
        with_id=body.provided_by_id,
        with_agency=body.with_agency,
        note_id=note_id,
        joint_id=body.joint_id,
    )


def is_outside(body: ContactBody) -> bool:
    """Whether a contact was with someone outside the family, as far as it says so itself (P33)."""
    if body.with_agency is not None or body.with_whom is ProvidedBy.PROFESSIONAL:
        return True
    return body.with_whom is ProvidedBy.OTHER and body.with_id is None


def may_add_contact(body: ContactBody, today: date) -> Decision:
    """Whether a contact without a note can be kept: a way, a day that has come, and a time of at most a day."""
    reasons: list[Reason] = []
    if body.channel not in code_list("CHANNEL"):
        reasons.append(ContactReason.NO_CHANNEL)
    if body.happened_on is None:
        reasons.append(ContactReason.NO_DAY)
    elif body.happened_on > today:
        reasons.append(ContactReason.STILL_TO_COME)
    if not all(0 <= one <= LONGEST_CONTACT for one in (body.minutes, body.travel, body.volunteer_minutes)):
        reasons.append(ContactReason.MINUTES)
    return decide(reasons)
