"""The part of a person's page that is about agencies: who works with them, noted and ended (P33)."""

from __future__ import annotations

from typing import ClassVar, Protocol
from uuid import UUID

from textual.binding import Binding, BindingType

from iass_tui.rules.records.agencies import Agency, Involved, RecordedInvolvement
from screens import messages
from screens.dialogs.dialog import Confirm
from screens.dialogs.pick_agency import NEW, PickAgency
from screens.person.reading import WhoIsInvolved
from screens.person.summary import Shown
from screens.widgets.record_page import RecordPage
from screens.widgets.row_list import RowList
from screens.words.agencies import name_of


class AgencyWork(WhoIsInvolved, Protocol):
    """What this page needs of the directory of agencies."""

    def all(self, *, retired: bool = False) -> tuple[Agency, ...]: ...
    def end_involvement(self, involvement_id: UUID, version: int) -> None: ...


class Involving(RecordPage):
    """Keys for the lines under "Involved". Subclasses give `agencies`, `person_id` and what is `shown`."""

    agencies: AgencyWork
    person_id: UUID
    shown: Shown | None = None
    NEEDS: ClassVar[dict[str, str]] = {"involve": "CHANGE_PERSON", "ended": "CHANGE_PERSON"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "plus",
            "involve",
            "add",
            tooltip="Notes an agency that works with them",
            show=False,  # the heading of its lines says it
            id="person.involve",
        ),
        Binding(
            "space",
            "ended",
            "done",
            tooltip="The agency under the cursor works with them no longer",
            id="person.ended",
        ),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`space` where the cursor is on an agency that works with them."""
        if action == "ended" and self._involvement() is None:
            return False
        return super().check_action(action, parameters)

    def _under(self, kind: str) -> object:
        row = self.query_one(RowList).row if self.is_mounted else None
        return row.key[1] if row is not None and isinstance(row.key, tuple) and row.key[0] == kind else None

    def _involvement(self) -> RecordedInvolvement | None:
        """The agency under the cursor, where it is still involved."""
        line, shown = self._under("involved"), self.shown
        found = next((one for one in shown.involved if one.id == line), None) if shown else None
        return found if found is not None and found.body.stands is not Involved.PAST else None

    def action_involve(self) -> None:
        """An agency of the directory that works with them, or one that is not in it yet."""
        if self.shown is not None:
            self.start(self._involve, self.shown)

    async def _involve(self, shown: Shown) -> None:
        noted = {one.agency_id for one in shown.involved if one.body.stands is not Involved.PAST}
        every = [one for one in await self.call(self.agencies.all) if one.id not in noted]
        picked = await self.ask(PickAgency("Who works with them?", every))
        if picked == NEW:
            self.post_message(messages.AgencyFormWanted(person_id=self.person_id))
        elif isinstance(picked, UUID):
            self.post_message(messages.InvolvedWanted(self.person_id, picked))

    def action_ended(self) -> None:
        """They work with them no longer, from today."""
        line = self._involvement()
        if line is not None:
            self.start(self._ended, line)

    async def _ended(self, line: RecordedInvolvement) -> None:
        sentence = f"{name_of(line)} is no longer involved from today. The line stays on the record."
        if await self.ask(Confirm("No longer involved?", sentence, "It ended")):
            await self.save(self.agencies.end_involvement, line.id, line.version)
            self.say("Saved")
            await self.reload()
