"""Everyone's names and ways to be found, opened in bulk: one statement for the keys of a kind, one for the rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from db.cupboard import NoHostKey, office_row
from db.desk import Desk
from db.engine import reading
from iass_tui.vault.bulk import Column, FileKeys
from iass_tui.vault.host_key import outer_key_id
from iass_tui.vault.keyring import CompartmentClosed
from iass_tui.vault.sealing import DoesNotOpen

Opened = dict[str, Any]
Found = Iterator[tuple[bytes, Opened | None]]


def cards(
    desk: Desk, connection: Connection, only: Sequence[bytes] | None = None
) -> Iterator[tuple[bytes, Opened | None]]:
    """Everyone's card by the raw id of the person; None where it does not open. Erased ones are left out.

    With `only`, these people's.
    """
    where = "" if only is None else f" WHERE id IN ({_marks(only)})"
    rows = connection.exec_driver_sql(f"SELECT id, id, file_key_id, card FROM person{where}", tuple(only or ()))
    return _opened(desk, rows.fetchall(), "person", Column("person", "card"), only)


def contacts(desk: Desk, connection: Connection, only: Sequence[bytes] | None = None) -> Found:
    """As `cards`, the ways to reach them, of whoever has any."""
    where = "" if only is None else f" WHERE person_id IN ({_marks(only)})"
    rows = connection.exec_driver_sql(
        f"SELECT person_id, id, file_key_id, body FROM person_contact{where}", tuple(only or ())
    )
    return _opened(desk, rows.fetchall(), "contact", Column("person_contact", "body"), only)


def cases(connection: Connection, only: Sequence[bytes] | None = None) -> Sequence[Sequence[Any]]:
    """Raw id, raw id of the person and number of every case, or of these people's."""
    where = "" if only is None else f" WHERE person_id IN ({_marks(only)})"
    return connection.exec_driver_sql(f'SELECT id, person_id, number FROM "case"{where}', tuple(only or ())).fetchall()


def contact_owners(connection: Connection, only: Sequence[bytes] | None = None) -> dict[bytes, bytes]:
    """Raw id of each row of contact details to its person's: when such a row goes, only its own id is told."""
    where = "" if only is None else f" WHERE person_id IN ({_marks(only)})"
    rows = connection.exec_driver_sql(f"SELECT id, person_id FROM person_contact{where}", tuple(only or ()))
    return {row[0]: row[1] for row in rows}


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
    desk: Desk, rows: Sequence[Sequence[Any]], kind: str, column: Column, only: Sequence[bytes] | None
) -> Found:
    keys = _keys(desk, kind, only)
    open_cell, decode = column.open, json.JSONDecoder().raw_decode
    for person, row, key_id, raw in rows:
        key = keys.get(key_id)
        if key is None:
            continue
        try:
            yield person, decode(open_cell(key, key_id, row, raw).decode())[0]
        except (DoesNotOpen, ValueError):
            yield person, None


def _keys(desk: Desk, kind: str, only: Sequence[bytes] | None) -> dict[bytes, bytes]:
    """The file keys of a kind (of these subjects) by raw id; those of closed compartments are left out.

    So are those that are none: one row that anybody with the file can plant must not keep everyone from being found.
    """
    where = "" if only is None else f" AND subject IN ({_marks(only)})"
    while True:
        with reading(desk.cupboard.engine) as connection:
            rows = connection.exec_driver_sql(
                f"SELECT id, subject, compartment, compartment_version, wrapped FROM file_key WHERE kind = ?{where}",
                (kind, *(only or ())),
            ).fetchall()
            _, host_key_id = office_row(connection)
            (register,) = connection.exec_driver_sql("SELECT max(number) FROM register").one()
        if register == desk.pin.number:
            break
        desk.renew()  # a rotation came between: with the keys of before everybody would be left out
    file_keys = FileKeys(desk.keyring, kind, desk.cupboard.host_key)
    found = {}
    for row in rows:
        try:
            found[row[0]] = file_keys.open(*row)
        except (CompartmentClosed, DoesNotOpen, TypeError, ValueError):
            continue
        except NoHostKey:
            if outer_key_id(row[4]) == host_key_id:
                raise
    return found


def _marks(values: Sequence[bytes]) -> str:
    return ", ".join("?" * len(values))
