"""Sent intakes: the gate asked again, one question at a time, what is urgent, and who on file is like them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules import intake as rule
from iass_tui.rules.decision import Allowed, Refused
from iass_tui.rules.queue import (
    QueueReason,
    Urgent,
    format_intake,
    is_too_long,
    may_answer,
    may_ask,
    may_join,
    may_refuse,
    may_take_up,
    still_wrong,
    urgent,
    waited,
)
from iass_tui.rules.records.queue import OPEN_STATES, IntakeState
from tests.services.first_contacts import FAMILY, NO_CONTACT, REFERRAL, TODAY, YOUNG, ending

WAITING, ASKED = IntakeState.WAITING, IntakeState.ASKED
SAID = st.dictionaries(
    st.sampled_from(sorted({*FAMILY, *REFERRAL, "code_word"})),
    st.one_of(
        st.sampled_from(["YES", "NO", "ANONYMOUS", "", "PAR", "YP", "PRO", "ALOUD", "WRITTEN"]), st.text(max_size=9)
    ),
)


@pytest.mark.parametrize("said", [FAMILY, NO_CONTACT, YOUNG, REFERRAL])
def test_whoever_agreed_is_taken_up_also_weeks_later(said: dict[str, str]) -> None:
    clean = {**said, "code_word": "two words"}
    for days in (0, 30):
        assert may_take_up(WAITING, clean, TODAY, TODAY + timedelta(days=days)) == Allowed()


@pytest.mark.parametrize("said", ["NO", "ANONYMOUS", "NOT_ASKED"])
def test_without_a_yes_nothing_is_taken_up(said: str) -> None:
    answer = may_take_up(WAITING, {**FAMILY, **ending(said)}, TODAY, TODAY)
    assert answer == Refused((QueueReason.NO_CONSENT,))


@given(SAID, st.sampled_from(IntakeState))
def test_nothing_is_ever_made_of_answers_that_permit_a_count_alone(said: dict[str, str], state: IntakeState) -> None:
    """P29, P78: whatever a sender's program put into the letter."""
    answers = {**FAMILY, **said}
    if may_take_up(state, answers, TODAY, TODAY):
        assert state in OPEN_STATES
        assert not rule.permitted(rule.outcome(answers)).is_tally_only
        assert still_wrong(rule.kept(answers), TODAY, TODAY) == ()
    if may_join(state, answers, TODAY, TODAY):
        assert rule.has_consented(answers)


def test_what_its_author_took_back_is_refused_for_that_reason() -> None:
    assert may_take_up(IntakeState.WITHDRAWN, FAMILY, TODAY, TODAY) == Refused((QueueReason.WITHDRAWN,))
    assert may_take_up(IntakeState.TAKEN_UP, FAMILY, TODAY, TODAY) == Refused((QueueReason.ENDED,))


def test_every_reason_is_named() -> None:
    answer = may_join(IntakeState.REFUSED, {**REFERRAL, "permitted_on": "x"}, TODAY, TODAY)
    assert answer == Refused((QueueReason.ENDED, QueueReason.UNFINISHED, QueueReason.NO_CONSENT))


def test_someone_who_grew_up_while_it_waited_is_asked_themselves() -> None:
    almost = {**FAMILY, "born": "2008-11-25"}
    assert may_take_up(WAITING, almost, TODAY, date(2026, 11, 24)) == Allowed()
    assert may_take_up(WAITING, almost, TODAY, date(2026, 11, 25)) == Refused((QueueReason.NEEDS_OWN_CONSENT,))


def test_a_name_that_someone_else_gave_joins_nobody() -> None:
    assert may_take_up(WAITING, REFERRAL, TODAY, TODAY) == Allowed()
    assert may_join(WAITING, REFERRAL, TODAY, TODAY) == Refused((QueueReason.NO_CONSENT,))


def test_one_question_at_a_time_in_words() -> None:
    assert may_ask(WAITING, "Which school?") == Allowed()
    assert may_ask(ASKED, " ") == Refused((QueueReason.ASKED_ALREADY, QueueReason.NO_WORDS))
    assert may_answer(ASKED, "Hill School") == Allowed()
    assert may_answer(WAITING, "") == Refused((QueueReason.NOT_ASKED, QueueReason.NO_WORDS))
    for state in IntakeState:
        assert bool(may_refuse(state)) == (state in OPEN_STATES)


def test_what_is_urgent() -> None:
    assert urgent(FAMILY, TODAY) == ()
    assert urgent(FAMILY, date(2026, 11, 28)) == (Urgent.AGREED_SOON,)
    assert urgent(FAMILY, date(2026, 12, 1)) == (Urgent.AGREED_PAST,)
    assert urgent({**FAMILY, "issues": "EA01 EX01"}, TODAY) == (Urgent.EXCLUSION,)
    assert urgent({"action_due": "\x1b[2J"}, TODAY) == ()


def test_how_long_it_waits() -> None:
    sent = datetime(2026, 11, 23, 9, 0)
    assert waited(sent, sent - timedelta(hours=1)) == timedelta()
    assert not is_too_long(timedelta(days=2, hours=23), 3)
    assert is_too_long(timedelta(days=3), 3)


def test_a_reference_comes_from_the_random_id_alone() -> None:
    one = uuid4()
    assert format_intake(one) == format_intake(one)
    assert len(format_intake(one)) == 7
