"""What the program is compared with: the same rows as plaintext columns, read and written through SQLAlchemy Core.

Same pragmas, same write-ahead log, same waiting for the disk (`db.engine` opens it); no keys, no seals, no entries.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import typing
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    case,
    insert,
    or_,
    select,
)

from db.engine import checkpoint, open_engine, reading, writing
from db.types import IdColumn
from iass_tui.rules.notes import contact_of
from iass_tui.rules.records.base import Record
from iass_tui.rules.records.casework import CaseFacts, CaseStatus, ContactBody, NoteBody, TaskBody
from iass_tui.rules.records.consents import ConsentEvent
from iass_tui.rules.records.people import ContactDetails, FamilyTie, PersonCard
from scripts.benching.invented import Invented

_METADATA = MetaData()
_TYPES: dict[Any, Any] = {int: Integer, date: Date, UUID: IdColumn}


def _kind(hint: Any) -> Any:
    parts = [part for part in typing.get_args(hint) if part is not type(None)]
    if typing.get_origin(hint) in (tuple, frozenset) or (isinstance(hint, type) and issubclass(hint, Record)):
        return JSON
    return _TYPES.get(parts[0] if parts else hint, Text)


@functools.cache
def _fields(record: Any) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(record)
    return tuple(
        (field.name, _kind(hints[field.name])) for field in dataclasses.fields(record) if field.name != "extra"
    )


def _columns(record: type[Record]) -> list[Column[Any]]:
    return [Column(name, kind) for name, kind in _fields(record)]


def _id() -> Column[Any]:
    return Column("id", IdColumn, primary_key=True)


def _link(name: str, target: str = "", *, index: bool = True) -> Column[Any]:
    return Column(name, IdColumn, *([ForeignKey(target)] if target else []), index=bool(target) and index)


def _text(name: str) -> Column[Any]:
    return Column(name, Text)


PERSON = Table("person", _METADATA, _id(), _text("state"), _text("created_at"), *_columns(PersonCard))
DETAILS = Table(
    "person_contact",
    _METADATA,
    _id(),
    _link("person_id", "person.id", index=False),
    *_columns(ContactDetails),
    UniqueConstraint("person_id"),
)
TIE = Table(
    "family_tie", _METADATA, _id(), _link("child_id", "person.id"), _link("adult_id", "person.id"), *_columns(FamilyTie)
)
CONSENT = Table(
    "consent_event",
    _METADATA,
    _id(),
    _link("subject_id", "person.id", index=False),
    Column("number", Integer),
    _text("recorded_at"),
    _link("recorded_by"),
    *_columns(ConsentEvent),
    UniqueConstraint("subject_id", "number"),
)
CASE = Table(
    "case",
    _METADATA,
    _id(),
    _link("person_id", "person.id"),
    Column("number", Integer),
    _text("status"),
    _link("officer_id"),
    _text("opened_at"),
    *_columns(CaseFacts),
    UniqueConstraint("number"),
    Index("ix_case_officer_id", "officer_id"),
)
NOTE = Table(
    "note",
    _METADATA,
    _id(),
    _link("note_id"),
    _link("case_id", "case.id"),
    Column("number", Integer),
    _text("kind"),
    _link("author_id"),
    _text("written_at"),
    *_columns(NoteBody),
    UniqueConstraint("note_id", "number"),
)
CONTACT = Table(
    "contact",
    _METADATA,
    _id(),
    _link("case_id", "case.id"),
    _text("written_at"),
    _link("author_id"),
    *_columns(ContactBody),
)
TASK = Table(
    "task",
    _METADATA,
    _id(),
    _link("case_id", "case.id"),
    _link("owner_id"),
    _text("status"),
    _text("created_at"),
    *_columns(TaskBody),
    Index("ix_task_owner_id", "owner_id"),
)


_ID = bindparam("id")
_OTHER = case((TIE.c.child_id == _ID, TIE.c.adult_id), else_=TIE.c.child_id)
_CASE = select(CASE).where(CASE.c.id == _ID)
_PERSON = select(PERSON, DETAILS).outerjoin(DETAILS, DETAILS.c.person_id == PERSON.c.id).where(PERSON.c.id == _ID)
_FAMILY = (
    select(TIE, PERSON).join(PERSON, PERSON.c.id == _OTHER).where(or_(TIE.c.child_id == _ID, TIE.c.adult_id == _ID))
)
_CASES = select(CASE).where(CASE.c.person_id == _ID)
_CONSENTS = select(CONSENT).where(CONSENT.c.subject_id == _ID).order_by(CONSENT.c.number)
_NOTES = select(NOTE).where(NOTE.c.case_id == _ID).order_by(NOTE.c.written_at, NOTE.c.number)
_CONTACTS = select(CONTACT).where(CONTACT.c.case_id == _ID).order_by(CONTACT.c.written_at.desc())
_INSERT, _INSERT_CONTACT = insert(NOTE), insert(CONTACT)
_TASKS = select(TASK).where(TASK.c.case_id == _ID).order_by(TASK.c.created_at)


def _values(record: Record) -> dict[str, Any]:
    """A record's fields for its columns: texts, numbers, dates, ids, and lists as JSON."""
    said = record.to_json()
    values = {}
    for name, kind in _fields(type(record)):
        if kind is JSON:
            values[name] = said.get(name, [])
        elif kind is Text:
            values[name] = said.get(name)
        else:
            values[name] = getattr(record, name)
    return values


