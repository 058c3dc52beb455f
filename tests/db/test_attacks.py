"""What someone with the files can do to them, one attack a test, each found by a check without a passphrase.

`MadeOffice.tamper` edits around the triggers. Where an attack could also mend what the edit breaks (the index, the
links of the chain), it does.
"""

import dataclasses
import shutil
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.check import Kind, deep_check
from db.unit_of_work import head
from iass_tui.host.host_folder import HostFolder
from iass_tui.vault.audit_entry import LABEL, Entry, RowMark
from iass_tui.vault.ledger_line import next_line
from iass_tui.vault.register import Account, Register, SignedRegister
from iass_tui.vault.sealing import DoesNotOpen, Receiver, Signer, sha256
from tests.db.made import (
    SAID,
    MadeOffice,
    add_person,
    change_person,
    kinds,
    make_office,
    next_register,
    person_key,
    person_row,
    say,
)


def all_entries(office: MadeOffice) -> list[tuple[int, bytes, bytes]]:
    return office.connect().execute("SELECT seq, body, signature FROM audit_entry ORDER BY seq").fetchall()


def test_cell_put_back_to_former_value(office: MadeOffice, person: UUID) -> None:
    former = office.connect().execute("SELECT version, created_at, card, referral FROM person").fetchone()
    change_person(office.desk, person, "newer")
    office.tamper(("UPDATE person SET version = ?, created_at = ?, card = ?, referral = ?", former))
    (finding,) = office.check().damage
    assert (finding.kind, finding.table, finding.row_id, finding.seq) == (Kind.PUT_BACK, "person", str(person), 1)


def test_cell_put_back_to_former_value_and_the_index_with_it(office: MadeOffice, person: UUID) -> None:
    former = office.connect().execute("SELECT version, created_at, card, referral FROM person").fetchone()
    change_person(office.desk, person, "newer")
    office.tamper(
        ("UPDATE person SET version = ?, created_at = ?, card = ?, referral = ?", former),
        "UPDATE row_index SET seq = 1 WHERE table_name = 'person'",
    )
    assert set(office.found()) == {(Kind.PUT_BACK, "person"), (Kind.INDEX, "person")}


def test_only_one_of_two_cells_put_back(office: MadeOffice, person: UUID) -> None:
    (former,) = office.connect().execute("SELECT card FROM person").fetchone()
    change_person(office.desk, person, "newer")
    office.tamper(("UPDATE person SET card = ?", (former,)))
    assert office.found() == [(Kind.CHANGED, "person")]


@pytest.mark.parametrize(
    ("table", "edit"),
    [
        ("person", "state = 'FROZEN'"),
        ("person", "version = version + 1"),
        ("person", "created_at = ''"),
        ("person", "created_at = CAST(x'ff' AS TEXT)"),
        ("person", "version = 1.5"),
        ("case", "status = 'CLOSED'"),
        ("case", "officer_id = id"),
        ("case", "number = 9"),
        ("note", "author_id = id"),
        ("note", "kind = 'IN_ERROR'"),
        ("consent_event", "recorded_by = id"),
        ("consent_event", "recorded_at = ''"),
    ],
)
def test_clear_column_edited(table: str, edit: str, office: MadeOffice, person: UUID) -> None:
    office.tamper(f'UPDATE "{table}" SET {edit}')
    assert office.found() == [(Kind.CHANGED, table)]


def test_file_key_link_edited(office: MadeOffice, person: UUID) -> None:
    (other,) = office.desk.new_keys([("person", person, "casework")])
    office.tamper(("UPDATE person SET file_key_id = ?", (other.place.id.bytes,)))
    assert office.found() == [(Kind.CHANGED, "person")]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_consent_event_deleted(number: int, office: MadeOffice) -> None:
    add_person(office.desk, consents=3)
    office.tamper(f"DELETE FROM consent_event WHERE number = {number}")
    assert set(office.found()) == {(Kind.MISSING, "consent_event"), (Kind.CONSENT_COUNT, "consent_head")}


