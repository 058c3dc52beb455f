"""The true counts of a quarter: what each unit counts, who is left out, and that the tables agree."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.ages import AgeBand
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.disclosure_control import CountTable, FindingKind, Release, compare, protect_all
from iass_tui.rules.quarters import Quarter, week_of
from iass_tui.rules.statistics import MERGE_MAPS, NO_LEVEL, CaseFact, EnquiryFact, TallyFact, quarter_tables

Q3 = Quarter(2026, 3)  # 1 October to 31 December 2026
FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
BEFORE, AFTER = date(2026, 9, 30), date(2027, 1, 1)
MIDDLE = date(2026, 11, 22)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def case(opened: date, closed: date | None = None, **more: object) -> CaseFact:
    given = {"case_id": object(), "child_id": object(), "opened_on": opened, "closed_on": closed}
    return CaseFact(**given | more)  # type: ignore[arg-type]


def tally(week: date) -> TallyFact:
    return TallyFact(week=week, channel="TEL", user_type="ANO", issue_group="SS")


def by_name(tables: tuple[CountTable, ...]) -> dict[str, dict[str, int]]:
    return {table.name: {cell.category: cell.count for cell in table.cells} for table in tables}


def counts(*cases: CaseFact) -> dict[str, dict[str, int]]:
    return by_name(quarter_tables(Q3, cases, (), ()))


def volume(*cases: CaseFact) -> dict[str, int]:
    tables = counts(*cases)
    return tables["cases_began"] | tables["cases_ended"]


@pytest.mark.parametrize(
    ("opened", "closed", "in_tables"),
    [
        (BEFORE, None, {"open_at_start", "open_at_end"}),
        (BEFORE, AFTER, {"open_at_start", "open_at_end"}),
        (BEFORE, LAST, {"open_at_start", "closed"}),
        (BEFORE, FIRST, {"open_at_start", "closed"}),
        (BEFORE, BEFORE, set()),
        (FIRST, None, {"new", "open_at_end"}),
        (LAST, LAST, {"new", "closed"}),
        (MIDDLE, MIDDLE, {"new", "closed"}),
        (AFTER, None, set()),
    ],
)
def test_where_one_case_is_counted(opened: date, closed: date | None, in_tables: set[str]) -> None:
    assert {name for name, count in volume(case(opened, closed)).items() if count} == in_tables


def test_an_inactive_case_is_open() -> None:
    assert volume(case(MIDDLE, status="INACTIVE"))["open_at_end"] == 1


@pytest.mark.parametrize(
    "left_out",
    [case(MIDDLE, may_count=False), case(MIDDLE, entered_in_error=True)],
    ids=["statistics refused", "entered in error"],
)
def test_who_may_not_be_counted_is_in_no_table(left_out: CaseFact) -> None:
    assert counts(left_out) == counts()


def test_facts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="before it was opened"):
        case(MIDDLE, BEFORE)
    with pytest.raises(ValueError, match="no day"):
        case(MIDDLE, status="CLOSED")
    with pytest.raises(ValueError, match="no such level: L9"):
        counts(case(MIDDLE, levels=((MIDDLE, "L9"),)))


def test_the_highest_level_reached_by_the_end_of_the_quarter_counts() -> None:
    up_and_down = case(BEFORE, levels=((MIDDLE, "L3"), (BEFORE, "L1"), (LAST, "L2"), (AFTER, "L4")))
    closed = case(BEFORE, LAST, levels=((BEFORE, "L2"),))
    tables = counts(up_and_down, closed, case(MIDDLE))
    assert tables["level_active"] == {"L1": 0, "L2": 1, "L3": 1, "L4": 0, NO_LEVEL: 1}
    assert tables["level_closed"] == {"L1": 0, "L2": 1, "L3": 0, "L4": 0, NO_LEVEL: 0}


def test_a_child_is_counted_once_by_the_age_on_the_last_day() -> None:
    turns_five = PartialDate(2021, 12, 31)
    tables = counts(
        case(BEFORE, MIDDLE, child_id="one", born=turns_five),
        case(MIDDLE, child_id="one"),
        case(MIDDLE, child_id="two", born=PartialDate(2022, 1, 1)),
        case(MIDDLE, child_id="three"),
        case(MIDDLE, child_id=None),
        case(AFTER, child_id="four", born=turns_five),
    )
    assert {band: count for band, count in tables["age"].items() if count} == {
        AgeBand.UNDER_5: 1, AgeBand.FROM_5: 1, AgeBand.NOT_KNOWN: 1,
    }  # fmt: skip


def test_of_two_birth_dates_of_one_child_the_more_exact_counts_whatever_the_order() -> None:
    cases = [case(MIDDLE, child_id="one", born=born) for born in (PartialDate(2015), PartialDate(2015, 1, 5), None)]
    assert counts(*cases)["age"] == counts(*reversed(cases))["age"]
    assert counts(*cases)["age"][AgeBand.FROM_11] == 1


def test_a_tally_is_one_enquiry_in_the_quarter_of_its_monday_and_is_not_counted_twice() -> None:
    enquiries = [
        EnquiryFact(received_on=FIRST),
        EnquiryFact(received_on=LAST),
        EnquiryFact(received_on=AFTER),
        EnquiryFact(received_on=MIDDLE, is_tally=True),
        EnquiryFact(received_on=MIDDLE, may_count=False),
        EnquiryFact(received_on=MIDDLE, entered_in_error=True),
    ]
    tallies = [tally(week_of(day)) for day in (FIRST, MIDDLE, LAST, AFTER, AFTER + timedelta(days=7))]
    # 1 October 2026 is a Thursday: its week began in the quarter before. 1 January's began on 28 December.
    assert by_name(quarter_tables(Q3, [], enquiries, tallies))["enquiries"] == {"saved": 2, "tallied": 3}


@st.composite
def cases(draw: st.DrawFn) -> CaseFact:
    opened = draw(DAYS)
    closed = draw(st.none() | st.integers(0, 400).map(lambda days: opened + timedelta(days=days)))
    return case(
        opened,
        closed,
        child_id=draw(st.none() | st.integers(0, 5)),
        levels=tuple(draw(st.lists(st.tuples(DAYS, st.sampled_from(["L1", "L2", "L3", "L4"])), max_size=3))),
        born=draw(st.none() | st.integers(1998, 2027).map(PartialDate) | DAYS.map(PartialDate.of)),
        may_count=draw(st.sampled_from([True, True, False])),
        entered_in_error=draw(st.sampled_from([False, False, True])),
    )


@given(st.lists(cases(), max_size=12), st.randoms(use_true_random=False))
def test_the_tables_agree_whatever_order_the_facts_come_in(facts: list[CaseFact], shuffler: object) -> None:
    tables = quarter_tables(Q3, facts, (), ())
    totals = {table.name: table.total_count for table in tables}
    assert totals["cases_began"] == totals["cases_ended"] == totals["level_active"]
    assert totals["level_closed"] == by_name(tables)["cases_ended"]["closed"]
    assert totals["age"] <= len({fact.child_id for fact in facts} - {None})
    shuffler.shuffle(facts)  # type: ignore[attr-defined]
    assert quarter_tables(Q3, facts, (), ()) == tables


@given(st.lists(cases(), max_size=12))
def test_nobody_left_out_changes_a_count(facts: list[CaseFact]) -> None:
    assert quarter_tables(Q3, facts, (), ()) == quarter_tables(Q3, [fact for fact in facts if fact.counts], (), ())


@given(st.lists(cases(), max_size=40))
def test_a_quarter_begins_with_what_the_one_before_ended_with_and_releases_never_contradict(
    facts: list[CaseFact],
) -> None:
    this, following = (quarter_tables(quarter, facts, (), ()) for quarter in (Q3, Q3.next()))
    assert by_name(this)["cases_ended"]["open_at_end"] == by_name(following)["cases_began"]["open_at_start"]
    releases = [
        Release((quarter,), protect_all(tables, MERGE_MAPS)) for quarter, tables in ((Q3, this), (Q3.next(), following))
    ]
    assert FindingKind.CONTRADICTION not in {finding.kind for finding in compare(releases)}


def test_every_merge_map_names_categories_that_there_are() -> None:
    tables = by_name(quarter_tables(Q3, (), (), ()))
    for name, steps in MERGE_MAPS.items():
        known = set(tables[name])
        for step in steps:
            assert known >= set(step.parts), step
            known.add(step.into)
