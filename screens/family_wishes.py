"""Wishes about a family as a whole, and about two records of one person. `messages` has them all."""

from __future__ import annotations

import dataclasses
from uuid import UUID

from screens.wish import Wish


@dataclasses.dataclass
class FamilyWanted(Wish):
    """See who in a person's family may know what."""

    person_id: UUID


@dataclasses.dataclass
class InterestWanted(Wish):
    """Say who has a conflict of interest with somebody."""

    subject_id: UUID


@dataclasses.dataclass
class JoinPeopleWanted(Wish):
    """Join another record of the same person to this one."""

    person_id: UUID
    other_id: UUID
