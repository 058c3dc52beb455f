"""The policy's rules: a version's life, its reviews, whom it is told to, and what is asked about again."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules import policy, policy_log, policy_telling
from iass_tui.rules.decision import Allowed, Refused
from iass_tui.rules.people import PersonState
from iass_tui.rules.policy import MeaningChange, PolicyReason, Reminder
from iass_tui.rules.policy_telling import Standing, completion, standing
from iass_tui.rules.records.casework import CaseStatus
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.people import Address, ContactDetails
from iass_tui.rules.records.policies import (
    Approval,
    AskedBody,
    AskedKind,
    Asker,
    PolicyBody,
    PolicyState,
    PolicyVersion,
    Reached,
    ReviewCall,
    Reviewer,
    Trigger,
)
from iass_tui.rules.wording import Wording, form_wording, purpose_wording, spoken_wording

TODAY = date(2026, 11, 23)
YES = Approval(by=Reviewer.MANAGER, on=TODAY, minutes="Note of 23 November")
BODY = PolicyBody(text="New words", changes="They are new.")


def version(state: PolicyState, body: PolicyBody = BODY, number: int = 2) -> PolicyVersion:
    return PolicyVersion(id=UUID(int=number), version=1, number=number, state=state, body=body)


@pytest.mark.parametrize(
    ("body", "approval", "reasons"),
    [
        (BODY, YES, ()),
        (PolicyBody(), YES, (PolicyReason.NO_TEXT, PolicyReason.NO_CHANGES)),
        (dataclasses.replace(BODY, text=" Old words\n"), YES, (PolicyReason.SAME_TEXT,)),
        (BODY, dataclasses.replace(YES, minutes=" "), (PolicyReason.NO_MINUTES,)),
        (BODY, dataclasses.replace(YES, on=TODAY + timedelta(days=1)), (PolicyReason.IN_THE_FUTURE,)),
        (
            PolicyBody(),
            Approval(by=Reviewer.BOARD, on=date(2027, 1, 1)),
            (
                PolicyReason.NO_TEXT,
                PolicyReason.NO_CHANGES,
                PolicyReason.NO_MINUTES,
                PolicyReason.IN_THE_FUTURE,
            ),
        ),
    ],
)
def test_p65_an_approval_says_everything_that_is_missing(
    body: PolicyBody, approval: Approval, reasons: tuple[PolicyReason, ...]
) -> None:
    answer = policy.may_approve(version(PolicyState.DRAFT, body), approval, "Old words", TODAY)
    assert (answer.reasons if isinstance(answer, Refused) else ()) == reasons


@pytest.mark.parametrize("state", PolicyState)
def test_each_step_is_for_one_state_alone(state: PolicyState) -> None:
    one = version(state, dataclasses.replace(BODY, approval=YES))
    call = ReviewCall(trigger=Trigger.AUDIT, on=TODAY, words="The audit of 2026")
    steps = {
        "approve": policy.may_approve(one, YES, "Old", TODAY),
        "issue": policy.may_issue(one, "Old"),
        "review": policy.may_review(one, YES, TODAY),
        "call": policy.may_call(one, call, TODAY),
    }
    allowed = {
        PolicyState.DRAFT: {"approve"},
        PolicyState.APPROVED: {"issue"},
        PolicyState.ISSUED: {"review", "call"},
        PolicyState.SUPERSEDED: set(),
    }
    assert {name for name, answer in steps.items() if answer} == allowed[state]
    assert bool(policy.may_change(state)) is (state in (PolicyState.DRAFT, PolicyState.APPROVED))
    assert bool(policy.may_draft([one])) is (state in (PolicyState.ISSUED, PolicyState.SUPERSEDED))


def test_p63_the_review_is_a_year_after_the_issue_or_the_last_review_also_of_29_february() -> None:
    issued = PolicyBody(issued_on=date(2028, 2, 29))
    due = policy.review_due(issued)
    assert due is not None
    assert due.on == date(2029, 2, 28)
    reviewed = dataclasses.replace(issued, reviews=(dataclasses.replace(YES, on=date(2028, 6, 1)),))
    due = policy.review_due(reviewed)
    assert due is not None
    assert due.on == date(2029, 6, 1)
    assert policy.review_due(PolicyBody()) is None


def test_p64_a_call_is_met_by_the_next_review() -> None:
    call = ReviewCall(trigger=Trigger.LAW, on=date(2026, 6, 1), words="The Act")
    called = PolicyBody(issued_on=date(2026, 1, 1), calls=(call,))
    due = policy.review_due(called)
    assert due is not None
    assert (due.on, due.call) == (date(2026, 6, 1), call)
    met = dataclasses.replace(called, reviews=(dataclasses.replace(YES, on=date(2026, 6, 1)),))
    due = policy.review_due(met)
    assert due is not None
    assert (due.on, due.call) == (date(2027, 6, 1), None)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 800))
def test_p63_somebody_is_reminded_on_every_day_of_the_last_sixty_and_on_none_before(issued: date, after: int) -> None:
    due = policy.review_due(PolicyBody(issued_on=issued))
    assert due is not None
    today = issued + timedelta(days=after)
    left = (due.on - today).days
    wanted = None
    for days, reminder in ((60, Reminder.IN_60_DAYS), (30, Reminder.IN_30_DAYS), (7, Reminder.IN_7_DAYS)):
        wanted = reminder if left <= days else wanted
    wanted = {True: Reminder.OVERDUE, False: wanted}[left < 0] if left else Reminder.DUE
    assert due.reminder(today) is wanted


CASES = st.tuples(st.booleans(), st.sampled_from(CaseStatus), st.sampled_from(PersonState), st.booleans())


@given(st.lists(CASES))
def test_p69_whatever_becomes_of_families_told_left_and_gone_add_up_to_the_snapshot(
    families: list[tuple[bool, CaseStatus, PersonState, bool]],
) -> None:
    still = [standing(is_told=told, case=case, state=state) for told, case, state, erased in families if not erased]
    found = completion(len(families), still)
    assert found.told + found.left + found.closed + found.withdrawn + found.erased == found.total == len(families)
    assert found.accounted + found.left == found.total
    assert (found.percent == 100) is (found.left == 0)
    assert found.erased == sum(erased for *_, erased in families)


@given(CASES)
def test_who_was_told_stays_told_whatever_comes_after(one: tuple[bool, CaseStatus, PersonState, bool]) -> None:
    told, case, state, _ = one
    assert (standing(is_told=told, case=case, state=state) is Standing.TOLD) is told


@pytest.mark.parametrize("case", CaseStatus)
@pytest.mark.parametrize("state", PersonState)
@pytest.mark.parametrize("may_save", [True, False])
def test_p69_active_is_not_closed_with_consent_in_force(case: CaseStatus, state: PersonState, may_save: bool) -> None:
    wanted = case in (CaseStatus.OPEN, CaseStatus.INACTIVE) and state is PersonState.ACTIVE and may_save
    assert policy_telling.is_active(case, state, may_save=may_save) is wanted


FULL = ContactDetails(phones=("0",), emails=("e",), addresses=(Address(lines=("1",)),))


@given(
    st.sampled_from([None, FULL, ContactDetails(phones=("0",))]),
    st.sampled_from(PersonState),
    st.booleans(),
    st.sets(st.sampled_from(["NO_POST", "ADDRESS_WITHHELD", "SAFE_HOURS"])),
    st.booleans(),
)
def test_p44_nobody_is_written_to_without_their_consent_nor_by_post_where_that_is_not_safe(
    contact: ContactDetails | None, state: PersonState, may_keep: bool, safety: set[str], refused: bool
) -> None:
    found = policy_telling.ways_to(contact, state=state, may_keep_contact=may_keep, safety=safety, is_refused=refused)
    assert Reached.TALK not in found
    if not may_keep or refused or contact is None or state is not PersonState.ACTIVE:
        assert not found
    if "NO_POST" in safety:
        assert Reached.POST not in found


def test_a_talk_needs_no_consent_to_be_written_to() -> None:
    said = {"on": TODAY, "issued_on": TODAY, "today": TODAY, "is_told": False}
    assert policy_telling.may_tell(Reached.TALK, (), **said) == Allowed()  # type: ignore[arg-type]
    assert not policy_telling.may_tell(Reached.POST, (Reached.EMAIL,), **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wording", "number"), [("1, policy 2", 2), ("1, policy 12", 12), ("our form of 2019", None), ("", None)]
)
def test_a_consents_wording_names_the_version_of_the_policy(wording: str, number: int | None) -> None:
    assert policy.policy_of(wording) == number


@given(st.integers(1, 99))
def test_every_wording_that_is_made_says_which_version_it_stands_on(number: int) -> None:
    text = Wording.of("policy", str(number), "Words")
    for made in (form_wording(text), spoken_wording(text), purpose_wording("STATS", text)):
        assert policy.policy_of(made.version) == number


@given(st.lists(st.integers(0, 400), min_size=1, max_size=5, unique=True), st.integers(-5, 405))
def test_p73_a_consent_names_the_version_that_was_in_force_on_its_day(days: list[int], day: int) -> None:
    issued = [(TODAY + timedelta(days=one), Wording.of("policy", str(one), "Words")) for one in sorted(days)]
    before = [one for one in sorted(days) if one <= day]
    found = policy.read_on(issued, TODAY + timedelta(days=day))
    assert found.version == str(before[-1] if before else min(days))


PURPOSES = st.frozensets(st.sampled_from(Purpose), max_size=3)


@given(st.lists(PURPOSES, max_size=6), st.integers(0, 8), st.sampled_from(Purpose))
def test_5_5_a_consent_is_asked_again_exactly_where_a_later_version_changed_its_meaning(
    meanings: list[frozenset[Purpose]], given_on: int, purpose: Purpose
) -> None:
    changes = [
        MeaningChange(number, TODAY + timedelta(days=number), purposes) for number, purposes in enumerate(meanings, 1)
    ]
    found = policy.changed_since(changes, purpose, f"1, policy {given_on}")
    later = [one.on for one in changes if one.number > given_on and purpose in one.purposes]
    assert found == (min(later) if later else None)


def test_only_what_was_issued_changes_the_meaning_of_anything() -> None:
    changed = dataclasses.replace(BODY, meaning=(Purpose.STATS,))
    draft = version(PolicyState.DRAFT, changed, 3)
    issued = version(PolicyState.SUPERSEDED, dataclasses.replace(changed, issued_on=TODAY))
    assert policy.meaning_changes([draft, issued]) == (MeaningChange(2, TODAY, frozenset({Purpose.STATS})),)


LINES = st.lists(st.text("abc ", min_size=1).filter(str.strip), max_size=8).map("\n".join)


@given(LINES, LINES)
def test_the_difference_gives_both_texts_back(before: str, after: str) -> None:
    old = version(PolicyState.ISSUED, PolicyBody(text=before, issued_on=TODAY), 1)
    new = version(PolicyState.DRAFT, PolicyBody(text=after), 2)
    found = policy.difference([old, new], new)

    def lines(text: str) -> list[str]:
        return [line.strip() for line in text.splitlines() if line.strip()]

    assert [line for how, line in found if how != "taken out"] == lines(after)
    assert [line for how, line in found if how != "added"] == lines(before)


ASKED = AskedBody(kind=AskedKind.QUESTION, asker=Asker.FAMILY, asked_on=TODAY, words="Who reads it?")


def test_p71_a_question_has_words_and_an_answer_and_is_answered_once() -> None:
    assert policy_log.may_ask(ASKED, TODAY, on_file=False)
    empty = policy_log.may_ask(dataclasses.replace(ASKED, words=" "), TODAY, on_file=True)
    assert isinstance(empty, Refused)
    assert [one.value for one in empty.reasons] == ["ASKED_NO_WORDS", "ASKED_NOBODY_CHOSEN"]
    early = dataclasses.replace(ASKED, done_on=TODAY - timedelta(days=1))
    answer = policy_log.may_answer(ASKED, early, TODAY, on_file=False)
    assert isinstance(answer, Refused)
    assert [one.value for one in answer.reasons] == ["ASKED_NO_ANSWER", "ASKED_BEFORE_IT_WAS_ASKED"]
    done = dataclasses.replace(ASKED, answer="Your officer", done_on=TODAY)
    assert policy_log.may_answer(ASKED, done, TODAY, on_file=False)
    assert not policy_log.may_answer(done, done, TODAY, on_file=False)