def test_newest_consent_event_deleted_and_its_head_put_back(office: MadeOffice) -> None:
    person = add_person(office.desk, consents=2)
    office.tamper("DELETE FROM consent_event WHERE number = 2", "UPDATE consent_head SET count = 1")
    assert set(office.found()) == {(Kind.MISSING, "consent_event"), (Kind.CHANGED, "consent_head")}
    assert str(person) in {finding.row_id for finding in office.check().damage}


def test_consent_events_numbered_anew(office: MadeOffice) -> None:
    add_person(office.desk, consents=3)
    office.tamper("UPDATE consent_event SET number = 9 WHERE number = 2")
    assert set(office.found()) == {(Kind.CHANGED, "consent_event"), (Kind.CONSENT_COUNT, "consent_head")}


def test_every_consent_event_deleted_without_their_head(office: MadeOffice, person: UUID) -> None:
    office.tamper("DELETE FROM consent_event")
    assert set(office.found()) == {(Kind.MISSING, "consent_event"), (Kind.CONSENT_COUNT, "consent_head")}


def test_every_consent_event_deleted_with_its_head(office: MadeOffice, person: UUID) -> None:
    office.tamper("DELETE FROM consent_event", "DELETE FROM consent_head")
    assert set(office.found()) == {(Kind.MISSING, "consent_event"), (Kind.MISSING, "consent_head")}


def test_consent_events_swapped_between_two_people(office: MadeOffice, person: UUID) -> None:
    other = add_person(office.desk)
    office.tamper(
        ("UPDATE consent_event SET number = 2, subject_id = ? WHERE subject_id = ?", (other.bytes, person.bytes)),
    )
    assert (Kind.CHANGED, "consent_event") in office.found()
    assert (Kind.CONSENT_COUNT, "consent_head") in office.found()


def test_rows_added(office: MadeOffice, person: UUID) -> None:
    columns = "version, file_key_id, state, created_at, card, referral"
    office.tamper(
        (f"INSERT INTO person (id, {columns}) SELECT ?, {columns} FROM person", (uuid4().bytes,)),
        "INSERT INTO person SELECT x'00', version, file_key_id, state, created_at, card, referral FROM person LIMIT 1",
    )
    assert office.found() == [(Kind.ADDED, "person")] * 2


def test_rows_missing(office: MadeOffice, person: UUID) -> None:
    office.tamper("DELETE FROM note")
    (finding,) = office.check().damage
    assert (finding.kind, finding.table, finding.seq) == (Kind.MISSING, "note", 1)


def test_deleted_row_put_back(office: MadeOffice, person: UUID) -> None:
    former = office.connect().execute("SELECT * FROM note").fetchone()
    with office.desk.unit("casework") as unit:
        unit.delete("note", UUID(bytes=former[0]))
        unit.say(SAID)
    assert office.found() == []
    office.tamper((f"INSERT INTO note VALUES ({', '.join('?' * len(former))})", former))
    assert office.found() == [(Kind.PUT_BACK, "note")]


@pytest.mark.parametrize("edit", ["DELETE FROM row_index WHERE table_name = 'note'", "UPDATE row_index SET seq = 2"])
def test_index_of_latest_entries_edited(edit: str, office: MadeOffice, person: UUID) -> None:
    say(office.desk)
    office.tamper(edit)
    assert {kind for kind, _ in office.found()} == {Kind.INDEX}


def test_audit_entry_removed_in_the_middle(office: MadeOffice, person: UUID) -> None:
    say(office.desk, 3)
    office.tamper("DELETE FROM audit_entry WHERE seq = 3")
    (finding,) = office.check().damage
    assert (finding.kind, finding.seq) == (Kind.AUDIT_GAP, 4)


def test_audit_entries_renumbered_over_a_gap(office: MadeOffice, person: UUID) -> None:
    say(office.desk, 3)
    office.tamper(
        "DELETE FROM audit_entry WHERE seq = 2",
        "UPDATE audit_entry SET seq = 2 WHERE seq = 3",
        "UPDATE audit_entry SET seq = 3 WHERE seq = 4",
    )
    assert Kind.AUDIT_UNREADABLE in kinds(office.check().damage)


