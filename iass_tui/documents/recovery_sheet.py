"""The printed form for one recovery sheet: 28 empty boxes to fill by hand. Nothing secret is in the file."""

from __future__ import annotations

from datetime import date

from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.typesetting import Page, typeset

SHEETS = 3
GROUPS, GROUP = 7, 4
"""26 characters and 2 check characters, in groups of four."""

HOLDERS = ("the manager, at home or in a safe that only they open", "the Advisory Board", "the office safe")


def recovery_sheet_pdf(letterhead: Letterhead, made_on: date, number: int, *, large_print: bool = False) -> bytes:
    """The form for sheet `number` (1 to 3). Raises `ValueError` for any other number."""
    if not 1 <= number <= SHEETS:
        raise ValueError(f"sheets are numbered 1 to {SHEETS}")
    page = Page(
        title=f"Recovery sheet {number} of {SHEETS}",
        letterhead=letterhead,
        made_on=made_on,
        large_print=large_print,
    )
    data = {"number": number, "sheets": SHEETS, "holder": HOLDERS[number - 1], "groups": GROUPS, "group": GROUP}
    return typeset("recovery_sheet", page, data)
