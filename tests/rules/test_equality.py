"""Equality questions (P6; domain tables 2.9, 2.10): each optional, each person's own, with a consent of its own."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.codes import code_list
from iass_tui.rules.consent import ConsentState, fold
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import ProblemKind
from iass_tui.rules.equality import LISTS, NOT_STATED, broad_groups, ethnicities, may_keep_answers, problems
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose, RecordedConsent
from iass_tui.rules.records.equality import EqualityAnswers

TODAY = date(2026, 11, 23)
PERSON = uuid4()


def state(*decided: tuple[Purpose, Decision], right: str = "SELF", born: PartialDate | None = None) -> ConsentState:
    events = [
        RecordedConsent(
            id=uuid4(),
            subject_id=PERSON,
            number=number,
            recorded_at=datetime(2026, 11, 1, tzinfo=UTC),
            recorded_by=UUID(int=0),
            event=ConsentEvent(
                purpose=purpose, decision=decision, right=right, given_by=PERSON, given_on=date(2026, 11, 1)
            ),
        )
        for number, (purpose, decision) in enumerate(decided, 1)
    ]
    return fold(events, TODAY, born)


SAVED = (Purpose.SAVE_CASE, Decision.GIVEN)


def test_answers_are_kept_with_a_yes_of_their_own_on_top_of_being_saved() -> None:
    assert may_keep_answers(state(SAVED, (Purpose.SAVE_EQUALITY, Decision.GIVEN)))
    assert not may_keep_answers(state(SAVED))
    assert not may_keep_answers(state((Purpose.SAVE_EQUALITY, Decision.GIVEN)))
    for no in (Decision.REFUSED, Decision.WITHDRAWN):
        assert not may_keep_answers(state(SAVED, (Purpose.SAVE_EQUALITY, Decision.GIVEN), (Purpose.SAVE_EQUALITY, no)))


def test_what_a_parent_agreed_to_for_a_child_ends_when_the_child_is_grown() -> None:
    given_by_parent = (SAVED, (Purpose.SAVE_EQUALITY, Decision.GIVEN))
    assert may_keep_answers(state(*given_by_parent, right="PR", born=PartialDate(2015, 3, 27)))
    assert not may_keep_answers(state(*given_by_parent, right="PR", born=PartialDate(2008, 11, 1)))


def test_ethnicity_is_asked_in_two_steps_of_19_groups() -> None:
    groups = [one.code for one in broad_groups()]
    assert groups == ["WHITE", "MIXED", "ASIAN", "BLACK", "OTHER", NOT_STATED]
    second = [one.code for group in groups for one in ethnicities(group, TODAY)]
    assert len(second) == len(set(second)) == 19  # 18 of the harmonised standard, and Roma
    assert ethnicities(NOT_STATED, TODAY) == ethnicities("", TODAY) == ()


@pytest.mark.parametrize(
    ("answers", "field", "kind"),
    [
        (EqualityAnswers(sex="X"), "sex", ProblemKind.NOT_AN_OPTION),
        (EqualityAnswers(ethnic_group="ASIAN", ethnicity="W1"), "ethnicity", ProblemKind.CONTRADICTS),
        (EqualityAnswers(ethnicity="W1"), "ethnicity", ProblemKind.CONTRADICTS),
        (EqualityAnswers(ethnic_group=NOT_STATED, ethnicity="X1"), "ethnicity", ProblemKind.CONTRADICTS),
        (
            EqualityAnswers(ethnic_group="WHITE", ethnicity="W2", ethnicity_words="Kerry"),
            "ethnicity_words",
            ProblemKind.CONTRADICTS,
        ),
        (EqualityAnswers(gender_same="Y", gender_words="x"), "gender_words", ProblemKind.CONTRADICTS),
        (EqualityAnswers(language="eng", language_words="x"), "language_words", ProblemKind.CONTRADICTS),
        (EqualityAnswers(circumstances=("NOPE",)), "circumstances", ProblemKind.NOT_AN_OPTION),
        (EqualityAnswers(circumstances=("CLA", "NONE")), "circumstances", ProblemKind.CONTRADICTS),
        (EqualityAnswers(circumstances=("PNS", "FSM")), "circumstances", ProblemKind.CONTRADICTS),
    ],
)
def test_what_does_not_go_together_is_said_at_its_question(
    answers: EqualityAnswers, field: str, kind: ProblemKind
) -> None:
    assert [(one.field, one.kind) for one in problems(answers)] == [(field, kind)]


def test_preferring_not_to_say_is_an_answer_to_every_question() -> None:
    answers = EqualityAnswers(
        ethnic_group=NOT_STATED, sex="PNS", gender_same="PNS", language="PNS", circumstances=("PNS",)
    )
    assert not list(problems(answers))


BROAD = st.sampled_from(broad_groups()[:-1])


@given(st.data())
def test_any_question_may_be_left_out_of_answers_that_go_together(data: st.DataObject) -> None:
    group = data.draw(BROAD).code
    whole = EqualityAnswers(
        ethnic_group=group,
        ethnicity=data.draw(st.sampled_from(ethnicities(group, TODAY))).code,
        sex=data.draw(st.sampled_from(list(code_list("SEX")))).code,
        gender_same=data.draw(st.sampled_from(list(code_list("GENDER_SAME")))).code,
        language=data.draw(st.sampled_from(list(code_list("LANG")))).code,
        circumstances=("CLA", "FSM"),
    )
    left_out = data.draw(st.sets(st.sampled_from([*(set(LISTS) - {"ethnic_group"}), "circumstances"])))
    kept = {name: getattr(whole, name) for name in (*LISTS, "circumstances") if name not in left_out}
    assert not list(problems(EqualityAnswers(**kept)))
