"""Long work with its progress in words, and a button that stops it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.message import Message

from iass_tui.services.views import Problem
from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.words import Words

T = TypeVar("T")
Work = Callable[[Callable[[int, int], None], Callable[[], bool]], T]
"""Long work: it tells how many of how many are done, and asks whether it is to stop."""


class Working(Dialog[T | Problem], Generic[T]):
    """Runs work in a thread; answers what it gives, or the `Problem` it ends with. Never leaves it running behind.

    `stopping` is said once stopping was asked for: what the work does about it takes a moment.
    """

    class Progressed(Message):
        """So many of so many are done."""

        def __init__(self, done: int, of: int) -> None:
            super().__init__()
            self.done, self.of = done, of

    def __init__(self, title: str, work: Work[T], *, what: str, sentence: str = "", stopping: str = "") -> None:
        super().__init__(title)
        self.work, self.what, self.sentence, self.stopping = work, what, sentence, stopping
        self._stop = threading.Event()

    def body(self) -> ComposeResult:
        """What happens, and how far it is."""
        if self.sentence:
            yield Words(f"{self.sentence}\n")
        yield Words("Beginning…", ident="progress")

    def buttons(self) -> ComposeResult:
        """Only stopping."""
        yield ActButton("Stop", "stop")

    def on_mount(self) -> None:
        """Begins."""
        self.run_worker(self._run())

    async def _run(self) -> None:
        try:
            answer: T | Problem = await asyncio.to_thread(self.work, self._progress, self._stop.is_set)
        except Problem as problem:
            answer = problem
        if self.is_attached:
            self.dismiss(answer)

    def _progress(self, done: int, of: int) -> None:
        self.post_message(self.Progressed(done, of))

    def on_working_progressed(self, event: Progressed) -> None:
        """Shows how far it is."""
        event.stop()
        if not self._stop.is_set():
            percent = 100 * event.done // max(event.of, 1)
            self.query_one("#progress", Words).update(f"{event.done:,} of {event.of:,} {self.what}  {percent} %")

    def pressed(self, button: str) -> None:  # noqa: ARG002
        """Asks the work to stop; the dialog goes when it has."""
        self._ask_to_stop()

    def action_leave(self) -> None:
        """Escape stops too."""
        self._ask_to_stop()

    def _ask_to_stop(self) -> None:
        self._stop.set()
        self.query_one("#progress", Words).update(self.stopping or "Stopping…")
        for button in self.query(ActButton):
            button.disabled = True

    def on_unmount(self) -> None:
        """Where the app goes elsewhere (a lock) the work is stopped."""
        self._stop.set()
