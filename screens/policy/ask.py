"""Somebody asks for a copy, or has a question: who, what, when. Of whoever is not on file no name is kept (P29)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.dates import DateProblem, PartialDate
from iass_tui.rules.decision import Refused
from iass_tui.rules.policy_log import AskedReason, may_ask
from iass_tui.rules.records.policies import AskedBody, AskedKind, Asker
from screens import messages, policy_wishes
from screens.base import Seat
from screens.dialogs.pick import Pick, Picked, SearchWork
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.form_page import FormPage
from screens.widgets.page import Shown
from screens.widgets.text_field import TextAreaField
from screens.words import policy as words
from screens.words.codes import choices
from screens.words.reasons import reason_sentence

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

NO_NAME = "Of whoever is not on file no name is kept"
COPIES = (AskedKind.POLICY, AskedKind.ICT)
FIELDS = {AskedReason.IN_THE_FUTURE: "on"}
"""Where a reason belongs; every other belongs to the words."""


class AskSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class AskWork(Protocol):
    """What this form needs of the log."""

    def ask(self, body: AskedBody, person_id: UUID | None = None) -> UUID: ...


class PolicyAskScreen(FormPage):
    """A copy says which and in which format; a question has its words."""

    act = "Write it down"

    def __init__(self, seat: AskSeat, work: AskWork, directory: SearchWork, *, questions: bool) -> None:
        super().__init__(seat)
        self.where = "A question about the policy" if questions else "A copy is asked for"
        self.work, self.directory, self.questions = work, directory, questions
        self.today = seat.today_date()

    @classmethod
    def open(cls, session: Session, wish: policy_wishes.PolicyAskWanted) -> Self:
        """A new line of the log in the wish."""
        return cls(session, session.policy, session.directory, questions=wish.questions)

    def place(self) -> messages.Wish:
        """This form again, empty."""
        return policy_wishes.PolicyAskWanted(self.questions)

    def fields(self) -> ComposeResult:
        """What, who, when, and the words."""
        if not self.questions:
            yield CompactChoice("kind", "What they ask for", [Choice(one.value, words.KINDS[one]) for one in COPIES])
        askers = [one for one in Asker if one is not Asker.ON_FILE or self.seat.may("FIND")]
        yield CompactChoice("asker", "Who asks", [Choice(one.value, words.ASKERS[one]) for one in askers], hint=NO_NAME)
        if not self.questions:
            yield CompactChoice("format", "In which format", choices("FORMAT", self.today))
        yield DateFields("on", "Asked on", dense=True)
        if self.questions:
            hint = "Of somebody who is not on file: no name, no telephone number, no address"
            yield TextAreaField("words", "The question", hint=hint, rows=4)
        else:
            hint = "What whoever sends it has to know; no telephone number and no address"
            yield TextAreaField("words", "Anything else", hint=hint, rows=3, optional=True)

    async def fill(self) -> None:
        """Today stands there already."""
        self.query_one("#on", DateFields).show_date(PartialDate.of(self.today))

    def problems(self) -> Iterator[tuple[str, str]]:
        """What the rule asks for."""
        yield from self.long_texts()
        for key, sentence in (("kind", "Choose what they ask for"), ("format", "Choose the format")):
            if not self.questions and not self.field(key).text:
                yield key, sentence
        if not self.field("asker").text:
            yield "asker", "Choose who asks"
        field = self.query_one("#on", DateFields)
        on = field.read()
        if isinstance(on, DateProblem):
            yield "on", field.sentence(on)
        elif on.exact is None:
            yield "on", "Write the whole day"
        elif self.field("asker").text and (self.questions or self.field("kind").text):
            answer = may_ask(self._body(on.exact), self.today, on_file=self._is_on_file())
            reasons = answer.reasons if isinstance(answer, Refused) else ()
            for reason in reasons:
                where = FIELDS.get(reason, "words") if isinstance(reason, AskedReason) else "words"
                yield where, reason_sentence(reason.value).rstrip(".")

    def _is_on_file(self) -> bool:
        return self.field("asker").text == Asker.ON_FILE

    def _body(self, on: date) -> AskedBody:
        return AskedBody(
            kind=AskedKind.QUESTION if self.questions else AskedKind(self.field("kind").text),
            asker=Asker(self.field("asker").text),
            asked_on=on,
            format="" if self.questions else self.field("format").text,
            words=self.kept("words"),
        )

    async def submit(self) -> None:
        """Asks who it was, where they are on file, and writes it down."""
        on = self.query_one("#on", DateFields).read()
        assert isinstance(on, PartialDate)
        assert on.exact is not None
        person_id: UUID | None = None
        if self._is_on_file():
            picked = await self.ask(Pick("Who asks?", self.directory))
            if not isinstance(picked, Picked):
                raise Shown
            person_id = picked.id
        await self.save(self.work.ask, self._body(on.exact), person_id)
        self.done("Written down", messages.Changed())
