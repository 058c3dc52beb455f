"""By what right someone may receive a person's file: one row a person, compared with its entry when it is read."""

from __future__ import annotations

import dataclasses
from uuid import UUID

from sqlalchemy import Connection

from db.desk import Desk
from db.opened import record, uid
from db.tables.people import AccessBasisRow
from db.unit_of_work import UnitOfWork, VersionConflict
from db.vouched import verify_rows
from iass_tui.rules.records.access import AccessBasis
from iass_tui.vault.compartments import FileKey


@dataclasses.dataclass(frozen=True)
class StoredBasis:
    """What stands, and its version."""

    version: int
    basis: AccessBasis


def read(desk: Desk, connection: Connection, person_id: UUID) -> StoredBasis | None:
    """What is on record about one person; None where nothing is. Raises `Tampered` or one of `UNREADABLE`."""
    row = connection.exec_driver_sql(
        "SELECT id, version, file_key_id, body FROM access_basis WHERE id = ?", (person_id.bytes,)
    ).fetchone()
    if row is None:
        return None
    verify_rows(connection, "access_basis", [tuple(row)])
    keys = desk.keys([(uid(row[2]), "person", person_id)])
    return StoredBasis(row[1], record(AccessBasis, keys, "access_basis", "body", row[0], row[2], row[3]))


def put(desk: Desk, unit: UnitOfWork, file: FileKey, version: int, basis: AccessBasis) -> None:
    """Writes it: a new row where `version` is 0, else over that version. Raises `VersionConflict`."""
    own = file.place.subject
    body = desk.seal(file, "access_basis", "body", own, basis)
    row = AccessBasisRow(id=own, version=version or 1, file_key_id=file.place.id, body=body)
    stands = unit.connection.exec_driver_sql("SELECT version FROM access_basis WHERE id = ?", (own.bytes,)).fetchone()
    if (0 if stands is None else stands[0]) != version:
        raise VersionConflict
    if version:
        unit.update(row)
    else:
        unit.insert(row)
