"""The consents of two records that were joined: read as one history, the stricter in force.

A No or a withdrawal that stands on either side wins, whenever the other's Yes was given. Of two Yes for the same
thing the more limited one stands. What is said after the join decides as ever.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from uuid import UUID

from iass_tui.rules.consent.standing import Status, forbids
from iass_tui.rules.consent.state import fold
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.consents import RecordedConsent

Events = Sequence[RecordedConsent]


@dataclasses.dataclass(frozen=True)
class JoinedRecord:
    """The events of a record that was joined to another, and where the join stands among both."""

    events: Events
    """All of the other record's."""
    other_events: int
    """How many of them are older than the join; later ones repeat what was taken back of both."""
    kept_events: int
    """How many of the kept record's own are older than the join."""


@dataclasses.dataclass(frozen=True)
class _Fold:
    """What deciding what is in force needs."""

    today: date
    born: PartialDate | None
    used: Collection[UUID]


def joined_history(
    subject_id: UUID,
    own: Events,
    others: Sequence[JoinedRecord],
    today: date,
    born: PartialDate | None = None,
    used: Collection[UUID] = (),
) -> tuple[RecordedConsent, ...]:
    """One history of `subject_id`, numbered anew from 1: `own`, and those of the records joined to it, oldest join
    first. With nothing joined it is `own`.
    """
    if not others:
        return tuple(own)
    how, taken = _Fold(today, born, used), 0
    done: list[RecordedConsent] = []
    late: list[RecordedConsent] = []
    for other in others:
        done += own[taken : other.kept_events]
        taken = max(taken, other.kept_events)
        done = _stricter_last(_mine(subject_id, done), _mine(subject_id, other.events[: other.other_events]), how)
        late += other.events[other.other_events :]
    return _mine(subject_id, [*done, *_in_time(own[taken:], late)])


def _mine(subject_id: UUID, events: Events) -> tuple[RecordedConsent, ...]:
    return tuple(dataclasses.replace(one, number=number, subject_id=subject_id) for number, one in enumerate(events, 1))


def _stricter_last(one: Events, other: Events, how: _Fold) -> list[RecordedConsent]:
    """Both by the time of recording; within each purpose in the order that decides for the stricter."""
    both = sorted((*one, *other), key=lambda event: event.recorded_at)
    queues = {
        purpose: _of_purpose([e for e in one if e.event.purpose is purpose],
                             [e for e in other if e.event.purpose is purpose], how)
        for purpose in {event.event.purpose for event in both}
    }  # fmt: skip
    return [next(queues[event.event.purpose]) for event in both]


def _of_purpose(one: Events, other: Events, how: _Fold) -> Iterator[RecordedConsent]:
    mine, theirs = _in_force(one, how), _in_force(other, how)
    if not mine or not theirs:  # one side alone decides, in its own order: nothing is made stricter than it was
        yield from (*one, *other) if theirs else (*other, *one)
        return
    both = sorted((*one, *other), key=lambda event: event.recorded_at)
    standing = mine | theirs
    yield from (event for event in both if event.id not in standing)
    yield from sorted((event for event in both if event.id in standing), key=_strictness)


def _in_force(events: Events, how: _Fold) -> frozenset[UUID]:
    """What decides today, were these all there is."""
    standings = fold(events, how.today, how.born, used=how.used).standings
    return frozenset(
        one.decided.id for one in standings if one.decided is not None and one.status is not Status.EXPIRED
    )


def _strictness(one: RecordedConsent) -> tuple[bool, bool, int, bool]:
    """Greater is stricter: what forbids; what is for one time; what ends sooner; what has conditions."""
    event = one.event
    ends = (event.review_on or date.max).toordinal()
    return forbids(one), event.scope.one_off, -ends, bool(event.conditions)


def _in_time(own: Events, late: Events) -> list[RecordedConsent]:
    """What was said after the join: a No repeated in the other record comes before what the kept one says then."""
    waiting, found = sorted(late, key=lambda event: event.recorded_at), list[RecordedConsent]()
    for event in own:
        while waiting and waiting[0].recorded_at <= event.recorded_at:
            found.append(waiting.pop(0))
        found.append(event)
    return [*found, *waiting]
