"""What is shown of a restricted record, and of restricting one."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Protocol
from uuid import UUID

from iass_tui.rules.records.office import Colleague
from iass_tui.rules.records.restricting import Restriction


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
class RestrictedLine:
    """One restricted record in the manager's list: which it is by reference, never by name."""

    circle: UUID
    subject_id: UUID | None
    """Whose record to open; None where it does not open to whoever reads: that it exists is all that is known."""
    references: tuple[str, ...] = ()
    placed: Restriction | None = None
    """None where what was written of it does not open."""
    placed_by: str = ""
    inside: tuple[Colleague, ...] = ()
    shut_out: tuple[Colleague, ...] = ()
    review_by: date | None = None
    is_cut_off: bool = False
    """Whether placing or lifting it was cut off, so that it waits to be finished."""


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

    def every(self) -> tuple[RestrictedLine, ...]: ...
    def looked(self, subject_id: UUID) -> None: ...
    def complete(self) -> None: ...
    def standing(self, subject_id: UUID) -> Standing | None: ...
    def preview(self, subject_id: UUID, shut_out: frozenset[UUID] = ...) -> RestrictionPreview: ...
    def place(self, subject_id: UUID, shut_out: frozenset[UUID], words: str, to: UUID | None = None) -> Restricted:
        """Shuts a record to exactly these colleagues. Raises `NotAllowed` with every reason."""
        ...

    def lift(self, subject_id: UUID, words: str) -> None: ...
