"""A form put together again from its events: what was filed is what is printed (P72-P96)."""

import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules import text
from iass_tui.rules.consent import (
    AgencyAnswer,
    Answer,
    FormAnswers,
    NamesOnForm,
    changed_since,
    filed_answers,
    form_events,
    forms,
    latest_form,
    other_half,
    problems,
)
from iass_tui.rules.consent.form import AGENCIES
from iass_tui.rules.records.consents import (
    ConsentEvent,
    ConsentMethod,
    Decision,
    FormSubject,
    Purpose,
    RecordedConsent,
)
from tests.rules.test_consent_form import FULL, MOTHER, TODAY, form

CHILD = UUID(int=1)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
YES, NO, NOT_ASKED = Answer.YES, Answer.NO, Answer.NOT_ASKED
NAMES = NamesOnForm(child=FULL.child_name, born=FULL.born, parent=FULL.parent_name)


def record(
    events: Sequence[ConsentEvent], who: UUID = MOTHER, first: int = 1, at: datetime = NOON
) -> list[RecordedConsent]:
    """The events as they stand in somebody's record, recorded at one moment."""
    return [
        RecordedConsent(id=uuid4(), subject_id=who, number=number, recorded_at=at, recorded_by=UUID(int=9), event=one)
        for number, one in enumerate(events, first)
    ]


def filed(answers: FormAnswers) -> tuple[list[RecordedConsent], list[RecordedConsent]]:
    """Both records after a form: the signer's and the child's."""
    about = answers.about
    own = form_events(answers, FormSubject.SELF, TODAY, given_by=MOTHER) if about is not FormSubject.CHILD else ()
    child = form_events(answers, FormSubject.CHILD, TODAY, given_by=MOTHER) if about is not FormSubject.SELF else ()
    return record(own), record(child, CHILD)


def as_kept(answers: FormAnswers) -> FormAnswers:
    """The same form with its names as the record keeps them: spaces squashed, agencies in the form's order."""
    agencies = sorted(answers.agencies, key=lambda one: AGENCIES.index(one.code))
    return dataclasses.replace(
        answers,
        agencies=tuple(AgencyAnswer(one.code, text.squash(one.named)) for one in agencies),
        others=tuple(text.squash(one) for one in answers.others),
        signed_name=text.squash(answers.signed_name),
        own_consent_follows=False,
    )


WORDS = st.text(min_size=1, max_size=20).filter(lambda words: text.squash(words) != "")
ANSWERS = st.sampled_from(Answer)


@st.composite
def finished_forms(draw: st.DrawFn) -> FormAnswers:
    """Forms that can be filed, of a parent about themselves, a child or both; or of a young person."""
    own = draw(st.booleans())
    about = FormSubject.SELF if own else draw(st.sampled_from([FormSubject.CHILD, FormSubject.BOTH]))
    signs_for_self = about is not FormSubject.CHILD
    contact = draw(ANSWERS) if signs_for_self else NOT_ASKED
    news = [draw(ANSWERS) if contact is YES else NOT_ASKED for _ in range(4)]
    professionals = draw(ANSWERS)
    codes = draw(st.lists(st.sampled_from(AGENCIES), max_size=6, unique=True)) if professionals is YES else []
    others = draw(st.lists(WORDS, min_size=0 if codes else 1, max_size=4)) if professionals is YES else []
    return FormAnswers(
        read_by=draw(st.sampled_from(["READ", "ALOUD"])),
        understood=True,
        about=about,
        purposes_understood=True,
        withdrawal_explained=True,
        save=YES,
        contact=contact,
        email=news[0],
        phone=news[1],
        sms=news[2],
        post=news[3],
        professionals=professionals,
        agencies=tuple(AgencyAnswer(code, draw(st.one_of(st.just(""), WORDS))) for code in codes),
        others=tuple(others),
        child_name=FULL.child_name,
        born=None if own else FULL.born,
        parent_name="" if own else FULL.parent_name,
        signer_is_child=own,
        right="" if own else draw(st.sampled_from(["", "PR", "AUTHORITY", "BEST_INTERESTS"])),
        signed_name=draw(WORDS),
        method=draw(st.sampled_from(ConsentMethod)),
        evidence=draw(WORDS),
        signed_on=TODAY - timedelta(days=draw(st.integers(0, 400))),
        language=draw(st.sampled_from(["eng", "ara", "ben"])),
        format=draw(st.sampled_from(["STD", "LARGE18"])),
        conditions=draw(st.text(max_size=20)),
        review_on=draw(st.one_of(st.none(), st.just(date(2027, 5, 1)))),
    )


