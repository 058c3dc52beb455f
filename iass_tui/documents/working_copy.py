"""The internal working copy: what is held about one person, as decided item by item. Never for release.

It has no covering letter on purpose: a reply to a request needs a second person, redactions and a schedule,
which this document does not have.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import date
from typing import Any, final

from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.printable import shortened
from iass_tui.documents.typesetting import Page, typeset
from iass_tui.rules.dates import display_day

NOT_FOR_RELEASE = "NOT FOR RELEASE – internal working copy"

PURPOSES = (
    "To help us offer information, advice and support.",  # P4
    "To count how the service is used, so that staff are where they are needed.",  # P5
    "To see how well the service works and whether different groups use it.",  # P6
)

_MAKER = object()


class Undecided(ValueError):
    """Nobody has decided yet whether this item goes in."""


class Forbidden(ValueError):
    """A rule forbids giving this item to this person (P14-P16, P32)."""


class UsedTwice(ValueError):
    """One decision stands for one item."""


@final
@dataclasses.dataclass(frozen=True)
class Included:
    """Proof that someone decided to put one item in; only `decided` makes it, and `PackItem` needs it."""

    item_id: str
    _maker: object = dataclasses.field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._maker is not _MAKER:
            raise TypeError("an Included comes from decided() alone")


def decided(item_id: str, decision: bool | None, *, is_forbidden: bool) -> Included | None:
    """The proof for an included item, None for one left out.

    Raises `Undecided` where there is no decision, `Forbidden` where someone included what the rule refuses.
    """
    if decision is None:
        raise Undecided
    if decision and is_forbidden:
        raise Forbidden
    return Included(item_id, _MAKER) if decision else None


@dataclasses.dataclass(frozen=True, kw_only=True)
class PackItem:
    """One thing that is held, in words that the person can understand: codes already decoded."""

    included: Included
    kind: str
    """In the singular: "Note", "Consent". Items are counted by it."""
    day: date | None
    heading: str
    provided_by: str
    """Where it came from (UK GDPR art. 15(1)(g))."""
    fields: tuple[tuple[str, str], ...] = ()
    """(label, words), for what is not running text."""
    text: str = ""
    in_error: bool = False
    mark_words: str = ""
    """Why it is marked as an error, by whom and when."""

    def __post_init__(self) -> None:
        if type(self.included) is not Included:
            raise TypeError("a PackItem needs the proof that it was decided")


@dataclasses.dataclass(frozen=True)
class LeftOut:
    """An item that is held and not printed: its category and the reason, nothing of what it says."""

    kind: str
    day: date | None
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class WorkingCopy:
    """Everything that one working copy prints. Raises `UsedTwice` where two items share a decision."""

    letterhead: Letterhead
    made_on: date
    subject_reference: str
    subject_name: str
    born: str
    """The birth date as known, in words."""
    prepared_by: str
    requested_for: str
    """For whom the copy was put together."""
    items: tuple[PackItem, ...]
    left_out: tuple[LeftOut, ...] = ()
    refusals: tuple[str, ...] = ()
    """Whom the young person refuses access to their records (P15, P16), one sentence each."""
    recipients: tuple[str, ...] = ()
    """With whom information was shared: named where possible (art. 15(1)(c))."""
    kept_until: str = ""
    """When the record will be destroyed, or how that is set (P45)."""

    def __post_init__(self) -> None:
        if len({item.included.item_id for item in self.items}) != len(self.items):
            raise UsedTwice


def working_copy_pdf(copy: WorkingCopy, *, large_print: bool = False) -> bytes:
    """The working copy as a PDF in clear: give it to `encrypt_pdf` before it goes anywhere."""
    page = Page(
        title=f"Working copy {shortened(copy.subject_reference, 40)}",
        letterhead=copy.letterhead,
        made_on=copy.made_on,
        banner=NOT_FOR_RELEASE,
        large_print=large_print,
    )
    items = sorted(copy.items, key=lambda item: item.day or date.max)
    data = {
        "facts": _facts(copy),
        "held": [[kind, str(count)] for kind, count in sorted(Counter(item.kind for item in items).items())],
        "purposes": PURPOSES,
        "recipients": copy.recipients,
        "kept_until": copy.kept_until,
        "items": [_item(number, item) for number, item in enumerate(items, 1)],
        "left_out": [[out.kind, _day(out.day), out.reason] for out in _by_day(copy.left_out)],
        "refusals": copy.refusals,
    }
    return typeset("working_copy", page, data)


def _day(day: date | None) -> str:
    return display_day(day) if day else "no date"


def _facts(copy: WorkingCopy) -> list[list[str]]:
    return [
        ["Reference", copy.subject_reference],
        ["About", copy.subject_name],
        ["Born", copy.born],
        ["Put together for", copy.requested_for],
        ["Prepared by", copy.prepared_by],
        ["Prepared on", display_day(copy.made_on)],
    ]


def _by_day(left_out: tuple[LeftOut, ...]) -> list[LeftOut]:
    return sorted(left_out, key=lambda out: (out.day or date.max, out.kind))


def _item(number: int, item: PackItem) -> dict[str, Any]:
    marked = " (marked as an error)" if item.in_error else ""
    return {
        "title": f"Item {number}: {shortened(item.kind, 40)}, {_day(item.day)}{marked}",
        "heading": item.heading,
        "provided_by": item.provided_by,
        "fields": item.fields,
        "text": item.text,
        "in_error": item.in_error,
        "mark_words": item.mark_words,
    }
