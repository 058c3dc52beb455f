"""Conflicts of interest in words."""

from __future__ import annotations

from collections.abc import Sequence

from iass_tui.services.interest_views import InterestLine
from screens.words.codes import label
from screens.words.days import short_day


def banner_words(lines: Sequence[InterestLine]) -> str:
    """Who has one, and with whom of the family; "" where nobody."""
    return "; ".join(f"{one.colleague} with {one.person}: {kind_words(one)}" for one in lines)


def kind_words(one: InterestLine) -> str:
    """What kind it is, with its words."""
    kind = label("INTEREST", one.kind)
    kind = f"{kind[0].lower()}{kind[1:]}"
    return f"{kind} ({one.words})" if one.words else kind


def whole_words(one: InterestLine) -> str:
    """One of them with who said so, and when."""
    return f"{one.colleague} with {one.person}: {kind_words(one)}. Said by {one.said_by} on {short_day(one.said_on)}."
