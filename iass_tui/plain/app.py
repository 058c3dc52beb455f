"""The app with nobody looking: Textual draws nothing, and whatever stands on its pages is said line by line."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events

from iass_tui.app import OfficeApp
from iass_tui.plain.lines import Lines, heard
from iass_tui.plain.settled import settled
from iass_tui.plain.talk import Talk

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel


SIZE = (100, 60)
"""Nobody sees it; pages are laid out all the same."""
LOOK_SECONDS = 0.2
WELCOME = (
    "IASS, line by line. Type a number, or a word, then Enter. The word help says what can be said here; stop leaves.",
    "What is printed stays in this terminal's scrollback until you clear it. The word clear says how.",
)
SIGNED_OUT = "Signed out. What was printed stays in this terminal's scrollback: clear it, or close the window."
NEAR_LOCK = "This locks in about a minute. Press Enter to stay."
INTERRUPTED = "To leave, type stop. To lock, type lock. Nothing was changed."


class PlainApp(OfficeApp):
    """The same pages, services and gates as `OfficeApp`; only the face is another."""

    speaks: ClassVar[bool] = True

    def __init__(self, *arguments: Any, lines: Lines, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.lines = lines
        self.news: list[str] = []
        """What was done, in passing: "Saved 14:02"."""
        self._is_warned = False

    def on_mount(self) -> None:
        """Begins to talk."""
        self.talk = Talk(self, self.lines)
        self.run_worker(self._talk(), group="talking")

    def mind_signals(self) -> None:
        """A cut line closes with drafts kept; Ctrl+C only says how to leave."""
        loop = asyncio.get_running_loop()
        self._leave_on_signals(loop)
        signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(self.news.append, INTERRUPTED))
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # a stopped process would hold open keys, and no clock would lock

    async def _talk(self) -> None:
        for sentence in WELCOME:
            self.lines.say(sentence)
        while True:
            await settled(self)
            if not await self.talk.turn():
                self.action_sign_out()
                return

    # reading a line

    async def line(self, *, hidden: bool = False) -> str | None:
        """The line that is typed next; None where the page changed meanwhile or there is something to say first.

        Raises `EOFError` at the end of what can be read, and `LineLost` for a line that did not come whole.
        """
        before = self.screen
        reading = asyncio.ensure_future(self.lines.read(hidden=hidden))
        try:
            while not reading.done():
                await asyncio.wait({reading}, timeout=LOOK_SECONDS)
                if not reading.done() and (self.screen is not before or self.news):
                    self.lines.say()
                    return None
        finally:
            reading.cancel()
            del before
        raw = reading.result()
        if raw is None:
            raise EOFError
        self._idle.touch()
        was_warned, self._is_warned = self._is_warned, False
        if hidden:
            return raw.decode("utf-8", "surrogateescape").rstrip("\r\n")
        typed = heard(raw)
        if was_warned and not typed.strip():
            self.news.append("You are still signed in.")
            return None
        return typed

    def key(self, name: str) -> None:
        """A key, as the full-screen face takes it."""
        self.post_message(events.Key(name, "\r" if name == "enter" else None))

    # what the app does by itself

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Said at the next prompt."""
        del title, severity, timeout, markup
        self.news.append(message)

    def warn_of_lock(self) -> None:
        """Said once; whoever is in the middle of a line goes on with it."""
        if not self._is_warned:
            self._is_warned = True
            self.news.append(NEAR_LOCK)

    async def _lock(self, *, is_closed: bool = False) -> None:
        if self._keeper is not None and not self._keeper.is_locked:
            self.lines.forget()
            self.talk.forget()
            self._is_warned = False
        await super()._lock(is_closed=is_closed)


def run(make: Callable[[Lines], PlainApp]) -> int:
    """Runs it to its end, and leaves the terminal as it was."""
    lines = Lines()
    app = make(lines)
    try:
        asyncio.run(_run(app))
    finally:
        lines.show()
    if app.return_code == 0:
        lines.say(SIGNED_OUT)
    return app.return_code or 0


async def _run(app: PlainApp) -> None:
    app.call_later(app.mind_signals)
    await app.run_async(headless=True, size=SIZE)
