"""Answers to the equality questions as their page shows them."""

from __future__ import annotations

import dataclasses
from typing import Protocol
from uuid import UUID

from iass_tui.rules.records.equality import EqualityAnswers


@dataclasses.dataclass(frozen=True)
class EqualityView:
    """One person's answers. `may_keep` is false, and `answers` empty, while they have not agreed themselves."""

    person_id: UUID
    name: str
    is_child: bool
    may_keep: bool
    reasons: tuple[str, ...]
    """Why they may not be kept, as rule values: not asked yet, refused, taken back."""
    version: int
    answers: EqualityAnswers


class Equality(Protocol):
    """Answers to the equality questions (P6), each person's own."""

    def answers(self, person_id: UUID) -> EqualityView: ...
    def save(self, person_id: UUID, version: int, before: EqualityAnswers, answers: EqualityAnswers) -> None:
        """Raises `NotAllowed` while SAVE_EQUALITY is not in force; `Conflict` where a colleague was first."""
        ...
