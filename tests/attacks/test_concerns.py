"""Concerns against whoever has the files, and against those who raised them."""

import dataclasses
import json
import os
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.check import Kind, check_folder
from db.engine import open_engine, writing
from db.row_formats import columns_of
from iass_tui.rules.records.concerns import AboutWhom, ConcernBody, EntryKind, Verdict
from iass_tui.rules.records.sharing import ConcernSource
from iass_tui.services.backup import back_up
from iass_tui.services.checking import deep_check_office
from iass_tui.services.concern_views import Trouble
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import Problem
from iass_tui.vault.cells import seal_cell
from iass_tui.vault.compartments import FileKey, FileKeyPlace
from iass_tui.vault.sealing import Signer
from tests.attacks.searching import files_with
from tests.attacks.test_keys import _tables_opened
from tests.services.families import add_family
from tests.services.first_contacts import ending
from tests.services.offices import Office

BODY = ConcernBody(about=AboutWhom.CHILD, source=ConcernSource.TOLD_VOL, what="afraid to go home")


def raised(office: Office, session: OfficeSession, body: ConcernBody = BODY) -> UUID:
    before = {mark.id for mark in office.manager.concerns.waiting()}
    session.concerns.raise_concern(body)
    (new,) = {mark.id for mark in office.manager.concerns.waiting()} - before
    return new


@pytest.mark.parametrize("who", ["volunteer", "officer"])
@pytest.mark.parametrize("is_taken_up", [False, True])
def test_a_volunteers_and_an_officers_keys_open_no_concern_not_even_their_own(
    office: Office, who: str, is_taken_up: bool
) -> None:
    session: OfficeSession = getattr(office, who)
    concern = raised(office, session)
    if is_taken_up:
        office.manager.concerns.concern(concern)
        office.manager.concerns.add_note(concern, "noted")
    assert not {"concern", "concern_entry"} & set(_tables_opened(session.desk))


def test_a_key_kept_by_the_sender_opens_nothing_after_it_was_taken_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[FileKey] = []
    sending = office.volunteer.desk.cupboard.send

    def spied(*args: object) -> FileKey:
        kept.append(sending(*args))  # type: ignore[arg-type]
        return kept[-1]

    monkeypatch.setattr(office.volunteer.desk.cupboard, "send", spied)
    concern = raised(office, office.volunteer)
    assert office.ask("SELECT file_key_id FROM concern") == kept[0].place.id.bytes
    office.manager.concerns.concern(concern)
    office.manager.concerns.add_note(concern, "noted")
    for table in ("concern", "concern_entry"):
        assert office.ask(f"SELECT count(*) FROM {table} WHERE file_key_id = ?", kept[0].place.id.bytes) == 0
        assert office.ask(f"SELECT count(*) FROM {table} WHERE substr(body, 2, 16) = ?", kept[0].place.id.bytes) == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE id = ?", kept[0].place.id.bytes, keys=True) == 0


def _forge(office: Office, sign: Callable[[FileKey], bytes], raised_by: UUID) -> UUID:
    """A concern written into the files by somebody who has them, and the host key, and no account."""
    desk, concern = office.manager.desk, uuid4()
    public = desk.keyring.register.newest("safeguarding")
    place = FileKeyPlace(uuid4(), "concern", concern, "safeguarding", public.version)
    file = FileKey(place, os.urandom(32))
    inner = sign(file)
    office.is_damaged_on_purpose = True
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        outer = desk.cupboard.close_layer(connection, inner, "file", place.id)
        connection.exec_driver_sql(
            "INSERT INTO file_key (id, kind, subject, compartment, compartment_version, wrapped) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (place.id.bytes, place.kind, concern.bytes, place.compartment, place.version, outer),
        )
    engine.dispose()
    body = seal_cell(file, "concern", "body", concern, BODY.to_json()).raw
    office.tamper(
        f"INSERT INTO concern ({', '.join(columns_of('concern'))}) VALUES (?, 1, ?, 'OPEN', ?, ?, 0, ?)",
        concern.bytes,
        place.id.bytes,
        "2026-11-23T08:00:00.000000Z",
        raised_by.bytes,
        body,
    )
    return concern


def test_a_concern_forged_without_a_signature_is_refused_and_shown(office: Office) -> None:
    vera, public = office.volunteer.me.id, office.manager.desk.keyring.register.newest("safeguarding").public
    genuine = raised(office, office.volunteer)
    somebody = Signer.new()
    forged = _forge(office, lambda file: file.send(office.manager.desk.office, public, vera, somebody), vera)
    lines = {line.mark.id: line for line in office.manager.concerns.queue()}
    assert set(lines) == {genuine, forged}
    assert (lines[forged].mark.trouble, lines[forged].body) == (Trouble.FORGED, None)
    assert lines[genuine].body == BODY
    marks = {mark.id: mark.trouble for mark in office.manager.concerns.waiting()}
    assert marks == {genuine: None, forged: Trouble.FORGED}
    with pytest.raises(Problem, match="iass check"):
        office.manager.concerns.concern(forged)
    assert office.ask("SELECT entries FROM concern WHERE id = ?", forged.bytes) == 0
    found = {(one.kind, one.row_id) for one in check_folder(office.places.folder, office.host).damage}
    assert (Kind.ADDED, str(forged)) in found
    deep = deep_check_office(office.manager).report.damage
    assert {one.table for one in deep} == {"concern", "file_key"}


