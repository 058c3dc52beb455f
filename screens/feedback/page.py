"""A paper form typed in: a key a question. It belongs to nobody unless the family asked for it to stand with a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, Self

from textual.app import ComposeResult

from iass_tui.rules.cases import parse_reference
from iass_tui.rules.feedback import ITEMS
from iass_tui.rules.quarters import NotAQuarter, Quarter, quarter_of
from iass_tui.rules.records.feedback import CaseFeedback, FeedbackBody
from iass_tui.rules.traces import find_traces
from screens import messages
from screens.base import Seat
from screens.widgets.form_page import FormPage
from screens.widgets.scale_field import ScaleField
from screens.widgets.text_field import TextAreaField, TextField

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

SHORT = {
    "reach": "Easy to reach",
    "useful": "Useful",
    "fair": "Fair and neutral",
    "difference": "What it changed",
    "confident_before": "Sure before",
    "confident_now": "Sure now",
    "recommend": "Recommend",
    "overall": "Satisfied",
}
"""The paper has the whole question; here one looks for its number."""
NUMBERS = ("confident_before", "confident_now", "recommend")


class FeedbackSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class FeedbackWork(Protocol):
    """What this form needs of the feedback."""

    def keep(self, quarter: str, body: FeedbackBody) -> None: ...
    def keep_with_case(self, reference: str, body: CaseFeedback) -> None: ...


class FeedbackScreen(FormPage):
    """No draft is kept, and of a form that belongs to nobody no line says that it was typed in."""

    where = "Feedback form"
    act = "Keep the form"
    NO_DRAFT = "1 to 5 is one key; Enter leaves one out. Nothing says whose it is, or when."

    def __init__(self, seat: FeedbackSeat, work: FeedbackWork) -> None:
        super().__init__(seat)
        self.work, self.today = work, seat.today_date()
        self.kept_forms = 0

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """An empty form."""
        return cls(session, session.feedback)

    def place(self) -> messages.Wish:
        """An empty form again: what was typed goes when the screen is locked."""
        return messages.FeedbackWanted()

    def fields(self) -> ComposeResult:
        """The questions in the order of the paper, then what they wrote, and the case where they asked for that."""
        for item in ITEMS:
            label = f"{item.number} {SHORT[item.key]}"
            if item.key in NUMBERS:
                yield TextField(item.key, f"{label} {item.lowest}-{item.highest}", dense=True, width=6, limit=3)
            else:
                yield ScaleField(item.key, label)
        hint = "No names, no school, nothing by which someone could be known"
        yield TextAreaField("comment", "What they wrote", hint=hint, rows=3, optional=True)
        yield TextField("quarter", "Quarter", dense=True, width=10, limit=10)
        if self.seat.may("WRITE_NOTE"):
            yield TextField("case", "Case, only if they asked", dense=True, optional=True, width=12, limit=12)
            yield TextField("asked_how", "How they said so", dense=True, optional=True)

    async def fill(self) -> None:
        """This quarter."""
        self.field("quarter").text = str(quarter_of(self.today))

    def _number(self, key: str) -> int | None:
        typed = self.field(key).text.strip()
        if not typed:
            return None
        return int(typed) if typed.isascii() and typed.isdecimal() else -1

    def _typed(self, key: str) -> str:
        return self.field(key).text.strip() if self.query(f"#{key}") else ""

    def problems(self) -> Iterator[tuple[str, str]]:
        """What is beyond its scale, what would say who it was, and what a case still needs."""
        yield from self.long_texts()
        for item in ITEMS:
            answer = self._number(item.key) if item.key in NUMBERS else None
            if answer is not None and not item.lowest <= answer <= item.highest:
                yield item.key, f"{item.number}: write a number from {item.lowest} to {item.highest}, or leave it empty"
        if not any(self.field(key).text.strip() for key in (*(item.key for item in ITEMS), "comment")):
            yield "reach", "Answer one question at least, or write down what they wrote"
        found = find_traces(self.field("comment").text)
        if found:
            yield "comment", "What they wrote: take out the telephone number, address or postcode"
        try:
            Quarter.parse(self.field("quarter").text)
        except NotAQuarter as wrong:
            yield "quarter", str(wrong)
        if self._typed("case") and parse_reference(self._typed("case")) is None:
            yield "case", "Case: write a reference like C-0417, or leave it empty"
        if self._typed("case") and not self._typed("asked_how"):
            yield "asked_how", "Write how they said that it shall stand with their case, or leave the case empty"

    def _answer(self, key: str) -> int | None:
        return self._number(key) if key in NUMBERS else self.query_one(f"#{key}", ScaleField).number

    def _body(self) -> FeedbackBody:
        answers: dict[str, Any] = {item.key: self._answer(item.key) for item in ITEMS}
        return FeedbackBody(**answers, comment=self.kept("comment"))

    async def submit(self) -> None:
        """Keeps it, and is ready for the next paper of the pile."""
        body, reference = self._body(), self._typed("case")
        if reference:
            linked = CaseFeedback(received_on=self.today, answers=body, asked_how=self.kept("asked_how"))
            await self.save(self.work.keep_with_case, reference, linked)
            self.done("Kept with the case", messages.Changed())
            return
        await self.save(self.work.keep, self.field("quarter").text.strip(), body)
        kept = self.field("quarter").text
        self.take({**dict.fromkeys(self.values(), ""), "quarter": kept})
        self._start_values = self.values()
        self.kept_forms += 1
        self.show_state(f"Kept on its own: {self.kept_forms}. Ready for the next form; Esc leaves.")
        first = self.first_field()
        if first is not None:
            first.aim()
