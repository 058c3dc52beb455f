"""Which column of the sheet is which: matched by headings, changed by hand, before any row is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, Self

from textual.app import ComposeResult
from textual.containers import Horizontal

from iass_tui.rules.importing import COLUMNS, column
from iass_tui.services.import_views import ImportReport, SheetView
from iass_tui.services.views import Problem
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import Choose
from screens.dialogs.working import Working
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words.importing import mapping_line

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

NOT_READ = "-"


class MappingWork(Protocol):
    """What this page needs of importing."""

    def map(self, chosen: Mapping[str, str], fixed: Mapping[str, str]) -> SheetView: ...
    def look(self, progress: Callable[[int, int], None] | None = None) -> ImportReport: ...


class ImportColumnsScreen(OfficeScreen):
    """One line a heading of the sheet, beside it what it is taken for. Enter changes that."""

    where = "Import   its columns"
    CSS_PATH = "columns.tcss"
    AUTO_FOCUS = ""  # where one begins depends on whether something is missing

    def __init__(self, seat: Seat, imports: MappingWork) -> None:
        super().__init__(seat)
        self.imports = imports
        self.chosen: dict[str, str] = {}
        self.sheet: SheetView | None = None

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The columns of the spreadsheet that was just opened."""
        return cls(session, session.imports)

    def place(self) -> messages.Wish:
        """The form for the file: the spreadsheet itself was dropped from memory."""
        return messages.ImportWanted()

    def body(self) -> ComposeResult:
        """What is missing, the headings, and the way on."""
        yield Words("Reading…", ident="state")
        yield RowList(columns=(34, 0), empty="The sheet has no headings.", ident="headings")
        with Horizontal(classes="buttons"):
            yield ActButton("Look at every row", "look", first=True)

    def on_mount(self) -> None:
        """Matches."""
        self.start(self._match, reading=True)

    async def _match(self) -> None:
        self.sheet = sheet = await self.call(self.imports.map, self.chosen, {})
        meant = {place: key for key, place in sheet.mapping.places.items()}
        self.query_one(RowList).show(
            Row(
                place, (heading, column(meant[place]).heading if place in meant else "not read"), dim=place not in meant
            )
            for place, heading in enumerate(sheet.headings)
            if heading
        )
        others = f" Not read: sheets {', '.join(sheet.others)}." if sheet.others else ""
        self.query_one("#state", Words).update(
            "\n".join(mapping_line(one) for one in sheet.problems)
            or f"“{sheet.name}”, {sheet.rows:,} rows. Enter on a line changes what it is taken for.{others}"
        )
        look = self.query_one(ActButton)
        look.disabled = bool(sheet.problems)
        if self.focused is None:
            (self.query_one(RowList) if sheet.problems else look).focus()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Changes what a heading is taken for."""
        event.stop()
        self.start(self._choose, event.row)

    async def _choose(self, row: Row) -> None:
        assert self.sheet is not None
        heading, place = row.cells[0], row.key
        now = next((key for key, at in self.sheet.mapping.places.items() if at == place), NOT_READ)
        choices = [
            Choice(NOT_READ, "Nothing: it is not read"),
            *(Choice(one.key, f"{one.heading}: {one.says}" if one.says else one.heading) for one in COLUMNS),
        ]
        picked = await self.ask(Choose(f"What is “{heading}”?", "It is", choices, "Take it for that"))
        if picked is None or picked == now:
            return
        if now != NOT_READ:
            self.chosen[now] = ""
        if picked != NOT_READ:
            self.chosen[picked] = heading
        await self._match()

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """Looks at every row."""
        event.stop()
        self.start(self._look)

    async def _look(self) -> None:
        answer = await self.ask(
            Working(
                "Looking at every row",
                lambda progress, _: self.imports.look(progress),
                what="rows",
                sentence="Each is read, checked, and compared with everyone on file. Nothing is written.",
            )
        )
        if isinstance(answer, Problem):
            self.show_problem(answer)
        elif answer is not None:
            self.post_message(messages.ImportReportWanted())
