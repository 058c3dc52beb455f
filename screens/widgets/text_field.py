"""Typed answers: one line, a secret, or several lines. Pasted text is cleaned before it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.suggester import SuggestFromList
from textual.widgets import Input, TextArea

from screens.plain import clean
from screens.widgets import ahead
from screens.widgets.field import FormField


class CleanInput(Input):
    """A compact one-line input that takes no control character, typed or pasted.

    A narrow one (`width`) is marked when it is entered, so that what one types takes the place of what stood there: at
    its end it would be hidden.
    """

    DEFAULT_CSS = """
    CleanInput, CleanInput:focus { background: $surface; height: 1; border: none; padding: 0; }
    CleanInput { text-style: underline; }
    CleanInput:focus { background: $boost; text-style: none; }
    CleanInput > .input--selection { text-style: reverse; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "submit", "go on", priority=True, tooltip="To the next field; at the end, on", id="field.go_on"
        ),
    ]

    def __init__(self, value: str = "", *, password: bool = False, max_length: int = 200, width: int = 0) -> None:
        super().__init__(password=password, max_length=max_length, compact=True, select_on_focus=bool(width))
        self.set_reactive(Input.value, clean(value))  # without watchers: the first screen is made before any is up
        if width:
            self.styles.width = width

    def on_mount(self) -> None:
        """The cursor stands at the end."""
        self.cursor_position = len(self.value)

    def fill(self, value: str) -> None:
        """Puts other text in; marked like any other where the cursor is already in a narrow field."""
        self.value = clean(value)
        if self.select_on_focus and self.has_focus:
            self.action_select_all()

    async def _on_key(self, event: events.Key) -> None:
        await ahead.edits(self, event)

    async def action_submit(self) -> None:
        """Enter."""
        await ahead.submit(self)

    def _on_paste(self, event: events.Paste) -> None:
        line = clean(event.text[:10_000], lines=True).strip().split("\n")[0]
        if self.selection.is_empty:
            self.insert_text_at_cursor(line)
        else:
            self.replace(line, *self.selection)
        event.stop()
        event.prevent_default()


class TextField(FormField):
    """One line of text; `secret` for passphrases and codes."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        value: str = "",
        hint: str = "",
        optional: bool = False,
        dense: bool = False,
        secret: bool = False,
        limit: int = 200,
        width: int = 0,
    ) -> None:
        super().__init__(key, label, hint=hint, optional=optional, dense=dense)
        self.input = CleanInput(value, password=secret, max_length=limit, width=width)

    def make_control(self) -> CleanInput:
        """The input."""
        return self.input

    @property
    def value(self) -> str:
        """What was typed, without spaces at the ends; a secret as it is, since its spaces count."""
        return self.input.value if self.input.password else self.input.value.strip()

    @property
    def text(self) -> str:
        """What was typed."""
        return self.value

    @text.setter
    def text(self, value: str) -> None:
        self.input.fill(value)

    def suggest(self, names: Iterable[str]) -> None:
        """Shows, dim, the name that begins as what was typed; the right arrow takes it."""
        self.input.suggester = SuggestFromList(map(clean, names), case_sensitive=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Passes the change on as the field's own."""
        event.stop()
        self.post_message(self.Changed(self))


class CleanArea(TextArea):
    """A compact text area without control characters and with a limit; Tab leaves it."""

    DEFAULT_CSS = """
    CleanArea, CleanArea:focus { border: none; padding: 0; background: $surface; height: 6; }
    CleanArea:focus { background: $boost; }
    """

    def __init__(self, value: str = "", *, limit: int = 20_000, rows: int = 6) -> None:
        super().__init__(clean(value[:limit], lines=True), compact=True, soft_wrap=True, show_line_numbers=False)
        self.limit = limit
        self.styles.height = rows

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        room = self.limit - len(self.text) + len(self.selected_text)
        pasted = clean(event.text[: max(room, 0)], lines=True)
        if len(event.text) > room:
            fitted = f"Only the first {max(room, 0)} characters fitted: this field takes {self.limit}."
            self.app.notify(fitted, severity="warning", markup=False)
        self.move_cursor(self.replace(pasted, *self.selection, maintain_selection_offset=False).end_location)

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and len(self.text) >= self.limit and not self.selected_text:
            event.stop()
            event.prevent_default()
        else:
            await ahead.edits(self, event)


class TextAreaField(FormField):
    """Several lines of text."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        value: str = "",
        hint: str = "",
        optional: bool = False,
        limit: int = 20_000,
        rows: int = 6,
    ) -> None:
        super().__init__(key, label, hint=hint, optional=optional)
        self.area = CleanArea(value, limit=limit, rows=rows)

    def make_control(self) -> CleanArea:
        """The text area."""
        return self.area

    @property
    def value(self) -> str:
        """What was typed, without space at the ends."""
        return self.area.text.strip()

    @property
    def text(self) -> str:
        """What was typed, as it stands."""
        return self.area.text

    @text.setter
    def text(self, value: str) -> None:
        self.area.text = clean(value[: self.area.limit], lines=True)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Passes the change on as the field's own."""
        event.stop()
        self.post_message(self.Changed(self))
