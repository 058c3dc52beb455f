"""What a wish is: where someone wants to go, or what they want done. `messages` has them all."""

from __future__ import annotations

from textual.message import Message


class Wish(Message):
    """Where someone wants to go, or what they want done. Bubbles up to the app."""

    def without_text(self) -> Wish | None:
        """The same wish as it may be kept while locked; None where it cannot be kept."""
        return self
