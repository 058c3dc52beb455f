"""May I share this? Table 1.4 row by row, the policy's named cases, and what holds whatever is asked."""

import copy
import dataclasses
from datetime import date, datetime, timedelta
from types import EllipsisType
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.consent import ConsentReason, fold
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import ParentMaySee, ProvidedBy
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose, RecordedConsent, Scope
from iass_tui.rules.records.sharing import (
    Basis,
    ConcernSource,
    ExceptionFacts,
    Ground,
    Material,
    Question,
    Recipient,
    RecipientKind,
)
from iass_tui.rules.release import (
    Authority,
    AuthorityFrom,
    Competence,
    Finding,
    ItemProvenance,
    ItemReason,
    ReleaseReason,
    Request,
    Requester,
    Whose,
)
from iass_tui.rules.sharing import (
    Answer,
    Change,
    ForgedPermit,
    Outcome,
    Permit,
    SharingReason,
    SpentPermit,
    Subject,
    decide_sharing,
    exception_problems,
    keep_with,
    needs_sign_off,
    needs_sign_off_first,
    sign_off_by,
    spend,
)

TODAY = date(2026, 11, 23)
CHILD, MOTHER, FATHER, OFFICER = (UUID(int=number) for number in range(1, 5))
AT_17, AT_14, AT_12 = PartialDate(2009, 1, 1), PartialDate(2012, 1, 1), PartialDate(2014, 6, 1)
COMPETENT, NOT_COMPETENT = (Competence(one, date(2026, 11, 1)) for one in Finding)
FROM_CHILD = Authority(AuthorityFrom.SUBJECT, date(2026, 11, 1))
FROM_PARENT = Authority(AuthorityFrom.PARENT, date(2026, 11, 1))
SCHOOL = Recipient(kind=RecipientKind.AGENCY, code="SENCO", named="Ms Lark, Lark Rise Primary")
COUNCIL = Recipient(kind=RecipientKind.AGENCY, code="LA_SEN", named="Larchfield SEN team")
S, R, C = SharingReason, ReleaseReason, ConsentReason


def person(person_id: UUID) -> Recipient:
    return Recipient(kind=RecipientKind.PERSON, person_id=person_id)


def ask(to: Recipient, material: Material = Material.TALK, **more: object) -> Question:
    return Question(recipient=to, material=material, **({"ground": Ground.HELP} | more))  # type: ignore[arg-type]


def event(
    purpose: Purpose = Purpose.SAVE_CASE,
    decision: Decision = Decision.GIVEN,
    *,
    right: str = "SELF",
    given_by: UUID | None = None,
    **scope: object,
) -> ConsentEvent:
    return ConsentEvent(
        purpose=purpose,
        decision=decision,
        right=right,
        given_by=given_by,
        given_on=date(2026, 11, 2),
        scope=Scope(**scope),  # type: ignore[arg-type]
    )


def recorded(events: list[ConsentEvent], subject: UUID = CHILD) -> list[RecordedConsent]:
    at = datetime(2026, 11, 2, 9, 0)
    return [
        RecordedConsent(id=uuid4(), subject_id=subject, number=n, recorded_at=at, recorded_by=OFFICER, event=one)
        for n, one in enumerate(events, 1)
    ]


def subject(
    *events: ConsentEvent,
    born: PartialDate | None = AT_12,
    person_id: UUID = CHILD,
    today: date = TODAY,
    **more: object,
) -> Subject:
    """Someone who agreed to be saved, and to what else is given."""
    history = recorded([event(), *events], person_id)
    known: dict[str, object] = {"state": PersonState.ACTIVE, "is_child": True, "heard": len(history)} | more
    return Subject(person_id=person_id, consent=fold(history, today, born), **known)  # type: ignore[arg-type]


def asks(requester: Requester, born: PartialDate | None, **more: object) -> Request:
    known: dict[str, object] = {"responsibility": "YES", "responsibility_evidenced": True} | more
    whose = Whose.OWN if requester is Requester.CHILD else Whose.CHILDS
    return Request(requester=requester, whose=whose, born=born, **known)  # type: ignore[arg-type]


def whole_file(to: UUID, one: Subject) -> Answer:
    return decide_sharing(ask(person(to), Material.FILE), [one], TODAY)


def from_child(born: PartialDate, **more: object) -> Answer:
    return whole_file(CHILD, subject(born=born, request=asks(Requester.CHILD, born, **more)))


def from_parent(born: PartialDate, *events: ConsentEvent, **more: object) -> Answer:
    return whole_file(MOTHER, subject(*events, born=born, request=asks(Requester.PARENT, born, **more)))


# Table 1.4, row 1: 16 and over


def test_row_1_from_16_the_young_person_is_given_their_file() -> None:
    assert from_child(AT_17).outcome is Outcome.YES


