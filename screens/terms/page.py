"""The term calendar: which days are school days, what is not known, and loading the council's file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.dates import display_day
from iass_tui.rules.deadlines.term_days import SpanKind, TermSpan, runs_out
from iass_tui.rules.deadlines.term_words import problem_words
from iass_tui.rules.deadlines.terms import TermProblem
from iass_tui.rules.records.deadlines import TermCalendar
from iass_tui.services.deadline_views import TermsView
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import AskText
from screens.dialogs.dialog import Notice
from screens.widgets.page import Shown
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words.days import short_day

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

HINT = (
    "A CSV file on the machine where the office runs, outside its folder. "
    "One to begin with: iass terms template > terms.csv"
)
NONE_YET = (
    "No term calendar yet: dates in school days are the earliest that they can be. + loads one, for whoever may change "
    "registers."
)
KINDS = {SpanKind.TERM: "term", SpanKind.CLOSED: "closed", SpanKind.BETWEEN: "holidays", SpanKind.UNKNOWN: "NOT KNOWN"}
MOST = 12
"""Mistakes of a file that are shown at once."""


class TermsSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class TermsWork(Protocol):
    """What this page needs of deadlines."""

    def terms_view(self) -> TermsView | None: ...
    def load_terms_file(self, path: Path) -> TermCalendar | tuple[TermProblem, ...]: ...


class TermsScreen(OfficeScreen):
    """The calendar in force, in the order of days."""

    where = "Term calendar"
    CSS_PATH = "page.tcss"
    NEEDS: ClassVar[dict[str, str]] = {"load": "CHANGE_REGISTERS"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "load", "add", tooltip="Loads the council's terms from a file", id="terms.load"),
    ]

    def __init__(self, seat: TermsSeat, work: TermsWork) -> None:
        super().__init__(seat)
        self.work, self.today = work, seat.today_date()

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The terms of this office."""
        return cls(session, session.deadlines)

    def body(self) -> ComposeResult:
        """How far it reaches, and its days."""
        yield Words("Reading…", ident="state")
        yield RowList(columns=(10, 27, 16, 0), empty="Reading…", about_people=False, ident="terms")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.TermsWanted()

    async def reload(self) -> None:
        """Reads the calendar again."""
        view = await self.call(self.work.terms_view)
        if not self.is_attached:
            return
        self.query_one("#state", Words).update(_state(view, self.today))
        rows = self.query_one(RowList)
        rows.empty = "No day of it is known."
        rows.show(_rows(view) if view else ())

    def action_load(self) -> None:
        """Asks for the file."""
        self.start(self._load)

    async def _load(self) -> None:
        question = AskText(
            "Load a term calendar", "File", "Load it", hint=HINT, sentence="It takes the old one's place."
        )
        typed = await self.ask(question)
        if not typed:
            return
        found = await self.save(self.work.load_terms_file, _file(typed))
        if isinstance(found, tuple):
            lines = [problem_words(one) for one in found[:MOST]]
            rest = [f"and {len(found) - MOST} more"] if len(found) > MOST else []
            self.show_over(Notice("Nothing was changed: put this right in the file", *lines, *rest))
            raise Shown
        self.say(f"{len(found.terms)} terms are in force, to {display_day(found.terms[-1].last)}")
        self.post_message(messages.Changed())
        await self.reload()


def _file(typed: str) -> Path:
    return Path(typed.strip()).expanduser()


def _state(view: TermsView | None, today: date) -> str:
    if view is None:
        return NONE_YET
    last = display_day(view.calendar.terms[-1].last)
    loaded = f"Loaded on {display_day(view.calendar.loaded_on)}. " if view.calendar.loaded_on else ""
    if runs_out(view.calendar, today):
        return f"{loaded}It ends on {last}: LOAD THE NEXT TERMS, or dates after it are only the earliest they can be."
    return f"{loaded}It reaches to {last}."


def _rows(view: TermsView) -> Iterator[Row]:
    for number, one in enumerate(view.spans):
        is_inside = one.kind is SpanKind.CLOSED
        words = _words(one)
        yield Row((one.kind, number), (KINDS[one.kind], _days(one), words, one.name), dim=is_inside)


def _days(one: TermSpan) -> str:
    if one.first is None:
        return f"to {short_day(one.last).strip()}"
    if one.last is None:
        return f"from {short_day(one.first).strip()}"
    if one.first == one.last:
        return short_day(one.first)
    return f"{short_day(one.first)} to {short_day(one.last).strip()}"


def _words(one: TermSpan) -> str:
    if one.kind is SpanKind.TERM:
        return f"{one.days} school days"
    if one.first is None or one.last is None:
        return "provisional"
    days = (one.last - one.first).days + 1
    return f"{days} day{'s' * (days != 1)}"
