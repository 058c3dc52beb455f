"""The acceptance of the register: version 2 is issued in the demo office, and every active family accounted for."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest

from iass_tui.demo.building import Builder, Clock
from iass_tui.demo.families import YEARS, plan
from iass_tui.rules.decision import Allowed
from iass_tui.rules.policy import Reminder
from iass_tui.rules.policy_telling import Standing
from iass_tui.rules.records.office import Role
from iass_tui.rules.records.policies import Approval, HowTold, NoticeKind, PolicyState, Reached, Reviewer
from iass_tui.rules.second_person import OF_MANAGERS
from iass_tui.rules.wording import policy_text
from iass_tui.services.door import OfficeDoor
from iass_tui.services.second_person import may_be_second
from iass_tui.services.session import OfficeSession
from tests.services.offices import START, places_in

TODAY = START.date()


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> dict[str, OfficeSession]:
    """A small demo office, with everybody signed in."""
    invented = plan(12, 1, TODAY)
    clock = Clock(START - timedelta(days=YEARS * 365 + 10))
    places = places_in(tmp_path_factory.mktemp("demo"), clock)  # type: ignore[arg-type]
    Builder(places, clock, invented, TODAY).build(lambda done, all_: None)
    clock.move(TODAY, 12, 0)
    door = OfficeDoor(places)
    return {one.sign_in: door.sign_in(one.sign_in, one.passphrase) for one in invented.workers}


def test_the_two_managers_of_the_demo_count_as_two_people(people: dict[str, OfficeSession]) -> None:
    one, other = people["manager"], people["manager2"]
    for action in OF_MANAGERS:
        assert may_be_second(one, action, approved_by=other.me.id, who=one.me.id) == Allowed()
        assert may_be_second(one, action, approved_by=one.me.id, who=other.me.id) == Allowed()


def test_issuing_version_2_ends_with_every_active_family_accounted_for(people: dict[str, OfficeSession]) -> None:
    manager = people["manager"]
    first = manager.policy.register()
    assert (first.in_force.number, first.reminder) == (1, Reminder.IN_30_DAYS)
    made = manager.policy.draft(policy_text().text + "\nWe answer every question about it within two weeks.")
    stored = manager.policy.version(made)
    changed = dataclasses.replace(stored.body, changes="We say how soon we answer.")
    manager.policy.change_draft(made, stored.version, stored.body, changed)
    approval = Approval(by=Reviewer.BOARD, on=manager.today_date(), minutes="Board 4/2026, item 2")
    manager.policy.approve(made, manager.policy.version(made).version, approval)
    offer = manager.policy.issue_offer(made)
    begun = manager.policy.issue(made, manager.policy.version(made).version)
    assert begun.figure.total == begun.figure.left == offer.families > 3
    assert {one.state for one in manager.policy.register().versions} == {PolicyState.ISSUED, PolicyState.SUPERSEDED}

    # Each officer works through the tasks on their own first page; one case is closed meanwhile.
    gone = 0
    for session in (one for one in people.values() if one.may("MANAGE_TASK")):
        today = session.casework.today()
        every = (*today.overdue, *today.today, *today.this_week, *today.later)
        for task in (one for one in every if one.body.policy_id == made):
            if not gone:
                case = session.casework.case(task.case_id)
                session.casework.close_case(case.id, case.version, closure="C01", outcomes=("O06",), words="Settled.")
                gone += 1
                continue
            ways = session.policy.telling(task.case_id).ways
            reached = ways[-1]
            how = HowTold.LINK if reached is Reached.EMAIL else HowTold.COPY
            session.policy.tell(task.case_id, how, reached, session.today_date())
        session.policy.acknowledge(made)
    people["volunteer"].policy.acknowledge(made)
    manager.policy.circular(made)
    manager.policy.sent_to_all(made, Reached.EMAIL, manager.today_date())

    after = manager.policy.issuing(made)
    assert (after.figure.left, after.figure.percent) == (0, 100)
    assert after.figure.told + after.figure.closed == after.figure.total == offer.families
    assert {one.standing for one in after.families} == {Standing.TOLD, Standing.CLOSED}
    assert [one.name for one in after.notices if not one.is_done] == []
    assert {one.kind for one in after.notices} == set(NoticeKind)
    assert manager.me.role is Role.MANAGER
    for session in people.values():
        session.close()


def test_a_demo_of_one_family_is_made(tmp_path: Path) -> None:
    clock = Clock(START - timedelta(days=YEARS * 365 + 10))
    Builder(places_in(tmp_path, clock), clock, plan(1, 1, TODAY), TODAY).build(lambda done, all_: None)  # type: ignore[arg-type]
