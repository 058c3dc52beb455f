"""Counting what an office holds, for the tests that go through the domain's tables row by row."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import MetaData

from db.engine import open_engine
from db.row_formats import quoted
from db.tables.base import KEYS, RECORDS
from tests.services.offices import Office

LOOKS = frozenset({"audit_entry", "row_index", "audit_index"})
"""What the record of looks and of the rows themselves adds, whatever is done."""


def held(office: Office) -> dict[str, int]:
    """How many rows each table of office.db and office.keys holds."""
    folder = office.places.folder
    return _count(RECORDS, folder.records) | {f"keys.{name}": n for name, n in _count(KEYS, folder.keys).items()}


def _count(tables: MetaData, file: object) -> dict[str, int]:
    engine = open_engine(file)  # type: ignore[arg-type]
    with engine.connect() as connection:
        found = {
            table.name: int(connection.exec_driver_sql(f"SELECT count(*) FROM {quoted(table.name)}").scalar_one())
            for table in tables.sorted_tables
        }
    engine.dispose()
    return found


def grown(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """The tables that hold more or fewer rows than before, and by how many; looks left out."""
    return {name: after[name] - before[name] for name in after if after[name] != before[name] and name not in LOOKS}
