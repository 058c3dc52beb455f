"""May I share this? And the sharing record. See `ports.Sharing`; the deciding itself is in `sharing_door`."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import consent_store, note_store, people_store, sharing_store
from db.unit_of_work import UnitOfWork
from iass_tui.rules.access import Action
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.sharing import (
    Basis,
    ExceptionFacts,
    Ground,
    Material,
    OwnShare,
    Question,
    Recipient,
    RecipientKind,
    RecordedSharing,
    SharingBody,
    SharingKind,
)
from iass_tui.rules.sharing import needs_sign_off_first, sign_off_by
from iass_tui.rules.sharing.ruling import agency_of
from iass_tui.services import sharing_door, sharing_exceptions
from iass_tui.services.acting import About, SaysNo, acting, insist_writable, record, refuse
from iass_tui.services.bank_holidays import BankHolidays
from iass_tui.services.outbox import put
from iass_tui.services.problems import in_words
from iass_tui.services.second_person import insist_impartial
from iass_tui.services.sharing_door import Decided
from iass_tui.services.sharing_views import AnswerView, ExceptionView, SharedDone, SharingLine, SharingRecord
from iass_tui.services.views import ExceptionLine, NotFound, OutboxFile

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

THE_RECORD = "The record of what was passed to whom"
NOT_ASKED_YET = "The family has not been asked yet, so nothing about them is kept, not even that someone asked."
_TOPICAL = frozenset({Purpose.CONTACT_AGENCY, Purpose.SHARE_DOC, Purpose.INTERPRETER_SHARE})


class SharingService:
    """May I share this? And the sharing record."""

    def __init__(self, session: OfficeSession, bank_holidays: Container[date] | None = None) -> None:
        self._session, self._desk = session, session.desk
        self.bank_holidays = BankHolidays() if bank_holidays is None else bank_holidays
        self._exceptions = sharing_exceptions.Exceptions(session, self.bank_holidays)
        self.seen, self.sign_off = self._exceptions.seen, self._exceptions.sign_off
        self.turn_down, self.carry_out = self._exceptions.turn_down, self._exceptions.carry_out

    @in_words()
    def ask(self, person_id: UUID, question: Question) -> AnswerView:
        """The answer with every reason. That somebody asked is recorded: what decides is personal."""
        self._session.require(Action.SHARE, person_id)
        self._insist_open(person_id, question)
        with self._desk.read() as connection:
            decided = sharing_door.decide(self._session, connection, person_id, question)
            view = self.view(connection, decided)
        record(self._desk, About("sharing question", person_id).detail(Act.VIEW, reasons=(view.outcome,)))
        return view

    def _insist_open(self, person_id: UUID, question: Question) -> None:
        """What is asked about a person says something of them; of a note, what stands in its case too (P20)."""
        self._session.access.insist_on_person(person_id, About("sharing", person_id))
        with self._desk.read() as connection:
            case_id = note_store.case_of(connection, question.note_id) if question.note_id is not None else None
        if case_id is not None:
            self._session.access.insist_on(case_id, About("sharing", person_id, case_id))

    def view(self, connection: Connection, decided: Decided) -> AnswerView:
        """The answer in names, for whoever asks by a service of its own."""
        answer, question = decided.answer, decided.question
        return AnswerView(
            question=question,
            recipient=decided.recipient or question.recipient.named,
            about=tuple(one.card.full_name for one in decided.subjects),
            outcome=answer.outcome,
            reasons=tuple(str(one) for one in answer.reasons),
            warnings=tuple(str(one) for one in answer.warnings),
            conditions=tuple(str(one) for one in answer.conditions),
            limits=answer.limits,
            changes=answer.changes,
            problems=answer.problems,
            basis=answer.permit.basis if answer.permit else None,
            permissions=tuple(one.event for one in decided.relied),
            topics=self._topics(connection, decided),
        )

    def _topics(self, connection: Connection, decided: Decided) -> tuple[str, ...]:
        """To what their consents for this recipient are limited."""
        to = decided.question.recipient
        found = []
        for person in decided.subjects:
            for one in consent_store.history(self._desk, person.id, connection):
                event = one.event
                is_for = event.scope.person_id == to.person_id and event.scope.agency in ("", agency_of(to))
                if event.purpose in _TOPICAL and event.decision is Decision.GIVEN and is_for and event.scope.topic:
                    found.append(event.scope.topic)
        return tuple(dict.fromkeys(found))

    @in_words()
    def share(
        self,
        person_id: UUID,
        question: Question,
        *,
        told: str,
        how: str = "",
        exception: ExceptionFacts | None = None,
        case_id: UUID | None = None,
    ) -> SharedDone:
        """Records that something was passed on, by a permit decided anew in the same transaction.

        An exception for illegal activity without immediate danger is proposed to a manager instead (P11). Raises
        `NotAllowed`, recorded, with every reason.
        """
        self._session.require(Action.SHARE, person_id)
        self._insist_open(person_id, question)
        about = About("sharing", person_id, case_id)
        conflict: tuple[str, ...] = ()
        with acting(self._desk, about) as unit:
            if exception is not None and self._waits(person_id, question, exception):
                conflict = insist_impartial(self._session, person_id, exception.decided_by)
                done = self._propose(unit, person_id, question, exception)
            else:
                permit, made = sharing_door.pass_on(
                    self._session, unit, person_id, question, told=told, how=how, exception=exception
                )
                is_exception = permit.basis is Basis.EXCEPTION
                kind = SharingKind.EXCEPTION if is_exception else SharingKind.SHARED
                done = SharedDone(made, kind, self._sign_off_by(person_id, question, permit.exception))
            unit.say(about.detail(Act.CREATE, fields=(done.kind,), reasons=(question.ground, *conflict)))
        return done

    def _waits(self, person_id: UUID, question: Question, facts: ExceptionFacts) -> bool:
        is_own = sharing_door.is_by_only_manager(self._session, facts, person_id)
        return needs_sign_off_first(question, facts, by_only_manager=is_own)

    def _propose(self, unit: UnitOfWork, person_id: UUID, question: Question, facts: ExceptionFacts) -> SharedDone:
        decided = sharing_door.decide(self._session, unit.connection, person_id, question, facts)
        permit = sharing_door.insist(self._session, decided, facts, is_signed_off=True)
        if permit.exception is None:
            raise SaysNo("They have agreed to this: no exception is needed.", ("SHARING_PERMITTED",))
        body = SharingBody(question=decided.question, on=permit.on, basis=permit.basis, exception=permit.exception)
        made = sharing_store.note(self._desk, unit, SharingKind.PROPOSED, permit.subjects, body)
        return SharedDone(made, SharingKind.PROPOSED)

    def _sign_off_by(self, person_id: UUID, question: Question, facts: ExceptionFacts | None) -> date | None:
        if facts is None or question.ground is not Ground.ILLEGAL:
            return None
        if sharing_door.is_by_only_manager(self._session, facts, person_id):
            return None
        return sign_off_by(self._session.today_date(), self.bank_holidays)

    @in_words()
    def said_no(self, person_id: UUID, question: Question, *, said: str = "", case_id: UUID | None = None) -> None:
        """We were asked and did not share. Of a family that waits to be asked nothing is kept (P30)."""
        self._session.require(Action.SHARE, person_id)
        self._insist_open(person_id, question)
        about = About("sharing", person_id, case_id)
        with acting(self._desk, about) as unit:
            decided = sharing_door.decide(self._session, unit.connection, person_id, question)
            if any(one.state is PersonState.PENDING for one in decided.subjects):
                raise SaysNo(NOT_ASKED_YET, decided.answer.reasons)
            reasons = tuple(str(one) for one in decided.answer.reasons)
            body = SharingBody(question=decided.question, on=self._session.today_date(), told=said, reasons=reasons)
            subjects = [one.id for one in decided.subjects]
            sharing_store.note(self._desk, unit, SharingKind.SAID_NO, subjects, body)
            unit.say(about.detail(Act.CREATE, fields=(SharingKind.SAID_NO,), reasons=reasons))

    @in_words()
    def own_share(
        self,
        person_id: UUID,
        outcome: OwnShare,
        *,
        words: str = "",
        question: Question | None = None,
        sharing_id: UUID | None = None,
    ) -> None:
        """The family was encouraged to share it themselves, and what came of it (P18); nothing is shared by us."""
        self._session.require(Action.SHARE, person_id)
        about = About("sharing", person_id)
        self._session.access.insist_on_person(person_id, about)
        with acting(self._desk, about) as unit:
            found = people_store.state(unit.connection, person_id)
            if found is None:
                raise NotFound(sharing_door.NOBODY)
            insist_writable(found[0])
            body = SharingBody(question=question, on=self._session.today_date(), own_share=outcome, words=words)
            sharing_store.note(self._desk, unit, SharingKind.ENCOURAGED, [person_id], body, sharing_id)
            unit.say(about.detail(Act.CREATE, fields=(SharingKind.ENCOURAGED,)))

    # reading

    @in_words()
    def record(self, person_id: UUID) -> SharingRecord:
        """Someone's sharing record, newest first. The look is recorded, or there is none."""
        self._session.require(Action.SHARE, person_id)
        why = self._session.access.insist_for_person(person_id, About("sharing", person_id))
        with self._desk.read() as connection:
            person = people_store.person(self._desk, connection, person_id)
            if person is None:
                raise NotFound(sharing_door.NOBODY)
            rows = sharing_store.history(self._desk, connection, person_id)
            lines = self.lines(connection, rows, self._events(connection, person_id))
        record(self._desk, About("sharing", person_id).detail(Act.VIEW, reasons=why))
        return SharingRecord(person_id, person.card.full_name, tuple(reversed(lines)))

    def _events(self, connection: Connection, person_id: UUID) -> dict[UUID, ConsentEvent]:
        return {one.id: one.event for one in consent_store.history(self._desk, person_id, connection)}

    def lines(
        self, connection: Connection, rows: Sequence[RecordedSharing], events: dict[UUID, ConsentEvent]
    ) -> tuple[SharingLine, ...]:
        """Rows with the names of whoever is still here."""
        wanted = {one.body.question.recipient.person_id for one in rows if one.body.question}
        cards = people_store.cards(self._desk, connection, [one for one in wanted if one])
        names = {one: card.full_name for one, card in cards.items()}
        return tuple(self._line(one, names, events) for one in rows)

    def _line(self, one: RecordedSharing, names: dict[UUID, str], events: dict[UUID, ConsentEvent]) -> SharingLine:
        body, colleague = one.body, self._session.people.colleague_name
        to = body.question.recipient if body.question else None
        on_file = names.get(to.person_id, "") if to and to.person_id else ""
        return SharingLine(
            sharing_id=one.sharing_id,
            kind=one.kind,
            at=one.recorded_at,
            by=colleague(one.recorded_by),
            recipient=on_file or (to.named if to else ""),
            body=body,
            permissions=tuple(events[event] for event in body.consents if event in events),
            decided_by=colleague(body.exception.decided_by) if body.exception else "",
        )

    @in_words()
    def print(self, person_id: UUID, requester_id: UUID | None) -> OutboxFile:
        """The record as an encrypted paper for one of the family; None: for the person themselves.

        Raises `NotAllowed`, recorded, where table 1.4 gives them nothing. What a child keeps back, and what the family
        was not told on purpose, is on no paper.
        """
        from iass_tui.services import sharing_print

        self._session.require(Action.EXPORT_PACK, person_id)
        self._session.access.insist_for_person(person_id, About("sharing", person_id))
        paper = sharing_print.paper(self._session, self, person_id, requester_id)
        about = About("sharing", person_id)
        said, stem = about.detail(Act.EXPORT), "-".join(part for part in ("sharing", paper.reference) if part)
        try:
            return put(
                self._session,
                stem,
                paper.pdf,
                said,
                person_id=person_id,
                also=lambda unit: self._give_record(unit, person_id, requester_id),
            )
        except SaysNo as no:
            refuse(self._desk, about, no)

    def _give_record(self, unit: UnitOfWork, person_id: UUID, requester_id: UUID | None) -> None:
        """To anybody but the person their record is a copy of the file, and goes by the one door."""
        if requester_id in (None, person_id):
            return
        to = Recipient(kind=RecipientKind.PERSON, person_id=requester_id)
        question = Question(recipient=to, material=Material.FILE, ground=Ground.ASKED, words=THE_RECORD)
        sharing_door.pass_on(self._session, unit, person_id, question, told=THE_RECORD)

    # exceptions

    @in_words()
    def exception(self, sharing_id: UUID) -> ExceptionView:
        """One exception with all that was recorded of it. The look is recorded."""
        self._session.require(Action.SHARE)
        return self._exceptions.view(self, sharing_id)

    def waiting(self) -> tuple[ExceptionLine, ...]:
        """What a manager has to see or sign off; of anybody's own proposals those that may be shared now."""
        return self._exceptions.waiting()
