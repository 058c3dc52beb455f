"""What putting tasks off hands to the screens."""

from __future__ import annotations

from datetime import date
from typing import Protocol
from uuid import UUID

from iass_tui.rules.records.casework import TaskBody
from iass_tui.rules.records.putting_off import Waiting


class PuttingOff(Protocol):
    """Tasks put off with a reason, and tasks that wait for somebody else."""

    def days(self, body: TaskBody) -> tuple[tuple[str, date], ...]:
        """TOMORROW, WORKING_DAY, WEEK and FORTNIGHT with their days, as far as this task can be put off."""
        ...

    def put_off(self, task_id: UUID, version: int, until: date, why: str) -> None: ...
    def wait(self, task_id: UUID, version: int, waiting: Waiting) -> None: ...
    def wait_no_longer(self, task_id: UUID, version: int) -> None: ...
    def put_back(self, task_id: UUID, version: int, before: TaskBody) -> None:
        """Undoes what was just said of it."""
        ...
