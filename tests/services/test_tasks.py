"""Tasks, and the first page of the day."""

import dataclasses
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import NoteBody, TaskBody, TaskStatus
from iass_tui.rules.records.office import Act, Role, StaffCard
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import Conflict, NotAllowed, NotFound, NotOpen, Problem, TaskView
from iass_tui.vault.encoding import dump_json
from tests.services.families import COVERING, FACTS, add_family, add_person, set_state
from tests.services.offices import BEGINS, PASSPHRASE, START, Office

TODAY = START.date()


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def add(
    session: OfficeSession, case: UUID, what: str, due: date | None, *, mine: bool = True, statutory: bool = False
) -> UUID:
    owner = session.me.id if mine else None
    return session.casework.add_task(case, TaskBody(what=what, due_on=due, statutory=statutory), owner)


def words(tasks: tuple[TaskView, ...]) -> list[str]:
    return [one.body.what for one in tasks]


def test_today_sorts_what_is_due_statutory_first(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    add(session, case, "yesterday", in_days(-1))
    add(session, case, "long ago", in_days(-30))
    add(session, case, "today", TODAY)
    add(session, case, "today by law", TODAY, statutory=True)
    add(session, case, "in a week", in_days(7))
    add(session, case, "in eight days", in_days(8))
    add(session, case, "some day", None)
    view = session.casework.today()
    assert words(view.overdue) == ["long ago", "yesterday"]
    assert words(view.today) == ["today by law", "today"]
    assert words(view.this_week) == ["in a week"]
    assert words(view.later) == ["in eight days", "some day"]
    assert (view.today[0].reference, view.today[0].name, view.today[0].owner) == (
        "C-0001",
        "Amina Hassan",
        "Omar Officer",
    )


def test_what_nobody_owns_stands_with_whoever_has_the_case(office: Office) -> None:
    case = add_family(office.officer).case
    office.colleague.access.give((case,), COVERING)
    add(office.colleague, case, "hers", TODAY)
    add(office.colleague, case, "the case's", TODAY, mine=False)
    assert words(office.officer.casework.today().today) == ["the case's"]
    assert words(office.colleague.casework.today().today) == ["hers"]


def test_my_caseload_is_counted_by_level_and_quiet_cases_are_named(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    other = session.casework.open_case(family.child, dataclasses.replace(FACTS, levels=()))
    session.casework.set_aside(session.casework.open_case(family.child, FACTS), 1)
    view = session.casework.today()
    assert (view.my_open, view.by_level, view.quiet) == (2, {"": 1, "L2": 1}, 0)
    office.clock.forward(days=28)
    assert session.casework.today().quiet == 2
    session.casework.add_note(other, NoteBody(text="x"))
    assert session.casework.today().quiet == 1


def test_what_a_colleague_writes_stands_in_today_at_once(office: Office) -> None:
    case = add_family(office.officer).case
    assert office.officer.casework.today().today == ()
    office.colleague.access.give((case,), COVERING)
    add(office.colleague, case, "new", TODAY, mine=False)
    assert words(office.officer.casework.today().today) == ["new"]


def test_a_finished_task_goes_and_comes_back(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    task = add(session, case, "ring", TODAY)
    session.casework.finish_task(task, 1)
    assert session.casework.today().today == ()
    session.casework.finish_task(task, 1)  # the key was pressed twice
    assert session.casework.case(case).tasks[0].status is TaskStatus.DONE
    session.casework.reopen_task(task, 2)
    assert words(session.casework.today().today) == ["ring"]
    with pytest.raises(Problem, match="look again"):
        session.casework.finish_task(task, 2)
    changed = [one.fields for one in office.said() if one.subject == "task" and one.act is Act.CHANGE]
    assert changed[:2] == [("status", "done_on"), ("status", "done_on")]


def test_a_changed_task_shows_and_a_stale_one_conflicts(office: Office) -> None:
    session = office.officer
    task = add(session, add_family(session).case, "ring", TODAY)
    before = TaskBody(what="ring", due_on=TODAY)
    later = dataclasses.replace(before, due_on=in_days(2))
    session.casework.change_task(task, 1, before, later)
    assert words(session.casework.today().this_week) == ["ring"]
    with pytest.raises(Conflict) as lost:
        session.casework.change_task(task, 1, before, dataclasses.replace(before, what="write"))
    assert (lost.value.theirs, lost.value.version) == (later, 2)


def test_there_is_no_task_by_a_made_up_id(office: Office) -> None:
    for act in (
        lambda: office.officer.casework.finish_task(uuid4(), 1),
        lambda: office.officer.casework.add_task(uuid4(), TaskBody(what="x"), None),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_last_task_of_a_frozen_record_can_end_and_no_other_begins(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    task = add(session, family.case, "decide", TODAY)
    set_state(session, family.child, PersonState.FROZEN)
    assert words(session.casework.today().today) == ["decide"]
    session.casework.finish_task(task, 1)
    with pytest.raises(NotAllowed):
        session.casework.reopen_task(task, 2)


def test_a_volunteer_has_an_empty_day_without_an_error(office: Office) -> None:
    add(office.officer, add_family(office.officer).case, "ring", TODAY)
    view = office.volunteer.casework.today()
    assert (view.overdue, view.today, view.this_week, view.later) == ((), (), (), ())
    assert (view.my_open, view.by_level, view.quiet, view.drafts, view.warnings) == (0, {}, 0, (), ())


def test_a_task_that_does_not_open_is_said_and_the_others_stand(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    lost = add(session, case, "lost", TODAY)
    add(session, case, "ring", TODAY)
    office.tamper("UPDATE task SET body = zeroblob(320) WHERE id = ?", lost.bytes)
    view = session.casework.today()
    assert words(view.today) == ["ring"]
    assert "UNREADABLE" in view.warnings


def test_the_manager_is_told_of_the_missing_kit_and_of_whoever_waits(office: Office) -> None:
    manager = office.manager
    assert "NO_KIT" in manager.casework.today().warnings
    assert "NO_KIT" not in office.officer.casework.today().warnings
    sheets = manager.kit.begin()
    for number, sheet in enumerate(sheets, 1):
        manager.kit.check(number, sheet)
    manager.kit.finish()
    assert "NO_KIT" not in manager.casework.today().warnings
    invitation = manager.staff.invite("ned", Role.OFFICER, StaffCard(name="Ned New"), BEGINS)
    assert "ADMIT_WAITING" not in manager.casework.today().warnings
    office.join("ned", invitation.code, PASSPHRASE)
    assert "ADMIT_WAITING" in manager.casework.today().warnings
    assert "ADMIT_WAITING" not in office.officer.casework.today().warnings


def remembered(day: date, *, same_disk: bool = False) -> bytes:
    last = {"at": f"{day}T09:00:00+00:00", "path": "/gone", "seq": 1, "rows": 1, "same_disk": same_disk}
    return dump_json({"v": 1, **last})


@pytest.mark.parametrize(
    ("left", "warning"),
    [
        (None, "NO_BACKUP"),
        (b"{", "NO_BACKUP"),
        (b"{}", "NO_BACKUP"),
        (remembered(TODAY, same_disk=True), "BACKUP_SAME_DISK"),
        (remembered(TODAY - timedelta(days=7)), None),
        (remembered(TODAY - timedelta(days=8)), "BACKUP_OLD"),
    ],
    ids=["none", "torn", "empty", "same disk", "a week old", "older"],
)
def test_a_missing_or_old_backup_is_a_standing_warning(office: Office, left: bytes | None, warning: str | None) -> None:
    if left is not None:
        (office.host.path / "backup.json").write_bytes(left)
    found = office.officer.casework.today().warnings
    assert [code for code in found if "BACKUP" in code] == ([warning] if warning else [])


def test_nothing_of_today_is_to_be_had_behind_the_lock(office: Office) -> None:
    session = office.officer
    add(session, add_family(session).case, "ring", TODAY)
    session.casework.today()
    session.note_lock()
    with pytest.raises(NotOpen):
        session.casework.today()
    assert session.unlock(PASSPHRASE)
    assert words(session.casework.today().today) == ["ring"]


def test_a_person_with_no_case_leaves_today_alone(office: Office) -> None:
    add_person(office.officer)
    assert office.officer.casework.today().my_open == 0
