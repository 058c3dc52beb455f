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


class _AskOne(Dialog[str]):
    """One field and one act. `check` gives the sentence that says what to do, "" where the answer will do."""

    def __init__(
        self,
        title: str,
        field: TextField | TextAreaField | ChoiceField,
        act: str,
        sentence: str,
        check: Callable[[str], str],
    ) -> None:
        super().__init__(title)
        self.field, self.act, self.sentence, self.check = field, act, sentence, check

    def body(self) -> ComposeResult:
        """What it is about, and the field."""
        yield ErrorSummary()
        if self.sentence:
            yield Words(f"{self.sentence}\n")
        yield self.field

    def buttons(self) -> ComposeResult:
        """The act, and the way back."""
        yield ActButton(self.act, "act", first=True)
        yield ActButton("Go back", "back")

    def on_mount(self) -> None:
        """Ready to answer."""
        self.field.aim()

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter in a one-line field, or on an answer, is the act."""
        event.stop()
        self.pressed("act")

    def pressed(self, button: str) -> None:
        """Answers what was entered where it will do."""
        if button != "act":
            self.dismiss(None)
        elif sentence := self.check(self.field.value):
            self.query_one(ErrorSummary).show([(self.field.key, sentence)])
            self.field.aim()  # there is one field alone: a digit answers it, and goes to no summary
        else:
            self.dismiss(self.field.value)


class AskText(_AskOne):
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
        field = (
            TextAreaField("asked", label, hint=hint, rows=5)
            if several_lines
            else TextField("asked", label, hint=hint, secret=secret)
        )
        super().__init__(title, field, act, sentence, check)


class Choose(_AskOne):
    """Asks for one of several things; answers its code."""

    def __init__(self, title: str, label: str, choices: Iterable[Choice], act: str, *, sentence: str = "") -> None:
        super().__init__(title, ChoiceField("chosen", label, choices), act, sentence, _one_chosen)


def _one_chosen(code: str) -> str:
    return "" if code else "Choose one, or go back"
