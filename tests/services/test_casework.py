"""Cases: opened where saving was agreed to, closed with an outcome, never overwritten unseen."""

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import CaseFacts, CaseStatus, LevelChange, NoteBody, ProvidedBy, TaskBody
from iass_tui.rules.records.consents import Decision
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.services.views import Conflict, NotAllowed, NotFound, Problem
from tests.services.families import CHILD, COVERING, FACTS, add_family, add_person, consent, set_state
from tests.services.offices import START, Office


def close(office: Office, case: UUID, version: int = 1, **changed: Any) -> None:
    words: dict[str, Any] = {"closure": "C01", "outcomes": ["O01"], "words": "They know what to do next"} | changed
    office.officer.casework.close_case(case, version, **words)


def test_a_case_is_shown_whole_and_the_look_is_recorded(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    session.casework.add_note(family.case, NoteBody(progress="Rang", action="Ring again", action_due=date(2026, 12, 1)))
    view = session.casework.case(family.case)
    assert (view.reference, view.status, view.officer, view.facts.level) == (
        "C-0001",
        CaseStatus.OPEN,
        "Omar Officer",
        "L2",
    )
    assert view.facts.opened_on == START.date()
    assert view.person.card == CHILD
    assert [one.name for one in view.person.family] == ["Zahra Hassan"]
    assert [note.rows[0].body.progress for note in view.notes] == ["Rang"]
    assert [(task.body.what, task.owner) for task in view.tasks] == [("Ring again", "Omar Officer")]
    assert view.gaps == ()
    assert office.said()[0] == AuditDetail(act=Act.VIEW, subject="case", subject_id=family.child, case_id=family.case)


def test_no_case_is_shown_where_the_look_cannot_be_recorded(office: Office) -> None:
    family = add_family(office.officer)
    office.refuse_entries()
    with pytest.raises(IntegrityError):
        office.officer.casework.case(family.case)


def test_what_a_colleague_would_miss_is_said(office: Office) -> None:
    session = office.officer
    case = session.casework.open_case(add_person(session), CaseFacts())
    assert "HANDOVER_NO_LEVEL" in session.casework.case(case).gaps


def test_cases_are_numbered_in_the_order_in_which_they_are_opened(office: Office) -> None:
    one, other = office.officer, office.colleague
    person = add_person(one)
    made = [session.casework.open_case(person, FACTS) for session in (one, other, one)]
    assert [one.casework.case(case, COVERING).reference for case in made] == ["C-0001", "C-0002", "C-0003"]


@pytest.mark.parametrize("decision", [Decision.REFUSED, Decision.WITHDRAWN])
def test_no_case_is_opened_for_someone_who_has_not_agreed(office: Office, decision: Decision) -> None:
    person = add_person(office.officer, CHILD, [consent(decision=decision)])
    with pytest.raises(NotAllowed) as refused:
        office.officer.casework.open_case(person, FACTS)
    assert refused.value.reasons == (f"CONSENT_{decision}",)
    assert office.ask('SELECT count(*) FROM "case"') == 0


def test_no_case_is_opened_for_nobody(office: Office) -> None:
    with pytest.raises(NotFound):
        office.officer.casework.open_case(uuid4(), FACTS)
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'case'", keys=True) == 0


def test_changed_facts_show_and_their_entry_names_fields(office: Office) -> None:
    session = office.officer
    view = session.casework.case(add_family(session).case)
    levels = (*view.facts.levels, LevelChange(level="L3", on=START.date()))
    after = session.casework.change_facts(
        view.id, view.version, view.facts, dataclasses.replace(view.facts, levels=levels, wants="A taxi")
    )
    assert (after.version, after.facts.level, after.facts.wants) == (2, "L3", "A taxi")
    assert office.said()[0].fields == ("levels", "wants")


def test_the_second_of_two_who_save_facts_is_shown_both(office: Office) -> None:
    family = add_family(office.officer)
    before = office.officer.casework.case(family.case).facts
    theirs, mine = dataclasses.replace(before, wants="A taxi"), dataclasses.replace(before, wants="A bus")
    office.colleague.casework.case(family.case, COVERING)
    office.colleague.casework.change_facts(family.case, 1, before, theirs)
    with pytest.raises(Conflict) as lost:
        office.officer.casework.change_facts(family.case, 1, before, mine)
    assert (lost.value.theirs, lost.value.mine, lost.value.version) == (theirs, mine, 2)
    assert lost.value.their_name == "Olive Officer"
    assert (office.said()[0].act, office.said()[0].reasons) == (Act.VIEW, ("CONFLICT",))  # theirs was read


def test_a_list_of_cases_is_a_look_and_is_recorded(office: Office) -> None:
    add_family(office.officer)
    office.officer.casework.my_cases()
    office.officer.casework.today()
    assert [(one.act, one.subject, one.count) for one in office.said()[:2]] == [
        (Act.VIEW, "today", 1),
        (Act.VIEW, "cases", 1),
    ]


def test_facts_cannot_close_a_case_by_the_back_door(office: Office) -> None:
    session = office.officer
    view = session.casework.case(add_family(session).case)
    sly = dataclasses.replace(view.facts, closed_on=START.date(), closure="C01")
    after = session.casework.change_facts(view.id, view.version, view.facts, sly)
    assert (after.facts.closed_on, after.facts.closure, after.status) == (None, "", CaseStatus.OPEN)


def test_a_case_closes_with_closure_and_outcome(office: Office) -> None:
    family = add_family(office.officer)
    close(office, family.case)
    view = office.officer.casework.case(family.case)
    assert view.status is CaseStatus.CLOSED
    assert (view.facts.closed_on, view.facts.closure, view.facts.outcomes) == (START.date(), "C01", ("O01",))
    assert office.officer.casework.my_cases() == ()


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ({"closure": " "}, "CASE_NO_CLOSURE"),
        ({"outcomes": []}, "CASE_NO_OUTCOME"),
        ({"words": ""}, "CASE_NO_OUTCOME_WORDS"),
    ],
    ids=["closure", "outcome", "words"],
)
def test_a_case_does_not_close_without_its_outcome(office: Office, missing: dict[str, Any], reason: str) -> None:
    family = add_family(office.officer)
    with pytest.raises(NotAllowed) as refused:
        close(office, family.case, **missing)
    assert refused.value.reasons == (reason,)
    assert office.said()[0].reasons == (reason,)
    assert office.ask('SELECT status FROM "case"') == "OPEN"


