"""The audit chain, read once from its first entry to its last without keeping the entries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from db.check.findings import Findings, Kind
from db.engine import run
from iass_tui.vault.audit_entry import DELETED, LABEL, SYSTEM
from iass_tui.vault.encoding import ZERO_DIGEST, dump_json
from iass_tui.vault.register import Register
from iass_tui.vault.sealing import is_signed, sha256

GONE = b""
"""In place of a digest: the entry says that the row was deleted."""


class Mark(NamedTuple):
    """What the latest entry to speak of a row says: its digest, and which entry."""

    digest: bytes
    seq: int


class _Said(NamedTuple):
    """What an entry says, as far as checking needs it."""

    seq: int
    previous: str
    actor: str
    register: int
    marks: list[tuple[str, bytes, bytes]]


def _skim(raw: object) -> _Said | None:
    """An entry's claims; None where nobody could have written it. A third of `Entry.from_bytes`, and as strict in form.

    Written back it must give the same bytes: so no repeated key, no other spelling, no other encoding.
    """
    if not isinstance(raw, bytes):
        return None
    try:
        data = json.loads(raw)
        if dump_json(data) != raw or data["v"] != 1:
            return None
        seq, previous, actor, register = data["seq"], data["previous"], data["actor"], data["register"]
        marks = [
            (str(table), bytes.fromhex(row.replace("-", "")), GONE if digest == DELETED else bytes.fromhex(digest))
            for table, row, _, digest in data["rows"]
        ]
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None
    if not (type(seq) is int and type(register) is int and isinstance(previous, str) and isinstance(actor, str)):
        return None
    return _Said(seq, previous, actor, register, marks)


class Chain:
    """Reads the audit and remembers what later steps need: each row's latest mark, and the digests asked for."""

    def __init__(self, registers: Sequence[Register], wanted: set[int], findings: Findings) -> None:
        self.latest: dict[str, dict[bytes, Mark]] = {}
        self.digests: dict[int, str] = {}
        self.seq, self.head = 0, ZERO_DIGEST
        self.entries = 0
        self.distrusted: set[int] = set()
        """Entries whose word about rows does not count."""
        self._wanted, self._findings = wanted, findings
        self._keys = [{str(a.id): a.verify for a in register.accounts if a.is_active} for register in registers]
        self._register = 0
        self._unsigned = 0

    def read(self, connection: Connection) -> None:
        """Every entry, oldest first."""
        rows = run(connection, "SELECT seq, body, signature FROM audit_entry ORDER BY seq")
        for seq, body, signature in rows:
            self._take(seq, body, signature)
        if self._unsigned:
            self._findings.add(
                Kind.UNSIGNED_TAIL,
                f"The audit ends with unsigned system entries ({self._unsigned}); the next signature covers them.",
                "audit_entry",
                seq=self.seq,
            )

    def _take(self, seq: int, body: object, signature: object) -> None:
        self.entries += 1
        self.distrusted.add(seq)
        add = self._findings.add
        if seq != self.seq + 1:
            add(Kind.AUDIT_GAP, f"Audit entries between {self.seq} and {seq} are missing.", "audit_entry", seq=seq)
        said = _skim(body)
        if said is None or said.seq != seq:
            add(Kind.AUDIT_UNREADABLE, f"Audit entry {seq} is not one that was written there.", "audit_entry", seq=seq)
        else:
            if said.previous != self.head and seq == self.seq + 1:
                add(Kind.AUDIT_LINK, f"Audit entry {seq} does not follow the one before it.", "audit_entry", seq=seq)
            if self._is_vouched(said, body, signature):
                for table, row, digest in said.marks:
                    self.latest.setdefault(table, {})[row] = Mark(digest, seq)
                self.distrusted.discard(seq)
        self.seq = seq
        self.head = sha256(body).hex() if isinstance(body, bytes) else ""
        if seq in self._wanted:
            self.digests[seq] = self.head

    def _is_vouched(self, said: _Said, body: object, signature: object) -> bool:
        """True where what the entry says of rows may be believed."""
        add = self._findings.add
        seq = said.seq
        if said.register < self._register or said.register > len(self._keys):
            add(
                Kind.AUDIT_REGISTER,
                f"Audit entry {seq} names version {said.register} of the key register, which was not in force then.",
                "audit_entry",
                seq=seq,
            )
        self._register = max(self._register, min(said.register, len(self._keys)))
        if said.actor == SYSTEM and signature == b"":
            self._unsigned += 1
            if said.marks:
                add(
                    Kind.AUDIT_SIGNATURE,
                    f"Audit entry {seq} is unsigned and speaks of rows, which only a colleague's may.",
                    "audit_entry",
                    seq=seq,
                )
            return False
        self._unsigned = 0
        keys = self._keys[said.register - 1] if 0 < said.register <= len(self._keys) else {}
        verify = keys.get(said.actor)
        good = (
            verify is not None
            and isinstance(body, bytes)
            and isinstance(signature, bytes)
            and is_signed(verify, LABEL, body, signature)
        )
        if not good:
            add(
                Kind.AUDIT_SIGNATURE,
                f"Audit entry {seq} does not carry the signature of the colleague it names.",
                "audit_entry",
                seq=seq,
            )
        return good


def former_states(
    connection: Connection, rows: set[tuple[str, bytes]], distrusted: set[int]
) -> dict[tuple[str, bytes, bytes], int]:
    """Every digest by which a trusted entry ever vouched for one of these rows, and the newest entry that did."""
    out: dict[tuple[str, bytes, bytes], int] = {}
    for seq, body in run(connection, "SELECT seq, body FROM audit_entry ORDER BY seq"):
        said = None if seq in distrusted else _skim(body)
        for table, row, digest in said.marks if said is not None else ():
            if (table, row) in rows:
                out[table, row, digest] = seq
    return out


def check_seen(chain: Chain, seq: int, head: str, who: str, findings: Findings) -> None:
    """An entry that somebody outside this file has seen must still be there, and be the same."""
    if seq == 0:
        return
    if seq > chain.seq:
        findings.add(
            Kind.CUT_SHORT,
            f"The audit ends at entry {chain.seq}, but {who} has seen entry {seq}: newer records were cut off.",
            "audit_entry",
            seq=seq,
        )
    elif chain.digests.get(seq) != head:
        findings.add(
            Kind.OTHER_AUDIT,
            f"Audit entry {seq} is not the one that {who} has seen.",
            "audit_entry",
            seq=seq,
        )
