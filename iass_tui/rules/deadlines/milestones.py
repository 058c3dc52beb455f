"""Birthdays and school years that change what the law says. Worked out from the birth date, never stored."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date

from iass_tui.rules.ages import milestones, school_age_ends

FIRST_SCHOOL_YEAR_AGE = 4
"""Age on 31 August before Reception; year group = that age less 4 (domain table 2.7, S16)."""
YEAR_9 = 9


class MilestoneKind(enum.StrEnum):
    """What a day of a child's life changes."""

    AGE_13 = "AGE_13"
    AGE_16 = "AGE_16"
    AGE_18 = "AGE_18"
    AGE_25 = "AGE_25"
    YEAR_9 = "YEAR_9"  # AR_Y9: preparing for adulthood is on every review's agenda from here on (reg 20(6))
    SCHOOL_AGE_ENDS = "SCHOOL_AGE_ENDS"


@dataclasses.dataclass(frozen=True)
class ChildMilestone:
    """One such day."""

    kind: MilestoneKind
    on: date


def year_group_starts(born: date, year_group: int) -> date:
    """1 September of the school year in which someone is in a year group, taught with their age (S16)."""
    age = year_group + FIRST_SCHOOL_YEAR_AGE
    year = born.year + age
    # Aged so on 31 August: whoever is born in September or later is a year older first.
    return date(year if (born.month, born.day) <= (8, 31) else year + 1, 9, 1)


def child_milestones(born: date) -> tuple[ChildMilestone, ...]:
    """The days of someone's life that change who decides, what is reviewed or what is kept, in order."""
    found = [ChildMilestone(MilestoneKind(f"AGE_{one.age}"), one.on) for one in milestones(born)]
    found.append(ChildMilestone(MilestoneKind.YEAR_9, year_group_starts(born, YEAR_9)))
    found.append(ChildMilestone(MilestoneKind.SCHOOL_AGE_ENDS, school_age_ends(born)))
    return tuple(sorted(found, key=lambda one: one.on))
