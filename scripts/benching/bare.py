"""A bare Textual app to compare the first page with: two inputs, a button, a footer. Run as a process of its own."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Footer, Input


class Bare(App[None]):
    """Nothing but what any first page has."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "quit", "close", priority=True)]

    def compose(self) -> ComposeResult:
        """What is compared."""
        yield Input(placeholder="Sign-in name")
        yield Input(placeholder="Passphrase", password=True)
        yield Button("Sign in")
        yield Footer()


if __name__ == "__main__":
    Bare().run()
