"""What has landed: an import's people are not there before its last batch is.

Every connection of a session sees, under the name of each table that hangs on a person or a case, only the rows of
people who have landed. These are temporary views, which stand before the tables of their names in every statement, so
that no query has to think of it, those that are yet to be written included. A statement that writes, checks or erases
names the table itself (`db.row_formats.quoted`); a view refuses to be written.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

from db.addresses import file_kind, sealed_columns

_AWAY = (
    "SELECT person_id FROM main.import_person "
    "WHERE import_id IN (SELECT id FROM main.import_run WHERE state != 'LANDED')"
)
"""Whoever came with an import that has not landed: nobody at all on any other day, which SQLite finds in two looks."""
_AWAY_CASES = f'SELECT id FROM main."case" WHERE person_id IN ({_AWAY})'
_OF_PEOPLE = frozenset({"person", "contact", "equality"})
"""Kinds of file keys whose subject is a person."""


def see_only_what_landed(engine: Engine) -> None:
    """From now on every connection of this engine is without what has not landed. Not for taking schema steps."""
    engine.dispose()  # connections made before see everything
    event.listen(engine, "connect", _connected)


def _connected(connection: Any, _: Any) -> None:
    for statement in views():
        connection.execute(statement)


def views() -> tuple[str, ...]:
    """The statements that make the views, read off the addresses of every table's cells."""
    conditions = {"consent_head": f"id NOT IN ({_AWAY})", "case": f"person_id NOT IN ({_AWAY})"}
    for table in sealed_columns():
        kind, column = file_kind(table)
        if kind in _OF_PEOPLE:
            conditions[table] = f"{column} NOT IN ({_AWAY})"
        elif kind == "case" and table != "case":  # a link that is not set belongs to no case
            conditions[table] = f"({column} IS NULL OR {column} NOT IN ({_AWAY_CASES}))"
    return tuple(
        f'CREATE TEMP VIEW "{table}" AS SELECT * FROM main."{table}" WHERE {condition}'
        for table, condition in conditions.items()
    )
