"""Facts on a page: a label, and beside it as many lines as its words need."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from screens.plain import fitted
from screens.widgets.reader import wrapped

LINES = 4
"""Lines of one fact at most: what is longer has a page of its own."""


class Facts(Widget):
    """Pairs of a label and words; a pair without words is left out, one without a label goes across."""

    DEFAULT_CSS = """
    Facts { height: auto; padding: 0 1; }
    """

    def __init__(self, *, label_width: int = 16, ident: str | None = None) -> None:
        super().__init__(id=ident)
        self.label_width = label_width
        self.pairs: tuple[tuple[str, str], ...] = ()

    def show(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Shows other facts."""
        self.pairs = tuple(pair for pair in pairs if pair[1])
        self.refresh(layout=True)

    def _lines(self, width: int) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for label, words in self.pairs:
            indent = min(self.label_width, width // 2) if label else 0
            lines = list(islice(wrapped(words[:4000], width - indent), LINES + 1))
            if len(lines) > LINES:
                lines[LINES - 1 :] = [fitted(f"{lines[LINES - 1]} …", width - indent)]
            for number, line in enumerate(lines):
                found.append((fitted("" if number else label, indent), line))
        return found

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as there are."""
        return max(len(self._lines(width)), 1)

    def render(self) -> Content:
        """Labels dim, words as they stand."""
        width = max(self.size.width, 1)
        lines = [
            Content.assemble(Content.styled(label, "dim"), Content(fitted(words, width - len(label))))
            for label, words in self._lines(width)
        ]
        return Content("\n").join(lines)
