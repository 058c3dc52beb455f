"""The directory of agencies: one field, and the entries that what was typed fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.agencies import matches
from iass_tui.rules.records.agencies import Agency
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.widgets.field import FormField
from screens.widgets.row_list import Row, RowList
from screens.widgets.text_field import TextField
from screens.widgets.words import Words
from screens.words.agencies import COLUMNS, entry_row

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

NEW = "new"


class DirectoryWork(Protocol):
    """What this page needs of the directory."""

    def all(self, *, retired: bool = False) -> tuple[Agency, ...]: ...


class AgenciesScreen(OfficeScreen):
    """Read once and narrowed in memory: typing never waits. No family stands here."""

    where = "Agencies"
    CSS_PATH = "page.tcss"
    NEEDS: ClassVar[dict[str, str]] = {"add": "CHANGE_AGENCIES"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "open", tooltip="Opens the entry that the cursor is on", id="agencies.open"),
        Binding("plus", "add", "add", tooltip="Adds an entry to the directory", id="agencies.add"),
        Binding("down", "move(1)", "next", tooltip="To the next entry", show=False, id="agencies.next"),
        Binding("up", "move(-1)", "previous", tooltip="To the entry before", show=False, id="agencies.previous"),
    ]

    def __init__(self, seat: Seat, agencies: DirectoryWork) -> None:
        super().__init__(seat)
        self.agencies = agencies
        self.field = TextField("query", "Find", hint="Any part of a name, a job, a kind or a telephone number")
        self.entries: tuple[Agency, ...] = ()

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The directory of this office."""
        return cls(session, session.agencies)

    def body(self) -> ComposeResult:
        """The field, the entries, and a line on how many."""
        yield self.field
        yield RowList(columns=COLUMNS, empty="Reading…", ident="entries")
        yield Words("", ident="count", classes="dim")

    def on_mount(self) -> None:
        """Ready to type."""
        self.field.aim()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """The directory, with an empty field."""
        return messages.AgenciesWanted()

    async def reload(self) -> None:
        """Reads the directory; retired entries come last."""
        found = await self.call(lambda: self.agencies.all(retired=True))
        self.entries = tuple(sorted(found, key=lambda one: one.card.is_retired))
        self._show()

    def _show(self, *, keep: bool = True) -> None:
        found = [one for one in self.entries if matches(one.card, self.field.value)]
        rows = [entry_row(one) for one in found]
        if self.seat.may("CHANGE_AGENCIES"):
            rows.append(Row(NEW, ("Add an organisation or a professional",)))
        entries = self.query_one(RowList)
        entries.empty = "Nobody found."
        entries.show(rows, keep=keep)
        of = f" of {len(self.entries)}" if len(found) != len(self.entries) else ""
        self.query_one("#count", Words).update(f" {len(found)}{of}")

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """Another letter."""
        event.stop()
        self._show(keep=False)

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter opens the entry under the cursor."""
        event.stop()
        self.action_choose()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Opens it, or adds one."""
        if isinstance(event.row.key, UUID):
            self.post_message(messages.AgencyChosen(event.row.key))
        else:
            self.action_add()

    def action_move(self, step: int) -> None:
        """Moves among the entries while one types."""
        self.query_one(RowList).action_move(step)

    def action_choose(self) -> None:
        """Opens the entry under the cursor."""
        self.query_one(RowList).action_choose()

    def action_add(self) -> None:
        """To the form of a new entry."""
        self.post_message(messages.AgencyFormWanted())