def test_a_letter_put_in_the_place_of_a_genuine_one_is_refused_and_shown(office: Office) -> None:
    """The row is as vouched for; the key beneath it is one that its author never signed."""
    concern = raised(office, office.volunteer)
    desk = office.manager.desk
    key_id = UUID(bytes=office.ask("SELECT file_key_id FROM concern"))
    public = desk.keyring.register.newest("safeguarding")
    place = FileKeyPlace(key_id, "concern", concern, "safeguarding", public.version)
    # Another colleague's signature is genuine, and still not that of whoever raised it.
    theirs = office.officer.desk.keyring.bundle
    inner = FileKey(place, os.urandom(32)).send(desk.office, public.public, theirs.account, theirs.signer)
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        outer = desk.cupboard.close_layer(connection, inner, "file", key_id)
        connection.exec_driver_sql("UPDATE file_key SET wrapped = ? WHERE id = ?", (outer, key_id.bytes))
    engine.dispose()
    office.is_damaged_on_purpose = True
    (line,) = office.manager.concerns.queue()
    assert (line.mark.trouble, line.body) == (Trouble.FORGED, None)
    with pytest.raises(Problem, match="signature"):
        office.manager.concerns.concern(concern)


HARMS = {
    "deleted": ("DELETE FROM concern", Trouble.LOST, Kind.MISSING),
    "put back to open": ("UPDATE concern SET state = 'OPEN', version = 3, entries = 2", Trouble.CHANGED, None),
    "closed in SQL": ("UPDATE concern SET state = 'CLOSED'", Trouble.CHANGED, None),
    "another author": ("UPDATE concern SET raised_by = randomblob(16)", Trouble.CHANGED, Kind.CHANGED),
    "its cell damaged": ("UPDATE concern SET body = zeroblob(400)", Trouble.CHANGED, Kind.CHANGED),
}


@pytest.mark.parametrize(("statement", "trouble", "kind"), HARMS.values(), ids=HARMS)
def test_a_concern_deleted_or_changed_behind_the_program_is_shown_and_found_by_check(
    office: Office, statement: str, trouble: Trouble, kind: Kind | None
) -> None:
    concern = raised(office, office.volunteer)
    if "entries" in statement:
        work = office.manager.concerns
        work.decide(concern, work.concern(concern).version, Verdict.NOTHING, "x")
        work.close(concern, work.concern(concern).version, "x")
    office.tamper(statement)
    (mark,) = office.manager.concerns.waiting()
    assert (mark.id, mark.trouble) == (concern, trouble)
    (line,) = office.manager.concerns.queue()
    assert (line.mark.id, line.mark.trouble, line.body) == (concern, trouble, None)
    found = [one for one in check_folder(office.places.folder, office.host).damage if one.table == "concern"]
    assert {one.row_id for one in found} == {str(concern)}
    if kind is not None:
        assert kind in {one.kind for one in found}


def test_a_concern_put_back_to_a_former_state_is_shown_and_found_by_check(office: Office) -> None:
    concern, work = raised(office, office.volunteer), office.manager.concerns
    work.concern(concern)
    former = tuple(
        office.ask(f"SELECT {name} FROM concern") for name in ("version", "entries", "file_key_id", "body", "state")
    )
    work.decide(concern, work.concern(concern).version, Verdict.CHILDREN, "referred")
    office.tamper("DELETE FROM concern_entry WHERE number = 2")
    office.tamper("UPDATE concern SET version = ?, entries = ?, file_key_id = ?, body = ?, state = ?", *former)
    assert [mark.trouble for mark in work.waiting()] == [Trouble.CHANGED]
    kinds = {one.kind for one in check_folder(office.places.folder, office.host).damage}
    assert {Kind.PUT_BACK, Kind.MISSING} <= kinds


@pytest.mark.parametrize("number", [1, 2])
def test_a_line_taken_away_from_a_concern_is_noticed_when_it_is_opened(office: Office, number: int) -> None:
    concern = raised(office, office.volunteer)
    office.manager.concerns.concern(concern)
    office.manager.concerns.add_note(concern, "noted")
    office.tamper("DELETE FROM concern_entry WHERE number = ?", number)
    with pytest.raises(Problem, match="iass check"):
        office.manager.concerns.concern(concern)


