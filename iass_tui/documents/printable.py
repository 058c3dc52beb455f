"""User text made fit for a page: nothing in it can stop the page from being made, nothing vanishes unsaid.

A PDF/UA page may not hold a character without a glyph, and very long unbroken runs crash Typst or cost
gigabytes (100,000 combining marks on one letter did). So characters that no font has are named in brackets,
control characters and direction overrides are dropped, and long runs get places to break.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from iass_tui.documents.fonts import families

BREAK = "\u200b"
"""Zero width space: where a long word may go on to the next line."""

_NEWLINES = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_EMPTY_LINES = re.compile("\n[ \n]*\n[ \n]*\n")
_LONG_WORD = re.compile("[^ \n\u200b]{61,}")
_PIECE = 20
_SAME_AGAIN = re.compile(r"(\[[^\[\]]{1,80}\])\1{3,}")
_MARKS_AT_MOST = 8
_PLAIN = re.compile(r"[\n -~£–—‘’“”é]*")
_IGNORED = frozenset(
    (
        0x00AD, 0xFEFF, 0x061C,
        *range(0x202A, 0x202F),  # direction embeddings and overrides: they could turn a whole line round
        *range(0x2060, 0x2070),
        *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000),
        *range(0xFFF9, 0xFFFC),
    )
)  # fmt: skip
_INVISIBLE = frozenset((0x200B, 0x200C, 0x200D, 0x200E, 0x200F))


def printable(text: str) -> str:
    """The text as a page can show it; the same text back where it holds nothing unusual."""
    text = _EMPTY_LINES.sub("\n\n", _NEWLINES.sub("\n", text)).replace("\t", "    ")
    if _PLAIN.fullmatch(text):
        return _LONG_WORD.sub(_with_breaks, text)
    text = "".join(_shown(cluster) for cluster in _clusters(text))
    text = text.replace("]\u200d[", "][")
    text = _SAME_AGAIN.sub(_counted, text)
    return _LONG_WORD.sub(_with_breaks, text)


def spelt_out(text: str) -> str:
    """The text with everything but plain Latin letters named: ugly, and sure to find its glyphs."""
    return printable("".join(letter if _PLAIN.fullmatch(letter) else _named(letter) for letter in text))


def in_every_string(change: Callable[[str], str], value: Any) -> Any:
    """The value with `change` made to every string inside its lists and mappings, keys apart."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: in_every_string(change, item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [in_every_string(change, item) for item in value]
    return value


def shortened(text: str, length: int = 80) -> str:
    """One printable line of at most `length` characters, for titles, running heads and tables of contents."""
    start = text[: 8 * length]
    line = " ".join(printable(start).split())
    return line if len(line) <= length and start == text else line[: length - 1].rstrip() + "…"


def _clusters(text: str) -> list[str]:
    """Letters with the marks that stand on them; all but the first few marks on one letter are dropped."""
    out: list[str] = []
    marks = 0
    for letter in text:
        if ord(letter) in _IGNORED:
            continue
        if not out or not _extends(letter):
            out.append(letter)
            marks = 0
        elif marks < _MARKS_AT_MOST:
            out[-1] += letter
            marks += 1
    return out


@functools.lru_cache(maxsize=4096)
def _extends(letter: str) -> bool:
    return unicodedata.category(letter) in ("Mn", "Me", "Mc") or ord(letter) in _INVISIBLE


@functools.lru_cache(maxsize=4096)
def _shown(cluster: str) -> str:
    base = cluster[0]
    is_control = unicodedata.category(base) == "Cc"
    kept, named = "", ""
    if is_control:
        kept = base if base == "\n" else ""
    elif _has_glyphs(base) and not _extends(base):
        kept = base
    else:
        named = _named(base)
    for mark in cluster[1:]:
        if kept and not is_control and _has_glyphs(kept + mark):  # one font must have all of them
            kept += mark
        else:
            named += _named(mark)
    return kept + named


def _has_glyphs(cluster: str) -> bool:
    needed = {ord(letter) for letter in cluster} - _INVISIBLE
    return any(needed <= family.covers for family in families())


def _named(letter: str) -> str:
    if ord(letter) in _INVISIBLE:
        return letter
    name = unicodedata.name(letter, "")
    if name and unicodedata.category(letter)[0] in "SP":
        return f"[{name.lower()}]"
    return f"[U+{ord(letter):04X}]"


def _counted(match: re.Match[str]) -> str:
    times = len(match[0]) // len(match[1])
    return f"{match[1][:-1]}, {times} times]"


def _with_breaks(match: re.Match[str]) -> str:
    pieces = [""]
    for letter in match[0]:
        if len(pieces[-1]) >= _PIECE and not _extends(letter):
            pieces.append("")
        pieces[-1] += letter
    return BREAK.join(pieces)
