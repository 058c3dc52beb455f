"""One signed-in colleague's hands on both files: opens and seals cells, signs what they write."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from db import restricted_store
from db.cupboard import Cupboard, FoundKeys, KeyGone, RegisterMoved
from db.engine import reading
from db.unit_of_work import Records, UnitOfWork
from iass_tui.rules.records.base import Record
from iass_tui.vault.cells import Sealed, open_cell, seal_cell
from iass_tui.vault.compartments import FileKey, circle_name, period_id
from iass_tui.vault.keyring import CompartmentClosed, Keyring
from iass_tui.vault.passphrase import Bundle
from iass_tui.vault.register import Pin, Register, SignedRegister, walk

Found = TypeVar("Found")
_PATIENCE = 8
"""Changes of the register in a row, while keys are looked for, after which somebody has to try again."""
_NAMES = ("subject_id", "case_id")
"""Where an entry's detail may name a record."""
EMPTY: dict[str, Any] = {"v": 1}


class KeysTurned(Exception):
    """The key was made before somebody left, or lost a role, this very moment: nothing may be sealed under it."""


class Locked(Exception):
    """The screen is locked: no key is in memory."""


class Desk:
    """Both files of one office, opened by one colleague."""

    def __init__(self, records: Records, cupboard: Cupboard, keyring: Keyring, pin: Pin) -> None:
        self.records, self.cupboard, self.pin = records, cupboard, pin
        self.account_id, self.office = keyring.bundle.account, keyring.office
        self._keyring: Keyring | None = keyring
        records.sight.is_shut = self.is_shut
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

    @property
    def is_locked(self) -> bool:
        """Between lock and unlock."""
        return self._keyring is None

    def lock(self) -> None:
        """Drops every key in memory."""
        self._keyring = None
        self.cupboard.forget()

    def is_shut(self, circle: bytes) -> bool:
        """Whether a circle, by its raw id, is shut to this account: of its records nothing is seen."""
        return self._keyring is None or not self._keyring.holds(circle_name(UUID(bytes=circle)))

    @contextlib.contextmanager
    def unit(self, compartment: str) -> Iterator[UnitOfWork]:
        """A unit of work whose entry's detail only holders of that compartment can read."""
        with self.records.unit(_Pen(self, compartment)) as unit:
            yield unit

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot of office.db. Raises `AccountClosed` once the account was closed, or `RegisterRefused`."""
        self.take_in()
        with self.records.read() as connection:
            yield connection

    def take_in(self) -> bool:
        """Renews the keys where the register is no longer the one they were opened under; whether it did.

        Raises `AccountClosed`, or `RegisterRefused` for another register in the place of the one that was seen.
        """
        is_moved = self.cupboard.newest_register() != self.pin
        if is_moved:
            self.renew()
        return is_moved

    def home(self, kind: str, subject: UUID, compartment: str = "casework") -> str:
        """Where a file key of that subject has to lie: in its circle where the record is restricted, else as given.

        To be asked inside the unit of work that writes. Raises `Tampered` where somebody took a record out of its
        circle behind the program's back, or put it into another.
        """
        if kind not in restricted_store.KINDS or not self.keyring.has_circles():
            return compartment
        with self.records.read() as connection:
            said = restricted_store.circle_to_write(connection, subject)
        circle = restricted_store.circle_of_keys(self, subject, said)
        return compartment if circle is None else circle_name(circle)

    def new_keys(self, wanted: Sequence[tuple[str, UUID, str]]) -> tuple[FileKey, ...]:
        """Fresh file keys for (kind, subject, compartment), committed to office.keys: in the circle of whoever has one.

        Raises `AccountClosed`; `CircleClosed` for somebody who is shut out.
        """
        wanted = [(kind, subject, self.home(kind, subject, place)) for kind, subject, place in wanted]
        return self._under_standing(lambda: self.cupboard.make(self.keyring, wanted))

    def send_key(self, kind: str, subject: UUID, compartment: str) -> FileKey:
        """A fresh file key sealed to a compartment that this account need not hold. Raises `AccountClosed`."""
        return self._under_standing(lambda: self.cupboard.send(self.keyring, kind, subject, compartment))

    def key(self, key_id: UUID, kind: str, subject: UUID) -> FileKey:
        """The file key that a row names, to open with. Raises `KeyGone`, `CompartmentClosed` or `DoesNotOpen`."""
        return self._under_newest(lambda: self.cupboard.find(self.keyring, key_id, kind, subject))

    def keys(self, wanted: Iterable[tuple[UUID, str, UUID]]) -> FoundKeys:
        """The file keys of (id, kind, subject) in one statement; erased ones are left out, and those that do not open.

        Raises `CompartmentClosed`.
        """
        places = list(wanted)
        if not places:
            return FoundKeys()
        return self._under_newest(lambda: self.cupboard.find_many(self.keyring, places))

    def any_key(self, key_id: UUID) -> FileKey:
        """The file key of that id, whatever it belongs to. Raises as `key` does; of `DoesNotOpen` also `StillSent`."""
        return self._under_newest(lambda: self.cupboard.by_id(self.keyring, key_id))

    def letter(self, key_id: UUID) -> tuple[FileKey, UUID]:
        """A key that was sent, and who sent it: to read with. Raises as `key` does."""
        return self._under_newest(lambda: self.cupboard.open_letter(self.keyring, key_id))

    def every_key(self, kind: str, subject: UUID | None = None) -> tuple[FileKey, ...]:
        """Every file key of a kind (and subject) that opens, for the bulk readers."""
        return self._under_standing(lambda: tuple(self.cupboard.find_all(self.keyring, kind, subject)))

    def _under_standing(self, work: Callable[[], Found]) -> Found:
        """Again with the newest keys, as often as a manager changed the register while it was under way."""
        for _ in range(_PATIENCE):
            with contextlib.suppress(RegisterMoved):
                return work()
            self.renew()
        return work()

    def _under_newest(self, find: Callable[[], Found]) -> Found:
        """Again with the newest keys, as often as a rotation came between the look at the register and this one."""
        for _ in range(_PATIENCE):
            try:
                return find()
            except CompartmentClosed:
                if not self.take_in():
                    raise
        return find()

    def writing_key(self, key_id: UUID, kind: str, subject: UUID) -> FileKey:
        """The key to write into a file with: the one that a row of it names or, since somebody left, a fresh one.

        The one place that decides this; `seal` refuses every other. To be asked inside the unit of work that writes.
        Raises as `key` does.
        """
        return self.to_write(self.key(key_id, kind, subject))

    def to_write(self, file: FileKey) -> FileKey:
        """As `writing_key`, for a key that was opened already."""
        place = file.place
        home = self.home(place.kind, place.subject, place.compartment)
        if home == place.compartment and self.keyring.is_current(file):
            return file
        return self.shared_key(place.kind, place.subject, home)

    def shared_key(self, kind: str, subject: UUID, compartment: str) -> FileKey:
        """The one key of a file to write with (a quarter's, a year's, the settings'), made when it is first needed."""
        for file in self.every_key(kind, subject):
            if file.place.compartment == compartment and self.keyring.is_current(file):
                self.cupboard.remember(file)
                return file
        return self.new_keys([(kind, subject, compartment)])[0]

    def period_key(self, kind: str, period: str, compartment: str) -> FileKey:
        """The key of a quarter ("2026-Q3") or a year ("2026")."""
        return self.shared_key(kind, period_id(self.office, period), compartment)

    def open(self, file: FileKey, table: str, column: str, row: UUID, sealed: Sealed) -> dict[str, Any]:
        """The JSON object in a cell. Raises `DoesNotOpen` or `BadFormat`."""
        return open_cell(file, table, column, row, sealed)

    def seal(self, file: FileKey, table: str, column: str, row: UUID, record: Record | None) -> Sealed:
        """A record, or an absent one, sealed for its place: cleaned, whoever made it. Raises `TextTooLong`.

        Raises `KeysTurned` for a key that someone who left may know; `writing_key` gives no such key.
        """
        value = EMPTY if record is None else record.cleaned().to_json()
        return self._seal(file, table, column, row, value)

    def seal_again(self, old: FileKey, file: FileKey, table: str, column: str, row: UUID, sealed: Sealed) -> Sealed:
        """A cell as it stands, under the key that the rest of its row is written with."""
        if old.place.id == file.place.id:
            return sealed
        return self._seal(file, table, column, row, open_cell(old, table, column, row, sealed))

    def _seal(self, file: FileKey, table: str, column: str, row: UUID, value: dict[str, Any]) -> Sealed:
        if not self.keyring.is_current(file) or self._has_moved(file):
            raise KeysTurned
        return seal_cell(file, table, column, row, value)

    def _has_moved(self, file: FileKey) -> bool:
        """Whether the record was restricted, or was no longer, since the key was opened."""
        if file.place.kind not in restricted_store.KINDS:
            return False
        with contextlib.suppress(KeyGone):
            return self.cupboard.by_id(self.keyring, file.place.id).place != file.place
        return True

    def audit_key(self, compartment: str) -> FileKey:
        """The key of this year's entries whose detail that compartment reads."""
        year = str(self.records.clock().year)
        known = self._audit_keys.get((compartment, year))
        file = None if known is None else self.cupboard.in_memory(known)
        if file is None or not self.keyring.is_current(file):
            file = self.period_key("audit", year, compartment)
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
    compartment: str

    @property
    def account_id(self) -> UUID:
        return self.desk.account_id

    @property
    def register_pin(self) -> Pin:
        return self.desk.pin

    def sign(self, label: str, body: bytes) -> bytes:
        return self.desk.keyring.bundle.signer.sign(label, body)

    def seal_detail(self, seq: int, detail: dict[str, Any], connection: Connection) -> bytes:
        compartment, said = self._said_where(detail, connection)
        return seal_cell(self.desk.audit_key(compartment), "audit", "detail", UUID(int=seq), said).raw

    def _said_where(self, detail: dict[str, Any], connection: Connection) -> tuple[str, dict[str, Any]]:
        """What is said of a restricted record only its circle reads, wherever it is said.

        Somebody outside, who asked for what they cannot know of, says so without naming it.
        """
        if self.compartment not in ("casework", "office") or not self.desk.keyring.has_circles():
            return self.compartment, detail
        circle = self._circle(detail, connection)
        if circle is None:
            return self.compartment, detail
        if self.desk.keyring.holds(circle_name(circle)):
            return circle_name(circle), detail
        return self.compartment, {name: value for name, value in detail.items() if name not in (*_NAMES, "cases")}

    def _circle(self, detail: dict[str, Any], connection: Connection) -> UUID | None:
        """The circle of the first that an entry names and that has one."""
        for one in (*(detail.get(name) for name in _NAMES), *detail.get("cases", ())):
            if one:
                said = restricted_store.circle_of(connection, UUID(one))
                circle = restricted_store.circle_of_keys(self.desk, UUID(one), said)
                if circle is not None:
                    return circle
        return None

    def begin(self, register: int) -> None:
        if not self.desk.take_in() and register > self.desk.pin.number:
            self.desk.renew()
