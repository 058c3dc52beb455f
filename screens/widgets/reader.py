"""Long text to read: any number of characters, of which only the lines on the screen are drawn."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import ClassVar

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screens.plain import clean, fitted
from screens.widgets.masking import NOT_SHOWN, is_masked


@dataclasses.dataclass(frozen=True)
class Part:
    """One paragraph or more: as it stands, `strong` (a heading, a mark that must be seen) or `dim`."""

    text: str
    look: str = ""
    hang: int = 0
    """How far every line but the first stands in: under the words, where a label stands before them."""


def wrapped(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most `width` cells, broken between words where it can be."""
    width = max(width, 1)
    for line in clean(text, lines=True).split("\n"):
        if len(line) * 2 <= width or cell_len(line) <= width:
            yield line.rstrip()
        else:
            yield from _broken(line, width)


def _broken(line: str, width: int) -> Iterator[str]:
    held, used = "", 0
    for word in line.split(" "):
        size = cell_len(word)
        if held and used + 1 + size > width:
            yield held
            held, used = "", 0
        if size <= width:
            held, used = (f"{held} {word}", used + 1 + size) if held else (word, size)
        else:
            *pieces, held = chop_cells(word, width)
            yield from pieces
            used = cell_len(held)
    yield held


def _hung(part: Part, width: int) -> Iterator[str]:
    """Its lines, all but the first set in."""
    hang = part.hang if part.hang < width // 2 else 0
    if not hang:
        yield from wrapped(part.text, width)
        return
    label = part.text[:hang]
    for number, line in enumerate(wrapped(part.text[hang:], width - hang)):
        yield f"{' ' * hang if number else label}{line}"


class Reader(ScrollView, can_focus=True):
    """Shows parts, one below the other; arrows, Page Up and Page Down scroll."""

    DEFAULT_CSS = """
    Reader { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; scrollbar-gutter: stable; padding: 0 1; }
    Reader > .reader--strong { text-style: bold; }
    Reader > .reader--dim { color: $text-muted; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"reader--strong", "reader--dim"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home", "scroll_home", "Top", show=False),
        Binding("end", "scroll_end", "Bottom", show=False),
    ]

    def __init__(self, *, ident: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=ident, classes=classes)
        self.parts: tuple[Part, ...] = ()
        self._lines: list[tuple[str, str]] = []
        self._width = 0

    def show(self, parts: Iterable[Part]) -> None:
        """Shows other parts, from their top."""
        self.parts = tuple(parts)
        self._wrap()
        self.call_after_refresh(self.on_resize)  # a scrollbar that comes with the text takes of its width
        self.scroll_home(animate=False)

    @property
    def text(self) -> str:
        """All that can be read here."""
        return "\n".join(part.text for part in self.parts)

    def on_resize(self) -> None:
        """Breaks the lines anew where the width changed."""
        if self.scrollable_content_region.width != self._width:
            self._wrap()

    def _wrap(self) -> None:
        self._width = self.scrollable_content_region.width
        if not self._width:  # not laid out yet: a size will come
            return
        self._lines = [(line, part.look) for part in self.parts for line in _hung(part, self._width)]
        self.virtual_size = Size(self._width, max(len(self._lines), 1))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the text."""
        index, width = y + self.scroll_offset.y, self.size.width
        base = self.rich_style
        if not 0 <= index < len(self._lines):
            return Strip.blank(width, base)
        text, look = self._lines[index]
        if is_masked(self) and not self.has_focus:  # what is read stays in sight, what lies beside a list does not
            text, look = ("" if index else NOT_SHOWN), "dim"
        return Strip([Segment(fitted(text, width), base + self._style(look))], width)

    def on_focus(self) -> None:
        """Read: in sight, masked or not."""
        self.refresh()

    def on_blur(self) -> None:
        """Beside a list again."""
        self.refresh()

    def _style(self, look: str) -> Style:
        return self.get_component_rich_style(f"reader--{look}", partial=True) if look else Style.null()