def test_audit_truncated(office: MadeOffice, person: UUID) -> None:
    say(office.desk, 3)
    office.tamper("DELETE FROM audit_entry WHERE seq > 2")
    (finding,) = office.check().damage
    assert (finding.kind, finding.seq) == (Kind.CUT_SHORT, 4)


def test_audit_truncated_where_only_the_register_has_seen_more(office: MadeOffice, person: UUID) -> None:
    say(office.desk, 3)
    with office.desk.read() as connection:
        seq, digest, _ = head(connection)
    next_register(office, audit_seq=seq, audit_head=digest)
    office.tamper("DELETE FROM audit_entry WHERE seq > 2")
    elsewhere = HostFolder(office.folder.path.parent / "elsewhere")
    (finding,) = office.check(elsewhere).damage
    assert (finding.kind, finding.seq) == (Kind.CUT_SHORT, 4)


def test_audit_truncated_and_written_on_by_the_same_colleague(office: MadeOffice, person: UUID, tmp_path: Path) -> None:
    office.leave()
    former = shutil.copy(office.folder.records, tmp_path / "former")
    change_person(office.desk, person, "what never was")
    seen = office.host.witness()
    office.leave()
    shutil.copy(former, office.folder.records)
    assert seen is not None
    (office.host.path / "witness").unlink()
    change_person(office.desk, person, "what is")
    say(office.desk)
    office.host.put_witness(seen)
    (finding,) = office.check().damage
    assert (finding.kind, finding.seq) == (Kind.OTHER_AUDIT, 2)


def rewrite(office: MadeOffice, seq: int, entry: Entry, signature: bytes) -> None:
    """Replaces an entry and mends what follows as far as its signatures do not forbid."""
    office.tamper(("UPDATE audit_entry SET body = ?, signature = ? WHERE seq = ?", (entry.to_bytes(), signature, seq)))


def test_entry_signed_again_by_someone_else(office: MadeOffice, person: UUID) -> None:
    say(office.desk)
    seq, body, _ = all_entries(office)[-1]
    rewrite(office, seq, Entry.from_bytes(body), office.bundles["officer"].signer.sign(LABEL, body))
    assert Kind.AUDIT_SIGNATURE in kinds(office.check().damage)


def test_entry_put_into_somebody_elses_name(office: MadeOffice, person: UUID) -> None:
    say(office.desk)
    seq, body, signature = all_entries(office)[-1]
    other = dataclasses.replace(Entry.from_bytes(body), actor=office.bundles["officer"].account)
    rewrite(office, seq, other, signature)
    assert Kind.AUDIT_SIGNATURE in kinds(office.check().damage)


def test_entry_forged_to_vouch_for_an_edit(office: MadeOffice, person: UUID) -> None:
    """An entry under a key of the forger's own makes nothing true: the edit is found beside the forgery."""
    forger, edited = Signer.new(), office.desk.account_id
    seq, body, _ = all_entries(office)[-1]
    office.tamper("UPDATE person SET state = 'FROZEN'")
    mark = RowMark("person", str(person), 1, office.digest("person", person))
    entry = Entry(seq + 1, "2026-03-02T10:00:00.000000Z", sha256(body).hex(), edited, 1, (mark,), b"")
    raw = entry.to_bytes()
    office.tamper(
        ("INSERT INTO audit_entry VALUES (?, ?, ?)", (seq + 1, raw, forger.sign(LABEL, raw))),
        ("UPDATE row_index SET seq = ? WHERE table_name = 'person'", (seq + 1,)),
    )
    assert set(office.found()) == {(Kind.AUDIT_SIGNATURE, "audit_entry"), (Kind.CHANGED, "person")}


def test_system_entry_forged_to_vouch_for_an_edit(office: MadeOffice, person: UUID) -> None:
    seq, body, _ = all_entries(office)[-1]
    mark = RowMark("person", str(person), 1, "0" * 64)
    entry = Entry(seq + 1, "2026-03-02T10:00:00.000000Z", sha256(body).hex(), None, 1, (mark,), {})
    office.tamper(("INSERT INTO audit_entry VALUES (?, ?, x'')", (seq + 1, entry.to_bytes())))
    assert office.found() == [(Kind.AUDIT_SIGNATURE, "audit_entry")]


