"""A note's thread: nothing is overwritten, the author may correct for a day, after that there are addenda."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.records.casework import NoteBody, NoteKind, NoteRow
from iass_tui.rules.records.office import Role

CORRECTION_TIME = timedelta(hours=24)
"""From the moment the note was first written; a correction starts no new day."""


class NoteReason(Reason):
    """Why a note may not be changed in this way."""

    NOT_THE_AUTHOR = "NOTE_NOT_THE_AUTHOR"
    TOO_LATE = "NOTE_TOO_LATE_TO_CORRECT"
    IN_ERROR = "NOTE_IN_ERROR"
    NO_REASON_GIVEN = "NOTE_NO_REASON_GIVEN"


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
