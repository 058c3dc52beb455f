"""A list with a reader beside it: where there is no room for both, what is read takes the page until Esc."""

from __future__ import annotations

from screens.base import OfficeScreen
from screens.widgets.reader import Reader
from screens.widgets.row_list import RowList

READING = "-reading"
"""The class of a page whose reader has the room; the page's styles say what that hides."""


class BesideReader(OfficeScreen):
    """Pages whose lines are read in a `Reader`."""

    @property
    def is_reading(self) -> bool:
        """Whether the reader has the page."""
        return self.has_class(READING)

    def read(self) -> None:
        """To the reader, which takes the page; beside the list where there is room."""
        self.add_class(READING)
        self.query_one(Reader).focus()

    def back_to_list(self) -> None:
        """From what was read to the list."""
        self.remove_class(READING)
        self.query_one(RowList).focus()

    def action_leave(self) -> None:
        """From what is read back to the list; from the list to the page below."""
        if self.is_reading:
            self.back_to_list()
        else:
            self.leave_list()

    def leave_list(self) -> None:
        """To the page below."""
        super().action_leave()
