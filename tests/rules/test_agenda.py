"""What is due when, and which cases went quiet."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.agenda import QUIET_DAYS, Due, due, is_quiet

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("days", "heading"),
    [(-400, Due.OVERDUE), (-1, Due.OVERDUE), (0, Due.TODAY), (1, Due.THIS_WEEK), (7, Due.THIS_WEEK), (8, Due.LATER)],
)
def test_a_task_stands_under_its_heading(days: int, heading: Due) -> None:
    assert due(TODAY + timedelta(days=days), TODAY) is heading


def test_a_task_without_a_day_is_later() -> None:
    assert due(None, TODAY) is Due.LATER


@given(DAYS, DAYS, DAYS)
def test_what_is_due_sooner_never_stands_under_a_later_heading(one: date, other: date, today: date) -> None:
    order = list(Due)
    first, second = sorted((one, other))
    assert order.index(due(first, today)) <= order.index(due(second, today))


@pytest.mark.parametrize(
    ("note", "opened", "quiet"),
    [(27, 400, False), (28, 400, True), (None, 27, False), (None, 28, True), (None, None, True), (1, None, False)],
)
def test_a_case_is_quiet_28_days_after_its_last_note_or_its_opening(
    note: int | None, opened: int | None, quiet: bool
) -> None:
    ago = [None if days is None else TODAY - timedelta(days=days) for days in (note, opened)]
    assert is_quiet(ago[0], ago[1], TODAY) is quiet


@given(DAYS, DAYS)
def test_a_quiet_case_stays_quiet_until_someone_writes(opened: date, today: date) -> None:
    if is_quiet(None, opened, today):
        assert is_quiet(None, opened, today + timedelta(days=1))
        assert not is_quiet(today, opened, today + timedelta(days=QUIET_DAYS - 1))
