"""Putting off and waiting: a reason, a day within bounds, and a date of the law that never goes out of sight."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.agenda import Due, day_of, heading
from iass_tui.rules.decision import Allowed, Refused
from iass_tui.rules.putting_off import (
    PutOffReason,
    days_to_choose,
    days_waited,
    latest,
    may_put_back,
    may_put_off,
    may_wait,
)
from iass_tui.rules.putting_off_words import own_date_words, standing_words, waited_cell
from iass_tui.rules.records.casework import TaskBody, TaskStatus
from iass_tui.rules.records.putting_off import PutOff, Waiting, WaitingOn

TODAY = date(2026, 11, 27)  # a Friday
OPEN = TaskStatus.OPEN


def day(text: str) -> date:
    return date.fromisoformat(text)


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def off(until: date, *, on: date = TODAY, due_on: date | None = TODAY, why: str = "away") -> PutOff:
    return PutOff(until=until, why=why, on=on, due_on=due_on)


def waits(chase: date, *, since: date = TODAY, noted: date = TODAY) -> Waiting:
    return Waiting(whom=WaitingOn.COUNCIL, since=since, chase_on=chase, noted_on=noted)


def test_a_task_put_off_is_looked_at_on_its_new_day_and_keeps_its_date() -> None:
    body = TaskBody(what="Ring", due_on=TODAY, put_off=(off(in_days(3)), off(in_days(10))))
    assert (day_of(body), body.due_on) == (in_days(10), TODAY)
    assert heading(body, TODAY) is Due.LATER
    assert heading(body, in_days(10)) is Due.TODAY
    assert heading(body, in_days(11)) is Due.OVERDUE
    assert own_date_words(body) == "due 27 Nov"


def test_another_due_date_makes_the_putting_off_history() -> None:
    body = TaskBody(what="Ring", due_on=in_days(1), put_off=(off(in_days(10), due_on=TODAY),))
    assert day_of(body) == in_days(1)
    assert own_date_words(body) == ""


def test_what_waits_comes_back_to_today_on_its_chaser_date_and_stays_there() -> None:
    body = TaskBody(what="Answer", due_on=in_days(-3), waiting=waits(in_days(5)))
    assert heading(body, in_days(4)) is Due.WAITING
    assert heading(body, in_days(5)) is Due.TODAY
    assert heading(body, in_days(9)) is Due.TODAY
    assert waited_cell(waits(in_days(5), since=in_days(-12)), TODAY) == "council 12 days"
    assert waited_cell(waits(in_days(5), since=in_days(-1)), TODAY) == "council 1 day"
    assert days_waited(waits(in_days(5), since=in_days(3)), TODAY) == 0


@pytest.mark.parametrize("kind", ["put off", "waiting"])
def test_a_date_of_the_law_is_looked_at_when_it_comes_whatever_was_said_before(kind: str) -> None:
    more = {"put_off": (off(in_days(30), due_on=in_days(5)),)} if kind == "put off" else {"waiting": waits(in_days(30))}
    body = TaskBody(what="Appeal", due_on=in_days(5), statutory=True, **more)  # type: ignore[arg-type]
    assert day_of(body) == in_days(5)
    assert heading(body, in_days(5)) is Due.TODAY
    assert heading(body, in_days(6)) is Due.OVERDUE


def test_once_the_laws_date_is_past_a_reminder_may_be_put_off_by_a_week_and_the_date_stays_in_sight() -> None:
    body = TaskBody(
        what="Final plan", due_on=in_days(-5), statutory=True, put_off=(off(in_days(7), due_on=in_days(-5)),)
    )
    assert heading(body, TODAY) is Due.THIS_WEEK
    assert own_date_words(body) == "by law 22 Nov"
    assert latest(body, TODAY) == in_days(7)
    assert may_put_off(body, OPEN, in_days(8), "asked again", TODAY) == Refused((PutOffReason.PAST_THE_LAWS_DATE,))


@pytest.mark.parametrize(
    ("body", "status", "until", "why", "reasons"),
    [
        (TaskBody(what="x"), OPEN, in_days(1), "y", ()),
        (TaskBody(what="x"), OPEN, in_days(366), "y", ()),
        (TaskBody(what="x"), OPEN, in_days(367), "y", (PutOffReason.TOO_FAR,)),
        (TaskBody(what="x"), OPEN, TODAY, " ", (PutOffReason.NOT_TO_COME, PutOffReason.NO_WHY)),
        (TaskBody(what="x"), TaskStatus.DONE, in_days(1), "y", (PutOffReason.NOT_OPEN,)),
        (TaskBody(what="x", statutory=True), OPEN, in_days(300), "y", ()),
        (TaskBody(what="x", statutory=True, due_on=in_days(5)), OPEN, in_days(5), "y", ()),
        (
            TaskBody(what="x", statutory=True, due_on=in_days(5)),
            OPEN,
            in_days(6),
            "y",
            (PutOffReason.PAST_THE_LAWS_DATE,),
        ),
        (TaskBody(what="x", statutory=True, due_on=TODAY), OPEN, in_days(7), "y", ()),
    ],
)
def test_when_a_task_may_be_put_off(
    body: TaskBody, status: TaskStatus, until: date, why: str, reasons: tuple[PutOffReason, ...]
) -> None:
    assert may_put_off(body, status, until, why, TODAY) == (Refused(reasons) if reasons else Allowed())


def test_nothing_waits_since_a_day_to_come_or_is_chased_on_one_that_is_past() -> None:
    body = TaskBody(what="x")
    assert may_wait(body, OPEN, waits(in_days(14), since=in_days(-30)), TODAY) == Allowed()
    assert may_wait(body, OPEN, waits(TODAY, since=in_days(1)), TODAY) == Refused(
        (PutOffReason.NOT_TO_COME, PutOffReason.WAITS_SINCE_LATER)
    )


def test_taking_back_never_invents_a_putting_off() -> None:
    once, twice = off(in_days(1)), off(in_days(2))
    body = TaskBody(what="x", put_off=(once, twice))
    assert may_put_back(body, TaskBody(what="x", put_off=(once,))) == Allowed()
    assert may_put_back(body, TaskBody(what="x")) == Allowed()
    assert may_put_back(body, TaskBody(what="x", put_off=(twice,))) == Refused((PutOffReason.NOT_AS_IT_WAS,))


@pytest.mark.parametrize(
    ("today", "due", "names"),
    [
        ("2026-11-25", None, {"TOMORROW": "2026-11-26", "WEEK": "2026-12-02", "FORTNIGHT": "2026-12-09"}),
        (
            "2026-11-27",
            None,
            {
                "TOMORROW": "2026-11-28",
                "WORKING_DAY": "2026-11-30",
                "WEEK": "2026-12-04",
                "FORTNIGHT": "2026-12-11",
            },
        ),
        (
            "2026-12-24",
            None,
            {
                "TOMORROW": "2026-12-25",
                "WORKING_DAY": "2026-12-29",
                "WEEK": "2026-12-31",
                "FORTNIGHT": "2027-01-07",
            },
        ),
        ("2026-11-27", "2026-11-28", {"TOMORROW": "2026-11-28"}),
    ],
)
def test_the_quick_answers_are_days_that_may_be(today: str, due: str | None, names: dict[str, str]) -> None:
    body = TaskBody(what="x", statutory=due is not None, due_on=day(due) if due else None)
    holidays = {day("2026-12-25"), day("2026-12-28")}
    assert dict(days_to_choose(body, day(today), holidays)) == {name: day(on) for name, on in names.items()}


def test_the_words_of_a_task_say_where_it_stands() -> None:
    assert standing_words(TaskBody(what="x", due_on=TODAY), TODAY) == ""
    body = TaskBody(what="x", due_on=TODAY, put_off=(off(in_days(1)),))
    assert standing_words(body, TODAY) == "Put off on 27 November 2026 to 28 November 2026: away"
    body = TaskBody(what="x", waiting=waits(in_days(7), since=in_days(-2)))
    assert standing_words(body, TODAY) == (
        "Waiting 2 days for the council since 25 November 2026; chase on 4 December 2026"
    )


DAYS = st.integers(-60, 60).map(in_days)


@given(due_on=DAYS, until=DAYS, waiting=st.booleans(), today=DAYS)
def test_no_putting_off_that_is_allowed_hides_the_laws_date_past_its_day(
    due_on: date, until: date, waiting: bool, today: date
) -> None:
    body = TaskBody(what="x", due_on=due_on, statutory=True)
    if waiting and may_wait(body, OPEN, waits(until, since=today, noted=today), today):
        body = TaskBody(what="x", due_on=due_on, statutory=True, waiting=waits(until, since=today, noted=today))
    elif not waiting and may_put_off(body, OPEN, until, "y", today):
        body = TaskBody(what="x", due_on=due_on, statutory=True, put_off=(off(until, on=today, due_on=due_on),))
    found = day_of(body)
    assert found is not None
    assert found <= max(due_on, today + timedelta(days=7))
    if today < due_on:
        assert heading(body, due_on) is Due.TODAY or found < due_on


@given(st.lists(st.text(alphabet=st.characters(blacklist_characters="\n")), max_size=4), st.booleans())
def test_reasons_are_taken_apart_as_they_were_put_together(whys: list[str], waiting: bool) -> None:
    put_off = tuple(off(TODAY, why=why) for why in whys)
    body = TaskBody(what="x", put_off=put_off, waiting=waits(TODAY) if waiting else None)
    assert body.with_reasons(body.reasons) == body
    assert TaskBody.from_json(body.to_json()) == body
