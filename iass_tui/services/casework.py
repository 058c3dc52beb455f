"""Cases, notes and tasks. See `ports.Casework`; notes and tasks are in modules of their own."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import case_store, consent_store, office_store, people_store, restricted_store
from db.case_store import StoredCase
from db.opened import UNREADABLE as DAMAGED
from db.unit_of_work import Tampered, UnitOfWork, VersionConflict
from iass_tui.rules.access import Action, may
from iass_tui.rules.case_access import Why, may_allocate
from iass_tui.rules.cases import may_close, may_reopen, next_statuses, with_outcome, with_status
from iass_tui.rules.consent import fold
from iass_tui.rules.records.casework import CaseFacts, CaseStatus, NoteBody, ProvidedBy
from iass_tui.rules.records.office import Act
from iass_tui.services import case_views, person_views
from iass_tui.services.acting import (
    CHANGED_SINCE,
    About,
    SaysNo,
    acting,
    changed_fields,
    insist,
    insist_writable,
    record,
)
from iass_tui.services.case_access import SAY_WHY, SHUT_OUT
from iass_tui.services.case_notes import CaseNotes, begin_thread
from iass_tui.services.case_views import NO_CASE
from iass_tui.services.conflicts import conflict, keep_unknown
from iass_tui.services.interests import insist_may_have, may_have_case
from iass_tui.services.people import NO_SAVING, NOBODY
from iass_tui.services.problems import UNREADABLE, in_words
from iass_tui.services.tasks import Tasks
from iass_tui.services.views import CaseLine, CaseView, NotFound, Problem

if TYPE_CHECKING:
    from iass_tui.services.consent_views import ReviewLine
    from iass_tui.services.session import OfficeSession

CLOSED = "This case is closed, and what was counted stays as it is. Open it again first."
NOT_CLOSED = "A case closes with a closure, at least one outcome, and the outcome in words."
NOT_REOPENED = "A case can be opened again within 28 days of closing, saying why. Later, open a new case."
NOT_THEIRS = "Cases go to officers and managers who still work here."
NOT_ASIDE = "Only an open case can be set aside."


class CaseworkService:
    """Cases, notes and tasks."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        self._given: dict[UUID, tuple[int, UUID | None, date | None]] = {}
        """Cases given to somebody in this session: their version then, who had them, and since when."""
        notes, tasks = CaseNotes(session), Tasks(session)
        self.add_note, self.correct_note = notes.add_note, notes.correct_note
        self.add_addendum, self.mark_in_error = notes.add_addendum, notes.mark_in_error
        self.add_contact, self.sibling_cases = notes.add_contact, notes.sibling_cases
        self.today, self.exceptions = tasks.today, tasks.exceptions
        self.add_task, self.change_task = tasks.add_task, tasks.change_task
        self.add_duty = tasks.add_duty
        self.finish_task, self.reopen_task = tasks.finish_task, tasks.reopen_task

    @in_words()
    def case(self, case_id: UUID, why: Why | None = None) -> CaseView:
        """One case. The look is recorded with why, or there is none. Raises `NotFound` or `NotAllowed`."""
        self._session.require(Action.OPEN_CASE, case_id)
        access = self._session.access
        if why is not None:
            access.give((case_id,), why)
        view = case_views.view(self._session, case_id)
        about = About("case", view.person.id, case_id)
        record(self._desk, about.detail(Act.VIEW, reasons=access.insist_on(case_id, about)))
        return view

    @in_words()
    def to_ask(self, case: CaseView) -> tuple[ReviewLine, ...]:
        """Consents in it to ask about again, of which nobody made a task yet. The look is recorded.

        None where they do not open or are not those vouched for: their own page says so.
        """
        self._session.require(Action.OPEN_CASE, case.id)
        about = About("reviews", case.person.id, case.id)
        why = self._session.access.insist_on(case.id, about)
        try:
            found = case_views.consents_due(self._session, case)
        except (Tampered, *DAMAGED):
            return ()
        if found:
            record(self._desk, about.detail(Act.VIEW, reasons=why))
        return found

    @in_words()
    def person_of(self, case_id: UUID) -> UUID:
        """Whose case it is; nothing of it is opened. Raises `NotFound`."""
        self._session.require(Action.FIND, case_id)
        about = self._about(case_id)
        assert about.subject_id is not None
        return about.subject_id

    @in_words()
    def my_cases(self) -> tuple[CaseLine, ...]:
        """My cases that are not closed, by number."""
        return self._lines(self._session.me.id)

    @in_words()
    def cases_of(self, officer_id: UUID | None) -> tuple[CaseLine, ...]:
        """A colleague's cases that are not closed, or nobody's: what there is to hand over."""
        self._session.require(Action.ASSIGN_CASE)
        return self._lines(officer_id)

    def _lines(self, officer_id: UUID | None) -> tuple[CaseLine, ...]:
        self._session.require(Action.OPEN_CASE)
        with self._desk.read() as connection:
            cases = case_store.not_closed(self._desk, connection, officer_id)
        record(self._desk, dataclasses.replace(About("cases").detail(Act.VIEW), count=len(cases)))
        return tuple(person_views.line(self._session, one) for one in cases)

    @in_words()
    def open_case(self, person_id: UUID, facts: CaseFacts) -> UUID:
        """A new case of mine. Raises `NotAllowed` where saving is not agreed to today (P29, P78)."""
        self._session.require(Action.OPEN_CASE, person_id)
        if facts.opened_on is None:
            facts = dataclasses.replace(facts, opened_on=self._session.today_date())
        case_id = uuid4()
        with self._desk.read() as connection:
            if people_store.state(connection, person_id) is None:
                raise NotFound(NOBODY)
        about = About("case", person_id, case_id)
        with acting(self._desk, about) as unit:
            self._insist_saving(unit, person_id)
            insist_may_have(self._session, unit.connection, person_id, self._session.me.id)
            (file,) = self._desk.new_keys([("case", case_id, self._desk.home("person", person_id))])
            case_store.insert(self._desk, unit, file, person_id, self._session.me.id, facts)
            unit.say(about.detail(Act.CREATE, fields=changed_fields(CaseFacts(), facts)))
        self._session.directory.changed()
        return case_id

    def _insist_saving(self, unit: UnitOfWork, person_id: UUID) -> None:
        stored = people_store.person(self._desk, unit.connection, person_id)
        if stored is None:
            raise NotFound(NOBODY)
        insist_writable(stored.state)
        events = consent_store.history(self._desk, person_id, unit.connection)
        insist(fold(events, self._session.today_date(), stored.card.born).may_save(), NO_SAVING)

    @in_words()
    def change_facts(self, case_id: UUID, version: int, before: CaseFacts, facts: CaseFacts) -> CaseView:
        """Writes the facts of a case that is not closed; closing has its own way. Raises `Conflict`."""
        self._session.require(Action.OPEN_CASE, case_id)
        about = self._about(case_id)
        self._session.access.insist_on(case_id, about)
        try:
            with acting(self._desk, about) as unit:
                case, stored = self._writable(unit, case_id, version)
                if case.status is CaseStatus.CLOSED:
                    raise SaysNo(CLOSED, ("CASE_ALREADY_CLOSED",))
                facts = dataclasses.replace(
                    keep_unknown(stored, facts),
                    closed_on=stored.closed_on,
                    closure=stored.closure,
                    statuses=stored.statuses,
                )
                case_store.change(self._desk, unit, case_id, version, facts=facts)
                unit.say(about.detail(Act.CHANGE, fields=changed_fields(stored, facts)))
        except VersionConflict:
            now = self._read(case_id)
            theirs = now.facts or CaseFacts()
            raise conflict(self._session, about, "case", case_id, before, facts, theirs, now.version) from None
        return case_views.view(self._session, case_id)

    @in_words()
    def close_case(self, case_id: UUID, version: int, *, closure: str, outcomes: Sequence[str], words: str) -> None:
        """Closes a case with its outcome (P41)."""
        self._session.require(Action.CLOSE_CASE, case_id)
        about = self._about(case_id)
        self._session.access.insist_on(case_id, about)
        with acting(self._desk, about) as unit:
            case, stored = self._writable(unit, case_id, version)
            insist(may_close(case.status, closure=closure, outcomes=outcomes, words=words), NOT_CLOSED)
            ended = with_outcome(stored, closure, outcomes, words)
            facts = with_status(ended, CaseStatus.CLOSED, self._session.today_date())
            case_store.change(self._desk, unit, case_id, version, facts=facts, status=CaseStatus.CLOSED)
            unit.say(about.detail(Act.CHANGE, fields=("status", *changed_fields(stored, facts))))
        self._session.directory.changed()

    @in_words()
    def reopen_case(self, case_id: UUID, version: int, *, reason: str) -> None:
        """Work goes on. Of a closed case a note keeps why, and how it was closed before."""
        self._session.require(Action.OPEN_CASE, case_id)
        about, today = self._about(case_id), self._session.today_date()
        self._session.access.insist_on(case_id, about)
        with acting(self._desk, about) as unit:
            case, stored = self._writable(unit, case_id, version)
            insist(may_reopen(case.status, stored.closed_on, today, reason=reason), NOT_REOPENED)
            facts = with_status(stored, CaseStatus.OPEN, today, reason)
            if case.status is CaseStatus.CLOSED:
                facts = dataclasses.replace(facts, reopened_on=today)
            is_theirs = case.officer_id is None or self._may_have(unit, case, case.officer_id)
            if not is_theirs:  # they left since, or have a conflict of interest: whoever opens it again has it
                insist_may_have(self._session, unit.connection, case.person_id, self._session.me.id)
            case_store.change(self._desk, unit, case_id, version, facts=facts, status=CaseStatus.OPEN)
            if reason.strip():
                body = NoteBody(
                    progress=reason,
                    outcome=stored.outcome_words,
                    happened_on=today,
                    provided_by=ProvidedBy.OFFICER,
                )
                file = self._desk.writing_key(case.key_id, "case", case_id)
                begin_thread(self._desk, unit, file, body)
            if not is_theirs:
                case_store.give(unit, case_id, version + 1, self._session.me.id)
            unit.say(about.detail(Act.CHANGE, fields=("status", *changed_fields(stored, facts))))
        self._session.directory.changed()

    @in_words()
    def set_aside(self, case_id: UUID, version: int) -> None:
        """No action is due: the case waits for the family or a decision (domain table 2.2)."""
        self._session.require(Action.OPEN_CASE, case_id)
        about = self._about(case_id)
        self._session.access.insist_on(case_id, about)
        with acting(self._desk, about) as unit:
            case, stored = self._writable(unit, case_id, version)
            if CaseStatus.INACTIVE not in next_statuses(case.status):
                raise SaysNo(NOT_ASIDE, ("CASE_NOT_OPEN",))
            facts = with_status(stored, CaseStatus.INACTIVE, self._session.today_date())
            case_store.change(self._desk, unit, case_id, version, facts=facts, status=CaseStatus.INACTIVE)
            unit.say(about.detail(Act.CHANGE, fields=("status", *changed_fields(stored, facts))))

    @in_words()
    def assign(self, case_id: UUID, version: int, officer_id: UUID | None) -> None:
        """Gives a case to a colleague who may open it, or to nobody."""
        self._session.require(Action.ASSIGN_CASE, case_id)
        about = self._about(case_id)
        access = self._session.access
        with acting(self._desk, about) as unit:
            case, facts = self._writable(unit, case_id, version)
            was_open = access.is_open(case_id, case.officer_id)
            me = self._session.me
            insist(may_allocate(case.officer_id, me.id, me.role, said_why=was_open), SAY_WHY)
            if officer_id is not None and not self._may_hold_cases(officer_id):
                raise SaysNo(NOT_THEIRS, ("NOT_AN_OFFICER",))
            if officer_id is not None and not self._may_hold(unit, case, officer_id):
                raise SaysNo(SHUT_OUT, ("SHUT_OUT",))
            since = facts.officer_since
            if officer_id is not None:
                insist_may_have(self._session, unit.connection, case.person_id, officer_id)
            if officer_id is not None and officer_id != case.officer_id:
                facts = dataclasses.replace(facts, officer_since=self._session.today_date())
            case_store.assign(self._desk, unit, case_id, version, officer_id, facts)
            unit.say(about.detail(Act.CHANGE, fields=("officer",)))
        self._given[case_id] = (version + 1, case.officer_id, since)
        if was_open:
            access.handed_over(case_id)

    @in_words()
    def take_assignment_back(self, case_id: UUID) -> None:
        """See the port. An act of its own in the audit; whoever had it has it again, as if it had not been given."""
        self._session.require(Action.ASSIGN_CASE, case_id)
        about = self._about(case_id)
        version, officer_id, since = self._given.get(case_id, (0, None, None))
        with acting(self._desk, about) as unit:
            case = self._stored(unit.connection, case_id)
            if case.version != version:
                raise SaysNo(CHANGED_SINCE, ("NOT_AS_IT_WAS",))
            _, facts = self._writable(unit, case_id, version)
            if officer_id and not restricted_store.may_open(self._desk, unit.connection, case_id, officer_id):
                raise SaysNo(SHUT_OUT, ("SHUT_OUT",))
            if officer_id is not None:
                insist_may_have(self._session, unit.connection, case.person_id, officer_id)
            facts = dataclasses.replace(facts, officer_since=since)
            case_store.assign(self._desk, unit, case_id, version, officer_id, facts)
            unit.say(about.detail(Act.CHANGE, fields=("officer",), reasons=("TAKEN_BACK",)))
        del self._given[case_id]

    def _may_hold(self, unit: UnitOfWork, case: StoredCase, officer_id: UUID) -> bool:
        return self._may_hold_cases(officer_id) and restricted_store.may_open(
            self._desk, unit.connection, case.id, officer_id
        )

    def _may_have(self, unit: UnitOfWork, case: StoredCase, officer_id: UUID) -> bool:
        """Whether they still may: they may have left since, or have a conflict of interest."""
        return self._may_hold(unit, case, officer_id) and may_have_case(
            self._session, unit.connection, case.person_id, officer_id
        )

    def _may_hold_cases(self, officer_id: UUID) -> bool:
        try:
            colleague = office_store.colleague(self._desk, officer_id)
        except LookupError:
            return False
        return colleague.is_active and bool(may(colleague.role, Action.OPEN_CASE, colleague.card))

    def _writable(self, unit: UnitOfWork, case_id: UUID, version: int) -> tuple[StoredCase, CaseFacts]:
        """The case as it stands in this transaction. Raises `VersionConflict` or `SaysNo`."""
        case = self._stored(unit.connection, case_id)
        found = people_store.state(unit.connection, case.person_id)
        if found is not None:
            insist_writable(found[0])
        if case.version != version:
            raise VersionConflict
        if case.facts is None:
            raise Problem(UNREADABLE)
        return case, case.facts

    def _read(self, case_id: UUID) -> StoredCase:
        with self._desk.read() as connection:
            return self._stored(connection, case_id)

    def _stored(self, connection: Connection, case_id: UUID) -> StoredCase:
        case = case_store.case(self._desk, connection, case_id)
        if case is None:
            raise NotFound(NO_CASE)
        return case

    def _about(self, case_id: UUID) -> About:
        """The case and its person, for the entry."""
        with self._desk.read() as connection:
            file = case_store.case_file(connection, case_id)
        if file is None:
            raise NotFound(NO_CASE)
        return About("case", file.person_id, case_id)
