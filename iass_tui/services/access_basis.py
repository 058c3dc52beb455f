"""Findings of competence and written authorities: recorded, ended, used (P14, domain 4.4 and 4.6)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import access_store, people_store
from db.people_store import StoredPerson
from iass_tui.rules.access import Action
from iass_tui.rules.records.access import AccessBasis, CompetenceFinding, WrittenAuthority
from iass_tui.rules.records.office import Act
from iass_tui.rules.release.basis import may_record_authority, may_record_finding
from iass_tui.services.acting import About, SaysNo, acting, insist, insist_writable, record
from iass_tui.services.people import NOBODY
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NOT_A_FINDING = "A finding needs every question answered, who asked, and a day that has come; and it has to follow."
NOT_AN_AUTHORITY = "An authority needs who gave it, whom it is for, when it was signed and where the paper is."
NO_AUTHORITY = "There is no such authority, or it has ended already."


class AccessBasisService:
    """What the release rule is asked with."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def read(self, person_id: UUID) -> AccessBasis:
        """All that is on record. The look is recorded."""
        self._session.require(Action.FIND, person_id)
        about = About("person", person_id)
        why = self._session.access.insist_on_person(person_id, about)
        with self._desk.read() as connection:
            self._held(connection, person_id)
            stored = access_store.read(self._desk, connection, person_id)
        record(self._desk, about.detail(Act.VIEW, fields=("access_basis",), reasons=why))
        return stored.basis if stored else AccessBasis()

    @in_words()
    def add_finding(self, person_id: UUID, finding: CompetenceFinding) -> None:
        """One talk about competence. Raises `NotAllowed` where it is not whole, or does not follow."""
        answer = may_record_finding(finding, self._session.today_date())

        def add(basis: AccessBasis) -> AccessBasis:
            insist(answer, NOT_A_FINDING)
            return dataclasses.replace(basis, findings=(*basis.findings, finding))

        self._change(person_id, ("finding",), add)

    @in_words()
    def add_authority(self, person_id: UUID, authority: WrittenAuthority) -> None:
        """One written authority. Raises `NotAllowed` where it is not whole."""
        answer = may_record_authority(authority, self._session.today_date())

        def add(basis: AccessBasis) -> AccessBasis:
            insist(answer, NOT_AN_AUTHORITY)
            return dataclasses.replace(basis, authorities=(*basis.authorities, authority))

        self._change(person_id, ("authority",), add)

    @in_words()
    def end_authority(self, person_id: UUID, number: int) -> None:
        """Authority number so-and-so (from 0) is taken back as of today; the record of it stays."""
        today = self._session.today_date()

        def end(basis: AccessBasis) -> AccessBasis:
            every = list(basis.authorities)
            if not 0 <= number < len(every) or every[number].revoked_on is not None:
                raise SaysNo(NO_AUTHORITY, ("NO_AUTHORITY",))
            every[number] = dataclasses.replace(every[number], revoked_on=today)
            return dataclasses.replace(basis, authorities=tuple(every))

        self._change(person_id, ("authority",), end)

    def use_finding(self, person_id: UUID, today: date) -> None:
        """The newest finding has served its one request."""

        def use(basis: AccessBasis) -> AccessBasis:
            newest = max(basis.findings, key=lambda one: one.assessed_on)
            used = dataclasses.replace(newest, used_on=today)
            return dataclasses.replace(basis, findings=tuple(used if one is newest else one for one in basis.findings))

        self._change(person_id, ("finding",), use)

    def _change(self, person_id: UUID, fields: tuple[str, ...], change: Callable[[AccessBasis], AccessBasis]) -> None:
        """Read and written in one transaction: what is only added to never conflicts."""
        self._session.require(Action.CHANGE_PERSON, person_id)
        about = About("person", person_id)
        with acting(self._desk, about) as unit:
            held = self._held(unit.connection, person_id)
            insist_writable(held.state)
            stored = access_store.read(self._desk, unit.connection, person_id)
            basis = change(stored.basis if stored else AccessBasis())
            file = self._desk.writing_key(held.key_id, "person", person_id)
            access_store.put(self._desk, unit, file, stored.version if stored else 0, basis)
            unit.say(about.detail(Act.CHANGE, fields=fields))

    def _held(self, connection: Connection, person_id: UUID) -> StoredPerson:
        found = people_store.person(self._desk, connection, person_id)
        if found is None:
            raise NotFound(NOBODY)
        return found
