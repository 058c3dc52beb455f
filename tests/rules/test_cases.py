"""Cases: references, closing (P41), reopening, levels and handover (P43)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.cases import (
    LEVELS,
    CaseReason,
    format_reference,
    highest_level,
    may_close,
    may_reopen,
    next_statuses,
    parse_reference,
    with_level,
    with_outcome,
    with_status,
)
from iass_tui.rules.decision import Allowed, Refused
from iass_tui.rules.records.casework import CaseFacts, CaseStatus, LevelChange, StatusChange

TODAY = date(2026, 11, 22)


def test_a_reference_is_the_letter_and_four_digits() -> None:
    assert format_reference(417) == "C-0417"
    assert format_reference(12345) == "C-12345"
    with pytest.raises(ValueError, match="begin at 1"):
        format_reference(0)


@pytest.mark.parametrize("typed", ["C-0417", "c-417", "C0417", " c 417 ", "417", "0417"])
def test_a_reference_is_read_however_it_was_typed(typed: str) -> None:
    assert parse_reference(typed) == 417


@pytest.mark.parametrize("typed", ["", "C-", "C-0", "SAR-0007", "D-0417", "41 7", "C-0417a", "٤١٧"])
def test_what_is_no_reference_gives_none(typed: str) -> None:
    assert parse_reference(typed) is None


@given(st.integers(1, 999_999_999))
def test_every_reference_is_read_back(number: int) -> None:
    assert parse_reference(format_reference(number)) == number


def test_closing_needs_a_closure_an_outcome_and_words() -> None:
    assert may_close(CaseStatus.OPEN, closure="C01", outcomes=["O05"], words="Provision put in place")
    assert may_close(CaseStatus.CLOSED, closure=" ", outcomes=[""], words="") == Refused(
        (CaseReason.ALREADY_CLOSED, CaseReason.NO_CLOSURE, CaseReason.NO_OUTCOME, CaseReason.NO_OUTCOME_WORDS)
    )


@given(
    st.sampled_from(CaseStatus),
    st.sampled_from(["", "C01"]),
    st.lists(st.sampled_from(["", "O23"])),
    st.text(max_size=3),
)
def test_no_case_is_closed_without_its_outcome(
    status: CaseStatus, closure: str, outcomes: list[str], words: str
) -> None:
    if may_close(status, closure=closure, outcomes=outcomes, words=words):
        assert closure
        assert any(outcomes)
        assert words.strip()
        assert CaseStatus.CLOSED in next_statuses(status)


def test_a_case_moves_between_open_and_inactive_and_a_closed_one_only_back_to_open() -> None:
    assert next_statuses(CaseStatus.OPEN) == {CaseStatus.INACTIVE, CaseStatus.CLOSED}
    assert next_statuses(CaseStatus.INACTIVE) == {CaseStatus.OPEN, CaseStatus.CLOSED}
    assert next_statuses(CaseStatus.CLOSED) == {CaseStatus.OPEN}


def test_an_inactive_case_goes_on_and_its_consents_are_confirmed() -> None:
    assert may_reopen(CaseStatus.INACTIVE, None, TODAY) == Allowed((CaseReason.CONFIRM_CONSENT,))


def test_a_closed_case_reopens_for_28_days_and_then_a_new_one_begins() -> None:
    last = TODAY - timedelta(days=28)
    assert may_reopen(CaseStatus.CLOSED, last, TODAY, reason="closed by mistake")
    late = may_reopen(CaseStatus.CLOSED, last - timedelta(days=1), TODAY, reason="came back")
    assert late == Refused((CaseReason.OPEN_A_NEW_CASE,))
    assert may_reopen(CaseStatus.CLOSED, None, TODAY) == Refused(
        (CaseReason.OPEN_A_NEW_CASE, CaseReason.NO_REASON_GIVEN)
    )


def test_an_open_case_is_not_reopened() -> None:
    assert may_reopen(CaseStatus.OPEN, None, TODAY, reason="x") == Refused((CaseReason.ALREADY_OPEN,))


def test_the_highest_level_reached_counts_even_after_it_went_down() -> None:
    facts = CaseFacts()
    for level, day in (("L1", date(2026, 9, 1)), ("L3", date(2026, 10, 1)), ("L2", date(2026, 11, 1))):
        facts = with_level(facts, level, day)
    assert facts.level == "L2"
    assert highest_level(facts.levels) == facts.highest_level == "L3"
    assert highest_level(facts.levels, until=date(2026, 9, 30)) == "L1"
    assert highest_level(facts.levels, until=date(2026, 8, 31)) == ""


def test_level_history_is_only_added_to() -> None:
    facts = with_level(CaseFacts(), "L2", TODAY)
    assert with_level(facts, "L2", TODAY + timedelta(days=1)) is facts
    with pytest.raises(ValueError, match="before the last"):
        with_level(facts, "L3", TODAY - timedelta(days=1))
    with pytest.raises(ValueError, match="no such level"):
        with_level(facts, "L5", TODAY)


@given(st.lists(st.tuples(st.sampled_from(LEVELS), st.dates(date(2026, 1, 1), date(2026, 12, 31)))))
def test_the_level_counted_for_a_quarter_never_falls_when_a_later_change_is_added(
    pairs: list[tuple[str, date]],
) -> None:
    levels = [LevelChange(level=level, on=on) for level, on in sorted(pairs, key=lambda pair: pair[1])]
    for number in range(len(levels)):
        assert highest_level(levels[:number]) <= highest_level(levels)


def test_a_closing_stays_in_the_history_when_the_case_is_opened_again() -> None:
    ended = with_outcome(CaseFacts(), "C01", ["O05"], "A teaching assistant, mornings")
    closed = with_status(ended, CaseStatus.CLOSED, date(2026, 10, 1))
    again = with_status(closed, CaseStatus.OPEN, date(2026, 10, 9), "It was taken away again")
    assert (closed.closed_on, closed.closure) == (date(2026, 10, 1), "C01")
    assert (again.closed_on, again.closure, again.outcomes, again.outcome_words) == (None, "", (), "")
    assert again.statuses == (
        StatusChange(
            status=CaseStatus.CLOSED,
            on=date(2026, 10, 1),
            closure="C01",
            outcomes=("O05",),
            outcome_words="A teaching assistant, mornings",
        ),
        StatusChange(status=CaseStatus.OPEN, on=date(2026, 10, 9), reason="It was taken away again"),
    )


@given(st.lists(st.tuples(st.sampled_from(CaseStatus), st.sampled_from(["", "O01"]), st.text(max_size=3)), max_size=6))
def test_no_change_of_status_ever_loses_an_earlier_one(steps: list[tuple[CaseStatus, str, str]]) -> None:
    facts = CaseFacts()
    for status, outcome, words in steps:
        before = facts.statuses
        ended = with_outcome(facts, "C01", [outcome], words) if status is CaseStatus.CLOSED else facts
        facts = with_status(ended, status, TODAY, words)
        assert facts.statuses[:-1] == before
        assert (facts.closed_on is None) is (status is not CaseStatus.CLOSED)
    assert [one.status for one in facts.statuses] == [status for status, _, _ in steps]
