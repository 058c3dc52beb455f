"""Restricted records: who is in which circle, and which circle a file belongs to."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db.engine import reading, run
from db.opened import UNREADABLE, Keys, optional, uid
from db.tables.restricted import RestrictedRow
from db.unit_of_work import Tampered, UnitOfWork, verify_row
from db.vouched import verify_none_missing
from iass_tui.rules.records.restricting import Restriction
from iass_tui.vault.compartments import FileKey, circle_id
from iass_tui.vault.keyring import CompartmentClosed

if TYPE_CHECKING:
    from db.desk import Desk

PEOPLE = frozenset({"person", "contact", "equality"})
"""Kinds of file key whose subject is a person."""
KINDS = PEOPLE | {"case"}
"""Kinds of file key that a circle takes over."""


@dataclasses.dataclass(frozen=True)
class StoredRestriction:
    """One person in a circle; `body` is None where it does not open."""

    person_id: UUID
    version: int
    key_id: UUID
    circle: UUID
    body: Restriction | None


_OF = 'SELECT id, circle FROM main.restricted WHERE id = ? OR id = (SELECT person_id FROM main."case" WHERE id = ?)'


def circle_of(connection: Connection, *subjects: UUID) -> UUID | None:
    """The circle of the first of these people or cases that has one, whoever asks; nothing is opened or checked."""
    for one in subjects:
        row = run(connection, _OF, (one.bytes, one.bytes)).fetchone()
        if row is not None:
            return uid(row[1])
    return None


def subject_of(connection: Connection, one: UUID) -> UUID:
    """Whose case it is, whoever asks; a person is meant themselves."""
    row = run(connection, 'SELECT person_id FROM main."case" WHERE id = ?', (one.bytes,)).fetchone()
    return one if row is None else uid(row[0])


def may_open(desk: Desk, connection: Connection, subject: UUID, account: UUID) -> bool:
    """Whether a colleague is not shut out of the record of this person or case."""
    circle = circle_of(connection, subject) if desk.keyring.has_circles() else None
    return circle is None or desk.keyring.register.is_inside(account, circle)


def circle_of_keys(desk: Desk, subject: UUID, said: UUID | None) -> UUID | None:
    """The circle in which keys of a person or case lie that this account opens; else the one that a row named, `said`.

    The keys decide: only somebody inside can put one there, while any colleague's signature vouches for a row that
    names no circle, or another. Raises `Tampered` where row and keys say different circles.
    """
    held = set()
    for key_id in _in_circles(desk, subject):
        with contextlib.suppress(*UNREADABLE, CompartmentClosed):
            held.add(circle_id(desk.any_key(key_id).place.compartment))
    if not held:
        return said
    if len(held) > 1 or said not in (None, *held):
        raise Tampered(f"restricted {subject}")
    return held.pop()


def _in_circles(desk: Desk, subject: UUID) -> list[UUID]:
    with reading(desk.cupboard.engine) as connection:
        rows = run(connection, "SELECT id, compartment FROM file_key WHERE subject = ?", (subject.bytes,)).fetchall()
    return [uid(raw) for raw, name in rows if circle_id(name) is not None]


def circle_to_write(connection: Connection, subject: UUID) -> UUID | None:
    """As `circle_of`, before something is sealed. Raises `Tampered` where the row is gone or not as vouched for."""
    verify_none_missing(connection, "restricted")
    row = run(connection, _OF, (subject.bytes, subject.bytes)).fetchone()
    if row is None:
        return None
    verify_row(connection, "restricted", row[0])
    return uid(row[1])


def circles(connection: Connection) -> dict[UUID, UUID]:
    """Everyone in a circle, and which, whoever asks."""
    return {uid(one): uid(circle) for one, circle in run(connection, "SELECT id, circle FROM main.restricted")}


def cases_of(connection: Connection, people: Iterable[UUID]) -> tuple[UUID, ...]:
    """The cases of these people, whoever asks."""
    found = []
    for one in people:
        found += run(connection, 'SELECT id FROM main."case" WHERE person_id = ?', (one.bytes,)).fetchall()
    return tuple(uid(raw) for (raw,) in found)


def find(desk: Desk, connection: Connection, person_id: UUID) -> StoredRestriction | None:
    """The restriction of one person; None where there is none, or it is shut to whoever asks."""
    row = run(
        connection, "SELECT id, version, file_key_id, circle, body FROM restricted WHERE id = ?", (person_id.bytes,)
    ).fetchone()
    if row is None:
        return None
    keys = desk.keys([(uid(row[2]), "person", person_id)])
    return StoredRestriction(person_id, row[1], uid(row[2]), uid(row[3]), _body(keys, row))


def is_rotated(desk: Desk, stored: StoredRestriction) -> bool:
    """Whether the circle's keys were rotated since the row was sealed; not where its key does not open."""
    with contextlib.suppress(*UNREADABLE, CompartmentClosed):
        return desk.key(stored.key_id, "person", stored.person_id).is_kept
    return False


def _body(keys: Keys, row: tuple[bytes, int, bytes, bytes, bytes]) -> Restriction | None:
    try:
        return optional(Restriction, keys, "restricted", "body", row[0], row[2], row[4])
    except UNREADABLE:
        return None


def join(desk: Desk, unit: UnitOfWork, file: FileKey) -> None:
    """Somebody new, whose key was made in a circle, is in it; anybody else is not."""
    circle = circle_id(file.place.compartment)
    if circle is not None:
        put(desk, unit, file, circle, None)


def put(desk: Desk, unit: UnitOfWork, file: FileKey, circle: UUID, body: Restriction | None) -> None:
    """Puts the person whose key this is into a circle, or says anew why they are."""
    person_id = file.place.subject
    before = unit.connection.exec_driver_sql(
        "SELECT version FROM main.restricted WHERE id = ?", (person_id.bytes,)
    ).fetchone()
    row = RestrictedRow(
        id=person_id,
        version=1 if before is None else before[0],
        file_key_id=file.place.id,
        circle=circle,
        body=desk.seal(file, "restricted", "body", person_id, body),
    )
    if before is None:
        unit.insert(row)
    else:
        unit.update(row)
