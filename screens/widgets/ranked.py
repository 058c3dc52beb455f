"""Several answers of which the first counts most: marked in the order in which someone chooses them."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from screens.plain import fitted
from screens.widgets.choice_field import ChoiceList, MultiChoice
from screens.widgets.compact import CompactList, CompactMulti


class RankedList(ChoiceList):
    """Shows 1, 2, 3 in place of crosses; taking one away moves the others up."""

    def choose(self, codes: Iterable[str]) -> None:
        """Marks these codes in this order; unknown ones are left out."""
        wanted = list(dict.fromkeys(codes))
        super().choose(wanted)
        known = set(self.chosen)
        self.chosen = tuple(code for code in wanted if code in known)

    def _toggle(self) -> None:
        if 0 <= self.at < len(self.choices):
            code = self.choices[self.at].code
            left = tuple(one for one in self.chosen if one != code)
            self._set(left if code in self.chosen else (*self.chosen, code))
            self.refresh()

    def _line(self, index: int) -> Content:
        choice = self.choices[index] if index >= 0 else None
        if choice is None or choice.code not in self.chosen:
            return super()._line(index)
        here = index == self.at and self.has_focus
        number = str(index + 1).rjust(len(str(len(self.choices))))
        place = self.chosen.index(choice.code) + 1
        text = f"{'>' if here else ' '} {number} [{place}] {choice.label}"
        return Content.styled(fitted(text, max(self.size.width, 1)), "reverse" if here else "bold")


class CompactRankedList(CompactList, RankedList):
    """The same on one line until it has the focus."""


class RankedChoice(MultiChoice):
    """Several answers in the order of their weight. `values` are their codes, the main one first."""

    LIST = RankedList


class CompactRanked(CompactMulti):
    """The same on one line until it has the focus."""

    LIST = CompactRankedList
