"""By what right someone may receive a file: findings of competence and written authorities (domain 4.4, 4.6)."""

from __future__ import annotations

import dataclasses
from datetime import date
from uuid import UUID

from iass_tui.rules.records.base import Record
from iass_tui.rules.release.requests import AuthorityFrom, Finding


@dataclasses.dataclass(frozen=True, kw_only=True)
class CompetenceFinding(Record):
    """One talk about competence, or capacity from 16. It serves one request, and is kept."""

    finding: Finding
    assessed_on: date
    assessor: str = ""
    knows_copy: bool | None = None
    """Understands what a copy is."""
    can_read: bool | None = None
    """Knows how to read it, with the support they use."""
    knows_consequences: bool | None = None
    seen_alone: bool | None = None
    free_of_pressure: bool | None = None
    support: str = ""
    parents_view: str = ""
    """What the child thinks of their parents seeing it. Theirs alone: in no copy for anyone else (P32)."""
    factors: str = ""
    """Court orders, parental responsibility, allegations, duties of confidence, what release or refusal would do."""
    review_on: date | None = None
    used_on: date | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class WrittenAuthority(Record):
    """Someone's signature that lets someone else receive the file."""

    given_by: AuthorityFrom
    by_id: UUID | None = None
    """The parent who gave it; None where the person themselves did."""
    to_id: UUID | None = None
    """Who may receive, where they are of the family."""
    to_name: str = ""
    signed_on: date
    until: date | None = None
    evidence: str = ""
    revoked_on: date | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class AccessBasis(Record):
    """All on record about one person, oldest first. Nothing is taken out: a finding is used, an authority ends."""

    findings: tuple[CompetenceFinding, ...] = ()
    authorities: tuple[WrittenAuthority, ...] = ()
