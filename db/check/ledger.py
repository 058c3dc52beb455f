"""The ledger: its chain, its signatures, and whether what it erased is gone."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from db.check.findings import Findings, Kind
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.ledger_line import LABEL, LedgerLine, SignedLine, read_ledger
from iass_tui.vault.register import Register
from iass_tui.vault.sealing import is_signed


def check_ledger(raw: bytes, office: UUID, registers: Sequence[Register], findings: Findings) -> tuple[LedgerLine, ...]:
    """Every line that a colleague of this office signed, active in the register version that it names."""
    try:
        lines = read_ledger(raw)
    except BadFormat:
        findings.add(Kind.LEDGER, "The ledger is broken: a line does not follow the one before it.")
        return ()
    good = []
    for number, stored in enumerate(lines, 1):
        line = stored.line
        if line.office == office and _is_signed(stored, line, registers):
            good.append(line)
        else:
            findings.add(Kind.LEDGER, f"Line {number} of the ledger carries no valid signature.", seq=number)
    return tuple(good)


def _is_signed(stored: SignedLine, line: LedgerLine, registers: Sequence[Register]) -> bool:
    if not 0 < line.register <= len(registers):
        return False
    account = registers[line.register - 1].account(line.by)
    return account is not None and account.is_active and is_signed(account.verify, LABEL, stored.body, stored.signature)


def erased_keys(lines: Sequence[LedgerLine]) -> set[bytes]:
    """The ids of every file key that the ledger erased."""
    return {key.bytes for line in lines for key in line.keys}


def check_erased(present: set[bytes], erased: set[bytes], findings: Findings) -> None:
    """A key that was erased and is here came from an older copy, or its erasure is under way."""
    still = len(present & erased)
    if still:
        findings.add(
            Kind.ERASURE_PENDING,
            f"{still} file keys that the ledger erased are still here; the next sign-in removes them.",
            "file_key",
        )
