"""The team's work as a manager sees it: nothing falls between people."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import NoteBody, TaskBody
from iass_tui.rules.records.office import Act, OfficeFacts
from iass_tui.rules.records.people import ReferralPermission
from iass_tui.services.team_views import Unowned
from iass_tui.services.views import NotAllowed, NotFound
from tests.services.families import CHILD, FACTS, add_family, add_person
from tests.services.offices import START, Office

TODAY = START.date()


def test_each_colleague_has_their_load_and_the_longest_untouched_case_first(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    older = session.casework.open_case(family.child, dataclasses.replace(FACTS, levels=()))
    session.casework.set_aside(session.casework.open_case(family.child, FACTS), 1)
    session.casework.add_task(family.case, TaskBody(what="late", due_on=TODAY - timedelta(days=1)), None)
    session.casework.add_task(
        family.case, TaskBody(what="hers", due_on=TODAY - timedelta(days=1)), office.colleague.me.id
    )
    office.clock.forward(days=3)
    session.casework.add_note(family.case, NoteBody(text="x"))
    loads = {one.name: one for one in office.manager.team.view().loads}
    assert list(loads) == ["Hannah Manager", "Olive Officer", "Omar Officer"]
    omar = loads["Omar Officer"]
    assert (omar.by_level, omar.inactive, omar.overdue) == ({"": 1, "L2": 1}, 1, 1)
    assert omar.cases[0].id == older
    assert omar.cases[-1].id == family.case
    assert (loads["Olive Officer"].cases, loads["Olive Officer"].overdue) == ((), 1)
    said = next(one for one in office.said() if one.subject == "team")
    assert (said.act, said.count) == (Act.VIEW, 5)


def test_what_is_nobodys_or_of_somebody_who_left_stands_first_and_on_the_managers_first_page(office: Office) -> None:
    manager, session = office.manager, office.officer
    family = add_family(session)
    assert manager.team.unowned() == Unowned()
    task = session.casework.add_task(family.case, TaskBody(what="hers"), office.colleague.me.id)
    session.casework.add_task(family.case, TaskBody(what="the case's"), None)
    manager.staff.disable(office.colleague.me.id)
    assert manager.team.unowned() == Unowned(tasks=1)
    assert [one.id for one in manager.team.view().unowned_tasks] == [task]
    manager.casework.assign(family.case, 1, None)
    assert manager.team.unowned() == Unowned(cases=1, tasks=2)
    view = manager.team.view()
    assert [one.id for one in view.unowned_cases] == [family.case]
    assert {one.body.what for one in view.unowned_tasks} == {"hers", "the case's"}
    assert "Olive Officer" not in [one.name for one in view.loads]
    manager.casework.assign(family.case, 2, session.me.id)
    manager.team.give_task(task, session.me.id)
    assert manager.team.unowned() == Unowned()
    assert office.said()[0].fields == ("owner",)
    assert len(session.casework.today().later) == 2


def test_a_task_goes_to_somebody_who_may_have_it(office: Office) -> None:
    manager = office.manager
    family = add_family(office.officer)
    task = office.officer.casework.add_task(family.case, TaskBody(what="x"), office.officer.me.id)
    for who in (office.volunteer.me.id, uuid4()):
        with pytest.raises(NotAllowed):
            manager.team.give_task(task, who)
    manager.team.give_task(task, None)
    assert office.officer.casework.case(family.case).tasks[0].owner_id is None
    with pytest.raises(NotFound):
        manager.team.give_task(uuid4(), None)


def test_only_a_manager_sees_the_teams_work(office: Office) -> None:
    for session in (office.officer, office.volunteer):
        assert session.team.unowned() == Unowned()
        with pytest.raises(NotAllowed):
            session.team.view()
        with pytest.raises(NotAllowed):
            session.team.give_task(uuid4(), None)


def test_the_days_without_a_note_are_the_offices_own(office: Office) -> None:
    add_family(office.officer)
    office.clock.forward(days=20)
    assert office.manager.team.view().quiet == ()
    facts: OfficeFacts = dataclasses.replace(office.manager.facts, quiet_days=14)
    office.manager.staff.change_office(facts)
    manager = office.sign_in("hannah")
    assert len(manager.team.view().quiet) == 1
    assert office.sign_in("omar").casework.today().quiet == 1


def test_who_is_away_is_said_with_what_is_due_meanwhile(office: Office) -> None:
    manager, session = office.manager, office.officer
    family = add_family(session)
    due = session.casework.add_task(family.case, TaskBody(what="due", due_on=TODAY), session.me.id)
    session.casework.add_task(family.case, TaskBody(what="not yet", due_on=TODAY + timedelta(days=3)), session.me.id)
    manager.staff.set_away(session.me.id, TODAY + timedelta(days=2))
    assert manager.team.unowned() == Unowned(away=("Omar Officer",))
    view = manager.team.view()
    assert [one.id for one in view.away_tasks] == [due]
    assert next(one.away_until for one in view.loads if one.id == session.me.id) == TODAY + timedelta(days=2)
    office.clock.forward(days=2)
    assert manager.team.unowned() == Unowned(away=("Omar Officer",))  # the last day counts
    office.clock.forward(days=1)
    assert manager.team.unowned() == Unowned()
    assert manager.team.view().away_tasks == ()


def test_a_colleague_says_of_themselves_that_they_are_away_and_of_nobody_else(office: Office) -> None:
    session = office.officer
    session.staff.set_away(session.me.id, TODAY)
    assert session.me.card.permissions is None
    with pytest.raises(NotAllowed):
        session.staff.set_away(office.colleague.me.id, TODAY)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=800)):
        with pytest.raises(NotAllowed):
            session.staff.set_away(session.me.id, day)
    session.staff.set_away(session.me.id, None)
    assert all(one.card.away_until is None for one in session.staff.colleagues())


def test_a_referral_that_waits_stands_on_everybodys_first_page_with_its_clock(office: Office) -> None:
    assert office.officer.reviews.agenda().referrals == ()
    referral = ReferralPermission(referrer="Larchfield School", permit="PARENT")
    person = add_person(office.officer, CHILD, (), state=PersonState.PENDING, referral=referral)
    for session in (office.officer, office.colleague, office.manager):
        (due,) = session.reviews.agenda().referrals
        assert (due.person_id, due.name, due.referrer) == (person, "Amina Hassan", "Larchfield School")
        assert (due.ask_by, due.days_left) == (TODAY + timedelta(days=14), 14)
    office.clock.forward(days=14)
    assert office.officer.reviews.agenda().referrals[0].days_left == 0
    assert office.officer.intake.lapse_referrals() == 0  # the last day is one on which they can be asked
    office.clock.forward(days=1)
    assert office.officer.intake.lapse_referrals() == 1
    assert office.officer.reviews.agenda().referrals == ()
    assert office.volunteer.reviews.agenda().referrals == ()


def test_a_case_given_by_mistake_goes_back_as_if_it_had_not_been_and_asks_nobody_again(office: Office) -> None:
    family, manager = add_family(office.officer), office.manager
    before = office.officer.casework.case(family.case).facts
    manager.casework.assign(family.case, 1, office.colleague.me.id)
    manager.casework.take_assignment_back(family.case)
    after = office.officer.casework.case(family.case)
    assert (after.officer_id, after.facts) == (office.officer.me.id, before)
    assert (office.said()[1].fields, office.said()[1].reasons) == (("officer",), ("TAKEN_BACK",))
    with pytest.raises(NotAllowed):
        manager.casework.take_assignment_back(family.case)


def test_what_somebody_gave_on_since_is_not_taken_back(office: Office) -> None:
    family, manager = add_family(office.officer), office.manager
    task = office.officer.casework.add_task(family.case, TaskBody(what="x"), None)
    manager.casework.assign(family.case, 1, office.colleague.me.id)
    manager.team.give_task(task, office.colleague.me.id)
    second = office.sign_in("hannah")
    second.casework.assign(family.case, 2, manager.me.id)
    second.team.give_task(task, manager.me.id)
    for again in (
        lambda: manager.casework.take_assignment_back(family.case),
        lambda: manager.team.take_task_back(task),
        lambda: office.volunteer.team.take_task_back(task),
    ):
        with pytest.raises(NotAllowed):
            again()
    assert [one.id for one in manager.casework.my_cases()] == [family.case]


def test_what_birthdays_ask_is_overdue_and_due_meanwhile_of_whoever_has_the_case(office: Office) -> None:
    manager, session = office.manager, office.officer
    child = add_person(session, dataclasses.replace(CHILD, born=PartialDate(2010, 12, 14)))
    session.casework.open_case(child, FACTS)
    office.clock.now = datetime(2026, 12, 15, 9, tzinfo=UTC)
    session.staff.set_away(session.me.id, date(2026, 12, 20))
    view = manager.team.view()
    overdue = next(one.overdue for one in view.loads if one.id == session.me.id)
    birthdays = [one for one in view.away_tasks if one.body.due_on == date(2026, 12, 14)]
    assert (overdue >= 1, len(birthdays)) == (True, 1)
