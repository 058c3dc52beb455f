"""Which spreadsheet is brought in. It is read into memory; nothing is written yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from textual.app import ComposeResult

from iass_tui.services.import_views import SheetView
from iass_tui.services.views import Problem
from screens import messages
from screens.base import Seat
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.form_page import FormPage
from screens.widgets.page import Shown
from screens.widgets.text_field import TextField

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class OpeningWork(Protocol):
    """What this form needs of importing."""

    def open(self, path: Path, sheet: str = "") -> SheetView: ...


class ImportFileScreen(FormPage):
    """A path, and where it matters a sheet."""

    where = "Import   the spreadsheet"
    act = "Read the spreadsheet"
    NO_DRAFT = (
        "Nothing is written before you have seen what becomes of every row. The template and the rules: "
        "`iass import --template FILE.xlsx`, docs/command-line.md."
    )

    def __init__(self, seat: Seat, imports: OpeningWork) -> None:
        super().__init__(seat)
        self.imports = imports

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """An empty form."""
        return cls(session, session.imports)

    def place(self) -> messages.Wish:
        """This form again; the spreadsheet itself was dropped from memory."""
        return messages.ImportWanted()

    def unbound(self) -> Iterable[tuple[str, str, messages.Wish, str]]:
        """What was left to do after the last import."""
        words = "Who of the last import may be on file already"
        yield "Possible doubles of the last import", words, messages.ImportDoublesWanted(), "IMPORT"

    def fields(self) -> ComposeResult:
        """The file and its sheet."""
        yield TextField(
            "file", "File", hint="On the machine where the office runs, outside its folder; .xlsx or .csv", limit=1000
        )
        yield TextField("sheet", "Sheet", hint="Its name, where the families are not on the first one", optional=True)

    def problems(self) -> Iterator[tuple[str, str]]:
        """A file."""
        if not self.field("file").text.strip():
            yield "file", "Name the spreadsheet"

    def would_lose(self) -> str:
        """Nothing worth a question."""
        return ""

    def _file(self) -> Path:
        return Path(self.field("file").text.strip()).expanduser()

    async def submit(self) -> None:
        """Reads it, and goes on to its columns."""
        try:
            with self.busy():
                await self.bare_call(self.imports.open, self._file(), self.field("sheet").text.strip())
        except Problem as problem:
            self.query_one(ErrorSummary).show([("file", str(problem))])
            raise Shown from None
        self.post_message(messages.ImportColumnsWanted())
