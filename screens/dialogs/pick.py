"""Someone or a case, found as one types: for a form that needs one of those on file."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterable
from typing import ClassVar, Protocol
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.find import Hit
from iass_tui.services.views import Problem
from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.restricted_mark import marked
from screens.widgets.row_list import Row, RowList
from screens.widgets.text_field import TextField
from screens.widgets.words import Words

LIMIT = 8


class SearchWork(Protocol):
    """What this dialog needs of the directory."""

    @property
    def is_ready(self) -> bool: ...
    def search(self, query: str, limit: int = 20) -> list[Hit]: ...
    def refresh(self) -> None: ...
    def restricted(self) -> frozenset[UUID]: ...


@dataclasses.dataclass(frozen=True)
class Picked:
    """What was picked: a person or a case."""

    is_case: bool
    id: UUID
    name: str


class Pick(Dialog[Picked]):
    """One field and the hits below it; Enter takes the one under the cursor."""

    DEFAULT_CSS = """
    Pick RowList { height: 9; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "next", tooltip="To the next hit", show=False, id="pick.next"),
        Binding("up", "move(-1)", "previous", tooltip="To the hit before", show=False, id="pick.previous"),
    ]

    def __init__(
        self,
        title: str,
        directory: SearchWork,
        *,
        sentence: str = "",
        cases: bool = False,
        leave_out: Iterable[UUID] = (),
    ) -> None:
        super().__init__(title)
        self.directory, self.sentence, self.cases = directory, sentence, cases
        self.leave_out = {str(one) for one in leave_out}
        self.field = TextField("query", "Find", hint="Any part of a name, a phone number, a birth date, a case number")
        self._is_searching = False
        self._restricted: frozenset[UUID] = frozenset()

    def body(self) -> ComposeResult:
        """The field and its hits."""
        yield ErrorSummary()
        if self.sentence:
            yield Words(f"{self.sentence}\n")
        yield self.field
        yield RowList(columns=(30, 0, 10), empty="Type to find someone.")

    def buttons(self) -> ComposeResult:
        """The act, and the way back."""
        yield ActButton("Take this one", "act", first=True)
        yield ActButton("Go back", "back")

    def on_mount(self) -> None:
        """Ready to type."""
        self.field.aim()

    def on_form_field_changed(self) -> None:
        """Searches for what stands in the field, one search at a time."""
        if not self._is_searching:
            self._is_searching = True
            self.run_worker(self._search())

    async def _search(self) -> None:
        done: str | None = None
        try:
            while done != self.field.value:
                done = self.field.value
                hits = await asyncio.to_thread(self._hits, done) if done else []
                rows = self.query_one(RowList)
                rows.empty = "Nobody found." if self.directory.is_ready else "Still opening names: type on."
                rows.show([self._row(hit) for hit in hits], keep=False)
        except Problem as problem:
            self.query_one(ErrorSummary).show([("query", str(problem))])
        finally:
            self._is_searching = False

    def _hits(self, query: str) -> list[Hit]:
        self.directory.refresh()
        self._restricted = self.directory.restricted()
        found = self.directory.search(query, LIMIT * 3)
        wanted = [hit for hit in found if self.cases or hit.entry.kind == "person"]
        return [hit for hit in wanted if hit.entry.id not in self.leave_out][:LIMIT]

    def _row(self, hit: Hit) -> Row:
        entry = hit.entry
        born = f"born {entry.born.display()}" if entry.born else ""
        picked = Picked(entry.kind == "case", UUID(entry.id), entry.reference or entry.name)
        row = Row(picked, (entry.name, born, entry.reference or ""))
        return marked(row, picked.id, self._restricted)

    def action_move(self, step: int) -> None:
        """Moves among the hits while one types."""
        self.query_one(RowList).action_move(step)

    def on_form_field_submitted(self) -> None:
        """Enter takes the hit."""
        self.pressed("act")

    def on_row_list_chosen(self) -> None:
        """A click, or Enter in the list."""
        self.pressed("act")

    def pressed(self, button: str) -> None:
        """Answers what is under the cursor."""
        row = self.query_one(RowList).row
        if button != "act":
            self.dismiss(None)
        elif row is None or not isinstance(row.key, Picked):
            self.query_one(ErrorSummary).show([("query", "Type until the right one is on the list, or go back")])
        else:
            self.dismiss(row.key)
