"""Whether two records may be about one person: every likeness and every difference named, and weighed.

A weight is points for or against. What two people of one family share (surname, telephone, postcode) is never enough
by itself; a birth date that differs, and a first name that is another one, count against.
"""

from __future__ import annotations

import dataclasses
import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from iass_tui.rules import text
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.nicknames import is_nickname
from iass_tui.rules.records.people import Likened


class Sign(enum.StrEnum):
    """One thing in which two records agree or differ. Values may be stored; screens hold the words."""

    SAME_NAME = "SAME_NAME"
    NAMES_SWAPPED = "NAMES_SWAPPED"  # first name and surname the other way round
    NICKNAME = "NICKNAME"  # Bill and William
    NEARLY_SAME_NAME = "NEARLY_SAME_NAME"  # a typing error
    SAME_FIRST_NAME = "SAME_FIRST_NAME"
    SAME_SURNAME = "SAME_SURNAME"
    OTHER_FIRST_NAME = "OTHER_FIRST_NAME"
    OTHER_SURNAME = "OTHER_SURNAME"
    SAME_BIRTH_DATE = "SAME_BIRTH_DATE"
    BIRTH_DATE_FITS = "BIRTH_DATE_FITS"  # as far as both are known
    BIRTH_DATE_TURNED = "BIRTH_DATE_TURNED"  # day and month the other way round
    OTHER_BIRTH_DATE = "OTHER_BIRTH_DATE"
    SAME_PHONE = "SAME_PHONE"
    SAME_EMAIL = "SAME_EMAIL"
    SAME_POSTCODE = "SAME_POSTCODE"
    SAME_RELATIVE = "SAME_RELATIVE"


POINTS = {
    Sign.SAME_NAME: 50,
    Sign.NAMES_SWAPPED: 45,
    Sign.NICKNAME: 42,
    Sign.NEARLY_SAME_NAME: 38,
    Sign.SAME_FIRST_NAME: 15,
    Sign.SAME_SURNAME: 10,
    Sign.OTHER_FIRST_NAME: -50,
    Sign.OTHER_SURNAME: -15,
    Sign.SAME_BIRTH_DATE: 35,
    Sign.BIRTH_DATE_FITS: 15,
    Sign.BIRTH_DATE_TURNED: 15,
    Sign.OTHER_BIRTH_DATE: -40,
    Sign.SAME_PHONE: 20,
    Sign.SAME_EMAIL: 20,
    Sign.SAME_POSTCODE: 10,
    Sign.SAME_RELATIVE: 20,
}
"""What each sign weighs: a judgement of ours (I), to be tried on an office's own records."""
_OF_THE_HOUSEHOLD = frozenset({Sign.SAME_PHONE, Sign.SAME_EMAIL, Sign.SAME_POSTCODE, Sign.SAME_RELATIVE})
HOUSEHOLD_MOST = 35
"""What a household shares goes together: all of it weighs no more than this, or twins would be one child."""
LIKELY, POSSIBLE = 70, 45
"""From here on two records are likely, or possibly, one person."""


@dataclasses.dataclass(frozen=True)
class Someone:
    """What of a person can be compared. Ways to reach them take in their family's: a child has none of their own."""

    id: str
    given: str = ""
    family: str = ""
    other_names: tuple[str, ...] = ()
    born: PartialDate | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()
    """Names of the family."""


def someone(
    id_: str,
    full_name: str,
    *,
    other_names: tuple[str, ...] = (),
    born: PartialDate | None = None,
    phones: tuple[str, ...] = (),
    emails: tuple[str, ...] = (),
    postcodes: tuple[str, ...] = (),
    relatives: tuple[str, ...] = (),
) -> Someone:
    """Somebody by their whole name, taken apart at its last word, which is all that the directory knows of anyone."""
    given, _, family = text.squash(full_name).rpartition(" ")
    names = (given, family) if given else (family, "")
    return Someone(id_, *names, other_names, born, phones, emails, postcodes, relatives)


