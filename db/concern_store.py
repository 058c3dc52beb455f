"""Safeguarding concerns: sent by anyone, sealed anew by the lead who takes one up, lines only ever added."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Connection

from db import audit_store, letters
from db.desk import Desk
from db.engine import reading, run
from db.letters import Letter
from db.opened import UNREADABLE, record, uid
from db.row_formats import columns_of
from db.tables.concerns import ConcernBoardRow, ConcernEntryRow, ConcernRow
from db.tables.office import SettingRow
from db.unit_of_work import Tampered, UnitOfWork, verify_row
from db.vouched import verify_rows
from iass_tui.rules.concerns import are_whole, default_checklist
from iass_tui.rules.records.concerns import (
    Checklist,
    Concern,
    ConcernBody,
    ConcernEntry,
    ConcernEntryBody,
    ConcernState,
    ToldBoard,
)
from iass_tui.vault.cells import Sealed, seal_cell
from iass_tui.vault.compartments import FileKey, StillSent

Row = Sequence[Any]
_COLUMNS = ", ".join(columns_of("concern"))
_ENTRY_COLUMNS = ", ".join(columns_of("concern_entry"))
_STEPS = "concern steps"


@dataclasses.dataclass(frozen=True)
class Mark:
    """What the clear columns say of a concern: enough to count, to show its age and to open it."""

    id: UUID
    version: int
    key_id: UUID
    state: ConcernState
    written_at: str
    """The moment of raising as it is stored."""
    raised_by: UUID
    entries: int

    @property
    def raised_at(self) -> datetime:
        """The moment of raising."""
        return datetime.fromisoformat(self.written_at)


@dataclasses.dataclass(frozen=True, repr=False)
class OpenConcern:
    """A concern with the key that opened it; while it `is_sent`, nothing may be sealed under that key."""

    concern: Concern
    mark: Mark
    file: FileKey
    is_sent: bool
    cell: Sealed


# reading


def select_all(connection: Connection) -> Sequence[Row]:
    """Every stored concern, oldest first, still sealed."""
    return run(connection, f"SELECT {_COLUMNS} FROM concern ORDER BY raised_at, id", ()).fetchall()


def select(connection: Connection, concern_id: UUID) -> Row | None:
    """One stored concern, still sealed; None where there is none."""
    row: Row | None = run(connection, f"SELECT {_COLUMNS} FROM concern WHERE id = ?", (concern_id.bytes,)).fetchone()
    return row


def mark(row: Row) -> Mark:
    """The clear columns of a row."""
    raw_id, version, key_id, state, raised_at, raised_by, entries, _ = row
    return Mark(uid(raw_id), version, uid(key_id), ConcernState(state), raised_at, uid(raised_by), entries)


def is_known(connection: Connection, concern_id: UUID) -> bool:
    """Whether any entry ever vouched for this row: one that was added behind the program's back has none."""
    return audit_store.last_writer(connection, "concern", concern_id) is not None


def lost(connection: Connection) -> tuple[tuple[UUID, UUID | None, datetime], ...]:
    """Concerns that entries vouch for and that are gone: the id, who wrote it last, and when."""
    rows = run(
        connection,
        "SELECT id, seq FROM row_index WHERE table_name = 'concern' AND id NOT IN (SELECT id FROM concern)",
        (),
    ).fetchall()
    found = []
    for raw_id, seq in rows:
        try:
            verify_row(connection, "concern", raw_id)
        except Tampered:
            written = audit_store.moment_of(connection, seq)
            if written is not None:
                found.append((uid(raw_id), audit_store.last_writer(connection, "concern", uid(raw_id)), written))
    return tuple(found)


def opened(desk: Desk, connection: Connection, row: Row) -> OpenConcern:
    """The concern in a row, with its lines.

    Raises `Tampered` for a row or lines that are not as vouched for, `Forged` for one that no colleague signed, or one
    of `UNREADABLE`.
    """
    verify_rows(connection, "concern", [row])
    found = mark(row)
    letter = Letter("concern", found.id, found.key_id, "concern", found.id, found.raised_by)
    file, is_sent = letters.key_of(desk, connection, letter)
    keys = {file.place.id: file}
    body = record(ConcernBody, keys, "concern", "body", row[0], row[2], row[-1])
    lines = run(
        connection, f"SELECT {_ENTRY_COLUMNS} FROM concern_entry WHERE concern_id = ? ORDER BY number", (row[0],)
    ).fetchall()
    verify_rows(connection, "concern_entry", lines)
    entries = tuple(_entry(desk, found.id, line) for line in lines)
    if not are_whole(entries, found.entries):
        raise Tampered(f"concern {found.id}")
    concern = Concern(
        id=found.id,
        version=found.version,
        state=found.state,
        raised_at=found.raised_at,
        raised_by=found.raised_by,
        body=body,
        entries=entries,
    )
    return OpenConcern(concern, found, file, is_sent, Sealed(row[-1]))


def _entry(desk: Desk, concern_id: UUID, line: Row) -> ConcernEntry:
    raw_id, _, key_id, _, number, written_at, author_id, body = line
    keys = {uid(key_id): desk.key(uid(key_id), "concern", concern_id)}
    return ConcernEntry(
        id=uid(raw_id),
        number=number,
        written_at=datetime.fromisoformat(written_at),
        author_id=uid(author_id),
        body=record(ConcernEntryBody, keys, "concern_entry", "body", raw_id, key_id, body),
    )


# writing


