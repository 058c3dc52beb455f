"""Changes to the key register: inviting, joining, admitting, closing an account; the recovery account."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.cupboard import RegisterMoved
from db.desk import Desk, put_register
from db.engine import reading
from db.unit_of_work import head, moment
from iass_tui.rules.access import compartments
from iass_tui.rules.records.office import Role
from iass_tui.services import insiders
from iass_tui.services.account_rows import (
    drop_waiting_bundles,
    end_invitations,
    put_grant,
    put_waiting_bundle,
    take_in_bundle,
)
from iass_tui.services.leaving_views import Rotation
from iass_tui.services.office import OfficeFiles
from iass_tui.services.rotating import rotated
from iass_tui.services.views import Invitation, NotAllowed, NotFound, NotOpen
from iass_tui.vault import invitations as inv
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.passphrase import Bundle
from iass_tui.vault.register import Account, Register, SignedRegister, walk
from iass_tui.vault.sealing import DoesNotOpen

DAYS = 7
RECOVERY = "recovery"

Change = Callable[[Connection, Register, str], dict[str, Any]]
"""Given the keys file, the newest register and the moment: what the next version changes."""


def next_version(desk: Desk, change: Change) -> Register:
    """Signs the version after the newest into office.keys, with whatever `change` writes beside it; all or nothing.

    Two managers never build on the same version: versions are compared inside the transaction, and whoever comes second
    begins again from the other's. Raises `NotAllowed` unless this desk's account may sign at this very moment.
    """
    while True:
        with contextlib.suppress(RegisterMoved):
            register = _signed_next(desk, change)
            break
        desk.renew()
    desk.renew()
    _witness(desk)
    return register


def _signed_next(desk: Desk, change: Change) -> Register:
    with desk.read() as connection:
        seq, digest, _ = head(connection)
    now = moment(desk.records.clock())
    with desk.cupboard.write() as connection:
        stored = desk.cupboard.registers(connection)
        newest = walk(stored, desk.office, [desk.pin])[-1]
        if newest.number != desk.keyring.register.number:
            raise RegisterMoved
        me = newest.account(desk.account_id)
        if me is None or not me.is_active or me.role not in (Role.MANAGER.value, RECOVERY):
            raise NotAllowed("Only a manager may change who works here.", ("NOT_A_MANAGER",))
        changes = change(connection, newest, now)
        register = newest.next(now, desk.account_id, audit_seq=seq, audit_head=digest, **changes)
        signed = SignedRegister.sign(register, desk.keyring.bundle.signer)
        walk((*stored, signed), desk.office, [desk.pin])  # what every reader will ask of it, before it stands
        put_register(connection, register, signed)
    return register


def _witness(desk: Desk) -> None:
    """This machine has seen the version from now on, before any entry names it: no other may take its place."""
    host = desk.records.host
    with desk.cupboard.queue.turn(), contextlib.suppress(OSError):
        seen = host.witness()
        if seen is not None and seen.register.number < desk.pin.number:
            host.put_witness(dataclasses.replace(seen, register=desk.pin))


def invite(desk: Desk, sign_in: str, role: Role, *, account_id: UUID | None = None) -> Invitation:
    """A code to read out, for a newcomer or (with `account_id`) for a colleague who lost their passphrase."""
    register = desk.keyring.register
    holder = register.named(sign_in)
    if holder is not None and holder.id != account_id:
        raise NotAllowed(f"“{sign_in}” is in use already. Choose another sign-in name.", ("NAME_IN_USE",))
    expires = desk.records.clock().date() + timedelta(days=DAYS)
    offer = inv.Offer(uuid4(), desk.office, account_id or uuid4(), sign_in, role.value, desk.pin, expires)
    code, body = inv.new_code(), offer.to_bytes()
    with desk.cupboard.write() as connection:
        drop_waiting_bundles(connection, offer.account)
        connection.exec_driver_sql(
            "INSERT INTO invitation (id, account_id, offer, offer_mac, code, reply, reply_mac, state) "
            "VALUES (?, ?, ?, ?, ?, x'', x'', 'OPEN')",
            (
                offer.id.bytes,
                offer.account.bytes,
                body,
                inv.offer_mac(desk.office, offer.id, code, body),
                desk.keyring.newest("management").seal_code(offer.id, code, body),
            ),
        )
    return Invitation(offer.account, sign_in, code, expires)


def join(files: OfficeFiles, sign_in: str, code: str, passphrase: str) -> None:
    """The newcomer's half: makes their keys in their own process and posts the public ones.

    Until a manager has admitted them nothing else changes: who lost no passphrase after all goes on with the old one.
    Raises `NotOpen` where name and code do not fit an open invitation, or the register is not the one it pins.
    """
    today = files.places.clock().date()
    with reading(files.cupboard.engine) as connection:
        offer, row_id = _find_offer(connection, files, sign_in, code, today)
        stored = files.cupboard.registers(connection)
        walk(stored, files.office, [offer.pin])
    bundle = Bundle.new(files.office, offer.account, offer.pin.number, offer.pin.digest)
    reply = inv.Reply(offer.id, offer.account, bundle.receiver.public, bundle.signer.verify).to_bytes()
    stretch = files.places.new_stretch()
    key = stretch.key(passphrase)
    with files.cupboard.write() as connection:
        done = connection.exec_driver_sql(
            "UPDATE invitation SET reply = ?, reply_mac = ?, state = 'ANSWERED' WHERE id = ? AND state = 'OPEN'",
            (reply, inv.reply_mac(files.office, offer.id, code, reply), row_id),
        )
        if done.rowcount != 1:
            raise NotOpen(_NO_OFFER)
        put_waiting_bundle(connection, files.cupboard, offer.id, bundle, offer.sign_in, key, stretch)


_NO_OFFER = (
    "That name and code do not fit an open invitation. Check both with your manager; a code works once, for seven days."
)


def _find_offer(
    connection: Connection, files: OfficeFiles, sign_in: str, code: str, today: date
) -> tuple[inv.Offer, bytes]:
    rows = connection.exec_driver_sql("SELECT id, offer, offer_mac FROM invitation WHERE state = 'OPEN'").fetchall()
    for raw_id, body, given in rows:
        try:
            offer = inv.Offer.from_bytes(bytes(body))
        except BadFormat:
            continue
        fits = inv.is_offer(files.office, UUID(bytes=raw_id), code, bytes(body), bytes(given))
        if fits and offer.id == UUID(bytes=raw_id) and offer.sign_in.casefold() == sign_in.strip().casefold():
            if offer.expires < today:
                raise NotOpen("That invitation has run out. Ask your manager for a new one.")
            return offer, bytes(raw_id)
    raise NotOpen(_NO_OFFER)


@dataclasses.dataclass(frozen=True)
class Answered:
    """An invitation that was answered: who waits to be let in, with keys that the code vouches for."""

    offer: inv.Offer
    reply: inv.Reply
    is_genuine: bool


def answered(desk: Desk) -> tuple[Answered, ...]:
    """Everyone who waits for a manager's yes. Rows that are no invitation are left out."""
    out = []
    with reading(desk.cupboard.engine) as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, offer, code, reply, reply_mac FROM invitation WHERE state = 'ANSWERED'"
        ).fetchall()
    for raw_id, body, sealed, reply_body, given in rows:
        try:
            invitation = UUID(bytes=raw_id)
            offer, reply = inv.Offer.from_bytes(bytes(body)), inv.Reply.from_bytes(bytes(reply_body))
        except (ValueError, TypeError):
            continue
        genuine = _is_genuine(desk, invitation, bytes(body), bytes(sealed), bytes(reply_body), bytes(given))
        fits = reply.account == offer.account and offer.id == reply.invitation == invitation
        out.append(Answered(offer, reply, genuine and fits))
    return tuple(out)


