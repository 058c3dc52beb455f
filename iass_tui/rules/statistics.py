"""The true counts of a quarter, table by table: what goes into `rules.disclosure_control` and no further.

Units of count (domain table 2.1): an enquiry is a request for help, saved or only tallied; a case is an
enquiry with an officer and a file; a child is counted once however many cases are about them.
"""

from __future__ import annotations

import dataclasses
import enum
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date

from iass_tui.rules.ages import AgeBand, age_band
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.disclosure_control import Cell, CountTable, Merge, ProtectedTable, Sum
from iass_tui.rules.feedback import QUESTIONS, is_good
from iass_tui.rules.quarters import Quarter
from iass_tui.rules.records.feedback import FeedbackBody

LEVELS = ("L1", "L2", "L3", "L4")
NO_LEVEL = "NONE"
"""The category of a case that has not been given a level yet."""


NOT_STATED = "NOT_STATED"
"""The category of a child of whom no answer may be used: not asked, not answered, not agreed, prefers not to say."""
ETHNIC_GROUPS = ("WHITE", "MIXED", "ASIAN", "BLACK", "OTHER", NOT_STATED)
SEXES = ("F", "M", NOT_STATED)
LANGUAGES = ("ENGLISH", "NOT_ENGLISH", NOT_STATED)
INTERPRETERS = ("NO_INTERPRETER", "INTERPRETER", NOT_STATED)


def language_group(language: str) -> str:
    """The category of a LANG code: which other language it is would tell in a small county who."""
    return {"": NOT_STATED, "eng": "ENGLISH"}.get(language, "NOT_ENGLISH")


def interpreter_group(*needs: str) -> str:
    """The category of the INTERP codes of a child and of the parents who came with them.

    Any kind of help, a member of the family too, is a need, whoever of them has it.
    """
    groups = {{"": NOT_STATED, "NONE": "NO_INTERPRETER"}.get(one, "INTERPRETER") for one in needs}
    return next((one for one in ("INTERPRETER", "NO_INTERPRETER") if one in groups), NOT_STATED)


class Unit(enum.StrEnum):
    """What a table counts."""

    ENQUIRY = "ENQUIRY"
    CASE = "CASE"
    CHILD = "CHILD"
    CONTACT = "CONTACT"
    HOUR = "HOUR"
    FORM = "FORM"
    ACTIVITY = "ACTIVITY"
    PERSON = "PERSON"


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class CaseFact:
    """What counting needs to know of one case.

    Raises `ValueError` where it was closed before it was opened, or is said to be closed without a day.
    """

    case_id: Hashable
    child_id: Hashable | None = None
    """Whose needs the work is about; None leaves the case out of tables of children."""
    opened_on: date
    closed_on: date | None = None
    levels: tuple[tuple[date, str], ...] = ()
    """Each level with the day from which it held, in any order; reports count the highest reached."""
    status: str = "OPEN"
    """A CASE_STATUS code. An inactive case counts as open."""
    user_type: str = ""
    born: PartialDate | None = None
    """The child's."""
    ethnic_group: str = NOT_STATED
    """The child's own answer, or a parent's for them; `NOT_STATED` where none may be used."""
    sex: str = NOT_STATED
    language: str = NOT_STATED
    """One of `LANGUAGES`: what stands on the child's card."""
    interpreter: str = NOT_STATED
    """One of `INTERPRETERS`."""
    may_count: bool = True
    """False where STATS was refused or withdrawn: the case is in no table (P5, domain table 5.4)."""
    entered_in_error: bool = False

    def __post_init__(self) -> None:
        if self.closed_on and self.closed_on < self.opened_on:
            raise ValueError("closed before it was opened")
        if self.status == "CLOSED" and not self.closed_on:
            raise ValueError("closed on no day")

    @property
    def counts(self) -> bool:
        """Whether it is in any table at all."""
        return self.may_count and not self.entered_in_error

    def highest_level(self, by: date) -> str:
        """The highest level reached by the end of a day; `NO_LEVEL` where none was given by then."""
        return max((level for since, level in self.levels if since <= by), default=NO_LEVEL)

    def is_active(self, quarter: Quarter) -> bool:
        """Open at any time in the quarter, the day of closing included."""
        return self.opened_on <= quarter.last_day and not (self.closed_on and self.closed_on < quarter.first_day)

    def is_open_after(self, day: date) -> bool:
        """Open at the end of a day: a case closed that day is not."""
        return self.opened_on <= day and not (self.closed_on and self.closed_on <= day)


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class EnquiryFact:
    """One request for help that was saved."""

    received_on: date
    is_tally: bool = False
    """Only a tally was kept of it: then its `TallyFact` is counted, and this is not."""
    may_count: bool = True
    entered_in_error: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class TallyFact:
    """One request for help of which nothing but codes was kept (table 1.3). It counts as one enquiry."""

    week: date
    """The Monday; the whole week counts in the quarter where that lies."""
    channel: str
    user_type: str
    issue_group: str
    level: str = "L1"
    minutes_band: str = ""
    signposted: tuple[str, ...] = ()


