"""Birthdays and consents are tasks of whoever has the case, without anybody making them."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from iass_tui.rules.consent.reviews import ReviewKind
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.deadlines.milestones import ChildMilestone, MilestoneKind
from iass_tui.rules.duties import milestone_task
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import TaskBody, TaskStatus
from iass_tui.rules.records.consents import Decision, Purpose
from iass_tui.rules.records.office import Act
from iass_tui.services.reviews import ANSWERED
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, TaskView
from tests.services.families import CHILD, FACTS, Family, add_family, add_person, set_state
from tests.services.offices import START, Office
from tests.services.test_consent import heard

TODAY = START.date()
SIXTEEN = date(2026, 12, 14)
SOON_16 = dataclasses.replace(CHILD, born=PartialDate(2010, 12, 14))


def soon_sixteen(office: Office) -> Family:
    """A family whose child has a birthday in three weeks."""
    child = add_person(office.officer, SOON_16)
    return Family(child, child, office.officer.casework.open_case(child, FACTS))


def come(office: Office) -> tuple[TaskView, ...]:
    """What birthdays ask of the officer."""
    return office.officer.reviews.agenda().birthdays


def test_a_birthday_is_a_task_of_whoever_has_the_case_and_stands_nowhere_until_somebody_acts(office: Office) -> None:
    family = soon_sixteen(office)
    (task,) = come(office)
    assert (task.case_id, task.name, task.body.due_on) == (family.case, "Amina Hassan", SIXTEEN)
    assert come(office) == (task,)  # the same one, however often it is read
    assert office.ask("SELECT count(*) FROM task") == 0
    assert b"2026-12-14" not in office.places.folder.records.read_bytes()
    office.manager.casework.assign(family.case, 1, office.colleague.me.id)
    assert come(office) == ()
    assert [one.body for one in office.colleague.reviews.agenda().birthdays] == [task.body]


def test_done_keeps_what_was_done_and_it_does_not_come_back_until_that_is_undone(office: Office) -> None:
    family, work = soon_sixteen(office), office.officer.casework
    (task,) = come(office)
    with pytest.raises(NotAllowed) as no:
        work.finish_task(task.id, task.version)
    assert no.value.reasons == ("SAY_WHAT_WAS_DONE",)
    work.finish_task(task.id, task.version, "She signed the form herself")
    (kept,) = work.case(family.case).tasks
    assert (kept.status, kept.body.done_on, kept.body.done_words) == (
        TaskStatus.DONE,
        TODAY,
        "She signed the form herself",
    )
    assert come(office) == ()
    work.reopen_task(task.id, task.version + 1)
    assert come(office) == ()  # it is a task now, among the others
    (again,) = work.today().later
    assert (again.id, again.body.done_words, again.owner_id) == (task.id, "", None)
    assert [one.act for one in office.said() if one.subject == "task"][:4] == [
        Act.CHANGE,
        Act.CHANGE,
        Act.REFUSED,
        Act.CREATE,
    ]


def test_put_off_with_a_reason_it_comes_on_that_day(office: Office) -> None:
    soon_sixteen(office)
    (task,) = come(office)
    office.officer.putting_off.put_off(task.id, task.version, TODAY + timedelta(days=7), "after the mocks")
    assert come(office) == ()
    (kept,) = office.officer.casework.today().this_week
    assert (kept.id, kept.body.put_off[-1].why) == (task.id, "after the mocks")


@pytest.mark.parametrize("by_hand", [True, False])
def test_what_an_officer_made_of_it_by_hand_is_not_doubled(office: Office, by_hand: bool) -> None:
    family, work = soon_sixteen(office), office.officer.casework
    body = milestone_task(ChildMilestone(MilestoneKind.AGE_16, SIXTEEN))
    work.add_task(family.case, dataclasses.replace(body, duty=None) if by_hand else body, office.officer.me.id)
    assert come(office) == ()
    with pytest.raises(NotAllowed) as no:
        work.add_task(family.case, body, office.officer.me.id)
    assert no.value.reasons == ("DUTY_TAKEN",)


def test_two_terminals_that_act_on_the_same_birthday_make_one_task(office: Office) -> None:
    soon_sixteen(office)
    second = office.sign_in("omar")
    (mine,), (other,) = come(office), second.reviews.agenda().birthdays
    office.officer.casework.finish_task(mine.id, mine.version, "asked")
    with pytest.raises(NotAllowed):
        second.casework.finish_task(other.id, other.version, "asked too")
    assert office.ask("SELECT count(*) FROM task") == 1


def test_a_consent_that_is_due_is_a_task_too(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    office.clock.forward(days=350)
    line = next(one for one in session.reviews.agenda().reviews if one.name == "Zahra Hassan")
    assert (line.review.kind, line.task.body.what) == (ReviewKind.YEARLY, "12 months: ask again: Zahra Hassan")
    session.casework.finish_task(line.task.id, 1, "She was asked by telephone, all stands")
    assert "Zahra Hassan" not in [one.name for one in session.reviews.agenda().reviews]
    assert session.casework.case(family.case).tasks[0].body.due_on == date(2027, 11, 2)


def put_off_in(session: OfficeSession, family: Family) -> TaskView:
    """The one task of the case that was put off."""
    (task,) = (one for one in session.casework.case(family.case).tasks if one.body.put_off)
    return task


@pytest.mark.parametrize("decision", list(Decision))
def test_a_consent_task_that_was_put_off_is_done_by_the_answer_whatever_it_is(
    office: Office, decision: Decision
) -> None:
    session, family = office.officer, add_family(office.officer)
    session.consent.record(family.mother, [heard(Purpose.MKT_EMAIL)])
    office.clock.forward(days=375)
    session = office.sign_in("omar")
    line = next(one for one in session.reviews.agenda().reviews if one.name == "Zahra Hassan")
    later = session.today_date() + timedelta(days=7)
    session.putting_off.put_off(line.task.id, line.task.version, later, "she is away")
    # The task is about several; what is answered by halves stays to be asked.
    asked = list(line.review.purposes)
    assert len(asked) > 1
    for number, purpose in enumerate(reversed(asked), 1):
        assert put_off_in(session, family).status is TaskStatus.OPEN, number
        said = dataclasses.replace(heard(purpose, decision), given_on=session.today_date())
        session.consent.record(family.mother, [said])
    task = put_off_in(session, family)
    assert (task.status, task.body.done_on) == (TaskStatus.DONE, session.today_date())
    assert task.body.done_words == ANSWERED
    assert "Zahra Hassan" not in [one.name for one in session.reviews.agenda().reviews]


def test_an_answer_about_something_else_or_by_somebody_else_leaves_a_put_off_task_open(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    office.clock.forward(days=375)
    session = office.sign_in("omar")
    line = next(one for one in session.reviews.agenda().reviews if one.name == "Zahra Hassan")
    session.putting_off.put_off(line.task.id, 1, session.today_date() + timedelta(days=7), "she is away")
    said = dataclasses.replace(heard(Purpose.STATS), given_on=session.today_date())
    session.consent.record(family.mother, [said])
    own = dataclasses.replace(heard(Purpose.SAVE_CASE), given_on=session.today_date(), given_by=family.mother)
    session.consent.record(family.child, [dataclasses.replace(own, right="PR")])
    assert put_off_in(session, family).status is TaskStatus.OPEN


def test_in_nobodys_case_it_stands_on_the_managers_page_and_can_be_given(office: Office) -> None:
    family, manager = soon_sixteen(office), office.manager
    manager.casework.assign(family.case, 1, None)
    assert (manager.team.unowned().cases, manager.team.unowned().tasks) == (1, 1)
    assert (office.said()[0].act, office.said()[0].subject) == (Act.VIEW, "team")
    (task,) = manager.team.view().unowned_tasks
    manager.team.give_task(task.id, office.colleague.me.id)
    assert [one.id for one in office.colleague.casework.today().later] == [task.id]
    assert manager.team.unowned().tasks == 0


def test_a_frozen_record_an_unknown_birth_date_and_a_closed_case_ask_nothing(office: Office) -> None:
    family, session = soon_sixteen(office), office.officer
    vague = add_person(session, dataclasses.replace(CHILD, born=PartialDate(2010, 12)))
    session.casework.open_case(vague, FACTS)
    assert [one.case_id for one in come(office)] == [family.case]
    set_state(session, family.child, PersonState.FROZEN)
    assert come(office) == ()
    set_state(session, family.child, PersonState.ACTIVE)
    version = session.casework.case(family.case).version
    session.casework.close_case(family.case, version, closure="C01", outcomes=("O01",), words="Helped")
    assert come(office) == ()


def test_at_lock_nothing_of_a_birthday_stays_in_memory(office: Office) -> None:
    soon_sixteen(office)
    (before,) = come(office)
    office.officer.note_lock()
    assert not office.officer.duties._offered
    assert before.body.duty is not None
    assert TaskBody(what="x").duty is None
