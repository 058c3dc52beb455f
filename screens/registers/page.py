"""One register: its lines, what is overdue in it, and the whole of it on paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.records.registers import RecordedLine, Register
from iass_tui.rules.registers import day, review_due
from iass_tui.rules.registers.fields import FORMS, NAME, Field, Shape
from iass_tui.rules.training_plan import plan_of
from iass_tui.services.training_views import Holder, RegisterView
from iass_tui.services.views import OutboxFile
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import AskText, Choose
from screens.dialogs.dialog import Notice
from screens.dialogs.line_history import LineHistory
from screens.dialogs.made import FileMade
from screens.dialogs.which_print import LARGE, PRINTS
from screens.dialogs.who_came import AskCame, Came
from screens.widgets.choice_field import Choice
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words.days import short_day
from screens.words.staff import COMPARTMENTS

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

CAME, CHANGE, HISTORY, TAKE_BACK = "CAME", "CHANGE", "HISTORY", "TAKE_BACK"
WAYS = (
    Choice(CHANGE, "Look at it, or change it"),
    Choice(HISTORY, "What stood here before: when it changed, and by whom"),
    Choice(TAKE_BACK, "Take it back: it no longer stands"),
)
NOTE = "NOTE WHO CAME"


class RegisterWork(Protocol):
    """What this page needs of the registers."""

    def page(self, register: Register) -> RegisterView: ...
    def take_back(self, register: Register, line_id: UUID, version: int, reason: str) -> None: ...
    def print(self, register: Register, *, large_print: bool = False) -> OutboxFile: ...


class CameWork(Protocol):
    """What this page needs of training."""

    def came(self, plan_id: UUID, version: int, who: Collection[UUID], evidence: str) -> None: ...


class RegisterScreen(OfficeScreen):
    """The same for every register; which fields there are, the rules say. The look is recorded by the service."""

    DEFAULT_CSS = """
    RegisterScreen #why { padding: 0 1; }
    """
    NEEDS: ClassVar[dict[str, str]] = {"add": "CHANGE_REGISTERS", "document": "CHANGE_REGISTERS"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "add", "add", tooltip="Adds a line to this register", id="register.add"),
        Binding("d", "document", "document", tooltip="The register as one document, to print", id="register.document"),
    ]

    def __init__(self, seat: Seat, work: RegisterWork, training: CameWork, register: Register) -> None:
        super().__init__(seat)
        self.work, self.training, self.register, self.form = work, training, register, FORMS[register]
        self.where = self.form.title
        self.view: RegisterView | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.RegisterWanted) -> Self:
        """The register in the wish."""
        return cls(session, session.registers, session.training, wish.register)

    def body(self) -> ComposeResult:
        """Why it is kept, and its lines."""
        yield Words(f"{self.form.why}\n", ident="why", classes="dim")
        yield RowList(columns=(0, 20, 16), empty="Reading…", ident="lines", about_people=self._names_people)

    @property
    def _names_people(self) -> bool:
        return self.register in (Register.REACH, Register.PLAN)

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This register again."""
        return messages.RegisterWanted(self.register)

    async def reload(self) -> None:
        """Reads it again."""
        is_first, self.view = self.view is None, await self.call(self.work.page, self.register)
        view = self.view
        if self.is_attached:
            rows = self.query_one(RowList)
            rows.empty = "Nothing yet. + adds a line."
            rows.show(self._rows(view))
            to_note = next((row.key for row in rows.rows if NOTE in row.cells), None)
            if is_first and to_note is not None:
                rows.go_to(to_note)

    def _rows(self, view: RegisterView) -> Iterator[Row]:
        if view.holders:
            yield Row("holders", ("Who holds keys of this program, as the key register has it",), heading=True)
            for number, one in enumerate(view.holders):
                yield Row(("holder", number), (one.name, _keys_words(one)), dim=True)
            yield Row("reach", ("Who can reach the machine, its backups and the sheets",), heading=True)
        for line in view.lines:
            yield Row(line.id, self._cells(line, view))
        if view.taken_back:
            yield Row("taken back", ("Taken back",), heading=True)
            for line in view.taken_back:
                yield Row(("gone", line.id), (line.body.value(NAME), line.body.taken_back), dim=True)

    def _cells(self, line: RecordedLine, view: RegisterView) -> tuple[str, ...]:
        first, second = (_cell(view.form.field(key), line.body.value(key)) for key in view.form.listed)
        due = review_due(line.body, view.today)
        if due is not None:
            second = f"REVIEW {'overdue' if due < view.today else 'today'}"
        if self.register is Register.PLAN:
            second = _when(line, view.today) or second
        return line.body.value(NAME), first, second

    # keys

    def action_add(self) -> None:
        """To the form of a new line."""
        self.post_message(messages.RegisterLineWanted(self.register))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Asks what is to be done with a line; of one that was taken back, shows what stood there."""
        if self.view is None:
            return
        line = next((one for one in self.view.lines if one.id == event.row.key), None)
        gone = next((one for one in self.view.taken_back if ("gone", one.id) == event.row.key), None)
        if isinstance(event.row.key, tuple) and event.row.key[0] == "holder":
            holder = self.view.holders[event.row.key[1]]
            self.show_over(Notice(f"The keys of {holder.name}", f"{_keys_words(holder)}."))
        elif line is not None:
            self.start(self._act, line, self.view)
        elif gone is not None:
            self.show_over(LineHistory(gone, self.view))

    async def _act(self, line: RecordedLine, view: RegisterView) -> None:
        name = line.body.value(NAME)
        plan = next(iter(plan_of([line])), None) if self.register is Register.PLAN else None
        note = (Choice(CAME, "Note who came"),) if plan is not None and plan.on <= view.today else ()
        ways = (*note, *WAYS)
        match await self.ask(Choose(name, f"What is to be done with this {self.form.line}?", ways, "Go on")):
            case "CAME":
                answer = await self.ask(AskCame(line, view))
                if isinstance(answer, Came):
                    await self.save(self.training.came, line.id, line.version, answer.who, answer.evidence)
                    self.say("Noted. It stands in the training register")
                    self.post_message(messages.Changed())
                    await self.reload()
            case "HISTORY":
                await self.ask(LineHistory(line, view))
            case "CHANGE":
                self.post_message(messages.RegisterLineWanted(self.register, line.id))
            case "TAKE_BACK":
                sentence = f"{name}\n\nThe line is kept below the others, with your reason. Nothing is deleted."
                reason = await self.ask(AskText("Take this line back?", "Why", "Take it back", sentence=sentence))
                if reason:
                    await self.save(self.work.take_back, self.register, line.id, line.version, reason)
                    self.say("Taken back")
                    self.post_message(messages.Changed())
                    await self.reload()

    def action_document(self) -> None:
        """Asks which print, and makes it."""
        self.start(self._make)

    async def _make(self) -> None:
        sentence = "The register as it stands today. It goes into the outbox, encrypted."
        size = await self.ask(Choose(self.form.title, "Which print?", PRINTS, "Make the paper", sentence=sentence))
        if size:
            made = await self.save(self.work.print, self.register, large_print=size == LARGE)
            await self.ask(FileMade(made, "The register is made"))


def _keys_words(one: Holder) -> str:
    """A colleague's role, and what their keys open."""
    return f"{one.role}: {', '.join(COMPARTMENTS.get(name, name) for name in one.compartments)}"


def _when(line: RecordedLine, today: date) -> str:
    """Where a planned training stands that has had its day."""
    plan = next(iter(plan_of([line])), None)
    if plan is None or plan.on > today:
        return ""
    return f"{len(plan.came)} of {len(plan.people)} came" if plan.is_noted else NOTE


def _cell(field: Field, value: str) -> str:
    """A value in a column."""
    found = day(value) if field.shape is Shape.DAY else None
    if field.shape is Shape.MONTHS and value:
        return f"{value} months"
    return short_day(found).strip() if found else field.shown(value).split(":")[0].replace("\n", " ")
