"""People and ways to reach them, read in few statements and written over the version that was read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.cupboard import KeyGone
from db.desk import Desk
from db.engine import run, run_of
from db.opened import UNREADABLE, Keys, Place, is_shut, optional, record, uid
from db.tables.people import PersonContactRow, PersonRow
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.people import ContactDetails, PersonCard, ReferralPermission
from iass_tui.vault.cells import Sealed
from iass_tui.vault.compartments import FileKey


@dataclasses.dataclass(frozen=True)
class StoredPerson:
    """A person's own row and, where there is one, how to reach them (version 0 where there is none)."""

    id: UUID
    version: int
    key_id: UUID
    state: PersonState
    card: PersonCard
    referral: ReferralPermission | None
    contact: ContactDetails | None
    contact_version: int
    contact_id: UUID | None = None
    unreadable: int = 0
    """1 where there are contact details that do not open."""


_PERSON = (
    "SELECT p.id, p.version, p.file_key_id, p.state, p.card, p.referral, c.id, c.version, c.file_key_id, c.body "
    "FROM person p LEFT JOIN person_contact c ON c.person_id = p.id WHERE p.id = ?"
)


def select(connection: Connection, person_id: UUID) -> Sequence[Any] | None:
    """The stored row of a person with their contact details, still sealed; None where there is no such person."""
    row: tuple[Any, ...] | None = run(connection, _PERSON, (person_id.bytes,)).fetchone()
    return row


def select_of(connection: Connection, people: Sequence[UUID]) -> dict[UUID, Sequence[Any]]:
    """As `select`, of several people; whoever is not there is left out."""
    return {uid(row[0]): row for row in run_of(connection, _PERSON.removesuffix("= ?") + "IN", people)}


def every(connection: Connection) -> Sequence[Sequence[Any]]:
    """The stored rows of everybody, as `select` gives one person's; each person once, however many records they had."""
    return run(connection, _PERSON.removesuffix("p.id = ?") + "p.state != 'JOINED'", ()).fetchall()


def places(row: Sequence[Any]) -> Iterator[Place]:
    """The file keys that open such a row."""
    own = uid(row[0])
    yield uid(row[2]), "person", own
    if row[8] is not None:
        yield uid(row[8]), "contact", own


def opened(row: Sequence[Any], keys: Keys) -> StoredPerson:
    """The person in such a row. Raises one of `UNREADABLE` where the card does not open."""
    raw_id, version, key_id, state, card, referral, contact_id, contact_version, contact_key, body = row
    contact, unreadable = None, 0
    if contact_id is not None:
        try:
            contact = record(ContactDetails, keys, "person_contact", "body", contact_id, contact_key, body)
        except KeyGone:
            contact_version = 0  # erased; the row itself goes in a moment
        except UNREADABLE:
            unreadable = 1
    return StoredPerson(
        id=uid(raw_id),
        version=version,
        key_id=uid(key_id),
        state=PersonState(state),
        card=record(PersonCard, keys, "person", "card", raw_id, key_id, card),
        referral=optional(ReferralPermission, keys, "person", "referral", raw_id, key_id, referral),
        contact=contact,
        contact_version=contact_version or 0,
        contact_id=uid(contact_id) if contact_version else None,
        unreadable=unreadable,
    )


def card_or_none(keys: Keys, person_id: bytes, key_id: bytes, card: bytes) -> PersonCard | None:
    """A card in a list; None where it does not open, so that one damaged cell spoils only itself."""
    try:
        return record(PersonCard, keys, "person", "card", person_id, key_id, card)
    except UNREADABLE:
        return None


def person(desk: Desk, connection: Connection, person_id: UUID) -> StoredPerson | None:
    """One person without their family. Raises one of `UNREADABLE`."""
    row = select(connection, person_id)
    keys = desk.keys(places(row)) if row is not None else {}
    return None if row is None or is_shut(keys, row[2]) else opened(row, keys)


def cards(desk: Desk, connection: Connection, person_ids: Sequence[UUID]) -> dict[UUID, PersonCard]:
    """The cards of these people; whoever is not there or does not open is left out.

    Of a record that was joined to another, the card that is read in its place.
    """
    marks = ", ".join("?" * len(person_ids))
    rows = run(
        connection,
        "SELECT o.id, p.id, p.file_key_id, p.card FROM person o LEFT JOIN person_join j ON j.id = o.id "
        f"JOIN person p ON p.id = coalesce(j.kept_id, o.id) WHERE o.id IN ({marks})",
        tuple(one.bytes for one in person_ids),
    ).fetchall()
    keys = desk.keys((uid(key), "person", uid(read)) for _, read, key, _ in rows)
    found = ((uid(one), card_or_none(keys, read, key, card)) for one, read, key, card in rows)
    return {one: card for one, card in found if card is not None}


