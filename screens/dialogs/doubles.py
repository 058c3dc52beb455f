"""Who on file may be the same person, each with all that speaks for and against it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.services.import_views import Lookalike
from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words.lookalikes import explained, lookalike_name


class Doubles(Dialog[UUID | bool]):
    """A list to look through. Answers whom to open, or True for `act` where there is one: about `under`."""

    DEFAULT_CSS = """
    Doubles RowList { height: 6; }
    Doubles #why { height: 4; margin-top: 1; }
    """

    def __init__(self, title: str, found: Sequence[Lookalike], sentence: str, act: str = "") -> None:
        super().__init__(title)
        self.found, self.sentence, self.act = tuple(found), sentence, act
        self._at = 0

    def body(self) -> ComposeResult:
        """What to do, the people, and why the one under the cursor is among them."""
        yield Words(f"{self.sentence}\n")
        yield RowList(columns=(9, 0), empty="Nobody.", ident="found")
        yield Words("", ident="why")

    def buttons(self) -> ComposeResult:
        """The act, and the way back."""
        if self.act:
            yield ActButton(self.act, "act")
        yield ActButton("Go back", "back")

    def on_mount(self) -> None:
        """Shows them, the likeliest first."""
        rows = self.query_one(RowList)
        rows.show(
            Row(number, ("Likely" if one.likeness.is_likely else "Possibly", lookalike_name(one)))
            for number, one in enumerate(self.found)
        )
        rows.focus()
        self._explain(0)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Says why this one."""
        event.stop()
        self._explain(int(str(event.row.key)))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Opens that person."""
        event.stop()
        person = self.found[int(str(event.row.key))].person_id
        if person is not None and self.is_current:
            self.dismiss(person)

    @property
    def under(self) -> Lookalike:
        """The one under the cursor."""
        return self.found[self._at]

    def _explain(self, number: int) -> None:
        self._at = number
        self.query_one("#why", Words).update(f"{explained(self.found[number])}.".capitalize())

    def pressed(self, button: str) -> None:
        """The act, or back."""
        self.dismiss(True if button == "act" else None)
