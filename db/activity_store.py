"""Strategic activity, under the office's own key: it is about no family."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.desk import Desk
from db.opened import record, uid
from db.tables.feedback import ActivityRow
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.records.feedback import ActivityBody


@dataclasses.dataclass(frozen=True)
class StoredActivity:
    """One activity, and who wrote it down."""

    id: UUID
    version: int
    author_id: UUID
    body: ActivityBody


_COLUMNS = "id, version, file_key_id, written_at, author_id, body"


def every(desk: Desk, connection: Connection) -> tuple[StoredActivity, ...]:
    """All of them, the latest day first. Raises one of `UNREADABLE`: figures that are short look like any others."""
    keys = {file.place.id: file for file in desk.every_key("settings")}
    rows = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM activity ORDER BY written_at DESC").fetchall()
    found = [
        StoredActivity(
            uid(raw_id), version, uid(author), record(ActivityBody, keys, "activity", "body", raw_id, key_id, body)
        )
        for raw_id, version, key_id, _, author, body in rows
    ]
    return tuple(sorted(found, key=lambda one: one.body.on, reverse=True))


def insert(desk: Desk, unit: UnitOfWork, body: ActivityBody) -> UUID:
    """A new one."""
    id_, file = uuid4(), desk.shared_key("settings", desk.office, "office")
    unit.insert_columns(
        ActivityRow,
        id=id_,
        version=1,
        file_key_id=file.place.id,
        written_at=unit.at,
        author_id=desk.account_id,
        body=desk.seal(file, "activity", "body", id_, body),
    )
    return id_


def change(desk: Desk, unit: UnitOfWork, id_: UUID, version: int, body: ActivityBody) -> None:
    """Writes over the version that was read. Raises `VersionConflict`."""
    row = _row(unit, id_, version)
    file = desk.writing_key(uid(row[2]), "settings", desk.office)
    unit.update(
        ActivityRow(
            id=id_,
            version=version,
            file_key_id=file.place.id,
            written_at=row[3],
            author_id=uid(row[4]),
            body=desk.seal(file, "activity", "body", id_, body),
        )
    )


def remove(unit: UnitOfWork, id_: UUID, version: int) -> None:
    """Takes one back, at the version that was read. Raises `VersionConflict`."""
    _row(unit, id_, version)
    unit.delete("activity", id_)


def _row(unit: UnitOfWork, id_: UUID, version: int) -> Any:
    row = unit.connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM activity WHERE id = ?", (id_.bytes,)).fetchone()
    if row is None or row[1] != version:
        raise VersionConflict
    unit.verify("activity", id_.bytes)
    return row
