"""Someone else saved first: what to keep, field by field, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from textual.app import ComposeResult

from iass_tui.rules.conflicts import FieldDifference, Side
from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.words import Words

Shown = Callable[[str, Any], str]


def _as_text(_: str, value: Any) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


class ConflictDialog(Dialog[dict[str, Side]]):
    """Mine, theirs and before, for each field that collides (`rules.conflicts.merge(...).collisions`).

    Answers the `choices` that `merge` takes; None: back to the form. `labels` are the words for fields,
    `shown` words a value. Where nothing collides there is nothing to ask: save the merged record again.
    """

    def __init__(
        self,
        their_name: str,
        collisions: tuple[FieldDifference, ...],
        labels: Mapping[str, str],
        shown: Shown = _as_text,
    ) -> None:
        super().__init__(f"{their_name} saved this while you were editing")
        self.their_name, self.collisions = their_name, collisions
        self.labels, self.shown = labels, shown

    def body(self) -> ComposeResult:
        """One question for each field that collides."""
        yield ErrorSummary()
        yield Words("Nothing of yours is lost. Choose what to keep, field by field; other changes are all kept.\n")
        for one in self.collisions:
            before, mine, theirs = (self._words(one.field, value) for value in (one.before, one.mine, one.theirs))
            choices = (
                Choice("MINE", f"Mine: {mine}"),
                Choice("THEIRS", f"{self.their_name}: {theirs}"),
                Choice("BEFORE", f"As before: {before}"),
            )
            label = self.labels.get(one.field, one.field.replace("_", " ").capitalize())
            yield ChoiceField(one.field, label, choices)

    def _words(self, field: str, value: Any) -> str:
        text = self.shown(field, value) if value else "(nothing)"
        return text if len(text) <= 400 else f"{text[:400]}…"

    def buttons(self) -> ComposeResult:
        """The act, and the way back."""
        yield ActButton("Save what I chose", "act", first=True)
        yield ActButton("Go back to my form", "back")

    def pressed(self, button: str) -> None:
        """Answers once every field is decided."""
        if button != "act":
            self.dismiss(None)
            return
        fields = list(self.query(ChoiceField))
        missing = [(field.key, f"Choose what to keep for {field.label}") for field in fields if not field.value]
        if not self.query_one(ErrorSummary).show(missing):
            self.dismiss({field.key: Side(field.value) for field in fields})
