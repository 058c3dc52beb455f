"""Dates as people know and type them."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.dates import (
    MONTHS,
    DateFault,
    DateField,
    DateProblem,
    PartialDate,
    check_birth_date,
    display_day,
    display_moment,
    in_england,
    month_named,
    read_date,
    read_whole_date,
)

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
BORN = PartialDate(2007, 3, 27)
DAY, MONTH, YEAR = DateField


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    whole = draw(DAYS)
    return draw(
        st.sampled_from(
            [PartialDate.of(whole), PartialDate(whole.year, whole.month), PartialDate(whole.year)],
        )
    )


@pytest.mark.parametrize(
    ("value", "text", "display", "earliest", "latest"),
    [
        (BORN, "2007-03-27", "27 March 2007", date(2007, 3, 27), date(2007, 3, 27)),
        (PartialDate(2008, 2), "2008-02", "February 2008", date(2008, 2, 1), date(2008, 2, 29)),
        (PartialDate(2007), "2007", "2007", date(2007, 1, 1), date(2007, 12, 31)),
    ],
)
def test_a_date_is_stored_shown_and_bounded(
    value: PartialDate, text: str, display: str, earliest: date, latest: date
) -> None:
    assert (value.to_text(), value.display(), value.earliest(), value.latest()) == (
        text,
        display,
        earliest,
        latest,
    )
    assert value.exact == (earliest if earliest == latest else None)


@given(partial_dates())
def test_what_was_written_is_read_back(value: PartialDate) -> None:
    assert PartialDate.from_text(value.to_text()) == value
    assert read_whole_date(value.to_text()) == value
    assert read_whole_date(value.display()) == value
    assert value.earliest() <= value.latest()


@pytest.mark.parametrize(
    "text", ["", "07", "2007-3-27", "2007-13", "2007-02-29", "2007-03-27T00", "٢٠٠٧", "27 March 2007"]
)
def test_stored_text_is_read_strictly(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - date() words its own
        PartialDate.from_text(text)


@pytest.mark.parametrize("parts", [(2007, None, 3), (2007, 13, None), (2007, 2, 30), (0, None, None), (2007, 0, 1)])
def test_no_impossible_date_can_be_made(parts: tuple[int, int | None, int | None]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - date() words its own
        PartialDate(*parts)


@pytest.mark.parametrize(
    ("day", "month", "year", "read"),
    [
        ("27", "3", "2007", BORN),
        ("27", "03", "2007", BORN),
        ("27", "Mar", "2007", BORN),
        (" 27th ", "MARCH", " 2007 ", BORN),
        ("03", "sept.", "2007", PartialDate(2007, 9, 3)),
        ("", "3", "2007", PartialDate(2007, 3)),
        ("", "", "2007", PartialDate(2007)),
        ("29", "2", "2008", PartialDate(2008, 2, 29)),
        ("27/3/2007", "", "", BORN),
        ("", "", "27 March 2007", BORN),
    ],
)
def test_three_fields_are_read(day: str, month: str, year: str, read: PartialDate) -> None:
    assert read_date(day, month, year) == read


@pytest.mark.parametrize(
    ("day", "month", "year", "fault", "fields"),
    [
        ("", " ", "", DateFault.NOTHING_TYPED, (DAY, MONTH, YEAR)),
        ("27", "", "", DateFault.MISSING, (MONTH, YEAR)),
        ("27", "", "2007", DateFault.MISSING, (MONTH,)),
        ("27", "3", "", DateFault.MISSING, (YEAR,)),
        ("", "3", "", DateFault.MISSING, (YEAR,)),
        ("32", "", "07", DateFault.MISSING, (MONTH,)),
        ("27", "3", "07", DateFault.YEAR_NEEDS_FOUR_DIGITS, (YEAR,)),
        ("40", "3", "007", DateFault.YEAR_NEEDS_FOUR_DIGITS, (YEAR,)),
        ("32", "3", "2007", DateFault.IMPOSSIBLE, (DAY,)),
        ("0", "13", "2007", DateFault.IMPOSSIBLE, (DAY, MONTH)),
        ("27", "Ma", "2007", DateFault.IMPOSSIBLE, (MONTH,)),
        ("27", "3", "two", DateFault.IMPOSSIBLE, (YEAR,)),
        ("27", "3", "0000", DateFault.IMPOSSIBLE, (YEAR,)),
        ("29", "2", "2007", DateFault.IMPOSSIBLE, (DAY, MONTH, YEAR)),
        ("27/3/07", "", "", DateFault.YEAR_NEEDS_FOUR_DIGITS, (YEAR,)),
    ],
)
def test_three_fields_that_are_no_date_say_what_to_put_right(
    day: str, month: str, year: str, fault: DateFault, fields: tuple[DateField, ...]
) -> None:
    assert read_date(day, month, year) == DateProblem(fault, fields)


def test_where_the_day_matters_it_is_asked_for() -> None:
    assert read_date("", "3", "2007", approximate=False) == DateProblem(DateFault.MISSING, (DAY,))
    assert read_date("", "", "2007", approximate=False) == DateProblem(DateFault.MISSING, (DAY, MONTH))
    assert read_date("March 2007", "", "", approximate=False) == DateProblem(DateFault.MISSING, (DAY,))
    assert read_date("27 March 2007", "", "", approximate=False) == BORN


@pytest.mark.parametrize(
    "text",
    [
        "27/3/2007", "27/03/2007", "27-3-2007", "27.03.2007", "27 3 2007", "27 March 2007", "27th March, 2007",
        "27th of March 2007", "Tue 27 Mar 2007", "Tuesday, 27 March 2007", "March 27, 2007",
        "2007-03-27", "2007/3/27", "2007 March 27", "27032007", "20070327", "27mar2007", "27-Mar-2007",
        "2007-03-27T00:00:00",
        "2007-03-27 00:00:00.000Z", " 27/3/2007. ",
        "２７/３/２００７",
    ],
)  # fmt: skip
def test_a_pasted_date_is_read_in_any_spelling(text: str) -> None:
    assert read_whole_date(text) == BORN


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("March 2007", PartialDate(2007, 3)),
        ("3/2007", PartialDate(2007, 3)),
        ("2007-03", PartialDate(2007, 3)),
        ("2007 mar", PartialDate(2007, 3)),
        ("2007", PartialDate(2007)),
        ("", DateProblem(DateFault.NOTHING_TYPED)),
        ("?", DateProblem(DateFault.NOT_READ)),
        ("27.03.07", DateProblem(DateFault.YEAR_NEEDS_FOUR_DIGITS, (YEAR,))),
        ("27 March 07", DateProblem(DateFault.YEAR_NEEDS_FOUR_DIGITS, (YEAR,))),
        ("March 07", DateProblem(DateFault.YEAR_NEEDS_FOUR_DIGITS, (YEAR,))),
        ("3/27/2007", DateProblem(DateFault.IMPOSSIBLE, (MONTH,))),
        ("31 April 2007", DateProblem(DateFault.IMPOSSIBLE)),
        ("27 March", DateProblem(DateFault.MISSING, (YEAR,))),
        ("27/3", DateProblem(DateFault.MISSING, (YEAR,))),
        ("March", DateProblem(DateFault.MISSING, (YEAR,))),
        ("27", DateProblem(DateFault.NOT_READ)),
        ("about 2007", DateProblem(DateFault.NOT_READ)),
        ("27 March June 2007", DateProblem(DateFault.NOT_READ)),
        ("27/3/2007/1", DateProblem(DateFault.NOT_READ)),
        ("27 + 3 = 2007", DateProblem(DateFault.NOT_READ)),
    ],
)
def test_a_pasted_text_that_is_less_than_a_date(text: str, read: PartialDate | DateProblem) -> None:
    assert read_whole_date(text) == read


@given(st.text(max_size=20), st.text(max_size=10), st.text(max_size=10))
def test_whatever_is_typed_gives_a_date_or_a_problem_with_a_field_to_go_to(day: str, month: str, year: str) -> None:
    for read in (read_date(day, month, year), read_whole_date(day)):
        assert isinstance(read, PartialDate) or read.fields


@given(
    DAYS,
    st.sampled_from(["{d.day}/{d.month}/{d.year}", "{d.day} {m} {d.year}", "{d:%d.%m.%Y}", "{d:%d%m%Y}", "{d:%Y%m%d}"]),
)
def test_every_day_is_read_from_every_spelling(day: date, spelling: str) -> None:
    assert read_whole_date(spelling.format(d=day, m=MONTHS[day.month - 1][:3])) == PartialDate.of(day)
    assert read_date(str(day.day), str(day.month), str(day.year)) == PartialDate.of(day)


def test_a_month_is_known_by_three_letters_of_its_name_or_more() -> None:
    assert [month_named(word) for word in ("jan", "Sept", "MAY.", "august", "ma", "marchy", "")] == [
        1, 9, 5, 8, None, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (BORN, None),
        (PartialDate(2026, 11, 21), None),
        (PartialDate(2026, 11), None),
        (PartialDate(2026), None),
        (PartialDate(1900, 1, 1), None),
        (PartialDate(2026, 11, 22), DateFault.NOT_IN_THE_PAST),
        (PartialDate(2026, 12), DateFault.NOT_IN_THE_PAST),
        (PartialDate(2027), DateFault.NOT_IN_THE_PAST),
        (PartialDate(1899, 12, 31), DateFault.TOO_LONG_AGO),
    ],
)
def test_a_birth_date_is_in_the_past_and_since_1900(value: PartialDate, fault: DateFault | None) -> None:
    problem = check_birth_date(value, date(2026, 11, 22))
    assert (problem and problem.fault) == fault


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 11, 22, 14, 2, tzinfo=UTC), "22 November 2026, 14:02"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29 March 2026, 00:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 March 2026, 02:00"),
        (datetime(2026, 7, 31, 23, 30, tzinfo=UTC), "1 August 2026, 00:30"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "25 October 2026, 01:00"),
        (datetime(2026, 7, 1, 9, 0, tzinfo=timezone(timedelta(hours=5))), "1 July 2026, 05:00"),
    ],
)
def test_moments_are_shown_by_english_clocks(at: datetime, shown: str) -> None:
    assert display_moment(at) == shown


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        display_moment(datetime(2026, 11, 22, 14, 2))


@pytest.mark.skipif(not available_timezones(), reason="this machine holds no time zones")
@given(st.datetimes(datetime(1996, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)))
def test_english_clocks_are_those_of_the_time_zone_tables(at: datetime) -> None:
    assert in_england(at).replace(tzinfo=None) == at.astimezone(ZoneInfo("Europe/London")).replace(tzinfo=None)


def test_a_day_is_shown_in_words() -> None:
    assert display_day(date(2007, 3, 27)) == "27 March 2007"
