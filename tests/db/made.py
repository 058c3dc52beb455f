"""A small office, built from the vault's pieces and rows: these tests stand below stores and services."""

import dataclasses
import shutil
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from db.check import Finding, Kind, Report, check_folder
from db.cupboard import Cupboard
from db.desk import Desk, open_keyring, put_register
from db.engine import checkpoint, open_engine, reading, writing
from db.migrations.triggers import put_triggers
from db.row_formats import columns_of, select_row
from db.tables.casework import CaseRow, NoteRowTable
from db.tables.consents import ConsentEventRow, ConsentHeadRow
from db.tables.people import PersonRow
from db.unit_of_work import Records, UnitOfWork, moment
from iass_tui.host.folder import OfficeFolder
from iass_tui.host.host_folder import HostFolder, Witness
from iass_tui.host.queue import WritersQueue
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.vault.audit_entry import row_digest
from iass_tui.vault.cells import Sealed, seal_cell
from iass_tui.vault.compartments import COMPARTMENTS, FileKey, OpenCompartment
from iass_tui.vault.encoding import ZERO_DIGEST
from iass_tui.vault.host_key import HostKey
from iass_tui.vault.passphrase import Bundle, Stretch, StretchPolicy
from iass_tui.vault.register import Account, CompartmentKey, GrantMark, Pin, Register, SignedRegister
from iass_tui.vault.sealing import Receiver, sha256

CHEAP = StretchPolicy(memory=8, passes=1, least_memory=8, least_passes=1)
HELD = {"manager": COMPARTMENTS, "officer": ("casework", "office"), "volunteer": ("office",)}
SAID = AuditDetail(act=Act.CREATE, subject="person")


class Clock:
    """A clock that moves by one second each time it is read."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclasses.dataclass
class MadeOffice:
    """One office: its folder, its host, and a manager at their desk."""

    folder: OfficeFolder
    host: HostFolder
    id: UUID
    bundles: dict[str, Bundle]
    clock: Clock = dataclasses.field(default_factory=Clock)
    desks: list[Desk] = dataclasses.field(default_factory=list)

    @property
    def desk(self) -> Desk:
        """The manager's desk."""
        return self.desks[0] if self.desks else self.sit("manager")

    def sit(self, role: str) -> Desk:
        """Another process: engines, queue and keys of its own."""
        queue = WritersQueue(self.folder.lock)
        cupboard = Cupboard(open_engine(self.folder.keys), queue, self.host)
        records = Records(open_engine(self.folder.records), queue, self.host, self.clock)
        with reading(cupboard.engine) as connection:
            keyring, pin = open_keyring(cupboard, connection, self.bundles[role], [])
        self.desks.append(Desk(records, cupboard, keyring, pin))
        return self.desks[-1]

    def leave(self) -> None:
        """Everybody signs out."""
        for desk in self.desks:
            for engine in (desk.records.engine, desk.cupboard.engine):
                checkpoint(engine)
            desk.close()
        self.desks.clear()

    def check(self, host: HostFolder | None = None) -> Report:
        """What a check finds while people are signed in."""
        return check_folder(self.folder, host or self.host)

    def found(self) -> list[tuple[Kind, str]]:
        """Damage found: kind and table."""
        return [(finding.kind, finding.table) for finding in self.check().damage]

    def digest(self, table: str, raw_id: UUID) -> str:
        """The digest of a row as it stands in the file."""
        columns = columns_of(table)
        with reading(self.desk.records.engine) as connection:
            row = connection.exec_driver_sql(select_row(table, columns), (raw_id.bytes,)).one()
        return row_digest(table, columns, tuple(row))

    def connect(self, path: Path | None = None) -> sqlite3.Connection:
        """What someone with the file and without the program can do."""
        connection = sqlite3.connect(path or self.folder.records, isolation_level=None)
        connection.execute("PRAGMA busy_timeout = 5000")
        return connection

    def tamper(self, *statements: str | tuple[str, tuple[Any, ...]], keys: bool = False) -> None:
        """Edits a file behind the program's back, around the triggers, and leaves them as they were."""
        engine = open_engine(self.folder.keys if keys else self.folder.records)
        with writing(engine) as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            if not keys:
                put_triggers(connection, {})
            for statement in statements:
                text, values = (statement, ()) if isinstance(statement, str) else statement
                connection.exec_driver_sql(text, values)
            if not keys:
                put_triggers(connection)
        engine.dispose()

    def one(self, query: str, *values: object, keys: bool = False) -> Any:
        """One value."""
        connection = self.connect(self.folder.keys if keys else None)
        row = connection.execute(query, values).fetchone()
        connection.close()
        return None if row is None else row[0]


