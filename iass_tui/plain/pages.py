"""A page as what can be read out: its parts in order, and the words of each. Knows the shared widgets, no screen."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from iass_tui.plain import heard
from iass_tui.rules.masking import masked_line
from screens.widgets.answer_list import AnswerList
from screens.widgets.bars import KeyBar, TopBar
from screens.widgets.button import ActButton
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.facts import Facts
from screens.widgets.field import FormField
from screens.widgets.masking import WORD, is_masked
from screens.widgets.reader import Reader
from screens.widgets.row_list import FOLDED, Row, RowList
from screens.widgets.text_field import TextField
from screens.widgets.words import KEPT_BACK

_WHOLE = (FormField, RowList, Facts, Reader, ErrorSummary, ActButton, TopBar, Static)


KEYS = "keys"
"""The class of words that explain keys of the full-screen face: here there are others."""


@dataclasses.dataclass(frozen=True)
class Line:
    """One line of a list: its number, or 0 of a heading, and its words. `row` is where the cursor goes for it."""

    number: int
    words: str
    row: Row


def parts(screen: Screen[object]) -> list[Widget]:
    """Everything on the page that says something or asks something, in the order in which it stands there."""
    return list(_below(screen))


def _below(node: Widget | Screen[object]) -> Iterator[Widget]:
    for child in node.children:
        if not child.display or isinstance(child, KeyBar) or child.has_class(KEYS):
            continue
        if isinstance(child, _WHOLE) or _draws(child):
            yield child
        else:
            yield from _below(child)


def _draws(widget: Widget) -> bool:
    """A widget of a screen's own that draws words itself."""
    return not widget.children and type(widget).render is not Widget.render


def words_of(widget: Widget) -> str:
    """What a part says by itself; "" of what asks something, and of lists, which are read line by line."""
    match widget:
        case TopBar():
            return ". ".join(part for part in (widget.where, WORD if is_masked(widget) else "") if part)
        case Facts():
            return "\n".join(f"{label}: {words}" if label else words for label, words in widget.pairs)
        case Reader():
            return widget.text
        case FormField() | RowList() | ErrorSummary() | ActButton():
            return ""
        case Static():
            words = _text(widget.content)
        case _:
            words = _text(widget.render())
    return words if widget.has_class(KEPT_BACK) else heard.of_page(heard.apart(words))


def _text(content: object) -> str:
    return content.plain if isinstance(content, Content) else str(content or "")


def is_kept_back(part: Widget) -> bool:
    """Words to be written down, which are printed only when somebody says so."""
    return part.has_class(KEPT_BACK) and bool(words_of(part).strip())


def spelt(words: str) -> str:
    """A code as one hears it: a group a line, letter by letter; other words as they are."""
    groups = words.replace("-", " ").split()
    if len(groups) < 3 or not all(len(one) == 4 and one.isalnum() and one == one.upper() for one in groups):
        return words
    return "\n".join(f"{number}: {' '.join(one)}" for number, one in enumerate(groups, 1))


def label_of(button: ActButton) -> str:
    """The act that a button names."""
    return _text(button.label).strip().removeprefix("[").removesuffix("]").strip()


def buttons(page: list[Widget]) -> list[ActButton]:
    """The buttons that can be pressed, in order."""
    return [one for one in page if isinstance(one, ActButton) and not one.disabled]


def search_field(page: list[Widget]) -> TextField | None:
    """The field of a page that finds as one types: the only one, with the hits in a list below it."""
    fields = [one for one in page if isinstance(one, FormField)]
    lists = [one for one in page if isinstance(one, RowList) and not isinstance(one, AnswerList)]
    only = fields[0] if len(fields) == 1 and lists else None
    return only if isinstance(only, TextField) else None


def lines_of(rows: RowList) -> list[Line]:
    """A list as numbered lines under its headings; of answers to check one line each, however long."""
    if isinstance(rows, AnswerList):
        return list(_answers(rows))
    found, number = [], 0
    hides = rows.about_people and is_masked(rows)
    for row in rows.rows:
        cells = row.cells if row.heading or not hides else masked_line(row.cells)
        words = ", ".join(" ".join(heard.apart(cell.strip()).split()) for cell in cells if cell.strip())
        words = heard.of_line(words).replace(f", {FOLDED}", ": its number shows them")
        number += not row.heading
        found.append(Line(0 if row.heading else number, words, row))
    return found


def _answers(rows: AnswerList) -> Iterator[Line]:
    first = {row.key[1]: row for row in reversed(rows.rows) if isinstance(row.key, tuple) and not row.heading}
    section = ""
    for number, one in enumerate(rows.answers):
        if number not in first:
            continue
        if one.section and one.section != section:
            section = one.section
            yield Line(0, section, first[number])
        yield Line(number + 1, f"{one.title}: {one.answer}", first[number])
