"""What an import says of each row, in words: which column, and what is wrong with it or was mended."""

from __future__ import annotations

from collections.abc import Sequence

from iass_tui.rules.importing import (
    FaultKind,
    MappingFault,
    MappingProblem,
    RepairKind,
    RowDecision,
    Verdict,
    column,
)
from iass_tui.rules.importing.verdicts import RowSaid
from iass_tui.services.import_views import ImportReport, Lookalike
from screens.words.lookalikes import lookalike_line

VERDICTS = {
    Verdict.ACCEPTED: "taken in",
    Verdict.REPAIRED: "taken in, mended",
    Verdict.TALLY: "counted only",
    Verdict.DUPLICATE: "left out, a likely double",
    Verdict.REFUSED: "refused",
}
SAID = {
    RowSaid.SAME: "You said: the same person",
    RowSaid.ELSE: "You said: somebody else",
    RowSaid.OUT: "You said: leave it out",
}
REPAIRS = {
    RepairKind.TIDIED: "is kept without characters that nobody sees",
    RepairKind.LEADING_ZERO: "got back the nought at its start",
    RepairKind.SPELLING: "is put into its usual spelling",
    RepairKind.NAME_SPLIT: "has several words: the last one is taken as the surname",
    RepairKind.IN_WORDS: "is on no list; the words are kept with the record",
    RepairKind.LEFT_OUT: "is left out: no consent to keep contact details",
    RepairKind.WORKED_OUT: "was empty and follows from another cell",
    RepairKind.NOT_TO_THEM: "has a conflict of interest with a family on file that this is like; the case is nobody's",
    RepairKind.NOT_A_COLLEAGUE: "is no colleague who may hold cases; the case is nobody's yet",
}
FAULTS = {
    FaultKind.MISSING: "is empty",
    FaultKind.NOT_A_DATE: "is no date that can be read",
    FaultKind.YEAR_OF_TWO_DIGITS: "needs a year of four digits",
    FaultKind.MONTH_FIRST: "may have its month first; write the day first, or the month as a word",
    FaultKind.NEEDS_A_DAY: "needs a whole date",
    FaultKind.IN_THE_FUTURE: "has not come yet",
    FaultKind.TOO_LONG_AGO: "is too long ago",
    FaultKind.BEFORE_OPENING: "is before the case was opened",
    FaultKind.NOT_ON_THE_LIST: "is on no list; the template says what may stand there",
    FaultKind.NOT_YES_OR_NO: "is neither yes nor no",
    FaultKind.NOT_A_NUMBER: "is no telephone number",
    FaultKind.NOT_AN_ADDRESS: "is no e-mail address",
    FaultKind.TOO_LONG: "is longer than can be kept",
    FaultKind.CONTRADICTS: "does not go with the day of closing",
    FaultKind.TOO_MANY_CELLS: "The row has more values than there are headings: a comma or quotation mark is missing",
    FaultKind.ERASED_BEFORE: "Someone in the row asked us to erase their record after that consent: ask them anew",
    FaultKind.SPREADSHEET_ERROR: "holds a spreadsheet error",
    FaultKind.SAID_NO: "is No",
    FaultKind.NOT_IN_THE_ROW: "is not one of the people in this row, or may be two of them",
    FaultKind.NEEDS_OWN_CONSENT: "was a parent, and the young person was 16 or over that day",
}
MAPPING = {
    MappingFault.NO_SUCH_COLUMN: "There is no column {about} in the template.",
    MappingFault.NO_SUCH_HEADING: "The sheet has no heading “{about}”.",
    MappingFault.HEADING_TWICE: "The heading “{about}” stands there twice. Rename one of them in the sheet.",
    MappingFault.COLUMN_TWICE: "Two headings mean the same: {about}. Say which of them it is.",
    MappingFault.MAY_NOT_BE_FIXED: "{about} has to stand in each row: who agreed, when and to what is theirs alone.",
    MappingFault.NO_CHILD: "No column gives the child's name. Say which one does.",
    MappingFault.NO_DAY: "No column gives the day the family came. Say which one does.",
}


def heading(key: str) -> str:
    """A column's name; "" for what is about the whole row."""
    return column(key).heading if key else ""


def mapping_line(problem: MappingProblem) -> str:
    """One sentence about the columns."""
    about = problem.about
    if problem.fault is MappingFault.COLUMN_TWICE:
        return MAPPING[problem.fault].format(about=", ".join(f"“{one}”" for one in about[1:]))
    return MAPPING[problem.fault].format(about=about[0] if about else "")


def reasons(decision: RowDecision) -> tuple[str, ...]:
    """Everything there is to say of a row but whom its child is like."""
    kept_out = tuple(f"{heading(one.column)} {FAULTS[one.kind]}".strip() for one in decision.faults)
    return (*kept_out, *(f"{heading(one.column)} {REPAIRS[one.kind]}" for one in decision.repairs))


def row_lines(decision: RowDecision, likes: Sequence[Lookalike]) -> tuple[str, ...]:
    """A row of the report: its line and what becomes of it, then why."""
    first = f"Row {decision.number}: {VERDICTS[decision.verdict]}"
    return (first, *(f"  {one}" for one in reasons(decision)), *(f"  {lookalike_line(one)}" for one in likes))


def kept_from_words(cases: int) -> str:
    """Whose cases are to be given to somebody else."""
    few = "1 case is" if cases == 1 else f"{cases:,} cases are"
    return f"{few} nobody's: whom the sheet names has a conflict of interest with the family. Give it to somebody else."


def summary(report: ImportReport) -> tuple[str, ...]:
    """How many rows of each verdict, the empty ones left out."""
    return tuple(f"{count:>6,}  {VERDICTS[verdict]}" for verdict, count in report.counts.items() if count)
