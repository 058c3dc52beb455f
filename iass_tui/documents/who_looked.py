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
    is_cut: bool = False,
    is_narrowed: bool = False,
    large_print: bool = False,
) -> bytes:
    """The table as a PDF, in the order given. `since` is the first day; `of` a colleague all of it is by.

    `is_cut`: there are older entries, which did not fit; `is_narrowed`: only some kinds of acts were asked for.
    """
    page = Page(
        title=f"What {of} did" if of else f"Who has looked at file {reference}",
        letterhead=letterhead,
        made_on=made_on,
        large_print=large_print,
    )
    time = f"{f'from {display_day(since)} ' if since else 'up '}to {display_day(made_on)}"
    covers = f"This list covers everything {time}."
    if is_cut:
        covers = f"This list holds the newest {len(looks):,} entries {time}. Older ones are not on it."
    if is_narrowed:
        covers = f"{covers.replace('everything', 'some kinds of acts')} What else was done is not on it."
    data = {
        "reference": reference,
        "of": of,
        "covers": covers,
        "looks": [[look.when, look.who, look.what, look.why] for look in looks],
    }
    return typeset("who_looked", page, data)
