"""Decisions after a withdrawal, and the fingerprints of those who were erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.desk import Desk
from db.join_store import records_of
from db.opened import UNREADABLE, record, uid
from db.tables.consents import ErasureDecisionRow
from db.unit_of_work import UnitOfWork
from db.vouched import verify_rows
from iass_tui.rules.records.erasure import ErasureDecision, RecordedDecision
from iass_tui.vault.compartments import FileKey

_COLUMNS = "id, version, file_key_id, person_id, decided_at, decided_by, body"


def frozen(connection: Connection) -> tuple[UUID, ...]:
    """Everyone whose record is frozen."""
    rows = connection.exec_driver_sql("SELECT id FROM person WHERE state = 'FROZEN'").fetchall()
    return tuple(uid(raw) for (raw,) in rows)


def decisions(desk: Desk, connection: Connection, person_id: UUID) -> tuple[RecordedDecision, ...]:
    """What was said about someone whose record is there, oldest first. Raises `Tampered` or one of `UNREADABLE`."""
    query = f"SELECT {_COLUMNS} FROM erasure_decision WHERE person_id = ? ORDER BY decided_at, rowid"
    own = records_of(connection, person_id)
    rows = [row for one in own for row in connection.exec_driver_sql(query, (one.bytes,)).fetchall()]
    verify_rows(connection, "erasure_decision", rows)
    keys = desk.keys((uid(row[2]), "person", uid(row[3])) for row in rows)
    said = [RecordedDecision(uid(row[5]), datetime.fromisoformat(row[4]), _body(row, keys)) for row in rows]
    return tuple(sorted(said, key=lambda one: one.at))


def erased(desk: Desk, connection: Connection) -> tuple[ErasureDecision, ...]:
    """What is left of those who were erased; what does not open is left out."""
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM erasure_decision WHERE person_id IS NULL ORDER BY decided_at"
    ).fetchall()
    keys = desk.keys((uid(row[2]), "suppression", uid(row[0])) for row in rows)
    found = []
    for row in rows:
        try:
            found.append(_body(row, keys))
        except UNREADABLE:
            continue
    return tuple(found)


def _body(row: Sequence[Any], keys: Any) -> ErasureDecision:
    return record(ErasureDecision, keys, "erasure_decision", "body", row[0], row[2], row[6])


def append(
    desk: Desk, unit: UnitOfWork, file: FileKey, id_: UUID, person_id: UUID | None, decision: ErasureDecision
) -> None:
    """One decision: under the person's key, or (`person_id` None) under a key of its own."""
    unit.insert(
        ErasureDecisionRow(
            id=id_,
            file_key_id=file.place.id,
            person_id=person_id,
            decided_at=unit.at,
            decided_by=desk.account_id,
            body=desk.seal(file, "erasure_decision", "body", id_, decision),
        )
    )
