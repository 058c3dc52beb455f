"""Who may receive a child's file, row by row of domain table 1.4, and which items go in (P32)."""

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import Allowed, Refused
from iass_tui.rules.records.casework import ParentMaySee, ProvidedBy
from iass_tui.rules.release import (
    Authority,
    AuthorityFrom,
    Competence,
    Finding,
    Include,
    ItemProvenance,
    ItemReason,
    ReleaseReason,
    Request,
    Requester,
    Whose,
    Withhold,
    item_for,
    may_receive,
)

TODAY = date(2026, 11, 22)
AT_17, AT_16, AT_15, AT_13, AT_12 = (
    PartialDate(2009, 1, 1),
    PartialDate(2010, 11, 22),
    PartialDate(2010, 11, 23),
    PartialDate(2013, 11, 22),
    PartialDate(2013, 11, 23),
)
COMPETENT = Competence(Finding.COMPETENT, date(2026, 11, 1))
NOT_COMPETENT = Competence(Finding.NOT_COMPETENT, date(2026, 11, 1))
FROM_CHILD = Authority(AuthorityFrom.SUBJECT, date(2026, 11, 1))
FROM_PARENT = Authority(AuthorityFrom.PARENT, date(2026, 11, 1))
FOR_PARENT = Allowed((ReleaseReason.BEST_INTERESTS, ReleaseReason.MINUS_CHILDS_OWN))
R = ReleaseReason


def child(born: PartialDate | None, **more: Any) -> Request:
    return Request(requester=Requester.CHILD, whose=Whose.OWN, born=born, **more)


def parent(born: PartialDate | None, **more: Any) -> Request:
    known: dict[str, Any] = {"responsibility": "YES", "responsibility_evidenced": True} | more
    return Request(requester=Requester.PARENT, whose=Whose.CHILDS, born=born, **known)


def someone(requester: Requester, born: PartialDate, **more: Any) -> Request:
    return Request(requester=requester, whose=Whose.CHILDS, born=born, **more)


# Row 1: 16 and over


def test_table_1_4_from_16_the_young_person_receives_their_own_file() -> None:
    assert may_receive(child(AT_16), TODAY) == Allowed()  # P12


def test_table_1_4_from_16_a_parent_needs_the_young_persons_authority() -> None:
    assert may_receive(parent(AT_16), TODAY) == Refused((R.NEEDS_CHILDS_AUTHORITY,))
    assert may_receive(parent(AT_16, authority=FROM_CHILD), TODAY) == Allowed((R.MINUS_CHILDS_OWN,))


def test_table_1_4_from_16_a_recorded_lack_of_capacity_lets_a_parent_ask_and_stops_the_young_person() -> None:
    lacking = Competence(Finding.NOT_COMPETENT, date(2026, 11, 22))
    assert may_receive(parent(AT_17, competence=lacking), TODAY) == FOR_PARENT
    assert may_receive(child(AT_17, competence=lacking), TODAY) == Refused((R.NOT_COMPETENT,))


def test_from_16_capacity_is_presumed_whatever_was_found_before() -> None:
    at_14 = Competence(Finding.NOT_COMPETENT, date(2024, 1, 1))
    assert may_receive(child(AT_17, competence=at_14), TODAY) == Allowed()
    assert may_receive(parent(AT_17, competence=at_14), TODAY) == Refused((R.NEEDS_CHILDS_AUTHORITY,))


def test_the_offices_reading_of_over_16_can_be_set() -> None:
    assert may_receive(child(AT_16), TODAY, direct_age=17) == Refused((R.ASSESS_COMPETENCE,))


# Row 2: 13 to 15


@pytest.mark.parametrize("born", [AT_13, AT_15])
def test_table_1_4_from_13_a_child_receives_their_file_if_competent(born: PartialDate) -> None:
    assert may_receive(child(born, competence=COMPETENT), TODAY) == Allowed()  # P14
    assert may_receive(child(born), TODAY) == Refused((R.ASSESS_COMPETENCE,))
    assert may_receive(child(born, competence=NOT_COMPETENT), TODAY) == Refused((R.NOT_COMPETENT,))


