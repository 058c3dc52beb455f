"""For a manager: cases that are not closed and could not be handed over as they stand, the oldest first (P43)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.handover.words import gaps_line
from iass_tui.services.handover_views import GapLine
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.widgets.restricted_mark import marked
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words.days import short_day

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

HINT = "What a colleague would miss, the oldest case first. Enter opens its sheet."


class TeamWork(Protocol):
    """What this page needs of handing over."""

    def with_gaps(self) -> tuple[GapLine, ...]: ...


class HandoverGapsScreen(OfficeScreen):
    """The whole team's cases; the look is recorded by the service."""

    where = "Handover gaps"
    CSS_PATH = "gaps.tcss"

    def __init__(self, seat: Seat, work: TeamWork) -> None:
        super().__init__(seat)
        self.work = work

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The cases of this office."""
        return cls(session, session.handover)

    def body(self) -> ComposeResult:
        """What it is, and the cases."""
        yield Words(HINT, ident="hint")
        yield RowList(columns=(11, 16, 7, 18, 0), empty="Reading every case…", ident="gaps")
        yield Words("", ident="gap", classes="dim")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This list again."""
        return messages.HandoverGapsWanted()

    async def reload(self) -> None:
        """Reads every case again."""
        found = await self.call(self.work.with_gaps)
        if not self.is_attached:
            return
        rows = self.query_one(RowList)
        rows.empty = "Every case that is not closed could be handed over."
        rows.show([_row(one) for one in found])
        self.lines = {one.case_id: one for one in found}
        self._say()

    lines: dict[UUID, GapLine] = {}

    def _say(self) -> None:
        """All that is missing from the case under the cursor, since a column is narrow."""
        row = self.query_one(RowList).row
        one = self.lines.get(row.key) if row is not None and isinstance(row.key, UUID) else None
        self.query_one("#gap", Words).update(f"Missing: {gaps_line(one.gaps)}" if one else "")

    def on_row_list_moved(self) -> None:
        """Another case."""
        self._say()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """To its sheet."""
        if isinstance(event.row.key, UUID):
            self.post_message(messages.HandoverWanted(event.row.key))


def _row(one: GapLine) -> Row:
    cells = (short_day(one.opened_on), one.officer or "nobody", one.reference, one.name, gaps_line(one.gaps))
    return marked(Row(one.case_id, cells), one.case_id, {one.case_id} if one.is_restricted else (), column=4)
