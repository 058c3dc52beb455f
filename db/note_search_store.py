"""Every note of the office, opened newest first, a batch at a time: what can be read is looked through, no more."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.cupboard import NoHostKey
from db.desk import Desk
from db.engine import reading, run
from db.opened import loads, uid
from db.row_formats import quoted
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.base import UnreadableRecord
from iass_tui.rules.records.casework import NoteBody, NoteKind, NoteRow
from iass_tui.vault.bulk import Column, FileKeys
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.keyring import CompartmentClosed
from iass_tui.vault.sealing import DoesNotOpen

_AT_ONCE = 500
_SHUT = (DoesNotOpen, BadFormat, UnreadableRecord, CompartmentClosed, NoHostKey, TypeError, ValueError)
_COLUMNS = "id, file_key_id, note_id, case_id, number, kind, author_id, written_at, body"
_NOTES = quoted("note")
"""The table itself, since what is seen of it has no row numbers; only notes of cases that are seen are opened."""
_NEWEST = f"SELECT rowid, {_COLUMNS} FROM {_NOTES} WHERE number = 1 AND rowid < ? ORDER BY rowid DESC LIMIT ?"
"""Notes are only ever added, so that their rows stand in the order of writing: nothing has to be sorted first."""
MayHold = Callable[[bytes], bool]
"""Whether a note whose words are these JSON bytes may hold what is looked for: spares reading most of them."""


@dataclasses.dataclass(frozen=True)
class CaseOfNote:
    """Whose case a note stands in; nothing of it is opened."""

    id: UUID
    number: int
    officer_id: UUID | None


@dataclasses.dataclass
class Opened:
    """What became of one batch of notes."""

    threads: list[tuple[CaseOfNote, list[NoteRow]]]
    """The rows of each note that may hold it, oldest first."""
    looked_at: int = 0
    unreadable: int = 0
    before: int = 0
    """Where the next batch begins."""
    is_last: bool = False


class NoteReader:
    """Opens notes newest first. One reader for one search, within one snapshot."""

    def __init__(self, desk: Desk, connection: Connection) -> None:
        self._desk, self._connection = desk, connection
        self._column = Column("note", "body")
        self._keys: dict[bytes, bytes | None] = {}
        self._file_keys = FileKeys(desk.keyring, "case", desk.cupboard.host_key)
        self.cases = _cases(connection)
        self._several = frozenset(
            row[0] for row in run(connection, f"SELECT DISTINCT note_id FROM {_NOTES} WHERE number > 1", ())
        )
        (self.count,) = run(connection, "SELECT count(*) FROM note WHERE number = 1", ()).fetchone()
        self.newest = run(connection, f"SELECT coalesce(max(rowid), 0) + 1 FROM {_NOTES}", ()).fetchone()[0]

    def batch(self, before: int, size: int, may_hold: MayHold) -> Opened:
        """The next notes below a place, those of cases that are there and whose person's record is not frozen."""
        rows = run(self._connection, _NEWEST, (before, size)).fetchall()
        done = Opened([], before=rows[-1][0] if rows else before, is_last=len(rows) < size)
        mine = [row for row in rows if row[4] in self.cases]
        self._fetch({row[2] for row in mine})
        for row in mine:
            done.looked_at += 1
            try:
                thread = self._thread(row[1:], may_hold)
            except _SHUT:
                done.unreadable += 1
                continue
            if thread:
                done.threads.append((self.cases[row[4]], thread))
        return done

    def _thread(self, first: Sequence[Any], may_hold: MayHold) -> list[NoteRow]:
        """The rows of a note of which any may hold it; none where none does. Raises one of `_SHUT`."""
        rows = [first]
        if first[2] in self._several:
            query = f"SELECT {_COLUMNS} FROM {_NOTES} WHERE note_id = ? ORDER BY number"
            rows = run(self._connection, query, (first[2],)).fetchall()
            self._fetch({row[1] for row in rows})
        raw = [self._open(row) for row in rows]
        if not may_hold(raw[0] if len(raw) == 1 else b" ".join(raw)):
            return []
        return [_row(row, words) for row, words in zip(rows, raw, strict=True)]

    def _open(self, row: Sequence[Any]) -> bytes:
        key = self._keys.get(row[1])
        if key is None:
            raise DoesNotOpen
        return self._column.open(key, row[1], row[0], row[8])

    def _fetch(self, wanted: Collection[bytes]) -> None:
        missing = [one for one in wanted if one not in self._keys]
        for start in range(0, len(missing), _AT_ONCE):
            self._keys.update(self._opened_keys(missing[start : start + _AT_ONCE]))

    def _opened_keys(self, ids: Sequence[bytes]) -> Mapping[bytes, bytes | None]:
        found: dict[bytes, bytes | None] = dict.fromkeys(ids)
        query = (
            "SELECT id, subject, compartment, compartment_version, wrapped FROM file_key "
            f"WHERE kind = 'case' AND id IN ({', '.join('?' * len(ids))})"
        )
        with reading(self._desk.cupboard.engine) as connection:
            rows = run(connection, query, tuple(ids)).fetchall()
        for row in rows:
            try:
                found[row[0]] = self._file_keys.open(*row)
            except _SHUT:
                continue
        return found


def _cases(connection: Connection) -> dict[bytes, CaseOfNote]:
    query = 'SELECT c.id, c.number, c.officer_id FROM "case" c JOIN person p ON p.id = c.person_id WHERE p.state = ?'
    rows: Iterator[Any] = run(connection, query, (PersonState.ACTIVE.value,))
    return {raw: CaseOfNote(uid(raw), number, uid(officer) if officer else None) for raw, number, officer in rows}


def _row(row: Sequence[Any], words: bytes) -> NoteRow:
    from datetime import datetime

    raw_id, _, note_id, case_id, number, kind, author_id, written_at, _ = row
    return NoteRow(
        id=uid(raw_id),
        note_id=uid(note_id),
        case_id=uid(case_id),
        number=number,
        kind=NoteKind(kind),
        author_id=uid(author_id),
        written_at=datetime.fromisoformat(written_at),
        body=NoteBody.from_json(loads(words)),
    )
