"""What a first contact leaves: the enquiry, and families passed on to the office who wait to be asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.desk import Desk
from db.opened import UNREADABLE, Keys, optional, record
from db.tables.casework import EnquiryRow
from db.unit_of_work import UnitOfWork
from iass_tui.rules.records.base import Record
from iass_tui.rules.records.casework import TallyBody
from iass_tui.rules.records.people import ReferralPermission
from iass_tui.vault.compartments import FileKey


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnquiryBody(Record):
    """One request for help, as it came in (P38)."""

    received_on: date | None = None
    channel: str = ""
    user_type: str = ""
    issue_group: str = ""
    source: str = ""
    minutes_band: str = ""
    signposts: tuple[str, ...] = ()
    taken_by: UUID | None = None
    """The volunteer who took it down and sent it; None where whoever saved it did."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class WaitingReferral(ReferralPermission):
    """A referral with what will be counted of it should the family not answer, or say no: codes only."""

    counted: TallyBody | None = None


@dataclasses.dataclass(frozen=True)
class Waiting:
    """Someone passed on to us with permission, who has not been asked by us yet (P30)."""

    person_id: UUID
    since: datetime
    key_id: UUID
    referral: WaitingReferral


def insert_enquiry(desk: Desk, unit: UnitOfWork, file: FileKey, person_id: UUID, body: EnquiryBody) -> None:
    """An enquiry that became a case, under the case's key."""
    id_ = uuid4()
    unit.insert_columns(
        EnquiryRow,
        id=id_,
        version=1,
        file_key_id=file.place.id,
        person_id=person_id,
        case_id=file.place.subject,
        received_at=unit.at,
        body=desk.seal(file, "enquiry", "body", id_, body),
    )


def enquiries(desk: Desk, connection: Connection, case_id: UUID) -> tuple[tuple[datetime, EnquiryBody], ...]:
    """The enquiries that belong to a case, with the moment they were written, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT id, file_key_id, received_at, body FROM enquiry WHERE case_id = ? ORDER BY received_at",
        (case_id.bytes,),
    ).fetchall()
    keys = desk.keys((UUID(bytes=row[1]), "case", case_id) for row in rows)
    return tuple(
        (datetime.fromisoformat(at), record(EnquiryBody, keys, "enquiry", "body", raw_id, key_id, body))
        for raw_id, key_id, at, body in rows
    )


_WAITING = "SELECT id, file_key_id, created_at, referral FROM person WHERE state = 'PENDING' ORDER BY created_at"


def waiting(desk: Desk) -> tuple[Waiting, ...]:
    """Everyone who waits to be asked, longest first. Those whose record does not open are left out."""
    with desk.read() as connection:
        rows = connection.exec_driver_sql(_WAITING).fetchall()
    keys = desk.keys((UUID(bytes=row[1]), "person", UUID(bytes=row[0])) for row in rows)
    return tuple(_opened_waiting(rows, keys))


def _opened_waiting(rows: Sequence[Sequence[Any]], keys: Keys) -> Iterator[Waiting]:
    for raw_id, key_id, created_at, raw in rows:
        try:
            found = optional(WaitingReferral, keys, "person", "referral", raw_id, key_id, raw)
        except UNREADABLE:
            continue
        yield Waiting(
            UUID(bytes=raw_id), datetime.fromisoformat(created_at), UUID(bytes=key_id), found or WaitingReferral()
        )
