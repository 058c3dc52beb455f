"""Why a colleague's case is opened (P20, domain table 1.5): asked once for each case and session, and on record."""

from __future__ import annotations

import dataclasses
import enum
from uuid import UUID

from iass_tui.rules.decision import Allowed, Decision, Reason, decide
from iass_tui.rules.records.office import Role


class WhyOpened(enum.StrEnum):
    """Why someone opens a case that is a colleague's. Values are stored and never renamed."""

    COVERING = "COVERING"  # the colleague is away
    DUTY = "DUTY"  # the family rang or came while somebody else had duty
    FAMILY_ASKED = "FAMILY_ASKED"
    OVERSIGHT = "OVERSIGHT"  # a manager looks after the work
    OTHER = "OTHER"  # in words
    HANDED_OVER = "HANDED_OVER"  # never chosen: whoever had it open has just given it away


class CaseAccessReason(Reason):
    """Why a colleague's case is not opened, or not given to somebody."""

    NO_REASON_GIVEN = "CASE_ACCESS_NO_REASON_GIVEN", "P20"
    NOT_A_MANAGER = "CASE_ACCESS_NOT_A_MANAGER", "P20"
    NO_WORDS = "CASE_ACCESS_NO_WORDS", "P20"


@dataclasses.dataclass(frozen=True)
class Why:
    """A reason; `words` say which other one it is."""

    code: WhyOpened
    words: str = ""


def offered(role: Role) -> tuple[WhyOpened, ...]:
    """The reasons that someone in this role may give, the likeliest first."""
    own = (WhyOpened.OVERSIGHT,) if role is Role.MANAGER else ()
    return (*own, WhyOpened.COVERING, WhyOpened.DUTY, WhyOpened.FAMILY_ASKED, WhyOpened.OTHER)


def is_colleagues(officer_id: UUID | None, me: UUID) -> bool:
    """Whether a case is somebody else's: one's own and nobody's ask nothing. A leaver's is still theirs."""
    return officer_id is not None and officer_id != me


def may_give(role: Role, why: Why) -> Decision:
    """Whether this is a reason that someone in this role can give."""
    reasons: list[Reason] = []
    if why.code is WhyOpened.HANDED_OVER:
        reasons.append(CaseAccessReason.NO_REASON_GIVEN)
    if why.code is WhyOpened.OVERSIGHT and role is not Role.MANAGER:
        reasons.append(CaseAccessReason.NOT_A_MANAGER)
    if why.code is WhyOpened.OTHER and not why.words.strip():
        reasons.append(CaseAccessReason.NO_WORDS)
    return decide(reasons)


def may_look(officer_id: UUID | None, me: UUID, *, said_why: bool) -> Decision:
    """Whether what stands in a case may be shown to `me`: a colleague's once it was said why."""
    if is_colleagues(officer_id, me) and not said_why:
        return decide([CaseAccessReason.NO_REASON_GIVEN])
    return Allowed()


def may_allocate(officer_id: UUID | None, me: UUID, role: Role, *, said_why: bool) -> Decision:
    """Whether a case may be given to somebody. A manager allocates; for others a colleague's asks why first.

    Else taking a case over would be a way to read it unasked.
    """
    return Allowed() if role is Role.MANAGER else may_look(officer_id, me, said_why=said_why)
