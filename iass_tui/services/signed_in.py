"""A colleague who is signed in: who they are, on which day, and what they may do as the register stands now."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from db import office_store
from db.desk import Desk
from iass_tui.rules.access import Action, may
from iass_tui.rules.decision import Allowed, Decision
from iass_tui.rules.records.office import Act, AuditDetail, Colleague, OfficeFacts
from iass_tui.services import training_gate
from iass_tui.services.office import OfficeFiles
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotAllowed
from iass_tui.vault.keyring import AccountClosed


class SignedIn:
    """What every service asks before it does anything."""

    def __init__(self, files: OfficeFiles, desk: Desk) -> None:
        self.files, self.desk = files, desk
        self.undone: tuple[str, ...] = ()
        """What signing in should have finished and could not, in sentences."""
        self.facts: OfficeFacts = office_store.facts(desk)
        self.me: Colleague = office_store.colleague(desk, desk.account_id)
        self._known = desk.pin
        self._began_as = self.me.role

    def today_date(self) -> date:
        """The office's day."""
        return self.files.places.clock().date()

    def has_changed_role(self) -> bool:
        """Whether a manager has given this colleague another role since they signed in: pages may show the old one."""
        if not self.desk.is_locked:
            self.desk.take_in()
        self._may(Action.READ_OFFICE)
        return self.me.role is not self._began_as

    @in_words()
    def is_closed(self) -> bool:
        """Whether this account was closed, or got new keys from another place, while its page lay open."""
        if not self.desk.is_locked:
            try:
                self.desk.take_in()
            except AccountClosed:
                return True
        return False

    def may(self, action: str) -> bool:
        """Whether this colleague may do that at all; the service asks again for the very thing."""
        return isinstance(self._may(Action(action)), Allowed)

    def _may(self, action: Action) -> Decision:
        """By the role that the register of now lists: a manager may have changed it since sign-in."""
        if self.desk.is_locked:  # what the keys would open is closed
            return may(self.me.role, action, self.me.card)
        is_lead = self.desk.keyring.holds("safeguarding")
        if self._known != self.desk.pin:
            self.me, self._known = office_store.colleague(self.desk, self.desk.account_id), self.desk.pin
        return may(self.me.role, action, self.me.card, is_lead=is_lead)

    @in_words()
    def require(self, action: Action, subject_id: UUID | None = None) -> None:
        """Raises `NotAllowed`, and records that it was refused. An export's permission may be gone since sign-in."""
        if not self.desk.is_locked:
            self.desk.take_in()
            training_gate.still(self)
        if action.value.startswith("EXPORT_"):
            self.me = office_store.colleague(self.desk, self.desk.account_id)
        answer = self._may(action)
        if isinstance(answer, Allowed):
            return
        reasons = tuple(reason.value for reason in answer.reasons)
        with self.desk.unit("office") as unit:
            unit.say(AuditDetail(act=Act.REFUSED, subject=action.value, subject_id=subject_id, reasons=reasons))
        raise NotAllowed("Your role does not allow that. Ask your manager.", reasons)