@dataclasses.dataclass(frozen=True)
class Likeness:
    """Somebody on file (or a row of a sheet) who may be the same person, and all that speaks for and against it."""

    id: str
    points: int
    signs: tuple[Sign, ...]

    @property
    def is_likely(self) -> bool:
        """True where it is more than possible."""
        return self.points >= LIKELY

    @property
    def speaks_for(self) -> tuple[Sign, ...]:
        """What the two have in common."""
        return tuple(sign for sign in self.signs if POINTS[sign] > 0)

    @property
    def speaks_against(self) -> tuple[Sign, ...]:
        """In what they differ."""
        return tuple(sign for sign in self.signs if POINTS[sign] < 0)


def said_else(one: UUID, mine: Iterable[Likened], other: UUID, theirs: Iterable[Likened]) -> bool:
    """Whether somebody looked at these two records and found two people; it counts from either side."""
    return _said(one, mine, other, theirs, is_same=False)


def said_same(one: UUID, mine: Iterable[Likened], other: UUID, theirs: Iterable[Likened]) -> bool:
    """Whether somebody said that these two records are about one person; it counts from either side."""
    return _said(one, mine, other, theirs, is_same=True)


def _said(one: UUID, mine: Iterable[Likened], other: UUID, theirs: Iterable[Likened], *, is_same: bool) -> bool:
    return any(each.other == other and each.is_same is is_same for each in mine) or any(
        each.other == one and each.is_same is is_same for each in theirs
    )


def with_said(said: tuple[Likened, ...], other: UUID, *, is_same: bool) -> tuple[Likened, ...]:
    """What was said of possible duplicates, with one more; the last word on a record stands."""
    return (*(one for one in said if one.other != other), Likened(other=other, is_same=is_same))


class _Plain:
    """Someone as `compare` and the index look at them: folded once."""

    def __init__(self, one: Someone) -> None:
        self.id, self.born = one.id, one.born
        self.given, self.family = text.fold(one.given), text.fold(one.family)
        self.first = self.given.partition(" ")[0]
        self.other_first = {text.fold(name).partition(" ")[0] for name in one.other_names} - {""}
        self.phones = {number for each in one.phones if len(number := text.normal_phone(each)) >= 7}
        self.emails = {text.normal_email(each) for each in one.emails} - {""}
        self.postcodes = {text.normal_postcode(each) for each in one.postcodes if " " in text.normal_postcode(each)}
        self.relatives = {text.fold(each) for each in one.relatives} - {""}


def compare(one: Someone, other: Someone) -> Likeness:
    """How like `other` is to `one`: the same whichever way round. Signs are in the order of `Sign`."""
    return _compare(_Plain(one), _Plain(other))


def _compare(one: _Plain, other: _Plain) -> Likeness:
    signs = {*_names(one, other), *_births(one.born, other.born)}
    for sign, mine, theirs in (
        (Sign.SAME_PHONE, one.phones, other.phones),
        (Sign.SAME_EMAIL, one.emails, other.emails),
        (Sign.SAME_POSTCODE, one.postcodes, other.postcodes),
        (Sign.SAME_RELATIVE, one.relatives, other.relatives),
    ):
        if mine & theirs:
            signs.add(sign)
    shared = sum(POINTS[sign] for sign in signs & _OF_THE_HOUSEHOLD)
    points = sum(POINTS[sign] for sign in signs - _OF_THE_HOUSEHOLD) + min(shared, HOUSEHOLD_MOST)
    return Likeness(other.id, points, tuple(sign for sign in Sign if sign in signs))


def _names(one: _Plain, other: _Plain) -> Iterator[Sign]:
    if (one.given, one.family) == (other.given, other.family):
        if one.given or one.family:
            yield Sign.SAME_NAME
        return
    if one.given and one.family and (one.given, one.family) == (other.family, other.given):
        yield Sign.NAMES_SWAPPED
        return
    given, family = _first_names(one, other), _alike(one.family, other.family)
    if given is None or family is None:  # a part is not known: no sign of a difference
        yield from (Sign.SAME_FIRST_NAME,) if given == _SAME else ()
        yield from (Sign.SAME_SURNAME,) if family == _SAME else ()
        return
    if _OTHER not in (given, family):
        is_short = _NICKNAME in (given, family)
        yield Sign.NICKNAME if is_short and family == _SAME else Sign.NEARLY_SAME_NAME
        return
    if given == _OTHER:
        yield Sign.OTHER_FIRST_NAME
    elif given == _SAME:
        yield Sign.SAME_FIRST_NAME
    if family == _OTHER:
        yield Sign.OTHER_SURNAME
    elif family == _SAME:
        yield Sign.SAME_SURNAME


