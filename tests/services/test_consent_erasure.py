"""Attacks on an erasure: old copies, old keys, and a machine that stops at any step of the turn of the host key."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from db import consent_store, hanging
from db.cupboard import Cupboard, NoHostKey
from db.desk import open_keyring
from db.engine import open_engine, reading
from db.opened import record
from db.unit_of_work import Records, UnitOfWork
from iass_tui.host.folder import OfficeFolder
from iass_tui.host.host_folder import HostFolder
from iass_tui.rules.consent import fold
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.people import ContactDetails
from iass_tui.services import outbox, sign_in as entry, turning, upkeep
from iass_tui.services.door import OfficeDoor
from iass_tui.services.office import OfficeFiles, Places
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotOpen
from iass_tui.vault.encoding import V, lp
from iass_tui.vault.host_key import ID
from iass_tui.vault.sealing import DoesNotOpen, unseal
from tests.architecture.tree import ROOT
from tests.services.families import CHILD, DETAILS, MOTHER, add_person
from tests.services.first_contacts import FAMILY
from tests.services.offices import CHEAP, PASSPHRASE, Clock, Office
from tests.services.test_consent import TODAY, withdraw

OTHERS = ContactDetails(phones=("07700 900456",))


def stolen(folder: Path, to: Path) -> Path:
    """A copy of a whole office folder, write-ahead logs included."""
    return Path(shutil.copytree(folder, to))


def opened_contacts(folder: Path, host: Path, scratch: Path) -> list[str]:
    """The phone numbers that the files of a folder, a host folder and an officer's right passphrase give together.

    The attacker's own program: no witness, no check of which folder the host serves, no audit.
    """
    spare = Path(shutil.copytree(folder, scratch, dirs_exist_ok=True))
    keys = open_engine(spare / "office.keys")
    with reading(keys) as connection:
        office = UUID(bytes=connection.exec_driver_sql("SELECT id FROM office").scalar_one())
    keys.dispose()
    places = Places(OfficeFolder(spare), lambda _: HostFolder(host), Clock(), CHEAP, measures=False)
    files = OfficeFiles(places, HostFolder(host), office)
    try:
        bundle, *_ = entry.open_bundle(files, "omar", PASSPHRASE)
        with reading(files.cupboard.engine) as connection:
            keyring, _ = open_keyring(files.cupboard, connection, bundle, [])
        held = {file.place.id: file for file in files.cupboard.find_all(keyring, "contact")}
        with reading(files.records.engine) as connection:
            rows = connection.exec_driver_sql("SELECT id, file_key_id, body FROM person_contact").fetchall()
        return [
            number
            for row_id, key_id, body in rows
            if UUID(bytes=key_id) in held
            for number in record(ContactDetails, held, "person_contact", "body", row_id, key_id, body).phones
        ]
    finally:
        files.close()
        shutil.rmtree(spare)


def two_people(session: OfficeSession) -> tuple[UUID, UUID]:
    """Someone who will withdraw, and someone else who does not."""
    return add_person(session, MOTHER, contact=DETAILS), add_person(session, CHILD, contact=OTHERS)


def test_contact_withdrawn_old_backup(office: Office, tmp_path: Path) -> None:
    session = office.officer
    mother, _ = two_people(session)
    live, host = tmp_path / "office", tmp_path / "host"
    old, old_host = stolen(live, tmp_path / "old"), stolen(host, tmp_path / "old-host")
    withdraw(session, mother)
    # The attack is a real one: with the host key of that day the old folder opens.
    assert opened_contacts(old, old_host, tmp_path / "x") == ["07700 900123", "07700 900456"]
    with pytest.raises(NoHostKey):
        opened_contacts(old, host, tmp_path / "x")
    # Yesterday's office.db beside today's office.keys: the other person opens, the one who withdrew does not.
    mixed = stolen(old, tmp_path / "mixed")
    for name in ("office.keys", "office.keys-wal", "office.keys-shm"):
        shutil.copy(live / name, mixed / name)
    assert opened_contacts(mixed, host, tmp_path / "x") == ["07700 900456"]
    # Today's office.db beside yesterday's office.keys.
    for name in ("office.db", "office.db-wal", "office.db-shm", "office.keys", "office.keys-wal", "office.keys-shm"):
        shutil.copy((old if "keys" in name else live) / name, mixed / name)
    with pytest.raises(NoHostKey):
        opened_contacts(mixed, host, tmp_path / "x")


def test_no_wrap_in_an_old_office_keys_opens_under_the_host_key_of_today(office: Office, tmp_path: Path) -> None:
    session = office.officer
    mother, _ = two_people(session)
    old = stolen(tmp_path / "office", tmp_path / "old")
    withdraw(session, mother)
    today, engine = office.host.key(), open_engine(old / "office.keys")
    with reading(engine) as connection:
        wraps = connection.exec_driver_sql(
            "SELECT id, wrapped, 'file' FROM file_key UNION ALL SELECT id, sealed, 'bundle' FROM bundle"
        ).fetchall()
    engine.dispose()
    assert len(wraps) > 6
    for owner, wrap, kind in wraps:
        context = lp("iass-outer", V, session.desk.office, bytes(wrap[1 : 1 + ID]), kind, UUID(bytes=owner))
        with pytest.raises(DoesNotOpen):
            unseal(today._outer, bytes(wrap[1 + ID :]), context)


def test_old_keys_copy_after_destruction(office: Office, tmp_path: Path) -> None:
    session = office.manager
    mother, other = two_people(session)
    live, host = tmp_path / "office", tmp_path / "host"
    old = stolen(live, tmp_path / "old")
    keys = hanging.keys_of(session.desk, mother)
    # The head of the consents has no key of its own: it goes with the rows.
    rows = (*hanging.rows_under(session.desk, keys), ("consent_head", mother))
    rows = tuple(sorted(rows, key=lambda row: row[0] == "person"))
    turning.erase(session.desk, turning.Erasure("destruction", mother, "", keys, rows))
    with pytest.raises(NoHostKey):
        opened_contacts(old, host, tmp_path / "x")
    assert opened_contacts(live, host, tmp_path / "x") == ["07700 900456"]
    assert session.people.person(other).contact == OTHERS
    # The old office.keys put in the place of today's: the program says so and opens nothing.
    office.close()
    now = stolen(live, tmp_path / "now")
    for name in ("office.keys", "office.keys-wal", "office.keys-shm"):
        (live / name).unlink(missing_ok=True)
        if (old / name).exists():
            shutil.copy(old / name, live / name)
    with pytest.raises(NotOpen, match="host key"):
        office.sign_in("hannah")
    shutil.rmtree(live)
    now.rename(live)


class Stopped(BaseException):
    """The machine stops: nothing behind this point happens, not even tidying up."""


def stop(patch: pytest.MonkeyPatch, where: Any, name: str, *, after: bool) -> None:
    """From now on the machine stops before, or right after, this step."""
    real: Callable[..., Any] = getattr(where, name)

    def stopped(*given: Any, **named: Any) -> Any:
        if after:
            real(*given, **named)
        raise Stopped

    patch.setattr(where, name, stopped)


def test_the_draft_of_a_first_contact_dies_with_the_details_typed_into_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = office.officer
    draft = session.intake.begin(FAMILY)
    assert draft is not None
    key_id = UUID(bytes=office.ask("SELECT file_key_id FROM draft"))
    stop(monkeypatch, hanging, "drop_keys", after=False)
    with pytest.raises(Stopped):
        session.intake.finish(FAMILY, draft)
    monkeypatch.undo()
    assert office.ask("SELECT count(*) FROM file_key WHERE id = ?", key_id.bytes, keys=True) == 1
    mother = UUID(bytes=office.ask("SELECT person_id FROM person_contact"))
    withdraw(session, mother)
    assert office.ask("SELECT count(*) FROM file_key WHERE id = ?", key_id.bytes, keys=True) == 0


NOTHING_HAPPENED = [
    (HostFolder, "stage", False),
    (HostFolder, "stage", True),
    (HostFolder, "append", False),
]
IT_HAPPENED = [
    (HostFolder, "append", True),
    (Cupboard, "rewrap", False),
    (Cupboard, "rewrap", True),
    (turning, "seal_to_recovery", True),
    (HostFolder, "promote", False),
    (HostFolder, "promote", True),
    (consent_store, "append", False),
    (consent_store, "append", True),
    (UnitOfWork, "finish", False),
    (UnitOfWork, "finish", True),
    (Records, "_renew", False),
    (Records, "_renew", True),
    (outbox, "drop_about", False),
]
STEPS = [(*step, False) for step in NOTHING_HAPPENED] + [(*step, True) for step in IT_HAPPENED]


def crash(office: Office, person_id: UUID, where: Any, name: str, *, after: bool) -> None:
    """An officer's process withdraws the consent and stops at that step."""
    session = OfficeDoor(office.places).sign_in("omar", PASSPHRASE)
    with pytest.MonkeyPatch.context() as patch:
        stop(patch, where, name, after=after)
        with pytest.raises(Stopped):
            withdraw(session, person_id)
    session.close()


