"""Version 1 of the policy, in an office that a program without a register made."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from db import policy_store
from iass_tui.rules.dates import in_england
from iass_tui.rules.records.office import Act, AuditDetail

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


def begin(session: OfficeSession) -> None:
    """Writes it down, whoever signs in first: it was in force from the day on which the office was founded."""
    desk = session.desk
    with desk.read() as connection:
        if policy_store.is_begun(connection):
            return
    founded = in_england(datetime.fromisoformat(desk.keyring.register.accounts[0].since)).date()
    with desk.unit("office") as unit:
        if not policy_store.is_begun(unit.connection):
            made = policy_store.add_first(desk, unit, founded)
            unit.say(AuditDetail(act=Act.CREATE, subject="policy", subject_id=made, fields=("VERSION_1",)))