def test_signed_entry_turned_into_a_system_entry(office: MadeOffice, person: UUID) -> None:
    say(office.desk, 2)
    seq, body, _ = all_entries(office)[1]
    rewrite(office, seq, dataclasses.replace(Entry.from_bytes(body), actor=None, detail={}), b"")
    assert office.found() == [(Kind.AUDIT_LINK, "audit_entry")]


def test_entry_whose_detail_was_edited(office: MadeOffice, person: UUID) -> None:
    say(office.desk)
    seq, body, signature = all_entries(office)[-1]
    rewrite(office, seq, dataclasses.replace(Entry.from_bytes(body), detail=b"other"), signature)
    assert set(office.found()) == {(Kind.AUDIT_SIGNATURE, "audit_entry"), (Kind.OTHER_AUDIT, "audit_entry")}


def close_officer(office: MadeOffice) -> None:
    """The officer leaves."""
    register = office.desk.keyring.register
    gone = office.bundles["officer"].account
    next_register(
        office,
        accounts=tuple(
            dataclasses.replace(a, until="2026-03-02T11:00:00Z") if a.id == gone else a for a in register.accounts
        ),
        grants=tuple(g for g in register.grants if g.account != gone),
    )
    office.tamper(
        ('DELETE FROM "grant" WHERE account_id = ?', (gone.bytes,)),
        ("DELETE FROM bundle WHERE id = ?", (gone.bytes,)),
        keys=True,
    )


@pytest.mark.parametrize(("register", "kind"), [(1, Kind.AUDIT_REGISTER), (2, Kind.AUDIT_SIGNATURE)])
def test_entry_by_someone_who_left(register: int, kind: Kind, office: MadeOffice, person: UUID) -> None:
    close_officer(office)
    say(office.desk)
    assert office.check().findings == ()
    seq, body, _ = all_entries(office)[-1]
    leaver = office.bundles["officer"]
    entry = Entry(seq + 1, "2026-03-02T12:00:00Z", sha256(body).hex(), leaver.account, register, (), b"")
    raw = entry.to_bytes()
    office.tamper(("INSERT INTO audit_entry VALUES (?, ?, ?)", (seq + 1, raw, leaver.signer.sign(LABEL, raw))))
    assert office.found() == [(kind, "audit_entry")]


def test_entry_under_a_register_version_that_does_not_exist(office: MadeOffice, person: UUID) -> None:
    seq, body, _ = all_entries(office)[-1]
    bundle = office.bundles["manager"]
    raw = Entry(seq + 1, "2026-03-02T12:00:00Z", sha256(body).hex(), bundle.account, 7, (), b"").to_bytes()
    office.tamper(("INSERT INTO audit_entry VALUES (?, ?, ?)", (seq + 1, raw, bundle.signer.sign(LABEL, raw))))
    assert {kind for kind, _ in office.found()} == {Kind.AUDIT_REGISTER, Kind.AUDIT_SIGNATURE}


def stored_register(office: MadeOffice, number: int) -> Register:
    return Register.from_bytes(office.one("SELECT body FROM register WHERE number = ?", number, keys=True))


def test_register_entry_swapped(office: MadeOffice, person: UUID) -> None:
    """A version signed by an officer who made themselves a manager."""
    next_register(office)
    say(office.desk)
    second = stored_register(office, 2)
    officer = office.bundles["officer"]
    raised = tuple(dataclasses.replace(a, role="manager") if a.id == officer.account else a for a in second.accounts)
    forged = SignedRegister.sign(
        dataclasses.replace(second, accounts=raised, signed_by=officer.account), officer.signer
    )
    office.tamper(
        ("UPDATE register SET body = ?, signature = ? WHERE number = 2", (forged.body, forged.signature)), keys=True
    )
    damage = office.check().damage
    assert (Kind.REGISTER, 2) in {(finding.kind, finding.seq) for finding in damage}
    assert Kind.AUDIT_SIGNATURE in kinds(damage)


