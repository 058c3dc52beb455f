"""A backup is proved to be whole before an older one goes, and takes nothing that would open it."""

import contextlib
import dataclasses
import json
import os
import resource
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

import iass_tui.services.backup
from db import hanging
from db.check import Kind, check_folder
from db.engine import DiskFull
from iass_tui.host import backup_files
from iass_tui.host.backup_files import last_backup, only_one
from iass_tui.host.folder import OfficeFolder
from iass_tui.host.host_folder import HostFolder
from iass_tui.services import key_copy
from iass_tui.services.backup import SAME_DISK, BackupDone, BackupNotSound, back_up
from iass_tui.services.views import NotOpen, Problem
from tests.services.families import add_family, add_person
from tests.services.offices import Office
from tests.services.test_consent import withdraw


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Where copies go."""
    folder = tmp_path / "second disk"
    folder.mkdir()
    return folder


@pytest.fixture
def other_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if that folder were on another disk."""
    monkeypatch.setattr(backup_files.BackupShelf, "is_on_the_disk_of", lambda *_: False)


def copies(shelf: Path) -> list[str]:
    return sorted(path.name for path in shelf.iterdir())


def later(office: Office, shelf: Path, keep: int = 30) -> BackupDone:
    """A backup an hour after the last."""
    office.clock.forward(hours=1)
    return back_up(office.places, shelf, keep)


def test_a_copy_holds_both_files_and_the_ledger_under_the_offices_name_and_the_moment(
    office: Office, shelf: Path
) -> None:
    add_person(office.officer)
    seen = office.host.witness()
    done = back_up(office.places, shelf)
    assert done.path.parent == shelf
    assert done.path.name == f"iass-{office.manager.desk.office.hex[:8]}-20261123T090000Z"
    assert copies(done.path) == ["ledger", "office.db", "office.keys"]
    assert copies(shelf) == [done.path.name]
    assert done.verified
    assert done.rows > 4
    assert seen is not None
    assert done.entries == seen.seq


def test_a_copy_is_what_the_office_was_and_can_be_checked_by_itself(office: Office, shelf: Path) -> None:
    add_person(office.officer)
    done = back_up(office.places, shelf)
    report = check_folder(OfficeFolder(done.path), None, ledger=done.path / "ledger")
    assert {finding.kind for finding in report.findings} == {Kind.NO_WITNESS}
    office.close()
    for name in ("office.db", "office.keys"):
        dumps = []
        for folder in (done.path, office.places.folder.path):
            connection = sqlite3.connect(folder / name)
            dumps.append(list(connection.iterdump()))
            connection.close()
        assert dumps[0] == dumps[1]


