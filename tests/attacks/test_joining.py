"""Copies, withdrawals and erasures after two records were joined, and after that was undone: nothing lost or leaked."""

import dataclasses
from uuid import UUID

import pytest

from iass_tui.rules.joining import Stays
from iass_tui.rules.records.casework import NoteBody, ProvidedBy
from iass_tui.rules.records.consents import Decision, Purpose
from iass_tui.rules.records.people import ContactDetails, FamilyTie
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import Problem
from tests.services.families import CHILD, DETAILS, FACTS, GIVEN_ON, MOTHER, add_person, consent
from tests.services.offices import Office
from tests.services.test_consent import withdraw
from tests.services.test_erasing import everywhere, make_kit

AGAIN = dataclasses.replace(CHILD, given_name="Aminah")
THEIRS = ContactDetails(phones=("0117 496 0000",))


def note(session: OfficeSession, person: UUID, words: str) -> None:
    case = session.casework.open_case(person, FACTS)
    session.casework.add_note(
        case, NoteBody(happened_on=GIVEN_ON, provided_by=ProvidedBy.CHILD, provided_by_id=person, progress=words)
    )


def two_records(session: OfficeSession) -> tuple[UUID, UUID]:
    kept, other = add_person(session, CHILD, contact=DETAILS), add_person(session, AGAIN, contact=THEIRS)
    note(session, kept, "Qwertyuiop")
    note(session, other, "Asdfghjkl")
    return kept, other


def join(session: OfficeSession, kept: UUID, other: UUID) -> None:
    offer = session.joining.compare(kept, other)
    card = {one.field: Stays.OTHER for one in offer.card if one.choices}
    contact = {one.field: Stays.BOTH for one in offer.contact if one.choices}
    session.joining.join(offer, card, contact)


def copied(session: OfficeSession, person: UUID) -> str:
    """Everything of which a copy could be made, as words."""
    return repr(session.packs.offer(person, None).items)


def test_a_working_copy_holds_both_while_they_are_joined_and_each_its_own_afterwards(office: Office) -> None:
    officer = office.officer
    kept, other = two_records(officer)
    join(officer, kept, other)
    both = copied(officer, kept)
    assert all(words in both for words in ("Qwertyuiop", "Asdfghjkl", "0117 496 0000", "07700 900123"))
    assert "Amina Hassan" in both  # the name that stood there before is held too
    officer.joining.part(other)
    mine, theirs = copied(officer, kept), copied(officer, other)
    assert "Qwertyuiop" in mine
    assert "Asdfghjkl" in theirs
    assert not any(words in mine for words in ("Asdfghjkl", "0117 496 0000", "Aminah"))
    assert not any(words in theirs for words in ("Qwertyuiop", "07700 900123"))


def test_erasing_someone_who_had_two_records_leaves_nothing_of_either(office: Office) -> None:
    officer = office.officer
    kept, other = two_records(officer)
    join(officer, kept, other)
    withdraw(officer, kept, Purpose.SAVE_CASE)
    make_kit(office)
    office.manager.erasures.erase(kept)
    assert everywhere(office, kept) == []
    assert everywhere(office, other) == []
    for subject in (kept, other):
        assert office.ask("SELECT count(*) FROM file_key WHERE subject = ?", subject.bytes, keys=True) == 0
    assert office.ask("SELECT count(*) FROM note") == 0
    assert office.manager.erasures.suppressed(CHILD) is not None
    assert office.manager.erasures.suppressed(AGAIN) is not None


def test_erasing_one_after_the_join_was_undone_leaves_the_other_whole(office: Office) -> None:
    officer = office.officer
    kept, other = two_records(officer)
    join(officer, kept, other)
    officer.joining.part(other)
    withdraw(officer, kept, Purpose.SAVE_CASE)
    make_kit(office)
    office.manager.erasures.erase(kept)
    assert everywhere(office, kept) == []
    view = officer.people.person(other)
    assert (view.card, view.contact) == (AGAIN, THEIRS)
    assert "Asdfghjkl" in copied(officer, other)


