"""What a check finds, as values."""

from __future__ import annotations

import dataclasses
import enum
from uuid import UUID


class Kind(enum.StrEnum):
    """What is wrong. The values are what scripts and tests look for."""

    DAMAGED = "DAMAGED"
    """SQLite finds the file torn."""
    SCHEMA = "SCHEMA"
    """The tables or triggers are not those that this program made."""
    REGISTER = "REGISTER"
    """The key register is not a chain of versions that managers signed, or not the one seen before."""
    NOT_LISTED = "NOT_LISTED"
    """A grant, key, bundle or compartment that the newest register does not list, or lists and is not there."""
    HOST_KEY = "HOST_KEY"
    """A key lies under another host key than the office names."""
    AUDIT_GAP = "AUDIT_GAP"
    AUDIT_LINK = "AUDIT_LINK"
    AUDIT_UNREADABLE = "AUDIT_UNREADABLE"
    AUDIT_SIGNATURE = "AUDIT_SIGNATURE"
    """Not signed by the account it names, with the keys and standing of the register version it names."""
    AUDIT_REGISTER = "AUDIT_REGISTER"
    """Names an earlier register version than the entry before, or one that does not exist."""
    CUT_SHORT = "CUT_SHORT"
    """The audit ends before an entry that was seen."""
    OTHER_AUDIT = "OTHER_AUDIT"
    """An entry that was seen is another one now."""
    CHANGED = "CHANGED"
    PUT_BACK = "PUT_BACK"
    """The row is what it once was."""
    ADDED = "ADDED"
    MISSING = "MISSING"
    CONSENT_COUNT = "CONSENT_COUNT"
    """A person's consent events are not numbered without gaps up to their count."""
    INDEX = "INDEX"
    """The index of latest entries points elsewhere: rows compared at the moment of use would be compared wrongly."""
    KEY_GONE = "KEY_GONE"
    """A cell names a file key that is neither in office.keys nor erased by the ledger."""
    NOT_A_CELL = "NOT_A_CELL"
    LEDGER = "LEDGER"
    DOES_NOT_OPEN = "DOES_NOT_OPEN"
    """A deep check found a cell that its key, or its place, does not fit."""

    OUTSIDE_CIRCLE = "OUTSIDE_CIRCLE"
    """A file key of a restricted record lies where those who are shut out of it open it, or was planted there."""

    UNSIGNED_TAIL = "UNSIGNED_TAIL"
    """The newest entries are unsigned: the next signature covers them."""
    NO_WITNESS = "NO_WITNESS"
    """Nothing outside the office says how far its audit and register had come."""
    NO_HOST_KEY = "NO_HOST_KEY"
    """This machine cannot open the office."""
    ERASURE_PENDING = "ERASURE_PENDING"
    """The ledger erased something that is still here: the next sign-in finishes it."""

    RESTRICTION_PENDING = "RESTRICTION_PENDING"
    """A restriction was placed or lifted by half: the keys are done, the records are not."""


NOTES = frozenset(
    {Kind.UNSIGNED_TAIL, Kind.NO_WITNESS, Kind.NO_HOST_KEY, Kind.ERASURE_PENDING, Kind.RESTRICTION_PENDING}
)
"""Worth knowing, and no damage."""


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing, in one plain sentence that names no one."""

    kind: Kind
    sentence: str
    table: str = ""
    row_id: str = ""
    seq: int = 0
    """The audit entry, register version or ledger line in question; 0 for none."""

    @property
    def is_note(self) -> bool:
        """True where nothing is damaged."""
        return self.kind in NOTES


@dataclasses.dataclass(frozen=True)
class Report:
    """What was looked at and what was found."""

    findings: tuple[Finding, ...]
    entries: int = 0
    rows: int = 0
    cells: int = 0
    registers: int = 0
    closed: int = 0
    """Deep checks: cells in compartments that this account does not hold."""

    @property
    def damage(self) -> tuple[Finding, ...]:
        """The findings that are no mere notes."""
        return tuple(finding for finding in self.findings if not finding.is_note)

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What is worth knowing and no damage."""
        return tuple(finding for finding in self.findings if finding.is_note)

    @property
    def is_sound(self) -> bool:
        """True where nothing is damaged."""
        return not self.damage


class Findings:
    """What has been found so far."""

    def __init__(self) -> None:
        self.all: list[Finding] = []

    def add(self, kind: Kind, sentence: str, table: str = "", row: bytes = b"", seq: int = 0) -> None:
        """Notes one thing."""
        self.all.append(Finding(kind, sentence, table, name_of(row), seq))


def name_of(row: object) -> str:
    """A row's id as it is shown, also where it is no UUID."""
    if not isinstance(row, bytes):
        return str(row)
    return str(UUID(bytes=row)) if len(row) == 16 else row.hex()
