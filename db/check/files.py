"""The whole check, in the order in which snapshots have to be taken.

What this host has seen is read first, then office.db, then office.keys, then the ledger. A new person's key is in
office.keys before their row is in office.db, and an erasure is in the ledger before its keys leave office.keys: so
whatever colleagues do at this very second, nothing of it looks like damage.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from db import schema
from db.check.audit import Chain, check_seen
from db.check.circles import check_circles
from db.check.findings import Findings, Kind, Report
from db.check.keys import check_layers, check_listed, file_keys, read_registers
from db.check.ledger import check_erased, check_ledger, erased_keys
from db.check.rows import Rows, check_consents
from db.engine import CannotWrite, Damaged, has_log, open_engine, reading, run
from db.migrations.triggers import statements, stored_triggers
from db.office_row import office_row
from db.tables import KeysRow, Row
from db.unit_of_work import digest_at
from iass_tui.host.folder import OfficeFolder
from iass_tui.host.host_folder import HostFolder, Witness
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.ledger_line import LedgerLine
from iass_tui.vault.register import Register


def check_folder(
    folder: OfficeFolder,
    host: HostFolder | None,
    *,
    witness: Witness | None = None,
    ledger: Path | None = None,
) -> Report:
    """Checks the files of a folder, which may be in use, and leaves them byte for byte as they are."""
    missing = [path.name for path in (folder.records, folder.keys) if not path.is_file()]
    if missing:
        findings = Findings()
        findings.add(Kind.DAMAGED, f"{' and '.join(missing)} cannot be found in {folder.path}.")
        return Report(tuple(findings.all))
    alone = {path for path in (folder.records, folder.keys) if not has_log(path)}
    before = _states(alone)
    report = _open_and_check(folder, alone, host, witness, ledger)
    if _states(alone) != before:
        # Somebody came while we read: look again, the way that takes turns with writers.
        report = _open_and_check(folder, set(), host, witness, ledger)
    return report


def _states(paths: set[Path]) -> list[tuple[Path, int, int, int, bool]]:
    """What changes as soon as anybody writes."""
    states = [(path, path.stat()) for path in sorted(paths)]
    return [(path, state.st_ino, state.st_size, state.st_mtime_ns, has_log(path)) for path, state in states]


def _open_and_check(
    folder: OfficeFolder, alone: set[Path], host: HostFolder | None, witness: Witness | None, ledger: Path | None
) -> Report:
    records, keys = (
        open_engine(path, read_only=True, is_alone=path in alone) for path in (folder.records, folder.keys)
    )
    try:
        return check(records, keys, host, witness=witness, ledger=ledger)
    finally:
        records.dispose()
        keys.dispose()


def check(
    records_engine: Engine,
    keys_engine: Engine,
    host: HostFolder | None,
    *,
    witness: Witness | None = None,
    ledger: Path | None = None,
) -> Report:
    """What is wrong with both files. Needs no passphrase and writes nothing.

    `host` says what this machine has seen; `witness` and `ledger` take its place where a copy is checked that was made
    at a known moment.
    """
    findings = Findings()
    if witness is None and host is not None:
        try:
            witness = host.witness()
        except BadFormat:
            findings.add(Kind.REGISTER, "The witness on this machine is damaged.")
    if ledger is None and host is not None:
        ledger = host.ledger_path
    try:
        return _Check(records_engine, keys_engine, host, witness, ledger, findings).run()
    except Damaged:
        findings.add(Kind.DAMAGED, "SQLite cannot read the files: they are damaged or cut short.")
    except CannotWrite:
        findings.add(Kind.DAMAGED, "The files cannot be opened for reading.")
    return Report(tuple(findings.all))


class _Check:
    """One run."""

    def __init__(
        self,
        records_engine: Engine,
        keys_engine: Engine,
        host: HostFolder | None,
        witness: Witness | None,
        ledger: Path | None,
        findings: Findings,
    ) -> None:
        self._records_engine, self._keys_engine = records_engine, keys_engine
        self._host, self._witness, self._ledger, self._findings = host, witness, ledger, findings

    def run(self) -> Report:
        findings = self._findings
        if not self._has_our_tables():
            return Report(tuple(findings.all))
        with _snapshot(self._records_engine) as records, _snapshot(self._keys_engine) as keys:
            ledger = _read_ledger(self._ledger)
            if not _is_whole(records, "office.db", findings) or not _is_whole(keys, "office.keys", findings):
                return Report(tuple(findings.all))
            registers = read_registers(keys, self._witness, findings)
            lines = self._check_keys(keys, registers, ledger)
            chain = self._check_audit(records, registers)
            present, erased = file_keys(keys), erased_keys(lines)
            check_erased(present, erased, findings)
            rows = Rows(chain, present, erased, findings)
            rows.read(records)
            check_consents(records, findings)
            if registers:
                check_circles(records, keys, registers[-1], findings)
        rows.confirm_gone(self._records_engine)
        return Report(
            tuple(findings.all), entries=chain.entries, rows=rows.rows, cells=rows.cells, registers=len(registers)
        )

    def _has_our_tables(self) -> bool:
        standing = schema.compare(self._records_engine, self._keys_engine)
        if standing is not schema.Standing.CURRENT:
            sentence = {
                schema.Standing.NEWER: "A later version of the program wrote this office; this one cannot check it.",
                schema.Standing.OLDER: "An earlier version of the program wrote this office: open it once first.",
            }.get(standing, "These files are not an office.")
            self._findings.add(Kind.SCHEMA, sentence)
            return False
        with reading(self._records_engine) as records, reading(self._keys_engine) as keys:
            if stored_triggers(records) != statements() or stored_triggers(keys):
                self._findings.add(
                    Kind.SCHEMA, "The triggers that keep the audit append-only are not those that were made."
                )
            for connection, metadata in ((records, Row.metadata), (keys, KeysRow.metadata)):
                for name, table in metadata.tables.items():
                    stored = [row[1] for row in run(connection, f'PRAGMA table_info("{name}")')]
                    if stored != table.columns.keys():
                        self._findings.add(Kind.SCHEMA, f"The table {name} is not the one that was made.", name)
                        return False
        return True

    def _check_keys(self, keys: Connection, registers: tuple[Register, ...], ledger: bytes) -> tuple[LedgerLine, ...]:
        if not registers:
            return ()
        stored = run(keys, "SELECT count(*) FROM register").fetchone()[0]
        if len(registers) == stored:
            check_listed(keys, registers[-1], self._findings)
        check_layers(keys, self._host, self._findings)
        office, _ = office_row(keys)
        # A colleague may have signed a line under a version that came after our snapshot.
        trial = Findings()
        lines = check_ledger(ledger, office, registers, trial)
        if trial.all and len(registers) == stored:
            with reading(self._keys_engine) as fresh:
                registers = read_registers(fresh, None, Findings())
            lines = check_ledger(ledger, office, registers, self._findings)
        else:
            self._findings.all += trial.all
        return lines

    def _check_audit(self, records: Connection, registers: tuple[Register, ...]) -> Chain:
        findings, witness = self._findings, self._witness
        wanted = {register.audit_seq for register in registers}
        if witness is not None:
            wanted.add(witness.seq)
        chain = Chain(registers, wanted, findings)
        chain.read(records)
        if witness is None:
            findings.add(
                Kind.NO_WITNESS, "Nothing outside these files says how far they had come: a cut-off end would not show."
            )
        else:
            check_seen(chain, witness.seq, witness.head, "this machine", findings)
        for register in registers:
            if register.audit_seq > chain.seq and self._came_since(register):
                continue
            check_seen(chain, register.audit_seq, register.audit_head, f"register version {register.number}", findings)
        return chain

    def _came_since(self, register: Register) -> bool:
        """True where the entry that a register version names was written after our snapshot of office.db."""
        with reading(self._records_engine) as fresh, contextlib.suppress(BadFormat):
            return digest_at(fresh, register.audit_seq) == register.audit_head
        return False


@contextlib.contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """One snapshot, taken now, in which even text that is no text can be read."""
    with reading(engine) as connection:
        plain: Any = connection.connection.driver_connection
        before = plain.text_factory
        plain.text_factory = _lenient
        try:
            run(connection, "SELECT count(*) FROM sqlite_master").fetchone()[0]
            yield connection
        finally:
            plain.text_factory = before


def _read_ledger(path: Path | None) -> bytes:
    return path.read_bytes() if path is not None and path.is_file() else b""


def _lenient(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _is_whole(connection: Connection, name: str, findings: Findings) -> bool:
    said = [row[0] for row in run(connection, "PRAGMA integrity_check(10)")]
    if said != ["ok"]:
        findings.add(Kind.DAMAGED, f"SQLite finds {name} damaged: {len(said)} places or more.")
        return False
    return True
