"""What may be done with a concern: nothing puts one off, nothing closes one undecided."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.concerns import (
    MOST_STEPS,
    STEP_LIMIT,
    concern_problems,
    default_checklist,
    follow_up_on,
    format_concern,
    is_decided,
    lines_of,
    may_add,
    may_set_steps,
    renewed,
    steps_done,
    told_about,
    told_us,
    urgency,
    waited,
)
from iass_tui.rules.decision import Refused
from iass_tui.rules.records.concerns import (
    AboutWhom,
    Concern,
    ConcernBody,
    ConcernEntry,
    ConcernEntryBody,
    ConcernState,
    EntryKind,
    Verdict,
)
from iass_tui.rules.records.office import Role
from iass_tui.rules.records.sharing import ConcernSource

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OPEN, CLOSED = ConcernState.OPEN, ConcernState.CLOSED
PERSON = UUID(int=7)


def line(number: int, kind: EntryKind, **more: object) -> ConcernEntry:
    body = ConcernEntryBody(kind=kind, **more)  # type: ignore[arg-type]
    return ConcernEntry(id=uuid4(), number=number, written_at=NOW, author_id=UUID(int=1), body=body)


def history(*kinds: EntryKind) -> list[ConcernEntry]:
    return [
        line(number, kind, words="w", verdict=Verdict.NOTHING, step="lead", person_id=PERSON)
        for number, kind in enumerate(kinds, 1)
    ]


def reasons(state: ConcernState, body: ConcernEntryBody, entries: list[ConcernEntry]) -> set[str]:
    answer = may_add(state, body, entries)
    return {reason.value for reason in answer.reasons} if isinstance(answer, Refused) else set()


def test_p23_what_is_only_watched_is_looked_at_again_on_a_day() -> None:
    watch = ConcernEntryBody(kind=EntryKind.DECISION, verdict=Verdict.WATCH, words="nothing goes for now")
    assert reasons(OPEN, watch, []) == {"CONCERN_NO_DAY"}
    assert may_add(OPEN, dataclasses.replace(watch, follow_up_on=date(2026, 12, 1)), [])
    assert may_add(OPEN, dataclasses.replace(watch, verdict=Verdict.NOTHING), [])


DECIDED = history(EntryKind.TAKEN_UP, EntryKind.DECISION)
TOLD = history(EntryKind.STAFF_TOLD)
TICKED = history(EntryKind.STEP)
CASES = [
    (OPEN, ConcernEntryBody(kind=EntryKind.NOTE, words="x"), [], set()),
    (OPEN, ConcernEntryBody(kind=EntryKind.NOTE, words=" \n"), [], {"CONCERN_NO_WORDS"}),
    (CLOSED, ConcernEntryBody(kind=EntryKind.NOTE, words="x"), DECIDED, {"CONCERN_CLOSED"}),
    (OPEN, ConcernEntryBody(kind=EntryKind.DECISION), [], {"CONCERN_NO_WORDS", "CONCERN_NO_VERDICT"}),
    (OPEN, ConcernEntryBody(kind=EntryKind.CLOSED, words="x"), DECIDED, set()),
    (OPEN, ConcernEntryBody(kind=EntryKind.CLOSED), [], {"CONCERN_NO_WORDS", "CONCERN_NO_DECISION"}),
    (CLOSED, ConcernEntryBody(kind=EntryKind.REOPENED, words="x"), DECIDED, set()),
    (OPEN, ConcernEntryBody(kind=EntryKind.REOPENED, words="x"), [], {"CONCERN_OPEN"}),
    (OPEN, ConcernEntryBody(kind=EntryKind.STEP), [], {"CONCERN_NO_SUCH_STEP"}),
    (OPEN, ConcernEntryBody(kind=EntryKind.STEP, step="lead"), TICKED, {"CONCERN_STEP_DONE"}),
    (OPEN, ConcernEntryBody(kind=EntryKind.STEP_OPEN, step="lead", words="x"), TICKED, set()),
    (OPEN, ConcernEntryBody(kind=EntryKind.STEP_OPEN, step="lead", words="x"), [], {"CONCERN_STEP_NOT_DONE"}),
    (OPEN, ConcernEntryBody(kind=EntryKind.STAFF_TOLD), [], {"CONCERN_NOT_ON_FILE"}),
    (CLOSED, ConcernEntryBody(kind=EntryKind.STAFF_TOLD, person_id=PERSON), [], set()),
    (OPEN, ConcernEntryBody(kind=EntryKind.STAFF_TOLD, person_id=PERSON), TOLD, {"CONCERN_TOLD_ALREADY"}),
    (CLOSED, ConcernEntryBody(kind=EntryKind.STAFF_NOT_TOLD), TOLD, set()),
    (OPEN, ConcernEntryBody(kind=EntryKind.STAFF_NOT_TOLD), [], {"CONCERN_NOT_TOLD"}),
]


@pytest.mark.parametrize(("state", "body", "entries", "why"), CASES)
def test_what_may_be_added(
    state: ConcernState, body: ConcernEntryBody, entries: list[ConcernEntry], why: set[str]
) -> None:
    assert reasons(state, body, entries) == why


@given(st.lists(st.sampled_from(EntryKind), max_size=12))
def test_nothing_closes_without_a_decision_since_it_was_last_opened(kinds: list[EntryKind]) -> None:
    """P23: whatever was done before, closing asks for a decision after the last opening."""
    since = kinds[len(kinds) - kinds[::-1].index(EntryKind.REOPENED) :] if EntryKind.REOPENED in kinds else kinds
    entries = history(*kinds)
    assert is_decided(entries) is (EntryKind.DECISION in since)
    closing = ConcernEntryBody(kind=EntryKind.CLOSED, words="x")
    assert bool(may_add(OPEN, closing, entries)) is is_decided(entries)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 10_000)), max_size=20))
def test_nothing_puts_a_concern_off(made: list[tuple[bool, int]]) -> None:
    """P23: danger first, then the longest waiting; a concern only ever moves up as others close."""
    concerns = [
        Concern(
            id=uuid4(),
            version=1,
            state=OPEN,
            raised_at=NOW + timedelta(minutes=minutes),
            raised_by=UUID(int=1),
            body=ConcernBody(
                about=AboutWhom.CHILD, source=ConcernSource.SUSPECTED, what="x", is_immediate=is_immediate
            ),
        )
        for is_immediate, minutes in made
    ]
    ordered = sorted(concerns, key=urgency)
    urgent = [one.body.is_immediate for one in ordered]
    assert urgent == sorted(urgent, reverse=True)
    for mood in (True, False):
        moments = [one.raised_at for one in ordered if one.body.is_immediate is mood]
        assert moments == sorted(moments)


def test_a_concern_needs_only_what_was_said_or_seen() -> None:
    body = ConcernBody(about=AboutWhom.ADULT, source=ConcernSource.SUSPECTED, what="x")
    assert list(concern_problems(body, NOW.date())) == []
    empty = ConcernBody(
        about=AboutWhom.ADULT, source=ConcernSource.SUSPECTED, what="\t", happened_on=date(2026, 11, 24)
    )
    assert [problem.field for problem in concern_problems(empty, NOW.date())] == ["what", "happened_on"]


def test_who_heard_it_decides_the_source() -> None:
    assert told_us(Role.VOLUNTEER) is ConcernSource.TOLD_VOL
    assert {told_us(Role.OFFICER), told_us(Role.MANAGER)} == {ConcernSource.TOLD_STAFF}


def test_a_reference_is_said_aloud_and_tells_nothing() -> None:
    assert format_concern(UUID(int=0)) == "S-AAAAA"


def test_what_stands_is_folded_from_the_lines() -> None:
    entries = history(
        EntryKind.STEP, EntryKind.STEP_OPEN, EntryKind.STAFF_TOLD, EntryKind.STAFF_NOT_TOLD, EntryKind.STEP
    )
    assert list(steps_done(entries)) == ["lead"]
    assert told_about(entries) is None
    assert told_about(TOLD) == PERSON
    decided = [line(1, EntryKind.DECISION, follow_up_on=date(2026, 12, 1)), line(2, EntryKind.DECISION)]
    assert (follow_up_on(decided[:1]), follow_up_on(decided)) == (date(2026, 12, 1), None)


def test_a_decision_does_its_step_of_the_checklist_until_the_concern_is_opened_again() -> None:
    decided = [line(1, EntryKind.DECISION, follow_up_on=date(2026, 12, 1))]
    assert set(steps_done(decided)) == {"referral", "again"}
    assert set(steps_done([line(1, EntryKind.DECISION)])) == {"referral"}
    assert steps_done([*decided, line(2, EntryKind.CLOSED), line(3, EntryKind.REOPENED)]) == {}
    by_hand = [line(1, EntryKind.STEP, step="referral"), line(2, EntryKind.DECISION), line(3, EntryKind.REOPENED)]
    assert set(steps_done(by_hand)) == {"referral"}
    assert "referral" not in steps_done([*decided, line(2, EntryKind.STEP_OPEN, step="referral")])


def test_a_clock_that_stands_behind_makes_no_concern_younger_than_nothing() -> None:
    assert waited(NOW, NOW - timedelta(hours=1)) == timedelta(0)


def test_the_default_says_that_it_is_one_and_has_the_steps_of_practice() -> None:
    steps = default_checklist()
    assert steps.is_default
    assert [step.id for step in steps.steps] == ["danger", "lead", "words", "referral", "family", "duty", "again"]
    assert may_set_steps([step.words for step in steps.steps])


def test_steps_are_one_to_thirty_short_lines_each_once() -> None:
    answer = may_set_steps(["a" * (STEP_LIMIT + 1), *(str(number) for number in range(MOST_STEPS)), "1"])
    assert isinstance(answer, Refused)
    assert {reason.value for reason in answer.reasons} == {
        "CONCERN_TOO_MANY_STEPS",
        "CONCERN_STEP_TOO_LONG",
        "CONCERN_STEP_TWICE",
    }
    assert not may_set_steps(lines_of(" \n\n"))
    assert lines_of(" Ring  the desk \n\nWrite it down") == ("Ring the desk", "Write it down")


def test_a_step_whose_words_stay_keeps_what_was_ticked() -> None:
    before = default_checklist()
    after = renewed(before, ["New", before.steps[1].words], (str(number) for number in count()))
    assert [step.id for step in after.steps] == ["0", "lead"]
    assert not after.is_default
