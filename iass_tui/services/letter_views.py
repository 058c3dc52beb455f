"""What the services hand to the screens about letters: what is to be filled in, the page to read, what went out."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from iass_tui.rules.papers import Way
from iass_tui.rules.records.letters import LetterKind, RecordedLetter
from iass_tui.rules.records.sharing import Passing, Recipient
from iass_tui.rules.safety import Care

if TYPE_CHECKING:
    from iass_tui.services import views as v
    from iass_tui.services.sharing_views import AnswerView


@dataclasses.dataclass(frozen=True, kw_only=True)
class LetterWish:
    """Which letter, about whom, to whom and how."""

    kind: LetterKind
    person_id: UUID
    """Whom it is about."""
    case_id: UUID | None = None
    to: Recipient
    way: Way = Way.HAND
    passing: Passing = Passing()
    """The rest of the question to the sharing rule: what it is about, or the facts of an exception."""
    large: bool = False


@dataclasses.dataclass(frozen=True)
class LetterPlaces:
    """What has to be filled in, in order, and what the case fills already."""

    version: str
    places: tuple[str, ...]
    values: dict[str, str]


@dataclasses.dataclass(frozen=True, kw_only=True)
class LetterView:
    """The letter as it would be printed, line by line, and what to take care of before it goes."""

    lines: tuple[tuple[str, str], ...]
    care: Care
    """About a reader of the family, else about whoever it is about."""
    reasons: tuple[str, ...] = ()
    """Why it could not go out like this: said while there is time to change it."""


class Letters(Protocol):
    """The library of letters, and what went out."""

    def gate(self, wish: LetterWish) -> AnswerView:
        """May this letter go to them? The answer of the sharing rule, with every reason."""
        ...

    def places(self, wish: LetterWish) -> LetterPlaces: ...
    def fill(self, wish: LetterWish, values: dict[str, str]) -> str:
        """The text with every place filled. Raises `Problem` that names what is missing."""
        ...

    def read(self, wish: LetterWish, values: dict[str, str], text: str) -> LetterView: ...
    def send(self, wish: LetterWish, values: dict[str, str], text: str) -> v.OutboxFile:
        """The letter in the outbox, and in the record word for word. Raises `NotAllowed` with every reason."""
        ...

    def of(self, person_id: UUID) -> tuple[RecordedLetter, ...]:
        """What went out about someone, oldest first; the look is recorded."""
        ...
