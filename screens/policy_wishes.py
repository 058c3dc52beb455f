"""Wishes about the policy register."""

from __future__ import annotations

import dataclasses
from uuid import UUID

from screens.wish import Wish


@dataclasses.dataclass
class PolicyWanted(Wish):
    """Open the register of the policy's versions."""


@dataclasses.dataclass
class PolicyVersionWanted(Wish):
    """Open one version."""

    policy_id: UUID


@dataclasses.dataclass
class PolicyDraftWanted(Wish):
    """Write at the version that is being worked on; begin one where there is none; or go on with unsaved words."""

    draft_id: UUID | None = None


@dataclasses.dataclass
class PolicyIssueWanted(Wish):
    """See who was told of a version, and who is left."""

    policy_id: UUID


@dataclasses.dataclass
class PolicyTellingWanted(Wish):
    """Note how the family of a case was told of the policy."""

    case_id: UUID


@dataclasses.dataclass
class PolicyReadWanted(Wish):
    """Read the version in force, and say so."""


@dataclasses.dataclass
class PolicyAskedWanted(Wish):
    """Open the log of copies that were asked for, or of questions about the policy."""

    questions: bool = False


@dataclasses.dataclass
class PolicyAskWanted(Wish):
    """Write down that somebody asked."""

    questions: bool = False
