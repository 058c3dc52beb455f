"""Counts made safe to publish, and readers who try to get the hidden ones back."""

import itertools
from collections import defaultdict

import pytest
from hypothesis import given, settings, strategies as st

from iass_tui.rules.disclosure_audit import Contradiction, Knowledge, meaning, show
from iass_tui.rules.disclosure_control import (
    Cell,
    CountTable,
    Finding,
    FindingKind,
    Merge,
    ProtectedTable,
    Release,
    ReportLine,
    ShownCell,
    Step,
    Sum,
    Why,
    compare,
    protect,
    protect_all,
)
from iass_tui.rules.quarters import Quarter

Q1, Q2, Q3, Q4 = (Quarter(2026, number) for number in range(1, 5))
MERGES = (Merge(("a", "b"), "a+b"), Merge(("c", "d"), "c+d"), Merge(("a+b", "c"), "a+b+c"))


def table(*counts: int, name: str = "t", total: str = "T") -> CountTable:
    cells = tuple(Cell(category, count) for category, count in zip("abcdefgh", counts, strict=False))
    return CountTable(name, "cases", cells, total)


def shown(protected: ProtectedTable) -> str:
    figures = " ".join(cell.shown for cell in protected.cells)
    return f"{figures} = {protected.total.shown}" if protected.total else figures


@pytest.mark.parametrize(
    ("count", "figure"),
    [(0, "0 to 4"), (1, "0 to 4"), (4, "0 to 4"), (5, "5"), (7, "5"), (8, "10"), (12, "10"), (13, "15"), (102, "100")],
)
def test_a_count_is_shown(count: int, figure: str) -> None:
    assert show(count) == figure


@pytest.mark.parametrize(("figure", "least", "most"), [("0 to 4", 0, 4), ("5", 5, 7), ("10", 8, 12)])
def test_a_figure_stands_for_these_counts_and_no_others(figure: str, least: int, most: int) -> None:
    assert meaning(figure) == (least, most)
    assert [n for n in range(30) if show(n) == figure] == list(range(least, most + 1))


