"""An office's files: what condition they are in, opening them, and setting a new office up."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from db import policy_store, schema
from db.cupboard import Cupboard
from db.desk import Desk, open_keyring, put_register
from db.engine import CannotWrite, Damaged, DiskFull, checkpoint, has_log, open_engine, reading, run
from db.engines import Engines
from db.office_row import office_row
from db.tables.office import SettingRow, StaffRow
from db.unit_of_work import Clock, Records, head, moment
from iass_tui.host.folder import PRIVATE_FILE, CannotUse, OfficeFolder, refuse_network
from iass_tui.host.host_folder import HostFolder, Witness
from iass_tui.host.queue import WritersQueue
from iass_tui.rules.access import compartments
from iass_tui.rules.dates import in_england
from iass_tui.rules.records.office import Act, AuditDetail, OfficeFacts, Role, StaffCard
from iass_tui.rules.training import start
from iass_tui.services.account_rows import put_bundle, put_grant
from iass_tui.services.views import NotOpen, OfficeCondition, OfficeFull, OfficeState, SetUpAnswers
from iass_tui.vault.compartments import COMPARTMENTS, OpenCompartment
from iass_tui.vault.encoding import ZERO_DIGEST, BadFormat
from iass_tui.vault.host_key import HostKey
from iass_tui.vault.passphrase import Bundle, Stretch, StretchPolicy, measured_policy
from iass_tui.vault.register import Account, CompartmentKey, Register, SignedRegister
from iass_tui.vault.sealing import Receiver, sha256

SENTENCES = {
    OfficeCondition.NONE: "There is no office here yet.",
    OfficeCondition.COPY: "This is a copy of an office folder. This machine serves the one at {where}; a copy opens "
    "for `iass check` only.",
    OfficeCondition.NO_HOST_KEY: "This machine does not hold the host key of this office. Start where the office "
    "lives, name its place with --host, or run `iass keys recover` with two recovery sheets.",
    OfficeCondition.OLDER: "These files are older than what this machine has seen of the office: something put an "
    "earlier state back. Nothing was opened. Bring the newest files back, or run `iass check`.",
    OfficeCondition.NEWER_VERSION: "A newer version of this program wrote this office. Update the program and start "
    "again; nothing was changed.",
    OfficeCondition.DAMAGED: "The office's files are damaged or cut short. Nothing was changed. Run `iass check` to "
    "see what is wrong, and bring back the newest backup.",
    OfficeCondition.FOREIGN: "The files here are not an office that this program knows. Choose another folder.",
    OfficeCondition.BUSY: "Somebody is setting this office up at this moment. Wait a minute, then start again.",
    OfficeCondition.READ_ONLY: "The office folder {where} may only be read by this account, so nothing could be "
    "saved. Ask whoever runs the machine for permission to write.",
}

CLOSED_FOLDER = (
    "This account may not open {where}, or the host folder that belongs to it. Ask whoever runs the machine for "
    "permission, or start as the account that the office belongs to."
)
FULL_DISK = "The disk is full, so the office cannot be opened. Make room and start again; nothing was changed."


@dataclasses.dataclass(frozen=True)
class Places:
    """Where one office's files and its host folder are."""

    folder: OfficeFolder
    host_for: Callable[[UUID], HostFolder]
    """The host folder of an office id: given by --host, $IASS_HOST, or the platform's state folder."""
    clock: Clock
    policy: StretchPolicy = StretchPolicy()
    """The bounds within which stored costs are believed."""
    measures: bool = True
    """Whether new passphrases cost what this machine does in about 0.3 s; tests take the policy's own costs."""

    def new_stretch(self) -> Stretch:
        """Parameters for a new passphrase."""
        return Stretch.new(measured_policy() if self.measures else self.policy)


