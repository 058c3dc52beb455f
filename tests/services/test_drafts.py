"""Unsaved work: sealed under what it belongs to, one's own, gone after fourteen days."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from db import draft_store
from iass_tui.services.views import NotAllowed, NotFound, Problem
from tests.services.families import MOTHER, add_family
from tests.services.offices import START, Office


def test_what_was_typed_is_offered_back_at_the_next_sign_in(office: Office) -> None:
    family = add_family(office.officer)
    draft = office.officer.drafts.start("note", case_id=family.case)
    office.officer.drafts.save(draft, {"text": "She rang and", "action": ""})
    again = office.sign_in("omar")
    (offer,) = again.drafts.offered()
    assert (offer.id, offer.kind, offer.case_id, offer.subject_id) == (draft, "note", family.case, None)
    assert (offer.summary, offer.saved_at) == ("C-0001 Amina Hassan", office.clock.now)
    assert again.drafts.read(draft) == {"text": "She rang and", "action": ""}
    assert again.casework.today().drafts == (offer,)


def test_a_card_in_the_making_belongs_to_its_person(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.drafts.start("card", person_id=family.mother)
    (offer,) = office.officer.drafts.offered()
    assert (offer.subject_id, offer.case_id, offer.summary) == (family.mother, None, "Zahra Hassan")


def test_saving_a_draft_leaves_no_entry(office: Office) -> None:
    family = add_family(office.officer)
    before = office.ask("SELECT max(seq) FROM audit_entry")
    draft = office.officer.drafts.start("note", case_id=family.case)
    for typed in ("S", "She", "She rang"):
        office.officer.drafts.save(draft, {"text": typed})
    office.officer.drafts.discard(draft)
    assert office.ask("SELECT max(seq) FROM audit_entry") == before
    assert office.officer.drafts.offered() == ()


def test_a_draft_is_sealed_under_the_key_of_its_case(office: Office) -> None:
    family = add_family(office.officer)
    draft = office.officer.drafts.start("note", case_id=family.case)
    office.officer.drafts.save(draft, {"text": "canary-in-a-draft"})
    assert b"canary-in-a-draft" not in office.ask("SELECT body FROM draft")
    assert office.ask("SELECT file_key_id FROM draft") == office.ask('SELECT file_key_id FROM "case"')


def test_nobody_reads_writes_or_discards_a_colleagues_draft(office: Office) -> None:
    family = add_family(office.officer)
    draft = office.officer.drafts.start("note", case_id=family.case)
    office.officer.drafts.save(draft, {"text": "mine"})
    other = office.colleague.drafts
    assert other.offered() == ()
    for act in (lambda: other.read(draft), lambda: other.save(draft, {"text": "hers"})):
        with pytest.raises(NotFound):
            act()
    other.discard(draft)
    assert office.officer.drafts.read(draft) == {"text": "mine"}


def test_a_draft_that_was_saved_for_good_is_not_written_again(office: Office) -> None:
    family = add_family(office.officer)
    draft = office.officer.drafts.start("note", case_id=family.case)
    office.officer.drafts.discard(draft)
    office.officer.drafts.discard(draft)
    with pytest.raises(NotFound):
        office.officer.drafts.save(draft, {"text": "late"})


def test_drafts_go_fourteen_days_after_they_were_last_saved(office: Office) -> None:
    family = add_family(office.officer)
    old = office.officer.drafts.start("note", case_id=family.case)
    office.clock.forward(days=1)
    kept = office.officer.drafts.start("note", case_id=family.case)
    office.clock.now += timedelta(days=13)
    assert [one.id for one in office.officer.drafts.offered()] == [kept, old]
    office.clock.forward(seconds=1)
    assert office.colleague.drafts.offered() == ()  # whoever comes first clears them away
    assert office.ask("SELECT count(*) FROM draft") == 1
    assert [one.id for one in office.officer.drafts.offered()] == [kept]


def test_a_draft_belongs_to_something(office: Office) -> None:
    for where in ({}, {"case_id": uuid4()}, {"person_id": uuid4()}):
        with pytest.raises(NotFound):
            office.officer.drafts.start("note", **where)


def test_a_volunteer_starts_no_draft_in_a_case(office: Office) -> None:
    family = add_family(office.officer)
    with pytest.raises(NotAllowed):
        office.volunteer.drafts.start("note", case_id=family.case)
    assert office.volunteer.drafts.offered() == ()


def test_a_draft_whose_case_was_erased_is_not_offered(office: Office) -> None:
    family = add_family(office.officer)
    draft = office.officer.drafts.start("note", case_id=family.case)
    office.is_damaged_on_purpose = True
    with office.officer.desk.cupboard.write() as connection:
        connection.exec_driver_sql("DELETE FROM file_key WHERE kind = 'case'")
    assert office.officer.drafts.offered() == ()
    with pytest.raises(NotFound):
        office.officer.drafts.read(draft)


def test_a_draft_moved_to_another_case_does_not_open(office: Office) -> None:
    family = add_family(office.officer)
    draft = office.officer.drafts.start("note", case_id=family.case)
    office.tamper("UPDATE draft SET case_id = ?", uuid4().bytes)
    with pytest.raises(Problem):
        office.officer.drafts.read(draft)


def begin_first_contact(office: Office) -> tuple[UUID, UUID]:
    """A draft that is all there is of someone: its id and theirs."""
    desk, draft, person = office.officer.desk, uuid4(), uuid4()
    (file,) = desk.new_keys([("person", person, "casework")])
    with desk.unit("casework") as unit:
        draft_store.write(
            desk, unit, file, draft, "intake", {"name": "x"}, person_id=person, case_id=None, today=START.date()
        )
    return draft, person


def keys_of(office: Office, person: UUID) -> int:
    found: int = office.ask("SELECT count(*) FROM file_key WHERE subject = ?", person.bytes, keys=True)
    return found


def test_a_first_contact_that_is_thrown_away_leaves_no_key(office: Office) -> None:
    draft, person = begin_first_contact(office)
    assert [one.summary for one in office.officer.drafts.offered()] == [""]
    office.officer.drafts.discard(draft)
    assert keys_of(office, person) == 0


def test_a_first_contact_that_nobody_went_on_with_leaves_no_key_after_fourteen_days(office: Office) -> None:
    _, person = begin_first_contact(office)
    office.clock.forward(days=14, seconds=1)
    assert office.colleague.drafts.offered() == ()
    assert keys_of(office, person) == 0


def test_a_draft_of_someone_on_file_leaves_their_key_alone(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.drafts.discard(office.officer.drafts.start("card", person_id=family.mother))
    office.officer.drafts.start("card", person_id=family.child)
    office.clock.forward(days=15)
    office.officer.drafts.offered()
    assert office.officer.people.person(family.mother).card == MOTHER
    assert keys_of(office, family.child) == 1
