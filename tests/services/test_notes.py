"""Notes: threads that are only added to."""

import dataclasses
from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest

from iass_tui.rules.records.casework import NoteBody, NoteKind, ParentMaySee, ProvidedBy, TaskStatus
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, NoteView, NotFound, Problem
from tests.services.families import COVERING, DETAILS, MOTHER, add_family, add_person
from tests.services.offices import Office
from tests.services.test_consent import withdraw

SAID = NoteBody(text="She rang", action="Ring back", action_due=date(2026, 12, 1))


def the_note(session: OfficeSession, case: UUID) -> NoteView:
    (note,) = session.casework.case(case, COVERING).notes
    return note


def tasks(session: OfficeSession, case: UUID) -> list[tuple[str, date | None, TaskStatus]]:
    return [(one.body.what, one.body.due_on, one.status) for one in session.casework.case(case).tasks]


def test_a_note_and_the_task_of_its_action_are_one_act(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    before = office.ask("SELECT count(*) FROM audit_entry")
    note_id = session.casework.add_note(case, SAID)
    assert office.ask("SELECT count(*) FROM audit_entry") == before + 1
    assert office.said()[0] == AuditDetail(
        act=Act.CREATE, subject="note", subject_id=note_id, case_id=case, fields=("action", "action_due", "text")
    )
    view = session.casework.case(case)
    assert view.tasks[0].body.note_id == note_id
    assert view.tasks[0].owner_id == session.me.id
    assert view.notes[0].rows[0].body == SAID
    assert (view.notes[0].author, view.notes[0].may_correct) == ("Omar Officer", True)


def test_a_note_without_an_action_makes_no_task(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    session.casework.add_note(case, NoteBody(text="She rang", action="  "))
    assert tasks(session, case) == []


def test_an_action_without_a_day_is_a_task_without_one(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    session.casework.add_note(case, NoteBody(action="Find the form"))
    assert tasks(session, case) == [("Find the form", None, TaskStatus.OPEN)]


def test_the_author_corrects_for_a_day_and_the_first_version_stays(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    note_id = session.casework.add_note(case, SAID)
    office.clock.forward(hours=24)
    session.casework.correct_note(note_id, dataclasses.replace(SAID, text="He rang"))
    note = the_note(session, case)
    assert [(row.kind, row.body.text) for row in note.rows] == [
        (NoteKind.NOTE, "She rang"),
        (NoteKind.CORRECTION, "He rang"),
    ]
    assert office.ask("SELECT max(version) FROM note") == 1  # nothing was updated


def test_after_a_day_or_by_another_a_note_is_added_to_instead(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    note_id = session.casework.add_note(case, SAID)
    assert not the_note(office.colleague, case).may_correct
    with pytest.raises(NotAllowed) as refused:
        office.colleague.casework.correct_note(note_id, SAID)
    assert refused.value.reasons == ("NOTE_NOT_THE_AUTHOR",)
    office.clock.forward(hours=24, seconds=1)
    assert not the_note(session, case).may_correct
    with pytest.raises(NotAllowed) as refused:
        session.casework.correct_note(note_id, SAID)
    assert refused.value.reasons == ("NOTE_TOO_LATE_TO_CORRECT",)
    office.colleague.casework.add_addendum(note_id, "It was the father")
    assert [row.kind for row in the_note(session, case).rows] == [NoteKind.NOTE, NoteKind.ADDENDUM]


def test_a_corrected_action_changes_its_task_and_an_emptied_one_drops_it(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    note_id = session.casework.add_note(case, SAID)
    moved = dataclasses.replace(SAID, action="Write", action_due=date(2026, 12, 8))
    session.casework.correct_note(note_id, moved)
    assert tasks(session, case) == [("Write", date(2026, 12, 8), TaskStatus.OPEN)]
    session.casework.correct_note(note_id, NoteBody(text="She rang"))
    assert tasks(session, case) == [("Write", date(2026, 12, 8), TaskStatus.DROPPED)]
    assert [one.body.done_on for one in session.casework.case(case).tasks] == [date(2026, 11, 23)]
    session.casework.correct_note(note_id, SAID)
    assert tasks(session, case)[1] == ("Ring back", date(2026, 12, 1), TaskStatus.OPEN)


def test_an_addendum_is_kept_from_parents_where_its_note_is(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    private = NoteBody(text="Alone with us", provided_by=ProvidedBy.CHILD, parent_may_see=ParentMaySee.NO)
    note_id = session.casework.add_note(case, private)
    session.casework.add_addendum(note_id, "And more")
    addendum = the_note(session, case).rows[1].body
    assert addendum == dataclasses.replace(private, text="And more")


def test_a_note_is_marked_in_error_once_by_its_author_or_a_manager_saying_why(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    note_id = session.casework.add_note(case, SAID)
    for each in (office.colleague, office.manager):
        each.access.give((case,), COVERING)
    for who, reason, why in (
        (office.colleague, "x", "NOTE_NOT_THE_AUTHOR"),
        (session, " ", "NOTE_NO_REASON_GIVEN"),
    ):
        with pytest.raises(NotAllowed) as refused:
            who.casework.mark_in_error(note_id, reason)
        assert refused.value.reasons == (why,)
    office.manager.casework.mark_in_error(note_id, "Another family's")
    note = the_note(session, case)
    assert (note.in_error, note.may_correct, note.rows[-1].body.text) == (True, False, "Another family's")
    with pytest.raises(NotAllowed):
        session.casework.mark_in_error(note_id, "Again")
    with pytest.raises(NotAllowed):
        session.casework.correct_note(note_id, SAID)
    assert "HANDOVER_NO_NOTE" in session.casework.case(case).gaps


def test_the_draft_goes_in_the_very_act_that_saves_the_note(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    draft = session.drafts.start("note", case_id=case)
    session.drafts.save(draft, {"text": "She r"})
    note_id = session.casework.add_note(case, SAID, draft)
    assert office.ask("SELECT count(*) FROM draft") == 0
    acts: dict[str, Callable[[UUID], None]] = {
        "note": lambda draft: session.casework.correct_note(note_id, SAID, draft),
        "addendum": lambda draft: session.casework.add_addendum(note_id, "x", draft),
    }
    for kind, act in acts.items():
        act(session.drafts.start(kind, case_id=case))
        assert office.ask("SELECT count(*) FROM draft") == 0


def test_a_refused_note_leaves_its_draft(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    note_id = session.casework.add_note(case, SAID)
    draft = office.colleague.drafts.start("note", case_id=case)
    with pytest.raises(NotAllowed):
        office.colleague.casework.correct_note(note_id, SAID, draft)
    assert office.colleague.drafts.read(draft) == {}


def test_a_colleagues_draft_is_not_removed_by_naming_it(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    draft = office.colleague.drafts.start("note", case_id=case)
    session.casework.add_note(case, SAID, draft)
    assert office.colleague.drafts.read(draft) == {}


def test_there_is_no_note_by_a_made_up_id(office: Office) -> None:
    family = add_family(office.officer)
    for act in (
        lambda: office.officer.casework.add_note(uuid4(), SAID),
        lambda: office.officer.casework.correct_note(uuid4(), SAID),
        lambda: office.officer.casework.add_addendum(family.case, "x"),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_thread_whose_first_row_was_taken_away_takes_no_more(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    note_id = session.casework.add_note(case, SAID)
    session.casework.add_addendum(note_id, "x")
    office.tamper("DELETE FROM note WHERE kind = 'NOTE'")
    with pytest.raises(Problem, match="iass check"):
        session.casework.add_addendum(note_id, "y")
    view = session.casework.case(case)
    assert (view.notes, view.unreadable) == ((), 1)


def test_an_action_of_a_note_that_needs_somebody_reached_asks_p44_first(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    ring = NoteBody(text="talked", action="Ring her on Tuesday", reach_id=family.mother)
    note = session.casework.add_note(family.case, ring)
    (task,) = session.casework.case(family.case).tasks
    assert (task.body.what, task.body.reach_id) == ("Ring her on Tuesday", family.mother)
    # Taken back: the task is dropped, no other note plans one, and no correction brings it back.
    withdraw(session, family.mother)
    with pytest.raises(NotAllowed) as no:
        session.casework.add_note(family.case, ring)
    assert no.value.reasons == ("TASK_NO_CONTACT",)
    with pytest.raises(NotAllowed):
        session.casework.correct_note(note, dataclasses.replace(ring, action="Write to her"))
    session.casework.correct_note(note, dataclasses.replace(ring, text="other words"))  # of the action nothing changed
    (task,) = session.casework.case(family.case).tasks
    assert (task.status, task.body.done_on) == (TaskStatus.DROPPED, date(2026, 11, 23))  # that day
    assert len(session.casework.case(family.case).notes) == 1  # nothing of what was refused was written
    # Nor for somebody who is of no such family.
    stranger = add_person(session, MOTHER, contact=DETAILS)
    with pytest.raises(NotAllowed) as no:
        session.casework.add_note(family.case, dataclasses.replace(ring, reach_id=stranger))
    assert no.value.reasons == ("TASK_NOT_IN_FAMILY",)


def test_a_corrected_action_takes_whom_it_reaches_along(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    note = session.casework.add_note(family.case, NoteBody(text="talked", action="Read the plan"))
    session.casework.correct_note(note, NoteBody(text="talked", action="Read the plan", reach_id=family.mother))
    assert [one.body.reach_id for one in session.casework.case(family.case).tasks] == [family.mother]
    withdraw(session, family.mother)
    assert [one.status for one in session.casework.case(family.case).tasks] == [TaskStatus.DROPPED]
