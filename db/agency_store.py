"""Agencies, each under a key of its own, and the involvements of people, each under the person's."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.desk import Desk
from db.engine import run, run_of
from db.join_store import records_of
from db.opened import UNREADABLE, Keys, Place, record, uid
from db.people_store import card_or_none
from db.tables.agencies import AgencyRow, InvolvementRow
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.agencies import Agency, AgencyCard, Involvement, RecordedInvolvement
from iass_tui.rules.records.people import PersonCard
from iass_tui.vault.compartments import FileKey

Rows = Sequence[Sequence[Any]]


def every(desk: Desk) -> tuple[tuple[Agency, ...], int]:
    """The whole directory in no order, and how many entries were left out because they do not open."""
    with desk.read() as connection:
        rows = connection.exec_driver_sql("SELECT id, version, file_key_id, card FROM agency").fetchall()
    keys = desk.keys((uid(row[2]), "agency", uid(row[0])) for row in rows)
    found = []
    for id_, version, key_id, raw in rows:
        card = _card_or_none(keys, id_, key_id, raw)
        if card is not None:
            found.append(Agency(id=uid(id_), version=version, card=card))
    return tuple(found), len(rows) - len(found)


def agency(desk: Desk, connection: Connection, agency_id: UUID) -> Agency | None:
    """One entry; None where there is none. Raises one of `UNREADABLE`."""
    row = connection.exec_driver_sql(
        "SELECT version, file_key_id, card FROM agency WHERE id = ?", (agency_id.bytes,)
    ).fetchone()
    if row is None:
        return None
    keys = desk.keys([(uid(row[1]), "agency", agency_id)])
    card = record(AgencyCard, keys, "agency", "card", agency_id.bytes, row[1], row[2])
    return Agency(id=agency_id, version=row[0], card=card)


def _card_or_none(keys: Keys, id_: bytes, key_id: bytes, raw: bytes) -> AgencyCard | None:
    try:
        return record(AgencyCard, keys, "agency", "card", id_, key_id, raw)
    except UNREADABLE:
        return None


def insert(desk: Desk, unit: UnitOfWork, file: FileKey, card: AgencyCard) -> None:
    """A new entry, whose id is the subject of its file key."""
    own = file.place.subject
    unit.insert(AgencyRow(id=own, file_key_id=file.place.id, card=desk.seal(file, "agency", "card", own, card)))


def change(desk: Desk, unit: UnitOfWork, agency_id: UUID, version: int, card: AgencyCard) -> None:
    """Writes an entry over the version that was read. Raises `VersionConflict`."""
    row = unit.connection.exec_driver_sql(
        "SELECT version, file_key_id FROM agency WHERE id = ?", (agency_id.bytes,)
    ).fetchone()
    if row is None or row[0] != version:
        raise VersionConflict
    file = desk.writing_key(uid(row[1]), "agency", agency_id)
    sealed = desk.seal(file, "agency", "card", agency_id, card)
    unit.update(AgencyRow(id=agency_id, version=version, file_key_id=file.place.id, card=sealed))


# involvements


_OF_PERSON = (
    "SELECT i.id, i.version, i.file_key_id, i.person_id, i.agency_id, i.body, a.file_key_id, a.card "
    "FROM involvement i JOIN agency a ON a.id = i.agency_id WHERE i.person_id = ?"
)


def select(connection: Connection, person_id: UUID) -> Rows:
    """The stored rows of someone's involvements, still sealed."""
    own = records_of(connection, person_id)
    return [row for one in own for row in run(connection, _OF_PERSON, (one.bytes,)).fetchall()]


def select_of(connection: Connection, people: Sequence[UUID]) -> Mapping[UUID, Rows]:
    """As `select`, of several people."""
    kept = {one: own for own in people for one in records_of(connection, own)}
    found: dict[UUID, list[Sequence[Any]]] = {one: [] for one in people}
    for row in run_of(connection, _OF_PERSON.removesuffix("= ?") + "IN", list(kept)):
        found[kept[uid(row[3])]].append(row)
    return found


