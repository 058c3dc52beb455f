"""What was put into the outbox: whose copy it is, and the passphrase that opens it."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from uuid import UUID, uuid4

from db.desk import Desk
from db.tables.office import OutboxRow
from db.unit_of_work import UnitOfWork
from iass_tui.rules.records.base import Record
from iass_tui.vault.cells import Sealed
from iass_tui.vault.compartments import FileKey
from iass_tui.vault.keyring import CircleClosed


@dataclasses.dataclass(frozen=True, kw_only=True)
class OutboxNote(Record):
    """What the office remembers of one file in the outbox."""

    name: str
    passphrase: str
    made_by: UUID
    person_id: UUID | None = None
    """Whom it is about: their withdrawal empties it."""
    list_of: str = ""
    """Of a list of people, the way of keeping in touch: the next stop empties it."""


@dataclasses.dataclass(frozen=True)
class OutboxEntry:
    """One row, opened."""

    id: UUID
    made_at: datetime
    note: OutboxNote


def key(desk: Desk, person_id: UUID | None = None) -> FileKey:
    """The office's one key for these; of a file about somebody whose record is restricted, their circle's."""
    home = "casework" if person_id is None else desk.home("person", person_id)
    return desk.shared_key("outbox", desk.office, home)


def add(desk: Desk, unit: UnitOfWork, file: FileKey, note: OutboxNote) -> None:
    """Remembers a file."""
    id_ = uuid4()
    sealed = desk.seal(file, "outbox_file", "body", id_, note)
    unit.insert(OutboxRow(id=id_, file_key_id=file.place.id, made_at=unit.at, body=sealed))


def entries(desk: Desk) -> tuple[OutboxEntry, ...]:
    """Everything remembered, oldest first; what is about a record that is shut to this account is not there."""
    with desk.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, file_key_id, made_at, body FROM outbox_file ORDER BY made_at"
        ).fetchall()
    found = []
    for raw_id, raw_key, made_at, raw in rows:
        id_ = UUID(bytes=raw_id)
        try:
            file = desk.key(UUID(bytes=raw_key), "outbox", desk.office)
        except CircleClosed:
            continue
        note = OutboxNote.from_json(desk.open(file, "outbox_file", "body", id_, Sealed(raw)))
        found.append(OutboxEntry(id_, datetime.fromisoformat(made_at), note))
    return tuple(found)