def _is_genuine(desk: Desk, invitation: UUID, body: bytes, sealed: bytes, reply: bytes, given: bytes) -> bool:
    """Whether the offer is the one a manager made, and whoever holds its code posted the reply.

    The sealed code names the offer: the newcomer holds the code too, and must not be able to offer themselves more.
    """
    try:
        code = desk.keyring.newest("management").open_code(invitation, sealed, body)
    except DoesNotOpen:
        return False
    return inv.is_reply(desk.office, invitation, code, reply, given)


def admit(desk: Desk, account_id: UUID) -> Answered:
    """Signs a newcomer's keys into the next version, with grants of the compartments that their role holds."""
    found = next((item for item in answered(desk) if item.offer.account == account_id), None)
    if found is None:
        raise NotFound("Nobody by that name is waiting to be let in.")
    if not found.is_genuine:
        raise NotAllowed(
            "The keys posted for this invitation do not fit its code: somebody else may have posted them. "
            "Send a new invitation and tell whoever looks after the machine.",
            ("REPLY_FORGED",),
        )
    if found.offer.expires < desk.records.clock().date():
        raise NotAllowed("That invitation has run out. Send a new one.", ("EXPIRED",))

    def change(connection: Connection, newest: Register, now: str) -> dict[str, Any]:
        account = Account(account_id, found.offer.sign_in, found.offer.role, found.reply.hpke, found.reply.verify, now)
        connection.exec_driver_sql("UPDATE invitation SET state = 'USED' WHERE id = ?", (found.offer.id.bytes,))
        take_in_bundle(connection, desk.cupboard, found.offer.id, account_id)
        return _with_account(desk, connection, newest, account)

    next_version(desk, change)
    return found


