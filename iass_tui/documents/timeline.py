"""A family's timeline: who has to do what by when, what was missed, and how days are counted."""

from __future__ import annotations

import dataclasses
from datetime import date

from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.typesetting import Page, typeset


@dataclasses.dataclass(frozen=True)
class TimelineDate:
    """One date in words: when, who, what (with how it stands), and the law."""

    when: str
    who: str
    what: str
    law: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Timeline:
    """Everything on the paper, already in plain words."""

    reference: str
    name: str
    coming: tuple[TimelineDate, ...]
    missed: tuple[TimelineDate, ...]
    done: tuple[TimelineDate, ...]
    happened: tuple[tuple[str, str], ...]
    """Day and words."""
    birthdays: tuple[tuple[str, str], ...] = ()
    is_provisional: bool = False
    """A date is counted without the school terms that it needs."""


def timeline_pdf(letterhead: Letterhead, made_on: date, timeline: Timeline, *, large_print: bool = False) -> bytes:
    """The timeline as a PDF."""
    page = Page(title=f"Timeline {timeline.reference}", letterhead=letterhead, made_on=made_on, large_print=large_print)
    tables = {
        name: [[one.when, one.who, one.what, one.law] for one in getattr(timeline, name)]
        for name in ("coming", "missed", "done")
    }
    data = {
        **tables,
        "reference": timeline.reference,
        "name": timeline.name,
        "happened": [list(one) for one in timeline.happened],
        "birthdays": [list(one) for one in timeline.birthdays],
        "provisional": timeline.is_provisional,
    }
    return typeset("timeline", page, data)
