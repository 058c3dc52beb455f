"""Who came to a planned training."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.records.registers import RecordedLine
from iass_tui.rules.registers import day
from iass_tui.rules.registers.fields import NAME
from iass_tui.rules.training_plan import CAME, ids
from iass_tui.services.training_views import RegisterView
from screens.dialogs.ask_form import AskForm
from screens.widgets.choice_field import Choice, MultiChoice
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.text_field import TextField
from screens.widgets.words import Words
from screens.words.days import short_day

SENTENCE = (
    "Each of these gets the course in the training register. Whoever is not ticked still misses it, and may be ticked "
    "another day; nobody ticked: nobody came. Your own is ticked by another manager."
)


@dataclasses.dataclass(frozen=True)
class Came:
    """Who came, and what shows it."""

    who: tuple[UUID, ...]
    evidence: str


class AskCame(AskForm):
    """Those for whom it was planned, without whom it was noted of already."""

    act = "Note it"

    def __init__(self, line: RecordedLine, view: RegisterView) -> None:
        self.day = day(line.body.value("on"))
        super().__init__(f"{line.body.value(NAME)}, {short_day(self.day).strip()}")
        left = ids(line.body.value("people")) - ids(line.body.value(CAME))
        names = view.form.field("people").choices
        self.choices = [Choice(code, name) for code, name in names if UUID(code) in left]

    def body(self) -> ComposeResult:
        """Two fields."""
        yield ErrorSummary()
        yield Words(f"{SENTENCE}\n")
        yield MultiChoice("who", "Who came?", self.choices, hint="Space marks one.", rows=6)
        yield TextField("evidence", "Evidence", hint="What shows it: an attendance list, certificates, who saw it")

    def problems(self) -> Iterable[tuple[str, str]]:
        """Evidence, where somebody came."""
        if self.field("who").text and not self.field("evidence").text.strip():
            yield "evidence", "Enter what shows that they came"

    def answer(self) -> Came:
        """Who came."""
        return Came(tuple(UUID(one) for one in self.field("who").text.split()), self.field("evidence").text.strip())
