"""The pages around the questions: what a first contact leaves, and the code of a caller who was here before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from textual.widget import Widget

from screens import messages
from screens.dialogs.doubles import Doubles
from screens.intake import pages
from screens.intake.conversation import Conversation, Faults, IntakeSeat
from screens.intake.interview import widget_id
from screens.intake.walk import FIRST, IntakeWalk
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.text_field import TextField

if TYPE_CHECKING:
    from iass_tui.services.views import CallerCodeView

CAME_BACK, EARLIER, DONE = "came_back", "earlier", "done"
UNKNOWN_CODE = "That code is not known, or its time is over. Ask them to read it out again, letter by letter"


KNOWN = (
    "Enter opens who is under the cursor; your answers stay here, and Esc comes back to them. Where it is the same "
    "child, open a new case there instead of saving them twice."
)


class IntakeEnds(IntakeWalk):
    """Saving and what is shown then; and coming back with a code."""

    def __init__(self, seat: IntakeSeat, talk: Conversation) -> None:
        super().__init__(seat, talk)
        self.earlier: CallerCodeView | None = None
        self.end: pages.Done | None = None

    def widgets(self) -> Iterator[Widget]:
        """The page that one is on."""
        if self.at == CAME_BACK:
            yield from pages.came_back()
        elif self.at == EARLIER and self.earlier is not None:
            yield from pages.earlier_call(self.earlier)
        elif self.at == DONE and self.end is not None:
            yield from pages.done(self.end)
        else:
            yield from super().widgets()

    def tell(self) -> None:
        """At the end nothing is left to say about what is saved."""
        super().tell()
        self.query_one("#state").display = self.at != DONE

    def page_before(self) -> str:
        """Escape leaves the last page; from those for a code it goes back to the questions."""
        if self.at == DONE:
            return ""
        return FIRST if self.at in (CAME_BACK, EARLIER) else super().page_before()

    def would_lose(self) -> str:
        """On the last page: a code that is shown once."""
        if self.at != DONE:
            return super().would_lose()
        has_code = self.end is not None and bool(self.end.saved.caller_code)
        return "Their code is shown this once. Have they written it down?" if has_code else ""

    def place(self) -> messages.Wish | None:
        """After the end, the screen below."""
        return None if self.at == DONE else super().place()

    # saving

    async def finish(self) -> None:
        """The button that names the act."""
        from iass_tui.services.views import NotAllowed, Problem

        if fault := self.talk.first_fault():
            await self._put_right([fault])
            return
        if not await self._is_new():
            return
        try:
            with self.busy():
                saved = await self.talk.finish()
        except NotAllowed as refusal:
            faults = self.talk.refused(refusal.reasons)
            if faults:
                await self._put_right(faults)
            else:
                self.show_problem(refusal)
        except Problem as problem:
            self.show_problem(problem)
        else:
            facts = self.seat.facts
            self.end = pages.Done(saved, facts.referral_days, facts.code_days, was_sent=self.talk.sends)
            self.post_message(messages.Changed(saved.person_id, saved.case_id))
            await self.go_to(DONE)

    async def _is_new(self) -> bool:
        """Shows who on file may be this child, before anything is saved twice; True where it is to be saved."""
        from iass_tui.services.views import Problem

        try:
            with self.busy():
                found = await self.talk.lookalikes()
        except Problem:
            return True  # a record too many is mended later; a family on the line is not kept waiting
        if not found:
            return True
        answer = await self.ask(Doubles("Is this someone whom we know?", found, KNOWN, "Save as someone new"))
        if isinstance(answer, UUID):
            self.post_message(messages.PersonChosen(answer))
        return answer is True

    async def _put_right(self, faults: Faults) -> None:
        """To the page of the first fault; more than one stand in the list on top."""
        await self.change(faults[0][0])
        named = [(widget_id(place), sentence) for place, sentence in faults]
        self.query_one(ErrorSummary).show(named)

    def close(self, *, open_case: bool) -> None:
        """Leaves, with everything wiped; to the case where there is one."""
        case_id = self.end.saved.case_id if self.end is not None else None
        self.end = None
        self.talk.interview.forget()
        self.post_message(messages.BackWanted())
        if open_case and case_id is not None:
            self.post_message(messages.CaseChosen(case_id))

    async def start_another(self) -> None:
        """A fresh enquiry on the same screen."""
        self.talk.start_afresh()
        self.end = self.earlier = None
        await self.go_to(FIRST)

    def action_intake(self) -> None:
        """Another enquiry, after this one."""
        self.turn(self.start_another)

    # coming back with a code

    def may_come_back(self) -> bool:
        """Before anything was explained: the code of an earlier call belongs at the beginning."""
        return self.at == FIRST

    def action_came_back(self) -> None:
        """To the page that takes the code."""
        self.turn(self.go_to, CAME_BACK)

    @property
    def takes_enter(self) -> bool:
        """Also in the field for a code."""
        return super().takes_enter or self.at == CAME_BACK

    async def answer_of(self, field: FormField | None) -> None:
        """Enter looks the code up; elsewhere it continues."""
        if self.at == CAME_BACK:
            await self.look_up()
        else:
            await super().answer_of(field)

    async def look_up(self) -> None:
        """Shows what the code leads to."""
        from iass_tui.services.views import Problem

        field = self.query_one(f"#{pages.CODE_FIELD}", TextField)
        try:
            found = await self.talk.caller(field.value) if field.value else None
        except Problem as problem:
            self.show_problem(problem)
            return
        if found is None:
            self.query_one(ErrorSummary).show([(field.key, UNKNOWN_CODE if field.value else "Enter their code")])
            field.aim()
        else:
            self.earlier = found
            await self.go_to(EARLIER)

    async def go_on_with_it(self) -> None:
        """A new enquiry that knows what the earlier call was about."""
        if self.earlier is not None:
            self.talk.carry(self.earlier)
        await self.go_to(FIRST)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offers what there is to do on this page."""
        if action == "came_back":
            return self.may_come_back()
        if action == "intake" and (self.at != DONE or bool(self.would_lose())):
            return False
        return super().check_action(action, parameters)
