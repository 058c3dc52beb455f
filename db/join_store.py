"""Records that are one person's: nothing moves but their cases, so that every row stays under the key it hangs on.

Whoever reads a person asks `records_of` and reads each; whoever meets an id in sealed words asks `followed`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection

from db.desk import Desk
from db.engine import once, run
from db.opened import UNREADABLE, record, uid
from db.row_formats import columns_of
from db.tables.casework import EnquiryRow
from db.tables.joins import ContactBeforeJoinRow, PersonJoinRow
from db.unit_of_work import UnitOfWork, VersionConflict
from db.vouched import verify_rows
from iass_tui.rules.joining import follow
from iass_tui.rules.records.joining import DetailsBefore, JoinBody
from iass_tui.vault.cells import Sealed
from iass_tui.vault.compartments import FileKey

V = TypeVar("V")
_COLUMNS = columns_of("person_join")
_OF = f"SELECT {', '.join(_COLUMNS)} FROM person_join WHERE kept_id = ? ORDER BY joined_at, rowid"


@dataclasses.dataclass(frozen=True)
class StoredJoin:
    """One join. `body` is None where it does not open."""

    other_id: UUID
    version: int
    kept_id: UUID
    joined_at: datetime
    joined_by: UUID
    body: JoinBody | None


def kept_of(connection: Connection, person_id: UUID) -> UUID:
    """The record that is read in the place of this one: its own where it was not joined."""
    return every(connection).get(person_id, person_id)


def records_of(connection: Connection, person_id: UUID) -> tuple[UUID, ...]:
    """Every record of the person to whom this one belongs: the kept one first, then those joined, oldest join first."""
    joined = every(connection)
    own = joined.get(person_id, person_id)
    return (own, *(one for one, kept in joined.items() if kept == own))


def every(connection: Connection) -> Mapping[UUID, UUID]:
    """Each joined record and the one that is read in its place, oldest join first: few in any office."""
    return once(connection, _every)


def _every(connection: Connection) -> Mapping[UUID, UUID]:
    rows = run(connection, "SELECT id, kept_id FROM person_join ORDER BY joined_at, rowid")
    return {uid(one): uid(kept) for one, kept in rows}


def followed(connection: Connection, value: V) -> V:
    """The value with every id of a joined record in it as that of the one that is kept."""
    found: V = follow(value, every(connection))
    return found


def joins_of(desk: Desk, connection: Connection, kept_id: UUID) -> tuple[StoredJoin, ...]:
    """What was joined to a record, oldest first, each compared with its entry. Raises `Tampered`."""
    rows = run(connection, _OF, (kept_id.bytes,)).fetchall()
    if not rows:
        return ()
    verify_rows(connection, "person_join", rows)
    keys = desk.keys((uid(row[2]), "person", kept_id) for row in rows)
    found = []
    for raw_id, version, key_id, _, joined_at, joined_by, body in rows:
        try:
            opened = record(JoinBody, keys, "person_join", "body", raw_id, key_id, body)
        except UNREADABLE:
            opened = None
        found.append(
            StoredJoin(
                other_id=uid(raw_id),
                version=version,
                kept_id=kept_id,
                joined_at=datetime.fromisoformat(joined_at),
                joined_by=uid(joined_by),
                body=opened,
            )
        )
    return tuple(found)


def details_before(desk: Desk, connection: Connection, other_id: UUID) -> DetailsBefore | None:
    """How the kept person was reached before; None where nothing of it changed, or P44 was taken back since."""
    row = run(
        connection, "SELECT id, file_key_id, person_id, body FROM contact_before_join WHERE id = ?", (other_id.bytes,)
    ).fetchone()
    if row is None:
        return None
    keys = desk.keys([(uid(row[1]), "contact", uid(row[2]))])
    try:
        return record(DetailsBefore, keys, "contact_before_join", "body", row[0], row[1], row[3])
    except UNREADABLE:
        return None


def insert(desk: Desk, unit: UnitOfWork, file: FileKey, other_id: UUID, body: JoinBody) -> None:
    """One join, under the kept person's own key."""
    unit.insert(
        PersonJoinRow(
            id=other_id,
            file_key_id=file.place.id,
            kept_id=file.place.subject,
            joined_at=unit.at,
            joined_by=desk.account_id,
            body=desk.seal(file, "person_join", "body", other_id, body),
        )
    )


def insert_details(desk: Desk, unit: UnitOfWork, file: FileKey, other_id: UUID, before: DetailsBefore) -> None:
    """How the kept person was reached before, under the key of what they are reached by now."""
    unit.insert(
        ContactBeforeJoinRow(
            id=other_id,
            file_key_id=file.place.id,
            person_id=file.place.subject,
            body=desk.seal(file, "contact_before_join", "body", other_id, before),
        )
    )


def remove(unit: UnitOfWork, other_id: UUID) -> None:
    """Takes a join away, with what it kept. Raises `VersionConflict` where somebody did first."""
    found = unit.connection.exec_driver_sql("SELECT 1 FROM main.person_join WHERE id = ?", (other_id.bytes,))
    if found.fetchone() is None:
        raise VersionConflict
    for table in ("contact_before_join", "person_join"):
        unit.verify(table, other_id.bytes)
        unit.delete(table, other_id)


def move_enquiries(unit: UnitOfWork, case_id: UUID, to: UUID) -> None:
    """Puts the enquiries of a case under the record that has the case from now on; their key is the case's."""
    rows = unit.connection.exec_driver_sql(
        "SELECT id, version, file_key_id, case_id, received_at, body FROM enquiry WHERE case_id = ?", (case_id.bytes,)
    ).fetchall()
    for raw_id, version, key_id, case, received_at, body in rows:
        unit.update(
            EnquiryRow(
                id=uid(raw_id),
                version=version,
                file_key_id=uid(key_id),
                person_id=to,
                case_id=uid(case),
                received_at=received_at,
                body=Sealed(body),
            )
        )
