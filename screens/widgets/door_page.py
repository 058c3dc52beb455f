"""What the pages before sign-in share: bars, one form, and Escape as the way out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from screens import messages
from screens.widgets.bars import KeyBar, TopBar
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.page import Page
from screens.widgets.text_field import CleanInput, TextField

if TYPE_CHECKING:
    from iass_tui.services.ports import Door

DoorMaker = Callable[[], Awaitable["Door"]]
"""Gives the office from outside; the first call opens it in a thread (trap T22)."""


class DoorPage(Page):
    """A page before sign-in: Escape leaves the field, again closes the app."""

    where = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "close", tooltip="Leaves the field; again closes", id="door.close"),
    ]

    def compose(self) -> ComposeResult:
        """The bars, and the body between them."""
        yield TopBar("IASS", where=self.where)
        with VerticalScroll(id="page", classes="form", can_focus=False):
            yield ErrorSummary()
            yield from self.body()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """What stands between the bars."""
        yield from ()

    def action_leave(self) -> None:
        """Leaves the field; without one, closes."""
        if isinstance(self.focused, CleanInput):
            self.leave_field(self.focused)
        else:
            self.post_message(messages.SignOutWanted())

    def forget(self) -> None:
        """Wipes what was typed: the page stays behind a session."""
        for field in self.query(TextField):
            field.text = ""
        self.query_one(ErrorSummary).clear()
