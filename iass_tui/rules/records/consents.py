"""Consent events (domain table 5.1): append-only; state is folded from them by `rules.consent`."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date, datetime
from uuid import UUID

from iass_tui.rules.records.base import Record


class Purpose(enum.StrEnum):
    """What a consent is for (domain table 5.3). One decision each."""

    SAVE_CASE = "SAVE_CASE"  # P78
    SAVE_CONTACT = "SAVE_CONTACT"  # P44
    SAVE_EQUALITY = "SAVE_EQUALITY"  # P6
    CONTACT_AGENCY = "CONTACT_AGENCY"  # P83-P91
    SHARE_DOC = "SHARE_DOC"
    STATS = "STATS"  # P5
    FEEDBACK_INVITE = "FEEDBACK_INVITE"
    CASE_STUDY = "CASE_STUDY"
    MKT_EMAIL = "MKT_EMAIL"  # P79
    MKT_PHONE = "MKT_PHONE"  # P80
    MKT_SMS = "MKT_SMS"  # P81
    MKT_POST = "MKT_POST"  # P82
    YP_RELEASE_TO_PARENT = "YP_RELEASE_TO_PARENT"  # P32
    REFUSE_ACCESS = "REFUSE_ACCESS"  # P15, P16: GIVEN means that the refusal stands
    INTERPRETER_SHARE = "INTERPRETER_SHARE"


class Decision(enum.StrEnum):
    """What someone decided. Expired, superseded and not asked are derived, never recorded."""

    GIVEN = "GIVEN"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


class ConsentMethod(enum.StrEnum):
    """How it was given (P95)."""

    WET_INK = "WET_INK"
    TYPED = "TYPED"
    VERBAL = "VERBAL"
    EMAIL = "EMAIL"
    E_SIGN = "E_SIGN"


class FormSubject(enum.StrEnum):
    """P74: whom the form is about. There is no default."""

    SELF = "SELF"
    CHILD = "CHILD"
    BOTH = "BOTH"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Scope(Record):
    """How far one consent reaches. An empty field does not limit."""

    agency: str = ""
    """An AGENCY code of P84-P91. Agency permissions are one event each."""
    named: str = ""
    """The organisation or person named: required where the agency is OTHER."""
    topic: str = ""
    one_off: bool = False
    person_id: UUID | None = None
    """Whom a refusal of access (P15) or a release to a parent (P32) is about; None means everyone."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConsentEvent(Record):
    """One decision about one purpose, for one data subject."""

    purpose: Purpose
    decision: Decision
    given_by: UUID | None = None
    """The person who decided; None where they are not on file."""
    given_by_name: str = ""
    """The name as signed (P95)."""
    right: str = ""
    """By what right: SELF, PR, AUTHORITY, BEST_INTERESTS."""
    about: FormSubject | None = None
    wording_version: str = ""
    wording_hash: str = ""
    """SHA-256, hex, of the wording that was read."""
    language: str = "eng"
    format: str = "STD"
    method: ConsentMethod = ConsentMethod.VERBAL
    evidence: str = ""
    read_by: str = ""
    """P72: READ by themselves, or ALOUD by an officer."""
    right_to_withdraw_explained: bool = False
    given_on: date
    """P96: apart from when it was entered."""
    scope: Scope = dataclasses.field(default_factory=Scope)
    conditions: str = ""
    review_on: date | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class RecordedConsent:
    """A consent event as it stands in the record: numbered without gaps for its subject."""

    id: UUID
    subject_id: UUID
    number: int
    recorded_at: datetime
    recorded_by: UUID
    event: ConsentEvent