_LEVEL_MERGES = (
    Merge(("L3", "L4"), "L3+L4"),
    Merge((NO_LEVEL, "L1"), "NONE+L1"),
    Merge(("L2", "L3+L4"), "L2+L3+L4"),
    Merge(("NONE+L1", "L2"), "NONE+L1+L2"),
)
_AGE_MERGES = (
    Merge((AgeBand.FROM_19, AgeBand.OVER_25), "19 and over"),
    Merge((AgeBand.UNDER_5, AgeBand.FROM_5), "0-10"),
    Merge((AgeBand.FROM_16, "19 and over"), "16 and over"),
    Merge((AgeBand.FROM_11, "16 and over"), "11 and over"),
)
_ETHNIC_MERGES = (
    Merge(("MIXED", "OTHER"), "MIXED+OTHER"),
    Merge(("BLACK", "MIXED+OTHER"), "BLACK+MIXED+OTHER"),
    Merge(("ASIAN", "BLACK+MIXED+OTHER"), "ASIAN+BLACK+MIXED+OTHER"),
    Merge(("ASIAN+BLACK+MIXED+OTHER", NOT_STATED), "ASIAN+BLACK+MIXED+OTHER+NOT_STATED"),
)
_FEEDBACK_MERGES = (Merge(("good", "other"), "good+other"),)
MERGE_MAPS: Mapping[str, tuple[Merge, ...]] = {
    "enquiries": (Merge(("saved", "tallied"), "saved+tallied"),),
    "cases_began": (Merge(("open_at_start", "new"), "open_at_start+new"),),
    "cases_ended": (Merge(("closed", "open_at_end"), "closed+open_at_end"),),
    "level_active": _LEVEL_MERGES,
    "level_closed": _LEVEL_MERGES,
    "age": _AGE_MERGES,
    "ethnic_group": _ETHNIC_MERGES,
    "sex": (Merge(("F", "M"), "F+M"),),
    "language": (Merge(("ENGLISH", "NOT_ENGLISH"), "ENGLISH+NOT_ENGLISH"),),
    "interpreter": (Merge(("NO_INTERPRETER", "INTERPRETER"), "NO_INTERPRETER+INTERPRETER"),),
    **{f"feedback_{question}": _FEEDBACK_MERGES for question in QUESTIONS},
}
"""Which categories may become one, table by table: fixed for the year (domain table 6.2, step 1)."""

SUMS = (
    *(Sum(f"level_active/{level}", (f"level_closed/{level}", f"level_open/{level}")) for level in (*LEVELS, NO_LEVEL)),
    Sum("open_at_end", tuple(f"level_open/{level}" for level in (*LEVELS, NO_LEVEL))),
    Sum("active", ("children", "cases_beyond_one_a_child")),
)
"""What the numbers of a quarter are to each other beyond their tables.

A closed case is among the active ones at its level, and the rest of that level is still open; a child has one active
case at least.
"""


def quarter_tables(
    quarter: Quarter,
    cases: Iterable[CaseFact],
    enquiries: Iterable[EnquiryFact],
    tallies: Iterable[TallyFact],
    forms: Sequence[FeedbackBody] = (),
) -> tuple[CountTable, ...]:
    """The tables of a quarter in the order in which they are protected: volume, level, age, equality,
    language, feedback.

    Volume is three tables, each of which adds up: "enquiries" (saved, tallied), "cases_began" (open at the
    start, new) and "cases_ended" (closed, open at the end), whose common total is the active cases. "level_active"
    and "level_closed" count cases by the highest level reached by the quarter's end; "age" counts children
    with an active case by their age on its last day. Facts that may not be counted are in none of them;
    tallies always are, since they are about nobody. Raises `ValueError` for a level that there is not.
    """
    counted = [case for case in cases if case.counts]
    active = [case for case in counted if case.is_active(quarter)]
    closed = [case for case in active if not case.is_open_after(quarter.last_day)]
    return (
        _enquiries(quarter, enquiries, tallies),
        *_volume(quarter, active, closed),
        _levels("level_active", "active", quarter, active),
        _levels("level_closed", "closed", quarter, closed),
        _ages(quarter, active),
        _answers("ethnic_group", ETHNIC_GROUPS, active),
        _answers("sex", SEXES, active),
        _answers("language", LANGUAGES, active),
        _answers("interpreter", INTERPRETERS, active),
        *(_feedback(question, forms) for question in QUESTIONS),
    )


