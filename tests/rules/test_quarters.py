"""Quarters of the council year, and the weeks that tallies are kept by."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.quarters import NotAQuarter, Quarter, quarter_of, week_of

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last", "months"),
    [
        ("2026-Q1", date(2026, 4, 1), date(2026, 6, 30), "April to June 2026"),
        ("2026-Q2", date(2026, 7, 1), date(2026, 9, 30), "July to September 2026"),
        ("2026-Q3", date(2026, 10, 1), date(2026, 12, 31), "October to December 2026"),
        ("2026-Q4", date(2027, 1, 1), date(2027, 3, 31), "January to March 2027"),
        ("2027-Q4", date(2028, 1, 1), date(2028, 3, 31), "January to March 2028"),
    ],
)
def test_a_council_year_begins_in_april_and_its_fourth_quarter_lies_in_the_next_year(
    text: str, first: date, last: date, months: str
) -> None:
    quarter = Quarter.parse(text)
    assert (quarter.first_day, quarter.last_day) == (first, last)
    assert str(quarter) == text
    assert quarter.display_months() == months


@pytest.mark.parametrize("typed", ["2026-Q3", "2026q3", " 2026 Q3 ", "2026/27 Q3", "2026/2027-q3", "2026 Q 3"])
def test_a_quarter_is_read_as_people_type_it(typed: str) -> None:
    assert Quarter.parse(typed) == Quarter(2026, 3)


@pytest.mark.parametrize(
    "typed", ["", "2026", "Q3", "2026-Q5", "2026-Q0", "26-Q3", "2026/28 Q3", "2026-Q33", "0001-Q1"]
)
def test_what_is_no_quarter_is_told_what_to_type(typed: str) -> None:
    with pytest.raises(NotAQuarter, match=r"like 2026-Q3 for October to December 2026"):
        Quarter.parse(typed)


def test_a_quarter_is_shown_with_its_days() -> None:
    assert Quarter(2026, 3).display() == "Quarter 3 of 2026/27, 1 October 2026 to 31 December 2026"
    assert Quarter(1999, 4).display().startswith("Quarter 4 of 1999/00, 1 January 2000")


@given(DAYS)
def test_every_day_lies_in_one_quarter_and_quarters_follow_on(day: date) -> None:
    quarter = quarter_of(day)
    assert day in quarter
    assert day not in quarter.next()
    assert day not in quarter.previous()
    assert quarter.next().previous() == quarter
    assert quarter.next().first_day == quarter.last_day + timedelta(days=1)
    assert quarter < quarter.next()
    assert Quarter.parse(str(quarter)) == quarter


@given(DAYS)
def test_a_week_is_known_by_its_monday(day: date) -> None:
    monday = week_of(day)
    assert monday.isoweekday() == 1
    assert monday <= day <= monday + timedelta(days=6)
    assert week_of(monday) == monday
