"""The printed forms for the recovery sheets: 28 empty boxes each, filled by hand. Nothing secret is in the file."""

from __future__ import annotations

from datetime import date

from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.typesetting import Page, typeset

SHEETS = 3
GROUPS, GROUP = 7, 4
"""26 characters and 2 check characters, in groups of four."""

HOLDERS = ("the manager, at home or in a safe that only they open", "the Advisory Board", "the office safe")


def recovery_sheet_pdf(letterhead: Letterhead, made_on: date, *numbers: int, large_print: bool = False) -> bytes:
    """The forms for these sheets (1 to 3), each on a page of its own. Raises `ValueError` for any other number."""
    if not numbers or not all(1 <= number <= SHEETS for number in numbers):
        raise ValueError(f"sheets are numbered 1 to {SHEETS}")
    title = f"Recovery sheet {numbers[0]} of {SHEETS}" if len(numbers) == 1 else "Recovery sheets, blank forms"
    page = Page(title=title, letterhead=letterhead, made_on=made_on, large_print=large_print)
    forms = [{"number": number, "holder": HOLDERS[number - 1]} for number in numbers]
    return typeset("recovery_sheet", page, {"forms": forms, "sheets": SHEETS, "groups": GROUPS, "group": GROUP})
