"""The timetable in words: where a date stands, in a column and in full, and how it is counted."""

from __future__ import annotations

from datetime import date

from iass_tui.rules.deadlines import Deadline, DeadlineRow, Holder, State, Unit
from iass_tui.rules.deadlines.words import days_words, holder_words
from iass_tui.rules.records.deadlines import Excuse

EXCUSES = {
    Excuse.SCHOOL_CLOSED: "Exception: school closed 4 weeks or more when advice was asked",
    Excuse.PERSONAL: "Exception: exceptional personal circumstances",
    Excuse.AWAY: "Exception: away from the area for 4 weeks or more",
    Excuse.AWAY_TWO_WEEKS: "Exception: away from the area for 2 weeks or more",
    Excuse.APPOINTMENT: "Exception: an examination or test was missed",
    Excuse.NOT_DUE: "It does not arise here",
}
_UNITS = {
    Unit.WEEKS: "weeks",
    Unit.MONTHS: "months",
    Unit.MONTHS_FIRST_COUNTS: "months, the first day counts",
    Unit.DAYS: "days",
    Unit.DAYS_FIRST_COUNTS: "days, the first one counts",
    Unit.WORKING_DAYS: "working days",
    Unit.TRIBUNAL_DAYS: "tribunal working days",
    Unit.SCHOOL_DAYS: "school days",
    Unit.SCHOOL_DAYS_FIRST_COUNTS: "school days, the first one counts",
}
_RULES = {
    "APPEAL": "2 months from the letter, or 1 month from the certificate if that is later",
    "APPEAL_NOCERT": "2 months from the letter; no certificate is needed",
    "MOVE_XFER": "the day of the move, or 15 working days from when the old council knew",
    "MOVE_REV": "12 months from the last review, or 3 months from the transfer if that is later",
    "AR_EY": "every 3 to 6 months while the child is under 5",
    "PT_FEB": "15 February of the year of the move",
    "PT_MAR": "31 March of the year of the move",
}
FIELDS = {
    "kind": "What happened",
    "on": "On which day",
    "told_by": "From whom",
    "words": "More",
    "duties": "What was done",
}


def counting_words(row: DeadlineRow) -> str:
    """How a row is counted."""
    if row.code in _RULES:
        return _RULES[row.code]
    if not row.number:
        return "at once"
    unit = _UNITS[row.unit]
    first, _, rest = unit.partition(",")
    words = f"{row.number} {first}{' before' if row.is_back else ''}"
    return f"{words},{rest}" if rest else words


def state_cell(one: Deadline, today: date) -> str:
    """Where a date stands, in a column."""
    match one.state:
        case State.MET:
            return "done in time"
        case State.NOT_DUE:
            return "not needed"
        case State.EXCEPTED:
            return "exception"
        case State.LATE if one.done_on:
            return f"done {one.days_late}d late"
        case State.LATE if one.row.holder is Holder.FAMILY:
            return "passed"
        case State.LATE:
            return f"MISSED {one.days_late}d"
    if one.is_provisional:
        return "needs terms"
    if one.due < today:
        return "no word yet"
    left = (one.due - today).days
    return "TODAY" if left == 0 else f"in {days_words(left)}"


def whose_words(one: Deadline) -> str:
    """Whose duty or right it is, as a sentence."""
    if one.row.holder is Holder.FAMILY:
        return "The family's own: nobody else can do it for them."
    kind = "duty by law" if one.row.is_statutory else "practice, not a date by law"
    return f"Whose: {holder_words(one.row.holder)}, {kind}."
