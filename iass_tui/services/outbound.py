"""Tasks that need us to ring or write to someone: asked of the rule (P44)."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, consent_store, family_store, join_store, people_store
from db.task_store import StoredTask
from db.unit_of_work import UnitOfWork
from iass_tui.rules.consent import ConsentState, fold
from iass_tui.rules.outbound import may_plan
from iass_tui.rules.records.casework import TaskBody
from iass_tui.services.acting import insist

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO = (
    "They said no to being reached, so nothing is planned for which we ring or write to them. Ask them again when they "
    "come back, and record it: c on their page."
)

THEY_CONTACT_US = "They contact us: {what}"


def agreed_at_first_contact(task: TaskBody, *, may_reach: bool) -> TaskBody:
    """What was agreed, as its task says it: for somebody who left no way to reach them it waits for them (P44)."""
    if may_reach:
        return task
    return dataclasses.replace(task, what=THEY_CONTACT_US.format(what=task.what), reach_id=None)


def insist_reachable(session: OfficeSession, unit: UnitOfWork, case_id: UUID, body: TaskBody) -> None:
    """Raises `SaysNo` for a task that needs us to reach somebody who did not agree to it."""
    if body.reach_id is not None:
        insist(may_plan(_consents(session, unit.connection, case_id, body.reach_id)), NO)


def is_taken_back(session: OfficeSession, connection: Connection, task: StoredTask) -> bool:
    """Whether a task is about reaching somebody of the family who does not agree to it any more."""
    consents = None
    if task.body.reach_id is not None:
        consents = _consents(session, connection, task.case_id, task.body.reach_id)
    return consents is not None and not consents.may_keep_contact()


def _consents(session: OfficeSession, connection: Connection, case_id: UUID, person_id: UUID) -> ConsentState | None:
    """Theirs, where they are the case's person or of that family."""
    desk = session.desk
    person_id = join_store.kept_of(connection, person_id)
    file = case_store.case_file(connection, case_id)
    if file is None:
        return None
    rows = family_store.select(connection, file.person_id)
    family, _ = family_store.opened(rows, desk.keys(family_store.places(rows)))
    if person_id not in {file.person_id, *(one.person_id for one in family)}:
        return None
    person = people_store.person(desk, connection, person_id)
    if person is None:
        return None
    return fold(consent_store.history(desk, person_id, connection), session.today_date(), person.card.born)
