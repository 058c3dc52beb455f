"""Choices for a dense form: one line that opens into its list while it has the focus."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.geometry import Size

from screens.plain import fitted
from screens.widgets.choice_field import Choice, ChoiceField, ChoiceList, MultiChoice


class CompactList(ChoiceList):
    """The list while it has the focus; else what was chosen, on one line."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line without the focus."""
        return super().get_content_height(container, viewport, width) if self.has_focus else 1

    def render(self) -> Content:
        """The list, or what was chosen from it."""
        if self.has_focus:
            return super().render()
        words = {choice.code: choice.label for choice in self.choices}
        labels = [words[code] for code in self.chosen]
        mark = "[x]" if self.several else "(•)"
        text = f"{mark} {', '.join(labels)}" if labels else "not answered"
        return Content.styled(fitted(text, max(self.size.width, 1)), "bold" if labels else "dim")

    def on_focus(self) -> None:
        """Opens, and comes into view with all that belongs to it."""
        self.refresh(layout=True)
        self.call_after_refresh(self.call_after_refresh, self._show_all)

    def _show_all(self) -> None:
        if self.has_focus and self.is_attached:
            self.query_ancestor(ChoiceField).scroll_visible(animate=False)

    def on_blur(self) -> None:
        """Closes."""
        self.refresh(layout=True)


class CompactChoice(ChoiceField):
    """One answer, on one line until it has the focus."""

    LIST = CompactList

    def __init__(
        self,
        key: str,
        label: str,
        choices: Iterable[Choice],
        *,
        hint: str = "",
        optional: bool = False,
        rows: int = 8,
    ) -> None:
        super().__init__(key, label, choices, hint=hint, optional=optional, dense=True, rows=rows)


class CompactMulti(CompactChoice, MultiChoice):
    """Several answers, on one line until it has the focus."""
