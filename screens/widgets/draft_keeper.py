"""What is typed, kept as a sealed draft: one write at a time, and none is lost when the screen goes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from iass_tui.services.views import DraftOffer, NotFound, Problem


class DraftsWork(Protocol):
    """What keeping a draft needs."""

    def start(self, kind: str, *, case_id: UUID | None = None, person_id: UUID | None = None) -> UUID: ...
    def save(self, draft_id: UUID, values: Mapping[str, str]) -> None: ...
    def read(self, draft_id: UUID) -> dict[str, str]: ...
    def discard(self, draft_id: UUID) -> None: ...
    def offered(self) -> tuple[DraftOffer, ...]: ...


class DraftKeeper:
    """One draft, begun with the first words. Writes outlive the worker that asked for them (a lock cancels it).

    `begin` makes the empty draft; it blocks. After `close` nothing is written any more.
    """

    def __init__(self, drafts: DraftsWork, begin: Callable[[], UUID], draft_id: UUID | None = None) -> None:
        self._drafts, self._begin = drafts, begin
        self.draft_id = draft_id
        self.kept: dict[str, str] = {}
        self.saved_at: datetime | None = None
        self._writing: asyncio.Future[Problem | None] | None = None
        self._is_closed = False

    def is_kept(self, values: Mapping[str, str]) -> bool:
        """Whether the draft holds just this."""
        return self.kept == values

    async def keep(self, values: Mapping[str, str]) -> Problem | None:
        """Writes the values; a problem is given back, never raised, since whoever asked may be gone."""
        if self._is_closed:
            return None
        self._writing = asyncio.ensure_future(self._write(self._writing, dict(values)))
        return await asyncio.shield(self._writing)

    async def _write(self, before: asyncio.Future[Problem | None] | None, values: dict[str, str]) -> Problem | None:
        if before is not None:
            await before
        if self._is_closed or self.is_kept(values):
            return None
        try:
            await asyncio.to_thread(self._write_now, values)
        except Problem as problem:
            return problem
        self.kept = values
        return None

    def _write_now(self, values: dict[str, str]) -> None:
        if self.draft_id is None:
            self.draft_id = self._begin()
        try:
            self._drafts.save(self.draft_id, values)
        except NotFound:  # older than 14 days, or thrown away from another terminal
            self.draft_id = self._begin()
            self._drafts.save(self.draft_id, values)
        mine = (offer for offer in self._drafts.offered() if offer.id == self.draft_id)
        self.saved_at = next((offer.saved_at for offer in mine), None)

    def read(self) -> dict[str, str]:
        """What the draft holds. Blocks."""
        if self.draft_id is None:
            return {}
        return self._drafts.read(self.draft_id)

    async def settle(self) -> UUID | None:
        """Waits for what is being written; the draft's id, where there is one."""
        if self._writing is not None:
            await asyncio.shield(self._writing)
        return self.draft_id

    async def throw_away(self) -> None:
        """Destroys the draft: what was typed is saved for good, or not wanted."""
        self._is_closed = True
        draft_id = await self.settle()
        if draft_id is not None:
            await asyncio.to_thread(self._drafts.discard, draft_id)

    def close(self) -> None:
        """Writes nothing more: the save that follows removes the draft itself."""
        self._is_closed = True

    def reopen(self) -> None:
        """Goes on keeping: the save did not work."""
        self._is_closed = False
