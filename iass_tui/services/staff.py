"""Colleagues and their accounts: invite, admit, renew, disable. See `ports.Staff`."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from db import governance_store, office_store
from iass_tui.host.backup_files import LastBackup, last_backup
from iass_tui.rules.access import Action, may_be_lead
from iass_tui.rules.records.office import Act, AuditDetail, Colleague, OfficeFacts, Permission, Role, StaffCard
from iass_tui.rules.staff import AccountEvent, may_be_away
from iass_tui.rules.training import Beginning
from iass_tui.services import key_register, phrases, register_history, sign_in as entry, tallies
from iass_tui.services.account_rows import put_bundle
from iass_tui.services.leaving_views import Rotation
from iass_tui.services.problems import in_words
from iass_tui.services.views import Invitation, NotAllowed, NotFound, WrongPassphrase
from iass_tui.vault.sealing import DoesNotOpen

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


NOT_AWAY = "The last day away is today or later, within a year."


class StaffService:
    """Colleagues and their accounts."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def colleagues(self) -> tuple[Colleague, ...]:
        """Everyone with a card: active ones first, by name. Those invited but not admitted are not active."""
        return office_store.colleagues(self._desk)

    @in_words()
    def waiting(self) -> tuple[Colleague, ...]:
        """Those who have used their invitation and wait for a manager's yes."""
        if not self._desk.keyring.holds("management"):
            return ()
        waiting = {item.offer.account: item.offer for item in key_register.answered(self._desk)}
        return tuple(
            dataclasses.replace(c, sign_in=waiting[c.id].sign_in, role=Role(waiting[c.id].role))
            for c in self.colleagues()
            if c.id in waiting
        )

    @in_words()
    def invite(self, sign_in: str, role: Role, card: StaffCard, beginning: Beginning | None = None) -> Invitation:
        """A code for a newcomer; their card waits beside it.

        `beginning` is the confidentiality training they did, or days of grace; without one they cannot sign in until
        a manager records it (P25). Raises `NotAllowed` where it cannot be entered.
        """
        self._session.require(Action.MANAGE_STAFF)
        sign_in = sign_in.strip()
        if not sign_in or not card.name.strip():
            raise NotAllowed("Give a name and a sign-in name.", ("MISSING",))
        line = self._session.training.prepare(beginning)
        invitation = key_register.invite(self._desk, sign_in, role)
        card = dataclasses.replace(card, training=() if line is None else (line.held,))
        with self._desk.unit("management") as unit:
            file = self._desk.shared_key("settings", self._desk.office, "office")
            office_store.add_card(self._desk, unit, file, invitation.account_id, card)
            if line is not None:
                governance_store.add_training(self._desk, unit, invitation.account_id, line)
            unit.say(
                AuditDetail(act=Act.INVITE, subject="staff", subject_id=invitation.account_id, reasons=(role.value,))
            )
        return invitation

    @in_words()
    def renew(self, account_id: UUID) -> Invitation:
        """A lost passphrase: new keys for the same account by the same flow; the old work until these are admitted."""
        self._session.require(Action.MANAGE_STAFF)
        account = self._desk.keyring.register.account(account_id)
        if account is None or not account.is_active:
            raise NotFound("There is no such active account.")
        invitation = key_register.invite(self._desk, account.sign_in, Role(account.role), account_id=account_id)
        self._say(Act.INVITE, account_id, "RENEW")
        return invitation

    @in_words()
    def invite_again(self, account_id: UUID, sign_in: str, role: Role) -> Invitation:
        """Another code for somebody who was invited and never came; the code of before ends.

        What they may do is asked anew: nothing but the signed register says what somebody is. Raises `NotFound` for
        somebody who works here, or did.
        """
        self._session.require(Action.MANAGE_STAFF, account_id)
        is_known = office_store.has_card(self._desk, account_id)
        if not is_known or self._desk.keyring.register.account(account_id) is not None:
            raise NotFound("Nobody by that name was invited and has not come yet.")
        if not sign_in.strip():
            raise NotAllowed("Give a sign-in name.", ("MISSING",))
        invitation = key_register.invite(self._desk, sign_in.strip(), role, account_id=account_id)
        self._say(Act.INVITE, account_id, role.value)
        return invitation

    @in_words()
    def admit(self, account_id: UUID) -> None:
        """Signs a newcomer's keys into the register."""
        self._session.require(Action.MANAGE_STAFF)
        key_register.admit(self._desk, account_id)
        self._say(Act.ADMIT, account_id)

    @in_words()
    def disable(self, account_id: UUID) -> Rotation:
        """Closes an account at once and rotates what it held. Its work stays: `leaving` hands that on first."""
        self._session.require(Action.MANAGE_STAFF)
        _, rotation = key_register.close_account(self._desk, account_id)
        self._say(Act.DISABLE, account_id)
        self._rotated(rotation)
        return rotation

    @in_words()
    def set_role(self, account_id: UUID, role: Role, *, is_lead: bool = False) -> Rotation:
        """Another role, or a safeguarding lead from now on or no longer. What is lost is rotated.

        Raises `NotAllowed` for one's own, for the last manager, and while someone who is to be a volunteer has cases.
        """
        self._session.require(Action.MANAGE_STAFF)
        if account_id == self._session.me.id:
            raise NotAllowed("Another manager changes your role, so that two know of it.", ("OWN_ROLE",))
        if is_lead and not may_be_lead(role):
            raise NotAllowed("A volunteer opens no concern, and so is no safeguarding lead.", ("NOT_A_LEAD",))
        if role is Role.VOLUNTEER and self._session.leaving.has_work(account_id):
            raise NotAllowed(
                "They have open cases or tasks, which a volunteer cannot open. Give those on first.", ("HAS_WORK",)
            )
        before = office_store.colleague(self._desk, account_id)
        rotation = key_register.change_role(self._desk, account_id, role, is_lead=is_lead)
        if before.is_lead and not office_store.colleague(self._desk, account_id).is_lead:
            self._session.leaving.speak_for(account_id)
        fields = ("role",) if before.role is not role else ("lead",)
        reasons = (role.value, *(("LEAD",) if is_lead else ()))
        with self._desk.unit("management") as unit:
            unit.say(
                AuditDetail(act=Act.CHANGE, subject="staff", subject_id=account_id, fields=fields, reasons=reasons)
            )
        self._rotated(rotation)
        return rotation

    @in_words()
    def rotate(self) -> Rotation:
        """New keys for every compartment, though nobody leaves: someone may know the ones of now."""
        self._session.require(Action.MANAGE_KEYS)
        rotation = key_register.rotate(self._desk, {key.name for key in self._desk.keyring.register.compartments})
        self._rotated(rotation)
        return rotation

    def _rotated(self, rotation: Rotation) -> None:
        """Says so, and makes what has to be there before it is needed."""
        if rotation.compartments:
            detail = AuditDetail(
                act=Act.KEYS, subject="keys", fields=rotation.compartments, reasons=("ROTATED",), count=rotation.keys
            )
            with self._desk.unit("office") as unit:
                unit.say(detail)
            tallies.prepare(self._session)

    @in_words()
    def set_permissions(self, account_id: UUID, permissions: frozenset[Permission] | None) -> None:
        """Exactly these exports, or (None) those of the role."""
        self._session.require(Action.MANAGE_STAFF)
        card = office_store.colleague(self._desk, account_id).card
        with self._desk.unit("management") as unit:
            office_store.change_card(self._desk, unit, account_id, dataclasses.replace(card, permissions=permissions))
            unit.say(AuditDetail(act=Act.CHANGE, subject="staff", subject_id=account_id, fields=("permissions",)))

    @in_words()
    def set_away(self, account_id: UUID, until: date | None) -> None:
        """Away to this day, which counts; None: here again. One's own is everybody's to say, others' a manager's."""
        mine = account_id == self._session.me.id
        self._session.require(Action.READ_OFFICE if mine else Action.MANAGE_STAFF, account_id)
        today = self._session.today_date()
        if until is not None and not may_be_away(until, today):
            raise NotAllowed(NOT_AWAY, ("NOT_AWAY",))
        card = office_store.colleague(self._desk, account_id).card
        with self._desk.unit("office" if mine else "management") as unit:
            office_store.change_card(self._desk, unit, account_id, dataclasses.replace(card, away_until=until))
            unit.say(AuditDetail(act=Act.CHANGE, subject="staff", subject_id=account_id, fields=("away",)))

    @in_words()
    def history(self, account_id: UUID) -> tuple[AccountEvent, ...]:
        """What managers signed into the register about an account, oldest first; one's own, or for a manager anybody's.

        The look is recorded.
        """
        mine = account_id == self._session.me.id
        self._session.require(Action.READ_OFFICE if mine else Action.MANAGE_STAFF, account_id)
        found = register_history.of_account(self._desk, account_id)
        detail = AuditDetail(act=Act.VIEW, subject="staff", subject_id=account_id, fields=("history",))
        with self._desk.unit("office" if mine else "management") as unit:
            unit.say(detail)
        return found

    @in_words()
    def change_passphrase(self, old: str, new: str) -> None:
        """Seals one's own keys under another passphrase. Raises `WrongPassphrase` where the old one is not right."""
        me, files = self._session.me, self._session.files
        weak = phrases.judge_passphrase(new, me.sign_in, me.card.name)
        if weak:
            raise NotAllowed(weak)
        try:
            bundle, stored, _, _ = entry.open_bundle(files, me.sign_in, old)
        except DoesNotOpen:
            raise WrongPassphrase from None
        if bundle.account != me.id:
            raise WrongPassphrase
        stretch = files.places.new_stretch()
        key = stretch.key(new)
        with files.cupboard.write() as connection:
            known = {(one.owner, one.stretch) for one in files.cupboard.bundles(connection)}
            if (stored.owner, stored.stretch) not in known:  # new keys were admitted, or the account was closed
                raise NotAllowed("Your keys were changed from another place this moment. Sign in again.", ("CHANGED",))
            put_bundle(connection, files.cupboard, bundle, me.sign_in, key, stretch)
        self._say(Act.KEYS, me.id, "PASSPHRASE", compartment="office")

    @in_words()
    def change_office(self, facts: OfficeFacts) -> None:
        """Changes what set-up asked."""
        self._session.require(Action.CHANGE_OFFICE)
        before = self._session.facts
        names = tuple(
            field.name
            for field in dataclasses.fields(facts)
            if field.name != "extra" and getattr(facts, field.name) != getattr(before, field.name)
        )
        with self._desk.unit("office") as unit:
            office_store.change_facts(self._desk, unit, facts)
            unit.say(AuditDetail(act=Act.CHANGE, subject="office", subject_id=self._desk.office, fields=names))
        self._session.facts = facts

    @in_words()
    def last_backup(self) -> LastBackup | None:
        """The newest copy of the office that was proved to be whole, as this computer remembers it."""
        self._session.require(Action.CHANGE_OFFICE)
        return last_backup(self._session.files.host)

    def _say(self, act: Act, account_id: UUID, reason: str = "", compartment: str = "management") -> None:
        reasons = (reason,) if reason else ()
        with self._desk.unit(compartment) as unit:
            unit.say(AuditDetail(act=act, subject="staff", subject_id=account_id, reasons=reasons))
