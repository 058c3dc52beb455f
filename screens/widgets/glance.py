"""Beside Today's list, where there is room: what the cursor is on, and its case at a glance."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Protocol
from uuid import UUID

from textual.timer import Timer

from iass_tui.services.handover_views import SheetView
from screens.widgets.masking import is_masked
from screens.widgets.reader import Part, Reader
from screens.words.concerns import notice_words

REST_SECONDS = 0.4
"""The cursor rests so long on a row before its case is opened, which is recorded: passing by opens nothing."""
_STRONG = frozenset({"heading", "strong"})
NOT_MINE = (
    "Of a case that is not yours nothing is opened here, nor of a family with whom you have a conflict of interest. "
    "Enter opens it, and may ask why."
)


class GlanceWork(Protocol):
    """What the pane needs of handing over."""

    def glance(self, case_id: UUID) -> SheetView | None: ...


class Glance(Reader):
    """Reads a case once; `forget` before the list is read anew."""

    def __init__(self, work: GlanceWork, *, ident: str = "glance") -> None:
        super().__init__(ident=ident)
        self.work = work
        self._known: dict[UUID, SheetView | None] = {}
        self._here: UUID | None = None
        self._rest: Timer | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a case is still to be opened, once the cursor has rested."""
        return self._rest is not None

    def forget(self) -> None:
        """Something was saved: cases are read again."""
        self._known.clear()

    def about(self, words: Sequence[Part], case_id: UUID | None) -> None:
        """Shows what the list knows of a row at once, and of its case more once the cursor rests there."""
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        self._here, self._words = case_id, tuple(words)
        if case_id is None or case_id in self._known:
            self.show(self._all())
        else:
            self.show(words)
            self._rest = self.set_timer(REST_SECONDS, self.open_it)

    def open_it(self) -> None:
        """Opens the case that the cursor rests on; none while lists are masked, nor under another page."""
        self._rest = self.set_timer(REST_SECONDS, self.open_it) if is_masked(self) else None
        if self._rest is not None:
            return
        if self._here is not None and self.screen.is_current:
            self.run_worker(self._read(self._here), group="glance")

    async def _read(self, case_id: UUID) -> None:
        from iass_tui.services.views import Problem

        try:
            self._known[case_id] = await asyncio.to_thread(self.work.glance, case_id)
        except Problem as problem:
            if self.is_attached and self._here == case_id:
                self.show((*self._words, Part(""), Part(str(problem), "strong")))
            return
        if self.is_attached and self._here == case_id:
            self.show(self._all())

    def _all(self) -> Iterator[Part]:
        yield from self._words
        if self._here is None:
            return
        view = self._known[self._here]
        yield Part("")
        if view is None:
            yield Part(NOT_MINE, "dim")
            return
        notice = notice_words(view.sheet.notice)
        if notice:
            yield Part(f"SAFEGUARDING  {notice}", "strong")
        for how, text in view.lines:
            yield Part(text, "strong" if how in _STRONG else "")
