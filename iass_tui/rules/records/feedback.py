"""Feedback forms, and what the office does that is about no family."""

from __future__ import annotations

import dataclasses
from datetime import date

from iass_tui.rules.records.base import Record


@dataclasses.dataclass(frozen=True, kw_only=True)
class FeedbackBody(Record):
    """One form as it was filled in; an answer that was left out is None. No day: the key says which quarter."""

    reach: int | None = None
    """Q1: how easy it was to reach us, 1 to 5."""
    useful: int | None = None
    """Q2, 1 to 5."""
    fair: int | None = None
    """Q3: how fair, neutral and unbiased we were, 1 to 5."""
    difference: int | None = None
    """Q4, 1 to 5."""
    confident_before: int | None = None
    """Q5, 1 to 10, as they remember it."""
    confident_now: int | None = None
    """Q5, 1 to 10."""
    recommend: int | None = None
    """Q6, 0 to 10."""
    overall: int | None = None
    """Q7, 1 to 5."""
    comment: str = ""
    """Q7, in their words: for the office alone, in no workbook."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseFeedback(Record):
    """A form that a family wanted kept with their case."""

    received_on: date
    answers: FeedbackBody = dataclasses.field(default_factory=FeedbackBody)
    asked_how: str = ""
    """How they said so: a box on the form, a letter."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ActivityBody(Record):
    """Strategic activity (domain table 2.2): about no family, so that no name belongs in it."""

    kind: str
    """A STRATEGIC code."""
    on: date
    what: str = ""
    minutes: int = 0
    travel: int = 0
    volunteer_minutes: int = 0
    reached: int = 0
    """How many people came or were reached; 0 where nobody counted."""
