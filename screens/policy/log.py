"""The two logs: copies that people asked for (P28, P60), and questions about the policy (P71)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.dates import display_day
from iass_tui.rules.masking import Neutral
from iass_tui.rules.records.policies import AskedBody, AskedKind
from iass_tui.services.policy_views import AskedLine
from screens import messages, policy_wishes
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import AskText
from screens.dialogs.dialog import Notice
from screens.policy.asking import AskSent
from screens.widgets.row_list import Row, RowList
from screens.words import policy as words
from screens.words.codes import label
from screens.words.days import short_day

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class LogSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class LogWork(Protocol):
    """What this page needs of the log."""

    def asked(self, *, questions: bool) -> tuple[AskedLine, ...]: ...
    def answer(self, asked_id: UUID, version: int, body: AskedBody) -> None: ...


class PolicyAskedScreen(OfficeScreen):
    """What waits first, then what is done. The look is recorded by the service."""

    NEEDS: ClassVar[dict[str, str]] = {"add": "READ_OFFICE", "done": "READ_OFFICE"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "add", "add", tooltip="Writes down that somebody asked", id="asked.add"),
        Binding("space", "done", "done", tooltip="It was sent, or answered", id="asked.done"),
    ]

    def __init__(self, seat: LogSeat, work: LogWork, *, questions: bool) -> None:
        super().__init__(seat)
        self.where = "Questions about the policy" if questions else "Copies asked for"
        self.work, self.questions, self.today = work, questions, seat.today_date()
        self.lines: tuple[AskedLine, ...] = ()

    @classmethod
    def open(cls, session: Session, wish: policy_wishes.PolicyAskedWanted) -> Self:
        """The log in the wish."""
        return cls(session, session.policy, questions=wish.questions)

    def place(self) -> messages.Wish:
        """This log again."""
        return policy_wishes.PolicyAskedWanted(self.questions)

    def body(self) -> ComposeResult:
        """One list."""
        yield RowList(columns=(11, 17, 0, 19), empty="Reading…", ident="asked")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    async def reload(self) -> None:
        """Reads the log."""
        self.lines = await self.call(lambda: self.work.asked(questions=self.questions))
        self.query_one(RowList).show(self._rows())
        self.refresh_bindings()

    def _rows(self) -> Iterator[Row]:
        waiting = [one for one in self.lines if one.asked.body.done_on is None]
        done = [one for one in self.lines if one.asked.body.done_on is not None]
        yield Row("waiting", (f"Waiting {len(waiting)}" if waiting else "Nothing waits",), heading=True)
        yield from (self._row(one) for one in waiting)
        yield Row("add", ("+ writes down that somebody asked",))
        if done:
            yield Row("done", (f"Done {len(done)}",), heading=True)
            yield from (self._row(one) for one in done)

    def _row(self, one: AskedLine) -> Row:
        body = one.asked.body
        if body.done_on is not None:
            stands = f"done {short_day(body.done_on).strip()}"
        else:
            late = "OVERDUE" if body.due_on and body.due_on < self.today else "due"
            stands = f"{late} {short_day(body.due_on).strip()}"
        what = one.name or words.ASKERS[body.asker]
        middle = body.words if self.questions else words.KINDS[body.kind]
        cells = (Neutral(short_day(body.asked_on)), Neutral(what) if not one.name else what, middle, Neutral(stands))
        return Row(one.asked.id, cells, dim=body.done_on is not None)

    def _here(self) -> AskedLine | None:
        row = self.query_one(RowList).row
        return next((one for one in self.lines if row is not None and one.asked.id == row.key), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Done is offered for what waits; a question is the manager's to answer (P71)."""
        if action == "done" and hasattr(self, "lines") and self.is_mounted:
            here = self._here()
            is_theirs = not self.questions or self.seat.may("CHANGE_REGISTERS")
            if here is None or here.asked.body.done_on is not None or not is_theirs:
                return False
        return super().check_action(action, parameters)

    def on_row_list_moved(self) -> None:
        """Another line: other keys."""
        self.refresh_bindings()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Shows a line whole, or adds one."""
        event.stop()
        here = self._here()
        if here is None:
            self.action_add()
        else:
            self.show_over(Notice(words.KINDS[here.asked.body.kind], *_details(here)))

    def action_add(self) -> None:
        """To the form."""
        self.post_message(policy_wishes.PolicyAskWanted(self.questions))

    def action_done(self) -> None:
        """It was sent, or answered."""
        if here := self._here():
            self.start(self._answer if self.questions else self._sent, here)

    async def _sent(self, line: AskedLine) -> None:
        sentence = f"{words.KINDS[line.asked.body.kind]}, asked for on {display_day(line.asked.body.asked_on)}."
        answer = await self.ask(AskSent("How did it go out?", sentence, self.today))
        if isinstance(answer, tuple):
            reached, on = answer
            await self._close(line, dataclasses.replace(line.asked.body, reached=reached, done_on=on))

    async def _answer(self, line: AskedLine) -> None:
        question = AskText(
            "Answer the question", "What you answered", "Note the answer", several_lines=True,
            sentence=line.asked.body.words,
        )  # fmt: skip
        answer = await self.ask(question)
        if answer:
            await self._close(line, dataclasses.replace(line.asked.body, answer=answer, done_on=self.today))

    async def _close(self, line: AskedLine, body: AskedBody) -> None:
        await self.save(self.work.answer, line.asked.id, line.asked.version, body)
        self.say("Noted")
        self.post_message(messages.Changed())
        await self.reload()


def _details(line: AskedLine) -> Iterator[str]:
    body = line.asked.body
    who = line.name or words.ASKERS[body.asker]
    yield f"Asked on {display_day(body.asked_on)} by: {who}. Noted by {line.recorded_by}."
    if body.kind is not AskedKind.QUESTION and body.format:
        yield f"Format: {label('FORMAT', body.format)}"
    if body.words:
        yield body.words
    if body.done_on is None:
        yield f"Due by {display_day(body.due_on)}." if body.due_on else "Waiting."
    elif body.answer:
        yield f"Answered on {display_day(body.done_on)}: {body.answer}"
    elif body.reached:
        yield f"Sent on {display_day(body.done_on)}: {words.REACHED_SHORT[body.reached]}."
