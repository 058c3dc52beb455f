"""Records out of cells whose file keys were fetched together: one statement for the keys of a whole file or list."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from db.cupboard import FoundKeys, KeyGone
from iass_tui.rules.records.base import Record, UnreadableRecord
from iass_tui.vault.bulk import Column
from iass_tui.vault.compartments import FileKey
from iass_tui.vault.encoding import BadFormat, check_version
from iass_tui.vault.sealing import DoesNotOpen

R = TypeVar("R", bound=Record)
T = TypeVar("T")

UNREADABLE = (DoesNotOpen, BadFormat, UnreadableRecord, KeyGone)
"""What opening one cell raises where its bytes, its key or its shape are not what they were."""

Keys = Mapping[UUID, FileKey]


def is_shut(keys: Keys, key_id: bytes) -> bool:
    """Whether the key lies in a circle that whoever asked is not in: to them there is no such record."""
    return isinstance(keys, FoundKeys) and uid(key_id) in keys.shut


Place = tuple[UUID, str, UUID]
"""A file key's id, kind and subject."""


def record(kind: type[R], keys: Keys, table: str, column: str, row_id: bytes, key_id: bytes, raw: bytes) -> R:
    """The record in a cell. Raises one of `UNREADABLE`; `KeyGone` where it was erased."""
    return kind.from_json(value(keys, table, column, row_id, key_id, raw))


def optional(kind: type[R], keys: Keys, table: str, column: str, row_id: bytes, key_id: bytes, raw: bytes) -> R | None:
    """As `record`; None where an absent value was sealed."""
    said = value(keys, table, column, row_id, key_id, raw)
    return kind.from_json(said) if len(said) > 1 else None


def that_open(rows: Sequence[Sequence[Any]], opening: Callable[[Sequence[Any]], T]) -> tuple[tuple[T, ...], int]:
    """What comes out of the rows that open, in their order, and how many do not."""
    found = []
    for row in rows:
        try:
            found.append(opening(row))
        except UNREADABLE:
            continue
    return tuple(found), len(rows) - len(found)


def value(keys: Keys, table: str, column: str, row_id: bytes, key_id: bytes, raw: bytes) -> dict[str, Any]:
    """The JSON object in a cell, for whoever needs the record of only some. Raises as `record` does."""
    file = keys.get(uid(key_id))
    if file is None:
        raise DoesNotOpen if isinstance(keys, FoundKeys) and uid(key_id) in keys.damaged else KeyGone
    said = loads(_column(table, column).open(file.key, key_id, row_id, raw))
    check_version(said)
    return said


def loads(raw: object) -> dict[str, Any]:
    """A JSON object that was vouched for otherwise, so that its spelling need not be looked at. Raises `BadFormat`.

    Raised outside the handler: a decoding error carries the whole document with it.
    """
    try:
        value = _decode(raw.decode()) if isinstance(raw, bytes) else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise BadFormat("not a JSON object")
    return value


_column = functools.cache(Column)
_decode = json.JSONDecoder().decode


@functools.lru_cache(maxsize=16384)
def uid(raw: bytes) -> UUID:
    """The id in 16 stored bytes. Remembered: the same few stand in every row of a list, and making one costs 1 us."""
    return UUID(bytes=raw)
