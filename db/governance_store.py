"""Registers and training, under one key that managers hold; acknowledgements under that of the settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.desk import Desk
from db.opened import uid
from db.row_formats import quoted
from db.tables.governance import AcknowledgementRow, RegisterLineRow, TrainingRow
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.records.registers import RecordedLine, Register, RegisterLine
from iass_tui.rules.records.training import (
    Acknowledgement,
    RecordedAcknowledgement,
    RecordedTraining,
    TrainingEntry,
)
from iass_tui.vault.cells import Sealed
from iass_tui.vault.compartments import FileKey

REGISTER, SETTINGS = "register", "settings"
"""Kinds of file key, each of the office."""


def register_key(desk: Desk) -> FileKey:
    """The key of registers and training; only managers hold it."""
    return desk.shared_key(REGISTER, desk.office, "management")


def lines(desk: Desk, connection: Connection, register: Register) -> tuple[RecordedLine, ...]:
    """Every line of a register, those that were taken back too, in no order."""
    rows = connection.exec_driver_sql(
        "SELECT id, version, file_key_id, body FROM register_line WHERE kind = ?", (register.value,)
    ).fetchall()
    keys = desk.keys((uid(row[2]), REGISTER, desk.office) for row in rows)
    return tuple(
        RecordedLine(
            id=uid(id_),
            version=version,
            register=register,
            body=RegisterLine.from_json(desk.open(keys[uid(key)], "register_line", "body", uid(id_), Sealed(raw))),
        )
        for id_, version, key, raw in rows
    )


def has_lines(connection: Connection) -> bool:
    """Whether any register was begun."""
    return connection.exec_driver_sql(f"SELECT 1 FROM {quoted('register_line')} LIMIT 1").fetchone() is not None


def add_lines(desk: Desk, unit: UnitOfWork, register: Register, bodies: Iterable[RegisterLine]) -> tuple[UUID, ...]:
    """New lines; their ids."""
    return tuple(_add_lines(desk, unit, register, bodies))


def _add_lines(desk: Desk, unit: UnitOfWork, register: Register, bodies: Iterable[RegisterLine]) -> Iterator[UUID]:
    file = register_key(desk)
    for body in bodies:
        line_id = uuid4()
        unit.insert(
            RegisterLineRow(
                id=line_id,
                file_key_id=file.place.id,
                kind=register.value,
                written_at=unit.at,
                body=desk.seal(file, "register_line", "body", line_id, body),
            )
        )
        yield line_id


def change_line(desk: Desk, unit: UnitOfWork, line_id: UUID, version: int, body: RegisterLine) -> None:
    """Writes a line over the version that was read. Raises `VersionConflict`."""
    row = unit.connection.exec_driver_sql(
        "SELECT version, file_key_id, kind FROM register_line WHERE id = ?", (line_id.bytes,)
    ).fetchone()
    if row is None or row[0] != version:
        raise VersionConflict
    file = desk.writing_key(uid(row[1]), REGISTER, desk.office)
    unit.update(
        RegisterLineRow(
            id=line_id,
            version=version,
            file_key_id=file.place.id,
            kind=row[2],
            written_at=unit.at,
            body=desk.seal(file, "register_line", "body", line_id, body),
        )
    )


# training


def training(desk: Desk, connection: Connection, account_id: UUID | None = None) -> tuple[RecordedTraining, ...]:
    """The training register, or one colleague's lines of it, newest first."""
    select = "SELECT id, version, file_key_id, account_id, written_at, author_id, body FROM training"
    where, values = (" WHERE account_id = ?", (account_id.bytes,)) if account_id is not None else ("", ())
    rows = connection.exec_driver_sql(f"{select}{where} ORDER BY written_at DESC, rowid DESC", values).fetchall()
    keys = desk.keys((uid(row[2]), REGISTER, desk.office) for row in rows)
    return tuple(
        RecordedTraining(
            id=uid(id_),
            version=version,
            account_id=uid(account),
            written_at=at,
            author_id=uid(author),
            body=TrainingEntry.from_json(desk.open(keys[uid(key)], "training", "body", uid(id_), Sealed(raw))),
        )
        for id_, version, key, account, at, author, raw in rows
    )


def add_training(desk: Desk, unit: UnitOfWork, account_id: UUID, body: TrainingEntry) -> UUID:
    """A new line of the training register."""
    file, line_id = register_key(desk), uuid4()
    unit.insert(
        TrainingRow(
            id=line_id,
            file_key_id=file.place.id,
            account_id=account_id,
            written_at=unit.at,
            author_id=desk.account_id,
            body=desk.seal(file, "training", "body", line_id, body),
        )
    )
    return line_id


def change_training(desk: Desk, unit: UnitOfWork, line: RecordedTraining, body: TrainingEntry) -> None:
    """Writes a line over the version that was read: who wrote it first, and when, stays. Raises `VersionConflict`."""
    row = unit.connection.exec_driver_sql(
        "SELECT version, file_key_id FROM training WHERE id = ?", (line.id.bytes,)
    ).fetchone()
    if row is None or row[0] != line.version:
        raise VersionConflict
    file = desk.writing_key(uid(row[1]), REGISTER, desk.office)
    unit.update(
        TrainingRow(
            id=line.id,
            version=line.version,
            file_key_id=file.place.id,
            account_id=line.account_id,
            written_at=line.written_at,
            author_id=line.author_id,
            body=desk.seal(file, "training", "body", line.id, body),
        )
    )


# acknowledgements


def acknowledgements(
    desk: Desk, connection: Connection, account_id: UUID | None = None
) -> tuple[RecordedAcknowledgement, ...]:
    """What everybody, or one colleague, read and agreed to, in that order."""
    where, values = (" WHERE account_id = ?", (account_id.bytes,)) if account_id is not None else ("", ())
    rows = connection.exec_driver_sql(
        f"SELECT id, file_key_id, account_id, body FROM acknowledgement{where} ORDER BY recorded_at, rowid", values
    ).fetchall()
    keys = desk.keys((uid(row[1]), SETTINGS, desk.office) for row in rows)
    return tuple(
        RecordedAcknowledgement(
            id=uid(id_),
            account_id=uid(account),
            body=Acknowledgement.from_json(desk.open(keys[uid(key)], "acknowledgement", "body", uid(id_), Sealed(raw))),
        )
        for id_, key, account, raw in rows
    )


def add_acknowledgement(desk: Desk, unit: UnitOfWork, body: Acknowledgement) -> UUID:
    """That this colleague agreed to a text."""
    file, own = desk.shared_key(SETTINGS, desk.office, "office"), uuid4()
    unit.insert(
        AcknowledgementRow(
            id=own,
            file_key_id=file.place.id,
            account_id=desk.account_id,
            recorded_at=unit.at,
            body=desk.seal(file, "acknowledgement", "body", own, body),
        )
    )
    return own
