"""The timetable as screens and Today show it: worked out anew each time from events that were just opened."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, event_store, term_store
from db.case_store import StoredCase
from iass_tui.rules.agenda import WEEK, Due, due
from iass_tui.rules.cases import format_reference
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.deadlines import (
    Calendars,
    ChildMilestone,
    Deadline,
    Holder,
    child_milestones,
    on_today,
    timetable,
)
from iass_tui.rules.deadlines.term_days import TermSpan
from iass_tui.rules.deadlines.terms import TermProblem
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import CaseStatus
from iass_tui.rules.records.deadlines import CaseEvent, CaseEventBody, DutyNote, TermCalendar
from iass_tui.services import person_views
from iass_tui.services.bank_holidays import BankHolidays
from iass_tui.services.case_views import NO_CASE
from iass_tui.services.paper_views import PaperReader, readers_of
from iass_tui.services.problems import UNREADABLE
from iass_tui.services.views import NotFound, Problem

if TYPE_CHECKING:
    from iass_tui.services import views as v
    from iass_tui.services.session import OfficeSession


@dataclasses.dataclass(frozen=True)
class EventView:
    """One event, and who wrote it down."""

    event: CaseEvent
    author: str


@dataclasses.dataclass(frozen=True)
class TimetableView:
    """The dates of one case."""

    case_id: UUID
    reference: str
    person_id: UUID
    name: str
    status: CaseStatus
    is_frozen: bool
    events: tuple[EventView, ...]
    """By day; those entered in error last."""
    dates: tuple[Deadline, ...]
    milestones: tuple[ChildMilestone, ...]
    """None without a whole birth date."""
    today: date
    has_terms: bool
    readers: tuple[PaperReader, ...] = ()
    """Whom the paper of it could be for."""
    unreadable: int = 0
    """How many events do not open and so set no date here."""


@dataclasses.dataclass(frozen=True)
class CaseDate:
    """A date that the law sets, on the first page."""

    case_id: UUID
    reference: str
    name: str
    on: date
    """The day to look at it: of a family's right the safe day, while that is still to come."""
    heading: Due
    deadline: Deadline


@dataclasses.dataclass(frozen=True)
class TermsView:
    """The term calendar, and every day of it in order."""

    calendar: TermCalendar
    spans: tuple[TermSpan, ...]


def calendars(session: OfficeSession, connection: Connection) -> Calendars:
    """What days are counted on."""
    return Calendars(BankHolidays(), term_store.terms(session.desk, connection))


def view(session: OfficeSession, case_id: UUID) -> TimetableView:
    """The timetable of one case. Raises `NotFound` or `Problem`."""
    desk, today = session.desk, session.today_date()
    with desk.read() as connection:
        row = case_store.select(connection, case_id)
        file = case_store.case_file(connection, case_id)
        person = None if file is None else person_views.select(connection, file.person_id)
        if row is None or file is None or person is None:
            raise NotFound(NO_CASE)
        rows = event_store.select(connection, case_id)
        keys = desk.keys([*case_store.places([row]), *person.places(), *event_store.places(rows)])
        found = person_views.view(session, connection, person_views.opened(person, keys))
        counted_on = calendars(session, connection)
    case = case_store.opened(row, keys)
    if case.facts is None:
        raise Problem(UNREADABLE)
    events, lost = event_store.opened(rows, keys)
    born = _whole(found.card.born)
    in_order = sorted(events, key=lambda one: (one.body.in_error, one.body.on, one.written_at))
    return TimetableView(
        case_id=case_id,
        reference=format_reference(case.number),
        person_id=found.id,
        name=found.card.full_name,
        status=case.status,
        is_frozen=file.person_state is PersonState.FROZEN,
        events=tuple(EventView(one, session.people.colleague_name(one.author_id)) for one in in_order),
        dates=timetable(events, counted_on, today, born),
        milestones=child_milestones(born) if born else (),
        today=today,
        has_terms=counted_on.terms is not None,
        readers=readers_of(found),
        unreadable=lost,
    )


def _whole(born: PartialDate | None) -> date | None:
    return born.exact if born else None


def dates_of_today(
    session: OfficeSession, connection: Connection, cases: Sequence[StoredCase]
) -> tuple[tuple[CaseDate, ...], int]:
    """What the law sets in my cases for these days, and how many events do not open. Nothing else is opened."""
    desk, today = session.desk, session.today_date()
    rows = event_store.select_of_officer(connection, session.me.id)
    if not rows:
        return (), 0
    events, lost = event_store.opened(rows, desk.keys(event_store.places(rows)))
    counted_on = calendars(session, connection)
    by_case: dict[UUID, list[CaseEvent]] = {}
    for one in events:
        by_case.setdefault(one.case_id, []).append(one)
    found = []
    for case in cases:
        born = _whole(case.card.born) if case.card else None
        dates = timetable(by_case.get(case.id, ()), counted_on, today, born)
        found += [_case_date(case, one, today) for one in on_today(dates, today, today + WEEK)]
    return tuple(sorted(found, key=lambda one: (one.on, one.reference))), lost


def _case_date(case: StoredCase, one: Deadline, today: date) -> CaseDate:
    is_right = one.row.holder is Holder.FAMILY
    on = one.safe if is_right and one.safe >= today else one.due
    return CaseDate(
        case_id=case.id,
        reference=format_reference(case.number),
        name=case.card.full_name if case.card else person_views.DOES_NOT_OPEN,
        on=on,
        heading=due(on, today),
        deadline=one,
    )


class Deadlines(Protocol):
    """Events that start clocks in a case, and the dates that follow: worked out each time, never stored."""

    def timetable(self, case_id: UUID) -> TimetableView: ...
    def add_event(self, case_id: UUID, body: CaseEventBody) -> UUID: ...
    def change_event(self, event_id: UUID, version: int, before: CaseEventBody, body: CaseEventBody) -> None: ...
    def mark(self, event_id: UUID, version: int, note: DutyNote) -> None:
        """What became of one date; an empty note takes back what was said."""
        ...

    def mark_in_error(self, event_id: UUID, version: int, reason: str) -> None: ...
    def print_timeline(
        self, case_id: UUID, reader_id: UUID | None = None, *, large_print: bool = False
    ) -> v.OutboxFile: ...
    def terms(self) -> TermCalendar | None: ...
    def terms_view(self) -> TermsView | None: ...
    def load_terms_file(self, path: Path) -> TermCalendar | tuple[TermProblem, ...]: ...
    def load_terms(self, content: str) -> TermCalendar | tuple[TermProblem, ...]:
        """The calendar now in force, or everything that is wrong with the file."""
        ...
