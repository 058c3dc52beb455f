"""Who in a family may know what, at a glance."""

from __future__ import annotations

import dataclasses
from typing import Protocol
from uuid import UUID

from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.release.requests import Competence
from iass_tui.rules.sharing import Outcome


@dataclasses.dataclass(frozen=True)
class KnowingLine:
    """One relative of a child or young person."""

    person_id: UUID
    name: str
    tie: FamilyTie
    home: str
    """Where they live, in words; "" where nothing is kept."""
    is_withheld: bool
    """Where they live must not be told to others of the family."""
    talk: Outcome
    """May they be told about the child, in a conversation: the sharing rule's own answer."""
    file: Outcome
    """May they have a copy of the file."""
    reasons: tuple[str, ...]
    """Why not, all of them, of both questions."""


@dataclasses.dataclass(frozen=True)
class ChildKnowing:
    """One child or young person, and everyone tied to them."""

    person_id: UUID
    name: str
    age: int | None
    home: str
    competence: Competence | None
    refuses: tuple[str, ...]
    """Names of those whom they refuse access; "everyone" for all others."""
    lines: tuple[KnowingLine, ...]


class Knowing(Protocol):
    """Who in a family may know what."""

    def family(self, person_id: UUID) -> tuple[ChildKnowing, ...]:
        """For a child themselves; for an adult each of their children. The look is recorded."""
        ...
