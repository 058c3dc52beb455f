"""The app with somebody signed in to a real office: keys go in, and what stands in the office comes out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from iass_tui.app import OfficeApp
from iass_tui.services.session import OfficeSession
from screens import messages
from tests.screens import fakes
from tests.screens.driving import shown, until
from tests.services.offices import Office


@asynccontextmanager
async def seated(
    office: Office, session: OfficeSession, wish: messages.Wish | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[OfficeApp, Pilot[None]]]:
    """The app after sign-in, at the page of a wish."""
    app = OfficeApp(fakes.FakeDoor(), now=office.clock)
    async with app.run_test(size=size) as pilot:
        app.post_message(messages.SignedIn(session))
        await until(pilot, lambda: app.current_mode == "office" and len(app.screen_stack) == 1)
        if wish is not None:
            app.screen.post_message(wish)
            await until(pilot, lambda: len(app.screen_stack) >= 2)
        yield app, pilot


async def comes(pilot: Pilot[Any], *texts: str) -> str:
    """Waits until all the texts stand on the screen; what stands there then."""
    await until(pilot, lambda: all(text in shown(pilot.app.screen) for text in texts))
    return shown(pilot.app.screen)


async def said(pilot: Pilot[Any], *texts: str) -> None:
    """Waits until the app has said all this in passing. Textual draws no such word under test: `shown` lacks it."""
    await until(pilot, lambda: all(any(text in one.message for one in pilot.app._notifications) for text in texts))


async def asked(pilot: Pilot[Any], name: str) -> None:
    """Waits until a dialog stands there and has the focus."""
    await until(pilot, lambda: type(pilot.app.screen).__name__ == name and pilot.app.screen.focused is not None)
