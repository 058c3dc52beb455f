"""What the signed register says of earlier days: who let whom in, and who held a role."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from db.desk import Desk
from db.engine import reading
from iass_tui.rules.records.office import Role
from iass_tui.rules.second_person import Issued
from iass_tui.rules.staff import AccountChange, AccountEvent
from iass_tui.services.key_register import RECOVERY
from iass_tui.vault.register import Account, Register, walk

_SAFEGUARDING = "safeguarding"


def makers(desk: Desk) -> dict[UUID, Issued]:
    """Who let each account's present keys in, and on which day, as the signed register has it; not the founder's.

    Behind whom two recovery sheets let in stands whoever made the kit, from the day on which it was used: they had all
    three sheets in their hands.
    """
    found: dict[UUID, Issued] = {}
    before: dict[UUID, tuple[bytes, bytes]] = {}
    for register in _versions(desk):
        keys = {one.id: (one.hpke, one.verify) for one in register.accounts}
        for account_id, now in keys.items():
            if now != before.get(account_id) and register.signed_by != account_id:
                day = datetime.fromisoformat(register.at).date()
                found[account_id] = Issued(register.signed_by, day)
                if _is_recovery(register, register.signed_by) and register.signed_by in found:
                    found[register.signed_by] = dataclasses.replace(found[register.signed_by], on=day)
        before = keys
    return found


def since(desk: Desk, role: Role, day: date) -> set[UUID]:
    """Every account that was open in this role at any time from that day on, as the signed register has it."""
    versions = _versions(desk)
    ends = [datetime.fromisoformat(one.at).date() for one in versions[1:]]
    return {
        account.id
        for register, ended in itertools.zip_longest(versions, ends)
        if ended is None or ended >= day
        for account in register.accounts
        if account.is_active and account.role == role.value
    }


def on(desk: Desk, role: Role, day: date) -> set[UUID]:
    """Every account that was open in this role when that day began."""
    before = [one for one in _versions(desk) if datetime.fromisoformat(one.at).date() < day]
    accounts = before[-1].accounts if before else ()
    return {one.id for one in accounts if one.is_active and one.role == role.value}


def of_account(desk: Desk, account_id: UUID) -> tuple[AccountEvent, ...]:
    """All that happened to one account, oldest first, as managers signed it into the register."""
    found: list[AccountEvent] = []
    before: Account | None = None
    was_lead = False
    for register in _versions(desk):
        now = register.account(account_id)
        if now is None:
            continue
        is_lead = now.role == Role.OFFICER.value and any(
            mark.account == account_id and mark.compartment == _SAFEGUARDING for mark in register.grants
        )
        at, by = datetime.fromisoformat(register.at), register.signed_by
        role, former = Role(now.role), Role(before.role) if before else None
        changes = _changes(before, now, was_lead=was_lead, is_lead=is_lead)
        found += [AccountEvent(at, by, change, role, former) for change in changes]
        before, was_lead = now, is_lead
    return tuple(found)


def _changes(before: Account | None, now: Account, *, was_lead: bool, is_lead: bool) -> Iterator[AccountChange]:
    if before is None:
        yield AccountChange.ISSUED
    elif (before.hpke, before.verify) != (now.hpke, now.verify):
        yield AccountChange.RENEWED
    if before is not None and before.role != now.role:
        yield AccountChange.ROLE
    if before is not None and before.sign_in != now.sign_in:
        yield AccountChange.SIGN_IN
    if now.is_active and is_lead != was_lead:
        yield AccountChange.LEAD if is_lead else AccountChange.NO_LEAD
    if before is not None and before.is_active and not now.is_active:
        yield AccountChange.CLOSED
    if before is not None and not before.is_active and now.is_active:
        yield AccountChange.OPENED_AGAIN


def _is_recovery(register: Register, account_id: UUID) -> bool:
    account = register.account(account_id)
    return account is not None and account.role == RECOVERY


def _versions(desk: Desk) -> tuple[Register, ...]:
    with reading(desk.cupboard.engine) as connection:
        return walk(desk.cupboard.registers(connection), desk.office, [desk.pin])
