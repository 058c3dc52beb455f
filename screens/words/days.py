"""Days and moments in few letters, for lists."""

from __future__ import annotations

from datetime import date, datetime

from iass_tui.rules.dates import MONTHS, in_england

LONG = 180
"""Days from which on a day needs its year."""


def short_day(day: date | None) -> str:
    """A day in a column: " 3 Nov 2026"; "" for none."""
    return f"{day.day:>2} {MONTHS[day.month - 1][:3]} {day.year}" if day else ""


def due_day(day: date | None) -> str:
    """A day on which something is due, with its weekday: "Fri 20 Nov"; "" for none."""
    return f"{day:%a} {day.day} {MONTHS[day.month - 1][:3]}" if day else ""


def day_due(day: date | None, today: date) -> str:
    """The same of something that may be due long since, or not for long: with its year in place of its weekday."""
    return short_day(day) if day and abs((day - today).days) > LONG else due_day(day)


def short_moment(at: datetime) -> str:
    """A moment in a column, by the clocks of England: " 3 Nov 26 14:02"."""
    local = in_england(at)
    return f"{local.day:>2} {MONTHS[local.month - 1][:3]} {local:%y %H:%M}"
