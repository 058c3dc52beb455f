"""One way to turn a record into the JSON object inside a sealed cell, and back."""

from __future__ import annotations

import dataclasses
import enum
import functools
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from iass_tui.rules.dates import PartialDate

RECORD_VERSION = 1


class UnreadableRecord(ValueError):
    """A sealed value opened, but it does not have the shape this program knows."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Record:
    """A value kept in one sealed column.

    `extra` holds fields written by a later version of the program: they are kept when the record is
    written again, so that an older program loses nothing.
    """

    extra: Mapping[str, Any] = dataclasses.field(default_factory=dict, repr=False, compare=False)

    def to_json(self) -> dict[str, Any]:
        """The JSON object for this record, with `"v"`. Empty fields are left out: padding hides the length."""
        out: dict[str, Any] = {**self.extra, "v": RECORD_VERSION}
        for name, _, default in _fields(type(self)):
            value = getattr(self, name)
            if value != default:
                out[name] = _plain(value)
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The record in a JSON object. Raises `UnreadableRecord` where a field has another type."""
        known: dict[str, Any] = {}
        rest = dict(data)
        rest.pop("v", None)
        try:
            for name, kind, _ in _fields(cls):
                if name in rest:
                    known[name] = _typed(kind, rest.pop(name))
            return cls(**known, extra=rest)
        except (TypeError, ValueError, KeyError) as error:
            raise UnreadableRecord(f"{cls.__name__}: {type(error).__name__}") from None


def _fields(cls: Any) -> tuple[tuple[str, Any, Any], ...]:
    return _read_fields(cls)  # mypy finds `type[Record]` unhashable: a dataclass's `__hash__` is for its instances


@functools.cache
def _read_fields(cls: type[Any]) -> tuple[tuple[str, Any, Any], ...]:
    hints = typing.get_type_hints(cls)
    out = []
    for field in dataclasses.fields(cls):
        if field.name == "extra":
            continue
        default = field.default
        if field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        out.append((field.name, hints[field.name], default))
    return tuple(out)


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.to_json()
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, PartialDate):
        return value.to_text()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple | frozenset):
        items = [_plain(item) for item in value]
        return sorted(items) if isinstance(value, frozenset) else items
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return value


def _typed(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        if value is None:
            return None
        return _typed(next(part for part in typing.get_args(kind) if part is not type(None)), value)
    if origin is tuple:
        return tuple(_typed(typing.get_args(kind)[0], item) for item in value)
    if origin is frozenset:
        return frozenset(_typed(typing.get_args(kind)[0], item) for item in value)
    if origin is not None:
        return value
    if isinstance(kind, type):
        if issubclass(kind, Record):
            return kind.from_json(value)
        if issubclass(kind, PartialDate):
            return PartialDate.from_text(value)
        if issubclass(kind, datetime | date):
            return kind.fromisoformat(value)
        if issubclass(kind, enum.Enum | UUID):
            return kind(value)
        if not isinstance(value, kind):
            raise TypeError(kind.__name__)
    return value