def test_table_1_4_from_13_a_parent_needs_the_childs_authority_or_a_lack_of_competence() -> None:
    assert may_receive(parent(AT_13), TODAY) == Refused((R.NEEDS_CHILDS_AUTHORITY, R.ASSESS_COMPETENCE))
    assert may_receive(parent(AT_13, competence=COMPETENT), TODAY) == Refused((R.NEEDS_CHILDS_AUTHORITY,))
    authorised = parent(AT_13, competence=COMPETENT, authority=FROM_CHILD)
    assert may_receive(authorised, TODAY) == Allowed((R.MINUS_CHILDS_OWN,))
    assert may_receive(parent(AT_13, competence=NOT_COMPETENT), TODAY) == FOR_PARENT


def test_from_13_a_childs_authority_counts_only_with_an_assessment() -> None:
    assert not may_receive(parent(AT_13, authority=FROM_CHILD), TODAY)


def test_table_1_4_from_13_a_refusal_blocks_a_parent_even_without_competence() -> None:
    refused = parent(AT_13, competence=NOT_COMPETENT, is_refused=True)
    assert may_receive(refused, TODAY) == Refused((R.REFUSED_BY_CHILD,))  # P15, P16


# Row 3: under 13


def test_table_1_4_under_13_a_mature_child_receives_their_file_with_support() -> None:
    assert may_receive(child(AT_12, competence=COMPETENT), TODAY) == Allowed((R.WITH_SUPPORT,))
    assert may_receive(child(AT_12), TODAY) == Refused((R.ASSESS_COMPETENCE,))


def test_table_1_4_under_13_a_parent_normally_receives_it_minus_what_the_child_keeps_back() -> None:
    assert may_receive(parent(AT_12), TODAY) == FOR_PARENT


def test_under_13_a_recorded_refusal_blocks_too() -> None:
    assert may_receive(parent(AT_12, is_refused=True), TODAY) == Refused((R.REFUSED_BY_CHILD,))


def test_table_1_4_under_13_a_court_order_or_an_abuse_concern_stops_a_parent() -> None:
    stopped = parent(AT_12, order_forbids=True, has_concern=True)
    assert may_receive(stopped, TODAY) == Refused((R.ORDER_FORBIDS, R.CONCERN))


# Row 4: any age, others


@pytest.mark.parametrize("requester", [Requester.CARER, Requester.REPRESENTATIVE])
def test_table_1_4_any_age_a_carer_or_solicitor_needs_written_authority(requester: Requester) -> None:
    assert may_receive(someone(requester, AT_12), TODAY) == Refused((R.NEEDS_AUTHORITY, R.RESPONSIBILITY_NOT_SHOWN))
    by_parent = someone(requester, AT_12, authority=FROM_PARENT, responsibility="YES", responsibility_evidenced=True)
    assert may_receive(by_parent, TODAY) == FOR_PARENT
    by_child = someone(requester, AT_16, authority=FROM_CHILD)
    assert may_receive(by_child, TODAY) == Allowed((R.MINUS_CHILDS_OWN,))


def test_a_solicitor_for_a_parent_can_do_no_more_than_the_parent() -> None:
    asked = someone(
        Requester.REPRESENTATIVE, AT_16, authority=FROM_PARENT, responsibility="YES", responsibility_evidenced=True
    )
    assert may_receive(asked, TODAY) == Refused((R.NEEDS_CHILDS_AUTHORITY,))


@pytest.mark.parametrize(
    ("responsibility", "evidenced", "reason"),
    [
        ("NO", True, R.RESPONSIBILITY_NOT_SHOWN),
        ("UNKNOWN", True, R.RESPONSIBILITY_NOT_SHOWN),
        ("YES", False, R.RESPONSIBILITY_NOT_SHOWN),
        ("DISPUTED", True, R.RESPONSIBILITY_DISPUTED),
    ],
)
def test_parental_responsibility_has_to_be_shown(responsibility: str, evidenced: bool, reason: ReleaseReason) -> None:
    asked = parent(AT_12, responsibility=responsibility, responsibility_evidenced=evidenced)
    assert may_receive(asked, TODAY) == Refused((reason,))