def _with_account(desk: Desk, connection: Connection, newest: Register, account: Account) -> dict[str, Any]:
    """The register's lists with this account in them (again), holding fresh grants of its role's compartments.

    Whoever comes back with new keys goes on being a safeguarding lead, if they were one.
    """
    connection.exec_driver_sql('DELETE FROM "grant" WHERE account_id = ?', (account.id.bytes,))
    wanted = compartments(Role(account.role), is_lead=_is_lead(newest, account.id))
    wanted |= insiders.kept_circles(newest, held(newest, account.id), Role(account.role))
    marks = [
        put_grant(connection, opened, account.id, account.hpke)
        for (name, _), opened in sorted(desk.keyring.compartments.items())
        if name in wanted
    ]
    return {
        "accounts": (*(a for a in newest.accounts if a.id != account.id), account),
        "grants": (*(g for g in newest.grants if g.account != account.id), *marks),
    }


def _is_lead(register: Register, account_id: UUID) -> bool:
    return "safeguarding" in held(register, account_id)


def held(register: Register, account_id: UUID) -> frozenset[str]:
    """The compartments that an account holds."""
    return frozenset(mark.compartment for mark in register.grants if mark.account == account_id)


def close_account(desk: Desk, account_id: UUID) -> tuple[Account, Rotation]:
    """Closes an account and rotates what it held: no grant, no bundle, no signature from now on, no key of use.

    Raises `NotAllowed` for the last manager.
    """
    done: list[tuple[Account, Rotation]] = []

    def change(connection: Connection, newest: Register, now: str) -> dict[str, Any]:
        account = _changeable(newest, account_id)
        insist_another_manager(newest, account_id)
        lost = held(newest, account_id)
        connection.exec_driver_sql('DELETE FROM "grant" WHERE account_id = ?', (account_id.bytes,))
        connection.exec_driver_sql("DELETE FROM bundle WHERE id = ?", (account_id.bytes,))
        drop_waiting_bundles(connection, account_id)
        if "management" in lost:
            end_invitations(connection)
        closed = dataclasses.replace(account, until=now)
        after = dataclasses.replace(
            newest,
            accounts=tuple(closed if a.id == account_id else a for a in newest.accounts),
            grants=tuple(g for g in newest.grants if g.account != account_id),
        )
        lists, rotation = rotated(desk, connection, after, lost)
        done.append((closed, rotation))
        return lists

    next_version(desk, change)
    return done[-1]


