"""Family ties: a child or young person and an adult, seen from either of them."""

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
from db.tables.people import FamilyTieRow
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.records.people import FamilyTie, PersonCard
from iass_tui.vault.compartments import FileKey


@dataclasses.dataclass(frozen=True)
class StoredRelative:
    """One family tie, seen from one of its two. `card` is None where it does not open."""

    link_id: UUID
    version: int
    tie: FamilyTie
    person_id: UUID
    card: PersonCard | None
    is_child_side: bool
    """True where this relative is the child in the tie."""


_OTHER = "CASE WHEN t.child_id = ?1 THEN t.adult_id ELSE t.child_id END"
_TIES = (
    "SELECT t.id, t.version, t.file_key_id, coalesce(c.kept_id, t.child_id), t.body, p.id, p.file_key_id, p.card, "
    f"t.child_id FROM family_tie t LEFT JOIN person_join j ON j.id = {_OTHER} "
    "LEFT JOIN person_join c ON c.id = t.child_id "
    f"JOIN person p ON p.id = coalesce(j.kept_id, {_OTHER}) WHERE t.child_id = ?1 OR t.adult_id = ?1"
)
_OF_CHILDREN = f"{_TIES.replace(_OTHER, 't.adult_id').partition(' WHERE ')[0]} WHERE t.child_id IN"
Rows = Sequence[Sequence[Any]]


def select(connection: Connection, person_id: UUID) -> Rows:
    """The stored rows of someone's family, still sealed: each relative by the record that is read of them."""
    own = records_of(connection, person_id)
    return [row for one in own for row in run(connection, _TIES, (one.bytes,)).fetchall()]


def select_of(connection: Connection, children: Sequence[UUID]) -> Mapping[UUID, Rows]:
    """As `select`, of several children: the adults of their families, by the record that is read of a child."""
    kept = {one: own for own in children for one in records_of(connection, own)}
    found: dict[UUID, list[Sequence[Any]]] = {one: [] for one in children}
    for row in run_of(connection, _OF_CHILDREN, list(kept)):
        found[kept[uid(row[-1])]].append(row)
    return found


def places(rows: Rows) -> Iterator[Place]:
    """The file keys that open such rows."""
    for _, _, tie_key, _, _, relative, key, _, child in rows:
        yield uid(tie_key), "person", uid(child)
        yield uid(key), "person", uid(relative)


def opened(rows: Rows, keys: Keys) -> tuple[tuple[StoredRelative, ...], int]:
    """The family in such rows, and how many ties were left out because they do not open."""
    found = []
    for link_id, version, tie_key, child, body, relative, key, card, _ in rows:
        try:
            tie = record(FamilyTie, keys, "family_tie", "body", link_id, tie_key, body)
        except UNREADABLE:
            continue
        found.append(
            StoredRelative(
                link_id=uid(link_id),
                version=version,
                tie=tie,
                person_id=uid(relative),
                card=card_or_none(keys, relative, key, card),
                is_child_side=child == relative,
            )
        )
    return tuple(found), len(rows) - len(found)


def pairs(connection: Connection) -> Sequence[tuple[bytes, bytes]]:
    """Raw ids of child and adult of every tie, each as the record that is read of them."""
    rows = connection.exec_driver_sql(
        "SELECT coalesce(c.kept_id, t.child_id), coalesce(a.kept_id, t.adult_id) FROM family_tie t "
        "LEFT JOIN person_join c ON c.id = t.child_id LEFT JOIN person_join a ON a.id = t.adult_id"
    )
    return [(child, adult) for child, adult in rows]


def children_of(connection: Connection, adult_id: UUID) -> tuple[UUID, ...]:
    """The children in whose families someone is the adult; nothing is opened."""
    query = (
        "SELECT coalesce(c.kept_id, t.child_id) FROM family_tie t LEFT JOIN person_join c ON c.id = t.child_id "
        "WHERE t.adult_id = ?"
    )
    own = records_of(connection, adult_id)
    return tuple(dict.fromkeys(uid(one) for each in own for (one,) in run(connection, query, (each.bytes,))))


def is_tied(connection: Connection, one: UUID, other: UUID) -> bool:
    """True where a tie stands between these two, whichever is the child."""
    query = "SELECT 1 FROM family_tie WHERE child_id = ?1 AND adult_id = ?2 OR child_id = ?2 AND adult_id = ?1"
    return any(
        run(connection, query, (mine.bytes, theirs.bytes)).fetchone() is not None
        for mine in records_of(connection, one)
        for theirs in records_of(connection, other)
    )


def insert(
    desk: Desk, unit: UnitOfWork, file: FileKey, link_id: UUID, child: UUID, adult: UUID, tie: FamilyTie
) -> None:
    """A new tie, under the child's own key."""
    body = desk.seal(file, "family_tie", "body", link_id, tie)
    unit.insert_columns(
        FamilyTieRow, id=link_id, version=1, file_key_id=file.place.id, child_id=child, adult_id=adult, body=body
    )


@dataclasses.dataclass(frozen=True)
class StoredTie:
    """One tie by itself."""

    version: int
    key_id: UUID
    child_id: UUID
    adult_id: UUID
    tie: FamilyTie


def tie(desk: Desk, connection: Connection, link_id: UUID) -> StoredTie | None:
    """One tie. Raises one of `UNREADABLE`."""
    row = connection.exec_driver_sql(
        "SELECT version, file_key_id, child_id, adult_id, body FROM family_tie WHERE id = ?", (link_id.bytes,)
    ).fetchone()
    if row is None:
        return None
    key_id, child = uid(row[1]), uid(row[2])
    keys = desk.keys([(key_id, "person", child)])
    found = record(FamilyTie, keys, "family_tie", "body", link_id.bytes, row[1], row[4])
    return StoredTie(row[0], key_id, child, uid(row[3]), found)


def remove(unit: UnitOfWork, link_id: UUID, version: int) -> None:
    """Takes a tie away, at the version that was read. Raises `VersionConflict`."""
    row = unit.connection.exec_driver_sql("SELECT version FROM family_tie WHERE id = ?", (link_id.bytes,)).fetchone()
    if row is None or row[0] != version:
        raise VersionConflict
    unit.verify("family_tie", link_id.bytes)
    unit.delete("family_tie", link_id)


def change(desk: Desk, unit: UnitOfWork, link_id: UUID, version: int, tie: FamilyTie) -> None:
    """Writes a tie over the version that was read. Raises `VersionConflict`."""
    row = unit.connection.exec_driver_sql(
        "SELECT version, file_key_id, child_id, adult_id FROM family_tie WHERE id = ?", (link_id.bytes,)
    ).fetchone()
    if row is None or row[0] != version:
        raise VersionConflict
    child = uid(row[2])
    file = desk.writing_key(uid(row[1]), "person", child)
    unit.update(
        FamilyTieRow(
            id=link_id,
            version=version,
            file_key_id=file.place.id,
            child_id=child,
            adult_id=uid(row[3]),
            body=desk.seal(file, "family_tie", "body", link_id, tie),
        )
    )
