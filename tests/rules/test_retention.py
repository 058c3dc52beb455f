"""When what is kept about someone becomes due to be destroyed."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.ages import birthday
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.retention import REVIEW_YEARS, DestroyDue, DueReason, concern_due, destroy_due

TODAY = date(2026, 11, 22)
BORN = PartialDate(2011, 3, 27)
TWENTY_FIVE = date(2036, 3, 27)
BIRTHS = st.dates(date(1990, 1, 1), date(2026, 11, 21))
PARTIAL = BIRTHS.flatmap(
    lambda day: st.sampled_from([PartialDate.of(day), PartialDate(day.year, day.month), PartialDate(day.year)])
)
MAYBE_BORN = st.none() | PARTIAL


@pytest.mark.parametrize(
    ("born", "due", "reason"),
    [
        (PartialDate(2001, 9, 1), date(2026, 9, 1), DueReason.BIRTHDAY_25),
        (PartialDate(2004, 2, 29), date(2029, 3, 1), DueReason.BIRTHDAY_25),
        (PartialDate(2011, 3), date(2036, 3, 31), DueReason.BIRTHDAY_25_AT_LATEST),
        (PartialDate(2004, 2), date(2029, 3, 1), DueReason.BIRTHDAY_25_AT_LATEST),
        (PartialDate(2011), date(2036, 12, 31), DueReason.BIRTHDAY_25_AT_LATEST),
    ],
)
def test_a_record_is_kept_until_the_25th_birthday(born: PartialDate, due: date, reason: DueReason) -> None:
    assert destroy_due(born, today=TODAY) == DestroyDue(due, reason)


def test_a_birth_date_found_later_changes_the_day() -> None:
    assert destroy_due(None, today=TODAY, closed_on=date(2026, 1, 31)).is_review
    assert destroy_due(BORN, today=TODAY, closed_on=date(2026, 1, 31)) == DestroyDue(TWENTY_FIVE, DueReason.BIRTHDAY_25)


@pytest.mark.parametrize(
    ("closed_on", "years", "review"),
    [
        (date(2026, 1, 31), 6, date(2032, 1, 31)),
        (date(2024, 2, 29), 3, date(2027, 3, 1)),
        (None, 6, date(2032, 11, 22)),
    ],
)
def test_without_a_birth_date_a_review_is_set_and_never_left_blank(
    closed_on: date | None, years: int, review: date
) -> None:
    due = destroy_due(None, today=TODAY, closed_on=closed_on, review_years=years)
    assert due == DestroyDue(review, DueReason.NO_BIRTH_DATE)
    assert due.is_review


def test_a_document_about_several_children_is_kept_to_the_last_and_redacted_before() -> None:
    elder, younger = PartialDate(2008, 1, 1), PartialDate(2014, 6, 5)
    assert destroy_due(BORN, [elder, younger], today=TODAY) == DestroyDue(
        date(2039, 6, 5), DueReason.LAST_CHILD, (date(2033, 1, 1), TWENTY_FIVE)
    )
    assert destroy_due(younger, [elder, BORN], today=TODAY) == DestroyDue(
        date(2039, 6, 5), DueReason.BIRTHDAY_25, (date(2033, 1, 1), TWENTY_FIVE)
    )


def test_twins_are_one_day() -> None:
    assert destroy_due(BORN, [BORN], today=TODAY) == DestroyDue(TWENTY_FIVE, DueReason.BIRTHDAY_25)


def test_a_sibling_without_a_birth_date_makes_a_review_only_where_it_comes_last() -> None:
    grown = PartialDate(2002, 1, 1)
    assert destroy_due(grown, [None], today=TODAY) == DestroyDue(
        date(2032, 11, 22), DueReason.NO_BIRTH_DATE, (date(2027, 1, 1),)
    )
    assert destroy_due(BORN, [None], today=TODAY) == DestroyDue(TWENTY_FIVE, DueReason.BIRTHDAY_25)


@pytest.mark.parametrize(
    ("decided_on", "due", "reason"),
    [
        (date(2026, 12, 20), date(2026, 12, 20), DueReason.WITHDRAWN),
        (TWENTY_FIVE, TWENTY_FIVE, DueReason.BIRTHDAY_25),
        (date(2040, 1, 1), TWENTY_FIVE, DueReason.BIRTHDAY_25),
    ],
)
def test_a_withdrawal_decided_before_the_birthday_brings_the_day_forward(
    decided_on: date, due: date, reason: DueReason
) -> None:
    assert destroy_due(BORN, today=TODAY, erasure_decided_on=decided_on) == DestroyDue(due, reason)


def test_one_childs_withdrawal_only_redacts_what_is_also_about_another() -> None:
    due = destroy_due(BORN, [PartialDate(2014, 6, 5)], today=TODAY, erasure_decided_on=date(2026, 12, 20))
    assert due == DestroyDue(date(2039, 6, 5), DueReason.LAST_CHILD, (date(2026, 12, 20),))


@given(MAYBE_BORN, st.lists(MAYBE_BORN, max_size=3), st.none() | st.dates(date(2010, 1, 1), TODAY))
def test_nothing_is_due_before_any_child_in_it_could_be_25_nor_ever_undated(
    born: PartialDate | None, siblings: list[PartialDate | None], closed_on: date | None
) -> None:
    due = destroy_due(born, siblings, today=TODAY, closed_on=closed_on)
    known = [child for child in (born, *siblings) if child]
    assert all(due.on >= birthday(child.latest(), 25) for child in known)
    assert due.is_review or due.on in {birthday(child.latest(), 25) for child in known}
    assert all(day < due.on for day in due.redact_on)
    if not known:
        assert due.on == birthday(closed_on or TODAY, REVIEW_YEARS)


@given(MAYBE_BORN, st.dates(date(2026, 1, 1), date(2060, 1, 1)))
def test_a_withdrawal_never_makes_anything_stay_longer(born: PartialDate | None, decided_on: date) -> None:
    without = destroy_due(born, today=TODAY)
    assert destroy_due(born, today=TODAY, erasure_decided_on=decided_on).on == min(decided_on, without.on)


# Safeguarding concerns: a schedule of their own


def test_an_open_concern_is_held_whatever_its_age() -> None:
    assert concern_due(PartialDate(1990, 1, 1), closed_on=None, years=6) is None


def test_a_closed_concern_is_kept_for_its_own_years_and_never_less_than_the_childs_record() -> None:
    closed = date(2026, 11, 23)
    assert concern_due(PartialDate(2011, 3, 27), closed_on=closed, years=6) == DestroyDue(
        date(2036, 3, 27), DueReason.BIRTHDAY_25
    )
    assert concern_due(PartialDate(2003, 3, 27), closed_on=closed, years=6) == DestroyDue(
        date(2032, 11, 23), DueReason.CONCERN_CLOSED
    )
    assert concern_due(None, closed_on=date(2028, 2, 29), years=1) == DestroyDue(
        date(2029, 3, 1), DueReason.CONCERN_CLOSED
    )


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2050, 1, 1)), st.integers(1, 75))
def test_no_concern_falls_due_before_its_years_are_over_or_its_child_is_25(
    born: date, closed: date, years: int
) -> None:
    due = concern_due(PartialDate(born.year, born.month, born.day), closed_on=closed, years=years)
    assert due is not None
    assert due.on == max(birthday(born, 25), birthday(closed, years))
