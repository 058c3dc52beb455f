"""The policy register as screens see it: versions, reviews, who was told, and what was asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Protocol
from uuid import UUID

from iass_tui.rules.policy import Issued, MeaningChange, Reminder, ReviewDue
from iass_tui.rules.policy_telling import Completion, Standing
from iass_tui.rules.records.policies import (
    Approval,
    Asked,
    AskedBody,
    FamilyTold,
    HowTold,
    NoticeBody,
    NoticeKind,
    PolicyBody,
    PolicyVersion,
    Reached,
    ReviewCall,
)
from iass_tui.rules.wording import Wording
from iass_tui.services import views as v


@dataclasses.dataclass(frozen=True)
class RegisterView:
    """Every version, the newest first, and when the one in force is to be reviewed."""

    versions: tuple[PolicyVersion, ...]
    due: ReviewDue | None
    reminder: Reminder | None
    told: Mapping[UUID, Completion]
    """The figure of each version that was issued here, without version 1: nobody was told of another before it."""

    @property
    def in_force(self) -> PolicyVersion:
        """The version in force; there always is one."""
        return next(one for one in self.versions if one.state == "ISSUED")


@dataclasses.dataclass(frozen=True)
class FamilyLine:
    """One family of the snapshot. `name` may say that it does not open."""

    case_id: UUID
    reference: str
    name: str
    officer: str
    """ "" where nobody has the case."""
    is_mine: bool
    standing: Standing
    told: FamilyTold


@dataclasses.dataclass(frozen=True)
class NoticeLine:
    """A colleague, the council or an agency."""

    id: UUID
    kind: NoticeKind
    name: str
    is_done: bool
    has_left: bool
    """A colleague who left the office before reading it, or an agency that was retired: accounted for."""
    body: NoticeBody


@dataclasses.dataclass(frozen=True)
class IssuingView:
    """Who was told of a version and who is left."""

    policy: PolicyVersion
    families: tuple[FamilyLine, ...]
    figure: Completion
    notices: tuple[NoticeLine, ...]


@dataclasses.dataclass(frozen=True)
class TellingView:
    """One family to tell: in which ways it may be, today."""

    case_id: UUID
    reference: str
    name: str
    number: int
    changes: str
    ways: tuple[Reached, ...]
    told: FamilyTold | None
    """How they were told already."""


@dataclasses.dataclass(frozen=True)
class IssueOffer:
    """What issuing will do, before it is done."""

    families: int
    unowned: int
    """Of these, cases that nobody has: their tasks come to the manager who issues."""
    without_consent: int
    """Open cases whose families may not be contacted: nobody is told, and they are not in the figure."""
    colleagues: int
    agencies: int


@dataclasses.dataclass(frozen=True)
class ToRead:
    """A version that a colleague has not said they read."""

    policy_id: UUID
    number: int
    changes: str
    difference: tuple[tuple[str, str], ...]
    """Lines as (what happened to them: "added", "taken out", "", words)."""


@dataclasses.dataclass(frozen=True)
class Draft:
    """The words of a version that is not in force yet."""

    text: Wording
    is_approved: bool


@dataclasses.dataclass(frozen=True)
class AskedLine:
    """A line of the log with names."""

    asked: Asked
    name: str
    """Of whoever asked, where they are on file."""
    recorded_by: str


@dataclasses.dataclass(frozen=True)
class PolicyAgenda:
    """What the policy asks of a colleague today: the manager's review and questions; what is to be read."""

    reminder: Reminder | None = None
    due: ReviewDue | None = None
    questions: int = 0
    copies: int = 0
    to_read: int = 0
    """The number of a version that is still to be read, 0 where there is none."""


class Policy(Protocol):
    """The register of the policy (P26, P60, P63-P71)."""

    def in_force(self) -> Wording:
        """What consents are given on from now on."""
        ...

    def texts(self) -> tuple[Wording, ...]:
        """Every version that was ever issued, oldest first; the last is in force."""
        ...

    def draft_text(self, number: str) -> Draft | None: ...
    def issued(self) -> Issued: ...
    def changes(self) -> tuple[MeaningChange, ...]: ...
    def register(self) -> RegisterView: ...
    def version(self, policy_id: UUID) -> PolicyVersion: ...
    def difference(self, policy_id: UUID) -> tuple[tuple[str, str], ...]: ...
    def agenda(self) -> PolicyAgenda: ...
    def draft(self, text: str = "") -> UUID: ...
    def change_draft(self, policy_id: UUID, version: int, before: PolicyBody, body: PolicyBody) -> None: ...
    def discard(self, policy_id: UUID, version: int) -> None: ...
    def approve(self, policy_id: UUID, version: int, approval: Approval) -> None: ...
    def review(self, policy_id: UUID, version: int, review: Approval) -> None: ...
    def call_review(self, policy_id: UUID, version: int, call: ReviewCall) -> None: ...

    def issue_offer(self, policy_id: UUID) -> IssueOffer: ...
    def issue(self, policy_id: UUID, version: int) -> IssuingView: ...
    def issuing(self, policy_id: UUID) -> IssuingView: ...
    def telling(self, case_id: UUID) -> TellingView: ...
    def tell(self, case_id: UUID, how: HowTold, reached: Reached, on: date) -> None: ...
    def letter(self, notice_id: UUID, *, large: bool = False) -> v.OutboxFile: ...
    def circular(self, policy_id: UUID, *, large: bool = False) -> v.OutboxFile: ...
    def sent(self, notice_id: UUID, reached: Reached, on: date) -> None: ...
    def sent_to_all(self, policy_id: UUID, reached: Reached, on: date) -> int: ...

    def to_read(self) -> ToRead | None:
        """The version that this colleague still has to read and say so (P26, P66); None where there is none."""
        ...

    def acknowledge(self, policy_id: UUID) -> None: ...

    def asked(self, *, questions: bool) -> tuple[AskedLine, ...]: ...
    def ask(self, body: AskedBody, person_id: UUID | None = None) -> UUID: ...
    def answer(self, asked_id: UUID, version: int, body: AskedBody) -> None: ...
