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

_NOBODY_COMES = "NOT EXISTS (SELECT 1 FROM main.import_run WHERE state = 'RUNNING')"
"""So it is on any other day: asked once a statement, and then nothing more is."""
_BROUGHT = (
    "SELECT 1 FROM main.import_person i JOIN main.import_run r ON r.id = i.import_id "
    "WHERE r.state = 'RUNNING' AND i.person_id = "
)
_OF_THE_CASE = '(SELECT c.person_id FROM main."case" c WHERE c.id = '
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
    away = {"consent_head": f"{_BROUGHT} t.id", "case": f"{_BROUGHT} t.person_id"}
    for table in sealed_columns():
        kind, column = file_kind(table)
        if kind in _OF_PEOPLE:
            away[table] = f"{_BROUGHT} t.{column}"
        elif kind == "case" and table != "case":
            away[table] = f"{_BROUGHT} {_OF_THE_CASE} t.{column})"
    return tuple(
        f'CREATE TEMP VIEW "{table}" AS SELECT t.* FROM main."{table}" t WHERE {_NOBODY_COMES} OR NOT EXISTS ({one})'
        for table, one in away.items()
    )
