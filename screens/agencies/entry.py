"""One entry of the directory: how to reach them, and for casework the families with whom they work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.records.agencies import Agency, AgencyCard, Involved
from iass_tui.services.agency_views import AgencyFamily
from screens import messages
from screens.base import Seat
from screens.dialogs.dialog import Confirm
from screens.widgets.facts import Facts
from screens.widgets.first_reading import FirstReading
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Banner, Words
from screens.words import agencies as words
from screens.words.consents import agency_words
from screens.words.days import short_day

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

RETIRED = "This entry is not offered any more. What was recorded about it stays; s brings it back."
P33 = "Before you contact them about a family, open the family and look at what it agreed to: c (P33)."


class EntryWork(Protocol):
    """What this page needs of the directory."""

    def agency(self, agency_id: UUID) -> Agency: ...
    def families_of(self, agency_id: UUID) -> tuple[AgencyFamily, ...]: ...
    def retire(self, agency_id: UUID, version: int) -> None: ...
    def bring_back(self, agency_id: UUID, version: int) -> None: ...


class AgencyScreen(FirstReading):
    """A volunteer sees how to reach them; families are for casework, and that look is recorded."""

    where = "Agency"
    CSS_PATH = "entry.tcss"
    NEEDS: ClassVar[dict[str, str]] = {"edit": "CHANGE_AGENCIES", "status": "CHANGE_AGENCIES"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "edit", tooltip="Changes the entry", id="agency.edit"),
        Binding("s", "status", "status", tooltip="Retires the entry, or brings it back", id="agency.status"),
    ]

    def __init__(self, seat: Seat, agencies: EntryWork, agency_id: UUID) -> None:
        super().__init__(seat)
        self.agencies, self.agency_id = agencies, agency_id
        self.shown: Agency | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.AgencyChosen) -> Self:
        """The entry in the wish."""
        return cls(session, session.agencies, wish.agency_id)

    def place(self) -> messages.Wish:
        """This entry again."""
        return messages.AgencyChosen(self.agency_id)

    def body(self) -> ComposeResult:
        """Who, how to reach them, and the families."""
        yield Words("Reading…", ident="who")
        yield Banner(word="RETIRED", ident="retired")
        yield Facts(ident="facts")
        yield RowList(columns=(10, 0, 18, 12), empty="No family is noted.", ident="families")
        yield Words("", ident="hint", classes="dim")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    async def reload(self) -> None:
        """Reads the entry, then its families where the role opens them."""
        self.shown = await self.call(self.agencies.agency, self.agency_id)
        card = self.shown.card
        self.query_one("#who", Words).update(card.full_name)
        self.query_one("#retired", Banner).say(RETIRED if card.is_retired else "")
        self.query_one(Facts).show(_facts(card))
        families = self.query_one(RowList)
        may_look = self.seat.may("FIND")
        families.display = may_look
        self.query_one("#hint", Words).update(P33 if may_look else "")
        if may_look:
            families.show(_rows(await self.call(self.agencies.families_of, self.agency_id)))
        self.refresh_bindings()

    def was_read(self) -> bool:
        """Whether the entry stands there."""
        return self.shown is not None

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Opens the family."""
        if isinstance(event.row.key, UUID):
            self.post_message(messages.PersonChosen(event.row.key))

    def action_edit(self) -> None:
        """To the form of the entry."""
        self.post_message(messages.AgencyFormWanted(self.agency_id))

    def action_status(self) -> None:
        """Retires it, or brings it back."""
        if self.shown is not None:
            self.start(self._status, self.shown)

    async def _status(self, shown: Agency) -> None:
        if shown.card.is_retired:
            await self.save(self.agencies.bring_back, shown.id, shown.version)
            self.say("Offered again")
        else:
            sentence = f"{shown.card.full_name} is not offered any more. Nothing that was recorded goes."
            if not await self.ask(Confirm("Retire this entry?", sentence, "Retire it")):
                return
            await self.save(self.agencies.retire, shown.id, shown.version)
            self.say("Retired")
        self.post_message(messages.Changed())
        await self.reload()


def _facts(card: AgencyCard) -> Iterator[tuple[str, str]]:
    yield "Kind", agency_words(card.code)
    for name in ("job", "phone", "email", "address", "words"):
        yield words.AGENCY_LABELS[name], getattr(card, name)


def _rows(families: tuple[AgencyFamily, ...]) -> Iterator[Row]:
    if not families:
        return
    now = sum(one.stands is not Involved.PAST for one in families)
    yield Row("heading", (f"Families {now} now or soon, {len(families) - now} no longer",), heading=True)
    for one in families:
        who = "child or young person" if one.is_child else "parent or carer"
        mark = "FROZEN" if one.is_frozen else ""
        since = short_day(one.since)
        yield Row(
            one.person_id,
            (words.STANDS[one.stands], f"{one.name}, {who}", since, mark),
            dim=one.stands is Involved.PAST,
        )
