"""The audit, read: who wrote a row last, what was written since, and entries opened newest first."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from db import restricted_store
from db.desk import Desk
from db.engine import reading
from db.opened import UNREADABLE, loads
from iass_tui.rules.records.office import AuditDetail, AuditLine
from iass_tui.vault.audit_entry import DELETED, SYSTEM, detail_row
from iass_tui.vault.cells import cell_address, cell_key_id, open_raw
from iass_tui.vault.compartments import FileKey, circle_id
from iass_tui.vault.encoding import BadFormat

_CHUNK = 500
_PARTS = {"actor", "at", "detail", "rows"}


class Touched(NamedTuple):
    """A row that some entry speaks of."""

    table: str
    id: UUID


def newest(connection: Connection) -> int:
    """The number of the newest entry; 0 before the first."""
    (seq,) = connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM audit_entry").one()
    return int(seq)


def touched_since(connection: Connection, seq: int) -> tuple[int, dict[Touched, bool]]:
    """The newest entry's number, and every row written after entry `seq`: True where it is gone now."""
    found: dict[Touched, bool] = {}
    rows = connection.exec_driver_sql("SELECT seq, body FROM audit_entry WHERE seq > ? ORDER BY seq", (seq,))
    for number, body in rows:
        seq = number
        for table, row_id, _, digest in _said(body)["rows"]:
            found[Touched(table, UUID(row_id))] = digest == DELETED
    return seq, found


def last_writer(connection: Connection, table: str, row_id: UUID) -> UUID | None:
    """Whose entry vouches for a row as it stands; None where there is none."""
    row = connection.exec_driver_sql(
        "SELECT body FROM audit_entry WHERE seq = (SELECT seq FROM row_index WHERE table_name = ? AND id = ?)",
        (table, row_id.bytes),
    ).fetchone()
    return None if row is None else _actor(_said(row[0]))


def moment_of(connection: Connection, seq: int) -> datetime | None:
    """When entry `seq` was written; None where there is none."""
    row = connection.exec_driver_sql("SELECT body FROM audit_entry WHERE seq = ?", (seq,)).fetchone()
    return None if row is None else datetime.fromisoformat(_said(row[0])["at"])


def lines(desk: Desk, connection: Connection, before: int | None = None) -> Iterator[AuditLine]:
    """Entries from the newest (or below `before`) to the first, each opened where this account holds its key.

    What is said of a restricted record is not there for whoever is shut out of it, nor what was said of it before.
    """
    keys = {file.place.id: file for file in desk.every_key("audit")}
    hidden = _Hidden.of(desk, connection)
    below = newest(connection) + 1 if before is None else before
    while below > 1:
        rows = connection.exec_driver_sql(
            "SELECT seq, body FROM audit_entry WHERE seq < ? ORDER BY seq DESC LIMIT ?", (below, _CHUNK)
        ).fetchall()
        if not rows:
            return
        for seq, body in rows:
            with contextlib.suppress(BadFormat):  # the number that is missing shows, and a check says more
                said = _said(body)
                line = _line(keys, seq, said)
                if not hidden.hides(said, line.detail):
                    yield line
        below = rows[-1][0]


class _Hidden(NamedTuple):
    """What an account must not come upon: records that are shut to it, and keys of entries about them."""

    subjects: frozenset[UUID]
    keys: frozenset[UUID]

    @classmethod
    def of(cls, desk: Desk, connection: Connection) -> _Hidden:
        if not desk.keyring.has_circles():
            return cls(frozenset(), frozenset())
        people = [one for one, circle in restricted_store.circles(connection).items() if desk.is_shut(circle.bytes)]
        subjects = {*people, *restricted_store.cases_of(connection, people)}
        with reading(desk.cupboard.engine) as keys:
            rows = keys.exec_driver_sql("SELECT id, compartment FROM file_key WHERE kind = 'audit'").fetchall()
        shut = {UUID(bytes=raw) for raw, name in rows if circle_id(name) and not desk.keyring.holds(name)}
        return cls(frozenset(subjects), frozenset(shut))

    def hides(self, said: dict[str, Any], detail: AuditDetail | None) -> bool:
        if detail is not None:
            return bool(self.subjects & {detail.subject_id, detail.case_id, *detail.cases})
        if not self.keys or not isinstance(said["detail"], str):
            return False
        try:
            return cell_key_id(bytes.fromhex(said["detail"])) in self.keys
        except (BadFormat, ValueError):
            return False


def _said(body: object) -> dict[str, Any]:
    """What an entry says, as far as reading needs it. Raises `BadFormat`."""
    said = loads(body)
    if not said.keys() >= _PARTS:
        raise BadFormat("audit entry")
    return said


def _actor(said: dict[str, Any]) -> UUID | None:
    """Who acted; None for the program itself. Raises `BadFormat`."""
    if said["actor"] == SYSTEM:
        return None
    try:
        return UUID(said["actor"])
    except (ValueError, AttributeError, TypeError):
        raise BadFormat("audit entry") from None


def _line(keys: Mapping[UUID, FileKey], seq: int, said: dict[str, Any]) -> AuditLine:
    return AuditLine(
        seq=seq,
        at=datetime.fromisoformat(said["at"]),
        actor_id=_actor(said),
        detail=_detail(keys, seq, said["detail"]),
        rows=len(said["rows"]),
    )


def _detail(keys: Mapping[UUID, FileKey], seq: int, detail: str | dict[str, Any]) -> AuditDetail | None:
    """None where this account does not hold the compartment, or the detail does not open."""
    try:
        if not isinstance(detail, str):
            return AuditDetail.from_json(detail)
        raw = bytes.fromhex(detail)
        file = keys.get(cell_key_id(raw))
        if file is None:
            return None
        address = cell_address("audit", "detail", detail_row(seq).bytes, file.place.id)
        return AuditDetail.from_json(loads(open_raw(file.key, address, raw)))
    except UNREADABLE:
        return None
