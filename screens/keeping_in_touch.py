"""Who gets updates on SEND law and events (P79-P82): how many each way, who, a list to take out, and a stop by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.keeping_in_touch import Entry, Standing
from iass_tui.rules.records.consents import ConsentMethod, Purpose
from iass_tui.rules.safety import Care
from iass_tui.services.touch_views import TouchList
from iass_tui.services.views import OutboxFile
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import Choose
from screens.dialogs.dialog import Confirm
from screens.dialogs.made import FileMade
from screens.widgets.choice_field import Choice
from screens.widgets.row_list import RowList
from screens.widgets.safety import SafetyBanner
from screens.widgets.words import Words
from screens.words import touch as words
from screens.words.consents import METHODS
from screens.words.people import CHANNEL_NAMES

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

WHAT = "Who gets updates on SEND law and events. Nobody is here but by their own yes, and no list is kept."


class TouchWork(Protocol):
    """What this page needs of keeping in touch."""

    def lists(self) -> tuple[TouchList, ...]: ...
    def export(self, channel: Purpose) -> OutboxFile: ...
    def stop(self, person_id: UUID, channel: Purpose, *, method: str) -> None: ...


class KeepingInTouchScreen(OfficeScreen):
    """The four ways above, the people of the one under the cursor below."""

    where = "Keeping in touch"
    CSS_PATH = "keeping_in_touch.tcss"
    NEEDS: ClassVar[dict[str, str]] = {"make": "EXPORT_LISTS", "stop": "RECORD_CONSENT"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "make", "make", tooltip="Makes an encrypted list of the way under the cursor", id="touch.make"),
        Binding("minus", "stop", "leave out", tooltip="They asked us to stop: no more news this way", id="touch.stop"),
    ]

    def __init__(self, seat: Seat, touch: TouchWork) -> None:
        super().__init__(seat)
        self.touch = touch
        self.lists: dict[str, TouchList] = {}

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """Keeping in touch, in this office."""
        return cls(session, session.keeping_in_touch)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.KeepingInTouchWanted()

    def body(self) -> ComposeResult:
        """What this is, the ways, the people."""
        yield Words(f"{WHAT}\n", ident="what")
        yield RowList(columns=(10, 0), empty="Reading everybody's answers…", ident="ways")
        yield SafetyBanner()
        yield RowList(columns=(26, 0), empty="", ident="people")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one("#ways", RowList).focus()
        self.start(self.reload, reading=True)

    async def reload(self) -> None:
        """Works every list out anew; the look is recorded by the service."""
        self.lists = {one.channel.value: one for one in await self.call(self.touch.lists)}
        self.query_one("#ways", RowList).show([words.way_row(one) for one in self.lists.values()])
        self._show_people()

    @property
    def _way(self) -> TouchList | None:
        row = self.query_one("#ways", RowList).row if self.is_mounted else None
        return self.lists.get(str(row.key)) if row else None

    @property
    def _one(self) -> Entry | None:
        """Whoever is under the cursor below, where one is there."""
        way = self._way
        row = self.query_one("#people", RowList).row if way else None
        if way is None or row is None or not isinstance(row.key, tuple):
            return None
        return next((one for one in way.entries if one.person_id == row.key[1]), None)

    def _show_people(self) -> None:
        people, way = self.query_one("#people", RowList), self._way
        people.empty = "Nobody ever said yes to this way."
        people.show(words.rows(way) if way else ())
        self._show_one()

    def _show_one(self) -> None:
        """What to take care of with the one under the cursor, above their number; other keys work."""
        one = self._one
        self.query_one(SafetyBanner).show_words(one.care if one else Care())
        self.refresh_bindings()

    # keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`-` where the cursor is on somebody who has not stopped; `m` where somebody is on the list."""
        if action == "stop" and not self._may_stop():
            return False
        if action == "make" and not ((way := self._way) and way.of(Standing.LISTED)):
            return False
        return super().check_action(action, parameters)

    def _may_stop(self) -> bool:
        if not self.is_mounted or not self.query_one("#people", RowList).has_focus:
            return False
        return (one := self._one) is not None and one.standing is not Standing.STOPPED

    def on_descendant_focus(self) -> None:
        """Other keys work below than above."""
        self.refresh_bindings()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Another way shows other people."""
        if event.rows.id == "ways":
            self._show_people()
        else:
            self._show_one()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter on a way goes to its people; on somebody, to their page."""
        if event.rows.id == "ways":
            self.query_one("#people", RowList).focus()
        elif one := self._one:
            self.post_message(messages.PersonChosen(one.person_id))

    def action_stop(self) -> None:
        """They want no more news this way."""
        way, one = self._way, self._one
        if way is not None and one is not None:
            self.start(self._stop, way.channel, one)

    async def _stop(self, channel: Purpose, one: Entry) -> None:
        ways = [Choice(method.value, METHODS[method]) for method in ConsentMethod]
        sentence = (
            f"{one.name} gets no more news by {CHANNEL_NAMES[channel]}, from now on. A list that waits in the outbox "
            "is removed. Only a new yes of their own undoes it."
        )
        method = await self.ask(Choose("Stop it", "How did they say so?", ways, "Stop it now", sentence=sentence))
        if method:
            await self.save(lambda: self.touch.stop(one.person_id, channel, method=method))
            self.say("Stopped")
            self.post_message(messages.Changed(one.person_id))
            await self.reload()

    def action_make(self) -> None:
        """An encrypted list into the outbox."""
        if way := self._way:
            self.start(self._make, way)

    async def _make(self, way: TouchList) -> None:
        count = len(way.of(Standing.LISTED))
        who = "1 person" if count == 1 else f"{count} people"
        sentence = (
            f"An encrypted workbook goes into the outbox: {who}, for one mailing by "
            f"{CHANNEL_NAMES[way.channel]}. It is recorded that you made it."
        )
        if await self.ask(Confirm("Make this list?", sentence, "Make the list")):
            made = await self.save(self.touch.export, way.channel)
            self.show_over(FileMade(made, "The list is made"))
