"""What consents ask of an officer today: computed from their own cases, never stored (domain table 5.5)."""

from __future__ import annotations

import dataclasses
from datetime import date

from iass_tui.rules.consent.reviews import ReviewKind
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.access import CompetenceFinding
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.release import Finding
from tests.services.families import CHILD, DETAILS, FACTS, MOTHER, add_family, add_person, consent
from tests.services.offices import Office


def asked(office: Office) -> dict[tuple[str, ReviewKind], date]:
    """Who is to be asked why, and by when, on the officer's page."""
    return {(one.name, one.review.kind): one.review.due_on for one in office.officer.reviews.agenda().reviews}


def test_a_child_past_13_is_to_be_offered_their_own_view_until_somebody_did(office: Office) -> None:
    session = office.officer
    child = add_person(session, CHILD, [dataclasses.replace(consent(right="PR"))])
    session.casework.open_case(child, FACTS)
    key = ("Amina Hassan", ReviewKind.TURNS_13)
    assert asked(office)[key] == date(2024, 3, 27)
    finding = CompetenceFinding(
        finding=Finding.NOT_COMPETENT,
        assessed_on=session.today_date(),
        assessor="Omar Officer",
        knows_copy=True,
        can_read=False,
        knows_consequences=False,
        seen_alone=True,
        free_of_pressure=True,
    )
    session.access_basis.add_finding(child, finding)
    assert key not in asked(office)


def test_an_old_consent_of_a_parent_is_on_todays_page_of_the_officer_of_the_case_alone(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    office.clock.forward(days=350)
    assert asked(office)["Zahra Hassan", ReviewKind.YEARLY] == date(2027, 11, 2)
    assert office.colleague.reviews.agenda().reviews == ()
    assert office.said()[0].act is Act.VIEW
    agenda = session.reviews.agenda()
    assert (office.said()[0].subject, office.said()[0].count) == ("reviews", len((*agenda.reviews, *agenda.birthdays)))
    assert office.volunteer.reviews.agenda().reviews == ()
    assert family.case


def test_a_consent_that_is_due_stands_on_the_page_of_its_case_until_somebody_makes_a_task_of_it(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    case, to_ask = session.casework.case, session.casework.to_ask
    assert ReviewKind.YEARLY not in {one.review.kind for one in to_ask(case(family.case))}
    office.clock.forward(days=350)
    view = case(family.case)
    view = dataclasses.replace(view, to_ask=to_ask(view))
    (due,) = (one for one in view.to_ask if one.name == "Zahra Hassan" and one.review.kind is ReviewKind.YEARLY)
    assert due.task in view.work
    assert due.task not in view.tasks
    assert due.task.body in {one.task.body for one in session.reviews.agenda().reviews}
    session.casework.finish_task(due.task.id, due.task.version, "She says yes again")
    view = case(family.case)
    assert due.review not in {one.review for one in to_ask(view)}
    assert due.task.id in {one.id for one in view.tasks}
    session.casework.close_case(family.case, view.version, closure="C01", outcomes=("O01",), words="x")
    assert to_ask(case(family.case)) == ()


def test_a_parent_of_two_children_with_a_case_each_is_asked_once(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    twin = add_person(session, dataclasses.replace(CHILD, given_name="Bilal"))
    session.people.link(twin, family.mother, FamilyTie(relation="MOT", responsibility="YES"))
    session.casework.open_case(twin, FACTS)
    office.clock.forward(days=350)
    names = [one.name for one in session.reviews.agenda().reviews if one.review.kind is ReviewKind.YEARLY]
    assert names.count("Zahra Hassan") == 1


def test_a_reopened_case_a_new_officer_and_changed_responsibility_ask_to_confirm(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    day = session.today_date()
    case = session.casework.case(family.case)
    session.casework.close_case(family.case, case.version, closure="C01", outcomes=("O01",), words="Helped")
    session.casework.reopen_case(family.case, session.casework.case(family.case).version, reason="They rang again")
    (tie,) = session.people.person(family.child).family
    changed = dataclasses.replace(tie.tie, responsibility="DISPUTED")
    session.people.change_tie(tie.link_id, tie.version, tie.tie, changed)
    version = session.casework.case(family.case).version
    session.casework.assign(family.case, version, office.colleague.me.id)
    session.casework.assign(family.case, version + 1, session.me.id)
    found = asked(office)
    for kind in (ReviewKind.REOPENED, ReviewKind.NEW_OFFICER, ReviewKind.RESPONSIBILITY_CHANGED):
        assert found["Amina Hassan", kind] == day


def test_first_assignment_and_setting_aside_ask_nothing(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    session.casework.set_aside(family.case, session.casework.case(family.case).version)
    session.casework.reopen_case(family.case, session.casework.case(family.case).version, reason="")
    assert {kind for _, kind in asked(office)} <= {ReviewKind.TURNS_13}


def test_no_due_date_of_a_review_stands_in_a_clear_column(office: Office) -> None:
    session = office.officer
    young = dataclasses.replace(CHILD, born=PartialDate(2010, 12, 1))
    child = add_person(session, young, [consent(right="PR")])
    session.casework.open_case(child, FACTS)
    assert [one.body.due_on for one in session.reviews.agenda().birthdays] == [date(2026, 12, 1)]
    assert b"2026-12-01" not in office.places.folder.records.read_bytes()


def test_a_record_that_does_not_open_is_counted_and_hides_no_other(office: Office) -> None:
    session = office.officer
    family, other = add_family(session), add_person(session, MOTHER, contact=DETAILS)
    assert other
    office.clock.forward(days=350)
    office.tamper("UPDATE consent_event SET recorded_at = '2020' WHERE subject_id = ?", family.mother.bytes)
    agenda = session.reviews.agenda()
    assert agenda.unreadable == 1
    assert any(one.name == "Amina Hassan" for one in agenda.reviews)
