"""What a case's page needs of whoever sits here, and of the staff."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from iass_tui.rules.records.office import Colleague
from screens.base import Seat


class CaseSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class StaffWork(Protocol):
    """What this page needs of the staff list."""

    def colleagues(self) -> tuple[Colleague, ...]: ...
