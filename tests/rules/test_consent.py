"""Consent events folded: what stands, what it allows, and what taking it back does (domain chapter 5)."""

import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.consent import (
    CHANNELS,
    ConsentReason,
    ConsentState,
    Effect,
    Lapse,
    Status,
    fold,
    re_ask_on,
    recording_effects,
    withdrawal_effects,
)
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import Allowed, Refused
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose, RecordedConsent, Scope

TODAY = date(2026, 11, 22)
CHILD, MOTHER, FATHER = UUID(int=1), UUID(int=2), UUID(int=3)
GIVEN, REFUSED, WITHDRAWN = Decision.GIVEN, Decision.REFUSED, Decision.WITHDRAWN
PERMISSIONS = [purpose for purpose in Purpose if purpose is not Purpose.REFUSE_ACCESS]
BORN_2011 = PartialDate(2011, 3, 27)


def event(
    purpose: Purpose, decision: Decision = GIVEN, *, scope: Scope | None = None, right: str = "PR", **more: Any
) -> ConsentEvent:
    base = ConsentEvent(
        purpose=purpose, decision=decision, given_on=TODAY, right=right, given_by=MOTHER, scope=scope or Scope()
    )
    return dataclasses.replace(base, **more)


def recorded(events: Sequence[ConsentEvent], first: int = 1) -> list[RecordedConsent]:
    return [
        RecordedConsent(
            id=uuid4(),
            subject_id=CHILD,
            number=number,
            recorded_at=datetime(2026, 11, 22, tzinfo=UTC),
            recorded_by=UUID(int=9),
            event=one,
        )
        for number, one in enumerate(events, start=first)
    ]


def state(*events: ConsentEvent, today: date = TODAY, born: PartialDate | None = BORN_2011) -> ConsentState:
    return fold(recorded(events), today, born)


SAVED = event(Purpose.SAVE_CASE)
CONTACT = event(Purpose.SAVE_CONTACT)


def agency(code: str, named: str = "", decision: Decision = GIVEN, **more: Any) -> ConsentEvent:
    return event(Purpose.CONTACT_AGENCY, decision, scope=Scope(agency=code, named=named), **more)


# Saving


def test_nobody_asked_means_nothing_may_be_saved() -> None:
    assert state().may_save() == Refused((ConsentReason.NOT_ASKED,))  # P29
    assert state().standing(Purpose.SAVE_CASE).status is Status.NOT_ASKED


def test_a_yes_to_saving_allows_the_case_and_no_contact_details() -> None:
    assert state(SAVED).may_save()
    assert state(SAVED).may_keep_contact() == Refused((ConsentReason.NOT_ASKED,))  # P44


def test_contact_details_need_saving_too() -> None:
    assert state(SAVED, CONTACT).may_keep_contact()
    assert state(CONTACT).may_keep_contact() == Refused((ConsentReason.SAVE_CASE_NEEDED,))


def test_the_order_of_recording_decides_and_not_the_date_given() -> None:
    older_paper = event(Purpose.SAVE_CASE, REFUSED, given_on=date(2026, 1, 1))
    found = state(SAVED, older_paper)
    assert found.may_save() == Refused((ConsentReason.REFUSED,))
    assert found.standing(Purpose.SAVE_CASE).decided == found.standing(Purpose.SAVE_CASE).history[-1]


def test_the_history_of_a_standing_keeps_every_decision() -> None:
    found = state(SAVED, event(Purpose.SAVE_CASE, WITHDRAWN), SAVED).standing(Purpose.SAVE_CASE)
    assert found.status is Status.GIVEN
    assert [one.event.decision for one in found.history] == [GIVEN, WITHDRAWN, GIVEN]


def test_a_yes_for_a_day_to_come_is_no_yes_today() -> None:
    tomorrow = event(Purpose.SAVE_CASE, given_on=TODAY + timedelta(days=1))
    found = state(tomorrow).standing(Purpose.SAVE_CASE)
    assert (found.status, found.why) == (Status.NOT_ASKED, Lapse.NOT_YET)
    assert found.next_change is not None
    assert found.next_change.on == TODAY + timedelta(days=1)
    assert state(tomorrow, today=TODAY + timedelta(days=1)).may_save()


