"""The team's work for a manager: load, what is overdue, what nobody touched, what fell between people (P37, P43)."""

from __future__ import annotations

import contextlib
import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, office_store, restricted_store, task_store, team_store
from db.case_store import StoredCase
from db.task_store import StoredTask
from db.unit_of_work import UnitOfWork
from iass_tui.rules.access import Action, may
from iass_tui.rules.agenda import Due, heading, untouched_since
from iass_tui.rules.cases import format_reference
from iass_tui.rules.records.casework import CaseStatus
from iass_tui.rules.records.office import Act, Colleague
from iass_tui.rules.staff import is_away
from iass_tui.services import case_views, person_views, restricted_list
from iass_tui.services.acting import CHANGED_SINCE, About, SaysNo, acting, insist_writable, record
from iass_tui.services.case_access import SHUT_OUT
from iass_tui.services.duties import NO_TASK
from iass_tui.services.interests import insist_may_have
from iass_tui.services.problems import in_words
from iass_tui.services.tasks import is_quiet_case, last_note_on
from iass_tui.services.team_views import Load, TeamView, Unowned
from iass_tui.services.views import CaseLine, NotFound, TaskView

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NOT_THEIRS = "Tasks go to officers and managers who still work here."


class _CaseOfTask(NamedTuple):
    case_id: UUID
    person_id: UUID


