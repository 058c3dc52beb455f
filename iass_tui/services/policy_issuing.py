"""A version is issued: a snapshot of the active families, one task each, and everyone else who is told (P66-P70)."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import agency_store, consent_store, office_store, policy_store, policy_told_store, task_store
from db.policy_told_store import ActiveCase, StoredFamily
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules import policy as rules, policy_telling as telling
from iass_tui.rules.access import Action
from iass_tui.rules.cases import format_reference
from iass_tui.rules.consent import fold
from iass_tui.rules.records.casework import TaskBody, TaskStatus
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.policies import FamilyTold, HowTold, PolicyState, PolicyVersion, Reached
from iass_tui.services import policy_families
from iass_tui.services.acting import About, acting, insist, insist_writable, record
from iass_tui.services.person_views import DOES_NOT_OPEN
from iass_tui.services.policy_notices import PolicyNotices
from iass_tui.services.policy_views import FamilyLine, IssueOffer, IssuingView, TellingView
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO_VERSION = "There is no such version of the policy any more."
TELL = "Policy {number}: tell the family"
TELL_WHEN_THEY_COME = "Policy {number}: tell the family when they come: no contact details"
NOT_ISSUED = "A version is issued once it was approved, and has a text of its own and a word on what changed."
NOT_TOLD = (
    "They cannot be noted as told like this: once only, on a day since the version was issued and not still to come, "
    "and in writing only where they agreed that we keep a way to reach them, there is one, and it is safe."
)
NOT_LISTED = "This case was not active on the day the version was issued: nobody has to be told by it."


class Issuing:
    """Issuing a version and telling the families."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        self._notices = PolicyNotices(session)
        self.letter, self.circular = self._notices.letter, self._notices.circular
        self.sent, self.sent_to_all = self._notices.sent, self._notices.sent_to_all

    @in_words()
    def offer(self, policy_id: UUID) -> IssueOffer:
        """What issuing will do. The look at the families' consents is recorded."""
        self._session.require(Action.CHANGE_REGISTERS, policy_id)
        with self._desk.read() as connection:
            active, others = self._active(connection)
        detail = About("policy", policy_id).detail(Act.VIEW, fields=("families",))
        record(self._desk, dataclasses.replace(detail, count=len(active)), "office")
        return IssueOffer(
            families=len(active),
            unowned=sum(one.officer_id is None for one in active),
            without_consent=others,
            colleagues=sum(one.is_active for one in office_store.colleagues(self._desk)),
            agencies=sum(not one.card.is_retired for one in agency_store.every(self._desk)[0]),
        )

    @in_words()
    def issue(self, policy_id: UUID, version: int) -> IssuingView:
        """Puts an approved version in force, in one transaction: all of this happens, or nothing does.

        The version before it is superseded; every active case is in the snapshot, with a task for its officer (where
        nobody has it, for the manager who issues); colleagues, the council and every agency are to be told.
        """
        self._session.require(Action.CHANGE_REGISTERS, policy_id)
        about, today = About("policy", policy_id), self._session.today_date()
        agencies = [one.id for one in agency_store.every(self._desk)[0] if not one.card.is_retired]
        colleagues = [one.id for one in office_store.colleagues(self._desk) if one.is_active]
        with acting(self._desk, about, "office") as unit:
            stored = self._stored(unit.connection, policy_id)
            if stored.version != version:
                raise VersionConflict
            before = policy_store.in_force(self._desk, unit.connection)
            insist(rules.may_issue(stored, before.body.text if before else ""), NOT_ISSUED)
            active, _ = self._active(unit.connection)
            if before is not None:
                policy_store.change(self._desk, unit, before.id, before.version, before.body, PolicyState.SUPERSEDED)
            body = dataclasses.replace(stored.body, issued_on=today, families=len(active))
            policy_store.change(self._desk, unit, policy_id, version, body, PolicyState.ISSUED)
            for case in active:
                self._put_on_list(unit, stored, case, today)
            self._notices.begin(unit, policy_id, agencies, colleagues)
            unit.say(dataclasses.replace(about.detail(Act.CHANGE, fields=("state", "issued_on")), count=len(active)))
        return self.issuing(policy_id)

    def _put_on_list(self, unit: UnitOfWork, policy: PolicyVersion, case: ActiveCase, today: date) -> None:
        file = self._desk.to_write(case.file)
        owner = None if case.officer_id is not None else self._session.me.id
        is_reached = policy_families.may_be_reached(self._session, unit.connection, case.person_id)
        task = TaskBody(
            what=(TELL if is_reached else TELL_WHEN_THEY_COME).format(number=policy.number),
            due_on=today + rules.TELL_WITHIN,
            policy_id=policy.id,
        )
        task_id = task_store.insert(self._desk, unit, file, owner, task)
        policy_told_store.add_family(self._desk, unit, file, policy.id, task_id)

    def _active(self, connection: Connection) -> tuple[list[ActiveCase], int]:
        """The active cases of this moment, and how many open ones there are besides, without consent in force."""
        histories, today = consent_store.histories(self._desk, connection), self._session.today_date()
        found, others = [], 0
        for case in policy_told_store.open_cases(self._desk, connection):
            state = fold(histories.get(case.person_id, ()), today, case.card.born if case.card else None)
            if telling.is_active(case.status, case.state, may_save=bool(state.may_save())):
                found.append(case)
            else:
                others += 1
        return found, others

    def _stored(self, connection: Connection, policy_id: UUID) -> PolicyVersion:
        found = policy_store.one(self._desk, connection, policy_id)
        if found is None:
            raise NotFound(NO_VERSION)
        return found

    # who was told, and who is left

    @in_words()
    def issuing(self, policy_id: UUID) -> IssuingView:
        """The figure, and who is left first. An officer sees their own families and those that nobody has."""
        self._session.require(Action.OPEN_CASE, policy_id)
        with self._desk.read() as connection:
            policy = self._stored(connection, policy_id)
            every = policy_told_store.families(self._desk, connection, policy_id)
            done = figure(connection, policy)
            notices = policy_told_store.notices(self._desk, connection, policy_id)
        sees_all = self._session.may(Action.READ_TEAM)
        shown = [one for one in every if sees_all or one.officer_id in (None, self._session.me.id)]
        detail = About("policy", policy_id).detail(Act.VIEW, fields=("families",))
        record(self._desk, dataclasses.replace(detail, count=len(shown)))
        lines = sorted((self._line(one) for one in shown), key=_who_is_left_first)
        return IssuingView(policy, tuple(lines), done, self._notices.lines(notices))

    def _line(self, one: StoredFamily) -> FamilyLine:
        return FamilyLine(
            case_id=one.case_id,
            reference=format_reference(one.number),
            name=one.card.full_name if one.card else DOES_NOT_OPEN,
            officer=self._session.people.colleague_name(one.officer_id),
            is_mine=one.officer_id == self._session.me.id,
            standing=_standing(one),
            told=one.told,
        )

    # telling one family

    @in_words()
    def telling(self, case_id: UUID) -> TellingView:
        """In which ways a family may be told, today. The look is recorded. Raises `NotFound`, `NotAllowed`."""
        self._session.require(Action.OPEN_CASE, case_id)
        about = About("policy", None, case_id)
        self._session.access.insist_on(case_id, about)
        with self._desk.read() as connection:
            policy, one = self._family(connection, case_id)
            ways = policy_families.ways(self._session, connection, one.person_id)
        record(self._desk, dataclasses.replace(about, subject_id=one.person_id).detail(Act.VIEW, fields=("contact",)))
        return TellingView(
            case_id=case_id,
            reference=format_reference(one.number),
            name=one.card.full_name if one.card else DOES_NOT_OPEN,
            number=policy.number,
            changes=policy.body.changes,
            ways=tuple(way for way in Reached if not way.writes or way in ways),
            told=one.told if one.is_told else None,
        )

    @in_words()
    def tell(self, case_id: UUID, how: HowTold, reached: Reached, on: date) -> None:
        """Notes how a family was told (P70), and with it the task is done. Raises `NotAllowed`."""
        self._session.require(Action.MANAGE_TASK, case_id)
        about = About("policy", None, case_id)
        self._session.access.insist_on(case_id, about)
        with acting(self._desk, about) as unit:
            policy, one = self._family(unit.connection, case_id)
            about = dataclasses.replace(about, subject_id=one.person_id)
            insist_writable(one.state)
            issued, today = policy.body.issued_on or date.max, self._session.today_date()
            ways = policy_families.ways(self._session, unit.connection, one.person_id)
            answer = telling.may_tell(reached, ways, on=on, issued_on=issued, today=today, is_told=one.is_told)
            insist(answer, NOT_TOLD)
            told = FamilyTold(how=how, reached=reached, on=on, by=self._session.me.id)
            for line in (one, *self._older(unit.connection, one)):
                policy_told_store.tell(self._desk, unit, line, told)
                self._finish(unit, line)
            unit.say(about.detail(Act.CHANGE, fields=("told", f"VERSION_{policy.number}")))

    def _older(self, connection: Connection, newest: StoredFamily) -> list[StoredFamily]:
        """The case's lines of versions before, of which nobody told them: whoever knows the newest needs no other."""
        every = policy_told_store.of_case_everywhere(self._desk, connection, newest.case_id)
        return [one for one in every if one.id != newest.id and not one.is_told]

    def _finish(self, unit: UnitOfWork, one: StoredFamily) -> None:
        task = task_store.task(self._desk, unit.connection, one.task_id)
        if task is not None and task.status is TaskStatus.OPEN:
            done = dataclasses.replace(task.body, done_on=self._session.today_date())
            task_store.change(self._desk, unit, task.id, task.version, status=TaskStatus.DONE, body=done)

    def _family(self, connection: Connection, case_id: UUID) -> tuple[PolicyVersion, StoredFamily]:
        """The case's line of the version in force, else of the newest before it in which it stands."""
        every = policy_store.every(self._desk, connection)
        for policy in sorted(every, key=lambda one: -one.number):
            found = policy_told_store.of_case(self._desk, connection, case_id, policy.id)
            if found is not None:
                return policy, found
        raise NotFound(NOT_LISTED)


def figure(connection: Connection, policy: PolicyVersion) -> telling.Completion:
    """How many of the families active on the day of issue were told, are left, or are gone: always all of them."""
    found = policy_told_store.standings(connection, policy.id)
    each = (telling.standing(is_told=told, case=case, state=state) for told, case, state in found)
    return telling.completion(policy.body.families, each)


_ORDER = tuple(telling.Standing)


def _standing(one: StoredFamily) -> telling.Standing:
    return telling.standing(is_told=one.is_told, case=one.status, state=one.state)


def _who_is_left_first(line: FamilyLine) -> tuple[bool, bool, int, str]:
    is_left = line.standing is telling.Standing.LEFT
    return not is_left, not line.is_mine, _ORDER.index(line.standing), line.reference