def test_a_no_dated_tomorrow_counts_at_once() -> None:
    assert not state(SAVED, event(Purpose.SAVE_CASE, WITHDRAWN, given_on=TODAY + timedelta(days=1))).may_save()


def test_events_of_two_people_are_never_mixed() -> None:
    mixed = recorded([SAVED, SAVED])
    with pytest.raises(ValueError, match="several people"):
        fold([mixed[0], dataclasses.replace(mixed[1], subject_id=MOTHER)], TODAY)


# Contacting agencies: P33, P83 to P91


def test_a_tick_for_the_sen_team_or_the_forum_is_enough_since_it_is_one_body() -> None:
    assert state(SAVED, agency("LA_SEN")).may_contact_agency("LA_SEN", "")
    assert state(SAVED, agency("PCF")).may_contact_agency("PCF", "the chair")


@pytest.mark.parametrize("code", ["EDU_SETTING", "HEALTH", "LEGAL", "SOCIAL_CARE", "OTHER"])
def test_a_tick_for_a_category_asks_for_a_name(code: str) -> None:
    assert state(SAVED, agency(code)).may_contact_agency(code, "Somebody") == Refused((ConsentReason.NAME_THEM,))
    assert state(SAVED, agency(code, "Somebody")).may_contact_agency(code, "Somebody")
    assert not state(SAVED, agency(code, "Somebody")).may_contact_agency(code, "")


def test_a_named_school_is_that_school_however_it_is_written_and_no_other() -> None:
    found = state(SAVED, agency("EDU_SETTING", "École St. Mary"))
    assert found.may_contact_agency("EDU_SETTING", "ecole  ST MARY")
    assert found.may_contact_agency("EDU_SETTING", "Oak School") == Refused((ConsentReason.NOT_ASKED,))
    assert not found.may_contact_agency("HEALTH", "École St. Mary")


def test_a_name_of_punctuation_alone_does_not_come_to_mean_everyone() -> None:
    found = state(SAVED, agency("LA_SEN", "---"))
    assert not found.may_contact_agency("LA_SEN", "Mrs Smith")
    assert not found.may_contact_agency("LA_SEN", "")


def test_a_finer_code_counts_as_the_agency_of_the_form_above_it() -> None:
    assert state(SAVED, agency("EDU_SETTING", "Mrs Oak")).may_contact_agency("SENCO", "Mrs Oak")
    assert not state(SAVED, agency("HEALTH", "Mrs Oak")).may_contact_agency("SENCO", "Mrs Oak")


def test_yes_to_professionals_at_large_reaches_none_of_them() -> None:
    found = state(SAVED, event(Purpose.CONTACT_AGENCY))
    for code in ("LA_SEN", "EDU_SETTING", ""):
        assert not found.may_contact_agency(code, "Somebody")


def test_no_to_professionals_at_large_overrules_earlier_names() -> None:
    found = state(SAVED, agency("EDU_SETTING", "Oak"), event(Purpose.CONTACT_AGENCY, REFUSED))
    assert not found.may_contact_agency("EDU_SETTING", "Oak")
    oak = found.standing(Purpose.CONTACT_AGENCY, Scope(agency="EDU_SETTING", named="Oak"))
    assert (oak.status, oak.why) == (Status.SUPERSEDED, Lapse.OVERRULED)


def test_a_category_ticked_again_does_not_bring_back_the_names_that_fell_with_it() -> None:
    found = state(SAVED, agency("EDU_SETTING", "Oak"), agency("EDU_SETTING", decision=WITHDRAWN), agency("EDU_SETTING"))
    assert found.may_contact_agency("EDU_SETTING", "Oak") == Refused((ConsentReason.NAME_THEM,))


