"""When an app under test has worked off what it was given: read off its loop, threads and frames.

Textual's own tests guess it from the processor's idleness, 20 ms at least for every look and 40 for every key.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest
from textual import app, pilot
from textual._context import active_app

LONGEST_SECONDS = 1.0
"""A thread that is held up on purpose is not waited for longer."""
_to_thread = asyncio.to_thread


class Settling:
    """Counts the calls that are under way in threads, and waits for stillness."""

    def __init__(self) -> None:
        self.under_way = 0

    async def to_thread(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """`asyncio.to_thread`, counted."""
        self.under_way += 1
        try:
            return await _to_thread(fn, *args, **kwargs)
        finally:
            self.under_way -= 1

    async def wait_for_idle(self, min_sleep: float = 0, max_sleep: float = LONGEST_SECONDS) -> None:
        """Until nothing is to be run, no thread is under way and what changed is painted: three looks in a row."""
        ends, still = monotonic() + max_sleep, 0
        while still < 3 and monotonic() < ends:
            await asyncio.sleep(0 if still else 0.001)
            still = 0 if self._is_at_work() else still + 1

    def _is_at_work(self) -> bool:
        loop: Any = asyncio.get_running_loop()
        return bool(loop._ready) or self.under_way > 0 or _is_to_be_painted()


def _is_to_be_painted() -> bool:
    running = active_app.get(None)
    if running is None or not running._screen_stack or not running._running:
        return False
    screen = running.screen
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


@pytest.fixture(autouse=True)
def settling(monkeypatch: pytest.MonkeyPatch) -> Settling:
    """In the place of Textual's own guess."""
    made = Settling()
    monkeypatch.setattr(asyncio, "to_thread", made.to_thread)
    for module in (app, pilot):
        monkeypatch.setattr(module, "wait_for_idle", made.wait_for_idle)
    return made
