"""Dialogs that ask for a text or for one of several things."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.app import ComposeResult

from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.text_field import TextAreaField, TextField
from screens.widgets.words import Words


class AskText(Dialog[str]):
    """Asks for a text; `check` gives the sentence that says what to do, "" where the text will do."""

    def __init__(
        self,
        title: str,
        label: str,
        act: str,
        *,
        sentence: str = "",
        hint: str = "",
        several_lines: bool = False,
        secret: bool = False,
        check: Callable[[str], str] = lambda text: "" if text else "Write something, or go back",
    ) -> None:
        super().__init__(title)
        self.sentence, self.act, self.check = sentence, act, check
        self.field: TextField | TextAreaField = (
            TextAreaField("asked", label, hint=hint, rows=5)
            if several_lines
            else TextField("asked", label, hint=hint, secret=secret)
        )

    def body(self) -> ComposeResult:
        """What happens, and the field."""
        yield ErrorSummary()
        if self.sentence:
            yield Words(f"{self.sentence}\n")
        yield self.field

    def buttons(self) -> ComposeResult:
        """The act, and the way back."""
        yield ActButton(self.act, "act", first=True)
        yield ActButton("Go back", "back")

    def on_mount(self) -> None:
        """Ready to type."""
        self.field.aim()

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter in a one-line field is the act."""
        event.stop()
        self.pressed("act")

    def pressed(self, button: str) -> None:
        """Answers the text where it will do."""
        if button != "act":
            self.dismiss(None)
        elif sentence := self.check(self.field.value):
            self.query_one(ErrorSummary).show([("asked", sentence)])
        else:
            self.dismiss(self.field.value)


class Choose(Dialog[str]):
    """Asks for one of several things; answers its code."""

    def __init__(self, title: str, label: str, choices: Iterable[Choice], act: str, *, sentence: str = "") -> None:
        super().__init__(title)
        self.sentence, self.act = sentence, act
        self.field = ChoiceField("chosen", label, choices)

    def body(self) -> ComposeResult:
        """What it is about, and the list."""
        yield ErrorSummary()
        if self.sentence:
            yield Words(f"{self.sentence}\n")
        yield self.field

    def buttons(self) -> ComposeResult:
        """The act, and the way back."""
        yield ActButton(self.act, "act", first=True)
        yield ActButton("Go back", "back")

    def on_mount(self) -> None:
        """Ready to choose."""
        self.field.aim()

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter on an answer is the act."""
        event.stop()
        self.pressed("act")

    def pressed(self, button: str) -> None:
        """Answers the code where one is chosen."""
        if button != "act":
            self.dismiss(None)
        elif not self.field.value:
            self.query_one(ErrorSummary).show([("chosen", "Choose one, or go back")])
        else:
            self.dismiss(self.field.value)
