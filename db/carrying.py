"""File keys carried over: to a compartment's next version by whoever rotates, into a circle and out of it again."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.cupboard import KEY_COLUMNS, Cupboard, NoHostKey, opened_layer
from db.office_row import office_row
from iass_tui.vault.compartments import FileKeyPlace, OpenCompartment, is_sent, open_letter
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.keyring import CompartmentClosed, Keyring
from iass_tui.vault.sealing import DoesNotOpen, Receiver


class KeysLost(Exception):
    """What was written is not what was there: nothing of it may stand."""


@dataclasses.dataclass(frozen=True)
class Which:
    """The file keys of one compartment; of these subjects and kinds alone, where they are given."""

    compartment: str
    subjects: tuple[UUID, ...] | None = None
    kinds: frozenset[str] | None = None


@dataclasses.dataclass(frozen=True)
class Carried:
    """How many file keys lie under the next version now, and how many were left as they are: they do not open."""

    keys: int
    closed: int


def carry_over(
    cupboard: Cupboard,
    connection: Connection,
    keyring: Keyring,
    after: OpenCompartment,
    pair: Receiver,
    which: Which | None = None,
) -> Carried:
    """Wraps every file key of that compartment, or those of `which`, under `after`, then reads them back and compares.

    One that does not open, which a flipped bit or anybody with the file can bring about, stays closed as it was and
    keeps nobody from leaving. Raises `KeysLost` where a count or a key is another afterwards, `DoesNotOpen` where none
    opens at all, `NoHostKey` where the host key is not here.
    """
    cupboard.host_key(office_row(connection)[1])
    rows = _rows(connection, which or Which(after.name))
    held: dict[bytes, bytes] = {}
    moved = []
    for row in rows:
        try:
            place, inner = opened_layer(cupboard, row)
            before = keyring.at(place.compartment, place.version)
            own = keyring.pairs[place.compartment, place.version]
            held[row[0]] = _held(before, inner, place, own)
            carried = after.carry_over(inner, place, before, own)
        except (DoesNotOpen, BadFormat, NoHostKey, CompartmentClosed):
            held.pop(row[0], None)
            continue
        moved.append((after.name, after.version, cupboard.close_layer(connection, carried, "file", place.id), row[0]))
    if rows and not moved:
        raise DoesNotOpen
    if moved:
        connection.exec_driver_sql(
            "UPDATE file_key SET compartment = ?, compartment_version = ?, wrapped = ? WHERE id = ?", moved
        )
    _compare(cupboard, connection, after, pair, held)
    return Carried(len(moved), len(rows) - len(moved))


def _rows(connection: Connection, which: Which) -> Sequence[Sequence[Any]]:
    query = f"SELECT {KEY_COLUMNS} FROM file_key WHERE compartment = ?"
    if which.subjects is None:
        rows = connection.exec_driver_sql(query, (which.compartment,)).fetchall()
    else:
        rows = []
        for subject in which.subjects:
            found = connection.exec_driver_sql(f"{query} AND subject = ?", (which.compartment, subject.bytes))
            rows += found.fetchall()
    return [row for row in rows if which.kinds is None or row[1] in which.kinds]


def _held(opened: OpenCompartment, inner: bytes, place: FileKeyPlace, pair: Receiver) -> bytes:
    """The bytes of a file key; of one that was sent, those of the whole letter."""
    return (
        open_letter(inner, place, opened.office, pair, opened)[0] if is_sent(inner) else opened.unwrap(inner, place).key
    )


def _compare(
    cupboard: Cupboard,
    connection: Connection,
    after: OpenCompartment,
    pair: Receiver,
    held: dict[bytes, bytes],
) -> None:
    """Reads back what stands now. Raises `KeysLost`."""
    rows = _rows(connection, Which(after.name))
    left = dict(held)
    for row in rows:
        if row[0] not in left:
            continue
        try:
            place, inner = opened_layer(cupboard, row)
            now = _held(after, inner, place, pair)
        except (DoesNotOpen, BadFormat, NoHostKey):
            raise KeysLost from None
        if now != left.pop(row[0]):
            raise KeysLost
    if left:
        raise KeysLost
