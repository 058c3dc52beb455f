"""What is asked about a version: who approved or reviewed it, and why a review comes early."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from textual.app import ComposeResult

from iass_tui.rules import text
from iass_tui.rules.dates import DateProblem, PartialDate
from iass_tui.rules.records.policies import Approval, Reached, ReviewCall, Reviewer, Trigger
from screens.dialogs.ask_form import AskForm
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.text_field import TextField
from screens.widgets.words import Words
from screens.words import policy as words


class _OnADay(AskForm):
    """With a day that is not still to come."""

    def __init__(self, title: str, today: date) -> None:
        super().__init__(title)
        self.today = today

    def on_mount(self) -> None:
        """Today stands there already."""
        self.query_one("#on", DateFields).show_date(PartialDate.of(self.today))
        super().on_mount()

    def day(self) -> date:
        """The day, where there is nothing left to put right."""
        found = self.query_one("#on", DateFields).read()
        assert isinstance(found, PartialDate)
        assert found.exact is not None
        return found.exact

    def day_problems(self) -> Iterator[tuple[str, str]]:
        """A whole day, today or before."""
        field = self.query_one("#on", DateFields)
        found = field.read()
        if isinstance(found, DateProblem):
            yield "on", field.sentence(found)
        elif found.exact is None:
            yield "on", "Write the whole day"
        elif found.exact > self.today:
            yield "on", "Write today or an earlier day"

    def line(self, key: str) -> str:
        """A text as it is kept."""
        return text.squash(text.clean(self.field(key).text, limit=text.NAME_LIMIT, multiline=False))


class AskApproval(_OnADay):
    """Who, when, and where it is written down (P65)."""

    def __init__(self, title: str, sentence: str, act: str, today: date) -> None:
        super().__init__(title, today)
        self.sentence, self.act = sentence, act

    def body(self) -> ComposeResult:
        """Three answers."""
        yield ErrorSummary()
        yield Words(f"{self.sentence}\n")
        yield CompactChoice("by", "By whom", [Choice(one.value, words.REVIEWERS[one]) for one in Reviewer])
        yield DateFields("on", "On which day", dense=True)
        yield TextField(
            "minutes", "Minutes reference", hint="Where it is written, like Board 4/2026, item 7", dense=True
        )

    def problems(self) -> Iterator[tuple[str, str]]:
        """All three are answered."""
        if not self.field("by").text:
            yield "by", "Choose who did it"
        yield from self.day_problems()
        if not self.line("minutes"):
            yield "minutes", "Write where it is written down: minutes, or your own note"

    def answer(self) -> Approval:
        """The approval."""
        return Approval(by=Reviewer(self.field("by").text), on=self.day(), minutes=self.line("minutes"))


class AskCall(_OnADay):
    """Why a review is due now (P64)."""

    act = "Call for the review"

    def __init__(self, today: date) -> None:
        super().__init__("A review before the year is over", today)

    def body(self) -> ComposeResult:
        """Why, in a word and in words."""
        yield ErrorSummary()
        choices = [Choice(one.value, words.TRIGGERS[one]) for one in Trigger if one is not Trigger.YEARLY]
        yield CompactChoice("trigger", "What calls for it", choices)
        yield TextField("words", "What exactly", hint="Which law, or the reference of the complaint; no names")
        yield DateFields("on", "Since which day", dense=True)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Why, and since when."""
        if not self.field("trigger").text:
            yield "trigger", "Choose what calls for it"
        if not self.line("words"):
            yield "words", "Write what exactly calls for it"
        yield from self.day_problems()

    def answer(self) -> ReviewCall:
        """The call."""
        return ReviewCall(trigger=Trigger(self.field("trigger").text), on=self.day(), words=self.line("words"))


class AskSent(_OnADay):
    """How something went out, and when."""

    act = "Note it"

    def __init__(self, title: str, sentence: str, today: date) -> None:
        super().__init__(title, today)
        self.sentence = sentence

    def body(self) -> ComposeResult:
        """Two answers."""
        yield ErrorSummary()
        yield Words(f"{self.sentence}\n")
        yield CompactChoice("reached", "How", [Choice(one.value, words.REACHED[one]) for one in Reached])
        yield DateFields("on", "On which day", dense=True)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Both are answered."""
        if not self.field("reached").text:
            yield "reached", "Choose how"
        yield from self.day_problems()

    def answer(self) -> tuple[Reached, date]:
        """How and when."""
        return Reached(self.field("reached").text), self.day()
