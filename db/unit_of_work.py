"""The one way to write office.db: rows and the signed entry that vouches for them, together or not at all."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from db.engine import make_room, reading, ready_to_write, run, writing
from db.landed import Sight
from db.migrations.triggers import NEWEST
from db.row_formats import WITHOUT_ENTRY, columns_of, quoted, select_row
from db.tables.base import Row
from db.types import SealedColumn
from iass_tui.host.host_folder import HostFolder, Witness
from iass_tui.host.queue import WritersQueue
from iass_tui.rules.records.office import AuditDetail
from iass_tui.vault.audit_entry import DELETED, LABEL, Entry, RowMark, row_digest
from iass_tui.vault.cells import Sealed
from iass_tui.vault.encoding import ZERO_DIGEST, BadFormat
from iass_tui.vault.register import Pin
from iass_tui.vault.sealing import sha256

Clock = Callable[[], datetime]
_MOVED_AFTER = 64
"""Entries between two moves of the write-ahead log into the file; a note is some 16 pages of it."""


class VersionConflict(Exception):
    """Someone else wrote this row first."""


class Tampered(Exception):
    """A stored row is not the one that the audit vouches for. The text names table and id, no value."""


class PutBack(Exception):
    """The office is older than what this host has seen: it was replaced while it was open."""


class Scribe(Protocol):
    """Whoever signs: an account, through the keys it holds."""

    @property
    def account_id(self) -> UUID: ...
    @property
    def register_pin(self) -> Pin: ...
    def sign(self, label: str, body: bytes) -> bytes: ...
    def seal_detail(self, seq: int, detail: dict[str, Any], connection: Connection) -> bytes: ...
    def begin(self, register: int) -> None:
        """Called inside the write transaction, with the register version of the newest entry.

        Takes in the newest register where that is another than the one known: nobody can change it from now on until
        the unit ends. Raises where the account is no longer listed.
        """
        ...


class UnitOfWork:
    """One write transaction. Made by `Records.unit`."""

    def __init__(self, connection: Connection, scribe: Scribe, at: str, seq: int, previous: str) -> None:
        self.connection = connection
        self.at = at
        """The moment of the entry; rows of this unit carry the same one."""
        self._scribe = scribe
        self._seq, self._previous = seq, previous
        self._marks: dict[tuple[str, bytes], RowMark] = {}
        self._said: dict[str, Any] | None = None
        self._also: tuple[str, ...] = ()

    def insert(self, row: Row) -> None:
        """Writes a new row."""
        self._insert(*_stored(row))

    def insert_columns(self, into: type[Row], **columns: Any) -> None:
        """As `insert`, for rows that are written all day: without the row object, which costs more than its INSERT."""
        table = str(into.__tablename__)
        self._insert(table, tuple(_raw(columns[name], is_sealed) for name, is_sealed in _columns(table)))

    def _insert(self, table: str, values: tuple[Any, ...]) -> None:
        stored = run(self.connection, _insert(table), values).fetchone()
        assert stored is not None
        self._mark(table, tuple(stored))

    def update(self, row: Row) -> None:
        """Writes a changed row and raises its version by one.

        `row.version` is the version that was read. Raises `VersionConflict` where that is no longer the stored one,
        `Tampered` where the stored row is not the one vouched for: a change must not launder an edit.
        """
        table, values = _stored(row)
        raw_id, version = values[0], values[1]
        self.verify(table, raw_id)
        stored = run(self.connection, _update(table), (version + 1, *values[2:], raw_id, version)).fetchone()
        if stored is None:
            raise VersionConflict
        self._mark(table, tuple(stored))

    def put_again(self, table: str, values: tuple[Any, ...]) -> None:
        """A stored row, its cells sealed under another key: also of tables whose rows are never updated.

        `values` are all of the row's columns. Raises `Tampered` where the stored row is not the one vouched for.
        """
        if table in WITHOUT_ENTRY:
            run(self.connection, _replace(table), values)
            return
        raw_id, version = values[0], values[1]
        self.verify(table, raw_id)
        if f"{table}_stays_as_it_is" in NEWEST:
            run(self.connection, f"DELETE FROM {quoted(table)} WHERE id = ?", (raw_id,))
            stored = run(self.connection, _insert(table), values).fetchone()
        else:
            stored = run(self.connection, _update(table), (version + 1, *values[2:], raw_id, version)).fetchone()
        assert stored is not None
        self._mark(table, tuple(stored))

    def delete(self, table: str, row_id: UUID) -> None:
        """Removes a row; the entry says so. A row that is gone already stays gone."""
        delete = f"DELETE FROM {quoted(table)} WHERE id = ?"
        if table in WITHOUT_ENTRY:
            run(self.connection, delete, (row_id.bytes,))
            return
        found = run(self.connection, f"{delete} RETURNING version", (row_id.bytes,)).fetchone()
        if found is not None:
            self._marks[table, row_id.bytes] = RowMark(table, str(row_id), int(found[0]), DELETED)

    def write_unmarked(self, row: Row) -> None:
        """Writes or replaces a row of a table that has no entries: tallies, caller codes, drafts."""
        table, values = _stored(row)
        if table not in WITHOUT_ENTRY:
            raise ValueError("this table's rows are vouched for")
        run(self.connection, _replace(table), values)

    def write_many_unmarked(self, into: type[Row], rows: Sequence[tuple[Any, ...]]) -> None:
        """As `write_unmarked` for rows as stored, in the order of the table's columns, at a tenth of the cost."""
        table = str(into.__tablename__)
        if table not in WITHOUT_ENTRY:
            raise ValueError("this table's rows are vouched for")
        if rows:
            self.connection.exec_driver_sql(_replace(table), list(rows))

    def verify(self, table: str, raw_id: bytes) -> None:
        """Raises `Tampered` unless the stored row is the one that its latest entry, or this very unit, vouches for."""
        if (table, raw_id) not in self._marks:
            verify_row(self.connection, table, raw_id)

    def say(self, detail: AuditDetail) -> None:
        """What the entry's sealed half says. Names of fields and ids, never a value (trap T19)."""
        self._said = dataclasses.replace(detail, reasons=(*detail.reasons, *self._also)).to_json()

    def also_say(self, reason: str) -> None:
        """A reason that the entry gives whatever the act is that this unit records. Call it before `say`."""
        self._also = (*self._also, reason)

    def _mark(self, table: str, stored: tuple[Any, ...]) -> None:
        digest = row_digest(table, columns_of(table), stored)
        self._marks[table, stored[0]] = RowMark(table, str(UUID(bytes=stored[0])), int(stored[1]), digest)

    def finish(self) -> tuple[int, str] | None:
        """Appends the entry; its sequence number and digest. None where nothing needed one."""
        if self._said is None:
            if self._marks:
                raise ValueError("rows were written and nothing was said of it")
            return None
        entry = Entry(
            self._seq,
            self.at,
            self._previous,
            self._scribe.account_id,
            self._scribe.register_pin.number,
            tuple(self._marks.values()),
            self._scribe.seal_detail(self._seq, self._said, self.connection),
        )
        body = entry.to_bytes()
        append_entry(self.connection, self._seq, body, self._scribe.sign(LABEL, body))
        for table, raw_id in self._marks:
            run(self.connection, _INDEX, (table, raw_id, self._seq))
        return self._seq, sha256(body).hex()


