"""What was passed on, to whom, on whose permission; what was asked for and not given; what families shared themselves.

The family's own page "what was passed to whom" is read from these records (P3, P9, P11, P18, P19).
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from iass_tui.rules.records.base import Record


class RecipientKind(enum.StrEnum):
    """Who would receive. Council and family are recipients like any other (P3)."""

    PERSON = "PERSON"  # someone on file: the person themselves, or of the family
    AGENCY = "AGENCY"  # an organisation or professional, from the directory or named on the spot
    INTERPRETER = "INTERPRETER"
    OTHER = "OTHER"  # anyone else, by name


@dataclasses.dataclass(frozen=True, kw_only=True)
class Recipient(Record):
    """Whom something would go to."""

    kind: RecipientKind
    person_id: UUID | None = None
    agency_id: UUID | None = None
    """A directory entry; its code and name are copied, so that the record stays readable."""
    code: str = ""
    """An AGENCY or AGENCY_FINE code."""
    named: str = ""
    """The organisation or person by name."""
    organisation: str = ""
    """Where a professional of the directory works: a consent that names it reaches them. Only the directory says."""


class Material(enum.StrEnum):
    """What would go."""

    TALK = "TALK"  # a conversation, by telephone or face to face
    LETTER = "LETTER"  # a letter or message that we write
    NOTE = "NOTE"  # a case note, or what it says
    DOCUMENT = "DOCUMENT"  # a document that we hold
    CONTACT = "CONTACT"  # a number or an address
    FILE = "FILE"  # a copy of the whole file


class Ground(enum.StrEnum):
    """Why. The last two need no permission, and ask for more than any other (P9, P11)."""

    HELP = "HELP"  # to help the family
    ASKED = "ASKED"  # the recipient asks for it
    HARM = "HARM"  # a child, young person or vulnerable adult may be at risk of harm (P9)
    ILLEGAL = "ILLEGAL"  # illegal activity threatens the safety of staff or users (P11)


class ConcernSource(enum.StrEnum):
    """Where a concern comes from (P10)."""

    TOLD_STAFF = "TOLD_STAFF"
    TOLD_VOL = "TOLD_VOL"
    SUSPECTED = "SUSPECTED"
    THIRD_PARTY = "THIRD_PARTY"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Question(Record):
    """ "May I share this?": whom, what, why."""

    recipient: Recipient
    material: Material
    ground: Ground
    topic: str = ""
    """What it is about, as consents limit it: "transport", "the support plan"."""
    words: str = ""
    """What exactly would go, in words."""
    note_id: UUID | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ExceptionFacts(Record):
    """What sharing without permission has to record (P9-P11, P34). Empty fields are questions still open."""

    source: ConcernSource | None = None
    reason: str = ""
    decided_by: UUID | None = None
    """The colleague who decided."""
    told_family: bool | None = None
    told_words: str = ""
    """What the family was told, or why they were not."""
    duty_considered: bool = False
    """"Considered under the information-sharing duty": somebody looked at whether the law requires it."""
    duty_words: str = ""
    is_immediate: bool = False
    """Danger is immediate: illegal activity may then be signed off afterwards, within one working day."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Passing:
    """How a contact with someone outside the family passes the rule: the rest of its question."""

    topic: str = ""
    words: str = ""
    ground: Ground = Ground.HELP
    exception: ExceptionFacts | None = None


class SharingKind(enum.StrEnum):
    """One row of the sharing record. Nothing is ever overwritten."""

    SHARED = "SHARED"
    EXCEPTION = "EXCEPTION"  # shared without permission (P9, P11): apart, so that managers find each one at once
    SAID_NO = "SAID_NO"  # we were asked, and did not share
    PROPOSED = "PROPOSED"  # an exception for illegal activity that waits for a manager (P11)
    SIGNED_OFF = "SIGNED_OFF"
    TURNED_DOWN = "TURNED_DOWN"  # a manager did not sign it off
    SEEN = "SEEN"  # a manager has seen an exception
    ENCOURAGED = "ENCOURAGED"  # the family was encouraged to share it themselves (P18)


class Basis(enum.StrEnum):
    """On what a sharing rests."""

    CONSENT = "CONSENT"
    RIGHT = "RIGHT"  # a parent's by table 1.4, without a consent of its own
    OWN = "OWN"  # the person's own information, or their own words, to the person
    EXCEPTION = "EXCEPTION"


class OwnShare(enum.StrEnum):
    """What came of encouraging a family to share for themselves (P18)."""

    THEY_WILL = "THEY_WILL"
    THEY_DID = "THEY_DID"
    THEY_WOULD_RATHER_NOT = "THEY_WOULD_RATHER_NOT"
    NOT_DECIDED = "NOT_DECIDED"
    NOT_SUITABLE = "NOT_SUITABLE"  # it was not the moment, or would not be safe


@dataclasses.dataclass(frozen=True, kw_only=True)
class SharingBody(Record):
    """What one row of the sharing record says."""

    question: Question | None = None
    on: date
    how: str = ""
    """A CHANNEL code, or words."""
    told: str = ""
    """What was passed on, or said instead, in words."""
    basis: Basis | None = None
    consents: tuple[UUID, ...] = ()
    """The consent events it rests on."""
    used_up: tuple[UUID, ...] = ()
    """Those among them that were for one use."""
    subjects: tuple[UUID, ...] = ()
    """Everyone whom it is about: each has this row in their own record."""
    reasons: tuple[str, ...] = ()
    """Rule values: why not, or the conditions that were seen to."""
    exception: ExceptionFacts | None = None
    own_share: OwnShare | None = None
    words: str = ""

    @property
    def typed(self) -> dict[str, str]:
        """Everything in it that somebody typed, by where it stands: a number may stand there."""
        inner = (("question", self.question, ("topic", "words")), ("exception", self.exception, _TYPED_OF_EXCEPTION))
        found = {"told": self.told, "words": self.words}
        for name, part, fields in inner:
            found |= {f"{name}.{field}": getattr(part, field) for field in fields} if part is not None else {}
        return found

    def with_typed(self, typed: Mapping[str, str]) -> SharingBody:
        """The same with these words in place of its own; everything else of it stays."""
        changed: dict[str, Any] = {field: words for field, words in typed.items() if field in ("told", "words")}
        for name in ("question", "exception"):
            start = f"{name}."
            own = {field.removeprefix(start): words for field, words in typed.items() if field.startswith(start)}
            if own:
                changed[name] = dataclasses.replace(getattr(self, name), **own)
        return dataclasses.replace(self, **changed)


_TYPED_OF_EXCEPTION = ("reason", "told_words", "duty_words")


@dataclasses.dataclass(frozen=True, kw_only=True)
class RecordedSharing:
    """One row as it is stored. `sharing_id` is shared by the rows of all subjects and by what answers it later."""

    id: UUID
    sharing_id: UUID
    subject_id: UUID
    kind: SharingKind
    recorded_at: datetime
    recorded_by: UUID
    body: SharingBody
