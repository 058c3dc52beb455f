"""Figures that families add to unequally: contacts and hours. Hidden where they would tell of one family.

Domain table 6.1, "magnitude": a figure is hidden where fewer than five families add to it or one of them adds more
than half. No total is shown, so that nothing can be subtracted; and no figure says more of how many families there are
than the table of cases beside it does.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date

from iass_tui.rules.disclosure_audit import HIDDEN, NOT_SHOWN, ProtectedTable, show
from iass_tui.rules.quarters import Quarter

FEWEST = 5
TOO_FEW = "[c]"
"""Shown for a figure that would rest on too few families, or mostly on one; and for none at all."""
LOW = "[low]"
HOURS_STEP = 5

CHANNEL_GROUPS = {
    "PHONE": ("TEL", "VID"),
    "WRITTEN": ("EML", "WEB", "SMS", "PST", "SOC"),
    "IN_PERSON": ("F2F", "HOM", "SCH", "EVT"),
    "OTHER": ("REP", ""),
}
"""How contacts were, in four groups that stay as they are for the year."""


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class ContactFact:
    """One contact, however many cases of a family it belongs to."""

    on: date
    channel: str
    minutes: int = 0
    travel: int = 0
    volunteer_minutes: int = 0
    cases: tuple[Hashable, ...] = ()
    """Those of its cases that are counted in the quarter; without one it is in no figure."""


@dataclasses.dataclass(frozen=True, slots=True)
class FigureTable:
    """Figures as they may be published."""

    name: str
    unit: str
    rows: tuple[tuple[str, str], ...]

    @property
    def hidden(self) -> tuple[str, ...]:
        """The categories whose figure is hidden."""
        return tuple(category for category, shown in self.rows if shown == TOO_FEW)


def once_each(contacts: Iterable[tuple[Hashable, ContactFact]]) -> tuple[ContactFact, ...]:
    """Contacts by the id that those of one joint contact share: each once, with all its cases."""
    found: dict[Hashable, ContactFact] = {}
    for key, fact in contacts:
        known = found.get(key)
        if known is None:
            found[key] = fact
        else:
            found[key] = dataclasses.replace(known, cases=(*known.cases, *fact.cases))
    return tuple(found.values())


def families(contacts: Iterable[ContactFact]) -> dict[Hashable, Hashable]:
    """Every case to one that stands for its family, as far as joint contacts show which belong together."""
    root: dict[Hashable, Hashable] = {}

    def find(case: Hashable) -> Hashable:
        while root.setdefault(case, case) != case:
            case = root[case]
        return case

    for contact in contacts:
        for case in contact.cases:
            root[find(case)] = find(contact.cases[0])
    return {case: find(case) for case in root}


def may_show(by_family: Mapping[Hashable, int]) -> bool:
    """Whether a figure may be shown: enough families, and none of them with more than half."""
    given = [amount for amount in by_family.values() if amount]
    return len(given) >= FEWEST and 2 * max(given) <= sum(given)


def channel_table(quarter: Quarter, contacts: Iterable[ContactFact], volume: ProtectedTable) -> FigureTable:
    """Contacts by how they were. `volume`: the published table whose total is the active cases."""
    counted = _of_quarter(quarter, contacts)
    group_of = {code: group for group, codes in CHANNEL_GROUPS.items() for code in codes}
    family_of = families(counted)
    counts: dict[str, Counter[Hashable]] = {group: Counter() for group in CHANNEL_GROUPS}
    for contact in counted:
        counts[group_of.get(contact.channel, "OTHER")][family_of[contact.cases[0]]] += 1
    is_open = _says_five(volume.total.shown) if volume.total else False
    rows = tuple(
        (group, show(sum(each.values())) if is_open and may_show(each) else TOO_FEW) for group, each in counts.items()
    )
    return FigureTable("channel", "CONTACT", rows)


TIMES = ("minutes", "travel", "volunteer_minutes")


def hours_tables(
    quarter: Quarter, contacts: Iterable[ContactFact], levels: Mapping[Hashable, str], published: ProtectedTable
) -> tuple[FigureTable, ...]:
    """Hours by level: of officers, on the way, of volunteers. A joint contact counts at the highest of its cases.

    `levels`: each counted case's; `published`: the table of active cases by level as it goes out, whose groups these
    follow. Where that table shows no figure, none is shown here.
    """
    counted = _of_quarter(quarter, contacts)
    group_of = {name.partition("/")[2]: cell for cell in published.cells for name in cell.quantities}
    family_of = families(counted)
    tables = []
    for time in TIMES:
        amounts: dict[str, Counter[Hashable]] = {cell.category: Counter() for cell in published.cells}
        for contact in counted:
            known = [levels[case] for case in contact.cases if levels[case] in group_of]
            if known:
                group = group_of[_highest(known)].category
                amounts[group][family_of[contact.cases[0]]] += getattr(contact, time)
        rows = tuple(
            (cell.category, _hours(amounts[cell.category], is_open=_says_five(cell.shown))) for cell in published.cells
        )
        tables.append(FigureTable(f"hours_{time}", "HOUR", rows))
    return tuple(tables)


def _of_quarter(quarter: Quarter, contacts: Iterable[ContactFact]) -> list[ContactFact]:
    return [one for one in contacts if one.on in quarter and one.cases]


def _highest(levels: Sequence[str]) -> str:
    """The highest level; "no level yet" is the lowest."""
    return max(levels, key=lambda level: (level.startswith("L"), level))


def _says_five(shown: str) -> bool:
    return shown not in (HIDDEN, NOT_SHOWN)


def _hours(by_family: Mapping[Hashable, int], *, is_open: bool) -> str:
    if not is_open or not may_show(by_family):
        return TOO_FEW
    step = HOURS_STEP * 60
    hours = (sum(by_family.values()) + step // 2) // step * HOURS_STEP
    return str(hours) if hours else LOW
