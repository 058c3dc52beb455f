"""A person as their screen shows them, put together from rows that were read in one snapshot."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, consent_store, family_store, people_store, sharing_store
from db.case_store import StoredCase
from db.family_store import StoredRelative
from db.opened import Keys, Place
from db.people_store import StoredPerson
from iass_tui.rules.ages import ages_possible
from iass_tui.rules.cases import format_reference
from iass_tui.rules.consent import ConsentState, fold
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import CaseStatus
from iass_tui.rules.records.people import PartyRole
from iass_tui.rules.retention import destroy_due
from iass_tui.services import concern_reading
from iass_tui.services.interest_views import lines_of
from iass_tui.services.views import CaseLine, PersonView, Relative

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

DOES_NOT_OPEN = "(does not open)"
EVERYONE = "everyone"
NOT_ON_FILE = "somebody who is not on file"


@dataclasses.dataclass(frozen=True, repr=False)
class PersonRows:
    """The stored rows of one person, their family and their cases, still sealed."""

    person: Sequence[Any]
    family: family_store.Rows
    cases: case_store.Rows

    def places(self) -> Iterator[Place]:
        """The file keys that open all of them."""
        yield from people_store.places(self.person)
        yield from family_store.places(self.family)
        yield from case_store.places(self.cases)


def select(connection: Connection, person_id: UUID) -> PersonRows | None:
    """The rows; None where there is no such person."""
    person = people_store.select(connection, person_id)
    if person is None:
        return None
    cases = case_store.select_of_person(connection, person_id)
    return PersonRows(person, family_store.select(connection, person_id), cases)


@dataclasses.dataclass(frozen=True, repr=False)
class PersonFile:
    """What stands in such rows."""

    person: StoredPerson
    family: tuple[StoredRelative, ...]
    lost: int
    """Ties that do not open."""
    cases: tuple[StoredCase, ...]


def opened(rows: PersonRows, keys: Keys) -> PersonFile:
    """The rows, opened. Raises one of `UNREADABLE` where the person's card does not open."""
    cases = tuple(case_store.opened(row, keys) for row in rows.cases)
    return PersonFile(people_store.opened(rows.person, keys), *family_store.opened(rows.family, keys), cases)


def view(session: OfficeSession, connection: Connection, file: PersonFile) -> PersonView:
    """The person, with the consents that stand today. Raises `Tampered` or one of `UNREADABLE`."""
    stored, family, cases, today = file.person, file.family, file.cases, session.today_date()
    events = consent_store.history(session.desk, stored.id, connection)
    spent = sharing_store.used(session.desk, connection, events)
    consents = fold(events, today, stored.card.born, used=spent)
    may_keep = may_keep_contact(stored, consents)
    is_pending = stored.state is PersonState.PENDING
    return PersonView(
        id=stored.id,
        version=stored.version,
        card=stored.card,
        age=_age(stored.card.born, today),
        contact=stored.contact if may_keep or is_pending else None,
        contact_version=stored.contact_version,
        may_keep_contact=may_keep,
        is_frozen=stored.state is PersonState.FROZEN,
        pending=stored.referral if is_pending else None,
        family=tuple(_relative(one) for one in family),
        cases=tuple(line(session, one, stored.card.full_name) for one in cases),
        consents=events,
        used=frozenset(spent),
        destroy_due=_destroy_due(stored, family, cases, today),
        refusals=_refused(session, connection, consents, family),
        notice=concern_reading.notice(session, connection, stored.id, (one.person_id for one in family)),
        interests=lines_of(
            {
                stored.id: stored.card,
                **{one.person_id: one.card for one in family if one.card is not None},
                **session.sides.siblings(connection, stored.id, family),
            },
            session.people.colleague_name,
        ),
        unreadable=stored.unreadable + file.lost,
    )


def may_keep_contact(stored: StoredPerson, consents: ConsentState) -> bool:
    """Whether ways to reach this person may be kept today (P44)."""
    return stored.state is PersonState.ACTIVE and bool(consents.may_keep_contact())


def line(session: OfficeSession, case: StoredCase, name: str | None = None) -> CaseLine:
    """A case in a list."""
    if name is None:
        name = case.card.full_name if case.card else DOES_NOT_OPEN
    return CaseLine(
        id=case.id,
        reference=format_reference(case.number),
        person_id=case.person_id,
        name=name,
        status=case.status,
        level=case.facts.level if case.facts else "",
        officer_id=case.officer_id,
        officer=session.people.colleague_name(case.officer_id),
        opened_on=opened_on(case),
        last_note_at=datetime.fromisoformat(case.last_note_at) if case.last_note_at else None,
        version=case.version,
    )


def opened_on(case: StoredCase) -> date:
    """The day on which a case was opened: as its facts say, else as its row does."""
    if case.facts and case.facts.opened_on:
        return case.facts.opened_on
    return datetime.fromisoformat(case.opened_at).date()


def _age(born: PartialDate | None, today: date) -> int | None:
    """Whole years, where they are the same for every day that the birth date could be."""
    ages = ages_possible(born, today) if born else None
    return ages[0] if ages and ages[0] == ages[1] else None


def _relative(one: StoredRelative) -> Relative:
    card = one.card
    return Relative(
        link_id=one.link_id,
        version=one.version,
        person_id=one.person_id,
        name=card.full_name if card else DOES_NOT_OPEN,
        born_text=card.born.display() if card and card.born else "",
        tie=one.tie,
        is_child_side=one.is_child_side,
    )


def _destroy_due(
    stored: StoredPerson, family: Sequence[StoredRelative], cases: Sequence[StoredCase], today: date
) -> date:
    """A child's record by their own birth date, an adult's by their children's: the last of them counts (P45)."""
    closed = [case.facts.closed_on for case in cases if case.facts and case.facts.closed_on]
    is_over = bool(cases) and all(case.status is CaseStatus.CLOSED for case in cases)
    closed_on = max(closed) if is_over and closed else None
    born = [stored.card.born]
    if stored.card.role is not PartyRole.CHILD:
        born = [one.card.born for one in family if one.is_child_side and one.card] or [None]
    return destroy_due(born[0], born[1:], today=today, closed_on=closed_on).on


def _refused(
    session: OfficeSession, connection: Connection, consents: ConsentState, family: Sequence[StoredRelative]
) -> tuple[str, ...]:
    """Names of those who may not see the file."""
    refused = [one.scope.person_id for one in consents.access_refusals()]
    names = {one.person_id: one.card.full_name for one in family if one.card}
    others = [one for one in refused if one is not None and one not in names]
    if others:
        names.update(
            (one, card.full_name) for one, card in people_store.cards(session.desk, connection, others).items()
        )
    for one in others:
        if one not in names and people_store.state(connection, one) is None:
            names[one] = NOT_ON_FILE  # erased since, or shut to whoever asks: the same words for both
    return tuple(EVERYONE if one is None else names.get(one, DOES_NOT_OPEN) for one in refused)
