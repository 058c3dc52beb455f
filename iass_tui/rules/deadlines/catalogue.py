"""What every row of the timetable has: what starts it, whose duty it is, how it is counted, the law, the way out."""

from __future__ import annotations

import dataclasses
import enum

from iass_tui.rules.records.deadlines import EventKind, Excuse


class Holder(enum.StrEnum):
    """Whose duty, or whose right, it is."""

    FAMILY = "FAMILY"
    COUNCIL = "COUNCIL"
    OLD_COUNCIL = "OLD_COUNCIL"
    NEW_COUNCIL = "NEW_COUNCIL"
    BODY = "BODY"
    SCHOOL = "SCHOOL"
    GOVERNORS = "GOVERNORS"
    MEDIATOR = "MEDIATOR"
    PANEL = "PANEL"


COUNCILS = frozenset({Holder.COUNCIL, Holder.OLD_COUNCIL, Holder.NEW_COUNCIL})


class Unit(enum.StrEnum):
    """What is counted."""

    WEEKS = "WEEKS"
    MONTHS = "MONTHS"
    MONTHS_FIRST_COUNTS = "MONTHS_FIRST_COUNTS"  # "beginning with the day": over the day before the same date
    DAYS = "DAYS"
    DAYS_FIRST_COUNTS = "DAYS_FIRST_COUNTS"
    WORKING_DAYS = "WORKING_DAYS"
    TRIBUNAL_DAYS = "TRIBUNAL_DAYS"
    SCHOOL_DAYS = "SCHOOL_DAYS"
    SCHOOL_DAYS_FIRST_COUNTS = "SCHOOL_DAYS_FIRST_COUNTS"
    BY_RULE = "BY_RULE"  # a rule of its own, in `working_out`


@dataclasses.dataclass(frozen=True)
class DeadlineRow:
    """One row of domain/deadlines.md. `code` is the row's, with a word more where one row sets several dates."""

    code: str
    triggers: frozenset[EventKind]
    holder: Holder
    number: int
    unit: Unit
    law: str
    _: dataclasses.KW_ONLY
    is_back: bool = False
    """Counted back from something that is still to come."""
    is_statutory: bool = True
    is_known: bool = True
    """False: marked K in the domain tables, so that the office has to confirm it."""
    excuses: frozenset[Excuse] = frozenset()
    answered_by: frozenset[EventKind] = frozenset()
    """What, entered as an event, shows that it was done."""
    only_after: frozenset[EventKind] = frozenset()
    """It is late only once one of these happened: "notify if no plan" is not late while there may be one."""
    undone_by: frozenset[EventKind] = frozenset()
    """After what it does not arise any more."""


def kinds(*members: EventKind) -> frozenset[EventKind]:
    """These kinds of event."""
    return frozenset(members)


PLANS = kinds(EventKind.PLAN_ISSUED, EventKind.PLAN_PLACE_ONLY, EventKind.PLAN_AMENDED)
REG_5_4 = frozenset({Excuse.SCHOOL_CLOSED, Excuse.PERSONAL, Excuse.AWAY})
"""EHC_EXC: SEND Regs 5(4), 10(4), 13(3). The council need not keep the date while one lasts; no other date is set."""
REG_44_3 = frozenset({Excuse.SCHOOL_CLOSED, Excuse.PERSONAL, Excuse.AWAY_TWO_WEEKS})
