"""Finding anyone in the office as one types, in memory alone: nothing searchable lies on disk.

Finds parts of names in any order, without accents and through typing errors; telephone numbers by any three
digits in a row, e-mail addresses by a part, postcodes by their start, birth dates in any spelling, case references
with or without letter and noughts. Every hit says why it is one.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterable

from iass_tui.rules.find.entries import CASE, PERSON, Case, Entry, Match, MatchField, MatchReason, matches
from iass_tui.rules.find.index import Index, Ranked
from iass_tui.rules.find.query import Reading, can_be_mistyped, readings
from iass_tui.rules.text import fold

__all__ = ["CASE", "PERSON", "Case", "Directory", "Entry", "Hit", "Match", "MatchField", "MatchReason"]

FEW = 5
"""With fewer plain hits than this, parts of words and typing errors are tried as well."""
RECENT = 256
"""Entries changed since the large index was made are kept in a small one, up to this many or a twentieth."""


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """One entry that was found, why, and how well: 100 at best."""

    entry: Entry
    matched: tuple[Match, ...]
    score: int


class Directory:
    """Everyone who can be found. Safe to fill in one thread while another searches."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._changed: dict[str, None] = {}
        self._index = Index(())
        self._recent = Index(())
        self._is_stale = False
        self._is_unclean = False
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, id_: str) -> Entry | None:
        """The entry with that id, searchable or not yet."""
        return self._entries.get(id_)

    def everyone(self) -> tuple[Entry, ...]:
        """Every entry, in the order in which they came."""
        return tuple(self._entries.values())

    def put(self, entry: Entry) -> None:
        """Takes an entry in, in place of the one with its id if there is one."""
        with self._lock:
            self._entries[entry.id] = entry
            self._changed[entry.id] = None
            self._is_stale = True

    def put_all(self, entries: Iterable[Entry]) -> None:
        """As `put` for each of them, at a third of the cost."""
        by_id = {entry.id: entry for entry in entries}
        with self._lock:
            self._entries.update(by_id)
            self._changed.update(dict.fromkeys(by_id))
            self._is_stale = True

    def remove(self, id_: str) -> None:
        """Forgets an entry, so that nothing of it is left after the next `refresh` or `search`. Unknown ids pass."""
        with self._lock:
            if self._entries.pop(id_, None):
                self._is_stale = self._is_unclean = True

    def refresh(self) -> None:
        """Makes what was put or removed searchable, which the next search would do otherwise.

        Takes some 50 ms after ten thousand entries, half of it where nobody's name is another, else about 1.
        """
        with self._lock:
            if not self._is_stale:
                return
            if self._is_unclean or len(self._changed) > max(RECENT, len(self._entries) // 20):
                self._index, self._recent = self._index.renewed(self._entries), Index(())
                self._changed = {}
            else:
                self._recent = Index(self._entries[id_] for id_ in self._changed)
            self._is_stale = self._is_unclean = False

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """The best hits, best first, equal ones by name and id, cases last; none for a query without letter or digit.

        Every word of the query has to be found somewhere in the entry. A case is a hit where its reference was typed,
        alone or beside what its person is found by. The same entries and query always give the same hits, whatever
        the order in which entries came.
        """
        self.refresh()
        with self._lock:
            indexes = (self._index, self._recent)
            replaced = frozenset(self._changed)
        ways = readings(query)
        hits = self._hits(indexes, replaced, ways, limit, widely=False)
        if len(hits) < min(FEW, limit) and any(can_be_mistyped(term.word) for way in ways for term in way):
            hits = self._hits(indexes, replaced, ways, limit, widely=True)
        return hits

    @staticmethod
    def _hits(
        indexes: tuple[Index, Index], replaced: frozenset[str], ways: tuple[Reading, ...], limit: int, *, widely: bool
    ) -> list[Hit]:
        index, recent = indexes
        hits = [
            *_best(index, ways, limit, replaced, widely=widely),
            *_best(recent, ways, limit, frozenset(), widely=widely),
        ]
        return sorted(hits, key=_rank)[:limit]


def _rank(hit: Hit) -> tuple[int, str, str, str]:
    entry = hit.entry
    return -hit.score, entry.reference or "", "" if entry.reference else fold(entry.name), entry.id


def _best(index: Index, ways: tuple[Reading, ...], limit: int, without: frozenset[str], *, widely: bool) -> list[Hit]:
    best: dict[int, Ranked] = {}
    for way in ways:
        for ranked in index.search(way, limit, without, widely=widely):
            best[ranked[1]] = min(ranked, best.get(ranked[1], ranked))
    return [Hit(index.entry(row), matches(kinds), 100 - below) for below, row, kinds in sorted(best.values())[:limit]]
