"""What someone may have meant by the words typed into Find: names, and values such as dates, numbers and codes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from iass_tui.rules.dates import EARLIEST_BIRTH_YEAR, month_named
from iass_tui.rules.text import fold, normal_phone

MOST_CHARACTERS = 200
MOST_PIECES = 8
_EVERY_YEAR = tuple(range(EARLIEST_BIRTH_YEAR, 2100))
_LINKED = re.compile(r"\w['’‘ʼ\-‐]\w")
_VALUE = re.compile(r"[\d@]|\w\.\w")
_PHONE = re.compile(r"[+\d][\d\s+().\-/]*")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_WORD = re.compile(r"\d+|[^\W\d_]+")


@dataclasses.dataclass(frozen=True, slots=True)
class DatePattern:
    """A birth date of which any part may be open: None for the day or month, several years, or all of them."""

    years: tuple[int, ...]
    month: int | None = None
    day: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether day, month and year are all given, the year perhaps by two digits."""
        return self.day is not None and len(self.years) <= 2


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """One thing that has to be found somewhere in an entry: in any field for which it holds a value here."""

    word: str = ""
    """The start of a word of a name, folded."""
    phone: str = ""
    """At least three digits."""
    email: str = ""
    """At least three characters of an address."""
    postcode: str = ""
    """The start of a postcode, capitals without a space."""
    reference: str = ""
    """The start of a case reference, small letters and digits only, no leading zeros in its number."""
    dates: tuple[DatePattern, ...] = ()


Reading = tuple[Term, ...]
"""One way to understand a query: every term of it has to be found in the same entry."""


def readings(query: str) -> tuple[Reading, ...]:
    """Every way to understand a query, without repeats; none where it holds no letter or digit."""
    query = " ".join(query[:MOST_CHARACTERS].split())
    pieces = query.split(" ")[:MOST_PIECES]
    ways: list[list[str]] = [pieces]
    if any(map(_is_value, pieces)):
        ways += [[query], _runs(pieces, with_months=True), _runs(pieces, with_months=False)]
    out = [_terms(way) for way in ways]
    if _LINKED.search(query):
        out.append(tuple(_word_term(fold(piece).replace(" ", "")) for piece in pieces if fold(piece)))
    return tuple(dict.fromkeys(reading for reading in out if reading))


def can_be_mistyped(word: str) -> bool:
    """Whether a word is looked for inside others and through typing errors: three letters or more, no digit."""
    return len(word) >= 3 and not any(mark.isdigit() for mark in word)


def _is_value(piece: str) -> bool:
    return _VALUE.search(piece) is not None


def _runs(pieces: list[str], *, with_months: bool) -> list[str]:
    """Neighbouring values as one: "w2 1aa" and "27 march 2007" are single values, "smith" stays apart."""
    kinds = [_is_value(piece) for piece in pieces]
    near = [any(kinds[max(0, at - 1) : at + 2]) for at in range(len(pieces))]
    out: list[str] = []
    was_value = False
    for piece, kind, is_near in zip(pieces, kinds, near, strict=True):
        is_value = kind or (with_months and is_near and month_named(piece.rstrip(",")) is not None)
        if is_value and was_value:
            out[-1] += f" {piece}"
        else:
            out.append(piece)
        was_value = is_value
    return out


def _terms(way: Iterable[str]) -> Reading:
    out: list[Term] = []
    for piece in way:
        if _is_value(piece):
            out.append(_value_term(piece))
        else:
            out += map(_word_term, fold(piece).split())
    return tuple(out)


def _word_term(word: str) -> Term:
    return Term(word=word, email=word if len(word) >= 3 else "")


def _value_term(text: str) -> Term:
    folded = fold(text)
    compact = folded.replace(" ", "")
    letters = compact.rstrip("0123456789")
    number = compact[len(letters) :]
    phone = normal_phone(text) if _PHONE.fullmatch(text) else ""
    return Term(
        word=folded if " " not in folded else "",
        phone=phone if len(phone) >= 3 else "",
        email=text.lower() if len(text) >= 3 and " " not in text else "",
        postcode=compact.upper() if re.fullmatch(r"[a-z]{1,2}[0-9][0-9a-z]{0,5}", compact) else "",
        reference=letters + number.lstrip("0") if number and (not letters or letters.isalpha()) else "",
        dates=tuple(date_patterns(text)),
    )


def date_patterns(text: str) -> list[DatePattern]:
    """The birth dates that a text may stand for, as far as it is typed: "27/3", "27 mar 2007", "3/2007", "270307".

    Day first, as everywhere here. A year may be its beginning ("20") or its last two digits.
    """
    words = _WORD.findall(_ORDINAL.sub("", text.lower()))
    if len(words) == 1 and len(words[0]) in (6, 8) and words[0].isdecimal():
        whole = words[0]
        splits = [[whole[:2], whole[2:4], whole[4:]]] + ([[whole[:4], whole[4:6], whole[6:]]] if whole[6:] else [])
        return [pattern for split in splits for pattern in _patterns(split)]
    return _patterns(words)


def _patterns(words: list[str]) -> list[DatePattern]:
    numbers = [word for word in words if word.isdecimal()]
    named = [word for word in words if not word.isdecimal()]
    ways: list[tuple[str, str, str]]
    match named, numbers:
        case [[month], [number]]:
            ways = [(number, month, ""), ("", month, number)]
        case [[month], [first, second]]:
            ways = [(second, month, first) if len(first) == 4 else (first, month, second)]
        case [[], [year]] if len(year) == 4:
            ways = [("", "", year)]
        case [[], [first, second]]:
            ways = [("", second, first)] if len(first) == 4 else [(first, second, ""), ("", first, second)]
        case [[], [first, month, last]]:
            ways = [(last, month, first) if len(first) == 4 else (first, month, last)]
        case _:
            ways = []
    return [pattern for way in ways if (pattern := _pattern(*way))]


def _pattern(day: str, month: str, year: str) -> DatePattern | None:
    """The pattern with these parts, "" for an open one; None where one of them cannot be what it stands for."""
    month_number = (_number(month, 12) if month.isdecimal() else month_named(month)) if month else None
    day_number = _number(day, 31) if day else None
    years = _years(year, least=1 if day else 2) if year else _EVERY_YEAR
    is_possible = years and (not day or day_number) and (not month or month_number)
    return DatePattern(years, month_number, day_number) if is_possible else None


def _number(typed: str, highest: int) -> int | None:
    return int(typed) if len(typed) <= 2 and 1 <= int(typed) <= highest else None


def _years(typed: str, *, least: int) -> tuple[int, ...]:
    if not least <= len(typed) <= 4:
        return ()
    return tuple(year for year in _EVERY_YEAR if _is_year(str(year), typed))


def _is_year(year: str, typed: str) -> bool:
    return year.startswith(typed) or (len(typed) == 2 and year.endswith(typed))
