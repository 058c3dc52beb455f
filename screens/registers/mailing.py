"""The agencies that get the policy and its later versions (P68), out of the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.records.agencies import Agency
from iass_tui.services.views import OutboxFile
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.made import FileMade
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words.consents import agency_words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

WHY = "Whom the policy and its new versions go to. Enter puts on the list, or takes off."
YES, NO = "gets the policy", "no"


class MailingWork(Protocol):
    """What this page needs of the registers."""

    def mailing(self) -> tuple[Agency, ...]: ...
    def set_mailing(self, agency_id: UUID, version: int, *, gets_policy: bool) -> None: ...
    def mailing_list(self) -> OutboxFile: ...


class MailingScreen(OfficeScreen):
    """Enter puts an agency on the list, or takes it off: nothing is sent by it."""

    where = "Agencies' mailing list"
    DEFAULT_CSS = """
    MailingScreen #why { padding: 0 1; }
    """
    NEEDS: ClassVar[dict[str, str]] = {"document": "EXPORT_LISTS"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "document", "document", tooltip="The list as an encrypted workbook", id="mailing.document"),
    ]

    def __init__(self, seat: Seat, work: MailingWork) -> None:
        super().__init__(seat)
        self.work = work
        self.agencies: dict[UUID, Agency] = {}

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The directory of this office."""
        return cls(session, session.registers)

    def body(self) -> ComposeResult:
        """What Enter does, and the directory."""
        yield Words(f"{WHY}\n", ident="why", classes="dim")
        yield RowList(columns=(0, 18, 16, 16), empty="Reading…", ident="agencies")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.MailingWanted()

    async def reload(self) -> None:
        """Reads the directory; those that get it come first."""
        self.agencies = {one.id: one for one in await self.call(self.work.mailing)}
        if self.is_attached:
            rows = self.query_one(RowList)
            rows.empty = "The directory is empty. Add agencies there first."
            rows.show(_row(one) for one in self.agencies.values())

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """The other way round."""
        if isinstance(event.row.key, UUID):
            self.start(self._switch, self.agencies[event.row.key])

    async def _switch(self, one: Agency) -> None:
        await self.save(self.work.set_mailing, one.id, one.version, gets_policy=not one.card.gets_policy)
        self.say(f"{one.card.full_name}: {'off the list' if one.card.gets_policy else 'on the list'}")
        await self.reload()

    def action_document(self) -> None:
        """Makes the workbook."""
        self.start(self._make)

    async def _make(self) -> None:
        await self.ask(FileMade(await self.save(self.work.mailing_list), "The list is made"))


def _row(one: Agency) -> Row:
    card = one.card
    reach = card.email or card.address.replace("\n", ", ") or "NO ADDRESS"
    cells = (card.full_name, agency_words(card.code), reach, YES if card.gets_policy else NO)
    return Row(one.id, cells, dim=not card.gets_policy)