def insert(desk: Desk, unit: UnitOfWork, file: FileKey, body: ConcernBody) -> None:
    """A new concern of this colleague's, under a key that was sent."""
    own = file.place.subject
    unit.insert(
        ConcernRow(
            id=own,
            file_key_id=file.place.id,
            state=ConcernState.OPEN.value,
            raised_at=unit.at,
            raised_by=desk.account_id,
            body=desk.seal(file, "concern", "body", own, body),
        )
    )


def seal_anew(desk: Desk, unit: UnitOfWork, found: OpenConcern, fresh: FileKey, line: ConcernEntryBody) -> None:
    """The same words under a key that its sender never knew, with the first line.

    Sealed as they came, whatever their length: what a sender's own program wrote must not keep a lead from reading.
    """
    own = found.concern.id
    body = seal_cell(fresh, "concern", "body", own, found.concern.body.to_json())
    _put(desk, unit, found, fresh, body, line, found.mark.state)


def add(desk: Desk, unit: UnitOfWork, found: OpenConcern, line: ConcernEntryBody, state: ConcernState) -> None:
    """One more line, and the state after it."""
    if found.is_sent:
        raise ValueError("nothing that lasts is sealed under a sent key")
    _put(desk, unit, found, found.file, found.cell, line, state)


def _put(
    desk: Desk,
    unit: UnitOfWork,
    found: OpenConcern,
    file: FileKey,
    body: Sealed,
    line: ConcernEntryBody,
    state: ConcernState,
) -> None:
    concern, number, id_ = found.concern, found.mark.entries + 1, uuid4()
    own = desk.to_write(file)  # the line may need a newer key than the words of the concern lie under
    unit.update(
        ConcernRow(
            id=concern.id,
            version=concern.version,
            file_key_id=file.place.id,
            state=state.value,
            raised_at=found.mark.written_at,
            raised_by=concern.raised_by,
            entries=number,
            body=body,
        )
    )
    unit.insert(
        ConcernEntryRow(
            id=id_,
            file_key_id=own.place.id,
            concern_id=concern.id,
            number=number,
            written_at=unit.at,
            author_id=desk.account_id,
            body=desk.seal(own, "concern_entry", "body", id_, line),
        )
    )


# on whose pages case staff are told


def board(desk: Desk, connection: Connection) -> ToldBoard:
    """All that case staff are told. Raises `Tampered` or one of `UNREADABLE`."""
    row = verify_row(connection, "concern_board", desk.office.bytes)
    if row is None:
        return ToldBoard()
    raw_id, _, key_id, body = row
    keys = {uid(key_id): desk.key(uid(key_id), "board", desk.office)}
    return record(ToldBoard, keys, "concern_board", "body", raw_id, key_id, body)


def board_key(desk: Desk) -> FileKey:
    """The key of the board, made when it is first needed: before the unit of work that writes it."""
    return desk.shared_key("board", desk.office, "casework")


def put_board(desk: Desk, unit: UnitOfWork, file: FileKey, changed: ToldBoard) -> None:
    """Writes the board."""
    stored = unit.connection.exec_driver_sql(
        "SELECT version FROM concern_board WHERE id = ?", (desk.office.bytes,)
    ).fetchone()
    made = ConcernBoardRow(
        id=desk.office,
        version=stored[0] if stored else 1,
        file_key_id=file.place.id,
        body=desk.seal(file, "concern_board", "body", desk.office, changed),
    )
    if stored is None:
        unit.insert(made)
    else:
        unit.update(made)


# the checklist


def steps_id(office: UUID) -> UUID:
    """The id of the row that holds the office's own steps."""
    return uuid5(office, _STEPS)


def checklist(desk: Desk, connection: Connection) -> tuple[int, Checklist]:
    """The steps and the version of their row; 0 and the default where the office has entered none."""
    own = steps_id(desk.office)
    verify_row(connection, "setting", own.bytes)
    row = run(connection, "SELECT version, file_key_id, body FROM setting WHERE id = ?", (own.bytes,)).fetchone()
    if row is None:
        return 0, default_checklist()
    keys = {uid(row[1]): desk.key(uid(row[1]), "settings", desk.office)}
    return row[0], record(Checklist, keys, "setting", "body", own.bytes, row[1], row[2])


def settings_key(desk: Desk) -> FileKey:
    """The key of the office's settings."""
    return desk.shared_key("settings", desk.office, "office")


def put_checklist(desk: Desk, unit: UnitOfWork, file: FileKey, version: int, changed: Checklist) -> None:
    """Writes the office's own steps over the version that was read; 0 for the first. Raises `VersionConflict`."""
    own = steps_id(desk.office)
    body = desk.seal(file, "setting", "body", own, changed)
    made = SettingRow(id=own, version=version or 1, file_key_id=file.place.id, name=_STEPS, body=body)
    if version:
        unit.update(made)
    else:
        unit.insert(made)


def spent_letters(desk: Desk) -> tuple[UUID, ...]:
    """Keys that were sent for concerns which stand under another key by now: an act that was cut off left them.

    A sent key of a concern that is not there may belong to one being raised this second, and one whose row is not as
    vouched for is left alone.
    """
    with desk.read() as connection:
        rows = {uid(row[0]): row for row in select_all(connection)}
        with reading(desk.cupboard.engine) as keys:
            stored = keys.exec_driver_sql("SELECT id, subject FROM file_key WHERE kind = 'concern'").fetchall()
        named = {row[2] for row in rows.values()}
        found = []
        for raw_id, subject in stored:
            row = rows.get(uid(subject))
            if raw_id in named or row is None:
                continue
            try:
                verify_rows(connection, "concern", [row])
                desk.key(uid(raw_id), "concern", uid(subject))
            except StillSent:
                found.append(uid(raw_id))
            except (Tampered, *UNREADABLE):
                continue
    return tuple(found)
