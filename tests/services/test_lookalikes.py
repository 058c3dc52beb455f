"""Possible duplicates on a real office: families taken in, and nobody told who may not find."""

import dataclasses

import pytest

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.duplicates import Sign
from iass_tui.rules.records.people import FamilyTie
from iass_tui.services.views import NotAllowed
from tests.services.families import CHILD, DETAILS, MOTHER, add_person
from tests.services.first_contacts import FAMILY
from tests.services.offices import Office

TIE = FamilyTie(relation="MOT", responsibility="YES")


def test_a_child_entered_twice_is_found_from_either_page_with_the_reasons(office: Office) -> None:
    officer = office.officer
    first, mother = add_person(officer), add_person(officer, MOTHER, contact=DETAILS)
    officer.people.link(first, mother, TIE)
    again = add_person(officer, dataclasses.replace(CHILD, given_name="Aminah"))
    sibling = add_person(officer, dataclasses.replace(CHILD, given_name="Bilal", born=PartialDate(2014, 1, 1)))
    officer.people.link(sibling, mother, TIE)
    officer.directory.load()
    [found] = officer.lookalikes.of_person(first)
    assert (found.person_id, found.name, found.born) == (again, "Aminah Hassan", CHILD.born)
    assert found.likeness.signs == (Sign.NEARLY_SAME_NAME, Sign.SAME_BIRTH_DATE)
    assert [one.person_id for one in officer.lookalikes.of_person(again)] == [first]
    assert officer.lookalikes.of_person(sibling) == ()


def test_the_answers_of_an_intake_are_compared_with_the_family_too(office: Office) -> None:
    officer = office.officer
    officer.intake.finish(FAMILY)
    [found] = officer.intake.lookalikes({**FAMILY, "child_given_name": "May", "born": "NOT_GIVEN"})
    assert found.name == "Maya Costa"
    assert {Sign.NICKNAME, Sign.SAME_PHONE, Sign.SAME_EMAIL, Sign.SAME_RELATIVE} <= set(found.likeness.signs)
    assert officer.intake.lookalikes({**FAMILY, "child_given_name": "Nuno", "born": "2017-01-01"}) == ()


def test_a_mother_and_a_daughter_of_one_name_are_no_doubles(office: Office) -> None:
    officer = office.officer
    namesake = dataclasses.replace(MOTHER, given_name=CHILD.given_name, family_name=CHILD.family_name)
    child, mother = add_person(officer), add_person(officer, namesake)
    officer.directory.load()
    assert [one.person_id for one in officer.lookalikes.of_person(child)] == [mother]
    officer.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES"))
    assert officer.lookalikes.of_person(child) == () == officer.lookalikes.of_person(mother)


def test_before_a_yes_and_for_a_volunteer_nobody_is_compared(office: Office) -> None:
    office.officer.intake.finish(FAMILY)
    assert office.officer.intake.lookalikes({**FAMILY, "save": "NO"}) == ()
    assert office.volunteer.intake.lookalikes(FAMILY) == ()
    with pytest.raises(NotAllowed):
        office.volunteer.lookalikes.everyone()
