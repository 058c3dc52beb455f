"""Choosing from a list: one answer or several. Numbered, with type-ahead; nothing is chosen beforehand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from screens.plain import fitted
from screens.widgets import ahead
from screens.widgets.field import FormField


@dataclasses.dataclass(frozen=True)
class Choice:
    """One answer: its code, the words shown, and whether a divider ("or") stands before it."""

    code: str
    label: str
    apart: bool = False


class ChoiceList(Widget, can_focus=True):
    """The list itself. Arrows choose (or move, where several may be chosen); digits and letters jump."""

    DEFAULT_CSS = """
    ChoiceList { height: auto; width: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "submit", "go on", priority=True, tooltip="To the next field; at the end, on", id="choice.go_on"
        ),
    ]

    class Changed(Message):
        """Another answer is chosen."""

    def __init__(self, choices: Iterable[Choice], *, several: bool = False, rows: int = 12) -> None:
        super().__init__()
        self.choices: Sequence[Choice] = tuple(choices)
        self.several, self.rows = several, rows
        self.chosen: tuple[str, ...] = ()
        self.at = -1
        self._typed = ""
        self._top = 0

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Letters, digits and space are answers here, not actions of the screen."""
        return character is not None and (character.isalnum() or character == " ")

    def choose(self, codes: Iterable[str]) -> None:
        """Marks these codes as chosen, in the order of the list; unknown ones are left out."""
        wanted = set(codes)
        self.chosen = tuple(choice.code for choice in self.choices if choice.code in wanted)
        self.at = next((i for i, choice in enumerate(self.choices) if choice.code in wanted), -1)
        self._typed = ""
        self.refresh()

    def _rows(self) -> list[int]:
        """Row numbers as indexes of choices; -1 is a divider."""
        out: list[int] = []
        for index, choice in enumerate(self.choices):
            if choice.apart:
                out.append(-1)
            out.append(index)
        return out

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as there are choices, up to `rows`, and one that says what was typed or left out."""
        return min(len(self._rows()), self.rows + 1)

    def render(self) -> Content:
        """The part of the list that holds the highlighted choice."""
        rows, height = self._rows(), max(self.size.height, 1)
        scrolls = len(rows) > height
        shown = max(height - 1, 1) if scrolls else height
        place = rows.index(self.at) if self.at >= 0 else 0  # -1 stands for a divider too
        self._top = min(max(self._top, place - shown + 1), place, max(len(rows) - shown, 0))
        lines = [self._line(index) for index in rows[self._top : self._top + shown]]
        if scrolls:
            lines.append(self._count_line())
        return Content("\n").join(lines)

    def _count_line(self) -> Content:
        if self._typed and self._find(self._typed) is None:
            return Content.styled(f"  Nothing begins with {self._typed}: Backspace", "bold")
        typed = f"typed: {self._typed}" if self._typed else "type letters to jump"
        return Content.styled(f"  {len(self.choices)} to choose from   {typed}", "dim")

    @property
    def _is_long(self) -> bool:
        """Whether it is more than is ever in sight at once."""
        return len(self._rows()) > self.rows + 1

    def _line(self, index: int) -> Content:
        if index < 0:
            return Content.styled("      ─ or ─", "dim")
        choice = self.choices[index]
        on = choice.code in self.chosen
        mark = ("[x]" if on else "[ ]") if self.several else ("(•)" if on else "( )")
        here = index == self.at and self.has_focus
        number = str(index + 1).rjust(len(str(len(self.choices))))
        text = fitted(f"{'>' if here else ' '} {number} {mark} {choice.label}", max(self.size.width, 1))
        return Content.styled(text, "reverse") if here else Content.styled(text, "bold" if on else "")

    def on_focus(self) -> None:
        """Shows where the cursor is."""
        if self.at < 0 and self.several and self.choices:
            self.at = 0
        self.refresh()

    def on_blur(self) -> None:
        """Forgets letters typed so far."""
        self._typed = ""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click chooses, or toggles where several may be chosen."""
        rows = self._rows()
        row = self._top + event.y
        if 0 <= row < len(rows) and rows[row] >= 0:
            self._go(rows[row])
            if self.several:
                self._toggle()

    def on_key(self, event: events.Key) -> None:
        """Arrows, space, digits and letters; everything else is left to the screen."""
        steps = {"up": -1, "down": 1, "pageup": -self.rows, "pagedown": self.rows}
        if event.key in steps and self.choices:
            self._typed = ""
            start = self.at if self.at >= 0 else (-1 if steps[event.key] > 0 else len(self.choices))
            self._go(min(max(start + steps[event.key], 0), len(self.choices) - 1))
        elif event.key in ("home", "end") and self.choices:
            self._typed = ""
            self._go(0 if event.key == "home" else len(self.choices) - 1)
        elif event.key == "space" and (self.several or not self._typed):
            self._typed = ""
            self._toggle()
        elif event.key == "backspace":
            self._take(self._typed[:-1])
        elif event.character is not None and self.check_consume_key(event.key, event.character):
            self._type(event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    async def action_submit(self) -> None:
        """Enter."""
        await ahead.submit(self)

    def _go(self, index: int) -> None:
        self.at = index
        if not self.several:
            self._set((self.choices[index].code,))
        self.refresh()

    def _toggle(self) -> None:
        if not 0 <= self.at < len(self.choices):
            return
        code = self.choices[self.at].code
        if not self.several:
            self._set((code,))
        else:
            marked = set(self.chosen) ^ {code}
            self._set(tuple(choice.code for choice in self.choices if choice.code in marked))
        self.refresh()

    def _set(self, codes: tuple[str, ...]) -> None:
        if codes != self.chosen:
            self.chosen = codes
            self.post_message(self.Changed())

    def _type(self, character: str) -> None:
        typed = self._typed + character
        if self._find(typed) is None and (typed.isdecimal() or not self._is_long):
            typed = character
        is_number = typed.isdecimal() and len(typed) == len(str(len(self.choices)))
        if self._take(typed) and is_number and self.several:
            self._toggle()

    def _take(self, typed: str) -> bool:
        """Goes to what begins so. Of a long list nobody sees all: where nothing does, nothing stays chosen.

        Else a name that is not on the list would end at whoever begins with one of its later letters.
        """
        found = self._find(typed) if typed else None
        if found is not None:
            self._typed = typed
            self._go(found)
        elif self._is_long or not typed:
            self._typed = typed
            if typed and not self.several:
                self.at = -1
                self._set(())
            self.refresh()
        return found is not None

    def _find(self, typed: str) -> int | None:
        if typed.isdecimal() and 0 < int(typed) <= len(self.choices):
            return int(typed) - 1
        wanted = typed.casefold()
        labels = [choice.label.casefold() for choice in self.choices]
        starts = (i for i, label in enumerate(labels) if label.startswith(wanted))
        words = (i for i, label in enumerate(labels) if f" {wanted}" in label)
        return next(starts, next(words, None))


class ChoiceField(FormField):
    """One answer from a list. `value` is its code, "" until someone chose."""

    several = False
    LIST: ClassVar[type[ChoiceList]] = ChoiceList
    """How its answers are listed."""

    def __init__(
        self,
        key: str,
        label: str,
        choices: Iterable[Choice],
        *,
        hint: str = "",
        optional: bool = False,
        dense: bool = False,
        rows: int = 12,
    ) -> None:
        super().__init__(key, label, hint=hint, optional=optional, dense=dense)
        self.list = self.LIST(choices, several=self.several, rows=rows)

    def make_control(self) -> ChoiceList:
        """The list."""
        return self.list

    def offer(self, choices: Iterable[Choice]) -> None:
        """Other answers, known only once something was read; what was chosen stays where it is still offered."""
        self.list.choices = tuple(choices)
        self.list.choose(self.list.chosen)
        self.list.refresh(layout=True)

    @property
    def value(self) -> str:
        """The code chosen, "" while nothing is."""
        return self.list.chosen[0] if self.list.chosen else ""

    @property
    def text(self) -> str:
        """The codes chosen, with spaces between them."""
        return " ".join(self.list.chosen)

    @text.setter
    def text(self, value: str) -> None:
        self.list.choose(value.split())

    def on_choice_list_changed(self, event: ChoiceList.Changed) -> None:
        """Passes the change on as the field's own."""
        event.stop()
        self.post_message(self.Changed(self))


class MultiChoice(ChoiceField):
    """Several answers from a list: space marks one. `values` are their codes in the order of the list."""

    several = True

    @property
    def values(self) -> tuple[str, ...]:
        """The codes chosen."""
        return self.list.chosen
