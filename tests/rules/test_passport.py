"""The consent passport: it says what the gate says, and to a parent nothing that is the child's alone."""

import dataclasses
from datetime import date
from uuid import UUID

from hypothesis import given, strategies as st

from iass_tui.rules.consent import ConsentState, Passport, passport
from iass_tui.rules.decision import Refused
from iass_tui.rules.papers import PaperReason, may_hold
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose, Scope
from iass_tui.rules.release.requests import ReleaseReason
from tests.rules.test_consent import (
    BORN_2011,
    CHILD,
    CONTACT,
    FATHER,
    MOTHER,
    REFUSED,
    SAVED,
    TODAY,
    WITHDRAWN,
    agency,
    event,
    state,
)


def own(one: ConsentEvent) -> ConsentEvent:
    """The same, decided by the young person."""
    return dataclasses.replace(one, right="SELF", given_by=CHILD)


def names(found: Passport) -> list[str]:
    return [one.scope.named or one.scope.agency for one in found.contacts]


def words_of(found: Passport) -> str:
    """Everything that would stand on the page."""
    return repr(found)


def test_a_named_contact_says_about_what_until_when_and_on_what_condition() -> None:
    named = agency("HEALTH", "Dr Rahman", conditions="Ring me first", review_on=date(2027, 3, 1))
    scoped = dataclasses.replace(named, scope=Scope(agency="HEALTH", named="Dr Rahman", topic="transport"))
    found = passport(state(SAVED, scoped), CHILD, CHILD)
    (one,) = found.contacts
    assert (one.scope.topic, one.last_day, one.conditions) == ("transport", date(2027, 3, 1), "Ring me first")


def test_a_parents_consent_says_that_it_ends_on_the_day_before_the_18th_birthday() -> None:
    found = passport(state(SAVED, agency("LA_SEN"), born=BORN_2011), CHILD, CHILD)
    assert found.contacts[0].last_day == date(2029, 3, 26)


def test_a_kind_without_a_name_is_asked_about_first() -> None:
    found = passport(state(SAVED, agency("HEALTH"), agency("PCF")), CHILD, CHILD)
    assert names(found) == ["PCF"]
    assert [one.agency for one in found.name_first] == ["HEALTH"]
    assert [one.agency for one in found.ask_first] == ["LA_SEN", "EDU_SETTING", "LEGAL", "SOCIAL_CARE"]


def test_refused_withdrawn_run_out_and_never_asked_all_read_the_same() -> None:
    found = passport(
        state(
            SAVED,
            agency("LA_SEN", decision=REFUSED),
            agency("PCF"),
            agency("PCF", decision=WITHDRAWN),
            agency("HEALTH", "Dr B", review_on=date(2026, 1, 1)),
        ),
        CHILD,
        CHILD,
    )
    assert found.contacts == ()
    assert [one.named or one.agency for one in found.ask_first] == [
        "Dr B", "LA_SEN", "EDU_SETTING", "HEALTH", "LEGAL", "SOCIAL_CARE", "PCF",
    ]  # fmt: skip


def test_without_p78_nobody_is_contacted() -> None:
    assert passport(state(agency("LA_SEN")), CHILD, CHILD).contacts == ()


def test_p15_p16_a_refusal_of_access_is_on_no_passport_but_in_a_place_of_its_own() -> None:
    refusal = own(event(Purpose.REFUSE_ACCESS, scope=Scope(person_id=MOTHER)))
    for reader in (CHILD, MOTHER, FATHER):
        found = passport(state(SAVED, agency("LA_SEN"), refusal), CHILD, reader)
        assert "REFUSE_ACCESS" not in words_of(found)
        assert str(MOTHER) not in words_of(found)


def test_p32_a_parent_is_not_told_what_the_young_person_agreed_to_or_refused_alone() -> None:
    secret = own(agency("HEALTH", "Young people's clinic"))
    refused = own(agency("EDU_SETTING", "Hill School", decision=REFUSED))
    release = own(event(Purpose.YP_RELEASE_TO_PARENT, scope=Scope(person_id=FATHER)))
    found = passport(state(SAVED, agency("LA_SEN"), secret, refused, release), CHILD, MOTHER)
    assert names(found) == ["LA_SEN"]
    assert "clinic" not in words_of(found)
    assert "Hill" not in words_of(found)
    assert found.more == tuple(one for one in found.more if one.purpose is Purpose.SAVE_CASE)
    assert not found.is_own