@pytest.mark.parametrize("figure", ["7", "-5", "", "five", "0", "[c]"])
def test_a_figure_that_was_never_shown_means_nothing(figure: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - int() words its own
        meaning(figure)


def test_no_count_is_below_0() -> None:
    with pytest.raises(ValueError, match="below 0"):
        protect(table(1, -1))


@pytest.mark.parametrize(
    ("counts", "figures"),
    [
        ((12, 7, 30), "10 5 30 = 50"),
        ((12, 3, 30), "10 0 to 4 30 = 45"),
        ((0, 3, 0), "0 to 4 0 to 4 0 to 4 = 0 to 4"),
        ((0, 0, 0), "0 to 4 0 to 4 0 to 4 = 0 to 4"),
        ((20, 0, 0), "20 0 to 4 0 to 4 = 20"),
        ((1, 1, 5), "0 to 4 0 to 4 5 = [x]"),
        ((7, 0, 0), "5 0 to 4 0 to 4 = [x]"),
        ((4, 4, 0), "0 to 4 0 to 4 0 to 4 = 10"),
        ((2, 5, 4), "0 to 4 5 0 to 4 = 10"),
        ((21, 8, 8, 3, 2), "20 10 10 0 to 4 0 to 4 = 40"),
    ],
)
def test_a_table_without_a_merge_map(counts: tuple[int, ...], figures: str) -> None:
    assert shown(protect(table(*counts))) == figures


def test_the_total_is_rounded_from_the_true_one_and_never_added_up() -> None:
    assert shown(protect(table(7, 7, 7))) == "5 5 5 = 20"


def test_a_table_without_a_total_needs_nothing_but_hiding() -> None:
    assert shown(protect(table(1, 4, 9, total=""))) == "0 to 4 0 to 4 10"


def test_a_category_is_merged_before_a_total_is_kept_back() -> None:
    protected = protect(table(1, 5, 5), MERGES)
    assert [cell.category for cell in protected.cells] == ["a+b", "c"]
    assert shown(protected) == "5 5 = 10"
    assert protected.report == (ReportLine(Step.MERGED, Why.COULD_BE_WORKED_OUT, ("a", "b")),)


def test_merging_goes_on_until_nothing_is_hidden() -> None:
    protected = protect(table(1, 1, 5), MERGES)
    assert [cell.category for cell in protected.cells] == ["a+b+c"]
    assert shown(protected) == "5 = 5"
    assert [line.categories for line in protected.report if line.step is Step.MERGED] == [("a", "b"), ("a+b", "c")]


def test_a_map_that_does_not_reach_far_enough_leaves_the_categories_and_keeps_the_total_back() -> None:
    protected = protect(table(1, 1, 5), MERGES[:1])
    assert shown(protected) == "0 to 4 0 to 4 5 = [x]"
    assert ReportLine(Step.TOTAL_HIDDEN, Why.COULD_BE_WORKED_OUT) in protected.report


def test_a_table_whose_missing_total_would_be_a_clue_is_dropped() -> None:
    protected = protect(table(2, 5))  # only 5 would do harm, so a total kept back would be that one
    assert protected.is_dropped
    assert protected.report == (ReportLine(Step.DROPPED, Why.COULD_BE_WORKED_OUT),)


@pytest.mark.parametrize("few", [(20, 0, 0), (18, 2, 0), (19, 0, 1), (20, 1, 1), (22, 0, 0)])
def test_where_everyone_is_in_one_category_the_table_is_that_of_a_quarter_where_they_are_not(
    few: tuple[int, ...],
) -> None:
    assert protect(table(*few)) == protect(table(20, 0, 0))


def test_the_report_says_what_was_hidden_and_why_and_holds_no_count() -> None:
    assert protect(table(0, 30, 3)).report == (ReportLine(Step.HIDDEN, Why.SMALL_COUNT, ("a", "c")),)
    assert protect(table(20, 30)).report == ()


def test_tables_with_one_total_share_one_figure_or_keep_it_back_together() -> None:
    first, second = protect_all([table(1, 1, 5, name="one"), table(5, 1, 1, name="two")])
    assert (shown(first), shown(second)) == ("0 to 4 0 to 4 5 = [x]", "5 0 to 4 0 to 4 = [x]")
    assert ReportLine(Step.TOTAL_HIDDEN, Why.KEPT_BACK_ELSEWHERE) in second.report
    first, second = protect_all([table(20, 30, name="one"), table(27, 23, name="two")])
    assert (shown(first), shown(second)) == ("20 30 = 50", "25 25 = 50")


def test_a_table_that_would_give_an_earlier_one_away_is_dropped() -> None:
    first, second = protect_all([table(1, 1, 5, name="one"), table(7, name="two")])
    assert shown(first) == "0 to 4 0 to 4 5 = [x]"
    assert second.is_dropped  # its one figure is the total of the first


def test_a_table_that_an_earlier_one_gives_away_is_dropped() -> None:
    whole = CountTable("volume", "cases", (Cell("closed", 2, quantity="closed"), Cell("open", 40)), "active")
    level = CountTable("level", "cases", (Cell("L1", 1), Cell("L2", 1)), "closed")
    volume, fine = protect_all([whole, level])
    assert (shown(volume), shown(fine)) == ("0 to 4 40 = 40", "0 to 4 0 to 4 = 0 to 4")
    some = CountTable("volume", "cases", (Cell("closed", 6, quantity="closed"), Cell("open", 40)), "active")
    level = CountTable("level", "cases", (Cell("L1", 5), Cell("L2", 1)), "closed")
    volume, dropped = protect_all([some, level])
    assert shown(volume) == "5 40 = 45"
    assert dropped.is_dropped
    assert dropped.report == (ReportLine(Step.DROPPED, Why.COULD_BE_WORKED_OUT),)


CLOSED_AMONG = (
    *(Sum(f"active/{level}", (f"closed/{level}", f"open/{level}")) for level in "ab"),
    Sum("open", ("open/a", "open/b")),
)


def ending(active: tuple[int, int], closed: tuple[int, int]) -> tuple[CountTable, ...]:
    """Active cases of two levels, so many of them closed, and how many stay open altogether."""
    left = sum(active) - sum(closed)
    ended = CountTable("ended", "cases", (Cell("closed", sum(closed)), Cell("open", left, quantity="open")), "all")
    return ended, table(*active, name="active", total="all"), table(*closed, name="closed", total="")


def test_a_table_that_gives_another_away_by_a_difference_is_dropped() -> None:
    tables = ending((8, 50), (4, 50))
    ended, active, closed = protect_all(tables)
    assert (shown(ended), shown(active), shown(closed)) == ("55 0 to 4 = 60", "10 50 = 60", "0 to 4 50")
    # Of 8 or more at level "a" no more than 4 are closed, and no more than 4 are open: each of them is 4.
    ended, active, closed = protect_all(tables, sums=CLOSED_AMONG)
    assert (shown(ended), shown(active), closed.is_dropped) == ("55 0 to 4 = 60", "10 50 = 60", True)
    assert not any(one.is_dropped for one in protect_all(ending((20, 50), (9, 40)), sums=CLOSED_AMONG))


def test_one_quantity_has_one_count() -> None:
    with pytest.raises(ValueError, match="two counts of T"):
        protect_all([table(1, 2, name="one"), table(1, 3, name="two")])


def test_a_table_with_no_categories_publishes_nothing() -> None:
    assert protect(CountTable("t", "cases", (), "T")).is_dropped


COUNTS = st.integers(0, 13) | st.integers(0, 4)
SMALL_ONES = {1, 2, 3, 4}
"""What a hidden count must keep possible; that it is none must never be known."""


def true_tables(protected: ProtectedTable, top: int = 60) -> set[tuple[int, ...]]:
    """Every table of true counts that gives these figures: what a reader with endless patience is left with."""
    ranges = [range(least, min(most, top) + 1) for least, most in (meaning(cell.shown) for cell in protected.cells)]
    low, high = meaning(protected.total.shown) if protected.total else (0, 10**9)
    return {counts for counts in itertools.product(*ranges) if low <= sum(counts) <= high}


def still_possible(protected: ProtectedTable, tables: set[tuple[int, ...]]) -> list[set[int]]:
    return [
        {counts[column] for counts in tables}
        for column, cell in enumerate(protected.cells)
        if meaning(cell.shown)[1] == 4
    ]


@given(st.lists(COUNTS, min_size=2, max_size=4), st.sampled_from([(), MERGES]))
def test_a_reader_who_tries_every_table_learns_of_no_hidden_count_more_than_that_it_is_small(
    counts: list[int], merges: tuple[Merge, ...]
) -> None:
    protected = protect(table(*counts), merges)
    assert all(found >= SMALL_ONES for found in still_possible(protected, true_tables(protected)))


@pytest.mark.parametrize("merges", [(), MERGES[:1], MERGES], ids=["no merge map", "a short one", "a full one"])
def test_a_reader_who_knows_this_program_as_well_learns_no_more(merges: tuple[Merge, ...]) -> None:
    same_publication = defaultdict(set)
    for counts in itertools.product(range(13), repeat=3):
        protected = protect(table(*counts), merges)
        same_publication[protected.cells, protected.total].add(counts)
    for (cells, total), tables in same_publication.items():
        hidden = [column for column, cell in enumerate(cells) if cell.shown == "0 to 4"]
        left = {cells[column].category: {counts[column] for counts in tables} for column in hidden}
        assert all(found >= SMALL_ONES for found in left.values()), (cells, total, left)


@pytest.mark.parametrize("merges", [(), MERGES[:1], MERGES], ids=["no merge map", "a short one", "a full one"])
@pytest.mark.parametrize("columns", [2, 3])
def test_a_reader_who_knows_this_program_cannot_tell_that_everyone_is_in_one_category(
    columns: int, merges: tuple[Merge, ...]
) -> None:
    same_publication = defaultdict(set)
    for counts in itertools.product(range(13), repeat=columns):
        protected = protect(table(*counts), merges)
        same_publication[protected.cells, protected.total, protected.report].add(counts)
    for publication, tables in same_publication.items():
        for column in range(columns):
            assert any(sum(counts) > counts[column] for counts in tables), (publication, column)


@given(st.lists(COUNTS, min_size=2, max_size=3), st.data())
def test_two_tables_with_one_total_tell_no_more_together(counts: list[int], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, sum(counts)))
    first, second = protect_all([table(*counts, name="one"), table(cut, sum(counts) - cut, name="two")])
    ones, twos = true_tables(first), true_tables(second)
    if not first.is_dropped and not second.is_dropped:
        totals = {sum(one) for one in ones} & {sum(two) for two in twos}
        ones, twos = ({counts for counts in tables if sum(counts) in totals} for tables in (ones, twos))
    for protected, tables in ((first, ones), (second, twos)):
        assert all(found >= SMALL_ONES for found in still_possible(protected, tables))


