"""Stored rows against what the audit says of them, and the keys that their cells name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine

from db.addresses import sealed_columns
from db.check.audit import GONE, Chain, former_states
from db.check.findings import Findings, Kind
from db.engine import reading, run
from db.row_formats import ROW_FORMATS, columns_of, digests_of, quoted, select_row
from db.tables.base import RECORDS
from iass_tui.vault.cells import HEADER
from iass_tui.vault.encoding import BadFormat, V
from iass_tui.vault.sealing import NONCE

_SHORTEST_CELL = HEADER + NONCE + 16
_KEY_LINK = "file_key_id"


class Rows:
    """One pass over every table that holds rows vouched for, or cells."""

    def __init__(self, chain: Chain, present: set[bytes], erased: set[bytes], findings: Findings) -> None:
        self.rows = self.cells = 0
        self._chain, self._findings = chain, findings
        self._present, self._erased = present, erased
        self._pending = 0
        self._gone: list[tuple[str, str, bytes, bytes]] = []
        self._strange: dict[tuple[str, bytes], frozenset[bytes]] = {}

    def read(self, connection: Connection) -> None:
        """Every row of every table."""
        _check_index(connection, self._chain, self._findings)
        sealed = sealed_columns(RECORDS)
        for table in sorted(ROW_FORMATS.keys() | sealed.keys()):
            self._read_table(connection, table, sealed.get(table, ()))
        self._explain(connection)
        if self._pending:
            self._findings.add(
                Kind.ERASURE_PENDING,
                f"{self._pending} cells whose key the ledger erased are still stored; the next sign-in removes them.",
            )

    def _read_table(self, connection: Connection, table: str, sealed: Sequence[str]) -> None:
        is_vouched = table in ROW_FORMATS
        known = RECORDS.tables[table].columns.keys()
        columns = columns_of(table) if is_vouched else tuple(known)
        marks = self._chain.latest.get(table, {})
        cells = [(columns.index(name), name) for name in sealed]
        link = columns.index(_KEY_LINK) if _KEY_LINK in columns else None
        for row in run(connection, f"SELECT {', '.join(columns)} FROM {quoted(table)}"):
            self.rows += 1
            row_id = row[0] if isinstance(row[0], bytes) else str(row[0]).encode()
            if is_vouched:
                mark = marks.pop(row_id, None)
                digests = _digests(table, row)
                if mark is None or mark.digest not in digests:
                    self._strange[table, row_id] = digests
            for place, name in cells:
                self.cells += 1
                self._check_cell(table, name, row_id, row[place])
            if link is not None:
                self._check_key(table, _KEY_LINK, row_id, row[link])
        for row_id, mark in marks.items():
            if is_vouched and mark.digest != GONE:
                self._findings.add(Kind.MISSING, f"A row of {table} is gone.", table, row_id, mark.seq)

    def _check_cell(self, table: str, column: str, row_id: bytes, raw: object) -> None:
        if not isinstance(raw, bytes) or len(raw) < _SHORTEST_CELL or raw[:1] != V:
            self._findings.add(Kind.NOT_A_CELL, f"{table}.{column} holds something that is no cell.", table, row_id)
            return
        self._check_key(table, column, row_id, raw[1:HEADER])

    def _check_key(self, table: str, column: str, row_id: bytes, key: object) -> None:
        if key in self._present:
            return
        if key in self._erased:
            self._pending += column != _KEY_LINK
        else:
            self._gone.append((table, column, row_id, key if isinstance(key, bytes) else b""))

    def _explain(self, connection: Connection) -> None:
        """Says of each row that is not as vouched for whether it once was so."""
        if not self._strange:
            return
        former = former_states(connection, set(self._strange), self._chain.distrusted)
        vouched = {(table, row) for table, row, _ in former}
        for (table, row), digests in self._strange.items():
            seen = [former[table, row, digest] for digest in digests if (table, row, digest) in former]
            if seen:
                kind, sentence = Kind.PUT_BACK, f"A row of {table} was put back to a former state."
            elif (table, row) in vouched:
                kind, sentence = Kind.CHANGED, f"A row of {table} was changed outside the program."
            else:
                kind, sentence = Kind.ADDED, f"A row of {table} was added outside the program."
            self._findings.add(kind, sentence, table, row, max(seen, default=0))

    def confirm_gone(self, engine: Engine) -> None:
        """Reports cells whose key is nowhere, unless they moved on to another key since the snapshot was taken."""
        if not self._gone:
            return
        with reading(engine) as connection:
            for table, column, row_id, key in self._gone:
                now = run(connection, select_row(table, [column]), (row_id,)).fetchone()
                if now is not None and _key_in(column, now[0]) == key:
                    self._findings.add(
                        Kind.KEY_GONE,
                        f"{table}.{column} names a key that is neither in office.keys nor erased by the ledger.",
                        table,
                        row_id,
                    )


def _key_in(column: str, value: Any) -> object:
    return value if column == _KEY_LINK or not isinstance(value, bytes) else value[1:HEADER]


def _digests(table: str, row: Sequence[Any]) -> frozenset[bytes]:
    try:
        return frozenset(bytes.fromhex(digest) for digest in digests_of(table, row))
    except BadFormat:  # a value that no program of ours stores
        return frozenset()


def _check_index(connection: Connection, chain: Chain, findings: Findings) -> None:
    """The index of latest entries, which rows are compared by at the moment of use."""
    indexed = 0
    for table, row_id, seq in run(connection, "SELECT table_name, id, seq FROM row_index"):
        mark = chain.latest.get(table, {}).get(row_id)
        indexed += mark is not None
        if (mark is None or mark.seq != seq) and seq not in chain.distrusted:
            findings.add(
                Kind.INDEX, f"The index names another entry for a row of {table} than its latest.", table, row_id
            )
    vouched = sum(len(marks) for marks in chain.latest.values())
    if indexed < vouched:
        findings.add(Kind.INDEX, f"The index of latest entries lacks {vouched - indexed} rows.", "row_index")


def check_consents(connection: Connection, findings: Findings) -> None:
    """Each person's consent events are numbered from 1 without gaps, and their head counts them."""
    heads = {row[0]: row[1] for row in run(connection, "SELECT id, count FROM main.consent_head")}
    counted = run(
        connection,
        "SELECT subject_id, count(DISTINCT number), count(*), min(number), max(number) "
        "FROM main.consent_event GROUP BY subject_id",
    ).fetchall()
    for subject, numbers, count, first, last in counted:
        if (first, last, numbers) != (1, count, count) or heads.pop(subject, None) != count:
            heads.pop(subject, None)
            _miscounted(findings, subject)
    for subject, count in heads.items():
        if count != 0:
            _miscounted(findings, subject)


def _miscounted(findings: Findings, subject: bytes) -> None:
    findings.add(
        Kind.CONSENT_COUNT,
        "The consent events of a person are not numbered without gaps up to their count.",
        "consent_head",
        subject,
    )
