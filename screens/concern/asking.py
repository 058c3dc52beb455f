"""What a lead decides about a concern."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date

from textual.app import ComposeResult

from iass_tui.rules import text
from iass_tui.rules.dates import DateFault, DateProblem, PartialDate
from iass_tui.rules.records.concerns import Verdict
from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.text_field import TextAreaField
from screens.words.concerns import VERDICTS


@dataclasses.dataclass(frozen=True)
class Decided:
    """A decision, why, and perhaps when it is looked at again."""

    verdict: Verdict
    words: str
    follow_up_on: date | None


class AskDecision(Dialog[Decided]):
    """Three fields; the day may stay empty."""

    def __init__(self, today: date) -> None:
        super().__init__("What is decided?")
        self.today = today

    def body(self) -> ComposeResult:
        """What, why, and when again."""
        yield ErrorSummary()
        yield CompactChoice("verdict", "Decision", [Choice(one.value, VERDICTS[one]) for one in Verdict])
        yield TextAreaField("words", "Why, and what exactly goes to whom", rows=5)
        yield DateFields("again", "Look at it again on", dense=True, optional=True)

    def buttons(self) -> ComposeResult:
        """The act, and the way back."""
        yield ActButton("Save the decision", "act", first=True)
        yield ActButton("Go back", "back")

    def on_mount(self) -> None:
        """Ready to answer."""
        self.query(FormField).first().aim()

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self.focus_next()

    def pressed(self, button: str) -> None:
        """Answers where nothing is left to put right."""
        if button != "act":
            self.dismiss(None)
        elif not self.query_one(ErrorSummary).show(self._problems()):
            again = self._again()
            self.dismiss(
                Decided(
                    Verdict(self._text("verdict")),
                    text.clean(self._text("words"), limit=text.NOTE_LIMIT, multiline=True),
                    again.exact if isinstance(again, PartialDate) else None,
                )
            )

    def _text(self, key: str) -> str:
        return self.query_one(f"#{key}", FormField).text

    def _again(self) -> PartialDate | DateProblem | None:
        found = self.query_one("#again", DateFields).read()
        return None if isinstance(found, DateProblem) and found.fault is DateFault.NOTHING_TYPED else found

    def _problems(self) -> Iterable[tuple[str, str]]:
        if not self._text("verdict"):
            yield "verdict", "Choose what is decided"
        if not self._text("words").strip():
            yield "words", "Write why: the next lead has only these words"
        again = self._again()
        if isinstance(again, DateProblem):
            yield "again", self.query_one("#again", DateFields).sentence(again)
        elif again is not None and again.exact is not None and again.exact < self.today:
            yield "again", "Look at it again on: enter today or a later day"
        elif again is None and self._text("verdict") == Verdict.WATCH:
            yield "again", "Enter the day on which it is looked at again"