class PlainOffice:
    """The same rows in the plain."""

    def __init__(self, path: Path) -> None:
        self._engine = open_engine(path)

    def create(self) -> None:
        """Makes the tables."""
        with writing(self._engine) as connection:
            _METADATA.create_all(connection)

    def close(self) -> None:
        """Gives the file back."""
        checkpoint(self._engine)
        self._engine.dispose()

    @contextlib.contextmanager
    def writing(self) -> Iterator[PlainRows]:
        """One transaction for many people."""
        with writing(self._engine) as connection:
            yield PlainRows(connection)

    def case(self, case_id: UUID) -> tuple[Sequence[Any], ...]:
        """What the screen of a case shows, in one snapshot: everything that `case_views.view` reads."""
        with reading(self._engine) as connection:
            ask = connection.execute
            found = ask(_CASE, {"id": case_id}).one()
            own = {"id": found.person_id}
            person, family = ask(_PERSON, own).all(), ask(_FAMILY, own).all()
            cases, consents = ask(_CASES, own).all(), ask(_CONSENTS, own).all()
            notes, tasks = ask(_NOTES, {"id": case_id}).all(), ask(_TASKS, {"id": case_id}).all()
            contacts = ask(_CONTACTS, {"id": case_id}).all()
        return person, family, cases, consents, notes, tasks, contacts

    def cases(self) -> list[UUID]:
        """The ids of all cases."""
        with reading(self._engine) as connection:
            return list(connection.execute(select(CASE.c.id).order_by(CASE.c.number)).scalars())

    def add_note(self, case_id: UUID, author: UUID, at: str, body: NoteBody) -> None:
        """One more note with its contact, on the disk when this returns."""
        note = _note(case_id, author, at, body)
        with writing(self._engine) as connection:
            connection.execute(_INSERT, note)
            for contact in _contacts([note], [body]):
                connection.execute(_INSERT_CONTACT, contact)


class PlainRows:
    """Writes people in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, one: Invented, person: UUID, case: UUID, author: UUID, at: str, child: UUID | None) -> None:
        """One person; of a parent also the tie to their child."""
        put = self._connection.execute
        put(insert(PERSON).values(id=person, state="ACTIVE", created_at=at, **_values(one.card)))
        put(insert(DETAILS).values(id=uuid4(), person_id=person, **_values(one.contact)))
        for number, event in enumerate(one.consents, 1):
            values = _values(dataclasses.replace(event, given_by=person))
            ids = {"id": uuid4(), "subject_id": person, "recorded_by": author}
            put(insert(CONSENT).values(number=number, recorded_at=at, **ids, **values))
        if one.is_parent and child is not None:
            tie = _values(FamilyTie(relation="MOT", responsibility="YES"))
            put(insert(TIE).values(id=uuid4(), child_id=child, adult_id=person, **tie))
        status = (CaseStatus.OPEN if one.is_open else CaseStatus.CLOSED).value
        ids = {"id": case, "person_id": person, "officer_id": author}
        put(insert(CASE).values(number=one.number + 1, status=status, opened_at=at, **ids, **_values(one.facts)))
        if one.task is not None:
            put(insert(TASK).values(id=uuid4(), case_id=case, status="OPEN", created_at=at, **_values(one.task)))
        notes = [_note(case, author, at, body) for body in one.notes]
        put(_INSERT, notes)
        put(_INSERT_CONTACT, _contacts(notes, one.notes))


def _note(case_id: UUID, author: UUID, at: str, body: NoteBody) -> dict[str, Any]:
    id_ = uuid4()
    ids = {"id": id_, "note_id": id_, "case_id": case_id, "author_id": author}
    return {**ids, "number": 1, "kind": "NOTE", "written_at": at, **_values(body)}


def _contacts(notes: Sequence[dict[str, Any]], bodies: Iterable[NoteBody]) -> list[dict[str, Any]]:
    """The contacts that these notes tell of."""
    told = [(note, contact_of(body, note["id"])) for note, body in zip(notes, bodies, strict=True)]
    links = ("case_id", "author_id", "written_at")
    return [{"id": uuid4(), **{link: note[link] for link in links}, **_values(one)} for note, one in told if one]
