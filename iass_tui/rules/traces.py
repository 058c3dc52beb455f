"""Numbers and addresses in running words: what P44 forbids to keep, found so that a person can take it out.

A consent taken back reaches what was typed into a note too. Nothing is taken out by itself: a reference number may
look like a telephone number, and only a reader knows whose it is.
"""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Collection, Iterable

from iass_tui.rules import text
from iass_tui.rules.records.people import ContactDetails


class TraceKind(enum.StrEnum):
    """What it looks like."""

    PHONE = "PHONE"
    EMAIL = "EMAIL"
    POSTCODE = "POSTCODE"
    ADDRESS = "ADDRESS"
    KNOWN = "KNOWN"  # word for word what was kept as a way to reach them


@dataclasses.dataclass(frozen=True, order=True)
class Trace:
    """One find: `words[start:end]` of the text it was found in."""

    start: int
    end: int
    kind: TraceKind


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)(?:\+|\(?0)[\d\s().-]{8,18}\d(?!\d)")  # a slip of the finger may stand beside it
_POSTCODE = re.compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?!\w)", re.IGNORECASE)
_STREETS = (
    "street|st|road|rd|avenue|ave|lane|ln|close|cl|drive|dr|court|ct|crescent|cres|gardens|gdns|grove|gr|terrace|"
    "way|place|pl|square|sq|mews|hill|row|walk|house|buildings|mansions|estate|yard|gate|park"
)
_ADDRESS = re.compile(
    rf"(?<!\w)(?:flat\s+\w+,?\s+)?\d{{1,4}}[a-z]?,?\s+(?:[\w'’-]+\s+){{1,3}}(?:{_STREETS})(?!\w)", re.IGNORECASE
)
_LEAST_DIGITS, _MOST_DIGITS = 10, 15
_LEAST_KNOWN = 5
"""Shorter lines of an address are too common to be looked for."""


def known_words(details: ContactDetails | None) -> tuple[str, ...]:
    """What was kept as a way to reach someone and can be looked for word for word."""
    if details is None:
        return ()
    lines = [part for one in details.addresses for part in (*one.lines, one.postcode)]
    found = (text.squash(part) for part in (*details.phones, *details.emails, *lines))
    return tuple(dict.fromkeys(part for part in found if len(part) >= _LEAST_KNOWN))


def find_traces(words: str, known: Collection[str] = ()) -> tuple[Trace, ...]:
    """Everything in the words that is, or looks like, a way to reach someone: in order, none inside another."""
    found = [Trace(*match.span(), TraceKind.EMAIL) for match in _EMAIL.finditer(words)]
    found += [Trace(*match.span(), TraceKind.PHONE) for match in _PHONE.finditer(words) if _is_phone(match.group())]
    found += [Trace(*match.span(), TraceKind.POSTCODE) for match in _POSTCODE.finditer(words)]
    found += [Trace(*match.span(), TraceKind.ADDRESS) for match in _ADDRESS.finditer(words)]
    for part in known:
        found += [Trace(*m.span(), TraceKind.KNOWN) for m in re.finditer(_pattern(part), words, re.IGNORECASE)]
    return _apart(found)


def take_out(words: str, traces: Iterable[Trace], mark: str) -> str:
    """The words with every trace replaced by `mark`."""
    for one in sorted(traces, reverse=True):
        words = words[: one.start] + mark + words[one.end :]
    return words


def excerpt(words: str, trace: Trace, around: int = 10) -> str:
    """The find on one line, with a few words on either side."""
    start, end = max(trace.start - around, 0), min(trace.end + around, len(words))
    before, after = "…" if start else "", "…" if end < len(words) else ""
    return f"{before}{' '.join(words[start:end].split())}{after}"


def _pattern(part: str) -> str:
    """What was kept, however it is spaced; a number also with another way to write that it is a British one."""
    digits = re.sub(r"^(?:00)?44", "", "".join(filter(str.isdecimal, part))).lstrip("0")
    if len(digits) < _LEAST_DIGITS - 1 or any(letter.isalpha() or letter == "@" for letter in part):
        return r"\s*".join(re.escape(piece) for piece in part.split())
    return r"(?<!\d)(?:(?:\+|00)?44[\s().-]*)?(?:\(?0[\s().-]*)?" + r"[\s().-]*".join(digits) + r"(?!\d)"


def _is_phone(found: str) -> bool:
    return _LEAST_DIGITS <= sum(letter.isdigit() for letter in found) <= _MOST_DIGITS


def _apart(found: list[Trace]) -> tuple[Trace, ...]:
    """Overlapping finds as one, of the kind of the longest."""
    joined: list[Trace] = []
    for one in sorted(found, key=lambda trace: (trace.start, -trace.end)):
        last = joined[-1] if joined else None
        if last is not None and one.start < last.end:
            joined[-1] = Trace(last.start, max(last.end, one.end), last.kind)
        else:
            joined.append(one)
    return tuple(joined)
