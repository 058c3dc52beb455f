"""The term calendar, one sealed setting of the office."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.desk import Desk
from db.opened import record
from db.tables.office import SettingRow
from db.unit_of_work import UnitOfWork
from iass_tui.rules.records.deadlines import TermCalendar

NAME = "terms"


def terms(desk: Desk, connection: Connection) -> TermCalendar | None:
    """The calendar; None where none was loaded. Raises one of `UNREADABLE`."""
    row = connection.exec_driver_sql("SELECT id, file_key_id, body FROM setting WHERE name = ?", (NAME,)).fetchone()
    if row is None:
        return None
    keys = desk.keys([(UUID(bytes=row[1]), "settings", desk.office)])
    return record(TermCalendar, keys, "setting", "body", *row)


def put(desk: Desk, unit: UnitOfWork, calendar: TermCalendar) -> None:
    """Writes the calendar in place of the one before."""
    file = desk.shared_key("settings", desk.office, "office")
    row = unit.connection.exec_driver_sql("SELECT id, version FROM setting WHERE name = ?", (NAME,)).fetchone()
    id_ = uuid4() if row is None else UUID(bytes=row[0])
    body = desk.seal(file, "setting", "body", id_, calendar)
    made = SettingRow(id=id_, version=1 if row is None else row[1], file_key_id=file.place.id, name=NAME, body=body)
    if row is None:
        unit.insert(made)
    else:
        unit.update(made)
