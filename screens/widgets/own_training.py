"""A manager's own training at the door, where no other manager may work (decision 0014)."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.training import MOST_OWN_GRACE, Beginning, Grace, Trained
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.date_fields import DateFields
from screens.widgets.text_field import TextField

DONE, GRACE = "DONE", "GRACE"
OWN = (Choice(DONE, "I did the confidentiality training"), Choice(GRACE, "I need days of grace"))


class OwnTraining(Vertical):
    """Either a course, or a few days of grace; the button is called `own-now`."""

    DEFAULT_CSS = """
    OwnTraining { height: auto; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.own = ChoiceField("own", "Your own training", OWN)
        self.done = DateFields("done", "Done on which day", optional=True)
        self.days = TextField("days", "Days of grace", hint=f"1 to {MOST_OWN_GRACE}", optional=True, limit=3)
        self.why = TextField("why", "What shows that you did it, or why you need days of grace")

    def compose(self) -> ComposeResult:
        """The fields and a button."""
        yield self.own
        yield self.done
        yield self.days
        yield self.why
        yield ActButton("Enter it and sign in", "own-now")

    def aim(self) -> None:
        """To the first question."""
        self.own.aim()

    def problems(self) -> Iterator[tuple[str, str]]:
        """What is missing."""
        days, done = self.days.value, self.done.read()
        if not self.own.value:
            yield "own", "Choose whether you did the training"
        if self.own.value == DONE and not isinstance(done, PartialDate):
            yield "done", self.done.sentence(done)
        if self.own.value == GRACE and not (days.isascii() and days.isdecimal() and 1 <= int(days) <= MOST_OWN_GRACE):
            yield "days", f"Enter a number of days from 1 to {MOST_OWN_GRACE}"
        if not self.why.value:
            yield "why", "Enter what shows that you did it, or why you need days of grace"

    def beginning(self) -> Beginning:
        """What is entered, where `problems` found none."""
        done = self.done.read()
        if self.own.value == GRACE or not isinstance(done, PartialDate):
            return Grace(days=int(self.days.value), reason=self.why.value)
        return Trained(course_id=None, on=done.earliest(), evidence=self.why.value)
