"""The deep check: opens every cell that this colleague may open, with the key and the place that it names."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from db.addresses import file_of, links_of, sealed_columns
from db.check.findings import Findings, Kind, Report
from db.check.ledger import erased_keys
from db.cupboard import KeyGone, NoHostKey
from db.desk import Desk
from db.engine import reading, run
from db.row_formats import quoted
from iass_tui.vault.cells import Sealed
from iass_tui.vault.compartments import FileKey, StillSent
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.keyring import CircleClosed, CompartmentClosed
from iass_tui.vault.sealing import DoesNotOpen


def deep_check(desk: Desk) -> Report:
    """Every cell of every table, opened and thrown away. Cells in compartments not held are counted as closed.

    Reads content without saying so: whoever calls it writes the audit entry.
    """
    return _DeepCheck(desk).run()


class _DeepCheck:
    """One run."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._findings = desk, Findings()
        self._rows = self._cells = self._closed = 0
        self._key: FileKey | None = None
        self._gone: list[tuple[str, str, bytes, bytes]] = []

    def run(self) -> Report:
        for table, columns in sealed_columns().items():
            self._read_table(table, columns)
        self._confirm_gone()
        self._read_keys()
        return Report(tuple(self._findings.all), rows=self._rows, cells=self._cells, closed=self._closed)

    def _read_keys(self) -> None:
        """File keys under which nothing lies, too: a planted one keeps nobody out, but somebody planted it."""
        cupboard = self._desk.cupboard
        with reading(cupboard.engine) as connection:
            kinds = [row[0] for row in run(connection, "SELECT DISTINCT kind FROM file_key")]
        for kind in kinds:
            self._desk.every_key(kind)
        for raw in sorted(cupboard.unreadable):
            self._findings.add(Kind.DOES_NOT_OPEN, "A file key does not open.", "file_key", raw)

    def _read_table(self, table: str, columns: Sequence[str]) -> None:
        links = links_of(table)
        names = ", ".join(("id", *links, *columns))
        with self._desk.read() as connection:
            # Rows under one key follow one another, so that each key is opened once.
            rows = run(connection, f"SELECT {names} FROM {quoted(table)} ORDER BY file_key_id")
            for row_id, *values in rows:
                self._rows += 1
                try:
                    row = UUID(bytes=row_id)
                    ids = [None if raw is None else UUID(bytes=raw) for raw in values[: len(links)]]
                    kind, subject = file_of(table, dict(zip(links, ids, strict=True)), self._desk.office)
                except (TypeError, ValueError):
                    self._findings.add(Kind.DOES_NOT_OPEN, f"A row of {table} has no place.", table, row_id)
                    continue
                for column, raw in zip(columns, values[len(links) :], strict=True):
                    self._open(table, column, row, raw, kind, subject)

    def _open(self, table: str, column: str, row: UUID, raw: object, kind: str, subject: UUID | None) -> None:
        self._cells += 1
        try:
            if not isinstance(raw, bytes):
                raise BadFormat("not a cell")
            sealed = Sealed(raw)
            file = self._find(sealed.key_id)
            is_its_own = (not kind or file.place.kind == kind) and subject in (None, file.place.subject)
            if not is_its_own:
                raise DoesNotOpen
            self._desk.open(file, table, column, row, sealed)
        except CircleClosed:
            self._cells -= 1  # to this account there is no such record
        except CompartmentClosed:
            self._closed += 1
        except KeyGone:
            self._gone.append((table, column, row.bytes, bytes(raw) if isinstance(raw, bytes) else b""))
        except (DoesNotOpen, BadFormat):
            self._findings.add(
                Kind.DOES_NOT_OPEN,
                f"{table}.{column} does not open with its own key, in its own place.",
                table,
                row.bytes,
            )
        except NoHostKey:
            self._findings.add(
                Kind.HOST_KEY, f"The key of {table}.{column} lies under another host key.", table, row.bytes
            )

    def _find(self, key_id: UUID) -> FileKey:
        if self._key is None or self._key.place.id != key_id:
            try:
                self._key = self._desk.any_key(key_id)
            except StillSent:
                self._key, _ = self._desk.letter(key_id)
        return self._key

    def _confirm_gone(self) -> None:
        """Reports cells without a key, unless the ledger erased it or the row moved on since it was read."""
        if not self._gone:
            return
        erased = erased_keys([stored.line for stored in self._desk.records.host.ledger()])
        with self._desk.read() as connection:
            for table, column, row_id, raw in self._gone:
                query = f"SELECT {column} FROM {quoted(table)} WHERE id = ?"
                now = run(connection, query, (row_id,)).fetchone()
                if now is not None and now[0] == raw and Sealed(raw).key_id.bytes not in erased:
                    self._findings.add(Kind.KEY_GONE, f"{table}.{column} names a key that is nowhere.", table, row_id)
