"""Text on a page: words, headings, banners. None of them reads markup (trap T2)."""

from __future__ import annotations

from textual.content import Content
from textual.visual import VisualType
from textual.widgets import Static

from screens.plain import plain

KEPT_BACK = "to-write-down"
"""The class of words that whoever scrolls back must not find: the plain face prints them only when it is told to."""


class Words(Static):
    """Text as it stands: a `str` is always user text, cleaned and free of markup; a `Content` is ours."""

    DEFAULT_CSS = """
    Words { height: auto; }
    Words.dim { color: $text-muted; }
    Words.strong { text-style: bold; }
    """

    def __init__(self, text: str | Content = "", *, ident: str | None = None, classes: str | None = None) -> None:
        super().__init__(plain(text) if isinstance(text, str) else text, markup=False, id=ident, classes=classes)

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Shows another text, made plain in the same way."""
        super().update(plain(content) if isinstance(content, str) else content, layout=layout)


class Section(Words):
    """A heading with a rule after it: space and rules divide a page, not boxes."""

    DEFAULT_CSS = """
    Section { text-style: bold; height: 2; border-bottom: solid $foreground 40%; margin-top: 1; }
    Section.first { margin-top: 0; }
    """


class Banner(Words):
    """A line that must not be missed: safety above a phone number, a frozen record, a standing warning.

    It begins with a word that says so ("SAFETY", "FROZEN"), since colour is never the only sign.
    Hidden while empty.
    """

    DEFAULT_CSS = """
    Banner { text-style: bold; padding: 0 1; background: $warning; color: auto 95%; }
    Banner.-error { background: $error; }
    Banner.-quiet { background: $panel; text-style: none; }
    """

    def __init__(self, text: str = "", *, word: str = "", ident: str | None = None, classes: str | None = None) -> None:
        self._word = word
        super().__init__("", ident=ident, classes=classes)
        self.say(text)

    def say(self, text: str) -> None:
        """Shows the text, or hides the banner where it is empty."""
        self.display = bool(text)
        self.update(f"{self._word}: {text}" if self._word else text)