def test_a_name_agreed_to_after_a_wider_no_is_an_exception_for_that_name() -> None:
    found = state(SAVED, event(Purpose.CONTACT_AGENCY, REFUSED), agency("HEALTH", "Dr Ash"))
    assert found.may_contact_agency("HEALTH", "Dr Ash")
    assert not found.may_contact_agency("HEALTH", "Dr Elm")


def test_one_name_refused_stays_refused_when_the_category_is_ticked_later() -> None:
    found = state(SAVED, agency("LA_SEN", "Mr Ash", REFUSED), agency("LA_SEN"))
    assert found.may_contact_agency("LA_SEN", "Mrs Elm")
    assert found.may_contact_agency("LA_SEN", "Mr Ash") == Refused((ConsentReason.REFUSED,))


def test_a_consent_about_one_topic_covers_that_topic() -> None:
    transport = event(Purpose.CONTACT_AGENCY, scope=Scope(agency="LA_SEN", topic="Transport"))
    found = state(SAVED, transport)
    assert found.may_contact_agency("LA_SEN", "", "transport")
    assert found.may_contact_agency("LA_SEN", "") == Refused((ConsentReason.OUTSIDE_SCOPE,))
    assert not found.may_contact_agency("LA_SEN", "", "diagnosis")


def test_a_one_off_consent_is_used_up_by_its_use() -> None:
    once = event(Purpose.CONTACT_AGENCY, right="SELF", scope=Scope(agency="HEALTH", named="Dr Ash", one_off=True))
    events = recorded([SAVED, once])
    before = fold(events, TODAY)
    assert before.may_contact_agency("HEALTH", "Dr Ash") == Allowed((ConsentReason.USED_UP,))
    assert before.standings[1].next_change is not None
    assert before.standings[1].next_change.why is Lapse.USED_ONCE
    after = fold(events, TODAY, used={events[1].id})
    assert after.may_contact_agency("HEALTH", "Dr Ash") == Refused((ConsentReason.EXPIRED,))


def test_words_that_limit_a_consent_are_pointed_at() -> None:
    found = state(SAVED, agency("LA_SEN", conditions="by phone only"))
    assert found.may_contact_agency("LA_SEN", "") == Allowed((ConsentReason.CONDITIONS,))


# News of law and events: P79 to P82


def test_news_needs_its_own_yes_and_an_address_that_may_be_kept() -> None:
    by_mail = event(Purpose.MKT_EMAIL)
    assert state(SAVED, CONTACT, by_mail).channels() == (Purpose.MKT_EMAIL,)
    assert state(SAVED, by_mail).may_send_news(Purpose.MKT_EMAIL) == Refused((ConsentReason.SAVE_CONTACT_NEEDED,))
    assert state(SAVED, CONTACT).channels() == ()


def test_no_news_goes_to_a_child_under_13() -> None:
    events = (SAVED, CONTACT, event(Purpose.MKT_SMS))
    assert state(*events, born=PartialDate(2013, 11, 23)).channels() == ()
    assert state(*events, born=PartialDate(2013, 11, 22)).channels() == (Purpose.MKT_SMS,)
    assert state(*events, born=PartialDate(2013)).channels() == ()  # perhaps not 13 yet


# Who is counted: P5 and P75


def test_a_saved_person_is_counted_unless_they_said_no() -> None:
    assert state(SAVED).may_count()
    assert not state().may_count()
    assert not state(SAVED, event(Purpose.STATS, REFUSED)).may_count()
    assert not state(SAVED, event(Purpose.STATS), event(Purpose.STATS, WITHDRAWN)).may_count()
    assert state(SAVED, event(Purpose.STATS, REFUSED), event(Purpose.STATS)).may_count()


# Refusals of access (P15, P16)


def refusal(person: UUID | None, decision: Decision = GIVEN, right: str = "SELF") -> ConsentEvent:
    return event(Purpose.REFUSE_ACCESS, decision, right=right, scope=Scope(person_id=person))


