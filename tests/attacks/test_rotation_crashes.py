"""A machine that stops anywhere in a rotation, two rotations at once, one beside writing and beside an erasure."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from db import carrying
from db.carrying import KeysLost
from db.desk import Desk
from db.engine import open_engine, writing
from iass_tui.host.host_folder import HostFolder
from iass_tui.services import key_register, rotating, upkeep
from iass_tui.services.checking import deep_check_office
from iass_tui.services.door import OfficeDoor
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import Problem
from iass_tui.vault.compartments import OpenCompartment
from tests.architecture.tree import ROOT
from tests.services.families import COVERING, add_family
from tests.services.offices import BEGINS, PASSPHRASE, Office
from tests.services.test_consent import withdraw
from tests.services.test_consent_erasure import Stopped, crash, opens_whole, stop, two_people
from tests.services.working import CONCERN, a_day_of_casework, note

BEFORE_IT_STANDS = [
    (carrying, "_compare", False),
    (carrying, "_compare", True),
    (rotating, "carry_over", True),
    (rotating, "put_grant", True),
    (key_register, "rotated", True),
    (key_register, "put_register", False),
    (key_register, "put_register", True),
]
AFTER_IT_STANDS = [
    (key_register, "_witness", False),
    (HostFolder, "put_witness", False),
    (HostFolder, "put_witness", True),
]
KINDS = ("person", "contact", "case", "settings", "register", "agency", "concern", "audit", "tally", "board", "outbox")
STEPS = [(*step, False) for step in BEFORE_IT_STANDS] + [(*step, True) for step in AFTER_IT_STANDS]


@pytest.mark.parametrize(("where", "name", "after", "happened"), STEPS)
def test_rotation_crash_at_each_step(office: Office, where: Any, name: str, after: bool, happened: bool) -> None:
    """All of it or nothing: no file key is lost, and whoever leaves has left or has not."""
    family, omar = add_family(office.officer), office.officer.me.id
    office.volunteer.concerns.raise_concern(CONCERN)
    code = office.manager.staff.invite("nora", office.officer.me.role, office.officer.me.card, BEGINS).code
    office.close()
    session = OfficeDoor(office.places).sign_in("hannah", PASSPHRASE)
    with pytest.MonkeyPatch.context() as patch:
        stop(patch, where, name, after=after)
        with pytest.raises(Stopped):
            session.staff.disable(omar)
    session.close()
    versions = office.ask("SELECT max(version) FROM compartment", keys=True)
    assert versions == (2 if happened else 1)
    hannah = office.manager
    assert upkeep.after_sign_in(hannah) == ()
    opens_whole_with_letters(hannah, letters=1)
    assert deep_check_office(hannah).is_sound
    a_day_of_casework(office.colleague, family, "after")
    assert any(one.id == omar and one.is_active for one in hannah.staff.colleagues()) is not happened
    if not happened:
        assert office.officer.casework.case(family.case, COVERING).reference == "C-0001"
        assert hannah.leaving.leave(omar, office.colleague.me.id).cases == 1
    office.join("nora", code, PASSPHRASE)
    hannah.staff.rotate()
    assert hannah.casework.case(family.case, COVERING).reference == "C-0001"


def opens_whole_with_letters(session: OfficeSession, letters: int) -> None:
    """Every file key opens; so many of them are letters, which open as such."""
    desk = session.desk
    total = 0
    for kind in KINDS:
        total += len(desk.every_key(kind))
    with desk.read(), desk.cupboard.engine.connect() as keys:
        stored = keys.exec_driver_sql("SELECT count(*) FROM file_key").scalar_one()
    assert total == stored - letters
    assert desk.cupboard.unreadable == set()
    assert [line.body for line in session.concerns.queue()] == [CONCERN] * letters


KILLED = """
import os, signal, sys
from pathlib import Path
from uuid import UUID
from iass_tui.services import key_register
from iass_tui.services.door import OfficeDoor
from tests.services.offices import PASSPHRASE, Clock, places_in
session = OfficeDoor(places_in(Path(sys.argv[1]), Clock())).sign_in("hannah", PASSPHRASE)
setattr(key_register, sys.argv[3], lambda *_: os.kill(os.getpid(), signal.SIGKILL))
session.leaving.leave(UUID(sys.argv[2]), session.me.id)
"""


@pytest.mark.parametrize(("name", "version"), [("put_register", 1), ("_witness", 2)])
def test_a_process_killed_while_somebody_leaves_leaves_a_sound_office(
    office: Office, tmp_path: Path, name: str, version: int
) -> None:
    family, omar = add_family(office.officer), office.officer.me.id
    office.close()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path, str(omar), name],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert office.ask("SELECT max(version) FROM compartment", keys=True) == version
    hannah = office.manager
    assert hannah.casework.case(family.case, COVERING).officer == "Hannah Manager"  # cases first: nothing was orphaned
    assert deep_check_office(hannah).is_sound
    opens_whole(hannah)
    office.colleague.casework.case(family.case, COVERING)
    office.colleague.casework.add_note(family.case, note("after"))


def test_what_was_written_is_read_back_and_a_key_that_is_another_undoes_everything(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = add_family(office.officer)
    carry = OpenCompartment.carry_over
    before = office.ask("SELECT count(*) FROM file_key", keys=True)
    calls: list[int] = []

    def one_wrong(self: OpenCompartment, inner: bytes, at: Any, old: Any, pair: Any) -> bytes:
        calls.append(1)
        good = carry(self, inner, at, old, pair)
        return good if len(calls) != 3 else good[:-1] + bytes([good[-1] ^ 1])

    monkeypatch.setattr(OpenCompartment, "carry_over", one_wrong)
    with pytest.raises(Problem, match="Nothing was changed"):
        office.manager.staff.rotate()
    monkeypatch.undo()
    assert office.ask("SELECT max(version) FROM compartment", keys=True) == 1
    assert office.ask("SELECT count(*) FROM file_key", keys=True) == before
    assert office.officer.casework.case(family.case, COVERING).reference == "C-0001"
    opens_whole(office.manager)


def test_a_key_that_is_lost_in_the_writing_undoes_everything(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    add_family(office.officer)
    rows = carrying._rows

    def loses_one(connection: Connection, compartment: str) -> Any:
        found = rows(connection, compartment)
        connection.exec_driver_sql("DELETE FROM file_key WHERE id = ?", (found[0][0],))
        monkeypatch.undo()
        return found

    monkeypatch.setattr(carrying, "_rows", loses_one)
    before = office.ask("SELECT count(*) FROM file_key", keys=True)
    with pytest.raises(KeysLost):
        key_register.rotate(office.manager.desk, ["casework"])
    assert office.ask("SELECT count(*) FROM file_key", keys=True) == before
    opens_whole(office.manager)


def test_a_damaged_key_keeps_nobody_from_leaving_and_is_said(office: Office) -> None:
    family = add_family(office.officer)
    other = add_family(office.officer)
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        connection.exec_driver_sql(
            "UPDATE file_key SET wrapped = CAST(substr(wrapped, 1, length(wrapped) - 1) || x'00' AS BLOB) "
            "WHERE kind = 'case' AND subject = ?",
            (other.case.bytes,),
        )
    engine.dispose()
    office.is_damaged_on_purpose = True
    done = office.manager.leaving.leave(office.officer.me.id, office.colleague.me.id)
    assert done.closed_keys == 1
    assert office.colleague.casework.case(family.case, COVERING).reference == "C-0001"


def test_rotation_against_a_withdrawals_turn_of_the_host_key(office: Office) -> None:
    """Each wherever the other stopped: both layers stay right, the erased stays erased."""
    mother, other = two_people(office.manager)
    for name, after, happened in (("stage", True, False), ("promote", False, True)):
        crash(office, mother, HostFolder, name, after=after)
        office.manager.staff.rotate()  # signed in all the time: it never finishes the turn
        opens_whole(office.manager)
        session = office.sign_in("olive")
        assert upkeep.after_sign_in(session) == ()
        opens_whole(office.manager)
        assert (session.people.person(mother).contact is None) is happened
        assert session.people.person(other).contact is not None
    with pytest.MonkeyPatch.context() as patch:
        stop(patch, key_register, "put_register", after=True)
        with pytest.raises(Stopped):
            office.manager.staff.rotate()
    withdraw(office.officer, other)
    office.manager.staff.rotate()
    assert office.colleague.people.person(other).contact is None
    opens_whole(office.manager)


def test_a_reader_whom_one_rotation_after_the_other_overtakes_is_not_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = add_family(office.officer)
    reader, manager = office.sign_in("omar"), office.sign_in("hannah")
    look, overtaken = Desk.take_in, [0]

    def look_and_be_overtaken(desk: Desk) -> bool:
        is_moved = look(desk)
        if desk is reader.desk and overtaken[0] < 4:
            overtaken[0] += 1
            manager.staff.rotate()
        return is_moved

    monkeypatch.setattr(Desk, "take_in", look_and_be_overtaken)
    assert reader.casework.case(family.case).person.card.given_name == "Amina"
    assert overtaken == [4]


def test_colleagues_write_all_the_while_two_managers_rotate(office: Office) -> None:
    """Threads with sessions of their own, as terminals are: nothing is lost, nothing is refused."""
    family = add_family(office.officer)
    sessions = {name: office.sign_in(name) for name in ("omar", "olive")}
    for session in sessions.values():
        session.casework.case(family.case, COVERING)
    managers = [office.sign_in("hannah"), office.sign_in("hannah")]
    problems: list[BaseException] = []

    def guarded(work: Any, *args: Any) -> None:
        try:
            work(*args)
        except BaseException as problem:  # noqa: BLE001
            problems.append(problem)

    def writes(name: str) -> None:
        for number in range(8):
            sessions[name].casework.add_note(family.case, note(f"{name} {number}"))
            sessions[name].casework.case(family.case, COVERING)
            sessions[name].directory.load()

    def rotates(manager: OfficeSession) -> None:
        for _ in range(4):
            manager.staff.rotate()

    threads = [threading.Thread(target=guarded, args=(writes, name)) for name in sessions]
    threads += [threading.Thread(target=guarded, args=(rotates, manager)) for manager in managers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert problems == []
    assert office.ask("SELECT max(version) FROM compartment", keys=True) == 9
    said = str(office.manager.casework.case(family.case, COVERING).notes)
    assert all(f"{name} {number}" in said for name in sessions for number in range(8))
    assert deep_check_office(office.manager).is_sound
