"""Which tables a file has, and bringing them up to what this program knows. Alembic is imported only for changes."""

from __future__ import annotations

import dataclasses
import enum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from db.engine import reading, rebuilding, run

if TYPE_CHECKING:
    from alembic.config import Config

RECORDS_HEAD = "0021"
KEYS_HEAD = "0001"
"""The newest step of each file. Steps are numbered, so that a greater number is a later program's."""

_SCRIPTS = Path(__file__).parent / "migrations"


class Standing(enum.StrEnum):
    """What the files' tables are, seen from this program."""

    CURRENT = "CURRENT"
    OLDER = "OLDER"
    """`upgrade` brings them up."""
    NEWER = "NEWER"
    """A later program wrote them: this one must not touch them."""
    FOREIGN = "FOREIGN"
    """Not an office."""


@dataclasses.dataclass(frozen=True)
class Versions:
    """The step that each file stands at; "" for a file that never took one."""

    records: str
    keys: str


def versions(records_engine: Engine, keys_engine: Engine) -> Versions:
    """Where both files stand. Raises `Damaged`."""
    return Versions(_version(records_engine), _version(keys_engine))


def compare(records_engine: Engine, keys_engine: Engine) -> Standing:
    """Where both files stand, seen from this program. Raises `Damaged`."""
    return standing(versions(records_engine, keys_engine))


def standing(found: Versions) -> Standing:
    """The less favourable of both files' standings."""
    if not _is_number(found.records) or not _is_number(found.keys):
        return Standing.FOREIGN
    if is_newer(found):
        return Standing.NEWER
    if found == Versions(RECORDS_HEAD, KEYS_HEAD):
        return Standing.CURRENT
    return Standing.OLDER


def is_newer(found: Versions) -> bool:
    """True where a later program wrote either file."""
    return found.records > RECORDS_HEAD or found.keys > KEYS_HEAD


def create(records_engine: Engine, keys_engine: Engine) -> None:
    """The tables of a new office, in two empty files."""
    upgrade(records_engine, keys_engine)


def upgrade(records_engine: Engine, keys_engine: Engine) -> None:
    """Brings both files to the newest step, keys first; each file whole or not at all.

    Raises `ValueError` for files that a later program wrote.
    """
    if is_newer(versions(records_engine, keys_engine)):
        raise ValueError("a later program wrote these files")
    _run(keys_engine, "keys")
    _run(records_engine, "records")


def _is_number(version: str) -> bool:
    return len(version) == len(RECORDS_HEAD) and version.isdecimal() and version.isascii()


def _version(engine: Engine) -> str:
    with reading(engine) as connection:
        named = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
        if not run(connection, named).fetchone()[0]:
            return ""
        rows = run(connection, "SELECT version_num FROM alembic_version").fetchall()
    return str(rows[0][0]) if len(rows) == 1 else ""


def _run(engine: Engine, branch: str) -> None:
    with rebuilding(engine) as connection:
        _run_steps(connection, branch)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise ValueError(f"a step left rows of {broken[0]} that belong to nothing")


def _run_steps(connection: Connection, branch: str) -> None:
    from alembic import command

    command.upgrade(_config(branch, connection), "head")


def _config(branch: str, connection: Connection | None = None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS / branch).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def heads() -> Versions:
    """The newest step that stands in the scripts. Imports Alembic; a test holds it equal to the constants above."""
    from alembic.script import ScriptDirectory

    found = (ScriptDirectory.from_config(_config(branch)).get_current_head() for branch in ("records", "keys"))
    records, keys = (head or "" for head in found)
    return Versions(records, keys)
