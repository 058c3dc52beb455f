"""An answer on a scale of one to five: one key answers it and goes on, as fast as a paper form can be read out."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from screens.widgets import ahead
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice, CompactList

SCALE = (
    Choice("1", "1, the worst"),
    Choice("2", "2"),
    Choice("3", "3"),
    Choice("4", "4"),
    Choice("5", "5, the best"),
)


class ScaleList(CompactList):
    """The five answers. A digit is answer and Enter in one; Enter alone leaves the question out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(one.code, f"rate('{one.code}')", show=False, priority=True, id=f"scale.{one.code}") for one in SCALE
    ]

    async def action_rate(self, code: str) -> None:
        """Answers and goes on, before the next key is given out."""
        await ahead.worked_off(self)
        self._set((code,))
        self.at = int(code) - 1
        self.refresh()
        await ahead.submit(self)


class ScaleField(CompactChoice):
    """One to five; `value` is "" where it was left out."""

    LIST = ScaleList

    def __init__(self, key: str, label: str) -> None:
        super().__init__(key, label, SCALE)

    @property
    def number(self) -> int | None:
        """The answer; None where it was left out."""
        return int(self.value) if self.value else None