@pytest.mark.parametrize(
    "authority",
    [
        Authority(AuthorityFrom.SUBJECT, TODAY + timedelta(days=1)),
        Authority(AuthorityFrom.SUBJECT, date(2026, 1, 1), until=TODAY - timedelta(days=1)),
    ],
)
def test_authority_counts_from_its_date_until_its_end(authority: Authority) -> None:
    assert not may_receive(parent(AT_16, authority=authority), TODAY)


# What cuts across


def test_the_council_never_receives_a_file() -> None:
    assert may_receive(someone(Requester.COUNCIL, AT_12, lawful_override=True), TODAY) == Refused((R.COUNCIL,))  # P13


def test_a_professional_asks_as_sharing_and_the_police_bring_an_order() -> None:
    assert may_receive(someone(Requester.PROFESSIONAL, AT_12), TODAY) == Refused((R.ASK_AS_SHARING,))
    assert may_receive(someone(Requester.POLICE_OR_COURT, AT_12), TODAY) == Refused((R.NEEDS_AN_ORDER,))
    ordered = someone(Requester.POLICE_OR_COURT, AT_12, order_requires=True)
    assert may_receive(ordered, TODAY) == Allowed((R.WHAT_THE_ORDER_NAMES,))


def test_table_1_4_two_requests_look_alike_and_the_requester_has_to_choose() -> None:
    undecided = dataclasses.replace(parent(AT_12), whose=None)
    assert may_receive(undecided, TODAY) == Refused((R.CHOOSE_WHOSE,))


def test_a_parent_receives_their_own_data_even_where_the_child_refuses_them_the_childs() -> None:
    own = dataclasses.replace(parent(AT_16, is_refused=True), whose=Whose.OWN)
    assert may_receive(own, TODAY) == Allowed((R.ONLY_THEIR_OWN,))


def test_a_solicitor_receives_an_adult_clients_data_with_the_clients_authority() -> None:
    asked = Request(requester=Requester.REPRESENTATIVE, whose=Whose.CLIENTS, born=None)
    assert may_receive(asked, TODAY) == Refused((R.NEEDS_AUTHORITY,))
    assert may_receive(dataclasses.replace(asked, authority=FROM_CHILD), TODAY)


def test_a_lawful_override_beats_the_refusal_and_the_concern_and_nothing_else() -> None:
    asked = parent(AT_12, is_refused=True, has_concern=True, lawful_override=True)
    assert may_receive(asked, TODAY) == FOR_PARENT
    assert not may_receive(dataclasses.replace(asked, order_forbids=True), TODAY)
    assert not may_receive(dataclasses.replace(asked, responsibility="NO"), TODAY)


@pytest.mark.parametrize("request_", [child(AT_17), parent(AT_12)])
def test_doubt_about_identity_or_a_death_goes_to_the_manager(request_: Request) -> None:
    assert may_receive(dataclasses.replace(request_, identity_in_doubt=True), TODAY) == Refused((R.IDENTITY_IN_DOUBT,))
    assert may_receive(dataclasses.replace(request_, has_died=True), TODAY) == Refused((R.DIED,))


def test_an_assessment_serves_one_request_and_not_past_its_review() -> None:
    ways: tuple[dict[str, Any], ...] = (
        {"is_used": True},
        {"review_on": TODAY - timedelta(days=1)},
        {"assessed_on": TODAY + timedelta(days=1)},
    )
    for changes in ways:
        spent = dataclasses.replace(COMPETENT, **changes)
        assert may_receive(child(AT_13, competence=spent), TODAY) == Refused((R.ASSESS_COMPETENCE,))


def test_an_unknown_age_is_no_age() -> None:
    assert may_receive(parent(None), TODAY) == Refused((R.AGE_UNKNOWN,))
    assert may_receive(child(PartialDate(2027)), TODAY) == Refused((R.AGE_UNKNOWN,))


