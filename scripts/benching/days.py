"""The first page of the day, as it is read: an officer's own, what consents ask, and the team's for a manager."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from scripts.benching.building import MANAGER, PASSPHRASE
from scripts.benching.findings import Finding, middle, ms, spread
from scripts.benching.offices import Made


def reading(made: Made, times: int) -> list[Finding]:
    """Everything of Today with its signed entry; nothing is painted."""
    session, manager = made.sign_in(), made.door().sign_in(MANAGER, PASSPHRASE)
    acts: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("Today read: tasks, dates, caseload", session.casework.today),
        ("Today read: what consents ask", session.reviews.agenda),
        ("Today read: what is nobody's", manager.team.unowned),
        ("the team's work read", manager.team.view),
    )
    found = []
    for what, act in acts:
        act()
        took = [_took(act) for _ in range(times)]
        found.append(Finding("today", what, ms(middle(took)), "ms", detail=spread(took)))
    session.close()
    manager.close()
    return found


def _took(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