def _answers(name: str, categories: Sequence[str], active: Sequence[CaseFact]) -> CountTable:
    """Children by what was answered about them: one answer a child, however many cases."""
    found: dict[Hashable, str] = {}
    for case in active:
        if case.child_id is not None:
            found[case.child_id] = getattr(case, name)
    counts = Counter(answer if answer in categories else NOT_STATED for answer in found.values())
    return CountTable(name, Unit.CHILD, tuple(Cell(one, counts[one]) for one in categories), "children")


def _feedback(question: str, forms: Sequence[FeedbackBody]) -> CountTable:
    """Good answers to one question, and others; forms that leave it out are in neither."""
    answers = [good for one in forms if (good := is_good(one, question)) is not None]
    cells = Cell("good", sum(answers), is_flow=True), Cell("other", len(answers) - sum(answers), is_flow=True)
    return CountTable(f"feedback_{question}", Unit.FORM, cells, f"answers_{question}")


LEAST_BASE = 20


def share(table: ProtectedTable) -> int | None:
    """The share of good answers in whole percent, from the figures as published; None on a base below 20.

    It says nothing that these figures do not (domain table 6.1, "percent").
    """
    base = table.total.shown if table.total else ""
    good = next((cell.shown for cell in table.cells if cell.category == "good"), "")
    if not (base.isdecimal() and good.isdecimal()) or int(base) < LEAST_BASE:
        return None
    return min(100, (200 * int(good) + int(base)) // (2 * int(base)))


def _enquiries(quarter: Quarter, enquiries: Iterable[EnquiryFact], tallies: Iterable[TallyFact]) -> CountTable:
    saved = sum(
        fact.received_on in quarter and fact.may_count and not fact.entered_in_error and not fact.is_tally
        for fact in enquiries
    )
    tallied = sum(tally.week in quarter for tally in tallies)
    cells = Cell("saved", saved, is_flow=True), Cell("tallied", tallied, is_flow=True)
    return CountTable("enquiries", Unit.ENQUIRY, cells, "enquiries")


def _volume(quarter: Quarter, active: Sequence[CaseFact], closed: Sequence[CaseFact]) -> tuple[CountTable, CountTable]:
    new = sum(case.opened_on in quarter for case in active)
    at_start, at_end = len(active) - new, len(active) - len(closed)
    began = Cell("open_at_start", at_start, carried_from="open_at_end"), Cell("new", new, is_flow=True)
    ended = (
        Cell("closed", len(closed), quantity="closed", is_flow=True),
        Cell("open_at_end", at_end, quantity="open_at_end"),
    )
    return (
        CountTable("cases_began", Unit.CASE, began, "active"),
        CountTable("cases_ended", Unit.CASE, ended, "active"),
    )


def _levels(name: str, total: str, quarter: Quarter, cases: Sequence[CaseFact]) -> CountTable:
    counts = Counter(case.highest_level(quarter.last_day) for case in cases)
    unknown = counts.keys() - {*LEVELS, NO_LEVEL}
    if unknown:
        raise ValueError(f"no such level: {', '.join(sorted(unknown))}")
    is_flow = name == "level_closed"
    cells = tuple(Cell(level, counts[level], is_flow=is_flow) for level in (*LEVELS, NO_LEVEL))
    return CountTable(name, Unit.CASE, cells, total)


def _ages(quarter: Quarter, active: Sequence[CaseFact]) -> CountTable:
    born: dict[Hashable, PartialDate | None] = {}
    for case in active:
        if case.child_id is not None:
            born[case.child_id] = _best_known(born.get(case.child_id), case.born)
    counts = Counter(age_band(date_known, quarter.last_day) for date_known in born.values())
    return CountTable("age", Unit.CHILD, tuple(Cell(band, counts[band]) for band in AgeBand), "children")


def _best_known(one: PartialDate | None, other: PartialDate | None) -> PartialDate | None:
    """Of two records of one birth date the more exact, the earlier of two that are equally so."""
    known = [born for born in (one, other) if born]
    return min(known, key=lambda born: (-len(born.to_text()), born.to_text()), default=None)
