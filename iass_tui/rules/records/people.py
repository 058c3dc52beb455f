"""People the office helps: each is a data subject with consents of their own (P2)."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date
from uuid import UUID

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.base import Record


class PartyRole(enum.StrEnum):
    """What someone is to the office (P2). A child becomes a young person by age, not by an edit."""

    CHILD = "CHILD"
    PARENT = "PARENT"
    OTHER = "OTHER"


@dataclasses.dataclass(frozen=True, kw_only=True)
class NamedRelative(Record):
    """A parent or carer who was named and whom nobody asked: a name on the child's card, and no person (P29)."""

    given_name: str = ""
    family_name: str = ""
    relation: str = "OTH"
    responsibility: str = "UNKNOWN"
    home: str = ""
    """A HOME code, of their tie once they are asked."""

    @property
    def full_name(self) -> str:
        """Given and family name, or whichever there is."""
        return " ".join(part for part in (self.given_name, self.family_name) if part)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Interest(Record):
    """A colleague's conflict of interest with somebody on file: declared by them, or recorded by a manager."""

    colleague_id: UUID
    kind: str
    """An INTEREST code."""
    words: str = ""
    said_by: UUID
    said_on: date
    ended_on: date | None = None
    ended_words: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Likened(Record):
    """Another record that looked like this one, and what somebody who looked at both found."""

    other: UUID
    is_same: bool = False
    """The same person, still to be joined; else somebody else, who is not offered again."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class PersonCard(Record):
    """What P78 covers: who someone is. No way to reach them is here; that is `ContactDetails` (P44)."""

    role: PartyRole
    given_name: str = ""
    family_name: str = ""
    known_as: str = ""
    born: PartialDate | None = None
    user_type: str = ""
    """A USER_TYPE code: PAR, CAR, CHI, YP and so on."""
    language: str = ""
    interpreter: str = ""
    formats: tuple[str, ...] = ()
    safety: tuple[str, ...] = ()
    """SAFETY codes, shown above any phone number."""
    safety_words: str = ""
    code_word: str = ""
    """The word by which someone without contact details is known when they come back (table 1.3)."""
    named: tuple[NamedRelative, ...] = ()
    """Of a child: parents and carers who were named and not asked yet (decision 0008)."""
    interests: tuple[Interest, ...] = ()
    """Colleagues with a conflict of interest, over ones too."""
    likened: tuple[Likened, ...] = ()
    """What was said of possible duplicates. It goes with the record, so an import that is undone takes it along."""

    @property
    def full_name(self) -> str:
        """Given and family name, or whichever there is; "(no name given)" where there is neither."""
        return " ".join(part for part in (self.given_name, self.family_name) if part) or "(no name given)"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Address(Record):
    """A postal address, lines as given."""

    lines: tuple[str, ...] = ()
    postcode: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContactDetails(Record):
    """Ways to reach someone: held only while SAVE_CONTACT is in force (P44)."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    safe_hours: str = ""
    words: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class FamilyTie(Record):
    """How an adult stands to a child, and what is known of parental responsibility."""

    relation: str = "OTH"
    """A RELATION code: MOT, FAT, STP and so on."""
    responsibility: str = "UNKNOWN"
    """A PR_STATUS code."""
    evidence: str = ""
    words: str = ""
    responsibility_since: date | None = None
    """When what is known of responsibility last changed: consents are confirmed (domain table 5.5)."""
    home: str = ""
    """A HOME code: whether the child lives with them. "" where nobody asked."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReferralPermission(Record):
    """Who allowed a third party to give us a name (P30): without it nothing is held."""

    referrer: str = ""
    referrer_type: str = ""
    permit: str = "NONE"
    """A REF_PERMIT code."""
    permitted_by: str = ""
    permitted_on: date | None = None
    evidence: str = ""
