"""Copies that were given out, each under the key of whom they were given to."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.desk import Desk
from db.engine import run
from db.join_store import records_of
from db.opened import record, uid
from db.row_formats import columns_of
from db.tables.papers import CopyIssuedRow
from db.unit_of_work import UnitOfWork
from db.vouched import verify_rows
from iass_tui.rules.records.papers import CopyIssued, RecordedCopy
from iass_tui.vault.compartments import FileKey

_COLUMNS = columns_of("copy_issued")
_COPIES = f"SELECT {', '.join(_COLUMNS)} FROM copy_issued WHERE person_id = ? ORDER BY recorded_at"


def copies(desk: Desk, connection: Connection, person_id: UUID) -> tuple[RecordedCopy, ...]:
    """What someone was given, oldest first. Raises `Tampered` for a changed row, `UNREADABLE` for one that is shut."""
    own = records_of(connection, person_id)
    rows = [row for one in own for row in run(connection, _COPIES, (one.bytes,)).fetchall()]
    verify_rows(connection, "copy_issued", rows)
    each = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    keys = desk.keys({(uid(one["file_key_id"]), "person", uid(one["person_id"])) for one in each})
    return tuple(
        RecordedCopy(
            id=uid(one["id"]),
            recorded_by=uid(one["recorded_by"]),
            copy=record(CopyIssued, keys, "copy_issued", "body", one["id"], one["file_key_id"], one["body"]),
        )
        for one in each
    )


def add(desk: Desk, unit: UnitOfWork, file: FileKey, person_id: UUID, copy: CopyIssued) -> UUID:
    """Records one."""
    id_ = uuid4()
    unit.insert(
        CopyIssuedRow(
            id=id_,
            file_key_id=file.place.id,
            person_id=person_id,
            recorded_at=unit.at,
            recorded_by=desk.account_id,
            body=desk.seal(file, "copy_issued", "body", id_, copy),
        )
    )
    return id_
