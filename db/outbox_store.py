"""What was put into the outbox: whose copy it is, and the passphrase that opens it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from db.desk import Desk
from db.tables.office import OutboxRow
from db.unit_of_work import UnitOfWork
from iass_tui.rules.records.base import Record
from iass_tui.vault.cells import Sealed
from iass_tui.vault.compartments import FileKey
from iass_tui.vault.keyring import CompartmentClosed


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
    address_of: UUID | None = None
    """Whose postal address stands on it: it goes once they have another."""
    words_id: UUID | None = None
    """The row that has the passphrase in its place, where fewer may open the file than may know that it waits."""


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


def add(desk: Desk, unit: UnitOfWork, file: FileKey, note: OutboxNote, readers: str = "") -> None:
    """Remembers a file; its passphrase in a row of its own where only that compartment's `readers` may open the file.

    Whoever records a withdrawal has to find the file and take it away, without being able to open it.
    """
    if readers and note.passphrase:
        own = desk.shared_key("outbox", desk.office, readers)
        words = OutboxNote(name=note.name, passphrase=note.passphrase, made_by=note.made_by)
        note = dataclasses.replace(note, passphrase="", words_id=_insert(desk, unit, own, words))
    _insert(desk, unit, file, note)


def _insert(desk: Desk, unit: UnitOfWork, file: FileKey, note: OutboxNote) -> UUID:
    id_ = uuid4()
    sealed = desk.seal(file, "outbox_file", "body", id_, note)
    unit.insert(OutboxRow(id=id_, file_key_id=file.place.id, made_at=unit.at, body=sealed))
    return id_


def remove(unit: UnitOfWork, entry: OutboxEntry) -> None:
    """Forgets a file, and its passphrase wherever it lies."""
    unit.delete("outbox_file", entry.id)
    if entry.note.words_id is not None:
        unit.delete("outbox_file", entry.note.words_id)


def entries(desk: Desk) -> tuple[OutboxEntry, ...]:
    """Everything remembered, oldest first; what is about a record that is shut to this account is not there.

    A passphrase that lies under a compartment of which this account is no reader is "".
    """
    with desk.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, file_key_id, made_at, body FROM outbox_file ORDER BY made_at"
        ).fetchall()
    found: dict[UUID, OutboxEntry] = {}
    for raw_id, raw_key, made_at, raw in rows:
        id_ = UUID(bytes=raw_id)
        try:
            file = desk.key(UUID(bytes=raw_key), "outbox", desk.office)
        except CompartmentClosed:
            if not desk.keyring.holds("casework"):
                raise
            continue
        note = OutboxNote.from_json(desk.open(file, "outbox_file", "body", id_, Sealed(raw)))
        found[id_] = OutboxEntry(id_, datetime.fromisoformat(made_at), note)
    apart = {one.note.words_id for one in found.values()}
    return tuple(_with_words(one, found) for one in found.values() if one.id not in apart)


def _with_words(entry: OutboxEntry, found: Mapping[UUID, OutboxEntry]) -> OutboxEntry:
    words = found.get(entry.note.words_id) if entry.note.words_id else None
    if words is None:
        return entry
    return dataclasses.replace(entry, note=dataclasses.replace(entry.note, passphrase=words.note.passphrase))
