"""What becomes of every row, to page through; then the rows are brought in, or left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.importing import RowDecision, Verdict
from iass_tui.rules.importing.verdicts import TAKEN, RowSaid
from iass_tui.services.import_views import ImportDone, ImportDouble, ImportReport, Lookalike
from iass_tui.services.views import Problem
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import Choose
from screens.dialogs.dialog import Confirm, Notice
from screens.dialogs.working import Working
from screens.widgets.choice_field import Choice
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words.importing import SAID, VERDICTS, kept_from_words, reasons, row_lines
from screens.words.lookalikes import lookalike_line, lookalike_name

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

EVERY = "EVERY"


class BringingWork(Protocol):
    """What this page needs of importing."""

    @property
    def report(self) -> ImportReport | None: ...
    def say(self, number: int, said: RowSaid) -> ImportReport: ...
    def doubles(self) -> tuple[ImportDouble, ...]: ...
    def run(
        self, progress: Callable[[int, int], None] | None = None, is_stopped: Callable[[], bool] | None = None
    ) -> ImportDone: ...


class ImportReportScreen(OfficeScreen):
    """One line a row: its number, what becomes of it, and the first reason. Enter says all of it."""

    where = "Import   what becomes of every row"
    CSS_PATH = "report.tcss"
    NEEDS: ClassVar[dict[str, str]] = {"make": "IMPORT"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "make", "make", tooltip="Brings in the rows that are taken", id="import.make"),
        Binding("o", "narrow", "show only", tooltip="Narrows to what becomes of rows", id="import.narrow"),
    ]

    def __init__(self, seat: Seat, imports: BringingWork) -> None:
        super().__init__(seat)
        self.imports = imports
        self.report = imports.report
        self.only: Verdict | None = None

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The report on the spreadsheet that was just looked at."""
        return cls(session, session.imports)

    def place(self) -> messages.Wish:
        """The form for the file: the spreadsheet itself was dropped from memory."""
        return messages.ImportWanted()

    def body(self) -> ComposeResult:
        """How many of each, and the rows."""
        yield Words("", ident="state")
        yield RowList(columns=(7, 26, 0), empty="No such row.", ident="rows")

    def on_mount(self) -> None:
        """Shows."""
        self._show()
        self.query_one(RowList).focus()

    def _show(self, *, keep: bool = False) -> None:
        if self.report is None:
            return
        counted = [f"{count:,} {VERDICTS[verdict]}" for verdict, count in self.report.counts.items() if count]
        only = f"\nOnly: {VERDICTS[self.only]}" if self.only else ""
        self.query_one("#state", Words).update(" · ".join(counted) + only)
        shown = [one for one in self.report.decisions if self.only in (None, one.verdict)]
        self.query_one(RowList).show((self._row(one) for one in shown), keep=keep)

    def _row(self, one: RowDecision) -> Row:
        said = SAID[self.report.said[one.number]] if self.report and one.number in self.report.said else ""
        why = (*((said,) if said else ()), *(lookalike_line(like) for like in self._likes(one)[:1]), *reasons(one))
        more = f"  (and {len(why) - 1} more)" if len(why) > 1 else ""
        cells = (f"{one.number:>6}", VERDICTS[one.verdict], f"{why[0]}{more}" if why else "")
        return Row(one.number, cells, dim=one.verdict is Verdict.ACCEPTED)

    def _likes(self, one: RowDecision) -> tuple[Lookalike, ...]:
        return self.report.lookalikes.get(one.number, ()) if self.report else ()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Everything there is to say of a row; of whoever may be a double, what becomes of them."""
        event.stop()
        for one in self.report.decisions if self.report else ():
            if one.number == event.row.key:
                if one.family is not None and self._likes(one):
                    self.start(self._say, one)
                    return
                heading, *lines = row_lines(one, self._likes(one))
                self.show_over(Notice(heading, *(line.strip() for line in lines or ("Nothing had to be mended.",))))

    async def _say(self, one: RowDecision) -> None:
        """Asks what becomes of a double, likely or only possible."""
        likeliest = self._likes(one)[0]
        ways = [
            Choice(RowSaid.SAME.value, f"The same person as {lookalike_name(likeliest)}: join the two once it is in"),
            Choice(RowSaid.ELSE.value, "Somebody else: take the row in, and do not ask again"),
            Choice(RowSaid.OUT.value, "Leave the row out", apart=True),
        ]
        heading, *_ = row_lines(one, ())
        said = await self.ask(Choose(heading, lookalike_line(likeliest), ways, "Go on"))
        if said is not None:
            self.report = await self.call(self.imports.say, one.number, RowSaid(said))
            self._show(keep=True)

    def action_narrow(self) -> None:
        """Shows only some rows."""
        self.start(self._narrow)

    async def _narrow(self) -> None:
        assert self.report is not None
        choices = [
            *(Choice(one.value, f"{VERDICTS[one]} ({count:,})") for one, count in self.report.counts.items() if count),
            Choice(EVERY, "Every row", apart=True),
        ]
        picked = await self.ask(Choose("Which rows?", "Rows that are", choices, "Show these"))
        if picked is not None:
            self.only = None if picked == EVERY else Verdict(picked)
            self._show()

    def action_make(self) -> None:
        """Brings the rows in, after a question."""
        self.start(self._make)

    async def _make(self) -> None:
        assert self.report is not None
        counts = self.report.counts
        taken, counted = sum(counts[one] for one in TAKEN), counts[Verdict.TALLY]
        left = counts[Verdict.REFUSED] + counts[Verdict.DUPLICATE]
        sentence = (
            f"{taken:,} rows become records, {counted:,} are only counted, {left:,} are left out. "
            "Colleagues see nothing of it before the last row is written. Afterwards it cannot be undone."
        )
        if not await self.ask(Confirm("Bring this spreadsheet in?", sentence, "Bring it in", danger=True)):
            return
        answer = await self.ask(
            Working(
                "Bringing the spreadsheet in",
                self.imports.run,
                what="cases",
                sentence="Colleagues can go on working. Stopped, it leaves nothing behind.",
                stopping="Stopping: what was written is being undone…",
            )
        )
        if isinstance(answer, Problem):
            self.show_problem(answer)
        elif answer is not None and answer.was_stopped:
            self.say("Stopped. Nothing of it was kept")
        elif answer is not None:
            has_doubles = bool(await self.call(self.imports.doubles))
            self.say(f"Brought in: {answer.people:,} people, {answer.cases:,} cases; {answer.tallies:,} counted")
            if answer.kept_from:
                await self.ask(Notice("Brought in", kept_from_words(answer.kept_from)))
            self.post_message(messages.Changed())
            self.post_message(messages.TodayWanted())
            if has_doubles:
                self.post_message(messages.ImportDoublesWanted())
