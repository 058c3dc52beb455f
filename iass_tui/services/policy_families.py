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
    for one, state, is_refused in _each(session, connection, person_id):
        may_keep = bool(state.may_keep_contact())
        found |= rules.ways_to(
            one.contact, state=one.state, may_keep_contact=may_keep, safety=one.card.safety, is_refused=is_refused
        )
    return frozenset(found)


def may_be_reached(session: OfficeSession, connection: Connection, person_id: UUID) -> bool:
    """Whether anybody of this family left us a way to reach them (P44): else they are told when they come."""
    return any(
        one.contact is not None and state.may_keep_contact() and not is_refused
        for one, state, is_refused in _each(session, connection, person_id)
    )


def _each(
    session: OfficeSession, connection: Connection, person_id: UUID
) -> Iterator[tuple[StoredPerson, ConsentState, bool]]:
    """Whoever is told, with what they agreed to, and whether the child refuses them."""
    desk = session.desk
    of_case = people_store.person(desk, connection, person_id)
    if of_case is None:
        return
    state = _state(session, connection, of_case)
    if _answers_for_themselves(session, of_case):
        yield of_case, state, False
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
            yield adult, _state(session, connection, adult), state.refuses(adult.id)


def _answers_for_themselves(session: OfficeSession, one: StoredPerson) -> bool:
    if one.card.role is not PartyRole.CHILD:
        return True
    born = one.card.born
    return born is not None and has_attained(born.latest(), OWN_REQUESTS, session.today_date())


def _state(session: OfficeSession, connection: Connection, one: StoredPerson) -> ConsentState:
    return fold(consent_store.history(session.desk, one.id, connection), session.today_date(), one.card.born)
