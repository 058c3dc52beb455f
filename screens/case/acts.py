"""What one does with a case from its page: each act asks, saves and says what was done."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Protocol
from uuid import UUID

from iass_tui.rules.cases import with_level
from iass_tui.rules.handover.words import gaps_line
from iass_tui.rules.records.casework import CaseFacts, CaseStatus, ContactBody, TaskBody
from iass_tui.rules.records.office import Colleague, Role
from iass_tui.rules.records.sharing import OwnShare, Passing, Recipient
from iass_tui.services.consent_views import ReviewLine
from iass_tui.services.joint_views import SiblingCase
from iass_tui.services.views import CaseView, NoteView, TaskView
from screens import messages, policy_wishes
from screens.case.asking import AskLevel, AskTask, LevelAnswer, TaskAnswer
from screens.case.talk import AskTalk, TalkAnswer
from screens.dialogs.asking import AskText, Choose
from screens.dialogs.dialog import Confirm
from screens.dialogs.passing import save_contact
from screens.dialogs.putting_off import FinishingWork, PuttingOffWork, finish, put_off
from screens.dialogs.undo import Undo
from screens.dialogs.whom import AskWhom
from screens.widgets import reach
from screens.widgets.choice_field import Choice
from screens.widgets.merging import save_merged, saved_words
from screens.widgets.page import Page
from screens.widgets.recipients import AgencyBook
from screens.words.cases import FACT_LABELS, field_words
from screens.words.codes import NOTHING

TASK_LABELS = {"what": "What is to be done", "due_on": "By when", "reach_id": reach.LABEL}
CLOSE, ASIDE, ON = "CLOSE", "ASIDE", "ON"
RESTRICT = "RESTRICT"


class CaseWork(FinishingWork, Protocol):
    """What a case's page needs of casework."""

    def case(self, case_id: UUID) -> CaseView: ...
    def to_ask(self, case: CaseView) -> tuple[ReviewLine, ...]: ...
    def change_facts(self, case_id: UUID, version: int, before: CaseFacts, facts: CaseFacts) -> CaseView: ...
    def reopen_case(self, case_id: UUID, version: int, *, reason: str) -> None: ...
    def set_aside(self, case_id: UUID, version: int) -> None: ...
    def assign(self, case_id: UUID, version: int, officer_id: UUID | None) -> None: ...
    def take_assignment_back(self, case_id: UUID) -> None: ...
    def mark_in_error(self, note_id: UUID, reason: str) -> None: ...
    def add_contact(
        self,
        case_id: UUID,
        body: ContactBody,
        *,
        passing: Passing | None = None,
        own_share: OwnShare | None = None,
        also: Sequence[UUID] = (),
    ) -> UUID: ...
    def sibling_cases(self, case_id: UUID) -> tuple[SiblingCase, ...]: ...
    def add_task(self, case_id: UUID, body: TaskBody, owner_id: UUID | None) -> UUID: ...
    def change_task(self, task_id: UUID, version: int, before: TaskBody, body: TaskBody) -> None: ...


