"""One colleague in the training register: its lines, and what a manager adds or takes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.records.training import RecordedTraining
from iass_tui.rules.training import MOST_GRACE, MOST_OWN_GRACE, Beginning, Grace
from iass_tui.rules.training_words import agreed_words, owed_words, read_words, standing_words
from iass_tui.services.training_views import PersonTraining, TrainingOverview
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.ask_form import AskForm
from screens.dialogs.asking import AskText
from screens.dialogs.dialog import Notice
from screens.widgets.bars import TopBar
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.page import Shown
from screens.widgets.row_list import Row, RowList
from screens.widgets.text_field import TextField
from screens.widgets.words import Words
from screens.words.days import short_day
from screens.words.training import held_row, line_words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

RECORD, GRACE = "RECORD", "GRACE"


class TrainingWork(Protocol):
    """What this page needs of training."""

    def overview(self) -> TrainingOverview: ...
    def enter(self, account_id: UUID, wanted: Beginning) -> None: ...
    def take_back(self, line: RecordedTraining, reason: str) -> None: ...


class AskGrace(AskForm):
    """How many days, and why."""

    act = "Give the days"

    def __init__(self, name: str, most: int) -> None:
        super().__init__(f"Days of grace for {name}")
        self.most = most

    def body(self) -> ComposeResult:
        """Two fields."""
        yield ErrorSummary()
        yield Words("They may work so many days without the training, today included. It stands in the register.\n")
        yield TextField("days", "Days", hint=f"1 to {self.most}", limit=3)
        yield TextField("reason", "Why", hint="Such as: the course is booked for the 3rd")

    def problems(self) -> Iterable[tuple[str, str]]:
        """A number, and a reason."""
        days = self.field("days").text.strip()
        if not (days.isascii() and days.isdecimal() and 1 <= int(days) <= self.most):
            yield "days", f"Enter a number of days from 1 to {self.most}"
        if not self.field("reason").text.strip():
            yield "reason", "Enter why they may work without the training"

    def answer(self) -> Grace:
        """The days."""
        return Grace(days=int(self.field("days").text.strip()), reason=self.field("reason").text.strip())


class PersonTrainingScreen(OfficeScreen):
    """Nothing of the register is deleted: a line that was wrong is taken back, and says why."""

    where = "Training"
    DEFAULT_CSS = """
    PersonTrainingScreen #stands { padding: 0 1; }
    """
    NEEDS: ClassVar[dict[str, str]] = {"add": "MANAGE_STAFF"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "add", "add", tooltip="Records a course that they did", id="person_training.add"),
    ]

    def __init__(self, seat: Seat, work: TrainingWork, account_id: UUID) -> None:
        super().__init__(seat)
        self.work, self.account_id = work, account_id
        self.view: PersonTraining | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.PersonTrainingWanted) -> Self:
        """The colleague in the wish."""
        return cls(session, session.training, wish.account_id)

    def body(self) -> ComposeResult:
        """Where they stand, and the list."""
        yield Words("", ident="stands")
        yield RowList(columns=(0, 11, 11, 26), empty="Reading…", ident="lines")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.PersonTrainingWanted(self.account_id)

    async def reload(self) -> None:
        """Reads their lines."""
        overview = await self.call(self.work.overview)
        self.view = next((one for one in overview.people if one.colleague.id == self.account_id), None)
        if self.view is None:
            self.show_over(Notice("Not here", "They do not work here any more."))
            raise Shown
        if not self.is_attached:
            return
        for bar in self.query(TopBar):
            bar.where = f"Training of {self.view.colleague.card.name}"
        self.query_one("#stands", Words).update(f"{standing_words(self.view.standing, self.view.until)}\n")
        self.query_one(RowList).show(_rows(self.view))

    # keys

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Adds, or takes a line back."""
        line = next((one for one in self.view.lines if one.id == event.row.key), None) if self.view else None
        if event.row.key == RECORD:
            self.action_add()
        elif event.row.key == GRACE:
            self.start(self._grace)
        elif line is not None and not line.body.taken_back:
            self.start(self._take_back, line)

    def action_add(self) -> None:
        """To the form."""
        self.post_message(messages.TrainingFormWanted(self.account_id))

    async def _grace(self) -> None:
        if self.view is None:
            return
        most = MOST_OWN_GRACE if self.account_id == self.seat.me.id else MOST_GRACE
        answer = await self.ask(AskGrace(self.view.colleague.card.name, most))
        if isinstance(answer, Grace):
            await self.save(self.work.enter, self.account_id, answer)
            self._saved("Days of grace given")
            await self.reload()

    async def _take_back(self, line: RecordedTraining) -> None:
        what, on, until = held_row(line.body.held)
        sentence = (
            f"{what}, {on.strip()}, counting until {until.strip()}. {line_words(line)}\n\nThe line stays in the "
            "register and no longer counts. They may not be able to sign in then."
        )
        reason = await self.ask(AskText("Take this line back?", "Why", "Take it back", sentence=sentence))
        if reason:
            await self.save(self.work.take_back, line, reason)
            self._saved("Taken back")
            await self.reload()

    def _saved(self, sentence: str) -> None:
        self.say(sentence)
        self.post_message(messages.Changed())


def _rows(view: PersonTraining) -> Iterator[Row]:
    yield Row(RECORD, ("Record a course that they did",))
    yield Row(GRACE, ("Give days of grace",))
    yield Row("register", ("In the register",), heading=True)
    listed = {line.body.held for line in view.lines}
    for line in view.lines:
        yield Row(line.id, (*held_row(line.body.held), line_words(line)), dim=bool(line.body.taken_back))
    for number, held in enumerate(one for one in view.held if one not in listed):
        yield Row(("card", number), (*held_row(held), ""), dim=True)
    if view.gaps:
        yield Row("gaps", ("Missing",), heading=True)
        yield from (Row(("gap", course.id), (course.name,)) for course in view.gaps)
    if view.planned:
        yield Row("planned", ("Planned",), heading=True)
        for plan in view.planned:
            yield Row(("plan", plan.id), (plan.course, short_day(plan.on), "", plan.place or plan.organiser))
    yield Row("undertakings", ("Undertakings and declarations",), heading=True)
    yield from (Row(("owed", one.what), (owed_words(one),)) for one in view.owed)
    yield from (Row(("agreed", one.what), (agreed_words(one),), dim=True) for one in view.agreed)
    if (read := view.policy) is not None:
        words = f"Confidentiality policy: {read_words(read.number, read.on, read.in_force)}"
        yield Row(("policy", read.number), (words,), dim=read.is_current)
