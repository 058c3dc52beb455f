"""In which ways a family may be told of a new policy: what each adult agreed to, and what is safe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import consent_store, family_store, people_store
from db.opened import UNREADABLE
from iass_tui.rules import policy_telling as rules
from iass_tui.rules.ages import OWN_REQUESTS, has_attained
from iass_tui.rules.consent import ConsentState, fold
from iass_tui.rules.records.people import PartyRole
from iass_tui.rules.records.policies import Reached

if TYPE_CHECKING:
    from db.people_store import StoredPerson
    from iass_tui.services.session import OfficeSession


def ways(session: OfficeSession, connection: Connection, person_id: UUID) -> frozenset[Reached]:
    """Every way in which somebody of this family may be written to; empty where only a talk is left.

    Parents and carers, and whose case it is from 16 (P69 speaks of parents or carers).
    """
    found: set[Reached] = set()
    for one in _ways_of_each(session, connection, person_id):
        found |= one
    return frozenset(found)


def _ways_of_each(session: OfficeSession, connection: Connection, person_id: UUID) -> Iterator[frozenset[Reached]]:
    desk = session.desk
    of_case = people_store.person(desk, connection, person_id)
    if of_case is None:
        return
    state = _state(session, connection, of_case)
    if _answers_for_themselves(session, of_case):
        yield _of(of_case, state, is_refused=False)
    rows = family_store.select(connection, person_id)
    family, _ = family_store.opened(rows, desk.keys(family_store.places(rows)))
    for relative in family:
        if relative.is_child_side or relative.tie.relation == "SIB":
            continue
        try:
            adult = people_store.person(desk, connection, relative.person_id)
        except UNREADABLE:
            continue
        if adult is not None:
            yield _of(adult, _state(session, connection, adult), is_refused=state.refuses(adult.id))


def _answers_for_themselves(session: OfficeSession, one: StoredPerson) -> bool:
    if one.card.role is not PartyRole.CHILD:
        return True
    born = one.card.born
    return born is not None and has_attained(born.latest(), OWN_REQUESTS, session.today_date())


def _state(session: OfficeSession, connection: Connection, one: StoredPerson) -> ConsentState:
    return fold(consent_store.history(session.desk, one.id, connection), session.today_date(), one.card.born)


def _of(one: StoredPerson, state: ConsentState, *, is_refused: bool) -> frozenset[Reached]:
    may_keep = bool(state.may_keep_contact())
    return rules.ways_to(
        one.contact, state=one.state, may_keep_contact=may_keep, safety=one.card.safety, is_refused=is_refused
    )
