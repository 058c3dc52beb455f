"""Sent intakes against whoever has the files, and against the volunteers who took them down."""

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db import sent_store
from db.check import Kind, check_folder
from db.desk import Desk
from db.engine import open_engine, writing
from db.row_formats import columns_of
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.queue import LetterBody, LetterKind
from iass_tui.services.backup import back_up
from iass_tui.services.checking import deep_check_office
from iass_tui.services.concern_views import Trouble
from iass_tui.services.views import NotAllowed, NotFound, Problem
from iass_tui.vault.cells import Sealed, cell_key_id, open_cell, seal_cell
from iass_tui.vault.compartments import ACCOUNT, FileKey, FileKeyPlace
from iass_tui.vault.sealing import DoesNotOpen, Signer
from tests.attacks.searching import files_with
from tests.attacks.test_keys import _cells, _tables_opened
from tests.services.families import add_family
from tests.services.first_contacts import CANARY, FAMILY, TODAY, ending
from tests.services.offices import Office
from tests.services.test_queue import send

OPEN_TO_VERA = {"acknowledgement", "policy_notice", "policy_version", "setting", "staff", "tally"}
PERSONAL = ("child_given_name", "child_family_name", "child_known_as", "setting_name", "wants", "action", "address")
SAID = {**FAMILY, **{field: f"{CANARY} {field}" for field in PERSONAL}}


