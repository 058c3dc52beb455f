"""Quarters of the council year, which begins in April, and the weeks that tallies are kept by."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, timedelta
from typing import Self

from iass_tui.rules.dates import MONTHS, display_day

_TYPED = re.compile(r"\s*(?P<year>[0-9]{4})(?:/(?P<next>[0-9]{2}|[0-9]{4}))?[\s-]*[Qq]\s*(?P<number>[1-4])\s*")
_FIRST_MONTHS = (4, 7, 10, 1)


class NotAQuarter(ValueError):
    """The text names no quarter; the message says what to type."""

    def __init__(self) -> None:
        super().__init__(
            "Type the year in which the council year begins and the quarter, like 2026-Q3 for"
            " October to December 2026, or 2026-Q4 for January to March 2027"
        )


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter: `year` is that in which the council year begins, so 2026-Q4 is January to March 2027."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4 or not 1900 <= self.year <= 9990:
            raise NotAQuarter

    @classmethod
    def parse(cls, text: str) -> Self:
        """The quarter in "2026-Q3", also typed "2026 q3" or "2026/27 Q3". Raises `NotAQuarter`."""
        typed = _TYPED.fullmatch(text)
        if not typed:
            raise NotAQuarter
        year = int(typed["year"])
        if typed["next"] and int(typed["next"]) not in (year + 1, (year + 1) % 100):
            raise NotAQuarter
        return cls(year, int(typed["number"]))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return date(self.year + (self.number == 4), _FIRST_MONTHS[self.number - 1], 1)

    @property
    def last_day(self) -> date:
        """The last day that belongs to it."""
        return self.next().first_day - timedelta(days=1)

    def display(self) -> str:
        """For reading: "Quarter 3 of 2026/27, 1 October 2026 to 31 December 2026"."""
        year = f"{self.year}/{(self.year + 1) % 100:02}"
        return f"Quarter {self.number} of {year}, {display_day(self.first_day)} to {display_day(self.last_day)}"

    def display_months(self) -> str:
        """For a narrow place: "October to December 2026"."""
        return f"{MONTHS[self.first_day.month - 1]} to {MONTHS[self.last_day.month - 1]} {self.last_day.year}"

    def next(self) -> Quarter:
        """The quarter after this one."""
        return Quarter(self.year + (self.number == 4), self.number % 4 + 1)

    def previous(self) -> Quarter:
        """The quarter before this one."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first_day <= day <= self.last_day


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    number = (day.month - 4) % 12 // 3 + 1
    return Quarter(day.year - (number == 4), number)


def week_of(day: date) -> date:
    """The Monday of a day's week: all that a tally keeps of when (table 1.3).

    A week that spans two quarters belongs to the one in which its Monday lies.
    """
    return day - timedelta(days=day.weekday())
