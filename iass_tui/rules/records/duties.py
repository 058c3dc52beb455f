"""What a birthday or a consent asks to be done: kept in the sealed body of the task that somebody made of it."""

from __future__ import annotations

import dataclasses
from datetime import date
from uuid import UUID

from iass_tui.rules.records.base import Record


@dataclasses.dataclass(frozen=True, kw_only=True)
class Duty(Record):
    """Which birthday, or which consent to ask about again."""

    kind: str
    """A `MilestoneKind` or a `ReviewKind` value."""
    on: date
    person_id: UUID | None = None
    """Whose consent it is; None for a birthday of the child."""
    purposes: tuple[str, ...] = ()
    """The consents that it is about."""
