"""The timetable that the law sets: counting, rows, and how each date of a case stands today (domain/deadlines.md)."""

from iass_tui.rules.deadlines.catalogue import COUNCILS, DeadlineRow, Holder, Unit
from iass_tui.rules.deadlines.milestones import ChildMilestone, MilestoneKind, child_milestones
from iass_tui.rules.deadlines.timetable import (
    ROWS,
    Deadline,
    EventReason,
    State,
    may_keep_event,
    may_mark,
    on_today,
    rows_of,
    timetable,
)
from iass_tui.rules.deadlines.working_out import Calendars

__all__ = [
    "COUNCILS",
    "ROWS",
    "Calendars",
    "ChildMilestone",
    "Deadline",
    "DeadlineRow",
    "EventReason",
    "Holder",
    "MilestoneKind",
    "State",
    "Unit",
    "child_milestones",
    "may_keep_event",
    "may_mark",
    "on_today",
    "rows_of",
    "timetable",
]
