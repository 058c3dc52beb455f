"""Values that are looked through for a part of them: numbers, addresses, codes, and birth dates by their span."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.find.entries import NUMBER, MatchField, MatchReason
from iass_tui.rules.find.query import DatePattern
from iass_tui.rules.text import normal_email, normal_phone

Found = dict[int, int]
"""Row to the number of the best kind of match in it."""
_MANY = 400
"""With more hits than this it is faster to look at each value than to jump from hit to hit."""
_ADDRESS = re.compile(r"[0-9A-Za-z._+\-]+@[0-9A-Za-z.\-]+")
_NOT_IN_CODES = re.compile(r"[^\w\n]+|_+")


class Values:
    """The values of one field, as one text with a line for each: C finds a part in it in microseconds."""

    def __init__(self, rows: Iterable[int], values: Sequence[str]) -> None:
        self._rows = array("I", rows)
        self._text = "\n".join(["", *values, ""])
        self._starts = array("I", accumulate([len(value) + 1 for value in values], initial=1))

    def find(self, part: str, field: MatchField, *, anywhere: bool) -> Found:
        """Rows with a value that is, begins with or (`anywhere`) contains this part."""
        is_, begins = NUMBER[field, MatchReason.IS], NUMBER[field, MatchReason.BEGINS]
        out: Found = {}
        if anywhere:
            out.update(dict.fromkeys(self._rows_with(part), NUMBER[field, MatchReason.CONTAINS]))
        out.update(dict.fromkeys(self._rows_with(f"\n{part}"), begins))
        out.update(dict.fromkeys(self._rows_with(f"\n{part}\n"), is_))
        return out

    def _rows_with(self, wanted: str) -> list[int]:
        if self._text.count(wanted) > _MANY:
            lines = [f"\n{line}\n" for line in self._text[1:-1].split("\n")]
            return [row for row, line in zip(self._rows, lines, strict=True) if wanted in line]
        out = []
        place = self._text.find(wanted)
        while place >= 0:
            at = bisect_right(self._starts, place + (wanted[0] == "\n")) - 1
            out.append(self._rows[at])
            place = self._text.find(wanted, self._starts[at + 1] - 1)
        return out


def plain_phones(texts: Sequence[str]) -> list[str]:
    """Telephone numbers as they are looked up: see `normal_phone`."""
    lines = _lines(texts).replace(" ", "").split("\n")
    return [
        line if line.isascii() and line.isdigit() and not line.startswith("0044") else normal_phone(text)
        for text, line in zip(texts, lines, strict=False)
    ]


def plain_emails(texts: Sequence[str]) -> list[str]:
    """E-mail addresses as they are looked up: see `normal_email`."""
    return [text.lower() if _ADDRESS.fullmatch(text) else normal_email(text.replace("\n", " ")) for text in texts]


def plain_postcodes(texts: Sequence[str]) -> list[str]:
    """Postcodes as they are looked up: capitals and digits only."""
    return _NOT_IN_CODES.sub("", _lines(texts)).upper().split("\n")[: len(texts)]


def plain_references(texts: Sequence[str]) -> list[str]:
    """References as they are looked up: "c417" of each C-0417, then once more for each its number alone, "417"."""
    lines = _NOT_IN_CODES.sub("", _lines(texts)).lower().split("\n")[: len(texts)]
    letters = [line.rstrip("0123456789") for line in lines]
    numbers = [line[len(start) :].lstrip("0") for start, line in zip(letters, lines, strict=True)]
    return [*map(str.__add__, letters, numbers), *numbers]


def _lines(texts: Iterable[str]) -> str:
    return "\n".join([text.replace("\n", " ") for text in texts])


class Births:
    """Birth dates in order, so that a year or a month is one stretch of them."""

    def __init__(self, births: Iterable[PartialDate | None]) -> None:
        packed = sorted(
            [
                (born.year * 10_000 + (born.month or 0) * 100 + (born.day or 0)) << 32 | row
                for row, born in enumerate(births)
                if born
            ]
        )
        self._born = array("I", [each >> 32 for each in packed])
        self._rows = array("I", [each & 0xFFFFFFFF for each in packed])

    def find(self, pattern: DatePattern) -> Found:
        """Rows whose birth date fits the pattern, as far as it is known."""
        fits, exact = (NUMBER[MatchField.BORN, reason] for reason in (MatchReason.FITS, MatchReason.IS))
        out: Found = {}
        for year in pattern.years:
            for low, high in _spans(year, pattern):
                rows = self._rows[bisect_left(self._born, low) : bisect_right(self._born, high)]
                is_exact = pattern.is_whole and low % 100 > 0
                out.update(dict.fromkeys(rows, exact if is_exact else fits))
        return out


def _spans(year: int, pattern: DatePattern) -> list[tuple[int, int]]:
    """The packed birth dates of a year that fit a pattern, among them those with unknown parts."""
    start = year * 10_000
    if pattern.month is None:
        return [(start, start + 9_999)]
    month = start + pattern.month * 100
    if pattern.day is None:
        return [(start, start), (month, month + 99)]
    return [(start, start), (month, month), (month + pattern.day, month + pattern.day)]