_SAME, _NICKNAME, _NEARLY, _OTHER = "same", "nickname", "nearly", "other"


def _first_names(one: _Plain, other: _Plain) -> str | None:
    """First names, or what either is known as; middle names do not count."""
    if not one.first or not other.first:
        return None
    mine, theirs = {one.first, *one.other_first}, {other.first, *other.other_first}
    if one.first == other.first:
        return _SAME
    if mine & theirs or any(is_nickname(a, b) for a in mine for b in theirs):
        return _NICKNAME
    return _alike(one.first, other.first)


def _alike(one: str, other: str) -> str | None:
    if not one or not other:
        return None
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return _SAME
    return _NEARLY if is_typing_error(one, other) else _OTHER


def is_typing_error(one: str, other: str) -> bool:
    """True where one slip of the keyboard lies between them: a letter too many, too few, another, or two swapped.

    In words of three letters or fewer every slip makes another name.
    """
    if one == other or min(len(one), len(other)) <= 3 or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    if len(one) == len(other):
        return one[1:] == other[1:] or (one[:2] == other[1::-1] and one[2:] == other[2:])
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[1:] == shorter


def _births(one: PartialDate | None, other: PartialDate | None) -> Iterator[Sign]:
    if one is None or other is None:
        return
    if one == other:
        yield Sign.SAME_BIRTH_DATE if one.day is not None else Sign.BIRTH_DATE_FITS
    elif one.earliest() <= other.latest() and other.earliest() <= one.latest():
        yield Sign.BIRTH_DATE_FITS
    elif None not in (one.day, other.day) and (one.year, one.month, one.day) == (other.year, other.day, other.month):
        yield Sign.BIRTH_DATE_TURNED
    else:
        yield Sign.OTHER_BIRTH_DATE


class Lookalikes:
    """Everyone on file, laid out so that whoever may be like someone is found without comparing with all."""

    def __init__(self, everyone: Iterable[Someone] = ()) -> None:
        self._by_key: defaultdict[str, list[_Plain]] = defaultdict(list)
        for one in everyone:
            self.add(one)

    def add(self, one: Someone) -> None:
        """Takes one more in."""
        plain = _Plain(one)
        for key in _keys(plain):
            self._by_key[key].append(plain)

    def find(self, wanted: Someone, limit: int = 5) -> tuple[Likeness, ...]:
        """Whoever is possibly the same person, likeliest first, equal ones by id; never `wanted` itself."""
        plain = _Plain(wanted)
        near = {one.id: one for key in _keys(plain) for one in self._by_key.get(key, ()) if one.id != wanted.id}
        found = [like for one in near.values() if (like := _compare(plain, one)).points >= POSSIBLE]
        return tuple(sorted(found, key=lambda like: (-like.points, like.id))[:limit])


def _keys(one: _Plain) -> Iterator[str]:
    """What two records have to share, one at least, to be compared at all."""
    if one.given and one.family:
        yield f"n:{' '.join(sorted((one.given, one.family)))}"
    for word in {one.first, *one.other_first} - {""}:
        yield f"f:{word}:{_skeleton(one.family)}"
    if one.family:
        yield f"s:{one.family}:{one.first[:1]}"
    if one.born is not None and one.born.day is not None:
        day, month = sorted((one.born.day, one.born.month or 0))
        yield f"b:{one.born.year}:{day}:{month}"
    for kind, values in (("p", one.phones), ("e", one.emails)):
        for value in values:
            yield f"{kind}:{value}"


def _skeleton(name: str) -> str:
    """A name's first letter and a few of its consonants: what most slips leave as it is."""
    if not name:
        return ""
    return name[0] + "".join(sorted({letter for letter in name[1:] if letter not in "aeiouhwy "}))[:4]
