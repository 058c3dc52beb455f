"""A child of two homes: which of them a letter to the child goes to, and whether the parents live apart.

What is known stands on each tie (`FamilyTie.home`), so that every parent keeps their own address and their own consent
to it (P44).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeVar

from iass_tui.rules.records.people import FamilyTie

H = TypeVar("H")
MOSTLY, PARTLY, NO = "MOSTLY", "PARTLY", "NO"
SAID_OF_TWO = {"ONE": (MOSTLY, MOSTLY), "FIRST": (MOSTLY, NO), "SECOND": (NO, MOSTLY), "BOTH": (PARTLY, PARTLY)}
"""What a first contact's answer about two parents says of either; of a third it says nothing."""
PARENTS = frozenset({"MOT", "FAT", "GUA"})
"""RELATION codes of those who are two homes where one has the child and the other has not: a grandmother is not."""


def live_apart(ties: Iterable[FamilyTie]) -> bool:
    """Whether one child's ties say that the parents have two homes.

    A child who lives mostly, or partly, with one and partly or not with the other has two; a child with both, or with
    neither, says nothing of how the parents live.
    """
    homes = [one.home for one in ties if one.relation in PARENTS and one.home]
    return len(homes) > 1 and homes.count(MOSTLY) < len(homes) and bool({MOSTLY, PARTLY} & set(homes))


def letter_home(homes: Collection[tuple[FamilyTie, H]]) -> H | None:
    """The home to which a child's letter goes: the one where they live, mostly before partly.

    None where nobody asked, and where two that are not the same would do: nobody guesses between two parents, nor
    takes the other home because the address of the first is not kept (the caller gives that home too, without one).
    """
    for code in (MOSTLY, PARTLY):
        found = {home: None for tie, home in homes if tie.home == code}
        if found:
            return next(iter(found)) if len(found) == 1 else None
    return None
