"""Everything that is written about some people, sealed anew under keys that lie in their circle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from db.cupboard import KeyGone
from db.desk import Desk
from db.hanging import keys_of_many
from db.row_formats import ROW_FORMATS, columns_of, quoted
from db.tables.base import RECORDS
from db.types import SealedColumn
from db.unit_of_work import Tampered, UnitOfWork
from iass_tui.vault.cells import Sealed, cell_key_id
from iass_tui.vault.compartments import FileKey
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.keyring import CompartmentClosed
from iass_tui.vault.sealing import DoesNotOpen

_AT_ONCE = 400


class Resealing:
    """One pass. What does not open, or is not as it was vouched for, is left as it is and counted."""

    def __init__(self, desk: Desk, unit: UnitOfWork, subjects: Sequence[UUID], compartment: str) -> None:
        self._desk, self._unit, self._compartment = desk, unit, compartment
        self._subjects = tuple(subjects)
        self._fresh: dict[tuple[str, UUID], FileKey] = {}
        self.rows = self.closed = 0

    def run(self) -> None:
        """Every row under any key of these subjects that is not one to write with."""
        keys = [one.bytes for one in keys_of_many(self._desk, self._subjects)]
        for table in RECORDS.sorted_tables:
            if "file_key_id" in table.columns:
                for start in range(0, len(keys), _AT_ONCE):
                    self._table(table.name, keys[start : start + _AT_ONCE])

    def key(self, kind: str, subject: UUID) -> FileKey:
        """The key that everything of a file is sealed under from now on."""
        if (kind, subject) not in self._fresh:
            self._fresh[kind, subject] = self._desk.shared_key(kind, subject, self._compartment)
        return self._fresh[kind, subject]

    def _table(self, table: str, keys: Sequence[bytes]) -> None:
        known = RECORDS.tables[table].columns
        names = columns_of(table) if table in ROW_FORMATS else tuple(known.keys())
        marks = ", ".join("?" * len(keys))
        query = f"SELECT {', '.join(names)} FROM {quoted(table)} WHERE file_key_id IN ({marks})"
        for row in self._unit.connection.exec_driver_sql(query, tuple(keys)).fetchall():
            try:
                changed = self._row(table, names, tuple(row))
                if changed is not None:
                    self._unit.put_again(table, changed)
                    self.rows += 1
            except (DoesNotOpen, BadFormat, KeyGone, CompartmentClosed, Tampered):
                self.closed += 1

    def _row(self, table: str, names: Sequence[str], row: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """The row under its new key; None where it is under it already."""
        known = RECORDS.tables[table].columns
        values = dict(zip(names, row, strict=True))
        place = self._desk.any_key(UUID(bytes=values["file_key_id"])).place
        file = self.key(place.kind, place.subject)
        if place.id == file.place.id:
            return None
        row_id = UUID(bytes=values["id"])
        for name in names:
            if isinstance(known[name].type, SealedColumn):
                old = self._desk.any_key(cell_key_id(values[name]))
                values[name] = self._desk.seal_again(old, file, table, name, row_id, Sealed(values[name])).raw
        values["file_key_id"] = file.place.id.bytes
        return tuple(values[name] for name in names)


def reseal(desk: Desk, unit: UnitOfWork, subjects: Sequence[UUID], compartment: str) -> Resealing:
    """Seals everything about these people and cases anew, within the unit; what was done, and the keys it is under."""
    done = Resealing(desk, unit, subjects, compartment)
    done.run()
    return done
