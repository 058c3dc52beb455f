"""First contact: order, routing, what may be kept (domain table 1.3: P21, P27, P29, P30, P44, P78)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from iass_tui.rules.codes import NAMES
from iass_tui.rules.consent import fold, form_events
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import Problem, ProblemKind
from iass_tui.rules.intake import (
    TALLY_FIELDS,
    IntakeOutcome,
    Kind,
    Needs,
    Question,
    as_form,
    check_answers,
    has_consented,
    is_personal,
    kept,
    next_question,
    outcome,
    people,
    permitted,
    personal_fields,
    problems,
    question,
    sections,
    step_of,
    visible,
)
from iass_tui.rules.records.consents import ConsentMethod, FormSubject, Purpose
from iass_tui.rules.wording import wording
from tests.rules.test_consent import recorded

TODAY = date(2026, 11, 22)
COARSE = {"channel": "TEL", "user_type": "PAR", "issue_group": "EP"}
TOLD = {
    **COARSE,
    "policy": "ALOUD",
    "understood": "YES",
    "rights_how": "ALOUD",
    "rights_by": "AB",
    "rights_on": "2026-11-22",
}
CASE = {
    "child_given_name": "Given",
    "child_family_name": "Family",
    "child_known_as": "",
    "born": "2014-05-01",
    "parents": "1",
    "parents.0.given_name": "Other",
    "parents.0.family_name": "",
    "parents.0.relation": "MOT",
    "parents.0.responsibility": "YES",
    "right": "PR",
    "language": "eng",
    "interpreter": "NONE",
    "formats": "",
    "setting_type": "MAC",
    "setting_name": "",
    "sen_stage": "K",
    "needs": "SLCN ASD",
    "issues": "EP03 EP04",
    "wants": "A school that can meet need",
    "child_view": "NOT_YET",
    "action": "Read the draft plan together",
    "action_due": "2026-12-01",
    "level": "L2",
    "source": "FRD",
}
REACH = {
    "phone": "07700 900123",
    "email": "",
    "address": "",
    "postcode": "",
    "safe_hours": "",
    "safety": "NO_VOICEMAIL",
    "action_reach": "YES",
}
COUNT = {"minutes_band": "16-30", "signposts": "IPSEA LOCAL_OFFER", "safeguarding": "SEEN", "not_saved": "SEEN"}
REFERRAL = {
    "channel": "EML",
    "user_type": "PRO",
    "issue_group": "SS",
    "referral": "YES",
    "permit": "WRITTEN",
    "permitted_by": "The mother",
    "permitted_on": "2026-11-20",
    "permit_evidence": "Email of 20 November",
    "referrer_type": "EDU",
    "referrer": "",
    "family_given_name": "Other",
    "family_family_name": "Family",
    "reach_how": "PHONE",
    "reach": "07700 900123",
}
FULL = TOLD | {"save": "YES", "contact": "YES"} | CASE | REACH | COUNT


def without(answers: dict[str, str], *fields: str) -> dict[str, str]:
    return {field: value for field, value in answers.items() if field not in fields}


def all_questions() -> list[Question]:
    return [one for section in sections() for one in section.questions]


# The script


def test_every_question_has_a_title_a_reason_and_a_way_to_be_answered() -> None:
    for one in all_questions():
        assert one.title
        assert wording(one.why).text
        assert not one.wording or wording(one.wording).text
        if one.kind in {Kind.CHOICE, Kind.MULTI}:
            assert one.choices(TODAY)
            assert not (one.code_list and one.options)
            assert one.code_list in {"", *NAMES}


def test_ids_are_unique_and_hold_no_dot() -> None:
    ids = [one.id for one in all_questions()]
    assert len(set(ids)) == len(ids)
    assert not any("." in one for one in ids)


def test_nothing_is_selected_beforehand() -> None:
    assert {one.prefill for one in all_questions() if one.kind in {Kind.CHOICE, Kind.MULTI}} == {None}


def test_p78_has_four_answers_the_last_two_after_an_or() -> None:
    save = question("save")
    assert [one.code for one in save.options] == ["YES", "NO"]
    assert [one.code for one in save.or_options] == ["ANONYMOUS", "NOT_ASKED"]


def test_every_personal_question_names_what_allows_it_and_every_text_about_someone_is_personal() -> None:
    staff_only = {"rights_by"}
    for one in all_questions():
        assert one.is_personal is (one.needs is not Needs.NOTHING)
        if one.kind in {Kind.TEXT, Kind.LONG_TEXT, Kind.PARTIAL_DATE, Kind.PEOPLE} and one.id not in staff_only:
            assert one.is_personal, one.id
    assert not personal_fields() & TALLY_FIELDS


def test_contact_details_need_p44_and_are_marked_so() -> None:
    assert {one.id for one in all_questions() if one.needs is Needs.SAVE_CONTACT} == set(REACH)
    assert {question(field).purpose for field in REACH} == {Purpose.SAVE_CONTACT}


def test_an_id_that_nobody_knows_counts_as_personal() -> None:
    assert is_personal("mothers_maiden_name")
    assert is_personal("parents.0.given_name")
    assert is_personal("parents.x.given_name")
    assert not is_personal("channel")


# The order


def test_before_anything_else_come_three_questions_that_name_nobody() -> None:
    answers: dict[str, str] = {}
    asked = []
    for field, value in COARSE.items():
        asked.append(next_question(answers))
        answers[field] = value
    assert asked == ["channel", "user_type", "issue_group"]
    assert next_question(answers) == "policy"


def test_the_policy_comes_before_the_question_whether_we_may_save() -> None:
    assert "save" not in visible(COARSE)  # P27
    assert "save" not in visible({**COARSE, "policy": "ALOUD", "understood": "NO"})  # P73
    assert visible(TOLD)[-1] == "save"


def test_a_policy_not_understood_is_explained_again() -> None:
    again = {**COARSE, "policy": "ALOUD", "understood": "NO"}
    assert next_question(again) == "understood"
    assert Problem("understood", ProblemKind.NEEDS_A_YES) in problems(again, TODAY)


def test_a_yes_leads_through_the_case_to_its_outcome() -> None:
    answers: dict[str, str] = {}
    asked = []
    while not isinstance(step := next_question(answers), IntakeOutcome):
        asked.append(step)
        answers[step] = FULL[step]
    assert step is IntakeOutcome.CASE
    assert asked.index("rights_on") < asked.index("save") < asked.index("contact") < asked.index("child_given_name")
    assert "code_word" not in asked
    assert "not_saved" not in asked


def test_the_page_says_which_question_of_how_many() -> None:
    assert step_of("policy", COARSE) == (4, 4)
    number, total = step_of("save", TOLD)
    assert number == total == 9


# Outcomes, row by row of table 1.3


def test_yes_keeps_the_case_and_with_p44_the_contact_details() -> None:
    assert outcome(FULL) is IntakeOutcome.CASE
    assert problems(FULL, TODAY) == ()
    saved = kept(FULL)
    assert saved["phone"] == "07700 900123"
    assert saved["parents.0.given_name"] == "Other"


def test_yes_without_contact_details_keeps_a_code_word_and_no_way_to_reach_them() -> None:
    answers = FULL | {"contact": "NO", "code_word": "heron"}
    assert outcome(answers) is IntakeOutcome.CASE_WITHOUT_CONTACT
    assert problems(answers, TODAY) == ()
    assert kept(answers)["code_word"] == "heron"
    assert not set(kept(answers)) & set(REACH)


@pytest.mark.parametrize(
    ("said", "ended"),
    [
        ("NO", IntakeOutcome.TALLY_NO),
        ("ANONYMOUS", IntakeOutcome.TALLY_ANONYMOUS),
        ("NOT_ASKED", IntakeOutcome.TALLY_NOT_ASKED),
        ("", IntakeOutcome.TALLY_NOT_ASKED),
    ],
)
def test_anything_but_yes_keeps_five_coarse_answers(said: str, ended: IntakeOutcome) -> None:
    answers = FULL | {"save": said}
    assert outcome(answers) is ended
    assert permitted(ended).is_tally_only
    assert set(kept(answers)) <= TALLY_FIELDS


def test_a_no_is_followed_by_the_count_and_a_hint_about_harm_only() -> None:
    answers = TOLD | {"save": "NO"}
    assert visible(answers)[-4:] == ("not_saved", "minutes_band", "signposts", "safeguarding")
    assert problems(answers | COUNT, TODAY) == ()
    assert kept(answers | COUNT) == COARSE | {"minutes_band": "16-30", "signposts": "IPSEA LOCAL_OFFER"}


def test_a_contact_that_ended_before_the_policy_could_be_explained_is_counted_as_not_asked() -> None:
    answers = COARSE | {"policy": "ENDED"}
    assert outcome(answers) is IntakeOutcome.TALLY_NOT_ASKED
    assert "save" not in visible(answers)
    assert problems(answers | COUNT, TODAY) == ()


def test_a_yes_without_the_policy_is_no_consent() -> None:
    for missing in ("policy", "understood"):
        assert outcome(without(FULL, missing)) is IntakeOutcome.TALLY_NOT_ASKED
        assert set(kept(without(FULL, missing))) <= TALLY_FIELDS


def test_words_typed_where_a_code_belongs_are_not_kept_in_a_tally() -> None:
    answers = TOLD | {"save": "NO", "channel": "Given Family, 1 High Street", "signposts": "IPSEA 07700900123"}
    assert set(kept(answers)) == {"user_type", "issue_group"}


def test_going_back_from_yes_to_no_drops_what_was_typed_in_between() -> None:
    assert set(kept(FULL | {"save": "NO"})) <= TALLY_FIELDS
    assert next_question(FULL | {"save": "NO"}) is IntakeOutcome.TALLY_NO


def test_someone_anonymous_who_agrees_to_be_saved_is_asked_who_they_are() -> None:
    answers = TOLD | {"user_type": "ANO", "save": "YES"}
    assert next_question(answers) == "user_type"
    assert outcome(answers) is IntakeOutcome.TALLY_NOT_ASKED
    assert Problem("user_type", ProblemKind.NOT_AN_OPTION) in problems(answers, TODAY)


# Referrals, P30


def test_a_permitted_referral_keeps_a_name_one_way_to_reach_them_and_the_proof() -> None:
    assert outcome(REFERRAL) is IntakeOutcome.REFERRAL_PENDING
    assert problems(REFERRAL | COUNT, TODAY) == ()
    assert set(kept(REFERRAL | FULL | REFERRAL)) == {
        *TALLY_FIELDS, "referral", "permit", "permitted_by", "permitted_on", "permit_evidence", "referrer_type",
        "referrer", "family_given_name", "family_family_name", "reach_how", "reach",
    }  # fmt: skip


def test_a_referral_without_permission_holds_nothing_about_the_family() -> None:
    blocked = REFERRAL | COUNT | {"permit": "NONE"}
    assert outcome(blocked) is IntakeOutcome.REFERRAL_BLOCKED
    assert "referral_blocked" in visible(blocked)
    assert set(kept(blocked)) == TALLY_FIELDS


@pytest.mark.parametrize("missing", ["permitted_by", "permitted_on", "permit_evidence", "permit"])
def test_a_referral_without_its_proof_is_blocked(missing: str) -> None:
    assert outcome(REFERRAL | {missing: " "}) is IntakeOutcome.REFERRAL_BLOCKED


def test_self_is_no_permission_for_a_third_party() -> None:
    assert outcome(REFERRAL | {"permit": "SELF"}) is IntakeOutcome.REFERRAL_BLOCKED
    assert Problem("permit", ProblemKind.NOT_AN_OPTION) in problems(REFERRAL | {"permit": "SELF"}, TODAY)


def test_a_professional_cannot_agree_for_a_family() -> None:
    posing = FULL | {"user_type": "PRO", "referral": "NO"}
    assert outcome(posing) is IntakeOutcome.TALLY_NOT_ASKED
    assert set(kept(posing)) <= TALLY_FIELDS
    assert "save" not in visible(posing)


def test_an_old_yes_gives_a_referral_nothing() -> None:
    assert outcome(FULL | REFERRAL) is IntakeOutcome.REFERRAL_PENDING
    assert "wants" not in kept(FULL | REFERRAL)


# Problems


@pytest.mark.parametrize(
    ("changes", "field", "kind"),
    [
        ({"channel": "PIGEON"}, "channel", ProblemKind.NOT_AN_OPTION),
        ({"born": "1 May"}, "born", ProblemKind.NOT_A_DATE),
        ({"born": "2026-12"}, "born", ProblemKind.IN_THE_FUTURE),
        ({"born": "1899", "right": "AUTHORITY"}, "born", ProblemKind.TOO_LONG_AGO),
        ({"born": ""}, "born", ProblemKind.MISSING),
        ({"rights_on": "2026-11"}, "rights_on", ProblemKind.NOT_A_DATE),
        ({"rights_on": "2026-11-23"}, "rights_on", ProblemKind.IN_THE_FUTURE),
        ({"action_due": "2026-11-21"}, "action_due", ProblemKind.IN_THE_PAST),
        ({"needs": "SLCN SLCN"}, "needs", ProblemKind.TWICE),
        ({"needs": "SLCN OTHER_THING"}, "needs", ProblemKind.NOT_AN_OPTION),
        ({"phone": " "}, "phone", ProblemKind.NEEDS_A_WAY_TO_REACH),
        ({"child_given_name": "", "child_family_name": " "}, "child_given_name", ProblemKind.MISSING),
        ({"parents": ""}, "parents", ProblemKind.MISSING),
        ({"parents": "0"}, "parents", ProblemKind.MISSING),
        ({"parents.0.given_name": ""}, "parents.0.given_name", ProblemKind.MISSING),
        ({"parents.0.relation": "SELF"}, "parents.0.relation", ProblemKind.NOT_AN_OPTION),
        ({"wants": ""}, "wants", ProblemKind.MISSING),
        ({"born": "2008-11-22"}, "right", ProblemKind.NEEDS_OWN_CONSENT),
    ],
)
def test_a_fault_is_found_at_its_question(changes: dict[str, str], field: str, kind: ProblemKind) -> None:
    assert problems(FULL | changes, TODAY) == (Problem(field, kind),)


@pytest.mark.parametrize("born", ["NOT_GIVEN", "2014", "2014-05"])
def test_a_birth_date_may_be_approximate_or_not_given(born: str) -> None:
    assert problems(FULL | {"born": born}, TODAY) == ()


def test_a_young_person_may_leave_their_parents_out() -> None:
    own = FULL | {"user_type": "YP", "parents": "0", "born": "2009-01-01"}
    assert problems(own, TODAY) == ()
    assert "right" not in visible(own)


def test_with_whom_the_child_lives_is_asked_where_two_parents_are_named_and_may_be_passed_over() -> None:
    two = FULL | {
        "parents": "2",
        **{f"parents.1.{key[10:]}": FULL[key] for key in FULL if key.startswith("parents.0.")},
    }
    alone = {key: value for key, value in two.items() if not key.startswith("parents.1.")} | {"parents": "1"}
    assert ("homes" in visible(two), "homes" in visible(alone)) == (True, False)
    assert problems(two | {"homes": ""}, TODAY) == problems(two | {"homes": "BOTH"}, TODAY) == ()
    assert problems(two | {"homes": "ELSEWHERE"}, TODAY) == (Problem("homes", ProblemKind.NOT_AN_OPTION),)


def test_from_18_a_parent_needs_the_young_persons_word_or_a_best_interests_decision() -> None:
    grown = FULL | {"born": "2008-11-22"}
    assert problems(grown | {"right": "AUTHORITY"}, TODAY) == ()
    assert problems(grown | {"right": "BEST_INTERESTS"}, TODAY) == ()
    assert problems(FULL | {"born": "2008-11-23"}, TODAY) == ()


def test_nothing_answered_means_every_visible_question_is_missing() -> None:
    assert [one.field for one in problems({}, TODAY)] == ["channel", "user_type", "issue_group"]


# The check page and the consents


def test_the_check_page_shows_words_and_leaves_out_what_was_passed_over() -> None:
    rows = {row.field: row.answer for row in check_answers(FULL)}
    assert rows["born"] == "1 May 2014"
    assert rows["needs"].startswith("Speech, language")
    assert rows["parents.0"] == "Other, Mother, Has parental responsibility"
    assert rows["save"] == "Yes"
    assert not {"child_known_as", "code_word", "safeguarding"} & set(rows)


def test_people_entered_come_back_one_by_one() -> None:
    assert people(FULL)[0]["relation"] == "MOT"
    assert people({"parents": "many"}) == ()


def test_a_parents_words_become_consents_for_both() -> None:
    answers = as_form(FULL, TODAY)
    assert (answers.about, answers.method, answers.read_by) == (FormSubject.BOTH, ConsentMethod.VERBAL, "ALOUD")
    assert (answers.signed_name, answers.evidence, answers.born) == ("Other", "AB", PartialDate(2014, 5, 1))
    for subject in (FormSubject.SELF, FormSubject.CHILD):
        found = fold(recorded(form_events(answers, subject, TODAY)), TODAY)
        assert found.may_save()
    assert fold(recorded(form_events(answers, FormSubject.SELF, TODAY)), TODAY).may_keep_contact()


def test_a_young_persons_words_become_their_own_consent() -> None:
    own = FULL | {"user_type": "YP", "parents": "0", "born": "2009-01-01", "contact": "NO", "code_word": "heron"}
    answers = as_form(own, TODAY)
    assert (answers.about, answers.signed_name, answers.right) == (FormSubject.SELF, "Given Family", "")
    found = fold(recorded(form_events(answers, FormSubject.SELF, TODAY)), date(2028, 1, 1), PartialDate(2009, 1, 1))
    assert found.may_save()
    assert not found.may_keep_contact()


def test_without_a_yes_there_are_no_consents_to_record() -> None:
    with pytest.raises(ValueError, match="no consent"):
        as_form(TOLD | {"save": "NO"}, TODAY)


# Promises

VALUES = {
    one.id: [option.code for option in one.choices(TODAY)][:9] for one in all_questions() if one.kind is Kind.CHOICE
}
FIELDS = [one.id for one in all_questions()] + [
    "parents.0.given_name",
    "parents.0.relation",
    "other_field",
    "parents.9",
]


@st.composite
def any_answers(draw: Any) -> dict[str, str]:
    base = draw(st.sampled_from([{}, FULL, REFERRAL, TOLD, FULL | REFERRAL]))
    changed = draw(st.lists(st.sampled_from(FIELDS), max_size=12))
    gone = draw(st.lists(st.sampled_from(FIELDS), max_size=4))
    answers = dict(base)
    for field in changed:
        answers[field] = draw(st.sampled_from([*VALUES.get(field, []), "Given Family", "1", ""]))
    return {field: value for field, value in answers.items() if field not in gone}


@given(any_answers())
def test_without_a_yes_or_a_permitted_referral_nothing_personal_is_kept(answers: dict[str, str]) -> None:
    saved = kept(answers)
    if answers.get("save") != "YES" and outcome(answers) is not IntakeOutcome.REFERRAL_PENDING:
        assert not any(is_personal(field) for field in saved)
    if permitted(outcome(answers)).is_tally_only:
        assert set(saved) <= TALLY_FIELDS
        assert all(question(field).has_code(code) for field, value in saved.items() for code in value.split())


@given(any_answers())
def test_contact_details_are_kept_only_after_both_yeses(answers: dict[str, str]) -> None:
    if any(question(field).needs is Needs.SAVE_CONTACT for field in kept(answers) if "." not in field):
        assert answers["save"] == answers["contact"] == "YES"
        assert has_consented(answers)


@given(any_answers())
def test_what_is_kept_is_permitted_visible_and_unchanged(answers: dict[str, str]) -> None:
    may_keep = permitted(outcome(answers))
    for field, value in kept(answers).items():
        assert answers[field] == value
        assert field.partition(".")[0] in may_keep.fields
        assert field.partition(".")[0] in visible(answers)


@given(any_answers())
def test_no_personal_question_is_shown_before_what_allows_it_was_said(answers: dict[str, str]) -> None:
    for field in visible(answers):
        match question(field).needs:
            case Needs.SAVE_CASE:
                assert has_consented(answers)
            case Needs.SAVE_CONTACT:
                assert has_consented(answers)
                assert answers["contact"] == "YES"
            case Needs.REFERRAL:
                assert answers["permit"] in {"WRITTEN", "VERBAL_TO_REFERRER", "VERBAL_CONFIRMED_BY_US"}
            case Needs.NOTHING:
                assert not question(field).is_personal


@settings(max_examples=50)
@given(st.data())
def test_whatever_is_answered_the_questions_come_to_an_end(data: st.DataObject) -> None:
    answers: dict[str, str] = {}
    for _ in range(200):
        step = next_question(answers)
        if isinstance(step, IntakeOutcome):
            assert step is outcome(answers)
            return
        options = [value for value in VALUES.get(step, ["1"]) if (step, value) != ("understood", "NO")]
        is_named = step == "user_type" and answers.get("save") == "YES"
        answers[step] = data.draw(st.sampled_from(["PAR"] if is_named else options))
    raise AssertionError("no end")