def make_office(empty_files: Path, place: Path) -> MadeOffice:
    """An office with a manager, an officer and a volunteer, and no records yet."""
    folder, host = OfficeFolder(place / "office"), HostFolder(place / "host")
    shutil.copytree(empty_files, folder.path)
    host.make(folder.path)
    office = uuid4()
    made = MadeOffice(folder, host, office, {})
    host_key = HostKey.new(office)
    host.put_key(host_key)
    engine = open_engine(folder.keys)
    cupboard = Cupboard(engine, WritersQueue(folder.lock), host)
    with cupboard.write() as connection:
        connection.exec_driver_sql("INSERT INTO office VALUES (?, 1, ?, ?)", (office.bytes, host_key.id, "then"))
        made.bundles = {role: Bundle.new(office, uuid4(), 0, ZERO_DIGEST) for role in HELD}
        accounts = [
            Account(b.account, f"a.{role}", role, b.receiver.public, b.signer.verify, moment(made.clock()))
            for role, b in made.bundles.items()
        ]
        compartments, marks = [], []
        for name in COMPARTMENTS:
            opened, pair = OpenCompartment.new(office, name, 1), Receiver.new()
            compartments.append(CompartmentKey(name, 1, pair.public))
            connection.exec_driver_sql("INSERT INTO compartment VALUES (?, 1, ?)", (name, opened.seal_private(pair)))
            for role, bundle in made.bundles.items():
                if name in HELD[role]:
                    grant = opened.grant_to(bundle.account, bundle.receiver.public)
                    values = (bundle.account.bytes, name, grant)
                    connection.exec_driver_sql('INSERT INTO "grant" VALUES (?, ?, 1, ?)', values)
                    marks.append(GrantMark(bundle.account, name, 1, sha256(grant).hex()))
        manager = made.bundles["manager"]
        register = Register(
            office,
            1,
            ZERO_DIGEST,
            accounts[0].since,
            manager.account,
            tuple(accounts),
            tuple(compartments),
            tuple(marks),
        )
        signed = SignedRegister.sign(register, manager.signer)
        put_register(connection, register, signed)
        for role, bundle in made.bundles.items():
            stretch = Stretch.new(CHEAP)
            sealed = cupboard.close_layer(connection, bundle.seal(stretch.key(role), stretch), "bundle", bundle.account)
            values = (bundle.account.bytes, f"a.{role}", stretch.to_json(), sealed)
            connection.exec_driver_sql("INSERT INTO bundle VALUES (?, ?, ?, ?)", values)
    checkpoint(engine)
    cupboard.close()
    cupboard.queue.close()
    host.put_witness(Witness(office, str(folder.path), Pin(1, signed.digest)))
    return made


def next_register(office: MadeOffice, **changes: Any) -> Register:
    """Signs another version by the manager."""
    desk = office.desk
    newest = desk.keyring.register.next(moment(office.clock()), desk.account_id, **changes)
    with desk.cupboard.write() as connection:
        put_register(connection, newest, SignedRegister.sign(newest, office.bundles["manager"].signer))
    desk.renew()
    return newest


def sealed(file: FileKey, table: str, column: str, row: UUID, words: str = "") -> Sealed:
    """A cell for that place."""
    return seal_cell(file, table, column, row, {"v": 1, "words": words})


def add_person(desk: Desk, words: str = "Niamh", consents: int = 1) -> UUID:
    """A person with consent events and a case with one note; the id of the person, which is the case's too."""
    person = uuid4()
    own, case = desk.new_keys([("person", person, "casework"), ("case", person, "casework")])
    with desk.unit("casework") as unit:
        unit.insert(person_row(own, person, unit.at, words))
        for number in range(1, consents + 1):
            add_consent(unit, own, person, number, desk.account_id)
        unit.insert(ConsentHeadRow(id=person, count=consents))
        number = unit.connection.exec_driver_sql('SELECT coalesce(max(number), 0) + 1 FROM "case"').scalar_one()
        unit.insert(
            CaseRow(
                id=person,
                file_key_id=case.place.id,
                person_id=person,
                number=number,
                opened_at=unit.at,
                facts=sealed(case, "case", "facts", person),
            )
        )
        add_note(unit, case, person, desk.account_id)
        unit.say(SAID)
    return person


def person_row(file: FileKey, person: UUID, at: str, words: str, version: int = 1) -> PersonRow:
    return PersonRow(
        id=person,
        version=version,
        file_key_id=file.place.id,
        created_at=at,
        card=sealed(file, "person", "card", person, words),
        referral=sealed(file, "person", "referral", person),
    )


def add_consent(unit: UnitOfWork, file: FileKey, person: UUID, number: int, by: UUID) -> None:
    row = uuid4()
    unit.insert(
        ConsentEventRow(
            id=row,
            file_key_id=file.place.id,
            subject_id=person,
            number=number,
            recorded_at=unit.at,
            recorded_by=by,
            body=sealed(file, "consent_event", "body", row, f"event {number}"),
        )
    )


def add_note(unit: UnitOfWork, file: FileKey, case: UUID, by: UUID) -> UUID:
    row = uuid4()
    unit.insert(
        NoteRowTable(
            id=row,
            file_key_id=file.place.id,
            note_id=row,
            case_id=case,
            author_id=by,
            written_at=unit.at,
            body=sealed(file, "note", "body", row),
        )
    )
    return row


def person_key(desk: Desk, person: UUID) -> FileKey:
    """The key of a person's card."""
    with desk.read() as connection:
        (raw,) = connection.exec_driver_sql("SELECT file_key_id FROM person WHERE id = ?", (person.bytes,)).one()
    return desk.key(UUID(bytes=raw), "person", person)


def change_person(desk: Desk, person: UUID, words: str, version: int = 1) -> None:
    """Another card."""
    file = person_key(desk, person)
    with desk.unit("casework") as unit:
        unit.update(person_row(file, person, unit.at, words, version))
        unit.say(SAID)


def say(desk: Desk, times: int = 1) -> None:
    """Entries without rows, as reading makes them."""
    for _ in range(times):
        with desk.unit("casework") as unit:
            unit.say(AuditDetail(act=Act.VIEW, subject="person"))


def kinds(findings: Iterable[Finding]) -> set[Kind]:
    return {finding.kind for finding in findings}
