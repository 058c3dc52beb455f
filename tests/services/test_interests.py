"""A conflict of interest warns whoever has it, keeps cases from them, and stays on record when it is over."""

import dataclasses

import pytest

from iass_tui.rules.case_access import Why, WhyOpened
from iass_tui.rules.other_side import OtherSide
from iass_tui.rules.records.office import Act
from iass_tui.services.views import NotAllowed
from tests.services.families import CHILD, COVERING, FACTS, add_family, add_person
from tests.services.offices import Office


def test_whoever_declares_one_says_why_before_the_records_open_even_their_own_case(office: Office) -> None:
    officer, family = office.officer, add_family(office.officer)
    held = officer.interests.say(family.mother, officer.me.id, "KNOWS", "a neighbour")
    assert [one.id for one in held] == [family.case]
    assert office.said()[0].fields == ("interests",)
    assert office.said()[0].reasons == ("KNOWS",)  # never the words
    for look in (lambda: officer.people.person(family.child), lambda: officer.casework.case(family.case)):
        with pytest.raises(NotAllowed) as refused:
            look()
        assert refused.value.reasons == ("OTHER_SIDE_NO_REASON_GIVEN",)
    warning = officer.sides.warns_of_case(family.case)
    assert warning is not None
    assert warning.why == (OtherSide.OWN_CONFLICT,)
    officer.sides.give(warning, Why(WhyOpened.OTHER, "handing it over"))
    view = officer.casework.case(family.case)
    assert office.said()[0].reasons == ("OWN_CONFLICT", "OTHER", "handing it over")
    assert [(one.colleague_id, one.person_id, one.words) for one in view.person.interests] == [
        (officer.me.id, family.mother, "a neighbour")
    ]


def test_a_colleague_sees_it_and_is_asked_nothing(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.interests.say(family.child, office.officer.me.id, "RELATIVE")
    assert office.colleague.sides.warns(family.child) is None
    view = office.colleague.people.person(family.mother)
    assert [one.kind for one in view.interests] == ["RELATIVE"]


def test_a_case_goes_to_nobody_who_has_one_and_none_is_opened_by_them(office: Office) -> None:
    officer, colleague, family = office.officer, office.colleague, add_family(office.officer)
    colleague.interests.say(family.mother, colleague.me.id, "WORKS_FOR")
    version = officer.casework.case(family.case).version
    with pytest.raises(NotAllowed) as refused:
        officer.casework.assign(family.case, version, colleague.me.id)
    assert refused.value.reasons == ("INTEREST_NOT_TO_THEM",)
    assert office.said()[0].act is Act.REFUSED
    with pytest.raises(NotAllowed) as refused:
        colleague.casework.open_case(family.child, FACTS)
    assert refused.value.reasons == ("INTEREST_NOT_TO_THEM",)
    officer.casework.assign(family.case, version, office.manager.me.id)  # anybody else


def test_of_a_colleague_a_manager_records_it_and_ends_it_and_it_stays_on_record(office: Office) -> None:
    officer, colleague, manager = office.officer, office.colleague, office.manager
    family = add_family(officer)
    with pytest.raises(NotAllowed) as refused:
        officer.interests.say(family.child, colleague.me.id, "OTHER_SIDE")
    assert refused.value.reasons == ("INTEREST_NOT_YOURS_TO_SAY",)
    manager.interests.say(family.child, colleague.me.id, "OTHER_SIDE")
    with pytest.raises(NotAllowed):
        colleague.people.person(family.child)
    with pytest.raises(NotAllowed):
        colleague.interests.end(family.child, colleague.me.id, "it is nothing")
    manager.interests.end(family.child, colleague.me.id, "the separation is over")
    assert colleague.people.person(family.child).interests == ()
    kept = officer.people.person(family.child).card.interests
    assert [(one.kind, one.ended_words) for one in kept] == [("OTHER_SIDE", "the separation is over")]


def test_changing_a_card_leaves_it_alone_and_joining_keeps_it_of_both_records(office: Office) -> None:
    officer, colleague = office.officer, office.colleague
    one, two = add_person(officer), add_person(officer)
    colleague.interests.say(one, colleague.me.id, "KNOWS")
    officer.interests.say(two, officer.me.id, "KNOWS")
    warning = officer.sides.warns(two)
    assert warning is not None
    officer.sides.give(warning, COVERING)
    view = officer.people.person(one)
    officer.people.change_card(one, view.version, view.card, dataclasses.replace(CHILD, known_as="Minnie"))
    assert len(officer.people.person(one).card.interests) == 1
    officer.joining.join(officer.joining.compare(one, two), {}, {})
    assert {each.colleague_id for each in office.manager.people.person(one).card.interests} == {
        officer.me.id,
        colleague.me.id,
    }
    officer.joining.part(two)
    assert [each.colleague_id for each in office.manager.people.person(one).card.interests] == [colleague.me.id]
