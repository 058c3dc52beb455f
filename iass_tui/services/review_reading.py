"""What the consents of several cases are asked about from, read in few statements however many cases there are."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db import access_store, agency_store, consent_store, family_store, people_store
from db.access_store import StoredBasis
from db.case_store import StoredCase
from db.desk import Desk
from db.family_store import StoredRelative
from db.opened import UNREADABLE, Keys, is_shut
from db.people_store import StoredPerson
from db.unit_of_work import Tampered
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.agencies import RecordedInvolvement
from iass_tui.rules.records.consents import RecordedConsent

Histories = Mapping[UUID, tuple[RecordedConsent, ...]]


@dataclasses.dataclass(frozen=True)
class Read:
    """The families of some cases, still sealed but for their ties; each cell is opened when it is asked for.

    Where one's consents or bases are not to be believed, everybody's are read by themselves: one spoils no other.
    """

    desk: Desk
    connection: Connection
    ties: Mapping[UUID, tuple[StoredRelative, ...]]
    """By child: adults of the family."""
    _people: Mapping[UUID, Sequence[Any]]
    _involved: Mapping[UUID, agency_store.Rows]
    _histories: Histories
    _bases: Mapping[UUID, StoredBasis] | None
    _keys: Keys

    @classmethod
    def of(cls, desk: Desk, connection: Connection, cases: Sequence[StoredCase], said: Histories | None = None) -> Read:
        """Reads them; `said` stands for consents that are not written yet."""
        children = list(dict.fromkeys(case.person_id for case in cases))
        families = family_store.select_of(connection, children)
        involved = agency_store.select_of(connection, children)
        adults = [row for rows in families.values() for row in rows]
        rows_of_all = [row for rows in involved.values() for row in rows]
        opened = {
            child: tuple(one for one in family_store.opened(rows, keys)[0] if one.tie.relation != "SIB")
            for keys in (desk.keys(family_store.places(adults)),)
            for child, rows in families.items()
        }
        everybody = list(dict.fromkeys([*children, *(one.person_id for some in opened.values() for one in some)]))
        people = people_store.select_of(connection, everybody)
        keys = desk.keys(
            [place for row in people.values() for place in people_store.places(row)]
            + list(agency_store.places(rows_of_all))
        )
        histories = said if said is not None else _histories(desk, connection, everybody)
        return cls(desk, connection, opened, people, involved, histories, _bases(desk, connection, children), keys)

    def is_active(self, person_id: UUID) -> bool:
        """Whether their record may be worked on; nothing is opened."""
        row = self._people.get(person_id)
        return row is not None and PersonState(row[3]) is PersonState.ACTIVE

    def person(self, person_id: UUID) -> StoredPerson | None:
        """As `people_store.person`."""
        row = self._people.get(person_id)
        if row is None:
            return people_store.person(self.desk, self.connection, person_id)
        return None if is_shut(self._keys, row[2]) else people_store.opened(row, self._keys)

    def history(self, person_id: UUID) -> tuple[RecordedConsent, ...]:
        """Their consents. Raises `Tampered` or one of `UNREADABLE`."""
        events = self._histories.get(person_id)
        return consent_store.history(self.desk, person_id, self.connection) if events is None else events

    def basis(self, child_id: UUID) -> StoredBasis | None:
        """What is on record about who may ask for their papers. Raises as `access_store.read` does."""
        if self._bases is None:
            return access_store.read(self.desk, self.connection, child_id)
        return self._bases.get(child_id)

    def involvements(self, child_id: UUID) -> tuple[RecordedInvolvement, ...]:
        """The agencies that work with a child, as far as these open."""
        return agency_store.opened(self._involved[child_id], self._keys)[0]


def _histories(desk: Desk, connection: Connection, people: Sequence[UUID]) -> Histories:
    try:
        return consent_store.histories_of(desk, connection, people)
    except (*UNREADABLE, Tampered):
        return {}


def _bases(desk: Desk, connection: Connection, children: Sequence[UUID]) -> Mapping[UUID, StoredBasis] | None:
    try:
        return access_store.read_of(desk, connection, children)
    except (*UNREADABLE, Tampered):
        return None
