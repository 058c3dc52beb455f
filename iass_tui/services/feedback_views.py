"""What the feedback and strategic activity screens are given and ask for."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Protocol
from uuid import UUID

from iass_tui.rules.records.feedback import ActivityBody, CaseFeedback, FeedbackBody


@dataclasses.dataclass(frozen=True)
class FeedbackView:
    """One form that stands with a case."""

    id: UUID
    author: str
    written_at: datetime
    body: CaseFeedback


@dataclasses.dataclass(frozen=True)
class ActivityView:
    """One strategic activity in the list."""

    id: UUID
    version: int
    author: str
    body: ActivityBody
    may_change: bool


class Feedback(Protocol):
    """What families said of the service."""

    def keep(self, quarter: str, body: FeedbackBody) -> None:
        """One form that belongs to nobody. Raises `NotAllowed` for an empty one."""
        ...

    def keep_with_case(self, reference: str, body: CaseFeedback) -> None:
        """One form that the family asked to have kept with their case. Raises `NotAllowed` or `NotFound`."""
        ...

    def comments(self, quarter: str) -> tuple[str, ...]:
        """What they wrote, in the order of the alphabet: for a manager's themes, in no workbook."""
        ...


class Activities(Protocol):
    """Work of the office that is about no family."""

    def all(self) -> tuple[ActivityView, ...]:
        """The latest day first."""
        ...

    def add(self, body: ActivityBody) -> UUID: ...
    def change(self, activity_id: UUID, version: int, before: ActivityBody, body: ActivityBody) -> None:
        """Puts it right. Raises `Conflict`."""
        ...

    def take_back(self, activity_id: UUID, version: int) -> None:
        """It was not so: it is gone, and counts for nothing."""
        ...
