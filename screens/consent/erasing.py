"""A manager's decision on a record that is frozen since consent to save was taken back (P47)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.consent.effects import KEEP_MONTHS, KeepReason, may_keep
from iass_tui.rules.dates import DateProblem, PartialDate, months_after
from iass_tui.rules.decision import Refused
from iass_tui.rules.records.erasure import ErasureOutcome, LawfulBasis
from iass_tui.services.consent_views import Erased, ErasureView
from iass_tui.services.views import OutboxFile
from screens import messages
from screens.base import Seat
from screens.dialogs.dialog import Confirm
from screens.dialogs.made import FileMade
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextAreaField
from screens.widgets.words import Section, Words
from screens.words import erasure as words
from screens.words.reasons import reason_sentence

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

ERASE = Choice(ErasureOutcome.ERASE.value, "Erase it: nobody opens it again")
KEEP = Choice(ErasureOutcome.KEEP.value, "Keep it, frozen, on another lawful basis")
PROPOSE = Choice(ErasureOutcome.PROPOSED.value, "Propose to erase it (two people)")
TAKE_BACK = Choice(ErasureOutcome.TAKEN_BACK.value, "Take my proposal back")
CONFIRM = Choice(ErasureOutcome.ERASE.value, "Confirm: erase it, nobody opens it again")
SAY_NO = Choice(ErasureOutcome.SAID_NO.value, "Say no to erasing it, and why")
BASES = tuple(Choice(basis.value, words.BASES[basis]) for basis in LawfulBasis)


class ErasureSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class ErasureWork(Protocol):
    """What this form needs of the service."""

    def look(self, person_id: UUID) -> ErasureView: ...
    def keep(self, person_id: UUID, basis: LawfulBasis, words: str, review_on: date) -> OutboxFile: ...
    def propose(self, person_id: UUID) -> None: ...
    def take_back(self, person_id: UUID) -> None: ...
    def say_no(self, person_id: UUID, words: str) -> None: ...
    def erase(self, person_id: UUID) -> Erased: ...


class ErasureScreen(FormPage):
    """Keep; or propose to erase, which another manager confirms here. The letter to the person is made at once."""

    where = "Consent to save taken back"
    act = "Decide"

    def __init__(self, seat: ErasureSeat, work: ErasureWork, person_id: UUID) -> None:
        super().__init__(seat)
        self.work, self.person_id, self.today = work, person_id, seat.today_date()
        self.view: ErasureView | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.ErasureWanted) -> Self:
        """The record in the wish."""
        return cls(session, session.erasures, wish.person_id)

    def place(self) -> messages.Wish:
        """This form again, empty."""
        return messages.ErasureWanted(self.person_id)

    def fields(self) -> ComposeResult:
        """What waits, what goes, and the decision."""
        yield Section("", classes="first", ident="who")
        yield Words("", ident="what")
        yield CompactChoice("outcome", "What is decided?", (ERASE, KEEP))
        yield CompactChoice("basis", "On which lawful basis?", BASES)
        yield TextAreaField("why_not", "Why not: whoever proposed it reads this", rows=3)
        yield TextAreaField("why", "Why: they read this in their letter", rows=3)
        yield DateFields("review_on", "Look at it again by", hint="", dense=True)

    async def fill(self) -> None:
        """Reads what is there; looking is recorded."""
        await self._look()
        self._review.show_date(PartialDate.of(months_after(self.today, KEEP_MONTHS)))
        self._show_reasons()

    async def reload(self) -> None:
        """Looks again, as after the recovery kit was made; what is typed stays."""
        await self._look()
        self.query_one(ErrorSummary).clear()

    async def _look(self) -> None:
        self.view = view = await self.call(self.work.look, self.person_id)
        due = view.due
        where = f"   {' '.join(due.references)}" if due.references else ""
        self.query_one("#who", Section).update(f"{due.name}{where}")
        self.query_one("#what", Words).update("\n".join(words.lines(view)) + "\n")
        outcome = self.field("outcome")
        assert isinstance(outcome, CompactChoice)
        offered = _offered(view)
        outcome.offer(offered)
        outcome.display = bool(offered)
        self.query_one("#save", ActButton).disabled = not offered

    @property
    def _review(self) -> DateFields:
        field = self.field("review_on")
        assert isinstance(field, DateFields)
        return field

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """Only what is kept needs a basis."""
        super().on_form_field_changed(event)
        if event.field.key == "outcome":
            self._show_reasons()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is saved where nothing is theirs to decide."""
        if action == "save" and self.view is not None and not _offered(self.view):
            return None
        return super().check_action(action, parameters)

    def _show_reasons(self) -> None:
        outcome = self.field("outcome").text
        for key in ("basis", "why", "review_on"):
            self.field(key).display = outcome == ErasureOutcome.KEEP.value
        self.field("why_not").display = outcome == ErasureOutcome.SAID_NO.value

    def problems(self) -> Iterator[tuple[str, str]]:
        """The decision; and of what is kept, on what basis and why."""
        yield from self.long_texts()
        outcome = self.field("outcome").text
        if not outcome:
            yield "outcome", "Choose what is decided"
        destroys = outcome in (ErasureOutcome.ERASE.value, ErasureOutcome.PROPOSED.value)
        if destroys and self.view is not None and self.view.needs_kit:
            yield "outcome", "Make the recovery kit first: until then nothing can be destroyed"
        if outcome == ErasureOutcome.SAID_NO.value and not self.field("why_not").text.strip():
            yield "why_not", "Write why not: whoever proposed it reads that"
        if outcome == ErasureOutcome.KEEP.value:
            if not self.field("basis").text:
                yield "basis", "Choose on which lawful basis it is kept"
            yield from self._unkept()

    def _unkept(self) -> Iterator[tuple[str, str]]:
        review = self._review.read()
        if isinstance(review, DateProblem):
            yield "review_on", self._review.sentence(review)
        day = self.today + timedelta(days=1) if isinstance(review, DateProblem) else review.earliest()
        answer = may_keep(self.field("why").text, day, self.today)
        for reason in answer.reasons if isinstance(answer, Refused) else ():
            yield "why" if reason is KeepReason.NO_BASIS else "review_on", reason_sentence(reason.value).rstrip(".")

    async def submit(self) -> None:
        """Decides; a record is erased only after a question that says what goes."""
        match self.field("outcome").text:
            case ErasureOutcome.KEEP.value:
                await self._keep()
            case ErasureOutcome.PROPOSED.value:
                await self.call(self.work.propose, self.person_id)
                self.done(
                    "Proposed. It stands on the first page of whoever can confirm it", messages.Changed(self.person_id)
                )
            case ErasureOutcome.TAKEN_BACK.value:
                await self.call(self.work.take_back, self.person_id)
                self.done("Your proposal is taken back", messages.Changed(self.person_id))
            case ErasureOutcome.SAID_NO.value:
                await self.call(self.work.say_no, self.person_id, self.kept("why_not"))
                self.done("You said no. Whoever proposed it reads why", messages.Changed(self.person_id))
            case _:
                await self._erase()

    async def _keep(self) -> None:
        review = self._review.read()
        assert isinstance(review, PartialDate)
        basis, why = LawfulBasis(self.field("basis").text), self.kept("why")
        with self.busy():
            made = await self.call(self.work.keep, self.person_id, basis, why, review.earliest())
        await self.ask(FileMade(made, "It is kept. Their letter is in the outbox"))
        self.done("Decided: kept", messages.Changed(self.person_id))

    async def _erase(self) -> None:
        assert self.view is not None
        if not await self.ask(Confirm("Erase this record?", words.question(self.view), "Erase it", danger=True)):
            return
        with self.busy():
            erased = await self.call(self.work.erase, self.person_id)
        await self.ask(FileMade(erased.letter, "It is erased. Their letter is in the outbox"))
        self._start_values = self.values()
        self.post_message(messages.Changed(self.person_id))
        self.post_message(messages.TodayWanted())  # no page below may go on showing them


def _offered(view: ErasureView) -> tuple[Choice, ...]:
    """What can be decided as things stand: whoever confirms changes nothing of what they confirm (table 1.5)."""
    proposal = view.due.proposal
    if view.barred:
        return (TAKE_BACK,) if proposal is not None and proposal.is_mine else ()
    if proposal is not None and not proposal.is_mine:
        return (CONFIRM, SAY_NO) if view.second is not None else (SAY_NO,)
    if view.second is not None:  # nobody else could confirm it
        return (ERASE, *([TAKE_BACK] if proposal else []), KEEP)
    return (TAKE_BACK, KEEP) if proposal else (PROPOSE, KEEP)