def test_row_1_from_16_a_parent_needs_the_young_persons_authority() -> None:
    assert from_parent(AT_17).reasons == (R.NEEDS_CHILDS_AUTHORITY,)
    assert from_parent(AT_17, authority=FROM_CHILD).outcome is Outcome.YES
    own = event(Purpose.YP_RELEASE_TO_PARENT, person_id=MOTHER)
    assert from_parent(AT_17, own).outcome is Outcome.YES  # their own release is that authority
    by_parent = dataclasses.replace(own, right="PR", given_by=MOTHER)
    assert from_parent(AT_17, by_parent).outcome is Outcome.NO


def test_row_1_from_16_a_recorded_lack_of_capacity_lets_the_parent_have_it() -> None:
    assert from_parent(AT_17, competence=NOT_COMPETENT).outcome is Outcome.YES
    assert from_child(AT_17, competence=NOT_COMPETENT).reasons == (R.NOT_COMPETENT,)


# Row 2: 13 to 15


def test_row_2_from_13_the_child_is_given_their_file_if_competent() -> None:
    assert from_child(AT_14, competence=COMPETENT).outcome is Outcome.YES
    assert from_child(AT_14).reasons == (R.ASSESS_COMPETENCE,)
    assert from_child(AT_14, competence=NOT_COMPETENT).reasons == (R.NOT_COMPETENT,)


def test_row_2_from_13_a_parent_only_if_the_child_authorises_or_lacks_competence() -> None:
    assert from_parent(AT_14).reasons == (R.NEEDS_CHILDS_AUTHORITY, R.ASSESS_COMPETENCE)
    assert from_parent(AT_14, competence=COMPETENT, authority=FROM_CHILD).outcome is Outcome.YES
    assert from_parent(AT_14, competence=NOT_COMPETENT).outcome is Outcome.YES


def test_row_2_from_13_a_refusal_blocks_even_the_parent_of_a_child_without_competence() -> None:
    refusal = event(Purpose.REFUSE_ACCESS, person_id=MOTHER)
    answer = from_parent(AT_14, refusal, competence=NOT_COMPETENT)
    assert answer.reasons == (S.REFUSED_BY_SUBJECT,)
    assert Change.ASK_THE_CHILD in answer.changes


# Row 3: under 13


def test_row_3_under_13_a_mature_child_is_given_it_with_support() -> None:
    answer = from_child(AT_12, competence=COMPETENT)
    assert (answer.outcome, answer.conditions) == (Outcome.YES, (R.WITH_SUPPORT,))
    assert from_child(AT_12).reasons == (R.ASSESS_COMPETENCE,)


def test_row_3_under_13_a_parent_normally_receives_it_in_the_childs_interest() -> None:
    answer = from_parent(AT_12)
    assert answer.permit is not None
    assert (answer.permit.basis, answer.permit.consents) == (Basis.RIGHT, ())
    assert answer.conditions == (R.BEST_INTERESTS, R.MINUS_CHILDS_OWN)


def test_row_3_under_13_a_court_order_or_a_concern_stops_it() -> None:
    stopped = from_parent(AT_12, order_forbids=True, has_concern=True)
    assert stopped.reasons == (R.ORDER_FORBIDS, R.CONCERN)


# Row 4: any age, others


@pytest.mark.parametrize("who", [Requester.CARER, Requester.REPRESENTATIVE])
def test_row_4_whoever_has_no_responsibility_needs_written_authority(who: Requester) -> None:
    one = subject(request=asks(who, AT_12, responsibility="NO"))
    assert R.NEEDS_AUTHORITY in whole_file(FATHER, one).reasons
    shown = subject(request=asks(who, AT_12, authority=FROM_PARENT))
    assert whole_file(FATHER, shown).outcome is Outcome.YES


def test_row_4_someone_who_is_not_of_the_family_gets_nothing_by_being_on_file() -> None:
    assert whole_file(FATHER, subject()).reasons == (S.NOT_IN_FAMILY,)


def test_a_file_of_ones_own_is_given_to_nobody_whose_request_is_not_known() -> None:
    assert whole_file(CHILD, subject()).reasons == (R.CHOOSE_WHOSE,)


# Parents and refusals: P3, P15, P16


def talk_to_father(one: Subject) -> Answer:
    return decide_sharing(ask(person(FATHER), ground=Ground.ASKED), [one], TODAY)


def test_a_refusal_by_the_young_person_beats_parental_responsibility() -> None:
    refused = subject(event(Purpose.REFUSE_ACCESS, person_id=FATHER), born=AT_12, request=asks(Requester.PARENT, AT_12))
    answer = talk_to_father(refused)
    assert (answer.outcome, answer.reasons) == (Outcome.NO, (S.REFUSED_BY_SUBJECT,))
    assert answer.permit is None


