"""Audit entries as bytes, and the digest by which they vouch for a row."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from iass_tui.vault.encoding import BadFormat, V, dump_json, is_digest, lp, read_json
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
        """The stored byte string. Raises `BadFormat` for an entry that nobody could read back."""
        if not self._is_sound():
            raise BadFormat("audit entry")
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
        data = read_json(raw)
        try:
            detail = data["detail"]
            actor = data["actor"]
            made = cls(
                int(data["seq"]),
                str(data["at"]),
                str(data["previous"]),
                None if actor == SYSTEM else UUID(actor),
                int(data["register"]),
                tuple(RowMark(str(t), str(i), int(v), str(d)) for t, i, v, d in data["rows"]),
                bytes.fromhex(detail) if isinstance(detail, str) else dict(detail),
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            raise BadFormat("audit entry") from None
        if made.to_bytes() != raw:
            raise BadFormat("audit entry")
        return made

    def _is_sound(self) -> bool:
        places = {(row.table, row.id) for row in self.rows}
        return (
            0 < self.seq < 2**63
            and 0 <= self.register < 2**32
            and is_digest(self.previous)
            and len(places) == len(self.rows)
            and all(row.version >= 0 and (row.digest == DELETED or is_digest(row.digest)) for row in self.rows)
            and isinstance(self.detail, bytes) == (self.actor is not None)
        )


def detail_row(seq: int) -> UUID:
    """The row id in the address of an entry's sealed detail."""
    return UUID(int=seq)


def row_digest(table: str, columns: Sequence[str], values: Sequence[Value]) -> str:
    """SHA-256, hex, over a whole stored row: clear and sealed columns alike, and the list of its columns.

    Raises `BadFormat` for another number of values than columns, and for a value that SQLite does not store.
    """
    if len(columns) != len(values):
        raise BadFormat("row without one value a column")
    out = [_heading(table, tuple(columns))]
    for value in values:
        tag, raw = _tagged(value)
        out.append(tag + len(raw).to_bytes(4, "big") + raw)
    return sha256(b"".join(out)).hex()


@functools.lru_cache(maxsize=256)
def _heading(table: str, columns: tuple[str, ...]) -> bytes:
    return lp("iass-row", V, table, ",".join(columns))


def _tagged(value: Value) -> tuple[bytes, bytes]:
    if value is None:
        return b"N", b""
    try:
        if isinstance(value, int):
            return b"I", value.to_bytes(8, "big", signed=True)
        if isinstance(value, str):
            return b"T", value.encode()
        return b"B", bytes(memoryview(value))
    except (OverflowError, UnicodeEncodeError, TypeError):
        raise BadFormat("row value") from None
