"""A dialog with several fields: Enter goes on, and from the last one it is the act."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult

from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField


class AskForm(Dialog[object]):
    """Subclasses give `body()`, `problems()` and `answer()`; going back answers None."""

    act = "Save"

    def buttons(self) -> ComposeResult:
        """The act, and the way back."""
        yield ActButton(self.act, "act", first=True)
        yield ActButton("Go back", "back")

    def on_mount(self) -> None:
        """Ready to answer."""
        self.query(FormField).first().aim()

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter goes on; from the last field it is the act."""
        event.stop()
        self.focus_next()
        if isinstance(self.focused, ActButton):
            self.pressed("act")

    def pressed(self, button: str) -> None:
        """Answers where nothing is left to put right."""
        if button != "act":
            self.dismiss(None)
        elif not self.query_one(ErrorSummary).show(self.problems()):
            self.dismiss(self.answer())

    def problems(self) -> Iterable[tuple[str, str]]:
        """What is left to put right."""
        return ()

    def answer(self) -> object:
        """What was answered."""
        raise NotImplementedError

    def field(self, key: str) -> FormField:
        """A field by its key."""
        return self.query_one(f"#{key}", FormField)
