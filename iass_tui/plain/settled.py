"""When a page has worked off what it was given, so that it can be read out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.screen import ModalScreen

from iass_tui.plain import pages
from screens.widgets.ahead import worked_off
from screens.widgets.row_list import RowList

if TYPE_CHECKING:
    from iass_tui.plain.app import PlainApp

LOOKS = 3
LOOK_SECONDS = 0.012
PATIENCE_SECONDS = 20.0
"""So long a page may take; then it is read out as it stands, and what comes later is said later."""
_BESIDE = frozenset({"talking", "directory", "draft", "opening"})
"""Work that goes on beside a page."""


async def settled(app: PlainApp) -> None:
    """Until nothing works for the page on top and it says the same in three looks."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + PATIENCE_SECONDS
    still, before = 0, ""
    while still < LOOKS and loop.time() < ends:
        await _worked_off(app)
        await asyncio.sleep(LOOK_SECONDS)
        now = _looks(app)
        still = still + 1 if now == before and not _is_busy(app) else 0
        before = now


async def _worked_off(app: PlainApp) -> None:
    """Messages that were posted go up from the focus to the app."""
    try:
        screen = app.screen
    except ScreenStackError:
        return
    for node in (screen.focused or screen).ancestors_with_self:
        await worked_off(node)


def _is_busy(app: PlainApp) -> bool:
    try:
        screen = app.screen
    except ScreenStackError:
        return True
    if getattr(screen, "is_turning", False) or getattr(screen, "is_saving", False):
        return True
    is_asking = isinstance(screen, ModalScreen)  # what is below waits for its answer
    for worker in app.workers:
        if worker.group in _BESIDE or worker.is_finished:
            continue
        if worker.node is app and not is_asking:
            return True
        if worker.node is not app and screen in worker.node.ancestors_with_self:
            return True
    return False


def _looks(app: PlainApp) -> str:
    """What the page says now, in one text."""
    try:
        screen = app.screen
        found = [f"{id(screen)} {id(screen.focused)}"]
        for part in pages.parts(screen):
            found.append(f"{id(part)} {pages.words_of(part)}")
            if isinstance(part, RowList):
                found.append(str(len(part.rows)))
    except (ScreenStackError, NoMatches):
        return ""
    return "\n".join(found)
