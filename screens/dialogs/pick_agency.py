"""Picks an entry of the directory while one types, or says that it is not there yet."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding

from iass_tui.rules.agencies import matches
from iass_tui.rules.records.agencies import Agency
from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.row_list import Row, RowList
from screens.widgets.text_field import TextField
from screens.words.agencies import COLUMNS, entry_row

NEW = "new"


class PickAgency(Dialog[UUID | str]):
    """One field and the entries below it; answers an id, or `NEW`."""

    DEFAULT_CSS = """
    PickAgency RowList { height: 11; }
    """
    BINDINGS = [
        Binding("down", "move(1)", "next", tooltip="To the next entry", show=False, id="pick_agency.next"),
        Binding("up", "move(-1)", "previous", tooltip="To the entry before", show=False, id="pick_agency.previous"),
    ]

    def __init__(self, title: str, entries: Sequence[Agency]) -> None:
        super().__init__(title)
        self.entries = tuple(entries)
        self.field = TextField("query", "Who?", hint="Any part of a name, a kind or a telephone number")

    def body(self) -> ComposeResult:
        """The field and its entries."""
        yield ErrorSummary()
        yield self.field
        yield RowList(columns=COLUMNS)

    def buttons(self) -> ComposeResult:
        """The act, and the way back."""
        yield ActButton("Take this one", "act", first=True)
        yield ActButton("Go back", "back")

    def on_mount(self) -> None:
        """Everyone, and ready to type."""
        self.on_form_field_changed()
        self.field.aim()

    def on_form_field_changed(self) -> None:
        """Only those that what was typed fits."""
        rows = [entry_row(one) for one in self.entries if matches(one.card, self.field.value)]
        rows.append(Row(NEW, ("Not in the directory yet: add them",)))
        self.query_one(RowList).show(rows, keep=False)

    def action_move(self, step: int) -> None:
        """Moves among the entries while one types."""
        self.query_one(RowList).action_move(step)

    def on_form_field_submitted(self) -> None:
        """Enter takes the entry."""
        self.pressed("act")

    def on_row_list_chosen(self) -> None:
        """A click, or Enter in the list."""
        self.pressed("act")

    def pressed(self, button: str) -> None:
        """Answers what is under the cursor; there is always a last line."""
        row = self.query_one(RowList).row
        if button != "act" or row is None:
            self.dismiss(None)
        else:
            self.dismiss(row.key if isinstance(row.key, UUID) else NEW)
