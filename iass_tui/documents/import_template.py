"""The spreadsheet that an office fills in: headings on one sheet, what each column is on another."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date

from iass_tui.documents.spreadsheet import Cell, Look, Sheet, spreadsheet


@dataclasses.dataclass(frozen=True)
class TemplateColumn:
    """One column as the template explains it."""

    heading: str
    key: str
    says: str
    choices: Sequence[str]


RULES = (
    "One row is one case. Rows of one child (same name, same date of birth) become one record with several cases.",
    "A row needs the child's name and the day the case was opened.",
    "Proof of consent: yes, by whom, when, how, which wording; of spoken consent also who wrote it down.",
    "A row without it is only counted: nothing else of it is kept.",
    "Contact details are kept only where Consent to keep contact details is yes.",
    "Dates: the day comes first, 03/04/2026 is 3 April 2026. Years have four digits. A month first is refused.",
    "A choice may be written as its code or in words; words that are on no list are kept in the note.",
)


def import_template(columns: Sequence[TemplateColumn], creator: str, made_on: date) -> bytes:
    """The template's bytes. The first sheet is empty but for its headings: nothing in it can be imported by mistake."""
    headings = [Cell(one.heading, Look.HEADER) for one in columns]
    explained = [[Cell(line, Look.WRAPPED)] for line in RULES]
    help_rows = [
        [Cell("How to fill it in", Look.TITLE)],
        *explained,
        [Cell("")],
        [Cell(name, Look.HEADER) for name in ("Column", "Name in a mapping file", "What it is", "Choices")],
        *(
            [
                Cell(one.heading, Look.STRONG),
                Cell(one.key),
                Cell(one.says, Look.WRAPPED),
                Cell("; ".join(one.choices), Look.WRAPPED),
            ]
            for one in columns
        ),
    ]
    sheets = (
        Sheet("Cases", [headings], tuple(20.0 for _ in columns), header_row=0),
        Sheet("Help", help_rows, (34.0, 22.0, 44.0, 90.0)),
    )
    return spreadsheet(sheets, title="Import template", creator=creator, made_on=made_on)
