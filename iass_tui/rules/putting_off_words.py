"""A task put off, or waiting, in words: for lists, for the pane beside them and for the handover sheet."""

from __future__ import annotations

from datetime import date

from iass_tui.rules.agenda import day_of
from iass_tui.rules.dates import display_day
from iass_tui.rules.putting_off import days_waited
from iass_tui.rules.records.casework import TaskBody
from iass_tui.rules.records.putting_off import PutOff, Waiting, WaitingOn

WHOM = {
    WaitingOn.COUNCIL: "the council",
    WaitingOn.SCHOOL: "the school",
    WaitingOn.FAMILY: "the family",
    WaitingOn.HEALTH: "health",
    WaitingOn.OTHER: "somebody else",
}
SHORT = {
    WaitingOn.COUNCIL: "council",
    WaitingOn.SCHOOL: "school",
    WaitingOn.FAMILY: "family",
    WaitingOn.HEALTH: "health",
    WaitingOn.OTHER: "other",
}
_MANY = 100


def waited_cell(waiting: Waiting, today: date) -> str:
    """For whom and for how long, in a column: "council 12 days"."""
    days = days_waited(waiting, today)
    length = f"{days} day{'s' * (days != 1)}" if days < _MANY else f"{days // 7} weeks"
    return f"{SHORT[waiting.whom]} {length}"


def waiting_words(waiting: Waiting, today: date) -> str:
    """For whom, since when and for how long, when to chase, for what."""
    days = days_waited(waiting, today)
    return f"Waiting {days} day{'s' * (days != 1)} for {waiting_since_words(waiting)}"


def waiting_since_words(waiting: Waiting) -> str:
    """For whom, since when, when to chase, for what."""
    words = f"{WHOM[waiting.whom]} since {display_day(waiting.since)}; chase on {display_day(waiting.chase_on)}"
    return f"{words}: {waiting.words}" if waiting.words else words


def put_off_words(one: PutOff, who: str = "") -> str:
    """One line of the history."""
    by = f" by {who}" if who else ""
    return f"Put off on {display_day(one.on)}{by} to {display_day(one.until)}: {one.why}"


def own_date_words(body: TaskBody) -> str:
    """Of a task that is looked at on another day than its own: what day its own is, so that it stays in sight."""
    if body.due_on is None or day_of(body) == body.due_on:
        return ""
    return f"{'by law' if body.statutory else 'due'} {body.due_on.day} {body.due_on:%b}"


def standing_words(body: TaskBody, today: date) -> str:
    """Where a task stands apart from its due date; "" where it is simply to be done."""
    if body.waiting is not None:
        return waiting_words(body.waiting, today)
    if body.put_off and day_of(body) != body.due_on:
        return put_off_words(body.put_off[-1])
    return ""
