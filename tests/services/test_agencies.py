"""The directory of agencies in a real office: entries, conflicts, retiring, and who works with which family (P33)."""

from __future__ import annotations

import dataclasses
from datetime import date
from uuid import uuid4

import pytest

from iass_tui.rules.agencies import Likeness
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.agencies import AgencyCard, Involved, Involvement
from iass_tui.rules.records.office import Act
from iass_tui.services.views import Conflict, NotAllowed, NotFound
from tests.services.families import add_family, add_person, set_state
from tests.services.offices import Office

SCHOOL = AgencyCard(code="EDU_SETTING", organisation="Lark Rise Primary", phone="020 7946 0000")
SENCO = AgencyCard(code="SENCO", organisation="Lark Rise Primary", person="Ms Oz", job="SENCO")
CLINIC = AgencyCard(code="CAMHS", organisation="Canal Street Clinic")
NOW = Involvement(stands=Involved.NOW, since=date(2026, 9, 1))


def test_an_entry_is_found_by_every_colleague_in_the_order_of_names(office: Office) -> None:
    for card in (SENCO, CLINIC, SCHOOL):
        office.officer.agencies.add(card)
    for session in (office.colleague, office.manager, office.volunteer):
        assert [one.card for one in session.agencies.all()] == [CLINIC, SCHOOL, SENCO]
    assert office.officer.agencies.agency(office.officer.agencies.all()[0].id).card == CLINIC


def test_a_volunteer_may_look_an_agency_up_but_no_family_and_changes_nothing(office: Office) -> None:
    agency = office.officer.agencies.add(SCHOOL)
    child = add_person(office.officer)
    line = office.officer.agencies.involve(child, agency, NOW)
    mine = office.volunteer.agencies
    assert mine.agency(agency).card == SCHOOL
    for refused in (
        lambda: mine.families_of(agency),
        lambda: mine.of(child),
        lambda: mine.add(CLINIC),
        lambda: mine.change(agency, 1, SCHOOL, CLINIC),
        lambda: mine.retire(agency, 1),
        lambda: mine.involve(child, agency, NOW),
        lambda: mine.change_involvement(line, 1, NOW, NOW),
    ):
        with pytest.raises(NotAllowed) as no:
            refused()
        assert no.value.reasons == ("ACCESS_NOT_YOUR_ROLE",)
    assert office.officer.agencies.agency(agency).version == 1


def test_an_entry_without_a_kind_or_a_name_is_refused_and_that_is_recorded(office: Office) -> None:
    with pytest.raises(NotAllowed) as refused:
        office.officer.agencies.add(AgencyCard(code="", organisation=" "))
    assert refused.value.reasons == ("AGENCY_NO_KIND", "AGENCY_NO_ORGANISATION")
    assert office.said()[0].act is Act.REFUSED
    assert office.ask("SELECT count(*) FROM agency") == 0


def test_two_who_change_one_entry_are_shown_both_versions(office: Office) -> None:
    agency = office.officer.agencies.add(SCHOOL)
    theirs = dataclasses.replace(SCHOOL, phone="020 7946 0001")
    office.colleague.agencies.change(agency, 1, SCHOOL, theirs)
    mine = dataclasses.replace(SCHOOL, email="office@example.org")
    with pytest.raises(Conflict) as clash:
        office.officer.agencies.change(agency, 1, SCHOOL, mine)
    assert (clash.value.theirs, clash.value.version, clash.value.their_name) == (theirs, 2, "Olive Officer")
    said = [one for one in office.said() if one.act is Act.CHANGE and one.subject == "agency"]
    assert said[0].fields == ("phone",)


def test_a_retired_entry_is_no_longer_offered_and_can_be_brought_back(office: Office) -> None:
    mine = office.officer.agencies
    agency, child = mine.add(SCHOOL), add_person(office.officer)
    mine.involve(child, agency, NOW)
    mine.retire(agency, 1)
    assert mine.all() == ()
    assert [one.card.is_retired for one in mine.all(retired=True)] == [True]
    assert [one.agency.organisation for one in mine.of(child) if one.agency] == ["Lark Rise Primary"]
    with pytest.raises(NotAllowed) as refused:
        mine.involve(add_person(office.officer), agency, NOW)
    assert refused.value.reasons == ("AGENCY_RETIRED",)
    mine.bring_back(agency, 2)
    assert [one.card for one in mine.all()] == [SCHOOL]


def test_what_may_be_the_same_entry_is_told_retired_ones_too(office: Office) -> None:
    mine = office.officer.agencies
    agency = mine.add(SCHOOL)
    mine.retire(agency, 1)
    found = mine.alike(dataclasses.replace(SCHOOL, organisation="lark rise PRIMARY"))
    assert [(one.id, why) for one, why in found] == [(agency, Likeness.SAME_NAME)]
    assert mine.alike(SCHOOL, but=agency) == ()


