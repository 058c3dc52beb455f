"""Events of cases, each under its case's key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.case_store import insert_of_case
from db.desk import Desk
from db.engine import run
from db.opened import Keys, Place, record, that_open, uid
from db.tables.deadlines import CaseEventRow
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.records.deadlines import CaseEvent, CaseEventBody
from iass_tui.vault.compartments import FileKey

Rows = Sequence[Sequence[Any]]
_COLUMNS = "e.id, e.version, e.file_key_id, e.case_id, e.written_at, e.author_id, e.body"
_OF_OFFICER = (
    f'SELECT {_COLUMNS} FROM "case" c JOIN case_event e ON e.case_id = c.id '
    "WHERE c.officer_id = ? AND c.status != 'CLOSED'"
)


def select(connection: Connection, case_id: UUID) -> Rows:
    """The stored rows of a case's events, in the order of writing, still sealed."""
    query = f"SELECT {_COLUMNS} FROM case_event e WHERE e.case_id = ? ORDER BY e.written_at"
    return run(connection, query, (case_id.bytes,)).fetchall()


def select_of_officer(connection: Connection, officer_id: UUID) -> Rows:
    """Those of all cases of a colleague that are not closed."""
    return run(connection, _OF_OFFICER, (officer_id.bytes,)).fetchall()


def places(rows: Rows) -> Iterator[Place]:
    """The file keys that open such rows."""
    for key_id, case_id in {(row[2], row[3]) for row in rows}:
        yield uid(key_id), "case", uid(case_id)


def opened(rows: Rows, keys: Keys) -> tuple[tuple[CaseEvent, ...], int]:
    """The events that open, in their order, and how many do not."""
    return that_open(rows, lambda row: _opened(row, keys))


def _opened(row: Sequence[Any], keys: Keys) -> CaseEvent:
    raw_id, version, key_id, case_id, written_at, author_id, body = row
    return CaseEvent(
        id=uid(raw_id),
        version=version,
        case_id=uid(case_id),
        written_at=datetime.fromisoformat(written_at),
        author_id=uid(author_id),
        body=record(CaseEventBody, keys, "case_event", "body", raw_id, key_id, body),
    )


def event(desk: Desk, connection: Connection, event_id: UUID) -> CaseEvent | None:
    """One event; None where there is none. Raises one of `UNREADABLE`."""
    row = _one(connection, event_id)
    return None if row is None else _opened(row, desk.keys(places([row])))


def _one(connection: Connection, event_id: UUID) -> Sequence[Any] | None:
    query = f"SELECT {_COLUMNS} FROM case_event e WHERE e.id = ?"
    row: tuple[Any, ...] | None = run(connection, query, (event_id.bytes,)).fetchone()
    return row


def insert(desk: Desk, unit: UnitOfWork, file: FileKey, body: CaseEventBody) -> UUID:
    """A new event of this colleague's under its case's key."""
    return insert_of_case(desk, unit, file, CaseEventRow, "case_event", body)


def change(desk: Desk, unit: UnitOfWork, event_id: UUID, version: int, body: CaseEventBody) -> None:
    """Writes an event over the version that was read. Raises `VersionConflict`."""
    row = _one(unit.connection, event_id)
    if row is None or row[1] != version:
        raise VersionConflict
    file = desk.writing_key(uid(row[2]), "case", uid(row[3]))
    unit.update(
        CaseEventRow(
            id=event_id,
            version=version,
            file_key_id=file.place.id,
            case_id=uid(row[3]),
            written_at=row[4],
            author_id=uid(row[5]),
            body=desk.seal(file, "case_event", "body", event_id, body),
        )
    )
