"""Who may work (P25): no live role without confidentiality training that is current, or days of grace."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from iass_tui.rules.dates import months_after
from iass_tui.rules.decision import Allowed, Decision, Reason, Refused, decide
from iass_tui.rules.records.training import Basis, CourseKind, Held, RecordedTraining

START_DAYS = 30
"""What the founder begins with, and every account that was there before the register."""
MOST_GRACE = 30
MOST_OWN_GRACE = 14
"""Days that a manager may give a colleague, and themselves where no other manager may work."""
WARN_DAYS = 30
MOST_MONTHS = 60
"""The longest that a course may count; more than five years is no current training."""


class TrainingReason(Reason):
    """Why someone may not work, or a line may not be entered."""

    NEVER = "TRAINING_NEVER", "P25"
    ENDED = "TRAINING_ENDED", "P25"
    ENDS_SOON = "TRAINING_ENDS_SOON", "P25"
    IN_THE_FUTURE = "TRAINING_IN_THE_FUTURE", "P25"
    NO_EVIDENCE = "TRAINING_NO_EVIDENCE", "P25"
    NO_REASON = "TRAINING_NO_REASON", "P25"
    TOO_MANY_DAYS = "TRAINING_TOO_MANY_DAYS", "P25"
    ANOTHER_MANAGER = "TRAINING_ANOTHER_MANAGER", "P25 P61"
    OWN_TWICE = "TRAINING_OWN_TWICE", "P25 P61"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Course:
    """A course of the office's list."""

    id: UUID
    name: str
    kind: CourseKind
    months: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class Trained:
    """A course that somebody did; None: the office's first one without which nobody works."""

    course_id: UUID | None
    on: date
    evidence: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Grace:
    """Days in which somebody may work without the training, and why."""

    days: int
    reason: str


Beginning = Trained | Grace
"""On what a newcomer starts, or a colleague goes on."""


class Standing(enum.StrEnum):
    """Where a colleague stands with the confidentiality training."""

    CURRENT = "CURRENT"
    GRACE = "GRACE"
    ENDED = "ENDED"
    NEVER = "NEVER"


def counts_for_work(held: Held) -> bool:
    """Whether this is something on which one may work: the confidentiality training, or days of grace."""
    return held.basis is not Basis.COURSE or held.kind is CourseKind.CONFIDENTIALITY


def works_until(training: Iterable[Held] | None) -> date | None:
    """The last day on which somebody may work; None where there never was one."""
    return max((one.until for one in training or () if counts_for_work(one)), default=None)


def may_work(training: Iterable[Held] | None, today: date) -> Decision:
    """Whether somebody may have a live role today (P25). The last day still counts; `ENDS_SOON` in its last 30 days."""
    until = works_until(training)
    if until is None:
        return Refused((TrainingReason.NEVER,))
    if until < today:
        return Refused((TrainingReason.ENDED,))
    return Allowed((TrainingReason.ENDS_SOON,) if (until - today).days <= WARN_DAYS else ())


def standing(training: Collection[Held] | None, today: date) -> Standing:
    """The same in one word: on a course, on grace alone, or not."""
    if not may_work(training, today):
        return Standing.NEVER if works_until(training) is None else Standing.ENDED
    on_course = (one for one in training or () if counts_for_work(one) and one.basis is Basis.COURSE)
    return Standing.CURRENT if any(one.until >= today for one in on_course) else Standing.GRACE


def start(today: date) -> Held:
    """The first 30 days of a founder, and of an account that was there before the register."""
    return Held(basis=Basis.START, on=today, until=today + timedelta(days=START_DAYS))


def held_by(trained: Trained, course: Course) -> Held:
    """What a course gives whoever did it."""
    until = months_after(trained.on, course.months)
    return Held(
        basis=Basis.COURSE, on=trained.on, until=until, course=course.name, course_id=course.id, kind=course.kind
    )


def given(grace: Grace, today: date) -> Held:
    """What days of grace give: today is the first of them."""
    return Held(basis=Basis.GRACE, on=today, until=today + timedelta(days=grace.days - 1))


def known_to_them(before: Iterable[Held] | None, lines: Iterable[RecordedTraining]) -> tuple[Held, ...]:
    """What stands on a colleague's card: their first days, and the newest line of each course that still counts."""
    kept: dict[tuple[UUID | None, Basis], Held] = {}
    kept |= {(None, one.basis): one for one in before or () if one.basis is Basis.START}
    counting = [line.body.held for line in lines if not line.body.taken_back]
    for one in sorted(counting, key=lambda held: held.until):
        kept[one.course_id, one.basis] = one
    return tuple(kept.values())


def may_enter(
    wanted: Beginning, *, is_own: bool, others_may_work: bool, lines: Collection[RecordedTraining], today: date
) -> Decision:
    """Whether a manager may enter this line.

    Their own only while no other manager may work, so that a sole manager is never shut out: then at most 14 days of
    grace, and never twice without training in between. `lines` are those of whom it is about.
    """
    reasons: list[Reason] = []
    if isinstance(wanted, Trained):
        if wanted.on > today:
            reasons.append(TrainingReason.IN_THE_FUTURE)
        if not wanted.evidence.strip():
            reasons.append(TrainingReason.NO_EVIDENCE)
    else:
        if not 1 <= wanted.days <= (MOST_OWN_GRACE if is_own else MOST_GRACE):
            reasons.append(TrainingReason.TOO_MANY_DAYS)
        if not wanted.reason.strip():
            reasons.append(TrainingReason.NO_REASON)
        if is_own and _last_was_own_grace(lines):
            reasons.append(TrainingReason.OWN_TWICE)
    if is_own and others_may_work:
        reasons.append(TrainingReason.ANOTHER_MANAGER)
    return decide(reasons)


def _last_was_own_grace(lines: Collection[RecordedTraining]) -> bool:
    """Taking such a line back does not make room for the next."""
    counting = [one for one in lines if counts_for_work(one.body.held)]
    counting = [one for one in counting if one.body.held.basis is Basis.GRACE or not one.body.taken_back]
    newest = max(counting, key=lambda one: one.written_at, default=None)
    return newest is not None and newest.body.held.basis is Basis.GRACE and newest.body.is_own


def gaps(training: Collection[Held] | None, courses: Iterable[Course], today: date) -> tuple[Course, ...]:
    """The courses of the list that somebody has not done, or no longer counts as having done (P61).

    One confidentiality course is enough, whichever it was.
    """
    current = [one for one in training or () if one.basis is Basis.COURSE and one.until >= today]
    ids, kinds = {one.course_id for one in current}, {one.kind for one in current} & {CourseKind.CONFIDENTIALITY}
    return tuple(course for course in courses if course.id not in ids and course.kind not in kinds)
