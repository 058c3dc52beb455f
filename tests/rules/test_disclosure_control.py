"""Counts made safe to publish, and readers who try to get the hidden ones back."""

import itertools
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    Why,
    compare,
    protect,
    protect_all,
)
from iass_tui.rules.quarters import Quarter

Q1, Q2, Q3, Q4 = (Quarter(2026, number) for number in range(1, 5))
MERGES = (Merge(("a", "b"), "a+b"), Merge(("c", "d"), "c+d"), Merge(("a+b", "c"), "a+b+c"))


def table(*counts: int, name: str = "t", total: str = "T", zero_is_harmless: bool = True) -> CountTable:
    cells = tuple(Cell(category, count) for category, count in zip("abcdefgh", counts, strict=False))
    return CountTable(name, "cases", cells, total, zero_is_harmless)


def shown(protected: ProtectedTable) -> str:
    figures = " ".join(cell.shown for cell in protected.cells)
    return f"{figures} = {protected.total.shown}" if protected.total else figures


@pytest.mark.parametrize(
    ("count", "figure"),
    [(0, "0"), (1, "[c]"), (4, "[c]"), (5, "5"), (7, "5"), (8, "10"), (12, "10"), (13, "15"), (102, "100")],
)
def test_a_count_is_shown(count: int, figure: str) -> None:
    assert show(count) == figure
    assert show(count, zero_is_harmless=False) == ("0 to 4" if count < 5 else figure)


@pytest.mark.parametrize(
    ("figure", "least", "most"), [("0", 0, 0), ("[c]", 1, 4), ("0 to 4", 0, 4), ("5", 5, 7), ("10", 8, 12)]
)
def test_a_figure_stands_for_these_counts_and_no_others(figure: str, least: int, most: int) -> None:
    assert meaning(figure) == (least, most)
    harmless = figure != "0 to 4"
    assert [n for n in range(30) if show(n, zero_is_harmless=harmless) == figure] == list(range(least, most + 1))


@pytest.mark.parametrize("figure", ["7", "-5", "", "five"])
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
        ((12, 3, 30), "10 [c] 30 = 45"),
        ((0, 3, 0), "0 [c] 0 = [c]"),
        ((0, 0, 0), "0 0 0 = 0"),
        ((1, 1, 0), "[c] [c] 0 = [x]"),
        ((4, 4, 0), "[c] [c] 0 = [x]"),
        ((2, 5, 4), "[c] 5 [c] = 10"),
        ((21, 8, 8, 3, 2), "20 10 10 [c] [c] = 40"),
    ],
)
def test_a_table_without_a_merge_map(counts: tuple[int, ...], figures: str) -> None:
    assert shown(protect(table(*counts))) == figures


def test_the_total_is_rounded_from_the_true_one_and_never_added_up() -> None:
    assert shown(protect(table(7, 7, 7))) == "5 5 5 = 20"


def test_a_table_without_a_total_needs_nothing_but_hiding() -> None:
    assert shown(protect(table(1, 4, 9, total=""))) == "[c] [c] 10"


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
    assert shown(protected) == "[c] [c] 5 = [x]"
    assert ReportLine(Step.TOTAL_HIDDEN, Why.COULD_BE_WORKED_OUT) in protected.report


def test_a_table_whose_missing_total_would_be_a_clue_is_dropped() -> None:
    protected = protect(table(2, 5))  # only 5 would do harm, so a total kept back would be that one
    assert protected.is_dropped
    assert protected.report == (ReportLine(Step.DROPPED, Why.COULD_BE_WORKED_OUT),)


def test_where_even_none_would_tell_something_nought_is_hidden_too() -> None:
    protected = protect(table(0, 3, 20, 41, zero_is_harmless=False))
    assert shown(protected) == "0 to 4 0 to 4 20 40 = 65"


def test_the_report_says_what_was_hidden_and_why_and_holds_no_count() -> None:
    assert protect(table(0, 3, 0)).report == (
        ReportLine(Step.HIDDEN, Why.SMALL_COUNT, ("b",)),
        ReportLine(Step.ONE_CATEGORY, Why.SAYS_THE_SAME_OF_ALL, ("b",)),
    )
    assert protect(table(20, 30)).report == ()


def test_tables_with_one_total_share_one_figure_or_keep_it_back_together() -> None:
    first, second = protect_all([table(1, 1, name="one"), table(1, 1, name="two")])
    assert (shown(first), shown(second)) == ("[c] [c] = [x]", "[c] [c] = [x]")
    assert ReportLine(Step.TOTAL_HIDDEN, Why.KEPT_BACK_ELSEWHERE) in second.report
    first, second = protect_all([table(20, 30, name="one"), table(27, 23, name="two")])
    assert (shown(first), shown(second)) == ("20 30 = 50", "25 25 = 50")


