"""Wishes about training, undertakings and the office's registers. Used through `messages`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from screens.wish import Wish

if TYPE_CHECKING:
    from iass_tui.rules.records.registers import Register
    from iass_tui.rules.records.training import Undertaking


@dataclasses.dataclass
class TrainingWanted(Wish):
    """See one's own training and what one agreed to; a manager sees everybody's."""


@dataclasses.dataclass
class PersonTrainingWanted(Wish):
    """See one colleague's lines of the training register, and add to them."""

    account_id: UUID


@dataclasses.dataclass
class TrainingFormWanted(Wish):
    """Record that a colleague did a course."""

    account_id: UUID


@dataclasses.dataclass
class UndertakingWanted(Wish):
    """Read a text that everybody agrees to, and agree."""

    what: Undertaking


@dataclasses.dataclass
class RegistersWanted(Wish):
    """Choose among the office's registers."""


@dataclasses.dataclass
class RegisterWanted(Wish):
    """Open one register."""

    register: Register


@dataclasses.dataclass
class RegisterLineWanted(Wish):
    """Add a line to a register, or change one."""

    register: Register
    line_id: UUID | None = None


@dataclasses.dataclass
class MailingWanted(Wish):
    """Choose the agencies that get the policy."""