def test_a_closed_case_takes_notes_but_its_facts_stay_as_they_were_counted(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    close(office, family.case)
    session.casework.add_note(family.case, NoteBody(text="The mother rang to thank us"))
    view = session.casework.case(family.case)
    assert len(view.notes) == 1
    with pytest.raises(NotAllowed) as refused:
        session.casework.change_facts(view.id, view.version, view.facts, FACTS)
    assert refused.value.reasons == ("CASE_ALREADY_CLOSED",)


def test_a_case_opens_again_saying_why_and_keeps_how_it_had_ended(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    close(office, family.case)
    with pytest.raises(NotAllowed) as refused:
        session.casework.reopen_case(family.case, 2, reason="")
    assert refused.value.reasons == ("CASE_NO_REASON_GIVEN",)
    session.casework.reopen_case(family.case, 2, reason="The school changed its mind")
    view = session.casework.case(family.case)
    assert (view.status, view.facts.closed_on, view.facts.outcomes) == (CaseStatus.OPEN, None, ())
    note = view.notes[0].rows[0].body
    assert (note.progress, note.outcome) == ("The school changed its mind", "They know what to do next")
    assert note.provided_by is ProvidedBy.OFFICER


def test_a_case_that_closed_long_ago_does_not_open_again(office: Office) -> None:
    family = add_family(office.officer)
    close(office, family.case)
    office.clock.forward(days=29)
    with pytest.raises(NotAllowed) as refused:
        office.officer.casework.reopen_case(family.case, 2, reason="They came back")
    assert refused.value.reasons == ("CASE_OPEN_A_NEW_CASE",)


def test_a_case_is_set_aside_and_taken_up_again(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    session.casework.set_aside(family.case, 1)
    assert [one.status for one in session.casework.my_cases()] == [CaseStatus.INACTIVE]
    with pytest.raises(NotAllowed):
        session.casework.set_aside(family.case, 2)
    session.casework.reopen_case(family.case, 2, reason="")
    view = session.casework.case(family.case)
    assert (view.status, view.notes) == (CaseStatus.OPEN, ())


def test_a_case_goes_to_a_colleague_who_may_open_it(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.assign(family.case, 1, office.colleague.me.id)
    assert [one.id for one in office.colleague.casework.my_cases()] == [family.case]
    assert office.officer.casework.my_cases() == ()
    for nobody in (office.volunteer.me.id, uuid4()):
        with pytest.raises(NotAllowed):
            office.officer.casework.assign(family.case, 2, nobody)
    office.officer.casework.assign(family.case, 2, None)
    assert [one.id for one in office.manager.casework.cases_of(None)] == [family.case]


def test_a_colleague_who_left_is_given_no_case_and_theirs_are_found(office: Office) -> None:
    family = add_family(office.officer)
    gone = office.officer.me.id
    office.officer.close()
    office.sessions.pop("omar")
    office.manager.staff.disable(gone)
    assert [one.id for one in office.manager.casework.cases_of(gone)] == [family.case]
    with pytest.raises(NotAllowed):
        office.manager.casework.assign(family.case, 1, gone)


STALE: dict[str, Callable[[Office, UUID], None]] = {
    "close": lambda office, case: close(office, case, version=7),
    "reopen": lambda office, case: office.officer.casework.reopen_case(case, 7, reason="x"),
    "assign": lambda office, case: office.officer.casework.assign(case, 7, None),
    "set aside": lambda office, case: office.officer.casework.set_aside(case, 7),
}


@pytest.mark.parametrize("act", STALE.values(), ids=STALE)
def test_an_act_on_a_case_that_someone_changed_meanwhile_asks_to_look_again(
    office: Office, act: Callable[[Office, UUID], None]
) -> None:
    family = add_family(office.officer)
    with pytest.raises(Problem, match="look again"):
        act(office, family.case)
    assert office.ask('SELECT version FROM "case"') == 1


def test_nothing_is_written_into_the_case_of_someone_whose_record_is_frozen(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    note = session.casework.add_note(family.case, NoteBody(text="Before"))
    set_state(session, family.child, PersonState.FROZEN)
    for act in (
        lambda: session.casework.add_note(family.case, NoteBody(text="After")),
        lambda: session.casework.correct_note(note, NoteBody(text="After")),
        lambda: session.casework.add_addendum(note, "After"),
        lambda: session.casework.mark_in_error(note, "After"),
        lambda: session.casework.add_task(family.case, TaskBody(what="After"), None),
        lambda: session.casework.change_facts(family.case, 1, FACTS, FACTS),
        lambda: close(office, family.case),
        lambda: session.casework.set_aside(family.case, 1),
        lambda: session.casework.assign(family.case, 1, None),
        lambda: session.casework.open_case(family.child, FACTS),
        lambda: session.drafts.start("note", case_id=family.case),
    ):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.reasons == ("PERSON_FROZEN",)
    assert session.casework.case(family.case).person.is_frozen


def test_a_volunteer_sees_no_case_and_writes_none(office: Office) -> None:
    family = add_family(office.officer)
    work = office.volunteer.casework
    for act in (
        lambda: work.case(family.case),
        work.my_cases,
        lambda: work.cases_of(None),
        lambda: work.open_case(family.child, FACTS),
        lambda: work.add_note(family.case, NoteBody(text="x")),
        lambda: work.add_task(family.case, TaskBody(what="x"), None),
        lambda: work.assign(family.case, 1, None),
    ):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.reasons == ("ACCESS_NOT_YOUR_ROLE",)


def test_a_case_of_a_person_whose_consents_were_tampered_with_is_not_shown(office: Office) -> None:
    family = add_family(office.officer)
    office.tamper("DELETE FROM consent_event WHERE subject_id = ?", family.child.bytes)
    with pytest.raises(Problem, match="iass check"):
        office.officer.casework.case(family.case)


def test_a_note_that_does_not_open_is_counted_and_the_others_are_shown(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    notes = [session.casework.add_note(family.case, NoteBody(text=words)) for words in ("one", "two")]
    session.casework.add_task(family.case, TaskBody(what="x"), None)
    office.tamper("UPDATE note SET body = zeroblob(320) WHERE note_id = ?", notes[0].bytes)
    office.tamper("UPDATE task SET body = zeroblob(320)")
    view = session.casework.case(family.case)
    assert [note.rows[0].body.text for note in view.notes] == ["two"]
    assert (view.tasks, view.unreadable) == ((), 2)
    assert session.casework.today().warnings.count("UNREADABLE") == 1


def test_facts_that_do_not_open_leave_the_list_standing(office: Office) -> None:
    family = add_family(office.officer)
    office.tamper('UPDATE "case" SET facts = zeroblob(320)')
    assert [(one.reference, one.level) for one in office.officer.casework.my_cases()] == [("C-0001", "")]
    with pytest.raises(Problem, match="iass check --deep"):
        office.officer.casework.case(family.case)


def test_a_case_whose_key_was_erased_is_not_there_any_more(office: Office) -> None:
    family = add_family(office.officer)
    office.is_damaged_on_purpose = True
    with office.officer.desk.cupboard.write() as connection:
        connection.exec_driver_sql("DELETE FROM file_key WHERE kind = 'case'")
    with pytest.raises(NotFound):
        office.officer.casework.case(family.case)
    with pytest.raises(NotFound):
        office.officer.casework.add_note(family.case, NoteBody(text="x"))


def test_my_cases_say_when_each_had_its_last_note(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    assert session.casework.my_cases()[0].last_note_at is None
    office.clock.forward(hours=3)
    session.casework.add_note(family.case, NoteBody(text="x"))
    assert session.casework.my_cases()[0].last_note_at == office.clock.now
