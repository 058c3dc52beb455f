"""Contacts: talks with a family, each under its case's key, by themselves or as part of a note."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.case_store import case_file, insert_of_case
from db.desk import Desk
from db.engine import run
from db.join_store import records_of
from db.opened import UNREADABLE, Keys, Place, record, that_open, uid, value
from db.tables.casework import ContactRow
from db.unit_of_work import UnitOfWork
from iass_tui.rules.notes import is_outside
from iass_tui.rules.records.casework import ContactBody
from iass_tui.rules.records.sharing import Material
from iass_tui.rules.sharing import ForgedPermit, Permit, keep_with
from iass_tui.vault.compartments import FileKey

Rows = Sequence[Sequence[Any]]


@dataclasses.dataclass(frozen=True)
class StoredContact:
    """One contact; `body.note_id` names the note that it is part of."""

    id: UUID
    version: int
    case_id: UUID
    written_at: str
    author_id: UUID
    body: ContactBody


_COLUMNS = "id, version, file_key_id, case_id, written_at, author_id, body"


def select(connection: Connection, case_id: UUID) -> Rows:
    """The stored rows of a case's contacts, newest first, still sealed."""
    query = f"SELECT {_COLUMNS} FROM contact WHERE case_id = ? ORDER BY written_at DESC"
    return run(connection, query, (case_id.bytes,)).fetchall()


def places(rows: Rows) -> Iterator[Place]:
    """The file keys that open such rows: one, unless the case's key was renewed."""
    for key_id, case_id in {(row[2], row[3]) for row in rows}:
        yield uid(key_id), "case", uid(case_id)


def opened(rows: Rows, keys: Keys) -> tuple[tuple[StoredContact, ...], int]:
    """The contacts that open, in their order, and how many do not."""
    return that_open(rows, lambda row: _opened(row, keys))


def opened_alone(rows: Rows, keys: Keys) -> tuple[tuple[StoredContact, ...], int]:
    """As `opened`, only those that are no note's: what is said of the others stands in the note."""
    found, lost = [], 0
    for row in rows:
        try:
            body = value(keys, "contact", "body", row[0], row[2], row[6])
            if body.get("note_id") is None:
                found.append(_stored(row, ContactBody.from_json(body)))
        except UNREADABLE:
            lost += 1
    return tuple(found), lost


def _opened(row: Sequence[Any], keys: Keys) -> StoredContact:
    return _stored(row, record(ContactBody, keys, "contact", "body", row[0], row[2], row[6]))


def _stored(row: Sequence[Any], body: ContactBody) -> StoredContact:
    raw_id, version, _, case_id, written_at, author_id, _ = row
    return StoredContact(
        id=uid(raw_id),
        version=version,
        case_id=uid(case_id),
        written_at=written_at,
        author_id=uid(author_id),
        body=body,
    )


def insert(desk: Desk, unit: UnitOfWork, file: FileKey, body: ContactBody, permit: Permit | None = None) -> UUID:
    """A new contact of this colleague's under its case's key.

    One with somebody outside the family needs the permit with which the sharing was recorded. Raises `ForgedPermit`.
    """
    _insist_on_permit(unit, file.place.subject, body, permit)
    return insert_of_case(desk, unit, file, ContactRow, "contact", body)


def _insist_on_permit(unit: UnitOfWork, case_id: UUID, body: ContactBody, permit: Permit | None) -> None:
    if not is_outside(body):
        return
    if permit is None:
        raise ForgedPermit("a contact outside the family without its permit")
    keep_with(permit, unit)
    asked, file = permit.question, case_file(unit.connection, case_id)
    about = () if file is None else records_of(unit.connection, file.person_id)
    if asked.recipient != body.with_agency or asked.material is not Material.TALK or not {*about} & {*permit.subjects}:
        raise ForgedPermit("the permit is for something else")


def follow(
    desk: Desk,
    unit: UnitOfWork,
    file: FileKey,
    note_id: UUID,
    body: ContactBody | None,
    permit: Permit | None = None,
) -> None:
    """Makes a note's contact what its corrected note says: made, changed or taken away.

    Another person outside the family needs a permit of their own. Raises `ForgedPermit`.
    """
    rows = select(unit.connection, file.place.subject)
    keys = desk.keys(places(rows))
    mine = {one.id: one.body for one in opened(rows, keys)[0] if one.body.note_id == note_id}
    stands = next((row for row in rows if uid(row[0]) in mine), None)
    if stands is None:
        if body is not None:
            insert(desk, unit, file, body, permit)
        return
    raw_id, version, key_id, case_id, written_at, author_id, _ = stands
    if body is None:
        unit.delete("contact", uid(raw_id))
        return
    before = mine[uid(raw_id)]
    if (before.with_whom, before.with_agency) != (body.with_whom, body.with_agency):
        _insist_on_permit(unit, file.place.subject, body, permit)
    own = desk.to_write(keys[uid(key_id)])
    unit.update(
        ContactRow(
            id=uid(raw_id),
            version=version,
            file_key_id=own.place.id,
            case_id=uid(case_id),
            written_at=written_at,
            author_id=uid(author_id),
            body=desk.seal(own, "contact", "body", uid(raw_id), body),
        )
    )
