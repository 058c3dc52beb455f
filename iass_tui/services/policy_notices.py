"""Colleagues, the council and agencies are told of a version: who read it, letters, when they went out (P66-P68)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import agency_store, office_store, policy_store, policy_told_store
from db.desk import Desk
from db.opened import UNREADABLE
from db.policy_told_store import StoredNotice
from db.unit_of_work import UnitOfWork
from iass_tui.rules.access import Action
from iass_tui.rules.policy_telling import may_note
from iass_tui.rules.records.agencies import AgencyCard
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.policies import NoticeKind, PolicyVersion, Reached
from iass_tui.services import outbox
from iass_tui.services.acting import About, SaysNo, acting, insist, refuse
from iass_tui.services.packs import letterhead
from iass_tui.services.policy_views import NoticeLine
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound, OutboxFile

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO_NOTICE = "There is nobody to tell under this line any more."
NO_LETTER = "A colleague reads it here, and says so; letters go to the council and to agencies."
NOT_SENT = "It is noted once that somebody was told, on a day since the version was issued and not still to come."
COUNCIL = "The council"
EVERYONE = "To the council, and to everyone who works with us"
_ORDER = (NoticeKind.COLLEAGUE, NoticeKind.COUNCIL, NoticeKind.AGENCY)


def read_by(desk: Desk, connection: Connection) -> dict[UUID, tuple[int, date]]:
    """Which version each colleague last said that they read, and when."""
    found: dict[UUID, tuple[int, date]] = {}
    for policy in sorted(policy_store.every(desk, connection), key=lambda one: one.number):
        for one in policy_told_store.notices(desk, connection, policy.id):
            if one.staff_id is not None and one.is_done and one.body.on is not None:
                found[one.staff_id] = policy.number, one.body.on
    return found


class PolicyNotices:
    """Everyone who is told besides the families."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    def begin(self, unit: UnitOfWork, policy_id: UUID, agencies: Iterable[UUID], colleagues: Iterable[UUID]) -> None:
        """A line for each, inside the transaction that issues."""
        policy_told_store.add_notice(self._desk, unit, policy_id, NoticeKind.COUNCIL)
        for one in agencies:
            policy_told_store.add_notice(self._desk, unit, policy_id, NoticeKind.AGENCY, one)
        for one in colleagues:
            policy_told_store.add_notice(self._desk, unit, policy_id, NoticeKind.COLLEAGUE, one)

    def lines(self, notices: Sequence[StoredNotice]) -> tuple[NoticeLine, ...]:
        """With names: colleagues, the council, agencies; who is left first."""
        colleagues = {one.id: one for one in office_store.colleagues(self._desk)}
        agencies = {one.id: one.card for one in agency_store.every(self._desk)[0]}
        found = []
        for one in notices:
            colleague = colleagues.get(one.staff_id) if one.staff_id else None
            agency = agencies.get(one.agency_id) if one.agency_id else None
            name = self._council()
            if one.staff_id is not None:
                name = colleague.card.name if colleague else ""
            elif one.agency_id is not None:
                name = agency.full_name if agency else "(does not open)"
            is_gone = (colleague is not None and not colleague.is_active) or (agency is not None and agency.is_retired)
            found.append(NoticeLine(one.id, one.kind, name, one.is_done, is_gone and not one.is_done, one.body))
        return tuple(sorted(found, key=lambda line: (line.is_done, _ORDER.index(line.kind), line.name.casefold())))

    def _council(self) -> str:
        return self._session.facts.council or COUNCIL

    @in_words()
    def letter(self, notice_id: UUID, *, large: bool = False) -> OutboxFile:
        """The letter to the council or an agency with the whole text, in the outbox. Raises `NotAllowed`."""
        self._session.require(Action.CHANGE_REGISTERS, notice_id)
        with self._desk.read() as connection:
            one, policy = self._stored(connection, notice_id)
            card = self._card(connection, one)
        if one.kind is NoticeKind.COLLEAGUE:
            refuse(self._desk, About("policy", notice_id), SaysNo(NO_LETTER, ("POLICY_NO_LETTER",)), "office")
        recipient = card.full_name if card else self._council()
        address = tuple((card.address if card else "").splitlines())
        return self._put(policy, (one.id,), recipient, address, large=large)

    @in_words()
    def circular(self, policy_id: UUID, *, large: bool = False) -> OutboxFile:
        """One letter without an address for the council and every agency that is left to tell, to copy or to email."""
        self._session.require(Action.CHANGE_REGISTERS, policy_id)
        with self._desk.read() as connection:
            policy = policy_store.one(self._desk, connection, policy_id)
            left = tuple(one.id for one in self._left(connection, policy_id))
        if policy is None:
            raise NotFound(NO_NOTICE)
        return self._put(policy, left, EVERYONE, (), large=large)

    def _put(
        self, policy: PolicyVersion, notices: Sequence[UUID], recipient: str, address: tuple[str, ...], *, large: bool
    ) -> OutboxFile:
        from iass_tui.documents.paper import paper_pdf
        from iass_tui.documents.policy_letter import PolicyLetter, policy_letter

        today = self._session.today_date()
        letter = PolicyLetter(
            number=policy.number,
            issued_on=policy.body.issued_on or today,
            recipient=recipient,
            address=address,
            changes=policy.body.changes,
            text=policy.body.text,
            website=self._session.facts.privacy_notice,
        )
        head = dataclasses.replace(letterhead(self._session.facts), policy_version=str(policy.number))
        pdf = paper_pdf(policy_letter(letter), head, today, large_print=large)
        said = About("policy", policy.id).detail(Act.EXPORT, fields=("LETTER", f"VERSION_{policy.number}"))

        def remember(unit: UnitOfWork) -> None:
            for notice_id in notices:
                now, _ = self._stored(unit.connection, notice_id)
                body = dataclasses.replace(now.body, letter="LARGE18" if large else "STD")
                policy_told_store.change_notice(self._desk, unit, now, body, is_done=now.is_done)

        said = dataclasses.replace(said, count=len(notices))
        return outbox.put(self._session, f"policy-{policy.number}-letter", pdf, said, also=remember)

    @in_words()
    def sent(self, notice_id: UUID, reached: Reached, on: date) -> None:
        """Notes that the council or an agency was told: how, and when. Raises `NotAllowed`, `NotFound`."""
        self._session.require(Action.CHANGE_REGISTERS, notice_id)
        about = About("policy", notice_id)
        with acting(self._desk, about, "office") as unit:
            one, policy = self._stored(unit.connection, notice_id)
            self._note(unit, policy, one, reached, on)
            unit.say(about.detail(Act.CHANGE, fields=("sent", f"VERSION_{policy.number}")))

    @in_words()
    def sent_to_all(self, policy_id: UUID, reached: Reached, on: date) -> int:
        """The same for everyone outside the office who is left to tell; how many those were."""
        self._session.require(Action.CHANGE_REGISTERS, policy_id)
        about = About("policy", policy_id)
        with acting(self._desk, about, "office") as unit:
            left = self._left(unit.connection, policy_id)
            for one in left:
                self._note(unit, self._stored(unit.connection, one.id)[1], one, reached, on)
            unit.say(dataclasses.replace(about.detail(Act.CHANGE, fields=("sent",)), count=len(left)))
        return len(left)

    def _note(self, unit: UnitOfWork, policy: PolicyVersion, one: StoredNotice, reached: Reached, on: date) -> None:
        if one.kind is NoticeKind.COLLEAGUE:
            raise SaysNo(NO_LETTER, ("POLICY_NO_LETTER",))
        issued, today = policy.body.issued_on or on, self._session.today_date()
        insist(may_note(on=on, issued_on=issued, today=today, is_told=one.is_done), NOT_SENT)
        body = dataclasses.replace(one.body, on=on, reached=reached, by=self._session.me.id)
        policy_told_store.change_notice(self._desk, unit, one, body, is_done=True)

    def _left(self, connection: Connection, policy_id: UUID) -> list[StoredNotice]:
        """Who outside the office is left to tell; of agencies those that were not retired since."""
        retired = {one.id for one in agency_store.every(self._desk)[0] if one.card.is_retired}
        every = policy_told_store.notices(self._desk, connection, policy_id)
        outside = [one for one in every if one.kind is not NoticeKind.COLLEAGUE and not one.is_done]
        return [one for one in outside if one.agency_id not in retired]

    def _stored(self, connection: Connection, notice_id: UUID) -> tuple[StoredNotice, PolicyVersion]:
        found = policy_told_store.notice(self._desk, connection, notice_id)
        policy = policy_store.one(self._desk, connection, found.policy_id) if found else None
        if found is None or policy is None:
            raise NotFound(NO_NOTICE)
        return found, policy

    def _card(self, connection: Connection, one: StoredNotice) -> AgencyCard | None:
        if one.agency_id is None:
            return None
        try:
            found = agency_store.agency(self._desk, connection, one.agency_id)
        except UNREADABLE:
            return None
        return found.card if found else None
