"""Answers to the equality questions (P6): each person's own, each optional, kept under a key of their own."""

from __future__ import annotations

import dataclasses
from datetime import date

from iass_tui.rules.records.base import Record


@dataclasses.dataclass(frozen=True, kw_only=True)
class EqualityAnswers(Record):
    """What one person chose to answer. An empty field was not answered, which is another thing than not saying."""

    ethnic_group: str = ""
    """An ETHNIC_GROUP code, the first step; NOT_STATED is "prefer not to say"."""
    ethnicity: str = ""
    """An ETHNICITY code of that group, the second step."""
    ethnicity_words: str = ""
    """Their own words, where none of the groups fits."""
    sex: str = ""
    gender_same: str = ""
    """A GENDER_SAME code: whether their gender is the same as the sex registered at birth."""
    gender_words: str = ""
    language: str = ""
    """A LANG code, or PNS."""
    language_words: str = ""
    circumstances: tuple[str, ...] = ()
    """CIRC codes."""
    asked_on: date | None = None
