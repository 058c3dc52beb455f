"""The rows of the first page about one's own training, what one owes to agree to, and what a manager sees to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from iass_tui.rules.dates import display_day
from iass_tui.rules.masking import Neutral
from iass_tui.rules.training_words import UNDERTAKINGS
from iass_tui.services.training_views import TrainingAgenda
from screens.widgets.row_list import Row


class TrainingWork(Protocol):
    """What the first page needs of training."""

    def agenda(self) -> TrainingAgenda: ...


def training_rows(agenda: TrainingAgenda) -> Iterator[Row]:
    """One row each, or none."""
    if agenda.ends_on is not None:
        ends = display_day(agenda.ends_on)
        grace = f"Days of grace end {ends}: do the training by then"
        words = grace if agenda.is_grace else f"Your confidentiality training ends {ends}"
        yield _row("training", "own", "Training", words)
    for number, one in enumerate(agenda.planned):
        words = f"Planned for you on {display_day(one.on)}: {one.course}"
        yield _row("training", ("coming", number), "Training", f"{words}, {one.place}" if one.place else words)
    for what in agenda.owed:
        yield _row("undertaking", what, "To agree", f"{UNDERTAKINGS[what]}: Enter reads it")
    if agenda.ended:
        yield _row("training", "ended", "Training", f"{_counted(agenda.ended)} may not work: no current training")
    if agenda.ending:
        yield _row("training", "ending", "Training", f"{_counted(agenda.ending)}: training ends within 30 days")
    if agenda.to_note:
        count = "1 planned training has" if agenda.to_note == 1 else f"{agenda.to_note} planned trainings have"
        yield _row("training_plan", None, "Training", f"{count} been held: note who came")
    if agenda.reviews:
        lines = f"{agenda.reviews} line{'s' * (agenda.reviews != 1)}"
        yield _row("registers", None, "Registers", f"{lines} to look at again. Enter opens the registers")


def _row(kind: str, what: object, word: str, words: str) -> Row:
    return Row((kind, what), (Neutral(word), Neutral(words)))


def _counted(count: int) -> str:
    return "1 colleague" if count == 1 else f"{count} colleagues"
