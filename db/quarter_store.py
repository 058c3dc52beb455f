"""What a quarter is counted from, read in one snapshot and few statements."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from db.desk import Desk
from db.intake_store import EnquiryBody
from db.opened import record
from iass_tui.rules.records.casework import CaseFacts, CaseStatus, ContactBody, NoteKind


@dataclasses.dataclass(frozen=True)
class CountedCase:
    """A case as counting sees it."""

    id: UUID
    person_id: UUID
    number: int
    status: CaseStatus
    opened_at: datetime
    facts: CaseFacts


@dataclasses.dataclass(frozen=True)
class CountedEnquiry:
    """A saved enquiry as counting sees it."""

    person_id: UUID
    case_id: UUID | None
    received_at: datetime
    body: EnquiryBody


def cases(desk: Desk, connection: Connection) -> tuple[CountedCase, ...]:
    """Every case. Raises what opening raises: a count that leaves one out would be wrong."""
    keys = {file.place.id: file for file in desk.every_key("case")}
    rows = connection.exec_driver_sql('SELECT id, file_key_id, person_id, number, status, opened_at, facts FROM "case"')
    return tuple(
        CountedCase(
            UUID(bytes=raw_id),
            UUID(bytes=person_id),
            number,
            CaseStatus(status),
            datetime.fromisoformat(opened_at),
            record(CaseFacts, keys, "case", "facts", raw_id, key_id, facts),
        )
        for raw_id, key_id, person_id, number, status, opened_at, facts in rows
    )


def enquiries(desk: Desk, connection: Connection, since: str) -> tuple[CountedEnquiry, ...]:
    """The enquiries written down from a moment on; the day on which they came may be earlier."""
    rows = connection.exec_driver_sql(
        "SELECT id, file_key_id, person_id, case_id, received_at, body FROM enquiry WHERE received_at >= ?", (since,)
    ).fetchall()
    keys = desk.keys(
        (UUID(bytes=key), "case", UUID(bytes=case)) if case else (UUID(bytes=key), "person", UUID(bytes=person))
        for _, key, person, case, _, _ in rows
    )
    return tuple(
        CountedEnquiry(
            UUID(bytes=person),
            UUID(bytes=case) if case else None,
            datetime.fromisoformat(at),
            record(EnquiryBody, keys, "enquiry", "body", raw_id, key, body),
        )
        for raw_id, key, person, case, at, body in rows
    )


@dataclasses.dataclass(frozen=True)
class CountedContact:
    """A contact as counting sees it."""

    id: UUID
    case_id: UUID
    written_at: datetime
    body: ContactBody


def contacts(desk: Desk, connection: Connection, since: str) -> tuple[CountedContact, ...]:
    """The contacts written down from a moment on, without those of a note that was entered in error.

    Raises what opening raises.
    """
    wrong = {
        raw
        for (raw,) in connection.exec_driver_sql("SELECT note_id FROM note WHERE kind = ?", (NoteKind.IN_ERROR.value,))
    }
    rows = connection.exec_driver_sql(
        "SELECT id, file_key_id, case_id, written_at, body FROM contact WHERE written_at >= ?", (since,)
    ).fetchall()
    keys = desk.keys((UUID(bytes=key), "case", UUID(bytes=case)) for _, key, case, _, _ in rows)
    found = (
        CountedContact(
            UUID(bytes=raw_id),
            UUID(bytes=case),
            datetime.fromisoformat(at),
            record(ContactBody, keys, "contact", "body", raw_id, key, body),
        )
        for raw_id, key, case, at, body in rows
    )
    return tuple(one for one in found if one.body.note_id is None or one.body.note_id.bytes not in wrong)
