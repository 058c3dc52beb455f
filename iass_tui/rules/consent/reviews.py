"""Which consents to ask about again, and when (domain table 5.5): computed when wanted, never stored.

A day that turns on a birth date would tell it, so no due date of this kind stands in any file.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from iass_tui.rules import ages
from iass_tui.rules.consent.standing import Lapse, Standing, Status, is_own
from iass_tui.rules.consent.state import ConsentState, fold, re_ask_on
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.policy import MeaningChange, changed_since
from iass_tui.rules.records.consents import Purpose, RecordedConsent

AHEAD = timedelta(days=28)
"""How early a review is shown (K)."""
SHOWN_AFTER = timedelta(days=28)
"""How long something that no answer can end goes on being shown (K)."""


class ReviewKind(enum.StrEnum):
    """Why to ask again. The order is that of one day's list."""

    REVIEW_DAY = "REVIEW_DAY"  # the day that was agreed on when they said yes
    TURNS_18 = "TURNS_18"  # parents' consents lapse
    TURNS_16 = "TURNS_16"  # the young person's own consent; a parent's counts for no release from now on
    SCHOOL_AGE_ENDS = "SCHOOL_AGE_ENDS"  # the young person holds the rights about their plan
    TURNS_13 = "TURNS_13"  # offer their own view and a talk about competence (P14)
    RESPONSIBILITY_CHANGED = "RESPONSIBILITY_CHANGED"
    REOPENED = "REOPENED"
    NEW_OFFICER = "NEW_OFFICER"
    NEW_AGENCY = "NEW_AGENCY"
    WORDING_CHANGED = "WORDING_CHANGED"  # what was agreed to means something else now (P69)
    YEARLY = "YEARLY"  # 12 months, while a case is open
    TWO_YEARS = "TWO_YEARS"  # 24 months, the longest any consent stands
    USED_ONCE = "USED_ONCE"  # given for one time, and that is over


CONFIRMED_BY_SAVING = frozenset({ReviewKind.REOPENED, ReviewKind.NEW_OFFICER, ReviewKind.RESPONSIBILITY_CHANGED})
_ORDER = {kind: number for number, kind in enumerate(ReviewKind)}


@dataclasses.dataclass(frozen=True)
class Review:
    """One thing to ask one person about. `purposes` names the consents that it is about, each once."""

    kind: ReviewKind
    due_on: date
    purposes: tuple[Purpose, ...] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Subject:
    """What is known of one person that bears on when to ask again."""

    events: tuple[RecordedConsent, ...]
    born: PartialDate | None = None
    of_child: bool = False
    has_open_case: bool = False
    own_view_on: date | None = None
    """The last day on which the child's own view was sought, or their competence assessed."""
    changes: tuple[tuple[ReviewKind, date], ...] = ()
    """When a case was opened again, an officer or agency came, responsibility changed."""
    used: Mapping[UUID, date] = dataclasses.field(default_factory=dict)
    """One-off consents that were acted on, and when."""


def reviews(
    subject: Subject,
    today: date,
    *,
    outdated: Mapping[str, date] = MappingProxyType({}),
    policy: Sequence[MeaningChange] = (),
    ahead: timedelta = AHEAD,
) -> tuple[Review, ...]:
    """What to ask about, soonest first, one for each reason. Nothing of whoever is not saved, or took that back.

    `outdated`: wording versions whose meaning has changed since, and when; `policy`: the versions of the policy that
    changed what a consent means, from the register (P69). A review ends when the answer is
    recorded, whatever it is.
    """
    state = fold(subject.events, today, subject.born, used=subject.used.keys())
    saved = state.standing(Purpose.SAVE_CASE)
    if saved.status not in {Status.GIVEN, Status.EXPIRED}:
        return ()
    found: dict[ReviewKind, Review] = {}
    for one in (
        *_of_standings(subject, state, outdated, policy),
        *_of_age(subject, saved, today),
        *_of_changes(subject, saved),
    ):
        if one.due_on > today + ahead:
            continue
        if one.kind is ReviewKind.USED_ONCE and one.due_on + SHOWN_AFTER < today:
            continue
        other = found.get(one.kind)
        both = (*other.purposes, *one.purposes) if other else one.purposes
        due = min(other.due_on, one.due_on) if other else one.due_on
        found[one.kind] = Review(one.kind, due, tuple(dict.fromkeys(both)))
    return tuple(sorted(found.values(), key=lambda one: (one.due_on, _ORDER[one.kind])))


