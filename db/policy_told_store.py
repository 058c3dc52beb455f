"""Who is told of a version: families under their case's key, colleagues, the council and agencies beside them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.desk import Desk
from db.engine import run
from db.opened import optional, uid
from db.people_store import card_or_none
from db.tables.policies import PolicyFamilyRow, PolicyNoticeRow
from db.unit_of_work import UnitOfWork
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import CaseStatus
from iass_tui.rules.records.people import PersonCard
from iass_tui.rules.records.policies import FamilyTold, NoticeBody, NoticeKind
from iass_tui.vault.compartments import FileKey

LEFT, TOLD = "LEFT", "TOLD"


@dataclasses.dataclass(frozen=True)
class StoredFamily:
    """One case of the snapshot as it stands now. `card` is the person's, None where it does not open."""

    id: UUID
    version: int
    key_id: UUID
    policy_id: UUID
    case_id: UUID
    task_id: UUID
    person_id: UUID
    number: int
    officer_id: UUID | None
    status: CaseStatus
    state: PersonState
    is_told: bool
    told: FamilyTold
    card: PersonCard | None


@dataclasses.dataclass(frozen=True)
class ActiveCase:
    """A case that is not closed, with what says whether it is active, and the key to write into it."""

    id: UUID
    person_id: UUID
    officer_id: UUID | None
    status: CaseStatus
    state: PersonState
    card: PersonCard | None
    file: FileKey


_OPEN_CASES = (
    "SELECT c.id, c.file_key_id, c.person_id, c.officer_id, c.status, p.state, p.file_key_id, p.card "
    "FROM \"case\" c JOIN person p ON p.id = c.person_id WHERE c.status != 'CLOSED' ORDER BY c.number"
)


def open_cases(desk: Desk, connection: Connection) -> tuple[ActiveCase, ...]:
    """Every case that is not closed; without those of an erasure that is being finished, whose key is gone."""
    rows = run(connection, _OPEN_CASES, ()).fetchall()
    places = [(uid(row[1]), "case", uid(row[0])) for row in rows]
    places += [(uid(row[6]), "person", uid(row[2])) for row in rows]
    keys = desk.keys(places)
    return tuple(
        ActiveCase(
            id=uid(row[0]),
            person_id=uid(row[2]),
            officer_id=None if row[3] is None else uid(row[3]),
            status=CaseStatus(row[4]),
            state=PersonState(row[5]),
            card=card_or_none(keys, row[2], row[6], row[7]),
            file=keys[uid(row[1])],
        )
        for row in rows
        if uid(row[1]) in keys
    )


_FAMILIES = (
    "SELECT f.id, f.version, f.file_key_id, f.policy_id, f.case_id, f.task_id, f.state, f.body, "
    "c.person_id, c.number, c.officer_id, c.status, p.state, p.file_key_id, p.card "
    'FROM policy_family f JOIN "case" c ON c.id = f.case_id JOIN person p ON p.id = c.person_id WHERE '
)


def families(desk: Desk, connection: Connection, policy_id: UUID) -> tuple[StoredFamily, ...]:
    """Every case of the snapshot that is still on file, by number."""
    rows = run(connection, _FAMILIES + "f.policy_id = ? ORDER BY c.number", (policy_id.bytes,)).fetchall()
    return _families(desk, rows)


def of_case_everywhere(desk: Desk, connection: Connection, case_id: UUID) -> tuple[StoredFamily, ...]:
    """One case's lines of every version."""
    return _families(desk, run(connection, _FAMILIES + "f.case_id = ?", (case_id.bytes,)).fetchall())


def of_case(desk: Desk, connection: Connection, case_id: UUID, policy_id: UUID) -> StoredFamily | None:
    """One case's line; None where it was not active on the day of issue."""
    rows = run(connection, _FAMILIES + "f.case_id = ? AND f.policy_id = ?", (case_id.bytes, policy_id.bytes))
    found = _families(desk, rows.fetchall())
    return found[0] if found else None


def _families(desk: Desk, rows: Sequence[Sequence[Any]]) -> tuple[StoredFamily, ...]:
    places = [(uid(row[2]), "case", uid(row[4])) for row in rows]
    places += [(uid(row[13]), "person", uid(row[8])) for row in rows]
    keys = desk.keys(places)
    return tuple(
        StoredFamily(
            id=uid(row[0]),
            version=row[1],
            key_id=uid(row[2]),
            policy_id=uid(row[3]),
            case_id=uid(row[4]),
            task_id=uid(row[5]),
            is_told=row[6] == TOLD,
            told=optional(FamilyTold, keys, "policy_family", "body", row[0], row[2], row[7]) or FamilyTold(),
            person_id=uid(row[8]),
            number=row[9],
            officer_id=None if row[10] is None else uid(row[10]),
            status=CaseStatus(row[11]),
            state=PersonState(row[12]),
            card=card_or_none(keys, row[8], row[13], row[14]),
        )
        for row in rows
    )


def is_open_task(connection: Connection, task_id: UUID) -> bool:
    """Whether this task is to tell a family who was not told yet: it ends by saying how they were told."""
    found = run(connection, "SELECT 1 FROM policy_family WHERE task_id = ? AND state = 'LEFT'", (task_id.bytes,))
    return found.fetchone() is not None


def add_family(desk: Desk, unit: UnitOfWork, file: FileKey, policy_id: UUID, task_id: UUID) -> None:
    """A case of the snapshot, left to tell."""
    id_ = uuid4()
    unit.insert(
        PolicyFamilyRow(
            id=id_,
            file_key_id=file.place.id,
            policy_id=policy_id,
            case_id=file.place.subject,
            task_id=task_id,
            state=LEFT,
            body=desk.seal(file, "policy_family", "body", id_, FamilyTold()),
        )
    )


