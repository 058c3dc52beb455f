"""What a manager is shown of someone who leaves."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Protocol
from uuid import UUID

from iass_tui.rules.records.office import Colleague
from iass_tui.services.views import CaseLine

Progress = Callable[[int, int], None]
"""Told how many cases and tasks of how many have been given on."""


@dataclasses.dataclass(frozen=True)
class Rotation:
    """What a rotation did."""

    compartments: tuple[str, ...] = ()
    keys: int = 0
    closed: int = 0
    """File keys that did not open before either, and were left as they are."""


@dataclasses.dataclass(frozen=True)
class HeldTask:
    """A task that they own, in their own case or a colleague's."""

    id: UUID
    case_id: UUID
    reference: str
    what: str
    case_officer_id: UUID | None


@dataclasses.dataclass(frozen=True)
class Leaver:
    """All that someone holds, and who could take it over."""

    colleague: Colleague
    cases: tuple[CaseLine, ...]
    tasks: tuple[HeldTask, ...]
    drafts: int
    """Unsent work of theirs, which nobody else opens and which goes after 14 days."""
    named_to_staff: int
    """On how many pages case staff are told to speak to them."""
    compartments: tuple[str, ...]
    takers: tuple[Colleague, ...]
    is_last_manager: bool = False
    only: Mapping[UUID, frozenset[UUID]] = dataclasses.field(default_factory=dict)
    """Of each case that is restricted, who is in its circle: nobody else can take it."""


@dataclasses.dataclass(frozen=True)
class Left:
    """What was done."""

    cases: int
    tasks: int
    keys: int
    closed_keys: int


class Leaving(Protocol):
    """Someone leaves."""

    def preview(self, account_id: UUID) -> Leaver: ...
    def leave(
        self,
        account_id: UUID,
        to: UUID | None,
        cases: Mapping[UUID, UUID] | None = None,
        progress: Progress = ...,
    ) -> Left:
        """Gives everything on, closes the account and rotates the keys they held."""
        ...
