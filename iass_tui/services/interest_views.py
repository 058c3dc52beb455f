"""What is shown of conflicts of interest."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol
from uuid import UUID

from iass_tui.rules.interests import standing
from iass_tui.rules.records.people import PersonCard

FORMER = "a former colleague"


@dataclasses.dataclass(frozen=True)
class InterestLine:
    """One conflict of interest that stands in a family."""

    person_id: UUID
    person: str
    """With whom of the family."""
    colleague_id: UUID
    colleague: str
    kind: str
    """An INTEREST code."""
    words: str
    said_by: str
    said_on: date


def lines_of(cards: Mapping[UUID, PersonCard], name_of: Callable[[UUID], str]) -> tuple[InterestLine, ...]:
    """Those on these cards that are not over; a colleague who left is named as one."""
    return tuple(
        InterestLine(
            person_id=person_id,
            person=card.full_name,
            colleague_id=one.colleague_id,
            colleague=name_of(one.colleague_id) or FORMER,
            kind=one.kind,
            words=one.words,
            said_by=name_of(one.said_by) or FORMER,
            said_on=one.said_on,
        )
        for person_id, card in cards.items()
        for one in standing([card])
    )


@dataclasses.dataclass(frozen=True)
class HeldCase:
    """An open case of a family, with a colleague who has a conflict of interest with it."""

    id: UUID
    reference: str
    version: int
    officer_id: UUID
    officer: str


class Interests(Protocol):
    """Conflicts of interest between colleagues and families."""

    def of(self, person_id: UUID) -> tuple[InterestLine, ...]:
        """Those that stand with anybody in the family of this person."""
        ...

    def say(self, person_id: UUID, colleague_id: UUID, kind: str, words: str = "") -> tuple[HeldCase, ...]:
        """Records one; the open cases of the family that this colleague has, to be given to somebody else.

        Raises `NotAllowed`: a colleague's is for a manager to record.
        """
        ...

    def end(self, person_id: UUID, colleague_id: UUID, words: str) -> None:
        """It is over; it stays on record with why. Raises `NotAllowed`: a manager's, and nobody's own."""
        ...
