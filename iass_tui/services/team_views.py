"""What a manager is shown of the whole team's work: frozen, already opened, already permitted."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Protocol
from uuid import UUID

from iass_tui.services.views import CaseLine, TaskView


@dataclasses.dataclass(frozen=True)
class Unowned:
    """Work that fell between people, counted for the first page: nothing of it was opened."""

    cases: int = 0
    tasks: int = 0
    away: tuple[str, ...] = ()
    """Names of those who are away and have work."""

    def __bool__(self) -> bool:
        return bool(self.cases or self.tasks or self.away)


@dataclasses.dataclass(frozen=True)
class Load:
    """What one colleague has to do."""

    id: UUID
    name: str
    away_until: date | None
    """The last day on which they are away; None where they are here."""
    cases: tuple[CaseLine, ...]
    """Those that are not closed, the longest untouched first."""
    by_level: Mapping[str, int]
    """Of the open ones."""
    inactive: int
    overdue: int
    """Tasks of theirs that are overdue, in whoever's cases."""


@dataclasses.dataclass(frozen=True)
class TeamView:
    """The team's work on one day."""

    unowned_cases: tuple[CaseLine, ...]
    """Nobody's, or of somebody who left; the longest untouched first."""
    unowned_tasks: tuple[TaskView, ...]
    """Whose owner left, and those in such cases that nobody owns."""
    away_tasks: tuple[TaskView, ...]
    """Due by today, of colleagues who are away."""
    loads: tuple[Load, ...]
    """Everyone who may have cases, by name."""
    quiet: tuple[CaseLine, ...]
    """Open cases without a note for the days that the office set (P37), the longest first."""
    unreadable: int = 0
    restricted: frozenset[UUID] = frozenset()
    """Cases of restricted records that this manager opens."""


class Team(Protocol):
    """Whose the work is, for managers."""

    def unowned(self) -> Unowned:
        """For the first page; nothing for whoever is no manager."""
        ...

    def view(self) -> TeamView: ...
    def give_task(self, task_id: UUID, owner_id: UUID | None) -> None:
        """To a colleague, or (None) to whoever has its case."""
        ...

    def take_task_back(self, task_id: UUID) -> None:
        """What was last given in this session goes back to who had it."""
        ...
