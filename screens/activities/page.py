"""Strategic activity: what was entered, to read and to put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.dates import display_day
from iass_tui.services.feedback_views import ActivityView
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.dialog import Confirm
from screens.widgets.row_list import RowList
from screens.widgets.words import Words
from screens.words import activities as words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class ActivitiesWork(Protocol):
    """What this page needs of the activities."""

    def all(self) -> tuple[ActivityView, ...]: ...
    def take_back(self, activity_id: UUID, version: int) -> None: ...


class ActivitiesScreen(OfficeScreen):
    """The latest day first. No family stands here."""

    where = "Strategic activity"
    NEEDS: ClassVar[dict[str, str]] = {"add": "WRITE_NOTE", "discard": "WRITE_NOTE"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "add", "add", tooltip="Writes an activity down", id="activities.add"),
        Binding("delete", "discard", "throw away", tooltip="Takes one back that was not so", id="activities.discard"),
    ]

    def __init__(self, seat: Seat, work: ActivitiesWork) -> None:
        super().__init__(seat)
        self.work = work
        self.found: dict[object, ActivityView] = {}

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """Those of this office."""
        return cls(session, session.activities)

    def body(self) -> ComposeResult:
        """What this is, and the list."""
        yield Words("Training, events, meetings, policy: work about no family. Enter puts one right.\n")
        yield RowList(about_people=False, columns=words.COLUMNS, empty="Reading…", ident="activities")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.ActivitiesWanted()

    async def reload(self) -> None:
        """Reads what there is."""
        self.found = {one.id: one for one in await self.call(self.work.all)}
        rows = self.query_one(RowList)
        rows.empty = "Nothing yet. + writes one down."
        rows.show([words.row(one) for one in self.found.values()])

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """To the form of it, where one may put it right."""
        found = self.found.get(event.row.key)
        if found is not None and self._may_change(found):
            self.post_message(messages.ActivityFormWanted(found.id))

    def _may_change(self, found: ActivityView) -> bool:
        if not found.may_change:
            self.say(f"{found.author} entered it: they put it right, or a manager does")
        return found.may_change

    def action_add(self) -> None:
        """To an empty form."""
        self.post_message(messages.ActivityFormWanted())

    def action_discard(self) -> None:
        """Takes the one under the cursor back, after asking."""
        row = self.query_one(RowList).row
        found = self.found.get(row.key) if row else None
        if found is not None and self._may_change(found):
            self.start(self._take_back, found)

    async def _take_back(self, found: ActivityView) -> None:
        what = found.body.what or "This activity"
        words = f"{what}, {display_day(found.body.on)}: it is gone, and counts for nothing."
        if await self.ask(Confirm("Take it back?", words, "Take it back", danger=True)):
            await self.save(self.work.take_back, found.id, found.version)
            self.say("Taken back")
            await self.reload()
