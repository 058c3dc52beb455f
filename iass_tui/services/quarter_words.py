"""A quarter's tables in words that may be published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iass_tui.rules.codes import code_list
from iass_tui.rules.disclosure_audit import Step, Why
from iass_tui.rules.disclosure_control import ProtectedTable, ReportLine
from iass_tui.rules.statistics import LEVELS, NO_LEVEL, Unit

if TYPE_CHECKING:
    from iass_tui.documents.workbook import BookTable

_TITLES = {
    "enquiries": "Enquiries",
    "cases_began": "Cases, how they began",
    "cases_ended": "Cases, how they ended",
    "level_active": "Level, active cases",
    "level_closed": "Level, closed cases",
    "age": "Age of children",
}
_UNITS: dict[str, str] = {Unit.ENQUIRY: "Enquiries", Unit.CASE: "Cases", Unit.CHILD: "Children"}
_CATEGORIES = {
    "saved": "Saved with permission",
    "tallied": "Counted only, nothing saved",
    "open_at_start": "Open at the start",
    "new": "New",
    "closed": "Closed",
    "open_at_end": "Open at the end",
    NO_LEVEL: "No level yet",
    "not known": "Age not known",
}
_STEPS = {
    Step.HIDDEN: "{table}: counts of 0 to 4 are hidden ({what}).",
    Step.MERGED: "{table}: {what} are counted together, because one could be worked out from the rest.",
    Step.TOTAL_HIDDEN: "{table}: the total is kept back, because a hidden count could be worked out from it.",
    Step.DROPPED: "{table}: left out altogether, because hidden counts could be worked out.",
}
_ELSEWHERE = "{table}: the total is kept back, because it is kept back in another table."


def _words(category: str) -> str:
    """A category as people read it; a merged one names its parts."""
    parts = [_CATEGORIES.get(part) or _level(part) or part for part in category.split("+")]
    return " or ".join(parts)


def _level(code: str) -> str:
    return code_list("LEVEL").label(code).partition(":")[0] if code in LEVELS else ""


def book_table(table: ProtectedTable) -> BookTable:
    """The table as a sheet of the workbook."""
    from iass_tui.documents.workbook import BookTable

    return BookTable(
        title=_TITLES.get(table.name, table.name),
        unit=_UNITS.get(table.unit, table.unit),
        rows=tuple((_words(cell.category), _figure(cell.shown)) for cell in table.cells),
        total=None if table.total is None else _figure(table.total.shown),
        note="This table is left out: hidden counts could be worked out from it." if table.is_dropped else "",
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
    what = ", ".join(_words(category) for category in line.categories)
    return sentence.format(table=_TITLES.get(table.name, table.name), what=what)
