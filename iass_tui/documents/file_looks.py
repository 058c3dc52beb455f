"""Who has looked at a file, for its family: sentences, and what such a list does not hold."""

from __future__ import annotations

from datetime import date

from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.typesetting import Page, typeset
from iass_tui.rules.dates import display_day


def file_looks_pdf(
    letterhead: Letterhead,
    made_on: date,
    reference: str,
    sentences: tuple[str, ...],
    *,
    since: date | None = None,
    large_print: bool = False,
) -> bytes:
    """The list as a PDF, in the order given. `since` is the first day that it covers."""
    page = Page(
        title=f"Who has looked at file {reference}", letterhead=letterhead, made_on=made_on, large_print=large_print
    )
    covers = f"from {display_day(since)} to" if since else "up to"
    data = {
        "reference": reference,
        "covers": f"It covers everything {covers} {display_day(made_on)} that we may tell you. Each colleague stands "
        "here once for a day, however often they opened the file on it.",
        "sentences": list(sentences),
    }
    return typeset("file_looks", page, data)
