"""Conflicts of interest: declared by whoever has one, or recorded by a manager. See `interest_views.Interests`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, join_store, people_store
from db.people_store import StoredPerson
from iass_tui.rules import text
from iass_tui.rules.access import Action
from iass_tui.rules.cases import format_reference
from iass_tui.rules.interests import has_one, may_end, may_have, may_say
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import CaseStatus
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import Interest, PersonCard
from iass_tui.services.acting import About, SaysNo, acting, insist, insist_writable, record, refuse
from iass_tui.services.interest_views import HeldCase, InterestLine, lines_of
from iass_tui.services.people import NOBODY
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork
    from iass_tui.services.session import OfficeSession

NOT_SAID = "This conflict of interest was not recorded. The reasons say what would change that."
NOT_ENDED = "This conflict of interest stands. The reasons say what would change that."
NOT_TO_THEM = (
    "They have a conflict of interest with this family, so the case does not go to them. Choose somebody else."
)


class InterestService:
    """Who has a conflict of interest with a family. It stands on the card of whom it was said of."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def of(self, person_id: UUID) -> tuple[InterestLine, ...]:
        """See the port. The look is recorded: somebody declares one without opening the family's page."""
        self._session.require(Action.FIND, person_id)
        with self._desk.read() as connection:
            cards = self._session.sides.cards(connection, join_store.kept_of(connection, person_id))
        record(self._desk, About("person", person_id).detail(Act.VIEW, fields=("interests",)))
        return lines_of(cards, self._session.people.colleague_name)

    @in_words()
    def say(self, person_id: UUID, colleague_id: UUID, kind: str, words: str = "") -> tuple[HeldCase, ...]:
        """See the port."""
        self._session.require(Action.FIND, person_id)
        me, words = self._session.me, text.clean(words, limit=text.NAME_LIMIT, multiline=False)
        about = About("person", person_id)
        with acting(self._desk, about) as unit:
            stored = self._writable(unit, person_id)
            insist(may_say(stored.card, me.id, me.role, colleague_id, kind, words), NOT_SAID)
            one = Interest(
                colleague_id=colleague_id,
                kind=kind,
                words=words,
                said_by=me.id,
                said_on=self._session.today_date(),
            )
            self._put(unit, stored, (*stored.card.interests, one), about, kind)
        with self._desk.read() as connection:
            held = held_against(self._session, connection, self._session.sides.cards(connection, person_id))
        return tuple(one for one in held if one.officer_id == colleague_id)

    @in_words()
    def end(self, person_id: UUID, colleague_id: UUID, words: str) -> None:
        """See the port."""
        self._session.require(Action.FIND, person_id)
        me, words = self._session.me, text.clean(words, limit=text.NAME_LIMIT, multiline=False)
        about = About("person", person_id)
        with acting(self._desk, about) as unit:
            stored = self._writable(unit, person_id)
            insist(may_end(stored.card, me.id, me.role, colleague_id, words), NOT_ENDED)
            ended = tuple(
                dataclasses.replace(one, ended_on=self._session.today_date(), ended_words=words)
                if one.colleague_id == colleague_id and one.ended_on is None
                else one
                for one in stored.card.interests
            )
            self._put(unit, stored, ended, about, "ENDED")

    def _writable(self, unit: UnitOfWork, person_id: UUID) -> StoredPerson:
        """A frozen record too: nothing is added about the family, and who is no second person has to be known (P46)."""
        stored = people_store.person(self._desk, unit.connection, person_id)
        if stored is None:
            raise NotFound(NOBODY)
        if stored.state is not PersonState.FROZEN:
            insist_writable(stored.state)
        return stored

    def _put(self, unit: UnitOfWork, stored: StoredPerson, now: tuple[Interest, ...], about: About, what: str) -> None:
        card = dataclasses.replace(stored.card, interests=now)
        people_store.change(self._desk, unit, stored.id, version=stored.version, card=card)
        unit.say(about.detail(Act.CHANGE, fields=("interests",), reasons=(what,)))


def held_against(
    session: OfficeSession, connection: Connection, cards: Mapping[UUID, PersonCard]
) -> tuple[HeldCase, ...]:
    """The open cases of these people that are with a colleague who has a conflict of interest with any of them."""
    found = []
    for row in case_store.select_of_people(connection, tuple(cards)):
        case = case_store.opened(row, {})
        officer = case.officer_id
        if officer is not None and case.status is not CaseStatus.CLOSED and has_one(officer, cards.values()):
            name = session.people.colleague_name(officer)
            found.append(HeldCase(case.id, format_reference(case.number), case.version, officer, name))
    return tuple(found)


def insist_may_have(session: OfficeSession, connection: Connection, person_id: UUID, colleague_id: UUID) -> None:
    """Raises `SaysNo` where a case of this family would go to somebody who has a conflict of interest in it."""
    insist(may_have(colleague_id, family_cards(session, connection, person_id)), NOT_TO_THEM)


def refuse_unless_mine(session: OfficeSession, person_id: UUID, about: About) -> None:
    """The same of me before anything is made ready. Raises `NotAllowed`, on record."""
    try:
        with session.desk.read() as connection:
            insist_may_have(session, connection, person_id, session.me.id)
    except SaysNo as no:
        refuse(session.desk, about, no)


def may_have_case(session: OfficeSession, connection: Connection, person_id: UUID, colleague_id: UUID) -> bool:
    """The same as an answer."""
    return not has_one(colleague_id, family_cards(session, connection, person_id))


def family_cards(session: OfficeSession, connection: Connection, person_id: UUID) -> tuple[PersonCard, ...]:
    """Everybody's of the family."""
    return tuple(session.sides.cards(connection, person_id).values())
