"""Events that start clocks, the dates that follow, and the paper that tells a family. See `ports.Deadlines`."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from db import case_store, event_store, term_store
from db.case_store import CaseFile
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.access import Action
from iass_tui.rules.deadlines import may_keep_event, may_mark
from iass_tui.rules.deadlines.term_days import spans
from iass_tui.rules.deadlines.terms import TermProblem, read_terms
from iass_tui.rules.records.deadlines import CaseEvent, CaseEventBody, DutyNote, TermCalendar
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.sharing import Ground, Material, Question, Recipient, RecipientKind
from iass_tui.services import deadline_views, outbox, packs, sharing_door
from iass_tui.services.acting import About, SaysNo, acting, changed_fields, insist, insist_writable, record, refuse
from iass_tui.services.bank_holidays import BankHolidays
from iass_tui.services.case_views import NO_CASE
from iass_tui.services.conflicts import conflict, keep_unknown
from iass_tui.services.deadline_views import TermsView, TimetableView
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound, OutboxFile, Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO_EVENT = "This is not on the timetable any more."
NOT_AN_EVENT = (
    "A date has to be one that has come, from September 2014 on; only meetings, hearings and moves may be up to three "
    "years ahead."
)
NOT_MARKED = (
    "A date can be marked as done on a day that has come, or excepted as its own regulation allows. "
    "Where it does not arise, say why."
)
MOST_BYTES = 4_000_000
NO_REASON = "Say why it is wrong. It is marked once."


class DeadlineService:
    """The timetable of a case."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def timetable(self, case_id: UUID) -> TimetableView:
        """Every date of a case. The look is recorded, or there is none. Raises `NotFound` or `NotAllowed`."""
        self._session.require(Action.OPEN_CASE, case_id)
        view, reasons = self._view(case_id)
        record(self._desk, About("timetable", view.person_id, case_id).detail(Act.VIEW, reasons=reasons))
        return view

    def _view(self, case_id: UUID) -> tuple[TimetableView, tuple[str, ...]]:
        """The timetable, and why it is looked at where the case is a colleague's (P20)."""
        view = deadline_views.view(self._session, case_id)
        return view, self._session.access.insist_on(case_id, About("timetable", view.person_id, case_id))

    @in_words()
    def add_event(self, case_id: UUID, body: CaseEventBody) -> UUID:
        """Writes down what happened. Raises `NotAllowed` for a day that cannot be."""
        self._session.require(Action.MANAGE_TASK, case_id)
        self._session.access.insist_on(case_id, About("event", None, case_id))
        with acting(self._desk, About("event", None, case_id)) as unit:
            insist(may_keep_event(body, self._session.today_date()), NOT_AN_EVENT)
            file = self._desk.writing_key(self._case(unit, case_id).key_id, "case", case_id)
            event_id = event_store.insert(self._desk, unit, file, body)
            unit.say(About("event", event_id, case_id).detail(Act.CREATE))
        return event_id

    @in_words()
    def change_event(self, event_id: UUID, version: int, before: CaseEventBody, body: CaseEventBody) -> None:
        """Puts an event right; what became of its dates stays. Raises `Conflict` where a colleague was first."""
        stored = self._read(event_id)
        self._session.access.insist_on(stored.case_id, _about(stored))
        body = keep_unknown(stored.body, body)
        try:
            with self._changing(stored) as unit:
                insist(may_keep_event(body, self._session.today_date()), NOT_AN_EVENT)
                event_store.change(self._desk, unit, event_id, version, body)
                unit.say(_about(stored).detail(Act.CHANGE, fields=changed_fields(before, body)))
        except VersionConflict:
            now = self._read(event_id)
            raise conflict(
                self._session, _about(stored), "case_event", event_id, before, body, now.body, now.version
            ) from None

    @in_words()
    def mark(self, event_id: UUID, version: int, note: DutyNote) -> None:
        """Says what became of one date of an event; an empty note takes back what was said."""
        stored = self._read(event_id)
        with self._changing(stored) as unit:
            today = self._session.today_date()
            answer = may_mark(
                stored.body, note.code, done_on=note.done_on, excuse=note.excuse, words=note.words, today=today
            )
            insist(answer, NOT_MARKED)
            event_store.change(self._desk, unit, event_id, version, stored.body.with_duty(note))
            unit.say(_about(stored).detail(Act.CHANGE, fields=("duties",)))

    @in_words()
    def mark_in_error(self, event_id: UUID, version: int, reason: str) -> None:
        """Takes an event entered in error off the timetable. It stays readable, and sets and answers no date."""
        stored = self._read(event_id)
        with self._changing(stored) as unit:
            if stored.body.in_error or not reason.strip():
                raise SaysNo(NO_REASON, ("EVENT_NO_REASON_GIVEN",))
            body = dataclasses.replace(stored.body, in_error=True, error_words=reason)
            event_store.change(self._desk, unit, event_id, version, body)
            unit.say(_about(stored).detail(Act.CHANGE, fields=("in_error",)))

    @in_words()
    def print_timeline(self, case_id: UUID, reader_id: UUID | None = None, *, large_print: bool = False) -> OutboxFile:
        """The timeline in plain words for one of the family, encrypted, in the outbox; its passphrase is here alone.

        `reader_id` None: whose case it is. For anybody else it goes through the one door as a letter does, and is in
        the sharing record. Raises `NotAllowed`, recorded, with every reason.
        """
        from iass_tui.documents.timeline import timeline_pdf
        from iass_tui.services.timeline_paper import timeline_of

        self._session.require(Action.EXPORT_PACK, case_id)
        view, reasons = self._view(case_id)
        pdf = timeline_pdf(
            packs.letterhead(self._session.facts), view.today, timeline_of(view), large_print=large_print
        )
        said = About("timetable", view.person_id, case_id).detail(Act.EXPORT, reasons=reasons)
        try:
            return outbox.put(
                self._session,
                f"timeline-{view.reference}",
                pdf,
                said,
                person_id=view.person_id,
                also=lambda unit: self._pass_on(unit, view, reader_id),
            )
        except SaysNo as no:
            refuse(self._desk, About("timetable", view.person_id, case_id), no)

    def _pass_on(self, unit: UnitOfWork, view: TimetableView, reader_id: UUID | None) -> None:
        self._case(unit, view.case_id)
        if reader_id in (None, view.person_id):
            return
        told = f"Timeline {view.reference}"
        to = Recipient(kind=RecipientKind.PERSON, person_id=reader_id)
        question = Question(recipient=to, material=Material.LETTER, ground=Ground.ASKED, words=told)
        sharing_door.pass_on(self._session, unit, view.person_id, question, told=told)

    # the term calendar

    @in_words()
    def terms(self) -> TermCalendar | None:
        """The term calendar in force; None where none was loaded."""
        self._session.require(Action.READ_OFFICE)
        with self._desk.read() as connection:
            return term_store.terms(self._desk, connection)

    @in_words()
    def load_terms(self, content: str) -> TermCalendar | tuple[TermProblem, ...]:
        """Puts a calendar from a file's text in force, or says everything that is wrong with it and keeps the old."""
        self._session.require(Action.CHANGE_REGISTERS)
        found = read_terms(content)
        if isinstance(found, tuple):
            return found
        found = dataclasses.replace(found, loaded_on=self._session.today_date())
        with acting(self._desk, About("terms"), "office") as unit:
            term_store.put(self._desk, unit, found)
            unit.say(About("terms").detail(Act.CHANGE))
        return found

    @in_words()
    def load_terms_file(self, path: Path) -> TermCalendar | tuple[TermProblem, ...]:
        """As `load_terms`, from a file. Raises `Problem` for one that cannot be read."""
        self._session.require(Action.CHANGE_REGISTERS)
        try:
            if path.stat().st_size > MOST_BYTES:
                raise Problem(f"{path.name} is too large for a calendar.")
            return self.load_terms(path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:
            raise Problem(f'{path.name} is not a text file in UTF-8. Save it as "CSV UTF-8".') from None
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "that is no name of a file"
            raise Problem(f"That file cannot be read: {why}.") from None

    @in_words()
    def terms_view(self) -> TermsView | None:
        """The calendar in force day by day; None where none was loaded."""
        found = self.terms()
        return None if found is None else TermsView(found, spans(found, BankHolidays()))

    @contextlib.contextmanager
    def _changing(self, stored: CaseEvent) -> Iterator[UnitOfWork]:
        """A unit of work over an event of a case that may be written into."""
        self._session.require(Action.MANAGE_TASK, stored.id)
        self._session.access.insist_on(stored.case_id, _about(stored))
        with acting(self._desk, _about(stored)) as unit:
            self._case(unit, stored.case_id)
            yield unit

    def _case(self, unit: UnitOfWork, case_id: UUID) -> CaseFile:
        """The case. Raises `NotFound`, or `SaysNo` while its person's record is frozen."""
        found = case_store.case_file(unit.connection, case_id)
        if found is None:
            raise NotFound(NO_CASE)
        insist_writable(found.person_state)
        return found

    def _read(self, event_id: UUID) -> CaseEvent:
        with self._desk.read() as connection:
            found = event_store.event(self._desk, connection, event_id)
        if found is None:
            raise NotFound(NO_EVENT)
        return found


def _about(event: CaseEvent) -> About:
    return About("event", event.id, event.case_id)
