"""Answers to the equality questions: one row a person, under a key of its own that can be erased alone."""

from __future__ import annotations

import dataclasses
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.cupboard import KeyGone
from db.desk import Desk
from db.opened import record, uid
from db.tables.people import PersonEqualityRow
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.records.equality import EqualityAnswers
from iass_tui.vault.compartments import FileKey


@dataclasses.dataclass(frozen=True)
class StoredAnswers:
    """What is kept of one person's answers; version 0 where nothing is."""

    id: UUID | None = None
    version: int = 0
    answers: EqualityAnswers | None = None


def answers(desk: Desk, connection: Connection, person_id: UUID) -> StoredAnswers:
    """Someone's answers, opened. Raises one of `UNREADABLE`; what was erased counts as not there."""
    row = connection.exec_driver_sql(
        "SELECT id, version, file_key_id, body FROM person_equality WHERE person_id = ?", (person_id.bytes,)
    ).fetchone()
    if row is None:
        return StoredAnswers()
    raw_id, version, key_id, body = row
    try:
        keys = desk.keys([(uid(key_id), "equality", person_id)])
        return StoredAnswers(
            uid(raw_id), version, record(EqualityAnswers, keys, "person_equality", "body", raw_id, key_id, body)
        )
    except KeyGone:
        return StoredAnswers()  # the row itself goes in a moment


def put(
    desk: Desk, unit: UnitOfWork, person_id: UUID, version: int, given: EqualityAnswers, fresh: FileKey | None
) -> None:
    """Writes someone's answers: a new row under `fresh` where `version` is 0, else over that version.

    Raises `VersionConflict` where a row came, changed or went meanwhile.
    """
    row = unit.connection.exec_driver_sql(
        "SELECT id, version, file_key_id FROM person_equality WHERE person_id = ?", (person_id.bytes,)
    ).fetchone()
    if (0 if row is None else row[1]) != version:
        raise VersionConflict
    if row is None:
        if fresh is None:
            raise VersionConflict
        id_, file = uuid4(), fresh
    else:
        id_, file = uid(row[0]), desk.writing_key(uid(row[2]), "equality", person_id)
    body = desk.seal(file, "person_equality", "body", id_, given)
    made = PersonEqualityRow(id=id_, version=version or 1, file_key_id=file.place.id, person_id=person_id, body=body)
    if version:
        unit.update(made)
    else:
        unit.insert(made)
