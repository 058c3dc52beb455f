"""Brothers and sisters: by a tie that says so, or by a parent or carer they share."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, family_store
from db.case_store import StoredCase
from db.desk import Desk
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import CaseStatus

SIBLING = "SIB"


def siblings(desk: Desk, connection: Connection, child_id: UUID, shared: Collection[str]) -> frozenset[UUID]:
    """The brothers and sisters of a child. `shared`: the relations by which an adult makes children one family.

    A tie that does not open makes nobody a sibling.
    """
    found = set()
    for one in _family(desk, connection, child_id):
        if one.tie.relation == SIBLING:
            found.add(one.person_id)
        elif not one.is_child_side and one.tie.relation in shared:
            found |= {
                other.person_id
                for other in _family(desk, connection, one.person_id)
                if other.is_child_side and other.tie.relation in shared
            }
    return frozenset(found - {child_id})


def _family(desk: Desk, connection: Connection, person_id: UUID) -> tuple[family_store.StoredRelative, ...]:
    rows = family_store.select(connection, person_id)
    return family_store.opened(rows, desk.keys(family_store.places(rows)))[0]


def writable_cases(desk: Desk, connection: Connection, people: Collection[UUID]) -> tuple[StoredCase, ...]:
    """The cases of these people that take a contact: not closed, their record not frozen, by number."""
    found = []
    for person_id in people:
        for row in case_store.select_of_person(connection, person_id):
            file = case_store.case_file(connection, UUID(bytes=row[0]))
            if file is None or file.status is CaseStatus.CLOSED or file.person_state is not PersonState.ACTIVE:
                continue
            case = case_store.opened(row, desk.keys(case_store.places([row])))
            if case.facts is not None:
                found.append(case)
    return tuple(sorted(found, key=lambda one: one.number))