def test_what_one_parent_agreed_to_is_not_on_the_others_passport() -> None:
    fathers = agency("LEGAL", "Smith & Co", given_by=FATHER)
    assert names(passport(state(SAVED, fathers), CHILD, MOTHER)) == []
    assert names(passport(state(SAVED, fathers), CHILD, FATHER)) == ["Smith & Co"]


def test_news_is_on_the_persons_own_only() -> None:
    stands = state(SAVED, CONTACT, event(Purpose.MKT_EMAIL))
    assert [one.purpose for one in passport(stands, CHILD, CHILD).news] == [Purpose.MKT_EMAIL]
    assert passport(stands, CHILD, MOTHER).news == ()


def test_who_may_hold_a_paper_about_someone() -> None:
    stands = state(SAVED)
    assert may_hold(stands, CHILD, CHILD, ())
    assert may_hold(stands, CHILD, MOTHER, {MOTHER})
    assert may_hold(stands, CHILD, FATHER, {MOTHER}) == Refused((PaperReason.NOT_THEIR_WORD,))
    refuses = state(SAVED, own(event(Purpose.REFUSE_ACCESS, scope=Scope(person_id=MOTHER))))
    assert may_hold(refuses, CHILD, MOTHER, {MOTHER}) == Refused((ReleaseReason.REFUSED_BY_CHILD,))
    assert may_hold(refuses, CHILD, CHILD, ())


CODES = st.sampled_from(["LA_SEN", "EDU_SETTING", "HEALTH", "PCF", "OTHER", ""])
EVENTS = st.lists(
    st.builds(
        lambda code, name, decision, is_own, giver, purpose: dataclasses.replace(
            event(purpose, decision, scope=Scope(agency=code, named=name)),
            right="SELF" if is_own else "PR",
            given_by=CHILD if is_own else giver,
        ),
        CODES,
        st.sampled_from(["", "Dr A", "Dr B"]),
        st.sampled_from(Decision),
        st.booleans(),
        st.sampled_from([MOTHER, FATHER]),
        st.sampled_from([Purpose.CONTACT_AGENCY, Purpose.SAVE_CASE, Purpose.SHARE_DOC]),
    ),
    max_size=12,
)


def _gate(stands: ConsentState, scope: Scope) -> bool:
    return bool(stands.may_contact_agency(scope.agency, scope.named, scope.topic))


@given(EVENTS, st.sampled_from([CHILD, MOTHER, FATHER]))
def test_the_passport_permits_nobody_whom_the_gate_would_not_let_us_contact(
    events: list[ConsentEvent], reader: UUID
) -> None:
    stands = state(SAVED, *events)
    found = passport(stands, CHILD, reader)
    for one in found.contacts:
        assert _gate(stands, one.scope)
    if reader == CHILD:  # and to the person themselves it leaves out nobody whom it would
        shown = {one.scope for one in found.contacts}
        for standing in stands.of(Purpose.CONTACT_AGENCY):
            if standing.status == "GIVEN" and _gate(stands, standing.scope):
                assert standing.scope in shown


@given(EVENTS, st.sampled_from([MOTHER, FATHER]))
def test_whatever_stands_on_a_parents_passport_is_that_parents_own_word(
    events: list[ConsentEvent], reader: UUID
) -> None:
    theirs = {one.scope for one in (SAVED, *events) if one.given_by == reader and one.right != "SELF"}
    found = passport(state(SAVED, *events), CHILD, reader)
    for one in (*found.contacts, *found.more):
        assert one.scope in theirs
    for scope in (*found.name_first, *(one for one in found.ask_first if one.named)):
        assert scope in theirs


def test_today_is_the_day_it_speaks_of() -> None:
    ends = agency("LA_SEN", review_on=TODAY)
    assert names(passport(state(SAVED, ends), CHILD, CHILD)) == ["LA_SEN"]
    assert names(passport(state(SAVED, ends, today=date(2026, 11, 23)), CHILD, CHILD)) == []
