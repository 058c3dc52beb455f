"""The ledger: signed lines for all that narrows what the office may do. A restore never widens it."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from iass_tui.vault.encoding import ZERO_DIGEST, BadFormat, dump_json, is_digest, read_json
from iass_tui.vault.host_key import ID
from iass_tui.vault.sealing import SIGNATURE, Signer, sha256

LABEL = "iass-ledger"
KINDS = frozenset({"withdrawal", "refusal", "hold", "destruction", "closed", "lapsed", "restriction"})


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
        """The JSON of the line. Raises `BadFormat` for a line that nobody could read back."""
        if not self._is_sound():
            raise BadFormat("ledger line")
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
        data = read_json(raw)
        try:
            made = cls(
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
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            raise BadFormat("ledger line") from None
        if made.to_bytes() != raw:
            raise BadFormat("ledger line")
        return made

    def _is_sound(self) -> bool:
        return (
            self.kind in KINDS
            and self.number > 0
            and self.register > 0
            and is_digest(self.previous)
            and (not self.host_key or re.fullmatch(f"[0-9a-f]{{{2 * ID}}}", self.host_key) is not None)
        )


@dataclasses.dataclass(frozen=True)
class SignedLine:
    """A ledger line as stored."""

    body: bytes
    signature: bytes

    def to_bytes(self) -> bytes:
        """The bytes of the line in the file."""
        return self.body + b"\t" + self.signature.hex().encode() + b"\n"

    @functools.cached_property
    def line(self) -> LedgerLine:
        """Raises `BadFormat`."""
        return LedgerLine.from_bytes(self.body)


def read_ledger(raw: bytes) -> tuple[SignedLine, ...]:
    """Every whole line of a ledger; a torn last line (no newline) is left out.

    Raises `BadFormat` for a broken chain or lines of two offices. Signatures are the caller's to check: who may
    sign stands in the register.
    """
    out: list[SignedLine] = []
    previous, office = ZERO_DIGEST, None
    for number, text in enumerate(raw.split(b"\n")[:-1], 1):
        body, _, signature = text.partition(b"\t")
        try:
            signed = SignedLine(body, bytes.fromhex(signature.decode()))
        except ValueError:
            raise BadFormat("ledger signature") from None
        if len(signed.signature) != SIGNATURE or signed.to_bytes() != text + b"\n":
            raise BadFormat("ledger signature")
        line = signed.line
        office = office or line.office
        if line.number != number or line.previous != previous or line.office != office:
            raise BadFormat("ledger chain")
        previous = sha256(body).hex()
        out.append(signed)
    return tuple(out)


def next_line(lines: Sequence[SignedLine], signer: Signer, **fields: Any) -> SignedLine:
    """The line that follows, signed by `by`."""
    previous = sha256(lines[-1].body).hex() if lines else ZERO_DIGEST
    body = LedgerLine(number=len(lines) + 1, previous=previous, **fields).to_bytes()
    return SignedLine(body, signer.sign(LABEL, body))
