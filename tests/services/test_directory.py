"""Everyone in memory: loaded in bulk, kept fresh from what anyone wrote, empty behind the lock."""

import dataclasses
import threading
from uuid import UUID

import pytest

from iass_tui.rules.find import Hit, MatchField
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import Address, ContactDetails, FamilyTie, PartyRole, PersonCard
from iass_tui.services.session import OfficeSession
from iass_tui.services.turning import Erasure, erase
from iass_tui.services.views import NotAllowed, Problem
from tests.services.families import CHILD, DETAILS, FACTS, MOTHER, add_family, add_person, consent
from tests.services.offices import PASSPHRASE, Office


def loaded(session: OfficeSession) -> OfficeSession:
    session.directory.load()
    return session


def ids(hits: list[Hit]) -> list[str]:
    return [hit.entry.id for hit in hits]


def find(session: OfficeSession, query: str) -> list[str]:
    return ids(session.directory.search(query))


def change_name(session: OfficeSession, person: UUID, name: str) -> None:
    view = session.people.person(person)
    session.people.change_card(person, view.version, view.card, dataclasses.replace(view.card, given_name=name))


def test_people_are_found_by_name_birth_date_telephone_postcode_and_code_word(office: Office) -> None:
    child = add_person(office.officer)
    details = dataclasses.replace(DETAILS, addresses=(Address(lines=("1 High Street",), postcode="W1A 1AA"), Address()))
    mother = add_person(office.officer, dataclasses.replace(MOTHER, code_word="bluebell"), contact=details)
    session = loaded(office.officer)
    assert find(session, "amina") == find(session, "27/3/2011") == [str(child)]
    for query in ("zahra", "900123", "zahra@example", "w1a", "bluebell"):
        assert find(session, query) == [str(mother)]


def test_a_case_is_found_by_its_reference_and_not_twice_beside_its_person(office: Office) -> None:
    family = add_family(office.officer)
    session = loaded(office.officer)
    (hit,) = session.directory.search("c-0001")
    assert (hit.entry.kind, hit.entry.id, hit.entry.name) == ("case", str(family.case), "Amina Hassan")
    assert hit.matched[0].field is MatchField.REFERENCE
    assert find(session, "amina") == [str(family.child)]
    assert find(session, "amina 1") == [str(family.case)]


def test_names_can_be_found_before_everything_is_read_and_progress_is_told(office: Office) -> None:
    for number in range(3):
        add_person(office.officer, dataclasses.replace(CHILD, given_name=f"Child{number}"), contact=DETAILS)
    session, heard = office.officer, []

    def hear(done: int, of: int) -> None:
        heard.append((done, of, session.directory.is_ready, len(session.directory.search("child"))))

    session.directory.load(hear)
    assert heard[0] == (0, 6, False, 0)
    assert (3, 6, True, 3) in heard
    assert heard[-1] == (6, 6, True, 3)


def test_reading_everyones_names_is_recorded(office: Office) -> None:
    add_person(office.officer)
    loaded(office.officer)
    assert office.said()[0] == AuditDetail(act=Act.SEARCH, subject="directory", count=1)


def test_what_this_colleague_writes_is_found_at_once(office: Office) -> None:
    session = loaded(office.officer)
    family = add_family(session)
    session.directory.changed()
    change_name(session, family.child, "Mina")
    assert find(session, "mina") == [str(family.child)]
    assert find(session, "amina") == [str(family.child)]  # a typing error away
    father = session.people.add_relative(
        family.child, dataclasses.replace(MOTHER, given_name="Yusuf"), FamilyTie(), save_consent=consent()
    )
    assert find(session, "yusuf") == [str(father)]
    session.people.change_contact(family.mother, 1, DETAILS, ContactDetails(phones=("020 7946 0000",)))
    assert find(session, "7946") == [str(family.mother)]
    assert find(session, "900123") == []
    case = session.casework.open_case(family.child, FACTS)
    assert find(session, "c-0002") == [str(case)]


def test_what_others_write_is_found_after_a_refresh(office: Office) -> None:
    session = loaded(office.officer)
    family = add_family(office.colleague)
    assert find(session, "hassan") == []
    session.directory.refresh()
    assert set(find(session, "hassan")) == {str(family.child), str(family.mother)}
    assert find(session, "c-1") == [str(family.case)]
    change_name(office.colleague, family.child, "Binta")
    session.directory.refresh()
    assert find(session, "binta") == [str(family.child)]


def test_what_was_saved_is_saved_even_where_it_cannot_be_found_this_moment(office: Office) -> None:
    session = loaded(office.officer)
    person = add_person(session)
    office.tamper("UPDATE audit_entry SET body = 'x' WHERE seq = (SELECT max(seq) FROM audit_entry)")
    with pytest.raises(Problem):
        session.directory.refresh()
    session.directory.changed()
    assert office.ask("SELECT count(*) FROM person WHERE id = ?", person.bytes) == 1


def test_many_changes_at_once_are_taken_in_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iass_tui.services.directory._MANY", 2)
    session = loaded(office.officer)
    added = {str(add_person(office.colleague)) for _ in range(3)}
    session.directory.refresh()
    assert set(find(session, "amina")) == added


def rows_of(office: Office, table: str, column: str, value: UUID) -> tuple[tuple[str, UUID], ...]:
    raw = office.ask(f'SELECT id FROM "{table}" WHERE {column} = ?', value.bytes)
    return () if raw is None else ((table, UUID(bytes=raw)),)


