"""A sound office is found sound, whatever colleagues are doing; and checking changes nothing."""

import hashlib
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

import db.check.files
from db.addresses import file_kind, file_of, links_of, sealed_columns
from db.check import NOTES, Kind, check_folder, deep_check
from db.check.audit import GONE, _skim
from db.engine import reading
from db.tables.tallies import TallyRow
from iass_tui.host.folder import OfficeFolder
from iass_tui.host.host_folder import HostFolder
from iass_tui.vault.audit_entry import DELETED, Entry, RowMark
from iass_tui.vault.compartments import period_id
from iass_tui.vault.ledger_line import next_line
from tests.db.made import (
    SAID,
    MadeOffice,
    add_person,
    change_person,
    kinds,
    next_register,
    person_key,
    person_row,
    say,
    sealed,
)


def contents(*folders: Path) -> dict[str, tuple[str, int]]:
    """Every file under these folders: its bytes, and when it was last written."""
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) for path in paths}


def test_a_new_office_is_sound(office: MadeOffice) -> None:
    report = office.check()
    assert report.findings == ()
    assert (report.entries, report.rows, report.registers) == (0, 0, 1)


def test_an_office_at_work_is_sound(office: MadeOffice, person: UUID) -> None:
    change_person(office.desk, person, "Nia")
    add_person(office.sit("officer"), consents=3)
    next_register(office, audit_seq=3, audit_head=office.host.witness().head)  # type: ignore[union-attr]
    say(office.desk)
    report = office.check()
    assert report.findings == ()
    assert (report.entries, report.rows, report.cells, report.registers) == (4, 12, 12, 2)


def test_a_report_is_sound_where_there_are_only_notes(office: MadeOffice, person: UUID) -> None:
    office.desk.records.system_entry(1, {"v": 1})
    report = office.check()
    assert kinds(report.findings) == {Kind.UNSIGNED_TAIL}
    assert report.is_sound
    assert [finding.sentence for finding in report.notes] == [
        "The audit ends with unsigned system entries (1); the next signature covers them."
    ]


def test_unsigned_entries_followed_by_a_signed_one_are_not_worth_a_note(office: MadeOffice, person: UUID) -> None:
    for _ in range(3):
        office.desk.records.system_entry(1, {"v": 1})
    say(office.desk)
    assert office.check().findings == ()


def test_a_sentence_names_no_one_and_ends_with_a_full_stop(office: MadeOffice, person: UUID) -> None:
    office.tamper("DELETE FROM note", "UPDATE person SET state = 'GONE'", "DELETE FROM row_index")
    sentences = [finding.sentence for finding in office.check().findings]
    assert len(sentences) > 2
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in sentences)


@pytest.mark.parametrize("signed_in", [True, False])
def test_checking_changes_no_byte_and_leaves_no_file(signed_in: bool, office: MadeOffice, person: UUID) -> None:
    if not signed_in:
        office.leave()
    before = contents(office.folder.path, office.host.path)
    assert any(name.endswith("-wal") for name in before) == signed_in
    assert office.check().is_sound
    after = contents(office.folder.path, office.host.path)
    shared = {name for name in before if name.endswith("-shm")}  # where SQLite notes who reads
    assert {name: state for name, state in after.items() if name not in shared} == {
        name: state for name, state in before.items() if name not in shared
    }
    assert after.keys() == before.keys()


def test_a_damaged_office_is_left_as_it_is_too(office: MadeOffice, person: UUID) -> None:
    office.leave()
    office.tamper("DELETE FROM note")
    before = contents(office.folder.path, office.host.path)
    assert not office.check().is_sound
    assert contents(office.folder.path, office.host.path) == before


def test_an_office_in_a_folder_that_may_only_be_read_can_be_checked(office: MadeOffice, person: UUID) -> None:
    office.leave()
    office.folder.path.chmod(0o500)
    try:
        assert office.check().is_sound
    finally:
        office.folder.path.chmod(0o700)


