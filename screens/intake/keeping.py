"""The draft of a first contact: begun once saving was permitted, renewed every few seconds, gone after a No."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from iass_tui.rules.dates import in_england
from screens.intake.interview import may_be_kept

if TYPE_CHECKING:
    from iass_tui.services.views import DraftOffer

EVERY_SECONDS = 3.0
NOTHING_WRITTEN = "Nothing has been written so far. If the line drops now, this page is lost."
FORGOTTEN = "Nothing about them is written, and what they said is wiped from this form."


class DraftWriter(Protocol):
    """What autosave needs of the intake service."""

    def begin(self, answers: Mapping[str, str]) -> UUID | None: ...
    def autosave(self, draft_id: UUID, answers: Mapping[str, str]) -> None: ...


class DraftShelf(Protocol):
    """What tells when a draft was saved."""

    def offered(self) -> tuple[DraftOffer, ...]: ...


class Keeping:
    """Writes what may be written, one write at a time; all methods block in threads and raise `Problem`."""

    def __init__(self, writer: DraftWriter, shelf: DraftShelf, draft_id: UUID | None) -> None:
        self._writer, self._shelf = writer, shelf
        self._turn = asyncio.Lock()
        self._written: dict[str, str] | None = None
        self.draft_id = draft_id
        self.saved_at = ""
        """The hour of the last save: "14:02"."""
        self.trouble = ""
        """Why the last save did not work, as a sentence."""

    def is_behind(self, answers: Mapping[str, str]) -> bool:
        """Whether the draft does not hold these answers yet."""
        return self.draft_id is not None and dict(answers) != self._written

    async def write(self, answers: Mapping[str, str]) -> None:
        """Begins the draft, renews it, or, where nothing may be kept any more, has it erased.

        What goes wrong is told in `trouble`: a draft that cannot be written must not stop the conversation.
        """
        # Shielded: a write that a lock interrupts ends by itself, and the one that the lock begins waits for it.
        await asyncio.shield(self._write(dict(answers)))

    async def _write(self, answers: dict[str, str]) -> None:
        from iass_tui.services.views import Problem

        async with self._turn:
            if answers == self._written or (self.draft_id is None and not may_be_kept(answers)):
                return
            try:
                await self._renew(answers)
            except Problem as problem:
                self.trouble = str(problem)
            else:
                self.trouble = ""

    async def _renew(self, answers: dict[str, str]) -> None:
        from iass_tui.services.views import NotFound

        try:
            if self.draft_id is not None:
                await asyncio.to_thread(self._writer.autosave, self.draft_id, answers)
        except NotFound:  # thrown away from another terminal: what is on screen begins one anew
            self.draft_id = None
        if self.draft_id is None and may_be_kept(answers):
            self.draft_id = await asyncio.to_thread(self._writer.begin, answers)
        if not may_be_kept(answers):
            self.draft_id, self._written, self.saved_at = None, None, ""
            return
        if self.draft_id is not None:
            self.saved_at = await asyncio.to_thread(self._moment, self.draft_id)
        self._written = answers

    def _moment(self, draft_id: UUID) -> str:
        found = next((one for one in self._shelf.offered() if one.id == draft_id), None)
        return f"{in_england(found.saved_at):%H:%M}" if found else ""

    async def resume(self, draft_id: UUID, answers: Mapping[str, str]) -> None:
        """Goes on with a draft that holds these answers."""
        self.draft_id, self._written = draft_id, dict(answers)
        self.saved_at = await asyncio.to_thread(self._moment, draft_id)

    async def rest(self) -> None:
        """Waits until nothing is being written."""
        async with self._turn:
            return

    def let_go(self) -> None:
        """The draft became something else: nothing is written from here on."""
        self.draft_id, self._written = None, None

    def words(self, *, is_over: bool) -> str:
        """Where what was said stands now, in one line."""
        if self.trouble:
            return f"NOT SAVED: {self.trouble}"
        if self.draft_id is not None:
            when = f"Saved {self.saved_at}." if self.saved_at else "Saved."
            return f"{when} If the line drops, this is offered back when you sign in."
        return FORGOTTEN if is_over else NOTHING_WRITTEN
