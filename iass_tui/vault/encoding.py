"""How values become bytes: length-prefixed contexts, strict JSON, padding."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

V = b"\x01"
"""The format version."""

ZERO_DIGEST = "0" * 64
SMALLEST_PLAINTEXT = 256


class BadFormat(ValueError):
    """Bytes that do not follow docs/format.md. The text names the rule, never a value."""


def lp(*parts: bytes | str | int | UUID) -> bytes:
    """The parts one after another, each with its length in two bytes. An int is four bytes.

    Raises `BadFormat` for a part of 65,536 bytes or more (contexts are short by design), for a number that four
    bytes do not hold and for text that is not Unicode.
    """
    try:
        raws = [part if type(part) is bytes else _raw(part) for part in parts]
    except (UnicodeEncodeError, OverflowError):
        raise BadFormat("context part") from None
    try:
        return b"".join([_LENGTHS[len(raw)] + raw for raw in raws])
    except IndexError:
        pass
    if max(map(len, raws)) > 0xFFFF:
        raise BadFormat("context part too long")
    return b"".join([len(raw).to_bytes(2, "big") + raw for raw in raws])


_LENGTHS = tuple(length.to_bytes(2, "big") for length in range(256))
"""Of the parts that nearly all are."""


def _raw(part: bytes | str | int | UUID) -> bytes:
    if isinstance(part, bytes):
        return part
    if isinstance(part, str):
        return part.encode()
    if isinstance(part, UUID):
        return part.bytes
    return part.to_bytes(4, "big")


def dump_json(value: Mapping[str, Any]) -> bytes:
    """One byte string for one value: sorted keys, no spaces, UTF-8. Raises `BadFormat` for what no JSON can say."""
    raw = _encoded(value)
    if raw is None:
        raise BadFormat("no JSON for this value")
    return raw


def load_json(raw: bytes) -> dict[str, Any]:
    """The object in `raw`.

    Raises `BadFormat` for anything else, for a missing or unknown "v", and for any other spelling than that of
    `dump_json`, repeated keys and NaN among them: one value has one byte string.
    """
    value = read_json(raw)
    check_version(value)
    if _encoded(value) != raw:
        raise BadFormat("not the one form of this JSON")
    return value


def read_json(raw: bytes) -> dict[str, Any]:
    """The object in `raw`, whatever its version and spelling. Raises `BadFormat` for anything else.

    Only for whoever writes what they make of it with `dump_json` and compares that with `raw`, which says it all.
    """
    value = _decoded(raw)
    if not isinstance(value, dict):
        raise BadFormat("not a strict JSON object")
    return value


def check_version(value: Mapping[str, Any]) -> None:
    """Raises `BadFormat` unless "v" is the number 1: not true, not 1.0."""
    version = value.get("v")
    if type(version) is not int or version != 1:
        raise BadFormat("unknown version")


def is_digest(text: str) -> bool:
    """True for a SHA-256 as JSON holds it: 64 lower-case hex digits."""
    return re.fullmatch("[0-9a-f]{64}", text) is not None


# Both catch and return before anything is raised: a decoding error carries the whole document with it.
def _encoded(value: Mapping[str, Any]) -> bytes | None:
    try:
        return _ENCODER.encode(value).encode()
    except (ValueError, RecursionError):
        return None


def _decoded(raw: bytes) -> Any:
    try:
        return _DECODER.decode(raw.decode())
    except (ValueError, RecursionError):
        return None


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_DECODER = json.JSONDecoder()


@functools.lru_cache(maxsize=4096)
def padded_length(length: int) -> int:
    """Where a plaintext of `length` bytes ends after padding: 256 at least, then the Padmé sizes."""
    if length <= SMALLEST_PLAINTEXT:
        return SMALLEST_PLAINTEXT
    exponent = length.bit_length() - 1
    keep = exponent.bit_length()
    mask = (1 << (exponent - keep)) - 1
    return (length + mask) & ~mask


def pad(body: bytes) -> bytes:
    """Four bytes of length, the body, zeros."""
    framed = len(body).to_bytes(4, "big") + body
    return framed.ljust(padded_length(len(framed)), b"\0")


def unpad(plain: bytes) -> bytes:
    """What `pad` was given. Raises `BadFormat` for a wrong length or for anything but zeros behind it."""
    end = 4 + int.from_bytes(plain[:4], "big")
    if len(plain) < 4 or end > len(plain) or len(plain) != padded_length(end):
        raise BadFormat("padding length")
    if plain.count(0, end) != len(plain) - end:
        raise BadFormat("padding bytes")
    return plain[4:end]
