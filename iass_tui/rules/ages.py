"""Ages and what turns on them. A day is enough: an age is attained when the birthday starts (S29)."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date, timedelta

from iass_tui.rules.dates import PartialDate

COMPETENCE_GUIDE = 13
"""P14: from here on a child's own view is offered."""
OWN_REQUESTS = 16
"""P12: "over 16", treated as 16 or over; the young person's own consent."""
ADULT = 18
"""A parent's consents lapse."""
KEPT_UNTIL = 25
"""P45: documents are destroyed on this birthday."""
MILESTONES = (COMPETENCE_GUIDE, OWN_REQUESTS, ADULT, KEPT_UNTIL)


def birthday(born: date, age: int) -> date:
    """The day on which this age is attained. Someone born on 29 February comes of age on 1 March in other years."""
    year = born.year + age
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)  # the later of two readings is the safer (S29)


def age_on(born: date, on: date) -> int:
    """Whole years of age on a day. Raises `ValueError` for a day before the birth."""
    if on < born:
        raise ValueError("not born yet")
    age = on.year - born.year
    return age if birthday(born, age) <= on else age - 1


def has_attained(born: date, age: int, on: date) -> bool:
    """Whether the age is reached on a day: true from the start of the birthday itself."""
    return on >= birthday(born, age)


def ages_possible(born: PartialDate, on: date) -> tuple[int, int] | None:
    """The lowest and the highest age on a day, equal where the birth date is whole; None before any such birth."""
    if on < born.earliest():
        return None
    return age_on(min(born.latest(), on), on), age_on(born.earliest(), on)


class AgeBand(enum.StrEnum):
    """Bands of the quarterly report (domain table 2.7)."""

    UNDER_5 = "0-4"
    FROM_5 = "5-10"
    FROM_11 = "11-15"
    FROM_16 = "16-18"
    FROM_19 = "19-25"
    OVER_25 = "26 and over"
    NOT_KNOWN = "not known"


_TOPS = (
    (4, AgeBand.UNDER_5),
    (10, AgeBand.FROM_5),
    (15, AgeBand.FROM_11),
    (18, AgeBand.FROM_16),
    (25, AgeBand.FROM_19),
)


def age_band(born: PartialDate | None, on: date) -> AgeBand:
    """The band of a person's age on a day.

    A month or year of birth counts only where every day in it gives the same band; else "not known", as for
    someone whom the record says is not born yet.
    """
    ages = ages_possible(born, on) if born else None
    bands = {next((band for top, band in _TOPS if age <= top), AgeBand.OVER_25) for age in ages or ()}
    return bands.pop() if len(bands) == 1 else AgeBand.NOT_KNOWN


@dataclasses.dataclass(frozen=True, slots=True)
class Milestone:
    """A birthday that changes who decides or what is kept."""

    age: int
    on: date


def milestones(born: date) -> tuple[Milestone, ...]:
    """The 13th, 16th, 18th and 25th birthdays, in order: computed when asked for, never stored."""
    return tuple(Milestone(age, birthday(born, age)) for age in MILESTONES)


def school_age_ends(born: date) -> date:
    """The last Friday in June of the school year in which 16 is reached: compulsory school age ends (K).

    From then on the young person holds the rights about their EHC plan. A year in school runs from September.
    """
    sixteen = birthday(born, OWN_REQUESTS)
    last = date(sixteen.year + (sixteen.month >= 9), 6, 30)
    return last - timedelta(days=(last.weekday() - 4) % 7)


def next_milestone(born: date, today: date) -> Milestone | None:
    """The first of those birthdays from today on (today counts); None once 25 is past."""
    return next((milestone for milestone in milestones(born) if milestone.on >= today), None)


def year_group(born: date, on: date) -> int:
    """The school year on a day, from the age on 31 August before it: 0 is Reception, 1 to 13 Years 1 to 13 (S16).

    Below 0 the child is in early years, above 13 past school. Nobody's placing out of their year is known
    here. Raises `ValueError` for a child born after that 31 August.
    """
    last_august = date(on.year if on.month >= 9 else on.year - 1, 8, 31)
    return age_on(born, last_august) - 4
