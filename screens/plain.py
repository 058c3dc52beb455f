"""User text made safe to show: no markup, no control characters, nothing that turns a line round (T2)."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content

LONGEST = 20_000
"""Characters of one text that a screen shows; the rest is named, not drawn."""

_GONE: dict[int, int | str | None] = dict.fromkeys((*range(32), *range(127, 160)))
_GONE |= dict.fromkeys((0x200B, 0x200E, 0x200F, 0x061C, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_GONE |= dict.fromkeys(range(0xE0000, 0xE0080))
_GONE |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_LINES = _GONE | {0x0A: "\n", 0x09: "    ", 0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_ONE_LINE = _GONE | dict.fromkeys((0x0A, 0x09, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), " ")


def clean(text: str, *, lines: bool = False) -> str:
    """The text without control and reordering characters; on one line unless `lines`.

    Also used while someone types, so unlike `rules.text.clean` it trims nothing and refuses nothing.
    """
    if lines:
        return text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINES)
    return text.translate(_ONE_LINE)


def plain(text: str, style: str = "", *, lines: bool = True, limit: int = LONGEST) -> Content:
    """User text as something any widget can draw as it stands; brackets are brackets."""
    left_out = len(text) - limit
    shown = clean(text[:limit], lines=lines)
    if left_out > 0:
        shown += f" … ({left_out} more characters)"
    return Content.styled(shown, style) if style else Content(shown)


def fitted(text: str, width: int) -> str:
    """One line of exactly `width` cells: padded, or cut with an ellipsis."""
    if width <= 0:
        return ""
    line = clean(text[: width * 8])
    if cell_len(line) > width:
        return set_cell_size(line, width - 1) + "…"
    return set_cell_size(line, width)
