"""Reading a page out: what of it was said already, and in how many lines at once."""

from __future__ import annotations

import weakref
from collections.abc import Hashable
from typing import TYPE_CHECKING

from textual.widget import Widget

from iass_tui.plain import answers, pages
from iass_tui.plain.pages import Line
from screens.widgets.bars import TopBar
from screens.widgets.choice_field import Choice
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.reader import Reader
from screens.widgets.row_list import RowList

if TYPE_CHECKING:
    from iass_tui.plain.lines import Lines


KEPT_BACK = (
    "What is to be written down is not printed by itself: it would stay in this terminal's scrollback. The word show "
    "prints it; clear the scrollback when it is written down. The word clear says how."
)


FEW = 5
"""Lines of a list that may change before all of it is read out again."""


def _numbered(line: Line) -> str:
    return f"{line.number}. {line.words}" if line.number else line.words


class ListChanged(Exception):
    """A number means another line than the one that was heard."""


class Reading:
    """Remembers what of the pages was read out, by widget; all of it goes at a lock."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.told: weakref.WeakKeyDictionary[Widget, str] = weakref.WeakKeyDictionary()
        self.read_to: weakref.WeakKeyDictionary[Widget, int] = weakref.WeakKeyDictionary()
        """How many lines of each list: another one that was read in between changes nothing."""

        self.numbers: weakref.WeakKeyDictionary[Widget, dict[int, Hashable]] = weakref.WeakKeyDictionary()
        """Of each list, which row every number meant when its prompt came."""

        self._where = ""
        """How the page is headed: a question of the same name is not said twice."""
        self.knows_words = False
        """Whether what works everywhere was read out at length."""

    def forget(self) -> None:
        """Nothing was read out."""
        self.told.clear()
        self.knows_words, self._where = False, ""
        self.read_to.clear()
        self.numbers.clear()

    def say_where(self, page: list[Widget]) -> None:
        """Of a page that one comes back to only where one is: what was read out once is not printed again."""
        if not any(part in self.told for part in page):
            return
        for part in [one for one in page if pages.words_of(one).strip()][:2]:
            self.told.pop(part, None)
            self._say(part)
        if any(isinstance(part, RowList) for part in page):
            self.lines.say("As read out before; the word again reads it anew.")

    def read_out(self, page: list[Widget], here: Widget | None) -> None:
        """What was not read out yet: up to a question all that stands before it, else the whole page."""
        self._where = next((pages.words_of(part) for part in page if isinstance(part, TopBar)), "")
        is_question = isinstance(here, FormField)
        for part in page:
            if part is here:
                if is_question:
                    break
                continue
            self._say(part)
        if here is not None and is_question:
            for part in page[page.index(here) :]:
                if part.parent is part.screen:  # what stands below every question: what was kept so far
                    self._say(part)
        if isinstance(here, Reader):
            self._say(here)
        if isinstance(here, RowList) and self._list(here):
            for number, button in enumerate(pages.buttons(page)):
                self.lines.say(f"{'go' if not number else 'Or type how it begins'}: {pages.label_of(button)}")

    def _say(self, part: Widget) -> None:
        words = pages.words_of(part)
        if words.strip() and self.told.get(part) != words:
            self.told[part] = words
            self.lines.say(KEPT_BACK if pages.is_kept_back(part) else words)

    def show(self, page: list[Widget]) -> None:
        """Prints what was kept back."""
        found = [part for part in page if pages.is_kept_back(part)]
        for part in found:
            self.lines.say(pages.spelt(pages.words_of(part)))
        if not found:
            self.lines.say("Nothing is kept back on this page.")

    def _list(self, rows: RowList) -> bool:
        """The first lines of a list that was not read out as it stands now; False where it was."""
        lines = pages.lines_of(rows)
        words = "\n".join(line.words for line in lines)
        before = self.told.get(rows)
        self.numbers[rows] = {line.number: line.row.key for line in lines if line.number}
        if before == words:
            return False
        self.told[rows] = words
        if before is not None and self._changes(rows, before.split("\n"), lines):
            return True
        self.read_to.pop(rows, None)
        if lines:
            self.read_on(rows)
        else:
            self.lines.say(rows.empty)
        return True

    def _changes(self, rows: RowList, before: list[str], lines: list[Line]) -> bool:
        """Says what changed in a list that was read out, where that is little; False where more did."""
        news = [line for line in lines if line.words not in before]
        gone = len(before) - (len(lines) - len(news))
        if not news or max(len(news), gone) > FEW or len(news) * 2 > len(lines):
            return False
        for line in news:
            self.lines.say(_numbered(line))
        moved = [
            line for line in lines if line.number and line not in news and before.index(line.words) != lines.index(line)
        ]
        went = max(gone - len(news), 0)
        rest = "The rest is as before" + (", under other numbers: again reads all." if moved else ".")
        self.lines.say(f"Gone: {went}. {rest}" if went else rest)
        self.read_to[rows] = max(0, self.read_to.get(rows, 0) - gone)
        return True

    def line(self, rows: RowList, number: int) -> Line | None:
        """The line of a number, None where there is none. Raises `ListChanged` where the number meant another row.

        A list may change by itself while somebody types: what was heard is what is meant.
        """
        line = next((one for one in pages.lines_of(rows) if one.number == number), None)
        heard = self.numbers.get(rows, {})
        if heard.get(number) != (line.row.key if line is not None else None):
            raise ListChanged
        return line

    def read_on(self, rows: RowList) -> None:
        """The next lines of the list, and how far that goes."""
        lines = pages.lines_of(rows)
        start = self.read_to.get(rows, 0)
        for line in lines[start : start + answers.PAGE]:
            self.lines.say(_numbered(line))
        self.read_to[rows] = end = min(start + answers.PAGE, len(lines))
        if end < len(lines):
            done = max((line.number for line in lines[:end]), default=0)
            count = max(line.number for line in lines)
            self.lines.say(f"{done} of {count}. More? Enter reads on.")

    # questions

    def question(self, field: FormField) -> int:
        """Asks; of one that was asked just now only its label. How many of its answers were read out."""
        words = "\n".join(answers.question(field))
        if self.told.get(field) == words:
            self.lines.say(field.shown_label)
            return len(answers.choices_of(field))
        self.told[field] = words
        self.lines.say(words.removeprefix(f"{field.shown_label}\n") if field.shown_label == self._where else words)
        return self.choices(answers.choices_of(field), 0)

    def asked(self, field: FormField) -> None:
        """Its answers need not be read out again now."""
        self.told[field] = "\n".join(answers.question(field))

    def choices(self, choices: list[Choice], start: int) -> int:
        lines = answers.choice_lines(choices)
        for line in lines[start : start + answers.PAGE]:
            self.lines.say(line)
        end = min(start + answers.PAGE, len(lines))
        if end < len(lines):
            self.lines.say(f"{end} of {len(lines)}. More? Enter reads on.")
        return end

    # mistakes

    def errors(self, summary: ErrorSummary) -> list[str] | None:
        """Says what has to be put right, once; the keys of the fields, or None where it was said already."""
        words = "\n".join(f"Error: {sentence}" for _, sentence in summary.errors)
        if not words or self.told.get(summary) == words:
            return None
        self.told[summary] = words
        self.lines.say(words)
        return list(dict.fromkeys(key for key, _ in summary.errors if key))

    def hear_errors_again(self, page: list[Widget]) -> None:
        """The same mistake made again is said again."""
        for summary in [part for part in page if isinstance(part, ErrorSummary)]:
            self.told.pop(summary, None)
