"""What can be found, and every reason for which it may be."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable
from typing import NamedTuple

from iass_tui.rules.dates import PartialDate

PERSON, CASE = "person", "case"


class Case(NamedTuple):
    """A case of someone's, by which they are found too."""

    reference: str
    id: str


class Entry(NamedTuple):
    """Someone who can be found, by what is known of them. `id` is what a later `put` replaces.

    Also what is found of a case: its id, its person's name, and its reference, which nobody else has.
    """

    id: str
    kind: str
    name: str
    other_names: tuple[str, ...] = ()
    """Known-as, former and other names, a code word."""
    born: PartialDate | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    reference: str | None = None
    owner: str = ""
    """Of a case the id of whose it is."""


class MatchField(enum.StrEnum):
    """Where something was found."""

    SURNAME = "SURNAME"  # the last word of a name of two or more
    NAME = "NAME"
    OTHER_NAME = "OTHER_NAME"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    POSTCODE = "POSTCODE"
    BORN = "BORN"
    REFERENCE = "REFERENCE"


class MatchReason(enum.StrEnum):
    """How it fits what was typed."""

    IS = "IS"
    BEGINS = "BEGINS"
    CONTAINS = "CONTAINS"
    FITS = "FITS"  # a birth date, as far as what was typed and what is known go
    TYPING_ERROR = "TYPING_ERROR"


@dataclasses.dataclass(frozen=True, slots=True)
class Match:
    """Why an entry was found: this field is, begins with or contains what was typed, or nearly is it."""

    field: MatchField
    reason: MatchReason


_F, _R = MatchField, MatchReason
KINDS: tuple[tuple[int, MatchField, MatchReason], ...] = (
    (100, _F.REFERENCE, _R.IS),
    (98, _F.PHONE, _R.IS),
    (97, _F.EMAIL, _R.IS),
    (94, _F.BORN, _R.IS),
    (92, _F.SURNAME, _R.IS),
    (90, _F.NAME, _R.IS),
    (88, _F.OTHER_NAME, _R.IS),
    (84, _F.POSTCODE, _R.IS),
    (76, _F.SURNAME, _R.BEGINS),
    (74, _F.NAME, _R.BEGINS),
    (72, _F.OTHER_NAME, _R.BEGINS),
    (68, _F.REFERENCE, _R.BEGINS),
    (66, _F.POSTCODE, _R.BEGINS),
    (64, _F.PHONE, _R.BEGINS),
    (62, _F.BORN, _R.FITS),
    (60, _F.EMAIL, _R.BEGINS),
    (58, _F.PHONE, _R.CONTAINS),
    (54, _F.EMAIL, _R.CONTAINS),
    (46, _F.SURNAME, _R.CONTAINS),
    (44, _F.NAME, _R.CONTAINS),
    (42, _F.OTHER_NAME, _R.CONTAINS),
    (36, _F.SURNAME, _R.TYPING_ERROR),
    (34, _F.NAME, _R.TYPING_ERROR),
    (32, _F.OTHER_NAME, _R.TYPING_ERROR),
    (26, _F.SURNAME, _R.TYPING_ERROR),
    (24, _F.NAME, _R.TYPING_ERROR),
    (22, _F.OTHER_NAME, _R.TYPING_ERROR),
)
"""Every kind of match with its score, best first. While searching a match is its number in this list."""
SCORES = tuple(score for score, _, _ in KINDS)
_LATEST = len(KINDS) - 3
"""From here on the typing error is in the beginning of a word, while one is still typing it."""
NUMBER = {(field, reason): number for number, (_, field, reason) in enumerate(KINDS[:_LATEST])}
BEGUN_WITH_ERROR = {field: number for number, (_, field, _) in enumerate(KINDS[_LATEST:], start=_LATEST)}


def matches(kinds: Iterable[int]) -> tuple[Match, ...]:
    """The matches that these numbers stand for, each once, in the order of what was typed."""
    return tuple(dict.fromkeys(Match(*KINDS[kind][1:]) for kind in kinds))
