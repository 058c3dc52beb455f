"""Tasks put off and tasks that wait, in a real office."""

import dataclasses
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import TaskBody
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.putting_off import Waiting, WaitingOn
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, NotFound, Problem, TaskView
from tests.services.families import add_family, set_state
from tests.services.offices import START, Office

TODAY = START.date()  # a Monday


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def task_of(session: OfficeSession, case: UUID, number: int = 0) -> TaskView:
    return session.casework.case(case).tasks[number]


def add(session: OfficeSession, due: date | None = TODAY, *, statutory: bool = False) -> tuple[UUID, UUID]:
    case = add_family(session).case
    return case, session.casework.add_task(case, TaskBody(what="ring", due_on=due, statutory=statutory), session.me.id)


def waiting(chase: date, *, since: date = TODAY) -> Waiting:
    return Waiting(whom=WaitingOn.COUNCIL, since=since, chase_on=chase, noted_on=TODAY, words="their answer")


def test_a_task_is_put_off_with_its_reason_and_comes_back_on_the_day(office: Office) -> None:
    session = office.officer
    case, task = add(session)
    session.putting_off.put_off(task, 1, in_days(2), " school is closed ")
    view = session.casework.today()
    assert (view.today, [one.id for one in view.this_week]) == ((), [task])
    (entry,) = task_of(session, case).body.put_off
    assert (entry.until, entry.why, entry.on, entry.by, entry.due_on) == (
        in_days(2),
        "school is closed",
        TODAY,
        session.me.id,
        TODAY,
    )
    said = next(one for one in office.said() if one.subject == "task")
    assert (said.act, said.subject, said.fields, said.reasons) == (Act.CHANGE, "task", ("put_off",), ())
    office.clock.forward(days=2)
    assert [one.id for one in session.casework.today().today] == [task]


def test_a_task_that_waits_stands_by_itself_until_its_chaser_date(office: Office) -> None:
    session = office.officer
    case, task = add(session)
    session.putting_off.wait(task, 1, waiting(in_days(14), since=in_days(-5)))
    view = session.casework.today()
    assert (view.overdue, view.today, view.later, [one.id for one in view.waiting]) == ((), (), (), [task])
    office.clock.forward(days=14)
    view = session.casework.today()
    assert (view.waiting, [one.id for one in view.today]) == ((), [task])
    session.putting_off.put_off(task, 2, in_days(21), "asked again")  # chased: it waits on
    body = task_of(session, case).body
    assert (body.waiting and body.waiting.chase_on, len(body.put_off)) == (in_days(21), 1)
    assert [one.id for one in session.casework.today().waiting] == [task]
    session.putting_off.wait_no_longer(task, 3)
    assert task_of(session, case).body.waiting is None


def test_what_was_said_is_taken_back_and_nothing_else_with_it(office: Office) -> None:
    session = office.officer
    case, task = add(session)
    before = task_of(session, case).body
    session.putting_off.put_off(task, 1, in_days(2), "later")
    session.casework.change_task(task, 2, before, dataclasses.replace(before, what="write"))
    assert len(task_of(session, case).body.put_off) == 1  # a change of words leaves it
    session.putting_off.put_back(task, 3, before)
    assert task_of(session, case).body == dataclasses.replace(before, what="write")


def test_no_change_of_a_task_slips_a_putting_off_past_its_rule(office: Office) -> None:
    session = office.officer
    case, task = add(session, statutory=True)
    session.putting_off.put_off(task, 1, in_days(2), "asked")
    before = task_of(session, case).body
    (entry,) = before.put_off
    far = dataclasses.replace(before, put_off=(dataclasses.replace(entry, until=in_days(300)),))
    session.casework.change_task(task, 2, before, far)
    assert task_of(session, case).body == before
    with pytest.raises(NotAllowed):
        session.putting_off.put_back(task, 3, far)


@pytest.mark.parametrize(("until", "why"), [(8, "x"), (0, "x"), (1, "")])
def test_what_the_rule_forbids_is_refused_on_record(office: Office, until: int, why: str) -> None:
    session = office.officer
    _, task = add(session, in_days(-1), statutory=True)
    with pytest.raises(NotAllowed):
        session.putting_off.put_off(task, 1, in_days(until), why)
    said = office.said()[0]
    assert (said.act, said.subject) == (Act.REFUSED, "task")
    assert all(reason.startswith("PUT_OFF_") for reason in said.reasons)
    with pytest.raises(NotAllowed):
        session.putting_off.wait(task, 1, waiting(in_days(20)))


def test_who_was_second_is_told_and_a_done_task_is_not_put_off(office: Office) -> None:
    session = office.officer
    _, task = add(session)
    session.putting_off.put_off(task, 1, in_days(1), "x")
    with pytest.raises(Problem):
        session.putting_off.put_off(task, 1, in_days(2), "y")
    session.casework.finish_task(task, 2)
    with pytest.raises(NotAllowed):
        session.putting_off.put_off(task, 3, in_days(2), "y")
    with pytest.raises(NotFound):
        session.putting_off.wait_no_longer(uuid4(), 1)


def test_a_frozen_record_is_not_written_into_and_a_volunteer_puts_nothing_off(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    task = session.casework.add_task(family.case, TaskBody(what="x"), None)
    with pytest.raises(NotAllowed):
        office.volunteer.putting_off.put_off(task, 1, in_days(1), "x")
    set_state(session, family.child, PersonState.FROZEN)
    with pytest.raises(NotAllowed):
        session.putting_off.put_off(task, 1, in_days(1), "x")


def test_why_it_was_put_off_is_sealed_and_a_number_in_it_is_found_and_taken_out(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    task = session.casework.add_task(family.case, TaskBody(what="ring"), session.me.id)
    session.putting_off.put_off(task, 1, in_days(1), "ring 07700 900555 at noon")
    session.putting_off.put_off(task, 2, in_days(2), "still nothing")
    for path in (office.places.folder.records, office.places.folder.records.with_name("office.db-wal")):
        assert not path.exists() or b"at noon" not in path.read_bytes()
    (line,) = session.consent.traces(family.child)
    assert line.table == "task"
    session.consent.redact(family.child, line)
    first, second = task_of(session, family.case).body.put_off
    assert "07700" not in first.why
    assert first.why.startswith("ring [taken out")
    assert second.why == "still nothing"


def test_the_handover_sheet_and_the_copy_of_what_is_held_say_that_it_waits(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    task = session.casework.add_task(family.case, TaskBody(what="the draft plan"), session.me.id)
    session.putting_off.put_off(task, 1, in_days(1), "half term")
    session.putting_off.wait(task, 2, waiting(in_days(14), since=in_days(-5)))
    text = " ".join(words for _, words in session.handover.read(family.case).lines)
    assert "Waiting 5 days for the council since 18 November 2026; chase on 7 December 2026: their answer" in text
    items = session.packs.offer(family.child, family.child).items
    (held,) = [one for one in items if one.kind == "Task"]
    assert "half term" in held.text
    assert "the council since 18 November 2026" in held.text
