"""Tasks that come by themselves, of birthdays and of consents: a row of their own only once somebody acts on one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import case_store, task_store
from db.case_store import StoredCase
from db.task_store import StoredTask
from iass_tui.rules.cases import format_reference
from iass_tui.rules.duties import is_taken, milestone_task, milestones_due
from iass_tui.rules.records.casework import TaskBody, TaskStatus
from iass_tui.rules.records.office import Act
from iass_tui.services import case_views, person_views
from iass_tui.services.acting import About, SaysNo, acting, insist_writable
from iass_tui.services.views import NotFound, TaskView

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO_TASK = "There is no such task any more."
IS_THERE = "There is a task of it already, to be done or done. It is in the case."

Taken = dict[UUID, tuple[TaskBody, ...]]
"""The tasks of each case, whatever became of them."""


class DutyService:
    """Gives each such task an id, by which it is written where somebody marks it as done or puts it off."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        self._ids: dict[tuple[UUID, TaskBody], UUID] = {}
        self._offered: dict[UUID, tuple[UUID, TaskBody]] = {}

    def taken(self, connection: Connection, officer_id: UUID | None) -> Taken:
        """What there is of tasks in the cases of a colleague, or of nobody, that are not closed."""
        rows = task_store.select_of_officer(connection, officer_id)
        found, _ = task_store.opened(rows, self._desk.keys(task_store.places(rows)))
        return _by_case(found)

    def birthdays(self, case: StoredCase, taken: Iterable[TaskBody]) -> Iterator[TaskView]:
        """The birthdays of its child that are to be worked on now, each until somebody makes a task of it.

        None without a whole birth date. Whoever asks leaves out records that are frozen (table 5.4) or not agreed to
        yet.
        """
        born = case.card.born.exact if case.card and case.card.born else None
        if born is None:
            return
        here = tuple(taken)
        for one in milestones_due(born, person_views.opened_on(case), self._session.today_date()):
            body = milestone_task(one)
            if not is_taken(body, here):
                yield self.offer(case, body)

    def offer(self, case: StoredCase, body: TaskBody) -> TaskView:
        """Such a task as a list shows it. It has the same id for as long as nobody acts on it in this session."""
        id_ = self._ids.setdefault((case.id, body), uuid4())
        self._offered[id_] = (case.id, body)
        stored = StoredTask(id=id_, version=1, case_id=case.id, owner_id=None, status=TaskStatus.OPEN, body=body)
        name = case.card.full_name if case.card else person_views.DOES_NOT_OPEN
        return case_views.task(self._session, stored, format_reference(case.number), name)

    def keep(self, task_id: UUID, *, gives_on: bool = False) -> None:
        """Writes the task of that id where it was only worked out until now: whoever has the case has it.

        Raises `NotAllowed` where a colleague made one of the same meanwhile, or nothing may be written any more; for a
        case that is a colleague's by now unless they only give it on, which opens nothing.
        """
        if task_id not in self._offered:
            return
        case_id, body = self._offered[task_id]
        about = About("task", task_id, case_id)
        if not gives_on:
            self._session.access.insist_on(case_id, about)
        with acting(self._desk, about) as unit:
            case = case_store.case_file(unit.connection, case_id)
            if case is None:
                raise NotFound(NO_TASK)
            insist_writable(case.person_state)
            self.insist_new(unit.connection, case_id, body)
            file = self._desk.writing_key(case.key_id, "case", case_id)
            task_store.insert(self._desk, unit, file, None, body, task_id)
            unit.say(about.detail(Act.CREATE))
        del self._offered[task_id]

    def insist_new(self, connection: Connection, case_id: UUID, body: TaskBody) -> None:
        """Raises `SaysNo` where there is a task of the same birthday or consent in the case, open or done."""
        if body.duty is None:
            return
        rows = task_store.select(connection, case_id)
        others, _ = task_store.opened(rows, self._desk.keys(task_store.places(rows)))
        if is_taken(body, (one.body for one in others)):
            raise SaysNo(IS_THERE, ("DUTY_TAKEN",))

    def forget(self) -> None:
        """At lock nothing of a birthday stays in memory: what is read then has other ids."""
        self._ids, self._offered = {}, {}


def _by_case(found: Sequence[StoredTask]) -> Taken:
    out: Taken = {}
    for one in found:
        out[one.case_id] = (*out.get(one.case_id, ()), one.body)
    return out
