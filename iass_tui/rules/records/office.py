"""The office itself, its people who work there, and what they may do."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from iass_tui.rules.records.base import Record
from iass_tui.rules.records.training import Coming, Held


class Role(enum.StrEnum):
    """Roles are sets of compartments (vault). No council or Board role exists (P35, P49)."""

    MANAGER = "manager"
    OFFICER = "officer"
    VOLUNTEER = "volunteer"


class Permission(enum.StrEnum):
    """Exports, one permission each; a role gives some, a manager may give or take them."""

    PACK = "PACK"
    QUARTER = "QUARTER"
    LISTS = "LISTS"
    AUDIT = "AUDIT"


@dataclasses.dataclass(frozen=True, kw_only=True)
class StaffCard(Record):
    """A colleague, as any colleague may know them."""

    name: str
    initials: str = ""
    permissions: frozenset[Permission] | None = None
    """None: those of the role. A set: exactly these."""
    policy_acknowledged: str = ""
    training: tuple[Held, ...] | None = None
    """On what they may work (P25), kept up by the training register. None: from before there was one."""
    planned: tuple[Coming, ...] = ()
    """Training that is planned for them, as an older program wrote it for every colleague to read: see `told`."""
    told: str = ""
    """Training that is planned for them (P61), sealed to their own key, in base64: kept up by the register of the plan.
    """
    told_key: str = ""
    """Which key that was; they may have been given another since."""
    away_until: date | None = None
    """The last day on which they are away; None, or a day that is past: they are here."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class OfficeFacts(Record):
    """What set-up asked, printed on forms and shown on screens."""

    name: str
    council: str = ""
    privacy_notice: str = ""
    """Web address (P8)."""
    privacy_notice_version: str = ""
    where_held: str = ""
    """P35: where the system runs and who may reach host and keys, confirmed by the office."""
    line_manager: str = ""
    """Whom to tell about a change of mind (P48) and ask about the policy (P71)."""
    ict_policy: str = ""
    """P59: which ICT security policy and standards are in force, and where they stand. Another one is asked anew."""
    policy_version: str = "1"
    """The policy in force, as papers print it: known from the register, whatever stands here."""
    is_demo: bool = False
    idle_minutes: int = 10
    referral_days: int = 14
    code_days: int = 90
    queue_days: int = 3
    quiet_days: int = 28
    """Without a note for so long, an open case is asked about (P37)."""
    concern_years: int = 6
    """For so long after closing a safeguarding concern is kept at least: the office's own schedule (domain table 7.1).
    Until it sets one, the years in which a claim can be brought (Limitation Act 1980, sections 2 and 5)."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Colleague:
    """A member of staff with their account: what the Staff screen lists."""

    id: UUID
    sign_in: str
    role: Role
    card: StaffCard
    is_active: bool
    since: datetime | None = None
    is_lead: bool = False
    """Whether they read safeguarding concerns: every manager does, and officers who were named."""


class Act(enum.StrEnum):
    """What an audit entry says was done. Values are stored and never renamed."""

    SET_UP = "SET_UP"
    SIGN_IN = "SIGN_IN"
    SIGN_IN_FAILED = "SIGN_IN_FAILED"
    LOCK = "LOCK"
    UNLOCK = "UNLOCK"
    VIEW = "VIEW"
    SEARCH = "SEARCH"
    CREATE = "CREATE"
    CHANGE = "CHANGE"
    DELETE = "DELETE"
    CONSENT = "CONSENT"
    WITHDRAW = "WITHDRAW"
    REFUSED = "REFUSED"
    EXPORT = "EXPORT"
    INVITE = "INVITE"
    ADMIT = "ADMIT"
    DISABLE = "DISABLE"
    KEYS = "KEYS"
    BACKUP = "BACKUP"


@dataclasses.dataclass(frozen=True, kw_only=True)
class AuditDetail(Record):
    """The sealed half of an audit entry: names of fields and ids, never a value (trap T19)."""

    act: Act
    subject: str = ""
    """person, case, note, staff, quarter..."""
    subject_id: UUID | None = None
    case_id: UUID | None = None
    cases: tuple[UUID, ...] = ()
    """Other cases that the same act wrote into."""
    fields: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    count: int | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class AuditLine:
    """One audit entry, opened: what the Audit screen lists."""

    seq: int
    at: datetime
    actor_id: UUID | None
    """None: an unsigned system entry (a failed sign-in, a timer)."""
    detail: AuditDetail | None
    """None where this account does not hold the compartment."""
    rows: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class DraftBody(Record):
    """Unsaved work, sealed every few seconds: field name to text."""

    AS_TYPED: ClassVar[bool] = True
    values: dict[str, str] = dataclasses.field(default_factory=dict)
    saved_on: date | None = None
