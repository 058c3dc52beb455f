"""What is due when, and which cases have gone quiet: how Today sorts what there is to do."""

from __future__ import annotations

import enum
from datetime import date, timedelta

WEEK = timedelta(days=7)
QUIET_AFTER = timedelta(days=28)
"""Without a note for so long, a case is asked about, never closed by itself (domain table 2.2, K)."""


class Due(enum.StrEnum):
    """The four headings of Today."""

    OVERDUE = "OVERDUE"
    TODAY = "TODAY"
    THIS_WEEK = "THIS_WEEK"
    LATER = "LATER"


def due(on: date | None, today: date) -> Due:
    """Under which heading a task stands: this week is the seven days after today; without a date it is later."""
    if on is None or on > today + WEEK:
        return Due.LATER
    if on == today:
        return Due.TODAY
    return Due.OVERDUE if on < today else Due.THIS_WEEK


def is_quiet(last_note_on: date | None, opened_on: date | None, today: date) -> bool:
    """Whether an open case has had no note for 28 days, counted from its opening where it never had one."""
    since = last_note_on or opened_on
    return since is None or today - since >= QUIET_AFTER
