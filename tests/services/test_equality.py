"""Equality answers on real offices: with a consent of their own, on a page of their own, erased by themselves (P6)."""

import dataclasses
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from iass_tui.rules.people import PersonState
from iass_tui.rules.records.consents import Decision, Purpose, Scope
from iass_tui.rules.records.equality import EqualityAnswers
from iass_tui.rules.records.office import Act
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import Conflict, NotAllowed, NotFound
from tests.services.families import CHILD, Family, add_family, add_person, consent, set_state
from tests.services.offices import START, Office

NOTHING = EqualityAnswers()
GIVEN = EqualityAnswers(ethnic_group="BLACK", ethnicity="B1", sex="F", language="som", circumstances=("YC", "FSM"))
TODAY = START.date()


def agree(session: OfficeSession, person: UUID, decision: Decision = Decision.GIVEN) -> None:
    said = dataclasses.replace(
        consent(Purpose.SAVE_EQUALITY, decision), given_by=person, wording_version="1", wording_hash="0" * 64
    )
    session.consent.record(person, [said])


def answered(office: Office) -> Family:
    """A family of which the child has answered."""
    family = add_family(office.officer)
    agree(office.officer, family.child)
    office.officer.equality.save(family.child, 0, NOTHING, GIVEN)
    return family


def rows(office: Office) -> tuple[int, int]:
    """Rows, and keys of their own."""
    keys = office.ask("SELECT count(*) FROM file_key WHERE kind = 'equality'", keys=True)
    return office.ask("SELECT count(*) FROM person_equality"), keys


def test_answers_come_back_as_they_were_given_with_the_day(office: Office) -> None:
    family = answered(office)
    view = office.colleague.equality.answers(family.child)
    assert view.answers == dataclasses.replace(GIVEN, asked_on=TODAY)
    assert (view.name, view.is_child, view.may_keep, view.version) == ("Amina Hassan", True, True, 1)
    assert rows(office) == (1, 1)


def test_a_childs_and_a_parents_answers_are_each_their_own(office: Office) -> None:
    family = answered(office)
    mother = office.officer.equality.answers(family.mother)
    assert (mother.answers, mother.may_keep, mother.reasons) == (NOTHING, False, ("CONSENT_NOT_ASKED",))
    with pytest.raises(NotAllowed) as refused:
        office.officer.equality.save(family.mother, 0, NOTHING, GIVEN)
    assert refused.value.reasons == ("CONSENT_NOT_ASKED",)
    assert rows(office) == (1, 1)  # no key is left behind either
    agree(office.officer, family.mother)
    office.officer.equality.save(family.mother, 0, NOTHING, EqualityAnswers(sex="PNS"))
    assert office.officer.equality.answers(family.child).answers.sex == "F"


@pytest.mark.parametrize("decision", [Decision.REFUSED, Decision.WITHDRAWN])
def test_a_no_takes_key_and_row_and_nothing_can_be_written_after_it(office: Office, decision: Decision) -> None:
    family = answered(office)
    if decision is Decision.REFUSED:
        agree(office.officer, family.child, decision)
    else:
        done = office.officer.consent.withdraw(
            family.child, Purpose.SAVE_EQUALITY, Scope(), given_by=family.child, given_on=TODAY, method="VERBAL"
        )
        assert (done.went.keys, done.at_once) == (1, ("DELETE_EQUALITY",))
    assert rows(office) == (0, 0)
    view = office.officer.equality.answers(family.child)
    assert (view.answers, view.may_keep, view.version) == (NOTHING, False, 0)
    with pytest.raises(NotAllowed):
        office.officer.equality.save(family.child, 0, NOTHING, GIVEN)
    assert office.officer.casework.case(family.case).facts.wants == "A place near home"  # the case is untouched


def test_whoever_agrees_again_answers_anew_under_a_new_key(office: Office) -> None:
    family = answered(office)
    before = office.ask("SELECT hex(id) FROM file_key WHERE kind = 'equality'", keys=True)
    agree(office.officer, family.child, Decision.WITHDRAWN)
    agree(office.officer, family.child)
    assert office.officer.equality.answers(family.child).answers == NOTHING
    office.officer.equality.save(family.child, 0, NOTHING, EqualityAnswers(sex="F"))
    assert office.ask("SELECT hex(id) FROM file_key WHERE kind = 'equality'", keys=True) != before


