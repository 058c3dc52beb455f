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
    SMALL,
    STEP,
    Contradiction,
    Knowledge,
    ProtectedTable,
    Release,
    ReportLine,
    ShownCell,
    Step,
    Sum,
    Why,
    meaning,
    show,
)

__all__ = [
    "HIDDEN", "NOT_SHOWN", "Cell", "CountTable", "Finding", "FindingKind", "Merge", "ProtectedTable",
    "Release", "ReportLine", "ShownCell", "Step", "Sum", "Why", "compare", "protect", "protect_all",
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

    A count of 0 to 4 is hidden; no nought is ever shown, so that nobody can read that all of them are in one
    category. Where a reader could tell that a hidden count is not any of 1 to 4, categories are merged as the map says
    until none is hidden; if the map does not reach that far the total is kept back; where even that would
    tell (a reader may know this very rule) the table is dropped. Raises `ValueError` for a count below 0.
    """
    return protect_all([table], {table.name: merge_map})[0]


def protect_all(
    tables: Sequence[CountTable],
    merge_maps: Mapping[str, Sequence[Merge]] | None = None,
    sums: tuple[Sum, ...] = (),
) -> tuple[ProtectedTable, ...]:
    """The tables as they may be published together, in their order: what earlier ones tell counts against later.

    Tables whose totals have the same name share one rounded figure, or none after the first that keeps it back.
    Only sums are attacked: those of the tables, and `sums` for what else the numbers are to each other (that
    closed cases are among the active ones, say). Raises `ValueError` where one quantity has two counts.
    """
    _check_agreement(tables)
    done: list[ProtectedTable] = []
    for table in tables:
        done.append(_Attempt(table, tuple(done), sums).protect((merge_maps or {}).get(table.name, ())))
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

    def __init__(self, table: CountTable, done: tuple[ProtectedTable, ...], sums: tuple[Sum, ...]) -> None:
        self._table, self._done, self._sums = table, done, sums
        self._total = show(table.total_count) if table.total else ""

    def protect(self, merge_map: Sequence[Merge]) -> ProtectedTable:
        groups: _Groups = tuple((cell.category, (cell,)) for cell in self._table.cells)
        if not groups:
            return self._shown(groups, "")
        if self._is_kept_back_elsewhere():
            return self._without_total(groups, Why.KEPT_BACK_ELSEWHERE)
        harmful = self._totals_harmful(groups)
        if self._total not in harmful:
            return self._shown(groups, self._total)
        merged = self._merged(groups, merge_map)
        if merged:
            return merged
        # That a total is kept back tells that it is a harmful one: so it may not be where those tell something.
        if _tell_something(harmful, self._table.total):
            return self._dropped()
        return self._without_total(groups, Why.COULD_BE_WORKED_OUT)

    def _is_kept_back_elsewhere(self) -> bool:
        totals = [table.total for table in self._done if table.total]
        return any(total.shown == NOT_SHOWN and self._table.total in total.quantities for total in totals)

    def _merged(self, groups: _Groups, merge_map: Sequence[Merge]) -> ProtectedTable | None:
        plan = self._merge_plan(groups, merge_map)
        if not plan:
            return None
        merged, merges = plan
        report = tuple(ReportLine(Step.MERGED, Why.COULD_BE_WORKED_OUT, merge.parts) for merge in merges)
        shown = self._shown(merged, self._total, report)
        return None if self._knowledge(shown).given_away() else shown

    def _merge_plan(self, groups: _Groups, merge_map: Sequence[Merge]) -> tuple[_Groups, list[Merge]] | None:
        """The groups with no hidden one left, and the steps that made them; None where the map ends before.

        Only shown figures are looked at: were the counts, that a merge was made would itself tell of them.
        """
        least = {cell.category: meaning(cell.shown)[0] for cell in self._cells(groups)}
        small = {cell.category for cell in self._cells(groups) if cell.shown == HIDDEN}
        steps = []
        while small:
            fitting = (step for step in merge_map if least.keys() >= {*step.parts} and small & {*step.parts})
            step = next(fitting, None)
            if not step:
                return None
            groups = _with(groups, step)
            least[step.into] = sum(least.pop(part) for part in step.parts)
            small.difference_update(step.parts)
            if least[step.into] < STEP:
                small.add(step.into)
            steps.append(step)
        return groups, steps

    def _without_total(self, groups: _Groups, why: Why) -> ProtectedTable:
        shown = self._shown(groups, NOT_SHOWN, (ReportLine(Step.TOTAL_HIDDEN, why),))
        return self._dropped() if self._knowledge(shown).given_away() else shown

    def _dropped(self) -> ProtectedTable:
        report = (ReportLine(Step.DROPPED, Why.COULD_BE_WORKED_OUT),)
        return ProtectedTable(self._table.name, self._table.unit, (), report=report)

    def _totals_harmful(self, groups: _Groups) -> dict[str, Knowledge]:
        """The totals that would give something away beside these figures, each with what it would tell."""
        harmful = {}
        for total in self._totals_possible(groups):
            try:
                knowledge = self._knowledge(self._shown(groups, total))
            except Contradiction:  # bounds are drawn one sum at a time: this total turns out not to be possible
                continue
            if knowledge.given_away():
                harmful[total] = knowledge
        return harmful

    def _totals_possible(self, groups: _Groups) -> list[str]:
        if not self._table.total:
            return [""]
        shown = self._shown(groups, NOT_SHOWN)
        low, high = self._knowledge(shown).bounds[self._table.total]
        return list(dict.fromkeys(show(count) for count in range(low, high + 1)))

    def _knowledge(self, table: ProtectedTable) -> Knowledge:
        return Knowledge([Release((), (*self._done, table), self._sums)])

    def _shown(self, groups: _Groups, total: str, report: tuple[ReportLine, ...] = ()) -> ProtectedTable:
        cells = self._cells(groups)
        table = self._table
        small = tuple(cell.category for cell in cells if cell.shown == HIDDEN)
        if small:
            report = (ReportLine(Step.HIDDEN, Why.SMALL_COUNT, small), *report)
        whole = ShownCell("", total, (table.total,), all(cell.is_flow for cell in table.cells)) if table.total else None
        return ProtectedTable(table.name, table.unit, cells, whole, report)

    def _cells(self, groups: _Groups) -> tuple[ShownCell, ...]:
        return tuple(self._cell(category, cells) for category, cells in groups)

    def _cell(self, category: str, cells: tuple[Cell, ...]) -> ShownCell:
        return ShownCell(
            category,
            show(sum(cell.count for cell in cells)),
            tuple(cell.quantity or f"{self._table.name}/{cell.category}" for cell in cells),
            all(cell.is_flow for cell in cells),
            cells[0].carried_from if len(cells) == 1 else "",
        )


def _with(groups: _Groups, step: Merge) -> _Groups:
    cells = tuple(cell for category, inside in groups if category in step.parts for cell in inside)
    at = min(index for index, (category, _) in enumerate(groups) if category in step.parts)
    left = [group for group in groups if group[0] not in step.parts]
    return (*left[:at], (step.into, cells), *left[at:])


def _tell_something(harmful: Mapping[str, Knowledge], total: str) -> bool:
    """Whether someone who knows that the total is one of these knows another count more closely than 1 to 4."""
    possible = list(harmful.values())
    keys = {key for knowledge in possible for key in knowledge.given_away()} - {total}
    needed = set(range(1, SMALL + 1))
    return any(needed - {count for knowledge in possible for count in knowledge.counts_left(key)} for key in keys)


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
