"""The line above (where am I, who am I, when does it lock) and the line below (which keys work now)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.keys import format_key
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import TextArea

from screens.plain import fitted, plain
from screens.widgets.masking import WORD, is_masked

if TYPE_CHECKING:
    from textual.screen import Screen

KEYS_SHOWN = 6


def key_name(key: str) -> str:
    """A key as people say it: "Ctrl+F", "Esc", "/"."""
    names = {"escape": "Esc", "enter": "Enter", "space": "space", "shift+tab": "Shift+Tab", "tab": "Tab"}
    names |= {"up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn"}
    if key in names:
        return names[key]
    *modifiers, last = key.split("+")
    shown = format_key(last)
    return "+".join([*(m.capitalize() for m in modifiers), shown.upper() if modifiers else shown])


def _typed_by(focused: Widget | None, key: str) -> bool:
    """Whether the focused widget takes the key as text; Enter too, where it begins a new line."""
    if isinstance(focused, TextArea) and key == "enter":
        return True
    character = format_key(key)
    is_typed = len(character) == 1 and character.isascii()  # "⏎" is only how Enter is written
    return focused is not None and focused.check_consume_key(key, character if is_typed else None)


class TopBar(Widget):
    """Where am I, who am I, my role, and when it locks. The word DEMO stands first in an invented office."""

    DEFAULT_CSS = """
    TopBar { height: 2; border-bottom: solid $foreground 40%; }
    """
    where: reactive[str] = reactive("")
    note: reactive[str] = reactive("")
    locks: reactive[str] = reactive("")

    def __init__(self, office: str = "", who: str = "", *, demo: bool = False, where: str = "") -> None:
        super().__init__()
        self.office, self.who, self.demo = office, who, demo
        self.set_reactive(TopBar.where, where)

    def render(self) -> Content:
        """One line, cut from the least important end: first the office, then who."""
        width = max(self.size.width, 1)
        mark = " DEMO, invented people " if self.demo else ""
        right = "   ".join(part for part in (self.note, self.who, f"locks {self.locks}" if self.locks else "") if part)
        where = f"{self.where}   {WORD}" if is_masked(self) else self.where
        for office in (self.office, ""):
            for end in (right, self.note or (f"locks {self.locks}" if self.locks else ""), ""):
                left = "   ".join(part for part in (office, where) if part)
                room = width - cell_len(mark) - 2 - cell_len(plain(left).plain) - cell_len(plain(end).plain)
                if room >= (3 if end else 0):
                    line = f" {plain(left, lines=False).plain}{' ' * room}{plain(end, lines=False).plain} "
                    return Content.assemble((mark, "reverse bold"), line)
        return Content.assemble((mark, "reverse bold"), fitted(f" {where}", width - cell_len(mark)))


class KeyBar(Widget):
    """The keys that work now, six at most, and `?` for the rest. A click presses one."""

    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._spans: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Draws itself again whenever other keys work."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _: Screen[object]) -> None:
        self.refresh()

    def _keys(self) -> list[tuple[str, str]]:
        found: list[tuple[bool, str, str]] = []
        help_key: list[tuple[str, str]] = []
        seen: set[str] = set()
        in_field = _typed_by(self.screen.focused, "a")
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            if not (binding.show and active.enabled and binding.description) or binding.action in seen:
                continue
            if _typed_by(self.screen.focused, key) or (not in_field and (binding.id or "").endswith(".anywhere")):
                continue
            seen.add(binding.action)
            if key == "question_mark":
                help_key = [(key, binding.description)]
            else:
                everywhere = (binding.id or "").startswith(("office.", "app."))
                found.append((everywhere, key, binding.description))
        found.sort(key=lambda item: item[0])
        return [(key, label) for _, key, label in found[:KEYS_SHOWN]] + help_key

    def render(self) -> Content:
        """As many keys as fit, `?` always among them."""
        keys, width = self._keys(), self.size.width
        while len(keys) > 1 and self._length(keys) > width:
            keys.pop(-2)
        parts: list[Content | tuple[str, str] | str] = [" "]
        self._spans, at = [], 1
        for key, label in keys:
            name = key_name(key)
            end = at + cell_len(f"{name} {label}")
            self._spans.append((at, end, key))
            parts += [(name, "bold"), f" {label}   "]
            at = end + 3
        return Content.assemble(*parts)

    @staticmethod
    def _length(keys: list[tuple[str, str]]) -> int:
        return sum(cell_len(f"{key_name(key)} {label}") + 3 for key, label in keys)

    def on_click(self, event: events.Click) -> None:
        """Presses the key that was clicked."""
        for start, end, key in self._spans:
            if start <= event.x < end:
                self.app.simulate_key(key)
