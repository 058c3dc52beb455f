"""Counts made safe to publish: small ones hidden, the rest rounded, and the result attacked before it goes out.

Method A of domain table 6.2. Everything is decided from frozen counts and a fixed table set; nothing is drawn
by chance, so the same counts always give the same tables.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping, Sequence

from iass_tui.rules.disclosure_audit import (
    HIDDEN,
    NOT_SHOWN,
    STEP,
    ZERO_TO_FOUR,
    Contradiction,
    Knowledge,
    ProtectedTable,
    Release,
    ReportLine,
    ShownCell,
    Step,
    Why,
    meaning,
    show,
)

__all__ = [
    "HIDDEN", "NOT_SHOWN", "ZERO_TO_FOUR", "Cell", "CountTable", "Finding", "FindingKind", "Merge", "ProtectedTable",
    "Release", "ReportLine", "ShownCell", "Step", "Why", "compare", "protect", "protect_all",
]  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """One true count of a table."""

    category: str
    count: int
    quantity: str = ""
    """Its name where another table shows the same number too; else it is the table's own."""
    is_flow: bool = False
    """Whether quarters add up to a year (see `ShownCell`)."""
    carried_from: str = ""
    """The quantity of the quarter before that is the same number (see `ShownCell`)."""


@dataclasses.dataclass(frozen=True, slots=True)
class CountTable:
    """One one-way table of true counts: its cells are distinct and add up to its total."""

    name: str
    unit: str
    """What is counted: enquiries, cases, children (domain table 2.1)."""
    cells: tuple[Cell, ...]
    total: str = ""
    """The name of what the cells add up to, shared by every table with that total; "" publishes none."""
    zero_is_harmless: bool = True
    """False merges 0 with 1 to 4, where "none" would tell something of someone."""

    @property
    def total_count(self) -> int:
        """The true total."""
        return sum(cell.count for cell in self.cells)


@dataclasses.dataclass(frozen=True, slots=True)
class Merge:
    """One step of a merge map: these categories may become one. A map is fixed for the year, widest last."""

    parts: tuple[str, ...]
    into: str


def protect(table: CountTable, merge_map: Sequence[Merge] = ()) -> ProtectedTable:
    """The table as it may be published, and the report of what was hidden and why (steps 3 to 6).

    Where a reader could tell that a hidden count is not any of 1 to 4, categories are merged as the map says,
    else the total is kept back, else the table is dropped. A total is also kept back where showing it would
    make *its being kept back elsewhere* a clue. Raises `ValueError` for a count below 0.
    """
    return protect_all([table], {table.name: merge_map})[0]


def protect_all(
    tables: Sequence[CountTable], merge_maps: Mapping[str, Sequence[Merge]] | None = None
) -> tuple[ProtectedTable, ...]:
    """The tables as they may be published together, in their order: what earlier ones tell counts against later.

    Tables whose totals have the same name share one rounded figure, or none of them shows it. Raises
    `ValueError` where one quantity has two counts.
    """
    _check_agreement(tables)
    done: list[ProtectedTable] = []
    for table in tables:
        done.append(_Attempt(table, tuple(done)).protect((merge_maps or {}).get(table.name, ())))
    return tuple(done)


def _check_agreement(tables: Sequence[CountTable]) -> None:
    counts: dict[str, int] = {}
    for table in tables:
        named = [(cell.quantity, cell.count) for cell in table.cells] + [(table.total, table.total_count)]
        for quantity, count in named:
            if quantity and counts.setdefault(quantity, count) != count:
                raise ValueError(f"two counts of {quantity}")


_Groups = tuple[tuple[str, tuple[Cell, ...]], ...]
"""Categories as they stand after merging, each with the cells that are in it."""


