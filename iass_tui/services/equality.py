"""Answers to the equality questions (P6), kept with a consent of their own. See `ports.Equality`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import consent_store, equality_store, people_store
from db.people_store import StoredPerson
from db.unit_of_work import VersionConflict
from iass_tui.rules.access import Action
from iass_tui.rules.consent import fold
from iass_tui.rules.decision import Decision, Refused
from iass_tui.rules.equality import may_keep_answers, problems
from iass_tui.rules.records.equality import EqualityAnswers
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import PartyRole
from iass_tui.services.acting import About, SaysNo, acting, changed_fields, insist, insist_writable, record
from iass_tui.services.conflicts import conflict, keep_unknown
from iass_tui.services.equality_views import EqualityView
from iass_tui.services.people import NOBODY
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NOT_AGREED = "They have not agreed that we keep answers to the equality questions. Ask them first; No is fine."
NOT_TOGETHER = "Some of these answers do not go together. Look at them again."


class EqualityService:
    """Nothing else in the program opens these answers but the person's own working copy and a quarter's count."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def answers(self, person_id: UUID) -> EqualityView:
        """Someone's answers; none while they may not be kept. The look is recorded as one at these very answers."""
        self._session.require(Action.CHANGE_PERSON, person_id)
        about = About("equality", person_id)
        why = self._session.access.insist_on_person(person_id, about)
        with self._desk.read() as connection:
            person = self._person(connection, person_id)
            answer = self._may_keep(connection, person)
            kept = equality_store.answers(self._desk, connection, person_id) if answer else None
        record(self._desk, about.detail(Act.VIEW, reasons=why))
        return EqualityView(
            person_id=person_id,
            name=person.card.full_name,
            is_child=person.card.role is PartyRole.CHILD,
            may_keep=bool(answer),
            reasons=tuple(one.value for one in answer.reasons) if isinstance(answer, Refused) else (),
            version=kept.version if kept else 0,
            answers=(kept.answers if kept else None) or EqualityAnswers(),
        )

    @in_words()
    def save(self, person_id: UUID, version: int, before: EqualityAnswers, answers: EqualityAnswers) -> None:
        """Writes someone's answers; version 0 where nothing was kept so far.

        Raises `NotAllowed` while their own consent is not in force, which is asked again inside the transaction, and
        for answers that contradict each other; `Conflict` where a colleague was first.
        """
        self._session.require(Action.CHANGE_PERSON, person_id)
        about = About("equality", person_id)
        answers = dataclasses.replace(answers, asked_on=self._session.today_date())
        fresh = None
        try:
            with acting(self._desk, about) as unit:
                person = self._person(unit.connection, person_id)
                insist_writable(person.state)
                insist(self._may_keep(unit.connection, person), NOT_AGREED)
                if any(problems(answers)):
                    raise SaysNo(NOT_TOGETHER, ("EQUALITY_CONTRADICTS",))
                stored = equality_store.answers(self._desk, unit.connection, person_id).answers or EqualityAnswers()
                answers = keep_unknown(stored, answers)
                if version == 0:
                    (fresh,) = self._desk.new_keys([("equality", person_id, "casework")])
                equality_store.put(self._desk, unit, person_id, version, answers, fresh)
                act = Act.CHANGE if version else Act.CREATE
                unit.say(about.detail(act, fields=changed_fields(stored, answers)))
        except VersionConflict:
            with self._desk.read() as connection:
                now = equality_store.answers(self._desk, connection, person_id)
            theirs = now.answers or EqualityAnswers()
            raise conflict(
                self._session, about, "person_equality", now.id, before, answers, theirs, now.version
            ) from None

    def _may_keep(self, connection: Connection, person: StoredPerson) -> Decision:
        events = consent_store.history(self._desk, person.id, connection)
        return may_keep_answers(fold(events, self._session.today_date(), person.card.born))

    def _person(self, connection: Connection, person_id: UUID) -> StoredPerson:
        found = people_store.person(self._desk, connection, person_id)
        if found is None:
            raise NotFound(NOBODY)
        return found
