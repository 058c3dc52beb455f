"""What families wrote, quarter by quarter in the order of the alphabet: for a manager's themes, in no workbook."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol, Self

from textual.app import ComposeResult

from iass_tui.rules.quarters import quarter_of
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.dialog import Notice
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

QUARTERS = 2


class CommentsSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class CommentsWork(Protocol):
    """What this page needs of the feedback."""

    def comments(self, quarter: str) -> tuple[str, ...]: ...


class CommentsScreen(OfficeScreen):
    """One line a comment; Enter shows it whole."""

    where = "What families wrote"

    def __init__(self, seat: CommentsSeat, work: CommentsWork) -> None:
        super().__init__(seat)
        self.work, self.today = work, seat.today_date()

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """This quarter and the one before."""
        return cls(session, session.feedback)

    def body(self) -> ComposeResult:
        """What this is, and the comments."""
        yield Words("For the office alone: words may tell who wrote them. Nothing of this is in a workbook.\n")
        yield RowList(columns=(0,), empty="Reading…", ident="comments")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.FeedbackCommentsWanted()

    async def reload(self) -> None:
        """Reads what they wrote, the newest quarter first."""
        rows: list[Row] = []
        quarter = quarter_of(self.today)
        for _ in range(QUARTERS):
            words = await self.call(self.work.comments, str(quarter))
            heading = f"{quarter.display_months()}: {len(words) or 'nothing written'}"
            rows.append(Row(("quarter", str(quarter)), (heading,), heading=True))
            rows += [Row((str(quarter), number, one), (" ".join(one.split()),)) for number, one in enumerate(words)]
            quarter = quarter.previous()
        found = self.query_one(RowList)
        found.empty = "Nothing written."
        found.show(rows)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """The whole of it."""
        match event.row.key:
            case (_, _, str(words)):
                self.show_over(Notice("What they wrote", words))
