"""The one way to write: rows and the entry that vouches for them, together or not at all."""

import shutil
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.engine import Damaged, open_engine, reading
from db.row_formats import columns_of
from db.tables.consents import ConsentHeadRow
from db.tables.drafts import DraftRow
from db.tables.people import PersonRow
from db.tables.tallies import TallyRow
from db.unit_of_work import PutBack, Records, Tampered, VersionConflict, head, verify_row
from iass_tui.vault.audit_entry import DELETED, LABEL, Entry
from iass_tui.vault.cells import Sealed
from iass_tui.vault.sealing import is_signed
from tests.db.made import SAID, MadeOffice, add_consent, add_person, change_person, person_key, person_row, say, sealed


def last_entry(office: MadeOffice) -> Entry:
    with office.desk.read() as connection:
        seq, _, _ = head(connection)
    return Entry.from_bytes(office.one("SELECT body FROM audit_entry WHERE seq = ?", seq))


def test_rows_and_the_entry_that_vouches_for_them_are_written_together(office: MadeOffice, person: UUID) -> None:
    entry = last_entry(office)
    marks = {mark.table: mark for mark in entry.rows}
    assert marks.keys() == {"person", "consent_event", "consent_head", "case", "note"}
    with office.desk.read() as connection:
        for table, mark in marks.items():
            assert office.digest(table, UUID(mark.id)) == mark.digest
            verify_row(connection, table, UUID(mark.id).bytes)


def test_an_entry_is_signed_by_the_colleague_who_wrote(office: MadeOffice, person: UUID) -> None:
    body, signature = office.connect().execute("SELECT body, signature FROM audit_entry").fetchone()
    assert Entry.from_bytes(body).actor == office.desk.account_id
    assert is_signed(office.bundles["manager"].signer.verify, LABEL, body, signature)
    assert not is_signed(office.bundles["officer"].signer.verify, LABEL, body, signature)


def test_each_entry_names_the_digest_of_the_one_before(office: MadeOffice, person: UUID) -> None:
    with office.desk.read() as connection:
        _, digest, _ = head(connection)
    say(office.desk)
    assert last_entry(office).previous == digest


def test_an_exception_undoes_rows_and_entry(office: MadeOffice, person: UUID) -> None:
    file = person_key(office.desk, person)

    def half() -> None:
        with office.desk.unit("casework") as unit:
            unit.update(person_row(file, person, unit.at, "half"))
            unit.say(SAID)
            raise LookupError

    before = office.one("SELECT hex(card) || version FROM person")
    with pytest.raises(LookupError):
        half()
    assert office.one("SELECT hex(card) || version FROM person") == before
    assert office.one("SELECT count(*) FROM audit_entry") == 1


def test_rows_are_not_written_where_the_entry_cannot_be(office: MadeOffice, person: UUID) -> None:
    connection = office.connect()
    connection.execute("CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'no room'); END")
    connection.close()
    with pytest.raises(Exception, match="no room"):
        change_person(office.desk, person, "lost")
    assert office.one("SELECT version FROM person") == 1


def test_rows_written_without_a_word_are_refused(office: MadeOffice, person: UUID) -> None:
    file = person_key(office.desk, person)

    def silent() -> None:
        with office.desk.unit("casework") as unit:
            unit.update(person_row(file, person, unit.at, "silent"))

    with pytest.raises(ValueError, match="nothing was said"):
        silent()
    assert office.one("SELECT version FROM person") == 1


def test_reading_leaves_an_entry_without_rows(office: MadeOffice, person: UUID) -> None:
    say(office.desk)
    assert last_entry(office).rows == ()


def test_a_unit_that_did_nothing_leaves_no_entry(office: MadeOffice, person: UUID) -> None:
    with office.desk.unit("casework"):
        pass
    assert office.one("SELECT count(*) FROM audit_entry") == 1


def test_whoever_saves_second_is_told(office: MadeOffice, person: UUID) -> None:
    change_person(office.desk, person, "first", version=1)
    with pytest.raises(VersionConflict):
        change_person(office.sit("officer"), person, "second", version=1)
    assert office.one("SELECT version FROM person") == 2


def test_an_update_raises_the_version_by_one_each_time(office: MadeOffice, person: UUID) -> None:
    for version in (1, 2, 3):
        change_person(office.desk, person, "again", version)
    assert office.one("SELECT version FROM person") == 4


EDITS = ["state = 'FROZEN'", "state = x'41'", "card = referral", "card = 0.5", "card = 'text'"]