def test_only_a_recorded_lawful_override_beats_the_refusal() -> None:
    over = asks(Requester.PARENT, AT_12, lawful_override=True, is_refused=True)
    refused = subject(event(Purpose.REFUSE_ACCESS, person_id=FATHER), request=over)
    assert talk_to_father(refused).outcome is Outcome.YES


def test_a_refusal_of_everyone_covers_agencies_and_one_by_name_covers_that_name() -> None:
    allowed = event(Purpose.CONTACT_AGENCY, agency="EDU_SETTING", named=SCHOOL.named)
    everyone = subject(allowed, event(Purpose.REFUSE_ACCESS))
    assert decide_sharing(ask(SCHOOL), [everyone], TODAY).reasons == (S.REFUSED_BY_SUBJECT,)
    by_name = subject(allowed, event(Purpose.REFUSE_ACCESS, named="ms lark lark rise primary"))
    assert decide_sharing(ask(SCHOOL), [by_name], TODAY).reasons == (S.REFUSED_BY_SUBJECT,)
    assert decide_sharing(ask(SCHOOL), [subject(allowed)], TODAY).outcome is Outcome.YES


def test_to_speak_with_a_parent_their_evidence_need_not_have_been_seen_but_a_copy_asks_for_it() -> None:
    unseen = subject(request=asks(Requester.PARENT, AT_12, responsibility_evidenced=False))
    assert S.RESPONSIBILITY_UNSEEN in talk_to_father(unseen).conditions
    assert whole_file(FATHER, unseen).reasons == (R.RESPONSIBILITY_NOT_SHOWN,)


def test_from_13_a_parent_is_told_with_the_childs_own_consent_and_not_with_the_other_parents() -> None:
    request = asks(Requester.PARENT, AT_14)
    own = event(Purpose.SHARE_DOC, person_id=FATHER)
    answer = talk_to_father(subject(own, born=AT_14, request=request))
    assert answer.permit is not None
    assert answer.permit.basis is Basis.CONSENT
    mothers = dataclasses.replace(own, right="PR", given_by=MOTHER)
    refused = talk_to_father(subject(mothers, born=AT_14, request=request))
    assert refused.reasons == (R.NEEDS_CHILDS_AUTHORITY, R.ASSESS_COMPETENCE)


# A birth date that nobody knows: whoever would receive it, the child's own word alone (table 1.4, table 5.5)

TO_COUNCIL = event(Purpose.CONTACT_AGENCY, agency="LA_SEN")
TO_FATHER = event(Purpose.SHARE_DOC, person_id=FATHER)
TO_INTERPRETER = event(Purpose.INTERPRETER_SHARE)
INTERPRETER = Recipient(kind=RecipientKind.INTERPRETER, named="A. Yusuf")
OF_UNKNOWN_AGE = [(TO_COUNCIL, COUNCIL), (TO_FATHER, person(FATHER)), (TO_INTERPRETER, INTERPRETER)]


def of_unknown_age(*events: ConsentEvent) -> Subject:
    return subject(*events, born=None, request=asks(Requester.PARENT, None))


@pytest.mark.parametrize(("said", "to"), OF_UNKNOWN_AGE)
def test_without_a_birth_date_a_parents_word_opens_nothing_to_the_council_or_to_a_parent(
    said: ConsentEvent, to: Recipient
) -> None:
    answer = decide_sharing(ask(to), [of_unknown_age(dataclasses.replace(said, right="PR", given_by=MOTHER))], TODAY)
    assert answer.outcome is Outcome.NO
    assert answer.reasons == (R.AGE_UNKNOWN if to.kind is RecipientKind.PERSON else C.AGE_UNKNOWN,)
    assert answer.changes[0] is Change.FIND_BIRTH_DATE


@pytest.mark.parametrize(("said", "to"), OF_UNKNOWN_AGE)
def test_without_a_birth_date_the_childs_own_word_counts_as_it_would_at_any_age(
    said: ConsentEvent, to: Recipient
) -> None:
    assert decide_sharing(ask(to), [of_unknown_age(said)], TODAY).outcome is Outcome.YES


def test_without_a_birth_date_no_parent_is_given_the_file_by_right() -> None:
    assert whole_file(FATHER, of_unknown_age()).reasons == (R.AGE_UNKNOWN,)


def test_a_best_interests_decision_about_somebody_of_unknown_age_stands() -> None:
    decided = dataclasses.replace(TO_COUNCIL, right="BEST_INTERESTS", given_by=OFFICER)
    assert decide_sharing(ask(COUNCIL), [of_unknown_age(decided)], TODAY).outcome is Outcome.YES


