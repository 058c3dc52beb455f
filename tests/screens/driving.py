"""Driving the app by keys alone, and waiting for what should come without a sleep."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from iass_tui.app import OfficeApp
from tests.screens import fakes

SIZES = [(80, 24), (120, 40)]


class Steady:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@asynccontextmanager
async def running(
    door: fakes.FakeDoor | None = None, size: tuple[int, int] = (80, 24), **more: Any
) -> AsyncIterator[tuple[OfficeApp, Pilot[None]]]:
    """The app at its first page."""
    app = OfficeApp(door or fakes.FakeDoor(), now=lambda: fakes.NOON, **more)
    async with app.run_test(size=size) as pilot:
        yield app, pilot


async def until(pilot: Pilot[Any], claim: Callable[[], object]) -> None:
    """Lets the app work until the claim holds; fails after a minute."""
    try:
        async with asyncio.timeout(60):
            while not claim():
                await pilot.pause()
    except TimeoutError:
        raise AssertionError(f"did not come; focus {pilot.app.focused}\n{shown(pilot.app.screen)}") from None
    await pilot.pause()


async def type_text(pilot: Pilot[Any], text: str) -> None:
    """Types the text key by key, as a terminal sends it: without waiting in between."""
    for letter in text:
        pilot.app.post_message(events.Key(_character_to_key(letter), letter))
    await pilot.pause()


def screen_name(app: OfficeApp) -> str:
    """The class of the screen on top."""
    return type(app.screen).__name__


async def on_screen(pilot: Pilot[Any], name: str) -> None:
    """Waits for a screen by the name of its class."""
    await until(pilot, lambda: type(pilot.app.screen).__name__ == name)


async def sign_in(pilot: Pilot[Any], name: str = "amina", passphrase: str = fakes.PASSPHRASE) -> None:
    """From the first page to the first page of the role."""
    await type_text(pilot, name)
    await pilot.press("enter")
    await type_text(pilot, passphrase)
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.current_mode == "office")


def shown(screen: Screen[Any]) -> str:
    """The text on the screen, line by line, as a terminal would show it."""
    return "\n".join("".join(part.text for part in strip) for strip in screen._compositor.render_strips())
