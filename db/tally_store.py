"""Tallies and callers' codes: what is kept of people who are not kept. No entry, no moment, no order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid4

from db.desk import Desk
from db.tables.tallies import CallerCodeRow, TallyRow
from db.unit_of_work import UnitOfWork
from iass_tui.rules.quarters import Quarter, quarter_of
from iass_tui.rules.records.casework import CallerCode, TallyBody
from iass_tui.vault.cells import Sealed
from iass_tui.vault.compartments import FileKey, period_id
from iass_tui.vault.sealing import DoesNotOpen


def key_for(desk: Desk, week: date) -> FileKey:
    """The key of the quarter in which a week's Monday lies, made when it is first needed."""
    return desk.period_key("tally", str(quarter_of(week)), "office")


def add(desk: Desk, unit: UnitOfWork, file: FileKey, body: TallyBody) -> None:
    """Counts one enquiry."""
    id_ = uuid4()
    unit.write_unmarked(TallyRow(id=id_, file_key_id=file.place.id, body=desk.seal(file, "tally", "body", id_, body)))


def of_quarter(desk: Desk, quarter: Quarter) -> tuple[TallyBody, ...]:
    """Every tally of a quarter, in no order that means anything.

    Raises `DoesNotOpen` where a tally's key does not open, of whatever quarter: it may belong to this one, and figures
    that are short look like any others.
    """
    wanted = period_id(desk.office, str(quarter))
    with desk.read() as connection:
        rows = connection.exec_driver_sql("SELECT id, file_key_id, body FROM tally").fetchall()
    keys = {file.place.id.bytes: file for file in desk.every_key("tally")}
    if any(raw_key not in keys for _, raw_key, _ in rows):
        raise DoesNotOpen
    return tuple(
        TallyBody.from_json(desk.open(keys[raw_key], "tally", "body", UUID(bytes=raw_id), Sealed(raw)))
        for raw_id, raw_key, raw in rows
        if keys[raw_key].place.subject == wanted
    )


def add_code(desk: Desk, unit: UnitOfWork, file: FileKey, code: CallerCode) -> None:
    """Keeps an anonymous caller's code, as its hash."""
    id_ = uuid4()
    sealed = desk.seal(file, "caller_code", "body", id_, code)
    unit.write_unmarked(CallerCodeRow(id=id_, file_key_id=file.place.id, body=sealed))


def codes(desk: Desk) -> Iterator[tuple[UUID, CallerCode]]:
    """Every caller's code with the id of its row."""
    keys = {file.place.id: file for file in desk.every_key("tally")}
    with desk.read() as connection:
        rows = connection.exec_driver_sql("SELECT id, file_key_id, body FROM caller_code").fetchall()
    for raw_id, raw_key, raw in rows:
        file, id_ = keys.get(UUID(bytes=raw_key)), UUID(bytes=raw_id)
        if file is not None:
            yield id_, CallerCode.from_json(desk.open(file, "caller_code", "body", id_, Sealed(raw)))