def tell(desk: Desk, unit: UnitOfWork, family: StoredFamily, told: FamilyTold) -> None:
    """Notes how a family was told. Raises `VersionConflict` where somebody else did first."""
    file = desk.writing_key(family.key_id, "case", family.case_id)
    unit.update(
        PolicyFamilyRow(
            id=family.id,
            version=family.version,
            file_key_id=file.place.id,
            policy_id=family.policy_id,
            case_id=family.case_id,
            task_id=family.task_id,
            state=TOLD,
            body=desk.seal(file, "policy_family", "body", family.id, told),
        )
    )


@dataclasses.dataclass(frozen=True)
class StoredNotice:
    """A colleague, the council or an agency, told or not yet."""

    id: UUID
    version: int
    key_id: UUID
    policy_id: UUID
    kind: NoticeKind
    agency_id: UUID | None
    staff_id: UUID | None
    is_done: bool
    body: NoticeBody


_NOTICES = (
    "SELECT id, version, file_key_id, policy_id, kind, agency_id, staff_id, state, body FROM policy_notice WHERE "
)


def notices(desk: Desk, connection: Connection, policy_id: UUID) -> tuple[StoredNotice, ...]:
    """Everyone besides the families who is told of this version."""
    return _notices(desk, run(connection, _NOTICES + "policy_id = ?", (policy_id.bytes,)).fetchall())


def notice(desk: Desk, connection: Connection, notice_id: UUID) -> StoredNotice | None:
    """One of them; None where there is none."""
    found = _notices(desk, run(connection, _NOTICES + "id = ?", (notice_id.bytes,)).fetchall())
    return found[0] if found else None


def of_colleague(desk: Desk, connection: Connection, policy_id: UUID, staff_id: UUID) -> StoredNotice | None:
    """A colleague's own; None where they came after the day of issue and were not asked yet."""
    rows = run(connection, _NOTICES + "policy_id = ? AND staff_id = ?", (policy_id.bytes, staff_id.bytes)).fetchall()
    found = _notices(desk, rows)
    return found[0] if found else None


def _notices(desk: Desk, rows: Sequence[Sequence[Any]]) -> tuple[StoredNotice, ...]:
    keys = desk.keys(
        (uid(row[2]), "settings" if row[5] is None else "agency", desk.office if row[5] is None else uid(row[5]))
        for row in rows
    )
    return tuple(
        StoredNotice(
            id=uid(row[0]),
            version=row[1],
            key_id=uid(row[2]),
            policy_id=uid(row[3]),
            kind=NoticeKind(row[4]),
            agency_id=None if row[5] is None else uid(row[5]),
            staff_id=None if row[6] is None else uid(row[6]),
            is_done=row[7] == TOLD,
            body=optional(NoticeBody, keys, "policy_notice", "body", row[0], row[2], row[8]) or NoticeBody(),
        )
        for row in rows
    )


def add_notice(
    desk: Desk,
    unit: UnitOfWork,
    policy_id: UUID,
    kind: NoticeKind,
    subject: UUID | None = None,
    *,
    done: NoticeBody | None = None,
) -> None:
    """Someone to tell; or `done`, who came later and has read it already."""
    id_, is_agency = uuid4(), kind is NoticeKind.AGENCY
    office = ("settings", desk.office, "office")
    kind_of_key, of, compartment = ("agency", subject, "office") if is_agency and subject else office
    file = desk.shared_key(kind_of_key, of, compartment)
    unit.insert(
        PolicyNoticeRow(
            id=id_,
            file_key_id=file.place.id,
            policy_id=policy_id,
            kind=kind.value,
            agency_id=subject if is_agency else None,
            staff_id=subject if kind is NoticeKind.COLLEAGUE else None,
            state=TOLD if done else LEFT,
            body=desk.seal(file, "policy_notice", "body", id_, done or NoticeBody()),
        )
    )


def change_notice(desk: Desk, unit: UnitOfWork, one: StoredNotice, body: NoticeBody, *, is_done: bool) -> None:
    """Writes what became of it. Raises `VersionConflict` where somebody else was first."""
    is_agency = one.agency_id is not None
    subject = one.agency_id if is_agency and one.agency_id else desk.office
    file = desk.writing_key(one.key_id, "agency" if is_agency else "settings", subject)
    unit.update(
        PolicyNoticeRow(
            id=one.id,
            version=one.version,
            file_key_id=file.place.id,
            policy_id=one.policy_id,
            kind=one.kind.value,
            agency_id=one.agency_id,
            staff_id=one.staff_id,
            state=TOLD if is_done else LEFT,
            body=desk.seal(file, "policy_notice", "body", one.id, body),
        )
    )


def standings(connection: Connection, policy_id: UUID) -> tuple[tuple[bool, CaseStatus, PersonState], ...]:
    """Of every family of the snapshot still on file: whether it was told, its case's status, its person's state.

    Nothing is opened: the figure costs the same however long the texts are, and it is the whole office's, whoever
    asks. To a colleague who is shut out of a record it would say else that somebody was erased.
    """
    query = (
        'SELECT f.state, c.status, p.state FROM main.policy_family f JOIN main."case" c ON c.id = f.case_id '
        "JOIN main.person p ON p.id = c.person_id WHERE f.policy_id = ?"
    )
    rows = run(connection, query, (policy_id.bytes,)).fetchall()
    return tuple((state == TOLD, CaseStatus(status), PersonState(person)) for state, status, person in rows)
