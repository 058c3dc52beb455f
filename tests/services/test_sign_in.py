"""Signing in, and the conditions in which an office is not opened."""

import dataclasses
import os
import shutil
import threading
import weakref
from pathlib import Path

import pytest

from db.engine import open_engine, writing
from iass_tui.host.folder import CannotUse, OfficeFolder, refuse_network
from iass_tui.host.host_folder import HostFolder
from iass_tui.rules.records.office import OfficeFacts
from iass_tui.services import office as offices
from iass_tui.services.door import OfficeDoor
from iass_tui.services.views import (
    AuditFilter,
    NotAllowed,
    NotOpen,
    OfficeCondition,
    Problem,
    SetUpAnswers,
    WrongPassphrase,
)
from iass_tui.vault.audit_entry import Entry
from tests.services.offices import PASSPHRASE, Office

FACTS = OfficeFacts(name="Westbridge IASS")


def test_a_name_is_known_in_any_letter_case_and_with_spaces_around(office: Office) -> None:
    session = office.sign_in("  OMAR ")
    assert session.me.card.name == "Omar Officer"


def test_a_passphrase_typed_with_composed_or_decomposed_letters_is_the_same(office: Office, tmp_path: Path) -> None:
    places = dataclasses.replace(
        office.places, folder=OfficeFolder(tmp_path / "second"), host_for=lambda _: HostFolder(tmp_path / "second-host")
    )
    door = OfficeDoor(places)
    door.set_up(SetUpAnswers(FACTS, "ana", "Ana", "café umbrella trumpet eleven")).close()
    door.sign_in("ana", "café umbrella trumpet eleven").close()


@pytest.mark.parametrize(
    ("name", "passphrase"), [("omar", "not it"), ("nobody", PASSPHRASE), ("", ""), ("omar\x00", PASSPHRASE)]
)
def test_a_wrong_name_and_a_wrong_passphrase_are_told_apart_by_nobody(
    office: Office, name: str, passphrase: str
) -> None:
    with pytest.raises(WrongPassphrase) as wrong:
        office.sign_in(name) if passphrase == PASSPHRASE else OfficeDoor(office.places).sign_in(name, passphrase)
    assert str(wrong.value) == str(WrongPassphrase())


def test_delays_grow_to_thirty_seconds_and_never_lock_anyone_out(office: Office) -> None:
    door, waits = OfficeDoor(office.places), []
    for _ in range(10):
        with pytest.raises(WrongPassphrase) as wrong:
            door.sign_in("omar", "not it")
        waits.append(wrong.value.wait)
        office.clock.forward(seconds=31)
    assert waits == [0, 0, 1, 2, 4, 8, 16, 30, 30, 30]
    office.sign_in("omar")
    with pytest.raises(WrongPassphrase) as first_again:
        door.sign_in("omar", "not it")
    assert first_again.value.wait == 0


def test_the_right_passphrase_is_refused_while_a_delay_runs_also_from_another_process(office: Office) -> None:
    for _ in range(4):
        with pytest.raises(WrongPassphrase):
            OfficeDoor(office.places).sign_in("omar", "not it")
        office.clock.forward(seconds=1.5)
    with pytest.raises(WrongPassphrase) as early:
        office.sign_in("omar")
    assert 0 < early.value.wait <= 2
    office.clock.forward(seconds=2)
    office.sign_in("omar")


def test_a_failed_sign_in_is_recorded_without_what_was_typed(office: Office) -> None:
    with pytest.raises(WrongPassphrase):
        OfficeDoor(office.places).sign_in("a passphrase typed as a name", "x")
    with pytest.raises(WrongPassphrase):
        OfficeDoor(office.places).sign_in("omar", "x")
    for path in [*office.places.folder.path.iterdir(), *office.host.path.iterdir()]:
        assert b"typed as a name" not in path.read_bytes()
    lines = [row for row in office.manager.audit.lines(AuditFilter()) if row.act and row.act.value == "SIGN_IN_FAILED"]
    assert len(lines) == 2


def test_a_copied_folder_opens_for_check_only(office: Office, tmp_path: Path) -> None:
    assert office.officer
    office.close()
    shutil.copytree(office.places.folder.path, tmp_path / "drill")
    copy = dataclasses.replace(office.places, folder=OfficeFolder(tmp_path / "drill"))
    assert offices.inspect(copy).condition is OfficeCondition.COPY
    with pytest.raises(NotOpen, match="copy"):
        OfficeDoor(copy).sign_in("omar", PASSPHRASE)


