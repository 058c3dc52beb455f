"""Answers to the equality questions: one row a person, under a key of its own that can be erased alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import join_store
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
    """Someone's answers, opened. Raises one of `UNREADABLE`; what was erased counts as not there.

    Of a person who had two records with answers, those of the kept one; `every` has both.
    """
    return next(iter(every(desk, connection, person_id)), StoredAnswers())


def every(desk: Desk, connection: Connection, person_id: UUID) -> tuple[StoredAnswers, ...]:
    """The answers of each record of a person, the kept one's first. Raises one of `UNREADABLE`."""
    found = (_opened(desk, row) for row in _rows(connection, person_id))
    return tuple(one for one in found if one.version)


def _rows(connection: Connection, person_id: UUID) -> list[Sequence[Any]]:
    query = "SELECT id, version, file_key_id, body, person_id FROM person_equality WHERE person_id = ?"
    own = join_store.records_of(connection, person_id)
    return [row for one in own for row in connection.exec_driver_sql(query, (one.bytes,)).fetchall()]


def _opened(desk: Desk, row: Sequence[Any]) -> StoredAnswers:
    raw_id, version, key_id, body, subject = row
    try:
        keys = desk.keys([(uid(key_id), "equality", uid(subject))])
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
    row = next(iter(_rows(unit.connection, person_id)), None)
    if (0 if row is None else row[1]) != version:
        raise VersionConflict
    if row is None:
        if fresh is None:
            raise VersionConflict
        id_, file = uuid4(), fresh
    else:
        person_id = uid(row[4])
        id_, file = uid(row[0]), desk.writing_key(uid(row[2]), "equality", person_id)
    body = desk.seal(file, "person_equality", "body", id_, given)
    made = PersonEqualityRow(id=id_, version=version or 1, file_key_id=file.place.id, person_id=person_id, body=body)
    if version:
        unit.update(made)
    else:
        unit.insert(made)
