"""The consent form, P72 to P96 and P44: what is wrong with it, and the events it makes."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.consent import (
    CHANNELS,
    AgencyAnswer,
    Answer,
    FormAnswers,
    UnfinishedForm,
    fold,
    form_events,
    problems,
)
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import Problem, ProblemKind
from iass_tui.rules.records.consents import (
    ConsentEvent,
    ConsentMethod,
    Decision,
    FormSubject,
    Purpose,
    RecordedConsent,
    Scope,
)
from iass_tui.rules.wording import form_wording, spoken_wording

TODAY = date(2026, 11, 22)
MOTHER = UUID(int=2)
YES, NO, NOT_ASKED = Answer.YES, Answer.NO, Answer.NOT_ASKED

FULL = FormAnswers(
    read_by="READ",
    understood=True,
    about=FormSubject.BOTH,
    purposes_understood=True,
    withdrawal_explained=True,
    save=YES,
    contact=YES,
    email=YES,
    phone=NO,
    professionals=YES,
    agencies=(AgencyAnswer("LA_SEN"), AgencyAnswer("EDU_SETTING", " Oak  School ")),
    others=("Small Steps",),
    child_name="Given Family",
    born=PartialDate(2014, 5, 1),
    parent_name="Other Family",
    right="PR",
    signed_name="Other Family",
    method=ConsentMethod.WET_INK,
    evidence="SCAN-12",
    signed_on=date(2026, 11, 20),
)


def form(**changes: Any) -> FormAnswers:
    return dataclasses.replace(FULL, **changes)


def kinds(answers: FormAnswers) -> dict[str, ProblemKind]:
    return {one.field: one.kind for one in problems(answers, TODAY)}


def events(answers: FormAnswers, subject: FormSubject = FormSubject.SELF) -> tuple[ConsentEvent, ...]:
    return form_events(answers, subject, TODAY, given_by=MOTHER)


def decided(found: tuple[ConsentEvent, ...]) -> dict[tuple[Purpose, str, str], Decision]:
    return {(one.purpose, one.scope.agency, one.scope.named): one.decision for one in found}


def test_a_full_form_has_no_problems() -> None:
    assert problems(FULL, TODAY) == ()


@pytest.mark.parametrize("professionals", [YES, NO, NOT_ASKED])
def test_a_name_beside_a_box_that_is_not_ticked_is_asked_about_and_never_taken_for_a_no(professionals: Answer) -> None:
    unticked = (AgencyAnswer("HEALTH", "Dr Ash"), AgencyAnswer("LEGAL", "  "))
    found = kinds(form(professionals=professionals, unticked=unticked))
    assert found["named_HEALTH"] is ProblemKind.NEEDS_A_TICK
    assert "named_LEGAL" not in found


def test_an_empty_form_answers_nothing_for_anyone_and_names_every_gap() -> None:
    assert kinds(FormAnswers()) == {
        "read_by": ProblemKind.MISSING,  # P72
        "about": ProblemKind.MISSING,  # P74
        "save": ProblemKind.MISSING,  # P78
        "understood": ProblemKind.NEEDS_A_YES,  # P73
        "purposes_understood": ProblemKind.NEEDS_A_YES,  # P75-P77
        "withdrawal_explained": ProblemKind.NEEDS_A_YES,
        "parent_name": ProblemKind.MISSING,  # P94
        "signed_name": ProblemKind.MISSING,  # P95
        "method": ProblemKind.MISSING,
        "signed_on": ProblemKind.MISSING,  # P96
    }


@pytest.mark.parametrize(
    ("changes", "field", "kind"),
    [
        ({"read_by": "PERHAPS"}, "read_by", ProblemKind.NOT_AN_OPTION),
        ({"contact": NO}, "email", ProblemKind.NEEDS_CONTACT_CONSENT),
        ({"contact": NOT_ASKED, "email": NOT_ASKED, "post": YES}, "post", ProblemKind.NEEDS_CONTACT_CONSENT),
        ({"about": FormSubject.CHILD}, "about", ProblemKind.NEEDS_BOTH),
        ({"agencies": (), "others": ()}, "professionals", ProblemKind.NEEDS_A_TICK),
        ({"professionals": NO}, "professionals", ProblemKind.CONTRADICTS),
        ({"professionals": NOT_ASKED}, "professionals", ProblemKind.CONTRADICTS),
        ({"agencies": (AgencyAnswer("OTHER"),)}, "agencies", ProblemKind.NOT_AN_OPTION),
        ({"others": (" ",)}, "others", ProblemKind.MISSING),
        ({"child_name": " "}, "child_name", ProblemKind.MISSING),
        ({"born": PartialDate(2026, 12)}, "born", ProblemKind.IN_THE_FUTURE),
        ({"born": PartialDate(1899)}, "born", ProblemKind.TOO_LONG_AGO),
        ({"right": "FRIEND"}, "right", ProblemKind.NOT_AN_OPTION),
        ({"method": ConsentMethod.VERBAL, "evidence": ""}, "evidence", ProblemKind.MISSING),
        ({"signed_on": TODAY + timedelta(days=1)}, "signed_on", ProblemKind.IN_THE_FUTURE),
        ({"review_on": TODAY - timedelta(days=1)}, "review_on", ProblemKind.IN_THE_PAST),
    ],
)
def test_a_fault_is_found_at_its_field(changes: dict[str, Any], field: str, kind: ProblemKind) -> None:
    assert kinds(form(**changes)).get(field) is kind


def test_a_birth_date_may_be_left_out() -> None:
    assert problems(form(born=None), TODAY) == ()


def test_from_16_the_young_persons_own_consent_is_needed() -> None:
    turned_16 = form(born=PartialDate(2010, 11, 22))
    assert kinds(turned_16) == {"signer_is_child": ProblemKind.NEEDS_OWN_CONSENT}
    assert kinds(form(born=PartialDate(2010, 11, 23))) == {}
    assert kinds(dataclasses.replace(turned_16, about=FormSubject.SELF)) == {}
    assert kinds(dataclasses.replace(turned_16, right="BEST_INTERESTS")) == {}


def test_at_16_and_17_their_own_consent_may_follow_but_not_from_18() -> None:
    assert kinds(form(born=PartialDate(2010, 11, 22), own_consent_follows=True)) == {}
    grown = form(born=PartialDate(2008, 11, 22), own_consent_follows=True)
    assert kinds(grown) == {"signer_is_child": ProblemKind.NEEDS_OWN_CONSENT}


def test_a_child_under_13_who_signs_gets_no_news() -> None:
    own = form(signer_is_child=True, about=FormSubject.SELF, parent_name="")
    assert kinds(own) == {"email": ProblemKind.TOO_YOUNG}


def test_a_young_person_signs_for_themselves_alone() -> None:
    own = form(signer_is_child=True, parent_name="", born=PartialDate(2010, 1, 1))
    assert kinds(own) == {"about": ProblemKind.NOT_AN_OPTION}
    made = events(dataclasses.replace(own, about=FormSubject.SELF))
    assert {one.right for one in made} == {"SELF"}


def test_a_signed_form_becomes_one_event_for_each_decision() -> None:
    assert decided(events(FULL)) == {
        (Purpose.SAVE_CASE, "", ""): Decision.GIVEN,
        (Purpose.SAVE_CONTACT, "", ""): Decision.GIVEN,
        (Purpose.MKT_EMAIL, "", ""): Decision.GIVEN,
        (Purpose.MKT_PHONE, "", ""): Decision.REFUSED,
        (Purpose.CONTACT_AGENCY, "HEALTH", ""): Decision.REFUSED,
        (Purpose.CONTACT_AGENCY, "LEGAL", ""): Decision.REFUSED,
        (Purpose.CONTACT_AGENCY, "SOCIAL_CARE", ""): Decision.REFUSED,
        (Purpose.CONTACT_AGENCY, "PCF", ""): Decision.REFUSED,
        (Purpose.CONTACT_AGENCY, "LA_SEN", ""): Decision.GIVEN,
        (Purpose.CONTACT_AGENCY, "EDU_SETTING", "Oak School"): Decision.GIVEN,
        (Purpose.CONTACT_AGENCY, "OTHER", "Small Steps"): Decision.GIVEN,
    }


def test_the_childs_events_are_about_the_child_by_the_parents_right() -> None:
    made = events(FULL, FormSubject.CHILD)
    assert {one.purpose for one in made} == {Purpose.SAVE_CASE, Purpose.CONTACT_AGENCY}
    assert {one.right for one in made} == {"PR"}
    assert {one.given_by for one in made} == {MOTHER}


def test_every_event_says_what_was_read_when_and_how() -> None:
    for one in events(FULL):
        assert (one.wording_version, one.wording_hash) == (form_wording().version, form_wording().sha256)
        assert (one.given_on, one.method, one.evidence) == (date(2026, 11, 20), ConsentMethod.WET_INK, "SCAN-12")
        assert (one.read_by, one.about, one.given_by_name) == ("READ", FormSubject.BOTH, "Other Family")
        assert one.right_to_withdraw_explained
    spoken = form_events(FULL, FormSubject.SELF, TODAY, wording=spoken_wording())
    assert spoken[0].wording_hash == spoken_wording().sha256


def test_what_is_not_ticked_means_no_once_p83_was_asked() -> None:
    only_forum = form(agencies=(AgencyAnswer("PCF"),), others=())
    said = decided(events(only_forum))
    assert [code for (_, code, _), decision in said.items() if code and decision is Decision.GIVEN] == ["PCF"]
    assert said[Purpose.CONTACT_AGENCY, "OTHER", ""] is Decision.REFUSED


def test_no_to_p83_is_one_no_to_everyone_and_an_unasked_p83_is_none() -> None:
    none = {"agencies": (), "others": ()}
    assert decided(events(form(professionals=NO, **none)))[Purpose.CONTACT_AGENCY, "", ""] is Decision.REFUSED
    unasked = events(form(professionals=NOT_ASKED, **none))
    assert Purpose.CONTACT_AGENCY not in {one.purpose for one in unasked}


def test_an_empty_box_makes_no_event() -> None:
    assert Purpose.MKT_POST not in {one.purpose for one in events(FULL)}


def test_no_to_saving_keeps_no_yes() -> None:
    made = events(form(save=NO))
    assert made[0].decision is Decision.REFUSED
    assert {one.decision for one in made} == {Decision.REFUSED}


def test_no_to_saving_asks_only_for_what_makes_the_no_sure() -> None:
    assert (
        problems(
            FormAnswers(
                read_by="ALOUD",
                about=FormSubject.SELF,
                save=NO,
                signed_name="X",
                method=ConsentMethod.TYPED,
                signed_on=TODAY,
            ),
            TODAY,
        )
        == ()
    )


def test_an_unfinished_form_makes_no_events() -> None:
    with pytest.raises(UnfinishedForm) as refused:
        form_events(form(save=NOT_ASKED), FormSubject.SELF, TODAY)
    assert refused.value.problems == (Problem("save", ProblemKind.MISSING),)


@pytest.mark.parametrize("subject", [FormSubject.CHILD, FormSubject.BOTH])
def test_a_form_about_the_signer_makes_no_events_for_the_child(subject: FormSubject) -> None:
    with pytest.raises(ValueError, match="not about this subject"):
        events(form(about=FormSubject.SELF), subject)


def record(found: tuple[ConsentEvent, ...], first: int = 1) -> list[RecordedConsent]:
    return [
        RecordedConsent(
            id=uuid4(),
            subject_id=MOTHER,
            number=number,
            recorded_at=datetime(2026, 11, 22, tzinfo=UTC),
            recorded_by=UUID(int=9),
            event=one,
        )
        for number, one in enumerate(found, start=first)
    ]


def test_a_later_form_with_fewer_ticks_takes_the_others_back() -> None:
    first = record(events(FULL))
    second = record(events(form(agencies=(AgencyAnswer("PCF"),), others=())), len(first) + 1)
    before, after = fold(first, TODAY), fold([*first, *second], TODAY)
    assert before.may_contact_agency("EDU_SETTING", "Oak School")
    assert not after.may_contact_agency("EDU_SETTING", "Oak School")
    assert not after.may_contact_agency("OTHER", "Small Steps")
    assert after.may_contact_agency("PCF", "")


ANSWERS = st.sampled_from(Answer)
FORMS = st.builds(
    FormAnswers,
    read_by=st.sampled_from(["READ", "ALOUD"]),
    understood=st.just(True),
    about=st.sampled_from([FormSubject.SELF, FormSubject.BOTH]),
    purposes_understood=st.just(True),
    withdrawal_explained=st.just(True),
    save=ANSWERS,
    contact=ANSWERS,
    email=ANSWERS,
    phone=ANSWERS,
    sms=ANSWERS,
    post=ANSWERS,
    professionals=ANSWERS,
    agencies=st.lists(
        st.builds(AgencyAnswer, st.sampled_from(["LA_SEN", "HEALTH"]), st.sampled_from(["", "Dr Ash"])), max_size=2
    ).map(tuple),
    others=st.lists(st.sampled_from(["Small Steps"]), max_size=1).map(tuple),
    child_name=st.just("Given"),
    parent_name=st.just("Other"),
    signed_name=st.just("Other"),
    method=st.just(ConsentMethod.TYPED),
    signed_on=st.just(TODAY),
)


@given(FORMS)
def test_a_form_allows_exactly_what_was_ticked(answers: FormAnswers) -> None:
    if problems(answers, TODAY):
        with pytest.raises(UnfinishedForm):
            form_events(answers, FormSubject.SELF, TODAY)
        return
    found = fold(record(form_events(answers, FormSubject.SELF, TODAY)), TODAY)
    is_saved = answers.save is YES
    assert bool(found.may_save()) is is_saved
    assert bool(found.may_keep_contact()) is (is_saved and answers.contact is YES)
    wanted = (answers.email, answers.phone, answers.sms, answers.post)
    assert found.channels() == tuple(
        channel for channel, said in zip(CHANNELS, wanted, strict=True) if is_saved and said is YES
    )
    ticked = {(one.code, one.named) for one in answers.agencies} | {("OTHER", name) for name in answers.others}
    for code, named in (("LA_SEN", ""), ("HEALTH", "Dr Ash"), ("OTHER", "Small Steps"), ("SOCIAL_CARE", "")):
        assert bool(found.may_contact_agency(code, named)) is (is_saved and (code, named) in ticked)


@given(FORMS)
def test_every_event_survives_being_stored(answers: FormAnswers) -> None:
    if not problems(answers, TODAY):
        for one in form_events(answers, FormSubject.SELF, TODAY, given_by=MOTHER):
            assert ConsentEvent.from_json(one.to_json()) == one
            assert one.scope == Scope(agency=one.scope.agency, named=one.scope.named)
