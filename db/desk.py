"""One signed-in colleague's hands on both files: opens and seals cells, signs what they write."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.cupboard import Cupboard, RegisterMoved
from db.engine import reading
from db.unit_of_work import Records, UnitOfWork
from iass_tui.rules.records.base import Record
from iass_tui.vault.cells import Sealed, open_cell, seal_cell
from iass_tui.vault.compartments import FileKey, period_id
from iass_tui.vault.keyring import Keyring
from iass_tui.vault.passphrase import Bundle
from iass_tui.vault.register import Pin, Register, SignedRegister, walk

EMPTY: dict[str, Any] = {"v": 1}


class Locked(Exception):
    """The screen is locked: no key is in memory."""


class Desk:
    """Both files of one office, opened by one colleague."""

    def __init__(self, records: Records, cupboard: Cupboard, keyring: Keyring, pin: Pin) -> None:
        self.records, self.cupboard, self.pin = records, cupboard, pin
        self.account_id, self.office = keyring.bundle.account, keyring.office
        self._keyring: Keyring | None = keyring
        self._audit_keys: dict[tuple[str, str], UUID] = {}

    @property
    def keyring(self) -> Keyring:
        """The opened keys. Raises `Locked` between lock and unlock."""
        if self._keyring is None:
            raise Locked
        return self._keyring

    @keyring.setter
    def keyring(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def lock(self) -> None:
        """Drops every key in memory."""
        self._keyring = None
        self.cupboard.forget()

    @contextlib.contextmanager
    def unit(self, compartment: str) -> Iterator[UnitOfWork]:
        """A unit of work whose entry's detail only holders of that compartment can read."""
        pen = _Pen(self, self._audit_key(compartment))
        with self.records.unit(pen) as unit:
            yield unit

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot of office.db. Raises `AccountClosed` once the account was closed, or `RegisterRefused`."""
        if self.cupboard.newest_register() != self.pin.number:
            self.renew()
        with self.records.read() as connection:
            yield connection

    def new_keys(self, wanted: Sequence[tuple[str, UUID, str]]) -> tuple[FileKey, ...]:
        """Fresh file keys for (kind, subject, compartment), committed to office.keys. Raises `AccountClosed`."""
        with contextlib.suppress(RegisterMoved):
            return self.cupboard.make(self.keyring, wanted)
        self.renew()
        return self.cupboard.make(self.keyring, wanted)

    def send_key(self, kind: str, subject: UUID, compartment: str) -> FileKey:
        """A fresh file key sealed to a compartment that this account need not hold. Raises `AccountClosed`."""
        with contextlib.suppress(RegisterMoved):
            return self.cupboard.send(self.keyring, kind, subject, compartment)
        self.renew()
        return self.cupboard.send(self.keyring, kind, subject, compartment)

    def key(self, key_id: UUID, kind: str, subject: UUID) -> FileKey:
        """The file key that a row names. Raises `KeyGone`, `CompartmentClosed` or `DoesNotOpen`."""
        return self.cupboard.find(self.keyring, key_id, kind, subject)

    def keys(self, wanted: Iterable[tuple[UUID, str, UUID]]) -> dict[UUID, FileKey]:
        """The file keys of (id, kind, subject) in one statement; erased ones are left out. Raises as `key` does."""
        return self.cupboard.find_many(self.keyring, wanted)

    def shared_key(self, kind: str, subject: UUID, compartment: str) -> FileKey:
        """The one key of a quarter, a year or the settings, made when it is first needed."""
        found = self.cupboard.find_one(self.keyring, kind, subject)
        return found or self.new_keys([(kind, subject, compartment)])[0]

    def period_key(self, kind: str, period: str, compartment: str) -> FileKey:
        """The key of a quarter ("2026-Q3") or a year ("2026")."""
        return self.shared_key(kind, period_id(self.office, period), compartment)

    def open(self, file: FileKey, table: str, column: str, row: UUID, sealed: Sealed) -> dict[str, Any]:
        """The JSON object in a cell. Raises `DoesNotOpen` or `BadFormat`."""
        return open_cell(file, table, column, row, sealed)

    def seal(self, file: FileKey, table: str, column: str, row: UUID, record: Record | None) -> Sealed:
        """A record, or an absent one, sealed for its place: cleaned, whoever made it. Raises `TextTooLong`."""
        return seal_cell(file, table, column, row, EMPTY if record is None else record.cleaned().to_json())

    def _audit_key(self, compartment: str) -> FileKey:
        year = str(self.records.clock().year)
        known = self._audit_keys.get((compartment, year))
        if known is not None and (file := self.cupboard.in_memory(known)) is not None:
            return file
        subject = period_id(self.office, year)
        if known is not None:
            return self.key(known, "audit", subject)
        for file in self.cupboard.find_all(self.keyring, "audit", subject):
            if file.place.compartment == compartment:
                self._audit_keys[compartment, year] = file.place.id
                return file
        file = self.new_keys([("audit", subject, compartment)])[0]
        self._audit_keys[compartment, year] = file.place.id
        return file

    def renew(self) -> None:
        """Takes in the newest register. Raises `AccountClosed` or `RegisterRefused`."""
        witness = self.records.host.witness()
        pins = [self.pin] if witness is None else [self.pin, witness.register]
        with reading(self.cupboard.engine) as connection:
            self.keyring, self.pin = open_keyring(self.cupboard, connection, self.keyring.bundle, pins)
        self.cupboard.forget()

    def close(self) -> None:
        """Drops the keys and gives both files back."""
        self.cupboard.close()
        self.records.engine.dispose()
        self.records.queue.close()


def open_keyring(
    cupboard: Cupboard, connection: Connection, bundle: Bundle, pins: Sequence[Pin]
) -> tuple[Keyring, Pin]:
    """A bundle's keyring under the newest register. Raises `AccountClosed` or `RegisterRefused`."""
    stored = cupboard.registers(connection)
    newest = walk(stored, bundle.office, [Pin(bundle.register, bundle.digest), *pins])[-1]
    grants = cupboard.grants(connection, bundle.account)
    keyring = Keyring.open(bundle, newest, grants, cupboard.privates(connection))
    return keyring, Pin(newest.number, stored[-1].digest)


def put_register(connection: Connection, register: Register, signed: SignedRegister) -> None:
    """Adds a version; the primary key refuses a second one of that number."""
    connection.exec_driver_sql(
        "INSERT INTO register (number, body, signature) VALUES (?, ?, ?)",
        (register.number, signed.body, signed.signature),
    )


@dataclasses.dataclass
class _Pen:
    """Signs one unit of work for a desk."""

    desk: Desk
    audit_key: FileKey

    @property
    def account_id(self) -> UUID:
        return self.desk.account_id

    @property
    def register_pin(self) -> Pin:
        return self.desk.pin

    def sign(self, label: str, body: bytes) -> bytes:
        return self.desk.keyring.bundle.signer.sign(label, body)

    def seal_detail(self, seq: int, detail: dict[str, Any]) -> bytes:
        return seal_cell(self.audit_key, "audit", "detail", UUID(int=seq), detail).raw

    def renew(self) -> None:
        self.desk.renew()