class _Attempt:
    """One table, tried against a reader who has the tables already decided."""

    def __init__(self, table: CountTable, done: tuple[ProtectedTable, ...]) -> None:
        self._table = table
        self._done = done
        self._total = show(table.total_count, zero_is_harmless=table.zero_is_harmless) if table.total else ""

    def protect(self, merge_map: Sequence[Merge]) -> ProtectedTable:
        groups: _Groups = tuple((cell.category, (cell,)) for cell in self._table.cells)
        why: Why | None = Why.KEPT_BACK_ELSEWHERE
        if not self._is_kept_back_elsewhere():
            why = self._why_not(groups)
            if not why:
                return self._shown(groups, self._total)
            merged = self._try_merging(groups, merge_map)
            if merged:
                return merged
        return self._without_total(groups, why)

    def _is_kept_back_elsewhere(self) -> bool:
        totals = [table.total for table in self._done if table.total]
        return any(total.shown == NOT_SHOWN and self._table.total in total.quantities for total in totals)

    def _try_merging(self, groups: _Groups, merge_map: Sequence[Merge]) -> ProtectedTable | None:
        report: tuple[ReportLine, ...] = ()
        while merge := self._next_merge(groups, merge_map):
            cells = tuple(cell for category, inside in groups if category in merge.parts for cell in inside)
            at = min(index for index, (category, _) in enumerate(groups) if category in merge.parts)
            left = [group for group in groups if group[0] not in merge.parts]
            groups = (*left[:at], (merge.into, cells), *left[at:])
            report = (*report, ReportLine(Step.MERGED, Why.COULD_BE_WORKED_OUT, merge.parts))
            if not self._why_not(groups):
                return self._shown(groups, self._total, report)
        return None

    def _next_merge(self, groups: _Groups, merge_map: Sequence[Merge]) -> Merge | None:
        """The first step of the map that takes in a hidden category; which one, only shown figures decide."""
        hidden = {cell.category for cell in self._cells(groups) if cell.shown in (HIDDEN, ZERO_TO_FOUR)}
        present = {category for category, _ in groups}
        fitting = (merge for merge in merge_map if present.issuperset(merge.parts) and hidden & {*merge.parts})
        return next(fitting, None)

    def _without_total(self, groups: _Groups, why: Why) -> ProtectedTable:
        shown = self._shown(groups, NOT_SHOWN, (ReportLine(Step.TOTAL_HIDDEN, why),))
        if not self._knowledge(shown).given_away():
            return shown
        report = (ReportLine(Step.DROPPED, Why.COULD_BE_WORKED_OUT),)
        return ProtectedTable(self._table.name, self._table.unit, (), report=report)

    def _why_not(self, groups: _Groups) -> Why | None:
        """Why these categories may not stand beside the total; None where they may."""
        if self._knowledge(self._shown(groups, self._total)).given_away():
            return Why.COULD_BE_WORKED_OUT
        return Why.WOULD_TELL_OF_A_HIDING if self._total in self._totals_kept_back(groups) else None

    def _totals_kept_back(self, groups: _Groups) -> set[str]:
        """The totals that are never shown beside these figures, a choice that the figures alone decide.

        A reader who sees a total kept back knows that it is one of those that would have given something away.
        Where even that narrows a hidden count, one harmless total is kept back with them.
        """
        if not self._table.total:
            return set()
        harmful: dict[str, Knowledge] = {}
        harmless: list[str] = []
        for total in self._totals_possible(groups):
            knowledge = self._knowledge(self._shown(groups, total))
            if knowledge.given_away():
                harmful[total] = knowledge
            else:
                harmless.append(total)
        if harmful and harmless and _tells_something(list(harmful.values())):
            is_low_end = meaning(min(harmful, key=meaning)) < meaning(harmless[0])
            return {*harmful, harmless[0] if is_low_end else harmless[-1]}
        return set(harmful)

    def _totals_possible(self, groups: _Groups) -> list[str]:
        shown = self._shown(groups, NOT_SHOWN)
        low, high = self._knowledge(shown).bounds[self._table.total]
        harmless = self._table.zero_is_harmless
        return list(dict.fromkeys(show(count, zero_is_harmless=harmless) for count in range(low, high + 1)))

    def _knowledge(self, table: ProtectedTable) -> Knowledge:
        return Knowledge([Release((), (*self._done, table))])

    def _shown(self, groups: _Groups, total: str, report: tuple[ReportLine, ...] = ()) -> ProtectedTable:
        cells = self._cells(groups)
        table = self._table
        small = tuple(cell.category for cell in cells if cell.shown in (HIDDEN, ZERO_TO_FOUR))
        if small:
            report = (ReportLine(Step.HIDDEN, Why.SMALL_COUNT, small), *report)
        peopled = [category for category, inside in groups if any(cell.count for cell in inside)]
        if len(peopled) == 1:
            report = (*report, ReportLine(Step.ONE_CATEGORY, Why.SAYS_THE_SAME_OF_ALL, tuple(peopled)))
        whole = ShownCell("", total, (table.total,), all(cell.is_flow for cell in table.cells)) if table.total else None
        return ProtectedTable(table.name, table.unit, cells, whole, report)

    def _cells(self, groups: _Groups) -> tuple[ShownCell, ...]:
        return tuple(self._cell(category, cells) for category, cells in groups)

    def _cell(self, category: str, cells: tuple[Cell, ...]) -> ShownCell:
        return ShownCell(
            category,
            show(sum(cell.count for cell in cells), zero_is_harmless=self._table.zero_is_harmless),
            tuple(cell.quantity or f"{self._table.name}/{cell.category}" for cell in cells),
            all(cell.is_flow for cell in cells),
            cells[0].carried_from if len(cells) == 1 else "",
        )


def _tells_something(possible: Sequence[Knowledge]) -> bool:
    """Whether someone who knows that one of these holds knows a small count more closely than 1 to 4."""
    for key in {key for knowledge in possible for key in knowledge.given_away()}:
        ranges = [knowledge.bounds[key] for knowledge in possible]
        counts = {count for low, high in ranges for count in range(low, min(high, STEP) + 1)}
        if not counts.issuperset(range(1, STEP)):
            return True
    return False


class FindingKind(enum.StrEnum):
    """What is wrong with a set of releases."""

    REISSUED = "REISSUED"  # a table went out before for this period, with other figures: a snapshot is final
    GIVEN_AWAY = "GIVEN_AWAY"  # sums and differences tell a small count more closely than 1 to 4
    CONTRADICTION = "CONTRADICTION"  # no counts give all these figures: something changed between releases


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One reason why a release may not go out beside the earlier ones."""

    kind: FindingKind
    what: str
    """The table, or the quantity with its period."""
    period: str = ""


def compare(releases: Sequence[Release]) -> tuple[Finding, ...]:
    """What the releases tell together that none of them tells alone (step 7); empty where they may stand.

    Reads every sum over categories, tables and quarters, and every difference between them. Bounds are drawn
    from one sum at a time, again and again; a conclusion that needs several at once may stay unseen, so the
    second person still looks.
    """
    findings = list(_reissued(releases))
    try:
        given_away = Knowledge(releases).given_away()
    except Contradiction as contradiction:
        return (*findings, Finding(FindingKind.CONTRADICTION, contradiction.quantity))
    return (*findings, *(Finding(FindingKind.GIVEN_AWAY, quantity) for quantity in sorted(given_away)))


def _reissued(releases: Sequence[Release]) -> list[Finding]:
    seen: dict[tuple[str, str], ProtectedTable] = {}
    out = []
    for release in releases:
        for table in release.tables:
            before = seen.setdefault((release.period, table.name), table)
            if (before.cells, before.total) != (table.cells, table.total):
                out.append(Finding(FindingKind.REISSUED, table.name, release.period))
    return out
