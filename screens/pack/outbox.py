"""Encrypted files that wait to be fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from textual.app import ComposeResult

from iass_tui.services.views import OutboxFile
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.made import KEPT, FileMade
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words.days import short_day

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class OutboxWork(Protocol):
    """What this page needs of the outbox."""

    def outbox(self) -> tuple[OutboxFile, ...]: ...


class OutboxScreen(OfficeScreen):
    """One line a file; Enter says how it is fetched, and to its maker how it opens."""

    where = "Outbox"
    CSS_PATH = "outbox.tcss"

    def __init__(self, seat: Seat, packs: OutboxWork) -> None:
        super().__init__(seat)
        self.packs = packs
        self.files: dict[str, OutboxFile] = {}

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The outbox of this office."""
        return cls(session, session.packs)

    def body(self) -> ComposeResult:
        """What this is, and the files."""
        yield Words(f"{KEPT.replace('The file waits', 'A file waits')} Enter says how it is fetched.\n", ident="kept")
        yield RowList(about_people=False, columns=(11, 0, 9, 18), empty="Reading…", ident="files")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.OutboxWanted()

    async def reload(self) -> None:
        """Reads what waits."""
        self.files = {one.name: one for one in await self.call(self.packs.outbox)}
        rows = self.query_one(RowList)
        rows.empty = "Nothing waits here."
        rows.show([_row(one) for one in reversed(self.files.values())])

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """How it is fetched."""
        found = self.files.get(str(event.row.key))
        if found is not None:
            self.show_over(FileMade(found, "A file in the outbox"))


def _row(one: OutboxFile) -> Row:
    whose = "made by you" if one.is_mine else "a colleague's"
    return Row(one.name, (short_day(one.made_on), one.name, f"{max(one.size // 1024, 1)} KB", whose))
