"""Planned training (P25, P61): for whom, who came, and what the register and the report say of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import pytest

from db import office_store
from iass_tui.documents.paper import lines_of
from iass_tui.rules.records.office import Act, AuditDetail, Role
from iass_tui.rules.records.registers import Register
from iass_tui.rules.records.training import Coming, CourseKind
from iass_tui.rules.training import Course, Standing
from iass_tui.services import telling_planned
from iass_tui.services.governance_papers import coverage_paper
from iass_tui.services.training_views import PersonTraining
from iass_tui.services.upkeep import after_sign_in
from iass_tui.services.views import NotAllowed, Problem
from tests.services.offices import Office
from tests.services.test_policy import issued
from tests.services.test_training import GRACE, joins
from tests.services.working import TODAY

THURSDAY = date(2026, 11, 26)
LIST = "attendance list of the 26th"


def course_of(office: Office, kind: CourseKind = CourseKind.CONFIDENTIALITY) -> Course:
    return next(one for one in office.manager.training.courses() if one.kind is kind)


def planned(office: Office, people: Iterable[UUID], kind: CourseKind = CourseKind.CONFIDENTIALITY) -> UUID:
    """A course on Thursday for these people."""
    values = {
        "course": str(course_of(office, kind).id),
        "on": THURSDAY.isoformat(),
        "people": " ".join(str(one) for one in people),
        "place": "Town Hall, room 3",
        "organiser": "Hannah",
    }
    return office.manager.registers.add(Register.PLAN, values)


def person(office: Office, account_id: UUID) -> PersonTraining:
    return next(one for one in office.manager.training.overview().people if one.colleague.id == account_id)


def report(office: Office) -> str:
    return "\n".join(words for _, words in lines_of(coverage_paper(office.manager.training.overview()), None))


def test_whose_training_ends_is_shown_with_what_is_planned_for_them(office: Office) -> None:
    nora = joins(office, "nora", GRACE)
    planned(office, [nora, office.officer.me.id])
    (plan,) = person(office, nora).planned
    assert (plan.course, plan.on, plan.place) == (course_of(office).name, THURSDAY, "Town Hall, room 3")
    assert person(office, office.volunteer.me.id).planned == ()
    said = report(office)
    assert f"Planned: {plan.course} on 26 November 2026, Town Hall, room 3, organised by Hannah, for 2" in said
    assert said.count("Planned: ") == 3


def test_who_came_is_ticked_into_the_register_and_whoever_did_not_still_misses_it(office: Office) -> None:
    nora, omar = joins(office, "nora", GRACE), office.officer.me.id
    plan_id = planned(office, [nora, omar], CourseKind.SAFEGUARDING)
    with pytest.raises(NotAllowed, match="still to come"):
        office.manager.training.came(plan_id, 1, [nora], LIST)
    assert office.manager.training.agenda().to_note == 0
    office.clock.forward(days=3)
    assert office.manager.training.agenda().to_note == 1
    with pytest.raises(NotAllowed, match="what shows"):
        office.manager.training.came(plan_id, 1, [nora], " ")
    with pytest.raises(NotAllowed, match="not planned"):
        office.manager.training.came(plan_id, 1, [office.volunteer.me.id], LIST)
    office.manager.training.came(plan_id, 1, [nora], LIST)
    said = office.said()[0]
    assert (said.act, said.subject, said.subject_id, said.count) == (Act.CREATE, "training", plan_id, 1)
    (line, *_) = person(office, nora).lines
    held = line.body.held
    assert (held.course_id, held.on) == (course_of(office, CourseKind.SAFEGUARDING).id, THURSDAY)
    assert line.body.evidence == LIST
    assert CourseKind.SAFEGUARDING not in {one.kind for one in person(office, nora).gaps}
    assert CourseKind.SAFEGUARDING in {one.kind for one in person(office, omar).gaps}
    assert office.manager.training.agenda().to_note == 0
    with pytest.raises(Problem, match="Someone else changed"):
        office.manager.training.came(plan_id, 1, [omar], LIST)
    office.manager.training.came(plan_id, 2, [omar], LIST)
    with pytest.raises(NotAllowed, match="stands there already"):
        office.manager.training.came(plan_id, 3, [omar], LIST)


def test_a_course_that_was_planned_lets_somebody_work_once_they_came(office: Office) -> None:
    nora = joins(office, "nora", GRACE)
    plan_id = planned(office, [nora])
    office.clock.forward(days=6)
    assert person(office, nora).standing is Standing.ENDED
    office.manager.training.came(plan_id, 1, [nora], LIST)
    assert office.sign_in("nora").training.mine().standing is Standing.CURRENT


def test_nobody_came_is_noted_too_and_a_manager_beside_another_ticks_no_training_of_their_own(office: Office) -> None:
    mona = joins(office, "mona", GRACE, Role.MANAGER)
    plan_id = planned(office, [office.manager.me.id, mona])
    office.clock.forward(days=3)
    with pytest.raises(NotAllowed, match="Another manager"):
        office.manager.training.came(plan_id, 1, [mona, office.manager.me.id], LIST)
    assert [one.body.held.basis.value for one in person(office, mona).lines] == ["GRACE"]  # all or nothing
    office.manager.training.came(plan_id, 1, [], "")
    assert office.manager.training.agenda().to_note == 0
    office.sign_in("mona").training.came(plan_id, 2, [office.manager.me.id], LIST)


def test_a_plan_names_a_course_of_the_list_and_colleagues_who_work_here_and_is_managers_alone(office: Office) -> None:
    wrong = {"course": "x", "on": "2026-11-26", "people": f"{office.officer.me.id} {UUID(int=1)}"}
    with pytest.raises(NotAllowed) as told:
        office.manager.registers.add(Register.PLAN, wrong)
    assert told.value.reasons == ("COURSE_NOT_A_CHOICE", "PEOPLE_NOT_A_CHOICE")
    plan_id = planned(office, [office.officer.me.id])
    for session in (office.officer, office.volunteer):
        with pytest.raises(NotAllowed):
            session.training.came(plan_id, 1, [session.me.id], LIST)
        assert session.training.mine().planned == ()
    office.manager.registers.take_back(Register.PLAN, plan_id, 1, "the trainer is ill")
    assert person(office, office.officer.me.id).planned == ()


def test_somebody_reads_what_is_planned_for_them_and_for_nobody_else_until_it_is_noted_or_taken_back(
    office: Office,
) -> None:
    plan_id = planned(office, [office.officer.me.id, office.manager.me.id])
    for session in (office.officer, office.manager):
        (mine,) = session.training.mine().told
        assert (mine.course, mine.on, mine.place) == (course_of(office).name, THURSDAY, "Town Hall, room 3")
        assert session.training.agenda().planned == (mine,)
    assert office.volunteer.training.mine().told == ()
    line = office.manager.registers.line(Register.PLAN, plan_id)
    office.manager.registers.change(
        Register.PLAN, plan_id, line.version, {"people": str(office.volunteer.me.id), "place": "Here"}
    )
    assert office.officer.training.mine().told == ()
    assert [one.place for one in office.volunteer.training.mine().told] == ["Here"]
    office.manager.registers.take_back(Register.PLAN, plan_id, line.version + 1, "cancelled")
    assert office.volunteer.training.agenda().planned == ()


def test_no_colleague_reads_on_a_card_what_is_planned_for_another(office: Office) -> None:
    """The card is every colleague's to open, with a program of their own too."""
    planned(office, [office.volunteer.me.id])
    card = office_store.colleague(office.officer.desk, office.volunteer.me.id).card
    assert card.told
    assert "Town Hall" not in str(card.to_json())
    assert telling_planned.known_of_own(office.officer.desk, card) == ()
    assert [one.place for one in telling_planned.known_of_own(office.volunteer.desk, card)] == ["Town Hall, room 3"]


