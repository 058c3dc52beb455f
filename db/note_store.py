"""Notes as threads of rows that are only ever added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.desk import Desk
from db.engine import run
from db.opened import Keys, Place, record, that_open, uid
from db.row_formats import columns_of
from db.tables.casework import NoteRowTable
from db.unit_of_work import UnitOfWork, VersionConflict
from db.vouched import verify_rows
from iass_tui.rules.records.casework import NoteBody, NoteKind, NoteRow
from iass_tui.vault.compartments import FileKey

Rows = Sequence[Sequence[Any]]
_COLUMNS = "id, file_key_id, note_id, case_id, number, kind, author_id, written_at, body"


def select(connection: Connection, case_id: UUID) -> Rows:
    """The stored rows of a case's notes, oldest first, still sealed."""
    query = f"SELECT {_COLUMNS} FROM note WHERE case_id = ? ORDER BY written_at, number"
    return run(connection, query, (case_id.bytes,)).fetchall()


def places(rows: Rows) -> Iterator[Place]:
    """The file keys that open such rows: one, unless the case's key was renewed."""
    for key_id, case_id in {(row[1], row[3]) for row in rows}:
        yield uid(key_id), "case", uid(case_id)


def opened(rows: Rows, keys: Keys) -> tuple[tuple[NoteRow, ...], int]:
    """The rows that open, in their order, and how many do not."""
    return that_open(rows, lambda row: _opened(row, keys))


def _opened(row: Sequence[Any], keys: Keys) -> NoteRow:
    raw_id, key_id, note_id, case_id, number, kind, author_id, written_at, body = row
    return NoteRow(
        id=uid(raw_id),
        note_id=uid(note_id),
        case_id=uid(case_id),
        number=number,
        kind=NoteKind(kind),
        author_id=uid(author_id),
        written_at=datetime.fromisoformat(written_at),
        body=record(NoteBody, keys, "note", "body", raw_id, key_id, body),
    )


def thread(desk: Desk, connection: Connection, note_id: UUID) -> tuple[NoteRow, ...]:
    """The rows of one note; none where there is no such note. Raises one of `UNREADABLE`."""
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM note WHERE note_id = ? ORDER BY number", (note_id.bytes,)
    ).fetchall()
    keys = desk.keys(places(rows))
    return tuple(_opened(row, keys) for row in rows)


def verified_thread(desk: Desk, connection: Connection, note_id: UUID) -> tuple[NoteRow, ...]:
    """As `thread`, each row compared with the entry that vouches for it. Raises `Tampered`."""
    query = f"SELECT {', '.join(columns_of('note'))} FROM note WHERE note_id = ?"
    verify_rows(connection, "note", run(connection, query, (note_id.bytes,)).fetchall())
    return thread(desk, connection, note_id)


def insert(
    desk: Desk, unit: UnitOfWork, file: FileKey, body: NoteBody, *, note_id: UUID | None = None, kind: NoteKind
) -> UUID:
    """One more row under the case's key: a new note, or the next of the thread `note_id`; the note's id."""
    id_, number = uuid4(), 1
    if note_id is not None:
        (number,) = unit.connection.exec_driver_sql(
            "SELECT coalesce(max(number), 0) + 1 FROM note WHERE note_id = ?", (note_id.bytes,)
        ).one()
    unit.insert_columns(
        NoteRowTable,
        id=id_,
        version=1,
        file_key_id=file.place.id,
        note_id=note_id or id_,
        case_id=file.place.subject,
        number=number,
        kind=kind.value,
        author_id=desk.account_id,
        written_at=unit.at,
        body=desk.seal(file, "note", "body", id_, body),
    )
    return note_id or id_


def redact(desk: Desk, unit: UnitOfWork, row: NoteRow, body: NoteBody) -> None:
    """Puts other words in the place of a row's: the only way in which a written row ever goes (decision 0007).

    Number, kind, author and moment stay, so that the thread reads as before; the entry names the row that went.
    """
    stored = unit.connection.exec_driver_sql(
        "SELECT file_key_id, written_at FROM note WHERE id = ?", (row.id.bytes,)
    ).fetchone()
    if stored is None:
        raise VersionConflict
    unit.verify("note", row.id.bytes)
    unit.delete("note", row.id)
    id_, file = uuid4(), desk.writing_key(uid(stored[0]), "case", row.case_id)
    unit.insert_columns(
        NoteRowTable,
        id=id_,
        version=1,
        file_key_id=file.place.id,
        note_id=row.note_id,
        case_id=row.case_id,
        number=row.number,
        kind=row.kind.value,
        author_id=row.author_id,
        written_at=stored[1],
        body=desk.seal(file, "note", "body", id_, body),
    )


def case_of(connection: Connection, note_id: UUID) -> UUID | None:
    """The case that a note belongs to."""
    row = connection.exec_driver_sql("SELECT case_id FROM note WHERE note_id = ? LIMIT 1", (note_id.bytes,)).fetchone()
    return None if row is None else uid(row[0])
