"""Intakes that were sent: letters sealed to casework or to one colleague, added one by one and gone together."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import audit_store, letters
from db.desk import Desk
from db.engine import run
from db.letters import Forged, Letter
from db.opened import record, uid
from db.row_formats import columns_of
from db.tables.queue import IntakeLetterRow, SentIntakeRow
from db.unit_of_work import Tampered, UnitOfWork, verify_row
from db.vouched import verify_rows
from iass_tui.rules.records.queue import IntakeState, LetterBody, LetterKind
from iass_tui.vault.compartments import ACCOUNT, FileKey

Row = Sequence[Any]
_COLUMNS = ", ".join(columns_of("sent_intake"))
_LETTER_COLUMNS = ", ".join(columns_of("intake_letter"))


@dataclasses.dataclass(frozen=True)
class Sent:
    """What the clear columns say of an intake: enough to count, to show its age, and all that its author keeps."""

    id: UUID
    version: int
    state: IntakeState
    written_at: str
    sent_by: UUID
    letters: int

    @property
    def sent_at(self) -> datetime:
        """The moment of sending."""
        return datetime.fromisoformat(self.written_at)


@dataclasses.dataclass(frozen=True, repr=False)
class OpenLetter:
    """One letter that this account opens."""

    id: UUID
    key_id: UUID
    author_id: UUID
    written_at: datetime
    body: LetterBody


# reading


def select_all(connection: Connection, sender: UUID | None = None) -> Sequence[Row]:
    """Every stored intake, or one colleague's, oldest first."""
    where, values = ("WHERE sent_by = ?", (sender.bytes,)) if sender else ("", ())
    return run(connection, f"SELECT {_COLUMNS} FROM sent_intake {where} ORDER BY sent_at, id", values).fetchall()


def select(connection: Connection, intake_id: UUID) -> Row | None:
    """One stored intake; None where there is none."""
    query = f"SELECT {_COLUMNS} FROM sent_intake WHERE id = ?"
    row: Row | None = run(connection, query, (intake_id.bytes,)).fetchone()
    return row


def sent(row: Row) -> Sent:
    """The clear columns of a row. Raises `Tampered` for a state that no program of ours writes."""
    raw_id, version, state, sent_at, sent_by, count = row
    if state not in set(IntakeState):
        raise Tampered(f"sent_intake {uid(raw_id)}")
    return Sent(uid(raw_id), version, IntakeState(state), sent_at, uid(sent_by), count)


def is_known(connection: Connection, intake_id: UUID) -> bool:
    """Whether any entry ever vouched for this row: one that was added behind the program's back has none."""
    return audit_store.last_writer(connection, "sent_intake", intake_id) is not None


def lost(connection: Connection) -> tuple[tuple[UUID, UUID | None, datetime], ...]:
    """Intakes that entries vouch for and that are gone: the id, who wrote it last, and when."""
    rows = run(
        connection,
        "SELECT id, seq FROM row_index WHERE table_name = 'sent_intake' AND id NOT IN (SELECT id FROM sent_intake)",
        (),
    ).fetchall()
    found = []
    for raw_id, seq in rows:
        try:
            verify_row(connection, "sent_intake", raw_id)
        except Tampered:
            written = audit_store.moment_of(connection, seq)
            if written is not None:
                found.append((uid(raw_id), audit_store.last_writer(connection, "sent_intake", uid(raw_id)), written))
    return tuple(found)


def letter_rows(connection: Connection, found: Sent) -> Sequence[Row]:
    """Every letter of an intake that waits, still sealed. Raises `Tampered` where one was changed, added or lost."""
    query = f"SELECT {_LETTER_COLUMNS} FROM intake_letter WHERE intake_id = ? ORDER BY number"
    rows = run(connection, query, (found.id.bytes,)).fetchall()
    verify_rows(connection, "intake_letter", rows)
    if [row[4] for row in rows] != list(range(1, found.letters + 1)):
        raise Tampered(f"sent_intake {found.id}")
    return rows


