"""A button that names the act."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button


class ActButton(Button):
    """A compact button: `[ Save the note ]`. `first` marks the usual way on."""

    DEFAULT_CSS = """
    ActButton { width: auto; height: 1; min-width: 0; margin-right: 2; border: none; padding: 0; }
    ActButton { background: transparent; }
    ActButton.-first { text-style: bold; }
    ActButton:focus { text-style: reverse bold; background-tint: transparent; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "press", "press", tooltip="Presses the button", id="button.press"),
    ]

    def __init__(self, label: str, ident: str | None = None, *, first: bool = False) -> None:
        super().__init__(Content(f"[ {label} ]"), id=ident, compact=True, classes="-first" if first else None)
        self.active_effect_duration = 0  # while its effect lasts, a button ignores keys

    def rename(self, label: str) -> None:
        """Names another act."""
        self.label = Content(f"[ {label} ]")
        self.refresh(layout=True)
