"""A case's timetable: what each event sets going, and how each date stands today. Nothing of it is stored."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from iass_tui.rules.deadlines import rows_appeal, rows_ehc, rows_neighbours
from iass_tui.rules.deadlines.catalogue import COUNCILS, DeadlineRow
from iass_tui.rules.deadlines.working_out import Calendars, Question, work_out
from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.records.deadlines import CaseEvent, CaseEventBody, EventKind, Excuse

ROWS: tuple[DeadlineRow, ...] = (*rows_ehc.ROWS, *rows_appeal.ROWS, *rows_neighbours.ROWS)
EARLIEST = date(2014, 9, 1)
"""Nothing here was law before: Part 3 of the Children and Families Act 2014 came into force."""
LATEST = timedelta(days=3 * 366)
PASSED_SHOWN = timedelta(days=14)
"""For so long what others than the council let pass stays among what is overdue: after that it is history."""
STILL_TO_COME = frozenset(
    {
        EventKind.MOVED,
        EventKind.REVIEW_MEETING,
        EventKind.PHASE,
        EventKind.PHASE_POST16,
        EventKind.BETWEEN_POST16,
        EventKind.MEDIATION_DATE,
        EventKind.HEARING,
        EventKind.TRANSPORT_PANEL,
        EventKind.ADMISSION_LAST_DAY,
    }
)
"""What may be written down before it happens."""


class EventReason(Reason):
    """Why something cannot be kept as an event, or a date not be marked."""

    TOO_LONG_AGO = "EVENT_TOO_LONG_AGO"
    TOO_FAR = "EVENT_TOO_FAR"
    NOT_YET = "EVENT_NOT_YET"
    NO_SUCH_DATE = "EVENT_NO_SUCH_DATE"
    EXCUSE_NOT_IN_LAW = "EVENT_EXCUSE_NOT_IN_LAW"
    NO_REASON_GIVEN = "EVENT_NO_REASON_GIVEN"
    IN_ERROR = "EVENT_IN_ERROR"


class State(enum.StrEnum):
    """How a date stands."""

    COMING = "COMING"
    DUE = "DUE"  # its safe day or the day itself is today; or past, and nobody can say yet that it is late
    MET = "MET"
    LATE = "LATE"  # done after its day, or not done and its day is past
    EXCEPTED = "EXCEPTED"  # the law lets it be later, for as long as its reason lasts
    NOT_DUE = "NOT_DUE"  # does not arise here


@dataclasses.dataclass(frozen=True)
class Deadline:
    """One date of a case."""

    row: DeadlineRow
    event_id: UUID
    trigger: EventKind
    trigger_on: date
    due: date
    safe: date
    is_provisional: bool
    is_moved: bool
    state: State
    days_late: int = 0
    done_on: date | None = None
    answered_by: EventKind | None = None
    """The later event that shows it done, where nobody marked it."""
    excuse: Excuse | None = None
    words: str = ""

    @property
    def is_missed_by_council(self) -> bool:
        """A council's duty done late, or not yet done and late."""
        return self.state is State.LATE and self.row.holder in COUNCILS

    @property
    def is_open(self) -> bool:
        """Still to be done."""
        return self.done_on is None and self.state in (State.COMING, State.DUE, State.LATE)


def rows_of(kind: EventKind) -> tuple[DeadlineRow, ...]:
    """The dates that an event of this kind sets."""
    return tuple(row for row in ROWS if kind in row.triggers)


def timetable(
    events: Iterable[CaseEvent], calendars: Calendars, today: date, born: date | None = None
) -> tuple[Deadline, ...]:
    """Every date of a case, the earliest first. Events marked in error set none, and answer none."""
    counted = [one for one in events if not one.body.in_error]
    found = (one for event in counted for one in _dates(Question(event, counted, calendars, born), today))
    return tuple(sorted(found, key=lambda one: (one.due, one.row.code)))