@pytest.mark.parametrize("edit", EDITS)
def test_a_row_edited_outside_is_not_laundered_by_an_update(edit: str, office: MadeOffice, person: UUID) -> None:
    office.tamper(f"UPDATE person SET {edit}")
    with pytest.raises(Tampered, match=str(person)):
        change_person(office.desk, person, "new")


def test_a_row_whose_entry_is_unreadable_is_not_laundered_by_an_update(office: MadeOffice, person: UUID) -> None:
    say(office.desk)
    office.tamper("UPDATE audit_entry SET body = body || ' ' WHERE seq = 1")
    with pytest.raises(Tampered):
        change_person(office.desk, person, "new")


def test_a_row_put_back_is_not_laundered_by_an_update(office: MadeOffice, person: UUID) -> None:
    former = office.connect().execute("SELECT version, card FROM person").fetchone()
    change_person(office.desk, person, "newer")
    office.tamper(("UPDATE person SET version = ?, card = ?", former))
    with pytest.raises(Tampered):
        change_person(office.desk, person, "newest")


def test_a_row_added_outside_is_not_adopted_by_an_update(office: MadeOffice, person: UUID) -> None:
    other = uuid4()
    office.tamper(
        (
            "INSERT INTO person SELECT ?, version, file_key_id, state, created_at, card, referral FROM person",
            (other.bytes,),
        )
    )
    file = person_key(office.desk, person)

    def adopt() -> None:
        with office.desk.unit("casework") as unit:
            unit.update(person_row(file, other, unit.at, "adopted"))
            unit.say(SAID)

    with pytest.raises(Tampered):
        adopt()


def test_a_row_may_be_written_twice_in_one_unit(office: MadeOffice, person: UUID) -> None:
    file = person_key(office.desk, person)
    with office.desk.unit("casework") as unit:
        add_consent(unit, file, person, 2, office.desk.account_id)
        unit.update(ConsentHeadRow(id=person, version=1, count=2))
        add_consent(unit, file, person, 3, office.desk.account_id)
        unit.update(ConsentHeadRow(id=person, version=2, count=3))
        unit.say(SAID)
    marks = [mark for mark in last_entry(office).rows if mark.table == "consent_head"]
    assert [mark.version for mark in marks] == [3]
    assert office.found() == []


def test_a_deletion_is_vouched_for_too(office: MadeOffice, person: UUID) -> None:
    note = UUID(bytes=office.one("SELECT id FROM note"))
    with office.desk.unit("casework") as unit:
        unit.delete("note", note)
        unit.delete("note", uuid4())
        unit.say(SAID)
    (mark,) = last_entry(office).rows
    assert (mark.table, mark.id, mark.digest) == ("note", str(note), DELETED)
    with office.desk.read() as connection:
        verify_row(connection, "note", note.bytes)


def test_only_tables_without_entries_are_written_without_one(office: MadeOffice, person: UUID) -> None:
    file = person_key(office.desk, person)

    def unmarked() -> None:
        with office.desk.unit("casework") as unit:
            unit.write_unmarked(person_row(file, person, unit.at, "quiet"))

    with pytest.raises(ValueError, match="vouched"):
        unmarked()
    draft = uuid4()
    with office.desk.unit("casework") as unit:
        for words in ("one", "two"):
            body = sealed(file, "draft", "body", draft, words)
            unit.write_unmarked(
                DraftRow(
                    id=draft,
                    file_key_id=file.place.id,
                    owner_id=office.desk.account_id,
                    kind="note",
                    saved_at="",
                    body=body,
                )
            )
        unit.delete("draft", uuid4())
    assert office.one("SELECT count(*) FROM draft") == 1
    assert office.one("SELECT count(*) FROM audit_entry") == 1


@pytest.mark.parametrize("value", ["Niamh", b"Niamh", None, 7])
def test_a_sealed_column_takes_nothing_but_a_sealed_value(value: object, office: MadeOffice, person: UUID) -> None:
    row = PersonRow(id=uuid4(), file_key_id=uuid4(), created_at="", card=value, referral=Sealed(b""))

    def plain() -> None:
        with office.desk.unit("casework") as unit:
            unit.insert(row)
            unit.say(SAID)

    with pytest.raises(TypeError, match="sealed"):
        plain()


def test_an_unmarked_table_takes_no_plaintext_either(office: MadeOffice) -> None:
    def plain() -> None:
        with office.desk.unit("office") as unit:
            unit.write_unmarked(TallyRow(id=uuid4(), file_key_id=uuid4(), body=b"NOT_NOW"))  # type: ignore[arg-type]

    with pytest.raises(TypeError, match="sealed"):
        plain()


