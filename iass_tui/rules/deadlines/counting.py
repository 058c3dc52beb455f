"""Counting days as the law does. Bank holidays come in as a collection of days; nothing here knows a clock.

The day of the trigger is day 0 unless a function says that the first day counts (domain/deadlines.md, "Counting").
"""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date, timedelta

from iass_tui.rules.dates import months_after
from iass_tui.rules.records.deadlines import Span, TermCalendar

Days = Container[date]
Counts = Callable[[date], bool]
ONE_DAY = timedelta(days=1)
_JANUARY, _AUGUST, _DECEMBER = 1, 8, 12


def weeks_after(day: date, weeks: int) -> date:
    """The same weekday that many weeks on."""
    return day + timedelta(weeks=weeks)


def days_after(day: date, days: int) -> date:
    """That many calendar days on, the first day not counted."""
    return day + timedelta(days=days)


def last_of(first: date, days: int) -> date:
    """The last of that many calendar days where the first day counts: 15 days from the 1st end on the 15th."""
    return first + timedelta(days=days - 1)


def months_from(day: date, months: int) -> date:
    """The last day of so many months that begin with a day: of six from 28 February 27 August."""
    end = months_after(day, months)
    return end - ONE_DAY if end.day == day.day else end  # from the 31st there is no such day, and the month is over


def counted_after(day: date, number: int, counts: Counts) -> date:
    """The last of that many counting days after a day, which does not count itself."""
    for _ in range(number):
        day = next_day(day + ONE_DAY, counts)
    return day


def counted_from(day: date, number: int, counts: Counts) -> date:
    """The last of that many counting days beginning with a day, which counts where it is one."""
    return counted_after(day - ONE_DAY, number, counts)


def counted_before(day: date, number: int, counts: Counts) -> date:
    """The day with that many counting days from it up to the other day, which does not count itself."""
    for _ in range(number):
        day = last_day(day - ONE_DAY, counts)
    return day


def next_day(day: date, counts: Counts) -> date:
    """The first counting day on or after a day."""
    while not counts(day):
        day += ONE_DAY
    return day


def last_day(day: date, counts: Counts) -> date:
    """The last counting day on or before a day."""
    while not counts(day):
        day -= ONE_DAY
    return day


def working_day(bank_holidays: Days) -> Counts:
    """Monday to Friday, less the bank holidays of England."""
    return lambda day: day.weekday() < 5 and day not in bank_holidays


def is_tribunal_holiday(day: date) -> bool:
    """25 December to 1 January, and August: the Tribunal counts no day of these (S15)."""
    return day.month == _AUGUST or (day.month == _DECEMBER and day.day >= 25) or (day.month, day.day) == (_JANUARY, 1)


def tribunal_day(bank_holidays: Days) -> Counts:
    """A working day outside 25 December to 1 January and August (TRIB_WD, S15)."""
    is_working = working_day(bank_holidays)
    return lambda day: is_working(day) and not is_tribunal_holiday(day)


def covers(terms: TermCalendar, day: date) -> bool:
    """Whether the calendar speaks of this day: from the first day of its first term to the last of its last."""
    return bool(terms.terms) and terms.terms[0].first <= day <= terms.terms[-1].last


def school_day(terms: TermCalendar | None, bank_holidays: Days) -> Counts:
    """A working day within a term and not closed.

    Where the calendar does not speak of a day, or there is none, every working day counts: so no date comes out
    later than it is.
    """
    is_working = working_day(bank_holidays)

    def counts(day: date) -> bool:
        if not is_working(day):
            return False
        if terms is None or not covers(terms, day):
            return True
        return _within(terms.terms, day) and not _within(terms.closed, day)

    return counts


def _within(spans: tuple[Span, ...], day: date) -> bool:
    return any(span.first <= day <= span.last for span in spans)
