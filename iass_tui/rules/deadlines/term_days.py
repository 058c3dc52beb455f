"""A term calendar day by day: how many school days a term has, what lies between terms, where it ends."""

from __future__ import annotations

import dataclasses
import enum
import itertools
from datetime import date, timedelta

from iass_tui.rules.deadlines.counting import ONE_DAY, Days, school_day
from iass_tui.rules.records.deadlines import Span, TermCalendar

RUNS_OUT = timedelta(days=60)
"""So long before its last day the next terms should be loaded: dates of 50 school days reach further."""


class SpanKind(enum.StrEnum):
    """What a line of the calendar is."""

    TERM = "TERM"
    CLOSED = "CLOSED"  # a half term or an inset day
    BETWEEN = "BETWEEN"  # from one term to the next
    UNKNOWN = "UNKNOWN"  # before the first and after the last: every working day counts, and dates are provisional


@dataclasses.dataclass(frozen=True)
class TermSpan:
    """One line. `first` or `last` is None where the calendar does not reach so far; `days` counts school days."""

    kind: SpanKind
    first: date | None
    last: date | None
    name: str = ""
    days: int = 0


def spans(calendar: TermCalendar, bank_holidays: Days) -> tuple[TermSpan, ...]:
    """Every day of the calendar in order, and both ends of what it does not speak of."""
    counts = school_day(calendar, bank_holidays)
    found = [TermSpan(SpanKind.UNKNOWN, None, calendar.terms[0].first - ONE_DAY)]
    for term, after in itertools.zip_longest(calendar.terms, calendar.terms[1:]):
        days = sum(counts(day) for day in _days(term))
        found.append(TermSpan(SpanKind.TERM, term.first, term.last, term.name, days))
        found += [
            TermSpan(SpanKind.CLOSED, one.first, one.last, one.name)
            for one in calendar.closed
            if term.first <= one.first <= term.last
        ]
        if after is not None and after.first > term.last + ONE_DAY:
            found.append(TermSpan(SpanKind.BETWEEN, term.last + ONE_DAY, after.first - ONE_DAY))
    return (*found, TermSpan(SpanKind.UNKNOWN, calendar.terms[-1].last + ONE_DAY, None))


def _days(span: Span) -> list[date]:
    return [span.first + timedelta(days=number) for number in range((span.last - span.first).days + 1)]


def runs_out(calendar: TermCalendar, today: date) -> bool:
    """Whether it is time to load the next terms."""
    return calendar.terms[-1].last - RUNS_OUT < today
