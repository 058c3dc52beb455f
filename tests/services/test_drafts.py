"""Unsaved work: sealed under what it belongs to, one's own, gone after fourteen days."""

from datetime import timedelta
from uuid import uuid4

import pytest

from iass_tui.services.views import NotAllowed, NotFound, Problem
from tests.services.families import add_family
from tests.services.offices import Office


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
