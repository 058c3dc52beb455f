"""The people whom a row names."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from iass_tui.rules import text
from iass_tui.rules.importing.reading import read_code

ADULTS = ("parent1", "parent2")
_TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "prof", "rev", "master"})
_CHILD_WORDS = frozenset(
    {"self", "child", "young person", "yp", "the child", "the young person", "themselves", "pupil"}
)
_PARENT_WORDS = frozenset({"parent", "the parent", "carer", "parent carer"})


@dataclasses.dataclass(frozen=True)
class Named:
    """A name as given and family name; `was_split` where one cell held both, and more than two words of them."""

    given: str
    family: str
    was_split: bool = False

    @property
    def words(self) -> frozenset[str]:
        """The words of the name, to compare by."""
        return frozenset(text.fold(f"{self.given} {self.family}").split())


def named(said: Callable[[str], str], who: str) -> Named | None:
    """The name in a row of "child", "parent1" or "parent2"; None where there is none.

    One cell with the whole name is taken apart at its last word, or at its comma; separate cells come first.
    """
    given, family, whole = (text.squash(said(f"{who}_{part}")) for part in ("given", "family", "name"))
    if given or family:
        return Named(given, family)
    if not whole:
        return None
    if "," in whole:
        family, _, given = (part.strip() for part in whole.partition(","))
        return Named(given, family)
    words = whole.split(" ")
    if len(words) == 1:
        return Named(whole, "")
    return Named(" ".join(words[:-1]), words[-1], was_split=len(words) > 2)


def signer_of(raw: Mapping[str, str], said: Callable[[str], str]) -> int | None:
    """Who of the row gave consent: 0 the child, else the parent's place among those named; None for nobody of it.

    A name, a title with a surname that one person alone has, a relation, or "child" or "parent".
    """
    words = text.fold(said("consent_by"))
    adults = [(who, name) for who in ADULTS if (name := named(said, who)) is not None]
    if words in _CHILD_WORDS:
        return 0
    if words in _PARENT_WORDS:
        return 1 if adults else None
    relation = read_code("RELATION", said("consent_by"))
    if relation == "SELF":
        return 0
    if relation:
        kinds = [read_code("RELATION", raw.get(f"{who}_relation", "")) for who, _ in adults]
        return kinds.index(relation) + 1 if kinds.count(relation) == 1 else None
    wanted = frozenset(words.split()) - _TITLES
    people = dict(enumerate((name.words for _, name in adults), 1))
    child = named(said, "child")
    if child is not None and len(wanted) == len(words.split()):  # Mrs Somebody is no child who shares the surname
        people[0] = child.words
    exact = [number for number, one in people.items() if wanted == one]
    found = exact or [number for number, one in people.items() if wanted and wanted <= one]
    return found[0] if len(found) == 1 else None
