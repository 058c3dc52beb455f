"""A fast list: draws only the lines on the screen and asks for more when its end is near (trap T26)."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from iass_tui.rules.masking import masked_line
from screens.plain import fitted
from screens.widgets.masking import is_masked

FOLDED = "→ to show"
"""What a line says under which others are folded away."""


@dataclasses.dataclass(frozen=True)
class Row:
    """One line of a list, as cells of its columns; a `heading` cannot be chosen. The last of too few cells is wide.

    A heading says what comes below it in the program's own words and is never masked. While lists are masked, of the
    others only cells that are `rules.masking.Neutral` can be read.
    """

    key: Hashable
    cells: tuple[str, ...]
    heading: bool = False
    dim: bool = False


class RowList(ScrollView, can_focus=True):
    """Rows with a cursor. `columns` are widths in cells; 0 shares what is left.

    Call `show(rows)` for another list and `add(rows, more=...)` after `MoreWanted`. `about_people` is False of a list
    that is the same in every office, such as that of the keys: it is never masked.
    """

    DEFAULT_CSS = """
    RowList { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }
    RowList > .row-list--heading { text-style: bold; }
    RowList > .row-list--dim { color: $text-muted; }
    RowList > .row-list--cursor { text-style: bold; }
    RowList:focus > .row-list--cursor { text-style: reverse; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--heading", "row-list--dim", "row-list--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end", "last", "Last", show=False),
        Binding("enter", "choose", "open", tooltip="Opens the line that the cursor is on", id="list.choose"),
    ]

    class Chosen(Message):
        """Enter was pressed on a row, or it was clicked."""

        def __init__(self, rows: RowList, row: Row) -> None:
            super().__init__()
            self.rows, self.row = rows, row

        @property
        def control(self) -> RowList:
            """The list, for `@on(..., "#id")`."""
            return self.rows

    class Moved(Chosen):
        """The cursor came to a row."""

    class MoreWanted(Message):
        """The cursor is near the end and `more` was promised."""

        def __init__(self, rows: RowList) -> None:
            super().__init__()
            self.rows = rows

    def __init__(
        self,
        *,
        columns: Sequence[int] = (0,),
        empty: str = "Nothing here yet.",
        about_people: bool = True,
        ident: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=ident, classes=classes)
        self.columns, self.empty, self.about_people = tuple(columns), empty, about_people
        self.rows: list[Row] = []
        self.cursor = -1
        self._more = False

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def show(self, rows: Iterable[Row], *, more: bool = False, keep: bool = True) -> None:
        """Shows another list; with `keep` the cursor stays on the same key or, where that is gone, on the next one."""
        before = [*self.rows[self.cursor :], *reversed(self.rows[: self.cursor])] if keep and self.row else []
        self.rows, self._more = list(rows), more
        places = {row.key: i for i, row in reversed(list(enumerate(self.rows))) if not row.heading}
        same = (places[row.key] for row in before if row.key in places and not row.heading)
        self.cursor = next(same, min(places.values(), default=-1))
        self._resize()
        self._see()

    def add(self, rows: Iterable[Row], *, more: bool = False) -> None:
        """Puts more rows at the end."""
        self.rows.extend(rows)
        self._more = more
        if self.cursor < 0:
            self.cursor = next((i for i, row in enumerate(self.rows) if not row.heading), -1)
        self._resize()

    def find(self, text: str) -> bool:
        """Moves the cursor to the next row that holds the text, starting over at the end."""
        wanted = text.casefold()
        order = [*range(self.cursor + 1, len(self.rows)), *range(max(self.cursor + 1, 0))]
        for index in order:
            row = self.rows[index]
            if not row.heading and wanted in " ".join(row.cells).casefold():
                self._set(index)
                return True
        return False

    def go_to(self, key: Hashable) -> bool:
        """Moves the cursor to the row of this key; False where there is none."""
        index = next((index for index, row in enumerate(self.rows) if row.key == key and not row.heading), -1)
        self._set(index)
        return index >= 0

    def _resize(self) -> None:
        """Another number of lines changes the scrollbar alone, unless the list is as high as its lines."""
        size = Size(0, max(len(self.rows), 1))
        if self.styles.is_auto_height or not self.container_size:
            self.virtual_size = size
        else:
            self.set_reactive(RowList.virtual_size, size)
            self._scroll_update(size)
        self.refresh()

    def on_resize(self) -> None:
        """Keeps the cursor in sight."""
        self._resize()
        self._see()

    def on_focus(self) -> None:
        """Draws the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Draws the cursor as left."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line: the cursor's mark, then the cells."""
        index, width = y + self.scroll_offset.y, self.scrollable_content_region.width  # beside the scrollbar
        base = self.rich_style
        if not self.rows and index == 0:
            return Strip([Segment(fitted(f"  {self.empty}", width), base)], width)
        if not 0 <= index < len(self.rows):
            return Strip.blank(width, base)
        row = self.rows[index]
        text = self._heading(row, width) if row.heading else self._cells(row, width, index == self.cursor)
        return Strip([Segment(text, base + self._style(row, index))], width)

    def _style(self, row: Row, index: int) -> Style:
        if row.heading:
            return self.get_component_rich_style("row-list--heading", partial=True)
        if index == self.cursor:
            return self.get_component_rich_style("row-list--cursor", partial=True)
        return self.get_component_rich_style("row-list--dim", partial=True) if row.dim else Style.null()

    def _heading(self, row: Row, width: int) -> str:
        return fitted(" " + "  ".join(row.cells), width)

    def _cells(self, row: Row, width: int, at_cursor: bool) -> str:
        shared = self.columns.count(0) or 1
        fixed = sum(size + 1 for size in self.columns if size)
        left = max((width - 2 - fixed - (shared - 1)) // shared, 0)
        sizes = [size or left for size in self.columns]
        if 0 < len(row.cells) < len(sizes):
            last = len(row.cells) - 1
            sizes[last] = width - 2 - sum(sizes[:last]) - last
        cells = masked_line(row.cells) if self.about_people and is_masked(self) else row.cells
        parts = [fitted(cell, size) for cell, size in zip(cells, sizes, strict=False)]
        return fitted(("> " if at_cursor else "  ") + " ".join(parts), width)

    def _set(self, index: int) -> None:
        if index == self.cursor or not 0 <= index < len(self.rows):
            return
        for line in (self.cursor, index):
            self.refresh_line(line)
        self.cursor = index
        self._see()
        self.post_message(self.Moved(self, self.rows[index]))
        if self._more and index >= len(self.rows) - self.size.height:
            self._more = False
            self.post_message(self.MoreWanted(self))

    def _see(self) -> None:
        if self.cursor < 0:
            return
        above = self.cursor - 1 if self.cursor and self.rows[self.cursor - 1].heading else self.cursor
        self.scroll_to_region(Region(0, above, self.size.width, self.cursor - above + 1), animate=False, force=True)

    def _step(self, start: int, step: int) -> int:
        index = start
        while 0 <= index < len(self.rows) and self.rows[index].heading:
            index += step
        return index

    def action_move(self, step: int) -> None:
        """To the next row that can be chosen."""
        self._set(self._step(self.cursor + step, step))

    def action_page(self, way: int) -> None:
        """A screenful on or back, to the end at most."""
        goal = min(max(self.cursor + way * max(self.size.height - 1, 1), 0), len(self.rows) - 1)
        index = self._step(goal, way)
        self._set(index if 0 <= index < len(self.rows) else self._step(goal, -way))

    def action_first(self) -> None:
        """To the first row."""
        self._set(self._step(0, 1))
        self.scroll_home(animate=False)

    def action_last(self) -> None:
        """To the last row loaded."""
        self._set(self._step(len(self.rows) - 1, -1))

    def action_choose(self) -> None:
        """Posts `Chosen` for the row under the cursor."""
        if self.row is not None:
            self.post_message(self.Chosen(self, self.row))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a second one on the same row chooses."""
        index = event.y + self.scroll_offset.y
        if not 0 <= index < len(self.rows) or self.rows[index].heading:
            return
        if index == self.cursor:
            self.action_choose()
        self._set(index)
