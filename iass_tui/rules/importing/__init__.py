"""Bringing in an office's own spreadsheet: the template, the mapping of its columns, and what becomes of each row."""

from iass_tui.rules.importing.columns import COLUMNS, CONSENT, Column, Kind, column
from iass_tui.rules.importing.mapping import (
    ColumnMapping,
    MappingFault,
    MappingProblem,
    heading_count,
    map_headings,
    match_headings,
)
from iass_tui.rules.importing.reading import FaultKind, RepairKind
from iass_tui.rules.importing.rows import decide_row, month_first_columns
from iass_tui.rules.importing.verdicts import (
    Evidence,
    Fault,
    NewAdult,
    NewFamily,
    Repair,
    RowDecision,
    Verdict,
    counts,
)

__all__ = [
    "COLUMNS",
    "CONSENT",
    "Column",
    "ColumnMapping",
    "Evidence",
    "Fault",
    "FaultKind",
    "Kind",
    "MappingFault",
    "MappingProblem",
    "NewAdult",
    "NewFamily",
    "Repair",
    "RepairKind",
    "RowDecision",
    "Verdict",
    "column",
    "counts",
    "decide_row",
    "heading_count",
    "map_headings",
    "match_headings",
    "month_first_columns",
]
