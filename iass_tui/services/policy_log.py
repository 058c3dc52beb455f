"""Copies that were asked for and questions about the policy (P28, P60, P71). See `policy_views.Policy`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import people_store, policy_asked_store
from db.unit_of_work import VersionConflict
from iass_tui.rules import policy_log as rules
from iass_tui.rules.access import Action
from iass_tui.rules.policy import COPY_WITHIN
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.policies import Asked, AskedBody, AskedKind
from iass_tui.services.acting import About, SaysNo, acting, insist, insist_writable, record
from iass_tui.services.people import NOBODY
from iass_tui.services.person_views import DOES_NOT_OPEN
from iass_tui.services.policy_views import AskedLine
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO_LINE = "This line of the log is no longer there."
NOT_ASKED = (
    "A line of the log needs who asks and a day that is not still to come; a question needs its words. No telephone "
    "number or address of somebody who is not on file is kept."
)
NOT_ANSWERED = (
    "A line is closed once, on a day that is not still to come: a copy with how it went out, a question with its "
    "answer. No telephone number or address of somebody who is not on file is kept."
)


class PolicyLog:
    """Two lists in one: what people want to have, and what they want to know."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def asked(self, *, questions: bool) -> tuple[AskedLine, ...]:
        """The log, newest first; whoever opens no cases sees no line of somebody on file. The look is recorded."""
        self._session.require(Action.READ_OFFICE)
        with_people = self._session.may(Action.FIND)
        with self._desk.read() as connection:
            found, _ = policy_asked_store.log(self._desk, connection, questions=questions, with_people=with_people)
            people = {one.person_id for one in found if one.person_id is not None}
            cards = people_store.cards(self._desk, connection, tuple(people)) if people else {}
        detail = About("policy").detail(Act.VIEW, fields=("QUESTIONS" if questions else "COPIES",))
        record(self._desk, dataclasses.replace(detail, count=len(found)), "office")
        return tuple(
            AskedLine(
                asked=one,
                name=cards[one.person_id].full_name
                if one.person_id in cards
                else (DOES_NOT_OPEN if one.person_id else ""),
                recorded_by=self._session.people.colleague_name(one.recorded_by),
            )
            for one in found
        )

    @in_words()
    def ask(self, body: AskedBody, person_id: UUID | None = None) -> UUID:
        """Writes down that somebody asked. Raises `NotAllowed`, or `NotFound` where they are not on file any more."""
        self._session.require(Action.FIND if person_id else Action.READ_OFFICE, person_id)
        about = About("policy", person_id)
        if body.due_on is None:
            body = dataclasses.replace(body, due_on=body.asked_on + COPY_WITHIN)
        with acting(self._desk, about, "casework" if person_id else "office") as unit:
            insist(rules.may_ask(body, self._session.today_date(), on_file=person_id is not None), NOT_ASKED)
            if person_id is None:
                file = self._desk.shared_key("settings", self._desk.office, "office")
            else:
                stands = people_store.state(unit.connection, person_id)
                if stands is None:
                    raise NotFound(NOBODY)
                insist_writable(stands[0])
                file = self._desk.writing_key(stands[1], "person", person_id)
            made = policy_asked_store.insert(self._desk, unit, file, person_id, body)
            unit.say(about.detail(Act.CREATE, fields=(body.kind.value,)))
        return made

    @in_words()
    def answer(self, asked_id: UUID, version: int, body: AskedBody) -> None:
        """Closes a line: when and how the copy went out, or what the manager answered (P71)."""
        with self._desk.read() as connection:
            person_id = self._stored(connection, asked_id).person_id
        is_question = body.kind is AskedKind.QUESTION
        self._session.require(Action.CHANGE_REGISTERS if is_question else Action.READ_OFFICE, asked_id)
        if person_id is not None:
            self._session.require(Action.FIND, person_id)
        about = About("policy", person_id or asked_id)
        with acting(self._desk, about, "casework" if person_id else "office") as unit:
            stored = self._stored(unit.connection, asked_id)
            if stored.version != version:
                raise VersionConflict
            if body.kind is not stored.body.kind:
                raise SaysNo(NOT_ANSWERED, ("ASKED_ANOTHER_KIND",))
            on_file, today = person_id is not None, self._session.today_date()
            insist(rules.may_answer(stored.body, body, today, on_file=on_file), NOT_ANSWERED)
            done = dataclasses.replace(
                stored.body,
                done_on=body.done_on,
                reached=body.reached,
                answer=body.answer,
                done_by=self._session.me.id,
            )
            policy_asked_store.change(self._desk, unit, asked_id, version, done)
            unit.say(about.detail(Act.CHANGE, fields=("done_on", body.kind.value)))

    def _stored(self, connection: Connection, asked_id: UUID) -> Asked:
        found = policy_asked_store.one(self._desk, connection, asked_id)
        if found is None:
            raise NotFound(NO_LINE)
        return found