def test_a_folder_that_was_moved_opens_where_it_stands_now(office: Office, tmp_path: Path) -> None:
    assert office.officer
    office.close()
    shutil.move(office.places.folder.path, tmp_path / "elsewhere")
    office.places = dataclasses.replace(office.places, folder=OfficeFolder(tmp_path / "elsewhere"))
    assert office.officer.me.sign_in == "omar"


def test_files_older_than_what_this_machine_saw_are_not_opened(office: Office, tmp_path: Path) -> None:
    assert office.officer
    office.close()
    shutil.copytree(office.places.folder.path, tmp_path / "yesterday")
    assert office.colleague
    office.close()
    for name in ("office.db", "office.keys"):
        shutil.copy(tmp_path / "yesterday" / name, office.places.folder.path / name)
    assert offices.inspect(office.places).condition is OfficeCondition.OLDER
    with pytest.raises(NotOpen, match="older"):
        office.sign_in("omar")
    office.is_damaged_on_purpose = True


def test_without_its_host_key_nothing_opens_whatever_the_passphrase(office: Office, tmp_path: Path) -> None:
    stolen = dataclasses.replace(office.places, host_for=lambda _: HostFolder(tmp_path / "thief"))
    assert offices.inspect(stolen).condition is OfficeCondition.NO_HOST_KEY
    with pytest.raises(NotOpen, match="host key"):
        OfficeDoor(stolen).sign_in("omar", PASSPHRASE)


