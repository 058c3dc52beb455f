"""The row of a manager's first page that says what is nobody's work, and who is away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from iass_tui.rules.masking import Neutral
from iass_tui.services.team_views import Unowned
from screens.widgets.row_list import Row

TEAM = ("team", None)


class UnownedWork(Protocol):
    """What the first page needs of the team's work."""

    def unowned(self) -> Unowned: ...


def unowned_row(found: Unowned) -> Iterator[Row]:
    """One row, or none."""
    counted = [
        f"{number} {word}{'s' * (number != 1)}"
        for number, word in ((found.cases, "case"), (found.tasks, "task"))
        if number
    ]
    parts = [f"nobody's: {' and '.join(counted)}"] if counted else []
    if found.away:
        parts.append(f"away: {', '.join(found.away)}")
    if parts:
        words = "; ".join(parts)
        yield Row(TEAM, (Neutral("Unowned" if counted else "Away"), Neutral(f"{words}. Enter shows the team's work")))
