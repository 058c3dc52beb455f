"""Who holds which work, counted from columns that stand in the clear: nothing is opened."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from db.engine import run
from db.opened import uid

_CASES = "SELECT officer_id, count(*) FROM \"case\" WHERE status != 'CLOSED' GROUP BY officer_id"
_TASKS = (
    'SELECT coalesce(t.owner_id, c.officer_id), count(*) FROM task t JOIN "case" c ON c.id = t.case_id '
    "WHERE t.status = 'OPEN' GROUP BY 1"
)
_OFFICERS = (
    'SELECT t.id, coalesce(t.owner_id, c.officer_id) FROM task t JOIN "case" c ON c.id = t.case_id '
    "WHERE t.status = 'OPEN'"
)


def cases(connection: Connection) -> dict[UUID | None, int]:
    """How many cases that are not closed each colleague has; None: nobody."""
    return {_who(raw): count for raw, count in run(connection, _CASES, ()).fetchall()}


def tasks(connection: Connection) -> dict[UUID | None, int]:
    """How many open tasks are each colleague's: their own, and what nobody owns in their cases."""
    return {_who(raw): count for raw, count in run(connection, _TASKS, ()).fetchall()}


def task_holders(connection: Connection) -> dict[UUID, UUID | None]:
    """Whose each open task is: its owner's, else whoever has the case."""
    return {uid(task): _who(raw) for task, raw in run(connection, _OFFICERS, ()).fetchall()}


def _who(raw: bytes | None) -> UUID | None:
    return None if raw is None else uid(raw)
