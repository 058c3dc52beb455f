"""What is to be done, and the first page of the day."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, policy_told_store, restricted_store, sharing_store, task_store
from db.case_store import StoredCase
from db.task_store import StoredTask
from db.unit_of_work import VersionConflict
from iass_tui.rules.access import Action
from iass_tui.rules.agenda import Due, day_of, heading, is_quiet
from iass_tui.rules.cases import format_reference
from iass_tui.rules.dates import in_england
from iass_tui.rules.records.casework import CaseStatus, TaskBody, TaskStatus
from iass_tui.rules.records.office import Act
from iass_tui.services import case_views, deadline_views, outbound, person_views, restricted_list, standing_warnings
from iass_tui.services.acting import About, SaysNo, acting, changed_fields, insist_writable, record
from iass_tui.services.case_access import SHUT_OUT
from iass_tui.services.case_views import NO_CASE
from iass_tui.services.conflicts import conflict, keep_unknown
from iass_tui.services.duties import NO_TASK
from iass_tui.services.problems import in_words
from iass_tui.services.views import ExceptionLine, NotFound, TaskView, TodayView

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

SAY_WHAT = "Write in a line what was done."
SAY_HOW = "This is done by saying how the family was told of the policy. Enter on the task asks for it."


class Tasks:
    """Tasks of cases, and Today."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def today(self) -> TodayView:
        """What is due, my caseload, unsaved work and what is to be put right; empty for whoever opens no case.

        Read anew each time, so that nothing of it stays in memory under a locked screen. Each look is recorded.
        """
        is_other = self._session.has_changed_role()
        if not self._desk.keyring.holds("casework"):
            warnings = (standing_warnings.ROLE_CHANGED,) if is_other else ()
            return TodayView((), (), (), (), 0, {}, 0, self._session.drafts.offered(), warnings)
        me, today = self._session.me.id, self._session.today_date()
        with self._desk.read() as connection:
            cases = case_store.not_closed(self._desk, connection, me)
            tasks, lost = task_store.open_tasks(self._desk, connection, me)
            dates, lost_events = deadline_views.dates_of_today(self._session, connection, cases)
            restricted = restricted_list.marked(self._session, connection)
        seen = About("today").detail(Act.VIEW)
        record(self._desk, dataclasses.replace(seen, count=len(tasks) + len(cases)))
        headings: dict[Due, list[TaskView]] = {each: [] for each in Due}
        for one in sorted(tasks, key=_urgency):
            headings[heading(one.body, today)].append(self._view(one))
        mine = [one for one in cases if one.status is CaseStatus.OPEN]
        lost += lost_events + sum(one.facts is None for one in cases) + self._session.directory.unreadable
        return TodayView(
            overdue=tuple(headings[Due.OVERDUE]),
            today=tuple(headings[Due.TODAY]),
            this_week=tuple(headings[Due.THIS_WEEK]),
            later=tuple(headings[Due.LATER]),
            my_open=len(mine),
            by_level=dict(sorted(Counter(one.facts.level if one.facts else "" for one in mine).items())),
            quiet=sum(is_quiet_case(one, today, self._session.facts.quiet_days) for one in mine),
            drafts=self._session.drafts.offered(),
            exceptions=self.exceptions(),
            warnings=standing_warnings.codes(self._session, unreadable=lost),
            dates=dates,
            waiting=tuple(headings[Due.WAITING]),
            inactive=len(cases) - len(mine),
            restricted=restricted,
        )

    @in_words()
    def exceptions(self) -> tuple[ExceptionLine, ...]:
        """What was shared, or is to be, without permission, for whoever has to see it or sign it off (P9, P11)."""
        with self._desk.read() as connection:
            is_any = any(sharing_store.open_exceptions(connection))
        return self._session.sharing.waiting() if is_any else ()

    def _view(self, one: StoredTask) -> TaskView:
        name = one.card.full_name if one.card else person_views.DOES_NOT_OPEN
        return case_views.task(self._session, one, format_reference(one.number), name)

    @in_words()
    def add_task(self, case_id: UUID, body: TaskBody, owner_id: UUID | None) -> UUID:
        """A new task. What nobody owns stands in the Today of whoever has the case."""
        self._session.require(Action.MANAGE_TASK, case_id)
        self._session.access.insist_on(case_id, About("task", None, case_id))
        return self.add_duty(case_id, body, owner_id)

    @in_words()
    def add_duty(self, case_id: UUID, body: TaskBody, owner_id: UUID | None) -> UUID:
        """As `add_task`, and nobody is asked why: what follows from a withdrawal has to be done, whoever took it."""
        self._session.require(Action.MANAGE_TASK, case_id)
        with acting(self._desk, About("task", None, case_id)) as unit:
            found = case_store.case_file(unit.connection, case_id)
            if found is None:
                raise NotFound(NO_CASE)
            insist_writable(found.person_state)
            if owner_id is not None and not restricted_store.may_open(self._desk, unit.connection, case_id, owner_id):
                raise SaysNo(SHUT_OUT, ("SHUT_OUT",))
            outbound.insist_reachable(self._session, unit, case_id, body)
            self._session.duties.insist_new(unit.connection, case_id, body)
            file = self._desk.writing_key(found.key_id, "case", case_id)
            task_id = task_store.insert(self._desk, unit, file, owner_id, body)
            unit.say(About("task", task_id, case_id).detail(Act.CREATE))
        return task_id

    @in_words()
    def change_task(self, task_id: UUID, version: int, before: TaskBody, body: TaskBody) -> None:
        """Writes what is to be done and by when. Raises `Conflict` where a colleague was first."""
        self._session.require(Action.MANAGE_TASK, task_id)
        self._session.duties.keep(task_id)
        stored = self._read(task_id)
        about = About("task", task_id, stored.case_id)
        self._session.access.insist_on(stored.case_id, about)
        # Putting off and waiting have rules of their own (`putting_off`).
        body = dataclasses.replace(
            keep_unknown(stored.body, body), put_off=stored.body.put_off, waiting=stored.body.waiting
        )
        try:
            with acting(self._desk, about) as unit:
                self._insist_writable(unit.connection, stored.case_id)
                outbound.insist_reachable(self._session, unit, stored.case_id, body)
                task_store.change(self._desk, unit, task_id, version, body=body)
                unit.say(about.detail(Act.CHANGE, fields=changed_fields(before, body)))
        except VersionConflict:
            now = self._read(task_id)
            raise conflict(self._session, about, "task", task_id, before, body, now.body, now.version) from None

    @in_words()
    def finish_task(self, task_id: UUID, version: int, words: str = "") -> None:
        """Done; of a birthday or a consent with what was done. A second key press changes nothing."""
        self._set(task_id, version, TaskStatus.DONE, words)

    @in_words()
    def reopen_task(self, task_id: UUID, version: int) -> None:
        """Takes a done back."""
        self._set(task_id, version, TaskStatus.OPEN)

    def _set(self, task_id: UUID, version: int, status: TaskStatus, words: str = "") -> None:
        self._session.require(Action.MANAGE_TASK, task_id)
        self._session.duties.keep(task_id)
        stored = self._read(task_id)
        about = About("task", task_id, stored.case_id)
        if stored.owner_id != self._session.me.id:  # one's own work is one's own, in whoever's case
            self._session.access.insist_on(stored.case_id, about)
        with acting(self._desk, about) as unit:
            if status is TaskStatus.OPEN:  # a frozen record's last task, to decide, must be able to end
                self._insist_writable(unit.connection, stored.case_id)
                outbound.insist_reachable(self._session, unit, stored.case_id, stored.body)
            if task_store.status(unit.connection, task_id) is status:
                return
            if status is TaskStatus.DONE and policy_told_store.is_open_task(unit.connection, task_id):
                raise SaysNo(SAY_HOW, ("TELL_HOW_FIRST",))
            is_done = status is TaskStatus.DONE
            if is_done and stored.body.duty is not None and not words.strip():
                raise SaysNo(SAY_WHAT, ("SAY_WHAT_WAS_DONE",))
            done_on = self._session.today_date() if is_done else None
            body = dataclasses.replace(stored.body, done_on=done_on, done_words=words.strip() if is_done else "")
            task_store.change(self._desk, unit, task_id, version, status=status, body=body)
            unit.say(about.detail(Act.CHANGE, fields=("status", *changed_fields(stored.body, body))))

    def _insist_writable(self, connection: Connection, case_id: UUID) -> None:
        found = case_store.case_file(connection, case_id)
        if found is None:
            raise NotFound(NO_CASE)
        insist_writable(found.person_state)

    def _read(self, task_id: UUID) -> StoredTask:
        with self._desk.read() as connection:
            found = task_store.task(self._desk, connection, task_id)
        if found is None:
            raise NotFound(NO_TASK)
        return found


def _urgency(one: StoredTask) -> tuple[date, bool, int]:
    """By the day to look at it, statutory ones first, then by case; without a date last."""
    return day_of(one.body) or date.max, not one.body.statutory, one.number


def is_quiet_case(case: StoredCase, today: date, days: int) -> bool:
    """Whether an open case has had no note for so many days (P37)."""
    return is_quiet(last_note_on(case), person_views.opened_on(case), today, days)


def last_note_on(case: StoredCase) -> date | None:
    """The day on which its latest note was written."""
    return in_england(datetime.fromisoformat(case.last_note_at)).date() if case.last_note_at else None
