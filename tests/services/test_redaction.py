"""Numbers and addresses in words: listed, and taken out where somebody says so (P44)."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from db import letter_store, sharing_store
from db.cupboard import NoHostKey
from iass_tui.rules.records.casework import NoteBody, TaskBody
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import Address, ContactDetails, FamilyTie
from iass_tui.rules.records.sharing import SharingBody, SharingKind
from iass_tui.rules.sharing import ForgedPermit, Outcome
from iass_tui.services.consent_views import TraceLine
from iass_tui.services.views import NotAllowed, NotFound
from tests.services.families import CHILD, COVERING, Family, add_family, add_person
from tests.services.first_contacts import found_in, snapshot
from tests.services.offices import PASSPHRASE, Office
from tests.services.test_consent import TODAY, withdraw
from tests.services.test_consent_erasure import opened_contacts, stolen
from tests.services.test_letters import send, wish
from tests.services.test_sharing import HARM, SCHOOL, agree, facts, question

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


def test_a_house_that_only_the_file_knew_is_listed_after_the_file_lost_it_until_one_locks(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    contact = ContactDetails(addresses=(Address(lines=("The Old Rectory", "Ludlow"), postcode="ZZ1 1AA"),))
    mother = session.people.person(family.mother)
    session.people.change_contact(family.mother, mother.contact_version, mother.contact or ContactDetails(), contact)
    for words in ("Met her at the old rectory", "Parcel for The Old Rectory"):
        session.casework.add_note(family.case, NoteBody(text=words))
    withdraw(session, family.mother)
    assert len(session.consent.traces(family.mother)) == 2
    session.consent.redact(family.mother, lines(office, family.mother)["note"])
    assert len(session.consent.traces(family.mother)) == 1
    session.note_lock()
    session.unlock(PASSPHRASE)
    assert session.consent.traces(family.mother) == ()


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


def written(office: Office) -> tuple[Family, str]:
    """A family, and the file of a letter to the council into which somebody typed the mother's number."""
    session, family = office.officer, add_family(office.officer)
    agree(session, family.child)
    file = send(session, wish(family), text=f"Dear all\n\nPlease ring the mother: {NUMBER}.")
    return family, file.name


def test_a_number_typed_into_a_letter_is_listed_and_taken_out_and_the_letter_stays_on_record(office: Office) -> None:
    family, name = written(office)
    session = office.officer
    assert (office.places.folder.outbox / name).exists()
    for person in (family.child, family.mother):
        found = lines(office, person)["letter"]
        assert (found.case_id, found.reference, found.day) == (family.case, "C-0001", TODAY)
        assert NUMBER in found.excerpt
    (before,) = session.letters.of(family.child)
    session.consent.redact(family.mother, lines(office, family.mother)["letter"])
    (after,) = session.letters.of(family.child)
    assert after.body.text == "Dear all\n\nPlease ring the mother: [taken out 23 November 2026]."
    assert (after.written_at, after.author_id, after.case_id) == (before.written_at, before.author_id, before.case_id)
    assert dataclasses.replace(after.body, text=before.body.text) == before.body  # to whom, when, by which sharing
    assert lines(office, family.mother) == {}
    said = next(one for one in office.said() if one.reasons == ("REDACTED",) and one.subject == "letter")
    assert (said.act, said.subject_id, said.fields) == (Act.DELETE, family.child, ("text",))
    assert session.packs.outbox() == ()  # the paper that waited has the number too


def test_no_byte_of_the_office_gives_a_number_back_that_was_taken_out_of_a_letter(
    office: Office, tmp_path: Path
) -> None:
    family, _ = written(office)
    session, live, host = office.officer, tmp_path / "office", tmp_path / "host"
    sealed = office.ask("SELECT body FROM letter")
    old = stolen(live, tmp_path / "old")
    withdraw(session, family.mother)  # turns the host key
    session.consent.redact(family.mother, lines(office, family.mother)["letter"])
    files = snapshot(live, host)
    assert found_in(files, NUMBER) == []
    assert [name for name, raw in files.items() if sealed in raw] == []  # nor the old cell, log and free pages included
    assert any(sealed in raw for raw in snapshot(old).values())  # it would have been seen
    # The old folder opens under no host key of today.
    with pytest.raises(NoHostKey):
        opened_contacts(old, host, tmp_path / "x")


