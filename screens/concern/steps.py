"""The steps of the safeguarding checklist, one a line: a default until the office has entered its own (P23)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, Self

from textual.app import ComposeResult

from iass_tui.rules.concerns import lines_of, may_set_steps
from iass_tui.rules.decision import Refused
from iass_tui.services.concern_views import StepsView
from screens import messages
from screens.base import Seat
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextAreaField
from screens.widgets.words import Words
from screens.words.reasons import reason_sentence

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

DEFAULT = (
    "DEFAULT: these steps come with the program. Put in their place what the office's own safeguarding policy says; "
    "nobody has checked them against it yet.\n"
)
OWN = "These are the office's own steps.\n"


class StepsWork(Protocol):
    """What this form needs of concerns."""

    def checklist(self) -> StepsView: ...
    def set_steps(self, version: int, lines: Sequence[str]) -> StepsView: ...


class StepsScreen(FormPage):
    """One text, one step a line. What was ticked stays ticked where a step's words stay."""

    where = "Safeguarding checklist"
    act = "Save our own steps"

    def __init__(self, seat: Seat, work: StepsWork) -> None:
        super().__init__(seat)
        self.work = work
        self.read: StepsView | None = None

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The checklist."""
        return cls(session, session.concerns)

    def place(self) -> messages.Wish:
        """The checklist again."""
        return messages.ConcernStepsWanted()

    def fields(self) -> ComposeResult:
        """Whose steps these are, and the steps."""
        yield Words("", ident="whose")
        yield TextAreaField("steps", "The steps, one on each line", rows=12)

    async def fill(self) -> None:
        """The steps of today."""
        self.read = read = await self.call(self.work.checklist)
        self.query_one("#whose", Words).update(DEFAULT if read.checklist.is_default else OWN)
        self.field("steps").text = "\n".join(step.words for step in read.checklist.steps)

    def problems(self) -> Iterator[tuple[str, str]]:
        """What the rule asks for."""
        yield from self.long_texts()
        answer = may_set_steps(lines_of(self.field("steps").text))
        if isinstance(answer, Refused):
            for reason in answer.reasons:
                yield "steps", reason_sentence(reason.value).rstrip(".")

    async def submit(self) -> None:
        """Saves them."""
        assert self.read is not None
        await self.save(self.work.set_steps, self.read.version, lines_of(self.kept("steps")))
        self.done("Saved. These are the office's own steps now", messages.Changed())