def places(rows: Rows) -> Iterator[Place]:
    """The file keys that open such rows."""
    for _, _, key_id, person_id, agency_id, _, agency_key, _ in rows:
        yield uid(key_id), "person", uid(person_id)
        yield uid(agency_key), "agency", uid(agency_id)


def opened(rows: Rows, keys: Keys) -> tuple[tuple[RecordedInvolvement, ...], int]:
    """The involvements in such rows, and how many were left out because they do not open."""
    found = []
    for id_, version, key_id, person_id, agency_id, body, agency_key, card in rows:
        try:
            involvement = record(Involvement, keys, "involvement", "body", id_, key_id, body)
        except UNREADABLE:
            continue
        found.append(
            RecordedInvolvement(
                id=uid(id_),
                version=version,
                person_id=uid(person_id),
                agency_id=uid(agency_id),
                agency=_card_or_none(keys, agency_id, agency_key, card),
                body=involvement,
            )
        )
    return tuple(found), len(rows) - len(found)


def involvement(desk: Desk, connection: Connection, involvement_id: UUID) -> RecordedInvolvement | None:
    """One involvement; None where there is none, or it does not open."""
    rows = connection.exec_driver_sql(
        _OF_PERSON.replace("i.person_id = ?", "i.id = ?"), (involvement_id.bytes,)
    ).fetchall()
    found, _ = opened(rows, desk.keys(places(rows)))
    return found[0] if found else None


def insert_involvement(
    desk: Desk, unit: UnitOfWork, file: FileKey, id_: UUID, agency_id: UUID, body: Involvement
) -> None:
    """A new involvement, under the person's own key."""
    unit.insert(
        InvolvementRow(
            id=id_,
            file_key_id=file.place.id,
            person_id=file.place.subject,
            agency_id=agency_id,
            body=desk.seal(file, "involvement", "body", id_, body),
        )
    )


def change_involvement(desk: Desk, unit: UnitOfWork, id_: UUID, version: int, body: Involvement) -> None:
    """Writes an involvement over the version that was read. Raises `VersionConflict`."""
    row = unit.connection.exec_driver_sql(
        "SELECT version, file_key_id, person_id, agency_id FROM involvement WHERE id = ?", (id_.bytes,)
    ).fetchone()
    if row is None or row[0] != version:
        raise VersionConflict
    file = desk.writing_key(uid(row[1]), "person", uid(row[2]))
    unit.update(
        InvolvementRow(
            id=id_,
            version=version,
            file_key_id=file.place.id,
            person_id=uid(row[2]),
            agency_id=uid(row[3]),
            body=desk.seal(file, "involvement", "body", id_, body),
        )
    )


@dataclasses.dataclass(frozen=True)
class StoredFamily:
    """Someone with whom an agency works. `card` is None where it does not open."""

    person_id: UUID
    state: PersonState
    card: PersonCard | None
    body: Involvement


_OF_AGENCY = (
    "SELECT i.id, i.file_key_id, i.body, p.id, p.file_key_id, p.state, p.card, i.person_id "
    "FROM involvement i LEFT JOIN person_join j ON j.id = i.person_id "
    "JOIN person p ON p.id = coalesce(j.kept_id, i.person_id) WHERE i.agency_id = ?"
)


def families(desk: Desk, connection: Connection, agency_id: UUID) -> tuple[StoredFamily, ...]:
    """Everybody whose file says that this agency is, was or will be involved; what does not open is left out."""
    rows = connection.exec_driver_sql(_OF_AGENCY, (agency_id.bytes,)).fetchall()
    wanted = [(uid(key), "person", uid(whose)) for row in rows for key, whose in ((row[1], row[7]), (row[4], row[3]))]
    keys = desk.keys(wanted)
    found = []
    for id_, key_id, body, person_id, person_key, state, card, _ in rows:
        try:
            involved = record(Involvement, keys, "involvement", "body", id_, key_id, body)
        except UNREADABLE:
            continue
        shown = card_or_none(keys, person_id, person_key, card)
        found.append(StoredFamily(uid(person_id), PersonState(state), shown, involved))
    return tuple(found)
