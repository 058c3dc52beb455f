"""What a reader can work out from published tables: the bounds of every count, tightened with every sum.

The reader is taken to know the method: "0 to 4" is what it says, a shown number is within 2 of the count and
never under 5 (domain table 6.2, step 5). No nought is ever shown: beside a total the noughts would say that
everyone is in the one category that is left (table 6.1, "attribute").
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Sequence

from iass_tui.rules.quarters import Quarter

HIDDEN = "0 to 4"
"""Shown for a small count, and for none at all: who is in none of the other categories is in this one."""
NOT_SHOWN = "[x]"
"""Shown for a total that is kept back; it may be any number."""
SMALL = 4
STEP = 5
_NO_LIMIT = 1_000_000_000
_NEEDED = frozenset(range(1, SMALL + 1))
"""What a hidden count has to keep possible. That it is none may be ruled out: that it is none may not be told."""

Range = tuple[int, int]


def show(count: int) -> str:
    """A count as it may be published: "0 to 4", else the nearest 5 (5 to 7 show 5). Raises `ValueError` below 0."""
    if count < 0:
        raise ValueError("a count below 0")
    return HIDDEN if count <= SMALL else str((count + STEP // 2) // STEP * STEP)


def meaning(shown: str) -> Range:
    """The least and the greatest count that `show` gives as this. Raises `ValueError` for anything else."""
    known = {HIDDEN: (0, SMALL), NOT_SHOWN: (0, _NO_LIMIT)}
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
    """What was done to a table. That everyone is in one category is no step: to say so would give it away."""

    HIDDEN = "HIDDEN"  # a count of 0 to 4 is not shown
    MERGED = "MERGED"
    TOTAL_HIDDEN = "TOTAL_HIDDEN"
    DROPPED = "DROPPED"


class Why(enum.StrEnum):
    """Why it was done."""

    SMALL_COUNT = "SMALL_COUNT"
    COULD_BE_WORKED_OUT = "COULD_BE_WORKED_OUT"
    KEPT_BACK_ELSEWHERE = "KEPT_BACK_ELSEWHERE"  # another table could not show the same total


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
class Sum:
    """Numbers that add up to another one by what they mean, though no table shows them so.

    A part may be shown nowhere: cases of a level still open are what one table has more than another.
    """

    whole: str
    parts: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Release:
    """Tables published together, and the quarters that they cover: one, or several for a year."""

    covers: tuple[Quarter, ...]
    tables: tuple[ProtectedTable, ...]
    sums: tuple[Sum, ...] = ()
    """True of one quarter at a time: over several they are not looked at."""

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
        self._shown: set[str] = set()
        for release in releases:
            for table in release.tables:
                self._read(release, table)
            if len(release.covers) <= 1:
                self._read_sums(release)
        self._tighten()

    def _read(self, release: Release, table: ProtectedTable) -> None:
        keys = tuple(self._read_cell(release, cell) for cell in table.cells)
        if table.total and keys:
            self._sums.append((self._read_cell(release, table.total), keys))

    def _read_sums(self, release: Release) -> None:
        for one in release.sums:
            whole, *parts = (_at(quantity, release.period) for quantity in (one.whole, *one.parts))
            for key in (whole, *parts):
                self._narrow(key, (0, _NO_LIMIT))
            self._sums.append((whole, tuple(parts)))

    def _read_cell(self, release: Release, cell: ShownCell) -> str:
        parts = _parts(release, cell)
        key = " + ".join(parts)
        self._narrow(key, meaning(cell.shown))
        if cell.shown != NOT_SHOWN:
            self._shown.add(key)
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

    def given_away(self) -> dict[str, Range]:
        """The small counts known more closely than 1 to 4, with their bounds: there must be none.

        A count that may be 5 or more is none of them. Of a number that is shown nowhere it may be known that it
        is small, as long as nobody knows that it is someone.
        """
        small = {key: (low, high) for key, (low, high) in self.bounds.items() if high <= SMALL}
        return {
            key: bounds
            for key, bounds in small.items()
            if (key in self._shown or bounds[0]) and _NEEDED - self.counts_left(key)
        }


def _parts(release: Release, cell: ShownCell) -> tuple[str, ...]:
    """The quantities behind a figure, each named with its time: a flow of several quarters is their sum."""
    if cell.carried_from and release.covers:
        return (f"{cell.carried_from} @ {release.covers[0].previous()}",)
    times = [str(quarter) for quarter in release.covers] if cell.is_flow and release.covers else [release.period]
    return tuple(_at(quantity, time) for quantity in cell.quantities for time in times)


def _at(quantity: str, time: str) -> str:
    return f"{quantity} @ {time}" if time else quantity
