"""A term calendar in words: what is wrong with a file, for the screen and the command line alike."""

from __future__ import annotations

from iass_tui.rules.deadlines.terms import CLOSED, TERM, TermFault, TermProblem

FAULTS = {
    TermFault.NO_HEADING: "the first row has to be kind,from,to,name",
    TermFault.NO_TERMS: "there is no term in it",
    TermFault.TOO_LONG: "it is too long for a calendar: at most 1,000 rows of 2,000 characters",
    TermFault.UNKNOWN_KIND: f"write {TERM} or {CLOSED}",
    TermFault.NO_DATE: "a date is missing",
    TermFault.NOT_A_DATE: "write a whole date, like 2026-09-02 or 2 September 2026",
    TermFault.ENDS_BEFORE: "it ends before it begins",
    TermFault.TOO_LONG_A_TERM: "a term is at most 130 days long: write each by itself",
    TermFault.OVERLAPS: "it begins before the term above it has ended",
    TermFault.TERM_MISSING: "more than 60 days lie between this term and the one before: is one missing?",
    TermFault.OUTSIDE_TERMS: "it does not lie within one term",
    TermFault.EXTRA_CELLS: "there are more than four columns: put words with a comma between quotation marks",
}


def problem_words(problem: TermProblem) -> str:
    """One thing to put right: "Row 2, column from: write a whole date…"."""
    column = f", column {problem.column}" if problem.column else ""
    return f"Row {problem.row}{column}: {FAULTS[problem.fault]}."
