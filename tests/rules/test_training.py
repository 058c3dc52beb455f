"""Who may work (P25), who may record it (P61), and what everybody agrees to (P22, P59, P62)."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.dates import months_after
from iass_tui.rules.decision import Allowed, Refused
from iass_tui.rules.records.registers import Register, RegisterLine
from iass_tui.rules.records.training import (
    Acknowledgement,
    Basis,
    CourseKind,
    Held,
    RecordedTraining,
    TrainingEntry,
    Undertaking,
)
from iass_tui.rules.registers import Fault, faults, first_lines, review_due
from iass_tui.rules.registers.fields import FORMS
from iass_tui.rules.training import (
    MOST_GRACE,
    MOST_OWN_GRACE,
    Course,
    Grace,
    Standing,
    Trained,
    TrainingReason,
    gaps,
    given as given_grace,
    held_by,
    known_to_them,
    may_enter,
    may_work,
    standing,
    start,
)
from iass_tui.rules.undertakings import owed, text_of

TODAY = date(2026, 11, 23)
ID = UUID(int=7)
COURSE = Course(id=ID, name="Confidentiality", kind=CourseKind.CONFIDENTIALITY, months=12)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def done(on: date, course: Course = COURSE) -> Held:
    """A course done on that day."""
    return held_by(Trained(course_id=course.id, on=on, evidence="list"), course)


def line(held: Held, at: str = "2026-11-01", *, own: bool = False, taken_back: str = "") -> RecordedTraining:
    """A line of the register."""
    body = TrainingEntry(held=held, is_own=own, taken_back=taken_back)
    return RecordedTraining(id=ID, version=1, account_id=ID, written_at=at, author_id=ID, body=body)


def test_nobody_works_without_training_or_days_of_grace() -> None:
    other = dataclasses.replace(COURSE, kind=CourseKind.SAFEGUARDING)
    assert may_work((), TODAY) == Refused((TrainingReason.NEVER,))
    assert may_work((done(TODAY, other),), TODAY) == Refused((TrainingReason.NEVER,))
    assert may_work((done(date(2025, 11, 22)),), TODAY) == Refused((TrainingReason.ENDED,))


def test_the_last_day_counts_and_the_last_thirty_warn() -> None:
    assert may_work((done(date(2025, 11, 23)),), TODAY) == Allowed((TrainingReason.ENDS_SOON,))
    assert may_work((done(date(2025, 12, 23)),), TODAY) == Allowed((TrainingReason.ENDS_SOON,))
    assert may_work((done(date(2025, 12, 24)),), TODAY) == Allowed()


@pytest.mark.parametrize(
    ("on", "months", "until"),
    [
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_a_course_counts_to_the_same_day_so_many_months_later(on: date, months: int, until: date) -> None:
    assert months_after(on, months) == until


def test_the_first_thirty_days_are_days_of_grace() -> None:
    assert standing((start(TODAY),), TODAY + timedelta(days=30)) is Standing.GRACE
    assert standing((start(TODAY),), TODAY + timedelta(days=31)) is Standing.ENDED
    assert standing((start(TODAY), done(TODAY)), TODAY) is Standing.CURRENT


@given(st.lists(DAYS, max_size=4), st.lists(st.tuples(DAYS, st.integers(1, MOST_GRACE)), max_size=4), DAYS)
def test_whoever_may_work_has_a_line_that_covers_the_day(
    courses: list[date], graces: list[tuple[date, int]], today: date
) -> None:
    training = [done(on) for on in courses]
    training += [given_grace(Grace(days=days, reason="r"), on) for on, days in graces]
    covered = any(one.until >= today for one in training)
    assert bool(may_work(training, today)) is covered


@given(st.lists(st.tuples(DAYS, st.booleans()), max_size=5), DAYS)
def test_the_card_lets_exactly_those_work_whom_the_register_lets_work(
    entries: list[tuple[date, bool]], today: date
) -> None:
    lines = [line(done(on), taken_back="a mistake" if gone else "") for on, gone in entries]
    card = known_to_them((), lines)
    standing_lines = [one.body.held for one in lines if not one.body.taken_back]
    assert bool(may_work(card, today)) is bool(may_work(standing_lines, today))


def test_a_manager_records_their_own_only_where_no_other_may_work() -> None:
    wanted = Trained(course_id=ID, on=TODAY, evidence="certificate")
    refused = may_enter(wanted, is_own=True, others_may_work=True, lines=(), today=TODAY)
    assert refused == Refused((TrainingReason.ANOTHER_MANAGER,))
    assert may_enter(wanted, is_own=True, others_may_work=False, lines=(), today=TODAY)
    assert may_enter(wanted, is_own=False, others_may_work=True, lines=(), today=TODAY)


def test_every_reason_is_named_at_once() -> None:
    late = Trained(course_id=ID, on=TODAY + timedelta(days=1), evidence=" ")
    answer = may_enter(late, is_own=True, others_may_work=True, lines=(), today=TODAY)
    assert answer == Refused((TrainingReason.IN_THE_FUTURE, TrainingReason.NO_EVIDENCE, TrainingReason.ANOTHER_MANAGER))
    none = may_enter(Grace(days=0, reason=""), is_own=False, others_may_work=True, lines=(), today=TODAY)
    assert none == Refused((TrainingReason.TOO_MANY_DAYS, TrainingReason.NO_REASON))


@pytest.mark.parametrize(("is_own", "most"), [(False, MOST_GRACE), (True, MOST_OWN_GRACE)])
def test_days_of_grace_have_an_end(is_own: bool, most: int) -> None:
    for days, fits in ((most, True), (most + 1, False)):
        wanted = Grace(days=days, reason="booked")
        answer = may_enter(wanted, is_own=is_own, others_may_work=False, lines=(), today=TODAY)
        assert bool(answer) is fits


def test_nobody_gives_themselves_grace_twice_without_training_in_between() -> None:
    grace = Grace(days=10, reason="booked")
    own = line(given_grace(grace, TODAY), "2026-11-02", own=True)

    def again(*lines: RecordedTraining) -> bool:
        return bool(may_enter(grace, is_own=True, others_may_work=False, lines=lines, today=TODAY))

    assert not again(own)
    assert not again(line(given_grace(grace, TODAY), "2026-11-02", own=True, taken_back="oh"))
    assert again(own, line(done(TODAY), "2026-11-03"))
    assert not again(own, line(done(TODAY), "2026-11-03", taken_back="it was another day"))


def test_one_confidentiality_course_is_enough_and_the_others_are_gaps() -> None:
    other = Course(id=UUID(int=8), name="Confidentiality again", kind=CourseKind.CONFIDENTIALITY, months=12)
    law = Course(id=UUID(int=9), name="Law", kind=CourseKind.LAW, months=24)
    assert gaps((done(TODAY),), (COURSE, other, law), TODAY) == (law,)
    assert gaps((start(TODAY),), (COURSE, law), TODAY) == (COURSE, law)


# undertakings


def agreed(what: Undertaking, on: date, ict: str = "") -> Acknowledgement:
    """Agreed to the text in force."""
    text = text_of(what, ict)
    return Acknowledgement(what=what, version=text.version, sha256=text.sha256, on=on)


def test_whoever_never_agreed_owes_all_three() -> None:
    assert [one.what for one in owed((), TODAY)] == list(Undertaking)


def test_a_declaration_is_owed_again_after_a_year_and_the_others_are_not() -> None:
    known = [agreed(what, date(2025, 11, 22)) for what in Undertaking]
    assert [one.what for one in owed(known, TODAY)] == [Undertaking.DECLARATION]
    assert not owed(known, date(2026, 11, 22))


def test_another_ict_policy_is_asked_about_anew() -> None:
    known = [agreed(what, TODAY) for what in Undertaking]
    assert [one.what for one in owed(known, TODAY, "Version 9")] == [Undertaking.ICT_POLICY]


# registers


@pytest.mark.parametrize("register", Register)
def test_what_a_register_begins_with_could_be_saved_as_it_is(register: Register) -> None:
    for one in first_lines(register, TODAY):
        assert not faults(register, one.values)
        assert set(one.values) <= {field.key for field in FORMS[register].fields}


def test_a_course_counts_for_one_to_sixty_months() -> None:
    for months, fits in (("1", True), ("60", True), ("0", False), ("61", False), ("12345", False), ("x", False)):
        found = faults(Register.COURSES, {"name": "n", "kind": "LAW", "months": months})
        assert found == (() if fits else (("months", Fault.NOT_MONTHS),))


@given(DAYS, DAYS)
def test_a_control_is_due_from_its_day_on_until_it_is_taken_back(review: date, today: date) -> None:
    one = RegisterLine(values={"review": review.isoformat()})
    assert (review_due(one, today) is not None) is (review <= today)
    assert review_due(dataclasses.replace(one, taken_back="gone"), today) is None


def test_a_basis_is_never_renamed() -> None:
    assert [one.value for one in Basis] == ["COURSE", "GRACE", "START"]
