"""Tasks: what is to be done in a case, the due date sealed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.desk import Desk
from db.engine import run
from db.opened import Keys, Place, record, that_open, uid
from db.people_store import card_or_none
from db.tables.casework import TaskRow
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.records.casework import TaskBody, TaskStatus
from iass_tui.rules.records.people import PersonCard
from iass_tui.vault.cells import Sealed
from iass_tui.vault.compartments import FileKey

Rows = Sequence[Sequence[Any]]


@dataclasses.dataclass(frozen=True)
class StoredTask:
    """One task. `number` is its case's; `card` the person's, None where it was not asked for or does not open."""

    id: UUID
    version: int
    case_id: UUID
    owner_id: UUID | None
    status: TaskStatus
    body: TaskBody
    number: int = 0
    card: PersonCard | None = None


_COLUMNS = "t.id, t.version, t.file_key_id, t.case_id, t.owner_id, t.status, t.body"
_OPEN_OF = (
    f'SELECT {_COLUMNS}, c.number, p.id, p.file_key_id, p.card FROM task t JOIN "case" c ON c.id = t.case_id '
    "JOIN person p ON p.id = c.person_id "
    "WHERE t.status = 'OPEN' AND (t.owner_id = ?1 OR t.owner_id IS NULL AND c.officer_id = ?1)"
)
_ALL_OPEN = (
    f'SELECT {_COLUMNS}, c.number, p.id, p.file_key_id, p.card FROM task t JOIN "case" c ON c.id = t.case_id '
    "JOIN person p ON p.id = c.person_id WHERE t.status = 'OPEN'"
)
_OWNED = (
    f'SELECT {_COLUMNS}, c.number, p.id, p.file_key_id, p.card FROM task t JOIN "case" c ON c.id = t.case_id '
    "JOIN person p ON p.id = c.person_id WHERE t.status = 'OPEN' AND t.owner_id IS ?"
)
_OF_OFFICER = (
    f'SELECT {_COLUMNS} FROM "case" c JOIN task t ON t.case_id = c.id '
    "WHERE c.officer_id IS ? AND c.status != 'CLOSED' ORDER BY t.created_at"
)


def select_open(connection: Connection) -> Rows:
    """The stored rows of every open task of the office, as `open_tasks` reads them."""
    return run(connection, _ALL_OPEN, ()).fetchall()


def case_of(connection: Connection, task_id: UUID) -> UUID | None:
    """In which case a task stands."""
    row = connection.exec_driver_sql("SELECT case_id FROM task WHERE id = ?", (task_id.bytes,)).fetchone()
    return None if row is None else uid(row[0])


def select(connection: Connection, case_id: UUID) -> Rows:
    """The stored rows of a case's tasks, oldest first, still sealed."""
    query = f"SELECT {_COLUMNS} FROM task t WHERE t.case_id = ? ORDER BY t.created_at"
    return run(connection, query, (case_id.bytes,)).fetchall()


def select_of_officer(connection: Connection, officer_id: UUID | None) -> Rows:
    """The stored rows of every task in a colleague's cases, or in nobody's, that are not closed: done ones too."""
    raw = None if officer_id is None else officer_id.bytes
    return run(connection, _OF_OFFICER, (raw,)).fetchall()


def open_in(connection: Connection, case_id: UUID) -> tuple[tuple[UUID, UUID | None], ...]:
    """The open tasks of a case, and whose each of them is; nothing is opened."""
    rows = run(connection, "SELECT id, owner_id FROM task WHERE case_id = ? AND status = 'OPEN'", (case_id.bytes,))
    return tuple((uid(one), None if owner is None else uid(owner)) for one, owner in rows)


def places(rows: Rows) -> Iterator[Place]:
    """The file keys that open such rows."""
    for row in rows:
        yield uid(row[2]), "case", uid(row[3])
        if len(row) > 7:
            yield uid(row[9]), "person", uid(row[8])


def opened(rows: Rows, keys: Keys) -> tuple[tuple[StoredTask, ...], int]:
    """The tasks that open, and how many do not."""
    return that_open(rows, lambda row: _opened(row, keys))