def test_of_an_uncertain_birth_date_every_possible_age_must_say_yes() -> None:
    perhaps_16 = PartialDate(2010)
    assert may_receive(child(perhaps_16), TODAY) == Refused((R.ASSESS_COMPETENCE,))
    assert may_receive(parent(PartialDate(2013)), TODAY) == Refused((R.NEEDS_CHILDS_AUTHORITY, R.ASSESS_COMPETENCE))


def test_every_reason_is_told_at_once() -> None:
    asked = parent(AT_13, is_refused=True, order_forbids=True, responsibility="DISPUTED", identity_in_doubt=True)
    answer = may_receive(asked, TODAY)
    assert isinstance(answer, Refused)
    assert set(answer.reasons) == {
        R.IDENTITY_IN_DOUBT,
        R.ORDER_FORBIDS,
        R.REFUSED_BY_CHILD,
        R.RESPONSIBILITY_DISPUTED,
        R.NEEDS_CHILDS_AUTHORITY,
        R.ASSESS_COMPETENCE,
    }


# Items


def item(by: ProvidedBy, may_see: ParentMaySee, **more: Any) -> ItemProvenance:
    return ItemProvenance(provided_by=by, parent_may_see=may_see, **more)


def test_what_the_child_gave_and_does_not_want_shared_is_kept_from_a_parent() -> None:
    secret = item(ProvidedBy.CHILD, ParentMaySee.NO)
    assert item_for(secret, Requester.PARENT) == Withhold(ItemReason.CHILD_DOES_NOT_AGREE)  # P32


def test_what_the_child_gave_and_nobody_asked_about_is_kept_back_too() -> None:
    unasked = item(ProvidedBy.CHILD, ParentMaySee.NOT_ASKED)
    assert item_for(unasked, Requester.PARENT) == Withhold(ItemReason.CHILD_NOT_ASKED)
    agreed = dataclasses.replace(unasked, child_agrees=True)
    assert item_for(agreed, Requester.PARENT) == Include((ItemReason.SOMEONE_ELSES_WORDS,))


def test_a_release_to_a_parent_does_not_undo_a_no_on_one_item() -> None:
    secret = item(ProvidedBy.CHILD, ParentMaySee.NO, child_agrees=True)
    assert isinstance(item_for(secret, Requester.PARENT), Withhold)


def test_what_the_child_agreed_to_share_goes_to_a_parent() -> None:
    assert isinstance(item_for(item(ProvidedBy.CHILD, ParentMaySee.YES), Requester.PARENT), Include)


def test_an_officers_note_of_what_the_child_wants_kept_is_withheld_too() -> None:
    assert item_for(item(ProvidedBy.OFFICER, ParentMaySee.NO), Requester.PARENT) == Withhold(ItemReason.MAY_NOT_SEE)


def test_the_child_and_their_own_solicitor_see_everything_the_child_gave() -> None:
    secret = item(ProvidedBy.CHILD, ParentMaySee.NO)
    assert item_for(secret, Requester.CHILD) == Include()
    assert item_for(secret, Requester.REPRESENTATIVE, authority_from=AuthorityFrom.SUBJECT) == Include()
    for_parent = item_for(secret, Requester.REPRESENTATIVE, authority_from=AuthorityFrom.PARENT)
    assert isinstance(for_parent, Withhold)


def test_what_was_entered_in_error_is_included_and_marked() -> None:
    wrong = item(ProvidedBy.OFFICER, ParentMaySee.NOT_ASKED, is_in_error=True)
    assert item_for(wrong, Requester.CHILD) == Include((ItemReason.IN_ERROR,))


def test_other_peoples_words_are_marked_for_a_look() -> None:
    assert item_for(item(ProvidedBy.PROFESSIONAL, ParentMaySee.YES), Requester.CHILD) == Include(
        (ItemReason.PROFESSIONALS_WORDS,)
    )
    own_words = item(ProvidedBy.PARENT, ParentMaySee.NOT_ASKED, given_by_requester=True)
    assert item_for(own_words, Requester.PARENT) == Include()
    other_parents = item(ProvidedBy.PARENT, ParentMaySee.NOT_ASKED)
    assert item_for(other_parents, Requester.PARENT) == Include((ItemReason.SOMEONE_ELSES_WORDS,))


