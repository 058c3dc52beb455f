"""Which column of a spreadsheet is which of the template's: matched by headings, and settled by whoever imports."""

from __future__ import annotations

import dataclasses
import enum
import functools
from collections.abc import Mapping, Sequence

from iass_tui.rules.importing.columns import COLUMNS, columns_by_key
from iass_tui.rules.importing.reading import plain


class MappingFault(enum.StrEnum):
    """Why nothing can be read by a mapping."""

    NO_SUCH_COLUMN = "NO_SUCH_COLUMN"  # the mapping speaks of a key that the template does not have
    NO_SUCH_HEADING = "NO_SUCH_HEADING"  # the mapping speaks of a heading that the sheet does not have
    HEADING_TWICE = "HEADING_TWICE"  # two columns of the sheet have the heading that is meant
    COLUMN_TWICE = "COLUMN_TWICE"  # two headings of the sheet are known by the same name
    MAY_NOT_BE_FIXED = "MAY_NOT_BE_FIXED"  # who agreed, when, and to what has to stand in each row
    NO_CHILD = "NO_CHILD"  # no column gives the child's name
    NO_DAY = "NO_DAY"  # no column gives the day the family came


@dataclasses.dataclass(frozen=True)
class MappingProblem:
    """One thing to put right: a fault, and the headings or keys that it is about."""

    fault: MappingFault
    about: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class ColumnMapping:
    """Template key to the place of a column in the sheet (from 0), and values given for the whole sheet."""

    places: Mapping[str, int]
    fixed: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def row(self, cells: Sequence[str]) -> dict[str, str]:
        """What a row says, by template key; short rows end in empty cells."""
        said = dict(self.fixed)
        said.update({key: cells[place] for key, place in self.places.items() if place < len(cells) and cells[place]})
        return said

    def unused(self, headings: Sequence[str]) -> tuple[str, ...]:
        """The headings whose columns would not be read."""
        used = set(self.places.values())
        return tuple(heading for place, heading in enumerate(headings) if place not in used and heading.strip())


@functools.cache
def _known() -> dict[str, str]:
    """Every folded heading and alias with the key that it stands for."""
    known: dict[str, str] = {}
    for column in COLUMNS:
        for name in (column.heading, column.key, *column.names):
            known.setdefault(plain(name), column.key)
    return known


def heading_count(cells: Sequence[str]) -> int:
    """How many of these cells are headings of the template."""
    return sum(plain(cell) in _known() for cell in cells if cell.strip())


def match_headings(headings: Sequence[str]) -> tuple[ColumnMapping, tuple[MappingProblem, ...]]:
    """The mapping that the headings themselves suggest, and what keeps it from being used.

    Where two headings mean the same column neither is taken: which of them holds the value is not for a program to
    guess.
    """
    found: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        key = _known().get(plain(heading))
        if key is not None:
            found.setdefault(key, []).append(place)
    mapping = ColumnMapping({key: places[0] for key, places in found.items() if len(places) == 1})
    twice = tuple(
        MappingProblem(MappingFault.COLUMN_TWICE, (key, *(headings[place] for place in places)))
        for key, places in found.items()
        if len(places) > 1
    )
    return mapping, (*twice, *missing(mapping))


def map_headings(
    headings: Sequence[str], chosen: Mapping[str, str], fixed: Mapping[str, str]
) -> tuple[ColumnMapping, tuple[MappingProblem, ...]]:
    """The mapping that was settled: template key to heading ("" for none), and values for the whole sheet.

    What it does not speak of is matched by its heading. `fixed` stands where a row's own cell is empty.
    """
    problems: list[MappingProblem] = []
    matched, doubts = match_headings(headings)
    places = dict(matched.places)
    for key, heading in chosen.items():
        places.pop(key, None)
        if key not in columns_by_key():
            problems.append(MappingProblem(MappingFault.NO_SUCH_COLUMN, (key,)))
        elif heading:
            here = [place for place, one in enumerate(headings) if plain(one) == plain(heading)]
            if len(here) == 1:
                places = {other: place for other, place in places.items() if place != here[0] or other in chosen}
                places[key] = here[0]
            else:
                fault = MappingFault.HEADING_TWICE if here else MappingFault.NO_SUCH_HEADING
                problems.append(MappingProblem(fault, (heading,)))
    for key in fixed:
        known = columns_by_key().get(key)
        if known is None or not known.may_be_fixed:
            fault = MappingFault.NO_SUCH_COLUMN if known is None else MappingFault.MAY_NOT_BE_FIXED
            problems.append(MappingProblem(fault, (key,)))
    still = [one for one in doubts if one.fault is MappingFault.COLUMN_TWICE and one.about[0] not in chosen]
    mapping = ColumnMapping(places, dict(fixed))
    return mapping, (*problems, *still, *missing(mapping))


def missing(mapping: ColumnMapping) -> tuple[MappingProblem, ...]:
    """What no sheet can do without: a child's name, and the day on which the family came."""
    problems = []
    if not {"child_name", "child_given", "child_family"} & mapping.places.keys():
        problems.append(MappingProblem(MappingFault.NO_CHILD))
    if "opened" not in mapping.places:
        problems.append(MappingProblem(MappingFault.NO_DAY))
    return tuple(problems)