def test_what_no_consent_undoes_still_stops_a_talk_that_the_child_agreed_to() -> None:
    stopped = asks(Requester.PARENT, AT_14, order_forbids=True)
    one = subject(event(Purpose.SHARE_DOC, person_id=FATHER), born=AT_14, request=stopped)
    assert talk_to_father(one).reasons == (R.ORDER_FORBIDS,)


def test_with_a_grandparent_a_parents_consent_is_enough_for_a_small_child() -> None:
    by_mother = event(Purpose.SHARE_DOC, right="PR", given_by=MOTHER, person_id=FATHER)
    request = asks(Requester.CARER, AT_12, responsibility="NO")
    assert talk_to_father(subject(by_mother, request=request)).outcome is Outcome.YES
    assert talk_to_father(subject(request=request)).outcome is Outcome.NO


def test_court_orders_and_separated_parents_warn_first() -> None:
    one = subject(
        safety=frozenset({"COURT_ORDER", "SEPARATED_PARENTS", "NO_POST"}), request=asks(Requester.PARENT, AT_12)
    )
    assert talk_to_father(one).warnings == (S.COURT_ORDER, S.PARENTS_APART)
    assert decide_sharing(ask(SCHOOL), [one], TODAY).warnings == (S.COURT_ORDER,)


def test_what_is_about_an_adult_goes_by_that_adults_consent_alone() -> None:
    mother = subject(person_id=MOTHER, is_child=False, born=None)
    assert decide_sharing(ask(person(FATHER)), [mother], TODAY).reasons == (S.DOCUMENT_NOT_PERMITTED, C.NOT_ASKED)
    agreed = subject(event(Purpose.SHARE_DOC, person_id=FATHER), person_id=MOTHER, is_child=False, born=None)
    assert decide_sharing(ask(person(FATHER)), [agreed], TODAY).outcome is Outcome.YES
    to_all = subject(event(Purpose.SHARE_DOC), person_id=MOTHER, is_child=False, born=None)
    assert decide_sharing(ask(person(FATHER)), [to_all], TODAY).reasons == (S.DOCUMENT_NOT_PERMITTED, C.NAME_THEM)


# What notes hold: P32


def of_note(by: ProvidedBy, may_see: ParentMaySee, given_by: UUID | None = None, *events: ConsentEvent) -> Subject:
    return subject(
        *events,
        born=AT_12,
        request=asks(Requester.PARENT, AT_12),
        item=ItemProvenance(provided_by=by, parent_may_see=may_see),
        given_by=given_by,
    )


def note_to(to: UUID, one: Subject) -> Answer:
    return decide_sharing(ask(person(to), Material.NOTE), [one], TODAY)


def test_what_the_child_gave_and_does_not_want_shared_stays_with_the_child() -> None:
    released = event(Purpose.YP_RELEASE_TO_PARENT, person_id=FATHER)
    answer = note_to(FATHER, of_note(ProvidedBy.CHILD, ParentMaySee.NO, CHILD, released))
    assert answer.reasons == (ItemReason.CHILD_DOES_NOT_AGREE,)
    assert answer.changes[0] is Change.SAY_IT_ANEW
    assert answer.warnings == (S.CHILD_GAVE_IT,)


def test_what_the_child_gave_and_nobody_asked_about_waits_for_the_child_to_say_so() -> None:
    unasked = of_note(ProvidedBy.CHILD, ParentMaySee.NOT_ASKED, CHILD)
    assert note_to(FATHER, unasked).reasons == (ItemReason.CHILD_NOT_ASKED,)
    by_mother = event(Purpose.YP_RELEASE_TO_PARENT, right="PR", given_by=MOTHER, person_id=FATHER)
    assert note_to(FATHER, of_note(ProvidedBy.CHILD, ParentMaySee.NOT_ASKED, CHILD, by_mother)).outcome is Outcome.NO
    own = event(Purpose.YP_RELEASE_TO_PARENT, person_id=FATHER)
    assert note_to(FATHER, of_note(ProvidedBy.CHILD, ParentMaySee.NOT_ASKED, CHILD, own)).outcome is Outcome.YES


def test_what_one_parent_said_is_not_passed_to_the_other_unless_that_parent_permits_it() -> None:
    assert note_to(FATHER, of_note(ProvidedBy.PARENT, ParentMaySee.YES, MOTHER)).reasons == (S.ANOTHERS_WORDS,)
    by_mother = event(Purpose.SHARE_DOC, right="PR", given_by=MOTHER, person_id=FATHER)
    assert note_to(FATHER, of_note(ProvidedBy.PARENT, ParentMaySee.YES, MOTHER, by_mother)).outcome is Outcome.YES
    by_father = dataclasses.replace(by_mother, given_by=FATHER)
    assert note_to(FATHER, of_note(ProvidedBy.PARENT, ParentMaySee.YES, MOTHER, by_father)).outcome is Outcome.NO