def opened(desk: Desk, connection: Connection, found: Sent, *, reader: UUID | None = None) -> tuple[OpenLetter, ...]:
    """The letters for casework, oldest first: the intake, questions and answers; or those for one colleague.

    Raises `Tampered`, `Forged` where a letter is not from whom it has to be, or one of `UNREADABLE`.
    """
    return tuple(
        _letter(desk, connection, found, row)
        for row in letter_rows(connection, found)
        if row[5] == (None if reader is None else reader.bytes)
    )


def _letter(desk: Desk, connection: Connection, found: Sent, row: Row) -> OpenLetter:
    raw_id, _, key_id, _, number, reader, written_at, author, raw = row
    kind, subject = ("intake", found.id) if reader is None else ("question", uid(reader))
    letter = Letter("intake_letter", uid(raw_id), uid(key_id), kind, subject, uid(author))
    file, _ = letters.key_of(desk, connection, letter)
    body = record(LetterBody, {file.place.id: file}, "intake_letter", "body", raw_id, key_id, raw)
    # Whoever sends can write what they like, but not in another's place.
    is_first = number == 1
    is_authors = body.kind is not LetterKind.QUESTION
    if is_first != (body.kind is LetterKind.INTAKE) or is_authors != (letter.author == found.sent_by):
        raise Forged
    return OpenLetter(letter.row_id, letter.key_id, letter.author, datetime.fromisoformat(written_at), body)


# keys, inside the unit of work that uses them


def sent_key(desk: Desk, intake_id: UUID) -> FileKey:
    """A fresh key sealed to casework, of which its sender keeps nothing."""
    return desk.send_key("intake", intake_id, "casework")


def question_keys(desk: Desk, found: Sent) -> tuple[FileKey, FileKey]:
    """Two for one question: its author's colleagues read it in casework, whom it is put to by their own key alone.

    Raises `CompartmentClosed` where whoever sent the intake does not work here any more.
    """
    theirs = desk.send_key("question", found.sent_by, ACCOUNT)
    (ours,) = desk.new_keys([("intake", found.id, "casework")])
    return ours, theirs


# writing


def insert(desk: Desk, unit: UnitOfWork, file: FileKey, body: LetterBody) -> None:
    """A new intake of this colleague's, under a key that was sent."""
    intake_id = file.place.subject
    unit.insert(SentIntakeRow(id=intake_id, sent_at=unit.at, sent_by=desk.account_id))
    _add(desk, unit, file, intake_id, 1, body)


def change(
    desk: Desk,
    unit: UnitOfWork,
    found: Sent,
    state: IntakeState,
    added: Sequence[tuple[FileKey, LetterBody]] = (),
) -> None:
    """A new state over the version that was read, and letters with it. Raises `VersionConflict` or `Tampered`."""
    unit.update(
        SentIntakeRow(
            id=found.id,
            version=found.version,
            state=state.value,
            sent_at=found.written_at,
            sent_by=found.sent_by,
            letters=found.letters + len(added),
        )
    )
    for number, (file, body) in enumerate(added, found.letters + 1):
        _add(desk, unit, file, found.id, number, body)


def _add(desk: Desk, unit: UnitOfWork, file: FileKey, intake_id: UUID, number: int, body: LetterBody) -> None:
    id_ = uuid4()
    unit.insert(
        IntakeLetterRow(
            id=id_,
            file_key_id=file.place.id,
            intake_id=intake_id,
            number=number,
            reader_id=file.place.subject if file.place.compartment == ACCOUNT else None,
            written_at=unit.at,
            author_id=desk.account_id,
            body=desk.seal(file, "intake_letter", "body", id_, body),
        )
    )


def take_up(desk: Desk, unit: UnitOfWork, found: Sent) -> None:
    """It became a file: its letters go, in the unit that writes the file. Raises `VersionConflict` or `Tampered`."""
    change(desk, unit, found, IntakeState.TAKEN_UP)
    for letter in letter_rows(unit.connection, found):
        unit.delete("intake_letter", uid(letter[0]))


def places_of(connection: Connection, intake_id: UUID) -> tuple[tuple[UUID, UUID], ...]:
    """(row, key) of every letter that is still there."""
    rows = run(connection, "SELECT id, file_key_id FROM intake_letter WHERE intake_id = ?", (intake_id.bytes,))
    return tuple((uid(row_id), uid(key_id)) for row_id, key_id in rows.fetchall())
