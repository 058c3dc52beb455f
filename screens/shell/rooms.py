"""From a wish to a screen, and from screens to the wishes that bring one back."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.worker import WorkerError

from screens import messages as m
from screens import policy_wishes
from screens.shell.routes import CASEWORK_HOME, ROUTES, VOLUNTEER_HOME

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from textual.css.stylesheet import Stylesheet
    from textual.screen import Screen
    from textual.worker import Worker

    from iass_tui.services.ports import Directory, Session
    from screens.base import OfficeScreen
    from screens.dialogs.dialog import Confirm


async def home_of(session: Session) -> type[OfficeScreen]:
    """The first page of the role."""
    return await _load(CASEWORK_HOME if session.may("FIND") else VOLUNTEER_HOME)


async def first_wishes(session: Session) -> tuple[m.Wish, ...]:
    """What stands on top of the first page after signing in: a new version of the policy that is to be read (P66)."""
    from iass_tui.services.views import Problem

    try:
        to_read = await asyncio.to_thread(session.policy.to_read)
    except Problem:
        return ()  # whatever is wrong will be said when something is asked for
    return () if to_read is None else (policy_wishes.PolicyReadWanted(),)


async def screen_for(session: Session, wish: m.Wish) -> Screen[None]:
    """The screen that answers the wish; a sentence where this version has none."""
    target = ROUTES.get(type(wish), "")
    if not target or importlib.util.find_spec(target.partition(":")[0]) is None:
        from screens.dialogs.dialog import Notice

        return Notice("Not part of this version", "This page does not exist yet.")
    return (await _load(target)).open(session, wish)


async def said_why(session: Session, wish: m.Wish, ask: Callable[[Screen[Any]], Awaitable[Any]]) -> bool:
    """Whether the page may be opened: one that shows a colleague's case only once somebody said why (P20).

    Every wish that names a case is asked about, and a copy of all that is held about a person. The services refuse
    whoever comes another way.
    """
    from iass_tui.services.views import Problem
    from screens.dialogs.dialog import Notice
    from screens.dialogs.say_why import SayWhy

    access, case_id = session.access, getattr(wish, "case_id", None)
    try:
        if isinstance(wish, m.PackWanted):
            asked = await asyncio.to_thread(access.asks_for_person, wish.person_id)
        else:
            asked = await asyncio.to_thread(access.asks, case_id) if case_id and session.may("OPEN_CASE") else None
        if asked is None:
            return True
        why = await ask(SayWhy(asked, session.me.role))
        if why is not None:
            await asyncio.to_thread(access.give, asked.case_ids, why)
    except Problem as problem:
        await ask(Notice("That did not work", str(problem)))
        return False
    return why is not None


async def _load(target: str) -> type[OfficeScreen]:
    """Imports in a thread, so that keys are answered meanwhile (trap T22)."""
    module, _, name = target.partition(":")
    found: type[OfficeScreen] = getattr(await asyncio.to_thread(importlib.import_module, module), name)
    return found


async def keep(screens: Iterable[OfficeScreen]) -> tuple[m.Wish, ...]:
    """Saves every screen's draft; gives the way back to each but the first, without anybody's data."""
    from iass_tui.services.views import Problem

    places = []
    for screen in screens:
        with contextlib.suppress(Problem):
            await screen.keep()
        place = screen.place()
        places.append(place.without_text() if place else None)
    return tuple(place for place in places[1:] if place is not None)


def leaving(screens: Iterable[OfficeScreen]) -> Confirm | None:
    """The question to ask before these go, where something would be lost."""
    from screens.dialogs.dialog import Confirm

    lost = [sentence for screen in screens if (sentence := screen.would_lose())]
    return Confirm("Leave this page?", " ".join(lost), "Leave", danger=True) if lost else None


async def warm_up(stylesheet: Stylesheet) -> None:
    """Imports the first page, and what keeps a session, while the passphrase is typed; reads every page's styles.

    A stylesheet that Textual finds with its page makes it parse all the others again: 60 ms on every first opening.
    """
    await _load(CASEWORK_HOME)
    await asyncio.to_thread(importlib.import_module, "screens.shell.keeper")
    for path in sorted(Path(__file__).parents[1].rglob("*.tcss")):
        stylesheet.read(path)
        stylesheet.parse()
        await asyncio.sleep(0)


async def load_names(directory: Directory, first: Iterable[Worker[Any]] = ()) -> None:
    """Opens every name once, while one already works; Find goes on by itself where that fails.

    What the first page still reads goes `first`: two threads at once would keep it waiting.
    """
    from iass_tui.services.views import Problem

    for worker in first:
        with contextlib.suppress(WorkerError):
            await worker.wait()
    with contextlib.suppress(Problem):
        await asyncio.to_thread(directory.load)
