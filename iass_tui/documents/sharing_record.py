"""What was passed to whom, when, on whose permission: a table for the family."""

from __future__ import annotations

import dataclasses
from datetime import date

from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.typesetting import Page, typeset
from iass_tui.rules.dates import display_day


@dataclasses.dataclass(frozen=True)
class Passed:
    """One line, in words."""

    when: str
    to: str
    what: str
    permission: str


def sharing_record_pdf(
    letterhead: Letterhead,
    made_on: date,
    reference: str,
    name: str,
    passed: tuple[Passed, ...],
    *,
    large_print: bool = False,
) -> bytes:
    """The record as a PDF, in the order given. What is left out of a paper is never counted on it.

    `reference`: "" of somebody who has no case of their own, such as a parent.
    """
    page = Page(
        title=f"What we passed on from file {reference}" if reference else "What we passed on",
        letterhead=letterhead,
        made_on=made_on,
        large_print=large_print,
    )
    data = {
        "reference": reference,
        "name": name,
        "covers": f"This list covers everything up to {display_day(made_on)} that we may tell you.",
        "passed": [[one.when, one.to, one.what, one.permission] for one in passed],
    }
    return typeset("sharing_record", page, data)
