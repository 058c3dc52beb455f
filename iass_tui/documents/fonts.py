"""The fonts of our pages, from installed packages only, and which characters each can show.

System fonts are never used, so a page looks the same on every machine. The first family sets the text; the
others fill in for names outside its alphabet and are used where their package is installed.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib.util
import struct
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

PACKAGES = (
    "fontpkg_atkinson_hyperlegible",  # made by the Braille Institute for readers with low vision
    "fontpkg_noto_sans",  # Cyrillic, Greek, Vietnamese
    "fontpkg_noto_sans_arabic",  # Arabic, Farsi, Sorani, Urdu
    "fontpkg_hind_siliguri",  # Bengali
)


class FontMissing(RuntimeError):
    """The package of the main font is not installed: no document can be made."""


@dataclasses.dataclass(frozen=True)
class Family:
    """One installed family: its name, its folder, and the code points that it has glyphs for."""

    name: str
    folder: Path
    covers: frozenset[int]


@functools.cache
def families() -> tuple[Family, ...]:
    """The installed families, the main one first. Raises `FontMissing` where that one is not there."""
    found = tuple(family for package in PACKAGES if (family := _family(package)))
    if not found or found[0].folder.parent.name != PACKAGES[0]:
        raise FontMissing(f"{PACKAGES[0]} is not installed")
    return found


@functools.cache
def typst_fonts() -> typst.Fonts:
    """The same families as Typst wants them; the serif faces inside Typst are left out."""
    import typst

    folders = [str(family.folder) for family in families()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _family(package: str) -> Family | None:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    root = Path(spec.submodule_search_locations[0])
    folder = root / "files"
    files = sorted(folder.glob("*.ttf"))
    if not files:
        return None
    regular = next((file for file in files if "Regular" in file.name), files[0])
    for file in files:
        if "Italic" not in file.name and "[" in file.name:
            regular = file
    data = regular.read_bytes()
    return Family(_name(root), folder, frozenset(covered(data)))


def _name(root: Path) -> str:
    import json

    name = json.loads((root / "metadata.json").read_text(encoding="utf-8"))["family"]
    return str(name)


def covered(font: bytes) -> set[int]:
    """Every code point that a TrueType font's `cmap` table maps to a glyph (formats 4 and 12)."""
    start = _table(font, b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    out: set[int] = set()
    for index in range(count):
        platform, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * index)
        at = start + offset
        layout = struct.unpack_from(">H", font, at)[0]
        if platform in (0, 3) and layout == 4:
            out |= _format_4(font, at)
        elif platform in (0, 3) and layout == 12:
            out |= _format_12(font, at)
    return out


def _table(font: bytes, tag: bytes) -> int:
    count = struct.unpack_from(">H", font, 4)[0]
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise FontMissing("a font has no cmap table")


def _format_4(font: bytes, at: int) -> set[int]:
    segments = struct.unpack_from(">H", font, at + 6)[0] // 2
    row = f">{segments}H"
    ends_at = at + 14
    starts_at = ends_at + 2 * segments + 2
    ranges_at = starts_at + 4 * segments
    ends = struct.unpack_from(row, font, ends_at)
    starts = struct.unpack_from(row, font, starts_at)
    deltas = struct.unpack_from(row, font, starts_at + 2 * segments)
    ranges = struct.unpack_from(row, font, ranges_at)
    out: set[int] = set()
    for index, (first, last, delta, reach) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(first, last + 1):
            glyph = code + delta
            if reach:
                glyph = struct.unpack_from(">H", font, ranges_at + 2 * index + reach + 2 * (code - first))[0]
            if glyph & 0xFFFF and code != 0xFFFF:
                out.add(code)
    return out


def _format_12(font: bytes, at: int) -> set[int]:
    groups = struct.unpack_from(">L", font, at + 12)[0]
    out: set[int] = set()
    for index in range(groups):
        first, last, glyph = struct.unpack_from(">LLL", font, at + 16 + 12 * index)
        out.update(range(first if glyph else first + 1, last + 1))
    return out
