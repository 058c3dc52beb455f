"""Cells: one sealed value, bound to where it stands."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from iass_tui.vault.compartments import FileKey
from iass_tui.vault.encoding import BadFormat, V, check_version, dump_json, load_json, lp, pad, unpad
from iass_tui.vault.sealing import NONCE, TAG, DoesNotOpen, seal, unseal

HEADER = 1 + 16


@dataclasses.dataclass(frozen=True, repr=False, slots=True)
class Sealed:
    """A sealed value as it stands in its column. Its `repr` says only how long it is."""

    raw: bytes

    def __repr__(self) -> str:
        return f"Sealed({len(self.raw)} bytes)"

    @property
    def key_id(self) -> UUID:
        """The file key that it names. Raises `BadFormat`."""
        return cell_key_id(self.raw)


def cell_key_id(raw: bytes) -> UUID:
    """The id of the file key that a cell names. Raises `BadFormat` for what is no cell."""
    if raw[:1] != V or len(raw) < HEADER + NONCE + TAG:
        raise BadFormat("not a cell")
    return UUID(bytes=raw[1:HEADER])


def cell_address(table: str, column: str, row: bytes, key_id: UUID) -> bytes:
    """What a cell is bound to. `row` is the raw row id."""
    return _column(table, column) + lp(row, key_id)


@functools.cache
def _column(table: str, column: str) -> bytes:
    return lp("iass-cell", V, table, column)


def seal_cell(file: FileKey, table: str, column: str, row: UUID, value: Mapping[str, Any]) -> Sealed:
    """A JSON object with "v", padded and sealed for one place. Raises `BadFormat` for what would not open again."""
    check_version(value)
    id_ = file.place.id
    return Sealed(V + id_.bytes + seal(file.key, pad(dump_json(value)), cell_address(table, column, row.bytes, id_)))


def open_cell(file: FileKey, table: str, column: str, row: UUID, sealed: Sealed) -> dict[str, Any]:
    """The object in a cell. Raises `DoesNotOpen` for another key or place, `BadFormat` for a malformed value."""
    if sealed.key_id != file.place.id:
        raise DoesNotOpen
    plain = unseal(file.key, sealed.raw[HEADER:], cell_address(table, column, row.bytes, file.place.id))
    return load_json(unpad(plain))


def open_raw(key: bytes, address: bytes, raw: bytes) -> bytes:
    """A cell's JSON bytes, for the bulk readers that know address and key already.

    Raises `DoesNotOpen`, also where the cell names another key than the address, or `BadFormat` for wrong padding.
    """
    if raw[:1] != V or raw[1:HEADER] != address[-16:]:
        raise DoesNotOpen
    return unpad(unseal(key, raw[HEADER:], address))
