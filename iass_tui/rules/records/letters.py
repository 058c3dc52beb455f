"""Letters that went out: which one, which version of it, to whom, how, and word for word what it said."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date, datetime
from uuid import UUID

from iass_tui.rules.papers import Way
from iass_tui.rules.records.base import Record
from iass_tui.rules.records.sharing import Recipient


class LetterKind(enum.StrEnum):
    """The letters of the library. Values are stored and never renamed."""

    CHASER = "CHASER"
    HOLDING = "HOLDING"
    ASSESSMENT = "ASSESSMENT"
    COMPLAINT = "COMPLAINT"
    MEDIATION = "MEDIATION"

    @property
    def is_familys(self) -> bool:
        """Whether the family signs it: we write it down for them."""
        return self in {LetterKind.ASSESSMENT, LetterKind.COMPLAINT, LetterKind.MEDIATION}

    @property
    def is_readers_own(self) -> bool:
        """Whether, given to one of the family, it says only what they told us, or answers their own message."""
        return self.is_familys or self is LetterKind.HOLDING


@dataclasses.dataclass(frozen=True, kw_only=True)
class LetterBody(Record):
    """One letter as it went out."""

    kind: LetterKind
    version: str
    """Of the library's text."""
    subject: str
    text: str
    """Word for word what went out, edited or not."""
    is_edited: bool = False
    to: Recipient
    reader: str
    """The reader's name as it was printed."""
    address: tuple[str, ...] = ()
    """Of an agency alone: a family's own is kept as their contact details, and goes with them (P44)."""
    way: Way
    format: str = "STD"
    """A FORMAT code: STD or LARGE18."""
    sent_on: date
    sharing_id: UUID | None = None
    """Its line in the sharing record; None: it went to the person themselves."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class RecordedLetter:
    """A letter as it stands in the record of whom it is about."""

    id: UUID
    person_id: UUID
    case_id: UUID | None
    written_at: datetime
    author_id: UUID
    body: LetterBody