_INDEX = (
    "INSERT INTO row_index (table_name, id, seq) VALUES (?, ?, ?) "
    "ON CONFLICT (table_name, id) DO UPDATE SET seq = excluded.seq"
)


class Records:
    """office.db: snapshots to read from, units of work to write with."""

    def __init__(
        self, engine: Engine, queue: WritersQueue, host: HostFolder, clock: Clock, sight: Sight | None = None
    ) -> None:
        self.engine, self.queue, self.host, self.clock = engine, queue, host, clock
        self.sight = sight or Sight()
        self._written = "", 0
        """The digest of the newest entry written here, and its register version."""

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot."""
        with reading(self.engine) as connection:
            yield connection

    @contextlib.contextmanager
    def unit(self, scribe: Scribe) -> Iterator[UnitOfWork]:
        """One unit of work; leaving the block commits rows and entry, an exception undoes both."""
        with ready_to_write(self.engine) as connection, self.queue.turn():
            with connection.begin():
                seq, digest, register = head(connection, self._written)
                witness = self._check_witness(connection, seq, digest)
                scribe.begin(register)
                unit = UnitOfWork(connection, scribe, moment(self.clock()), seq + 1, digest)
                yield unit
                done = unit.finish()
            if done is not None:
                self._written = done[1], scribe.register_pin.number
                if witness is not None:
                    self._renew(witness, scribe.register_pin, *done, unit.at)
        if done is not None:
            self._make_room(done[0])

    def _make_room(self, seq: int) -> None:
        """Moves the log on after so many entries, whoever wrote them, when the turn is over: colleagues need not wait.

        Their own is saved, so that no failing of it may say otherwise.
        """
        if seq % _MOVED_AFTER == 0:
            with contextlib.suppress(sqlite3.Error, DBAPIError):
                make_room(self.engine)

    def _check_witness(self, connection: Connection, seq: int, digest: str) -> Witness | None:
        witness = self.host.witness()
        if witness is None or witness.seq == 0 or (witness.seq, witness.head) == (seq, digest):
            return witness
        if digest_at(connection, witness.seq) != witness.head:
            raise PutBack
        return witness

    def _renew(self, witness: Witness, pin: Pin, seq: int, digest: str, at: str) -> None:
        # The note is saved already: a full host disk must not say otherwise. An older witness is still on the chain.
        newest = pin if pin.number > witness.register.number else witness.register
        with contextlib.suppress(OSError):
            self.host.put_witness(Witness(witness.office, witness.folder, newest, seq, digest, at))

    def system_entry(self, register: int, detail: dict[str, Any]) -> None:
        """An unsigned entry (a failed sign-in, a timer): no rows, no personal data; the next signer follows it."""
        with self.queue.turn():
            with writing(self.engine) as connection:
                seq, digest, newest = head(connection)
                witness = self._check_witness(connection, seq, digest)
                at = moment(self.clock())
                entry = Entry(seq + 1, at, digest, None, max(register, newest), (), detail)
                body = entry.to_bytes()
                append_entry(connection, seq + 1, body, b"")
            if witness is not None:
                self._renew(witness, witness.register, seq + 1, sha256(body).hex(), at)


def moment(now: datetime) -> str:
    """A moment as rows and entries hold it: UTC, microseconds, a Z."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def head(connection: Connection, known: tuple[str, int] = ("", 0)) -> tuple[int, str, int]:
    """Sequence number, digest and register version of the newest entry. Raises `BadFormat`.

    `known` is the digest of an entry that need not be read, and its register version.
    """
    row = run(connection, "SELECT seq, body FROM audit_entry ORDER BY seq DESC LIMIT 1").fetchone()
    if row is None:
        return 0, ZERO_DIGEST, 0
    body = _body(row[1])
    digest = sha256(body).hex()
    return row[0], digest, known[1] if digest == known[0] else Entry.from_bytes(body).register


