"""Putting tasks off and waiting for others. See `ports.Session.putting_off`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from db import case_store, task_store
from db.task_store import StoredTask
from db.unit_of_work import VersionConflict
from iass_tui.rules.access import Action
from iass_tui.rules.decision import Decision
from iass_tui.rules.putting_off import days_to_choose, may_put_back, may_put_off, may_wait
from iass_tui.rules.records.casework import TaskBody
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.putting_off import PutOff, Waiting
from iass_tui.services.acting import About, acting, changed_fields, insist, insist_writable
from iass_tui.services.bank_holidays import BankHolidays
from iass_tui.services.duties import NO_TASK
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NOT_PUT_OFF = (
    "A task is put off to a day that is still to come, within a year, saying why. What the law sets is put off to its "
    "own date at the latest, and once that is past by a week at most."
)
NOT_WAITING = (
    "A task waits since a day that has come, and is chased on one that is still to come: within a year, and of what "
    "the law sets by its own date, or once that is past within a week."
)
NOT_PUT_BACK = "Somebody changed it since, so it is not taken back. Look at the task again."


class PuttingOffService:
    """Each act writes the task's sealed body anew; its due date is never touched."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    def days(self, body: TaskBody) -> tuple[tuple[str, date], ...]:
        """See the port."""
        return days_to_choose(body, self._session.today_date(), BankHolidays())

    @in_words()
    def put_off(self, task_id: UUID, version: int, until: date, why: str) -> None:
        """Looked at again on that day. One that waits goes on waiting, and is chased then."""
        today, me = self._session.today_date(), self._session.me.id

        def changed(stored: StoredTask) -> TaskBody:
            body = stored.body
            insist(may_put_off(body, stored.status, until, why, today), NOT_PUT_OFF)
            entry = PutOff(until=until, why=why.strip(), on=today, by=me, due_on=body.due_on)
            waits = dataclasses.replace(body.waiting, chase_on=until, noted_on=today) if body.waiting else None
            return dataclasses.replace(body, put_off=(*body.put_off, entry), waiting=waits)

        self._change(task_id, version, changed)

    @in_words()
    def wait(self, task_id: UUID, version: int, waiting: Waiting) -> None:
        """It stands under what waits until the day on which somebody is to be chased."""
        today = self._session.today_date()

        def changed(stored: StoredTask) -> TaskBody:
            insist(may_wait(stored.body, stored.status, waiting, today), NOT_WAITING)
            return dataclasses.replace(stored.body, waiting=dataclasses.replace(waiting, noted_on=today))

        self._change(task_id, version, changed)

    @in_words()
    def wait_no_longer(self, task_id: UUID, version: int) -> None:
        """It is ours to do again, by its own date."""
        self._change(task_id, version, lambda stored: dataclasses.replace(stored.body, waiting=None))

    @in_words()
    def put_back(self, task_id: UUID, version: int, before: TaskBody) -> None:
        """See the port. Only what was put off since goes; words and date stay as they are now."""

        def changed(stored: StoredTask) -> TaskBody:
            answer: Decision = may_put_back(stored.body, before)
            insist(answer, NOT_PUT_BACK)
            return dataclasses.replace(stored.body, put_off=before.put_off, waiting=before.waiting)

        self._change(task_id, version, changed)

    def _change(self, task_id: UUID, version: int, changed: Callable[[StoredTask], TaskBody]) -> None:
        """Raises `NotFound`, `NotAllowed`, or `Problem` where somebody changed the task meanwhile."""
        self._session.require(Action.MANAGE_TASK, task_id)
        self._session.duties.keep(task_id)
        with self._desk.read() as connection:
            stored = task_store.task(self._desk, connection, task_id)
        if stored is None:
            raise NotFound(NO_TASK)
        about = About("task", task_id, stored.case_id)
        if stored.owner_id != self._session.me.id:  # one's own work is one's own, in whoever's case
            self._session.access.insist_on(stored.case_id, about)
        with acting(self._desk, about) as unit:
            case = case_store.case_file(unit.connection, stored.case_id)
            if case is None:
                raise NotFound(NO_TASK)
            insist_writable(case.person_state)
            if stored.version != version:
                raise VersionConflict
            body = changed(stored)
            task_store.change(self._desk, unit, task_id, version, body=body)
            unit.say(about.detail(Act.CHANGE, fields=changed_fields(stored.body, body)))