def test_what_someone_told_us_may_be_said_back_to_them_and_opens_nothing_more() -> None:
    mine = of_note(ProvidedBy.PARENT, ParentMaySee.NO, MOTHER)
    assert note_to(MOTHER, mine).outcome is Outcome.YES
    for material in (Material.FILE, Material.CONTACT, Material.DOCUMENT):
        assert decide_sharing(ask(person(MOTHER), material), [mine], TODAY).outcome is Outcome.NO, material


# Agencies (P33, P83-P91, table 1.6)


def test_a_tick_for_a_kind_of_agency_is_no_permission_to_ring_one() -> None:
    ticked = subject(event(Purpose.CONTACT_AGENCY, agency="EDU_SETTING"))
    answer = decide_sharing(ask(SCHOOL), [ticked], TODAY)
    assert (answer.reasons, answer.changes[0]) == ((C.NAME_THEM,), Change.NAME_THEM)


def test_the_councils_sen_team_is_one_body_and_a_recipient_like_any_other() -> None:
    ticked = subject(event(Purpose.CONTACT_AGENCY, agency="LA_SEN"))
    answer = decide_sharing(ask(COUNCIL), [ticked], TODAY)
    assert (answer.outcome, answer.warnings) == (Outcome.YES, (S.COUNCIL,))
    assert decide_sharing(ask(COUNCIL), [subject()], TODAY).reasons == (C.NOT_ASKED,)
    assert decide_sharing(ask(dataclasses.replace(COUNCIL, named="  ")), [ticked], TODAY).reasons == (S.NOBODY_NAMED,)


def test_being_in_touch_covers_no_document_and_a_document_is_permitted_by_name() -> None:
    touch = event(Purpose.CONTACT_AGENCY, agency="EDU_SETTING", named=SCHOOL.named)
    answer = decide_sharing(ask(SCHOOL, Material.DOCUMENT), [subject(touch)], TODAY)
    assert answer.reasons == (S.DOCUMENT_NOT_PERMITTED, C.NOT_ASKED)
    to_any = subject(touch, event(Purpose.SHARE_DOC))
    assert decide_sharing(ask(SCHOOL, Material.DOCUMENT), [to_any], TODAY).reasons == (
        S.DOCUMENT_NOT_PERMITTED,
        C.NAME_THEM,
    )
    named = subject(touch, event(Purpose.SHARE_DOC, named=SCHOOL.named))
    permit = decide_sharing(ask(SCHOOL, Material.DOCUMENT), [named], TODAY).permit
    assert permit is not None
    assert len(permit.consents) == 2


def test_no_agency_and_no_interpreter_is_ever_given_the_file() -> None:
    everything = subject(
        event(Purpose.CONTACT_AGENCY, agency="EDU_SETTING", named=SCHOOL.named),
        event(Purpose.SHARE_DOC, named=SCHOOL.named),
        event(Purpose.INTERPRETER_SHARE),
    )
    interpreter = Recipient(kind=RecipientKind.INTERPRETER, named="A. Yusuf")
    for to in (SCHOOL, interpreter):
        assert decide_sharing(ask(to, Material.FILE), [everything], TODAY).reasons == (S.NEVER_A_FILE,)
    assert decide_sharing(ask(interpreter), [everything], TODAY).outcome is Outcome.YES
    assert decide_sharing(ask(interpreter), [subject()], TODAY).reasons == (C.NOT_ASKED,)


def test_a_consent_for_one_topic_covers_that_topic() -> None:
    bus = subject(event(Purpose.CONTACT_AGENCY, agency="LA_SEN", topic="transport"))
    assert decide_sharing(ask(COUNCIL, topic="Transport"), [bus], TODAY).outcome is Outcome.YES
    answer = decide_sharing(ask(COUNCIL), [bus], TODAY)
    assert (answer.reasons, answer.changes[0]) == ((C.OUTSIDE_SCOPE,), Change.WIDEN)


def test_a_one_off_consent_is_used_up_only_where_none_stands_for_longer() -> None:
    once = event(Purpose.CONTACT_AGENCY, agency="LA_SEN", one_off=True)
    permit = decide_sharing(ask(COUNCIL), [subject(once)], TODAY).permit
    assert permit is not None
    assert len(permit.used_up) == 1
    standing = event(Purpose.CONTACT_AGENCY, agency="LA_SEN", named=COUNCIL.named)
    permit = decide_sharing(ask(COUNCIL), [subject(once, standing)], TODAY).permit
    assert permit is not None
    assert permit.used_up == ()


def test_the_words_by_which_a_family_limits_its_consent_come_with_the_yes() -> None:
    limited = dataclasses.replace(event(Purpose.CONTACT_AGENCY, agency="LA_SEN"), conditions="by letter only")
    answer = decide_sharing(ask(COUNCIL), [subject(limited)], TODAY)
    assert (answer.limits, answer.conditions) == (("by letter only",), (C.CONDITIONS,))


