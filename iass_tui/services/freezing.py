"""What stops when someone takes back the consent to be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from db import case_store, people_store, task_store
from db.unit_of_work import UnitOfWork
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import TaskStatus

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


def freeze(session: OfficeSession, unit: UnitOfWork, person_id: UUID) -> None:
    """Freezes the record and drops what was to be done (P47). What a manager has to decide follows from that."""
    desk, connection = session.desk, unit.connection
    people_store.change(desk, unit, person_id, state=PersonState.FROZEN)
    for row in case_store.select_of_person(connection, person_id):
        for task in task_store.select(connection, UUID(bytes=row[0])):
            if task[5] == TaskStatus.OPEN.value:
                task_store.change(desk, unit, UUID(bytes=task[0]), task[1], status=TaskStatus.DROPPED)