def opens_whole(session: OfficeSession) -> None:
    """Every file key of the office opens for someone who holds its compartment: none was lost."""
    with reading(session.desk.cupboard.engine) as connection:
        kinds = connection.exec_driver_sql("SELECT kind, count(*) FROM file_key GROUP BY kind").fetchall()
    for kind, count in kinds:
        assert sum(1 for _ in session.desk.cupboard.find_all(session.desk.keyring, kind)) == count


def may_keep(session: OfficeSession, person_id: UUID) -> bool:
    """Whether the contact details may be kept, as the events say."""
    return bool(fold(consent_store.history(session.desk, person_id), TODAY).may(Purpose.SAVE_CONTACT))


@pytest.mark.parametrize(("where", "name", "after", "happened"), STEPS)
def test_host_key_crash_at_each_step(office: Office, where: Any, name: str, after: bool, happened: bool) -> None:
    mother, other = two_people(office.manager)
    crash(office, mother, where, name, after=after)
    session = office.sign_in("hannah")
    assert upkeep.after_sign_in(session) == ()
    assert office.host.next_key() is None
    opens_whole(session)
    assert session.people.person(other).contact == OTHERS
    assert session.people.person(mother).card == MOTHER
    assert session.people.person(mother).contact == (None if happened else DETAILS)
    assert may_keep(session, mother) is not happened
    assert office.ask("SELECT count(*) FROM person_contact") == (1 if happened else 2)
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'contact'", keys=True) == (1 if happened else 2)
    assert len(consent_store.history(session.desk, mother)) == (3 if happened else 2)
    assert turning.finish_erasures(session.desk) == session.consent.finish() == 0
    withdraw(session, other)
    assert session.people.person(mother).card == MOTHER


