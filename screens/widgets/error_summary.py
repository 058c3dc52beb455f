"""What has to be put right, on top of a form: a numbered list, whose numbers jump to the fields."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.content import Content
from textual.css.query import NoMatches
from textual.widgets import Static

from screens.plain import plain
from screens.widgets.field import FormField

WAYS = ("Enter goes to it", "Enter goes to the first, a number to its own")
"""What the keys do while this has the focus: no footer knows of it."""


class ErrorSummary(Static, can_focus=True):
    """Hidden until `show` is called; then it has the focus. A digit or Enter jumps to the field."""

    DEFAULT_CSS = """
    ErrorSummary { display: none; height: auto; border-left: thick $error; padding: 0 1; margin-bottom: 1; }
    ErrorSummary:focus { background: $boost; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self.errors: tuple[tuple[str, str], ...] = ()

    def show(self, errors: Iterable[tuple[str, str]]) -> bool:
        """Shows (field key, sentence) pairs here and by the fields; True where there were any.

        A key that is "" belongs to the whole page. Fields not named lose the sentence they had.
        """
        self.errors = tuple(errors)
        sentences = dict(reversed(self.errors))
        for field in self.screen.query(FormField):
            field.show_error(sentences.get(field.key, ""))
        self.display = bool(self.errors)
        if self.errors:
            title = "There is a problem" if len(self.errors) == 1 else f"There are {len(self.errors)} problems"
            way = f"   {WAYS[len(self.errors) > 1]}" if any(key for key, _ in self.errors) else ""
            lines = [Content.assemble(Content.styled(title, "bold"), way)]
            lines += [
                plain(f"{n} {sentence}" if key else sentence, limit=2_000)
                for n, (key, sentence) in enumerate(self.errors, 1)
            ]
            self.update(Content("\n").join(lines))
            self.screen.set_focus(self)  # at once, so that an `aim` after it wins
            self.scroll_visible(animate=False)
        return bool(self.errors)

    def clear(self) -> None:
        """Takes the summary and the sentences by the fields away."""
        self.show(())

    def allow_focus(self) -> bool:
        """Only while it says something."""
        return self.display

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Digits jump."""
        return character is not None and character.isdecimal()

    def on_key(self, event: events.Key) -> None:
        """Jumps to the field of the number; Enter to the first."""
        number = 1 if event.key == "enter" else int(event.key) if event.key in set("123456789") else 0
        if 0 < number <= len(self.errors):
            event.stop()
            event.prevent_default()
            self._jump(self.errors[number - 1][0])

    def _jump(self, key: str) -> None:
        if not key:
            return
        try:
            self.screen.query_one(f"#{key}", FormField).aim()
        except NoMatches:
            self.screen.focus_next()
