"""One way to turn a record into the JSON object inside a sealed cell, and back."""

from __future__ import annotations

import dataclasses
import enum
import functools
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from iass_tui.rules import text
from iass_tui.rules.dates import PartialDate

RECORD_VERSION = 1
Read = Callable[[Any], Any]


class UnreadableRecord(ValueError):
    """A sealed value opened, but it does not have the shape this program knows."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Record:
    """A value kept in one sealed column.

    `extra` holds fields written by a later version of the program: they are kept when the record is
    written again, so that an older program loses nothing.
    """

    extra: Mapping[str, Any] = dataclasses.field(default_factory=dict, repr=False, compare=False)
    AS_TYPED: ClassVar[bool] = False
    """True of what must come back as it was typed, whatever it is: drafts."""

    def cleaned(self) -> Self:
        """The record as it may be kept: no text in it that a terminal would obey or that hides (`text.clean`).

        Raises `TextTooLong` where a text is longer than a note.
        """
        return self if self.AS_TYPED else _cleaned(self)

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
        shape = _shape(cls)
        rest: dict[str, Any] = {}
        values = {**shape.defaults, "extra": rest}
        try:
            for name, value in data.items():  # empty fields are left out: a few of many are there
                read = shape.readers.get(name)
                if read is not None:
                    values[name] = read(value)
                elif name != "v":
                    rest[name] = value
            if shape.is_plain and shape.needed <= values.keys():
                made = object.__new__(cls)
                made.__dict__.update(values)  # what a frozen dataclass's `__init__` does, at a third of the cost
                return made
            return cls(**values)
        except (TypeError, ValueError, KeyError) as error:
            raise UnreadableRecord(f"{cls.__name__}: {type(error).__name__}") from None


R = TypeVar("R", bound=Record)


def _cleaned(record: R) -> R:
    changed = {}
    for name, _, _ in _fields(type(record)):
        value = getattr(record, name)
        clean = _clean(value)
        if clean is not value:
            changed[name] = clean
    return dataclasses.replace(record, **changed) if changed else record


def _clean(value: Any) -> Any:
    """The same object where nothing is to be cleaned, which is nearly always."""
    if type(value) is str:
        clean = text.clean(value, limit=text.NOTE_LIMIT, multiline=True) if value else value
        return value if clean == value else clean
    if isinstance(value, Record):
        return value.cleaned()
    if type(value) is tuple:
        items = tuple(map(_clean, value))
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    return value


def _fields(cls: Any) -> tuple[tuple[str, Read, Any], ...]:
    return _read_fields(cls)  # mypy finds `type[Record]` unhashable: a dataclass's `__hash__` is for its instances


@dataclasses.dataclass(frozen=True)
class _Shape:
    """How a record of one class is read from JSON."""

    readers: Mapping[str, Read]
    defaults: Mapping[str, Any]
    needed: frozenset[str]
    """Fields that are never left out."""
    is_plain: bool
    """Nothing but its fields makes it: no check of its own, no default that could be changed in place."""


def _shape(cls: Any) -> _Shape:
    return _read_shape(cls)


@functools.cache
def _read_shape(cls: type[Any]) -> _Shape:
    fields = _fields(cls)
    defaults = {name: default for name, _, default in fields if default is not dataclasses.MISSING}
    fresh = {name for name, default in defaults.items() if isinstance(default, dict)}
    return _Shape(
        readers={name: read for name, read, _ in fields},
        defaults={name: default for name, default in defaults.items() if name not in fresh},
        needed=frozenset(name for name, _, _ in fields if name not in defaults),
        is_plain=not fresh and not hasattr(cls, "__post_init__"),
    )


@functools.cache
def _read_fields(cls: type[Any]) -> tuple[tuple[str, Read, Any], ...]:
    hints = typing.get_type_hints(cls)
    out = []
    for field in dataclasses.fields(cls):
        if field.name == "extra":
            continue
        default = field.default
        if field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        out.append((field.name, _reader(hints[field.name]), default))
    return tuple(out)


def _plain(value: Any) -> Any:
    if type(value) is str:  # nearly all are
        return value
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


def _reader(kind: Any) -> Read:
    """How a value of that kind is read from JSON. Worked out once a field, since records are read by the thousand."""
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        read = _reader(next(part for part in typing.get_args(kind) if part is not type(None)))
        return lambda value: None if value is None else read(value)
    if origin in (tuple, frozenset):
        read = _reader(typing.get_args(kind)[0])
        return lambda value: origin(map(read, value))
    if origin is not None or not isinstance(kind, type):
        return lambda value: value
    if issubclass(kind, Record):
        return kind.from_json
    if issubclass(kind, PartialDate):
        return PartialDate.from_text
    if issubclass(kind, datetime | date):
        return kind.fromisoformat
    if issubclass(kind, enum.Enum | UUID):
        return kind
    return functools.partial(_checked, kind)


def _checked(kind: type[Any], value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value
