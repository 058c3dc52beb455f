"""A labelled question on a form: what every field has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from screens.widgets.words import Words

if TYPE_CHECKING:
    from textual.widget import Widget


class FormField(Vertical):
    """Label, hint, error and control. `key` names it in error summaries and drafts, and is its widget id.

    `text` is the answer as one string, whatever the field: what a draft keeps and gives back.
    """

    DEFAULT_CSS = """
    FormField { height: auto; margin-bottom: 1; border-left: blank; padding-left: 1; }
    FormField:focus-within { border-left: outer $primary; }
    FormField > .label { text-style: bold; }
    FormField > .hint { color: $text-muted; }
    FormField .error { text-style: bold; color: $text-error; display: none; }
    FormField.-wrong > .error { display: block; }
    FormField.-wrong { border-left: thick $error; }
    FormField.-dense { margin-bottom: 0; }
    FormField.-dense > .line { height: auto; }
    FormField.-dense > .line > .label { width: 24; padding-right: 1; }
    FormField.-dense > .line > .control { width: 1fr; }
    """

    class Changed(Message):
        """The answer changed."""

        def __init__(self, field: FormField) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> FormField:
            """The field, for `@on(..., "#key")`."""
            return self.field

    class Submitted(Message):
        """Enter was pressed in the field: whoever listens continues, or moves on."""

        def __init__(self, field: FormField) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> FormField:
            """The field, for `@on(..., "#key")`."""
            return self.field

    def __init__(self, key: str, label: str, *, hint: str = "", optional: bool = False, dense: bool = False) -> None:
        super().__init__(id=key, classes="-dense" if dense else None)
        self.key, self.label, self.hint, self.dense = key, label, hint, dense
        self.shown_label = f"{label} (optional)" if optional else label
        self._error = Words("", classes="error")

    def make_control(self) -> Widget:
        """The control itself, made once by `compose`."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Label above the control; beside it where `dense`."""
        control = self.make_control()
        control.add_class("control")
        label = Words(self.shown_label, classes="label")
        if self.dense:
            yield self._error
            yield Horizontal(label, control, classes="line")
            if self.hint:
                yield Words(self.hint, classes="hint")
            return
        yield label
        if self.hint:
            yield Words(self.hint, classes="hint")
        yield self._error
        yield control

    @property
    def text(self) -> str:
        """The answer as one string."""
        raise NotImplementedError

    @text.setter
    def text(self, value: str) -> None:
        raise NotImplementedError

    @property
    def error(self) -> str:
        """The sentence beside the field, "" where there is none."""
        return self._sentence

    _sentence, _refused = "", ""

    def show_error(self, sentence: str) -> None:
        """Says by the field what the summary says; "" takes it away, as a changed answer does."""
        self._sentence, self._refused = sentence, self.text if sentence else ""
        self._error.update(f"Error: {sentence}" if sentence else "")
        self.set_class(bool(sentence), "-wrong")

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """What was wrong with another answer is said no more: the summary stays until all is looked at anew."""
        if event.field is self and self._sentence and self.text != self._refused:
            self.show_error("")

    def aim(self) -> None:
        """Puts the focus into the field."""
        for widget in self.query(".control"):
            target = widget if widget.focusable else next((w for w in widget.query("*") if w.focusable), None)
            if target is not None:
                self.screen.set_focus(target)  # at once: `focus()` comes late, and keys typed ahead would be lost
                target.scroll_visible(animate=False)
                return
