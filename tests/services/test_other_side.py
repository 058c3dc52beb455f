"""Opening the other side of a family warns, asks why, and keeps the answer with the look."""

import dataclasses

import pytest

from iass_tui.rules.case_access import Why, WhyOpened
from iass_tui.rules.other_side import OtherSide
from iass_tui.rules.records.casework import NoteBody, ProvidedBy
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import FamilyTie
from iass_tui.services.views import NotAllowed
from tests.services.families import COVERING, FACTS, GIVEN_ON, MOTHER, add_family, add_person
from tests.services.offices import Office

FATHER = dataclasses.replace(MOTHER, given_name="Yusuf", safety=("SEPARATED_PARENTS",))


def test_whoever_works_for_the_mother_says_why_before_the_fathers_record_opens(office: Office) -> None:
    officer = office.officer
    family = add_family(officer)
    father = add_person(officer, FATHER)
    officer.people.link(family.child, father, FamilyTie(relation="FAT", responsibility="YES"))
    assert officer.sides.warns(father) is None  # nobody was spoken with yet
    note = NoteBody(
        progress="She rang", provided_by=ProvidedBy.PARENT, provided_by_id=family.mother, channel="PHONE",
        happened_on=GIVEN_ON, minutes=10,
    )  # fmt: skip
    officer.casework.add_note(family.case, note)
    with pytest.raises(NotAllowed) as refused:
        officer.people.person(father)
    assert refused.value.reasons == ("OTHER_SIDE_NO_REASON_GIVEN",)
    assert office.said()[0].act is Act.REFUSED
    warning = officer.sides.warns(father)
    assert warning is not None
    assert (warning.why, warning.works_for) == ((OtherSide.OTHER_PARENT,), ("Zahra Hassan",))
    officer.people.person(family.mother)
    officer.people.person(family.child)
    officer.sides.give(warning, Why(WhyOpened.OTHER, "both came to the meeting"))
    officer.people.person(father)
    assert office.said()[0].reasons == ("OTHER_PARENT", "OTHER", "both came to the meeting")
    assert office.colleague.sides.warns(father) is None


def test_what_was_said_of_the_other_side_answers_no_conflict_that_is_recorded_afterwards(office: Office) -> None:
    officer = office.officer
    family = add_family(officer)
    father = add_person(officer, FATHER)
    officer.people.link(family.child, father, FamilyTie(relation="FAT", responsibility="YES"))
    note = NoteBody(
        progress="She rang", provided_by=ProvidedBy.PARENT, provided_by_id=family.mother, channel="PHONE",
        happened_on=GIVEN_ON, minutes=10,
    )  # fmt: skip
    officer.casework.add_note(family.case, note)
    warning = officer.sides.warns(father)
    assert warning is not None
    officer.sides.give(warning, Why(WhyOpened.OTHER, "OWN_CONFLICT"))
    officer.people.person(father)
    office.manager.interests.say(father, officer.me.id, "KNOWS")
    for opens in (lambda: officer.people.person(father), lambda: officer.casework.case(family.case)):
        with pytest.raises(NotAllowed):
            opens()
    warning = officer.sides.warns(father)
    assert warning is not None
    assert warning.why == (OtherSide.OTHER_PARENT, OtherSide.OWN_CONFLICT)
    officer.sides.give(warning, COVERING)
    officer.people.person(father)
    assert office.said()[0].reasons == ("OTHER_PARENT", "OWN_CONFLICT", "COVERING")
    assert officer.casework.case(family.case).id == family.case


def test_two_homes_on_record_are_two_sides_without_any_mark_on_a_card(office: Office) -> None:
    officer = office.officer
    family = add_family(officer)
    father = add_person(officer, dataclasses.replace(MOTHER, given_name="Yusuf"))
    officer.people.link(family.child, father, FamilyTie(relation="FAT", responsibility="YES", home="PARTLY"))
    note = NoteBody(
        progress="She rang", provided_by=ProvidedBy.PARENT, provided_by_id=family.mother, channel="PHONE",
        happened_on=GIVEN_ON, minutes=10,
    )  # fmt: skip
    officer.casework.add_note(family.case, note)
    assert officer.sides.warns(father) is None  # nobody said where the child lives else
    mother = next(one for one in officer.people.person(family.child).family if one.person_id == family.mother)
    officer.people.change_tie(
        mother.link_id, mother.version, mother.tie, dataclasses.replace(mother.tie, home="PARTLY")
    )
    warning = officer.sides.warns(father)
    assert warning is not None
    assert warning.why == (OtherSide.OTHER_PARENT,)


def test_a_conflict_of_interest_on_record_warns_everybody_in_the_family(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.close_case(family.case, 1, closure="C09", outcomes=("O01",), words="Referred out")
    warning = office.colleague.sides.warns(family.mother)
    assert warning is not None
    assert warning.why == (OtherSide.CONFLICT,)
    with pytest.raises(NotAllowed):
        office.colleague.casework.case(family.case, COVERING)
    office.colleague.sides.give(warning, COVERING)
    office.colleague.casework.case(family.case)
    assert office.said()[0].reasons == ("COVERING", "CONFLICT")


def test_a_family_without_either_asks_nothing(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.open_case(family.child, FACTS)
    assert office.officer.sides.warns(family.mother) is None
    assert office.colleague.sides.warns_of_case(family.case) is None