def test_a_letter_that_waits_about_a_child_goes_when_its_mother_takes_back_p44(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    agree(session, family.child)
    name = send(session, wish(family)).name
    assert session.consent.stops(family.mother, Purpose.SAVE_CONTACT, Scope()).outbox == (name,)
    withdraw(session, family.mother)
    assert (session.packs.outbox(), (office.places.folder.outbox / name).exists()) == ((), False)


def test_a_redaction_of_a_letter_changes_nothing_but_its_words(office: Office) -> None:
    family, _ = written(office)
    session = office.officer
    (letter,) = session.letters.of(family.child)
    for other in (
        dataclasses.replace(letter.body, reader="Somebody else"),
        dataclasses.replace(letter.body, to=SCHOOL),
    ):
        with session.desk.unit("casework") as unit, pytest.raises(ForgedPermit):
            letter_store.redact(session.desk, unit, letter, other)
    assert session.letters.of(family.child) == (letter,)


def test_a_number_in_what_was_shared_is_listed_and_taken_out_and_the_record_stays(
    office: Office, tmp_path: Path
) -> None:
    session, family = office.officer, add_family(office.officer)
    agree(session, family.child, one_off=True)
    asked = question(words=f"Ring the mother: {NUMBER}")
    session.sharing.share(family.child, asked, told=f"They ring {NUMBER}", how="TEL", case_id=family.case)
    (before,) = session.sharing.record(family.child).lines
    for one in (family.child, family.mother):
        found = lines(office, one)["sharing"]
        assert (found.person_id, found.case_id, found.day) == (family.child, None, TODAY)
        assert NUMBER in found.excerpt
    assert session.consent.stops(family.mother, Purpose.SAVE_CONTACT, Scope()).traces == 1
    sealed = office.ask("SELECT body FROM sharing")
    session.consent.redact(family.mother, found)
    (after,) = session.sharing.record(family.child).lines
    assert after.body.told == "They ring [taken out 23 November 2026]"
    assert after.body.question == question(words="Ring the mother: [taken out 23 November 2026]")
    assert after.body.with_typed(before.body.typed) == before.body  # to whom, when, on whose permission
    stays = [(one.sharing_id, one.kind, one.at, one.by) for one in (before, after)]
    assert stays[0] == stays[1]
    assert lines(office, family.mother) == {}
    said = next(one for one in office.said() if one.reasons == ("REDACTED",))
    assert (said.act, said.subject, said.subject_id) == (Act.DELETE, "sharing", family.child)
    assert said.fields == ("told", "question.words")
    assert session.sharing.ask(family.child, question()).outcome is Outcome.NO  # a consent for one use stays used
    assert [name for name, raw in snapshot(tmp_path).items() if sealed in raw] == []
    with pytest.raises(NotFound):
        session.consent.redact(family.mother, found)


def test_what_an_exception_says_is_taken_out_of_the_record_of_everyone_whom_it_is_about(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    sister = add_person(session, dataclasses.replace(CHILD, given_name="Noor"))
    session.people.link(sister, family.mother, FamilyTie(relation="MOT", responsibility="YES"))
    why = facts(session, reason=f"She fears him, her number is {NUMBER}", duty_words="Write to 12 Old Oak Road")
    with session.desk.unit("casework") as unit:
        body = SharingBody(question=HARM, on=TODAY, exception=why)
        sharing_store.note(session.desk, unit, SharingKind.PROPOSED, (family.child, sister), body)
        unit.say(AuditDetail(act=Act.CREATE, subject="sharing", subject_id=family.child))
    (line,) = session.consent.traces(family.mother)
    with pytest.raises(NotAllowed):  # until somebody answered it
        session.consent.redact(family.mother, line)
    (one,) = office.manager.casework.today().exceptions
    office.manager.sharing.turn_down(one.sharing_id, "She has agreed")
    (line,) = session.consent.traces(family.mother)
    session.consent.redact(family.mother, line)
    assert session.consent.traces(family.mother) == ()
    for one in (family.child, sister):
        row = next(each for each in session.sharing.record(one).lines if each.body.exception)
        assert row.body.exception == dataclasses.replace(
            why,
            reason="She fears him, her number is [taken out 23 November 2026]",
            duty_words="Write to [taken out 23 November 2026]",
        )
