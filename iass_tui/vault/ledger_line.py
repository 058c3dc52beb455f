"""The ledger: signed lines for all that narrows what the office may do. A restore never widens it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from iass_tui.vault.encoding import ZERO_DIGEST, BadFormat, dump_json, load_json
from iass_tui.vault.sealing import Signer, sha256

LABEL = "iass-ledger"


@dataclasses.dataclass(frozen=True, kw_only=True)
class LedgerLine:
    """One line: what was narrowed, for whom, which file keys went, and the host key from then on."""

    office: UUID
    number: int
    previous: str
    at: str
    by: UUID
    register: int
    kind: str
    subject: UUID
    purpose: str = ""
    host_key: str = ""
    keys: tuple[UUID, ...] = ()
    rows: tuple[tuple[str, UUID], ...] = ()

    def to_bytes(self) -> bytes:
        """The JSON of the line."""
        return dump_json(
            {
                "v": 1,
                "office": str(self.office),
                "number": self.number,
                "previous": self.previous,
                "at": self.at,
                "by": str(self.by),
                "register": self.register,
                "kind": self.kind,
                "subject": str(self.subject),
                "purpose": self.purpose,
                "host_key": self.host_key,
                "keys": [str(key) for key in self.keys],
                "rows": [[table, str(row)] for table, row in self.rows],
            }
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> LedgerLine:
        """Raises `BadFormat`."""
        data = load_json(raw)
        try:
            return cls(
                office=UUID(data["office"]),
                number=int(data["number"]),
                previous=str(data["previous"]),
                at=str(data["at"]),
                by=UUID(data["by"]),
                register=int(data["register"]),
                kind=str(data["kind"]),
                subject=UUID(data["subject"]),
                purpose=str(data["purpose"]),
                host_key=str(data["host_key"]),
                keys=tuple(UUID(key) for key in data["keys"]),
                rows=tuple((str(table), UUID(row)) for table, row in data["rows"]),
            )
        except (KeyError, TypeError, ValueError):
            raise BadFormat("ledger line") from None


@dataclasses.dataclass(frozen=True)
class SignedLine:
    """A ledger line as stored."""

    body: bytes
    signature: bytes

    def to_bytes(self) -> bytes:
        """The bytes of the line in the file."""
        return self.body + b"\t" + self.signature.hex().encode() + b"\n"

    @property
    def line(self) -> LedgerLine:
        """Raises `BadFormat`."""
        return LedgerLine.from_bytes(self.body)


def read_ledger(raw: bytes) -> tuple[SignedLine, ...]:
    """Every whole line of a ledger; a torn last line (no newline) is left out. Raises `BadFormat` for a broken chain."""
    out: list[SignedLine] = []
    previous = ZERO_DIGEST
    for number, text in enumerate(raw.split(b"\n")[:-1], 1):
        body, _, signature = text.partition(b"\t")
        try:
            signed = SignedLine(body, bytes.fromhex(signature.decode()))
        except ValueError:
            raise BadFormat("ledger signature") from None
        if signed.line.number != number or signed.line.previous != previous:
            raise BadFormat("ledger chain")
        previous = sha256(body).hex()
        out.append(signed)
    return tuple(out)


def next_line(lines: Sequence[SignedLine], signer: Signer, **fields: Any) -> SignedLine:
    """The line that follows, signed by `by`."""
    previous = sha256(lines[-1].body).hex() if lines else ZERO_DIGEST
    body = LedgerLine(number=len(lines) + 1, previous=previous, **fields).to_bytes()
    return SignedLine(body, signer.sign(LABEL, body))
