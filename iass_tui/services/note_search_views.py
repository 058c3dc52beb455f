"""What a search in all notes hands to its page, piece by piece."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Protocol
from uuid import UUID


@dataclasses.dataclass(frozen=True)
class NoteHit:
    """One note that holds all words of a search."""

    note_id: UUID
    case_id: UUID
    reference: str
    day: date
    author: str
    context: str
    """The words round the first hit; "" of a colleague's case of which nobody has said why it is opened (P20)."""
    officer: str
    """Whose case it is."""
    in_error: bool = False


@dataclasses.dataclass(frozen=True)
class SearchStep:
    """How far a search is, and what it found since the step before."""

    hits: tuple[NoteHit, ...]
    looked_at: int
    of: int
    unreadable: int = 0
    is_over: bool = False
    is_full: bool = False
    """True where as many were found as are shown: a search for more words finds fewer."""


class NoteSearch(Protocol):
    """Searching in every note that may be read."""

    def search(self, query: str, tell: Callable[[SearchStep], None], is_cancelled: Callable[[], bool]) -> SearchStep:
        """Blocks until all is looked through, newest first; `tell` gets every step, the last one is answered.

        Recorded once, before anything is found, as a search in all notes: never for what.
        """
        ...