def test_a_young_person_refuses_one_parent_and_not_the_other() -> None:
    found = state(refusal(FATHER))
    assert found.refuses(FATHER)
    assert not found.refuses(MOTHER)
    assert [one.scope.person_id for one in found.access_refusals()] == [FATHER]


def test_a_refusal_of_everyone_covers_strangers_and_can_have_an_exception() -> None:
    found = state(refusal(None), refusal(MOTHER, WITHDRAWN))
    assert found.refuses(FATHER)
    assert found.refuses(None)
    assert not found.refuses(MOTHER)
    assert state(refusal(MOTHER, WITHDRAWN), refusal(None)).refuses(MOTHER)


def test_lifting_the_refusal_of_everyone_leaves_the_one_that_named_the_father() -> None:
    found = state(refusal(FATHER), refusal(None), refusal(None, WITHDRAWN))
    assert found.refuses(FATHER)
    assert not found.refuses(MOTHER)


def test_a_parent_cannot_lift_what_the_child_refused() -> None:
    assert state(refusal(FATHER), refusal(FATHER, WITHDRAWN, right="PR")).refuses(FATHER)  # P16
    assert state(refusal(FATHER), refusal(FATHER, WITHDRAWN, right="BEST_INTERESTS")).refuses(FATHER)
    assert not state(refusal(FATHER), refusal(FATHER, WITHDRAWN)).refuses(FATHER)


def test_a_refusal_never_lapses_with_time_age_or_other_consents() -> None:
    reviewed = dataclasses.replace(refusal(FATHER), review_on=TODAY)
    found = state(SAVED, reviewed, event(Purpose.SAVE_CASE, WITHDRAWN), today=date(2031, 1, 1), born=BORN_2011)
    assert found.refuses(FATHER)


def test_a_refusal_of_access_is_asked_for_as_such_and_never_as_a_permission() -> None:
    with pytest.raises(ValueError, match="no permission"):
        state(refusal(FATHER)).may(Purpose.REFUSE_ACCESS)


# What ends by itself (domain table 5.5)


def test_a_review_day_is_the_last_day_of_a_consent() -> None:
    reviewed = agency("LA_SEN", review_on=TODAY)
    standing = state(SAVED, reviewed).of(Purpose.CONTACT_AGENCY)[0]
    assert standing.status is Status.GIVEN
    assert standing.next_change is not None
    assert (standing.next_change.on, standing.next_change.why) == (TODAY + timedelta(days=1), Lapse.REVIEW_PASSED)
    after = state(SAVED, reviewed, today=TODAY + timedelta(days=1))
    assert after.may_contact_agency("LA_SEN", "") == Refused((ConsentReason.EXPIRED,))


def test_a_parents_consents_lapse_on_the_18th_birthday() -> None:
    birthday = date(2029, 3, 27)
    assert state(SAVED, today=birthday - timedelta(days=1), born=BORN_2011).may_save()
    found = state(SAVED, today=birthday, born=BORN_2011)
    assert found.may_save() == Refused((ConsentReason.EXPIRED,))
    assert found.standing(Purpose.SAVE_CASE).why is Lapse.TURNED_18


def test_a_young_persons_own_consent_outlasts_the_18th_birthday() -> None:
    own = event(Purpose.SAVE_CASE, right="SELF", given_by=CHILD)
    assert state(own, today=date(2030, 1, 1), born=BORN_2011).may_save()
    unsaid = event(Purpose.SAVE_CASE, right="", given_by=CHILD)
    assert state(unsaid, today=date(2030, 1, 1), born=BORN_2011).may_save()


def test_a_best_interests_decision_made_after_18_stands() -> None:
    decided = event(Purpose.SAVE_CASE, right="BEST_INTERESTS", given_on=date(2029, 4, 1))
    assert state(decided, today=date(2030, 1, 1), born=BORN_2011).may_save()
    before = event(Purpose.SAVE_CASE, right="BEST_INTERESTS", given_on=date(2029, 3, 1))
    assert not state(before, today=date(2030, 1, 1), born=BORN_2011).may_save()