class OfficeFiles:
    """Both files of one office, open but unread: no passphrase has been given."""

    def __init__(self, places: Places, host: HostFolder, office: UUID, engines: Engines | None = None) -> None:
        engines = engines or Engines(places.folder)
        queue = WritersQueue(places.folder.lock)
        self.places, self.host, self.office = places, host, office
        self.records = Records(engines.records, queue, host, places.clock, engines.sight)
        self.cupboard = Cupboard(engines.keys, queue, host)
        try:
            if engines.standing is schema.Standing.OLDER:
                with queue.turn():
                    engines.bring_up()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Gives both files back."""
        self.cupboard.close()
        self.records.engine.dispose()
        self.records.queue.close()


def inspect(places: Places) -> OfficeState:
    """The condition of the folder, with a sentence that says what to do.

    Changes nothing but what a set-up that was cut off left behind (see `finish_set_up`).
    """
    with contextlib.closing(Engines(places.folder)) as engines:
        return _state(places, engines)


def _state(places: Places, engines: Engines) -> OfficeState:
    where = places.folder.path
    try:
        refuse_network(where)
        condition, named = _condition(places, engines)
    except CannotUse as error:
        return OfficeState(OfficeCondition.NETWORK, str(error))
    except PermissionError:
        return OfficeState(OfficeCondition.READ_ONLY, CLOSED_FOLDER.format(where=where))
    except DiskFull:
        return OfficeState(OfficeCondition.READ_ONLY, FULL_DISK)
    return OfficeState(condition, SENTENCES.get(condition, "").format(where=named or where))


def _condition(places: Places, engines: Engines) -> tuple[OfficeCondition, str]:
    folder = places.folder
    if not folder.exists and not _staging(folder).exists():
        return OfficeCondition.NONE, ""
    if not finish_set_up(folder):
        return OfficeCondition.BUSY, ""
    if not folder.exists:
        return OfficeCondition.NONE, ""
    if not folder.records.exists() or not folder.keys.exists():
        return OfficeCondition.DAMAGED, ""
    if not all(os.access(path, os.W_OK) for path in (folder.path, folder.records, folder.keys)):
        return OfficeCondition.READ_ONLY, ""
    if not all(_looks_like_sqlite(path) for path in (folder.records, folder.keys)):
        return OfficeCondition.DAMAGED, ""
    try:
        return _contents(places, engines)
    except (Damaged, BadFormat):
        return OfficeCondition.DAMAGED, ""
    except LookupError:
        return OfficeCondition.FOREIGN, ""
    except CannotWrite:
        return OfficeCondition.READ_ONLY, ""


def _looks_like_sqlite(path: Path) -> bool:
    """Looked at before SQLite opens it: SQLite would make an empty file its own."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def _contents(places: Places, engines: Engines) -> tuple[OfficeCondition, str]:
    found = engines.standing
    if found not in (schema.Standing.CURRENT, schema.Standing.OLDER):  # an older one is brought up when it opens
        newer = found is schema.Standing.NEWER
        return OfficeCondition.NEWER_VERSION if newer else OfficeCondition.FOREIGN, ""
    with reading(engines.keys) as connection:
        office, host_key_id = office_row(connection)
        newest = run(connection, "SELECT count(*) FROM register").fetchone()[0]
    host = places.host_for(office)
    witness = host.witness()
    if witness is not None and _serves_another(witness, places.folder):
        return OfficeCondition.COPY, witness.folder
    if host.find_key(host_key_id) is None:
        return OfficeCondition.NO_HOST_KEY, ""
    with reading(engines.records) as connection:
        if witness is not None and not _on_the_chain(connection, witness, newest):
            return OfficeCondition.OLDER, ""
    return OfficeCondition.READY, ""


def _serves_another(witness: Witness, folder: OfficeFolder) -> bool:
    """A folder that was moved is still the one served; a copy stands beside the one it was copied from."""
    served = Path(witness.folder)
    return served != folder.path.resolve() and OfficeFolder(served).exists