@pytest.mark.parametrize(
    ("harm", "condition"),
    [
        (lambda raw: raw[: len(raw) // 2 + 1], OfficeCondition.DAMAGED),
        (lambda raw: b"PK\x03\x04" + bytes(4096), OfficeCondition.DAMAGED),
        (lambda raw: b"", OfficeCondition.DAMAGED),
        (lambda raw: raw[:100] + b"\xff" * 4000 + raw[4100:], OfficeCondition.DAMAGED),
    ],
    ids=["torn", "another kind of file", "empty", "overwritten"],
)
@pytest.mark.parametrize("name", ["office.db", "office.keys"])
def test_a_damaged_or_foreign_file_is_a_clear_sentence_and_stays_as_it_is(
    office: Office, harm: object, condition: OfficeCondition, name: str
) -> None:
    path = office.places.folder.path / name
    harmed = harm(path.read_bytes())  # type: ignore[operator]
    path.write_bytes(harmed)
    state = offices.inspect(office.places)
    assert state.condition is condition
    assert state.sentence
    assert path.read_bytes() == harmed
    with pytest.raises(NotOpen):
        office.sign_in("omar")
    office.is_damaged_on_purpose = True


def test_a_file_of_a_later_version_is_not_touched(office: Office) -> None:
    engine = open_engine(office.places.folder.records)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    state = offices.inspect(office.places)
    assert state.condition is OfficeCondition.NEWER_VERSION
    assert "Update the program" in state.sentence
    office.is_damaged_on_purpose = True


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_network_drive_is_refused_with_the_reason(tmp_path: Path, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        f"/dev/sda / ext4 rw 0 0\nserver:/x {str(tmp_path).replace(' ', chr(92) + '040')} {kind} rw 0 0\n"
    )
    with pytest.raises(CannotUse, match="network drive"):
        refuse_network(tmp_path / "office", mounts)
    refuse_network(Path("/"), mounts)


def test_the_host_folder_is_refused_inside_the_office_folder(office: Office, tmp_path: Path) -> None:
    inside = OfficeFolder(tmp_path / "new")
    places = dataclasses.replace(office.places, folder=inside, host_for=lambda _: HostFolder(inside.path / "host"))
    with pytest.raises(NotOpen, match="inside the office folder"):
        OfficeDoor(places).set_up(SetUpAnswers(FACTS, "ana", "Ana", PASSPHRASE))
    assert offices.inspect(places).condition is OfficeCondition.NONE


def test_a_weak_passphrase_sets_nothing_up(office: Office, tmp_path: Path) -> None:
    places = dataclasses.replace(office.places, folder=OfficeFolder(tmp_path / "new"))
    with pytest.raises(NotAllowed, match="14 characters"):
        OfficeDoor(places).set_up(SetUpAnswers(FACTS, "ana", "Ana", "short"))
    assert not (tmp_path / "new").exists()


def test_a_set_up_that_was_cut_off_leaves_no_office_or_a_whole_one(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = dataclasses.replace(
        office.places, folder=OfficeFolder(tmp_path / "new"), host_for=lambda _: HostFolder(tmp_path / "new-host")
    )
    real, moved = os.replace, []

    def cut(source: Path, target: Path) -> None:
        if Path(target).name in {"office.db", "office.keys"}:
            if len(moved) == stop_after:
                raise KeyboardInterrupt
            moved.append(target)
        real(source, target)

    for stop_after in (0, 1):
        moved.clear()
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", cut)
            with pytest.raises(KeyboardInterrupt):
                OfficeDoor(places).set_up(SetUpAnswers(FACTS, "ana", "Ana", PASSPHRASE))
        expected = OfficeCondition.NONE if stop_after == 0 else OfficeCondition.READY
        assert offices.inspect(places).condition is expected
    OfficeDoor(places).sign_in("ana", PASSPHRASE).close()


def test_whoever_looks_while_an_office_is_being_set_up_touches_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = dataclasses.replace(
        office.places, folder=OfficeFolder(tmp_path / "new"), host_for=lambda _: HostFolder(tmp_path / "new-host")
    )
    real, seen = os.replace, []

    def watched(source: Path, target: Path) -> None:
        if Path(target).name in {"office.db", "office.keys"}:
            seen.append(offices.inspect(places))
        real(source, target)

    monkeypatch.setattr(os, "replace", watched)
    OfficeDoor(places).set_up(SetUpAnswers(FACTS, "ana", "Ana", PASSPHRASE)).close()
    assert [one.condition for one in seen] == [OfficeCondition.BUSY] * 2
    assert "Wait a minute" in seen[0].sentence
    OfficeDoor(places).sign_in("ana", PASSPHRASE).close()


def test_office_files_are_for_their_owner_alone(office: Office) -> None:
    assert office.officer
    for path in [*office.places.folder.path.iterdir(), *office.host.path.iterdir()]:
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_a_broken_newest_audit_entry_keeps_the_office_closed(office: Office) -> None:
    assert office.officer
    seq, body = 0, b""
    engine = open_engine(office.places.folder.records)
    with engine.connect() as connection:
        seq, body = connection.exec_driver_sql(
            "SELECT seq, body FROM audit_entry ORDER BY seq DESC LIMIT 1 OFFSET 1"
        ).one()
    engine.dispose()
    forged = dataclasses.replace(Entry.from_bytes(body), rows=()).to_bytes().replace(b"2026", b"2025")
    office.tamper("UPDATE audit_entry SET body = ? WHERE seq = ?", forged, seq)
    with pytest.raises(NotOpen, match="audit record is broken"):
        office.sign_in("olive")


def test_unlocking_takes_ones_own_passphrase_and_brings_the_keys_back(office: Office) -> None:
    session = office.officer
    session.note_lock()
    with pytest.raises(Problem):
        session.casework.my_cases()
    assert not session.unlock("not it")
    assert session.unlock(PASSPHRASE)
    assert session.casework.my_cases() == ()


def test_a_screen_that_is_locked_again_leaves_no_keyring_in_memory(office: Office) -> None:
    session = office.officer
    for _ in range(2):
        held = weakref.ref(session.desk.keyring)
        session.note_lock()
        assert held() is None
        assert session.unlock(PASSPHRASE)


@pytest.mark.parametrize("left", [b"", bytes(300)])
def test_a_witness_that_a_power_cut_left_empty_does_not_keep_the_office_closed(office: Office, left: bytes) -> None:
    assert office.officer
    office.close()
    (office.host.path / "witness").write_bytes(left)
    assert office.colleague.me.sign_in == "olive"
    assert office.host.witness() is not None


def test_signing_out_waits_for_a_page_that_still_asks_which_keys_stand(office: Office) -> None:
    session = office.sign_in("omar")
    cupboard = session.desk.cupboard
    cupboard.newest_register()
    leaving = threading.Thread(target=session.close)
    with cupboard._watching:  # as a thread that is inside SQLite holds it
        leaving.start()
        leaving.join(0.2)
        assert leaving.is_alive()
    leaving.join(10)
    assert not leaving.is_alive()
