"""What is due when, and which cases have gone quiet: how Today sorts what there is to do."""

from __future__ import annotations

import enum
from datetime import date, timedelta

from iass_tui.rules.records.casework import TaskBody

WEEK = timedelta(days=7)
QUIET_DAYS = 28
"""Without a note for so long, a case is asked about, never closed by itself (P37; domain table 2.2, K)."""


class Due(enum.StrEnum):
    """The headings of Today, in their order."""

    OVERDUE = "OVERDUE"
    TODAY = "TODAY"
    THIS_WEEK = "THIS_WEEK"
    WAITING = "WAITING"
    LATER = "LATER"


def due(on: date | None, today: date) -> Due:
    """Under which heading a day stands: this week is the seven days after today; without a date it is later."""
    if on is None or on > today + WEEK:
        return Due.LATER
    if on == today:
        return Due.TODAY
    return Due.OVERDUE if on < today else Due.THIS_WEEK


def day_of(body: TaskBody) -> date | None:
    """The day on which a task is to be looked at: its due date, until when it was put off, or when to chase.

    What the law sets is looked at on its own date at the latest, whatever was said before that date came.
    """
    until, said_on = body.due_on, None
    if body.waiting is not None:
        until, said_on = body.waiting.chase_on, body.waiting.noted_on
    elif body.put_off and body.put_off[-1].due_on == body.due_on:
        until, said_on = body.put_off[-1].until, body.put_off[-1].on
    if until is None or said_on is None or body.due_on is None or not body.statutory:
        return until
    return min(until, body.due_on) if said_on < body.due_on else until


def heading(body: TaskBody, today: date) -> Due:
    """Under which heading a task stands. One that waits comes back to today when its chaser date is reached."""
    on = day_of(body)
    if body.waiting is None or on is None:
        return due(on, today)
    if on > today:
        return Due.WAITING
    return Due.TODAY if on == body.waiting.chase_on else due(on, today)


def untouched_since(last_note_on: date | None, opened_on: date | None) -> date:
    """Since when nobody wrote a note about a case: since it was opened where it never had one."""
    return last_note_on or opened_on or date.min


def is_quiet(last_note_on: date | None, opened_on: date | None, today: date, days: int = QUIET_DAYS) -> bool:
    """Whether an open case has had no note for so many days, counted from its opening where it never had one."""
    since = last_note_on or opened_on
    return since is None or today - since >= timedelta(days=days)
