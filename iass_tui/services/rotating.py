"""Rotation: a compartment gets a new key, so that whoever held the old one opens nothing that is written from now on.

All of it is part of the one transaction of office.keys that signs the next register version: the new key and its pair,
every file key wrapped under it, grants for those who go on holding it, the old key gone. A file key that was carried
over opens and seals nothing more (`Desk.writing_key`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.carrying import carry_over
from db.desk import Desk
from iass_tui.services.account_rows import put_grant
from iass_tui.services.leaving_views import Rotation
from iass_tui.vault.compartments import OpenCompartment
from iass_tui.vault.register import CompartmentKey, Register
from iass_tui.vault.sealing import DoesNotOpen, Receiver


def rotated(
    desk: Desk, connection: Connection, register: Register, names: Iterable[str]
) -> tuple[dict[str, Any], Rotation]:
    """The register's lists after a rotation of these compartments, and what it did.

    `register` is the newest version with whoever leaves or loses a role taken out of it already. Raises
    `CompartmentClosed` where this desk does not hold one of them, and as `carry_over` does.
    """
    wanted = sorted(set(names))
    keys, grants = list(register.compartments), list(register.grants)
    carried = []
    for name in wanted:
        before = desk.keyring.newest(name)
        after, pair = OpenCompartment.new(desk.office, name, before.version + 1), Receiver.new()
        carried.append(carry_over(desk.cupboard, connection, desk.keyring, after, pair))
        holders = {mark.account for mark in grants if mark.compartment == name}
        connection.exec_driver_sql('DELETE FROM "grant" WHERE compartment = ?', (name,))
        grants = [mark for mark in grants if mark.compartment != name]
        grants += [put_grant(connection, after, one.id, one.hpke) for one in register.accounts if one.id in holders]
        connection.exec_driver_sql("DELETE FROM compartment WHERE name = ?", (name,))
        connection.exec_driver_sql(
            "INSERT INTO compartment (name, version, sealed) VALUES (?, ?, ?)",
            (name, after.version, after.seal_private(pair)),
        )
        keys = [one for one in keys if one.name != name] + [CompartmentKey(name, after.version, pair.public)]
        if name == "management":
            _carry_codes(connection, before, after)
    lists = {"accounts": register.accounts, "compartments": tuple(keys), "grants": tuple(grants)}
    return lists, Rotation(tuple(wanted), sum(one.keys for one in carried), sum(one.closed for one in carried))


def _carry_codes(connection: Connection, before: OpenCompartment, after: OpenCompartment) -> None:
    """Invitations that are open go on working: any manager opens their codes."""
    rows = connection.exec_driver_sql(
        "SELECT id, offer, code FROM invitation WHERE state IN ('OPEN', 'ANSWERED')"
    ).fetchall()
    for raw_id, offer, sealed in rows:
        with contextlib.suppress(DoesNotOpen, ValueError, TypeError):
            code = before.open_code(UUID(bytes=raw_id), sealed, offer)
            connection.exec_driver_sql(
                "UPDATE invitation SET code = ? WHERE id = ?",
                (after.seal_code(UUID(bytes=raw_id), code, offer), raw_id),
            )
