"""One first contact from its first question to what it leaves: answers, draft and services. Puts nothing on screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from iass_tui.rules import intake as rule
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import ProblemKind
from iass_tui.rules.intake import Prefill
from iass_tui.rules.records.office import Colleague, OfficeFacts
from screens.intake.asked import Asked, Look
from screens.intake.interview import Interview, is_over, widget_id
from screens.intake.keeping import DraftShelf, DraftWriter, Keeping
from screens.words.problems import intake_sentence

if TYPE_CHECKING:
    from iass_tui.services.import_views import Lookalike
    from iass_tui.services.views import CallerCodeView, IntakeSaved
    from screens.messages import IntakeWanted

FAMILY_ASKED = "Nothing new is written yet. If the line drops, the referral goes on waiting."
Faults = list[tuple[str, str]]
"""What to do, each with the key of its field, as the error summary takes them, or with its question."""


class IntakeWork(DraftWriter, Protocol):
    """What first contact needs of the intake service."""

    def resume(self, draft_id: UUID) -> dict[str, Any]: ...
    def finish(self, answers: Mapping[str, str], draft_id: UUID | None = None) -> IntakeSaved: ...
    def confirm_referral(self, person_id: UUID, answers: Mapping[str, str]) -> IntakeSaved: ...
    def caller(self, code: str) -> CallerCodeView | None: ...
    def lookalikes(self, answers: Mapping[str, str]) -> tuple[Lookalike, ...]: ...
    def code_word(self) -> str: ...


class IntakeSeat(Protocol):
    """Who asks, in which office, on which day."""

    me: Colleague
    facts: OfficeFacts

    def may(self, action: str) -> bool: ...
    def today_date(self) -> date: ...


class Conversation:
    """Answers and what happens to them. Service calls block in threads and raise `Problem`."""

    def __init__(self, seat: IntakeSeat, work: IntakeWork, shelf: DraftShelf, wish: IntakeWanted) -> None:
        self.seat, self.work = seat, work
        self.sends = not seat.may("SAVE_INTAKE")
        """Whoever holds no key to cases sends what was said to the officers, and reads it no more."""
        self.keeping = Keeping(work, shelf, wish.draft_id)
        self.waiting = wish.person_id
        """The family that someone else passed on to us, who are asked now. They have a record already: no draft."""
        self.interview = self._new(wish.typed)
        self._code_word = ""

    def _new(self, typed: str = "") -> Interview:
        return Interview(self.seat.today_date(), typed=typed)

    async def begin(self) -> None:
        """Reads the draft, where there is one to go on with."""
        self._code_word = await asyncio.to_thread(self.work.code_word)
        if self.keeping.draft_id is not None:
            draft_id, self.keeping.draft_id = self.keeping.draft_id, None
            said = await asyncio.to_thread(self.work.resume, draft_id)
            self.interview = Interview(self.interview.today, {key: str(value) for key, value in said.items()})
            await self.keeping.resume(draft_id, self.interview.answers)

    def start_afresh(self) -> None:
        """Wipes everything, for another enquiry."""
        self.interview.forget()
        self.interview = self._new()
        self.keeping.let_go()
        self.waiting = None

    # questions

    def look(self, place: str, *, dense: bool, rows: int) -> Look:
        """How a question is shown, with what may be offered as typed already."""
        prefills = {
            Prefill.TODAY: PartialDate.of(self.interview.today).to_text(),
            Prefill.ME: self.seat.me.card.name,
            Prefill.CODE_WORD: self._code_word,
        }
        hint = ""
        said = self.interview.answers
        if place == "user_type" and (said.get("save", ""), said.get("user_type", "")) == ("YES", "ANO"):
            hint = "They agree to be saved: so who are they?"
        if place == "homes" and not dense:
            hint = "First: {}. Second: {}.".format(*self.interview.names())
        if place in self.interview.carried:
            hint = "From their earlier call"
        return Look(self.interview.today, dense, rows, hint, said.get("issue_group", ""), prefills)

    async def take(self, place: str, value: str, may_forget: Callable[[Iterable[str]], Awaitable[bool]]) -> bool:
        """Takes an answer; False where it would have someone's words forgotten and that was not wanted."""
        proposed = self.interview.proposed(place, value)
        lost = self.interview.lost(proposed)
        if lost and not await may_forget(lost):
            return False
        self.interview.take(proposed)
        await self.write()
        return True

    async def write(self) -> None:
        """Brings the draft up to date, as far as one may be kept."""
        if self.waiting is None:
            await self.keeping.write(self.interview.answers)

    @property
    def is_behind(self) -> bool:
        """Whether there is a draft that does not hold everything yet."""
        return self.keeping.is_behind(self.interview.answers)

    def words(self) -> str:
        """Where what was said stands now."""
        if self.waiting is not None:
            return FAMILY_ASKED
        return self.keeping.words(is_over=is_over(self.interview.answers))

    # what is wrong

    def faults_on(self, asked: Asked) -> Faults:
        """What to put right on one page."""
        if fault := asked.fault():
            return [(asked.field.key, fault)]
        found = self.interview.problems_on(asked.place)
        return [(asked.field.key, self._sentence(one.field, one.kind)) for one in found][:1]

    def all_faults(self, asked: Mapping[str, Asked]) -> Faults:
        """What to put right before the check page, in the order of the questions; dates first as they were typed."""
        dates = {place: fault for place, one in asked.items() if (fault := one.fault())}
        found = [(one.field, self._sentence(one.field, one.kind)) for one in self.interview.problems()]
        order = {place: number for number, place in enumerate(self.interview.sequence())}
        merged = {place: sentence for place, sentence in found if place in order} | dates
        return [(widget_id(place), merged[place]) for place in sorted(merged, key=lambda place: order[place])]

    def first_fault(self) -> tuple[str, str] | None:
        """The first thing in the way of saving: the page, and what to do there."""
        found = self.interview.problems()
        return (found[0].field, self._sentence(found[0].field, found[0].kind)) if found else None

    def refused(self, reasons: Iterable[str]) -> Faults:
        """What the service found ("born:NOT_A_DATE"), by question; nothing where it speaks of something else."""
        found = []
        for reason in reasons:
            field, _, kind = reason.partition(":")
            if kind in set(ProblemKind) and field.partition(".")[0] in rule.visible(self.interview.answers):
                found.append((field, self._sentence(field, ProblemKind(kind))))
        return found

    @staticmethod
    def _sentence(field: str, kind: ProblemKind) -> str:
        return intake_sentence(field, rule.question(field), kind)

    # the end

    async def finish(self) -> IntakeSaved:
        """Saves what may be saved, and forgets all of it. A draft that is gone is left out of the next attempt."""
        from iass_tui.services.views import NotFound

        await self.keeping.rest()
        said = self.interview.to_send()
        if self.waiting is not None:
            saved = await asyncio.to_thread(self.work.confirm_referral, self.waiting, said)
        else:
            try:
                saved = await asyncio.to_thread(self.work.finish, said, self.keeping.draft_id)
            except NotFound:
                self.keeping.let_go()
                raise
        self.keeping.let_go()
        self.interview.forget()
        return saved

    async def lookalikes(self) -> tuple[Lookalike, ...]:
        """Who on file the child may be; the family that was passed on to us is not its own double."""
        found = await asyncio.to_thread(self.work.lookalikes, self.interview.to_send())
        return tuple(one for one in found if one.person_id != self.waiting)

    async def caller(self, code: str) -> CallerCodeView | None:
        """What an anonymous caller's code leads to."""
        return await asyncio.to_thread(self.work.caller, code)

    def carry(self, found: CallerCodeView) -> None:
        """Takes over what an earlier, anonymous call was about, so that it is not asked again."""
        self.interview.answers["issue_group"] = found.issue_group
        self.interview.carried = frozenset({"issue_group"})
