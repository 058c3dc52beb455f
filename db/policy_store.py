"""The policy's versions, each sealed under the office's own key: whoever works here may read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.desk import Desk
from db.engine import run
from db.opened import record, uid
from db.row_formats import columns_of
from db.tables.policies import PolicyVersionRow
from db.unit_of_work import UnitOfWork, VersionConflict
from db.vouched import verify_rows
from iass_tui.rules.records.policies import PolicyBody, PolicyState, PolicyVersion
from iass_tui.rules.wording import policy_text

_COLUMNS = columns_of("policy_version")
_EVERY = f"SELECT {', '.join(_COLUMNS)} FROM policy_version ORDER BY number"
_ONE = f"SELECT {', '.join(_COLUMNS)} FROM policy_version WHERE id = ?"
_IN_FORCE = f"SELECT {', '.join(_COLUMNS)} FROM policy_version WHERE state = 'ISSUED'"


def every(desk: Desk, connection: Connection) -> tuple[PolicyVersion, ...]:
    """Every version, oldest first; none in an office that an earlier program made and no manager opened since.

    Each is compared with the entry that vouches for it. Raises `Tampered`, or one of `UNREADABLE`.
    """
    return _opened(desk, connection, run(connection, _EVERY, ()).fetchall())


def one(desk: Desk, connection: Connection, policy_id: UUID) -> PolicyVersion | None:
    """One version; None where there is none. Raises as `every` does."""
    found = _opened(desk, connection, run(connection, _ONE, (policy_id.bytes,)).fetchall())
    return found[0] if found else None


def in_force(desk: Desk, connection: Connection) -> PolicyVersion | None:
    """The version in force. Raises as `every` does."""
    found = _opened(desk, connection, run(connection, _IN_FORCE, ()).fetchall())
    return found[-1] if found else None


def _opened(desk: Desk, connection: Connection, rows: Sequence[Sequence[Any]]) -> tuple[PolicyVersion, ...]:
    verify_rows(connection, "policy_version", rows)
    each = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    keys = desk.keys({(uid(row["file_key_id"]), "settings", desk.office) for row in each})
    return tuple(
        PolicyVersion(
            id=uid(row["id"]),
            version=row["version"],
            number=row["number"],
            state=PolicyState(row["state"]),
            body=record(PolicyBody, keys, "policy_version", "body", row["id"], row["file_key_id"], row["body"]),
        )
        for row in each
    )


def is_begun(connection: Connection) -> bool:
    """Whether there is any version at all."""
    return run(connection, "SELECT 1 FROM policy_version LIMIT 1", ()).fetchone() is not None


def add_first(desk: Desk, unit: UnitOfWork, issued_on: date) -> UUID:
    """Version 1 of a new office: the policy it starts with, word for word, in force from its first day."""
    body = PolicyBody(text=policy_text().text, issued_on=issued_on)
    return insert(desk, unit, body, PolicyState.ISSUED)


def insert(desk: Desk, unit: UnitOfWork, body: PolicyBody, state: PolicyState = PolicyState.DRAFT) -> UUID:
    """A new version under the next number."""
    (number,) = run(unit.connection, "SELECT coalesce(max(number), 0) + 1 FROM policy_version", ()).fetchone()
    id_, file = uuid4(), desk.shared_key("settings", desk.office, "office")
    unit.insert(
        PolicyVersionRow(
            id=id_,
            file_key_id=file.place.id,
            number=number,
            state=state.value,
            created_at=unit.at,
            body=desk.seal(file, "policy_version", "body", id_, body),
        )
    )
    return id_


def change(desk: Desk, unit: UnitOfWork, policy_id: UUID, version: int, body: PolicyBody, state: PolicyState) -> None:
    """Writes a version over the one that was read. Raises `VersionConflict`."""
    row = run(
        unit.connection, "SELECT version, number, created_at FROM policy_version WHERE id = ?", (policy_id.bytes,)
    ).fetchone()
    if row is None or row[0] != version:
        raise VersionConflict
    file = desk.shared_key("settings", desk.office, "office")
    unit.update(
        PolicyVersionRow(
            id=policy_id,
            version=version,
            file_key_id=file.place.id,
            number=row[1],
            state=state.value,
            created_at=row[2],
            body=desk.seal(file, "policy_version", "body", policy_id, body),
        )
    )
