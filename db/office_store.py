"""The office's facts and its colleagues, read and written."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from db.desk import Desk
from db.tables.office import SettingRow, StaffRow
from db.unit_of_work import UnitOfWork
from iass_tui.rules.records.office import Colleague, OfficeFacts, Role, StaffCard
from iass_tui.vault.cells import Sealed
from iass_tui.vault.compartments import FileKey


def _settings_key(desk: Desk) -> FileKey:
    return desk.shared_key("settings", desk.office, "office")


def facts(desk: Desk) -> OfficeFacts:
    """What set-up asked and the office changed since."""
    with desk.read() as connection:
        raw, key_id = connection.exec_driver_sql(
            "SELECT body, file_key_id FROM setting WHERE id = ?", (desk.office.bytes,)
        ).one()
        (number,) = connection.exec_driver_sql("SELECT max(number) FROM policy_version WHERE state = 'ISSUED'").one()
    file = desk.key(UUID(bytes=key_id), "settings", desk.office)
    found = OfficeFacts.from_json(desk.open(file, "setting", "body", desk.office, Sealed(raw)))
    return dataclasses.replace(found, policy_version=str(number or 1))


def change_facts(desk: Desk, unit: UnitOfWork, changed: OfficeFacts) -> None:
    """Writes the office's facts."""
    (version,) = unit.connection.exec_driver_sql("SELECT version FROM setting WHERE id = ?", (desk.office.bytes,)).one()
    file = _settings_key(desk)
    unit.update(
        SettingRow(
            id=desk.office,
            version=version,
            file_key_id=file.place.id,
            name="office",
            body=desk.seal(file, "setting", "body", desk.office, changed),
        )
    )


def colleagues(desk: Desk) -> tuple[Colleague, ...]:
    """Everyone with a card: their account as the newest register lists it, active ones first, by name."""
    with desk.read() as connection:
        return colleagues_in(desk, connection)


def colleagues_in(desk: Desk, connection: Connection) -> tuple[Colleague, ...]:
    """The same as one connection sees them: inside a unit of work with what it wrote."""
    rows = connection.exec_driver_sql("SELECT id, file_key_id, card FROM staff").fetchall()
    found = [_colleague(desk, UUID(bytes=i), UUID(bytes=k), raw) for i, k, raw in rows]
    return tuple(sorted(found, key=lambda c: (not c.is_active, c.card.name.casefold())))


def colleague(desk: Desk, account_id: UUID) -> Colleague:
    """One colleague. Raises `LookupError` where there is no card."""
    with desk.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT file_key_id, card FROM staff WHERE id = ?", (account_id.bytes,)
        ).fetchone()
    if row is None:
        raise LookupError
    return _colleague(desk, account_id, UUID(bytes=row[0]), row[1])


def _colleague(desk: Desk, account_id: UUID, key_id: UUID, raw: bytes) -> Colleague:
    file = desk.key(key_id, "settings", desk.office)
    card = StaffCard.from_json(desk.open(file, "staff", "card", account_id, Sealed(raw)))
    register = desk.keyring.register
    account = register.account(account_id)
    return Colleague(
        id=account_id,
        sign_in="" if account is None else account.sign_in,
        role=Role.VOLUNTEER if account is None else Role(account.role),
        card=card,
        is_active=account is not None and account.is_active,
        since=None if account is None else datetime.fromisoformat(account.since),
        is_lead=any((g.account, g.compartment) == (account_id, "safeguarding") for g in register.grants),
    )


def has_card(desk: Desk, account_id: UUID) -> bool:
    """True where this account has a card already."""
    with desk.read() as connection:
        return (
            connection.exec_driver_sql("SELECT 1 FROM staff WHERE id = ?", (account_id.bytes,)).fetchone() is not None
        )


def add_card(desk: Desk, unit: UnitOfWork, file: FileKey, account_id: UUID, card: StaffCard) -> None:
    """A new colleague's card."""
    unit.insert(
        StaffRow(
            id=account_id,
            file_key_id=file.place.id,
            created_at=unit.at,
            card=desk.seal(file, "staff", "card", account_id, card),
        )
    )


def change_card(desk: Desk, unit: UnitOfWork, account_id: UUID, card: StaffCard) -> None:
    """Writes a colleague's card."""
    version, key_id, created = unit.connection.exec_driver_sql(
        "SELECT version, file_key_id, created_at FROM staff WHERE id = ?", (account_id.bytes,)
    ).one()
    file = desk.writing_key(UUID(bytes=key_id), "settings", desk.office)
    unit.update(
        StaffRow(
            id=account_id,
            version=version,
            file_key_id=file.place.id,
            created_at=created,
            card=desk.seal(file, "staff", "card", account_id, card),
        )
    )


def names(desk: Desk) -> dict[UUID, str]:
    """Colleagues' names by account."""
    return {person.id: person.card.name for person in colleagues(desk)}
