"""A whole quarter as it is published, read by someone who tries every office that could have published it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hypothesis import given, settings, strategies as st

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.disclosure_control import CountTable, ProtectedTable, Release, compare, protect_all
from iass_tui.rules.quarters import Quarter
from iass_tui.rules.statistics import MERGE_MAPS, SUMS, CaseFact, EnquiryFact, TallyFact, quarter_tables

Q3 = Quarter(2026, 3)
BEFORE, DAY = date(2026, 9, 30), date(2026, 11, 23)
Person = tuple[str, int, bool, bool]
"""A child with a case: level, year of birth, whether it is new in the quarter, whether it was closed in it."""


def tables_of(people: list[Person], saved: int = 0, tallied: int = 0) -> tuple[CountTable, ...]:
    cases = [
        CaseFact(
            case_id=number,
            child_id=number,
            opened_on=DAY if is_new else BEFORE,
            closed_on=DAY if is_closed else None,
            levels=((BEFORE, level),),
            born=PartialDate(year),
        )
        for number, (level, year, is_new, is_closed) in enumerate(people)
    ]
    tally = TallyFact(week=DAY, channel="TEL", user_type="ANO", issue_group="SS")
    return quarter_tables(Q3, cases, [EnquiryFact(received_on=DAY)] * saved, [tally] * tallied)


def published(tables: tuple[CountTable, ...]) -> tuple[ProtectedTable, ...]:
    return protect_all(tables, MERGE_MAPS, SUMS)


PEOPLE = st.tuples(
    st.sampled_from(["L1", "L2", "L3", "L4"]), st.sampled_from([2008, 2013, 2018]), st.booleans(), st.booleans()
)


def twins(people: list[Person], saved: int) -> Iterator[tuple[CountTable, ...]]:
    """The true tables of every office that differs in one person, one attribute at a time."""
    like = people[0]
    for column, values in enumerate((("L1", "L2", "L3", "L4"), (2008, 2013, 2018), (False, True), (False, True))):
        for value in values:
            other: Person = (*like[:column], value, *like[column + 1 :])  # type: ignore[assignment]
            yield tables_of([*people[1:], other], saved)
            yield tables_of([*people, other], saved)
    yield tables_of(people, saved - 1, 1)
    yield tables_of(people, saved, 1)


@settings(max_examples=25)
@given(PEOPLE, st.integers(1, 40), st.integers(1, 40))
def test_where_everyone_is_alike_another_office_where_they_are_not_publishes_the_very_same_tables(
    like: Person, many: int, saved: int
) -> None:
    """So neither the tables nor the reasons given with them tell that everyone is in one category."""
    people = [like] * many
    mine = published(tables_of(people, saved))
    theirs = [true for true in twins(people, saved) if published(true) == mine]
    for number, table in enumerate(tables_of(people, saved)):
        if table.total_count:
            assert any(all(cell.count < true[number].total_count for cell in true[number].cells) for true in theirs), (
                table.name,
                many,
            )


@settings(max_examples=60)
@given(st.lists(PEOPLE, max_size=40), st.integers(0, 20), st.integers(0, 20))
def test_what_goes_out_passes_the_attack_that_every_release_has_to_pass(
    people: list[Person], saved: int, tallied: int
) -> None:
    assert compare([Release((Q3,), published(tables_of(people, saved, tallied)), SUMS)]) == ()