@given(finished_forms())
def test_the_form_comes_back_as_it_was_filed_from_the_childs_record_and_from_the_signers(answers: FormAnswers) -> None:
    assert problems(answers, TODAY) == ()
    signers, childs = filed(answers)
    names = dataclasses.replace(NAMES, born=answers.born)
    if answers.signer_is_child:
        own = latest_form(record([one.event for one in signers], CHILD))
        assert filed_answers(own, names, of_child=True) == as_kept(answers)
        return
    form, half = latest_form(childs), other_half(latest_form(childs), signers)
    assert filed_answers(form, names, of_child=True, half=half) == as_kept(answers)
    if answers.about is FormSubject.BOTH:
        mine = latest_form(signers)
        assert filed_answers(mine, names, of_child=False, half=other_half(mine, childs)) == as_kept(answers)


def test_an_empty_box_stays_an_empty_box() -> None:
    signers, _ = filed(form(phone=NOT_ASKED, sms=NOT_ASKED, professionals=NOT_ASKED, agencies=(), others=()))
    answers = filed_answers(latest_form(signers), NAMES, of_child=False)
    assert (answers.email, answers.phone, answers.sms, answers.professionals) == (YES, NOT_ASKED, NOT_ASKED, NOT_ASKED)


def test_p78_no_is_a_no_and_declares_nothing() -> None:
    answers = form(save=NO)
    signers, _ = filed(answers)
    back = filed_answers(latest_form(signers), NAMES, of_child=False)
    assert (back.save, back.understood, back.purposes_understood) == (NO, False, False)
    assert back.agencies == ()


def test_the_newest_form_counts_and_single_decisions_belong_to_none() -> None:
    first, _ = filed(form(email=YES))
    later, _ = filed(form(email=NO))
    again = record([one.event for one in later], first=len(first) + 2, at=NOON + timedelta(days=1))
    single = dataclasses.replace(first[1].event, purpose=Purpose.MKT_POST, decision=Decision.GIVEN)
    alone = record([single], first=len(first) + 1, at=NOON + timedelta(hours=1))
    everything = [*first, *alone, *again]
    assert [len(one) for one in forms(everything)] == [len(first), len(again)]
    assert filed_answers(latest_form(everything), NAMES, of_child=False).email is NO
    assert filed_answers(latest_form([*first, *alone]), NAMES, of_child=False).post is NOT_ASKED


def test_a_decision_made_since_is_noticed_and_another_purpose_is_not() -> None:
    signers, _ = filed(FULL)
    mine = latest_form(signers)
    after = NOON + timedelta(days=1)
    base = mine[0].event
    taken = dataclasses.replace(base, purpose=Purpose.MKT_EMAIL, decision=Decision.WITHDRAWN)
    other = dataclasses.replace(base, purpose=Purpose.CASE_STUDY)
    assert not changed_since(mine, signers)
    assert changed_since(mine, [*signers, *record([taken], first=len(signers) + 1, at=after)])
    assert not changed_since(mine, [*signers, *record([other], first=len(signers) + 1, at=after)])


def test_of_two_forms_alike_the_half_filed_with_it_is_taken() -> None:
    signers, childs = filed(FULL)
    week = timedelta(days=7)
    earlier = record([one.event for one in childs], CHILD, at=NOON - week)
    later = record([one.event for one in childs], CHILD, first=len(childs) + 1)
    half = other_half(latest_form(signers), [*earlier, *later])
    assert half[0].recorded_at == NOON


def test_nobodys_form_is_no_form() -> None:
    assert latest_form([]) == ()
    assert other_half((), []) == ()
    with pytest.raises(ValueError, match="no form"):
        filed_answers((), NAMES, of_child=True)