def test_everyone_whom_it_is_about_has_to_permit_it() -> None:
    agreed = subject(event(Purpose.CONTACT_AGENCY, agency="LA_SEN"))
    mother = subject(person_id=MOTHER, is_child=False, born=None)
    answer = decide_sharing(ask(COUNCIL), [agreed, mother], TODAY)
    assert answer.reasons == (C.NOT_ASKED,)
    with pytest.raises(ValueError, match="nobody"):
        decide_sharing(ask(COUNCIL), [], TODAY)


def test_someone_passed_on_by_others_and_someone_who_took_saving_back_are_shared_with_nobody() -> None:
    agreed = event(Purpose.CONTACT_AGENCY, agency="LA_SEN")
    pending = subject(agreed, state=PersonState.PENDING)
    frozen = subject(agreed, event(decision=Decision.WITHDRAWN), state=PersonState.FROZEN)
    assert decide_sharing(ask(COUNCIL), [pending], TODAY).reasons == (S.NOT_ASKED_YET,)
    assert decide_sharing(ask(COUNCIL), [frozen], TODAY).reasons == (S.FROZEN, C.SAVE_CASE_NEEDED)


def test_to_share_it_themselves_is_offered_on_a_no_about_an_agency_and_harm_always() -> None:
    assert decide_sharing(ask(COUNCIL), [subject()], TODAY).changes == (
        Change.ASK_THEM,
        Change.THEY_SHARE,
        Change.RISK_OF_HARM,
    )
    assert Change.THEY_SHARE not in talk_to_father(subject()).changes


# The exception (P9-P11, P34)

FACTS = ExceptionFacts(
    source=ConcernSource.TOLD_STAFF,
    reason="She said that he hits her",
    decided_by=OFFICER,
    told_family=False,
    told_words="It would put her at risk",
    duty_considered=True,
)
MASH = Recipient(kind=RecipientKind.AGENCY, code="SOCIAL_CARE", named="Duty desk, social care")
HARM = ask(MASH, ground=Ground.HARM, words="What she said on 20 November")


def test_a_complete_exception_overrides_and_still_names_every_reason_against() -> None:
    answer = decide_sharing(HARM, [subject()], TODAY, FACTS)
    assert (answer.outcome, answer.reasons, answer.problems) == (Outcome.EXCEPTION, (C.NOT_ASKED,), ())
    assert answer.permit is not None
    assert (answer.permit.basis, answer.permit.exception) == (Basis.EXCEPTION, FACTS)


@pytest.mark.parametrize(
    ("field", "question", "facts"),
    [
        ("source", HARM, {"source": None}),
        ("reason", HARM, {"reason": " \n"}),
        ("words", dataclasses.replace(HARM, words=""), {}),
        ("told_words", HARM, {"told_words": ""}),
        ("decided_by", HARM, {"decided_by": None}),
        ("told_family", HARM, {"told_family": None}),
        ("duty_considered", HARM, {"duty_considered": False}),
        ("named", dataclasses.replace(HARM, recipient=dataclasses.replace(MASH, named="")), {}),
        ("ground", dataclasses.replace(HARM, ground=Ground.HELP), {}),
    ],
)
def test_an_exception_with_a_question_left_open_permits_nothing(
    field: str, question: Question, facts: dict[str, object]
) -> None:
    given_facts = dataclasses.replace(FACTS, **facts)  # type: ignore[arg-type]
    assert [one.field for one in exception_problems(question, given_facts)] == [field]
    assert decide_sharing(question, [subject()], TODAY, given_facts).permit is None


def test_where_they_agree_danger_needs_no_exception() -> None:
    agreed = subject(event(Purpose.CONTACT_AGENCY, agency="SOCIAL_CARE", named=MASH.named))
    answer = decide_sharing(HARM, [agreed], TODAY)
    assert answer.permit is not None
    assert (answer.outcome, answer.permit.basis) == (Outcome.YES, Basis.CONSENT)


def test_illegal_activity_waits_for_a_manager_unless_danger_is_immediate() -> None:
    illegal = dataclasses.replace(HARM, ground=Ground.ILLEGAL)
    at_once = dataclasses.replace(FACTS, is_immediate=True)
    assert needs_sign_off_first(illegal, FACTS, by_only_manager=False)
    assert not needs_sign_off_first(illegal, at_once, by_only_manager=False)
    assert needs_sign_off(illegal, by_only_manager=False)
    assert not needs_sign_off(illegal, by_only_manager=True)
    assert not needs_sign_off(HARM, by_only_manager=False)


