"""What is shown of a restricted record, and of restricting one."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Protocol
from uuid import UUID

from iass_tui.rules.records.office import Colleague


@dataclasses.dataclass(frozen=True)
class Standing:
    """A restriction, as those see it who are in the circle."""

    since: date | None
    """None where what was written of it does not open."""
    reason: str
    placed_by: str
    shut_out: tuple[Colleague, ...]
    """Every officer who does not open it: those who were named, and whoever came since and was not let in."""
    named: frozenset[UUID]


@dataclasses.dataclass(frozen=True)
class RestrictionPreview:
    """What restricting a record would do."""

    people: tuple[str, ...]
    """Whose records are restricted: the child's, and those of adults who belong to nobody else."""
    cases: tuple[str, ...]
    """References of the cases in them."""
    stay_open: tuple[str, ...]
    """Of the family, whose records stay open, since another child's is."""
    held_cases: int
    """Open cases in it that somebody has who would be shut out."""
    held_tasks: int
    may_be_named: tuple[Colleague, ...]
    cannot_be_named: tuple[Colleague, ...]
    """Managers and safeguarding leads."""
    shut_out: tuple[UUID, ...]
    """Who is outside now."""


@dataclasses.dataclass(frozen=True)
class Restricted:
    """What was done."""

    people: int
    rows: int
    closed: int
    """Keys or rows that did not open before either, and were left as they are."""


class Restricting(Protocol):
    """Restricted records."""

    def standing(self, subject_id: UUID) -> Standing | None: ...
    def preview(self, subject_id: UUID, shut_out: frozenset[UUID] = ...) -> RestrictionPreview: ...
    def place(self, subject_id: UUID, shut_out: frozenset[UUID], words: str, to: UUID | None = None) -> Restricted:
        """Shuts a record to exactly these colleagues. Raises `NotAllowed` with every reason."""
        ...

    def lift(self, subject_id: UUID, words: str) -> None: ...
