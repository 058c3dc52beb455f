"""What consents ask of a colleague today: records to decide on, and consents to ask about again (table 5.5)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import (
    access_store,
    agency_store,
    case_store,
    consent_store,
    family_store,
    intake_store,
    people_store,
    sharing_store,
)
from db.case_store import StoredCase
from db.family_store import StoredRelative
from db.opened import UNREADABLE
from db.unit_of_work import Tampered
from iass_tui.rules.cases import format_reference
from iass_tui.rules.consent.reviews import ReviewKind, Subject, reviews
from iass_tui.rules.dates import in_england
from iass_tui.rules.people import PersonState
from iass_tui.rules.policy import MeaningChange
from iass_tui.rules.records.agencies import Involved
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import PartyRole
from iass_tui.rules.wording import meaning_changed
from iass_tui.services import person_views
from iass_tui.services.acting import About, record
from iass_tui.services.consent_views import ConsentAgenda, ReferralDue, ReviewLine
from iass_tui.services.problems import in_words

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


class ReviewService:
    """Computed from my own cases that are not closed, so that it stays quick however large the office grows."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        self._changes: tuple[MeaningChange, ...] = ()

    @in_words()
    def agenda(self) -> ConsentAgenda:
        """What there is to decide and to ask, the soonest first. The look at the consents is recorded."""
        if not self._desk.keyring.holds("casework"):
            return ConsentAgenda()
        decisions, lost = self._session.erasures.waiting()
        found: dict[UUID, list[ReviewLine]] = {}
        self._changes = self._session.policy.changes()
        with self._desk.read() as connection:
            for case in case_store.not_closed(self._desk, connection, self._session.me.id):
                try:
                    for line in self._of_case(connection, case):
                        found.setdefault(line.person_id, []).append(line)
                except (*UNREADABLE, Tampered):
                    lost += 1
        # A parent of two children with a case each is asked once.
        lines = [line for every in found.values() for line in dict.fromkeys(every)]
        asked = {(line.person_id, line.review): line for line in reversed(lines)}
        referrals = self._referrals()
        if asked or decisions or referrals:
            said = About("reviews").detail(Act.VIEW)
            record(self._desk, dataclasses.replace(said, count=len(asked) + len(decisions) + len(referrals)))
        by_day = sorted(asked.values(), key=lambda line: (line.review.due_on, line.reference, line.name))
        return ConsentAgenda(decisions, tuple(by_day), lost, referrals)

    def _referrals(self) -> tuple[ReferralDue, ...]:
        """Whoever waits to be asked, the shortest time left first: of the whole office, since nobody has them yet."""
        waiting = intake_store.waiting(self._desk)
        if not waiting:
            return ()
        with self._desk.read() as connection:
            cards = people_store.cards(self._desk, connection, [one.person_id for one in waiting])
        found = []
        for one in waiting:
            card = cards.get(one.person_id)
            ask_by = in_england(one.since).date() + timedelta(days=self._session.facts.referral_days)
            found.append(
                ReferralDue(
                    person_id=one.person_id,
                    name=card.full_name if card else person_views.DOES_NOT_OPEN,
                    referrer=one.referral.referrer,
                    ask_by=ask_by,
                    days_left=(ask_by - self._session.today_date()).days,
                )
            )
        return tuple(sorted(found, key=lambda one: (one.ask_by, one.name)))

    def _of_case(self, connection: Connection, case: StoredCase) -> Iterator[ReviewLine]:
        rows = family_store.select(connection, case.person_id)
        family, _ = family_store.opened(rows, self._desk.keys(family_store.places(rows)))
        ties = [one for one in family if not one.is_child_side and one.tie.relation != "SIB"]
        yield from self._of_person(connection, case, case.person_id, ties)
        for one in ties:
            yield from self._of_person(connection, case, one.person_id, [])

    def _of_person(
        self, connection: Connection, case: StoredCase, person_id: UUID, ties: list[StoredRelative]
    ) -> Iterator[ReviewLine]:
        held = people_store.person(self._desk, connection, person_id)
        if held is None or held.state is not PersonState.ACTIVE:
            return
        is_child = held.card.role is PartyRole.CHILD
        events = consent_store.history(self._desk, person_id, connection)
        subject = Subject(
            events=events,
            born=held.card.born if is_child else None,
            of_child=is_child,
            has_open_case=True,
            own_view_on=_own_view(access_store.read(self._desk, connection, person_id)) if is_child else None,
            changes=(*_changes(case, ties), *self._agencies(connection, person_id))
            if person_id == case.person_id
            else (),
            used=sharing_store.used(self._desk, connection, events),
        )
        today = self._session.today_date()
        for one in reviews(subject, today, outdated=meaning_changed(), policy=self._changes):
            yield ReviewLine(person_id, held.card.full_name, format_reference(case.number), one)

    def _agencies(self, connection: Connection, person_id: UUID) -> Iterator[tuple[ReviewKind, date]]:
        """Since when agencies work with them, or soon will (P33)."""
        rows = agency_store.select(connection, person_id)
        found, _ = agency_store.opened(rows, self._desk.keys(agency_store.places(rows)))
        for one in found:
            if one.body.since is not None and one.body.stands is not Involved.PAST:
                yield ReviewKind.NEW_AGENCY, one.body.since


def _own_view(stored: access_store.StoredBasis | None) -> date | None:
    return max((one.assessed_on for one in stored.basis.findings), default=None) if stored else None


def _changes(case: StoredCase, ties: list[StoredRelative]) -> Iterator[tuple[ReviewKind, date]]:
    if case.facts is not None and case.facts.reopened_on is not None:
        yield ReviewKind.REOPENED, case.facts.reopened_on
    if case.facts is not None and case.facts.officer_since is not None:
        yield ReviewKind.NEW_OFFICER, case.facts.officer_since
    for one in ties:
        if one.tie.responsibility_since is not None:
            yield ReviewKind.RESPONSIBILITY_CHANGED, one.tie.responsibility_since
