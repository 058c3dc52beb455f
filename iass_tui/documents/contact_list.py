"""A list of who gets news one way (P79-P82): the list by itself on the first sheet, and what to know on the second."""

from __future__ import annotations

import dataclasses
from datetime import date

from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.spreadsheet import Cell, Look, Sheet, spreadsheet
from iass_tui.rules.dates import display_day

_WIDTH, _PROSE = 30.0, 100.0


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContactList:
    """Everything that a list holds. Text stays text in it, whatever it begins with (trap T15)."""

    letterhead: Letterhead
    title: str
    made_on: date
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    to_know: tuple[str, ...]
    """A sentence each, for whoever uses it."""


def contact_list(made: ContactList) -> bytes:
    """The list as .xlsx bytes, not yet encrypted. Its first row holds the headings, so that it can be merged."""
    rows = [[Cell(heading, Look.HEADER) for heading in made.headings]]
    rows += [[Cell(value) for value in row] for row in made.rows]
    listed = Sheet("List", rows, widths=(_WIDTH,) * len(made.headings), header_row=0)
    about = [f"Made on {display_day(made.made_on)} by {made.letterhead.office}.", *made.to_know]
    if made.letterhead.is_demo:
        about.insert(0, "DEMONSTRATION: nobody on this list exists.")
    first = [[Cell(made.title, Look.TITLE)], *([Cell(line, Look.WRAPPED)] for line in about)]
    return spreadsheet(
        [listed, Sheet("Read first", first, widths=(_PROSE,))],
        title=made.title,
        creator=made.letterhead.office,
        made_on=made.made_on,
        print_banner="CONFIDENTIAL",
    )