def test_a_table_that_would_give_an_earlier_one_away_is_dropped() -> None:
    first, second = protect_all([table(1, 1, name="one"), table(2, 0, name="two")])
    assert shown(first) == "[c] [c] = [x]"
    assert second.is_dropped  # its one [c] is the total of the first


def test_a_table_that_an_earlier_one_gives_away_is_dropped() -> None:
    whole = CountTable("volume", "cases", (Cell("closed", 2, quantity="closed"), Cell("open", 40)), "active")
    level = CountTable("level", "cases", (Cell("L1", 1), Cell("L2", 1)), "closed")
    volume, dropped = protect_all([whole, level])
    assert shown(volume) == "[c] 40 = 40"
    assert dropped.is_dropped
    assert dropped.report == (ReportLine(Step.DROPPED, Why.COULD_BE_WORKED_OUT),)


def test_one_quantity_has_one_count() -> None:
    with pytest.raises(ValueError, match="two counts of T"):
        protect_all([table(1, 2, name="one"), table(1, 3, name="two")])


def test_a_table_with_no_categories_publishes_nothing() -> None:
    assert protect(CountTable("t", "cases", (), "T")).is_dropped


COUNTS = st.integers(0, 13) | st.integers(0, 4)


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


@given(st.lists(COUNTS, min_size=2, max_size=4), st.sampled_from([(), MERGES]), st.booleans())
def test_a_reader_who_tries_every_table_learns_of_no_hidden_count_more_than_that_it_is_small(
    counts: list[int], merges: tuple[Merge, ...], zero_is_harmless: bool
) -> None:
    protected = protect(table(*counts, zero_is_harmless=zero_is_harmless), merges)
    needed = {1, 2, 3, 4} if zero_is_harmless else {0, 1, 2, 3, 4}
    assert all(found == needed for found in still_possible(protected, true_tables(protected)))


@pytest.mark.parametrize("merges", [(), MERGES[:1], MERGES], ids=["no merge map", "a short one", "a full one"])
def test_a_reader_who_knows_this_program_as_well_learns_no_more(merges: tuple[Merge, ...]) -> None:
    same_publication = defaultdict(set)
    for counts in itertools.product(range(13), repeat=3):
        protected = protect(table(*counts), merges)
        same_publication[protected.cells, protected.total].add(counts)
    for (cells, total), tables in same_publication.items():
        hidden = [column for column, cell in enumerate(cells) if cell.shown == "[c]"]
        left = {cells[column].category: {counts[column] for counts in tables} for column in hidden}
        assert all(found == {1, 2, 3, 4} for found in left.values()), (cells, total, left)


@given(st.lists(COUNTS, min_size=2, max_size=3), st.data())
def test_two_tables_with_one_total_tell_no_more_together(counts: list[int], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, sum(counts)))
    first, second = protect_all([table(*counts, name="one"), table(cut, sum(counts) - cut, name="two")])
    ones, twos = true_tables(first), true_tables(second)
    if not first.is_dropped and not second.is_dropped:
        totals = {sum(one) for one in ones} & {sum(two) for two in twos}
        ones, twos = ({counts for counts in tables if sum(counts) in totals} for tables in (ones, twos))
    for protected, tables in ((first, ones), (second, twos)):
        assert all(found == {1, 2, 3, 4} for found in still_possible(protected, tables))


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
    quarters = [release(quarter, flow(count)) for quarter, count in ((Q1, 0), (Q2, 0), (Q3, 2), (Q4, 3))]
    year = release(Q1, flow(5)).tables
    assert compare(quarters) == ()
    assert compare([*quarters, Release((Q1, Q2, Q3, Q4), year)]) == ()  # 5 to 7, of two counts of 1 to 4
    findings = compare([*quarters[:3], Release((Q1, Q2, Q3), release(Q1, flow(2)).tables), *quarters[3:]])
    assert findings == ()  # the same [c] again
    small = Release((Q1, Q2, Q3, Q4), release(Q1, flow(4)).tables)
    assert small.period == "2026-Q1 to 2026-Q4"
    assert compare([*quarters, small]) == (
        Finding(FindingKind.GIVEN_AWAY, "flow/a @ 2026-Q1 + flow/a @ 2026-Q2 + flow/a @ 2026-Q3 + flow/a @ 2026-Q4"),
        Finding(FindingKind.GIVEN_AWAY, "flow/a @ 2026-Q3"),
        Finding(FindingKind.GIVEN_AWAY, "flow/a @ 2026-Q4"),
    )


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
