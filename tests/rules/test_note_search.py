"""Searching notes: the quick look at stored words misses nothing that the slow one finds."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import example, given, strategies as st

from iass_tui.rules.note_search import is_hit, sieve, text_of
from iass_tui.rules.notes import fold_thread
from iass_tui.rules.records.casework import NoteBody, NoteKind, NoteRow
from iass_tui.rules.timeline import wanted_words

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WRITTEN = st.text(st.characters(exclude_categories=["Cs"]), max_size=80) | st.sampled_from(
    ["Łukasz’s taxi", "O'Brien\nÉCOLE", "ﬁnal K", "«Straße»", "a\tb", "كتاب"]
)


def thread(*rows: tuple[NoteKind, NoteBody]):  # type: ignore[no-untyped-def]
    who = UUID(int=1)
    return fold_thread(
        [
            NoteRow(
                id=UUID(int=n), note_id=who, case_id=who, number=n, kind=kind, author_id=who, written_at=NOON, body=body
            )
            for n, (kind, body) in enumerate(rows, 1)
        ]
    )


def stored(body: NoteBody) -> bytes:
    return json.dumps(body.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@given(WRITTEN, WRITTEN, st.text(max_size=4), st.integers(0, 80), st.integers(1, 8))
@example("O\u2019Brien", "", "brien", 0, 1)
@example("\nSchool", "", "school", 0, 1)
@example("KELVIN \u212a", "", "k", 0, 1)
def test_what_is_found_the_slow_way_passes_the_quick_look(
    text: str, progress: str, typed: str, start: int, size: int
) -> None:
    body = NoteBody(text=text, progress=progress)
    for query in (typed, text[start : start + size], progress[start : start + size]):
        wanted = wanted_words(query)
        if wanted and is_hit(thread((NoteKind.NOTE, body)), wanted):
            assert sieve(wanted)(stored(body))


@pytest.mark.parametrize("text", ["The bus came", "£5 – “off”… the train", "Ångström"])
def test_the_quick_look_passes_over_what_does_not_hold_it(text: str) -> None:
    assert not sieve(("taxi",))(stored(NoteBody(text=text)))


def test_a_note_is_searched_as_it_stands() -> None:
    note = thread(
        (NoteKind.NOTE, NoteBody(text="the bus", action="Ring")),
        (NoteKind.CORRECTION, NoteBody(text="the taxi", action_by="Zoë", outcome="sorted")),
        (NoteKind.ADDENDUM, NoteBody(text="a school run")),
        (NoteKind.IN_ERROR, NoteBody(text="wrong family")),
    )
    assert text_of(note) == "the taxi\nZoë\nsorted\na school run\nwrong family"
    for query in ("taxi", "zoe school", "family sorted"):
        assert is_hit(note, wanted_words(query))
    for query in ("bus", "ring"):
        assert not is_hit(note, wanted_words(query))
