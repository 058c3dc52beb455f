"""What hangs on file keys: found by walking every table, so that no later column can survive an erasure unnoticed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from db.desk import Desk
from db.engine import reading
from db.row_formats import quoted
from db.tables.base import RECORDS


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


def spent_keys(desk: Desk, subject: UUID) -> tuple[UUID, ...]:
    """A person's keys under which nothing but drafts hangs: of a first contact whose draft is done with."""
    keys = keys_of(desk, subject, "person")
    return tuple(key for key in keys if all(table == "draft" for table, _ in rows_under(desk, [key])))


def drop_keys(desk: Desk, keys: Sequence[UUID]) -> None:
    """Removes file keys under which nothing hangs any more. Older copies still hold them until the host key turns."""
    with desk.cupboard.write() as connection:
        for key in keys:
            connection.exec_driver_sql("DELETE FROM file_key WHERE id = ?", (key.bytes,))
    desk.cupboard.forget()
