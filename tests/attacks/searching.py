"""Looks for a word in every byte under some folders: plain, UTF-16, base64, hex, inside zips and deflated streams."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path


def spellings(word: str) -> list[bytes]:
    """The ways in which a word may stand in a file."""
    raw = word.encode()
    out = [raw, word.encode("utf-16-le"), word.encode("utf-16-be"), raw.hex().encode(), raw.hex().upper().encode()]
    for shift in range(3):
        encoded = base64.b64encode(b"x" * shift + raw)
        out.append(encoded[4 if shift else 0 : -4])
    return out


def found_in(raw: bytes, word: str) -> bool:
    """True where any spelling of the word stands in these bytes, also packed ones."""
    lowered = raw.lower()
    if any(spelling.lower() in lowered for spelling in spellings(word) if len(spelling) > 5):
        return True
    return any(found_in(inner, word) for inner in _unpacked(raw))


def _unpacked(raw: bytes) -> Iterable[bytes]:
    if raw[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    for match in re.finditer(rb"stream\r?\n", raw) if raw[:4] == b"%PDF" else ():
        try:
            yield zlib.decompressobj().decompress(raw[match.end() :])
        except zlib.error:
            continue


def files_with(word: str, *roots: Path) -> list[str]:
    """The files under these folders in which the word stands, their names included."""
    return [
        str(path.relative_to(root))
        for root in roots
        for path in sorted(root.rglob("*"))
        if found_in(path.name.encode(), word) or (path.is_file() and found_in(path.read_bytes(), word))
    ]