class CaseActs:
    """`page` shows questions and problems; each method ends with the case read again by whoever called it."""

    def __init__(
        self, page: Page, work: CaseWork, putting_off: PuttingOffWork, me: UUID, today: date, *, may_restrict: bool
    ) -> None:
        self.page, self.work, self.putting_off, self.me, self.today = page, work, putting_off, me, today
        self.restrict = (Choice(RESTRICT, "Who is shut out of it", apart=True),) if may_restrict else ()
        self.undos: tuple[Undo, ...] = ()
        """What was done to tasks here, which `u` takes back."""

    def _saved(self, case: CaseView, sentence: str) -> None:
        self.page.say(sentence)
        self.page.post_message(messages.Changed(case.person.id, case.id))

    async def level(self, case: CaseView) -> None:
        """Another level, as one more line of its history."""
        answer = await self.page.ask(AskLevel(case.facts.level))
        if not isinstance(answer, LevelAnswer) or answer.level == case.facts.level:
            return
        last = case.facts.levels[-1].on if case.facts.levels else self.today
        facts = with_level(case.facts, answer.level, max(self.today, last), answer.reason)

        def write(version: int, before: CaseFacts, mine: CaseFacts) -> object:
            return self.work.change_facts(case.id, version, before, mine)

        first = await save_merged(self.page, write, case.version, case.facts, facts, FACT_LABELS, field_words)
        self._saved(case, saved_words(first))

    async def status(self, case: CaseView) -> None:
        """Closes, sets aside or opens again: what the case's status leaves."""
        if case.status is CaseStatus.CLOSED:
            await self._of_closed(case)
            return
        on = Choice(ON, "Work goes on")
        aside = Choice(ASIDE, "Set it aside: nothing is due until the family or a decision comes")
        ways = (
            on if case.status is CaseStatus.INACTIVE else aside,
            Choice(CLOSE, "Close it with its outcome"),
            *self.restrict,
        )
        match await self.page.ask(Choose("The status of this case", "What happens with it?", ways, "Go on")):
            case "CLOSE":
                self.page.post_message(messages.ClosingWanted(case.id))
            case "ASIDE":
                await self.page.save(self.work.set_aside, case.id, case.version)
                self._saved(case, "Set aside")
            case "ON":
                await self.page.save(self.work.reopen_case, case.id, case.version, reason="")
                self._saved(case, "Open. Ask whether their consents still stand")
            case "RESTRICT":
                self.page.post_message(messages.RestrictWanted(case.id))

    async def _of_closed(self, case: CaseView) -> None:
        ways = (Choice(ON, "Open it again, within 28 days"), *self.restrict)
        title = "This case is closed"
        match await self.page.ask(Choose(title, "What happens with it?", ways, "Go on")) if len(ways) > 1 else ON:
            case "ON":
                await self._reopen_closed(case)
            case "RESTRICT":
                self.page.post_message(messages.RestrictWanted(case.id))

    async def _reopen_closed(self, case: CaseView) -> None:
        words = (
            "The case is open again, and a note keeps why and how it was closed. Within 28 days of closing; later, "
            "open a new case from the person's page."
        )
        question = AskText("Open this case again?", "Why?", "Open it again", sentence=words)
        reason = await self.page.ask(question)
        if reason:
            await self.page.save(self.work.reopen_case, case.id, case.version, reason=reason)
            self._saved(case, "Open again. Ask whether their consents still stand")

    async def assign(self, case: CaseView, colleagues: Sequence[Colleague]) -> None:
        """Gives the case to a colleague, or to nobody."""
        people = [Choice(str(one.id), one.card.name) for one in may_hold(colleagues) if one.id != case.officer_id]
        if case.officer_id is not None:
            people.append(Choice(NOTHING, "Nobody for now: it waits to be given to someone", apart=True))
        chosen = await self.page.ask(Choose("Give this case to a colleague", "To whom?", people, "Give it"))
        if chosen and await self._go_on_with_gaps(case):
            officer = None if chosen == NOTHING else UUID(chosen)
            await self.page.save(self.work.assign, case.id, case.version, officer)
            self.undos = (*self.undos, Undo(partial(self.work.take_assignment_back, case.id), "Given back"))
            self._saved(case, f"Given to {'nobody for now' if officer is None else 'them'}. u takes it back")

    async def _go_on_with_gaps(self, case: CaseView) -> bool:
        """Shows what whoever gets the case would not find in it, before it is done (P43)."""
        if not case.gaps:
            return True
        words = f"They would not find in it: {gaps_line(case.gaps)}.\n\nh shows the whole sheet; n or e adds to it."
        question = Confirm("Something is missing", words, "Assign anyway")
        return await self.page.ask(question) is True

    async def add_task(self, case: CaseView, colleagues: Sequence[Colleague]) -> None:
        """A new task."""
        owners = [(one.id, one.card.name) for one in may_hold(colleagues)]
        answer = await self.page.ask(AskTask(None, self.me, owners, reach.family_choices(case)))
        if isinstance(answer, TaskAnswer):
            await self.page.save(self.work.add_task, case.id, answer.body, answer.owner_id)
            self._saved(case, "Saved")

    async def talk(
        self, case: CaseView, agencies: AgencyBook | None, colleagues: Callable[[], Sequence[Colleague]]
    ) -> None:
        """A talk that needs no note. With somebody outside the family only where they agreed, or as an exception."""
        listed = await self.page.call(agencies.all) if agencies else ()
        siblings = await self.page.call(self.work.sibling_cases, case.id)
        answer = await self.page.ask(AskTalk(case, self.today, listed, siblings))
        if not isinstance(answer, TalkAnswer):
            return
        body = answer.body
        if answer.is_unnamed:
            to = await self.page.ask(AskWhom(self.today))
            if not isinstance(to, Recipient):
                return
            body = dataclasses.replace(body, with_agency=to)

        def write(passing: Passing | None) -> UUID:
            own = answer.own_share
            return self.work.add_contact(case.id, body, passing=passing, own_share=own, also=answer.also)

        await save_contact(self.page, write, colleagues, self.today, Passing(words=answer.told))
        several = f" in {1 + len(answer.also)} cases" if answer.also else ""
        self._saved(case, f"Saved{several}. n writes down what was said, if anything is to be kept")

    async def change_task(self, case: CaseView, task: TaskView) -> None:
        """Other words, another day. What is to be told to the family is done by saying how, a consent by asking."""
        if task.body.policy_id is not None:
            await self.finish(case, task)
            return
        if task.body.duty is not None and task.body.duty.person_id is not None:
            self.page.post_message(messages.ConsentWanted(task.body.duty.person_id))
            return
        answer = await self.page.ask(AskTask(task.body, self.me, family=reach.family_choices(case)))
        if not isinstance(answer, TaskAnswer) or answer.body == task.body:
            return

        def write(version: int, before: TaskBody, mine: TaskBody) -> None:
            self.work.change_task(task.id, version, before, mine)

        first = await save_merged(self.page, write, task.version, task.body, answer.body, TASK_LABELS, _as_words)
        self._saved(case, saved_words(first))

    async def finish(self, case: CaseView, task: TaskView) -> None:
        """Done, and `u` takes it back; that a family knows the policy is done by saying how they were told (P70)."""
        if task.body.policy_id is not None:
            self.page.post_message(policy_wishes.PolicyTellingWanted(case.id))
            return
        if undo := await finish(self.page, self.work, task):
            self.undos = (*self.undos, undo)
            self.page.post_message(messages.Changed(case.person.id, case.id))

    async def put_off(self, case: CaseView, task: TaskView) -> None:
        """Until another day, or until somebody else has acted."""
        if undo := await put_off(self.page, self.putting_off, task, self.today):
            self.undos = (*self.undos, undo)
            self.page.post_message(messages.Changed(case.person.id, case.id))

    async def undo(self, case: CaseView) -> None:
        """Takes the last act on a task, or a giving, back."""
        undo, self.undos = self.undos[-1], self.undos[:-1]
        await self.page.save(undo.act)
        self._saved(case, undo.sentence)

    async def mark_in_error(self, case: CaseView, note: NoteView) -> None:
        """A mark of error with its reason; the note stays readable."""
        words = "The note stays readable and is marked IN ERROR. It cannot be unmarked."
        question = AskText("Written in error?", "Why is it wrong?", "Mark it as in error", sentence=words)
        reason = await self.page.ask(question)
        if reason:
            await self.page.save(self.work.mark_in_error, note.note_id, reason)
            self._saved(case, "Marked as in error")


def may_hold(colleagues: Sequence[Colleague]) -> list[Colleague]:
    """Those who may have a case."""
    return [one for one in colleagues if one.is_active and one.role is not Role.VOLUNTEER]


def _as_words(_: str, value: object) -> str:
    from iass_tui.rules.dates import display_day

    return display_day(value) if isinstance(value, date) else str(value)