def test_erased_contact_details_are_found_no_more_and_leave_memory(office: Office) -> None:
    mother = add_person(office.officer, MOTHER, contact=DETAILS)
    session = loaded(office.officer)
    key = UUID(bytes=office.ask("SELECT file_key_id FROM person_contact"))
    rows = rows_of(office, "person_contact", "person_id", mother)
    erase(office.colleague.desk, Erasure("withdrawal", mother, Purpose.SAVE_CONTACT.value, (key,), rows))
    session.directory.refresh()
    assert find(session, "900123") == []
    (hit,) = session.directory.search("zahra")
    assert (hit.entry.phones, hit.entry.emails) == ((), ())


def test_an_erased_person_and_their_case_are_found_no_more(office: Office) -> None:
    person = add_person(office.officer, contact=DETAILS)
    case = office.officer.casework.open_case(person, FACTS)
    session = loaded(office.officer)
    assert find(session, "amina") == [str(person)]
    keys = [
        UUID(bytes=office.ask(f"SELECT file_key_id FROM {table}")) for table in ("person", "person_contact", '"case"')
    ]
    rows = (("case", case), *rows_of(office, "person_contact", "person_id", person))
    events = tuple(("consent_event", one.id) for one in session.people.person(person).consents)
    everything = (*rows, *events, ("consent_head", person), ("person", person))
    erase(office.manager.desk, Erasure("destruction", person, "", tuple(keys), everything))
    session.directory.refresh()
    assert find(session, "amina") == find(session, "c-0001") == find(session, "900123") == []


def test_a_person_whose_key_is_gone_is_left_out_without_a_warning(office: Office) -> None:
    add_person(office.officer)
    office.is_damaged_on_purpose = True
    with office.officer.desk.cupboard.write() as connection:
        connection.exec_driver_sql("DELETE FROM file_key WHERE kind = 'person'")
    session = loaded(office.officer)
    assert (find(session, "amina"), session.directory.unreadable) == ([], 0)


def test_cards_that_do_not_open_are_counted_and_the_others_are_found(office: Office) -> None:
    damaged, other = add_person(office.officer), add_person(office.officer, MOTHER, contact=DETAILS)
    office.tamper("UPDATE person SET card = zeroblob(320) WHERE id = ?", damaged.bytes)
    office.tamper("UPDATE person_contact SET body = substr(body, 1, 100)")
    session = loaded(office.officer)
    assert find(session, "hassan") == [str(other)]
    assert session.directory.unreadable == 2
    assert "UNREADABLE" in session.casework.today().warnings


def test_a_case_is_found_by_its_reference_though_its_persons_card_does_not_open(office: Office) -> None:
    family = add_family(office.officer)
    session = loaded(office.officer)
    office.tamper("UPDATE person SET card = zeroblob(320) WHERE id = ?", family.child.bytes)
    for again in (loaded(session), session):
        assert (find(again, "amina"), find(again, "c-0001")) == ([], [str(family.case)])
        change_name(office.colleague, family.mother, "Zara")
        again.directory.refresh()


def test_a_card_moved_to_another_person_is_not_found_under_their_name(office: Office) -> None:
    one, other = add_person(office.officer), add_person(office.officer, MOTHER)
    office.tamper(
        "UPDATE person SET card = (SELECT card FROM person WHERE id = ?) WHERE id = ?", other.bytes, one.bytes
    )
    session = loaded(office.officer)
    assert find(session, "zahra") == [str(other)]
    assert session.directory.unreadable == 1


def test_a_file_key_moved_to_another_person_opens_nothing(office: Office) -> None:
    one, other = add_person(office.officer), add_person(office.officer, MOTHER)
    office.is_damaged_on_purpose = True
    with office.officer.desk.cupboard.write() as connection:
        connection.exec_driver_sql("UPDATE file_key SET subject = ? WHERE subject = ?", (other.bytes, one.bytes))
    assert find(loaded(office.officer), "amina") == []


def test_nobody_is_to_be_found_behind_the_lock(office: Office) -> None:
    add_person(office.officer)
    session = loaded(office.officer)
    session.note_lock()
    assert (session.directory.is_ready, find(session, "amina")) == (False, [])
    session.directory.load()
    session.directory.refresh()
    session.directory.changed()
    assert not session.directory.is_ready
    assert session.unlock(PASSPHRASE)
    assert len(find(loaded(session), "amina")) == 1


def test_a_lock_during_the_load_leaves_nobody_in_memory(office: Office) -> None:
    add_person(office.officer, contact=DETAILS)
    session = office.officer
    for moment in ((0, 2), (1, 2)):  # before the first name, and once names can be found
        session.directory.load(lambda *now, moment=moment: session.directory.forget() if now == moment else None)
        assert not session.directory.is_ready


def test_a_volunteers_directory_stays_empty(office: Office) -> None:
    add_person(office.officer)
    session = loaded(office.volunteer)
    assert not session.directory.is_ready
    with pytest.raises(NotAllowed):
        session.directory.search("amina")


def test_searching_goes_on_while_another_thread_reads_everyone_again(office: Office) -> None:
    people = {str(add_person(office.officer)) for _ in range(30)}
    session = loaded(office.officer)
    again = threading.Thread(target=session.directory.load)
    again.start()
    while again.is_alive():
        assert set(ids(session.directory.search("amina", 50))) == people
    again.join()


def test_someone_without_a_name_is_still_somebody(office: Office) -> None:
    add_person(office.officer, PersonCard(role=PartyRole.PARENT, code_word="heron"))
    (hit,) = loaded(office.officer).directory.search("heron")
    assert hit.entry.name == "(no name given)"
