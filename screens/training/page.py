"""Training: one's own and what one agreed to; for whoever manages staff, everybody's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.records.registers import Register
from iass_tui.rules.records.training import Undertaking
from iass_tui.rules.training import may_work
from iass_tui.rules.training_words import UNDERTAKINGS, agreed_words, standing_words
from iass_tui.services.training_views import PersonTraining, TrainingOverview
from iass_tui.services.views import OutboxFile
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import Choose
from screens.dialogs.made import FileMade
from screens.dialogs.which_print import LARGE, PRINTS
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words.days import short_day
from screens.words.training import brief, held_row

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

PLAN = "PLAN"
COLUMNS, OWN_COLUMNS = (0, 30, 26), (0, 24, 15)
ON_PAPER = (
    "Who did which course, until when it counts, what is missing, who agreed to what and read which version of the "
    "policy. It goes into the outbox."
)


class TrainingWork(Protocol):
    """What this page needs of training."""

    def mine(self) -> PersonTraining: ...
    def overview(self) -> TrainingOverview: ...
    def report(self, *, large_print: bool = False) -> OutboxFile: ...


class TrainingScreen(OfficeScreen):
    """Colleagues see their own; the look at everybody's is recorded by the service."""

    where = "Training"
    DEFAULT_CSS = """
    TrainingScreen #mine { padding: 0 1; }
    """
    NEEDS: ClassVar[dict[str, str]] = {"document": "MANAGE_STAFF"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "document", "document", tooltip="The coverage report, to print", id="training.document"),
    ]

    def __init__(self, seat: Seat, work: TrainingWork) -> None:
        super().__init__(seat)
        self.work = work

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The training of this office."""
        return cls(session, session.training)

    def body(self) -> ComposeResult:
        """A line on where one stands, and the list."""
        yield Words("", ident="mine")
        columns = COLUMNS if self.seat.may("MANAGE_STAFF") else OWN_COLUMNS
        yield RowList(columns=columns, empty="Reading…", ident="training")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.TrainingWanted()

    async def reload(self) -> None:
        """Reads one's own, and everybody's where one may."""
        mine = await self.call(self.work.mine)
        rows = list(_to_agree(mine))
        if self.seat.may("MANAGE_STAFF"):
            overview = await self.call(self.work.overview)
            rows += [*_everybody(overview), *_planned(overview)]
        else:
            rows += _own(mine)
        if self.is_attached:
            self.query_one("#mine", Words).update(f"You: {standing_words(mine.standing, mine.until)}\n")
            self.query_one(RowList).show(rows)

    # keys

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A text to read, or a colleague."""
        key = event.row.key
        if isinstance(key, Undertaking):
            self.post_message(messages.UndertakingWanted(key))
        elif isinstance(key, UUID):
            self.post_message(messages.PersonTrainingWanted(key))
        elif key == PLAN:
            self.post_message(messages.RegisterLineWanted(Register.PLAN))
        elif isinstance(key, tuple) and key[0] == PLAN:
            self.post_message(messages.RegisterWanted(Register.PLAN))

    def action_document(self) -> None:
        """Asks which print, and makes the report."""
        self.start(self._make)

    async def _make(self) -> None:
        size = await self.ask(Choose("Coverage report", "Which print?", PRINTS, "Make the paper", sentence=ON_PAPER))
        if size:
            made = await self.save(self.work.report, large_print=size == LARGE)
            await self.ask(FileMade(made, "The report is made"))


def _to_agree(mine: PersonTraining) -> Iterator[Row]:
    if mine.owed:
        yield Row("owed", ("To read and agree to",), heading=True)
        for one in mine.owed:
            again = f"NOT AGREED since {short_day(one.before.on).strip()}" if one.before else "NOT AGREED yet"
            yield Row(one.what, (UNDERTAKINGS[one.what], again, "Enter opens it"))


def _everybody(overview: TrainingOverview) -> Iterator[Row]:
    able = sum(bool(may_work(one.colleague.card.training, overview.today)) for one in overview.people)
    yield Row("all", (f"Colleagues {len(overview.people)}, may work {able}",), heading=True)
    for one in overview.people:
        missing = [f"planned {short_day(one.planned[0].on).strip()}"] if one.planned else []
        missing += [f"{len(one.gaps)} missing"] if one.gaps else []
        missing += [f"{len(one.owed)} to agree"] if one.owed else []
        missing += ["policy not read"] if one.policy is not None and not one.policy.is_current else []
        cells = (
            one.colleague.card.name,
            brief(one.colleague.card.training, overview.today),
            ", ".join(missing) or "complete",
        )
        yield Row(one.colleague.id, cells)


def _planned(overview: TrainingOverview) -> Iterator[Row]:
    yield Row("plan", ("Planned",), heading=True)
    for one in overview.to_note:
        yield Row((PLAN, one.id), (one.course, short_day(one.on).strip(), "NOTE WHO CAME"))
    for one in overview.to_come:
        count = f"for {len(one.people)}"
        yield Row((PLAN, one.id), (one.course, f"{short_day(one.on).strip()} {one.place}".strip(), count))
    yield Row(PLAN, ("Plan a training",))


def _own(mine: PersonTraining) -> Iterator[Row]:
    yield Row("held", ("Your training",), heading=True)
    for number, held in enumerate(mine.held):
        what, on, until = held_row(held)
        yield Row(("held", number), (what, on, f"to {until.strip()}"))
    if mine.told:
        yield Row("coming", ("Planned for you",), heading=True)
    for number, one in enumerate(mine.told):
        where = ", ".join(part for part in (short_day(one.on).strip(), one.place, one.organiser) if part)
        yield Row(("coming", number), (one.course, where))
    yield Row("agreed", ("You agreed to",), heading=True)
    for ack in mine.agreed:
        words = agreed_words(ack).removeprefix(f"{UNDERTAKINGS[ack.what]}: ")
        yield Row(ack.what, (UNDERTAKINGS[ack.what], words.split(",")[0], "Enter reads it"))
