"""Everything of a case in the order of days: what a line is, how lines are ordered, narrowed and searched."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Collection, Hashable, Iterable, Sequence
from datetime import date, datetime

from iass_tui.rules.text import fold


class TimelineKind(enum.StrEnum):
    """What a line tells of. The order is that in which one chooses among them."""

    NOTE = "NOTE"
    TALK = "TALK"
    TASK = "TASK"
    DATE = "DATE"  # what happened and starts the law's clocks
    CONSENT = "CONSENT"
    SHARING = "SHARING"
    PAPER = "PAPER"
    FEEDBACK = "FEEDBACK"  # a form that the family wanted kept here
    CHANGE = "CHANGE"  # of status or level


@dataclasses.dataclass(frozen=True)
class TimelineLine:
    """One thing that happened. `key` says which, and no two lines share one."""

    day: date
    moment: datetime
    """When it was written down: orders what happened on one day."""
    kind: TimelineKind
    title: str
    who: str
    """Who wrote it down."""
    key: Hashable
    text: str = ""
    """All its words, for searching; the title alone where there are no more."""
    is_void: bool = False
    """Entered in error: it is shown, and counts for nothing."""


def in_order(lines: Iterable[TimelineLine]) -> tuple[TimelineLine, ...]:
    """Newest first: by day, then by the moment of writing; always the same order, whichever way they came."""
    return tuple(sorted(lines, key=lambda one: (one.day, one.moment, str(one.key)), reverse=True))


def kinds_of(lines: Iterable[TimelineLine]) -> tuple[TimelineKind, ...]:
    """The kinds that there are, in their own order."""
    found = {one.kind for one in lines}
    return tuple(kind for kind in TimelineKind if kind in found)


def next_kind(lines: Sequence[TimelineLine], now: TimelineKind | None) -> TimelineKind | None:
    """The kind to show alone after this one; None, which is everything, after the last."""
    order: list[TimelineKind | None] = [None, *kinds_of(lines)]
    return order[(order.index(now) + 1) % len(order)] if now in order else None


@dataclasses.dataclass(frozen=True)
class Narrowed:
    """The lines that are left, and the words by which they were found."""

    lines: tuple[TimelineLine, ...]
    wanted: tuple[str, ...] = ()


class Timeline:
    """Lines in order, folded once so that every further letter of a search is looked for at once."""

    def __init__(self, lines: Iterable[TimelineLine] = ()) -> None:
        self.lines = in_order(lines)
        self._folded: tuple[str, ...] | None = None

    def narrowed(self, kind: TimelineKind | None = None, query: str = "") -> Narrowed:
        """The lines of a kind (None: of every kind) that hold all words of a query, in whatever spelling."""
        wanted = wanted_words(query)
        if not wanted:
            return Narrowed(tuple(one for one in self.lines if kind in (None, one.kind)))
        if self._folded is None:
            self._folded = tuple(fold(f"{one.title} {one.who} {one.text}") for one in self.lines)
        both = zip(self.lines, self._folded, strict=True)
        return Narrowed(tuple(one for one, text in both if kind in (None, one.kind) and holds(text, wanted)), wanted)


# searching in words, for a case and for all notes alike

AROUND = 5
"""Words before the first hit that stand with it."""
MARKS = "«»"


def wanted_words(query: str) -> tuple[str, ...]:
    """The words of a query as they are looked for: folded, each once. A text has to hold all of them, in any order."""
    return tuple(dict.fromkeys(fold(query).split()))


def holds(folded: str, wanted: Collection[str]) -> bool:
    """Whether a folded text holds every word, be it as part of a longer one."""
    return all(one in folded for one in wanted)


def marked(text: str, wanted: Collection[str], *, length: int = 300) -> str:
    """The part of a text round the first hit on one line, each word with a hit in it between « and ».

    The beginning of the text where no single word holds any: a hit can reach over what separates two words.
    """
    words: list[str] = []
    first: int | None = None
    for number, word in enumerate(text.split()):
        is_hit = any(one in fold(word) for one in wanted)
        if is_hit and first is None:
            first = number
            del words[: max(number - AROUND, 0)]
        words.append(f"{MARKS[0]}{word}{MARKS[1]}" if is_hit else word)
        if first is not None and sum(map(len, words)) > length:
            break
    if first is None:
        return " ".join(words)[:length]
    return ("… " if first > AROUND else "") + " ".join(words)
