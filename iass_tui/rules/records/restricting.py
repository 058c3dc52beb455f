"""Why a record is restricted, and to whom it is shut."""

from __future__ import annotations

import dataclasses
from datetime import date
from uuid import UUID

from iass_tui.rules.records.base import Record


@dataclasses.dataclass(frozen=True, kw_only=True)
class Restriction(Record):
    """What the circle is told of why it is one. Who is in it says the key register, and nothing else."""

    since: date
    looked_on: date | None = None
    """When a manager last said that it stays so; None where nobody has since it was placed."""
    reason: str = ""
    placed_by: UUID | None = None
    named: tuple[UUID, ...] = ()
    """Whom the manager named. Others may be outside too: whoever came later is, until a manager lets them in."""
