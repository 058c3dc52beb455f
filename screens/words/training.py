"""Training in few words, for lists."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from iass_tui.rules.records.training import Held, RecordedTraining
from iass_tui.rules.training import Standing, standing, works_until
from iass_tui.rules.training_words import held_words
from screens.words.days import short_day


def brief(training: Collection[Held] | None, today: date) -> str:
    """Where somebody stands: "trained to 3 Nov 2027"."""
    until = short_day(works_until(training)).strip()
    return {
        Standing.CURRENT: f"trained to {until}",
        Standing.GRACE: f"grace to {until}",
        Standing.ENDED: f"MAY NOT WORK since {until}",
        Standing.NEVER: "MAY NOT WORK: no training",
    }[standing(training, today)]


def line_words(line: RecordedTraining) -> str:
    """What a line of the register rests on."""
    body = line.body
    own = "OWN ENTRY  " if body.is_own else ""
    if body.taken_back:
        return f"TAKEN BACK: {body.taken_back}"
    return f"{own}{body.evidence or body.reason}"


def held_row(held: Held) -> tuple[str, str, str]:
    """What, when, until when."""
    return held_words(held), short_day(held.on), short_day(held.until)
