"""Every note of the office, opened newest first, a batch at a time: what can be read is looked through, no more."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.cupboard import OF_KIND, NoHostKey
from db.desk import Desk
from db.engine import reading, run
from db.landed import is_some_hidden
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
_CASES = 'SELECT c.id, c.number, c.officer_id FROM "case" c JOIN person p ON p.id = c.person_id WHERE p.state = ?'
_OPENERS = 4096
"""Keys that are kept ready to open with: a batch's notes are of few cases, and of all an office has there are many."""
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
        self._openers: dict[bytes, Callable[[bytes, bytes], bytes]] = {}
        self._cases: dict[bytes, CaseOfNote | None] = {}
        self._file_keys = FileKeys(desk.keyring, "case", desk.cupboard.host_key)
        self._several = frozenset(
            row[0] for row in run(connection, f"SELECT DISTINCT note_id FROM {_NOTES} WHERE number > 1", ())
        )
        seen = "note" if is_some_hidden(connection) else _NOTES  # of the table itself its index is enough
        (self.count,) = run(connection, f"SELECT count(*) FROM {seen} WHERE number = 1", ()).fetchone()
        self.newest = run(connection, f"SELECT coalesce(max(rowid), 0) + 1 FROM {_NOTES}", ()).fetchone()[0]

    def batch(self, before: int, size: int, may_hold: MayHold) -> Opened:
        """The next notes below a place, those of cases that are there and whose person's record is not frozen."""
        rows = run(self._connection, _NEWEST, (before, size)).fetchall()
        done = Opened([], before=rows[-1][0] if rows else before, is_last=len(rows) < size)
        self._meet({row[4] for row in rows})
        mine = [(row, case) for row in rows if (case := self._cases[row[4]]) is not None]
        self._fetch({row[2] for row, _ in mine})
        for row, case in mine:
            done.looked_at += 1
            try:
                thread = self._several_rows(row[3], may_hold) if row[3] in self._several else self._alone(row, may_hold)
            except _SHUT:
                done.unreadable += 1
                continue
            if thread:
                done.threads.append((case, thread))
        return done

    def _alone(self, row: Sequence[Any], may_hold: MayHold) -> list[NoteRow]:
        """A note of one row, where it may hold it: nearly all are. Raises one of `_SHUT`."""
        words = (self._openers.get(row[2]) or self._opener(row[2]))(row[1], row[9])
        return [_row(row[1:], words)] if may_hold(words) else []

    def _several_rows(self, note_id: bytes, may_hold: MayHold) -> list[NoteRow]:
        """The rows of a note of which any may hold it; none where none does. Raises one of `_SHUT`."""
        query = f"SELECT {_COLUMNS} FROM {_NOTES} WHERE note_id = ? ORDER BY number"
        rows = run(self._connection, query, (note_id,)).fetchall()
        self._fetch({row[1] for row in rows})
        raw = [self._opener(row[1])(row[0], row[8]) for row in rows]
        if not may_hold(b" ".join(raw)):
            return []
        return [_row(row, words) for row, words in zip(rows, raw, strict=True)]

    def _opener(self, key_id: bytes) -> Callable[[bytes, bytes], bytes]:
        key = self._keys.get(key_id)
        if key is None:
            raise DoesNotOpen
        if len(self._openers) > _OPENERS:
            self._openers.clear()
        found = self._openers[key_id] = self._column.under(key, key_id)
        return found

    def _meet(self, wanted: Collection[bytes]) -> None:
        """Whose the cases are that come up for the first time; None: not to be seen, or frozen."""
        missing = [one for one in wanted if one not in self._cases]
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            self._cases.update(dict.fromkeys(some))
            query = f"{_CASES} AND c.id IN ({', '.join('?' * len(some))})"
            for raw, number, officer in run(self._connection, query, (PersonState.ACTIVE.value, *some)):
                self._cases[raw] = CaseOfNote(uid(raw), number, uid(officer) if officer else None)

    def _fetch(self, wanted: Collection[bytes]) -> None:
        missing = [one for one in wanted if one not in self._keys]
        for start in range(0, len(missing), _AT_ONCE):
            self._keys.update(self._opened_keys(missing[start : start + _AT_ONCE]))

    def _opened_keys(self, ids: Sequence[bytes]) -> Mapping[bytes, bytes | None]:
        found: dict[bytes, bytes | None] = dict.fromkeys(ids)
        query = (
            "SELECT id, subject, compartment, compartment_version, wrapped FROM file_key "
            f"WHERE {OF_KIND} AND id IN ({', '.join('?' * len(ids))})"
        )
        with reading(self._desk.cupboard.engine) as connection:
            rows = run(connection, query, ("case", *ids)).fetchall()
        for row in rows:
            try:
                found[row[0]] = self._file_keys.open(*row)
            except _SHUT:
                continue
        return found


def _row(row: Sequence[Any], words: bytes) -> NoteRow:
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