def _on_the_chain(connection: Connection, witness: Witness, newest_register: int) -> bool:
    seq, _, _ = head(connection)
    if witness.seq > seq or witness.register.number > newest_register:
        return False
    if witness.seq == 0:
        return True
    row = connection.exec_driver_sql("SELECT body FROM audit_entry WHERE seq = ?", (witness.seq,)).fetchone()
    return row is not None and sha256(row[0]).hex() == witness.head


def open_files(places: Places, fine: frozenset[OfficeCondition] = frozenset({OfficeCondition.READY})) -> OfficeFiles:
    """Both files, by the connections that their condition was seen with.

    Raises `NotOpen`, with what to do about it, for a condition that is not among the `fine` ones.
    """
    engines = Engines(places.folder)
    try:
        state = _state(places, engines)
        if state.condition not in fine:
            raise NotOpen(state.sentence)
        with reading(engines.keys) as connection:
            office, _ = office_row(connection)
        return OfficeFiles(places, places.host_for(office), office, engines)
    except BaseException:
        engines.close()
        raise


def peek_office(folder: OfficeFolder) -> UUID | None:
    """The id of the office in a folder; None where its keys cannot be read."""
    engine = open_engine(folder.keys, read_only=True, is_alone=not has_log(folder.keys))
    try:
        with reading(engine) as connection:
            return office_row(connection)[0]
    except (Damaged, CannotWrite, LookupError, DatabaseError):
        return None
    finally:
        engine.dispose()


def _staging(folder: OfficeFolder) -> Path:
    return folder.path / ".set-up"


def finish_set_up(folder: OfficeFolder) -> bool:
    """A set-up that was cut off is finished where both files were whole, else cleared away: nobody was in it yet.

    False where another process is setting the office up at this moment: then nothing is touched.
    """
    if not _staging(folder).exists():
        return True
    with contextlib.closing(WritersQueue(folder.lock)) as queue, queue.turn_if_free() as is_cut_off:
        if is_cut_off:
            _finish_staged(folder)
        return is_cut_off


def _finish_staged(folder: OfficeFolder) -> None:
    staging = _staging(folder)
    keys, records = staging / folder.keys.name, staging / folder.records.name
    if folder.keys.exists() and records.exists() and not folder.records.exists():
        os.replace(records, folder.records)
    keys.unlink(missing_ok=True)
    shutil.rmtree(staging, ignore_errors=True)


def set_up(places: Places, answers: SetUpAnswers) -> None:
    """Makes a new office with its founder as first manager. Raises `NotOpen` or `OfficeFull`, leaving nothing."""
    folder = places.folder
    if inspect(places).condition is not OfficeCondition.NONE:
        raise NotOpen(f"There is an office in {folder.path} already.")
    office = uuid4()
    try:
        folder.make()
        host = places.host_for(office)
        _refuse_anothers(host, folder)
        host.make(folder.path)
        with contextlib.closing(WritersQueue(folder.lock)) as queue, queue.turn():
            staged = OfficeFolder(_staging(folder))
            staged.path.mkdir(mode=0o700)
            _build(places, staged, host, office, answers)
            os.replace(staged.keys, folder.keys)
            os.replace(staged.records, folder.records)
            shutil.rmtree(staged.path)
    except CannotUse as error:
        raise NotOpen(str(error)) from None
    except DiskFull:
        shutil.rmtree(_staging(folder), ignore_errors=True)
        raise OfficeFull("The disk is full. Make room and set the office up again; nothing was kept.") from None
    except OSError as error:
        shutil.rmtree(_staging(folder), ignore_errors=True)
        raise NotOpen(f"{folder.path} cannot be written ({error.strerror}). Choose another folder.") from None


def _refuse_anothers(host: HostFolder, folder: OfficeFolder) -> None:
    """Raises `CannotUse` where the host folder holds an office's host key: that office would open to nobody again.

    What a set-up of this very folder left there, cut off before anyone signed in, may go.
    """
    if not host.has_key():
        return
    try:
        witness = host.witness()
    except BadFormat:
        witness = None
    if witness is None or witness.folder != str(folder.path.resolve()) or witness.seq > 1:
        raise CannotUse(
            f"The host folder {host.path} holds the host key of an office, which would open to nobody without it. "
            "Nothing was changed. Name another place with --host, and look whether $IASS_HOST is set."
        )


