"""What happened to one account, as managers signed it into the key register: made, new keys, roles, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.dates import display_moment
from iass_tui.rules.records.office import Colleague
from iass_tui.rules.staff import AccountEvent
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.widgets.bars import TopBar
from screens.widgets.row_list import Row, RowList
from screens.words.staff import happened_words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class HistoryWork(Protocol):
    """What this page needs of the staff."""

    def colleagues(self) -> tuple[Colleague, ...]: ...
    def history(self, account_id: UUID) -> tuple[AccountEvent, ...]: ...


class AccountHistoryScreen(OfficeScreen):
    """The newest first. The look is recorded by the service."""

    where = "Account"

    def __init__(self, seat: Seat, work: HistoryWork, account_id: UUID) -> None:
        super().__init__(seat)
        self.work, self.account_id = work, account_id

    @classmethod
    def open(cls, session: Session, wish: messages.AccountHistoryWanted) -> Self:
        """The account in the wish."""
        return cls(session, session.staff, wish.account_id)

    def body(self) -> ComposeResult:
        """One list."""
        yield RowList(columns=(24, 0, 22), empty="Reading…", about_people=False, ident="history")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.AccountHistoryWanted(self.account_id)

    async def reload(self) -> None:
        """Reads it again."""
        events = await self.call(self.work.history, self.account_id)
        names = {one.id: one.card.name for one in await self.call(self.work.colleagues)}
        if not self.is_attached:
            return
        for bar in self.query(TopBar):
            bar.where = f"Account of {names.get(self.account_id, '')}"
        rows = self.query_one(RowList)
        rows.empty = "Nothing was signed about this account yet."
        rows.show([self._row(number, one, names) for number, one in reversed(list(enumerate(events)))])

    def _row(self, number: int, one: AccountEvent, names: dict[UUID, str]) -> Row:
        by = "themselves, at set-up" if one.by == self.account_id else names.get(one.by, "the recovery sheets")
        return Row(number, (display_moment(one.at), happened_words(one), by))