def _opened(row: Sequence[Any], keys: Keys) -> StoredTask:
    raw_id, version, key_id, case_id, owner_id, status, body = row[:7]
    number, person_id, person_key, card = row[7:] or (0, b"", b"", b"")
    return StoredTask(
        id=uid(raw_id),
        version=version,
        case_id=uid(case_id),
        owner_id=None if owner_id is None else uid(owner_id),
        status=TaskStatus(status),
        body=record(TaskBody, keys, "task", "body", raw_id, key_id, body),
        number=number,
        card=card_or_none(keys, person_id, person_key, card) if card else None,
    )


def open_tasks(desk: Desk, connection: Connection, colleague: UUID) -> tuple[tuple[StoredTask, ...], int]:
    """What a colleague has to do: their own, and what nobody owns in their cases; and how many do not open."""
    rows = run(connection, _OPEN_OF, (colleague.bytes,)).fetchall()
    return opened(rows, desk.keys(places(rows)))


def owned(connection: Connection, colleague: UUID | None) -> Rows:
    """The stored rows of the open tasks that a colleague owns, in whoever's cases, as `open_tasks` reads them."""
    raw = None if colleague is None else colleague.bytes
    return run(connection, _OWNED, (raw,)).fetchall()


def give(unit: UnitOfWork, task_id: UUID, owner_id: UUID | None) -> None:
    """Gives a task to a colleague, or (None) to whoever has its case. Nothing of it is opened."""
    row = unit.connection.exec_driver_sql(
        "SELECT version, file_key_id, case_id, status, created_at, body FROM task WHERE id = ?", (task_id.bytes,)
    ).fetchone()
    if row is None:
        raise VersionConflict
    unit.update(
        TaskRow(
            id=task_id,
            version=row[0],
            file_key_id=uid(row[1]),
            case_id=uid(row[2]),
            owner_id=owner_id,
            status=row[3],
            created_at=row[4],
            body=Sealed(row[5]),
        )
    )


def task(desk: Desk, connection: Connection, task_id: UUID) -> StoredTask | None:
    """One task by itself. Raises one of `UNREADABLE`."""
    row = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM task t WHERE t.id = ?", (task_id.bytes,)).fetchone()
    return None if row is None else _opened(row, desk.keys(places([row])))


def insert(
    desk: Desk, unit: UnitOfWork, file: FileKey, owner_id: UUID | None, body: TaskBody, id_: UUID | None = None
) -> UUID:
    """A new task under its case's key; of one that was shown before it stood anywhere, with the id it had then."""
    id_ = id_ or uuid4()
    unit.insert(
        TaskRow(
            id=id_,
            file_key_id=file.place.id,
            case_id=file.place.subject,
            owner_id=owner_id,
            created_at=unit.at,
            body=desk.seal(file, "task", "body", id_, body),
        )
    )
    return id_


def change(
    desk: Desk,
    unit: UnitOfWork,
    task_id: UUID,
    version: int,
    *,
    status: TaskStatus | None = None,
    body: TaskBody | None = None,
) -> None:
    """Writes a task's status or body over the version that was read. Raises `VersionConflict`."""
    row = unit.connection.exec_driver_sql(
        "SELECT version, file_key_id, case_id, owner_id, status, created_at, body FROM task WHERE id = ?",
        (task_id.bytes,),
    ).fetchone()
    if row is None or row[0] != version:
        raise VersionConflict
    case_id, key_id, sealed = uid(row[2]), uid(row[1]), Sealed(row[6])
    if body is not None:
        file = desk.writing_key(key_id, "case", case_id)
        key_id, sealed = file.place.id, desk.seal(file, "task", "body", task_id, body)
    unit.update(
        TaskRow(
            id=task_id,
            version=version,
            file_key_id=key_id,
            case_id=case_id,
            owner_id=None if row[3] is None else uid(row[3]),
            status=status.value if status else row[4],
            created_at=row[5],
            body=sealed,
        )
    )


def owner(connection: Connection, task_id: UUID) -> UUID | None:
    """Who owns a task; None where nobody does, or it is gone."""
    row = connection.exec_driver_sql("SELECT owner_id FROM task WHERE id = ?", (task_id.bytes,)).fetchone()
    return None if row is None or row[0] is None else uid(row[0])


def status(connection: Connection, task_id: UUID) -> TaskStatus | None:
    """A task's status, unopened; None where it is gone."""
    row = connection.exec_driver_sql("SELECT status FROM task WHERE id = ?", (task_id.bytes,)).fetchone()
    return None if row is None else TaskStatus(row[0])
