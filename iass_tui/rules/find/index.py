"""Entries laid out so that one query touches few Python objects.

Rows are entries in the order of their names, so that a row number also says who comes first. An index never
changes once it is made.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain

from iass_tui.rules.find.entries import BEGUN_WITH_ERROR, NUMBER, SCORES, Entry, MatchField, MatchReason
from iass_tui.rules.find.query import Reading, Term, can_be_mistyped
from iass_tui.rules.find.values import Births, Found, Values, plain_postcodes, plain_references
from iass_tui.rules.text import fold, fold_lines, normal_email, normal_phone

_OTHER_NAME, _NAME, _SURNAME = range(3)
"""Where in an entry a word stands; where it stands twice, the higher counts."""
_FIELDS = (MatchField.OTHER_NAME, MatchField.NAME, MatchField.SURNAME)
_IS, _BEGINS, _CONTAINS, _NEARLY_IS = (
    tuple(NUMBER[field, reason] for field in _FIELDS)
    for reason in (MatchReason.IS, MatchReason.BEGINS, MatchReason.CONTAINS, MatchReason.TYPING_ERROR)
)
_NEARLY_BEGINS = tuple(BEGUN_WITH_ERROR[field] for field in _FIELDS)
_BELOW_100 = tuple(100 - score for score in SCORES)
_ROW = 0xFFFFFFFF

Ranked = tuple[int, int, tuple[int, ...]]
"""How far below 100, the row, and the kind of match of each term: the smaller the better."""


class Index:
    """Entries laid out for searching. Some 50 ms and 3 MB for ten thousand of them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        unsorted = list(entries)
        lines = fold_lines("\n".join([entry.name.replace("\n", " ") for entry in unsorted])).split("\n")
        keys = [f"{' '.join(line.split())}\0{entry.id}" for line, entry in zip(lines, unsorted, strict=False)]
        order = sorted(range(len(unsorted)), key=keys.__getitem__)
        self.entries = rows = [unsorted[at] for at in order]
        self._index_names([lines[at] for at in order])
        self._phones = Values([(row, normal_phone(text)) for row, entry in enumerate(rows) for text in entry.phones])
        self._emails = Values([(row, normal_email(text)) for row, entry in enumerate(rows) for text in entry.emails])
        self._postcodes = Values(
            plain_postcodes([(row, text) for row, entry in enumerate(rows) for text in entry.postcodes])
        )
        self._references = Values(
            plain_references([(row, entry.reference) for row, entry in enumerate(rows) if entry.reference])
        )
        self._births = Births([(row, entry.born) for row, entry in enumerate(rows)])

    def _index_names(self, lines: Sequence[str]) -> None:
        """Every word with the places it stands in, words in order: those with one beginning are one stretch."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for row, (entry, line) in enumerate(zip(self.entries, lines, strict=False)):
            at = row << 2
            words = line.split()
            if len(words) == 2 and entry.name.count(" ") == 1:
                places[words[0]].append(at | _NAME)
                places[words[1]].append(at | _SURNAME)
            else:
                for word, place in _words_of(entry.name):
                    places[word].append(at | place)
            for name in entry.other_names:
                for word, _ in _words_of(name):
                    places[word].append(at | _OTHER_NAME)
        self._words = sorted(places)
        self._text = "\n".join(["", *self._words, ""])
        self._text_starts = array("I", accumulate([len(word) + 1 for word in self._words], initial=1))
        self._starts = array("I", accumulate([len(places[word]) for word in self._words], initial=0))
        self._places = array("I", chain.from_iterable([places[word] for word in self._words]))

    def search(self, reading: Reading, limit: int, *, widely: bool) -> list[Ranked]:
        """The best rows in which every term is found, best first. `widely` adds parts of words and typing errors."""
        found: list[Found] = []
        rows: set[int] = set()
        for term in reading:
            here = self._find(term, widely=widely)
            rows = rows & here.keys() if found else set(here)
            if not rows:
                return []
            found.append(here)
        if len(found) == 1:
            ranks = [_BELOW_100[kind] << 32 | row for row, kind in found[0].items()]
        else:
            ranks = [sum([_BELOW_100[each[row]] for each in found]) // len(found) << 32 | row for row in rows]
        ranks.sort()
        return [(rank >> 32, rank & _ROW, tuple(each[rank & _ROW] for each in found)) for rank in ranks[:limit]]

    def _find(self, term: Term, *, widely: bool) -> Found:
        out: Found = {}
        if term.word:
            out = self._find_word(term.word, widely=widely)
        if term.email:
            out = _better(out, self._emails.find(term.email, MatchField.EMAIL, anywhere=True))
        if term.phone:
            out = _better(out, self._phones.find(term.phone, MatchField.PHONE, anywhere=True))
        if term.postcode:
            out = _better(out, self._postcodes.find(term.postcode, MatchField.POSTCODE, anywhere=False))
        if term.reference:
            out = _better(out, self._references.find(term.reference, MatchField.REFERENCE, anywhere=False))
        for pattern in term.dates:
            out = _better(out, self._births.find(pattern))
        return out

    def _find_word(self, word: str, *, widely: bool) -> Found:
        found: Found = {}
        if widely and can_be_mistyped(word):
            for at in self._nearly_begun(word):
                self._add(found, at, at + 1, _NEARLY_BEGINS)
            for at in self._near(word, self._words, 1 if len(word) <= 5 else 2):
                self._add(found, at, at + 1, _NEARLY_IS)
            for at in self._containing(word):
                self._add(found, at, at + 1, _CONTAINS)
        first, last = self._beginning(word)
        self._add(found, first, last, _BEGINS)
        if first < last and self._words[first] == word:
            self._add(found, first, first + 1, _IS)
        return found

    def _beginning(self, start: str) -> tuple[int, int]:
        """The first word that begins so, and the first after it that does not."""
        first = bisect_left(self._words, start)
        return first, bisect_left(self._words, f"{start}\U0010ffff", first)

    def _containing(self, part: str) -> list[int]:
        out = []
        place = self._text.find(part)
        while place >= 0:
            at = bisect_left(self._text_starts, place + 1) - 1
            out.append(at)
            place = self._text.find(part, self._text_starts[at + 1])
        return out

    def _nearly_begun(self, word: str) -> list[int]:
        """Words with the same first letter that begin one slip away from what is typed so far."""
        if len(word) < 4:
            return []
        first, last = self._beginning(word[0])
        out: list[int] = []
        for length in range(len(word) - (len(word) > 5), len(word) + 2):
            starts = [other[:length] for other in self._words[first:last]]
            out += [first + at for at in self._near(word, starts, 1)]
        return out

    @staticmethod
    def _near(word: str, words: Sequence[str], slips: int) -> list[int]:
        """Which of these are this word but for so many letters wrong, missing, too many or swapped."""
        from rapidfuzz import process  # on first use: a search without typing errors never needs it
        from rapidfuzz.distance import OSA

        near = process.extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=None)
        return [at for _, _, at in near]

    def _add(self, found: Found, first: int, last: int, kinds: tuple[int, ...]) -> None:
        """Takes in the places of a stretch of words, over what was found there less well before."""
        places = sorted(self._places[self._starts[first] : self._starts[last]])
        found.update({place >> 2: kinds[place & 3] for place in places})


def _words_of(name: str) -> list[tuple[str, int]]:
    """The words of a name, with "obrien" beside "o" and "brien"; every part of a linked surname is one."""
    pieces = [words for words in (fold(piece).split() for piece in name.split()) if words]
    out = []
    for at, words in enumerate(pieces):
        place = _SURNAME if 0 < at == len(pieces) - 1 else _NAME
        out += [(word, place) for word in words]
        if len(words) > 1:
            out.append(("".join(words), place))
    return out


def _better(one: Found, other: Found) -> Found:
    """Both together, of two kinds of match in one row the better."""
    few, many = sorted((one, other), key=len)
    for row, kind in few.items():
        many[row] = min(kind, many.get(row, kind))
    return many
