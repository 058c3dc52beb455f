"""Tasks that come by themselves: of birthdays and of consents, once each."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.consent.reviews import Review, ReviewKind
from iass_tui.rules.deadlines.milestones import MilestoneKind, child_milestones
from iass_tui.rules.deadlines.words import milestone_words
from iass_tui.rules.duties import LEADS, OF_AGE, REVIEW_WORDS, is_taken, milestone_task, milestones_due, review_task
from iass_tui.rules.records.casework import TaskBody
from iass_tui.rules.records.consents import Purpose

BORN = date(2011, 3, 27)
LONG_AGO = date(2012, 1, 1)
PERSON, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("today", "kinds"),
    [
        (date(2024, 2, 27), []),
        (date(2024, 2, 28), [MilestoneKind.AGE_13]),  # 28 days before
        (date(2026, 11, 23), [MilestoneKind.AGE_13]),  # nobody did it: it stays
        (date(2027, 1, 30), [MilestoneKind.AGE_13, MilestoneKind.AGE_16]),
        (date(2027, 3, 27), [MilestoneKind.AGE_16]),  # 13 is overtaken
        (date(2027, 5, 1), [MilestoneKind.AGE_16, MilestoneKind.SCHOOL_AGE_ENDS]),
        (date(2029, 3, 26), [MilestoneKind.AGE_16, MilestoneKind.SCHOOL_AGE_ENDS, MilestoneKind.AGE_18]),
        (date(2029, 3, 27), [MilestoneKind.AGE_18]),
        (date(2035, 9, 27), [MilestoneKind.AGE_18, MilestoneKind.AGE_25]),  # half a year before
        (date(2036, 3, 27), [MilestoneKind.AGE_25]),
    ],
)
def test_a_birthday_becomes_a_task_at_its_time_and_stays_until_it_is_overtaken(
    today: date, kinds: list[MilestoneKind]
) -> None:
    assert [one.kind for one in milestones_due(BORN, LONG_AGO, today)] == kinds


def test_a_birthday_from_before_the_case_asks_nothing() -> None:
    today = date(2027, 4, 1)
    assert milestones_due(BORN, date(2027, 3, 28), today) == ()
    assert [one.kind for one in milestones_due(BORN, date(2027, 3, 27), today)] == [MilestoneKind.AGE_16]


def test_year_9_is_the_timetables_alone_and_every_review_has_words() -> None:
    assert MilestoneKind.YEAR_9 not in LEADS
    assert set(REVIEW_WORDS) == set(ReviewKind)
    assert set(OF_AGE.values()) == set(LEADS) - {MilestoneKind.AGE_25}


def sixteen() -> TaskBody:
    """The task of the 16th birthday."""
    return milestone_task(next(one for one in child_milestones(BORN) if one.kind is MilestoneKind.AGE_16))


@pytest.mark.parametrize(
    ("other", "taken"),
    [
        (TaskBody(what=milestone_words(MilestoneKind.AGE_16), due_on=date(2027, 3, 27)), True),  # by k, long ago
        (TaskBody(what="ring the school", due_on=date(2027, 3, 27)), False),
        (dataclasses.replace(sixteen(), done_on=date(2027, 2, 1), done_words="She agreed"), True),
        (review_task(Review(ReviewKind.TURNS_16, date(2027, 3, 27), (Purpose.SAVE_CASE,)), PERSON), True),
        (review_task(Review(ReviewKind.TURNS_13, date(2024, 3, 27)), PERSON), False),
        (review_task(Review(ReviewKind.YEARLY, date(2027, 3, 27), (Purpose.SAVE_CASE,)), PERSON), False),
    ],
)
def test_one_task_for_one_birthday_by_whichever_way_it_came(other: TaskBody, taken: bool) -> None:
    assert is_taken(sixteen(), [other]) is taken


def test_a_consent_asks_again_with_its_next_date_for_another_person_or_with_one_more_consent() -> None:
    review = Review(ReviewKind.YEARLY, date(2027, 3, 27), (Purpose.SAVE_CASE,))
    done = [dataclasses.replace(review_task(review, PERSON), done_on=date(2027, 3, 1), done_words="they stand")]
    assert is_taken(review_task(review, PERSON, "Zahra Hassan"), done)
    assert not is_taken(review_task(review, OTHER), done)
    later = dataclasses.replace(review, due_on=date(2028, 3, 27))
    assert not is_taken(review_task(later, PERSON), done)
    more = dataclasses.replace(review, purposes=(Purpose.SAVE_CASE, Purpose.STATS))
    assert not is_taken(review_task(more, PERSON), done)
    assert not is_taken(TaskBody(what="anything"), done)


@given(
    born=st.dates(date(1995, 1, 1), date(2026, 1, 1)),
    opened=st.integers(0, 9000),
    later=st.lists(st.integers(0, 9000), min_size=1, max_size=20),
)
def test_whatever_day_somebody_looks_no_birthday_asks_twice_once_it_is_done(
    born: date, opened: int, later: list[int]
) -> None:
    opened_on = born + timedelta(days=opened)
    done: list[TaskBody] = []
    for days in sorted(later):
        today = opened_on + timedelta(days=days)
        for one in milestones_due(born, opened_on, today):
            assert opened_on <= one.on <= today + LEADS[one.kind]
            if not is_taken(milestone_task(one), done):
                done.append(dataclasses.replace(milestone_task(one), done_on=today, done_words="x"))
    kinds = [one.duty.kind for one in done if one.duty]
    assert len(kinds) == len(set(kinds))