@given(st.lists(COUNTS, min_size=2, max_size=4), st.booleans())
def test_the_bounds_worked_out_are_those_of_every_true_table(counts: list[int], with_total: bool) -> None:
    cells = protect(table(*counts, total="")).cells
    total = ShownCell("", show(sum(counts)) if with_total else "[x]", ("T",))
    figures = ProtectedTable("t", "cases", cells, total)
    known = Knowledge([Release((), (figures,))]).bounds
    tables = true_tables(figures)
    for column, cell in enumerate(cells):
        values = {row[column] for row in tables}
        assert known[f"t/{cell.category}"] == (min(values), max(values))


@given(st.lists(COUNTS, min_size=1, max_size=13))
def test_the_same_counts_always_give_the_same_tables_and_true_counts_fit_them(counts: list[int]) -> None:
    protected = protect(table(*counts))
    assert protected == protect(table(*counts))
    for cell, count in zip(protected.cells, counts, strict=False):
        assert meaning(cell.shown)[0] <= count <= meaning(cell.shown)[1]


def release(quarter: Quarter, *tables: CountTable) -> Release:
    return Release((quarter,), protect_all(tables))


def flow(*counts: int) -> CountTable:
    return CountTable(
        "flow", "cases", tuple(Cell(name, n, is_flow=True) for name, n in zip("abc", counts, strict=False))
    )


