"""Feedback: forms that belong to nobody, under their quarter's key as tallies are; and those kept with a case."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.case_store import insert_of_case
from db.desk import Desk
from db.engine import run
from db.opened import UNREADABLE, Keys, Place, record, uid
from db.tables.feedback import CaseFeedbackRow, FeedbackRow
from db.unit_of_work import UnitOfWork
from iass_tui.rules.quarters import Quarter
from iass_tui.rules.records.feedback import CaseFeedback, FeedbackBody
from iass_tui.vault.cells import Sealed
from iass_tui.vault.compartments import FileKey, period_id
from iass_tui.vault.sealing import DoesNotOpen


def key_for(desk: Desk, quarter: Quarter) -> FileKey:
    """The quarter's key, the tallies' own: it is there before the first form comes."""
    return desk.period_key("tally", str(quarter), "office")


def add(desk: Desk, unit: UnitOfWork, file: FileKey, body: FeedbackBody) -> None:
    """Keeps one form on its own."""
    id_ = uuid4()
    sealed = desk.seal(file, "feedback", "body", id_, body)
    unit.write_unmarked(FeedbackRow(id=id_, file_key_id=file.place.id, body=sealed))


def of_quarter(desk: Desk, connection: Connection, quarter: Quarter) -> tuple[FeedbackBody, ...]:
    """Every form of a quarter that belongs to nobody. Raises `DoesNotOpen` where a form's key does not open."""
    wanted = period_id(desk.office, str(quarter))
    rows = connection.exec_driver_sql("SELECT id, file_key_id, body FROM feedback").fetchall()
    keys = {file.place.id.bytes: file for file in desk.every_key("tally")}
    if any(raw_key not in keys for _, raw_key, _ in rows):
        raise DoesNotOpen
    return tuple(
        FeedbackBody.from_json(desk.open(keys[raw_key], "feedback", "body", UUID(bytes=raw_id), Sealed(raw)))
        for raw_id, raw_key, raw in rows
        if keys[raw_key].place.subject == wanted
    )


@dataclasses.dataclass(frozen=True)
class StoredFeedback:
    """One form kept with a case."""

    id: UUID
    case_id: UUID
    written_at: str
    author_id: UUID
    body: CaseFeedback


Rows = Sequence[Sequence[Any]]
_COLUMNS = "id, file_key_id, case_id, written_at, author_id, body"


def select(connection: Connection, case_id: UUID) -> Rows:
    """The stored rows of a case's forms, newest first, still sealed."""
    query = f"SELECT {_COLUMNS} FROM case_feedback WHERE case_id = ? ORDER BY written_at DESC"
    return run(connection, query, (case_id.bytes,)).fetchall()


def select_all(connection: Connection) -> Rows:
    """Those of every case."""
    return run(connection, f"SELECT {_COLUMNS} FROM case_feedback", ()).fetchall()


def places(rows: Rows) -> Iterator[Place]:
    """The file keys that open such rows."""
    for key_id, case_id in {(row[1], row[2]) for row in rows}:
        yield uid(key_id), "case", uid(case_id)


def opened(rows: Rows, keys: Keys) -> tuple[tuple[StoredFeedback, ...], int]:
    """The forms that open, in their order, and how many do not."""
    found = []
    for raw_id, key_id, case_id, written_at, author_id, body in rows:
        try:
            form = record(CaseFeedback, keys, "case_feedback", "body", raw_id, key_id, body)
        except UNREADABLE:
            continue
        found.append(StoredFeedback(uid(raw_id), uid(case_id), written_at, uid(author_id), form))
    return tuple(found), len(rows) - len(found)


def insert(desk: Desk, unit: UnitOfWork, file: FileKey, body: CaseFeedback) -> UUID:
    """Keeps one form with a case, under the case's key."""
    return insert_of_case(desk, unit, file, CaseFeedbackRow, "case_feedback", body)
