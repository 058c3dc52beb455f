"""Who may know what, at a glance: what the sharing rule says, and nothing beside it."""

import dataclasses

import pytest

from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import Address, ContactDetails, FamilyTie
from iass_tui.rules.records.sharing import Ground, Material, Question, Recipient, RecipientKind
from iass_tui.rules.sharing import Outcome
from iass_tui.services.views import NotAllowed
from tests.services.families import CHILD, MOTHER, add_person, consent
from tests.services.offices import Office

HOME = ContactDetails(addresses=(Address(lines=("1 High Street",), postcode="W1A 1AA"),))


def test_each_relative_stands_with_what_the_sharing_rule_answers_about_them(office: Office) -> None:
    officer = office.officer
    mother = add_person(officer, MOTHER, contact=HOME)
    father = add_person(officer, dataclasses.replace(MOTHER, given_name="Yusuf", safety=("ADDRESS_WITHHELD",)))
    said = [consent(), consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=father))]
    child = add_person(officer, CHILD, said)
    officer.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES", evidence="birth certificate"))
    officer.people.link(child, father, FamilyTie(relation="FAT", responsibility="DISPUTED"))
    (found,) = officer.knowing.family(child)
    lines = {one.person_id: one for one in found.lines}
    assert found.refuses == ("Yusuf Hassan",)
    assert (lines[mother].home, lines[mother].is_withheld) == ("1 High Street, W1A 1AA", False)
    assert lines[father].is_withheld
    assert lines[father].file is not Outcome.YES
    for one in found.lines:
        for material, outcome in ((Material.TALK, one.talk), (Material.FILE, one.file)):
            question = Question(
                recipient=Recipient(kind=RecipientKind.PERSON, person_id=one.person_id),
                material=material,
                ground=Ground.ASKED,
            )
            assert officer.sharing.ask(child, question).outcome == outcome


def test_an_adults_page_shows_each_of_their_children_and_the_look_is_recorded(office: Office) -> None:
    officer = office.officer
    mother = add_person(officer, MOTHER)
    children = [add_person(officer, dataclasses.replace(CHILD, given_name=name)) for name in ("Amina", "Bilal")]
    for child in children:
        officer.people.link(child, mother, FamilyTie(relation="MOT"))
    assert {one.person_id for one in officer.knowing.family(mother)} == set(children)
    assert (office.said()[0].act, office.said()[0].fields) == (Act.VIEW, ("family",))
    with pytest.raises(NotAllowed):
        office.volunteer.knowing.family(mother)
