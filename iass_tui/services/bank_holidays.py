"""The bank holidays of England, offline. The library is imported when the first day is asked for (85 ms).

It knows what was proclaimed up to its release: docs/deploy.md says what to check once a year.
"""

from __future__ import annotations

import functools
from datetime import date


@functools.cache
def of_year(year: int) -> frozenset[date]:
    """The bank holidays of one year, days in lieu among them."""
    from holidays.countries.united_kingdom import UnitedKingdom

    return frozenset(UnitedKingdom(subdiv="ENG", years=year, expand=False))  # type: ignore[no-untyped-call]


class BankHolidays:
    """`day in BankHolidays()`."""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in of_year(day.year)
