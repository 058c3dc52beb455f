"""A whole quarter as it is published, read by someone who tries every office that could have published it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date

from hypothesis import given, settings, strategies as st

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.disclosure_control import CountTable, ProtectedTable, Release, compare, protect_all
from iass_tui.rules.quarters import Quarter
from iass_tui.rules.records.feedback import FeedbackBody
from iass_tui.rules.statistics import MERGE_MAPS, SUMS, CaseFact, EnquiryFact, TallyFact, quarter_tables, share

Q3 = Quarter(2026, 3)
BEFORE, DAY = date(2026, 9, 30), date(2026, 11, 23)
Person = tuple[str, int, bool, bool, str, str, str, str]
"""A child with a case: level, year of birth, new in the quarter, closed in it, ethnic group, sex, language, help."""
ETHNIC, SEX = ["WHITE", "BLACK", "NOT_STATED"], ["F", "M", "NOT_STATED"]
LANGUAGE = ["ENGLISH", "NOT_ENGLISH", "NOT_STATED"]
HELP = ["NO_INTERPRETER", "INTERPRETER", "NOT_STATED"]


def tables_of(people: list[Person], saved: int = 0, tallied: int = 0) -> tuple[CountTable, ...]:
    cases = [
        CaseFact(
            case_id=number,
            child_id=number,
            opened_on=DAY if is_new else BEFORE,
            closed_on=DAY if is_closed else None,
            levels=((BEFORE, level),),
            born=PartialDate(year),
            ethnic_group=ethnic_group,
            sex=sex,
            language=language,
            interpreter=interpreter,
        )
        for number, (level, year, is_new, is_closed, ethnic_group, sex, language, interpreter) in enumerate(people)
    ]
    tally = TallyFact(week=DAY, channel="TEL", user_type="ANO", issue_group="SS")
    return quarter_tables(Q3, cases, [EnquiryFact(received_on=DAY)] * saved, [tally] * tallied)


def published(tables: tuple[CountTable, ...]) -> tuple[ProtectedTable, ...]:
    return protect_all(tables, MERGE_MAPS, SUMS)


PEOPLE = st.tuples(
    st.sampled_from(["L1", "L2", "L3", "L4"]),
    st.sampled_from([2008, 2013, 2018]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(ETHNIC),
    st.sampled_from(SEX),
    st.sampled_from(LANGUAGE),
    st.sampled_from(HELP),
)


def twins(people: list[Person], saved: int) -> Iterator[tuple[CountTable, ...]]:
    """The true tables of every office that differs in one person, one attribute at a time."""
    like = people[0]
    every = (("L1", "L2", "L3", "L4"), (2008, 2013, 2018), (False, True), (False, True), ETHNIC, SEX, LANGUAGE, HELP)
    for column, values in enumerate(every):
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
    others = list(twins(people, saved))
    looks_the_same = functools.cache(lambda which: published(others[which]) == mine)
    for number, table in enumerate(tables_of(people, saved)):
        if table.total_count:
            unlike = [
                which
                for which, true in enumerate(others)
                if all(cell.count < true[number].total_count for cell in true[number].cells)
            ]
            assert any(map(looks_the_same, unlike)), (table.name, many)


@settings(max_examples=60)
@given(st.lists(PEOPLE, max_size=40), st.integers(0, 20), st.integers(0, 20))
def test_what_goes_out_passes_the_attack_that_every_release_has_to_pass(
    people: list[Person], saved: int, tallied: int
) -> None:
    assert compare([Release((Q3,), published(tables_of(people, saved, tallied)), SUMS)]) == ()


ANSWERS = st.builds(
    FeedbackBody,
    reach=st.sampled_from([None, 2, 5]),
    fair=st.sampled_from([None, 2, 5]),
    confident_before=st.sampled_from([None, 5]),
    confident_now=st.sampled_from([None, 3, 8]),
)


@settings(max_examples=60)
@given(st.lists(ANSWERS, max_size=60))
def test_feedback_goes_out_with_nothing_given_away_and_no_share_that_its_figures_do_not_tell(
    forms: list[FeedbackBody],
) -> None:
    tables = published(quarter_tables(Q3, [], [], [], forms))
    assert compare([Release((Q3,), tables, SUMS)]) == ()
    for table in tables:
        percent = share(table) if table.name.startswith("feedback") else None
        if percent is not None:
            assert table.total is not None
            assert int(table.total.shown) >= 20
            assert percent == round(100 * int(table.cells[0].shown) / int(table.total.shown)) or percent == 100


def test_where_every_answer_is_a_good_one_it_is_not_told_that_there_is_no_other() -> None:
    good, bad = FeedbackBody(reach=5), FeedbackBody(reach=1)
    nearly = [published(quarter_tables(Q3, [], [], [], [bad]))]
    for many in range(1, 61):
        nearly.append(published(quarter_tables(Q3, [], [], [], [good] * many + [bad])))
        assert published(quarter_tables(Q3, [], [], [], [good] * many)) in nearly