@pytest.mark.parametrize(
    ("shared", "by"),
    [
        (date(2026, 11, 23), date(2026, 11, 24)),
        (date(2026, 11, 27), date(2026, 11, 30)),
        (date(2026, 12, 24), date(2026, 12, 29)),
    ],
)
def test_the_sign_off_is_due_one_working_day_later(shared: date, by: date) -> None:
    holidays = {date(2026, 12, 25), date(2026, 12, 28)}
    assert sign_off_by(shared, holidays) == by


# The permit


def a_permit() -> Permit:
    permit = decide_sharing(ask(COUNCIL), [subject(event(Purpose.CONTACT_AGENCY, agency="LA_SEN"))], TODAY).permit
    assert permit is not None
    return permit


def test_nobody_but_the_rule_makes_a_permit() -> None:
    real = a_permit()
    fields = {one.name: getattr(real, one.name) for one in dataclasses.fields(real)}
    with pytest.raises(ForgedPermit):
        Permit(**fields)
    with pytest.raises(ForgedPermit):
        dataclasses.replace(real, on=TODAY + timedelta(days=1))
    built = object.__new__(Permit)
    for name, value in fields.items():
        object.__setattr__(built, name, value)
    for forged in (built, copy.copy(real), copy.deepcopy(real)):
        with pytest.raises(ForgedPermit):
            spend(forged, object())


def test_a_permit_that_was_changed_is_none_and_one_that_was_used_serves_no_more() -> None:
    changed = a_permit()
    object.__setattr__(changed, "subjects", (MOTHER,))
    with pytest.raises(ForgedPermit):
        spend(changed, object())
    used, act = a_permit(), object()
    spend(used, act)
    with pytest.raises(SpentPermit):
        spend(used, act)


def test_one_thing_is_kept_with_a_permit_and_only_in_the_act_that_spent_it() -> None:
    permit, act = a_permit(), object()
    with pytest.raises(ForgedPermit):
        keep_with(permit, act)
    spend(permit, act)
    with pytest.raises(ForgedPermit):
        keep_with(permit, object())
    keep_with(permit, act)
    with pytest.raises(SpentPermit):
        keep_with(permit, act)


# What holds whatever is asked

people = st.sampled_from([CHILD, MOTHER, FATHER])
recipients = st.one_of(
    st.builds(person, people),
    st.sampled_from([SCHOOL, COUNCIL, MASH]),
    st.builds(
        Recipient, kind=st.sampled_from(RecipientKind), named=st.sampled_from(["", "A. Yusuf"]), code=st.just("")
    ),
)
questions = st.builds(
    Question,
    recipient=recipients,
    material=st.sampled_from(Material),
    ground=st.sampled_from(Ground),
    topic=st.sampled_from(["", "transport"]),
)
scopes = st.builds(
    Scope,
    agency=st.sampled_from(["", "LA_SEN", "EDU_SETTING", "SOCIAL_CARE", "OTHER"]),
    named=st.sampled_from(["", SCHOOL.named, COUNCIL.named, MASH.named, "A. Yusuf"]),
    topic=st.sampled_from(["", "transport"]),
    person_id=st.one_of(st.none(), people),
    one_off=st.booleans(),
)
sharing_purposes = st.sampled_from(
    [
        Purpose.SAVE_CASE,
        Purpose.CONTACT_AGENCY,
        Purpose.SHARE_DOC,
        Purpose.YP_RELEASE_TO_PARENT,
        Purpose.INTERPRETER_SHARE,
        Purpose.REFUSE_ACCESS,
    ]
)
events = st.lists(
    st.builds(
        ConsentEvent,
        purpose=sharing_purposes,
        decision=st.sampled_from(Decision),
        right=st.sampled_from(["SELF", "PR"]),
        given_by=st.one_of(st.none(), people),
        given_on=st.dates(date(2026, 10, 1), date(2027, 1, 1)),
        scope=scopes,
        review_on=st.one_of(st.none(), st.dates(date(2026, 10, 1), date(2027, 3, 1))),
    ),
    max_size=6,
)
births = st.sampled_from([None, AT_12, AT_14, AT_17])
items = st.one_of(
    st.none(),
    st.builds(ItemProvenance, provided_by=st.sampled_from(ProvidedBy), parent_may_see=st.sampled_from(ParentMaySee)),
)


@st.composite
def subjects(
    draw: st.DrawFn, last: tuple[ConsentEvent, ...] = (), born: PartialDate | EllipsisType | None = ...
) -> Subject:
    history = recorded([event(), *draw(events), *last])
    born = draw(births) if isinstance(born, EllipsisType) else born
    return Subject(
        person_id=CHILD,
        state=PersonState.ACTIVE,
        consent=fold(history, TODAY, born),
        is_child=draw(st.booleans()),
        item=draw(items),
        given_by=draw(st.one_of(st.none(), people)),
        request=draw(
            st.one_of(
                st.none(),
                st.builds(
                    asks, st.sampled_from(Requester), st.just(born), responsibility=st.sampled_from(["YES", "NO"])
                ),
            )
        ),
    )


