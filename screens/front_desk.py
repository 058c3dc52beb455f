"""The first page of a volunteer: start an enquiry, read the help. Their keys open no case."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from screens import messages
from screens.base import OfficeScreen
from screens.widgets.button import ActButton
from screens.widgets.words import Section, Words


class FrontDeskScreen(OfficeScreen):
    """Two things to do, each with a key and a button."""

    where = "Front desk"

    def body(self) -> ComposeResult:
        """What one can do here."""
        with VerticalScroll(id="page", can_focus=False):
            yield Section("Someone rings, writes or comes in", classes="first")
            yield Words(
                "Start a new enquiry. It asks one question at a time, beginning with whether we may save anything. "
                "Whatever they answer, they get help.\n"
            )
            yield ActButton("Start a new enquiry", "intake", first=True)
            yield Section("How this works")
            yield ActButton("Read the help", "help")

    def place(self) -> messages.Wish:
        """The first page."""
        return messages.TodayWanted()

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """The same as the keys."""
        self.post_message(messages.IntakeWanted() if event.button.id == "intake" else messages.HelpWanted())
