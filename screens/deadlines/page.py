"""The timetable of a case: dates with whose duty they are, what happened, and one of them to read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from iass_tui.rules.deadlines import ChildMilestone, Deadline
from iass_tui.services.deadline_views import EventView, TimetableView
from screens import messages
from screens.base import Seat
from screens.deadlines import rows
from screens.deadlines.acts import DeadlineWork, TaskWork, TimetableActs
from screens.widgets.reader import Reader
from screens.widgets.record_page import FROZEN, RecordPage
from screens.widgets.row_list import RowList
from screens.widgets.words import Banner, Words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

WIDE = 120
ON_DATES = frozenset({"done", "standing"})
ON_EVENTS = frozenset({"change", "in_error"})


class TimetableSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class TimetableScreen(RecordPage):
    """Every date is worked out when the page is read; the look is recorded by the service."""

    where = "Timetable"
    CSS_PATH = "page.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    NEEDS: ClassVar[dict[str, str]] = {
        "add": "MANAGE_TASK",
        "done": "MANAGE_TASK",
        "standing": "MANAGE_TASK",
        "undo": "MANAGE_TASK",
        "change": "MANAGE_TASK",
        "in_error": "MANAGE_TASK",
        "task": "MANAGE_TASK",
        "note": "WRITE_NOTE",
        "document": "EXPORT_PACK",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "add", "add", tooltip="Writes down what happened: the dates follow", id="timetable.add"),
        Binding("space", "done", "done", tooltip="Says on which day it was done", id="timetable.done"),
        Binding("u", "undo", "undo", tooltip="Takes the last mark back", id="timetable.undo"),
        Binding("s", "standing", "status", tooltip="Done, an exception, not needed", id="timetable.standing"),
        Binding("k", "task", "task", tooltip="Makes a task of yours from the date", id="timetable.task"),
        Binding("d", "document", "document", tooltip="The family's timeline, to print", id="timetable.document"),
        Binding("e", "change", "edit", tooltip="Puts right what happened", id="timetable.change"),
        Binding("v", "in_error", "in error", tooltip="Marks what happened as wrong", id="timetable.in_error"),
        Binding("n", "note", "note", tooltip="Writes a note", id="timetable.note"),
    ]

    def __init__(
        self, seat: TimetableSeat, work: DeadlineWork, tasks: TaskWork, wish: messages.TimetableWanted
    ) -> None:
        super().__init__(seat)
        self.work, self.case_id = work, wish.case_id
        self.acts = TimetableActs(self, work, tasks, seat.me.id, seat.today_date())
        self.view: TimetableView | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.TimetableWanted) -> Self:
        """The timetable of the case in the wish."""
        return cls(session, session.deadlines, session.casework, wish)

    def body(self) -> ComposeResult:
        """What must not be missed, the list, and what it means."""
        yield Words("Reading…", ident="who")
        yield Banner(word="FROZEN", ident="frozen", classes="-error")
        yield Banner(word="DAMAGED", ident="damaged", classes="-error")
        with Container(id="both"):
            yield RowList(columns=(11, 14, 0, 14), empty="Reading…", ident="dates")
            yield Reader(ident="more")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This timetable again."""
        return messages.TimetableWanted(self.case_id)

    def subject(self) -> UUID | None:
        """The child or young person."""
        return self.view.person_id if self.view else None

    async def reload(self) -> None:
        """Reads the timetable again."""
        self.view = view = await self.call(self.work.timetable, self.case_id)
        if not self.is_attached:
            return
        self.query_one("#who", Words).update(rows.heading(view))
        self.query_one("#frozen", Banner).say(FROZEN if view.is_frozen else "")
        lost = f"{view.unreadable} events do not open, so their dates are not here. Run: iass check --deep"
        self.query_one("#damaged", Banner).say(lost if view.unreadable else "")
        self.query_one(RowList).show(list(rows.rows(view)))
        self._read()

    def _read(self) -> None:
        if self.view is not None:
            self.query_one(Reader).show(rows.reading(self.view, self.query_one(RowList).row))
        self.refresh_bindings()

    def on_row_list_moved(self) -> None:
        """Another row: other words, other keys."""
        self._read()

    def on_row_list_chosen(self) -> None:
        """Enter: to the words about the row, to scroll them."""
        self.query_one(Reader).focus()

    def action_leave(self) -> None:
        """From the words back to the list; from the list to the page below."""
        if self.query_one(Reader).has_focus:
            self.query_one(RowList).focus()
        else:
            super().action_leave()

    # what the cursor is on

    def _deadline(self) -> Deadline | None:
        return rows.deadline_of(self.view, self.query_one(RowList).row) if self.view and self.is_mounted else None

    def _milestone(self) -> ChildMilestone | None:
        return rows.milestone_of(self.view, self.query_one(RowList).row) if self.view and self.is_mounted else None

    def _event(self) -> EventView | None:
        return rows.event_of(self.view, self.query_one(RowList).row) if self.view and self.is_mounted else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what works on what the cursor is on."""
        if action in self.NEEDS and getattr(self, "view", None) is None:
            return False
        if action in ON_DATES and self._deadline() is None:
            return False
        if action == "task" and self._deadline() is None and self._milestone() is None:
            return False
        if action in ON_EVENTS:
            event = self._event()
            if event is None or event.event.body.in_error:
                return False
        if action == "undo" and not self.acts.marked:
            return False
        return super().check_action(action, parameters)

    # keys

    def _act(self, act: Callable[..., Awaitable[object]], *more: Any) -> None:
        """Begins an act, then reads the timetable again."""
        if self.view is not None:
            self.start(self._then_reload, act, self.view, *more)

    async def _then_reload(self, act: Callable[..., Awaitable[object]], *about: Any) -> None:
        await act(*about)
        await self.reload()

    def action_add(self) -> None:
        """Asks what happened."""
        self._act(self.acts.add)

    def action_done(self) -> None:
        """Asks on which day the date under the cursor was met."""
        if one := self._deadline():
            self._act(self.acts.done, one)

    def action_standing(self) -> None:
        """Asks how the date under the cursor stands."""
        if one := self._deadline():
            self._act(self.acts.standing, one)

    def action_undo(self) -> None:
        """Takes the last mark back."""
        if self.acts.marked:
            self._act(self.acts.undo)

    def action_task(self) -> None:
        """Makes a task from the date under the cursor."""
        if one := self._deadline():
            self._act(self.acts.task, one)
        elif day := self._milestone():
            self._act(self.acts.milestone_task, day)

    def action_change(self) -> None:
        """Asks what is to be put right."""
        if event := self._event():
            self._act(self.acts.change, event)

    def action_in_error(self) -> None:
        """Asks why it is wrong."""
        if event := self._event():
            self._act(self.acts.in_error, event)

    def action_document(self) -> None:
        """Makes the family's timeline."""
        self._act(self.acts.document)

    def action_note(self) -> None:
        """To a new note."""
        self.post_message(messages.NoteWanted(self.case_id))
