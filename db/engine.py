"""The only place that opens SQLite, and what every connection is told (traps T8, T9, T28)."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

Found = TypeVar("Found")
PRAGMAS = (
    "busy_timeout = 10000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "recursive_triggers = ON",
    "trusted_schema = OFF",
    "wal_autocheckpoint = 4000",  # moved on between two turns long before that: see `make_room`
    "cache_size = -300",  # for each connection; the machine keeps the file's pages itself, once for all processes
)
_IMMEDIATE, _KNOWN = "iass_immediate", "iass_known"
_DAMAGE = ("malformed", "not a database", "decode")


class DiskFull(Exception):
    """Nothing was written: the disk, or the file's limit, is full."""


class CannotWrite(Exception):
    """The file or its folder may only be read."""


class Damaged(Exception):
    """SQLite says that the file is not a database or is torn."""


def open_engine(path: Path, *, read_only: bool = False, is_alone: bool = False) -> Engine:
    """An engine on one file. A read-only one changes nothing in it.

    `is_alone` promises that nobody writes meanwhile, and that no write-ahead log stands beside the file: SQLite then
    makes none, where any other reader would leave an empty one behind.
    """
    mode = "ro" if read_only else "rwc"
    if is_alone:
        mode += "&immutable=1"
    engine = create_engine(
        f"sqlite+pysqlite:///file:{_quoted(path)}?mode={mode}&uri=true",
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": 10.0},
        pool_size=4,
        max_overflow=8,
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            if not (read_only and pragma.startswith(("journal_mode", "secure_delete"))):
                cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(_IMMEDIATE, False)
        run(connection, "BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def has_log(path: Path) -> bool:
    """True where a write-ahead log stands beside the file: somebody has it open, or left it without closing."""
    return path.with_name(f"{path.name}-wal").exists()


def _quoted(path: Path) -> str:
    return quote(str(path.resolve()))


_AT_ONCE = 300


def run_of(connection: Connection, statement: str, ids: Sequence[UUID], *values: Any) -> list[tuple[Any, ...]]:
    """The rows of several people or cases in few statements; `statement` ends in `IN` or holds `IN {ids}`.

    Nothing is asked for where there is nobody. Rows come in no order that anybody may count on over many ids.
    """
    statement = statement if "{ids}" in statement else f"{statement} {{ids}}"
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(ids), _AT_ONCE):
        some = tuple(one.bytes for one in ids[start : start + _AT_ONCE])
        found += run(connection, statement.format(ids=_marks(len(some))), (*some, *values)).fetchall()
    return found


@functools.cache
def _marks(count: int) -> str:
    return f"({', '.join('?' * count)})"


def run(connection: Connection, statement: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
    """A statement as SQLite's driver runs it: a sixth of what `exec_driver_sql` costs, with the same errors."""
    driver: Any = connection.connection.driver_connection
    try:
        found: sqlite3.Cursor = driver.execute(statement, values)
    except sqlite3.Error as error:
        raise DBAPIError.instance(statement, values, error, sqlite3.Error, hide_parameters=True) from None
    return found


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One snapshot."""
    with plain_errors(), engine.connect().execution_options(**{_KNOWN: {}}) as connection, connection.begin():
        yield connection


def once(connection: Connection, ask: Callable[[Connection], Found]) -> Found:
    """What `ask` finds, asked once in a snapshot, where it cannot change; inside a write it is asked each time."""
    known: dict[Callable[[Connection], Any], Any] | None = connection.get_execution_options().get(_KNOWN)
    if known is None:
        return ask(connection)
    if ask not in known:
        known[ask] = ask(connection)
    found: Found = known[ask]
    return found


@contextlib.contextmanager
def ready_to_write(engine: Engine) -> Iterator[Connection]:
    """A connection on which every transaction is begun immediately, as a write."""
    with plain_errors(), engine.connect().execution_options(**{_IMMEDIATE: True}) as connection:
        yield connection


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction; all of it or nothing."""
    with ready_to_write(engine) as connection, connection.begin():
        yield connection


@contextlib.contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """As `writing`, for steps that drop a table and make it anew: foreign keys are held again only afterwards."""
    with ready_to_write(engine) as connection:
        plain = connection.connection.cursor()
        plain.execute("PRAGMA foreign_keys = OFF")  # means nothing inside a transaction
        try:
            with connection.begin():
                yield connection
        finally:
            plain.execute("PRAGMA foreign_keys = ON")
            plain.close()


@contextlib.contextmanager
def in_bulk(engine: Engine) -> Iterator[None]:
    """For many writes in a row: commits leave the write-ahead log alone, and `make_room` moves it on between them.

    Else every so many commits one takes ten times as long, while colleagues wait for their turn.
    """
    engine.dispose()
    event.listen(engine, "connect", _let_log_grow)
    try:
        yield
    finally:
        event.remove(engine, "connect", _let_log_grow)
        engine.dispose()


def _let_log_grow(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA wal_autocheckpoint = 0")


def make_room(engine: Engine) -> None:
    """Moves into the file what of the write-ahead log nobody needs any more, without holding anyone up."""
    plain = engine.raw_connection()
    try:
        plain.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
    finally:
        plain.close()


def checkpoint(engine: Engine) -> None:
    """Moves the write-ahead log into the file and cuts it to nothing, where no reader is in the way."""
    plain = engine.raw_connection()
    try:
        plain.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        plain.close()


def copy_to(engine: Engine, path: Path) -> None:
    """A copy of the file as it is at this moment, whole in itself, made without holding up writers.

    The copy keeps no write-ahead log: it can be read from a disk that may not be written.
    """
    with plain_errors():
        source = engine.raw_connection()
        target = sqlite3.connect(f"file:{_quoted(path)}?mode=rwc", uri=True, isolation_level=None)
        try:
            driver: Any = source.driver_connection
            driver.backup(target)  # all in one step: it sees one moment
            target.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()
            source.close()


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """Turns SQLite's errors into ours, without the statement."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        text = str(getattr(error, "orig", error))
        if isinstance(error, OperationalError | sqlite3.OperationalError):
            if "full" in text or "disk I/O" in text or "too big" in text:
                raise DiskFull from None
            if "readonly" in text or "unable to open" in text:
                raise CannotWrite from None
        if any(word in text for word in _DAMAGE):
            raise Damaged from None
        raise
