"""Who of the last import may be on file already, to join or to tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.services.import_views import ImportDouble
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words.lookalikes import explained, lookalike_name

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

WHAT = "Enter joins the two under the cursor, field by field; it can be undone. Space: they are two people.\n"


class DoublesWork(Protocol):
    """What this page needs of importing."""

    def doubles(self) -> tuple[ImportDouble, ...]: ...
    def not_same(self, person_id: UUID, other_id: UUID) -> None: ...


class ImportDoublesScreen(OfficeScreen):
    """One line for each pair: what was said to be the same person first, then the likeliest."""

    where = "Import   possible doubles"
    NEEDS: ClassVar[dict[str, str]] = {"done": "CHANGE_PERSON"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "done", "done", tooltip="They are two people: not offered again", id="doubles.done"),
    ]

    def __init__(self, seat: Seat, imports: DoublesWork) -> None:
        super().__init__(seat)
        self.imports = imports

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """Those of the import that landed last."""
        return cls(session, session.imports)

    def place(self) -> messages.Wish:
        """This list again."""
        return messages.ImportDoublesWanted()

    def body(self) -> ComposeResult:
        """What to do, and the pairs."""
        yield Words(WHAT)
        yield RowList(columns=(9, 24, 0), empty="Reading…", ident="pairs")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    async def reload(self) -> None:
        """Compares again: who was joined meanwhile is gone."""
        found = await self.call(self.imports.doubles)
        rows = self.query_one(RowList)
        rows.empty = "Nobody whom the last import brought is like anybody else on file."
        rows.show(_row(one) for one in found)

    def _under(self) -> tuple[UUID, UUID] | None:
        row = self.query_one(RowList).row
        return row.key if row is not None and isinstance(row.key, tuple) else None

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """To the page that joins them: whoever was on file before is kept, which can be turned round there."""
        event.stop()
        if pair := self._under():
            brought, other = pair
            self.post_message(messages.JoinPeopleWanted(other, brought))

    def action_done(self) -> None:
        """Two people."""
        self.start(self._apart)

    async def _apart(self) -> None:
        if pair := self._under():
            await self.save(self.imports.not_same, *pair)
            self.say("Two people: these two are not offered again")
            await self.reload()


def _row(one: ImportDouble) -> Row:
    cells = ("You said" if one.is_said else "Likely", one.name, f"{lookalike_name(one.other)}: {explained(one.other)}")
    return Row((one.person_id, one.other.person_id), cells)
