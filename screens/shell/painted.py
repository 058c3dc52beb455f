"""What painting keeps of the words that stood on a screen: no longer than the screen, and nothing beyond a lock.

Textual and Rich keep the cells of texts and the cuts of lines for the whole life of a process, and Textual's cache of
two colours is told apart by whose they are: with each entry it held a page's painted lines (trap T17: pinned to the
exact version).
"""

from __future__ import annotations

import functools

from rich import cells
from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.style import Style

_colours = StylesCache.get_inner_outer.__wrapped__


@functools.lru_cache(1024)
def _inner_outer(base_background: Color, background: Color) -> tuple[Style, Style]:
    found: tuple[Style, Style] = _colours(StylesCache, base_background, background)
    return found


def keep_no_lines() -> None:
    """From now on that cache knows colours alone."""
    StylesCache.get_inner_outer = staticmethod(_inner_outer)  # type: ignore[method-assign, assignment]


def forget_words() -> None:
    """Drops every text that was measured or cut for painting."""
    cells.cached_cell_len.cache_clear()
    Segment._split_cells.cache_clear()  # noqa: SLF001
