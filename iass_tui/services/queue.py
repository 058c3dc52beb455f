"""The officers' queue of what volunteers sent: read, asked about, made a file of, or destroyed. See `ports.Queue`."""

from __future__ import annotations

import dataclasses
import functools
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import hanging, sent_store
from db.opened import UNREADABLE
from db.sent_store import Sent
from db.unit_of_work import Tampered, VersionConflict
from db.vouched import verify_rows
from iass_tui.rules.access import Action
from iass_tui.rules.decision import Refused
from iass_tui.rules.intake import IntakeOutcome, outcome
from iass_tui.rules.queue import (
    RECEIPT_KEPT,
    is_too_long,
    may_ask,
    may_join,
    may_refuse,
    may_take_up,
)
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.queue import OPEN_STATES, IntakeState, LetterBody, LetterKind
from iass_tui.services import intake_records, intake_saving, queue_joining, queue_reading, tallies, turning
from iass_tui.services.acting import About, SaysNo, acting, insist, record, refuse
from iass_tui.services.intake_saving import Taken
from iass_tui.services.problems import in_words
from iass_tui.services.queue_reading import Opened
from iass_tui.services.queue_views import JoinPlan, QueueCount, QueueLine, SentIntakeView
from iass_tui.services.views import IntakeSaved, NotFound
from iass_tui.vault.keyring import CompartmentClosed

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO_INTAKE = "There is no such enquiry in the queue any more: it was taken up or refused."
NOT_TAKEN_UP = (
    "This cannot be made a file. Without a yes of someone who may give it nothing about them is kept: ask the family, "
    "or refuse it, which destroys it. Where an answer cannot be right, send it back with a question."
)
NOT_ASKED = "It can be sent back once, with a question in words; the next question after its answer."
HAS_LEFT = "Whoever sent it does not work here any more. Ask the family, or refuse it."
OWN = "You sent this yourself."
ENDED = "It was taken up or refused already."