def are_reachable(connection: Connection, person_ids: Sequence[UUID]) -> bool:
    """Whether ways to reach any of these people are kept (P44); nothing is opened."""
    marks = ", ".join("?" * len(person_ids))
    query = f"SELECT 1 FROM person_contact WHERE person_id IN ({marks}) LIMIT 1"
    found = run(connection, query, tuple(one.bytes for one in person_ids))
    return found.fetchone() is not None


def state(connection: Connection, person_id: UUID) -> tuple[PersonState, UUID] | None:
    """A person's state and the id of their file key; None where there is no such person."""
    row = run(connection, "SELECT state, file_key_id FROM person WHERE id = ?", (person_id.bytes,)).fetchone()
    return None if row is None else (PersonState(row[0]), uid(row[1]))


def insert(
    desk: Desk,
    unit: UnitOfWork,
    file: FileKey,
    card: PersonCard,
    *,
    state: PersonState = PersonState.ACTIVE,
    referral: ReferralPermission | None = None,
) -> None:
    """A new person, whose id is the subject of their file key."""
    own = file.place.subject
    unit.insert_columns(
        PersonRow,
        id=own,
        version=1,
        file_key_id=file.place.id,
        state=state.value,
        created_at=unit.at,
        card=desk.seal(file, "person", "card", own, card),
        referral=desk.seal(file, "person", "referral", own, referral),
    )


def change(
    desk: Desk,
    unit: UnitOfWork,
    person_id: UUID,
    *,
    version: int | None = None,
    card: PersonCard | None = None,
    state: PersonState | None = None,
) -> None:
    """Writes a new card or state; `version` is the one that was read, None for whatever stands.

    Raises `VersionConflict`, also where the person is gone.
    """
    row = unit.connection.exec_driver_sql(
        "SELECT version, file_key_id, state, created_at, card, referral FROM person WHERE id = ?", (person_id.bytes,)
    ).fetchone()
    if row is None or version not in (None, row[0]):
        raise VersionConflict
    sealed, referral, key_id = Sealed(row[4]), Sealed(row[5]), uid(row[1])
    if card is not None:
        old = desk.key(key_id, "person", person_id)
        file = desk.to_write(old)
        sealed = desk.seal(file, "person", "card", person_id, card)
        referral = desk.seal_again(old, file, "person", "referral", person_id, referral)
        key_id = file.place.id
    unit.update(
        PersonRow(
            id=person_id,
            version=row[0],
            file_key_id=key_id,
            state=state.value if state else row[2],
            created_at=row[3],
            card=sealed,
            referral=referral,
        )
    )


def touch(unit: UnitOfWork, person_id: UUID) -> None:
    """Writes a person's row as it stands, nothing opened: every directory takes them in anew. Nobody is nobody."""
    columns = "id, version, file_key_id, state, created_at, card, referral"
    row = run(unit.connection, f"SELECT {columns} FROM person WHERE id = ?", (person_id.bytes,)).fetchone()
    if row is not None:
        unit.put_again("person", tuple(row))


def put_contact(
    desk: Desk, unit: UnitOfWork, person_id: UUID, version: int, details: ContactDetails, fresh: FileKey | None
) -> None:
    """Writes how to reach someone: a new row under `fresh` where `version` is 0, else over that version.

    Raises `VersionConflict` where a row came, changed or went meanwhile.
    """
    row = run(
        unit.connection, "SELECT id, version, file_key_id FROM person_contact WHERE person_id = ?", (person_id.bytes,)
    ).fetchone()
    if (0 if row is None else row[1]) != version:
        raise VersionConflict
    if row is None:
        if fresh is None:
            raise VersionConflict
        id_, file = uuid4(), fresh
    else:
        id_, file = uid(row[0]), desk.writing_key(uid(row[2]), "contact", person_id)
    body = desk.seal(file, "person_contact", "body", id_, details)
    columns: dict[str, Any] = {
        "id": id_,
        "version": version or 1,
        "file_key_id": file.place.id,
        "person_id": person_id,
        "body": body,
    }
    if version:
        unit.update(PersonContactRow(**columns))
    else:
        unit.insert_columns(PersonContactRow, **columns)