def _of_standings(
    subject: Subject, state: ConsentState, outdated: Mapping[str, date], policy: Sequence[MeaningChange]
) -> Iterator[Review]:
    yearly = ReviewKind.YEARLY if subject.has_open_case else ReviewKind.TWO_YEARS
    for one in state.standings:
        decided = one.decided
        if decided is None or one.purpose is Purpose.REFUSE_ACCESS:
            continue
        about = (one.purpose,)
        if one.status is Status.EXPIRED:
            yield from _lapsed(subject, one, decided)
        elif one.status is Status.GIVEN:
            yield Review(yearly, re_ask_on(decided, is_case_open=subject.has_open_case), about)
            if decided.event.review_on is not None:
                yield Review(ReviewKind.REVIEW_DAY, decided.event.review_on, about)
            if decided.event.wording_version in outdated:
                yield Review(ReviewKind.WORDING_CHANGED, outdated[decided.event.wording_version], about)
            changed_on = changed_since(policy, one.purpose, decided.event.wording_version)
            if changed_on is not None:
                yield Review(ReviewKind.WORDING_CHANGED, changed_on, about)
            if one.next_change is not None and one.next_change.why is Lapse.TURNED_18 and one.next_change.on:
                yield Review(ReviewKind.TURNS_18, one.next_change.on, about)


def _lapsed(subject: Subject, one: Standing, decided: RecordedConsent) -> Iterator[Review]:
    born, review_on = subject.born, decided.event.review_on
    if one.why is Lapse.REVIEW_PASSED and review_on is not None:
        yield Review(ReviewKind.REVIEW_DAY, review_on, (one.purpose,))
    elif one.why is Lapse.USED_ONCE:
        yield Review(ReviewKind.USED_ONCE, subject.used[decided.id], (one.purpose,))
    elif one.why in {Lapse.TURNED_16, Lapse.TURNED_18} and born is not None:
        kind = ReviewKind.TURNS_16 if one.why is Lapse.TURNED_16 else ReviewKind.TURNS_18
        age = ages.OWN_REQUESTS if one.why is Lapse.TURNED_16 else ages.ADULT
        yield Review(kind, ages.birthday(born.earliest(), age), (one.purpose,))


def _of_age(subject: Subject, saved: Standing, today: date) -> Iterator[Review]:
    """Of an uncertain birth date the earliest day counts: asking early harms nobody."""
    if not subject.of_child or subject.born is None:
        return
    born = subject.born.earliest()
    at_13, at_16, at_18 = (ages.birthday(born, age) for age in (ages.COMPETENCE_GUIDE, ages.OWN_REQUESTS, ages.ADULT))
    own = [one.event.given_on for one in subject.events if is_own(one)]
    seen = max([*own, *([subject.own_view_on] if subject.own_view_on else [])], default=date.min)
    if today < at_16 and seen < at_13:
        yield Review(ReviewKind.TURNS_13, at_13)
    has_own = saved.decided is not None and is_own(saved.decided)
    if today < at_18 and not has_own:
        yield Review(ReviewKind.TURNS_16, at_16, (Purpose.SAVE_CASE,))
    ends = ages.school_age_ends(born)
    if today <= ends + SHOWN_AFTER and max(own, default=date.min) < ends:
        yield Review(ReviewKind.SCHOOL_AGE_ENDS, ends)


def _of_changes(subject: Subject, saved: Standing) -> Iterator[Review]:
    """What was agreed to before a change is confirmed after it. On the very day it may be that they were asked."""
    contacts = [one.event.given_on for one in subject.events if one.event.purpose is Purpose.CONTACT_AGENCY]
    agreed = saved.decided.event.given_on if saved.decided else date.min
    for kind, on in subject.changes:
        answered = agreed if kind in CONFIRMED_BY_SAVING else max(contacts, default=date.min)
        if answered < on:
            purpose = Purpose.SAVE_CASE if kind in CONFIRMED_BY_SAVING else Purpose.CONTACT_AGENCY
            yield Review(kind, on, (purpose,))
