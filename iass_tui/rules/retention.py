"""When what is kept about someone becomes due to be destroyed (domain table 7.1)."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Sequence
from datetime import date

from iass_tui.rules.ages import KEPT_UNTIL, birthday
from iass_tui.rules.dates import PartialDate

REVIEW_YEARS = 6
"""Years after closing when a record without a birth date is looked at again: the office agrees them (K)."""


class DueReason(enum.StrEnum):
    """Which rule set the date."""

    BIRTHDAY_25 = "BIRTHDAY_25"  # P45
    BIRTHDAY_25_AT_LATEST = "BIRTHDAY_25_AT_LATEST"  # only a month or a year of birth is known
    LAST_CHILD = "LAST_CHILD"  # the document is about several children, and another is the last
    WITHDRAWN = "WITHDRAWN"  # P47: the decision to erase came before the birthday
    CONCERN_CLOSED = "CONCERN_CLOSED"  # a schedule of its own, counted from the day on which it was closed
    NO_BIRTH_DATE = "NO_BIRTH_DATE"  # a review, not a destruction: nobody knows when 25 is reached


@dataclasses.dataclass(frozen=True, slots=True)
class DestroyDue:
    """When, and by which rule. Holds (7.2) are not looked at here: one of them can keep a record past its date."""

    on: date
    reason: DueReason
    redact_on: tuple[date, ...] = ()
    """Earlier days on which another child's share of the document falls due and is removed or redacted."""

    @property
    def is_review(self) -> bool:
        """Whether someone has to look and decide, since no birth date is known."""
        return self.reason is DueReason.NO_BIRTH_DATE


def destroy_due(
    born: PartialDate | None,
    siblings: Sequence[PartialDate | None] = (),
    *,
    today: date,
    closed_on: date | None = None,
    erasure_decided_on: date | None = None,
    review_years: int = REVIEW_YEARS,
) -> DestroyDue:
    """The day on which a record about a child falls due: the 25th birthday (P45), never blank.

    A parent's own record takes the child's birth date. Of a birth month or year the last day counts. Born on
    29 February means 1 March. `siblings` are the other children whom one document is about: it is kept to
    the last child's day. Without a birth date the record is reviewed `review_years` after it closed, or after
    `today` while it is open. `erasure_decided_on` is the day decided after consent was withdrawn (P47); it
    counts for the first child alone, and only where it comes before the birthday.
    """
    review = birthday(closed_on or today, review_years)
    own = _due(born, review)
    if erasure_decided_on and erasure_decided_on < own.on:
        own = DestroyDue(erasure_decided_on, DueReason.WITHDRAWN)
    every = [own, *(_due(child, review) for child in siblings)]
    last = max(every, key=lambda due: due.on)  # of equal days the first child's, and with it that reason
    reason = last.reason if last is own or last.is_review else DueReason.LAST_CHILD
    earlier = {due.on for due in every if due.on < last.on and not due.is_review}
    return DestroyDue(last.on, reason, tuple(sorted(earlier)))


def concern_due(born: PartialDate | None, *, closed_on: date | None, years: int) -> DestroyDue | None:
    """The day on which a safeguarding concern falls due; None while it is open, which holds it (7.2 SAFEGUARDING).

    Never before the 25th birthday of the child whom it is about (P45), and not before the office's `years` are over.
    `born` is None for an adult, or where nobody knows.
    """
    if closed_on is None:
        return None
    own = DestroyDue(birthday(closed_on, years), DueReason.CONCERN_CLOSED)
    if born is None:
        return own
    childs = _due(born, own.on)
    return childs if childs.on >= own.on else own


def _due(born: PartialDate | None, review: date) -> DestroyDue:
    if born is None:
        return DestroyDue(review, DueReason.NO_BIRTH_DATE)
    reason = DueReason.BIRTHDAY_25 if born.exact else DueReason.BIRTHDAY_25_AT_LATEST
    return DestroyDue(birthday(born.latest(), KEPT_UNTIL), reason)
