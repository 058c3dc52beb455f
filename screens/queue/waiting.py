"""The list of what volunteers sent: the urgent on top, then whoever waits longest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.intake import question
from iass_tui.services.queue_views import QueueLine
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.dialog import Notice
from screens.widgets.row_list import Row, RowList
from screens.words.concerns import age_words
from screens.words.queue import ADVICE, TROUBLES, mark_word

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class WaitingWork(Protocol):
    """What this page needs of the queue."""

    def waiting(self) -> tuple[QueueLine, ...]: ...


class QueueScreen(OfficeScreen):
    """Everything that waits. The look is recorded by the service."""

    where = "Volunteers' enquiries"

    def __init__(self, seat: Seat, work: WaitingWork) -> None:
        super().__init__(seat)
        self.work = work
        self.lines: tuple[QueueLine, ...] = ()

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The queue."""
        return cls(session, session.queue)

    def body(self) -> ComposeResult:
        """One list."""
        yield RowList(columns=(9, 8, 0, 24, 10), empty="Reading…", ident="queue")

    def on_mount(self) -> None:
        """Reads."""
        self.set_focus(self.query_one(RowList))
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """The queue again."""
        return messages.QueueWanted()

    async def reload(self) -> None:
        """Reads what waits."""
        self.lines = await self.call(self.work.waiting)
        count = len(self.lines)
        title = f"Waiting {count}   urgent first, then the longest waiting" if count else "Nothing waits."
        heading = Row(("section", "waiting"), (title,), heading=True)
        self.query_one(RowList).show([heading, *(_row(line) for line in self.lines)])

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Opens it; of one that cannot be believed says what to do."""
        line = next((one for one in self.lines if one.mark.id == event.row.key), None)
        if line is None:
            return
        if line.mark.trouble is None:
            self.post_message(messages.SentIntakeChosen(line.mark.id))
            return
        word, what = TROUBLES[line.mark.trouble]
        advice = ADVICE[line.mark.trouble].format(who=line.mark.sent_by or "nobody who works here")
        self.show_over(Notice(f"{line.mark.reference}: {word.lower()}", f"{what[0].upper()}{what[1:]}.", advice))


def _row(line: QueueLine) -> Row:
    key: UUID = line.mark.id
    if line.mark.trouble is not None:
        return Row(key, (mark_word(line), line.mark.reference, TROUBLES[line.mark.trouble][1]))
    about = question("issue_group").label(line.issue_group) if line.issue_group else ""
    return Row(key, (mark_word(line), line.mark.reference, line.name or "no name", about, age_words(line.mark.waited)))
