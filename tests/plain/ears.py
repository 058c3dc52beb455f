"""The plain face with somebody signed in to a real office: lines go in, and what was said comes out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from iass_tui.plain.app import SIZE, PlainApp
from iass_tui.plain.lines import Lines, spoken
from iass_tui.services.session import OfficeSession
from screens import messages
from tests.screens import fakes
from tests.screens.driving import Steady, until
from tests.services.offices import Office

PATIENCE_SECONDS = 30


class Ears(Lines):
    """A terminal in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.hidden: list[bool] = []
        """Of each prompt, whether what is typed there is shown."""
        self.typed: asyncio.Queue[bytes] = asyncio.Queue()
        self._is_hidden = False
        self.forgotten = 0
        self.asked = asyncio.Event()

    def say(self, text: str = "") -> None:
        """Kept."""
        self.heard.append(spoken(text))

    def ask(self, prompt: str) -> None:
        """A prompt."""
        self.heard.append(f"{spoken(prompt)} ?")
        self.hidden.append(self._is_hidden)
        self.asked.set()

    async def read(self, *, hidden: bool = False) -> bytes | None:
        """What the test types; b"" is the end."""
        raw = await self.typed.get()
        if hidden:
            self.show()
        return raw or None

    def hide(self) -> None:
        """From now on nothing typed is shown."""
        self._is_hidden = True

    def show(self) -> None:
        """Shown again."""
        self._is_hidden = False

    def forget(self) -> None:
        """Half a line is thrown away."""
        self.forgotten += 1


class Heard:
    """The app, and how to talk with it."""

    def __init__(self, app: PlainApp, ears: Ears, steady: Steady) -> None:
        self.app, self.ears, self.steady = app, ears, steady
        self._from = 0

    def clear(self) -> None:
        """What was said until now is not looked at any more."""
        self._from = len(self.ears.heard)

    @property
    def text(self) -> str:
        """All that was said since the last answer."""
        return "\n".join(self.ears.heard[self._from :])

    async def prompted(self, *words: str) -> str:
        """Waits for a prompt, and for words before it; what was said."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (self.text.endswith(" ?") and all(word in self.text for word in words)):
                self.ears.asked.clear()
                await self.ears.asked.wait()
        return self.text

    async def say(self, *lines: str) -> str:
        """Types lines, each at its prompt; what was said after the last."""
        for line in lines:
            await self.prompted()
            self._from = len(self.ears.heard)
            self.ears.typed.put_nowait(f"{line}\n".encode())
            await self.prompted()
        return self.text

    def type(self, raw: bytes) -> None:
        """Bytes as they come."""
        self._from = len(self.ears.heard)
        self.ears.typed.put_nowait(raw)


@asynccontextmanager
async def hearing(office: Office, session: OfficeSession, wish: messages.Wish | None = None) -> AsyncIterator[Heard]:
    """The plain face after sign-in, at the page of a wish."""
    ears, steady = Ears(), Steady()
    app = PlainApp(fakes.FakeDoor(), now=office.clock, steady=steady, lines=ears)
    async with app.run_test(size=SIZE) as pilot:
        heard = Heard(app, ears, steady)
        await heard.prompted("Sign-in name")
        heard.clear()
        app.post_message(messages.SignedIn(session))
        await until(pilot, lambda: app.current_mode == "office")
        if wish is not None:
            app.screen.post_message(wish)
            await until(pilot, lambda: len(app.screen_stack) >= 2)
        await until(pilot, lambda: app.talk.page == id(app.screen))
        await heard.prompted()
        yield heard