class QueueService:
    """What waits, and what officers do about it."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def count(self) -> QueueCount:
        """What waits, for the first page; nothing for whoever takes none up. Nothing of it is opened."""
        if not self._session.may(Action.ACCEPT_INTAKE):
            return QueueCount()
        with self._desk.read() as connection:
            marks = queue_reading.marks(self._session, connection)
        good = [mark.waited for mark in marks if mark.trouble is None and mark.state in OPEN_STATES]
        days = self._session.facts.queue_days
        return QueueCount(
            waiting=len(good),
            oldest=max(good, default=timedelta()),
            too_long=sum(is_too_long(age, days) for age in good),
            troubles=sum(mark.trouble is not None for mark in marks),
        )

    @in_words()
    def waiting(self) -> tuple[QueueLine, ...]:
        """What waits: what cannot be believed and the urgent first, then the oldest. The look is recorded."""
        self._session.require(Action.ACCEPT_INTAKE)
        self.sweep()
        with self._desk.read() as connection:
            found = queue_reading.lines(self._session, connection)
        record(self._desk, dataclasses.replace(About("queue").detail(Act.VIEW), count=len(found)))
        return found

    @in_words()
    def intake(self, intake_id: UUID) -> SentIntakeView:
        """One intake, with whoever on file is like those whom it names. The look is recorded, or there is none."""
        found = self._opened(intake_id)
        view = queue_reading.view(self._session, found)
        record(self._desk, About("intake", intake_id).detail(Act.VIEW))
        return view

    @in_words()
    def accept(self, intake_id: UUID, version: int) -> IntakeSaved:
        """Makes a family and their case of it, of this officer's: under keys that its author never knew.

        A family named by someone else becomes a referral that waits to be asked. Raises `NotAllowed` where the gate,
        asked again, says no.
        """
        found = self._opened(intake_id)
        said = self._gate(found)
        settle = functools.partial(sent_store.take_up, self._desk, found=self._at(found, version))
        if outcome(said) is IntakeOutcome.REFERRAL_PENDING:
            saved = intake_saving.save_referral(self._session, said, settle=settle)
        else:
            saved = intake_saving.save_case(self._session, said, taken=_taken(found), settle=settle)
        hanging.drop_keys(self._desk, found.keys)
        return saved

    @in_words()
    def join_plan(self, intake_id: UUID, person_id: UUID) -> JoinPlan:
        """What joining the family of this child would do. The look is recorded. Raises `NotAllowed` for a parent."""
        found = self._opened(intake_id)
        self._session.require(Action.OPEN_CASE, person_id)
        plan = queue_joining.plan(self._session, found.answers, person_id)
        record(self._desk, About("person", person_id).detail(Act.VIEW))
        return plan

    @in_words()
    def join(self, intake_id: UUID, version: int, person_id: UUID, case_id: UUID | None = None) -> IntakeSaved:
        """Makes it part of a family on file: a new case of the child's, or one more enquiry in an open one."""
        found = self._opened(intake_id)
        said = self._gate(found, joins=True)
        settle = functools.partial(sent_store.take_up, self._desk, found=self._at(found, version))
        saved = queue_joining.join(self._session, said, _taken(found), person_id, case_id, settle)
        hanging.drop_keys(self._desk, found.keys)
        return saved

    @in_words()
    def ask(self, intake_id: UUID, version: int, words: str) -> None:
        """Sends it back with a question: the question goes to its author's own key, the intake stays here."""
        found = self._opened(intake_id)
        about = About("intake", intake_id)
        if found.sent.sent_by == self._desk.account_id:
            refuse(self._desk, about, SaysNo(OWN, ("QUEUE_OWN",)))
        body = LetterBody(kind=LetterKind.QUESTION, words=words)
        with acting(self._desk, about) as unit:
            insist(may_ask(found.sent.state, words), NOT_ASKED)
            now = self._at(found, version)
            try:
                keys = sent_store.question_keys(self._desk, found.sent)
            except CompartmentClosed:
                raise SaysNo(HAS_LEFT, ("QUEUE_AUTHOR_GONE",)) from None
            sent_store.change(self._desk, unit, now, IntakeState.ASKED, [(file, body) for file in keys])
            unit.say(about.detail(Act.CHANGE, fields=("question",)))

    @in_words()
    def refuse(self, intake_id: UUID, version: int) -> None:
        """Destroys it for good, so that no older copy opens it, and counts it. Its author sees that it was refused."""
        found = self._opened(intake_id)
        about = About("intake", intake_id)
        with acting(self._desk, about) as unit:
            insist(may_refuse(found.sent.state), ENDED)
            sent_store.change(self._desk, unit, self._at(found, version), IntakeState.REFUSED)
            unit.say(about.detail(Act.CHANGE, reasons=("REFUSED",)))
        self.sweep()

    def sweep(self) -> int:
        """Destroys and counts what was refused or taken back, and drops receipts after their time; how many went.

        For sign-in too: it finishes what was cut off.
        """
        if not self._desk.keyring.holds("casework"):
            return 0
        tallies.prepare(self._session)
        oldest = self._desk.records.clock() - RECEIPT_KEPT
        with self._desk.read() as connection:
            ended = [
                (one, sent_store.places_of(connection, one.id))
                for one in queue_reading.believed(connection)
                if one.state not in OPEN_STATES
            ]
        done = 0
        for one, places in ended:
            if places and one.state is not IntakeState.TAKEN_UP:
                self._destroy(one, places)
                done += 1
            elif not places and one.sent_at < oldest:
                self._forget(one)
        return done

    def _destroy(self, one: Sent, places: tuple[tuple[UUID, UUID], ...]) -> None:
        with self._desk.read() as connection:
            try:
                first = sent_store.opened(self._desk, connection, one)[0]
                # The week in which they came, as with everyone who is only counted.
                counted = intake_records.tally(
                    first.body.answers, first.body.taken_on or self._session.today_date(), _WHY[one.state]
                )
            except (Tampered, IndexError, *UNREADABLE):
                counted = None  # damaged: it goes all the same
        keys = tuple(dict.fromkeys((*hanging.keys_of(self._desk, one.id, "intake"), *(key for _, key in places))))
        rows = tuple(("intake_letter", row) for row, _ in places)
        turning.erase(self._desk, turning.Erasure("refusal", one.id, "INTAKE", keys, rows))
        if counted is not None:
            tallies.count(self._session, counted)

    def _forget(self, one: Sent) -> None:
        with self._desk.unit("casework") as unit:
            unit.delete("sent_intake", one.id)
            unit.say(About("intake", one.id).detail(Act.DELETE))

    def _opened(self, intake_id: UUID) -> Opened:
        """An open intake with its letters, each checked for who sent it."""
        self._session.require(Action.ACCEPT_INTAKE, intake_id)
        with self._desk.read() as connection:
            found = self._stored(connection, intake_id)
            letters = sent_store.opened(self._desk, connection, found)
            places = sent_store.places_of(connection, intake_id)
        return Opened(found, letters, tuple(dict.fromkeys(key for _, key in places)))

    def _stored(self, connection: Connection, intake_id: UUID) -> Sent:
        row = sent_store.select(connection, intake_id)
        if row is None:
            raise NotFound(NO_INTAKE)
        verify_rows(connection, "sent_intake", [row])
        found = sent_store.sent(row)
        if found.state not in OPEN_STATES:
            raise NotFound(NO_INTAKE)
        return found

    def _at(self, found: Opened, version: int) -> Sent:
        """What was read, where it is the version that the person at the keyboard saw."""
        if found.sent.version != version:
            raise VersionConflict
        return found.sent

    def _gate(self, found: Opened, *, joins: bool = False) -> dict[str, str]:
        """The answers that may be kept, cleaned. Raises `NotAllowed`, recorded, where nothing may be made of them."""
        rule = may_join if joins else may_take_up
        answer = rule(found.sent.state, found.answers, found.taken_on, self._session.today_date())
        if isinstance(answer, Refused):
            refuse(self._desk, About("intake", found.sent.id), SaysNo(NOT_TAKEN_UP, answer.reasons))
        return queue_reading.clean(found)


_WHY = {IntakeState.REFUSED: "INTAKE_REFUSED", IntakeState.WITHDRAWN: "NO"}
"""Why only a count is kept, as the tally says it."""


def _taken(found: Opened) -> Taken:
    return Taken(found.taken_on, found.sent.sent_by)
