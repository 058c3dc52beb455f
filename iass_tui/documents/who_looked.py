"""Who has looked at a file: a table that can be printed for the family."""

from __future__ import annotations

import dataclasses
from datetime import date

from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.typesetting import Page, typeset
from iass_tui.rules.dates import display_day


@dataclasses.dataclass(frozen=True)
class Look:
    """One line, in words: when (local time), who, what they did, and the reason given where there is one."""

    when: str
    who: str
    what: str
    why: str = ""


def who_looked_pdf(
    letterhead: Letterhead,
    made_on: date,
    reference: str,
    looks: tuple[Look, ...],
    *,
    since: date | None = None,
    of: str = "",
    large_print: bool = False,
) -> bytes:
    """The table as a PDF, in the order given. `since` is the first day; `of` a colleague all of it is by."""
    page = Page(
        title=f"What {of} did" if of else f"Who has looked at file {reference}",
        letterhead=letterhead,
        made_on=made_on,
        large_print=large_print,
    )
    covers = f"from {display_day(since)} " if since else "up "
    data = {
        "reference": reference,
        "of": of,
        "covers": f"This list covers everything {covers}to {display_day(made_on)}.",
        "looks": [[look.when, look.who, look.what, look.why] for look in looks],
    }
    return typeset("who_looked", page, data)
