"""Undoing an import that did not land, in small batches, and again from where that was cut off."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from db import hanging, import_store
from db.import_store import ImportState
from iass_tui.host.import_lock import ImportLock
from iass_tui.rules.records.office import Act, AuditDetail

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

_AT_ONCE = 20
"""People at a time: some 150 rows."""


def undo_cut_off(session: OfficeSession, progress: Callable[[int, int], None] | None = None) -> int:
    """Undoes every import that its process left behind; how many people went. One that still runs is left alone."""
    with session.desk.read() as connection:
        left = import_store.unfinished(connection)
    if not left:
        return 0
    lock = ImportLock(session.desk.records.host.path)
    if not lock.take():
        return 0
    try:
        return undo_all(session, progress)
    finally:
        lock.release()


def undo_all(session: OfficeSession, progress: Callable[[int, int], None] | None = None) -> int:
    """Undoes every import that has not landed, for whoever holds the import lock; how many people went."""
    with session.desk.read() as connection:
        left = import_store.unfinished(connection)
    return sum(undo(session, one.id, progress) for one in left)


def undo_left(session: OfficeSession, import_id: UUID) -> None:
    """Undoes an import that has just failed or was stopped. What cannot be undone now is undone at the next sign-in."""
    with session.desk.read() as connection:
        is_left = any(one.id == import_id for one in import_store.unfinished(connection))
    if is_left:
        undo(session, import_id)


def undo(session: OfficeSession, import_id: UUID, progress: Callable[[int, int], None] | None = None) -> int:
    """Removes everything that an import brought, for whoever holds the import lock; how many people that were.

    The keys go last. A key that was made for people who were never written stays: it opens nothing.
    """
    desk = session.desk
    with desk.read() as connection:
        people = import_store.people(connection, import_id)
    for start in range(0, len(people), _AT_ONCE):
        _remove(session, import_id, people[start : start + _AT_ONCE])
        if progress is not None:
            progress(min(start + _AT_ONCE, len(people)), len(people))
        time.sleep(0)
    with desk.unit("casework") as unit:
        import_store.turn(unit, import_id, ImportState.UNDONE)
        unit.say(
            AuditDetail(act=Act.DELETE, subject="import", subject_id=import_id, fields=("state",), count=len(people))
        )
    return len(people)


def _remove(session: OfficeSession, import_id: UUID, people: Sequence[UUID]) -> None:
    """These people with all that hangs on their keys, their adults' ties and their cases; then the keys."""
    desk = session.desk
    with desk.read() as connection:
        cases = import_store.cases_of(connection, people)
        ties = import_store.ties_of(connection, people)
    keys = hanging.keys_of_many(desk, (*people, *cases))
    rows = hanging.rows_under(desk, keys)
    with desk.unit("casework") as unit:
        for tie in ties:
            unit.delete("family_tie", tie)
        for table, row in rows:
            unit.delete(table, row)
        for person in people:
            unit.delete("consent_head", person)
        unit.say(AuditDetail(act=Act.DELETE, subject="import", subject_id=import_id, count=len(people)))
    hanging.drop_keys(desk, keys)
