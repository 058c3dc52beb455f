"""Organisations and named professionals (P84-P91), and which families each is involved with (P33)."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date
from uuid import UUID

from iass_tui.rules.records.base import Record


@dataclasses.dataclass(frozen=True, kw_only=True)
class AgencyCard(Record):
    """One entry of the directory: an organisation, or a named professional in one."""

    code: str
    """An AGENCY code of the form, or a finer AGENCY_FINE one."""
    organisation: str
    person: str = ""
    """The professional by name; "" for the organisation as such."""
    job: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    words: str = ""
    gets_policy: bool = False
    """On the mailing list for the confidentiality policy and its later versions (P68)."""
    is_retired: bool = False
    """No longer offered; what was recorded about it stays."""

    @property
    def full_name(self) -> str:
        """The professional with the organisation, or the organisation alone."""
        return f"{self.person}, {self.organisation}" if self.person else self.organisation


@dataclasses.dataclass(frozen=True, kw_only=True)
class Agency:
    """A directory entry as it is stored."""

    id: UUID
    version: int
    card: AgencyCard


class Involved(enum.StrEnum):
    """How an agency stands to a family: P33 speaks of professionals "involved now or soon"."""

    NOW = "NOW"
    SOON = "SOON"
    PAST = "PAST"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Involvement(Record):
    """One agency's work with one person."""

    stands: Involved
    since: date | None = None
    """The day from which it stands so: began, is to begin, or ended."""
    words: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class RecordedInvolvement:
    """An involvement as it is stored. `agency` is None where its entry does not open."""

    id: UUID
    version: int
    person_id: UUID
    agency_id: UUID
    agency: AgencyCard | None
    body: Involvement