WITHDRAWN = tuple(event(one, Decision.WITHDRAWN) for one in Purpose if one is not Purpose.REFUSE_ACCESS)


@given(questions, subjects(WITHDRAWN))
def test_withdrawing_everything_refuses_everything_from_then_on(question: Question, one: Subject) -> None:
    answer = decide_sharing(question, [one], TODAY)
    if question.recipient != person(CHILD):  # what is theirs stays theirs to be told
        assert (answer.permit, answer.outcome is Outcome.YES) == (None, False)
        assert answer.reasons


@given(questions, subjects(), st.booleans())
def test_no_permit_exists_without_a_consent_in_force_a_right_or_a_complete_exception(
    question: Question, one: Subject, is_complete: bool
) -> None:
    answer = decide_sharing(question, [one], TODAY, FACTS if is_complete else None)
    permit = answer.permit
    if permit is None:
        assert answer.outcome is not Outcome.YES
        return
    match permit.basis:
        case Basis.CONSENT:
            assert permit.consents
        case Basis.EXCEPTION:
            assert not exception_problems(question, permit.exception)
        case Basis.RIGHT:
            assert question.recipient.kind is RecipientKind.PERSON
            assert one.request is not None
        case Basis.OWN:
            assert question.recipient.person_id in (one.person_id, one.given_by)


@given(questions, subjects())
def test_a_consent_never_reaches_beyond_its_scope_its_subject_or_its_date(question: Question, one: Subject) -> None:
    permit = decide_sharing(question, [one], TODAY).permit
    known = {e.id: e for standing in one.consent.standings for e in standing.history}
    for subject_id, event_id in permit.consents if permit else ():
        found = known[event_id]
        said, to = found.event, question.recipient
        assert (subject_id, found.subject_id, said.decision) == (CHILD, CHILD, Decision.GIVEN)
        assert said.given_on <= TODAY
        assert said.review_on is None or said.review_on >= TODAY
        assert said.scope.named in ("", to.named)
        assert said.scope.topic in ("", question.topic)
        assert said.scope.person_id in (None, to.person_id)


BY_MOTHER = tuple(dataclasses.replace(said, right="PR", given_by=MOTHER) for said, _ in OF_UNKNOWN_AGE)


@given(
    st.one_of(questions, st.sampled_from([ask(to) for _, to in OF_UNKNOWN_AGE])),
    st.one_of(subjects(born=None), subjects(BY_MOTHER, None)),
)
def test_what_goes_while_nobody_knows_the_age_would_go_at_any_age(question: Question, one: Subject) -> None:
    if decide_sharing(question, [one], TODAY).outcome is not Outcome.YES or not one.is_child:
        return
    history = list({e.id: e for standing in one.consent.standings for e in standing.history}.values())
    for born in (AT_12, AT_14, AT_17, PartialDate(2000)):
        request = dataclasses.replace(one.request, born=born) if one.request else None
        known = dataclasses.replace(one, consent=fold(history, TODAY, born), request=request)
        if known.consent.may_save():  # a parent's word that it may be kept ends at 18 too
            assert decide_sharing(question, [known], TODAY).outcome is Outcome.YES


@given(questions, subjects())
def test_a_refusal_names_every_reason(question: Question, one: Subject) -> None:
    """Asked about someone who is refused, frozen and never agreed at all, each of these is said."""
    bare = dataclasses.replace(
        one,
        state=PersonState.FROZEN,
        consent=fold(recorded([event(Purpose.REFUSE_ACCESS)]), TODAY, one.consent.born),
    )
    answer = decide_sharing(question, [bare], TODAY)
    if question.recipient == person(CHILD):
        return
    overridden = bare.request is not None and bare.request.lawful_override
    assert {S.FROZEN, C.SAVE_CASE_NEEDED} <= set(answer.reasons)
    assert (S.REFUSED_BY_SUBJECT in answer.reasons) is not overridden
    alone = decide_sharing(question, [one], TODAY)
    assert set(answer.reasons) >= {
        reason for reason in alone.reasons if reason in {S.NEVER_A_FILE, S.NOBODY_NAMED, S.NOT_IN_FAMILY}
    } - {S.NOT_IN_FAMILY}


@given(questions, subjects(), subjects())
def test_one_more_whom_it_is_about_never_widens(question: Question, one: Subject, other: Subject) -> None:
    both = decide_sharing(question, [one, other], TODAY)
    each = [decide_sharing(question, [single], TODAY) for single in (one, other)]
    if both.outcome is Outcome.YES:
        assert [answer.outcome for answer in each] == [Outcome.YES] * 2
    assert {reason for answer in each for reason in answer.reasons} == set(both.reasons)
