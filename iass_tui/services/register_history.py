"""What the signed register says of earlier days: who let whom in, and who held a role."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from uuid import UUID

from db.desk import Desk
from db.engine import reading
from iass_tui.rules.records.office import Role
from iass_tui.rules.second_person import Issued
from iass_tui.vault.register import Register, walk


def makers(desk: Desk) -> dict[UUID, Issued]:
    """Who let each account's present keys in, and on which day, as the signed register has it; not the founder's."""
    found: dict[UUID, Issued] = {}
    before: dict[UUID, tuple[bytes, bytes]] = {}
    for register in _versions(desk):
        keys = {one.id: (one.hpke, one.verify) for one in register.accounts}
        for account_id, now in keys.items():
            if now != before.get(account_id) and register.signed_by != account_id:
                found[account_id] = Issued(register.signed_by, datetime.fromisoformat(register.at).date())
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


def _versions(desk: Desk) -> tuple[Register, ...]:
    with reading(desk.cupboard.engine) as connection:
        return walk(desk.cupboard.registers(connection), desk.office, [desk.pin])
