"""Answers to check before they are saved: every word of them, with Enter on a line to change it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from rich.cells import cell_len

from screens.plain import clean
from screens.widgets.row_list import Row, RowList

TITLE_WIDTH = 30
LONGEST = 4_000
"""Characters of one answer that are shown; the rest is on its own page."""


@dataclasses.dataclass(frozen=True)
class Answered:
    """One line to check. `key` is what Enter goes back to; "" where nothing can be changed here."""

    key: str
    title: str
    answer: str
    section: str = ""


class AnswerList(RowList):
    """Title and answer side by side, long ones on as many lines as they need."""

    DEFAULT_CSS = """
    AnswerList { height: auto; max-height: 1fr; }
    """

    def __init__(self, answers: Iterable[Answered] = (), *, ident: str | None = None) -> None:
        super().__init__(columns=(TITLE_WIDTH, 0), empty="Nothing was answered.", ident=ident)
        self.answers = tuple(answers)
        self._drawn = 0

    def on_mount(self) -> None:
        """Shows what was given."""
        self.show_answers(self.answers)

    def show_answers(self, answers: Iterable[Answered]) -> None:
        """Shows other answers."""
        self.answers = tuple(answers)
        self.show(self._lines())
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Enter is offered on the lines that lead somewhere."""
        return action != "choose" or bool(self.chosen_key)

    def on_row_list_moved(self) -> None:
        """Another line: Enter leads somewhere, or nowhere."""
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Breaks lines anew where the width changed."""
        if self.size.width != self._drawn:
            self.show(self._lines())

    def _lines(self) -> Iterator[Row]:
        self._drawn = self.size.width
        room = max(self.size.width - TITLE_WIDTH - 5, 10)
        section = ""
        for number, one in enumerate(self.answers):
            if one.section and one.section != section:
                section = one.section
                yield Row(("section", section), (section,), heading=True)
            titles = list(broken(one.title, TITLE_WIDTH))
            answers = list(broken(one.answer[:LONGEST], room))
            for line in range(max(len(titles), len(answers))):
                cells = [part[line] if line < len(part) else "" for part in (titles, answers)]
                yield Row((one.key, number, line), (cells[0], cells[1]))

    def stand_on(self, key: str) -> None:
        """Puts the cursor on the line that is changed by this; it stays where there is none."""
        for row in self.rows:
            if isinstance(row.key, tuple) and row.key[0] == key:
                self.go_to(row.key)
                return

    @property
    def chosen_key(self) -> str:
        """What the line under the cursor is changed by."""
        row = self.row
        return str(row.key[0]) if row is not None and isinstance(row.key, tuple) else ""


def broken(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most `width` cells, broken between words where there are any."""
    for line in clean(text, lines=True).split("\n"):
        held = ""
        for word in line.split(" "):
            if held and cell_len(f"{held} {word}") > width:
                yield held
                held = word
            else:
                held = f"{held} {word}" if held else word
            while cell_len(held) > width:
                cut = _fitting(held, width)
                yield held[:cut]
                held = held[cut:]
        yield held


def _fitting(text: str, width: int) -> int:
    """How many characters fit; one at least."""
    used = 0
    for number, letter in enumerate(text):
        used += cell_len(letter)
        if used > width:
            return max(number, 1)
    return len(text)
