"""What a hostile reading of the program found: one test for each hole, named for what must not happen again."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db import consent_store, outbox_store, people_store
from db.desk import Desk, KeysTurned
from db.engine import reading
from iass_tui import demo
from iass_tui.cli.commands import carry_out
from iass_tui.cli.parser import parse
from iass_tui.demo.building import Builder
from iass_tui.documents.paper import paper_pdf, titled
from iass_tui.host.folder import OfficeFolder
from iass_tui.host.host_folder import HostFolder
from iass_tui.host.outbox_files import write_new
from iass_tui.rules.records.casework import ParentMaySee, ProvidedBy
from iass_tui.rules.records.consents import Decision, Purpose, Scope
from iass_tui.rules.records.office import Act, AuditDetail, OfficeFacts
from iass_tui.rules.records.people import ContactDetails, FamilyTie
from iass_tui.services import key_register, kit as recovery, outbox, pack_items, sign_in as entry, turning
from iass_tui.services.checking import deep_check_office
from iass_tui.services.door import OfficeDoor
from iass_tui.services.office import Places
from iass_tui.services.packs import letterhead
from iass_tui.services.recovering import open_for_recovery
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, NotOpen, Problem, SetUpAnswers, WrongPassphrase
from iass_tui.vault.compartments import FileKey, FileKeyPlace
from iass_tui.vault.host_key import HostKey
from iass_tui.vault.keyring import AccountClosed
from iass_tui.vault.recovery import open_host_key
from iass_tui.vault.sealing import DoesNotOpen, sha256
from tests.architecture.tree import ROOT
from tests.services.families import CHILD, DETAILS, FACTS, MOTHER, add_family, add_person, consent
from tests.services.offices import CHEAP, PASSPHRASE, Clock, Office
from tests.services.test_consent import heard, withdraw


def _set_up(folder: Path, host: Path) -> None:
    places = Places(OfficeFolder(folder), lambda _: HostFolder(host), Clock(), CHEAP, measures=False)
    answers = SetUpAnswers(OfficeFacts(name="Second"), "sam", "Sam Second", PASSPHRASE)
    OfficeDoor(places).set_up(answers).close()


def test_a_second_office_does_not_take_the_host_folder_of_the_first(office: Office, tmp_path: Path) -> None:
    key = (tmp_path / "host" / "host.key").read_bytes()
    with pytest.raises(NotOpen, match="holds the host key of an office"):
        _set_up(tmp_path / "second", tmp_path / "host")
    (tmp_path / "host" / "witness").unlink()
    with pytest.raises(NotOpen, match="holds the host key of an office"):
        _set_up(tmp_path / "office-is-on-a-disk-that-is-not-mounted", tmp_path / "host")
    assert (tmp_path / "host" / "host.key").read_bytes() == key
    assert office.manager.me.sign_in == "hannah"


def _only_set_up(builder: Builder, _: object) -> None:
    builder._open()
    for session in builder._sessions:
        session.close()


def test_a_demo_neither_overwrites_nor_removes_the_host_key_of_the_office_that_iass_host_names(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Builder, "build", _only_set_up)
    files = {path.name: path.read_bytes() for path in (tmp_path / "host").iterdir()}
    made = demo.make(tmp_path / "demo", tmp_path / "demo-host", 1, 1, is_fresh=False, tell=lambda _: None)
    monkeypatch.setenv("IASS_HOST", str(tmp_path / "host"))
    with pytest.raises(NotOpen, match="holds the host key of an office"):
        demo.make(made.office, None, 1, 1, is_fresh=True, tell=lambda _: None)
    assert {path.name: path.read_bytes() for path in (tmp_path / "host").iterdir()} == files
    assert office.manager.me.sign_in == "hannah"


def test_a_demo_made_afresh_takes_its_own_host_folder_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Builder, "build", _only_set_up)
    for _ in range(2):
        made = demo.make(tmp_path / "demo", tmp_path / "demo-host", 1, 1, is_fresh=True, tell=lambda _: None)
    assert len(made.accounts) > 1


# Erasures


def test_the_newest_kit_gets_the_new_host_key_whoever_turns_it(office: Office) -> None:
    session = office.officer
    mother = add_person(session, MOTHER, contact=DETAILS)
    kit = office.manager.kit
    sheets = kit.begin()
    assert all(kit.check(number, sheet) for number, sheet in enumerate(sheets, 1))
    kit.finish()
    withdraw(session, mother)  # this session has read no register since the kit was made
    files = open_for_recovery(office.places)
    opened = recovery.open_kit(files, {1: sheets[0], 3: sheets[2]})
    with reading(files.cupboard.engine) as connection:
        row = connection.exec_driver_sql("SELECT host_key_id, host_key FROM recovery_kit").one()
    kept = open_host_key(files.office, opened.kit, row[0], row[1], opened.bundle.receiver)
    files.close()
    assert kept.id == office.host.key().id


def test_a_closed_account_that_is_still_signed_in_erases_nothing(office: Office) -> None:
    session = office.officer
    mother = add_person(session, MOTHER, contact=DETAILS)
    lines, key = office.host.ledger(), office.host.key().id
    office.manager.staff.disable(session.me.id)
    for purpose in (Purpose.SAVE_CONTACT, Purpose.SAVE_CASE):
        with pytest.raises(Problem):
            withdraw(session, mother, purpose)
    assert (office.host.ledger(), office.host.key().id) == (lines, key)
    assert office.manager.people.person(mother).contact == DETAILS


def _copy_about(session: OfficeSession, person_id: UUID) -> str:
    pdf = paper_pdf(titled("Leaflet", "Leaflet"), letterhead(session.facts), session.today_date())
    said = AuditDetail(act=Act.EXPORT, subject="pack", subject_id=person_id)
    return outbox.put(session, "copy", pdf, said, person_id=person_id).name


def _waiting(session: OfficeSession) -> set[str]:
    return {one.name for one in session.packs.outbox()}


def test_a_copy_made_before_saving_was_taken_back_does_not_go_on_waiting(office: Office) -> None:
    family = add_family(office.officer)
    one, other = _copy_about(office.officer, family.child), _copy_about(office.officer, family.mother)
    withdraw(office.officer, family.child, Purpose.SAVE_CASE)
    assert _waiting(office.officer) == {other}
    assert one not in [path.name for path in office.places.folder.outbox.iterdir()]


def test_a_copy_made_for_a_parent_goes_when_the_child_refuses_them_access(office: Office) -> None:
    family = add_family(office.officer)
    _copy_about(office.officer, family.child)
    refusal = consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=family.mother))
    office.officer.consent.record(family.child, [refusal])
    assert _waiting(office.officer) == set()


def test_news_by_email_taken_back_leaves_copies_waiting(office: Office) -> None:
    mother = add_person(office.officer, MOTHER)
    name = _copy_about(office.officer, mother)
    office.officer.consent.record(mother, [heard(Purpose.MKT_EMAIL, Decision.REFUSED)])
    assert _waiting(office.officer) == {name}


def test_a_withdrawal_that_stopped_before_its_rows_still_empties_the_outbox(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = office.officer
    mother = add_person(session, MOTHER)
    _copy_about(session, mother)
    monkeypatch.setattr(outbox, "drop_about", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        withdraw(session, mother, Purpose.SAVE_CASE)
    monkeypatch.undo()
    assert session.consent.finish() == 1
    assert _waiting(session) == set()


def test_a_refusal_that_the_ledger_brought_back_is_kept_from_a_parents_copy(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    said = turning.Erasure("refusal", family.child, f"REFUSE_ACCESS {UUID(int=7)}", (), ())
    turning.announce(session.desk, said)
    assert session.consent.finish() == 1
    brought_back = consent_store.history(session.desk, family.child)[-1]
    provenance = pack_items.consent_item(brought_back, of_child=True).provenance
    assert (provenance.provided_by, provenance.parent_may_see) == (ProvidedBy.CHILD, ParentMaySee.NOT_ASKED)


def test_a_closed_account_that_is_still_signed_in_reads_nothing_and_makes_no_key(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    session.directory.load()
    key_register.close_account(office.manager.desk, session.me.id)  # and no entry of it stands yet
    keys = office.ask("SELECT count(*) FROM file_key", keys=True)
    for act in (
        session.casework.today,
        session.casework.my_cases,
        session.directory.refresh,
        session.drafts.offered,
        lambda: session.casework.open_case(family.child, FACTS),
        lambda: session.desk.new_keys([("person", uuid4(), "casework")]),
    ):
        with pytest.raises((NotOpen, AccountClosed)):
            act()
    assert office.ask("SELECT count(*) FROM file_key", keys=True) == keys


def test_an_open_session_goes_on_when_somebody_else_comes(office: Office) -> None:
    session = office.officer
    before = session.desk.pin.number
    office.manager.staff.disable(office.volunteer.me.id)
    assert session.desk.new_keys([("tally", uuid4(), "office")])
    assert session.desk.pin.number == before + 1
    assert session.casework.my_cases() == ()


def test_one_damaged_layer_does_not_keep_a_withdrawal_from_happening(office: Office) -> None:
    session = office.officer
    family, other = add_family(session), add_family(session)
    with session.desk.cupboard.write() as connection:
        connection.exec_driver_sql(
            "UPDATE file_key SET wrapped = substr(wrapped, 1, 40) WHERE subject = ? AND kind = 'case'",
            (other.case.bytes,),
        )
        connection.exec_driver_sql("UPDATE file_key SET wrapped = zeroblob(80) WHERE kind = 'tally'")
    office.is_damaged_on_purpose = True
    assert withdraw(session, family.mother).went.keys == 1
    assert session.people.person(family.mother).contact is None
    assert session.casework.case(family.case).person.card == CHILD
    assert session.people.person(other.mother).contact == DETAILS


def test_details_saved_while_the_key_turns_leave_nothing_that_stands_in_the_way_of_a_later_yes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, other = office.officer, office.colleague
    mother = add_person(session, MOTHER, [consent(), consent(Purpose.SAVE_CONTACT)])
    (fresh,) = other.desk.new_keys([("contact", mother, "casework")])
    real = turning.turn

    def turn_while_a_colleague_saves(desk: Desk, erasure: turning.Erasure) -> None:
        real(desk, erasure)
        with pytest.raises(KeysTurned):
            put(other.desk)

    def put(desk: Desk) -> None:
        with desk.unit("casework") as unit:
            people_store.put_contact(desk, unit, mother, 0, DETAILS, fresh)
            unit.say(AuditDetail(act=Act.CREATE, subject="contact", subject_id=mother))

    monkeypatch.setattr(turning, "turn", turn_while_a_colleague_saves)
    withdraw(session, mother)
    assert office.ask("SELECT count(*) FROM person_contact") == 0
    monkeypatch.undo()
    session.consent.record(mother, [heard(Purpose.SAVE_CONTACT)])
    assert session.people.change_contact(mother, 0, ContactDetails(), DETAILS).contact == DETAILS


def test_a_host_key_that_opens_nothing_does_not_end_every_key(office: Office) -> None:
    session = office.officer
    mother = add_person(session, MOTHER, contact=DETAILS)
    right = office.host.key()
    wrong = dataclasses.replace(HostKey.new(right.office), id=right.id)
    office.host.put_key(wrong)
    session.desk.cupboard.forget()
    with pytest.raises(Problem):
        withdraw(session, mother)
    office.host.put_key(right)
    session.desk.cupboard.forget()
    assert office.manager.people.person(mother).card == MOTHER
    office.is_damaged_on_purpose = True  # the ledger announced what did not happen: the next sign-in finishes it


# Keys that somebody else laid ready


@pytest.mark.parametrize("how", ["sent to casework", "under the office's key"])
def test_a_volunteer_lays_no_key_of_their_own_under_what_an_officer_seals_next(office: Office, how: str) -> None:
    theirs, officer = office.volunteer.desk, office.officer.desk
    if how == "sent to casework":
        place = FileKeyPlace(uuid4(), "outbox", theirs.office, "casework", 1)
        key = FileKey(place, os.urandom(32))
        public = theirs.keyring.register.newest("casework").public
        inner = key.send(theirs.office, public, theirs.account_id, theirs.keyring.bundle.signer)
    else:
        key = theirs.keyring.new_file_key("outbox", theirs.office, "office")
        inner = theirs.keyring.wrap(key)
    place = key.place
    with theirs.cupboard.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO file_key (id, kind, subject, compartment, compartment_version, wrapped) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                place.id.bytes,
                place.kind,
                place.subject.bytes,
                place.compartment,
                place.version,
                theirs.cupboard.close_layer(connection, inner, "file", place.id),
            ),
        )
    assert outbox_store.key(officer).place.id != place.id
    with pytest.raises(DoesNotOpen):
        officer.key(place.id, "outbox", place.subject)


# Locking and signing in


def test_a_lock_drops_the_keys_also_where_it_cannot_be_recorded(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    session.directory.load()
    office.refuse_entries()
    with pytest.raises(Exception, match="none"):
        session.note_lock()
    assert not session.directory.is_ready
    with pytest.raises(NotOpen, match="locked"):
        session.casework.case(family.case)
    office.others += [office.sessions.pop("omar")]


def test_sheets_that_were_begun_are_not_in_memory_under_the_lock(office: Office) -> None:
    kit = office.manager.kit
    sheets = kit.begin()
    office.manager.note_lock()
    assert not any(kit.check(number, sheet) for number, sheet in enumerate(sheets, 1))
    assert office.manager.unlock(PASSPHRASE)


def test_what_was_typed_as_a_name_leaves_no_digest_behind(office: Office) -> None:
    door, typed = OfficeDoor(office.places), "a passphrase typed as a name"
    waits = []
    for name in (typed, typed, "somebody", typed):
        with pytest.raises(WrongPassphrase) as wrong:
            door.sign_in(name, "x")
        waits.append(wrong.value.wait)
        office.clock.forward(seconds=31)
    assert waits == [0, 0, 1, 2]
    for path in office.host.path.iterdir():
        assert sha256(typed.encode()).hex()[:8].encode() not in path.read_bytes()
    assert office.officer.me.sign_in == "omar"


def test_signing_in_with_the_old_passphrase_does_not_undo_a_change_made_meanwhile(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = "marble kitchen tundra violin eagle"
    everyone = office.officer, office.manager, office.volunteer
    renewed = entry._renew_pin

    def changed_meanwhile(*given: object) -> None:
        monkeypatch.undo()
        office.officer.staff.change_passphrase(PASSPHRASE, new)
        renewed(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(entry, "_renew_pin", changed_meanwhile)
    office.manager.staff.disable(everyone[-1].me.id)  # a newer register, so that the pin is renewed
    office.sign_in("omar")
    office.clock.forward(seconds=31)
    with pytest.raises(WrongPassphrase):
        office.sign_in("omar")
    OfficeDoor(office.places).sign_in("omar", new).close()


def test_a_permission_that_is_taken_back_is_gone_in_the_session_that_is_open(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    assert session.packs.offer(family.child, None).items
    office.manager.staff.set_permissions(session.me.id, frozenset())
    with pytest.raises(NotAllowed):
        session.packs.offer(family.child, None)
    assert not session.may("EXPORT_PACK")


def test_a_ledger_line_of_some_other_program_does_not_keep_anyone_out(office: Office) -> None:
    person_id = add_person(office.officer)
    for purpose in ("STATS no-id", f"SOMETHING_LATER {UUID(int=7)}"):
        turning.announce(office.officer.desk, turning.Erasure("withdrawal", person_id, purpose, (), ()))
    assert office.colleague.consent.finish() == 0


# What leaves the program, and what is said of reading


def test_a_command_that_breaks_off_prints_a_place_in_the_code_and_nothing_that_was_typed() -> None:
    lines = (
        "import iass_tui.cli.record_commands as commands",
        "from iass_tui.cli import main",
        "def broken(wanted): raise ValueError('Amina Hassan, 27 March 2011')",
        "commands.find = broken",
        "main(['find', '-'])",
    )
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 1
    assert "IASS stopped: ValueError at" in done.stderr
    assert "Amina" not in done.stdout + done.stderr


def test_a_link_that_waits_under_the_staged_name_is_not_written_through(tmp_path: Path) -> None:
    theirs, target = tmp_path / "theirs", tmp_path / "quarter.xlsx"
    theirs.write_bytes(b"someone's own file")
    inner = f".{target.name}.{os.getpid()}.new"
    (tmp_path / f".{inner}.{os.getpid()}.part").symlink_to(theirs)
    write_new(target, b"a workbook")
    assert (theirs.read_bytes(), target.read_bytes()) == (b"someone's own file", b"a workbook")


def test_opening_every_cell_and_looking_at_who_waits_are_on_record(office: Office) -> None:
    assert deep_check_office(office.officer).is_sound
    assert office.officer.intake.waiting() == ()
    assert [(one.act, one.subject) for one in office.said()[:2]] == [(Act.VIEW, "referral"), (Act.VIEW, "check")]
    office.refuse_entries()
    for look in (office.officer.intake.waiting, lambda: deep_check_office(office.officer)):
        with pytest.raises(Exception, match="none"):
            look()


def test_a_card_that_says_what_one_parent_fears_is_not_proposed_for_the_others_copy(office: Office) -> None:
    session = office.officer
    for card in (
        dataclasses.replace(CHILD, safety=("COURT_ORDER",)),
        dataclasses.replace(CHILD, safety_words="The father must not learn the school"),
    ):
        child, father = add_person(session, card), add_person(session, dataclasses.replace(MOTHER, given_name="Yusuf"))
        session.people.link(child, father, FamilyTie(relation="FAT", responsibility="YES", evidence="order seen"))
        theirs = {item.kind: item.proposed for item in session.packs.offer(child, father).items}
        own = {item.kind: item.proposed for item in session.packs.offer(child, None).items}
        assert (theirs["Card"], own["Card"]) == ("WITHHOLD", "INCLUDE")


def test_a_command_leaves_no_core_and_makes_no_file_that_others_can_read(tmp_path: Path) -> None:
    lines = (
        "import os, pathlib, resource, sys",
        "import iass_tui.cli.record_commands as commands",
        "from iass_tui.cli import main",
        "commands.find = lambda wanted: pathlib.Path(sys.argv[1]).write_text('x') and 0",
        "resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)",
        "code = main(['find', '-'])",
        "print(code, resource.getrlimit(resource.RLIMIT_CORE)[0], oct(os.stat(sys.argv[1]).st_mode & 0o777))",
    )
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines), str(tmp_path / "made")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        umask=0o022,
    )
    assert done.stdout.split() == ["0", "0", "0o600"], done.stderr


def test_a_file_that_is_not_in_the_outbox_is_a_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = carry_out(parse(["outbox", "get", "none.pdf", "--office", str(tmp_path)]))
    said = capfd.readouterr()
    assert (code, said.out, said.err.startswith("There is no such file in the outbox.")) == (1, "", True)