def test_a_copy_may_be_read_by_its_owner_only_and_needs_no_log_beside_it(office: Office, shelf: Path) -> None:
    done = back_up(office.places, shelf)
    assert done.path.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in done.path.iterdir()} == {0o600}
    connection = sqlite3.connect(done.path / "office.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()


def test_no_copy_holds_the_host_key(office: Office, shelf: Path) -> None:
    key = json.loads((office.host.path / "host.key").read_bytes())["key"]
    back_up(office.places, shelf)
    for path in shelf.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            assert bytes.fromhex(key) not in raw
            assert key.encode() not in raw


def test_a_copy_needs_no_passphrase_and_leaves_no_trace_in_the_office(office: Office, shelf: Path) -> None:
    before = {path: path.read_bytes() for path in office.places.folder.path.iterdir() if path.is_file()}
    back_up(office.places, shelf)
    after = {path: path.read_bytes() for path in office.places.folder.path.iterdir() if path.is_file()}
    assert {path.name: raw for path, raw in after.items() if raw} == {p.name: raw for p, raw in before.items() if raw}


def test_colleagues_go_on_working_while_a_copy_is_made(office: Office, shelf: Path) -> None:
    officer, stop, entered = office.officer, threading.Event(), []

    def enter_people() -> None:
        while not stop.is_set():
            entered.append(add_person(officer))

    writer = threading.Thread(target=enter_people)
    writer.start()
    try:
        done = [later(office, shelf) for _ in range(6)]
    finally:
        stop.set()
        writer.join()
    assert all(one.verified for one in done)
    assert len({one.entries for one in done}) > 1
    assert len(entered) > 1


def test_somebody_entered_between_the_two_files_has_their_key_in_the_later_one(
    office: Office, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, real, tries = office.officer, iass_tui.services.backup.copy_to, []

    def and_enter_somebody(engine: object, path: Path) -> None:
        real(engine, path)  # type: ignore[arg-type]
        add_person(officer)
        tries.append(path.name)

    monkeypatch.setattr(iass_tui.services.backup, "copy_to", and_enter_somebody)
    assert back_up(office.places, shelf).verified
    assert tries == ["office.db", "office.keys"]


def test_the_last_copy_is_remembered_on_this_host(office: Office, shelf: Path) -> None:
    assert last_backup(office.host) is None
    done = back_up(office.places, shelf)
    last = last_backup(office.host)
    assert last is not None
    assert (last.path, last.rows, last.seq, last.same_disk) == (str(done.path), done.rows, done.entries, True)
    assert last.at == "2026-11-23T09:00:00+00:00"
    (office.host.path / "backup.json").write_bytes(b"{")
    assert last_backup(office.host) is None


def test_only_the_newest_copies_are_kept(office: Office, shelf: Path, other_disk: None) -> None:
    stranger = shelf / "iass-00000000-20200101T000000Z"
    mine = shelf / "iass holiday photos"
    for folder in (stranger, mine):
        folder.mkdir()
    made = [later(office, shelf, keep=3).path.name for _ in range(5)]
    assert copies(shelf) == sorted([*made[-3:], stranger.name, mine.name])


@pytest.mark.parametrize("keep", [1, 0, -4])
def test_the_newest_copy_is_always_kept(keep: int, office: Office, shelf: Path) -> None:
    back_up(office.places, shelf)
    newest = later(office, shelf, keep)
    assert copies(shelf) == [newest.path.name]


def test_a_clock_that_was_set_back_does_not_cost_the_newest_copy(office: Office, shelf: Path) -> None:
    made = [later(office, shelf) for _ in range(2)]
    office.clock.forward(days=-9)
    newest = back_up(office.places, shelf, keep=2)
    assert copies(shelf) == sorted([newest.path.name, made[-1].path.name])


def test_a_link_to_somewhere_else_is_not_followed(office: Office, shelf: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    name = f"iass-{office.manager.desk.office.hex[:8]}-20200101T000000Z"
    (shelf / name).symlink_to(elsewhere)
    later(office, shelf, keep=1)
    assert (elsewhere / "kept").exists()


def test_an_old_copy_that_cannot_be_removed_is_a_warning(
    office: Office, shelf: Path, other_disk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = back_up(office.places, shelf).path

    def refuse(path: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(backup_files.shutil, "rmtree", refuse)
    done = later(office, shelf, keep=1)
    monkeypatch.undo()
    assert done.warnings == (f"An old copy could not be removed: {old.name}.",)


def test_copies_on_the_offices_own_disk_are_made_with_a_warning(office: Office, shelf: Path) -> None:
    assert back_up(office.places, shelf).warnings == (SAME_DISK,)


def test_copies_on_another_disk_are_made_without(office: Office) -> None:
    own = office.places.folder.path.stat().st_dev
    others = (Path(at) for at in ("/dev/shm", "/var/tmp", "/tmp"))
    disk = next((at for at in others if at.is_dir() and at.stat().st_dev != own), None)
    if disk is None:
        pytest.skip("needs a second file system")
    folder = disk / f"iass-test-{os.getpid()}"
    folder.mkdir()
    try:
        assert back_up(office.places, folder).warnings == ()
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("place", ["office", "office/copies", "host", "host/copies", "link", "nowhere"])
def test_a_place_that_would_defeat_the_copy_is_refused(place: str, office: Office, tmp_path: Path) -> None:
    target = tmp_path / place
    if place == "link":
        target.symlink_to(office.places.folder.path)
    elif place != "nowhere":
        target.mkdir(exist_ok=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Problem) as refused:
        back_up(office.places, target)
    assert str(target) in str(refused.value)
    assert [path for path in sorted(tmp_path.rglob("*")) if path.suffix not in ("", ".lock")] == [
        path for path in before if path.suffix not in ("", ".lock")
    ]


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file may grow beyond 64 KB."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_nothing_half_made(office: Office, shelf: Path, request: pytest.FixtureRequest) -> None:
    first = back_up(office.places, shelf).path.name
    office.clock.forward(hours=1)
    request.getfixturevalue("small_disk")
    with pytest.raises(Problem, match="full"):
        back_up(office.places, shelf, keep=1)
    assert copies(shelf) == [first]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("mkdir", OSError(30, "Read-only file system")),
        ("mkdir", PermissionError(13, "Permission denied")),
        ("rename", OSError(5, "Input/output error")),
        ("chmod", OSError(28, "No space left on device")),
    ],
)
def test_a_destination_that_takes_no_copy_is_a_plain_problem(
    name: str, error: OSError, office: Office, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = back_up(office.places, shelf).path.name
    office.clock.forward(hours=1)

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, name, fail)
    with pytest.raises(Problem, match="No copy was made"):
        back_up(office.places, shelf, keep=1)
    monkeypatch.undo()
    assert copies(shelf) == [first]


def test_what_a_killed_backup_left_behind_goes_with_the_next(office: Office, shelf: Path) -> None:
    left = shelf / f"iass-{office.manager.desk.office.hex[:8]}-20200101T000000Z.part"
    left.mkdir()
    (left / "office.db").write_bytes(b"half")
    done = back_up(office.places, shelf)
    assert copies(shelf) == [done.path.name]


def test_two_copies_of_the_same_second_do_not_become_one(office: Office, shelf: Path) -> None:
    first = back_up(office.places, shelf).path
    with pytest.raises(Problem):
        back_up(office.places, shelf)
    assert copies(shelf) == [first.name]


def test_two_backups_at_once_are_one(office: Office, shelf: Path) -> None:
    with only_one(office.host), pytest.raises(Problem, match="at this moment"):
        back_up(office.places, shelf)
    assert copies(shelf) == []


def test_a_damaged_office_costs_no_older_copy(office: Office, shelf: Path) -> None:
    person = add_person(office.officer)
    good = back_up(office.places, shelf).path
    remembered = last_backup(office.host)
    office.tamper("UPDATE person SET state = 'FROZEN' WHERE id = ?", person.bytes)
    bad = []
    for _ in range(2):
        with pytest.raises(BackupNotSound, match="older copy was kept") as told:
            later(office, shelf, keep=1)
        bad.append(told.value.path)
    assert copies(shelf) == sorted([good.name, bad[-1].name])
    assert bad[-1].name.endswith(".unsound")
    assert last_backup(office.host) == remembered


def test_a_copy_that_came_out_torn_does_not_count(office: Office, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = iass_tui.services.backup.copy_to

    def torn(engine: object, path: Path) -> None:
        real(engine, path)  # type: ignore[arg-type]
        path.write_bytes(path.read_bytes()[:-4096])

    monkeypatch.setattr(iass_tui.services.backup, "copy_to", torn)
    with pytest.raises(BackupNotSound):
        back_up(office.places, shelf)


def test_a_key_that_is_in_neither_file_nor_ledger_is_noticed(
    office: Office, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(office.officer)
    real = iass_tui.services.backup.copy_to

    def lose_a_key(engine: object, path: Path) -> None:
        real(engine, path)  # type: ignore[arg-type]
        if path.name == "office.keys":
            connection = sqlite3.connect(path, isolation_level=None)
            connection.execute("DELETE FROM file_key WHERE kind = 'person'")
            connection.close()

    monkeypatch.setattr(iass_tui.services.backup, "copy_to", lose_a_key)
    with pytest.raises(BackupNotSound) as told:
        back_up(office.places, shelf)
    assert {finding.kind for finding in told.value.report.damage} == {Kind.KEY_GONE}


def test_an_office_put_back_to_an_earlier_day_is_not_copied(office: Office, shelf: Path, tmp_path: Path) -> None:
    office.manager.desk.records.system_entry(1, {"v": 1})
    office.close()
    former = Path(shutil.copytree(office.places.folder.path, tmp_path / "former"))
    add_person(office.officer)
    office.close()
    shutil.copy(former / "office.db", office.places.folder.records)
    office.is_damaged_on_purpose = True
    with pytest.raises(NotOpen):
        back_up(office.places, shelf)
    assert copies(shelf) == []


def test_a_copied_folder_is_not_backed_up_as_if_it_were_the_office(office: Office, shelf: Path, tmp_path: Path) -> None:
    office.manager.desk.records.system_entry(1, {"v": 1})
    witness = office.host.witness()
    assert witness is not None
    office.host.put_witness(dataclasses.replace(witness, folder=str(office.places.folder.path)))
    copy = OfficeFolder(Path(shutil.copytree(office.places.folder.path, tmp_path / "drill")))
    with pytest.raises(NotOpen):
        back_up(dataclasses.replace(office.places, folder=copy), shelf)


def test_the_ledger_is_copied_without_a_torn_line(tmp_path: Path) -> None:
    host, part = HostFolder(tmp_path / "host"), tmp_path / "part"
    host.path.mkdir()
    part.mkdir()
    assert backup_files.put_ledger(host, part).read_bytes() == b""
    host.ledger_path.write_bytes(b"one\t00\ntwo")
    assert backup_files.put_ledger(host, part).read_bytes() == b"one\t00\n"


def test_after_an_erasure_the_newest_copy_gets_the_present_keys_and_stays_whole(office: Office, shelf: Path) -> None:
    family = add_family(office.officer)
    older = OfficeFolder(later(office, shelf).path)
    newest = OfficeFolder(later(office, shelf).path)
    (doomed,) = hanging.keys_of(office.officer.desk, family.mother, "contact")
    withdraw(office.officer, family.mother)
    assert (_holds(older, doomed), _holds(newest, doomed)) == (True, False)
    assert copies(newest.path) == ["ledger", "office.db", "office.keys"]
    assert (newest.path / "ledger").read_bytes() == office.host.ledger_path.read_bytes()
    report = check_folder(newest, None, ledger=newest.path / "ledger")
    assert [one.sentence for one in report.damage] == []
    assert "BACKUP_BEHIND" not in office.manager.casework.today().warnings


def test_where_the_copys_disk_takes_no_keys_the_first_page_says_so_until_a_backup_is_made(
    office: Office, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = add_family(office.officer)
    copy = OfficeFolder(back_up(office.places, shelf).path)
    before = copy.keys.read_bytes()
    with monkeypatch.context() as failing:
        failing.setattr(key_copy, "copy_to", _full)
        withdraw(office.officer, family.mother)
    assert copy.keys.read_bytes() == before
    assert "BACKUP_BEHIND" in office.manager.casework.today().warnings
    later(office, shelf)
    assert "BACKUP_BEHIND" not in office.manager.casework.today().warnings


def test_the_keys_of_another_office_are_never_overwritten(office: Office, shelf: Path) -> None:
    family = add_family(office.officer)
    copy = OfficeFolder(back_up(office.places, shelf).path)
    with sqlite3.connect(copy.keys) as theirs:
        theirs.execute("UPDATE office SET id = ?", (uuid4().bytes,))
    before = copy.keys.read_bytes()
    withdraw(office.officer, family.mother)
    assert copy.keys.read_bytes() == before


def _holds(copy: OfficeFolder, key: UUID) -> bool:
    with contextlib.closing(sqlite3.connect(copy.keys)) as connection:
        return connection.execute("SELECT 1 FROM file_key WHERE id = ?", (key.bytes,)).fetchone() is not None


def _full(*_: object) -> None:
    raise DiskFull
