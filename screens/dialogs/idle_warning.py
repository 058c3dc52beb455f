"""One minute before the lock: any key stays."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult

from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.words import Words


class IdleWarning(Dialog[None]):
    """Covers the page; the key that dismisses it does nothing else."""

    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__("Still there?")

    def body(self) -> ComposeResult:
        """What is about to happen."""
        yield Words("This locks in about a minute, and what you were doing waits for you. Press any key to stay.")

    def buttons(self) -> ComposeResult:
        """One way out."""
        yield ActButton("Stay", "stay", first=True)

    def on_key(self, event: events.Key) -> None:
        """Stays."""
        event.stop()
        event.prevent_default()
        self.dismiss(None)
