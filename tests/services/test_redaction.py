"""Numbers and addresses in words: listed, and taken out where somebody says so (P44)."""

from __future__ import annotations

import pytest

from iass_tui.rules.records.casework import NoteBody, TaskBody
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.office import Act
from iass_tui.services.consent_views import TraceLine
from iass_tui.services.views import NotAllowed, NotFound
from tests.services.families import COVERING, add_family
from tests.services.offices import Office
from tests.services.test_consent import TODAY, withdraw

NUMBER = "07700 900123"


def lines(office: Office, person: object) -> dict[str, TraceLine]:
    """What is found, by where it stands."""
    return {one.table: one for one in office.officer.consent.traces(person)}  # type: ignore[arg-type]


def test_numbers_in_notes_tasks_and_case_facts_are_listed_for_the_parent_and_the_child(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    note = session.casework.add_note(family.case, NoteBody(text=f"Her number is {NUMBER}"))
    session.casework.add_task(family.case, TaskBody(what="Write to 12 Old Oak Road"), None)
    for person in (family.child, family.mother):
        found = lines(office, person)
        assert sorted(found) == ["note", "task"]
        assert (found["note"].note_id, found["note"].reference) == (note, "C-0001")
        assert NUMBER in found["note"].excerpt
    assert office.said()[0].fields == ("traces",)


def test_taking_back_p44_counts_the_places_that_are_left(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    session.casework.add_note(family.case, NoteBody(text=f"Her number is {NUMBER}"))
    assert session.consent.stops(family.mother, Purpose.SAVE_CONTACT, Scope()).traces == 1
    assert "REDACT_NOTES:1" in withdraw(session, family.mother).then


def test_what_is_taken_out_of_a_note_is_gone_and_the_thread_reads_on(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    note = session.casework.add_note(family.case, NoteBody(text=f"Ring {NUMBER} at noon", happened_on=TODAY))
    session.casework.add_addendum(note, "She rang back")
    session.consent.redact(family.mother, lines(office, family.mother)["note"])
    (view,) = session.casework.case(family.case).notes
    assert [row.body.text for row in view.rows] == ["Ring [taken out 23 November 2026] at noon", "She rang back"]
    assert [row.number for row in view.rows] == [1, 2]
    assert view.author_id == session.me.id
    said = next(one for one in office.said() if one.act is Act.DELETE)
    assert (said.subject, said.subject_id, said.fields, said.reasons) == ("note", note, ("text",), ("REDACTED",))
    assert lines(office, family.mother) == {}


def test_a_task_and_the_facts_lose_their_numbers_too(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    session.casework.add_task(family.case, TaskBody(what=f"Ring {NUMBER}", due_on=TODAY), None)
    session.consent.redact(family.child, lines(office, family.child)["task"])
    (task,) = session.casework.case(family.case).tasks
    assert (task.body.what, task.body.due_on) == ("Ring [taken out 23 November 2026]", TODAY)


def test_a_frozen_record_can_still_lose_a_number(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    session.casework.add_note(family.case, NoteBody(text=f"Ring {NUMBER}"))
    withdraw(session, family.child, Purpose.SAVE_CASE)
    session.consent.redact(family.child, lines(office, family.child)["note"])
    assert lines(office, family.child) == {}


def test_whoever_is_second_is_told_that_nothing_is_left(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    session.casework.add_note(family.case, NoteBody(text=f"Ring {NUMBER}"))
    line = lines(office, family.mother)["note"]
    office.colleague.access.give((family.case,), COVERING)
    office.colleague.consent.redact(family.mother, line)
    with pytest.raises(NotFound):
        session.consent.redact(family.mother, line)
    with pytest.raises(NotAllowed):
        office.volunteer.consent.traces(family.mother)