def test_a_release_passes_beside_itself_and_beside_other_quarters() -> None:
    first, second = release(Q1, table(12, 3, 30)), release(Q2, table(9, 2, 31))
    assert compare([first]) == compare([first, first]) == compare([first, second]) == ()
    assert first.period == "2026-Q1"


def test_a_table_that_went_out_is_final() -> None:
    assert Finding(FindingKind.REISSUED, "t", "2026-Q1") in compare(
        [release(Q1, table(12, 20)), release(Q1, table(13, 20))]
    )


def test_figures_that_no_counts_give_are_found() -> None:
    findings = compare([release(Q1, table(12, 20)), release(Q1, table(30, 20))])
    assert Finding(FindingKind.CONTRADICTION, "t/a @ 2026-Q1") in findings


def test_a_table_with_merged_categories_less_one_with_all_of_them_gives_a_difference_away() -> None:
    fine = ProtectedTable("fine", "cases", protect(table(5, 2, 9, total="")).cells)
    merged = ShownCell("a+b", "5", ("t/a", "t/b"))
    coarse = ProtectedTable("coarse", "cases", (merged,))
    assert compare([Release((Q1,), (fine,))]) == compare([Release((Q1,), (coarse,))]) == ()
    assert compare([Release((Q1,), (fine,)), Release((Q1,), (coarse,))]) == (
        Finding(FindingKind.GIVEN_AWAY, "t/b @ 2026-Q1"),
    )


def test_a_year_less_its_published_quarters_gives_the_rest_away() -> None:
    def year(*counts: int) -> list[Release]:
        quarters = [release(quarter, flow(count)) for quarter, count in zip((Q1, Q2, Q3, Q4), counts, strict=True)]
        assert compare(quarters) == ()
        return [*quarters, Release((Q1, Q2, Q3, Q4), release(Q1, flow(sum(counts))).tables)]

    fine = year(6, 1, 1, 1)
    assert fine[-1].period == "2026-Q1 to 2026-Q4"
    assert compare(fine) == ()  # 8 to 12, of one count of 5 to 7 and three of 0 to 4
    assert compare([*fine[:3], Release((Q1, Q2), release(Q1, flow(9)).tables), *fine[3:]]) == ()
    told = compare(year(6, 0, 1, 0))  # 5 to 7, of which one quarter has 5 at least
    assert told == tuple(Finding(FindingKind.GIVEN_AWAY, f"flow/a @ 2026-Q{number}") for number in (2, 3, 4))


def test_what_a_quarter_began_with_is_what_the_one_before_ended_with() -> None:
    def cases(start: int, new: int, end: int, closed: int) -> tuple[CountTable, ...]:
        begun = Cell("start", start, quantity="at start", carried_from="at end"), Cell("new", new)
        ended = Cell("closed", closed), Cell("end", end, quantity="at end")
        return CountTable("began", "cases", begun, "active"), CountTable("ended", "cases", ended, "active")

    before = release(Q1, *cases(20, 10, 27, 3))
    assert compare([before, release(Q2, *cases(27, 9, 30, 6))]) == ()
    edited = compare([before, release(Q2, *cases(40, 9, 30, 19))])
    assert edited == (Finding(FindingKind.CONTRADICTION, "at end @ 2026-Q1"),)


@settings(max_examples=50)
@given(st.lists(st.lists(COUNTS, min_size=3, max_size=3), min_size=1, max_size=4))
def test_true_counts_never_contradict_each_other(years: list[list[int]]) -> None:
    quarters = (Q1, Q2, Q3, Q4)[: len(years)]
    releases = [release(quarter, flow(*counts)) for quarter, counts in zip(quarters, years, strict=True)]
    total = Release(quarters, (protect(flow(*map(sum, zip(*years, strict=True)))),))
    kinds = {finding.kind for finding in compare([*releases, total] if len(years) > 1 else releases)}
    assert FindingKind.CONTRADICTION not in kinds
    assert Contradiction("x").quantity == "x"
