"""What goes at once with a consent that is taken back: open tasks, and copies that wait (P47, domain table 5.4).

Found the same way before, when it is shown, and in the unit that does it; what went is said by name.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, join_store, people_store, restricted_store, task_store
from db.unit_of_work import UnitOfWork
from iass_tui.rules.cases import format_reference
from iass_tui.rules.consent import CHANNELS
from iass_tui.rules.dates import display_day
from iass_tui.rules.outbound import OutboundReason
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import TaskBody, TaskStatus
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose
from iass_tui.rules.records.office import Act
from iass_tui.services import outbound, outbox
from iass_tui.services.acting import About, acting
from iass_tui.services.case_access import cases_with
from iass_tui.services.consent_views import StoppedTask

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

EMPTIES_OUTBOX = frozenset(
    {
        Purpose.SAVE_CASE,
        Purpose.SAVE_CONTACT,
        Purpose.SAVE_EQUALITY,
        Purpose.REFUSE_ACCESS,
        Purpose.YP_RELEASE_TO_PARENT,
    }
)
"""Copies that wait were made under these, or for someone who is refused from now on."""
ENDS_ALL_NEWS = frozenset({Purpose.SAVE_CASE, Purpose.SAVE_CONTACT})
UNREADABLE = "A task that cannot be read"
UNREAD = "A task that only whoever opens the case reads"

_Found = Iterator[tuple[UUID, int, TaskBody | None, StoppedTask]]
"""A task's row, its version, its body where it opens, and the task as it is named."""


def narrows(event: ConsentEvent) -> bool:
    """A refusal of access narrows by being given (P15); everything else by being taken back or refused."""
    is_given = event.decision is Decision.GIVEN
    return is_given if event.purpose is Purpose.REFUSE_ACCESS else not is_given


def ended(events: Sequence[ConsentEvent]) -> frozenset[Purpose]:
    """What these end; consent to save only where their last word on it is no yes."""
    saved = [one.decision for one in events if one.purpose is Purpose.SAVE_CASE]
    kept = {Purpose.SAVE_CASE} if saved and saved[-1] is Decision.GIVEN else set()
    return frozenset(one.purpose for one in events if narrows(one)) - kept


def tasks(
    session: OfficeSession, connection: Connection, person_id: UUID, purposes: Collection[Purpose]
) -> tuple[StoppedTask, ...]:
    """The open tasks that end with these: all of a record that is frozen, else those that reach this person."""
    return tuple(task for *_, task in _tasks(session, connection, person_id, purposes))


def drop_tasks(
    session: OfficeSession, unit: UnitOfWork, person_id: UUID, purposes: Collection[Purpose]
) -> tuple[StoppedTask, ...]:
    """Drops them; which they were."""
    found = list(_tasks(session, unit.connection, person_id, purposes))
    for row, version, body, _ in found:
        dropped = None if body is None else dataclasses.replace(body, done_on=session.today_date())
        task_store.change(session.desk, unit, row, version, status=TaskStatus.DROPPED, body=dropped)
    return tuple(task for *_, task in found)


def drop_shut(session: OfficeSession) -> None:
    """Drops what a withdrawal left in a record that was shut to whoever heard it (P44): at the next sign-in to it.

    In an office without restricted records a look at one table.
    """
    desk = session.desk
    with desk.read() as connection:
        cases = restricted_store.cases_of(connection, restricted_store.circles(connection))
        rows = [row for case in cases for row in task_store.select(connection, case) if row[5] == TaskStatus.OPEN.value]
        tasks, _ = task_store.opened(rows, desk.keys(task_store.places(rows)))
        left = [one for one in tasks if outbound.is_taken_back(session, connection, one)]
    for one in left:
        about = About("task", one.id, one.case_id)
        with acting(desk, about) as unit:
            body = dataclasses.replace(one.body, done_on=session.today_date())
            task_store.change(desk, unit, one.id, one.version, status=TaskStatus.DROPPED, body=body)
            unit.say(about.detail(Act.CHANGE, fields=("status",), reasons=(OutboundReason.NO_CONTACT.value,)))


def _tasks(session: OfficeSession, connection: Connection, person_id: UUID, purposes: Collection[Purpose]) -> _Found:
    own = join_store.records_of(connection, person_id)
    state = people_store.state(connection, person_id)
    is_freezing = Purpose.SAVE_CASE in purposes and state is not None and state[0] is PersonState.ACTIVE
    frozen = set(case_store.ids_of_person(connection, person_id)) if is_freezing else set()
    for case_id in cases_with(connection, person_id) if ENDS_ALL_NEWS & set(purposes) else ():
        rows = [one for one in task_store.select(connection, case_id) if one[5] == TaskStatus.OPEN.value]
        bodies = {one.id: one for one in task_store.opened(rows, session.desk.keys(task_store.places(rows)))[0]}
        for row in rows:
            task = bodies.get(UUID(bytes=row[0]))
            if case_id in frozen or (task is not None and task.body.reach_id in own):
                body = None if task is None else task.body
                yield UUID(bytes=row[0]), row[1], body, stopped_task(session, connection, case_id, body)


def stopped_task(session: OfficeSession, connection: Connection, case_id: UUID, body: TaskBody | None) -> StoppedTask:
    """A task as it is named when it ends; None: it does not open.

    What somebody takes back is taken down whoever hears it (P47), and ends tasks in cases that only their own
    colleagues read (P20): of these the reference alone.
    """
    file, row = case_store.case_file(connection, case_id), case_store.select(connection, case_id)
    reference = "" if row is None else format_reference(row[4])
    if file is None or not session.access.shows(case_id, file.officer_id):
        return StoppedTask(reference, UNREAD, "")
    if body is None:
        return StoppedTask(reference, UNREADABLE, "")
    return StoppedTask(reference, body.what, display_day(body.due_on) if body.due_on else "")


def copies(session: OfficeSession, person_id: UUID, purposes: Collection[Purpose]) -> tuple[str, ...]:
    """Names of the copies that wait and end with these."""
    if not EMPTIES_OUTBOX & set(purposes):
        return ()
    found = outbox.about(session, person_id, children=Purpose.SAVE_CONTACT in purposes)
    return tuple(one.note.name for one in found)


def drop_copies(
    session: OfficeSession, person_id: UUID, purposes: Collection[Purpose], given: Collection[Purpose]
) -> tuple[str, ...]:
    """Removes them, and the lists of ways of keeping in touch that end; their names.

    `given`: what this person said yes to at some time, so that a list may hold them.
    """
    gone: tuple[str, ...] = ()
    if EMPTIES_OUTBOX & set(purposes):
        gone = outbox.drop_about(session, person_id, children=Purpose.SAVE_CONTACT in purposes)
    ended = set(CHANNELS) if ENDS_ALL_NEWS & set(purposes) else set(CHANNELS) & set(purposes)
    if channels := ended & set(given):
        gone += outbox.drop_lists(session, channels)
    return gone
