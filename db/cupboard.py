"""office.keys: where wrapped keys lie. Every writer reads the host key's id again inside its own transaction."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, PoolProxiedConnection

from db.engine import plain_errors, reading, ready_to_write, run, writing
from db.office_row import office_row, stored_bytes
from iass_tui.host.host_folder import HostFolder
from iass_tui.host.queue import WritersQueue
from iass_tui.vault.compartments import FileKey, FileKeyPlace, StillSent
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.host_key import HostKey, outer_key_id
from iass_tui.vault.keyring import CircleClosed, CompartmentClosed, Keyring
from iass_tui.vault.register import Pin, SignedRegister, walk
from iass_tui.vault.sealing import DoesNotOpen, sha256

KEY_COLUMNS = "id, kind, subject, compartment, compartment_version, wrapped"
OF_KIND = "+kind = ?"
"""Beside ids or subjects: the sign keeps SQLite from going through every key of a kind, which it takes for fewer."""
_MOST_AT_ONCE = 500
_NEWEST = "SELECT coalesce(max(number), 0) FROM register"
_NEWEST_PIN = "SELECT number, body FROM register ORDER BY number DESC LIMIT 1"


class KeyGone(Exception):
    """There is no such file key: what it sealed was erased, or never existed."""


class FoundKeys(dict[UUID, FileKey]):
    """Opened file keys by their ids. One that is gone stands nowhere in it, and one that does not open keeps no other
    from opening."""

    def __init__(self) -> None:
        super().__init__()
        self.damaged: set[UUID] = set()
        """Those that do not open, or belong to another file than the row says that names them."""
        self.shut: set[UUID] = set()
        """Those of restricted records, in whose circle this account is not."""


class RegisterMoved(Exception):
    """The key register in the file is not the version that this keyring was opened under."""


class NoHostKey(Exception):
    """This machine does not hold the host key that the office's keys are wrapped in."""


@dataclasses.dataclass(frozen=True)
class StoredBundle:
    """An account's sealed bundle and its stretch parameters."""

    owner: UUID
    """Whom the outer layer names: the account or, until a manager has admitted these keys, the invitation."""
    account: UUID
    sign_in: str
    stretch: bytes
    sealed: bytes