def test_who_works_with_a_family_stands_on_the_persons_record_and_the_look_is_recorded(office: Office) -> None:
    mine = office.officer.agencies
    child = add_person(office.officer)
    past, soon, now = (mine.add(card) for card in (CLINIC, SCHOOL, SENCO))
    mine.involve(child, past, Involvement(stands=Involved.PAST))
    mine.involve(child, soon, Involvement(stands=Involved.SOON, words="referred by the GP"))
    mine.involve(child, now, NOW)
    assert [(one.agency_id, one.body.stands) for one in mine.of(child)] == [
        (now, Involved.NOW),
        (soon, Involved.SOON),
        (past, Involved.PAST),
    ]
    said = office.said()[0]
    assert (said.act, said.subject, said.subject_id, said.fields) == (Act.VIEW, "person", child, ("involvement",))


def test_the_families_of_an_agency_are_listed_and_the_look_is_recorded(office: Office) -> None:
    mine, family = office.officer.agencies, add_family(office.officer)
    agency = mine.add(SCHOOL)
    mine.involve(family.mother, agency, Involvement(stands=Involved.SOON))
    mine.involve(family.child, agency, NOW)
    set_state(office.officer, family.child, PersonState.FROZEN)
    found = mine.families_of(agency)
    assert [(one.name, one.stands, one.is_child, one.is_frozen) for one in found] == [
        ("Amina Hassan", Involved.NOW, True, True),
        ("Zahra Hassan", Involved.SOON, False, False),
    ]
    said = office.said()[0]
    assert (said.act, said.subject, said.subject_id, said.count) == (Act.VIEW, "agency", agency, 2)


def test_an_agency_is_on_a_record_once_until_it_ended(office: Office) -> None:
    mine, child = office.officer.agencies, add_person(office.officer)
    agency = mine.add(SCHOOL)
    line = mine.involve(child, agency, NOW)
    with pytest.raises(NotAllowed) as refused:
        mine.involve(child, agency, NOW)
    assert refused.value.reasons == ("AGENCY_INVOLVED_ALREADY",)
    mine.end_involvement(line, 1)
    (ended,) = mine.of(child)
    assert (ended.body.stands, ended.body.since, ended.version) == (Involved.PAST, date(2026, 11, 23), 2)
    mine.involve(child, agency, Involvement(stands=Involved.SOON))
    assert [one.body.stands for one in mine.of(child)] == [Involved.SOON, Involved.PAST]


def test_two_who_change_one_involvement_are_shown_both_versions(office: Office) -> None:
    mine, child = office.officer.agencies, add_person(office.officer)
    line = mine.involve(child, mine.add(SCHOOL), NOW)
    office.colleague.agencies.change_involvement(line, 1, NOW, dataclasses.replace(NOW, words="weekly"))
    with pytest.raises(Conflict) as clash:
        mine.change_involvement(line, 1, NOW, dataclasses.replace(NOW, words="monthly"))
    assert clash.value.their_name == "Olive Officer"


@pytest.mark.parametrize("state", [PersonState.FROZEN, PersonState.PENDING])
def test_nothing_is_added_to_a_record_that_may_not_be_written(office: Office, state: PersonState) -> None:
    mine, child = office.officer.agencies, add_person(office.officer)
    agency = mine.add(SCHOOL)
    line = mine.involve(child, agency, NOW)
    set_state(office.officer, child, state)
    for act in (
        lambda: mine.involve(child, mine.add(CLINIC), NOW),
        lambda: mine.change_involvement(line, 1, NOW, dataclasses.replace(NOW, words="x")),
        lambda: mine.end_involvement(line, 1),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert [one.version for one in mine.of(child)] == [1]


def test_what_is_not_there_is_said(office: Office) -> None:
    mine, child = office.officer.agencies, add_person(office.officer)
    for act in (
        lambda: mine.agency(uuid4()),
        lambda: mine.families_of(uuid4()),
        lambda: mine.of(uuid4()),
        lambda: mine.involve(child, uuid4(), NOW),
        lambda: mine.involve(uuid4(), mine.add(SCHOOL), NOW),
        lambda: mine.end_involvement(uuid4(), 1),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_working_copy_holds_who_is_involved(office: Office) -> None:
    mine, child = office.officer.agencies, add_person(office.officer)
    mine.involve(child, mine.add(SENCO), dataclasses.replace(NOW, words="meets weekly"))
    items = [one for one in office.officer.packs.offer(child, None).items if one.kind == "Involved"]
    assert [(one.heading, one.day) for one in items] == [("Ms Oz, Lark Rise Primary", date(2026, 9, 1))]
    for words in ("Kind: SENCO", "Involved: now", "meets weekly"):
        assert words in items[0].text


def test_what_is_erased_takes_its_involvements_along(office: Office) -> None:
    from db import hanging

    mine, child = office.officer.agencies, add_person(office.officer)
    mine.involve(child, mine.add(SCHOOL), NOW)
    desk = office.officer.desk
    assert "involvement" in {table for table, _ in hanging.rows_under(desk, hanging.keys_of(desk, child))}
