"""Colleagues who are away for some days: their work stays theirs, and a manager sees what is due of it."""

from __future__ import annotations

from datetime import date, timedelta

from iass_tui.rules.records.office import StaffCard

LONGEST = timedelta(days=366)


def may_be_away(until: date, today: date) -> bool:
    """Whether this can be the last day of being away."""
    return today <= until <= today + LONGEST


def is_away(card: StaffCard, today: date) -> bool:
    """Whether they are away today: to the last day that was said, which counts."""
    return card.away_until is not None and today <= card.away_until
