"""From an event to a date: each row's counting, and the rows that have a rule of their own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from iass_tui.rules.ages import age_on
from iass_tui.rules.dates import months_after
from iass_tui.rules.deadlines import counting
from iass_tui.rules.deadlines.catalogue import PLANS, DeadlineRow, Unit
from iass_tui.rules.deadlines.counting import ONE_DAY, Counts, Days
from iass_tui.rules.records.deadlines import CaseEvent, EventKind, TermCalendar

EARLY_YEARS_BELOW = 5


@dataclasses.dataclass(frozen=True)
class Calendars:
    """What the counting stands on. Without terms, dates in school days are provisional."""

    bank_holidays: Days
    terms: TermCalendar | None = None


@dataclasses.dataclass(frozen=True)
class Question:
    """One event, everything else that happened in its case (for rules that look at two events), and the child."""

    event: CaseEvent
    events: Sequence[CaseEvent]
    calendars: Calendars
    born: date | None = None

    @property
    def on(self) -> date:
        """The day of the event."""
        return self.event.body.on

    @property
    def holidays(self) -> Days:
        """The bank holidays."""
        return self.calendars.bank_holidays

    def first_after(self, kind: EventKind) -> date | None:
        """The first event of a kind on or after this one, and before the next one like it."""
        mine = self.event.body.kind
        end = min((one.body.on for one in self.events if one.body.kind is mine and one.body.on > self.on), default=None)
        found = [one.body.on for one in self.events if one.body.kind is kind and one.body.on >= self.on]
        return min((day for day in found if end is None or day < end), default=None)


@dataclasses.dataclass(frozen=True)
class Dated:
    """A date worked out. `safe` is one day earlier, of the kind that is counted: some count the first day (S12)."""

    due: date
    safe: date
    is_provisional: bool = False
    """Counted without the terms that it needs: it is this day at the earliest."""
    is_moved: bool = False
    """It fell where the Tribunal does not work, so it lies later than the count."""


Rule = Callable[[Question], Dated | None]
_SCHOOL = frozenset({Unit.SCHOOL_DAYS, Unit.SCHOOL_DAYS_FIRST_COUNTS})


def work_out(row: DeadlineRow, about: Question) -> Dated | None:
    """When a row of an event falls due; None where it does not arise, as for AR_EY once a child is five."""
    if row.unit is Unit.BY_RULE:
        return _RULES[row.code](about)
    return counted(about.on, row.number, row.unit, about.calendars, is_back=row.is_back)


def counted(on: date, number: int, unit: Unit, calendars: Calendars, *, is_back: bool = False) -> Dated:
    """A number of units after a day, or before it."""
    counts = _counts(unit, calendars)
    if counts is None:
        return _calendar(_simple(on, -number if is_back else number, unit), on if number == 0 else None)
    if is_back:
        due = counting.counted_before(on, number, counts)
    elif unit is Unit.SCHOOL_DAYS_FIRST_COUNTS:
        due = counting.counted_from(on, number, counts)
    else:
        due = counting.counted_after(on, number, counts)
    terms = calendars.terms
    has_terms = terms is not None and counting.covers(terms, on) and counting.covers(terms, due)
    return Dated(due, counting.last_day(due - ONE_DAY, counts), is_provisional=unit in _SCHOOL and not has_terms)


def _simple(on: date, number: int, unit: Unit) -> date:
    match unit:
        case Unit.WEEKS:
            return counting.weeks_after(on, number)
        case Unit.MONTHS:
            return months_after(on, number)
        case Unit.MONTHS_FIRST_COUNTS:
            return counting.months_from(on, number)
        case Unit.DAYS:
            return counting.days_after(on, number)
        case Unit.DAYS_FIRST_COUNTS:
            return counting.last_of(on, number)
    raise ValueError(unit)


def _counts(unit: Unit, calendars: Calendars) -> Counts | None:
    if unit is Unit.WORKING_DAYS:
        return counting.working_day(calendars.bank_holidays)
    if unit is Unit.TRIBUNAL_DAYS:
        return counting.tribunal_day(calendars.bank_holidays)
    if unit in _SCHOOL:
        return counting.school_day(calendars.terms, calendars.bank_holidays)
    return None


def _calendar(due: date, at_once: date | None = None) -> Dated:
    """What is due at once has no day before."""
    return Dated(due, due if at_once == due else due - ONE_DAY)


# Rules of their own


def appeal_by(letter: date, certificate: date | None, bank_holidays: Days) -> Dated:
    """APPEAL: two months after the letter or one month after the certificate, the later; then APPEAL_HOL.

    In 25 December to 1 January or in August it becomes the first tribunal working day after; at a weekend or on a
    bank holiday the next one (HESC Rules 2008, r 12). A discrimination claim never moves. The safe day is the last
    tribunal working day before, so that somebody is there.
    """
    falls = months_after(letter, 2)
    if certificate is not None:
        falls = max(falls, months_after(certificate, 1))
    counts = counting.tribunal_day(bank_holidays)
    due = counting.next_day(falls, counts)
    return Dated(due, counting.last_day(falls - ONE_DAY, counts), is_moved=due != falls)


def _appeal(about: Question) -> Dated:
    """With the first certificate after the letter and before the next letter of its kind.

    APPEAL_NOCERT too: about section I alone none is needed (S13), and one that was had makes it no earlier.
    """
    return appeal_by(about.on, about.first_after(EventKind.CERTIFICATE), about.holidays)


def transfer_by(moved: date, known: date | None, bank_holidays: Days) -> date:
    """MOVE_XFER: the day of the move, or the 15th working day beginning with the one on which it was known (15(2))."""
    if known is None:
        return moved
    return max(moved, counting.counted_from(known, 15, counting.working_day(bank_holidays)))


def _transfer(about: Question) -> Dated:
    known = [one.body.on for one in about.events if one.body.kind is EventKind.MOVE_KNOWN]
    return _calendar(transfer_by(about.on, min(known, default=None), about.holidays), about.on)


def review_after_transfer(transferred: date, last_reviewed: date | None) -> date:
    """MOVE_REV: 12 months from the plan or its last review, or 3 months from the transfer, the later (reg 15(5))."""
    from_transfer = months_after(transferred, 3)
    return from_transfer if last_reviewed is None else max(from_transfer, months_after(last_reviewed, 12))


_REVIEWED = frozenset({EventKind.NO_AMENDMENT, EventKind.AMENDMENT_NOTICE}) | PLANS


def _review_after_transfer(about: Question) -> Dated:
    before = [one.body.on for one in about.events if one.body.kind in _REVIEWED and one.body.on <= about.on]
    return _calendar(review_after_transfer(about.on, max(before, default=None)))


def _under_five(about: Question) -> Dated | None:
    """AR_EY: every three to six months while the child is under five; six at the latest (Code 9.178)."""
    due, born = months_after(about.on, 6), about.born
    if born is None or due < born or age_on(born, due) >= EARLY_YEARS_BELOW:
        return None
    return _calendar(due)


def _phase_transfer(month: int, day: int) -> Rule:
    """A day of the calendar year in which the child moves (reg 18(1))."""
    return lambda about: _calendar(date(about.on.year, month, day))


_RULES: Mapping[str, Rule] = {
    "APPEAL": _appeal,
    "APPEAL_NOCERT": _appeal,
    "MOVE_XFER": _transfer,
    "MOVE_REV": _review_after_transfer,
    "AR_EY": _under_five,
    "PT_FEB": _phase_transfer(2, 15),
    "PT_MAR": _phase_transfer(3, 31),
}
