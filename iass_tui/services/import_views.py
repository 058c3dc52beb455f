"""What importing and comparing hand to screens and the command line."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol
from uuid import UUID

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.duplicates import Likeness, Someone
from iass_tui.rules.importing import ColumnMapping, MappingProblem, RowDecision, Verdict, counts
from iass_tui.rules.importing.verdicts import RowSaid


@dataclasses.dataclass(frozen=True)
class Lookalike:
    """Somebody who may be the same person: on file (`person_id`), or further up in a sheet (`row`)."""

    likeness: Likeness
    person_id: UUID | None
    row: int | None
    name: str
    born: PartialDate | None


@dataclasses.dataclass(frozen=True)
class SheetView:
    """A spreadsheet that was opened, and how its headings are understood. Nothing of it has been kept."""

    name: str
    headings: tuple[str, ...]
    rows: int
    mapping: ColumnMapping
    problems: tuple[MappingProblem, ...]
    unused: tuple[str, ...]
    """Headings whose columns will not be read."""
    others: tuple[str, ...]
    """The file's other sheets."""


@dataclasses.dataclass(frozen=True)
class ImportReport:
    """What would become, or became, of every row, in the order of the sheet."""

    decisions: tuple[RowDecision, ...]
    lookalikes: Mapping[int, tuple[Lookalike, ...]]
    """By row: whom its child may be."""
    said: Mapping[int, RowSaid] = dataclasses.field(default_factory=dict)
    """By row: what somebody found who looked at a double."""

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many rows of each verdict."""
        return counts(self.decisions)


@dataclasses.dataclass(frozen=True)
class ImportDouble:
    """Somebody whom the last import brought, and who they may be."""

    person_id: UUID
    name: str
    other: Lookalike
    is_said: bool
    """Whoever imported said: the same person."""


@dataclasses.dataclass(frozen=True)
class ImportDone:
    """What an import brought. `was_stopped`: it was stopped, and nothing of it is left."""

    people: int
    cases: int
    tallies: int
    batches: int
    longest_batch: float
    """Seconds for which colleagues had to wait at most."""
    was_stopped: bool = False
    kept_from: int = 0
    """Cases that are nobody's because the colleague in the sheet has a conflict of interest with the family."""


class Imports(Protocol):
    """Bringing in one spreadsheet at a time, which stays in memory until it is written."""

    @property
    def report(self) -> ImportReport | None:
        """What `look` found; None before it, and once the columns are changed."""
        ...

    def open(self, path: Path, sheet: str = "") -> SheetView: ...
    def map(self, chosen: Mapping[str, str], fixed: Mapping[str, str]) -> SheetView: ...
    def look(
        self, progress: Callable[[int, int], None] | None = None, *, with_duplicates: bool = False
    ) -> ImportReport: ...
    def say(self, number: int, said: RowSaid) -> ImportReport:
        """What becomes of a row that is like somebody on file. Raises `Problem` for any other row."""
        ...

    def doubles(self) -> tuple[ImportDouble, ...]:
        """Whom the newest import that landed brought and who are likely on file already, those that were said first."""
        ...

    def not_same(self, person_id: UUID, other_id: UUID) -> None:
        """The two are two people: they are not offered again. Raises `NotAllowed` for a frozen record."""
        ...

    def run(
        self, progress: Callable[[int, int], None] | None = None, is_stopped: Callable[[], bool] | None = None
    ) -> ImportDone:
        """Seen by nobody before the last row is written; stopped, nothing of it stays."""
        ...

    def undo(self, progress: Callable[[int, int], None] | None = None) -> int: ...


class Lookalikes(Protocol):
    """Possible duplicates, explained."""

    def of_person(self, person_id: UUID) -> tuple[Lookalike, ...]: ...
    def of_newcomer(self, newcomer: Someone) -> tuple[Lookalike, ...]: ...
