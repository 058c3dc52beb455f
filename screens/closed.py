"""The page shown where the office cannot be opened: one sentence that says what to do."""

from __future__ import annotations

from textual.app import ComposeResult

from screens.widgets.door_page import DoorPage
from screens.widgets.words import Words


class ClosedScreen(DoorPage):
    """The office cannot be opened: the one sentence that says what to do."""

    where = "This office cannot be opened"

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence

    def body(self) -> ComposeResult:
        """The sentence."""
        yield Words(self.sentence)