def test_a_parents_yes_to_release_is_suspended_at_16_and_their_yes_to_saving_is_not() -> None:
    release = event(Purpose.YP_RELEASE_TO_PARENT, scope=Scope(person_id=MOTHER))
    before = state(SAVED, release, today=date(2027, 3, 26), born=BORN_2011)
    assert before.may(Purpose.YP_RELEASE_TO_PARENT, Scope(person_id=MOTHER))
    after = state(SAVED, release, today=date(2027, 3, 27), born=BORN_2011)
    assert not after.may(Purpose.YP_RELEASE_TO_PARENT, Scope(person_id=MOTHER))
    assert after.may_save()
    assert after.of(Purpose.YP_RELEASE_TO_PARENT)[0].why is Lapse.TURNED_16


def test_of_an_uncertain_birth_date_the_earliest_ends_a_parents_consent() -> None:
    assert not state(SAVED, today=date(2029, 1, 1), born=PartialDate(2011)).may_save()


def test_a_parents_yes_does_not_undo_a_young_persons_own_no() -> None:
    own_no = event(Purpose.SAVE_CASE, WITHDRAWN, right="SELF")
    assert state(SAVED, own_no, SAVED).may_save() == Refused((ConsentReason.WITHDRAWN,))
    own_yes = event(Purpose.SAVE_CASE, right="SELF")
    assert state(SAVED, own_no, own_yes, SAVED).may_save()
    assert state(own_no, event(Purpose.SAVE_CASE, right="BEST_INTERESTS")).may_save()


def test_a_young_persons_wider_no_also_covers_what_a_parent_then_allows_for_one() -> None:
    own_no = event(Purpose.YP_RELEASE_TO_PARENT, REFUSED, right="SELF")
    parents_yes = event(Purpose.YP_RELEASE_TO_PARENT, scope=Scope(person_id=MOTHER))
    found = state(SAVED, own_no, parents_yes)
    assert not found.may(Purpose.YP_RELEASE_TO_PARENT, Scope(person_id=MOTHER))
    mothers = found.standing(Purpose.YP_RELEASE_TO_PARENT, Scope(person_id=MOTHER))
    assert mothers.why is Lapse.NOT_THEIRS_TO_GIVE


def test_asking_again_is_due_after_a_year_on_an_open_case_and_two_otherwise() -> None:
    one = recorded([event(Purpose.SAVE_CASE, given_on=date(2024, 2, 29))])[0]
    assert re_ask_on(one, is_case_open=True) == date(2025, 3, 1)
    assert re_ask_on(one, is_case_open=False) == date(2026, 3, 1)


# Taking a consent back (P47, table 5.4)


@pytest.mark.parametrize(
    ("purpose", "at_once", "then"),
    [
        (Purpose.SAVE_CASE, Effect.FREEZE_RECORD, Effect.DECIDE_ERASURE),
        (Purpose.SAVE_CONTACT, Effect.DELETE_CONTACT, Effect.KEEP_CASE_WITH_CODE_WORD),
        (Purpose.CONTACT_AGENCY, Effect.BLOCK_AGENCY, Effect.OFFER_TO_TELL_AGENCY),
        (Purpose.STATS, Effect.LEAVE_COUNTS, Effect.PUBLISHED_FIGURES_STAY),
        (Purpose.MKT_POST, Effect.SUPPRESS_CHANNEL, Effect.KEEP_SUPPRESSION_NOTE),
    ],
)
def test_each_withdrawal_has_the_effects_of_its_row(purpose: Purpose, at_once: Effect, then: Effect) -> None:
    effects = withdrawal_effects(state(SAVED), purpose)
    assert at_once in effects.at_once
    assert then in effects.then


@pytest.mark.parametrize("purpose", Purpose)
def test_every_withdrawal_is_acknowledged_and_leaves_the_past_lawful(purpose: Purpose) -> None:
    effects = withdrawal_effects(state(), purpose)
    assert effects.at_once
    assert {Effect.PAST_STAYS_LAWFUL, Effect.ACKNOWLEDGE_IN_WRITING, Effect.COMPLAINT_ROUTE} <= set(effects.then)


