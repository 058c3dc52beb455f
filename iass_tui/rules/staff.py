"""Colleagues who are away for some days, and what happened to an account."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date, datetime, timedelta
from uuid import UUID

from iass_tui.rules.records.office import Role, StaffCard

LONGEST = timedelta(days=366)


def may_be_away(until: date, today: date) -> bool:
    """Whether this can be the last day of being away."""
    return today <= until <= today + LONGEST


def is_away(card: StaffCard, today: date) -> bool:
    """Whether they are away today: to the last day that was said, which counts."""
    return card.away_until is not None and today <= card.away_until


class AccountChange(enum.StrEnum):
    """What can happen to an account."""

    ISSUED = "ISSUED"
    RENEWED = "RENEWED"  # new keys for the same account
    ROLE = "ROLE"
    SIGN_IN = "SIGN_IN"
    LEAD = "LEAD"
    NO_LEAD = "NO_LEAD"
    CLOSED = "CLOSED"
    OPENED_AGAIN = "OPENED_AGAIN"


@dataclasses.dataclass(frozen=True)
class AccountEvent:
    """Something that happened to an account, and which account signed it into the key register."""

    at: datetime
    by: UUID
    change: AccountChange
    role: Role
    before: Role | None
    """The role until then; None of an account that was made."""
