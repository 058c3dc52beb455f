"""The quarterly workbook as a draft: which quarter, into which file, and what is hidden in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from textual.app import ComposeResult

from iass_tui.rules.quarters import NotAQuarter, Quarter, quarter_of
from iass_tui.services.views import Problem, QuarterMade
from screens import messages
from screens.base import Seat
from screens.dialogs.dialog import Notice
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.form_page import FormPage
from screens.widgets.page import Shown
from screens.widgets.text_field import TextField

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


SHOWN = 6
"""Lines of what is hidden that a notice shows; the workbook has all."""


class QuarterWork(Protocol):
    """What this form needs of the quarters."""

    def make(self, quarter: str, to: Path) -> QuarterMade: ...


class QuarterScreen(FormPage):
    """A draft is for the office's own eyes: a release comes later, with a second person's yes."""

    where = "Quarter"
    act = "Write the draft workbook"
    NO_DRAFT = (
        "Counts of 0 to 4 are hidden and the others rounded to the nearest 5. This is a draft: it is not for the "
        "council until a second person has looked at it."
    )

    def __init__(self, seat: Seat, quarters: QuarterWork, today: date) -> None:
        super().__init__(seat)
        self.quarters, self.today = quarters, today

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The last whole quarter is offered."""
        return cls(session, session.quarters, session.today_date())

    def place(self) -> messages.Wish:
        """This form again."""
        return messages.QuarterWanted()

    def fields(self) -> ComposeResult:
        """Which quarter, and where to."""
        yield TextField("quarter", "Quarter", hint="Such as 2026-Q3, which is October to December 2026")
        yield TextField("file", "File to write", hint="On the machine where the office runs; its name ends in .xlsx")

    async def fill(self) -> None:
        """The last whole quarter, and a name for it."""
        last = str(quarter_of(self.today).previous())
        self.field("quarter").text = last
        self.field("file").text = str(Path.home() / f"quarter-{last}-draft.xlsx")

    def problems(self) -> Iterator[tuple[str, str]]:
        """A quarter, and a file."""
        yield from self.long_texts()
        try:
            Quarter.parse(self.field("quarter").text)
        except NotAQuarter as wrong:
            yield "quarter", str(wrong)
        if not self.field("file").text.strip().endswith(".xlsx"):
            yield "file", "Give the file a name that ends in .xlsx"

    def _file(self) -> Path:
        return Path(self.field("file").text.strip()).expanduser()

    async def submit(self) -> None:
        """Writes it, and says what is hidden and why."""
        to = self._file()
        try:
            with self.busy():
                made = await self.bare_call(self.quarters.make, self.field("quarter").text.strip(), to)
        except Problem as problem:
            self.query_one(ErrorSummary).show([("file", str(problem))])
            raise Shown from None
        more = len(made.hidden) - SHOWN
        rest = (f"And {more} more: all of them stand on the sheet Notes.",) if more > 0 else ()
        hidden = "\n".join((*made.hidden[:SHOWN], *rest)) or "Nothing had to be hidden."
        await self.ask(Notice(f"Written: {made.path.name}", f"{made.path}\n\n{hidden}"))
        self.done("The draft is written", messages.Changed())
