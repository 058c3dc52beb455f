"""The one row of `office.keys` that names the office and its present host key."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from db.engine import run
from iass_tui.vault.encoding import BadFormat


def office_row(connection: Connection) -> tuple[UUID, bytes]:
    """The office's id and its present host key's id. Raises `LookupError` where there is none."""
    row = run(connection, "SELECT id, host_key_id FROM office").fetchone()
    if row is None:
        raise LookupError("no office in this file")
    return UUID(bytes=row[0]), bytes(row[1])


def stored_bytes(value: object) -> bytes:
    """A stored byte string. Raises `BadFormat` for a value of another kind, which no program of ours stores."""
    if not isinstance(value, bytes):
        raise BadFormat("a stored value of another kind")
    return value
