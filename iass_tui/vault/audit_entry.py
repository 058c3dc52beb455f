"""Audit entries as bytes, and the digest by which they vouch for a row."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from iass_tui.vault.encoding import BadFormat, V, dump_json, load_json, lp
from iass_tui.vault.sealing import sha256

LABEL = "iass-audit"
SYSTEM = "system"
DELETED = "deleted"

Value = int | str | bytes | None


@dataclasses.dataclass(frozen=True)
class RowMark:
    """What an entry says of one row: its version and digest, or that it was deleted."""

    table: str
    id: str
    version: int
    digest: str


@dataclasses.dataclass(frozen=True)
class Entry:
    """One audit entry. `detail` is a sealed cell, or for a system entry a clear object without personal data."""

    seq: int
    at: str
    previous: str
    actor: UUID | None
    register: int
    rows: tuple[RowMark, ...]
    detail: bytes | Mapping[str, Any]

    def to_bytes(self) -> bytes:
        """The stored byte string."""
        return dump_json(
            {
                "v": 1,
                "seq": self.seq,
                "at": self.at,
                "previous": self.previous,
                "actor": SYSTEM if self.actor is None else str(self.actor),
                "register": self.register,
                "rows": [[r.table, r.id, r.version, r.digest] for r in self.rows],
                "detail": self.detail.hex() if isinstance(self.detail, bytes) else dict(self.detail),
            }
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> Entry:
        """Raises `BadFormat`."""
        data = load_json(raw)
        try:
            detail = data["detail"]
            actor = data["actor"]
            return cls(
                int(data["seq"]),
                str(data["at"]),
                str(data["previous"]),
                None if actor == SYSTEM else UUID(actor),
                int(data["register"]),
                tuple(RowMark(str(t), str(i), int(v), str(d)) for t, i, v, d in data["rows"]),
                bytes.fromhex(detail) if isinstance(detail, str) else dict(detail),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise BadFormat("audit entry") from None


def detail_row(seq: int) -> UUID:
    """The row id in the address of an entry's sealed detail."""
    return UUID(int=seq)


def row_digest(table: str, columns: Sequence[str], values: Sequence[Value]) -> str:
    """SHA-256, hex, over a whole stored row: clear and sealed columns alike, and the list of its columns."""
    out = [lp("iass-row", V, table, ",".join(columns))]
    for value in values:
        tag, raw = _tagged(value)
        out.append(tag + len(raw).to_bytes(4, "big") + raw)
    return sha256(b"".join(out)).hex()


def _tagged(value: Value) -> tuple[bytes, bytes]:
    if value is None:
        return b"N", b""
    if isinstance(value, int):
        return b"I", value.to_bytes(8, "big", signed=True)
    if isinstance(value, str):
        return b"T", value.encode()
    return b"B", value
