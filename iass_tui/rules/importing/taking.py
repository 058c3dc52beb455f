"""Taking values out of a row's cells, and keeping account of what was mended and what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import TypeVar

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.importing.columns import column
from iass_tui.rules.importing.reading import (
    FaultKind,
    Read,
    RepairKind,
    read_birth_date,
    read_code,
    read_codes,
    read_day,
    read_text,
)
from iass_tui.rules.importing.verdicts import Fault, Repair

T = TypeVar("T")


class Row:
    """One row's cells by template key, with the faults and repairs that reading them has found so far."""

    def __init__(self, raw: Mapping[str, str], today: date, month_first: Collection[str]) -> None:
        self._raw, self.today, self._month_first = raw, today, month_first
        self.faults: list[Fault] = []
        self.repairs: list[Repair] = []
        self.kept_words: list[tuple[str, str]] = []
        """Headings and words that are on no list: the note keeps them."""

    def has(self, key: str) -> bool:
        """True where the cell is not empty."""
        return bool(self._raw.get(key, "").strip())

    def cell(self, key: str) -> str:
        """What stands in the cell."""
        return self._raw.get(key, "")

    def fault(self, key: str, kind: FaultKind) -> None:
        """The row cannot be taken in because of this cell."""
        self.faults.append(Fault(key, kind))

    def mended(self, key: str, kind: RepairKind) -> None:
        """This cell is not kept as it stands."""
        self.repairs.append(Repair(key, kind))

    def take(self, key: str, read: Callable[[str], Read[T]]) -> T | None:
        """The cell's value; None for an empty cell, or with a fault."""
        if not self.has(key):
            return None
        found = read(self.cell(key))
        if found.fault is not None:
            self.fault(key, found.fault)
        if found.repair is not None:
            self.mended(key, found.repair)
        return found.value

    def text(self, key: str, *, is_long: bool = False) -> str:
        """The cell's text, "" for none."""
        return self.take(key, lambda cell: read_text(cell, is_long=is_long)) or ""

    def day(self, key: str, *, is_required: bool = False) -> date | None:
        """A whole day that has come."""
        if is_required and not self.has(key):
            self.fault(key, FaultKind.MISSING)
        return self.take(key, lambda cell: read_day(cell, self.today, month_first=key in self._month_first))

    def birth_date(self, key: str) -> PartialDate | None:
        """A date of birth."""
        return self.take(key, lambda cell: read_birth_date(cell, self.today, month_first=key in self._month_first))

    def code(self, key: str) -> str:
        """The cell's code. Words that are on no list become the column's open code and are kept, or are a fault."""
        if not self.has(key):
            return ""
        known = column(key)
        code = read_code(known.codes, self.cell(key))
        if code:
            return code
        if known.words_become is None:
            self.fault(key, FaultKind.NOT_ON_THE_LIST)
            return ""
        self._keep_words(key, self.cell(key))
        return known.words_become

    def codes(self, key: str) -> tuple[str, ...]:
        """The cell's codes, the first one first; as `code` does, for each of them."""
        if not self.has(key):
            return ()
        known = column(key)
        codes, strange = read_codes(known.codes, self.cell(key))
        if strange:
            self._keep_words(key, "; ".join(strange))
            codes = tuple(dict.fromkeys((*codes, known.words_become or "")))
        return codes

    def _keep_words(self, key: str, words: str) -> None:
        read = read_text(words, is_long=True)
        if read.fault is not None:
            self.fault(key, read.fault)
        elif read.value:
            self.kept_words.append((column(key).heading, read.value))
            self.mended(key, RepairKind.IN_WORDS)
