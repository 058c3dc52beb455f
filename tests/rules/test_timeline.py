"""The timeline: every line once and in order, narrowed by kind and words, hits marked in words."""

import dataclasses
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.text import fold
from iass_tui.rules.timeline import (
    Timeline,
    TimelineKind,
    TimelineLine,
    holds,
    in_order,
    kinds_of,
    marked,
    next_kind,
    wanted_words,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LINES = st.lists(
    st.builds(
        TimelineLine,
        day=st.dates(date(2020, 1, 1), date(2027, 1, 1)),
        moment=st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
        kind=st.sampled_from(TimelineKind),
        title=st.text(max_size=30),
        who=st.sampled_from(["Omar", "Zoë"]),
        key=st.integers(),
        text=st.text(max_size=60),
    ),
    unique_by=lambda one: one.key,
)


@given(LINES)
def test_every_line_stands_once_and_none_before_a_newer_one(lines: list[TimelineLine]) -> None:
    shown = in_order(lines)
    assert sorted(map(str, shown)) == sorted(map(str, lines))
    assert [(one.day, one.moment) for one in shown] == sorted(((one.day, one.moment) for one in lines), reverse=True)
    assert in_order(reversed(lines)) == shown


@given(LINES)
def test_the_kinds_shown_alone_make_up_the_whole_and_going_on_ends_where_it_began(lines: list[TimelineLine]) -> None:
    timeline = Timeline(lines)
    alone = [one for kind in TimelineKind for one in timeline.narrowed(kind).lines]
    assert in_order(alone) == timeline.narrowed().lines == timeline.lines
    kind: TimelineKind | None = None
    seen = [kind := next_kind(timeline.lines, kind) for _ in range(len(kinds_of(lines)) + 1)]
    assert seen == [*kinds_of(lines), None]
    assert next_kind([], TimelineKind.NOTE) is None


@given(LINES, st.text(max_size=6), st.none() | st.sampled_from(TimelineKind))
def test_a_search_leaves_exactly_the_lines_that_hold_all_words(
    lines: list[TimelineLine], query: str, kind: TimelineKind | None
) -> None:
    left = Timeline(lines).narrowed(kind, query)
    wanted = fold(query).split()
    expected = [
        one
        for one in in_order(lines)
        if kind in (None, one.kind) and all(word in fold(f"{one.title} {one.who} {one.text}") for word in wanted)
    ]
    assert list(left.lines) == expected


def line(text: str, **more: object) -> TimelineLine:
    first = TimelineLine(NOON.date(), NOON, TimelineKind.NOTE, text[:20], "Omar", text, text)
    return dataclasses.replace(first, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["ecole", "ÉCOLE", "  taxi école ", "col axi"])
def test_accents_capitals_and_order_do_not_matter(query: str) -> None:
    timeline = Timeline([line("Taxi to the École, from Monday"), line("A bus")])
    assert [one.title for one in timeline.narrowed(query=query).lines] == ["Taxi to the École, f"]


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("The école rang.", "ecole", "The «école» rang."),
        ("one two three four five six bus stop", "bus", "… two three four five six «bus» stop"),
        ("He said:\n\nno bus", "said bus", "He «said:» no «bus»"),
        ("[/] bus [@click=x]", "bus", "[/] «bus» [@click=x]"),
        ("nothing of it", "bus", "nothing of it"),
    ],
    ids=["an accent", "the words before", "two words over lines", "markup as it stands", "no word alone"],
)
def test_hits_are_marked_in_words(text: str, query: str, shown: str) -> None:
    assert marked(text, wanted_words(query)) == shown


@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(["bus", "straße", "o brien"]))
def test_a_word_that_is_there_is_marked_however_long_the_text(before: str, after: str, query: str) -> None:
    wanted = wanted_words(query)
    assert any(f"«{word}»" in marked(f"{before} {query} {after}", wanted) for word in query.split())
    assert holds(fold(f"{before} {query} {after}"), wanted)


def test_a_long_text_is_cut_after_its_first_hit() -> None:
    assert len(marked("bus " + "word " * 20_000, ("bus",))) < 400
