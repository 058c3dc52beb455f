"""One-off consents that were acted on, read off the sharing record (domain table 5.5)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from db.desk import Desk
from db.opened import UNREADABLE, record, uid
from iass_tui.rules.records.sharing import SharingBody, SharingKind

_SHARED = "SELECT id, file_key_id, body FROM sharing WHERE subject_id = ? AND kind = ?"


def used(desk: Desk, connection: Connection, subject_id: UUID) -> dict[UUID, date]:
    """The consent events of this person that one sharing used up, and on which day."""
    rows = connection.exec_driver_sql(_SHARED, (subject_id.bytes, SharingKind.SHARED.value)).fetchall()
    keys = desk.keys((uid(key), "person", subject_id) for _, key, _ in rows)
    found: dict[UUID, date] = {}
    for raw_id, key_id, raw in rows:
        try:
            body = record(SharingBody, keys, "sharing", "body", raw_id, key_id, raw)
        except UNREADABLE:
            continue
        found.update(dict.fromkeys(body.used_up, body.on))
    return found
