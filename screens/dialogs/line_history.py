"""What stood in a line of a register before: each time it was written, newest first."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult

from iass_tui.rules.dates import display_day, in_england
from iass_tui.rules.records.registers import RecordedLine
from iass_tui.rules.registers import day
from iass_tui.rules.registers.fields import NAME, Field, Shape
from iass_tui.rules.registers.history import Step, history
from iass_tui.services.training_views import RegisterView
from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.reader import Part, Reader

OLDER = (
    "The line is older than this list. What was written before is in the audit: by whom and when, without the words."
)


class LineHistory(Dialog[None]):
    """Nothing of it is changed here."""

    DEFAULT_CSS = """
    LineHistory Reader { height: 14; }
    """

    def __init__(self, line: RecordedLine, view: RegisterView) -> None:
        super().__init__(line.body.value(NAME))
        self.reader = Reader(ident="history")
        self.reader.show(_parts(line, view))

    def body(self) -> ComposeResult:
        """Each change."""
        yield self.reader

    def buttons(self) -> ComposeResult:
        """The way back."""
        yield ActButton("Go back", "back", first=True)

    def on_mount(self) -> None:
        """From its top."""
        self.reader.focus()

    def pressed(self, button: str) -> None:  # noqa: ARG002
        """Closes."""
        self.dismiss(None)


def _parts(line: RecordedLine, view: RegisterView) -> Iterator[Part]:
    steps = history(line.body)
    labels = {one.key: one for one in view.form.fields}
    for step in steps:
        moment = in_england(step.at)
        who = view.names.get(step.by) or "who no longer works here"
        yield Part(f"{display_day(moment.date())}, {moment:%H:%M}, {who}", "strong")
        yield from (Part(words) for words in _said(step, labels))
        yield Part("")
    if not steps or not steps[-1].is_first:
        yield Part(OLDER, "dim")


def _said(step: Step, labels: dict[str, Field]) -> Iterator[str]:
    if step.is_first:
        yield "Written for the first time."
    if step.taken_back:
        yield f"Taken back: {step.taken_back}"
    for key, before, after in step.fields:
        field = labels.get(key)
        if field is None:
            continue
        new = _words(field, after)
        if step.is_first:
            yield f"{field.label}: {new}"
        elif not before:
            yield f"{field.label}: was empty, became: {new}"
        else:
            yield f"{field.label}: was: {_words(field, before)}; became: {new or 'empty'}"


def _words(field: Field, value: str) -> str:
    found = day(value) if field.shape is Shape.DAY else None
    return display_day(found) if found else field.shown(value)
