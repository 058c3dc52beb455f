"""What a reader can work out from published tables: the bounds of every count, tightened with every sum.

The reader is taken to know the method: `[c]` is 1 to 4, a shown number is within 2 of the count and never
under 5 (domain table 6.2, step 5).
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Sequence

from iass_tui.rules.quarters import Quarter

HIDDEN = "[c]"
"""Shown for a count of 1 to 4."""
NOT_SHOWN = "[x]"
"""Shown for a total that is kept back; it may be any number."""
ZERO_TO_FOUR = "0 to 4"
"""Shown for a count of 0 to 4 in tables where even a zero says something about someone."""
SMALL = 4
STEP = 5
_NO_LIMIT = 1_000_000_000

Range = tuple[int, int]


def show(count: int, *, zero_is_harmless: bool = True) -> str:
    """A count as it may be published: 0, `[c]` for 1 to 4, else the nearest 5 (5 to 7 show 5).

    Where a zero is not harmless, 0 to 4 is shown for either. Raises `ValueError` below 0.
    """
    if count < 0:
        raise ValueError("a count below 0")
    if count <= SMALL and not zero_is_harmless:
        return ZERO_TO_FOUR
    if count == 0:
        return "0"
    return HIDDEN if count <= SMALL else str((count + STEP // 2) // STEP * STEP)


def meaning(shown: str) -> Range:
    """The least and the greatest count that `show` gives as this. Raises `ValueError` for anything else."""
    known = {"0": (0, 0), HIDDEN: (1, SMALL), ZERO_TO_FOUR: (0, SMALL), NOT_SHOWN: (0, _NO_LIMIT)}
    if shown in known:
        return known[shown]
    number = int(shown)
    if number <= 0 or number % STEP:
        raise ValueError("not a rounded count")
    return max(SMALL + 1, number - STEP // 2), number + STEP // 2


@dataclasses.dataclass(frozen=True, slots=True)
class ShownCell:
    """One published figure, and what it is a figure of."""

    category: str
    shown: str
    quantities: tuple[str, ...]
    """What it counts: several where categories were merged. Equal names are the same number in every table."""
    is_flow: bool = False
    """Whether quarters add up to a year: true of what happens, false of what is open or distinct."""
    carried_from: str = ""
    """The quantity of the quarter before that is the same number, as "open at the start" repeats "at the end"."""


class Step(enum.StrEnum):
    """What was done to a table, or is to be looked at."""

    HIDDEN = "HIDDEN"  # a count of 1 to 4 became [c]
    MERGED = "MERGED"
    TOTAL_HIDDEN = "TOTAL_HIDDEN"
    DROPPED = "DROPPED"
    ONE_CATEGORY = "ONE_CATEGORY"  # everyone counted is in one category: it says the same of each of them


class Why(enum.StrEnum):
    """Why it was done."""

    SMALL_COUNT = "SMALL_COUNT"
    COULD_BE_WORKED_OUT = "COULD_BE_WORKED_OUT"
    KEPT_BACK_ELSEWHERE = "KEPT_BACK_ELSEWHERE"  # another table could not show the same total
    SAYS_THE_SAME_OF_ALL = "SAYS_THE_SAME_OF_ALL"


@dataclasses.dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of what the manager reads before approving (step 8). It holds no count."""

    step: Step
    why: Why
    categories: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A table as it may be published. A dropped table has no cells."""

    name: str
    unit: str
    cells: tuple[ShownCell, ...]
    total: ShownCell | None = None
    """None where the table has no total; `[x]` where it is kept back. Cells may sum to another number."""
    report: tuple[ReportLine, ...] = ()

    @property
    def is_dropped(self) -> bool:
        """Whether nothing of it may be published."""
        return not self.cells


@dataclasses.dataclass(frozen=True, slots=True)
class Release:
    """Tables published together, and the quarters that they cover: one, or several for a year."""

    covers: tuple[Quarter, ...]
    tables: tuple[ProtectedTable, ...]

    @property
    def period(self) -> str:
        """The quarters as text: "2026-Q3", or "2026-Q1 to 2026-Q4"."""
        return " to ".join(dict.fromkeys((str(self.covers[0]), str(self.covers[-1])))) if self.covers else ""


class Contradiction(ValueError):
    """No counts at all give these figures: numbers were changed between releases. `quantity` is where it shows."""

    def __init__(self, quantity: str) -> None:
        super().__init__(quantity)
        self.quantity = quantity


class Knowledge:
    """What someone knows who has read some tables: bounds of quantities, and which of them add up to which."""

    def __init__(self, releases: Iterable[Release]) -> None:
        self.bounds: dict[str, Range] = {}
        self._sums: list[tuple[str, tuple[str, ...]]] = []
        self._may_be_zero: set[str] = set()
        for release in releases:
            for table in release.tables:
                self._read(release, table)
        self._tighten()

    def _read(self, release: Release, table: ProtectedTable) -> None:
        keys = tuple(self._read_cell(release, cell) for cell in table.cells)
        if table.total and keys:
            self._sums.append((self._read_cell(release, table.total), keys))

    def _read_cell(self, release: Release, cell: ShownCell) -> str:
        parts = _parts(release, cell)
        key = " + ".join(parts)
        self._narrow(key, meaning(cell.shown))
        if cell.shown == ZERO_TO_FOUR:
            self._may_be_zero.add(key)
        if len(parts) > 1:
            for part in parts:
                self._narrow(part, (0, _NO_LIMIT))
            self._sums.append((key, parts))
        return key

    def _narrow(self, key: str, to: Range) -> bool:
        low, high = self.bounds.get(key, (0, _NO_LIMIT))
        narrowed = max(low, to[0]), min(high, to[1])
        if narrowed[0] > narrowed[1]:
            raise Contradiction(key)
        self.bounds[key] = narrowed
        return narrowed != (low, high)

    def _tighten(self) -> None:
        """Draws every conclusion that single sums allow, again and again until nothing changes."""
        changed = True
        while changed:
            changed = False
            for whole, parts in self._sums:
                changed |= self._use(whole, parts)

    def _use(self, whole: str, parts: Sequence[str]) -> bool:
        low = sum(self.bounds[part][0] for part in parts)
        high = sum(self.bounds[part][1] for part in parts)
        changed = self._narrow(whole, (low, high))
        least, most = self.bounds[whole]
        for part in parts:
            part_low, part_high = self.bounds[part]
            changed |= self._narrow(part, (least - (high - part_high), most - (low - part_low)))
        return changed

    def counts_left(self, key: str) -> set[int]:
        """The counts up to 5 that a quantity can still have."""
        low, high = self.bounds[key]
        return set(range(low, min(high, SMALL + 1) + 1))

    def counts_needed(self, key: str) -> set[int]:
        """The counts that a small quantity has to keep possible: 1 to 4, and 0 where a zero was hidden as well."""
        return set(range(0 if key in self._may_be_zero else 1, SMALL + 1))

    def given_away(self) -> dict[str, Range]:
        """The small counts known more closely than 1 to 4, with their bounds: there must be none.

        A count shown as 0 is none of them, nor one that may be 5 or more.
        """
        small = {
            key: (low, high)
            for key, (low, high) in self.bounds.items()
            if high <= SMALL and (high or key in self._may_be_zero)
        }
        return {key: bounds for key, bounds in small.items() if self.counts_needed(key) - self.counts_left(key)}


def _parts(release: Release, cell: ShownCell) -> tuple[str, ...]:
    """The quantities behind a figure, each named with its time: a flow of several quarters is their sum."""
    if cell.carried_from and release.covers:
        return (f"{cell.carried_from} @ {release.covers[0].previous()}",)
    times = [str(quarter) for quarter in release.covers] if cell.is_flow and release.covers else [release.period]
    return tuple(f"{quantity} @ {time}" if time else quantity for quantity in cell.quantities for time in times)
