"""Every word of every name, laid out so that those with one beginning are one stretch of them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, chain

from iass_tui.rules.find.entries import BEGUN_WITH_ERROR, NUMBER, Entry, MatchField, MatchReason
from iass_tui.rules.find.query import can_be_mistyped
from iass_tui.rules.find.values import Found
from iass_tui.rules.text import fold

_OTHER_NAME, _NAME, _SURNAME = range(3)
"""Where in an entry a word stands; where it stands twice, the higher counts."""
_FIELDS = (MatchField.OTHER_NAME, MatchField.NAME, MatchField.SURNAME)
_IS, _BEGINS, _CONTAINS, _NEARLY_IS = (
    tuple(NUMBER[field, reason] for field in _FIELDS)
    for reason in (MatchReason.IS, MatchReason.BEGINS, MatchReason.CONTAINS, MatchReason.TYPING_ERROR)
)
_NEARLY_BEGINS = tuple(BEGUN_WITH_ERROR[field] for field in _FIELDS)


class Names:
    """The words of entries in their rows; `lines` are their names as `fold_lines` gives them."""

    def __init__(self, rows: Sequence[Entry], lines: Sequence[str]) -> None:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for row, (entry, line) in enumerate(zip(rows, lines, strict=False)):
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

    def find(self, word: str, *, widely: bool) -> Found:
        """Rows with a word that is or begins with this one; `widely` adds parts of words and typing errors."""
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
