"""What hangs on file keys: found by walking every table, so that no later column can survive an erasure unnoticed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, Table

from db.cupboard import KeyGone
from db.desk import Desk
from db.engine import reading
from db.join_store import records_of
from db.row_formats import quoted
from db.tables.base import RECORDS
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.keyring import CompartmentClosed
from iass_tui.vault.sealing import DoesNotOpen


def keys_of(desk: Desk, subject: UUID, *kinds: str) -> tuple[UUID, ...]:
    """Every file key of a subject, of these kinds or of any: a file may have had several."""
    with reading(desk.cupboard.engine) as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, kind FROM file_key WHERE subject = ?", (subject.bytes,)
        ).fetchall()
    return tuple(UUID(bytes=one) for one, kind in rows if not kinds or kind in kinds)


def keys_of_many(desk: Desk, subjects: Sequence[UUID]) -> tuple[UUID, ...]:
    """Every file key of any of these subjects."""
    marks = ", ".join("?" * len(subjects))
    with reading(desk.cupboard.engine) as connection:
        rows = connection.exec_driver_sql(
            f"SELECT id FROM file_key WHERE subject IN ({marks})", tuple(one.bytes for one in subjects)
        )
        return tuple(UUID(bytes=one) for (one,) in rows)


def rows_under(desk: Desk, keys: Sequence[UUID]) -> tuple[tuple[str, UUID], ...]:
    """Every row under these keys, as (table, id); those that refer to others come first."""
    found: list[tuple[str, UUID]] = []
    marks = ", ".join("?" * len(keys))
    raw = tuple(key.bytes for key in keys)
    with desk.read() as connection:
        for table in reversed(RECORDS.sorted_tables):
            if keys and "file_key_id" in table.columns:
                rows = connection.exec_driver_sql(
                    f"SELECT id FROM {quoted(table.name)} WHERE file_key_id IN ({marks})", raw
                )
                found += ((table.name, UUID(bytes=one)) for (one,) in rows)
    return tuple(found)


def everything_about(desk: Desk, person_id: UUID) -> tuple[tuple[UUID, ...], tuple[tuple[str, UUID], ...]]:
    """Every file key and row of one person and their cases; the rows in an order in which they can be deleted.

    Of a person who had two records, everything of both.

    Found by the links of the tables, so that a later one cannot be forgotten. A tie in another's file goes too, its
    key stays: it is the other's.
    """
    with desk.read() as connection:
        own = records_of(connection, person_id)
        marks = ", ".join("?" * len(own))
        cases = connection.exec_driver_sql(
            f'SELECT id FROM "case" WHERE person_id IN ({marks})', tuple(one.bytes for one in own)
        ).fetchall()
        about = {"person": {one.bytes for one in own}, "case": {raw for (raw,) in cases}}
        linked = {table.name: _linked(connection, table, about) for table in RECORDS.sorted_tables}
    subjects = {person_id, *(UUID(bytes=raw) for rows in linked.values() for raw in rows)}
    keys = tuple(dict.fromkeys(key for one in sorted(subjects) for key in keys_of(desk, one)))
    under: dict[str, set[bytes]] = {}
    for table_name, row in rows_under(desk, keys):
        under.setdefault(table_name, set()).add(row.bytes)
    return keys, tuple(
        (table.name, UUID(bytes=raw))
        for table in reversed(RECORDS.sorted_tables)
        for raw in sorted(linked[table.name] | under.get(table.name, set()))
    )


def _linked(connection: Connection, table: Table, about: Mapping[str, set[bytes]]) -> set[bytes]:
    """The rows of a table that are, or point to, the person or one of their cases."""
    found = set()
    columns = [(key.parent.name, key.column.table.name) for key in table.foreign_keys]
    columns += [("id", "person")] if table.name in ("person", "consent_head") else []
    columns += [("id", "case")] if table.name == "case" else []
    for column, target in columns:
        ids = tuple(about.get(target, ()))
        marks = ", ".join("?" * len(ids))
        query = f"SELECT id FROM {quoted(table.name)} WHERE {column} IN ({marks})"
        found |= {raw for (raw,) in connection.exec_driver_sql(query, ids)} if ids else set()
    return found


def spent_keys(desk: Desk, subject: UUID) -> tuple[UUID, ...]:
    """A person's keys that are done with: of a first contact's draft, or from before somebody left.

    Of someone who is not on file, all under which nothing but drafts hangs. Of someone who is, those under which
    nothing hangs and nothing will: not the one that a colleague may be about to write with.
    """
    keys = keys_of(desk, subject, "person")
    with desk.read() as connection:
        row = connection.exec_driver_sql("SELECT file_key_id FROM person WHERE id = ?", (subject.bytes,)).fetchone()
    if row is None:
        return tuple(key for key in keys if all(table == "draft" for table, _ in rows_under(desk, [key])))
    try:
        current = {key for key in keys if desk.keyring.is_current(desk.key(key, "person", subject))}
    except (KeyGone, CompartmentClosed, DoesNotOpen, BadFormat):
        return ()
    own = UUID(bytes=row[0])
    is_written_with = {own} if own in current else current
    return tuple(key for key in keys if key not in is_written_with and not rows_under(desk, [key]))


def drop_spent_keys(desk: Desk, subject: UUID, also: Sequence[UUID] = ()) -> None:
    """Removes a person's keys that are done with."""
    with desk.cupboard.queue.turn():
        keys = {*also, *spent_keys(desk, subject)}
        if keys:
            drop_keys(desk, tuple(keys))


def drop_keys(desk: Desk, keys: Sequence[UUID]) -> None:
    """Removes file keys under which nothing hangs any more. Older copies still hold them until the host key turns."""
    with desk.cupboard.write() as connection:
        for key in keys:
            connection.exec_driver_sql("DELETE FROM file_key WHERE id = ?", (key.bytes,))
    desk.cupboard.forget()
