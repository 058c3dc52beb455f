"""Imports: begun, landed or undone, and whom each of them brought."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.desk import Desk
from db.opened import uid
from db.tables.imports import ImportPersonRow, ImportRunRow
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.vault.compartments import FileKey


class ImportState(enum.StrEnum):
    """Where an import stands; the values are stored."""

    RUNNING = "RUNNING"
    LANDED = "LANDED"
    UNDONE = "UNDONE"


@dataclasses.dataclass(frozen=True)
class StoredImport:
    """One import."""

    id: UUID
    version: int
    state: ImportState
    started_at: str
    started_by: UUID


def begin(desk: Desk, unit: UnitOfWork, import_id: UUID) -> None:
    """A new import, which has brought nobody yet."""
    unit.insert(
        ImportRunRow(id=import_id, state=ImportState.RUNNING.value, started_at=unit.at, started_by=desk.account_id)
    )


def bring(unit: UnitOfWork, import_id: UUID, file: FileKey) -> None:
    """Notes that an import brought the person whose file key this is: nobody sees them from then on."""
    unit.insert_columns(
        ImportPersonRow,
        id=uuid4(),
        version=1,
        file_key_id=file.place.id,
        import_id=import_id,
        person_id=file.place.subject,
    )


def turn(unit: UnitOfWork, import_id: UUID, state: ImportState) -> None:
    """Moves an import on. Raises `VersionConflict` where it is not there or not running any more."""
    row = unit.connection.exec_driver_sql(
        "SELECT version, state, started_at, started_by FROM import_run WHERE id = ?", (import_id.bytes,)
    ).fetchone()
    if row is None or row[1] != ImportState.RUNNING:
        raise VersionConflict
    unit.update(
        ImportRunRow(id=import_id, version=row[0], state=state.value, started_at=row[2], started_by=uid(row[3]))
    )


def unfinished(connection: Connection) -> tuple[StoredImport, ...]:
    """The imports that have neither landed nor been undone: one that runs, or one that was cut off."""
    rows = connection.exec_driver_sql(
        "SELECT id, version, state, started_at, started_by FROM import_run WHERE state = 'RUNNING' ORDER BY started_at"
    )
    return tuple(StoredImport(uid(row[0]), row[1], ImportState(row[2]), row[3], uid(row[4])) for row in rows)


def newest_landed(connection: Connection) -> UUID | None:
    """The import that landed last, None where none has."""
    row = connection.exec_driver_sql(
        "SELECT id FROM import_run WHERE state = 'LANDED' ORDER BY started_at DESC LIMIT 1"
    ).fetchone()
    return uid(row[0]) if row else None


def people(connection: Connection, import_id: UUID) -> tuple[UUID, ...]:
    """Whom an import brought."""
    rows = connection.exec_driver_sql("SELECT person_id FROM import_person WHERE import_id = ?", (import_id.bytes,))
    return tuple(uid(one) for (one,) in rows)


def cases_of(connection: Connection, person_ids: Sequence[UUID]) -> tuple[UUID, ...]:
    """The ids of these people's cases, landed or not."""
    marks = ", ".join("?" * len(person_ids))
    rows = connection.exec_driver_sql(
        f'SELECT id FROM main."case" WHERE person_id IN ({marks})', tuple(one.bytes for one in person_ids)
    )
    return tuple(uid(one) for (one,) in rows)


def ties_of(connection: Connection, person_ids: Sequence[UUID]) -> tuple[UUID, ...]:
    """The ids of every tie that has one of these people in it, landed or not."""
    marks = ", ".join("?" * len(person_ids))
    raw = tuple(one.bytes for one in person_ids)
    rows = connection.exec_driver_sql(
        f'SELECT id FROM main."family_tie" WHERE child_id IN ({marks}) OR adult_id IN ({marks})', raw + raw
    )
    return tuple(uid(one) for (one,) in rows)


def landed_since(connection: Connection, ids: Sequence[UUID]) -> bool:
    """True where one of these imports has landed."""
    if not ids:
        return False
    marks = ", ".join("?" * len(ids))
    found = connection.exec_driver_sql(
        f"SELECT 1 FROM import_run WHERE state = 'LANDED' AND id IN ({marks})", tuple(one.bytes for one in ids)
    )
    return found.fetchone() is not None


def seen(connection: Connection, person_ids: Sequence[bytes]) -> set[bytes]:
    """Those of these people whom everybody may see."""
    found: set[bytes] = set()
    for start in range(0, len(person_ids), 500):
        some = person_ids[start : start + 500]
        marks = ", ".join("?" * len(some))
        rows = connection.exec_driver_sql(f"SELECT id FROM person WHERE id IN ({marks})", tuple(some))
        found.update(one for (one,) in rows)
    return found