def test_every_look_at_the_answers_is_one_at_these_very_answers(office: Office) -> None:
    family = answered(office)
    office.officer.equality.answers(family.child)
    said = office.said()[0]
    assert (said.act, said.subject, said.subject_id) == (Act.VIEW, "equality", family.child)
    office.officer.people.person(family.child)
    office.officer.casework.case(family.case)
    office.officer.handover.read(family.case)
    assert [one.subject for one in office.said()].count("equality") == 2  # written once, looked at once


def test_the_entry_names_fields_and_never_an_answer(office: Office) -> None:
    answered(office)
    said = office.said()[0]
    assert (said.act, set(said.fields)) == (
        Act.CREATE,
        {"ethnic_group", "ethnicity", "sex", "language", "circumstances", "asked_on"},
    )


def test_no_answers_are_shown_where_the_look_cannot_be_recorded(office: Office) -> None:
    family = answered(office)
    office.refuse_entries()
    with pytest.raises(IntegrityError):
        office.officer.equality.answers(family.child)


def test_two_colleagues_at_once_are_told_of_each_other(office: Office) -> None:
    family = answered(office)
    office.colleague.equality.save(family.child, 1, GIVEN, dataclasses.replace(GIVEN, sex="PNS"))
    with pytest.raises(Conflict) as conflict:
        office.officer.equality.save(family.child, 1, GIVEN, dataclasses.replace(GIVEN, language="eng"))
    assert (conflict.value.their_name, conflict.value.version) == ("Olive Officer", 2)
    with pytest.raises(Conflict):
        office.officer.equality.save(family.child, 0, NOTHING, GIVEN)


def test_answers_that_contradict_each_other_are_refused(office: Office) -> None:
    family = answered(office)
    with pytest.raises(NotAllowed) as refused:
        office.officer.equality.save(family.child, 1, GIVEN, dataclasses.replace(GIVEN, circumstances=("NONE", "CLA")))
    assert refused.value.reasons == ("EQUALITY_CONTRADICTS",)


@pytest.mark.parametrize("state", [PersonState.FROZEN, PersonState.PENDING])
def test_nothing_is_written_into_a_record_that_is_closed_to_writing(office: Office, state: PersonState) -> None:
    family = add_family(office.officer)
    agree(office.officer, family.child)
    set_state(office.officer, family.child, state)
    with pytest.raises(NotAllowed):
        office.officer.equality.save(family.child, 0, NOTHING, GIVEN)
    assert rows(office) == (0, 0)


def test_a_volunteer_reads_and_writes_none(office: Office) -> None:
    family = answered(office)
    with pytest.raises(NotAllowed):
        office.volunteer.equality.answers(family.child)
    with pytest.raises(NotAllowed):
        office.volunteer.equality.save(family.child, 1, GIVEN, GIVEN)
    with pytest.raises(NotFound):
        office.officer.equality.answers(family.case)


def items(session: OfficeSession, person: UUID, requester: UUID | None) -> list[Any]:
    return [item for item in session.packs.offer(person, requester).items if item.kind == "Equality answers"]


def test_they_are_in_the_persons_own_working_copy_and_in_nobody_elses(office: Office) -> None:
    family = answered(office)
    (item,) = items(office.officer, family.child, None)
    for words in (
        "Ethnic group: Black",
        "Ethnicity: African",
        "Main language: Somali",
        "Young carer, Free school meals",
    ):
        assert words in item.text
    assert items(office.officer, family.child, family.mother) == []
    assert items(office.officer, family.mother, None) == []


def test_what_an_unwritten_person_is_asked_leaves_nothing(office: Office) -> None:
    person = add_person(office.officer, CHILD, [])
    view = office.officer.equality.answers(person)
    assert (view.may_keep, set(view.reasons)) == (False, {"CONSENT_SAVE_CASE_NEEDED", "CONSENT_NOT_ASKED"})
    assert rows(office) == (0, 0)


def test_answers_whose_consent_ran_out_are_not_opened_until_it_is_given_again(office: Office) -> None:
    family = add_family(office.officer)
    said = dataclasses.replace(
        consent(Purpose.SAVE_EQUALITY),
        given_by=family.child,
        wording_version="1",
        wording_hash="0" * 64,
        review_on=TODAY,
    )
    office.officer.consent.record(family.child, [said])
    office.officer.equality.save(family.child, 0, NOTHING, GIVEN)
    office.clock.forward(days=1)
    view = office.officer.equality.answers(family.child)
    assert (view.may_keep, view.reasons, view.answers) == (False, ("CONSENT_EXPIRED",), NOTHING)
    agree(office.officer, family.child)
    assert office.officer.equality.answers(family.child).answers.sex == "F"
