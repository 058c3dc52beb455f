"""Many rows compared with the entries that vouch for them, in two statements: for rows that decide something."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.engine import run
from db.opened import loads
from db.row_formats import columns_of, quoted
from db.unit_of_work import Tampered
from iass_tui.vault.audit_entry import DELETED, row_digest

_AT_ONCE = 300


def verify_rows(connection: Connection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Raises `Tampered` unless each of these stored rows is the one that its latest entry vouches for.

    The rows hold every column of the table's newest list, in its order. Of rows that are gone nothing is said here:
    `verify_row` or a count does that.
    """
    for start in range(0, len(rows), _AT_ONCE):
        _verify(connection, table, rows[start : start + _AT_ONCE])


def verify_none_missing(connection: Connection, table: str) -> None:
    """Raises `Tampered` where a row of this table is gone and no entry says so.

    For tables whose rows nobody counts, before something is decided by what is not there.
    """
    index = run(
        connection,
        f"SELECT r.id, r.seq FROM row_index r LEFT JOIN {quoted(table)} t ON t.id = r.id "
        "WHERE r.table_name = ? AND t.id IS NULL",
        (table,),
    ).fetchall()
    for start in range(0, len(index), _AT_ONCE):
        gone = index[start : start + _AT_ONCE]
        wanted = sorted({seq for _, seq in gone})
        bodies = run(connection, f"SELECT seq, body FROM audit_entry WHERE seq IN ({_marks(wanted)})", tuple(wanted))
        said = {seq: _said(body) for seq, body in bodies}
        for raw_id, seq in gone:
            row_id = str(UUID(bytes=raw_id))
            if said.get(seq, {}).get((table, row_id)) != DELETED:
                raise Tampered(f"{table} {row_id}")


def _verify(connection: Connection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    index = run(
        connection,
        f"SELECT id, seq FROM row_index WHERE table_name = ? AND id IN ({_marks(rows)})",
        (table, *(row[0] for row in rows)),
    )
    seqs = {row[0]: row[1] for row in index}
    wanted = sorted(set(seqs.values()))
    bodies = run(connection, f"SELECT seq, body FROM audit_entry WHERE seq IN ({_marks(wanted)})", tuple(wanted))
    said = {seq: _said(body) for seq, body in bodies}
    columns = columns_of(table)
    for row in rows:
        row_id = str(UUID(bytes=row[0]))
        vouched = said.get(seqs.get(row[0], 0), {}).get((table, row_id))
        if vouched != row_digest(table, columns, tuple(row)):
            raise Tampered(f"{table} {row_id}")


@functools.lru_cache(maxsize=256)
def _said(body: object) -> Mapping[tuple[str, str], str]:
    """What an entry says of each of its rows. Entries never change, so that one reading is enough."""
    try:
        return {(table, row_id): digest for table, row_id, _, digest in loads(body)["rows"]}
    except (KeyError, TypeError, ValueError):
        return {}  # it vouches for nothing


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
