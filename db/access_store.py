"""By what right someone may receive a person's file: one row a person, compared with its entry when it is read."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import chain
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection

from db import join_store
from db.desk import Desk
from db.engine import run_of
from db.opened import record, uid
from db.tables.people import AccessBasisRow
from db.unit_of_work import UnitOfWork, VersionConflict
from db.vouched import verify_rows
from iass_tui.rules.joining import follow
from iass_tui.rules.records.access import AccessBasis
from iass_tui.vault.compartments import FileKey

V = TypeVar("V")


@dataclasses.dataclass(frozen=True)
class StoredBasis:
    """What stands, and its version."""

    version: int
    basis: AccessBasis


def read(desk: Desk, connection: Connection, person_id: UUID) -> StoredBasis | None:
    """What is on record about one person; None where nothing is. Raises `Tampered` or one of `UNREADABLE`.

    Of a person who had two records, what is in both: the kept one's first. The version is the kept one's.
    """
    return read_of(desk, connection, [person_id]).get(person_id)


def read_of(desk: Desk, connection: Connection, people: Sequence[UUID]) -> dict[UUID, StoredBasis]:
    """As `read`, of several people in few statements, without those of whom there is nothing. Raises for any."""
    records = {one: join_store.records_of(connection, one) for one in people}
    own = _own(desk, connection, list(dict.fromkeys(chain.from_iterable(records.values()))))
    together = {one: _together(connection, [own.get(each) for each in every]) for one, every in records.items()}
    return {one: basis for one, basis in together.items() if basis is not None}


def _together(connection: Connection, parts: Sequence[StoredBasis | None]) -> StoredBasis | None:
    found = [one for one in parts if one is not None]
    if not found:
        return None
    kept = join_store.every(connection)
    basis = AccessBasis(
        findings=tuple(one for each in found for one in each.basis.findings),
        authorities=tuple(one for each in found for one in each.basis.authorities),
        extra=found[0].basis.extra,
    )
    return StoredBasis(parts[0].version if parts[0] else 0, follow(basis, kept))


def _own(desk: Desk, connection: Connection, people: Sequence[UUID]) -> dict[UUID, StoredBasis]:
    rows = run_of(connection, "SELECT id, version, file_key_id, body FROM access_basis WHERE id IN", people)
    if not rows:
        return {}
    verify_rows(connection, "access_basis", rows)
    keys = desk.keys({(uid(key), "person", uid(id_)) for id_, _, key, _ in rows})
    return {
        uid(id_): StoredBasis(version, record(AccessBasis, keys, "access_basis", "body", id_, key, body))
        for id_, version, key, body in rows
    }


def put(desk: Desk, unit: UnitOfWork, file: FileKey, version: int, basis: AccessBasis) -> None:
    """Writes it: a new row where `version` is 0, else over that version. Raises `VersionConflict`.

    What came from a record that was joined to this one is written back there; what is new stands in the kept one.
    """
    own = file.place.subject
    for one in join_store.records_of(unit.connection, own)[1:]:
        basis = _put_back(desk, unit, own, one, basis)
    _write(desk, unit, file, version, basis)


def _put_back(desk: Desk, unit: UnitOfWork, kept: UUID, other: UUID, basis: AccessBasis) -> AccessBasis:
    """The basis without the part of this joined record, which is written where it changed."""
    own = _own(desk, unit.connection, [other, kept])
    theirs, mine = own.get(other), own.get(kept)
    if theirs is None:
        return basis
    before = mine.basis if mine else AccessBasis()
    findings, their_findings = _split(basis.findings, len(before.findings), len(theirs.basis.findings))
    authorities, their_authorities = _split(basis.authorities, len(before.authorities), len(theirs.basis.authorities))
    changed = dataclasses.replace(theirs.basis, findings=their_findings, authorities=their_authorities)
    if changed != follow(theirs.basis, join_store.every(unit.connection)):
        row = unit.connection.exec_driver_sql("SELECT file_key_id FROM access_basis WHERE id = ?", (other.bytes,)).one()
        _write(desk, unit, desk.writing_key(uid(row[0]), "person", other), theirs.version, changed)
    return dataclasses.replace(basis, findings=findings, authorities=authorities)


def _split(every: tuple[V, ...], start: int, length: int) -> tuple[tuple[V, ...], tuple[V, ...]]:
    return every[:start] + every[start + length :], every[start : start + length]


def _write(desk: Desk, unit: UnitOfWork, file: FileKey, version: int, basis: AccessBasis) -> None:
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
