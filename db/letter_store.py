"""Letters that went out, each under the key of whom it is about. To anybody else none is kept without its permit."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.desk import Desk
from db.engine import run
from db.join_store import followed, records_of
from db.opened import UNREADABLE, Keys, Place, record, uid
from db.row_formats import columns_of
from db.tables.letters import LetterRow
from db.unit_of_work import UnitOfWork, VersionConflict
from db.vouched import verify_rows
from iass_tui.rules.records.letters import LetterBody, RecordedLetter
from iass_tui.rules.records.sharing import Material
from iass_tui.rules.sharing import ForgedPermit, Permit, keep_with
from iass_tui.vault.compartments import FileKey

_COLUMNS = columns_of("letter")
_LETTERS = f"SELECT {', '.join(_COLUMNS)} FROM letter WHERE person_id = ? ORDER BY written_at, rowid"


def letters(desk: Desk, connection: Connection, person_id: UUID) -> tuple[RecordedLetter, ...]:
    """What went out about someone, oldest first; of someone who had two records, of both.

    Raises `Tampered`, and `UNREADABLE` for one that is shut.
    """
    rows = _rows(connection, person_id)
    if not rows:
        return ()
    verify_rows(connection, "letter", rows)
    keys = desk.keys(_places(rows))
    found = [_opened(row, keys) for row in rows]
    return followed(connection, tuple(sorted(found, key=lambda one: one.written_at)))


def readable(desk: Desk, connection: Connection, person_id: UUID) -> tuple[RecordedLetter, ...]:
    """The same, and those that do not open are left out."""
    rows = _rows(connection, person_id)
    keys, found = desk.keys(_places(rows)), []
    for row in rows:
        with contextlib.suppress(*UNREADABLE):
            found.append(_opened(row, keys))
    return tuple(found)


def _rows(connection: Connection, person_id: UUID) -> Sequence[Sequence[Any]]:
    own = records_of(connection, person_id)
    return [row for one in own for row in run(connection, _LETTERS, (one.bytes,)).fetchall()]


def _places(rows: Sequence[Sequence[Any]]) -> set[Place]:
    each = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    return {(uid(one["file_key_id"]), "person", uid(one["person_id"])) for one in each}


def _opened(row: Sequence[Any], keys: Keys) -> RecordedLetter:
    one = dict(zip(_COLUMNS, row, strict=True))
    return RecordedLetter(
        id=uid(one["id"]),
        person_id=uid(one["person_id"]),
        case_id=uid(one["case_id"]) if one["case_id"] else None,
        written_at=datetime.fromisoformat(one["written_at"]),
        author_id=uid(one["author_id"]),
        body=record(LetterBody, keys, "letter", "body", one["id"], one["file_key_id"], one["body"]),
    )


def insert(
    desk: Desk,
    unit: UnitOfWork,
    file: FileKey,
    body: LetterBody,
    *,
    case_id: UUID | None = None,
    permit: Permit | None = None,
) -> UUID:
    """A letter of this colleague's about the person whose key it is.

    One to anybody else needs the permit with which the sharing was recorded. Raises `ForgedPermit`.
    """
    person_id = file.place.subject
    if body.to.person_id != person_id:
        _insist_on_permit(unit, person_id, body, permit)
    id_ = uuid4()
    unit.insert(
        LetterRow(
            id=id_,
            file_key_id=file.place.id,
            person_id=person_id,
            case_id=case_id,
            written_at=unit.at,
            author_id=desk.account_id,
            body=desk.seal(file, "letter", "body", id_, body),
        )
    )
    return id_


def redact(desk: Desk, unit: UnitOfWork, letter: RecordedLetter, body: LetterBody) -> None:
    """Puts other words in the place of a letter's, as `note_store.redact` does: to whom and when stay (decision 0007).

    Raises `VersionConflict` where it is gone, and `ForgedPermit` where more than its words would change.
    """
    if dataclasses.replace(body, subject=letter.body.subject, text=letter.body.text) != letter.body:
        raise ForgedPermit("another letter in the place of one")
    query = "SELECT file_key_id, person_id, case_id, written_at FROM letter WHERE id = ?"
    stored = run(unit.connection, query, (letter.id.bytes,)).fetchone()
    if stored is None:
        raise VersionConflict
    unit.verify("letter", letter.id.bytes)
    unit.delete("letter", letter.id)
    id_, file = uuid4(), desk.writing_key(uid(stored[0]), "person", uid(stored[1]))
    unit.insert(
        LetterRow(
            id=id_,
            file_key_id=file.place.id,
            person_id=uid(stored[1]),
            case_id=uid(stored[2]) if stored[2] else None,
            written_at=stored[3],
            author_id=letter.author_id,
            body=desk.seal(file, "letter", "body", id_, body),
        )
    )


def _insist_on_permit(unit: UnitOfWork, person_id: UUID, body: LetterBody, permit: Permit | None) -> None:
    if permit is None:
        raise ForgedPermit("a letter to somebody else without its permit")
    keep_with(permit, unit)
    asked = permit.question
    if person_id not in permit.subjects or asked.recipient != body.to or asked.material is not Material.LETTER:
        raise ForgedPermit("the permit is for something else")
