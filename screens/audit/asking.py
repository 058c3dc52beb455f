"""What narrows the audit: kinds of acts, and a first day."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.office import Act
from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice, MultiChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.error_summary import ErrorSummary
from screens.words.audit import KINDS, kinds_of


class AskActs(Dialog[frozenset[Act]]):
    """Kinds of acts; none marked means all."""

    def __init__(self, now: frozenset[Act]) -> None:
        super().__init__("Show only some kinds of acts")
        choices = [Choice(code, words) for code, (words, _) in KINDS.items()]
        self.field = MultiChoice("kinds", "Kinds", choices, hint="Space marks; none marked shows all")
        self.field.text = " ".join(kinds_of(now))

    def body(self) -> ComposeResult:
        """The kinds."""
        yield self.field

    def buttons(self) -> ComposeResult:
        """The act, and the way back."""
        yield ActButton("Show these", "act", first=True)
        yield ActButton("Go back", "back")

    def on_mount(self) -> None:
        """Ready to mark."""
        self.field.aim()

    def on_form_field_submitted(self) -> None:
        """Enter is the act."""
        self.pressed("act")

    def pressed(self, button: str) -> None:
        """Answers the acts of the kinds marked."""
        acts = frozenset(act for code in self.field.values for act in KINDS[code][1])
        self.dismiss(acts if button == "act" else None)


class AskSince(Dialog[date]):
    """The first day that is shown."""

    def __init__(self, now: date | None) -> None:
        super().__init__("Show only what happened since a day")
        self.field = DateFields("since", "Since", hint="Like 3 11 2026")
        self.field.show_date(PartialDate.of(now) if now else None)

    def body(self) -> ComposeResult:
        """The day."""
        yield ErrorSummary()
        yield self.field

    def buttons(self) -> ComposeResult:
        """The act, and the way back."""
        yield ActButton("Show it", "act", first=True)
        yield ActButton("Go back", "back")

    def on_mount(self) -> None:
        """Ready to type."""
        self.field.aim()

    def on_form_field_submitted(self) -> None:
        """Enter goes on; after the year it is the act."""
        focused = self.focused
        self.focus_next()
        if not isinstance(self.focused, type(focused)):
            self.pressed("act")

    def pressed(self, button: str) -> None:
        """Answers the day where there is one."""
        found = self.field.read()
        if button != "act":
            self.dismiss(None)
        elif isinstance(found, PartialDate):
            self.dismiss(found.exact)
        else:
            self.query_one(ErrorSummary).show([("since", self.field.sentence(found))])