class Cupboard:
    """office.keys of one office."""

    def __init__(self, engine: Engine, queue: WritersQueue, host: HostFolder) -> None:
        self.engine, self.queue, self.host = engine, queue, host
        self._hosts: dict[bytes, HostKey] = {}
        self._files: dict[UUID, FileKey] = {}
        self._seen = -1
        self._register = Pin()
        self.unreadable: set[bytes] = set()
        """Raw ids of file keys that a reader of many came upon and that did not open."""
        self._watch: PoolProxiedConnection | None = None
        self._watching = threading.Lock()

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """A turn in the queue and one immediate transaction."""
        with self.queue.turn(), writing(self.engine) as connection:
            yield connection

    def office(self) -> tuple[UUID, bytes]:
        """The office's id and the id of the host key that its layers name now."""
        with reading(self.engine) as connection:
            return office_row(connection)

    def registers(self, connection: Connection) -> tuple[SignedRegister, ...]:
        """Every stored register version, unverified."""
        rows = run(connection, "SELECT body, signature FROM register ORDER BY number").fetchall()
        return tuple(SignedRegister(stored_bytes(body), stored_bytes(signature)) for body, signature in rows)

    def grants(self, connection: Connection, account: UUID) -> list[tuple[str, int, bytes]]:
        """The stored grants of an account, unverified."""
        rows = run(
            connection, 'SELECT compartment, version, sealed FROM "grant" WHERE account_id = ?', (account.bytes,)
        )
        return [(name, version, stored_bytes(sealed)) for name, version, sealed in rows]

    def privates(self, connection: Connection) -> dict[tuple[str, int], bytes]:
        """The sealed private halves of the compartments' own pairs."""
        rows = run(connection, "SELECT name, version, sealed FROM compartment")
        return {(name, version): stored_bytes(sealed) for name, version, sealed in rows}

    def bundles(self, connection: Connection) -> tuple[StoredBundle, ...]:
        """Every account's sealed bundle, those in force before those that wait. Rows that are none are left out."""
        rows = run(
            connection,
            "SELECT b.id, coalesce(i.account_id, b.id), b.sign_in, b.stretch, b.sealed "
            "FROM bundle b LEFT JOIN invitation i ON i.id = b.id ORDER BY i.id IS NOT NULL, b.id",
        )
        found = []
        for owner, account, name, stretch, sealed in rows:
            with contextlib.suppress(ValueError):
                ids = UUID(bytes=stored_bytes(owner)), UUID(bytes=stored_bytes(account))
                found.append(StoredBundle(*ids, str(name), stored_bytes(stretch), stored_bytes(sealed)))
        return tuple(found)

    def host_key(self, key_id: bytes) -> HostKey:
        """The host key of that id, read anew when it is not the one in memory. Raises `NoHostKey`."""
        found = self._hosts.get(key_id)
        if found is None:
            found = self.host.find_key(key_id)
            if found is None:
                raise NoHostKey
            self._hosts = {key_id: found}
        return found

    def open_layer(self, outer: bytes, kind: str, owner: UUID) -> bytes:
        """What lies under the host key's layer. Raises `NoHostKey` or `DoesNotOpen`."""
        return self.host_key(outer_key_id(outer)).unwrap(outer, kind, owner)

    def close_layer(self, connection: Connection, inner: bytes, kind: str, owner: UUID) -> bytes:
        """`inner` under the host key that the office names inside this very transaction."""
        return self.host_key(office_row(connection)[1]).wrap(inner, kind, owner)

    def make(self, keyring: Keyring, wanted: Sequence[tuple[str, UUID, str]]) -> tuple[FileKey, ...]:
        """Fresh file keys for (kind, subject, compartment), committed before anything is sealed under them.

        Raises `RegisterMoved` where someone came, left or rotated keys meanwhile.
        """
        made = tuple(keyring.new_file_key(kind, subject, compartment) for kind, subject, compartment in wanted)
        with self.queue.turn(), ready_to_write(self.engine) as connection:
            with connection.begin():
                if _newest(connection) != keyring.register.number:
                    raise RegisterMoved
                self._forget_if_changed()  # from here to the commit nobody else writes
                others = _others_wrote(connection)
                self._insert(connection, [(file, keyring.wrap(file)) for file in made])
            [(now,)] = self._ask("PRAGMA data_version")
            if _others_wrote(connection) == others:
                self._seen = now  # what changed since was these keys alone: what is known of the others still stands
        for file in made:
            self.remember(file)
        return made

    def send(self, keyring: Keyring, kind: str, subject: UUID, compartment: str) -> FileKey:
        """A fresh file key sealed *to* a compartment, which this account need not hold. It is remembered nowhere here:
        once the caller has dropped it, they cannot open again what they sealed. Raises `RegisterMoved` as `make` does.
        """
        file, inner = keyring.new_sent_key(kind, subject, compartment)
        with self.write() as connection:
            if _newest(connection) != keyring.register.number:
                raise RegisterMoved
            self._insert(connection, [(file, inner)])
        return file

    def open_letter(self, keyring: Keyring, key_id: UUID) -> tuple[FileKey, UUID]:
        """A key that was sent and not sealed anew yet, and who sent it. Never kept in memory: it seals nothing.

        Raises `KeyGone`, `CompartmentClosed`, or `DoesNotOpen` where no colleague's signature is in it.
        """
        rows = self._ask(f"SELECT {KEY_COLUMNS} FROM file_key WHERE id = ?", (key_id.bytes,))
        if not rows:
            raise KeyGone
        place, inner = opened_layer(self, rows[0])
        with contextlib.suppress(DoesNotOpen):
            return keyring.open_sent(inner, place, [keyring.register])
        with reading(self.engine) as connection:  # the sender may have new keys since
            stored = self.registers(connection)
        return keyring.open_sent(inner, place, walk(stored, keyring.office, []))

    def _insert(self, connection: Connection, made: Sequence[tuple[FileKey, bytes]]) -> None:
        """Keys with what goes under their outer layers."""
        host = self.host_key(office_row(connection)[1])  # as the office names it inside this very transaction
        rows = [
            (
                file.place.id.bytes,
                file.place.kind,
                file.place.subject.bytes,
                file.place.compartment,
                file.place.version,
                host.wrap(inner, "file", file.place.id),
            )
            for file, inner in made
        ]
        if rows:
            connection.exec_driver_sql(f"INSERT INTO file_key ({KEY_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", rows)

    def find(self, keyring: Keyring, key_id: UUID, kind: str, subject: UUID) -> FileKey:
        """The file key of that id, which must be of that kind and subject.

        Raises `KeyGone`, `CompartmentClosed`, or `DoesNotOpen` for a swapped link.
        """
        file = self.by_id(keyring, key_id)
        if file.place.kind != kind or file.place.subject != subject:
            raise DoesNotOpen
        return file

    def by_id(self, keyring: Keyring, key_id: UUID) -> FileKey:
        """The file key of that id, whatever it belongs to: for drafts, which name another's key, and for `check`.

        Raises `KeyGone`, `CompartmentClosed` or `DoesNotOpen`; of that `StillSent`, which `open_letter` reads.
        """
        self._forget_if_changed()
        file = self._files.get(key_id)
        if file is None:
            rows = self._ask(f"SELECT {KEY_COLUMNS} FROM file_key WHERE id = ?", (key_id.bytes,))
            if not rows:
                raise KeyGone
            file = self._opened(keyring, rows[0])
            self.remember(file)
        return file

    def in_memory(self, key_id: UUID) -> FileKey | None:
        """A file key that was used before and needs no look whether it is still there: those of the audit are kept."""
        return self._files.get(key_id)

    def find_many(self, keyring: Keyring, wanted: Iterable[tuple[UUID, str, UUID]]) -> FoundKeys:
        """The file keys of (id, kind, subject), in one statement; those that are gone are left out.

        Raises `CompartmentClosed`.
        """
        self._forget_if_changed()
        places = {key_id: (kind, subject) for key_id, kind, subject in wanted}
        found = FoundKeys()
        found.update({key_id: file for key_id in places if (file := self._files.get(key_id)) is not None})
        missing = [key_id.bytes for key_id in places if key_id not in found]
        for start in range(0, len(missing), _MOST_AT_ONCE):
            some = missing[start : start + _MOST_AT_ONCE]
            query = f"SELECT {KEY_COLUMNS} FROM file_key WHERE id IN ({', '.join('?' * len(some))})"
            for row in self._ask(query, tuple(some)):
                try:
                    file = self._opened(keyring, row)
                except CircleClosed:
                    found.shut.add(UUID(bytes=row[0]))
                except (DoesNotOpen, BadFormat):
                    found.damaged.add(UUID(bytes=row[0]))
                except KeyGone:  # erased since the statement
                    continue
                else:
                    self.remember(file)
                    found[file.place.id] = file
        swapped = {one for one, file in found.items() if (file.place.kind, file.place.subject) != places[one]}
        found.damaged |= swapped
        for one in swapped:
            del found[one]
        return found

    def find_all(self, keyring: Keyring, kind: str, subject: UUID | None = None) -> Iterator[FileKey]:
        """Every file key of a kind (and subject), for the bulk readers; those of closed compartments are left out.

        So are those that do not open, which anybody with the file can plant: they go into `unreadable`. Whoever counts
        what lies under keys has to ask for each that a row names. Raises `RegisterMoved` where the keyring is not that
        of the register beside these keys: after a rotation it would leave every one of them out.
        """
        where = "kind = ?" if subject is None else f"{OF_KIND} AND subject = ?"
        parameters = (kind,) if subject is None else (kind, subject.bytes)
        with reading(self.engine) as connection:
            rows = run(connection, f"SELECT {KEY_COLUMNS} FROM file_key WHERE {where}", parameters).fetchall()
            newest = _newest(connection)
        if newest != keyring.register.number:
            raise RegisterMoved
        for row in rows:
            if keyring.holds(row[3]):
                try:
                    yield self._opened(keyring, row)
                except StillSent:
                    self._look_at_letter(keyring, row)
                except (DoesNotOpen, BadFormat, CompartmentClosed):
                    self.unreadable.add(bytes(row[0]) if isinstance(row[0], bytes) else b"")
                except KeyGone:  # erased since the list was read
                    continue

    def _look_at_letter(self, keyring: Keyring, row: Sequence[Any]) -> None:
        """A sent key is among none that seal; one that nobody here sent was planted."""
        try:
            self.open_letter(keyring, UUID(bytes=row[0]))
        except (DoesNotOpen, BadFormat):
            self.unreadable.add(bytes(row[0]))
        except KeyGone:  # sealed anew since the list was read
            pass

    def _opened(self, keyring: Keyring, row: Sequence[object]) -> FileKey:
        """Raises `DoesNotOpen` or `BadFormat` for what is no file key, `KeyGone` for one erased this moment."""
        try:
            return _unwrapped(self, keyring, row)
        except NoHostKey:
            [now, *_] = self._ask(f"SELECT {KEY_COLUMNS} FROM file_key WHERE id = ?", (stored_bytes(row[0]),)) or [()]
        if not now:
            raise KeyGone
        if outer_key_id(stored_bytes(now[-1])) != self.office()[1]:
            raise DoesNotOpen  # under no host key of this office: damaged, or planted
        return _unwrapped(self, keyring, now)  # the host key turned since the row was read; else it is truly missing

    def remember(self, file: FileKey) -> None:
        """Keeps an opened key in memory until another process writes, or everything is forgotten."""
        if len(self._files) > 2000:
            self._files.clear()
        self._files[file.place.id] = file

    def forget(self) -> None:
        """Drops every key in memory: at lock, at sign-out, when another process wrote."""
        self._files.clear()
        self._hosts.clear()

    def _ask(self, query: str, values: tuple[bytes, ...] = ()) -> list[tuple[Any, ...]]:
        """One statement by itself on a connection that is kept: what a transaction costs is for more than one."""
        with plain_errors(), self._watching:
            if self._watch is None:
                self._watch = self.engine.raw_connection()
            driver: Any = self._watch.driver_connection
            found: list[tuple[Any, ...]] = driver.execute(query, values).fetchall()
        return found

    def _forget_if_changed(self) -> None:
        # data_version moves when another connection committed: an erasure elsewhere must reach this session.
        [(version,)] = self._ask("PRAGMA data_version")
        if version != self._seen:
            self.forget()
            rows = self._ask(_NEWEST_PIN)
            self._register = Pin(rows[0][0], sha256(stored_bytes(rows[0][1])).hex()) if rows else Pin()
            self._seen = version

    def newest_register(self) -> Pin:
        """The newest version of the key register: its number and, since another may be put in its place, its digest."""
        self._forget_if_changed()
        return self._register

    def rewrap(self, connection: Connection, new: HostKey, doomed: Iterable[UUID]) -> None:
        """Deletes the doomed file keys and moves every other outer layer to the new host key, in this transaction.

        A layer that does not open, which one flipped bit is enough for, stays as it is and closed; it must not keep
        what was withdrawn. Where none opens the fault is the host key's. Raises `NoHostKey` or `DoesNotOpen`.
        """
        self.host_key(office_row(connection)[1])
        for key_id in doomed:
            connection.exec_driver_sql("DELETE FROM file_key WHERE id = ?", (key_id.bytes,))
        for table, kind, column in (("file_key", "file", "wrapped"), ("bundle", "bundle", "sealed")):
            rows = connection.exec_driver_sql(f"SELECT id, {column} FROM {table}").fetchall()
            moved = []
            for raw_id, outer in rows:
                with contextlib.suppress(DoesNotOpen, NoHostKey, BadFormat):
                    owner = UUID(bytes=raw_id)
                    moved.append((new.wrap(self.open_layer(stored_bytes(outer), kind, owner), kind, owner), raw_id))
            if rows and not moved:
                raise DoesNotOpen
            if moved:
                connection.exec_driver_sql(f"UPDATE {table} SET {column} = ? WHERE id = ?", moved)
        connection.exec_driver_sql("UPDATE office SET host_key_id = ?", (new.id,))

    def close(self) -> None:
        """Gives every connection back."""
        self.forget()
        with self._watching:  # a page may still be reading in its thread, which SQLite does not survive
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self.engine.dispose()


def _newest(connection: Connection) -> int:
    return int(run(connection, _NEWEST).fetchone()[0])


def _others_wrote(connection: Connection) -> int:
    """A number that moves when another connection than this one committed."""
    return int(run(connection, "PRAGMA data_version").fetchone()[0])


def _unwrapped(cupboard: Cupboard, keyring: Keyring, row: Sequence[object]) -> FileKey:
    place, inner = opened_layer(cupboard, row)
    return keyring.unwrap(inner, place)


def opened_layer(cupboard: Cupboard, row: Sequence[object]) -> tuple[FileKeyPlace, bytes]:
    """Where a stored file key belongs, and what lies under the host key's layer."""
    raw_id, kind, subject, compartment, version, wrapped = row
    try:
        ids = UUID(bytes=stored_bytes(raw_id)), UUID(bytes=stored_bytes(subject))
        place = FileKeyPlace(ids[0], str(kind), ids[1], str(compartment), int(str(version)))
    except ValueError:
        raise BadFormat("file key") from None
    return place, cupboard.open_layer(stored_bytes(wrapped), "file", place.id)