def test_a_line_is_never_overwritten(office: Office) -> None:
    concern = raised(office, office.volunteer)
    office.manager.concerns.concern(concern)
    engine = open_engine(office.places.folder.records)
    for statement in (
        "UPDATE concern_entry SET number = 9",
        "INSERT OR REPLACE INTO concern_entry SELECT * FROM concern_entry",
    ):
        with pytest.raises(Exception, match="never"), writing(engine) as connection:
            connection.exec_driver_sql(statement)
    engine.dispose()


def _clear(office: Office) -> list[tuple[str, object]]:
    """Every value that stands in the clear in the rows about concerns, and in their entries."""
    engine = open_engine(office.places.folder.records)
    found: list[tuple[str, object]] = []
    with engine.connect() as connection:
        for table in ("concern", "concern_entry", "concern_board"):
            clear = [name for name in columns_of(table) if name != "body"]
            for row in connection.exec_driver_sql(f"SELECT {', '.join(clear)} FROM {table}"):
                found += [(f"{table}.{name}", value) for name, value in zip(clear, row, strict=True)]
        for (body,) in connection.exec_driver_sql("SELECT body FROM audit_entry"):
            rows = json.loads(body)["rows"]
            if any(row[0].startswith("concern") for row in rows):
                found += [("audit_entry.rows", f"{row[0]} {row[1]}") for row in rows]
    engine.dispose()
    return found


def test_concern_rows_link_to_nobody_in_the_clear_not_even_where_staff_are_told(office: Office) -> None:
    family = add_family(office.officer)
    on_file = dataclasses.replace(BODY, person_id=family.child)
    concern = raised(office, office.officer, on_file)
    office.manager.concerns.tell_staff(concern, family.child)
    assert office.officer.people.person(family.child).notice.speak_to == ("Hannah Manager",)
    people = [family.child, family.mother, family.case]
    said = {one if isinstance(one, bytes) else str(one).encode() for _, one in _clear(office)}
    for person in people:
        assert not any(person.bytes in one or str(person).encode() in one for one in said)
    assert {name for name, _ in _clear(office)} >= {"concern.raised_by", "concern_board.id", "audit_entry.rows"}
    touched = {str(value).split()[0] for name, value in _clear(office) if name == "audit_entry.rows"}
    assert touched == {"concern", "concern_entry", "concern_board"}


def test_the_board_is_as_large_for_one_person_as_for_none(office: Office) -> None:
    family, work = add_family(office.officer), office.manager.concerns
    concern = raised(office, office.volunteer)
    work.tell_staff(concern, family.child)
    one = office.ask("SELECT length(body) FROM concern_board")
    work.tell_staff_no_longer(concern)
    assert office.ask("SELECT length(body) FROM concern_board") == one


CANARIES = ConcernBody(
    about=AboutWhom.CHILD,
    name="Canarynamequokka",
    source=ConcernSource.THIRD_PARTY,
    what="Canarywhatquokka",
    where_now="Canarywherequokka",
    emergency_called="Canarycalledquokka",
    told_family="Canarytoldquokka",
)


def test_of_a_concern_about_someone_who_said_no_nothing_stands_in_the_clear(office: Office, tmp_path: Path) -> None:
    session = office.volunteer
    session.intake.finish(ending("NO"))
    concern = raised(office, session, CANARIES)
    work = office.manager.concerns
    work.concern(concern)
    work.add_note(concern, "Canarynotequokka")
    work.tick(concern, "lead")
    work.untick(concern, "lead", "Canaryunticksquokka")
    work.decide(concern, work.concern(concern).version, Verdict.CHILDREN, "Canarydecidedquokka")
    work.close(concern, work.concern(concern).version, "Canaryclosedquokka")
    work.set_steps(0, ["Canarystepquokka"])
    words = [value for value in dataclasses.astuple(CANARIES) if isinstance(value, str) and "quokka" in value]
    words += [f"Canary{name}quokka" for name in ("note", "unticks", "decided", "closed", "step")]
    assert len(words) == 10
    for _ in range(2):
        assert {word: found for word in words if (found := files_with(word, tmp_path))} == {}
        office.close()
    # Beside the concern only a tally is kept of whoever said No.
    for table in ("person", "case", "enquiry", "draft", "consent_event", "note"):
        assert office.ask(f'SELECT count(*) FROM "{table}"') == 0
    assert office.ask("SELECT count(*) FROM tally") == 1
    assert office.manager.concerns.concern(concern).body == CANARIES


def test_a_backup_holds_what_waits_and_what_was_taken_up(office: Office, tmp_path: Path) -> None:
    office.manager.concerns.concern(raised(office, office.volunteer))
    raised(office, office.officer)
    copies = tmp_path / "copies"
    copies.mkdir()
    assert back_up(office.places, copies).verified


def test_what_a_colleague_may_read_of_anothers_raising_is_that_they_did(office: Office) -> None:
    raised(office, office.officer)
    (entry,) = (one for one in office.said() if one.subject == "concern")
    assert (entry.fields, entry.reasons, entry.case_id) == ((), (), None)
    assert EntryKind.TAKEN_UP not in entry.fields