def test_register_forked_by_former_manager(office: MadeOffice, person: UUID) -> None:
    """Another second version, correctly signed by the manager of the first: only who has seen the real one can tell."""
    next_register(office)
    say(office.desk)
    manager = office.bundles["manager"]
    spare = Account(uuid4(), "spare", "manager", Receiver.new().public, Signer.new().verify, "2026-03-02T12:00:00Z")
    second = stored_register(office, 2)
    forged = SignedRegister.sign(dataclasses.replace(second, accounts=(*second.accounts, spare)), manager.signer)
    office.tamper(
        ("UPDATE register SET body = ?, signature = ? WHERE number = 2", (forged.body, forged.signature)), keys=True
    )
    (finding,) = office.check().damage
    assert (finding.kind, finding.seq) == (Kind.REGISTER, 2)
    assert "already seen" in finding.sentence


def test_register_put_back(office: MadeOffice, person: UUID) -> None:
    next_register(office)
    say(office.desk)
    office.tamper("DELETE FROM register WHERE number = 2", keys=True)
    assert Kind.REGISTER in kinds(office.check().damage)


def test_register_version_removed_in_the_middle(office: MadeOffice, person: UUID) -> None:
    next_register(office)
    next_register(office)
    office.tamper("DELETE FROM register WHERE number = 2", keys=True)
    assert (Kind.REGISTER, 2) in {(finding.kind, finding.seq) for finding in office.check().damage}


def test_register_version_numbered_anew(office: MadeOffice, person: UUID) -> None:
    next_register(office)
    office.tamper("UPDATE register SET number = 5 WHERE number = 2", keys=True)
    assert (Kind.REGISTER, 2) in {(finding.kind, finding.seq) for finding in office.check().damage}


def test_office_swapped_for_another(office: MadeOffice, empty_files: Path, tmp_path: Path) -> None:
    other = make_office(empty_files, tmp_path / "other")
    assert Kind.REGISTER in kinds(other.check(office.host).damage)


def test_old_grant_put_back(office: MadeOffice, person: UUID) -> None:
    volunteer = office.bundles["volunteer"]
    compartment = office.desk.keyring.newest("casework")
    grant = compartment.grant_to(volunteer.account, volunteer.receiver.public)
    office.tamper(("INSERT INTO \"grant\" VALUES (?, 'casework', 1, ?)", (volunteer.account.bytes, grant)), keys=True)
    assert office.found() == [(Kind.NOT_LISTED, "grant")]


@pytest.mark.parametrize(
    ("edit", "kind", "table"),
    [
        ("UPDATE \"grant\" SET sealed = x'00' WHERE compartment = 'safeguarding'", Kind.NOT_LISTED, "grant"),
        ("DELETE FROM \"grant\" WHERE compartment = 'safeguarding'", Kind.NOT_LISTED, "grant"),
        ("INSERT INTO compartment VALUES ('casework', 2, x'00')", Kind.NOT_LISTED, "compartment"),
        ("DELETE FROM compartment WHERE name = 'management'", Kind.NOT_LISTED, "compartment"),
        ("UPDATE bundle SET id = x'01' WHERE sign_in = 'a.officer'", Kind.NOT_LISTED, "bundle"),
        ("UPDATE file_key SET compartment_version = 2 WHERE kind = 'person'", Kind.NOT_LISTED, "file_key"),
        (
            "UPDATE file_key SET wrapped = x'010011223344556677' WHERE kind = 'case'",
            Kind.HOST_KEY,
            "file_key",
        ),
        ("UPDATE bundle SET sealed = 'text' WHERE sign_in = 'a.officer'", Kind.HOST_KEY, "bundle"),
        ("INSERT INTO recovery_kit VALUES (x'01', x'02', x'03', x'04', '', 0)", Kind.NOT_LISTED, "recovery_kit"),
    ],
)
def test_keys_that_the_register_does_not_list(
    edit: str, kind: Kind, table: str, office: MadeOffice, person: UUID
) -> None:
    office.tamper(edit, keys=True)
    assert office.found() == [(kind, table)]


def test_bundle_of_someone_who_left_put_back(office: MadeOffice, person: UUID) -> None:
    row = office.connect(office.folder.keys).execute("SELECT * FROM bundle WHERE sign_in = 'a.officer'").fetchone()
    close_officer(office)
    assert office.found() == []
    invited = ("INSERT INTO invitation VALUES (x'01', ?, x'', x'', x'', x'', x'', 'USED')", (row[0],))
    office.tamper(("INSERT INTO bundle VALUES (?, ?, ?, ?)", row), invited, keys=True)
    assert office.found() == [(Kind.NOT_LISTED, "bundle")]


