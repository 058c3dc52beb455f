"""Strategic activity: what was entered, to read and to put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.services.feedback_views import ActivityView
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.widgets.row_list import RowList
from screens.widgets.words import Words
from screens.words import activities as words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class ActivitiesWork(Protocol):
    """What this page needs of the activities."""

    def all(self) -> tuple[ActivityView, ...]: ...


class ActivitiesScreen(OfficeScreen):
    """The latest day first. No family stands here."""

    where = "Strategic activity"
    NEEDS: ClassVar[dict[str, str]] = {"add": "WRITE_NOTE"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "add", "add", tooltip="Writes an activity down", id="activities.add"),
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
        yield Words("Training, events, meetings, policy: work about no family. Enter puts one of your own right.\n")
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
        if found is None:
            return
        if found.may_change:
            self.post_message(messages.ActivityFormWanted(found.id))
        else:
            self.say(f"{found.author} entered it: they put it right, or a manager does")

    def action_add(self) -> None:
        """To an empty form."""
        self.post_message(messages.ActivityFormWanted())
