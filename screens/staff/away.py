"""Asks until when a colleague is away."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date

from textual.app import ComposeResult

from iass_tui.rules.dates import DateFault, DateProblem, PartialDate
from iass_tui.rules.records.office import Colleague
from iass_tui.rules.staff import is_away, may_be_away
from screens.dialogs.ask_form import AskForm
from screens.widgets.date_fields import DateFields
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.words import Words


@dataclasses.dataclass(frozen=True)
class Away:
    """The last day away; None: they are here."""

    until: date | None


class AskAway(AskForm):
    """One date, which may be left empty."""

    act = "Save"

    def __init__(self, one: Colleague, today: date) -> None:
        super().__init__(f"{one.card.name} is away")
        self.one, self.today = one, today

    def body(self) -> ComposeResult:
        """What it does, and the day."""
        yield ErrorSummary()
        yield Words("Their work stays theirs. What is due of it meanwhile stands in the team's work.\n")
        field = DateFields("until", "The last day away", hint="Empty: they are here", optional=True)
        card = self.one.card
        field.show_date(PartialDate.of(card.away_until) if card.away_until and is_away(card, self.today) else None)
        yield field

    def _read(self) -> PartialDate | DateProblem | None:
        found = self.query_one("#until", DateFields).read()
        return None if isinstance(found, DateProblem) and found.fault is DateFault.NOTHING_TYPED else found

    def problems(self) -> Iterable[tuple[str, str]]:
        """Today or later, or nothing."""
        found = self._read()
        if isinstance(found, DateProblem):
            yield "until", self.query_one("#until", DateFields).sentence(found)
        elif found is not None and (found.exact is None or not may_be_away(found.exact, self.today)):
            yield "until", "The last day away: enter today or a later day, within a year"

    def answer(self) -> Away:
        """The day."""
        found = self._read()
        return Away(found.exact if isinstance(found, PartialDate) else None)