class TeamService:
    """Everybody's cases and tasks, read anew each time."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        self._given: dict[UUID, tuple[UUID | None, UUID | None]] = {}
        """Tasks given to somebody in this session: who had them, and who got them."""

    @in_words()
    def unowned(self) -> Unowned:
        """Counted from who holds what, as it stands in the clear: of the sealed, colleagues' cards are opened alone.

        Cases that are nobody's are opened too, for what birthdays and consents ask in them; that look is recorded.
        """
        if not self._session.may(Action.READ_TEAM):
            return Unowned()
        staff = {one.id: one for one in office_store.colleagues(self._desk) if _may_hold(one)}
        with self._desk.read() as connection:
            cases, tasks = team_store.cases(connection), team_store.tasks(connection)
            come, _ = self._come(connection, [who for who in cases if who not in staff])
        today = self._session.today_date()
        unowned = sum(count for who, count in cases.items() if who not in staff)
        if unowned:
            record(self._desk, dataclasses.replace(About("team").detail(Act.VIEW), count=unowned))
        return Unowned(
            cases=unowned,
            tasks=sum(count for who, count in tasks.items() if who not in staff) + len(come),
            away=tuple(
                one.card.name
                for one in staff.values()
                if is_away(one.card, today) and (one.id in cases or one.id in tasks)
            ),
        )

    def _come(self, connection: Connection, holders: Iterable[UUID | None]) -> tuple[tuple[TaskView, ...], int]:
        """What birthdays and consents ask in the cases of these, or (None) of nobody; and how many do not open."""
        found: list[TaskView] = []
        lost = 0
        for who in holders:
            birthdays, asked, unread = self._session.reviews.of_officer(connection, who)
            found += [*birthdays, *(one.task for one in asked)]
            lost += unread
        return tuple(found), lost

    @in_words()
    def view(self) -> TeamView:
        """Every case that is not closed and every open task of the office. The look is recorded with their number."""
        self._session.require(Action.READ_TEAM)
        everyone = office_store.colleagues(self._desk)
        staff = {one.id: one for one in everyone if _may_hold(one)}
        with self._desk.read() as connection:
            cases = {
                who: case_store.not_closed(self._desk, connection, who) for who in (*(one.id for one in everyone), None)
            }
            tasks, lost = self._tasks(connection)
            holders = team_store.task_holders(connection)
            read = {who: self._come(connection, [who]) for who, some in cases.items() if some}
            restricted = restricted_list.marked(self._session, connection)
        come = {who: some for who, (some, _) in read.items()}
        unread = sum(lost for _, lost in read.values())
        every = [one for some in cases.values() for one in some]
        number = len(every) + len(tasks) + sum(map(len, come.values()))
        record(self._desk, dataclasses.replace(About("team").detail(Act.VIEW), count=number))
        found = self._made(staff, cases, tasks, holders, lost + unread + sum(one.facts is None for one in every))
        return dataclasses.replace(self._with_come(found, come, staff), restricted=restricted)

    def _with_come(
        self, found: TeamView, come: Mapping[UUID | None, tuple[TaskView, ...]], staff: Mapping[UUID, Colleague]
    ) -> TeamView:
        """With what birthdays and consents ask, of which nobody has made a task yet."""
        today = self._session.today_date()
        stands = {who: [(one, heading(one.body, today)) for one in some] for who, some in come.items()}
        overdue = {who: sum(due is Due.OVERDUE for _, due in some) for who, some in stands.items()}
        away = [one.id for one in staff.values() if is_away(one.card, today)]
        due_meanwhile = (one for who in away for one, due in stands.get(who, ()) if due in (Due.OVERDUE, Due.TODAY))
        nobodys = (one for who, some in come.items() if who not in staff for one in some)
        return dataclasses.replace(
            found,
            unowned_tasks=(*found.unowned_tasks, *nobodys),
            away_tasks=(*found.away_tasks, *due_meanwhile),
            loads=tuple(dataclasses.replace(one, overdue=one.overdue + overdue.get(one.id, 0)) for one in found.loads),
        )

    def _tasks(self, connection: Connection) -> tuple[tuple[StoredTask, ...], int]:
        rows = task_store.select_open(connection)
        return task_store.opened(rows, self._desk.keys(task_store.places(rows)))

    def _made(
        self,
        staff: Mapping[UUID, Colleague],
        cases: Mapping[UUID | None, tuple[StoredCase, ...]],
        tasks: tuple[StoredTask, ...],
        holders: Mapping[UUID, UUID | None],
        lost: int,
    ) -> TeamView:
        today, days = self._session.today_date(), self._session.facts.quiet_days
        stands = {one.id: heading(one.body, today) for one in tasks}
        away = {one.id for one in staff.values() if is_away(one.card, today)}
        overdue = Counter(holders.get(one.id) for one in tasks if stands[one.id] is Due.OVERDUE)
        quiet = [
            one
            for some in cases.values()
            for one in some
            if one.status is CaseStatus.OPEN and is_quiet_case(one, today, days)
        ]
        return TeamView(
            unowned_cases=self._lines([one for who, some in cases.items() if who not in staff for one in some]),
            unowned_tasks=tuple(self._task(one) for one in tasks if holders.get(one.id) not in staff),
            away_tasks=tuple(
                self._task(one)
                for one in tasks
                if holders.get(one.id) in away and stands[one.id] in (Due.OVERDUE, Due.TODAY)
            ),
            loads=tuple(self._load(one, cases.get(one.id, ()), overdue[one.id]) for one in staff.values()),
            quiet=self._lines(quiet),
            unreadable=lost,
        )

    def _load(self, one: Colleague, cases: tuple[StoredCase, ...], overdue: int) -> Load:
        open_ones = [case for case in cases if case.status is CaseStatus.OPEN]
        levels = Counter(case.facts.level if case.facts else "" for case in open_ones)
        return Load(
            id=one.id,
            name=one.card.name,
            away_until=one.card.away_until if is_away(one.card, self._session.today_date()) else None,
            cases=self._lines(list(cases)),
            by_level=dict(sorted(levels.items())),
            inactive=len(cases) - len(open_ones),
            overdue=overdue,
        )

    def _lines(self, cases: list[StoredCase]) -> tuple[CaseLine, ...]:
        """The longest untouched first."""
        in_order = sorted(
            cases, key=lambda one: (untouched_since(last_note_on(one), person_views.opened_on(one)), one.number)
        )
        return tuple(person_views.line(self._session, one) for one in in_order)

    def _task(self, one: StoredTask) -> TaskView:
        name = one.card.full_name if one.card else person_views.DOES_NOT_OPEN
        return case_views.task(self._session, one, format_reference(one.number), name)

    @in_words()
    def give_task(self, task_id: UUID, owner_id: UUID | None) -> None:
        """See the port. Nothing of the task is opened. Raises `NotFound` or `NotAllowed`."""
        self._session.require(Action.READ_TEAM, task_id)
        self._session.duties.keep(task_id, gives_on=True)
        with self._on_task(task_id) as (unit, about, case):
            if owner_id is not None:
                self._insist_may_take(unit.connection, case, owner_id)
            self._given[task_id] = (task_store.owner(unit.connection, task_id), owner_id)
            task_store.give(unit, task_id, owner_id)
            unit.say(about.detail(Act.CHANGE, fields=("owner",)))

    @in_words()
    def take_task_back(self, task_id: UUID) -> None:
        """See the port. Raises `NotAllowed` where somebody gave it on since."""
        self._session.require(Action.READ_TEAM, task_id)
        before, given = self._given.get(task_id, (None, None))
        with self._on_task(task_id) as (unit, about, case):
            if task_id not in self._given or task_store.owner(unit.connection, task_id) != given:
                raise SaysNo(CHANGED_SINCE, ("NOT_AS_IT_WAS",))
            if before is not None and self._may_hold(before):  # with who left since it is nobody's again
                self._insist_may_take(unit.connection, case, before)
            task_store.give(unit, task_id, before)
            unit.say(about.detail(Act.CHANGE, fields=("owner",), reasons=("TAKEN_BACK",)))
        del self._given[task_id]

    @contextlib.contextmanager
    def _on_task(self, task_id: UUID) -> Iterator[tuple[UnitOfWork, About, _CaseOfTask]]:
        """A unit of work on a task whose case may be written. Raises `NotFound` or `NotAllowed`."""
        with self._desk.read() as connection:
            case_id = task_store.case_of(connection, task_id)
        if case_id is None:
            raise NotFound(NO_TASK)
        about = About("task", task_id, case_id)
        with acting(self._desk, about) as unit:
            case = case_store.case_file(unit.connection, case_id)
            if case is None:
                raise NotFound(NO_TASK)
            insist_writable(case.person_state)
            yield unit, about, _CaseOfTask(case_id, case.person_id)

    def _insist_may_take(self, connection: Connection, case: _CaseOfTask, owner_id: UUID) -> None:
        """Raises `SaysNo` for who works on no cases (any more), is shut out of this one, or has a conflict in it."""
        if not self._may_hold(owner_id):
            raise SaysNo(NOT_THEIRS, ("NOT_AN_OFFICER",))
        if not restricted_store.may_open(self._desk, connection, case.case_id, owner_id):
            raise SaysNo(SHUT_OUT, ("SHUT_OUT",))
        insist_may_have(self._session, connection, case.person_id, owner_id)

    def _may_hold(self, account_id: UUID) -> bool:
        try:
            return _may_hold(office_store.colleague(self._desk, account_id))
        except LookupError:
            return False


def _may_hold(one: Colleague) -> bool:
    return one.is_active and bool(may(one.role, Action.OPEN_CASE, one.card))