def digest_at(connection: Connection, seq: int) -> str | None:
    """The digest of the entry of that number; None where there is none. Raises `BadFormat`."""
    row = run(connection, "SELECT body FROM audit_entry WHERE seq = ?", (seq,)).fetchone()
    return None if row is None else sha256(_body(row[0])).hex()


def _body(stored: object) -> bytes:
    if not isinstance(stored, bytes):
        raise BadFormat("audit entry")
    return stored


def append_entry(connection: Connection, seq: int, body: bytes, signature: bytes) -> None:
    """Adds an entry; the triggers refuse any place but the end."""
    run(connection, "INSERT INTO audit_entry (seq, body, signature) VALUES (?, ?, ?)", (seq, body, signature))


def verify_row(connection: Connection, table: str, raw_id: bytes) -> tuple[Any, ...] | None:
    """The stored row; None where none is vouched for. Raises `Tampered` unless it is the one that its latest entry
    vouches for."""
    columns = columns_of(table)
    row = run(connection, select_row(table, columns), (raw_id,)).fetchone()
    entry = run(
        connection,
        "SELECT body FROM audit_entry WHERE seq = (SELECT seq FROM row_index WHERE table_name = ? AND id = ?)",
        (table, raw_id),
    ).fetchone()
    row_id = str(UUID(bytes=raw_id))
    try:
        marks = () if entry is None else Entry.from_bytes(_body(entry[0])).rows
        found = None if row is None else row_digest(table, columns, tuple(row))
    except BadFormat:  # an entry, or a value, that no program of ours stores
        raise Tampered(f"{table} {row_id}") from None
    vouched = next((m.digest for m in marks if m.table == table and m.id == row_id), None)
    if found is None and vouched in (None, DELETED):
        return None
    if found is None or vouched != found:
        raise Tampered(f"{table} {row_id}")
    return tuple(row)


def _stored(row: Row) -> tuple[str, tuple[Any, ...]]:
    table = row.__tablename__
    assert isinstance(table, str)
    return table, tuple(_raw(getattr(row, name), is_sealed) for name, is_sealed in _columns(table))


@functools.cache
def _columns(table: str) -> tuple[tuple[str, bool], ...]:
    known = Row.metadata.tables[table].columns
    names = _unmarked_columns(table) if table in WITHOUT_ENTRY else columns_of(table)
    return tuple((name, isinstance(known[name].type, SealedColumn)) for name in names)


def _raw(value: Any, is_sealed: bool) -> Any:
    if is_sealed:
        if not isinstance(value, Sealed):
            raise TypeError("a sealed column takes a sealed value")
        return value.raw
    if isinstance(value, UUID):
        return value.bytes
    if value is None or isinstance(value, int | str | bytes):
        return value
    raise TypeError(f"a clear column cannot hold {type(value).__name__}")


@functools.cache
def _insert(table: str) -> str:
    columns = columns_of(table)
    names = ", ".join(columns)
    return f"INSERT INTO {quoted(table)} ({names}) VALUES ({_marks(columns)}) RETURNING {names}"


@functools.cache
def _update(table: str) -> str:
    columns = columns_of(table)
    changes = ", ".join(f"{name} = ?" for name in columns[1:])
    return f"UPDATE {quoted(table)} SET {changes} WHERE id = ? AND version = ? RETURNING {', '.join(columns)}"


@functools.cache
def _replace(table: str) -> str:
    columns = _unmarked_columns(table)
    return f"INSERT OR REPLACE INTO {quoted(table)} ({', '.join(columns)}) VALUES ({_marks(columns)})"


def _unmarked_columns(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in Row.metadata.tables[table].columns)


def _marks(columns: tuple[str, ...]) -> str:
    return ", ".join("?" for _ in columns)