def _dates(about: Question, today: date) -> Iterator[Deadline]:
    event = about.event
    for row in rows_of(event.body.kind):
        dated = work_out(row, about)
        if dated is None:
            continue
        note = event.body.duty(row.code)
        answer = None if note.done_on else _first(row.answered_by, about)
        done_on = note.done_on or (answer.on if answer else None)
        is_undone = done_on is None and _first(row.undone_by, about) is not None
        excuse = note.excuse or (Excuse.NOT_DUE if is_undone else None)
        is_sure = done_on is not None or not row.only_after or _first(row.only_after, about) is not None
        late = max(((done_on or today) - dated.due).days, 0) if is_sure and not dated.is_provisional else 0
        yield Deadline(
            row=row,
            event_id=event.id,
            trigger=event.body.kind,
            trigger_on=event.body.on,
            due=dated.due,
            safe=dated.safe,
            is_provisional=dated.is_provisional,
            is_moved=dated.is_moved,
            state=_state(excuse, done_on, late, is_near=today >= dated.safe),
            days_late=0 if excuse else late,
            done_on=done_on,
            answered_by=answer.kind if answer else None,
            excuse=excuse,
            words=note.words,
        )


def _state(excuse: Excuse | None, done_on: date | None, late: int, *, is_near: bool) -> State:
    if excuse is not None:
        return State.NOT_DUE if excuse is Excuse.NOT_DUE else State.EXCEPTED
    if late:
        return State.LATE
    if done_on is not None:
        return State.MET
    return State.DUE if is_near else State.COMING


def _first(kinds: frozenset[EventKind], about: Question) -> CaseEventBody | None:
    """The first event of these kinds after this one, and not after the next one like it."""
    own = about.event.body
    others = [one.body for one in about.events if one.id != about.event.id]
    end = min((one.on for one in others if one.kind is own.kind and one.on > own.on), default=date.max)
    found = [one for one in others if one.kind in kinds and own.on <= one.on <= end]
    return min(found, key=lambda one: one.on, default=None)


def on_today(dates: Sequence[Deadline], today: date, until: date) -> tuple[Deadline, ...]:
    """The dates set by law that belong on the first page: open, and due by `until` or past.

    What the council has missed stays until it is done or excepted. What the family, a school or anybody else let pass
    goes after two weeks; what nobody knows to be late ("if there is no plan") goes at once.
    """
    return tuple(
        one
        for one in dates
        if one.row.is_statutory
        and one.is_open
        and one.due <= until
        and (one.due >= today or one.state is State.LATE or one.is_provisional)
        and (one.row.holder in COUNCILS or one.due >= today - PASSED_SHOWN)
    )


def may_keep_event(body: CaseEventBody, today: date) -> Decision:
    """Whether this can be an event: on a day that the law knows, and one that has come unless it is planned."""
    reasons: list[Reason] = []
    if body.on < EARLIEST:
        reasons.append(EventReason.TOO_LONG_AGO)
    if body.on > today + LATEST:
        reasons.append(EventReason.TOO_FAR)
    elif body.on > today and body.kind not in STILL_TO_COME:
        reasons.append(EventReason.NOT_YET)
    return decide(reasons)


def may_mark(
    body: CaseEventBody, code: str, *, done_on: date | None, excuse: Excuse | None, words: str, today: date
) -> Decision:
    """Whether a date of an event may be marked so: done on a day that has come, or excepted as its law allows.

    "Does not arise here" is open to every date, saying why.
    """
    reasons: list[Reason] = []
    row = next((one for one in rows_of(body.kind) if one.code == code), None)
    if body.in_error:
        reasons.append(EventReason.IN_ERROR)
    if row is None:
        reasons.append(EventReason.NO_SUCH_DATE)
    elif excuse is Excuse.NOT_DUE:
        if not words.strip():
            reasons.append(EventReason.NO_REASON_GIVEN)
    elif excuse is not None and excuse not in row.excuses:
        reasons.append(EventReason.EXCUSE_NOT_IN_LAW)
    if done_on is not None and done_on > today:
        reasons.append(EventReason.NOT_YET)
    return decide(reasons)
