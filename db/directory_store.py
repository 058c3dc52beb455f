"""Everyone's names and ways to be found, opened in bulk: one statement for the keys of a kind, one for the rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from db.cupboard import OF_KIND, NoHostKey
from db.desk import Desk
from db.engine import reading, run
from db.office_row import office_row
from iass_tui.vault.bulk import Column, FileKeys
from iass_tui.vault.host_key import outer_key_id
from iass_tui.vault.keyring import CompartmentClosed
from iass_tui.vault.sealing import DoesNotOpen

Opened = dict[str, Any]
Batch = list[tuple[bytes, Opened | None]]
_BATCH = 256
"""How many rows are in memory at once, still sealed, and opened without a pause."""


def cards(desk: Desk, connection: Connection, only: Sequence[bytes] | None = None) -> Iterator[Batch]:
    """Everyone's card by the raw id of the person; None where it does not open.

    Erased ones are left out, and records that were joined to another.
    With `only`, these people's. A batch at a time: whoever goes through them pauses between two.
    """
    where = "" if only is None else f" AND id IN ({_marks(only)})"
    query = f"SELECT id, id, file_key_id, card FROM person WHERE state != 'JOINED'{where}"
    rows = run(connection, query, tuple(only or ()))
    return _opened(desk, rows, "person", Column("person", "card"), only)


def contacts(desk: Desk, connection: Connection, only: Sequence[bytes] | None = None) -> Iterator[Batch]:
    """As `cards`, the ways to reach them, of whoever has any."""
    where = "" if only is None else f" WHERE person_id IN ({_marks(only)})"
    rows = run(connection, f"SELECT person_id, id, file_key_id, body FROM person_contact{where}", tuple(only or ()))
    return _opened(desk, rows, "contact", Column("person_contact", "body"), only)


def cases(connection: Connection, only: Sequence[bytes] | None = None) -> Iterator[tuple[bytes, bytes, int]]:
    """Raw id, raw id of the person and number of every case, or of these people's."""
    where = "" if only is None else f" WHERE person_id IN ({_marks(only)})"
    return run(connection, f'SELECT id, person_id, number FROM "case"{where}', tuple(only or ()))


def reached(connection: Connection) -> set[bytes]:
    """Raw ids of everyone of whom there are contact details."""
    return {row[0] for row in run(connection, "SELECT person_id FROM person_contact")}


def people_behind(connection: Connection, contact_rows: Sequence[bytes], case_rows: Sequence[bytes]) -> set[bytes]:
    """Raw ids of the people whose contact details or cases these are."""
    found: set[bytes] = set()
    for table, ids in (("person_contact", contact_rows), ("case", case_rows)):
        if ids:
            query = f'SELECT person_id FROM "{table}" WHERE id IN ({_marks(ids)})'
            found |= {row[0] for row in connection.exec_driver_sql(query, tuple(ids))}
    return found


def counts(connection: Connection) -> tuple[int, int, int]:
    """How many people, ways to reach them, and cases there are."""
    people, contacts, cases = connection.exec_driver_sql(
        'SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM person_contact), (SELECT count(*) FROM "case")'
    ).one()
    return people, contacts, cases


def _opened(
    desk: Desk, rows: sqlite3.Cursor, kind: str, column: Column, only: Sequence[bytes] | None
) -> Iterator[Batch]:
    keys = _keys(desk, kind, only)
    open_cell, decode = column.open, json.JSONDecoder().raw_decode
    while some := rows.fetchmany(_BATCH):
        batch: Batch = []
        for person, row, key_id, raw in some:
            key = keys.get(key_id)
            if key is None:
                continue
            try:
                batch.append((person, decode(open_cell(key, key_id, row, raw).decode())[0]))
            except (DoesNotOpen, ValueError):
                batch.append((person, None))
        yield batch


def _keys(desk: Desk, kind: str, only: Sequence[bytes] | None) -> dict[bytes, bytes]:
    """The file keys of a kind (of these subjects) by raw id; those of closed compartments are left out.

    So are those that are none: one row that anybody with the file can plant must not keep everyone from being found.
    """
    where = "kind = ?" if only is None else f"{OF_KIND} AND subject IN ({_marks(only)})"
    while True:
        found = {}
        with reading(desk.cupboard.engine) as connection:
            (register,) = run(connection, "SELECT max(number) FROM register").fetchone()
            if register != desk.pin.number:
                desk.renew()  # a rotation came between: with the keys of before everybody would be left out
                continue
            open_key = FileKeys(desk.keyring, kind, desk.cupboard.host_key).open
            rows = run(
                connection,
                f"SELECT id, subject, compartment, compartment_version, wrapped FROM file_key WHERE {where}",
                (kind, *(only or ())),
            )
            for row in rows:
                try:
                    found[row[0]] = open_key(*row)
                except (CompartmentClosed, DoesNotOpen, TypeError, ValueError):
                    continue
                except NoHostKey:
                    if outer_key_id(row[4]) == office_row(connection)[1]:
                        raise
        return found


def _marks(values: Sequence[bytes]) -> str:
    return ", ".join("?" * len(values))