def test_bundle_of_a_newcomer_who_waits_is_no_attack(office: MadeOffice, person: UUID) -> None:
    newcomer = uuid4().bytes
    office.tamper(
        ("INSERT INTO bundle VALUES (?, 'new', x'', (SELECT sealed FROM bundle LIMIT 1))", (newcomer,)),
        ("INSERT INTO invitation VALUES (?, ?, x'', x'', x'', x'', x'', 'ANSWERED')", (newcomer, newcomer)),
        keys=True,
    )
    assert office.found() == []


def test_file_key_link_swapped(office: MadeOffice, person: UUID) -> None:
    """Two people's keys change places: what one key sealed does not open for the other."""
    other = add_person(office.desk)
    one, two = person_key(office.desk, person).place, person_key(office.desk, other).place
    office.tamper(
        ("UPDATE file_key SET id = x'00' WHERE id = ?", (one.id.bytes,)),
        ("UPDATE file_key SET id = ? WHERE id = ?", (one.id.bytes, two.id.bytes)),
        ("UPDATE file_key SET id = ? WHERE id = x'00'", (two.id.bytes,)),
        keys=True,
    )
    office.leave()
    with pytest.raises(DoesNotOpen):
        office.desk.key(one.id, "person", person)
    assert kinds(deep_check(office.desk).damage) == {Kind.DOES_NOT_OPEN}


def test_file_key_given_to_another_person(office: MadeOffice, person: UUID) -> None:
    """The stored subject is edited: it is in the wrap's additional data too."""
    other = add_person(office.desk)
    key = person_key(office.desk, person).place.id
    office.tamper(("UPDATE file_key SET subject = ? WHERE id = ?", (other.bytes, key.bytes)), keys=True)
    office.leave()
    with pytest.raises(DoesNotOpen):
        office.desk.key(key, "person", other)
    damage = deep_check(office.desk).damage
    assert {(finding.kind, finding.table) for finding in damage} == {
        (Kind.DOES_NOT_OPEN, "person"),
        (Kind.DOES_NOT_OPEN, "consent_event"),
        (Kind.DOES_NOT_OPEN, "file_key"),
    }


def test_cells_swapped_between_two_rows(office: MadeOffice, person: UUID) -> None:
    add_person(office.desk)
    cards = [row[0] for row in office.connect().execute("SELECT card FROM person ORDER BY id")]
    office.tamper(
        ("UPDATE person SET card = ? WHERE id = (SELECT max(id) FROM person)", (cards[0],)),
        ("UPDATE person SET card = ? WHERE id = (SELECT min(id) FROM person)", (cards[1],)),
    )
    assert office.found() == [(Kind.CHANGED, "person")] * 2
    assert [finding.kind for finding in deep_check(office.desk).damage] == [Kind.DOES_NOT_OPEN] * 2


def test_cells_of_one_row_swapped(office: MadeOffice, person: UUID) -> None:
    office.tamper("UPDATE person SET card = referral, referral = card")
    assert office.found() == [(Kind.CHANGED, "person")]
    assert [finding.kind for finding in deep_check(office.desk).damage] == [Kind.DOES_NOT_OPEN] * 2


def test_row_sealed_by_a_colleague_under_somebody_elses_key(office: MadeOffice, person: UUID) -> None:
    """Signed and openable, but it would not go with the person whom it is about."""
    other = person_key(office.desk, add_person(office.desk))
    with office.desk.unit("casework") as unit:
        unit.update(person_row(other, person, unit.at, "hidden"))
        unit.say(SAID)
    assert office.found() == []
    damage = deep_check(office.desk).damage
    assert {(finding.kind, finding.table, finding.row_id) for finding in damage} == {
        (Kind.DOES_NOT_OPEN, "person", str(person))
    }


