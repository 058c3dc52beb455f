"""The plan of training lies with the managers; each colleague's own part of it lies on their card, sealed to them.

Every colleague opens every card, so what stands there is sealed once more, to the key of whom it is about (P61). An
account that was given new keys opens its part again after the next sign-in of a manager.
"""

from __future__ import annotations

import dataclasses
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from db import governance_store, office_store
from db.desk import Desk
from db.unit_of_work import UnitOfWork
from iass_tui.rules.access import Action
from iass_tui.rules.records.base import UnreadableRecord
from iass_tui.rules.records.office import Act, Colleague, StaffCard
from iass_tui.rules.records.registers import Register
from iass_tui.rules.records.training import Coming
from iass_tui.rules.training_plan import Planned, plan_of, told_to
from iass_tui.services.acting import About
from iass_tui.vault.encoding import BadFormat, V, lp
from iass_tui.vault.register import Account
from iass_tui.vault.sealing import DoesNotOpen, seal_to, sha256

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

_BLOCK = 512
"""Lengths are made a multiple of it: how much is planned for somebody does not show."""


def tell(desk: Desk, unit: UnitOfWork) -> None:
    """Brings every card up to the plan, in the unit of work that changed it. To be called once the plan is written."""
    plans = _plans(desk, unit.connection)
    for one in office_store.colleagues_in(desk, unit.connection):
        account = desk.keyring.register.account(one.id)
        planned = told_to(plans, one.id) if account is not None and account.is_active else ()
        if account is not None and (planned or one.card.told or one.card.planned):
            office_store.change_card(desk, unit, one.id, _with(desk, one.card, account, planned))


def catch_up(session: OfficeSession) -> None:
    """Seals anew what somebody cannot open, or what an older program left in the clear: at a manager's sign-in."""
    desk = session.desk
    if not session.may(Action.CHANGE_REGISTERS):
        return
    with desk.read() as connection:
        plans = _plans(desk, connection)
        everyone = office_store.colleagues_in(desk, connection)
    if any(_is_behind(desk, one, plans) for one in everyone):
        with desk.unit("management") as unit:
            tell(desk, unit)
            unit.say(About("training").detail(Act.CHANGE, fields=(Register.PLAN.value,)))


def known_of_own(desk: Desk, card: StaffCard) -> tuple[Coming, ...]:
    """What is planned for whoever sits here; nothing where it does not open to the keys they have now."""
    if not card.told:
        return card.planned
    bundle = desk.keyring.bundle
    try:
        raw = bundle.receiver.open(b64decode(card.told), lp("iass-told", V, bundle.office, bundle.account))
        return tuple(Coming.from_json(one) for one in json.loads(raw))
    except (DoesNotOpen, BadFormat, UnreadableRecord, ValueError):
        return ()


def _plans(desk: Desk, connection: Connection) -> tuple[Planned, ...]:
    return plan_of(governance_store.lines(desk, connection, Register.PLAN))


def _with(desk: Desk, card: StaffCard, account: Account, planned: Iterable[Coming]) -> StaffCard:
    words = [one.to_json() for one in planned]
    if not words:
        return dataclasses.replace(card, planned=(), told="", told_key="")
    raw = json.dumps(words).encode()
    padded = raw.ljust(-(-len(raw) // _BLOCK) * _BLOCK)
    sealed = seal_to(account.hpke, padded, lp("iass-told", V, desk.office, account.id))
    return dataclasses.replace(card, planned=(), told=b64encode(sealed).decode(), told_key=_name_of(account))


def _is_behind(desk: Desk, one: Colleague, plans: Iterable[Planned]) -> bool:
    account = desk.keyring.register.account(one.id)
    if account is None or not account.is_active:
        return False
    is_stale = bool(one.card.told) and one.card.told_key != _name_of(account)
    return bool(one.card.planned) or is_stale or bool(one.card.told) != bool(told_to(plans, one.id))


def _name_of(account: Account) -> str:
    return sha256(account.hpke).hex()[:16]
