"""Turning the host key: how an erasure survives every older copy of office.keys.

The order is what makes it safe to stop anywhere: the coming key is staged; the ledger says what will go; one
transaction of office.keys deletes the file keys and moves every other layer; the coming key takes the old one's place;
the newest backup gets the present keys; only then do the rows go. `finish_turn` at the next start finishes or undoes
whatever was cut off.
"""

from __future__ import annotations

import dataclasses
from uuid import UUID

from sqlalchemy import Connection

from db.cupboard import Cupboard
from db.desk import Desk
from db.engine import reading, writing
from db.office_row import office_row
from db.tables.base import RECORDS
from db.unit_of_work import moment
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.services import key_copy
from iass_tui.services.office import OfficeFiles
from iass_tui.vault.host_key import HostKey
from iass_tui.vault.ledger_line import LABEL, SignedLine, next_line
from iass_tui.vault.recovery import seal_host_key
from iass_tui.vault.register import Register
from iass_tui.vault.sealing import is_signed


@dataclasses.dataclass(frozen=True)
class Erasure:
    """What goes for good: file keys, and the rows that hang on them."""

    kind: str
    """A ledger kind: withdrawal, lapsed, destruction."""
    subject: UUID
    purpose: str
    keys: tuple[UUID, ...]
    rows: tuple[tuple[str, UUID], ...]


def erase(desk: Desk, erasure: Erasure, compartment: str = "casework") -> None:
    """Erases keys and rows so that no older copy of office.keys gives them back."""
    turn(desk, erasure)
    remove_rows(desk, erasure, compartment)


def turn(desk: Desk, erasure: Erasure, *, is_announced: bool = False) -> None:
    """Everything up to the point where no copy opens the erased cells any more; the rows are still there.

    `is_announced`: the ledger says it already, because an earlier attempt was cut off.
    """
    host, cupboard = desk.records.host, desk.cupboard
    coming = HostKey.new(desk.office)
    with cupboard.queue.turn():
        _settle(cupboard)
        desk.renew()  # a closed account erases nothing; and the newest kit is the one that gets the new key
        host.stage(coming)
        if not is_announced:
            host.append(_line(desk, erasure, coming.id.hex()))
        with writing(cupboard.engine) as connection:
            cupboard.rewrap(connection, coming, erasure.keys)
            seal_to_recovery(connection, desk.keyring.register, coming)
        host.promote()
    cupboard.forget()
    key_copy.renew(cupboard)


def announce(desk: Desk, erasure: Erasure) -> None:
    """Writes into the ledger what has no keys to erase: a withdrawal that a restore must not undo."""
    with desk.cupboard.queue.turn():
        desk.renew()
        desk.records.host.append(_line(desk, erasure, ""))


def _line(desk: Desk, erasure: Erasure, host_key: str) -> SignedLine:
    return next_line(
        desk.records.host.ledger(),
        desk.keyring.bundle.signer,
        office=desk.office,
        at=moment(desk.records.clock()),
        by=desk.account_id,
        register=desk.pin.number,
        kind=erasure.kind,
        subject=erasure.subject,
        purpose=erasure.purpose,
        host_key=host_key,
        keys=erasure.keys,
        rows=erasure.rows,
    )


def seal_to_recovery(connection: Connection, register: Register, host_key: HostKey) -> None:
    """Seals the host key to the recovery account, where there is a kit."""
    row = connection.exec_driver_sql("SELECT id, account_id FROM recovery_kit").fetchone()
    account = None if row is None else register.account(UUID(bytes=row[1]))
    if row is None or account is None:
        return
    sealed = seal_host_key(host_key, UUID(bytes=row[0]), account.hpke)
    connection.exec_driver_sql("UPDATE recovery_kit SET host_key_id = ?, host_key = ?", (host_key.id, sealed))


def remove_rows(desk: Desk, erasure: Erasure, compartment: str = "casework") -> None:
    """Removes the rows whose keys are gone, with a signed entry that names the new host key."""
    with desk.unit(compartment) as unit:
        for table, row_id in erasure.rows:
            unit.delete(table, row_id)
        unit.say(
            AuditDetail(
                act=Act.DELETE,
                subject="person",
                subject_id=erasure.subject,
                reasons=(erasure.kind, erasure.purpose),
                fields=tuple(sorted({table for table, _ in erasure.rows})),
                count=len(erasure.keys),
            )
        )


def finish_turn(files: OfficeFiles) -> None:
    """Finishes a turn whose keys were committed, undoes one whose keys were not. Needs no passphrase."""
    if files.host.next_key() is not None:
        with files.cupboard.queue.turn():
            _settle(files.cupboard)


def _settle(cupboard: Cupboard) -> None:
    """Finishes or undoes, for whoever holds the queue: staging over a key that is in force already would lose it."""
    coming = cupboard.host.next_key()
    if coming is None:
        return
    with reading(cupboard.engine) as connection:
        present = office_row(connection)[1]
    if coming.id == present:
        cupboard.host.promote()
    else:
        cupboard.host.unstage()


def finish_erasures(desk: Desk) -> int:
    """Finishes what the ledger announced and a crash cut off; how many erasures that were.

    A line that nobody of the office signed erases nothing: `iass check` speaks of it.
    """
    with desk.read() as connection, reading(desk.cupboard.engine) as keys:
        unfinished = [
            found for signed in desk.records.host.ledger() if (found := _left(desk, signed, connection, keys))
        ]
    for erasure in unfinished:
        if erasure.keys:
            turn(desk, erasure, is_announced=True)
        if erasure.rows:
            remove_rows(desk, erasure)
    return len(unfinished)


def _left(desk: Desk, signed: SignedLine, connection: Connection, keys: Connection) -> Erasure | None:
    line = signed.line
    left = tuple(key for key in line.keys if _stands(keys, "file_key", key))
    rows = tuple((table, row) for table, row in line.rows if table in _TABLES and _stands(connection, table, row))
    if not (left or rows) or not is_vouched(desk, signed):
        return None
    return Erasure(line.kind, line.subject, line.purpose, left, rows)


def is_vouched(desk: Desk, signed: SignedLine) -> bool:
    """True where someone whom the register knows signed this line of the ledger."""
    account = desk.keyring.register.account(signed.line.by)
    return account is not None and is_signed(account.verify, LABEL, signed.body, signed.signature)


_TABLES = frozenset(RECORDS.tables)


def _stands(connection: Connection, table: str, row: UUID) -> bool:
    return connection.exec_driver_sql(f'SELECT 1 FROM "{table}" WHERE id = ?', (row.bytes,)).fetchone() is not None
