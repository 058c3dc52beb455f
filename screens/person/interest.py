"""A conflict of interest: one's own declared, a colleague's recorded by a manager, one that is over ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.records.office import Colleague, Role
from iass_tui.services.interest_views import HeldCase, InterestLine
from screens import messages
from screens.base import Seat
from screens.dialogs.asking import Choose
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextField
from screens.widgets.words import Words
from screens.words.codes import choices
from screens.words.interests import whole_words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

END = "END:"
WHAT_IT_DOES = (
    "From then on they are asked why before this family's records open, and no case of the family goes to them. It is "
    "shown above the record to everybody who opens it."
)
RESTRICT, LATER = "RESTRICT", "LATER"


class InterestWork(Protocol):
    """What this form needs of conflicts of interest."""

    def of(self, person_id: UUID) -> tuple[InterestLine, ...]: ...
    def say(self, person_id: UUID, colleague_id: UUID, kind: str, words: str = "") -> tuple[HeldCase, ...]: ...
    def end(self, person_id: UUID, colleague_id: UUID, words: str) -> None: ...


class InterestSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class StaffWork(Protocol):
    """What this form needs of staff."""

    def colleagues(self) -> tuple[Colleague, ...]: ...


class InterestScreen(FormPage):
    """Who, of which kind; a manager ends one here too."""

    where = "Conflict of interest"
    act = "Record it"

    def __init__(self, seat: InterestSeat, interests: InterestWork, staff: StaffWork, subject_id: UUID) -> None:
        super().__init__(seat)
        self.interests, self.staff, self.subject_id = interests, staff, subject_id
        self.today = seat.today_date()
        self.lines: tuple[InterestLine, ...] = ()
        self.whose = ChoiceField("who", "Who has it?", [])

    @classmethod
    def open(cls, session: Session, wish: messages.InterestWanted) -> Self:
        """The person in the wish."""
        return cls(session, session.interests, session.staff, wish.subject_id)

    def place(self) -> messages.Wish:
        """This form again."""
        return messages.InterestWanted(self.subject_id)

    def fields(self) -> ComposeResult:
        """What stands, who, which kind, and words."""
        yield Words("", ident="now")
        yield self.whose
        yield ChoiceField("kind", "What is it?", choices("INTEREST", self.today))
        yield TextField("words", "In a few words", hint="Needed for something else, and to end one", optional=True)

    @property
    def _is_manager(self) -> bool:
        return self.seat.me.role is Role.MANAGER

    async def fill(self) -> None:
        """What stands now; of whom it can be said."""
        self.lines = await self.call(self.interests.of, self.subject_id)
        stands = "\n".join(whole_words(one) for one in self.lines)
        self.query_one("#now", Words).update(f"{stands}\n\n{WHAT_IT_DOES}\n" if stands else f"{WHAT_IT_DOES}\n")
        people = [Choice(str(self.seat.me.id), f"I have: {self.seat.me.card.name}")]
        if self._is_manager:
            colleagues = await self.call(self.staff.colleagues)
            people += [
                Choice(str(one.id), one.card.name)
                for one in colleagues
                if one.is_active and one.role is not Role.VOLUNTEER and one.id != self.seat.me.id
            ]
            people += [
                Choice(f"{END}{one.colleague_id}", f"It is over: {one.colleague} with {one.person}", apart=True)
                for one in self.lines
                if one.person_id == self.subject_id
            ]
        self.whose.offer(people)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Who, and which kind; why, where it is over."""
        yield from self.long_texts()
        if not self.whose.text:
            yield "who", "Choose who has it"
        elif self.whose.text.startswith(END):
            if not self.field("words").text.strip():
                yield "words", "Write in a few words why it is over"
        elif not self.field("kind").text:
            yield "kind", "Choose what it is"
        elif self.field("kind").text == "OTHER" and not self.field("words").text.strip():
            yield "words", "Write in a few words what it is"

    async def submit(self) -> None:
        """Records it, then offers what goes further."""
        who, words = self.whose.text, self.kept("words")
        if who.startswith(END):
            await self.save(self.interests.end, self.subject_id, UUID(who.removeprefix(END)), words)
            self.done("It is over, and stays on record", messages.Changed(self.subject_id))
            return
        held = await self.save(self.interests.say, self.subject_id, UUID(who), self.field("kind").text, words)
        further = await self._go_further(held)
        self.done("Recorded", messages.Changed(self.subject_id))
        if further is not None:
            self.post_message(further)

    async def _go_further(self, held: tuple[HeldCase, ...]) -> messages.Wish | None:
        """The cases that the colleague has are to go to somebody else; a manager can shut them out."""
        ways = [Choice(str(one.id), f"Open {one.reference}, to give it to somebody else (g)") for one in held]
        if self.seat.may("RESTRICT"):
            ways.append(Choice(RESTRICT, "Shut them out by keys: they cannot open it at all"))
        if not ways:
            return None
        ways.append(Choice(LATER, "Nothing more now", apart=True))
        chosen = await self.ask(Choose("It is on record", "What else is to be done?", ways, "Go on"))
        if chosen == RESTRICT:
            return messages.RestrictWanted(self.subject_id)
        return messages.CaseChosen(UUID(chosen)) if chosen not in (None, LATER) else None
