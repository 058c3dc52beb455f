"""From a wish to a screen, and from screens to the wishes that bring one back."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import importlib
import importlib.util
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.worker import WorkerError

from screens import messages as m, policy_wishes
from screens.shell.routes import CASEWORK_HOME, ROUTES, VOLUNTEER_HOME

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from uuid import UUID

    from textual.css.stylesheet import Stylesheet
    from textual.screen import Screen
    from textual.worker import Worker

    from iass_tui.services.access_views import ColleaguesCases
    from iass_tui.services.other_side import SideWarning
    from iass_tui.services.ports import Directory, Session
    from screens.base import OfficeScreen
    from screens.dialogs.dialog import Confirm

OF_A_WHOLE_FILE = (m.PackWanted, m.TracesWanted, m.SharingRecordWanted, m.JoinPeopleWanted)
"""What shows something out of every case of a person, and of their children."""


async def home_of(session: Session) -> type[OfficeScreen]:
    """The first page of the role."""
    return await _load(CASEWORK_HOME if session.may("FIND") else VOLUNTEER_HOME)


async def screen_for(session: Session, wish: m.Wish) -> Screen[None]:
    """The screen that answers the wish; a sentence where this version has none."""
    target = ROUTES.get(type(wish), "")
    if not target or importlib.util.find_spec(target.partition(":")[0]) is None:
        from screens.dialogs.dialog import Notice

        return Notice("Not part of this version", "This page does not exist yet.")
    return (await _load(target)).open(session, await _followed(session, wish))


async def _followed(session: Session, wish: m.Wish) -> m.Wish:
    """The wish about the record that is read now, where the one it names was joined to another since."""
    person_id = getattr(wish, "person_id", None)
    if person_id is None or not session.may("FIND"):
        return wish
    kept = await asyncio.to_thread(session.joining.kept, person_id)
    return wish if kept == person_id else dataclasses.replace(wish, person_id=kept)  # type: ignore[type-var]


async def to_agree(session: Session) -> tuple[m.Wish, ...]:
    """What stands on top of the first page after signing in, the last one uppermost.

    A new version of the policy that is to be read (P66); above it the first text that one has to agree to (P22, P59,
    P62), which the others follow.
    """
    from iass_tui.services.views import Problem

    try:
        to_read = await asyncio.to_thread(session.policy.to_read)
        owed = await asyncio.to_thread(session.undertakings.owed)
    except Problem:
        return ()  # whatever is wrong will be said when something is asked for
    read: tuple[m.Wish, ...] = () if to_read is None else (policy_wishes.PolicyReadWanted(),)
    return (*read, *(m.UndertakingWanted(one.what) for one in owed[:1]))


async def said_why(session: Session, wish: m.Wish, ask: Callable[[Screen[Any]], Awaitable[Any]]) -> bool:
    """Whether the page may be opened: one that shows a colleague's case only once somebody said why (P20).

    Every wish that names a case is asked about, and what is put together from all that is held about a
    person. The services refuse whoever comes another way.
    """
    from iass_tui.services.views import Problem
    from screens.dialogs.dialog import Notice
    from screens.dialogs.say_why import SayWhy

    access, case_id = session.access, getattr(wish, "case_id", None)
    try:
        gates: list[Callable[[], ColleaguesCases | None]] = []
        if isinstance(wish, OF_A_WHOLE_FILE):
            gates = [partial(access.asks_for_person, one) for one in _people(wish)]
        elif case_id and session.may("OPEN_CASE"):
            gates = [partial(access.asks, case_id)]
        for gate in gates:
            asked = await asyncio.to_thread(gate)
            if asked is None:
                continue
            why = await ask(SayWhy(asked, session.me.role))
            if why is None:
                return False
            await asyncio.to_thread(access.give, asked.case_ids, why)
        while (warning := await asyncio.to_thread(_warning, session, wish)) is not None:
            why = await ask(SayWhy(warning, session.me.role))
            if why is None:
                return False
            await asyncio.to_thread(session.sides.give, warning, why)
    except Problem as problem:
        await ask(Notice("That did not work", str(problem)))
        return False
    return True


def _warning(session: Session, wish: m.Wish) -> SideWarning | None:
    """What is on record about the family that a page is about: the other side, a conflict of interest."""
    case_id = getattr(wish, "case_id", None)
    if not session.may("OPEN_CASE"):
        return None
    found = session.sides.warns_of_case(case_id) if case_id else None
    return found or next((warning for one in _people(wish) if (warning := session.sides.warns(one))), None)


def _people(wish: m.Wish) -> list[UUID]:
    """Whose records a page shows: of a join, two."""
    return [one for name in ("person_id", "other_id") if (one := getattr(wish, name, None)) is not None]


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