def test_taking_back_saving_takes_everything_with_it_but_a_refusal_of_access() -> None:
    found = state(SAVED, CONTACT, agency("LA_SEN"), event(Purpose.MKT_EMAIL, REFUSED), refusal(FATHER))
    falls = {one.purpose for one in withdrawal_effects(found, Purpose.SAVE_CASE).falls}
    assert falls == {Purpose.SAVE_CONTACT, Purpose.CONTACT_AGENCY}


def test_taking_back_contact_details_takes_the_news_with_it() -> None:
    found = state(SAVED, CONTACT, agency("LA_SEN"), event(Purpose.MKT_SMS))
    assert [one.purpose for one in withdrawal_effects(found, Purpose.SAVE_CONTACT).falls] == [Purpose.MKT_SMS]


def taken_back(before: Sequence[ConsentEvent], *events: ConsentEvent) -> set[Effect]:
    found = recording_effects(recorded(before), events, TODAY, BORN_2011)
    return set(found.at_once) if found else set()


def test_a_form_of_noes_has_the_effects_of_every_withdrawal_in_it() -> None:
    before = [SAVED, CONTACT, event(Purpose.MKT_EMAIL), agency("HEALTH", "Dr Ash")]
    noes = [event(Purpose.SAVE_CONTACT, REFUSED), event(Purpose.CONTACT_AGENCY, REFUSED)]
    found = recording_effects(recorded(before), noes, TODAY, BORN_2011)
    assert found is not None
    assert set(found.at_once) == {Effect.DELETE_CONTACT, Effect.BLOCK_AGENCY}
    assert [one.purpose for one in found.falls] == [Purpose.MKT_EMAIL]
    assert len(found.then) == len(set(found.then))


def test_what_a_no_takes_back_includes_a_yes_whose_time_is_over() -> None:
    lapsed = event(Purpose.SAVE_CONTACT, review_on=TODAY - timedelta(days=1))
    assert taken_back([SAVED, lapsed], event(Purpose.SAVE_CONTACT, REFUSED)) == {Effect.DELETE_CONTACT}


def test_a_no_where_there_was_no_yes_takes_nothing_back() -> None:
    assert taken_back([SAVED], event(Purpose.SAVE_CONTACT, REFUSED), event(Purpose.MKT_SMS, REFUSED)) == set()
    assert taken_back([SAVED, event(Purpose.MKT_SMS, REFUSED)], event(Purpose.MKT_SMS, REFUSED)) == set()
    assert taken_back([SAVED], event(Purpose.MKT_SMS)) == set()
    assert taken_back([], event(Purpose.SAVE_CASE, REFUSED)) == set()


# Promises

SCOPES = st.builds(
    Scope,
    agency=st.sampled_from(["", "LA_SEN", "HEALTH"]),
    named=st.sampled_from(["", "Dr Ash", "Dr Elm"]),
    topic=st.sampled_from(["", "transport"]),
    one_off=st.booleans(),
    person_id=st.sampled_from([None, MOTHER, FATHER]),
)
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
EVENTS = st.builds(
    ConsentEvent,
    purpose=st.sampled_from(Purpose),
    decision=st.sampled_from(Decision),
    right=st.sampled_from(["SELF", "PR", "AUTHORITY", "BEST_INTERESTS", ""]),
    given_by=st.sampled_from([CHILD, MOTHER, None]),
    given_on=DAYS,
    scope=SCOPES,
    conditions=st.just(""),
    review_on=st.none() | DAYS,
)
BORN = st.none() | st.builds(PartialDate, st.integers(2000, 2024), st.integers(1, 12), st.integers(1, 28))


def allows_anything(found: ConsentState) -> bool:
    scopes = [one.scope for one in found.standings]
    return (
        bool(found.channels())
        or found.may_count()
        or any(found.may(purpose, scope) for purpose in PERMISSIONS for scope in (Scope(), *scopes))
    )


