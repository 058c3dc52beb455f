"""Threads of notes: a day to correct, addenda afterwards, nothing lost."""

import dataclasses
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.decision import Refused
from iass_tui.rules.notes import (
    BrokenThread,
    NoteReason,
    NoteThread,
    fold_thread,
    may_correct,
    may_mark_in_error,
)
from iass_tui.rules.records.casework import NoteBody, NoteKind, NoteRow
from iass_tui.rules.records.office import Role

WRITTEN = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
NOTE, CASE = uuid4(), uuid4()
AUTHOR, COLLEAGUE = UUID(int=1), UUID(int=2)
DAY = timedelta(hours=24)


def row(number: int, kind: NoteKind, text: str, *, by: UUID = AUTHOR, after: timedelta = timedelta()) -> NoteRow:
    return NoteRow(
        id=uuid4(),
        note_id=NOTE,
        case_id=CASE,
        number=number,
        kind=kind,
        author_id=by,
        written_at=WRITTEN + after,
        body=NoteBody(text=text),
    )


FIRST = row(1, NoteKind.NOTE, "she rang")


def thread(*rows: NoteRow) -> NoteThread:
    return fold_thread([FIRST, *rows])


def test_the_author_corrects_until_a_day_has_passed() -> None:
    assert may_correct(AUTHOR, WRITTEN, AUTHOR, WRITTEN + DAY)
    late = may_correct(AUTHOR, WRITTEN, AUTHOR, WRITTEN + DAY + timedelta(seconds=1))
    assert late == Refused((NoteReason.TOO_LATE,))


def test_a_clock_that_stands_behind_does_not_stop_a_correction() -> None:
    assert may_correct(AUTHOR, WRITTEN, AUTHOR, WRITTEN - timedelta(minutes=3))


def test_a_colleague_corrects_nothing_and_hears_every_reason() -> None:
    answer = may_correct(AUTHOR, WRITTEN, COLLEAGUE, WRITTEN + 2 * DAY, in_error=True)
    assert answer == Refused((NoteReason.NOT_THE_AUTHOR, NoteReason.TOO_LATE, NoteReason.IN_ERROR))


def test_the_latest_correction_stands_and_every_version_stays_readable() -> None:
    folded = thread(row(2, NoteKind.CORRECTION, "he rang"), row(3, NoteKind.CORRECTION, "they rang"))
    assert folded.body.text == "they rang"
    assert [version.body.text for version in folded.versions] == ["she rang", "he rang", "they rang"]


def test_an_addendum_adds_and_replaces_nothing() -> None:
    folded = thread(row(2, NoteKind.ADDENDUM, "school rang back", by=COLLEAGUE, after=9 * DAY))
    assert folded.body.text == "she rang"
    assert [one.body.text for one in folded.addenda] == ["school rang back"]


@pytest.mark.parametrize(
    "late", [row(2, NoteKind.CORRECTION, "no", after=2 * DAY), row(2, NoteKind.CORRECTION, "no", by=COLLEAGUE)]
)
def test_a_correction_that_was_not_allowed_only_adds(late: NoteRow) -> None:
    folded = thread(late)
    assert folded.body.text == "she rang"
    assert folded.addenda == (late,)


def test_a_mark_of_error_keeps_the_note_and_stops_corrections() -> None:
    mark = row(2, NoteKind.IN_ERROR, "belongs to another family")
    folded = thread(mark, row(3, NoteKind.CORRECTION, "changed after"))
    assert folded.is_in_error
    assert folded.error == mark
    assert folded.body.text == "she rang"
    assert may_mark_in_error(folded, AUTHOR, Role.OFFICER, "again") == Refused((NoteReason.IN_ERROR,))


def test_the_author_or_a_manager_marks_an_error_and_says_why() -> None:
    assert may_mark_in_error(thread(), AUTHOR, Role.OFFICER, "wrong child")
    assert may_mark_in_error(thread(), COLLEAGUE, Role.MANAGER, "wrong child")
    answer = may_mark_in_error(thread(), COLLEAGUE, Role.OFFICER, " ")
    assert answer == Refused((NoteReason.NOT_THE_AUTHOR, NoteReason.NO_REASON_GIVEN))


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [row(1, NoteKind.ADDENDUM, "no note")],
        [FIRST, row(2, NoteKind.NOTE, "second")],
        [FIRST, dataclasses.replace(row(2, NoteKind.ADDENDUM, "x"), note_id=uuid4())],
    ],
)
def test_rows_that_are_no_thread_are_refused(rows: list[NoteRow]) -> None:
    with pytest.raises(BrokenThread):
        fold_thread(rows)


MORE = st.lists(
    st.builds(
        row,
        st.integers(2, 50),
        st.sampled_from([NoteKind.CORRECTION, NoteKind.ADDENDUM, NoteKind.IN_ERROR]),
        st.text(max_size=5),
        by=st.sampled_from([AUTHOR, COLLEAGUE]),
        after=st.timedeltas(timedelta(), timedelta(hours=48)),
    ),
    max_size=6,
    unique_by=lambda one: one.number,
)


@given(MORE, st.randoms(use_true_random=False))
def test_every_row_is_found_again_and_what_stands_was_written_by_the_author_within_the_day(
    more: list[NoteRow], shuffle: Random
) -> None:
    rows = [FIRST, *more]
    shuffle.shuffle(rows)
    folded = fold_thread(rows)
    marks = [one for one in rows if one.kind is NoteKind.IN_ERROR]
    assert {one.id for one in (*folded.versions, *folded.addenda, *marks)} == {one.id for one in rows}
    standing = folded.versions[-1]
    assert standing.author_id == AUTHOR
    assert standing.written_at <= WRITTEN + DAY
    assert folded == fold_thread(sorted(rows, key=lambda one: one.number))
