"""Training that is planned (P25, P61): for whom, on which day, and who came. Lines of the register `PLAN`."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.records.registers import RecordedLine
from iass_tui.rules.records.training import Coming
from iass_tui.rules.registers import day, standing_lines
from iass_tui.rules.training import TrainingReason

CAME, NOTED = "came", "noted"
"""Fields of a line of the plan that no form shows: who came, and that it was noted."""


class PlanReason(Reason):
    """Why it may not be noted who came."""

    STILL_TO_COME = "TRAINING_STILL_TO_COME", "P61"
    NOT_PLANNED_FOR = "TRAINING_NOT_PLANNED_FOR", "P61"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Planned:
    """One training of the plan."""

    id: UUID
    version: int
    course_id: UUID
    course: str
    on: date
    people: frozenset[UUID]
    place: str = ""
    organiser: str = ""
    came: frozenset[UUID] = frozenset()
    is_noted: bool = False


def plan_of(lines: Iterable[RecordedLine]) -> tuple[Planned, ...]:
    """What is planned or was, by day; without what was taken back."""
    found = (_planned(one) for one in standing_lines(lines))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.on, one.course.casefold())))


def _planned(line: RecordedLine) -> Planned | None:
    on, value = day(line.body.value("on")), line.body.value
    if on is None:
        return None
    return Planned(
        id=line.id,
        version=line.version,
        course_id=UUID(value("course")),
        course=value("name"),
        on=on,
        people=ids(value("people")),
        place=value("place"),
        organiser=value("organiser"),
        came=ids(value(CAME)),
        is_noted=bool(value(NOTED)),
    )


def ids(value: str) -> frozenset[UUID]:
    """Colleagues, as a field of a line holds them."""
    return frozenset(UUID(one) for one in value.split())


def joined(people: Iterable[UUID]) -> str:
    """The same the other way."""
    return " ".join(sorted(str(one) for one in people))


def coming(plans: Iterable[Planned], account_id: UUID, today: date) -> tuple[Planned, ...]:
    """What is planned for somebody, today's too, until it is noted who came."""
    return tuple(one for one in plans if account_id in one.people and one.on >= today and not one.is_noted)


def told_to(plans: Iterable[Planned], account_id: UUID) -> tuple[Coming, ...]:
    """What somebody knows of the plan: the part that is theirs, until it is noted who came."""
    return tuple(
        Coming(course=one.course, on=one.on, place=one.place, organiser=one.organiser)
        for one in plans
        if account_id in one.people and not one.is_noted
    )


def still_to_come(known: Iterable[Coming], today: date, within_days: int | None = None) -> tuple[Coming, ...]:
    """Of what somebody was told, what is today or later, and within so many days where these are given."""
    ahead = (one for one in known if one.on >= today)
    return tuple(one for one in ahead if within_days is None or (one.on - today).days <= within_days)


def to_note(plans: Iterable[Planned], today: date) -> tuple[Planned, ...]:
    """Trainings whose day has come, and nobody noted who came."""
    return tuple(one for one in plans if one.on <= today and not one.is_noted)


def may_note(plan: Planned, came: Collection[UUID], evidence: str, today: date) -> Decision:
    """Whether it may be noted who came; nobody is an answer too, and needs no evidence."""
    reasons: list[Reason] = []
    if plan.on > today:
        reasons.append(PlanReason.STILL_TO_COME)
    if not set(came) <= plan.people - plan.came:
        reasons.append(PlanReason.NOT_PLANNED_FOR)
    if came and not evidence.strip():
        reasons.append(TrainingReason.NO_EVIDENCE)
    return decide(reasons)
