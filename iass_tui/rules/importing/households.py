"""Rows that belong together: several of one child, or of children with one parent. Each person is written once."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Hashable, Iterator, Sequence

from iass_tui.rules import text
from iass_tui.rules.importing.verdicts import NewFamily, RowDecision
from iass_tui.rules.records.people import PersonCard


@dataclasses.dataclass(frozen=True)
class Household:
    """Rows that share somebody. `who[n][place]` is which of the household row n's child (place 0) or parent is."""

    rows: tuple[NewFamily, ...]
    numbers: tuple[int, ...]
    who: tuple[tuple[int, ...], ...]

    @property
    def size(self) -> int:
        """How many people it has."""
        return max(max(one) for one in self.who) + 1


def child_key(card: PersonCard) -> tuple[str, str] | None:
    """What makes two rows be about one child: the same name and the same whole birth date, nothing less."""
    name = text.fold(card.full_name)
    return (name, card.born.to_text()) if name and card.born is not None and card.born.exact else None


_Node = tuple[int, int]
"""A row's place in the list, and a place in that row."""


def households(decisions: Sequence[RowDecision], apart: Collection[int] = ()) -> tuple[Household, ...]:
    """The rows that are taken in, put together, in the order of their first lines.

    `apart`: lines of which somebody said that their child is another one, whatever name and birth date say.
    """
    rows = [(one.number, one.family) for one in decisions if one.family is not None]
    people, together = _Groups(), _Groups()
    for at, (number, family) in enumerate(rows):
        for place in range(len(family.adults) + 1):
            people.add((at, place))
            together.join(("row", at), (at, place))
        for key, place in _keys(family):
            if place or number not in apart:
                people.join((at, place), key)
    for at, (_, family) in enumerate(rows):  # a child's parents of one name are one, now that children are known
        for place, adult in enumerate(family.adults, 1):
            people.join((at, place), ("of", people.root((at, 0)), text.fold(adult.card.full_name)))
    for at, (_, family) in enumerate(rows):
        for place in range(len(family.adults) + 1):
            together.join((at, place), ("person", people.root((at, place))))
    found: dict[Hashable, list[int]] = {}
    for at in range(len(rows)):
        found.setdefault(together.root(("row", at)), []).append(at)
    return tuple(_household(people, rows, members) for members in found.values())


def _keys(family: NewFamily) -> Iterator[tuple[Hashable, int]]:
    """By what a row's people are known again: a child by the birth date, whoever signed by a way to reach them."""
    child = child_key(family.child)
    if child is not None:
        yield ("child", child), 0
    signer = family.consent.signer
    if signer and family.contact is not None:
        name = text.fold(family.adults[signer - 1].card.full_name)
        for number in family.contact.phones:
            yield ("phone", name, text.normal_phone(number)), signer
        for address in family.contact.emails:
            yield ("email", name, text.normal_email(address)), signer


def _household(people: _Groups, rows: Sequence[tuple[int, NewFamily]], members: Sequence[int]) -> Household:
    index: dict[Hashable, int] = {}
    who = tuple(
        tuple(index.setdefault(people.root((at, place)), len(index)) for place in range(len(rows[at][1].adults) + 1))
        for at in members
    )
    return Household(tuple(rows[at][1] for at in members), tuple(rows[at][0] for at in members), who)


class _Groups:
    """Things joined into groups."""

    def __init__(self) -> None:
        self._above: dict[Hashable, Hashable] = {}

    def add(self, one: Hashable) -> None:
        self._above.setdefault(one, one)

    def root(self, one: Hashable) -> Hashable:
        self.add(one)
        while self._above[one] != one:
            self._above[one] = self._above[self._above[one]]
            one = self._above[one]
        return one

    def join(self, one: Hashable, other: Hashable) -> None:
        self._above[self.root(other)] = self.root(one)