def test_a_sealed_value_does_not_fit_a_clear_column(office: MadeOffice, person: UUID) -> None:
    file = person_key(office.desk, person)
    row = person_row(file, uuid4(), "", "")
    row.state = sealed(file, "person", "card", person)  # type: ignore[assignment]

    def swapped() -> None:
        with office.desk.unit("casework") as unit:
            unit.insert(row)
            unit.say(SAID)

    with pytest.raises(TypeError, match="Sealed"):
        swapped()


def test_neither_a_sealed_value_nor_an_error_shows_what_is_inside(office: MadeOffice, person: UUID) -> None:
    file = person_key(office.desk, person)
    row = person_row(file, person, "", "Siobhán")
    assert "Siobhán" not in repr(row)
    with pytest.raises(Exception, match="UNIQUE") as caught, office.desk.unit("casework") as unit:
        unit.insert(row)
    assert str(person.bytes) not in str(caught.value)
    assert "hide_parameters" in str(caught.value)  # trap T8


def put_back(office: MadeOffice, tmp_path: Path, later: int) -> None:
    """Replaces office.db by what it was `later` entries ago."""
    office.leave()
    former = shutil.copy(office.folder.records, tmp_path / "former")
    say(office.desk, later)
    office.leave()
    shutil.copy(former, office.folder.records)


def test_an_office_put_back_to_an_earlier_day_is_refused(office: MadeOffice, person: UUID, tmp_path: Path) -> None:
    put_back(office, tmp_path, 1)
    with pytest.raises(PutBack):
        say(office.desk)
    with pytest.raises(PutBack):
        office.desk.records.system_entry(1, {"v": 1})


def test_an_office_put_back_and_filled_up_with_other_entries_is_refused(
    office: MadeOffice, person: UUID, tmp_path: Path
) -> None:
    put_back(office, tmp_path, 1)
    forger = office.sit("officer")
    hostless = Records(
        forger.records.engine, forger.records.queue, type(office.host)(tmp_path / "elsewhere"), office.clock
    )
    for _ in range(3):
        hostless.system_entry(1, {"v": 1})
    with pytest.raises(PutBack):
        say(office.desk)


def test_the_witness_follows_every_entry(office: MadeOffice, person: UUID) -> None:
    for write in (say, lambda desk: desk.records.system_entry(1, {"v": 1})):
        write(office.desk)
        witness = office.host.witness()
        assert witness is not None
        with office.desk.read() as connection:
            assert head(connection)[:2] == (witness.seq, witness.head)


def test_what_was_saved_stays_saved_where_the_witness_cannot_be_renewed(
    office: MadeOffice, person: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(office.host), "put_witness", full)
    change_person(office.desk, person, "kept")
    assert office.one("SELECT version FROM person") == 2
    monkeypatch.undo()
    say(office.desk)
    assert office.found() == []


def test_a_system_entry_is_unsigned_and_speaks_of_no_rows(office: MadeOffice, person: UUID) -> None:
    office.desk.records.system_entry(0, {"v": 1, "act": "SIGN_IN_FAILED"})
    entry = last_entry(office)
    assert (entry.actor, entry.rows, entry.register) == (None, (), 1)
    assert office.one("SELECT signature FROM audit_entry WHERE seq = 2") == b""


def test_two_processes_take_turns(office: MadeOffice, person: UUID) -> None:
    desks = [office.desk, office.sit("officer")]
    for number in range(6):
        say(desks[number % 2])
    assert office.one("SELECT max(seq) FROM audit_entry") == 7
    assert office.found() == []


def test_every_table_with_entries_has_its_id_and_version_first(office: MadeOffice) -> None:
    assert {columns_of(table)[:2] for table in ("person", "note", "consent_head", "setting")} == {("id", "version")}


def test_text_that_is_no_text_counts_as_damage(office: MadeOffice, person: UUID) -> None:
    office.tamper("UPDATE person SET state = CAST(x'ff' AS TEXT)")
    with pytest.raises(Damaged):
        change_person(office.desk, person, "new")


def test_damage_is_told_without_the_statement(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    path.write_bytes(b"not a database at all, and long enough to be looked at" * 40)
    engine = open_engine(path)
    with pytest.raises(Damaged), reading(engine):
        pass
    engine.dispose()


def test_two_people_entered_at_once_get_two_numbers(office: MadeOffice) -> None:
    add_person(office.desk)
    add_person(office.sit("officer"))
    assert office.one('SELECT group_concat(number) FROM "case"') == "1,2"
