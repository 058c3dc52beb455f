"""After two sheets: who waits is let in, with a card of their own, and the audit says that the kit was used."""

from __future__ import annotations

from uuid import UUID

from db import office_store
from db.desk import Desk
from iass_tui.rules.records.office import Act, AuditDetail, StaffCard
from iass_tui.services import key_register
from iass_tui.services.kit import mark_used
from iass_tui.services.office import OfficeFiles, Places, open_files
from iass_tui.services.views import OfficeCondition

_FINE = frozenset({OfficeCondition.READY, OfficeCondition.NO_HOST_KEY})


def open_for_recovery(places: Places) -> OfficeFiles:
    """Both files, also on a machine that does not hold the host key yet. Raises `NotOpen`."""
    return open_files(places, _FINE)


def admit_recovered(desk: Desk, account_id: UUID, name: str) -> None:
    """Lets the invited manager in on the strength of the two sheets."""
    key_register.admit(desk, account_id)
    mark_used(desk)
    is_new = not office_store.has_card(desk, account_id)
    with desk.unit("management") as unit:
        if is_new:
            file = desk.shared_key("settings", desk.office, "office")
            office_store.add_card(desk, unit, file, account_id, StaffCard(name=name))
        unit.say(AuditDetail(act=Act.ADMIT, subject="staff", subject_id=account_id, reasons=("RECOVERY",)))


def admit_waiting(desk: Desk) -> tuple[str, ...]:
    """Lets in every manager who answered an invitation that two sheets made; their sign-in names."""
    names = []
    for item in key_register.answered(desk):
        if item.offer.role == "manager" and item.is_genuine:
            admit_recovered(desk, item.offer.account, item.offer.sign_in)
            names.append(item.offer.sign_in)
    return tuple(names)
