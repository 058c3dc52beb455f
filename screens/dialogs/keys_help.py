"""All keys that work on a screen, in words, built from its bindings."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.binding import ActiveBinding

from screens.dialogs.dialog import Dialog
from screens.widgets.bars import key_name
from screens.widgets.button import ActButton
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words


def key_rows(bindings: Iterable[ActiveBinding]) -> list[Row]:
    """A row for each action that is on: its keys, its label, what it does."""
    keys: dict[str, list[str]] = {}
    words: dict[str, tuple[str, str]] = {}
    for active in bindings:
        binding = active.binding
        if active.enabled and binding.description and binding.tooltip:
            keys.setdefault(binding.action, []).append(key_name(binding.key))
            words.setdefault(binding.action, (binding.description, binding.tooltip))
    return [Row(action, (" ".join(keys[action]), *words[action])) for action in words]


class KeysHelp(Dialog[None]):
    """The keys of the screen below."""

    DEFAULT_CSS = """
    KeysHelp RowList { height: auto; max-height: 60vh; }
    """

    def __init__(self, where: str, rows: list[Row]) -> None:
        super().__init__(f"Keys: {where}")
        self.rows = rows

    def body(self) -> ComposeResult:
        """The list."""
        yield Words("Letters work while no field has the focus: Esc leaves a field. Ctrl+P lists every action.\n")
        keys = RowList(about_people=False, columns=(14, 18, 0))
        keys.show(self.rows)
        yield keys

    def on_row_list_chosen(self) -> None:
        """Enter closes: the list is for reading."""
        self.dismiss(None)

    def buttons(self) -> ComposeResult:
        """One way out."""
        yield ActButton("Close", "close", first=True)
