"""Ages and what turns on them."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, strategies as st

from iass_tui.rules.ages import (
    AgeBand,
    Milestone,
    age_band,
    age_on,
    ages_possible,
    birthday,
    has_attained,
    milestones,
    next_milestone,
    year_group,
)
from iass_tui.rules.dates import PartialDate

BIRTHS = st.dates(date(1950, 1, 1), date(2030, 12, 31)) | st.sampled_from([date(2004, 2, 29), date(2008, 2, 29)])
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("born", "age", "attained_on"),
    [
        (date(2001, 9, 1), 25, date(2026, 9, 1)),
        (date(2004, 2, 29), 25, date(2029, 3, 1)),
        (date(2008, 2, 29), 13, date(2021, 3, 1)),
        (date(2008, 2, 29), 16, date(2024, 2, 29)),
        (date(2007, 3, 27), 0, date(2007, 3, 27)),
    ],
)
def test_the_day_an_age_is_attained(born: date, age: int, attained_on: date) -> None:
    assert birthday(born, age) == attained_on
    assert has_attained(born, age, attained_on)
    assert not has_attained(born, age, attained_on - timedelta(days=1))


@given(BIRTHS, st.integers(0, 40_000))
def test_an_age_is_that_of_the_last_birthday(born: date, days: int) -> None:
    on = born + timedelta(days=days)
    age = age_on(born, on)
    assert birthday(born, age) <= on < birthday(born, age + 1)
    assert has_attained(born, age, on)
    assert not has_attained(born, age + 1, on)


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="not born"):
        age_on(TODAY, TODAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("born", "ages", "band"),
    [
        (PartialDate(2026, 11, 22), (0, 0), AgeBand.UNDER_5),
        (PartialDate(2021, 11, 23), (4, 4), AgeBand.UNDER_5),
        (PartialDate(2021, 11, 22), (5, 5), AgeBand.FROM_5),
        (PartialDate(2015, 11, 23), (10, 10), AgeBand.FROM_5),
        (PartialDate(2015, 11, 22), (11, 11), AgeBand.FROM_11),
        (PartialDate(2010, 11, 22), (16, 16), AgeBand.FROM_16),
        (PartialDate(2007, 11, 22), (19, 19), AgeBand.FROM_19),
        (PartialDate(2000, 11, 23), (25, 25), AgeBand.FROM_19),
        (PartialDate(2000, 11, 22), (26, 26), AgeBand.OVER_25),
        (PartialDate(2013), (12, 13), AgeBand.FROM_11),
        (PartialDate(2015), (10, 11), AgeBand.NOT_KNOWN),
        (PartialDate(2015, 11), (10, 11), AgeBand.NOT_KNOWN),
        (PartialDate(2015, 10), (11, 11), AgeBand.FROM_11),
        (PartialDate(2026), (0, 0), AgeBand.UNDER_5),
        (PartialDate(2026, 12), None, AgeBand.NOT_KNOWN),
    ],
)
def test_age_bands_at_their_edges(born: PartialDate, ages: tuple[int, int] | None, band: AgeBand) -> None:
    assert ages_possible(born, TODAY) == ages
    assert age_band(born, TODAY) is band


def test_without_a_birth_date_the_band_is_not_known() -> None:
    assert age_band(None, TODAY) is AgeBand.NOT_KNOWN


@given(BIRTHS, st.booleans())
def test_a_partly_known_birth_date_gives_the_true_band_or_none(born: date, with_month: bool) -> None:
    assume(born <= TODAY)
    partial = PartialDate(born.year, born.month if with_month else None)
    assert age_band(partial, TODAY) in (age_band(PartialDate.of(born), TODAY), AgeBand.NOT_KNOWN)


def test_milestones_in_order_and_the_next_of_them() -> None:
    born = date(2010, 11, 22)
    assert [(step.age, step.on.year) for step in milestones(born)] == [(13, 2023), (16, 2026), (18, 2028), (25, 2035)]
    assert next_milestone(born, TODAY) == Milestone(16, TODAY)
    assert next_milestone(born, TODAY + timedelta(days=1)) == Milestone(18, date(2028, 11, 22))
    assert next_milestone(date(1990, 1, 1), TODAY) is None


@pytest.mark.parametrize(
    ("born", "on", "group"),
    [
        (date(2022, 8, 31), date(2026, 9, 1), 0),  # the youngest of Reception
        (date(2022, 9, 1), date(2026, 9, 1), -1),
        (date(2021, 9, 1), date(2026, 9, 1), 0),  # the oldest of Reception
        (date(2021, 8, 31), date(2026, 9, 1), 1),
        (date(2011, 3, 27), date(2026, 8, 31), 10),
        (date(2011, 3, 27), date(2026, 9, 1), 11),
        (date(2011, 3, 27), date(2027, 8, 31), 11),
        (date(2008, 2, 29), date(2026, 11, 22), 14),
    ],
)
def test_year_groups(born: date, on: date, group: int) -> None:
    assert year_group(born, on) == group


@given(BIRTHS, st.integers(1_000, 9_000))
def test_a_year_group_rises_by_one_each_september_and_at_no_other_time(born: date, days: int) -> None:
    on = born + timedelta(days=days)
    is_new_year = (on + timedelta(days=1)).month == 9 and on.month == 8
    assert year_group(born, on + timedelta(days=1)) - year_group(born, on) == is_new_year
