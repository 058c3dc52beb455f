"""Enquiries, cases, contacts, notes and tasks."""

from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, text

from db.tables.base import Keyed, Sealed, link, sealed, unique


class EnquiryRow(Keyed, table=True):
    """A request for help by someone who may be named; tallies are in a table of their own."""

    __tablename__ = "enquiry"
    person_id: UUID = link("person.id")
    case_id: UUID | None = link("case.id", optional=True)
    received_at: str
    body: Sealed = sealed()


class CaseRow(Keyed, table=True):
    """A case. `number` makes the reference that letters carry (C-0417)."""

    __tablename__ = "case"
    __table_args__: ClassVar[Any] = (
        *unique("case", "number"),
        Index("ix_case_not_closed", "officer_id", sqlite_where=text("status != 'CLOSED'")),
    )
    person_id: UUID = link("person.id")
    number: int
    status: str = "OPEN"
    officer_id: UUID | None = link(optional=True)
    opened_at: str
    facts: Sealed = sealed()


class ContactRow(Keyed, table=True):
    """One two-way exchange."""

    __tablename__ = "contact"
    case_id: UUID = link("case.id")
    written_at: str
    author_id: UUID = link(index=False)
    body: Sealed = sealed()


class NoteRowTable(Keyed, table=True):
    """One row of a note's thread. Never updated: a correction is another row."""

    __tablename__ = "note"
    __table_args__: ClassVar[Any] = unique("note", "note_id", "number")
    note_id: UUID = link(index=False)
    case_id: UUID = link("case.id")
    number: int = 1
    kind: str = "NOTE"
    author_id: UUID = link(index=False)
    written_at: str
    body: Sealed = sealed()


class TaskRow(Keyed, table=True):
    """What is to be done; the due date is sealed, since it may be a birthday."""

    __tablename__ = "task"
    case_id: UUID = link("case.id")
    owner_id: UUID | None = link(optional=True)
    status: str = "OPEN"
    created_at: str
    body: Sealed = sealed()