def _build(places: Places, staged: OfficeFolder, host: HostFolder, office: UUID, answers: SetUpAnswers) -> None:
    """Makes both files in the staging folder, and the host key and witness in their own."""
    records_engine, keys_engine = open_engine(staged.records), open_engine(staged.keys)
    schema.create(records_engine, keys_engine)
    host_key = HostKey.new(office)
    host.put_witness(Witness(office, str(places.folder.path.resolve())))  # first: a key without one is somebody's
    host.put_key(host_key)
    queue = WritersQueue(staged.lock)
    cupboard = Cupboard(keys_engine, queue, host)
    now = moment(places.clock())
    with cupboard.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO office (id, format, host_key_id, made_at) VALUES (?, 1, ?, ?)",
            (office.bytes, host_key.id, now),
        )
        bundle = _found(connection, cupboard, office, answers, places.new_stretch(), now)
    with reading(keys_engine) as connection:
        keyring, pin = open_keyring(cupboard, connection, bundle, [])
    host.put_witness(Witness(office, str(places.folder.path.resolve()), pin, 0, ZERO_DIGEST, now))
    desk = Desk(Records(records_engine, queue, host, places.clock), cupboard, keyring, pin)
    write_first_rows(desk, answers.facts, StaffCard(name=answers.name, training=(start(places.clock().date()),)))
    for engine, path in ((records_engine, staged.records), (keys_engine, staged.keys)):
        checkpoint(engine)
        path.chmod(PRIVATE_FILE)
    desk.close()


def _found(
    connection: Connection, cupboard: Cupboard, office: UUID, answers: SetUpAnswers, stretch: Stretch, now: str
) -> Bundle:
    """The founder's account, the four compartments and the first register version."""
    bundle = Bundle.new(office, uuid4(), 0, ZERO_DIGEST)
    publics, marks = [], []
    held = compartments(Role.MANAGER)
    for name in COMPARTMENTS:
        opened, pair = OpenCompartment.new(office, name, 1), Receiver.new()
        publics.append(CompartmentKey(name, 1, pair.public))
        connection.exec_driver_sql(
            "INSERT INTO compartment (name, version, sealed) VALUES (?, 1, ?)", (name, opened.seal_private(pair))
        )
        if name in held:
            marks.append(put_grant(connection, opened, bundle.account, bundle.receiver.public))
    founder = Account(
        bundle.account, answers.sign_in, Role.MANAGER.value, bundle.receiver.public, bundle.signer.verify, now
    )
    register = Register(office, 1, ZERO_DIGEST, now, founder.id, (founder,), tuple(publics), tuple(marks))
    signed = SignedRegister.sign(register, bundle.signer)
    put_register(connection, register, signed)
    pinned = dataclasses.replace(bundle, register=1, digest=signed.digest)
    put_bundle(connection, cupboard, pinned, answers.sign_in, stretch.key(answers.passphrase), stretch)
    return pinned


def write_first_rows(desk: Desk, facts: OfficeFacts, card: StaffCard) -> None:
    """The office's facts, the founder's card and version 1 of the policy, with the first audit entry."""
    with desk.unit("office") as unit:
        file = desk.shared_key("settings", desk.office, "office")
        unit.insert(
            SettingRow(
                id=desk.office,
                file_key_id=file.place.id,
                name="office",
                body=desk.seal(file, "setting", "body", desk.office, facts),
            )
        )
        unit.insert(
            StaffRow(
                id=desk.account_id,
                file_key_id=file.place.id,
                created_at=unit.at,
                card=desk.seal(file, "staff", "card", desk.account_id, card),
            )
        )
        policy_store.add_first(desk, unit, in_england(desk.records.clock()).date())
        unit.say(AuditDetail(act=Act.SET_UP, subject="office", subject_id=desk.office))
