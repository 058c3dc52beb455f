"""What volunteers took down and sent to the officers, and what goes to and fro about it."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date

from iass_tui.rules.records.base import Record


class IntakeState(enum.StrEnum):
    """Where a sent intake stands; the values are stored."""

    WAITING = "WAITING"
    ASKED = "ASKED"  # an officer asked its author something
    WITHDRAWN = "WITHDRAWN"  # its author noted that they said no after all: nobody may take it up
    TAKEN_UP = "TAKEN_UP"
    REFUSED = "REFUSED"


OPEN_STATES = frozenset({IntakeState.WAITING, IntakeState.ASKED})


class LetterKind(enum.StrEnum):
    """What one letter is."""

    INTAKE = "INTAKE"
    QUESTION = "QUESTION"
    ANSWER = "ANSWER"


@dataclasses.dataclass(frozen=True, kw_only=True)
class LetterBody(Record):
    """One letter. Whoever sent it may have written it with a program of their own: believe nothing of its answers."""

    kind: LetterKind
    answers: dict[str, str] = dataclasses.field(default_factory=dict, repr=False)
    """Of an intake: question to answer, those that may be kept."""
    taken_on: date | None = None
    """Of an intake: the day on which they said so."""
    words: str = dataclasses.field(default="", repr=False)
    """Of a question or an answer."""

    def __post_init__(self) -> None:
        """Raises `TypeError` for answers that are no texts: a reader of JSON cannot know."""
        if not all(isinstance(part, str) for pair in dict(self.answers).items() for part in pair):
            raise TypeError("answers")
