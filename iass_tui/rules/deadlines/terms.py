"""The term calendar as the office's file says it: a table of terms, half terms and inset days, read or refused.

kind,from,to,name
term,2026-09-02,2026-12-18,Autumn 2026
closed,2026-10-26,2026-10-30,Half term
closed,2026-09-02,,Inset day
"""

from __future__ import annotations

import csv
import dataclasses
import enum
import itertools
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from iass_tui.rules import text as texts
from iass_tui.rules.dates import PartialDate, read_whole_date
from iass_tui.rules.records.deadlines import Span, TermCalendar

COLUMNS = ("kind", "from", "to", "name")
TERM, CLOSED = "term", "closed"
LONGEST_TERM = timedelta(days=130)
LONGEST_HOLIDAY = timedelta(days=60)
"""A longer gap between two terms means that a term was left out, and every date after it would come too early."""
MOST_LINES = 1000
LONGEST_LINE = 2000


class TermFault(enum.StrEnum):
    """What is wrong with a cell of the file."""

    NO_HEADING = "NO_HEADING"
    NO_TERMS = "NO_TERMS"
    TOO_LONG = "TOO_LONG"
    UNKNOWN_KIND = "UNKNOWN_KIND"
    NO_DATE = "NO_DATE"
    NOT_A_DATE = "NOT_A_DATE"
    ENDS_BEFORE = "ENDS_BEFORE"
    TOO_LONG_A_TERM = "TOO_LONG_A_TERM"
    OVERLAPS = "OVERLAPS"
    TERM_MISSING = "TERM_MISSING"
    OUTSIDE_TERMS = "OUTSIDE_TERMS"
    EXTRA_CELLS = "EXTRA_CELLS"


@dataclasses.dataclass(frozen=True)
class TermProblem:
    """One thing to put right: the row of the file (the heading is row 1), its column, and what is wrong."""

    row: int
    column: str
    fault: TermFault


@dataclasses.dataclass(frozen=True)
class _Line:
    row: int
    kind: str
    span: Span


def read_terms(content: str) -> TermCalendar | tuple[TermProblem, ...]:
    """The calendar in a file, or everything that is wrong with it. Empty rows and rows beginning with # are nothing."""
    lines = content.removeprefix("\ufeff").splitlines()
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        return (TermProblem(1, "", TermFault.TOO_LONG),)
    rows = [(number, cells) for number, cells in enumerate(_cells(lines), 1) if any(cells) and cells[0][:1] != "#"]
    if not rows or tuple(cell.casefold() for cell in rows[0][1]) != COLUMNS:
        return (TermProblem(rows[0][0] if rows else 1, COLUMNS[0], TermFault.NO_HEADING),)
    read = [_read(number, cells) for number, cells in rows[1:]]
    problems = [one for line in read if not isinstance(line, _Line) for one in line]
    good = sorted((line for line in read if isinstance(line, _Line)), key=lambda line: line.span.first)
    problems += _judge([one for one in good if one.kind == TERM], [one for one in good if one.kind == CLOSED], problems)
    if problems:
        return tuple(sorted(problems, key=lambda one: one.row))
    return TermCalendar(
        terms=tuple(line.span for line in good if line.kind == TERM),
        closed=tuple(line.span for line in good if line.kind == CLOSED),
    )


def _cells(lines: Sequence[str]) -> Iterator[list[str]]:
    # One line is one row: a quotation mark that is never closed may not swallow the rest of the file.
    for line in lines:
        yield [cell.strip() for cell in next(csv.reader([line]), [""])] or [""]


def _read(row: int, cells: list[str]) -> _Line | list[TermProblem]:
    if len(cells) > len(COLUMNS) and any(cells[len(COLUMNS) :]):
        return [TermProblem(row, "", TermFault.EXTRA_CELLS)]
    kind, first, last, name = (*cells, "", "", "", "")[:4]
    kind, problems = kind.casefold(), []
    if kind not in (TERM, CLOSED):
        problems.append(TermProblem(row, "kind", TermFault.UNKNOWN_KIND))
    starts = _day(first)
    ends = _day(last) if last or kind == TERM else starts  # one day needs no end
    for column, day in (("from", starts), ("to", ends)):
        if isinstance(day, TermFault) and (column == "from" or last or kind == TERM):
            problems.append(TermProblem(row, column, day))
    if problems or isinstance(starts, TermFault) or isinstance(ends, TermFault):
        return problems
    if ends < starts:
        return [TermProblem(row, "to", TermFault.ENDS_BEFORE)]
    if kind == TERM and ends - starts > LONGEST_TERM:
        return [TermProblem(row, "to", TermFault.TOO_LONG_A_TERM)]
    cleaned = texts.clean(name[: texts.NAME_LIMIT], limit=texts.NAME_LIMIT, multiline=False)
    return _Line(row, kind, Span(first=starts, last=ends, name=cleaned))


def _day(typed: str) -> date | TermFault:
    if not typed:
        return TermFault.NO_DATE
    found = read_whole_date(typed)
    return (found.exact if isinstance(found, PartialDate) else None) or TermFault.NOT_A_DATE


def _judge(terms: list[_Line], closed: list[_Line], earlier: list[TermProblem]) -> Iterator[TermProblem]:
    """What is wrong between the lines; nothing is said of gaps while a line could not be read."""
    if not terms and not earlier:
        yield TermProblem(1, "kind", TermFault.NO_TERMS)
    for before, after in itertools.pairwise(terms):
        if after.span.first <= before.span.last:
            yield TermProblem(after.row, "from", TermFault.OVERLAPS)
        elif not earlier and after.span.first - before.span.last > LONGEST_HOLIDAY:
            yield TermProblem(after.row, "from", TermFault.TERM_MISSING)
    for line in closed:
        inside = any(term.span.first <= line.span.first and line.span.last <= term.span.last for term in terms)
        if not inside and not earlier:
            yield TermProblem(line.row, "from", TermFault.OUTSIDE_TERMS)
