"""Signing in: a name and a passphrase become a desk. Delays grow to thirty seconds, and never lock anyone out."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from db.cupboard import NoHostKey, StoredBundle
from db.desk import Desk, open_keyring
from db.engine import reading, run
from db.unit_of_work import moment
from iass_tui.host.host_folder import Witness
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.services.account_rows import put_bundle
from iass_tui.services.office import OfficeFiles
from iass_tui.services.turning import finish_turn
from iass_tui.services.views import NotOpen, WrongPassphrase
from iass_tui.vault.audit_entry import LABEL, Entry
from iass_tui.vault.encoding import ZERO_DIGEST, BadFormat
from iass_tui.vault.keyring import AccountClosed, Keyring
from iass_tui.vault.passphrase import Bundle, Stretch
from iass_tui.vault.register import Pin, Register, RegisterRefused, walk
from iass_tui.vault.sealing import DoesNotOpen, is_signed, sha256

EDITED = (
    "This account's passphrase settings were edited to values that this program refuses. Tell your manager, and run "
    "`iass check`."
)
MOST_DELAY = 30.0
NOBODY = ""
"""Counts the tries under unknown names together: such a name may be a passphrase, which a digest lets one guess."""
TAIL = 40
"""How many of the newest audit entries sign-in verifies; `iass check` verifies all."""


def sign_in(files: OfficeFiles, name: str, passphrase: str) -> Desk:
    """A desk for the colleague of that name.

    Raises `WrongPassphrase` with the delay before the next try, or `NotOpen` where the account is not admitted yet, was
    closed, or the files are not what the register and the witness vouch for.
    """
    attempts = Attempts(files.host.path / "attempts")
    now = files.places.clock()
    counted = name if _known_account(files, name) else NOBODY
    attempts.refuse_if_early(counted, now)
    finish_turn(files)
    try:
        bundle, stored, key, stretch = open_bundle(files, name, passphrase)
    except DoesNotOpen:
        _record_failure(files, name)
        raise WrongPassphrase(attempts.failed(counted, now)) from None
    desk = Desk(files.records, files.cupboard, *_keys(files, bundle))
    attempts.forget(counted)
    check_tail(desk)
    if desk.pin != Pin(bundle.register, bundle.digest):
        _renew_pin(files, desk, stored, key, stretch)
    with desk.unit("office") as unit:
        unit.say(AuditDetail(act=Act.SIGN_IN, subject="staff", subject_id=desk.account_id))
    return desk


def unlock(files: OfficeFiles, desk: Desk, name: str, passphrase: str) -> bool:
    """Gives a locked desk its keys back; False for a wrong passphrase, whose delays grow as at sign-in.

    Raises `WrongPassphrase` while a delay runs, `NotOpen` where the account was closed meanwhile.
    """
    attempts, now = Attempts(files.host.path / "attempts"), files.places.clock()
    attempts.refuse_if_early(name, now)
    try:
        bundle, _, _, _ = open_bundle(files, name, passphrase)
    except DoesNotOpen:
        bundle = None
    if bundle is None or bundle.account != desk.account_id:
        attempts.failed(name, now)
        _record_failure(files, name)
        return False
    desk.keyring, desk.pin = _keys(files, bundle)
    attempts.forget(name)
    with desk.unit("office") as unit:
        unit.say(AuditDetail(act=Act.UNLOCK, subject="staff", subject_id=desk.account_id))
    return True


def open_bundle(files: OfficeFiles, name: str, passphrase: str) -> tuple[Bundle, StoredBundle, bytes, Stretch]:
    """The bundle of that name, under that passphrase: the one in force before one that waits for a manager's yes.

    Raises `DoesNotOpen` for a wrong name or passphrase alike.
    """
    with reading(files.cupboard.engine) as connection:
        stored = [b for b in files.cupboard.bundles(connection) if b.sign_in.casefold() == name.strip().casefold()]
    policy = files.places.policy
    if not stored:
        Stretch.new(policy).key(passphrase)  # an unknown name takes as long as a known one
        raise DoesNotOpen
    refused: Exception | None = None
    was_tried = False
    for candidate in stored:  # others of that name may have been planted: they keep nobody out
        try:
            stretch = Stretch.from_json(candidate.stretch, policy)
        except BadFormat:
            refused = NotOpen(EDITED)
            continue
        key = stretch.key(passphrase)
        try:
            inner = files.cupboard.open_layer(candidate.sealed, "bundle", candidate.owner)
            return Bundle.open(inner, key, files.office, candidate.account, stretch), candidate, key, stretch
        except (DoesNotOpen, BadFormat):
            was_tried = True
        except NoHostKey as missing:
            refused = missing
    raise DoesNotOpen if was_tried or refused is None else refused


def _keys(files: OfficeFiles, bundle: Bundle) -> tuple[Keyring, Pin]:
    """What the bundle opens under the newest register. Raises `NotOpen`."""
    witness = files.host.witness()
    pins = [] if witness is None else [witness.register]
    try:
        with reading(files.cupboard.engine) as connection:
            keyring, pin = open_keyring(files.cupboard, connection, bundle, pins)
    except AccountClosed:
        raise NotOpen(_why_closed(files, bundle)) from None
    except RegisterRefused as refused:
        raise NotOpen(
            f"The key register cannot be trusted: {refused}. Nothing was opened. Run `iass check` and tell whoever "
            "looks after the machine."
        ) from None
    if witness is None:
        where = str(files.places.folder.path.resolve())
        files.host.put_witness(Witness(files.office, where, pin, 0, ZERO_DIGEST, moment(files.places.clock())))
    elif witness.folder != str(files.places.folder.path.resolve()):
        moved = dataclasses.replace(witness, folder=str(files.places.folder.path.resolve()))
        files.host.put_witness(moved)
    return keyring, pin


def _why_closed(files: OfficeFiles, bundle: Bundle) -> str:
    with reading(files.cupboard.engine) as connection:
        newest = walk(files.cupboard.registers(connection), bundle.office, [])[-1]
    account = newest.account(bundle.account)
    if account is None or account.is_active:
        return "Your keys are made. A manager has to let you in before you can sign in; tell them that you are ready."
    return "This account was closed. Ask your manager if you think that is a mistake."


def _renew_pin(files: OfficeFiles, desk: Desk, stored: StoredBundle, key: bytes, stretch: Stretch) -> None:
    bundle = dataclasses.replace(desk.keyring.bundle, register=desk.pin.number, digest=desk.pin.digest)
    with files.cupboard.write() as connection:
        now = next((one for one in files.cupboard.bundles(connection) if one.owner == stored.owner), None)
        if now is None or now.stretch != stored.stretch:
            return  # closed, or under another passphrase, since it was read: this must not bring the old one back
        put_bundle(connection, files.cupboard, bundle, stored.sign_in, key, stretch)
    desk.keyring.bundle = bundle


def check_tail(desk: Desk) -> None:
    """Verifies the newest audit entries: sequence, links and signatures. Raises `NotOpen`."""
    with reading(desk.cupboard.engine) as connection:
        registers = walk(desk.cupboard.registers(connection), desk.office, [desk.pin])
    with desk.read() as connection:
        rows = run(
            connection, "SELECT seq, body, signature FROM audit_entry ORDER BY seq DESC LIMIT ?", (TAIL,)
        ).fetchall()
    follows: tuple[int, str] | None = None
    newest = len(registers)
    for seq, body, signature in rows:
        entry = Entry.from_bytes(body)
        linked = follows is None or follows == (seq, sha256(body).hex())
        is_in_order = entry.register <= newest  # a version that was over would bring back whoever left since
        if entry.seq != seq or not (linked and is_in_order and _is_vouched(entry, body, signature, registers)):
            raise NotOpen(f"The audit record is broken at entry {seq}. Nothing was opened. Run `iass check`.")
        follows, newest = (seq - 1, entry.previous), entry.register


def _is_vouched(entry: Entry, body: bytes, signature: bytes, registers: tuple[Register, ...]) -> bool:
    if entry.actor is None:
        return signature == b"" and not entry.rows
    if not 1 <= entry.register <= len(registers):
        return False
    account = registers[entry.register - 1].account(entry.actor)
    return account is not None and account.is_active and is_signed(account.verify, LABEL, body, signature)


def _known_account(files: OfficeFiles, name: str) -> UUID | None:
    """The account of that sign-in name, if there is one."""
    with reading(files.cupboard.engine) as connection:
        stored = files.cupboard.bundles(connection)
    return next((one.account for one in stored if one.sign_in.casefold() == name.strip().casefold()), None)


def _record_failure(files: OfficeFiles, name: str) -> None:
    """An unsigned entry: the account where the name is known, never what was typed (it may be a passphrase)."""
    known = _known_account(files, name)
    with reading(files.cupboard.engine) as connection:
        newest = connection.exec_driver_sql("SELECT max(number) FROM register").scalar_one()
    detail = {"act": Act.SIGN_IN_FAILED.value}
    if known is not None:
        detail["subject_id"] = str(known)
    files.records.system_entry(newest, detail)


class Attempts:
    """Failed sign-ins by the digest of a sign-in name that there is: how many, and when the next try may be made."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def refuse_if_early(self, name: str, now: datetime) -> None:
        """Raises `WrongPassphrase` with what is left of the delay."""
        entry = self._read().get(_digest(name))
        if entry is not None:
            left = (datetime.fromisoformat(entry[1]) - now).total_seconds()
            if 0 < left <= MOST_DELAY:
                raise WrongPassphrase(left)

    def failed(self, name: str, now: datetime) -> float:
        """Counts a failure; seconds until the next try: none for the first two, then 1, 2, 4 ... 30."""
        known = self._read()
        count = known.get(_digest(name), (0, ""))[0] + 1
        delay = 0.0 if count < 3 else min(MOST_DELAY, 2.0 ** (count - 3))
        known[_digest(name)] = (count, (now + timedelta(seconds=delay)).isoformat())
        self._write(known)
        return delay

    def forget(self, name: str) -> None:
        """After a success."""
        known = self._read()
        if known.pop(_digest(name), None) is not None:
            self._write(known)

    def _read(self) -> dict[str, tuple[int, str]]:
        try:
            data = json.loads(self._path.read_bytes())
            return {str(key): (int(count), str(until)) for key, (count, until) in data.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}

    def _write(self, known: dict[str, tuple[int, str]]) -> None:
        with contextlib.suppress(OSError):
            staged = self._path.with_name(f".attempts.{os.getpid()}")
            staged.write_text(json.dumps(dict(list(known.items())[-500:])))
            staged.chmod(0o600)
            os.replace(staged, self._path)


def _digest(name: str) -> str:
    return sha256(name.strip().casefold().encode("utf-8", "surrogatepass")).hex()[:16]
