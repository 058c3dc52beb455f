"""A screen that calls services: in a thread, with problems shown and its form disabled meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar, ParamSpec, TypeVar

from textual import events, on
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker

from screens.widgets.ahead import TAB
from screens.widgets.bars import TopBar
from screens.widgets.error_summary import ErrorSummary

NOTICEABLE_SECONDS = 0.4
"""A save that takes longer says so in the bar above."""
READING_SECONDS = 5.0
"""So long a key waits for a page's first reading; then the app answers again."""
P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class Shown(Exception):
    """A problem was shown already: `start` ends the work quietly."""


class Page(Screen[None]):
    """What pages before and after sign-in share. What is too long scrolls in its own place, never the page as a whole.

    On a line of three columns the page's own scrollbar left no room for the words that called for it, without end.
    """

    DEFAULT_CSS = """
    Page { overflow: hidden; }
    Page > #page { height: 1fr; padding: 0 1; }
    Page .buttons { height: auto; margin-top: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*TAB]

    def __init__(self) -> None:
        super().__init__()
        self.is_saving = False
        self._first_reading: asyncio.Event | None = None

    async def takes_keys(self) -> None:
        """Waits for a reading begun before the first key, so that one typed ahead is not overwritten or refused."""
        if self._first_reading is None:
            self._first_reading = asyncio.Event()
            self._first_reading.set()
        elif not self._first_reading.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._first_reading.wait(), READING_SECONDS)

    @on(events.ScreenSuspend)
    def _covered(self) -> None:
        """Something else is on top and takes the keys: a question of the reading, or the lock."""
        if self._first_reading is not None:
            self._first_reading.set()

    async def call(self, fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs a blocking service call in a thread. A `Problem` is shown, then `Shown` ends the work.

        Use it inside work begun by `start`. Let `Conflict` and other answers that you handle yourself come
        through with `bare_call`.
        """
        from iass_tui.services.views import Problem

        try:
            return await asyncio.to_thread(fn, *args, **kwargs)
        except Problem as problem:
            self.show_problem(problem)
            raise Shown from None

    async def bare_call(self, fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The same without showing problems: catch the ones you name, pass others to `show_problem`."""
        return await asyncio.to_thread(fn, *args, **kwargs)

    async def save(self, fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """A call that writes: the form is disabled meanwhile. What was typed stays where the call fails."""
        with self.busy():
            return await self.call(fn, *args, **kwargs)

    def start(self, work: Callable[..., Awaitable[None]], *args: Any, reading: bool = False) -> Worker[None] | None:
        """Begins work in a worker. Only `reading` replaces earlier reading (T5); saving twice is refused."""
        if not reading and self.is_saving:
            return None
        if reading and self._first_reading is None:
            self._first_reading = asyncio.Event()

        async def quietly() -> None:
            try:
                await work(*args)
            except Shown:
                return
            finally:
                if reading and self._first_reading is not None:
                    self._first_reading.set()

        return self.run_worker(quietly, exclusive=reading, group="reading" if reading else "saving")

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Disables the form (class `form`) and gives the focus back to where it was."""
        focused, self.is_saving = self.focused, True
        forms = list(self.query(".form"))
        if focused is not None and any(form in focused.ancestors_with_self for form in forms):
            self.set_focus(None)  # here and now: what disabling does comes late, and would take the next focus away
        for form in forms:
            form.disabled = True
        waiting = self.set_timer(NOTICEABLE_SECONDS, self._say_working)
        try:
            yield
        finally:
            self.is_saving = False
            waiting.stop()
            for bar in self.query(TopBar):
                bar.note = ""
            for form in forms:
                form.disabled = False
            if focused is not None and focused.is_attached and self.focused is None:
                said = (one for one in self.query(ErrorSummary) if one.display)  # it could take no focus meanwhile
                self.set_focus(next(said, focused))

    def _say_working(self) -> None:
        for bar in self.query(TopBar):
            bar.note = "working…"

    def show_problem(self, problem: Exception) -> None:
        """Says what to do, and every reason: in the error summary of the page, else in a notice over it."""
        from screens.words.reasons import told

        try:
            self.query_one(ErrorSummary).show([("", "\n".join(told(problem)))])
        except NoMatches:
            from screens.dialogs.dialog import Notice

            self.show_over(Notice("That did not work", *told(problem)))

    @property
    def is_open(self) -> bool:
        """False once the app went elsewhere (a lock): then nothing of this page may come on screen."""
        return self.is_attached and self in self.app.screen_stack

    def show_over(self, dialog: Screen[Any]) -> None:
        """Shows a dialog that needs no answer."""
        if self.is_open:
            self.app.push_screen(dialog)

    def say(self, sentence: str) -> None:
        """A short word on what was done, in passing: "Saved 14:02"."""
        if self.is_open:
            self.app.notify(sentence, markup=False, timeout=6)

    async def ask(self, dialog: Screen[T]) -> T | None:
        """Shows a dialog and waits for its answer. Only inside work begun by `start`."""
        if not self.is_open:
            raise Shown
        return await self.app.push_screen_wait(dialog)

    def leave_field(self, field: Widget) -> None:  # noqa: ARG002
        """Takes the focus away from a field, so that letters are keys again."""
        self.set_focus(None)
