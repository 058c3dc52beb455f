"""What a person's page does about doubles: shows who may be the same person, joins two records, takes them apart."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from iass_tui.rules.case_access import Why
from iass_tui.services.access_views import ColleaguesCases
from iass_tui.services.import_views import Lookalike
from iass_tui.services.joining_views import JoinLine, Parted
from screens import messages
from screens.dialogs.asking import Choose
from screens.dialogs.dialog import Confirm, Notice
from screens.dialogs.doubles import Doubles
from screens.dialogs.say_why import SayWhy
from screens.person.involving import Involving
from screens.widgets.choice_field import Choice
from screens.words import joining

NOBODY_LIKE_THEM = (
    "Compared by name, birth date, family and how to reach them, through accents, short forms and typing errors."
)
APART = "Both stand again as they were. What was added since the join stays on this record; what was refused, on both."


class LookalikeWork(Protocol):
    """What this page needs of possible duplicates."""

    def of_person(self, person_id: UUID) -> tuple[Lookalike, ...]: ...


class PersonGate(Protocol):
    """What is asked before a colleague's cases are looked through."""

    def asks(self, case_id: UUID) -> ColleaguesCases | None: ...
    def asks_for_person(self, person_id: UUID) -> ColleaguesCases | None: ...
    def give(self, case_ids: tuple[UUID, ...], why: Why) -> None: ...


class JoinedWork(Protocol):
    """What this page needs of joined records."""

    def joined_to(self, person_id: UUID) -> tuple[JoinLine, ...]: ...
    def part(self, other_id: UUID) -> Parted: ...


class Doubling(Involving):
    """The part of a person's page that is about other records of theirs."""

    access: PersonGate
    lookalikes: LookalikeWork
    joining: JoinedWork
    joined: tuple[JoinLine, ...] = ()
    person_id: UUID

    async def reload(self) -> None:
        """Reads the page again."""
        raise NotImplementedError

    def action_doubles(self) -> None:
        """Who else on file may be this person."""
        self.start(self._doubles)

    async def _doubles(self) -> None:
        if self.joined and await self._take_apart(self.joined):
            return
        if not await self._said_why():
            return
        found = await self.call(self.lookalikes.of_person, self.person_id)
        if not found:
            self.show_over(Notice("Nobody else on file is like them", NOBODY_LIKE_THEM))
            return
        sentence = "Enter opens who is under the cursor. If it is the same person, join the two: both stay whole."
        dialog = Doubles("Who may be the same person", found, sentence, "Join to this record")
        answer = await self.ask(dialog)
        if isinstance(answer, UUID):
            self.post_message(messages.PersonChosen(answer))
        elif answer and dialog.under.person_id is not None:
            self.post_message(messages.JoinPeopleWanted(self.person_id, dialog.under.person_id))

    async def _said_why(self) -> bool:
        """Whether somebody said why a colleague's cases of theirs are opened, which joining and parting move."""
        asked = await self.call(self.access.asks_for_person, self.person_id)
        if asked is None:
            return True
        why = await self.ask(SayWhy(asked, self.seat.me.role))
        if why is not None:
            await self.call(self.access.give, asked.case_ids, why)
        return why is not None

    async def _take_apart(self, joined: tuple[JoinLine, ...]) -> bool:
        """Asks whether a join was wrong; whether that was what somebody came for."""
        ways = [Choice(str(one.other_id), f"Take apart: {one.name or 'a record'}") for one in joined]
        ways.append(Choice("LOOK", "See who else may be the same person", apart=True))
        chosen = await self.ask(Choose("Joined records", "What do you want to do?", ways, "Go on"))
        if chosen in (None, "LOOK"):
            return chosen is None
        sure = Confirm("Take the two records apart?", APART, "Take them apart", danger=True)
        if await self.ask(sure) and await self._said_why():
            parted = await self.save(self.joining.part, UUID(chosen))
            self.post_message(messages.Changed(self.person_id))
            await self.reload()
            await self.ask(Notice("Taken apart", joining.parted_words(parted)))
        return True
