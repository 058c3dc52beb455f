"""Tasks that come by themselves: of birthdays that change what the law says, and of consents to ask about again.

Worked out each time from the birth date and the consents, and stored only once somebody acts on one: its day may be
a birthday. Done, or put off, it is a task like any other and does not come a second time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from iass_tui.rules.consent.reviews import AHEAD, Review, ReviewKind
from iass_tui.rules.deadlines.milestones import ChildMilestone, MilestoneKind, child_milestones
from iass_tui.rules.deadlines.words import milestone_words
from iass_tui.rules.records.casework import TaskBody
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.duties import Duty

LEADS = MappingProxyType(
    {
        # Long enough to talk with a young person before the day comes (K); where a plan may end, longer.
        MilestoneKind.AGE_13: AHEAD,
        MilestoneKind.AGE_16: 2 * AHEAD,
        MilestoneKind.SCHOOL_AGE_ENDS: 2 * AHEAD,
        MilestoneKind.AGE_18: 2 * AHEAD,
        MilestoneKind.AGE_25: timedelta(days=182),
    }
)
"""How long before its day each becomes a task (domain table 5.5, P14, P12, P45). Year 9 is the timetable's alone."""
OVERTAKEN_BY = MappingProxyType(
    {
        MilestoneKind.AGE_13: MilestoneKind.AGE_16,
        MilestoneKind.AGE_16: MilestoneKind.AGE_18,
        MilestoneKind.SCHOOL_AGE_ENDS: MilestoneKind.AGE_18,
        MilestoneKind.AGE_18: MilestoneKind.AGE_25,
    }
)
"""What was never done about one asks nothing any more once the other day has come."""
OF_AGE = MappingProxyType(
    {
        ReviewKind.TURNS_13: MilestoneKind.AGE_13,
        ReviewKind.TURNS_16: MilestoneKind.AGE_16,
        ReviewKind.SCHOOL_AGE_ENDS: MilestoneKind.SCHOOL_AGE_ENDS,
        ReviewKind.TURNS_18: MilestoneKind.AGE_18,
    }
)
"""Reviews of the child's consents that are about such a day: one task, never two."""
REVIEW_WORDS = MappingProxyType(
    {
        ReviewKind.REVIEW_DAY: "Agreed day to ask again",
        ReviewKind.TURNS_18: "18: parents' consents end",
        ReviewKind.TURNS_16: "16: ask for their own yes",
        ReviewKind.SCHOOL_AGE_ENDS: "School age ends",
        ReviewKind.TURNS_13: "13: offer their own view",
        ReviewKind.RESPONSIBILITY_CHANGED: "PR changed: confirm",
        ReviewKind.REOPENED: "Reopened: confirm",
        ReviewKind.NEW_OFFICER: "New officer: confirm",
        ReviewKind.NEW_AGENCY: "New agency: confirm",
        ReviewKind.WORDING_CHANGED: "Wording changed: ask",
        ReviewKind.YEARLY: "12 months: ask again",
        ReviewKind.TWO_YEARS: "24 months: ask again",
        ReviewKind.USED_ONCE: "One time, used: ask anew",
    }
)
"""Short: they stand whole on the first page at 80 columns."""


def short_words(task: TaskBody) -> str:
    """What is to be done, in a list: of a birthday in as few words as of a consent."""
    duty = task.duty
    if duty is None or duty.person_id is not None:
        return task.what
    words = {day.value: REVIEW_WORDS[one] for one, day in OF_AGE.items()}
    return {**words, MilestoneKind.AGE_25.value: "25: what becomes of it"}.get(duty.kind, task.what)


def milestones_due(born: date, opened_on: date, today: date) -> tuple[ChildMilestone, ...]:
    """The birthdays that are to be worked on now, in order.

    None from before the case was opened: what a birthday changed was asked when the family came.
    """
    days = {one.kind: one.on for one in child_milestones(born)}
    return tuple(
        ChildMilestone(kind, on)
        for kind, on in days.items()
        if kind in LEADS
        and opened_on <= on <= today + LEADS[kind]
        and (kind not in OVERTAKEN_BY or today < days[OVERTAKEN_BY[kind]])
    )


def milestone_task(one: ChildMilestone) -> TaskBody:
    """The task of a birthday, due on the day itself."""
    return TaskBody(what=milestone_words(one.kind), due_on=one.on, duty=Duty(kind=one.kind, on=one.on))


def review_task(review: Review, person_id: UUID, whom: str = "") -> TaskBody:
    """The task of a consent to ask about again; `whom` names a relative, whose case it is not."""
    words = REVIEW_WORDS[review.kind]
    purposes = tuple(one.value for one in review.purposes)
    duty = Duty(kind=review.kind, on=review.due_on, person_id=person_id, purposes=purposes)
    return TaskBody(what=f"{words}: {whom}" if whom else words, due_on=review.due_on, duty=duty)


def is_taken(task: TaskBody, others: Iterable[TaskBody]) -> bool:
    """Whether somebody made a task of the same thing already, by itself or by hand, open or done.

    A consent that another one has joined meanwhile asks again: nobody was asked about that one.
    """
    return any(_is_same(task, other) for other in others)


def is_answered(task: TaskBody, said: Collection[Purpose], left: Iterable[Review], today: date) -> bool:
    """Whether a task of a consent is done by what was said just now: nothing that it was about is left to ask.

    `said`: what was decided; `left`: the reviews of that person once it is recorded. What was decided just now and
    comes up again on a later day is another task. A birthday asks for more than a consent, and is done by hand.
    """
    duty = task.duty
    if duty is None or duty.person_id is None or (duty.purposes and not set(duty.purposes) & set(said)):
        return False
    for one in left:
        if one.kind != duty.kind:
            continue
        still = set(duty.purposes) & set(one.purposes)
        if still - (set(said) if one.due_on > today else set()) or not duty.purposes:
            return False
    return True


def _is_same(task: TaskBody, other: TaskBody) -> bool:
    duty, had = task.duty, other.duty
    if duty is None:
        return False
    birthday = _birthday(duty)
    if had is None:  # made by hand before tasks said what they are of
        return birthday == duty.kind and (other.what, other.due_on) == (task.what, task.due_on)
    if birthday is not None and birthday == _birthday(had):
        return duty.person_id == had.person_id or None in (duty.person_id, had.person_id)
    return (duty.kind, duty.on, duty.person_id) == (had.kind, had.on, had.person_id) and set(duty.purposes) <= set(
        had.purposes
    )


def _birthday(duty: Duty) -> MilestoneKind | None:
    """The birthday that a task is about, by whichever way it came; only the child of the case has any here."""
    return {**{one.value: one for one in LEADS}, **{one.value: day for one, day in OF_AGE.items()}}.get(duty.kind)
