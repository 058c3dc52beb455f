"""Keeping in touch as screens see it."""

from __future__ import annotations

import dataclasses
from typing import Protocol
from uuid import UUID

from iass_tui.rules.keeping_in_touch import Entry, Standing
from iass_tui.rules.records.consents import Purpose
from iass_tui.services.views import OutboxFile


@dataclasses.dataclass(frozen=True)
class TouchList:
    """One way of keeping in touch, with everybody who ever said yes to it."""

    channel: Purpose
    entries: tuple[Entry, ...]
    restricted: frozenset[UUID] = frozenset()
    """Whose record is shut to a colleague, for the list to say so."""

    def of(self, standing: Standing) -> tuple[Entry, ...]:
        """Those who stand so, by name."""
        return tuple(one for one in self.entries if one.standing is standing)


class KeepingInTouch(Protocol):
    """Who gets news, and which way (P79-P82)."""

    def lists(self) -> tuple[TouchList, ...]: ...
    def export(self, channel: Purpose) -> OutboxFile: ...
    def stop(self, person_id: UUID, channel: Purpose, *, method: str) -> None: ...