def test_file_key_deleted(office: MadeOffice, person: UUID) -> None:
    office.tamper("DELETE FROM file_key WHERE kind = 'case'", keys=True)
    assert set(office.found()) == {(Kind.KEY_GONE, "case"), (Kind.KEY_GONE, "note")}
    assert {(finding.kind, finding.table) for finding in deep_check(office.desk).damage} == set(office.found())


def test_cell_overwritten(office: MadeOffice, person: UUID) -> None:
    office.tamper("UPDATE note SET body = 'in clear'")
    assert set(office.found()) == {(Kind.NOT_A_CELL, "note"), (Kind.CHANGED, "note")}
    assert {(finding.kind, finding.table) for finding in deep_check(office.desk).damage} == {
        (Kind.DOES_NOT_OPEN, "note")
    }


def line_of(office: MadeOffice, by: str, *, keys: tuple[UUID, ...] = (), of: UUID | None = None) -> None:
    bundle = office.bundles[by]
    line = next_line(
        office.host.ledger(),
        bundle.signer,
        office=of or office.id,
        at="2026-03-02T09:00:00Z",
        by=office.bundles["manager"].account,
        register=1,
        kind="destruction",
        subject=uuid4(),
        keys=keys,
    )
    office.host.append(line)


def test_ledger_line_signed_by_someone_else_hides_no_deleted_key(office: MadeOffice, person: UUID) -> None:
    key = person_key(office.desk, person).place.id
    line_of(office, "officer", keys=(key,))
    office.tamper(("DELETE FROM file_key WHERE id = ?", (key.bytes,)), keys=True)
    assert {kind for kind, _ in office.found()} == {Kind.LEDGER, Kind.KEY_GONE}


def test_ledger_of_another_office_hides_no_deleted_key(office: MadeOffice, person: UUID) -> None:
    """A manager of two offices signs in one what is then put into the other."""
    key = person_key(office.desk, person).place.id
    line_of(office, "manager", keys=(key,), of=uuid4())
    office.tamper(("DELETE FROM file_key WHERE id = ?", (key.bytes,)), keys=True)
    assert {kind for kind, _ in office.found()} == {Kind.LEDGER, Kind.KEY_GONE}


@pytest.mark.parametrize("how", ["first line removed", "edited", "another office's"])
def test_ledger_edited(how: str, office: MadeOffice, person: UUID) -> None:
    line_of(office, "manager")
    line_of(office, "manager")
    path = office.host.ledger_path
    raw = path.read_bytes()
    path.write_bytes(
        {
            "first line removed": raw[raw.index(b"\n") + 1 :],
            "edited": raw.replace(b'"destruction"', b'"refusal"'),
            "another office's": raw.replace(str(office.id).encode(), str(uuid4()).encode()),
        }[how]
    )
    assert {kind for kind, _ in office.found()} == {Kind.LEDGER}


def test_last_ledger_line_torn_by_a_power_cut_is_no_attack(office: MadeOffice, person: UUID) -> None:
    line_of(office, "manager")
    path = office.host.ledger_path
    path.write_bytes(path.read_bytes() + b'{"at":"2026')
    assert office.found() == []


@pytest.mark.parametrize(
    "edit",
    [
        "DROP TRIGGER audit_entry_stays",
        "CREATE TRIGGER mine AFTER INSERT ON note BEGIN DELETE FROM row_index; END",
    ],
)
def test_triggers_dropped_or_added(edit: str, office: MadeOffice, person: UUID) -> None:
    connection = office.connect()
    connection.execute(edit)
    connection.close()
    assert office.found() == [(Kind.SCHEMA, "")]


def test_table_rebuilt_with_other_columns(office: MadeOffice, person: UUID) -> None:
    office.tamper("ALTER TABLE person ADD COLUMN name TEXT")
    assert office.found() == [(Kind.SCHEMA, "person")]


def test_witness_damaged(office: MadeOffice, person: UUID) -> None:
    (office.host.path / "witness").write_bytes(b"{}")
    assert kinds(office.check().findings) == {Kind.REGISTER, Kind.NO_WITNESS}


def test_host_key_damaged(office: MadeOffice, person: UUID) -> None:
    (office.host.path / "host.key").write_bytes(b"{}")
    assert kinds(office.check().findings) == {Kind.HOST_KEY}
