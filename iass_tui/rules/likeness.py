"""Whether someone named in an intake may be on file already, and every reason to think so."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterator

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.find import Entry
from iass_tui.rules.text import fold, normal_email, normal_phone, normal_postcode


class Like(enum.StrEnum):
    """One reason, best first."""

    SAME_NAME = "SAME_NAME"
    OTHER_NAME = "OTHER_NAME"  # the name is among their former or other names, or the other way about
    SAME_BORN = "SAME_BORN"
    SAME_PHONE = "SAME_PHONE"
    SAME_EMAIL = "SAME_EMAIL"
    SAME_FAMILY_NAME = "SAME_FAMILY_NAME"
    SAME_POSTCODE = "SAME_POSTCODE"
    OTHER_BORN = "OTHER_BORN"  # speaks against it: the birth dates on both sides cannot be the same


_ALONE = frozenset({Like.SAME_NAME, Like.OTHER_NAME, Like.SAME_PHONE, Like.SAME_EMAIL})
"""Each of these is enough to be shown; of the others it takes two."""


@dataclasses.dataclass(frozen=True)
class Someone:
    """One person whom an intake names."""

    name: str
    known_as: str = ""
    born: PartialDate | None = None
    phone: str = ""
    email: str = ""
    postcode: str = ""


def likes(one: Someone, entry: Entry) -> tuple[Like, ...]:
    """Every reason why this entry may be the same person; none where that is not worth a look."""
    found = tuple(_likes(one, entry))
    speaks_for = [like for like in found if like is not Like.OTHER_BORN]
    return found if set(speaks_for) & _ALONE or len(speaks_for) > 1 else ()


def _likes(one: Someone, entry: Entry) -> Iterator[Like]:
    mine, theirs = fold(one.name), fold(entry.name)
    others = {form for name in entry.other_names if fold(name) for form in (fold(name), _with_family(name, theirs))}
    if mine and mine == theirs:
        yield Like.SAME_NAME
    elif mine and (mine in others or (fold(one.known_as) and _with_family(one.known_as, mine) in {theirs, *others})):
        yield Like.OTHER_NAME
    elif mine and theirs and mine.split()[-1] == theirs.split()[-1]:
        yield Like.SAME_FAMILY_NAME
    if one.born is not None and entry.born is not None:
        yield Like.SAME_BORN if _may_be_same(one.born, entry.born) else Like.OTHER_BORN
    if len(phone := normal_phone(one.phone)) > 5 and phone in {normal_phone(each) for each in entry.phones}:
        yield Like.SAME_PHONE
    if (email := normal_email(one.email)) and email in {normal_email(each) for each in entry.emails}:
        yield Like.SAME_EMAIL
    if (postcode := normal_postcode(one.postcode)) and postcode in {normal_postcode(each) for each in entry.postcodes}:
        yield Like.SAME_POSTCODE


def _with_family(called: str, name: str) -> str:
    """What someone is called, with the last word of their name."""
    return " ".join((fold(called), *name.split()[-1:]))


def _may_be_same(one: PartialDate, other: PartialDate) -> bool:
    return one.earliest() <= other.latest() and other.earliest() <= one.latest()
