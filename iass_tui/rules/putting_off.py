"""Putting a task off, and waiting for somebody else: until when either may be, and the days to choose from."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta

from iass_tui.rules.agenda import WEEK
from iass_tui.rules.deadlines.counting import ONE_DAY, next_day, working_day
from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.records.casework import TaskBody, TaskStatus
from iass_tui.rules.records.putting_off import Waiting

FURTHEST = timedelta(days=366)
FORTNIGHT = timedelta(days=14)
"""When somebody is chased, unless another day is named."""


class PutOffReason(Reason):
    """Why a task cannot be put off, or not wait, so."""

    NOT_OPEN = "PUT_OFF_NOT_OPEN"
    NOT_TO_COME = "PUT_OFF_NOT_TO_COME"
    TOO_FAR = "PUT_OFF_TOO_FAR"
    NO_WHY = "PUT_OFF_NO_WHY"
    PAST_THE_LAWS_DATE = "PUT_OFF_PAST_THE_LAWS_DATE"
    WAITS_SINCE_LATER = "PUT_OFF_WAITS_SINCE_LATER"
    NOT_AS_IT_WAS = "PUT_OFF_NOT_AS_IT_WAS"


def latest(body: TaskBody, today: date) -> date:
    """The latest day to which a task can be put off: of what the law sets its own date, and once that is past a week.

    So a date that the law sets is put off as a reminder alone: it is looked at when it comes.
    """
    if not body.statutory or body.due_on is None:
        return today + FURTHEST
    return body.due_on if body.due_on > today else today + WEEK


def may_put_off(body: TaskBody, status: TaskStatus, until: date, why: str, today: date) -> Decision:
    """Whether a task may be put off to a day, saying why. Concerns are no tasks, and are never put off (P23)."""
    return decide([*_days(body, status, until, today), *([] if why.strip() else [PutOffReason.NO_WHY])])


def may_wait(body: TaskBody, status: TaskStatus, waiting: Waiting, today: date) -> Decision:
    """Whether a task may wait for somebody: since a day that has come, to be chased on one that has not."""
    is_later = waiting.since > today
    reasons = [PutOffReason.WAITS_SINCE_LATER] if is_later else []
    return decide([*_days(body, status, waiting.chase_on, today), *reasons])


def _days(body: TaskBody, status: TaskStatus, until: date, today: date) -> list[Reason]:
    reasons: list[Reason] = []
    if status is not TaskStatus.OPEN:
        reasons.append(PutOffReason.NOT_OPEN)
    if until <= today:
        reasons.append(PutOffReason.NOT_TO_COME)
    if until > today + FURTHEST:
        reasons.append(PutOffReason.TOO_FAR)
    elif until > max(latest(body, today), today + ONE_DAY):
        reasons.append(PutOffReason.PAST_THE_LAWS_DATE)
    return reasons


def may_put_back(body: TaskBody, before: TaskBody) -> Decision:
    """Whether a task may be made again what it was: nobody invents a putting off that never was."""
    is_shorter = before.put_off == body.put_off[: len(before.put_off)]
    return decide([] if is_shorter else [PutOffReason.NOT_AS_IT_WAS])


def days_to_choose(body: TaskBody, today: date, bank_holidays: Container[date]) -> tuple[tuple[str, date], ...]:
    """TOMORROW, WORKING_DAY, WEEK and FORTNIGHT with their days, none past what may be; a day is named once."""
    is_working = working_day(bank_holidays)
    found = {
        "TOMORROW": today + ONE_DAY,
        "WORKING_DAY": next_day(today + ONE_DAY, is_working),
        "WEEK": next_day(today + WEEK, is_working),
        "FORTNIGHT": next_day(today + FORTNIGHT, is_working),
    }
    last = max(latest(body, today), today + ONE_DAY)
    return tuple(
        (name, day)
        for name, day in found.items()
        if day <= last and (name != "WORKING_DAY" or day != found["TOMORROW"])
    )


def days_waited(waiting: Waiting, today: date) -> int:
    """For how many days it has waited."""
    return max((today - waiting.since).days, 0)