def test_what_is_taken_back_of_both_is_in_the_ledger_for_both_so_that_no_restore_gives_it_back(office: Office) -> None:
    officer = office.officer
    kept, other = two_records(officer)
    join(officer, kept, other)
    withdraw(officer, kept, Purpose.SAVE_CONTACT)
    said = [one.line for one in office.host.ledger() if one.line.kind == "withdrawal"]
    assert {one.subject for one in said} == {kept, other}
    assert officer.consent.finish() == 0
    assert all(office.ask("SELECT count(*) FROM consent_event WHERE id = ?", UUID(one.purpose.split()[1]).bytes) == 1
               for one in said)  # fmt: skip


def test_a_join_that_was_removed_from_the_file_gives_no_no_away(office: Office) -> None:
    officer = office.officer
    kept = add_person(officer, CHILD, [consent(), consent(Purpose.SHARE_DOC)])
    other = add_person(officer, CHILD, [consent(), consent(Purpose.SHARE_DOC, Decision.REFUSED)])
    join(officer, kept, other)
    office.tamper("DELETE FROM person_join")
    with pytest.raises(Problem, match="iass check"):
        officer.people.person(kept)


def test_a_stop_in_either_record_keeps_them_off_the_list_and_they_are_on_none_twice(office: Office) -> None:
    officer = office.officer
    said = [consent(), consent(Purpose.SAVE_CONTACT), consent(Purpose.MKT_EMAIL)]
    kept = add_person(officer, MOTHER, said, contact=DETAILS)
    other = add_person(officer, MOTHER, said, contact=DETAILS)
    join(officer, kept, other)
    (email, *_) = officer.keeping_in_touch.lists()
    assert [one.person_id for one in email.entries] == [kept]
    officer.keeping_in_touch.stop(kept, Purpose.MKT_EMAIL, method="VERBAL")
    officer.joining.part(other)
    (email, *_) = officer.keeping_in_touch.lists()
    assert {one.standing.value for one in email.entries} == {"STOPPED"}


def test_an_authority_ended_while_joined_stays_ended_in_the_record_it_came_from(office: Office) -> None:
    from iass_tui.rules.records.access import WrittenAuthority
    from iass_tui.rules.release.requests import AuthorityFrom

    officer = office.officer
    kept, other = add_person(officer), add_person(officer)
    aunt = add_person(officer, MOTHER)
    given = WrittenAuthority(
        given_by=AuthorityFrom.SUBJECT, to_id=aunt, to_name="Zahra Hassan", signed_on=GIVEN_ON, evidence="signed form"
    )
    officer.access_basis.add_authority(other, given)
    join(officer, kept, other)
    assert len(officer.access_basis.read(kept).authorities) == 1
    officer.access_basis.end_authority(kept, 0)
    officer.joining.part(other)
    (ended,) = officer.access_basis.read(other).authorities
    assert ended.revoked_on == officer.today_date()
    assert officer.access_basis.read(kept).authorities == ()


def test_a_note_that_a_parent_gave_under_another_record_is_in_their_copy(office: Office) -> None:
    officer = office.officer
    child = add_person(officer)
    mother, again = add_person(officer, MOTHER), add_person(officer, MOTHER)
    for one in (mother, again):
        officer.people.link(child, one, FamilyTie(relation="MOT", responsibility="YES"))
    case = officer.casework.open_case(child, FACTS)
    said = NoteBody(happened_on=GIVEN_ON, provided_by=ProvidedBy.PARENT, provided_by_id=again, progress="Zxcvbnm")
    officer.casework.add_note(case, said)
    join(officer, mother, again)
    assert "Zxcvbnm" in copied(officer, mother)
    assert officer.people.person(child).family[0].person_id == mother
    (thread,) = officer.casework.case(case).notes
    assert thread.rows[-1].body.provided_by_id == mother
