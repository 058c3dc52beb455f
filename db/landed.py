"""What is there to be seen: an import's people are not before its last batch is, a restricted record is for its circle.

Every connection of a session sees, under the name of each table that hangs on a person or a case, only the rows of
people who have landed, and in whose circle whoever is signed in is. These are temporary views, which stand before the
tables of their names in every statement, so that no query has to think of it, those that are yet to be written too. A
statement that writes, checks or erases names the table itself (`db.row_formats.quoted`); a view is not written.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, event

from db.addresses import file_kind, sealed_columns
from db.engine import run

_NOBODY_COMES = "NOT EXISTS (SELECT 1 FROM main.import_run WHERE state = 'RUNNING')"
"""So it is on any other day: asked once a statement, and then nothing more is."""
_BROUGHT = (
    "SELECT 1 FROM main.import_person i JOIN main.import_run r ON r.id = i.import_id "
    "WHERE r.state = 'RUNNING' AND i.person_id = "
)
_NONE_RESTRICTED = "NOT EXISTS (SELECT 1 FROM main.restricted)"
_OF_THE_CASE = '(SELECT c.person_id FROM main."case" c WHERE c.id = '
_HIDDEN = f"SELECT NOT ({_NOBODY_COMES} AND {_NONE_RESTRICTED})"
IsShut = Callable[[bytes], bool]
_OF_PEOPLE = frozenset({"person", "contact", "equality"})
"""Kinds of file keys whose subject is a person."""


class Sight:
    """Whom the connections of one engine ask, at each statement anew, whether a circle is shut to whoever reads."""

    def __init__(self) -> None:
        self.is_shut: IsShut = lambda _: True
        """By the circle's raw id: to everybody before somebody signed in."""

    def asks(self, circle: bytes) -> bool:
        """Asks whoever is signed in at that moment."""
        return self.is_shut(circle)


def see_only_what_is_there(engine: Engine, sight: Sight) -> None:
    """From now on every connection of this engine is without what has not landed, and without what is shut.

    Not for taking schema steps.
    """

    def connected(connection: Any, _: Any) -> None:
        connection.create_function("is_shut", 1, sight.asks)
        for statement in views():
            connection.execute(statement)

    engine.dispose()  # connections made before see everything
    event.listen(engine, "connect", connected)


def is_some_hidden(connection: Connection) -> bool:
    """Whether there may be rows in the tables that whoever asks does not see: then counting needs a look at each."""
    return bool(run(connection, _HIDDEN).fetchone()[0])


@functools.cache
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
        f'CREATE TEMP VIEW "{table}" AS SELECT t.* FROM main."{table}" t '
        f"WHERE ({_NOBODY_COMES} OR NOT EXISTS ({one})) AND ({_NONE_RESTRICTED} OR NOT EXISTS ({_shut(table)}))"
        for table, one in away.items()
    )


def _shut(table: str) -> str:
    """Finds something where a row is about somebody in a circle that is shut to whoever reads."""
    if table == "family_tie":
        people = "t.child_id, t.adult_id"
    elif table == "case":
        people = "t.person_id"
    elif table == "consent_head":
        people = "t.id"
    else:
        kind, column = file_kind(table)
        people = f"{_OF_THE_CASE} t.{column})" if kind == "case" else f"t.{column}"
        people += ", t.person_id" if table == "enquiry" else ""
    return f"SELECT 1 FROM main.restricted x WHERE x.id IN ({people}) AND is_shut(x.circle)"
