"""Who opened a file, as its family may read it: days, colleagues, acts and reasons; nothing that names anyone else.

It is made from an allow-list. What the audit says of safeguarding concerns, of what was passed on as an exception (P9),
of refusals and of drafts is in no list, so that nobody learns from a paper that there was such a thing.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from iass_tui.rules.case_access import WhyOpened
from iass_tui.rules.dates import in_england
from iass_tui.rules.records.office import Act, AuditDetail, AuditLine


class Did(enum.StrEnum):
    """What someone did with a file, as coarse as a family needs it."""

    OPENED = "OPENED"
    WROTE = "WROTE"
    AGREED = "AGREED"  # recorded what was agreed to, or taken back
    COPIED = "COPIED"
    LISTED = "LISTED"  # looked at who had looked


@dataclasses.dataclass(frozen=True, order=True)
class FileLook:
    """What one colleague did on one day, however often. `why` is what they said to open a colleague's case (P20)."""

    day: date
    actor_id: UUID
    did: Did
    why: WhyOpened | None = None


_WROTE = frozenset({"person", "contact", "case", "note", "task", "event", "equality", "feedback", "policy"})
_OPENED = _WROTE | {"timetable", "handover", "glance", "pack", "letter"}
_COPIED = frozenset({"pack", "paper", "handover", "timetable"})
_FOR_OTHERS = frozenset({Did.OPENED, Did.COPIED})
"""What others in the family may read: when something was written could tell them when the child came to us (P32)."""


def family_looks(
    lines: Iterable[AuditLine], records: Collection[UUID], cases: Collection[UUID], *, is_own: bool
) -> tuple[FileLook, ...]:
    """The list for a person's own file and cases, oldest first. `is_own`: its reader is the person themselves.

    `records`: theirs, one each but for somebody who was entered twice.
    """
    found = set()
    for line in lines:
        detail = line.detail
        if detail is None or line.actor_id is None or not _is_theirs(detail, records, cases):
            continue
        did = _did(detail)
        if did is not None and (is_own or did in _FOR_OTHERS):
            why = _why(detail) if did is Did.OPENED else None
            found.add(FileLook(in_england(line.at).date(), line.actor_id, did, why))
    return tuple(sorted(found, key=lambda one: (one.day, str(one.actor_id), one.did, one.why or "")))


def _is_theirs(detail: AuditDetail, records: Collection[UUID], cases: Collection[UUID]) -> bool:
    """`cases` of an entry: those of brothers and sisters in which the same contact stands."""
    if detail.subject_id in records:
        return True
    return any(one in cases for one in (detail.case_id, detail.subject_id, *detail.cases))


def _did(detail: AuditDetail) -> Did | None:
    match detail.act:
        case Act.VIEW if detail.subject == "audit":
            return Did.LISTED
        case Act.VIEW if detail.subject in _OPENED:
            return Did.OPENED
        case Act.CREATE | Act.CHANGE | Act.DELETE if detail.subject in _WROTE:
            return Did.WROTE
        case Act.CONSENT | Act.WITHDRAW:
            return Did.AGREED
        case Act.EXPORT if detail.subject in _COPIED:
            return Did.COPIED
    return None


def _why(detail: AuditDetail) -> WhyOpened | None:
    """The reason that was chosen; the words of another one may name somebody, so they stay in the office."""
    return next((WhyOpened(one) for one in detail.reasons if one in set(WhyOpened)), None)
