"""When to ask again (domain table 5.5): each row by name, and what no review may ever do."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.ages import birthday, school_age_ends
from iass_tui.rules.consent.reviews import AHEAD, Review, ReviewKind, Subject, reviews
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose, RecordedConsent, Scope

TODAY = date(2026, 11, 23)
ME = UUID(int=7)


def recorded(number: int, purpose: Purpose = Purpose.SAVE_CASE, **more: object) -> RecordedConsent:
    """One event, given two weeks ago by the person themselves."""
    said = {"decision": Decision.GIVEN, "given_on": TODAY - timedelta(days=14), "right": "SELF", **more}
    event = ConsentEvent(purpose=purpose, **said)  # type: ignore[arg-type]
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return RecordedConsent(
        id=UUID(int=number), subject_id=ME, number=number, recorded_at=at, recorded_by=UUID(int=9), event=event
    )


def child(born: date, *events: RecordedConsent, **more: object) -> Subject:
    """A child with an open case."""
    return Subject(
        events=events or (recorded(1, right="PR"),),
        born=PartialDate.of(born),
        of_child=True,
        has_open_case=True,
        **more,  # type: ignore[arg-type]
    )


def kinds(subject: Subject, on: date = TODAY, **more: object) -> list[ReviewKind]:
    """What is to be asked, in order."""
    return [one.kind for one in reviews(subject, on, **more)]  # type: ignore[arg-type]


def test_twelve_months_on_an_open_case() -> None:
    subject = Subject(events=(recorded(1, given_on=date(2025, 12, 1)),), has_open_case=True)
    assert reviews(subject, TODAY) == (Review(ReviewKind.YEARLY, date(2026, 12, 1), (Purpose.SAVE_CASE,)),)
    assert kinds(subject, date(2026, 11, 2)) == []
    assert kinds(subject, date(2026, 11, 3)) == [ReviewKind.YEARLY]


def test_twenty_four_months_is_the_longest_any_consent_stands() -> None:
    subject = Subject(events=(recorded(1, given_on=date(2024, 12, 1)),))
    assert kinds(subject) == [ReviewKind.TWO_YEARS]
    assert kinds(subject, date(2026, 10, 1)) == []


def test_the_policys_meaning_changed() -> None:
    subject = Subject(events=(recorded(1, wording_version="1, policy 1"),))
    changed = {"1, policy 1": date(2026, 11, 20)}
    assert kinds(subject, outdated=changed) == [ReviewKind.WORDING_CHANGED]
    again = dataclasses.replace(subject, events=(*subject.events, recorded(2, wording_version="1, policy 2")))
    assert kinds(again, outdated=changed) == []


def test_a_child_turns_13() -> None:
    born = date(2013, 12, 1)
    assert reviews(child(born), TODAY) == (Review(ReviewKind.TURNS_13, date(2026, 12, 1)),)
    assert kinds(child(born), date(2026, 11, 2)) == []
    assert kinds(child(born, own_view_on=date(2026, 12, 2)), date(2026, 12, 3)) == []
    own = recorded(2, given_on=date(2026, 12, 2))
    assert kinds(child(born, recorded(1, right="PR"), own), date(2026, 12, 3)) == []


def test_a_young_person_turns_16() -> None:
    born = date(2010, 12, 1)
    found = reviews(child(born, own_view_on=date(2024, 1, 1)), TODAY)
    assert found == (Review(ReviewKind.TURNS_16, date(2026, 12, 1), (Purpose.SAVE_CASE,)),)
    own = recorded(2, given_on=date(2026, 12, 2))
    assert kinds(child(born, recorded(1, right="PR"), own), date(2026, 12, 3)) == []


def test_a_parents_yes_to_release_is_suspended_at_16_and_has_to_be_asked_again() -> None:
    born, release = date(2010, 11, 1), recorded(2, Purpose.YP_RELEASE_TO_PARENT, right="PR", given_on=date(2026, 6, 1))
    (turned,) = (
        r for r in reviews(child(born, recorded(1, right="PR"), release), TODAY) if r.kind is ReviewKind.TURNS_16
    )
    assert Purpose.YP_RELEASE_TO_PARENT in turned.purposes


def test_the_end_of_compulsory_school_age() -> None:
    born = date(2010, 11, 1)  # 16 in November: the last Friday in June after it
    ends = school_age_ends(born)
    assert (ends, ends.strftime("%A")) == (date(2027, 6, 25), "Friday")
    subject = child(born, recorded(1, given_on=date(2026, 11, 2)))
    assert ReviewKind.SCHOOL_AGE_ENDS not in kinds(subject, date(2027, 5, 1))
    assert ReviewKind.SCHOOL_AGE_ENDS in kinds(subject, date(2027, 6, 1))
    assert ReviewKind.SCHOOL_AGE_ENDS not in kinds(subject, date(2027, 8, 1))


def test_parents_consents_lapse_at_18() -> None:
    born = date(2008, 12, 1)
    subject = child(born, recorded(1, right="PR"), recorded(2, Purpose.STATS, right="PR"))
    before = [one for one in reviews(subject, TODAY) if one.kind is ReviewKind.TURNS_18]
    assert before == [Review(ReviewKind.TURNS_18, date(2026, 12, 1), (Purpose.SAVE_CASE, Purpose.STATS))]
    assert ReviewKind.TURNS_18 in kinds(subject, date(2027, 1, 5))
    own = (recorded(3, given_on=date(2026, 12, 2)), recorded(4, Purpose.STATS, given_on=date(2026, 12, 2)))
    assert kinds(child(born, *subject.events, *own), date(2027, 1, 5)) == []


@pytest.mark.parametrize("kind", [ReviewKind.REOPENED, ReviewKind.NEW_OFFICER, ReviewKind.RESPONSIBILITY_CHANGED])
def test_a_change_asks_to_confirm_until_they_were_asked(kind: ReviewKind) -> None:
    subject = Subject(events=(recorded(1),), changes=((kind, date(2026, 11, 20)),))
    assert reviews(subject, TODAY) == (Review(kind, date(2026, 11, 20), (Purpose.SAVE_CASE,)),)
    confirmed = dataclasses.replace(subject, events=(recorded(1), recorded(2, given_on=date(2026, 11, 20))))
    assert kinds(confirmed) == []


def test_a_new_agency_asks_whom_we_may_contact() -> None:
    subject = Subject(events=(recorded(1),), changes=((ReviewKind.NEW_AGENCY, date(2026, 11, 20)),))
    assert kinds(subject) == [ReviewKind.NEW_AGENCY]
    named = recorded(2, Purpose.CONTACT_AGENCY, given_on=date(2026, 11, 21), scope=Scope(agency="LA_SEN"))
    assert kinds(dataclasses.replace(subject, events=(recorded(1), named))) == []


def test_a_one_off_contact_closes_its_consent_and_is_shown_for_a_while() -> None:
    once = recorded(2, Purpose.CONTACT_AGENCY, scope=Scope(agency="LA_SEN", one_off=True))
    subject = Subject(events=(recorded(1), once), used={once.id: date(2026, 11, 20)})
    assert reviews(subject, TODAY) == (Review(ReviewKind.USED_ONCE, date(2026, 11, 20), (Purpose.CONTACT_AGENCY,)),)
    assert kinds(subject, date(2026, 12, 30)) == []


def test_the_day_to_ask_again_that_was_agreed_on_is_shown_before_it_and_after() -> None:
    subject = Subject(events=(recorded(1), recorded(2, Purpose.CASE_STUDY, review_on=date(2026, 12, 10))))
    expected = Review(ReviewKind.REVIEW_DAY, date(2026, 12, 10), (Purpose.CASE_STUDY,))
    assert reviews(subject, TODAY) == reviews(subject, date(2026, 12, 20)) == (expected,)


def test_whoever_took_saving_back_is_asked_nothing() -> None:
    gone = recorded(2, decision=Decision.WITHDRAWN)
    assert reviews(child(date(2010, 12, 1), recorded(1, given_on=date(2024, 1, 1)), gone), TODAY) == ()


def test_several_consents_of_one_day_are_one_thing_to_ask() -> None:
    old = date(2025, 11, 1)
    every = [Purpose.SAVE_CASE, Purpose.SAVE_CONTACT, Purpose.MKT_EMAIL]
    events = tuple(recorded(number, one, given_on=old) for number, one in enumerate(every, 1))
    (one,) = reviews(Subject(events=events, has_open_case=True), TODAY)
    assert one.purposes == tuple(every)


@given(
    born=st.dates(date(2001, 12, 1), date(2026, 1, 1)),
    purposes=st.sets(st.sampled_from([one for one in Purpose if one is not Purpose.REFUSE_ACCESS])),
    days=st.integers(0, 300),
)
def test_whoever_answered_everything_themselves_today_is_asked_nothing_about_what_is_past(
    born: date, purposes: set[Purpose], days: int
) -> None:
    every = [Purpose.SAVE_CASE, *(one for one in purposes if one is not Purpose.SAVE_CASE)]
    events = tuple(recorded(number, one, given_on=TODAY) for number, one in enumerate(every, 1))
    subject = child(born, *events, changes=((ReviewKind.REOPENED, TODAY - timedelta(days=days)),))
    assert all(one.due_on > TODAY for one in reviews(subject, TODAY))


@given(born=st.dates(date(2001, 1, 1), date(2026, 1, 1)), ahead=st.integers(0, 365))
def test_nothing_is_shown_earlier_than_its_notice(born: date, ahead: int) -> None:
    span = timedelta(days=ahead)
    assert all(one.due_on <= TODAY + span for one in reviews(child(born), TODAY, ahead=span))
    assert timedelta(days=28) == AHEAD


@given(born=st.dates(date(1990, 1, 1), date(2026, 12, 31)))
def test_school_age_ends_on_a_friday_in_june_within_a_year_of_16(born: date) -> None:
    ends = school_age_ends(born)
    assert (ends.month, ends.weekday()) == (6, 4)
    assert -70 <= (ends - birthday(born, 16)).days <= 310