def test_what_a_killed_process_left_in_the_log_is_checked_and_stays_there(office: MadeOffice, person: UUID) -> None:
    office.leave()
    code = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute(\"UPDATE person SET state = 'FROZEN'\")\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(office.folder.records)], check=True)
    before = contents(office.folder.path)
    assert [finding.kind for finding in office.check().damage] == [Kind.CHANGED]
    names = {str(office.folder.records), f"{office.folder.records}-wal"}
    after = contents(office.folder.path)
    assert {name: after[name] for name in names} == {name: before[name] for name in names}


def test_somebody_who_signs_in_while_a_quiet_office_is_checked_does_no_harm(
    office: MadeOffice, person: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.leave()
    readings = []
    real = db.check.files.read_registers

    def while_reading(*arguments: object) -> object:
        readings.append(1)
        if len(readings) == 1:
            add_person(office.desk)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(db.check.files, "read_registers", while_reading)
    assert office.check().findings == ()
    assert len(readings) == 2


def test_check_during_new_person(office: MadeOffice, person: UUID) -> None:
    stop = threading.Event()
    desk = office.sit("officer")

    def enter_people() -> None:
        while not stop.is_set():
            change_person(desk, add_person(desk), "Nia")

    writer = threading.Thread(target=enter_people)
    writer.start()
    try:
        reports = []
        until = time.monotonic() + 2
        while time.monotonic() < until or len(reports) < 5:
            reports.append(office.check())
    finally:
        stop.set()
        writer.join()
    assert [finding for report in reports for finding in report.findings] == []
    assert len({report.entries for report in reports}) > 1


def erase(office: MadeOffice, person: UUID) -> None:
    """What the turn of a host key does to a person, without the turn."""
    desk = office.desk
    with desk.read() as connection:
        keys = [
            UUID(bytes=row[0])
            for table in ("person", "case")
            for row in connection.exec_driver_sql(f'SELECT file_key_id FROM "{table}" WHERE id = ?', (person.bytes,))
        ]
    line = next_line(
        desk.records.host.ledger(),
        desk.keyring.bundle.signer,
        office=desk.office,
        at="2026-03-02T09:00:00Z",
        by=desk.account_id,
        register=desk.pin.number,
        kind="destruction",
        subject=person,
        keys=tuple(keys),
        rows=(("person", person),),
    )
    desk.records.host.append(line)
    with desk.cupboard.write() as connection:
        for key in keys:
            connection.exec_driver_sql("DELETE FROM file_key WHERE id = ?", (key.bytes,))


def remove(office: MadeOffice, person: UUID) -> None:
    """Removes an erased person's rows."""
    remove_consents(office, person)
    with office.desk.unit("casework") as unit:
        unit.delete("note", UUID(bytes=office.one("SELECT id FROM note WHERE case_id = ?", person.bytes)))
        unit.delete("case", person)
        unit.delete("person", person)
        unit.say(SAID)


def remove_consents(office: MadeOffice, person: UUID) -> None:
    """Removes a person's only consent event."""
    with office.desk.unit("casework") as unit:
        event = office.one("SELECT id FROM consent_event WHERE subject_id = ?", person.bytes)
        unit.delete("consent_event", UUID(bytes=event))
        unit.delete("consent_head", person)
        unit.say(SAID)


def test_an_erasure_cut_off_halfway_is_a_note(office: MadeOffice, person: UUID) -> None:
    erase(office, person)
    report = office.check()
    assert kinds(report.findings) == {Kind.ERASURE_PENDING}
    assert deep_check(office.desk).findings == ()
    remove(office, person)
    assert office.check().findings == ()


def test_a_key_put_back_after_its_erasure_is_a_note(office: MadeOffice, person: UUID, tmp_path: Path) -> None:
    office.leave()
    former = shutil.copy(office.folder.keys, tmp_path / "former.keys")
    erase(office, person)
    remove(office, person)
    office.leave()
    shutil.copy(former, office.folder.keys)
    assert kinds(office.check().findings) == {Kind.ERASURE_PENDING}


def at_this_very_second(patch: pytest.MonkeyPatch, before: str, act: Callable[[], object]) -> None:
    """Has a colleague act once while an office in use is being checked, just before that step."""
    step = {"office.db": ("_snapshot", 1), "office.keys": ("_snapshot", 2), "ledger": ("_read_ledger", 1)}
    name, number = step.get(before, (before, 1))
    real = getattr(db.check.files, name)
    calls = []

    def meanwhile(*arguments: object) -> object:
        calls.append(1)
        if len(calls) == number:
            act()
        return real(*arguments)

    patch.setattr(db.check.files, name, meanwhile)


STEPS = ["office.db", "office.keys", "ledger", "read_registers", "check_consents"]


@pytest.mark.parametrize("step", STEPS)
def test_an_erasure_at_this_very_second_is_no_damage(
    step: str, office: MadeOffice, person: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erase_and_go_on() -> None:
        erase(office, person)
        remove(office, person)
        next_register(office)
        add_person(office.desk)

    at_this_very_second(monkeypatch, step, erase_and_go_on)
    assert office.check().damage == ()


@pytest.mark.parametrize("step", STEPS)
def test_a_ledger_line_under_a_newer_register_is_no_damage(
    step: str, office: MadeOffice, person: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def register_and_erase() -> None:
        next_register(office)
        erase(office, person)

    at_this_very_second(monkeypatch, step, register_and_erase)
    assert office.check().damage == ()


@pytest.mark.parametrize("step", STEPS)
def test_a_row_that_moves_to_another_key_at_this_very_second_is_no_damage(
    step: str, office: MadeOffice, person: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove_consents(office, person)
    old = person_key(office.desk, person)

    def move() -> None:
        (new,) = office.desk.new_keys([("person", person, "casework")])
        with office.desk.unit("casework") as unit:
            unit.update(person_row(new, person, unit.at, "moved"))
            unit.say(SAID)
        with office.desk.cupboard.write() as keys:
            keys.exec_driver_sql("DELETE FROM file_key WHERE id = ?", (old.place.id.bytes,))

    at_this_very_second(monkeypatch, step, move)
    assert office.check().findings == ()


@pytest.mark.parametrize("step", STEPS)
def test_a_register_version_that_names_an_entry_after_our_snapshot_is_no_damage(
    step: str, office: MadeOffice, person: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def enter_and_register() -> None:
        say(office.desk)
        next_register(office, audit_seq=2, audit_head=office.host.witness().head)  # type: ignore[union-attr]

    at_this_very_second(monkeypatch, step, enter_and_register)
    assert office.check().findings == ()


def test_a_copied_folder_can_be_checked_without_a_host(office: MadeOffice, person: UUID, tmp_path: Path) -> None:
    office.leave()
    copy = OfficeFolder(Path(shutil.copytree(office.folder.path, tmp_path / "copy")))
    assert kinds(check_folder(copy, None).findings) == {Kind.NO_WITNESS}
    assert kinds(check_folder(copy, HostFolder(tmp_path / "new")).findings) == {Kind.NO_WITNESS, Kind.NO_HOST_KEY}


@pytest.mark.parametrize("name", ["office.db", "office.keys"])
@pytest.mark.parametrize("how", ["gone", "rubbish", "short", "empty"])
def test_a_torn_file_is_damage_and_never_a_crash(name: str, how: str, office: MadeOffice, person: UUID) -> None:
    office.leave()
    path = office.folder.path / name
    if how == "gone":
        path.unlink()
    else:
        raw = path.read_bytes()
        path.write_bytes({"rubbish": b"rubbish" * 4000, "short": raw[: len(raw) // 2], "empty": b""}[how])
    assert kinds(office.check().findings) <= {Kind.DAMAGED, Kind.SCHEMA}
    assert not office.check().is_sound


def test_an_office_of_a_later_program_is_not_judged(office: MadeOffice, person: UUID) -> None:
    office.tamper("UPDATE alembic_version SET version_num = '9999'")
    (finding,) = office.check().findings
    assert finding.kind is Kind.SCHEMA
    assert "later version" in finding.sentence


ENTRIES = st.builds(
    Entry,
    st.integers(1, 2**40),
    st.just("2026-03-02T09:00:00.000000Z"),
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    st.uuids(),
    st.integers(0, 9),
    st.lists(
        st.builds(
            RowMark,
            st.sampled_from(["person", "case"]),
            st.uuids().map(str),
            st.integers(0, 99),
            st.one_of(st.just(DELETED), st.binary(min_size=32, max_size=32).map(bytes.hex)),
        ),
        max_size=4,
        unique_by=lambda mark: (mark.table, mark.id),
    ).map(tuple),
    st.binary(max_size=40),
)


@given(ENTRIES)
def test_the_quick_reader_of_entries_reads_what_the_vault_reads(entry: Entry) -> None:
    said = _skim(entry.to_bytes())
    assert said is not None
    assert (said.seq, said.previous, said.actor, said.register) == (
        entry.seq,
        entry.previous,
        str(entry.actor),
        entry.register,
    )
    assert [(t, str(UUID(bytes=r)), d) for t, r, d in said.marks] == [
        (m.table, m.id, GONE if m.digest == DELETED else bytes.fromhex(m.digest)) for m in entry.rows
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"actor"', b'{ "actor"'),
        (b'"seq":7', b'"seq":7,"seq":7'),
        (b'"seq":7', b'"seq":7.0'),
        (b'"v":1', b'"v":2'),
        (b'"rows":[]', b'"rows":[1]'),
        (b'"rows":[]', b'"rows":[["person",1,1,"deleted"]]'),
        (b'"register":1', b'"register":true'),
        (b'"seq":7', b'"seq":NaN'),
        (b"}", b"}\n"),
    ],
)
def test_the_quick_reader_refuses_what_nobody_wrote(old: bytes, new: bytes) -> None:
    raw = Entry(7, "2026-03-02T09:00:00.000000Z", "0" * 64, uuid4(), 1, (), b"detail").to_bytes()
    assert _skim(raw) is not None
    assert old in raw
    assert _skim(raw.replace(old, new)) is None
    assert _skim(raw.decode()) is None


def test_the_deep_check_opens_every_cell_that_the_colleague_may_open(office: MadeOffice, person: UUID) -> None:
    add_tally(office)
    for role, closed in (("manager", 0), ("officer", 0), ("volunteer", 5)):
        report = deep_check(office.sit(role))
        assert report.findings == ()
        assert (report.rows, report.cells, report.closed) == (5, 6, closed)


def add_tally(office: MadeOffice) -> None:
    file = office.desk.period_key("tally", "2026-Q1", "office")
    row = uuid4()
    with office.desk.unit("office") as unit:
        unit.write_unmarked(TallyRow(id=row, file_key_id=file.place.id, body=sealed(file, "tally", "body", row)))


def test_every_table_with_sealed_cells_says_whose_key_seals_them() -> None:
    for table in sealed_columns():
        kind, _ = file_kind(table)
        links = {link: uuid4() for link in links_of(table)}
        assert file_of(table, links, uuid4())[0] == kind
    assert {table for table in sealed_columns() if not file_kind(table).kind} == {"draft"}


def test_an_enquiry_before_there_is_a_case_is_its_persons() -> None:
    person, case = uuid4(), uuid4()
    assert file_of("enquiry", {"case_id": case, "person_id": person}, uuid4()) == ("case", case)
    assert file_of("enquiry", {"case_id": None, "person_id": person}, uuid4()) == ("person", person)


def test_a_tally_belongs_to_its_quarter(office: MadeOffice) -> None:
    add_tally(office)
    with reading(office.desk.cupboard.engine) as connection:
        subject = connection.exec_driver_sql("SELECT subject FROM file_key WHERE kind = 'tally'").scalar_one()
    assert UUID(bytes=subject) == period_id(office.id, "2026-Q1")


def test_notes_are_no_damage() -> None:
    assert Kind.CHANGED not in NOTES
    assert Kind.KEY_GONE not in NOTES
