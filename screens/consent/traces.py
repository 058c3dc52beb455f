"""Numbers and addresses that still stand in the words about someone: where, and taking them out (P44)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.services.consent_views import TraceLine
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.dialog import Confirm
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words.consents import TRACES
from screens.words.days import short_day

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

PLACES = {"note": "note", "task": "task", "case": "case facts", "letter": "letter", "sharing": "shared"}
SAYS = (
    "They look like a way to reach someone. Only a reader knows whose it is: Enter opens the place, Del takes out "
    "every number and address in it."
)
TAKES_OUT = (
    "Every number and address in this place is replaced by the words 'taken out' and the day. What stood there is "
    "deleted and cannot be brought back here; backups made until now hold it until they expire."
)


class TracesWork(Protocol):
    """What this page needs of consents."""

    def traces(self, person_id: UUID) -> tuple[TraceLine, ...]: ...
    def redact(self, person_id: UUID, line: TraceLine) -> None: ...


class TracesScreen(OfficeScreen):
    """One line a note, task, case, letter or sharing in which something was found."""

    where = "Numbers in words"
    NEEDS: ClassVar[dict[str, str]] = {"take_out": "WRITE_NOTE"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete", "take_out", "throw away", tooltip="Takes numbers and addresses out", id="traces.take_out"),
    ]

    def __init__(self, seat: Seat, consent: TracesWork, person_id: UUID) -> None:
        super().__init__(seat)
        self.consent, self.person_id = consent, person_id
        self.found: tuple[TraceLine, ...] = ()

    @classmethod
    def open(cls, session: Session, wish: messages.TracesWanted) -> Self:
        """What stands about the person in the wish."""
        return cls(session, session.consent, wish.person_id)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.TracesWanted(self.person_id)

    def body(self) -> ComposeResult:
        """What this is, and the list."""
        yield Words(SAYS, ident="says")
        yield RowList(columns=(12, 7, 10, 10, 0), empty="Reading…", ident="found")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    async def reload(self) -> None:
        """Looks again; looking is recorded by the service."""
        self.found = await self.call(self.consent.traces, self.person_id)
        rows = self.query_one(RowList)
        rows.empty = "Nothing of the kind stands in any words about them."
        rows.show(Row(one.row_id, _cells(one)) for one in self.found)

    def _under(self) -> TraceLine | None:
        row = self.query_one(RowList).row
        return next((one for one in self.found if row is not None and one.row_id == row.key), None)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Opens the place."""
        event.stop()
        if (line := self._under()) is not None:
            self.is_stale = True
            self.post_message(_page_of(line))

    def action_take_out(self) -> None:
        """Takes out what was found in this place, after asking."""
        if (line := self._under()) is not None:
            self.start(self._take_out, line)

    async def _take_out(self, line: TraceLine) -> None:
        sentence = f"{', '.join(filter(None, (line.reference, PLACES[line.table])))}:\n{line.excerpt}\n\n{TAKES_OUT}"
        if await self.ask(Confirm("Take out numbers and addresses?", sentence, "Take them out", danger=True)):
            await self.save(self.consent.redact, self.person_id, line)
            self.say("Taken out")
            self.post_message(messages.Changed(self.person_id, line.case_id))
            await self.reload()


def _page_of(line: TraceLine) -> messages.Wish:
    """Where that place is read."""
    if line.table == "sharing":
        return messages.SharingRecordWanted(line.person_id)
    if line.case_id is None or line.table == "letter":
        return messages.DocumentWanted(line.person_id, line.case_id, kind=str(line.row_id))
    return messages.CaseChosen(line.case_id, line.note_id)


def _cells(line: TraceLine) -> tuple[str, ...]:
    kinds = ", ".join(TRACES[kind] for kind in line.kinds)
    return short_day(line.day), line.reference, PLACES[line.table], kinds, line.excerpt