def _kept_keys(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[FileKey]:
    """Every key that this process makes from now on, as a program of the volunteer's own would keep them."""
    kept: list[FileKey] = []
    for name in ("send", "make"):
        real = getattr(desk.cupboard, name)

        def spied(*args: object, real: Callable[..., object] = real) -> object:
            made = real(*args)
            kept.extend(made if isinstance(made, tuple) else [made])  # type: ignore[list-item]
            return made

        monkeypatch.setattr(desk.cupboard, name, spied)
    return kept


def _opened_with(desk: Desk, kept: list[FileKey]) -> set[str]:
    """The tables of which these keys open a cell, wherever its key id points."""
    found = set()
    for table, column, row, raw in _cells(desk):
        for file in kept:
            pretended = FileKey(dataclasses.replace(file.place, id=cell_key_id(raw)), file.key)
            try:
                open_cell(pretended, table, column, row, Sealed(raw))
                found.add(table)
            except DoesNotOpen:
                continue
    return found


def test_volunteer_key_opens_nothing_after_acceptance(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    vera = office.volunteer
    kept = _kept_keys(vera.desk, monkeypatch)
    draft = vera.intake.begin(FAMILY)
    assert draft is not None
    vera.intake.finish(FAMILY, draft)
    (receipt,) = vera.sending.sent()
    office.officer.queue.ask(receipt.id, 1, "Which school?")
    vera.sending.question(receipt.id)
    vera.sending.answer(receipt.id, "Hill School")
    kept = [file for file in kept if file.place.kind != "audit"]
    assert {file.place.kind for file in kept} == {"own", "intake"}
    assert _opened_with(vera.desk, kept) == {"intake_letter"}  # what they wrote themselves, until it is taken up
    office.officer.queue.accept(receipt.id, office.officer.queue.intake(receipt.id).version)
    assert _opened_with(vera.desk, kept) == set()
    for file in kept:
        assert office.ask("SELECT count(*) FROM file_key WHERE id = ?", file.place.id.bytes, keys=True) == 0
    assert set(_tables_opened(vera.desk)) <= OPEN_TO_VERA


@pytest.mark.parametrize("step", ["sent", "asked", "answered", "taken up"])
def test_a_volunteers_keys_open_no_cell_of_casework_or_safeguarding(office: Office, step: str) -> None:
    add_family(office.officer)
    intake = send(office)
    if step in ("asked", "answered"):
        office.officer.queue.ask(intake, 1, "Which school?")
    if step == "answered":
        office.volunteer.sending.answer(intake, "Hill School")
    if step == "taken up":
        office.officer.queue.accept(intake, 1)
    opened = _tables_opened(office.volunteer.desk)
    question = {"intake_letter": 1} if step in ("asked", "answered") else {}
    assert {table: count for table, count in opened.items() if table not in OPEN_TO_VERA} == question
    for compartment in ("casework", "safeguarding", "management"):
        assert not office.volunteer.desk.keyring.holds(compartment)


def test_a_volunteer_finds_lists_and_guesses_no_case(office: Office) -> None:
    family = add_family(office.officer)
    intake = send(office)
    case = office.officer.queue.accept(intake, 1).case_id
    assert case is not None
    vera = office.volunteer
    ids = (family.child, family.case, case, intake, uuid4())
    acts: list[Callable[[], object]] = [
        lambda: vera.directory.search("Costa"),
        vera.casework.my_cases,
        lambda: vera.casework.cases_of(None),
        vera.queue.waiting,
    ]
    for one in ids:
        acts += [
            lambda one=one: vera.casework.case(one),  # type: ignore[misc]
            lambda one=one: vera.people.person(one),  # type: ignore[misc]
            lambda one=one: vera.queue.intake(one),  # type: ignore[misc]
            lambda one=one: vera.queue.join_plan(intake, one),  # type: ignore[misc]
            lambda one=one: vera.sending.question(one),  # type: ignore[misc]
            lambda one=one: vera.sending.answer(one, "x"),  # type: ignore[misc]
        ]
    for act in acts:
        with pytest.raises((NotAllowed, NotFound)):
            act()
    vera.directory.load()
    assert not vera.directory.is_ready
    assert vera.drafts.offered() == ()
    (receipt,) = vera.sending.sent()
    assert str(case) not in str(receipt)


# forging


def _forge(office: Office, sign: Callable[[FileKey], bytes], sender: UUID) -> UUID:
    """An intake written into the files by somebody who has them, and the host key, and no account."""
    desk, intake, letter = office.officer.desk, uuid4(), uuid4()
    place = FileKeyPlace(uuid4(), "intake", intake, "casework", desk.keyring.register.newest("casework").version)
    file = FileKey(place, os.urandom(32))
    _put_key(office, place, sign(file))
    body = LetterBody(kind=LetterKind.INTAKE, answers=FAMILY, taken_on=TODAY)
    raw = seal_cell(file, "intake_letter", "body", letter, body.to_json()).raw
    at = "2026-11-23T08:00:00.000000Z"
    office.tamper(
        f"INSERT INTO sent_intake ({', '.join(columns_of('sent_intake'))}) VALUES (?, 1, 'WAITING', ?, ?, 1)",
        intake.bytes,
        at,
        sender.bytes,
    )
    office.tamper(
        f"INSERT INTO intake_letter ({', '.join(columns_of('intake_letter'))}) VALUES (?, 1, ?, ?, 1, NULL, ?, ?, ?)",
        letter.bytes,
        place.id.bytes,
        intake.bytes,
        at,
        sender.bytes,
        raw,
    )
    return intake


def _put_key(office: Office, place: FileKeyPlace, inner: bytes) -> None:
    """Lays a wrapped key into office.keys, over the one of that id if there is one."""
    office.is_damaged_on_purpose = True
    cupboard, engine = office.officer.desk.cupboard, open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        outer = cupboard.close_layer(connection, inner, "file", place.id)
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO file_key (id, kind, subject, compartment, compartment_version, wrapped) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (place.id.bytes, place.kind, place.subject.bytes, place.compartment, place.version, outer),
        )
    engine.dispose()


def test_intake_forged_without_signature(office: Office) -> None:
    vera, desk = office.volunteer.me.id, office.officer.desk
    genuine, somebody = send(office), Signer.new()
    public = desk.keyring.register.newest("casework").public
    forged = _forge(office, lambda file: file.send(desk.office, public, vera, somebody), vera)
    lines = {line.mark.id: line for line in office.officer.queue.waiting()}
    assert set(lines) == {genuine, forged}
    assert (lines[forged].mark.trouble, lines[forged].name) == (Trouble.FORGED, "")
    assert lines[genuine].name == "Maya Costa"
    assert (office.officer.queue.count().waiting, office.officer.queue.count().troubles) == (1, 1)
    for act in (
        lambda: office.officer.queue.intake(forged),
        lambda: office.officer.queue.accept(forged, 1),
        lambda: office.officer.queue.refuse(forged, 1),
    ):
        with pytest.raises(Problem, match="iass check"):
            act()
    assert office.ask("SELECT count(*) FROM person") == 0
    found = {(one.kind, one.row_id) for one in check_folder(office.places.folder, office.host).damage}
    assert (Kind.ADDED, str(forged)) in found
    assert {one.table for one in deep_check_office(office.manager).report.damage} == {"intake_letter", "file_key"}


@pytest.mark.parametrize("whose", ["nobody's", "a colleague's", "their own for another intake"])
def test_a_letter_whose_key_was_exchanged_is_refused_and_shown(office: Office, whose: str) -> None:
    """The row is as vouched for; the key beneath it is one that its author never signed for this intake."""
    intake, desk = send(office), office.officer.desk
    newest = desk.keyring.register.newest("casework")
    key_id = UUID(bytes=office.ask("SELECT file_key_id FROM intake_letter"))
    place = FileKeyPlace(key_id, "intake", intake, "casework", newest.version)
    theirs = {"nobody's": None, "a colleague's": office.officer.desk, "their own for another intake": None}[whose]
    signer = Signer.new() if theirs is None else theirs.keyring.bundle.signer
    sender = office.volunteer.me.id if theirs is None else theirs.account_id
    inner = FileKey(place, os.urandom(32)).send(desk.office, newest.public, sender, signer)
    if whose == "their own for another intake":
        _, inner = office.volunteer.desk.keyring.new_sent_key("intake", uuid4(), "casework")
    _put_key(office, place, inner)
    (line,) = office.officer.queue.waiting()
    assert (line.mark.trouble, line.name) == (Trouble.FORGED, "")
    with pytest.raises(Problem, match="signature"):
        office.officer.queue.intake(intake)
    assert office.ask("SELECT count(*) FROM person") == 0


def test_a_key_planted_under_a_volunteers_draft_is_never_sealed_under(office: Office) -> None:
    """Anybody can seal to a public key: without the author's own signature inside it is no key of theirs."""
    vera = office.volunteer
    draft = vera.intake.begin(FAMILY)
    assert draft is not None
    key_id = UUID(bytes=office.ask("SELECT file_key_id FROM draft"))
    place = FileKeyPlace(key_id, "own", vera.me.id, ACCOUNT, 0)
    planted = FileKey(place, os.urandom(32))
    public = vera.desk.keyring.bundle.receiver.public
    _put_key(office, place, planted.send(vera.desk.office, public, vera.me.id, Signer.new()))
    again = office.sign_in("vera")
    assert again.drafts.offered() == ()
    with pytest.raises(Problem, match="iass check"):
        again.intake.autosave(draft, SAID)


def test_an_own_key_of_nobody_who_works_here_is_found_by_check(office: Office) -> None:
    place = FileKeyPlace(uuid4(), "own", uuid4(), ACCOUNT, 0)
    file = FileKey(place, os.urandom(32))
    desk = office.officer.desk
    _put_key(office, place, file.send(desk.office, desk.keyring.bundle.receiver.public, desk.account_id, Signer.new()))
    assert Kind.NOT_LISTED in {one.kind for one in check_folder(office.places.folder, office.host).damage}


def test_a_question_that_no_colleague_signed_is_not_shown(office: Office) -> None:
    intake = send(office)
    office.officer.queue.ask(intake, 1, "Which school?")
    key_id = UUID(bytes=office.ask("SELECT file_key_id FROM intake_letter WHERE reader_id IS NOT NULL"))
    vera = office.volunteer
    place = FileKeyPlace(key_id, "question", vera.me.id, ACCOUNT, 0)
    public = vera.desk.keyring.bundle.receiver.public
    inner = FileKey(place, os.urandom(32)).send(vera.desk.office, public, office.officer.me.id, Signer.new())
    _put_key(office, place, inner)
    with pytest.raises(Problem, match="signature"):
        vera.sending.question(intake)


# changed, put back, taken away

HARMS = {
    "deleted": ("DELETE FROM sent_intake", Trouble.LOST, Kind.MISSING),
    "its letter deleted": ("DELETE FROM intake_letter", Trouble.CHANGED, Kind.MISSING),
    "its answer deleted": ("DELETE FROM intake_letter WHERE number = 4", Trouble.CHANGED, Kind.MISSING),
    "another author": ("UPDATE sent_intake SET sent_by = randomblob(16)", Trouble.CHANGED, Kind.CHANGED),
    "hidden as ended": ("UPDATE sent_intake SET state = 'REFUSED'", Trouble.CHANGED, Kind.CHANGED),
    "in no known state": ("UPDATE sent_intake SET state = 'x', sent_at = 7", Trouble.CHANGED, Kind.CHANGED),
    "its cell damaged": ("UPDATE intake_letter SET body = zeroblob(400)", Trouble.CHANGED, Kind.CHANGED),
    "put back to before the answer": (
        "UPDATE sent_intake SET state = 'ASKED', letters = 3, version = 2",
        Trouble.CHANGED,
        Kind.PUT_BACK,
    ),
}


@pytest.mark.parametrize(("statement", "trouble", "kind"), HARMS.values(), ids=HARMS)
def test_an_intake_changed_behind_the_program_is_shown_and_found_by_check(
    office: Office, statement: str, trouble: Trouble, kind: Kind
) -> None:
    intake = send(office)
    office.officer.queue.ask(intake, 1, "Which school?")
    office.volunteer.sending.answer(intake, "Hill School")
    if statement == "DELETE FROM sent_intake":
        office.tamper("DELETE FROM intake_letter")
    office.tamper(statement)
    (line,) = office.officer.queue.waiting()
    assert (line.mark.id, line.mark.trouble, line.name) == (intake, trouble, "")
    assert office.officer.queue.count().troubles == 1
    found = check_folder(office.places.folder, office.host).damage
    assert kind in {one.kind for one in found}
    assert {one.table for one in found} <= {"sent_intake", "intake_letter"}


def test_an_intake_put_back_after_it_was_taken_up_is_shown_and_found_by_check(office: Office) -> None:
    intake = send(office)
    engine = open_engine(office.places.folder.records)
    with engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT * FROM sent_intake").fetchone()
        letter = connection.exec_driver_sql("SELECT * FROM intake_letter").fetchone()
    engine.dispose()
    assert row is not None
    assert letter is not None
    office.officer.queue.accept(intake, 1)
    office.tamper("DELETE FROM sent_intake")
    office.tamper("INSERT INTO sent_intake VALUES (?, ?, ?, ?, ?, ?)", *row)
    office.tamper("INSERT INTO intake_letter VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", *letter)
    (line,) = office.officer.queue.waiting()
    assert line.mark.trouble is Trouble.CHANGED
    with pytest.raises(Problem, match="iass check"):
        office.officer.queue.accept(intake, 1)
    kinds = {one.kind for one in check_folder(office.places.folder, office.host).damage}
    assert {Kind.PUT_BACK, Kind.KEY_GONE} <= kinds


def test_a_letter_is_never_overwritten(office: Office) -> None:
    send(office)
    engine = open_engine(office.places.folder.records)
    for statement in (
        "UPDATE intake_letter SET number = 9",
        "INSERT OR REPLACE INTO intake_letter SELECT * FROM intake_letter",
    ):
        with pytest.raises(Exception, match="never"), writing(engine) as connection:
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_a_sender_who_writes_what_no_form_would_leaves_the_queue_readable(office: Office) -> None:
    """A volunteer's own program may send anything under its genuine signature."""
    desk = office.volunteer.desk
    for answers in ({"save": "YES", "born": "\x1b[2J", "parents": "99", "parents.x.y": "1"}, {}, {"user_type": 7}):
        file = sent_store.sent_key(desk, uuid4())
        body = LetterBody(kind=LetterKind.INTAKE)
        body.answers.update(answers)  # type: ignore[arg-type]
        with desk.unit("office") as unit:
            sent_store.insert(desk, unit, file, body)
            unit.say(AuditDetail(act=Act.CREATE, subject="intake"))
    for kind in (LetterKind.QUESTION, LetterKind.ANSWER):  # in the place of an intake
        file = sent_store.sent_key(desk, uuid4())
        with desk.unit("office") as unit:
            sent_store.insert(desk, unit, file, LetterBody(kind=kind, words="x"))
            unit.say(AuditDetail(act=Act.CREATE, subject="intake"))
    genuine = send(office)
    lines = office.officer.queue.waiting()
    assert len(lines) == 6
    assert [line.mark.trouble for line in lines].count(Trouble.FORGED) == 2
    assert [line.name for line in lines if line.mark.id == genuine] == ["Maya Costa"]
    for line in lines:
        if line.mark.trouble is None and line.mark.id != genuine:
            view = office.officer.queue.intake(line.mark.id)
            assert view.reasons
            with pytest.raises(NotAllowed):
                office.officer.queue.accept(line.mark.id, view.version)
            office.officer.queue.refuse(line.mark.id, view.version)
    assert office.ask("SELECT count(*) FROM person") == 0


# in the clear


def test_no_word_of_an_intake_stands_in_any_byte(office: Office, tmp_path: Path) -> None:
    vera = office.volunteer
    draft = vera.intake.begin(SAID)
    assert draft is not None
    vera.intake.autosave(draft, SAID)
    assert files_with(CANARY, tmp_path) == []
    vera.intake.finish(SAID, draft)
    (receipt,) = vera.sending.sent()
    office.officer.queue.ask(receipt.id, 1, f"{CANARY} asked")
    vera.sending.question(receipt.id)
    vera.sending.answer(receipt.id, f"{CANARY} answered")
    assert office.officer.queue.intake(receipt.id).letters[0].words == f"{CANARY} asked"
    assert files_with(CANARY, tmp_path) == []
    other = send(office, SAID)
    office.officer.queue.accept(receipt.id, 3)
    office.officer.queue.refuse(other, 1)
    assert files_with(CANARY, tmp_path) == []
    office.close()
    assert files_with(CANARY, tmp_path) == []


def test_a_no_by_a_volunteer_leaves_only_a_tally_and_no_word(office: Office, tmp_path: Path) -> None:
    draft = office.volunteer.intake.begin(SAID)
    assert draft is not None
    office.volunteer.intake.finish({**SAID, **ending("ANONYMOUS")}, draft)
    for table in ("draft", "sent_intake", "intake_letter", "person", "case"):
        assert office.ask(f'SELECT count(*) FROM "{table}"') == 0
    assert office.ask("SELECT count(*) FROM tally") == 1
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'own'", keys=True) == 0
    assert files_with(CANARY, tmp_path) == []


def test_the_rows_of_an_intake_say_nothing_about_anyone_in_the_clear(office: Office) -> None:
    intake = send(office)
    clear = ("state", "sent_at", "sent_by", "letters")
    values = [office.ask(f"SELECT {name} FROM sent_intake") for name in clear]
    assert values == ["WAITING", "2026-11-23T09:00:00.000000Z", office.volunteer.me.id.bytes, 1]
    (entry,) = (one for one in office.said() if one.subject_id == intake)
    assert (entry.fields, entry.reasons, entry.case_id) == ((), (), None)


def test_a_backup_holds_what_waits_and_what_is_asked(office: Office, tmp_path: Path) -> None:
    intake = send(office)
    office.officer.queue.ask(intake, 1, "Which school?")
    office.volunteer.intake.begin(FAMILY)
    copies = tmp_path / "copies"
    copies.mkdir()
    assert back_up(office.places, copies).verified