def change_role(desk: Desk, account_id: UUID, role: Role, *, is_lead: bool) -> Rotation:
    """Another role, or being a safeguarding lead from now on or no longer: grants for what is gained, rotation of the
    rest. Raises `NotAllowed` for the last manager.
    """
    done: list[Rotation] = []

    def change(connection: Connection, newest: Register, now: str) -> dict[str, Any]:  # noqa: ARG001
        account = _changeable(newest, account_id)
        if role is not Role.MANAGER:
            insist_another_manager(newest, account_id)
        holds = held(newest, account_id)
        wanted = compartments(role, is_lead=is_lead) | insiders.kept_circles(newest, holds, role)
        insiders.insist_inside(newest, holds, wanted)
        drop_waiting_bundles(connection, account_id)  # an open invitation promises the role of before
        if "management" in holds - wanted:
            end_invitations(connection)
        for name in holds - wanted:
            connection.exec_driver_sql(
                'DELETE FROM "grant" WHERE account_id = ? AND compartment = ?', (account_id.bytes, name)
            )
        marks = [put_grant(connection, desk.keyring.newest(name), account_id, account.hpke) for name in wanted - holds]
        kept = (g for g in newest.grants if g.account != account_id or g.compartment in wanted)
        after = dataclasses.replace(
            newest,
            accounts=tuple(
                dataclasses.replace(a, role=role.value) if a.id == account_id else a for a in newest.accounts
            ),
            grants=(*kept, *marks),
        )
        lists, rotation = rotated(desk, connection, after, holds - wanted)
        done.append(rotation)
        return lists

    next_version(desk, change)
    return done[-1]


def rotate(desk: Desk, names: Iterable[str]) -> Rotation:
    """New keys for these compartments while nobody leaves: someone may know the ones of now."""
    done: list[Rotation] = []

    def change(connection: Connection, newest: Register, now: str) -> dict[str, Any]:  # noqa: ARG001
        lists, rotation = rotated(desk, connection, newest, names)
        done.append(rotation)
        return lists

    next_version(desk, change)
    return done[-1]


def _changeable(register: Register, account_id: UUID) -> Account:
    account = register.account(account_id)
    if account is None or not account.is_active or account.role == RECOVERY:
        raise NotFound("There is no such active account.")
    return account


def insist_another_manager(register: Register, account_id: UUID) -> None:
    """Raises `NotAllowed` where this account is the only manager."""
    account = _changeable(register, account_id)
    others = [a for a in register.accounts if a.is_active and a.role == Role.MANAGER.value and a.id != account.id]
    if account.role == Role.MANAGER.value and not others:
        raise NotAllowed("This is the only manager. Admit another one first.", ("LAST_MANAGER",))


def put_recovery_account(desk: Desk, bundle: Bundle, extra: Callable[[Connection, Register], None]) -> Register:
    """Lists a new recovery account with every compartment, closes the one before; `extra` stores its kit beside it.

    What the one before held is rotated: whoever read two of its sheets opens nothing that is written from now on.
    """

    def change(connection: Connection, newest: Register, now: str) -> dict[str, Any]:
        account = Account(bundle.account, RECOVERY, RECOVERY, bundle.receiver.public, bundle.signer.verify, now)
        marks = [
            put_grant(connection, opened, account.id, account.hpke)
            for _, opened in sorted(desk.keyring.compartments.items())
        ]
        kept, lost = [], set[str]()
        for other in newest.accounts:
            is_old_kit = other.role == RECOVERY and other.is_active
            if is_old_kit:
                lost |= held(newest, other.id)
                connection.exec_driver_sql('DELETE FROM "grant" WHERE account_id = ?', (other.id.bytes,))
            kept.append(dataclasses.replace(other, until=now) if is_old_kit else other)
        gone = {a.id for a in kept if not a.is_active}
        accounts = (*kept, account)
        grants = (*(g for g in newest.grants if g.account not in gone), *marks)
        after = dataclasses.replace(newest, accounts=accounts, grants=grants)
        extra(connection, after)
        lists, _ = rotated(desk, connection, after, lost)
        return lists

    return next_version(desk, change)
