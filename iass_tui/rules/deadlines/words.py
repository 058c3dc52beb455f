"""Events and dates in words, for lists and for families' papers (`rules/wordings/deadlines.toml`)."""

from __future__ import annotations

import functools
import pkgutil
from datetime import date

from iass_tui.rules.dates import display_day
from iass_tui.rules.deadlines.catalogue import Holder
from iass_tui.rules.deadlines.milestones import MilestoneKind
from iass_tui.rules.deadlines.timetable import Deadline, State
from iass_tui.rules.records.deadlines import EventKind, Excuse, ToldBy

GROUPS: tuple[tuple[str, EventKind], ...] = (
    ("EHC", EventKind.REQUEST),
    ("REVIEW", EventKind.REVIEW_MEETING),
    ("APPEAL", EventKind.MEDIATION_WANTED),
    ("ORDER", EventKind.ORDER_ASSESS),
    ("OTHER", EventKind.EXCLUDED_FOR_GOOD),
)
"""Each group with its first kind: `EventKind` stands in their order."""


@functools.cache
def _all() -> dict[str, dict[str, str]]:
    import tomllib  # not before a word is wanted: the first screen need not wait

    return tomllib.loads((pkgutil.get_data("iass_tui.rules", "wordings/deadlines.toml") or b"").decode())


def group_words(group: str) -> str:
    """A group of events."""
    return _all()["groups"][group]


def kinds_of(group: str) -> tuple[EventKind, ...]:
    """The events of a group, in order."""
    kinds, firsts = list(EventKind), [first for _, first in GROUPS]
    at = [name for name, _ in GROUPS].index(group)
    end = kinds.index(firsts[at + 1]) if at + 1 < len(firsts) else len(kinds)
    return tuple(kinds[kinds.index(firsts[at]) : end])


def event_words(kind: EventKind) -> str:
    """What happened."""
    return _all()["event"][kind]


def short_words(code: str) -> str:
    """What is due, in a list."""
    return _all()["short"][code]


def plain_words(code: str) -> str:
    """What is due, as a sentence for the family."""
    return _all()["plain"][code]


def holder_words(holder: Holder) -> str:
    """Whose duty or right it is."""
    return _all()["holder"][holder]


def excuse_words(excuse: Excuse) -> str:
    """Why a date need not be kept."""
    return _all()["excuse"][excuse]


def told_words(told: ToldBy) -> str:
    """From whom we have it."""
    return _all()["told"][told]


def milestone_words(kind: MilestoneKind) -> str:
    """What a day of a child's life changes."""
    return _all()["milestone"][kind]


def days_words(days: int) -> str:
    """So many days."""
    return "1 day" if days == 1 else f"{days} days"


def state_words(one: Deadline, today: date) -> str:
    """How a date stands, said in words: what was missed, by whom and for how long."""
    done = f"done {display_day(one.done_on)}" if one.done_on else ""
    match one.state:
        case State.MET:
            return done
        case State.NOT_DUE:
            return excuse_words(Excuse.NOT_DUE)
        case State.EXCEPTED:
            return f"exception: {excuse_words(one.excuse) if one.excuse else ''}" + (f"; {done}" if done else "")
        case State.LATE if one.done_on:
            return f"{done}, {days_words(one.days_late)} late"
        case State.LATE if one.row.holder is Holder.FAMILY:
            return f"passed {days_words(one.days_late)} ago"
        case State.LATE:
            return f"MISSED by {holder_words(one.row.holder)}, {days_words(one.days_late)} late so far"
    if one.due < today:
        return "perhaps past" if one.is_provisional else "the day is past, and it is late only if there was need of it"
    left = (one.due - today).days
    return "today" if left == 0 else f"in {days_words(left)}"
