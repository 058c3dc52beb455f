"""Strategic activity: training, events, meetings, policy. About no family, so that nothing of it is hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from iass_tui.rules.codes import code_list
from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.disclosure_audit import show
from iass_tui.rules.magnitudes import FigureTable
from iass_tui.rules.quarters import Quarter
from iass_tui.rules.records.feedback import ActivityBody
from iass_tui.rules.records.office import Role

LONGEST = 24 * 60
MOST_REACHED = 100_000


class ActivityReason(Reason):
    """Why an activity cannot be kept."""

    NO_KIND = "ACTIVITY_NO_KIND"
    STILL_TO_COME = "ACTIVITY_STILL_TO_COME"
    MINUTES = "ACTIVITY_MINUTES"
    REACHED = "ACTIVITY_REACHED"
    NOT_THE_AUTHOR = "ACTIVITY_NOT_THE_AUTHOR"


def may_keep(body: ActivityBody, today: date) -> Decision:
    """Whether it can be kept: a kind, a day that has come, times of at most a day, a number of people."""
    reasons: list[Reason] = []
    if body.kind not in code_list("STRATEGIC"):
        reasons.append(ActivityReason.NO_KIND)
    if body.on > today:
        reasons.append(ActivityReason.STILL_TO_COME)
    if not all(0 <= one <= LONGEST for one in (body.minutes, body.travel, body.volunteer_minutes)):
        reasons.append(ActivityReason.MINUTES)
    if not 0 <= body.reached <= MOST_REACHED:
        reasons.append(ActivityReason.REACHED)
    return decide(reasons)


def may_change(author_id: UUID, who: UUID, role: Role) -> Decision:
    """Whether `who` may put an activity right or take it back: whoever entered it, or a manager."""
    return decide([] if who == author_id or role is Role.MANAGER else [ActivityReason.NOT_THE_AUTHOR])


def activity_tables(quarter: Quarter, done: Iterable[ActivityBody]) -> tuple[FigureTable, ...]:
    """How often, how many hours with those on the way, and how many people were reached: by kind.

    It is about no family, so that counts and hours are exact; people reached are shown as counts of people are.
    """
    kinds = [one.code for one in code_list("STRATEGIC")]
    inside = [one for one in done if one.on in quarter]
    often = Counter(one.kind for one in inside)
    minutes: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    for one in inside:
        minutes[one.kind] += one.minutes + one.travel + one.volunteer_minutes
        reached[one.kind] += one.reached
    return (
        FigureTable("activity", "ACTIVITY", tuple((kind, str(often[kind])) for kind in kinds)),
        FigureTable("activity_hours", "HOUR", tuple((kind, str((minutes[kind] + 30) // 60)) for kind in kinds)),
        FigureTable("activity_reached", "PERSON", tuple((kind, show(reached[kind])) for kind in kinds)),
    )
