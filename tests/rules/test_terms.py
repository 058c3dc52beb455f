"""Term calendars: a good file is read, a bad one refused with row and column; and the milestones of a child."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.ages import school_age_ends
from iass_tui.rules.deadlines import MilestoneKind, child_milestones
from iass_tui.rules.deadlines.milestones import year_group_starts
from iass_tui.rules.deadlines.terms import TermFault, TermProblem, read_terms
from iass_tui.rules.records.deadlines import TermCalendar

GOOD = """\
kind,from,to,name
# the autumn
term,2026-09-02,18/12/2026,"Autumn, 2026"
closed,26 October 2026,30 October 2026,Half term
closed,2026-09-02,,Inset day

term,2027-01-04,2027-03-25,Spring
"""


def test_a_good_file_is_read() -> None:
    found = read_terms("\ufeff" + GOOD.replace("\n", "\r\n"))
    assert isinstance(found, TermCalendar)
    assert [(one.first, one.last, one.name) for one in found.terms] == [
        (date(2026, 9, 2), date(2026, 12, 18), "Autumn, 2026"),
        (date(2027, 1, 4), date(2027, 3, 25), "Spring"),
    ]
    assert [(one.first, one.last) for one in found.closed] == [
        (date(2026, 9, 2), date(2026, 9, 2)),
        (date(2026, 10, 26), date(2026, 10, 30)),
    ]


def test_a_calendar_survives_being_stored() -> None:
    found = read_terms(GOOD)
    assert isinstance(found, TermCalendar)
    assert TermCalendar.from_json(found.to_json()) == found


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", TermProblem(1, "kind", TermFault.NO_HEADING)),
        ("kind;from;to;name\n", TermProblem(1, "kind", TermFault.NO_HEADING)),
        ("kind,from,to,name\n", TermProblem(1, "kind", TermFault.NO_TERMS)),
        ("kind,from,to,name\nweek,2026-09-02,2026-12-18,x\n", TermProblem(2, "kind", TermFault.UNKNOWN_KIND)),
        ("kind,from,to,name\n\nterm,31/02/2026,2026-12-18,x\n", TermProblem(3, "from", TermFault.NOT_A_DATE)),
        ("kind,from,to,name\nterm,2026-09,2026-12-18,x\n", TermProblem(2, "from", TermFault.NOT_A_DATE)),
        ("kind,from,to,name\nterm,2026-09-02,,x\n", TermProblem(2, "to", TermFault.NO_DATE)),
        ("kind,from,to,name\nterm,2026-09-02,2026-09-01,x\n", TermProblem(2, "to", TermFault.ENDS_BEFORE)),
        ("kind,from,to,name\nterm,2026-09-02,2027-07-20,x\n", TermProblem(2, "to", TermFault.TOO_LONG_A_TERM)),
        (GOOD + "term,2027-03-25,2027-04-25,x\n", TermProblem(8, "from", TermFault.OVERLAPS)),
        (GOOD + "term,2027-09-02,2027-12-18,x\n", TermProblem(8, "from", TermFault.TERM_MISSING)),
        (GOOD + "closed,2026-12-18,2026-12-19,x\n", TermProblem(8, "from", TermFault.OUTSIDE_TERMS)),
        (GOOD + "term,2027-04-12,2027-07-21,Summer, 2027\n", TermProblem(8, "", TermFault.EXTRA_CELLS)),
        ("x" * 5000, TermProblem(1, "", TermFault.TOO_LONG)),
    ],
)
def test_a_bad_file_is_refused_with_row_and_column(content: str, problem: TermProblem) -> None:
    assert read_terms(content) == (problem,)


def test_everything_wrong_is_said_at_once() -> None:
    found = read_terms("kind,from,to,name\nweek,x,2026-12-18,x\nterm,2026-09-02,2026-09-01,x\n")
    assert (
        [(one.row, one.column) for one in found] == [(2, "kind"), (2, "from"), (3, "to")]
        if isinstance(found, tuple)
        else []
    )


@given(st.text(max_size=300) | st.text(alphabet='kindfromtermclosed,-0123456789\n"\0', max_size=300))
def test_no_file_does_more_than_be_refused(content: str) -> None:
    assert isinstance(read_terms("kind,from,to,name\n" + content), tuple | TermCalendar)


@pytest.mark.parametrize(
    ("born", "ends"),
    [
        (date(2011, 3, 27), date(2027, 6, 25)),
        (date(2011, 8, 31), date(2027, 6, 25)),  # still 15 on that Friday
        (date(2011, 9, 1), date(2028, 6, 30)),
        (date(2008, 2, 29), date(2024, 6, 28)),
    ],
)
def test_school_age_ends_on_the_last_friday_in_june_of_the_year_in_which_someone_is_16(born: date, ends: date) -> None:
    assert school_age_ends(born) == ends


@pytest.mark.parametrize(
    ("born", "starts"),
    [(date(2011, 3, 27), 2024), (date(2011, 8, 31), 2024), (date(2011, 9, 1), 2025), (date(2012, 2, 29), 2025)],
)
def test_year_9_begins_in_the_september_before_someone_is_14(born: date, starts: int) -> None:
    assert year_group_starts(born, 9) == date(starts, 9, 1)  # AR_Y9


@given(st.dates(date(1990, 1, 1), date(2026, 1, 1)))
def test_milestones_come_in_order_and_school_age_ends_between_15_and_17(born: date) -> None:
    found = child_milestones(born)
    assert [one.on for one in found] == sorted(one.on for one in found)
    assert {one.kind for one in found} == set(MilestoneKind)
    assert 15 * 365 < (school_age_ends(born) - born).days < 17 * 366