def test_what_an_older_program_left_readable_is_sealed_when_a_manager_signs_in(office: Office) -> None:
    planned(office, [office.volunteer.me.id])
    desk, me = office.manager.desk, office.volunteer.me.id
    for old in (
        {"planned": (Coming(course="Safeguarding", on=THURSDAY),), "told": "", "told_key": ""},
        {"told_key": "another"},
    ):
        card = dataclasses.replace(office_store.colleague(desk, me).card, **old)
        with desk.unit("management") as unit:
            office_store.change_card(desk, unit, me, card)
            unit.say(AuditDetail(act=Act.CHANGE, subject="staff", subject_id=me))
        assert after_sign_in(office.officer) == ()
        assert office_store.colleague(desk, me).card == card, "an officer holds no plan"
        assert after_sign_in(office.manager) == ()
        now = office_store.colleague(desk, me).card
        assert (now.planned, bool(now.told), now.told_key == card.told_key) == ((), True, False)
        assert [one.place for one in office.volunteer.training.mine().told] == ["Town Hall, room 3"]
    written = office.ask("SELECT max(seq) FROM audit_entry")
    telling_planned.catch_up(office.manager)
    assert office.ask("SELECT max(seq) FROM audit_entry") == written, "nothing is behind: nothing is written"


def test_a_planned_training_goes_from_the_first_page_once_it_is_noted_and_the_course_stays_on_the_card(
    office: Office,
) -> None:
    plan_id = planned(office, [office.officer.me.id])
    office.clock.forward(days=(THURSDAY - office.clock().date()).days)
    office.manager.training.came(plan_id, 1, [office.officer.me.id], LIST)
    assert office.officer.training.agenda().planned == ()
    assert office.officer.training.mine().told == ()
    assert THURSDAY in [held.on for held in office.officer.training.mine().held]


def test_the_report_says_who_has_read_which_version_of_the_policy(office: Office) -> None:
    """P26: what they read is what they are held to."""
    nora = joins(office, "nora", GRACE)
    assert "Have read version 1 of the policy: 4 of 5" in report(office)
    assert (read := person(office, nora).policy) is not None
    assert (read.number, read.on, read.is_current) == (0, None, False)
    assert "Confidentiality policy: NOT READ: version 1 is in force" in report(office)
    version = issued(office.manager)
    office.clock.forward(days=2)
    office.officer.policy.acknowledge(version)
    assert (read := person(office, office.officer.me.id).policy) is not None
    assert (read.number, read.on, read.is_current) == (2, TODAY + timedelta(days=2), True)
    said = report(office)
    assert "Have read version 2 of the policy: 1 of 5" in said
    assert "Confidentiality policy: read version 2, 25 November 2026" in said
    assert "Confidentiality policy: NOT READ: version 2 is in force; read version 1, 23 November 2026" in said
