"""A quarter's tables in words that may be published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iass_tui.rules.codes import code_list
from iass_tui.rules.disclosure_audit import Step, Why
from iass_tui.rules.disclosure_control import ProtectedTable, ReportLine
from iass_tui.rules.feedback import ITEMS, QUESTIONS, WORDS as FEEDBACK_WORDS
from iass_tui.rules.magnitudes import FigureTable
from iass_tui.rules.statistics import LEAST_BASE, LEVELS, NO_LEVEL, NOT_STATED, Unit, share

if TYPE_CHECKING:
    from iass_tui.documents.workbook import BookTable

_TITLES = {
    "enquiries": "Enquiries",
    "cases_began": "Cases, how they began",
    "cases_ended": "Cases, how they ended",
    "level_active": "Level, active cases",
    "level_closed": "Level, closed cases",
    "age": "Age of children",
    "ethnic_group": "Ethnic group of children",
    "sex": "Sex of children",
    "language": "Language of children",
    "interpreter": "Children whose family needs an interpreter",
    **{f"feedback_{question}": f"Feedback {question}" for question in QUESTIONS},
    "channel": "Contacts by channel",
    "hours_minutes": "Hours of officers",
    "hours_travel": "Hours on the way",
    "hours_volunteer_minutes": "Hours of volunteers",
    "activity": "Strategic activity",
    "activity_hours": "Strategic activity, hours",
    "activity_reached": "Strategic activity, reach",
}
_UNITS: dict[str, str] = {
    Unit.ENQUIRY: "Enquiries",
    Unit.CASE: "Cases",
    Unit.CHILD: "Children",
    Unit.CONTACT: "Contacts",
    Unit.HOUR: "Hours",
    Unit.FORM: "Forms",
    Unit.ACTIVITY: "Activities",
    Unit.PERSON: "People",
}
_CATEGORIES = {
    "saved": "Saved with permission",
    "tallied": "Counted only, nothing saved",
    "open_at_start": "Open at the start",
    "new": "New",
    "closed": "Closed",
    "open_at_end": "Open at the end",
    NO_LEVEL: "No level yet",
    "not known": "Age not known",
    NOT_STATED: "Not stated",
    "ENGLISH": "English",
    "NOT_ENGLISH": "Another language",
    "NO_INTERPRETER": "None needed",
    "INTERPRETER": "An interpreter, relay or written translation",
    "good": "Good answer",
    "other": "Other answer",
    "PHONE": "Telephone or video",
    "WRITTEN": "In writing",
    "IN_PERSON": "In person",
    "OTHER": "Another way, or not noted",
}
_LISTS = {"ethnic_group": "ETHNIC_GROUP", "sex": "SEX"}
_NOTES = {
    "ethnic_group": "Each child's own answer, where it may be kept and counted.",
    "sex": "Each child's own answer, where it may be kept and counted.",
    "language": "As it stands on each child's own record.",
    "interpreter": "For the child, or for a parent or carer who came and may be counted.",
    "channel": "A contact about several brothers and sisters counts once.",
    "hours_minutes": "Nearest 5 hours, by the level of the case; the way there is apart.",
    "hours_travel": "Nearest 5 hours.",
    "hours_volunteer_minutes": "Nearest 5 hours: volunteers who sat in, and their own talks.",
    "activity": "About no family, so that nothing is hidden.",
    "activity_hours": "Whole hours of officers and volunteers, with the way there.",
    **{
        f"feedback_{question}": f"Good: {what}."
        for question, what in {
            **dict.fromkeys(("Q1", "Q2", "Q3", "Q4", "Q7"), "4 or 5 of 5"),
            "Q5": "more confident now than before",
            "Q6": "9 or 10 of 10",
        }.items()
    },
}
_QUESTIONS = {
    **{item.number: FEEDBACK_WORDS[item.key] for item in ITEMS if item.number != "Q5"},
    "Q5": "More confident to handle this than before",
}
_STEPS = {
    Step.HIDDEN: "{table}: counts of 0 to 4 are hidden ({what}).",
    Step.MERGED: "{table}: {what} are counted together, because one could be worked out from the rest.",
    Step.TOTAL_HIDDEN: "{table}: the total is kept back, because a hidden count could be worked out from it.",
    Step.DROPPED: "{table}: left out altogether, because hidden counts could be worked out.",
}
_ELSEWHERE = "{table}: the total is kept back, because it is kept back in another table."


def _words(category: str, table: str = "") -> str:
    """A category as people read it; a merged one names its parts."""
    parts = [_of_list(part, table) or _CATEGORIES.get(part) or _level(part) or part for part in category.split("+")]
    return " or ".join(parts)


def _of_list(code: str, table: str) -> str:
    name = "STRATEGIC" if table.startswith("activity") else _LISTS.get(table, "")
    return code_list(name).label(code) if name and code in code_list(name) else ""


def figure_table(table: FigureTable) -> BookTable:
    """Contacts, hours or activity as a sheet of the workbook."""
    from iass_tui.documents.workbook import BookTable

    return BookTable(
        title=_TITLES[table.name],
        unit=_UNITS[table.unit],
        rows=tuple((_words(category, table.name), _figure(shown)) for category, shown in table.rows),
        note=_NOTES.get(table.name, ""),
    )


def figure_lines(tables: Sequence[FigureTable]) -> tuple[str, ...]:
    """What is hidden of contacts and hours, a line a table."""
    return tuple(
        f"{_TITLES[table.name]}: figures to which fewer than 5 families add, or one more than half, are hidden "
        f"({', '.join(_words(category, table.name) for category in table.hidden)})."
        for table in tables
        if table.hidden
    )


def shares_table(tables: Sequence[ProtectedTable]) -> BookTable:
    """The share of good answers to each question, from the rounded figures."""
    from iass_tui.documents.workbook import BookTable

    by_question = {one.name.partition("_")[2]: one for one in tables if one.name.startswith("feedback_")}
    rows = []
    for question, table in by_question.items():
        percent = share(table)
        rows.append((f"{question} {_QUESTIONS[question]}", "[x]" if percent is None else percent))
    return BookTable(
        title="Feedback, good answers",
        unit="Per cent",
        rows=tuple(rows),
        note=f"From the rounded figures, where {LEAST_BASE} or more answered.",
    )


def _level(code: str) -> str:
    return code_list("LEVEL").label(code).partition(":")[0] if code in LEVELS else ""


def book_table(table: ProtectedTable) -> BookTable:
    """The table as a sheet of the workbook."""
    from iass_tui.documents.workbook import BookTable

    return BookTable(
        title=_TITLES.get(table.name, table.name),
        unit=_UNITS.get(table.unit, table.unit),
        rows=tuple((_words(cell.category, table.name), _figure(cell.shown)) for cell in table.cells),
        total=None if table.total is None else _figure(table.total.shown),
        note="This table is left out: hidden counts could be worked out from it."
        if table.is_dropped
        else _NOTES.get(table.name, ""),
    )


def _figure(shown: str) -> str | int:
    return int(shown) if shown.isdecimal() else shown


def report_lines(tables: Sequence[ProtectedTable]) -> tuple[str, ...]:
    """What is hidden and why, a line each: nothing that the tables do not show, since they go into the same file."""
    return tuple(_line(table, line) for table in tables for line in table.report)


def _line(table: ProtectedTable, line: ReportLine) -> str:
    sentence = _STEPS[line.step]
    if line.step is Step.TOTAL_HIDDEN and line.why is Why.KEPT_BACK_ELSEWHERE:
        sentence = _ELSEWHERE
    what = ", ".join(_words(category, table.name) for category in line.categories)
    return sentence.format(table=_TITLES.get(table.name, table.name), what=what)
