"""The leads' queue: immediate danger on top, then whoever waits longest. Nothing here can be put off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.services.concern_views import ConcernLine
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.dialog import Notice
from screens.widgets.row_list import FOLDED, Row, RowList
from screens.widgets.today_rows import NEVER_PUT_OFF
from screens.words.concerns import ADVICE, TROUBLES, age_words, who_words
from screens.words.days import due_day, short_moment

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class QueueWork(Protocol):
    """What this page needs of concerns."""

    def queue(self, *, closed: bool = False) -> tuple[ConcernLine, ...]: ...


class ConcernsScreen(OfficeScreen):
    """Every open concern; the closed ones below where one asks for them. The look is recorded by the service."""

    where = "Safeguarding concerns"
    NEEDS: ClassVar[dict[str, str]] = {"steps": "CHANGE_OFFICE"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "steps", "edit", tooltip="Changes the steps of the checklist", id="concerns.steps"),
        Binding(
            "semicolon",
            "put_off",
            "put off",
            tooltip="Puts a task off, or says for whom it waits",
            show=False,
            id="concerns.off",
        ),
        Binding("right", "unfold", "show", tooltip="Shows the closed ones", show=False, id="concerns.unfold"),
    ]

    def __init__(self, seat: Seat, work: QueueWork) -> None:
        super().__init__(seat)
        self.work = work
        self.open_ones: tuple[ConcernLine, ...] = ()
        self.closed: tuple[ConcernLine, ...] | None = None

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The queue."""
        return cls(session, session.concerns)

    def body(self) -> ComposeResult:
        """One list."""
        yield RowList(columns=(10, 8, 0, 15, 11), empty="Reading…", ident="concerns")

    def on_mount(self) -> None:
        """Reads."""
        self.set_focus(self.query_one(RowList))
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """The queue again."""
        return messages.ConcernsWanted()

    async def reload(self) -> None:
        """Reads the open ones, and the closed ones where they are shown."""
        self.open_ones = await self.call(self.work.queue)
        if self.closed is not None:
            self.closed = await self.call(self.work.queue, closed=True)
        self._show()

    def _show(self) -> None:
        count = len(self.open_ones)
        title = f"Open {count}   danger first, then the longest waiting" if count else "Open: none"
        rows = [Row(("section", "open"), (title,), heading=True), *(_row(line) for line in self.open_ones)]
        if self.closed is None:
            rows.append(Row(("folded", "closed"), ("Closed", FOLDED)))
        else:
            rows.append(Row(("section", "closed"), (f"Closed {len(self.closed)}",), heading=True))
            rows += [_row(line) for line in self.closed]
        self.query_one(RowList).show(rows)

    def _here(self) -> ConcernLine | None:
        row = self.query_one(RowList).row
        key = row.key[1] if row is not None and isinstance(row.key, tuple) else None
        every: Sequence[ConcernLine] = (*self.open_ones, *(self.closed or ()))
        return next((line for line in every if line.mark.id == key), None)

    # keys

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Opens the concern; of one that cannot be believed says what to do."""
        line = self._here()
        if event.row.key == ("folded", "closed"):
            self.action_unfold()
        elif line is not None and line.mark.trouble is not None:
            word, what = TROUBLES[line.mark.trouble]
            advice = ADVICE[line.mark.trouble].format(who=line.mark.raised_by or "nobody who works here")
            self.show_over(Notice(f"{line.mark.reference}: {word.lower()}", f"{what[0].upper()}{what[1:]}.", advice))
        elif line is not None:
            self.post_message(messages.ConcernChosen(line.mark.id))

    def action_unfold(self) -> None:
        """Shows the closed ones."""
        row = self.query_one(RowList).row
        if row is not None and row.key == ("folded", "closed"):
            self.closed = ()
            self.start(self.reload, reading=True)

    def action_put_off(self) -> None:
        """Says that there is no putting one off."""
        self.say(NEVER_PUT_OFF["concern"])

    def action_steps(self) -> None:
        """To the steps of the checklist."""
        self.post_message(messages.ConcernStepsWanted())


def _row(line: ConcernLine) -> Row:
    mark = line.mark
    key: tuple[str, UUID] = ("concern", mark.id)
    if mark.trouble is not None or line.body is None:
        word, what = TROUBLES[mark.trouble] if mark.trouble else ("", "")
        return Row(key, (word, mark.reference, what))
    if line.state.value == "CLOSED":
        return Row(key, ("closed", mark.reference, who_words(line.body), short_moment(mark.raised_at)))
    word = "DANGER NOW" if line.body.is_immediate else "new" if mark.is_new else ""
    again = f"see {due_day(line.follow_up_on)}" if line.follow_up_on else ""
    return Row(key, (word, mark.reference, who_words(line.body), again, age_words(mark.waited)))
