"""Every restricted record in one list, for managers: which, since when, who is inside, who is not, and when to look."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, office_store, people_store, restricted_store
from db.opened import UNREADABLE
from db.unit_of_work import Tampered
from iass_tui.rules.cases import format_reference
from iass_tui.rules.records.office import Colleague, Role
from iass_tui.rules.restricting import review_by
from iass_tui.services import circles
from iass_tui.services.restricting_views import RestrictedLine
from iass_tui.vault.compartments import circle_name
from iass_tui.vault.keyring import CompartmentClosed

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


def marked(session: OfficeSession, connection: Connection) -> frozenset[UUID]:
    """The people and cases of restricted records that this account opens, for lists to say so; nothing is opened."""
    holds = session.desk.keyring.holds
    if not session.desk.keyring.has_circles():
        return frozenset()
    people = [one for one, circle in restricted_store.circles(connection).items() if holds(circle_name(circle))]
    return frozenset((*people, *restricted_store.cases_of(connection, people)))


def lines(session: OfficeSession) -> tuple[RestrictedLine, ...]:
    """One for each circle in the signed register, and for each that rows still name; what waits first, then by day.

    Of a circle whose key this account does not hold the line says that there is one, and nothing more.
    """
    listed = circles.of(session.desk.keyring.register)
    with session.desk.read() as connection:
        known = restricted_store.circles(connection)
        found = [_line(session, connection, one, known) for one in sorted(listed)]
        found += [RestrictedLine(one, None, is_cut_off=True) for one in sorted(set(known.values()) - listed)]
    return tuple(sorted(found, key=lambda one: (not one.is_cut_off, one.review_by or date.min)))


def _line(session: OfficeSession, connection: Connection, circle: UUID, known: dict[UUID, UUID]) -> RestrictedLine:
    desk, register = session.desk, session.desk.keyring.register
    if not desk.keyring.holds(circle_name(circle)):
        return RestrictedLine(circle, None)
    placed = [one for one, other in known.items() if other == circle]
    wanted = [one for one in circles.people_in(desk, circle) if people_store.state(connection, one) is not None]
    cases = restricted_store.cases_of(connection, placed or wanted)
    numbers = sorted(number for number, _ in case_store.references(connection, list(cases)).values()) if cases else []
    stored = [each for one in placed if (each := _found(session, connection, one)) is not None and each.body]
    body = stored[0].body if stored else None
    out = circles.outside(register, circle)
    officers = [one for one in office_store.colleagues(desk) if _could_open(one)]
    return RestrictedLine(
        circle,
        next(iter((*cases, *placed, *wanted)), None),
        tuple(format_reference(number) for number in numbers),
        body,
        session.people.colleague_name(body.placed_by) if body else "",
        tuple(one for one in officers if register.is_inside(one.id, circle)),
        tuple(one for one in officers if one.id in out),
        review_by(body) if body else None,
        is_cut_off=bool(set(wanted) - set(placed)),
    )


def _found(
    session: OfficeSession, connection: Connection, person_id: UUID
) -> restricted_store.StoredRestriction | None:
    """One row of it; None where it does not open, so that one damaged record hides no other from the list."""
    with contextlib.suppress(*UNREADABLE, CompartmentClosed, Tampered):
        return restricted_store.find(session.desk, connection, person_id)
    return None


def _could_open(one: Colleague) -> bool:
    return one.is_active and one.role is not Role.VOLUNTEER
