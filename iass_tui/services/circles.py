"""Circles in the key register: made, changed and ended, in the one transaction that signs the next version.

A circle is a compartment of those few who open a restricted record. What lies in it was carried over, to open with and
to seal nothing under: as after a rotation, whoever was shut out may know those keys.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.carrying import Carried, Which, carry_over
from db.desk import Desk
from db.engine import reading
from db.opened import UNREADABLE
from db.restricted_store import KINDS
from iass_tui.rules.records.office import Role
from iass_tui.rules.restricting import RestrictReason
from iass_tui.services import key_register
from iass_tui.services.account_rows import put_grant
from iass_tui.services.rotating import rotated
from iass_tui.services.views import NotAllowed
from iass_tui.vault.compartments import OpenCompartment, circle_id, circle_name
from iass_tui.vault.keyring import CompartmentClosed
from iass_tui.vault.register import Account, CompartmentKey, Register
from iass_tui.vault.sealing import Receiver

_AUDIT = frozenset({"audit"})
MOVED = "Somebody's role changed this very moment. Look again who can be shut out."


def outside(register: Register, circle: UUID) -> frozenset[UUID]:
    """The officers who are not in a circle."""
    name = circle_name(circle)
    inside = {mark.account for mark in register.grants if mark.compartment == name}
    return frozenset(
        one.id for one in register.accounts if one.is_active and one.role == Role.OFFICER.value and one.id not in inside
    )


def of(register: Register) -> frozenset[UUID]:
    """Every circle that the register lists."""
    return frozenset(circle for key in register.compartments if (circle := circle_id(key.name)) is not None)


def _insiders(register: Register, shut_out: Collection[UUID]) -> list[Account]:
    """Everyone who is to be in a circle. Raises `NotAllowed` where one of those shut out keeps keys that open more."""
    leads = {mark.account for mark in register.grants if mark.compartment == "safeguarding"}
    if leads & set(shut_out):  # managers and the recovery account hold it too
        raise NotAllowed(MOVED, (RestrictReason.IS_LEAD.value,))
    return [
        one
        for one in register.accounts
        if one.is_active and one.role != Role.VOLUNTEER.value and one.id not in shut_out
    ]


def make(desk: Desk, circle: UUID, subjects: tuple[UUID, ...], shut_out: Collection[UUID]) -> Carried:
    """A new circle of everyone but those, and every file key of these people and cases carried into it."""
    done: list[Carried] = []

    def change(connection: Connection, newest: Register, now: str) -> dict[str, Any]:  # noqa: ARG001
        inside = _insiders(newest, shut_out)
        opened, pair = OpenCompartment.new(desk.office, circle_name(circle), 1), Receiver.new()
        which = Which("casework", subjects)
        done.append(carry_over(desk.cupboard, connection, desk.keyring, opened, pair, which))
        connection.exec_driver_sql(
            "INSERT INTO compartment (name, version, sealed) VALUES (?, 1, ?)", (opened.name, opened.seal_private(pair))
        )
        marks = [put_grant(connection, opened, one.id, one.hpke) for one in inside]
        return {
            "compartments": (*newest.compartments, CompartmentKey(opened.name, 1, pair.public)),
            "grants": (*newest.grants, *marks),
        }

    key_register.next_version(desk, change)
    return done[-1]


def change_insiders(desk: Desk, circle: UUID, subjects: tuple[UUID, ...], shut_out: Collection[UUID]) -> Carried:
    """Exactly these are outside from now on; keys of these subjects that lay in casework yet are carried along.

    Where somebody is shut out the circle's keys are rotated.
    """
    name, done = circle_name(circle), [Carried(0, 0)]

    def change(connection: Connection, newest: Register, now: str) -> dict[str, Any]:  # noqa: ARG001
        wanted = {one.id: one for one in _insiders(newest, shut_out)}
        holding = {mark.account for mark in newest.grants if mark.compartment == name}
        opened = desk.keyring.newest(name)
        which, pair = Which("casework", subjects), desk.keyring.pairs[name, opened.version]
        done.append(carry_over(desk.cupboard, connection, desk.keyring, opened, pair, which))
        grants = [mark for mark in newest.grants if mark.compartment != name or mark.account in wanted]
        grants += [put_grant(connection, opened, one, wanted[one].hpke) for one in wanted.keys() - holding]
        lost = holding - wanted.keys()
        for one in lost:
            connection.exec_driver_sql(
                'DELETE FROM "grant" WHERE account_id = ? AND compartment = ?', (one.bytes, name)
            )
        register = dataclasses.replace(newest, grants=tuple(grants))
        lists, _ = rotated(desk, connection, register, {name} if lost else ())
        return lists

    key_register.next_version(desk, change)
    return done[-1]


def end(desk: Desk, circle: UUID) -> Carried:
    """No such circle any more: its file keys lie in casework again, those of its entries with the managers."""
    name, done = circle_name(circle), [Carried(0, 0)]

    def change(connection: Connection, newest: Register, now: str) -> dict[str, Any]:  # noqa: ARG001
        for place, kinds in (("management", _AUDIT), ("casework", None)):
            opened = desk.keyring.newest(place)
            pair = desk.keyring.pairs[place, opened.version]
            which = Which(name, None, kinds)
            done.append(carry_over(desk.cupboard, connection, desk.keyring, opened, pair, which))
        connection.exec_driver_sql('DELETE FROM "grant" WHERE compartment = ?', (name,))
        connection.exec_driver_sql("DELETE FROM compartment WHERE name = ?", (name,))
        return {
            "compartments": tuple(one for one in newest.compartments if one.name != name),
            "grants": tuple(one for one in newest.grants if one.compartment != name),
        }

    key_register.next_version(desk, change)
    return done[-1]


def people_in(desk: Desk, circle: UUID) -> tuple[UUID, ...]:
    """Whose own file keys lie in a circle and open, whether or not it was finished."""
    with reading(desk.cupboard.engine) as connection:
        rows = connection.exec_driver_sql(
            "SELECT id FROM file_key WHERE kind = 'person' AND compartment = ?", (circle_name(circle),)
        ).fetchall()
    found = []
    for (one,) in rows:  # a row that says so and does not open, anybody can have put there
        with contextlib.suppress(*UNREADABLE, CompartmentClosed):
            found.append(desk.any_key(UUID(bytes=one)).place.subject)
    return tuple(dict.fromkeys(found))


def is_empty(desk: Desk, circle: UUID) -> bool:
    """Whether nothing lies in a circle but what its entries and copies were sealed under."""
    with reading(desk.cupboard.engine) as connection:
        rows = connection.exec_driver_sql(
            "SELECT DISTINCT kind FROM file_key WHERE compartment = ?", (circle_name(circle),)
        ).fetchall()
    return {kind for (kind,) in rows}.isdisjoint(KINDS)
