"""Cases: one by itself, lists of them, and every write of one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.desk import Desk
from db.engine import run
from db.join_store import kept_of
from db.opened import UNREADABLE, Keys, Place, is_shut, record, uid
from db.people_store import card_or_none
from db.tables.base import Row
from db.tables.casework import CaseRow
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.base import Record
from iass_tui.rules.records.casework import CaseFacts, CaseStatus
from iass_tui.rules.records.people import PersonCard
from iass_tui.vault.cells import Sealed
from iass_tui.vault.compartments import FileKey

Rows = Sequence[Sequence[Any]]


@dataclasses.dataclass(frozen=True)
class StoredCase:
    """A case. `facts` and `card` are None where they do not open; `card` also where it was not asked for."""

    id: UUID
    version: int
    key_id: UUID
    person_id: UUID
    number: int
    status: CaseStatus
    officer_id: UUID | None
    opened_at: str
    facts: CaseFacts | None
    last_note_at: str | None = None
    card: PersonCard | None = None


_COLUMNS = "c.id, c.version, c.file_key_id, c.person_id, c.number, c.status, c.officer_id, c.opened_at, c.facts"
_LAST_NOTE = "(SELECT max(written_at) FROM note WHERE note.case_id = c.id)"
_ONE = f'SELECT {_COLUMNS} FROM "case" c WHERE c.id = ?'
_OF_PERSON = f'SELECT {_COLUMNS}, {_LAST_NOTE} FROM "case" c WHERE c.person_id = ? ORDER BY c.number DESC'
_WITH_NAMES = (
    f'SELECT {_COLUMNS}, {_LAST_NOTE}, p.file_key_id, p.card FROM "case" c JOIN person p ON p.id = c.person_id '
    "WHERE c.officer_id IS ? AND c.status != 'CLOSED' ORDER BY c.number"
)


def select(connection: Connection, case_id: UUID) -> Sequence[Any] | None:
    """The stored row of a case, still sealed."""
    row: tuple[Any, ...] | None = run(connection, _ONE, (case_id.bytes,)).fetchone()
    return row


def select_of_person(connection: Connection, person_id: UUID) -> Rows:
    """The stored rows of someone's cases, newest first."""
    return run(connection, _OF_PERSON, (kept_of(connection, person_id).bytes,)).fetchall()


def select_of_people(connection: Connection, people: Sequence[UUID]) -> Rows:
    """The stored rows of the cases of these people, as `select` gives one: in one statement."""
    query = f'SELECT {_COLUMNS} FROM "case" c WHERE c.person_id IN ({", ".join("?" * len(people))})'
    return run(connection, query, tuple(kept_of(connection, one).bytes for one in people)).fetchall()


def status_of(row: Sequence[Any]) -> CaseStatus:
    """The status of the case in a stored row, which stays sealed."""
    return CaseStatus(row[5])


def places(rows: Rows) -> Iterator[Place]:
    """The file keys that open such rows."""
    for row in rows:
        yield uid(row[2]), "case", uid(row[0])
        if len(row) > 10:
            yield uid(row[10]), "person", uid(row[3])


def opened(row: Sequence[Any], keys: Keys) -> StoredCase:
    """The case in such a row."""
    raw_id, version, key_id, person_id, number, status, officer_id, opened_at, facts, *rest = row
    last_note_at, person_key, card = (*rest, None, None, None)[:3]
    return StoredCase(
        id=uid(raw_id),
        version=version,
        key_id=uid(key_id),
        person_id=uid(person_id),
        number=number,
        status=CaseStatus(status),
        officer_id=None if officer_id is None else uid(officer_id),
        opened_at=opened_at,
        facts=_facts_or_none(keys, raw_id, key_id, facts),
        last_note_at=last_note_at,
        card=None if card is None else card_or_none(keys, person_id, person_key, card),
    )


def _facts_or_none(keys: Keys, case_id: bytes, key_id: bytes, facts: bytes) -> CaseFacts | None:
    try:
        return record(CaseFacts, keys, "case", "facts", case_id, key_id, facts)
    except UNREADABLE:
        return None


def case(desk: Desk, connection: Connection, case_id: UUID) -> StoredCase | None:
    """One case; None where there is none of that id."""
    row = select(connection, case_id)
    keys = desk.keys(places([row])) if row is not None else {}
    return None if row is None or is_shut(keys, row[2]) else opened(row, keys)


def select_not_closed(connection: Connection, officer_id: UUID | None) -> Rows:
    """The stored rows of a colleague's cases that are not closed, or of nobody's, with their people's cards."""
    return run(connection, _WITH_NAMES, (None if officer_id is None else officer_id.bytes,)).fetchall()


def not_closed(desk: Desk, connection: Connection, officer_id: UUID | None) -> tuple[StoredCase, ...]:
    """The cases of a colleague that are not closed, or of nobody, with names and the moment of the latest note."""
    rows = select_not_closed(connection, officer_id)
    keys = desk.keys(places(rows))
    return tuple(opened(row, keys) for row in rows if not is_shut(keys, row[2]))


@dataclasses.dataclass(frozen=True)
class CaseFile:
    """What writing into a case needs to know of it: nothing is opened."""

    key_id: UUID
    person_id: UUID
    person_state: PersonState
    status: CaseStatus
    officer_id: UUID | None
    version: int = 0


