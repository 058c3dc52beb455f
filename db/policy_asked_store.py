"""Copies that were asked for and questions about the policy: sealed with whoever asked, or with the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.desk import Desk
from db.engine import run
from db.join_store import records_of
from db.opened import record, that_open, uid
from db.tables.policies import PolicyAskedRow
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.records.policies import Asked, AskedBody, AskedKind
from iass_tui.vault.compartments import FileKey

OPEN, DONE = "OPEN", "DONE"
_COLUMNS = "id, version, file_key_id, person_id, recorded_by, body, recorded_at"


def log(
    desk: Desk, connection: Connection, *, questions: bool, with_people: bool, is_open: bool = False
) -> tuple[tuple[Asked, ...], int]:
    """The log, newest first, and how many lines do not open. `with_people`: also what people on file asked."""
    query = f"SELECT {_COLUMNS} FROM policy_asked WHERE is_question = ?"
    query += "" if with_people else " AND person_id IS NULL"
    query += " AND state = 'OPEN'" if is_open else ""
    rows = run(connection, f"{query} ORDER BY recorded_at DESC", (int(questions),)).fetchall()
    return that_open(rows, lambda row: _opened(desk, row))


def one(desk: Desk, connection: Connection, asked_id: UUID) -> Asked | None:
    """One line; None where there is none. Raises one of `UNREADABLE`."""
    row = run(connection, f"SELECT {_COLUMNS} FROM policy_asked WHERE id = ?", (asked_id.bytes,)).fetchone()
    return None if row is None else _opened(desk, row)


def of_person(desk: Desk, connection: Connection, person_id: UUID) -> tuple[Asked, ...]:
    """What somebody on file asked, oldest first; of both records of someone who had two. Raises one of `UNREADABLE`."""
    query = f"SELECT {_COLUMNS} FROM policy_asked WHERE person_id = ? ORDER BY recorded_at"
    own = records_of(connection, person_id)
    return tuple(_opened(desk, row) for each in own for row in run(connection, query, (each.bytes,)).fetchall())


def open_questions(connection: Connection) -> int:
    """How many questions wait for the manager. Nothing is opened."""
    query = "SELECT count(*) FROM policy_asked WHERE is_question = 1 AND state = 'OPEN'"
    return int(run(connection, query, ()).fetchone()[0])


def _opened(desk: Desk, row: Sequence[Any]) -> Asked:
    person = None if row[3] is None else uid(row[3])
    keys = desk.keys([(uid(row[2]), "person" if person else "settings", person or desk.office)])
    return Asked(
        id=uid(row[0]),
        version=row[1],
        person_id=person,
        recorded_by=uid(row[4]),
        body=record(AskedBody, keys, "policy_asked", "body", row[0], row[2], row[5]),
    )


def insert(desk: Desk, unit: UnitOfWork, file: FileKey, person_id: UUID | None, body: AskedBody) -> UUID:
    """A new line under the key of whoever asked, or the office's."""
    id_ = uuid4()
    unit.insert(
        PolicyAskedRow(
            id=id_,
            file_key_id=file.place.id,
            person_id=person_id,
            is_question=int(body.kind is AskedKind.QUESTION),
            state=OPEN,
            recorded_at=unit.at,
            recorded_by=desk.account_id,
            body=desk.seal(file, "policy_asked", "body", id_, body),
        )
    )
    return id_


def change(desk: Desk, unit: UnitOfWork, asked_id: UUID, version: int, body: AskedBody) -> None:
    """Writes what became of it. Raises `VersionConflict`."""
    row = run(
        unit.connection,
        "SELECT version, file_key_id, person_id, is_question, recorded_at, recorded_by FROM policy_asked WHERE id = ?",
        (asked_id.bytes,),
    ).fetchone()
    if row is None or row[0] != version:
        raise VersionConflict
    person = None if row[2] is None else uid(row[2])
    file = desk.writing_key(uid(row[1]), "person" if person else "settings", person or desk.office)
    unit.update(
        PolicyAskedRow(
            id=asked_id,
            version=version,
            file_key_id=file.place.id,
            person_id=person,
            is_question=row[3],
            state=DONE if body.done_on else OPEN,
            recorded_at=row[4],
            recorded_by=uid(row[5]),
            body=desk.seal(file, "policy_asked", "body", asked_id, body),
        )
    )


def late_copies(desk: Desk, connection: Connection, today: date, *, with_people: bool) -> int:
    """How many copies are due today or earlier and were not sent."""
    found, _ = log(desk, connection, questions=False, with_people=with_people, is_open=True)
    return sum(1 for one in found if one.body.due_on is not None and one.body.due_on <= today)