def test_two_processes_that_stop_one_after_the_other_lose_no_key(office: Office) -> None:
    colleague = office.manager
    mother, other = two_people(colleague)
    crash(office, mother, HostFolder, "promote", after=False)
    in_force = office.host.next_key()
    assert in_force is not None
    with pytest.MonkeyPatch.context() as patch:  # a colleague who was signed in all the time, and never signs in again
        stop(patch, HostFolder, "stage", after=True)
        with pytest.raises(Stopped):
            withdraw(colleague, other)
    assert office.host.key().id == in_force.id
    session = office.sign_in("hannah")
    assert upkeep.after_sign_in(session) == ()
    opens_whole(session)
    assert session.people.person(mother).contact is None
    assert session.people.person(other).contact == OTHERS


@pytest.mark.parametrize(("name", "after"), [("append", True), ("promote", False), ("promote", True)])
def test_a_colleague_who_is_signed_in_goes_on_where_another_process_stopped(
    office: Office, name: str, after: bool
) -> None:
    colleague = office.manager
    mother, other = two_people(colleague)
    crash(office, mother, HostFolder, name, after=after)
    assert withdraw(colleague, other).went.keys == 1
    assert colleague.people.person(mother).card == MOTHER
    opens_whole(colleague)
    session = office.sign_in("olive")
    assert upkeep.after_sign_in(session) == ()
    assert session.people.person(mother).contact is None


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from uuid import UUID
from iass_tui.host.host_folder import HostFolder
from iass_tui.services.door import OfficeDoor
from tests.services.offices import PASSPHRASE, Clock, places_in
from tests.services.test_consent import withdraw
session = OfficeDoor(places_in(Path(sys.argv[1]), Clock())).sign_in("omar", PASSPHRASE)
HostFolder.promote = lambda self: os.kill(os.getpid(), signal.SIGKILL)
withdraw(session, UUID(sys.argv[2]))
"""


def test_a_process_killed_between_keys_and_host_key_leaves_a_sound_office(office: Office, tmp_path: Path) -> None:
    mother, other = two_people(office.manager)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path, str(mother)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert office.host.next_key() is not None
    session = office.sign_in("olive")
    assert upkeep.after_sign_in(session) == ()
    assert office.host.next_key() is None
    assert session.people.person(mother).contact is None
    assert session.people.person(other).contact == OTHERS
    assert not may_keep(session, mother)


def test_withdrawal_survives_restore(office: Office, tmp_path: Path) -> None:
    session = office.officer
    mother, other = two_people(session)
    old = stolen(tmp_path / "office", tmp_path / "old")
    session.consent.withdraw(other, Purpose.SAVE_CASE, Scope(), given_by=None, given_on=TODAY, method="EMAIL")
    withdraw(session, mother)
    office.close()
    # What a restore does: yesterday's records beside today's keys, and a witness that has seen neither.
    for path in old.glob("office.db*"):
        shutil.copy(path, tmp_path / "office" / path.name)
    (tmp_path / "host" / "witness").unlink()
    again = office.sign_in("olive")
    assert upkeep.after_sign_in(again) == ()
    assert again.people.person(mother).contact is None
    assert not may_keep(again, mother)
    assert office.ask("SELECT count(*) FROM person_contact") == 1
    assert again.people.person(other).is_frozen
    event = consent_store.history(again.desk, mother)[-1].event
    assert (event.evidence, event.given_on) == ("ledger 2", TODAY)


def test_a_forged_line_of_the_ledger_erases_nothing_and_takes_no_consent_back(office: Office) -> None:
    session = office.officer
    mother, other = two_people(session)
    keys = hanging.keys_of(session.desk, other, "contact")
    rows = hanging.rows_under(session.desk, keys)
    turning.announce(session.desk, turning.Erasure("withdrawal", other, f"SAVE_CONTACT {mother}", keys, rows))
    raw = office.host.ledger_path.read_bytes()
    body, _, signature = raw.rstrip(b"\n").partition(b"\t")
    signed = bytes.fromhex(signature.decode())
    forged = signed[:-1] + bytes([signed[-1] ^ 1])
    office.host.ledger_path.write_bytes(body + b"\t" + forged.hex().encode() + b"\n")
    office.is_damaged_on_purpose = True
    assert (turning.finish_erasures(session.desk), session.consent.finish()) == (0, 0)
    assert session.people.person(other).contact == OTHERS
    office.host.ledger_path.write_bytes(raw)
    assert (turning.finish_erasures(session.desk), session.consent.finish()) == (1, 1)
    assert session.people.person(other).contact is None