def case_file(connection: Connection, case_id: UUID) -> CaseFile | None:
    """The case's own key and its person's state; None where there is none of that id."""
    row = run(
        connection,
        'SELECT c.file_key_id, c.person_id, p.state, c.status, c.officer_id, c.version FROM "case" c '
        "JOIN person p ON p.id = c.person_id WHERE c.id = ?",
        (case_id.bytes,),
    ).fetchone()
    if row is None:
        return None
    officer = None if row[4] is None else uid(row[4])
    return CaseFile(uid(row[0]), uid(row[1]), PersonState(row[2]), CaseStatus(row[3]), officer, row[5])


def ids_of_person(connection: Connection, person_id: UUID) -> frozenset[UUID]:
    """The ids of someone's cases."""
    kept = kept_of(connection, person_id)
    rows = connection.exec_driver_sql('SELECT id FROM "case" WHERE person_id = ?', (kept.bytes,))
    return frozenset(uid(raw) for (raw,) in rows)


def by_number(connection: Connection, number: int) -> UUID | None:
    """The case with this number; None where there is none."""
    row = connection.exec_driver_sql('SELECT id FROM "case" WHERE number = ?', (number,)).fetchone()
    return None if row is None else uid(row[0])


def references(connection: Connection, case_ids: Sequence[UUID]) -> dict[UUID, tuple[int, UUID]]:
    """Number and person of these cases; those that are gone are left out."""
    marks = ", ".join("?" * len(case_ids))
    rows = connection.exec_driver_sql(
        f'SELECT id, number, person_id FROM "case" WHERE id IN ({marks})', tuple(one.bytes for one in case_ids)
    )
    return {uid(one): (number, uid(person)) for one, number, person in rows}


def insert(
    desk: Desk,
    unit: UnitOfWork,
    file: FileKey,
    person_id: UUID,
    officer_id: UUID | None,
    facts: CaseFacts,
    *,
    status: CaseStatus = CaseStatus.OPEN,
) -> int:
    """A new case, whose id is the subject of its file key; its number, one more than the highest there is."""
    (number,) = run(unit.connection, 'SELECT coalesce(max(number), 0) + 1 FROM main."case"').fetchone()
    own = file.place.subject
    unit.insert_columns(
        CaseRow,
        id=own,
        version=1,
        file_key_id=file.place.id,
        person_id=person_id,
        number=number,
        status=status.value,
        officer_id=officer_id,
        opened_at=unit.at,
        facts=desk.seal(file, "case", "facts", own, facts),
    )
    return int(number)


def change(
    desk: Desk,
    unit: UnitOfWork,
    case_id: UUID,
    version: int,
    *,
    facts: CaseFacts | None = None,
    status: CaseStatus | None = None,
) -> None:
    """Writes facts or status over the version that was read. Raises `VersionConflict`."""
    row = _writable(unit, case_id, version)
    key_id, sealed = uid(row[2]), Sealed(row[8])
    if facts is not None:
        file = desk.writing_key(key_id, "case", case_id)
        key_id, sealed = file.place.id, desk.seal(file, "case", "facts", case_id, facts)
    _update(unit, row, key_id, sealed, status)


def assign(
    desk: Desk, unit: UnitOfWork, case_id: UUID, version: int, officer_id: UUID | None, facts: CaseFacts
) -> None:
    """Gives a case to a colleague, or to nobody; the facts say since when. Raises `VersionConflict`."""
    row = _writable(unit, case_id, version)
    file = desk.writing_key(uid(row[2]), "case", case_id)
    _update(unit, _given(row, officer_id), file.place.id, desk.seal(file, "case", "facts", case_id, facts), None)


def give(unit: UnitOfWork, case_id: UUID, version: int, officer_id: UUID | None) -> None:
    """As `assign`, and nothing of the case is opened: also where its facts do not. Raises `VersionConflict`."""
    row = _writable(unit, case_id, version)
    _update(unit, _given(row, officer_id), uid(row[2]), Sealed(row[8]), None)


def give_person(unit: UnitOfWork, case_id: UUID, person_id: UUID) -> None:
    """Puts a case under another record of the same person. Raises `VersionConflict` where the case is gone."""
    row = select(unit.connection, case_id)
    if row is None:
        raise VersionConflict
    _update(unit, (*row[:3], person_id.bytes, *row[4:]), uid(row[2]), Sealed(row[8]), None)


def _given(row: Sequence[Any], officer_id: UUID | None) -> Sequence[Any]:
    return (*row[:6], None if officer_id is None else officer_id.bytes, *row[7:])


def _writable(unit: UnitOfWork, case_id: UUID, version: int) -> Sequence[Any]:
    row = select(unit.connection, case_id)
    if row is None or row[1] != version:
        raise VersionConflict
    return row


def _update(unit: UnitOfWork, row: Sequence[Any], key_id: UUID, facts: Sealed, status: CaseStatus | None) -> None:
    unit.update(
        CaseRow(
            id=uid(row[0]),
            version=row[1],
            file_key_id=key_id,
            person_id=uid(row[3]),
            number=row[4],
            status=status.value if status else row[5],
            officer_id=None if row[6] is None else uid(row[6]),
            opened_at=row[7],
            facts=facts,
        )
    )


def insert_of_case(desk: Desk, unit: UnitOfWork, file: FileKey, row_type: type[Row], table: str, body: Record) -> UUID:
    """One row of what belongs to a case and is written by this colleague, under the case's key."""
    id_ = uuid4()
    unit.insert_columns(
        row_type,
        id=id_,
        version=1,
        file_key_id=file.place.id,
        case_id=file.place.subject,
        written_at=unit.at,
        author_id=desk.account_id,
        body=desk.seal(file, table, "body", id_, body),
    )
    return id_