# Promises

DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))
REQUESTS = st.builds(
    Request,
    requester=st.sampled_from(Requester),
    whose=st.sampled_from([Whose.OWN, Whose.CHILDS, Whose.CLIENTS, None]),
    born=st.none()
    | st.builds(PartialDate, st.integers(2000, 2027), st.integers(1, 12))
    | st.builds(PartialDate, st.integers(2000, 2027), st.integers(1, 12), st.integers(1, 28)),
    competence=st.none() | st.builds(Competence, st.sampled_from(Finding), DAYS, st.booleans(), st.none() | DAYS),
    authority=st.none() | st.builds(Authority, st.sampled_from(AuthorityFrom), DAYS, st.none() | DAYS),
    responsibility=st.sampled_from(["YES", "NO", "UNKNOWN", "DISPUTED"]),
    responsibility_evidenced=st.booleans(),
    is_refused=st.booleans(),
    order_forbids=st.booleans(),
    order_requires=st.booleans(),
    has_concern=st.booleans(),
    lawful_override=st.booleans(),
    identity_in_doubt=st.booleans(),
    has_died=st.booleans(),
)


@given(REQUESTS)
def test_nobody_whom_the_child_refuses_receives_the_childs_file_without_a_lawful_override(asked: Request) -> None:
    refused = dataclasses.replace(asked, is_refused=True, lawful_override=False, whose=Whose.CHILDS)
    if may_receive(refused, TODAY):
        assert refused.requester in {Requester.CHILD, Requester.POLICE_OR_COURT}


@given(REQUESTS)
def test_the_council_receives_nothing_ever(asked: Request) -> None:
    assert not may_receive(dataclasses.replace(asked, requester=Requester.COUNCIL), TODAY)


@given(REQUESTS)
def test_knowing_less_never_opens_a_file(asked: Request) -> None:
    less = dataclasses.replace(
        asked, authority=None, responsibility="UNKNOWN", responsibility_evidenced=False, lawful_override=False
    )
    assert may_receive(asked, TODAY) or not may_receive(less, TODAY)


@given(REQUESTS)
def test_an_adult_receives_a_young_persons_file_only_by_their_word_or_a_recorded_lack_of_competence(
    asked: Request,
) -> None:
    born = PartialDate(2012, 1, 1)
    if asked.requester in {Requester.PARENT, Requester.CARER, Requester.REPRESENTATIVE}:
        asked = dataclasses.replace(asked, born=born, whose=Whose.CHILDS)
        if may_receive(asked, TODAY):
            by_word = asked.authority is not None and asked.authority.given_by is AuthorityFrom.SUBJECT
            lacks = asked.competence is not None and asked.competence.finding is Finding.NOT_COMPETENT
            assert by_word or lacks


ITEMS = st.builds(
    ItemProvenance,
    provided_by=st.sampled_from(ProvidedBy),
    parent_may_see=st.sampled_from(ParentMaySee),
    given_by_requester=st.booleans(),
    is_in_error=st.booleans(),
    child_agrees=st.booleans(),
)


@given(ITEMS, st.sampled_from(Requester), st.none() | st.sampled_from(AuthorityFrom))
def test_nothing_a_child_keeps_back_is_proposed_for_anyone_but_the_child_or_whom_the_child_sent(
    one: ItemProvenance, requester: Requester, authority: AuthorityFrom | None
) -> None:
    proposed = item_for(one, requester, authority_from=authority)
    if isinstance(proposed, Include) and one.parent_may_see is ParentMaySee.NO:
        assert requester is Requester.CHILD or (
            requester is Requester.REPRESENTATIVE and authority is AuthorityFrom.SUBJECT
        )
    if isinstance(proposed, Include) and one.is_in_error:
        assert ItemReason.IN_ERROR in proposed.marks
