"""Who may say yes, asked again by the service whatever a page offered (P2, P12, P14-P16, P32, P47)."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from uuid import UUID

import pytest

from db import consent_store
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose, Scope
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import FamilyTie, PersonCard
from iass_tui.rules.release import Finding
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed
from tests.services.families import CHILD, MOTHER, Family, add_family, add_person
from tests.services.offices import Office
from tests.services.test_access_basis import FOUND
from tests.services.test_consent import TODAY, allowed, heard

NOT_COMPETENT = dataclasses.replace(FOUND, finding=Finding.NOT_COMPETENT, can_read=False)


def aged(years: int) -> PersonCard:
    """A child or young person of this age."""
    return dataclasses.replace(CHILD, born=PartialDate(TODAY.year - years, 1, 5))


def family_of(session: OfficeSession, years: int) -> Family:
    """A child of this age and a mother, without a case."""
    child, mother = add_person(session, aged(years)), add_person(session, MOTHER)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES"))
    return Family(child, mother, child)


def by(giver: UUID | None, purpose: Purpose, right: str, decision: Decision = Decision.GIVEN) -> ConsentEvent:
    """Said by this person, by this right."""
    return heard(purpose, decision, given_by=giver, right=right)


def refused(office: Office, person_id: UUID, *events: ConsentEvent) -> tuple[str, ...]:
    """Why these are not recorded: nothing of them is, and the refusal is, with every reason."""
    before = consent_store.history(office.officer.desk, person_id)
    lines = len(office.host.ledger())
    with pytest.raises(NotAllowed) as no:
        office.officer.consent.record(person_id, events)
    assert consent_store.history(office.officer.desk, person_id) == before
    assert len(office.host.ledger()) == lines
    said = office.said()[0]
    assert (said.act, said.subject, said.subject_id, said.reasons) == (
        Act.REFUSED,
        "person",
        person_id,
        no.value.reasons,
    )
    return no.value.reasons


def test_from_18_a_parents_yes_is_refused_and_the_young_adults_own_is_taken(office: Office) -> None:
    family = family_of(office.officer, 18)
    assert refused(office, family.child, by(family.mother, Purpose.STATS, "PR")) == ("GIVING_ADULT_DECIDES",)
    office.officer.consent.record(family.child, [by(family.child, Purpose.STATS, "SELF")])
    office.officer.consent.record(family.child, [by(family.mother, Purpose.CASE_STUDY, "AUTHORITY")])
    assert allowed(office.officer, family.child, Purpose.CASE_STUDY)


@pytest.mark.parametrize("years", [9, 14, 17])
def test_before_18_parental_responsibility_says_yes(office: Office, years: int) -> None:
    family = family_of(office.officer, years)
    office.officer.consent.record(family.child, [by(family.mother, Purpose.CASE_STUDY, "PR")])
    assert allowed(office.officer, family.child, Purpose.CASE_STUDY)


def test_p32_what_a_child_keeps_back_no_parent_lets_go(office: Office) -> None:
    family = family_of(office.officer, 14)
    reasons = refused(office, family.child, by(family.mother, Purpose.YP_RELEASE_TO_PARENT, "PR"))
    assert reasons == ("GIVING_THEIRS_ALONE",)
    office.officer.consent.record(family.child, [by(family.child, Purpose.YP_RELEASE_TO_PARENT, "SELF")])
    assert allowed(office.officer, family.child, Purpose.YP_RELEASE_TO_PARENT)


def test_every_reason_of_every_answer_is_told_and_recorded_at_once(office: Office) -> None:
    family = family_of(office.officer, 19)
    unread = dataclasses.replace(by(family.mother, Purpose.YP_RELEASE_TO_PARENT, "PR"), wording_hash="")
    posing = by(family.mother, Purpose.STATS, "SELF")
    assert set(refused(office, family.child, unread, posing)) == {
        "NO_WORDING",
        "GIVING_THEIRS_ALONE",
        "GIVING_ADULT_DECIDES",
        "GIVING_NOT_THEMSELVES",
    }


def test_one_yes_that_is_not_theirs_keeps_the_whole_form_out(office: Office) -> None:
    family = family_of(office.officer, 18)
    mixed = (
        by(family.mother, Purpose.SAVE_CONTACT, "PR", Decision.REFUSED),
        by(family.mother, Purpose.CONTACT_AGENCY, "PR"),
    )
    assert refused(office, family.child, *mixed) == ("GIVING_ADULT_DECIDES",)


def test_nobodys_words_are_recorded_as_somebody_elses_own(office: Office) -> None:
    family = family_of(office.officer, 14)
    for subject, giver in ((family.child, family.mother), (family.mother, family.child)):
        assert refused(office, subject, by(giver, Purpose.STATS, "SELF")) == ("GIVING_NOT_THEMSELVES",)


@pytest.mark.parametrize("years", [13, 15])
def test_p14_a_finding_settles_whether_a_childs_own_yes_counts(office: Office, years: int) -> None:
    session, family = office.officer, family_of(office.officer, years)
    own = by(family.child, Purpose.CASE_STUDY, "SELF")
    session.access_basis.add_finding(family.child, NOT_COMPETENT)
    assert refused(office, family.child, own) == ("GIVING_NOT_COMPETENT",)
    office.clock.forward(days=1)
    competent = dataclasses.replace(FOUND, assessed_on=session.today_date())
    session.access_basis.add_finding(family.child, competent)
    session.consent.record(family.child, [own])
    assert allowed(session, family.child, Purpose.CASE_STUDY)


def test_p14_what_was_found_before_16_does_not_bind_at_16(office: Office) -> None:
    session = office.officer
    born = PartialDate(2010, 11, 24)  # 16 tomorrow
    child = add_person(session, dataclasses.replace(CHILD, born=born))
    session.access_basis.add_finding(child, NOT_COMPETENT)
    own = by(child, Purpose.CASE_STUDY, "SELF")
    assert refused(office, child, own) == ("GIVING_NOT_COMPETENT",)
    office.clock.forward(days=1)
    session.consent.record(child, [own])


@pytest.mark.parametrize("decision", [Decision.REFUSED, Decision.WITHDRAWN])
@pytest.mark.parametrize("right", ["", "PR", "SELF"])
def test_p47_a_no_is_taken_from_anybody_at_any_age(office: Office, decision: Decision, right: str) -> None:
    session = office.officer
    for years in (9, 14, 18):
        family = family_of(session, years)
        session.consent.record(family.child, [by(family.child, Purpose.CASE_STUDY, "SELF")])
        session.consent.record(family.child, [by(family.mother, Purpose.CASE_STUDY, right, decision)])
        assert not allowed(session, family.child, Purpose.CASE_STUDY)


@pytest.mark.parametrize("purpose", [one for one in Purpose if one is not Purpose.REFUSE_ACCESS])
def test_p47_taking_back_asks_nobody_by_what_right(office: Office, purpose: Purpose) -> None:
    session, family = office.officer, family_of(office.officer, 18)
    session.access_basis.add_finding(family.child, NOT_COMPETENT)
    for giver in (family.mother, None):
        session.consent.withdraw(family.child, purpose, Scope(), given_by=giver, given_on=TODAY, method="VERBAL")
    assert not allowed(session, family.child, purpose)


def test_p15_a_parent_passes_a_refusal_on_and_never_lifts_one(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    scope = Scope(person_id=family.mother)
    session.consent.record(
        family.child, [heard(Purpose.REFUSE_ACCESS, given_by=family.mother, right="PR", scope=scope)]
    )
    for giver in (family.mother, None):
        with pytest.raises(NotAllowed) as no:
            session.consent.withdraw(
                family.child, Purpose.REFUSE_ACCESS, scope, given_by=giver, given_on=TODAY, method="VERBAL"
            )
        assert no.value.reasons == ("GIVING_THEIRS_ALONE",)
        assert (office.said()[0].act, office.said()[0].reasons) == (Act.REFUSED, no.value.reasons)
    assert session.people.person(family.child).refusals == ("Zahra Hassan",)
    session.consent.withdraw(
        family.child, Purpose.REFUSE_ACCESS, scope, given_by=family.child, given_on=TODAY, method="VERBAL"
    )
    assert session.people.person(family.child).refusals == ()


def test_a_relative_is_added_only_by_a_yes_that_is_theirs_to_give(office: Office) -> None:
    session, family = office.officer, family_of(office.officer, 14)
    for right, reason in (("SELF", "GIVING_NOT_THEMSELVES"), ("PR", "GIVING_ADULT_DECIDES")):
        with pytest.raises(NotAllowed) as no:
            session.people.add_relative(
                family.mother,
                aged(18),
                FamilyTie(relation="MOT"),
                save_consent=by(family.mother, Purpose.SAVE_CASE, right),
            )
        assert reason in no.value.reasons
    assert office.ask("SELECT count(*) FROM person") == 2


def test_who_has_no_parental_responsibility_on_file_says_nothing_by_it(office: Office) -> None:
    session = office.officer
    child, partner = add_person(session, aged(9)), add_person(session, MOTHER)
    session.people.link(child, partner, FamilyTie(relation="STP", responsibility="NO"))
    reasons = refused(office, child, by(partner, Purpose.STATS, "PR"))
    assert reasons == ("GIVING_NO_RESPONSIBILITY",)
    session.consent.record(child, [by(partner, Purpose.STATS, "PR", Decision.REFUSED)])  # a No is anyone's
    assert session.consent.subject(child).responsibility == {partner: "NO"}
    assert office.said()[0].act is Act.VIEW


@pytest.mark.parametrize("decision", [Decision.GIVEN, Decision.REFUSED])
def test_nobody_has_said_anything_on_a_day_still_to_come(office: Office, decision: Decision) -> None:
    family = family_of(office.officer, 9)
    tomorrow = dataclasses.replace(by(family.mother, Purpose.STATS, "PR", decision), given_on=TODAY + timedelta(days=1))
    assert refused(office, family.child, tomorrow) == ("GIVING_IN_THE_FUTURE",)
    with pytest.raises(NotAllowed):
        office.officer.consent.withdraw(
            family.child, Purpose.SAVE_CASE, Scope(), given_by=None, given_on=tomorrow.given_on, method="VERBAL"
        )
    assert office.said()[0].reasons == ("GIVING_IN_THE_FUTURE",)
