"""Two people changed the same record: what each made of it, field by field, and what can be joined."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from iass_tui.rules.records.base import Record

R = TypeVar("R", bound=Record)


class Change(enum.StrEnum):
    """Who changed a field. Only COLLIDES needs a person to choose."""

    MINE = "MINE"
    THEIRS = "THEIRS"
    SAME = "SAME"
    COLLIDES = "COLLIDES"


class Side(enum.StrEnum):
    """What to keep of a field that collides."""

    MINE = "MINE"
    THEIRS = "THEIRS"
    BEFORE = "BEFORE"


@dataclasses.dataclass(frozen=True)
class FieldDifference:
    """One field that at least one of the two changed, with its three values as the record holds them."""

    field: str
    before: Any
    mine: Any
    theirs: Any

    @property
    def change(self) -> Change:
        """Who changed it; both having typed the same is no collision."""
        if self.mine == self.theirs:
            return Change.SAME
        if self.mine == self.before:
            return Change.THEIRS
        return Change.MINE if self.theirs == self.before else Change.COLLIDES


@dataclasses.dataclass(frozen=True)
class Merge(Generic[R]):
    """The joined record, or None while `collisions` holds fields that nobody has chosen for."""

    record: R | None
    collisions: tuple[FieldDifference, ...]


def compare(before: Record, mine: Record, theirs: Record) -> tuple[FieldDifference, ...]:
    """Every field that one of the two changed, in the record's order; none where nobody did.

    A field holding several values, such as a list of phones, counts as one. Raises `TypeError` where the three
    are not of one kind.
    """
    if not type(before) is type(mine) is type(theirs):
        raise TypeError("three records of one kind")
    found = (
        FieldDifference(field.name, getattr(before, field.name), getattr(mine, field.name), getattr(theirs, field.name))
        for field in dataclasses.fields(before)
        if field.name != "extra"
    )
    return tuple(one for one in found if one.mine != one.before or one.theirs != one.before)


def merge(before: R, mine: R, theirs: R, choices: Mapping[str, Side] | None = None) -> Merge[R]:
    """Both people's changes joined; where they collide, the side in `choices`, else no record yet.

    A choice for a field that does not collide is not looked at: nobody's lone change can be lost by mistake.
    Fields of a later version of the program are kept; where both have one, theirs.
    """
    sides = dict(choices or {})
    values: dict[str, Any] = {"extra": {**before.extra, **mine.extra, **theirs.extra}}
    open_still: list[FieldDifference] = []
    for one in compare(before, mine, theirs):
        side: Side | None
        match one.change:
            case Change.MINE:
                side = Side.MINE
            case Change.THEIRS | Change.SAME:
                side = Side.THEIRS
            case Change.COLLIDES:
                side = sides.get(one.field)
        if side is None:
            open_still.append(one)
        else:
            values[one.field] = {Side.MINE: one.mine, Side.THEIRS: one.theirs, Side.BEFORE: one.before}[side]
    if open_still:
        return Merge(None, tuple(open_still))
    return Merge(dataclasses.replace(before, **values), ())
