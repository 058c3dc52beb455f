"""Entries laid out so that one query touches few Python objects.

Rows are entries in the order of their names, so that a row number also says who comes first; after them come their
cases in the order of their references. An index never changes once it is made.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, islice

from iass_tui.rules.find.entries import CASE, SCORES, Entry, MatchField
from iass_tui.rules.find.names import Names
from iass_tui.rules.find.query import Reading, Term
from iass_tui.rules.find.values import (
    Births,
    Found,
    Values,
    plain_emails,
    plain_phones,
    plain_postcodes,
    plain_references,
)
from iass_tui.rules.text import fold_lines

_BELOW_100 = tuple(100 - score for score in SCORES)
_ROW = 0xFFFFFFFF
_NAMED = 5
"""So many of an entry's parts say who they are; the others, how they are reached."""

Ranked = tuple[int, int, tuple[int, ...]]
"""How far below 100, the row, and the kind of match of each term: the smaller the better."""


class Index:
    """Entries laid out for searching. `names` are those of these very rows where they were laid out before."""

    def __init__(self, entries: Iterable[Entry], names: tuple[Names, Births] | None = None) -> None:
        rows, self._names = (list(entries), names) if names else _laid_out(list(entries))
        self.entries = rows
        self._phones = _values([one.phones for one in rows], plain_phones)
        self._emails = _values([one.emails for one in rows], plain_emails)
        self._postcodes = _values([one.postcodes for one in rows], plain_postcodes)
        owned = sorted([(case, row) for row, one in enumerate(rows) for case in one.cases])
        self._cases, self._owners = [case for case, _ in owned], array("I", [row for _, row in owned])
        places = range(len(rows), len(rows) + len(owned))
        references = plain_references([case.reference for case in self._cases])
        self._references = Values(chain(places, places), references)

    def renewed(self, entries: Mapping[str, Entry]) -> Index:
        """The index of these; names are not laid out again where only ways to reach people have changed."""
        rows = [entries.get(before.id, before) for before in self.entries]
        if len(rows) == len(entries) and all(
            now[:_NAMED] == before[:_NAMED] and now.id in entries
            for now, before in zip(rows, self.entries, strict=True)
        ):
            return Index(rows, self._names)
        return Index(entries.values())

    def entry(self, row: int) -> Entry:
        """What a row stands for."""
        if row < len(self.entries):
            return self.entries[row]
        case = self._cases[row - len(self.entries)]
        owner = self.entries[self._owner(row)]
        return Entry(case.id, CASE, owner.name, reference=case.reference, owner=owner.id)

    def search(self, reading: Reading, limit: int, without: frozenset[str], *, widely: bool) -> list[Ranked]:
        """The best rows in which every term is found, best first, those of the people `without` left out.

        A case is found by its reference; for the other terms it has what its person has. `widely` adds parts of words
        and typing errors.
        """
        found: list[Found] = []
        cases: set[int] = set()
        for term in reading:
            here, referred = self._find(term, widely=widely), self._referred(term)
            if not here and not referred:
                return []
            cases.update(referred)
            found.append(here | referred)
        if len(found) == 1:
            ranks = [_BELOW_100[kind] << 32 | row for row, kind in found[0].items()]
        else:
            for here in found:
                owned = [(case, here.get(self._owner(case))) for case in cases - here.keys()]
                here.update({case: kind for case, kind in owned if kind is not None})
            rows = set(found[0]).intersection(*found[1:])
            ranks = [sum([_BELOW_100[each[row]] for each in found]) // len(found) << 32 | row for row in rows]
        ranks.sort()
        live = (rank for rank in ranks if self.entries[self._owner(rank & _ROW)].id not in without)
        best = islice(live, limit) if without else ranks[:limit]
        return [(rank >> 32, rank & _ROW, tuple(each[rank & _ROW] for each in found)) for rank in best]

    def _owner(self, row: int) -> int:
        """The row of the person whose case this is; a person's is their own."""
        return row if row < len(self.entries) else self._owners[row - len(self.entries)]

    def _find(self, term: Term, *, widely: bool) -> Found:
        names, births = self._names
        out = names.find(term.word, widely=widely) if term.word else {}
        if term.email:
            out = _better(out, self._emails.find(term.email, MatchField.EMAIL, anywhere=True))
        if term.phone:
            out = _better(out, self._phones.find(term.phone, MatchField.PHONE, anywhere=True))
        if term.postcode:
            out = _better(out, self._postcodes.find(term.postcode, MatchField.POSTCODE, anywhere=False))
        for pattern in term.dates:
            out = _better(out, births.find(pattern))
        return out

    def _referred(self, term: Term) -> Found:
        if not term.reference:
            return {}
        return self._references.find(term.reference, MatchField.REFERENCE, anywhere=False)


def _values(texts: Sequence[tuple[str, ...]], plain: Callable[[Sequence[str]], list[str]]) -> Values:
    """One field of all rows, whatever number of values each has."""
    rows = [row for row, several in enumerate(texts) for _ in several]
    return Values(rows, plain([*chain.from_iterable(texts)]))


def _laid_out(entries: list[Entry]) -> tuple[list[Entry], tuple[Names, Births]]:
    """The entries in the order of their names, and names and birth dates of these rows."""
    lines = fold_lines("\n".join([entry.name.replace("\n", " ") for entry in entries])).split("\n")
    keys = [f"{' '.join(line.split())}\0{entry.id}" for line, entry in zip(lines, entries, strict=False)]
    order = sorted(range(len(entries)), key=keys.__getitem__)
    rows = [entries[at] for at in order]
    return rows, (Names(rows, [lines[at] for at in order]), Births([entry.born for entry in rows]))


def _better(one: Found, other: Found) -> Found:
    """Both together, of two kinds of match in one row the better."""
    few, many = sorted((one, other), key=len)
    for row, kind in few.items():
        many[row] = min(kind, many.get(row, kind))
    return many
