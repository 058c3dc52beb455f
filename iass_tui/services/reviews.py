"""What consents ask of a colleague today: records to decide on, and consents to ask about again (table 5.5)."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import (
    case_store,
    consent_store,
    intake_store,
    join_store,
    people_store,
    sharing_store,
    task_store,
)
from db.access_store import StoredBasis
from db.case_store import StoredCase
from db.family_store import StoredRelative
from db.opened import UNREADABLE
from db.task_store import StoredTask
from db.unit_of_work import Tampered, UnitOfWork
from iass_tui.rules.cases import format_reference
from iass_tui.rules.consent.effects import as_recorded
from iass_tui.rules.consent.reviews import Review, ReviewKind, Subject, reviews
from iass_tui.rules.dates import in_england
from iass_tui.rules.duties import is_answered, is_taken, review_task
from iass_tui.rules.people import PersonState
from iass_tui.rules.policy import MeaningChange
from iass_tui.rules.records.agencies import Involved, RecordedInvolvement
from iass_tui.rules.records.casework import TaskBody, TaskStatus
from iass_tui.rules.records.consents import ConsentEvent
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import PartyRole
from iass_tui.rules.wording import meaning_changed
from iass_tui.services import person_views
from iass_tui.services.acting import About, record
from iass_tui.services.case_access import cases_with
from iass_tui.services.consent_views import ConsentAgenda, ReferralDue, ReviewLine, StoppedTask
from iass_tui.services.problems import in_words
from iass_tui.services.review_reading import Read
from iass_tui.services.taken_along import stopped_task
from iass_tui.services.views import TaskView

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

ANSWERED = "Their answer is recorded among their consents."
Left = Mapping[UUID, tuple[Review, ...]]
"""What is still to be asked, by the case in which a task of it stands."""
NOTHING: Left = MappingProxyType({})


class ReviewService:
    """Computed from my own cases that are not closed, so that it stays quick however large the office grows."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        self._changes: tuple[MeaningChange, ...] = ()

    @in_words()
    def agenda(self) -> ConsentAgenda:
        """What there is to decide and to ask, the soonest first. The look at the consents is recorded."""
        if not self._desk.keyring.holds("casework"):
            return ConsentAgenda()
        decisions, lost = self._session.erasures.waiting()
        with self._desk.read() as connection:
            birthdays, asked, unread = self.of_officer(connection, self._session.me.id)
        referrals = self._referrals()
        if number := len(birthdays) + len(asked) + len(decisions) + len(referrals):
            record(self._desk, dataclasses.replace(About("reviews").detail(Act.VIEW), count=number))
        return ConsentAgenda(decisions, asked, birthdays, lost + unread, referrals)

    def of_officer(
        self, connection: Connection, officer_id: UUID | None
    ) -> tuple[tuple[TaskView, ...], tuple[ReviewLine, ...], int]:
        """Birthdays and consents to ask about in the cases of a colleague, or of nobody; and how many do not open.

        Nothing of which somebody made a task, by itself or by hand. Whoever calls records the look.
        """
        duties = self._session.duties
        self._changes = self._session.policy.changes()
        cases = case_store.not_closed(self._desk, connection, officer_id)
        taken = duties.taken(connection, officer_id)
        of_relatives = [one for some in taken.values() for one in some if one.duty and one.duty.person_id]
        of_child: dict[UUID, list[TaskBody]] = {}
        for case in cases:
            of_child.setdefault(case.person_id, []).extend(taken.get(case.id, ()))
        birthdays: list[TaskView] = []
        lines: list[ReviewLine] = []
        read = Read.of(self._desk, connection, cases)
        lost = 0
        for case in cases:
            known = of_child[case.person_id]
            try:
                come = list(duties.birthdays(case, known)) if read.is_active(case.person_id) else []
                known += [one.body for one in come]
                birthdays += come
                # one by one: what was read before one that does not open stays
                asks = self._of_case(connection, case, read)
                lines.extend(one for one in asks if not is_taken(one.task.body, (*known, *of_relatives)))
            except (*UNREADABLE, Tampered):
                lost += 1
        # A parent of two children with a case each is asked once.
        asked = {(line.person_id, line.review): line for line in reversed(lines)}
        by_day = sorted(asked.values(), key=lambda line: (line.review.due_on, line.reference, line.name))
        return tuple(birthdays), tuple(by_day), lost

    def of_case(self, case_id: UUID) -> tuple[ReviewLine, ...]:
        """Consents to ask about again in one case, the soonest first; whoever calls records the look."""
        self._changes = self._session.policy.changes()
        with self._desk.read() as connection:
            case = case_store.case(self._desk, connection, case_id)
            found: list[ReviewLine] = []
            if case is not None:
                found = list(self._of_case(connection, case, Read.of(self._desk, connection, [case])))
        return tuple(sorted(found, key=lambda line: (line.review.due_on, line.name)))

    def left_after(self, person_id: UUID, events: Sequence[ConsentEvent]) -> Left:
        """What there is still to ask this person once these are recorded, for each case with a task of it.

        Nothing of a case that does not open: no answer is refused for that.
        """
        self._changes = self._session.policy.changes()
        today, left = self._session.today_date(), {}
        with self._desk.read() as connection, contextlib.suppress(*UNREADABLE, Tampered):
            before = consent_store.history(self._desk, person_id, connection)
            said = (*before, *as_recorded(before, events, today))
            for case_id in cases_with(connection, person_id):
                case = case_store.case(self._desk, connection, case_id)
                if case is not None and self._tasks_of(connection, case_id, person_id):
                    read = Read.of(self._desk, connection, [case], {person_id: said})
                    left[case_id] = tuple(line.review for line in self._of_person(connection, case, person_id, read))
        return left

    def settle(
        self, unit: UnitOfWork, person_id: UUID, events: Sequence[ConsentEvent], left: Left
    ) -> tuple[StoppedTask, ...]:
        """Marks as done the tasks that these events answer, put off or not; which they were."""
        today, said = self._session.today_date(), {one.purpose for one in events}
        settled = []
        for case_id, reviews_left in left.items():
            for task in self._tasks_of(unit.connection, case_id, person_id):
                if is_answered(task.body, said, reviews_left, today):
                    body = dataclasses.replace(task.body, done_on=today, done_words=ANSWERED)
                    task_store.change(self._desk, unit, task.id, task.version, status=TaskStatus.DONE, body=body)
                    settled.append(stopped_task(self._session, unit.connection, case_id, task.body))
        return tuple(settled)

    def _tasks_of(self, connection: Connection, case_id: UUID, person_id: UUID) -> tuple[StoredTask, ...]:
        """The open tasks of one person's consents in a case."""
        own = join_store.records_of(connection, person_id)
        rows = [one for one in task_store.select(connection, case_id) if one[5] == TaskStatus.OPEN.value]
        tasks, _ = task_store.opened(rows, self._desk.keys(task_store.places(rows)))
        return tuple(one for one in tasks if one.body.duty is not None and one.body.duty.person_id in own)

    def _referrals(self) -> tuple[ReferralDue, ...]:
        """Whoever waits to be asked, the shortest time left first: of the whole office, since nobody has them yet."""
        waiting = intake_store.waiting(self._desk)
        if not waiting:
            return ()
        with self._desk.read() as connection:
            cards = people_store.cards(self._desk, connection, [one.person_id for one in waiting])
        found = []
        for one in waiting:
            card = cards.get(one.person_id)
            ask_by = in_england(one.since).date() + timedelta(days=self._session.facts.referral_days)
            found.append(
                ReferralDue(
                    person_id=one.person_id,
                    name=card.full_name if card else person_views.DOES_NOT_OPEN,
                    referrer=one.referral.referrer,
                    ask_by=ask_by,
                    days_left=(ask_by - self._session.today_date()).days,
                )
            )
        return tuple(sorted(found, key=lambda one: (one.ask_by, one.name)))

    def _of_case(self, connection: Connection, case: StoredCase, read: Read) -> Iterator[ReviewLine]:
        for person_id in (case.person_id, *(one.person_id for one in read.ties[case.person_id])):
            yield from self._of_person(connection, case, person_id, read)

    def _of_person(self, connection: Connection, case: StoredCase, person_id: UUID, read: Read) -> Iterator[ReviewLine]:
        held = read.person(person_id)
        if held is None or held.state is not PersonState.ACTIVE:
            return
        is_child = held.card.role is PartyRole.CHILD
        events = read.history(person_id)
        subject = Subject(
            events=events,
            born=held.card.born if is_child else None,
            of_child=is_child,
            has_open_case=True,
            own_view_on=_own_view(read.basis(person_id)) if is_child else None,
            changes=(*_changes(case, read.ties[person_id]), *_new_agencies(read.involvements(person_id)))
            if person_id == case.person_id
            else (),
            used=sharing_store.used(self._desk, connection, events),
        )
        today = self._session.today_date()
        for one in reviews(subject, today, outdated=meaning_changed(), policy=self._changes):
            name = held.card.full_name
            body = review_task(one, person_id, "" if person_id == case.person_id else name)
            task = self._session.duties.offer(case, body)
            yield ReviewLine(person_id, name, format_reference(case.number), one, task)


def _new_agencies(involved: Iterable[RecordedInvolvement]) -> Iterator[tuple[ReviewKind, date]]:
    """Since when agencies work with them, or soon will (P33)."""
    for one in involved:
        if one.body.since is not None and one.body.stands is not Involved.PAST:
            yield ReviewKind.NEW_AGENCY, one.body.since


def _own_view(stored: StoredBasis | None) -> date | None:
    return max((one.assessed_on for one in stored.basis.findings), default=None) if stored else None


def _changes(case: StoredCase, ties: Sequence[StoredRelative]) -> Iterator[tuple[ReviewKind, date]]:
    if case.facts is not None and case.facts.reopened_on is not None:
        yield ReviewKind.REOPENED, case.facts.reopened_on
    if case.facts is not None and case.facts.officer_since is not None:
        yield ReviewKind.NEW_OFFICER, case.facts.officer_since
    for one in ties:
        if one.tie.responsibility_since is not None:
            yield ReviewKind.RESPONSIBILITY_CHANGED, one.tie.responsibility_since