@given(st.lists(EVENTS, max_size=8), DAYS, DAYS, BORN)
def test_withdrawing_everything_refuses_everything_from_then_on(
    events: list[ConsentEvent], today: date, later: date, born: PartialDate | None
) -> None:
    back = [event(purpose, WITHDRAWN, given_on=today) for purpose in PERMISSIONS]
    for day in (today, max(today, later)):
        assert not allows_anything(fold(recorded([*events, *back]), day, born))


@given(st.lists(EVENTS, max_size=8), DAYS, BORN)
def test_nothing_is_allowed_without_a_yes_to_saving(
    events: list[ConsentEvent], today: date, born: PartialDate | None
) -> None:
    without = [one for one in events if one.purpose is not Purpose.SAVE_CASE]
    assert not allows_anything(fold(recorded(without), today, born))


@given(st.lists(EVENTS, max_size=8), SCOPES, DAYS, BORN)
def test_a_consent_never_reaches_beyond_its_scope_and_its_dates(
    events: list[ConsentEvent], wanted: Scope, today: date, born: PartialDate | None
) -> None:
    found = fold(recorded([event(Purpose.SAVE_CASE, right="SELF", given_on=date(2024, 1, 1)), *events]), today, born)
    if found.may(Purpose.CONTACT_AGENCY, wanted):
        assert any(
            one.purpose is Purpose.CONTACT_AGENCY
            and one.decision is GIVEN
            and one.scope.agency == wanted.agency
            and one.scope.named in {"", wanted.named}
            and one.scope.topic in {"", wanted.topic}
            and one.given_on <= today
            and (one.review_on is None or one.review_on >= today)
            for one in events
        )


@given(st.lists(EVENTS, max_size=8), DAYS, BORN, st.sampled_from([None, MOTHER, FATHER]))
def test_what_a_child_refused_for_everyone_stays_refused_until_the_child_says_otherwise(
    events: list[ConsentEvent], today: date, born: PartialDate | None, person: UUID | None
) -> None:
    by_others = [one for one in events if one.right == "PR"]
    assert fold(recorded([refusal(None), *by_others]), today, born).refuses(person)


@given(st.lists(EVENTS, max_size=8), DAYS, BORN)
def test_events_fold_the_same_in_whatever_order_they_are_read(
    events: list[ConsentEvent], today: date, born: PartialDate | None
) -> None:
    rows = recorded(events)
    forward, backward = fold(rows, today, born), fold(rows[::-1], today, born)
    assert set(map(repr, forward.standings)) == set(map(repr, backward.standings))


@given(st.lists(EVENTS, max_size=6), EVENTS, DAYS, BORN)
def test_one_more_no_never_allows_more(
    events: list[ConsentEvent], last: ConsentEvent, today: date, born: PartialDate | None
) -> None:
    no = dataclasses.replace(last, decision=GIVEN if last.purpose is Purpose.REFUSE_ACCESS else WITHDRAWN)
    before, after = fold(recorded(events), today, born), fold(recorded([*events, no]), today, born)
    for purpose in PERMISSIONS:
        for scope in {repr(one.scope): one.scope for one in (*events, no)}.values():
            assert before.may(purpose, scope) or not after.may(purpose, scope)
    for person in (None, MOTHER, FATHER):
        assert after.refuses(person) or not before.refuses(person)


@given(st.lists(EVENTS, max_size=8), DAYS, BORN)
def test_every_standing_says_which_event_decided_or_that_none_did(
    events: list[ConsentEvent], today: date, born: PartialDate | None
) -> None:
    for one in fold(recorded(events), today, born).standings:
        assert (one.decided is None) is (one.status is Status.NOT_ASKED)
        assert one.decided is None or one.decided in one.history
        if one.next_change is not None and one.next_change.on is not None:
            assert one.next_change.on > today


def test_the_channels_are_those_of_the_form() -> None:
    assert CHANNELS == (Purpose.MKT_EMAIL, Purpose.MKT_PHONE, Purpose.MKT_SMS, Purpose.MKT_POST)
