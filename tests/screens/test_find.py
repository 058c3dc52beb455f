"""Find: explained hits, only the newest text searched for, and an enquiry begun with what was typed."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from textual.pilot import Pilot

from iass_tui.app import OfficeApp
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.find import Case, Directory, Entry
from screens import messages
from screens.find import why
from screens.widgets.text_field import TextField
from tests.screens.driving import SIZES, on_screen, running, shown, sign_in, type_text, until
from tests.screens.fakes import HOSTILE, FakeDirectory, FakeDoor

PERSON, CASE = uuid4(), uuid4()


@asynccontextmanager
async def finding(size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[OfficeApp, Pilot[None], FakeDirectory]]:
    real = Directory()
    real.put(
        Entry(str(PERSON), "person", "Olivia Ashdown [/]", phones=("07700 900123",), born=PartialDate(2011, 3, 27))
    )
    real.put(Entry(str(uuid4()), "person", "Ash", cases=(Case("C-0417", str(CASE)),)))
    for number, text in enumerate(HOSTILE):
        real.put(Entry(str(UUID(int=number)), "person", f"ash {text}"[:300]))
    door = FakeDoor()
    async with running(door, size=size) as (app, pilot):
        await sign_in(pilot)
        await pilot.press("slash")
        await on_screen(pilot, "FindScreen")
        directory = door.sessions[0].directory
        directory.real = real
        yield app, pilot, directory


def _listen(app: OfficeApp) -> list[Any]:
    """The wishes that would be granted from now on; none is."""
    wished: list[Any] = []

    async def note(wish: Any) -> None:
        wished.append(wish)

    app._go = note  # type: ignore[method-assign]
    return wished


@pytest.mark.parametrize("size", SIZES)
async def test_hits_come_as_one_types_and_say_why(size: tuple[int, int]) -> None:
    async with finding(size) as (app, pilot, _):
        await type_text(pilot, "ashdown")
        await until(pilot, lambda: "Olivia Ashdown [/]" in shown(app.screen))
        line = next(line for line in shown(app.screen).splitlines() if "Olivia" in line)
        assert "27 Mar 2011" in line
        assert "same" in line or "name" in line


async def test_hostile_names_are_listed_as_they_stand() -> None:
    async with finding() as (app, pilot, _):
        await type_text(pilot, "ash")
        await until(pilot, lambda: "9 found" in shown(app.screen))
        text = shown(app.screen)
        assert "[@click=app.quit]" in text
        assert not set(text) & {"\x1b", "\x00", "\x07", "\u202e"}


async def test_only_the_newest_text_is_searched_for() -> None:
    async with finding() as (app, pilot, directory):
        directory.hold = threading.Event()
        await type_text(pilot, "o")
        await type_text(pilot, "livi")
        await type_text(pilot, "a")
        directory.hold.set()
        await until(pilot, lambda: "1 found" in shown(app.screen))
        assert directory.queries[-1] == "olivia"
        assert len(directory.queries) <= 2


async def test_enter_opens_the_hit_under_the_cursor() -> None:
    async with finding() as (app, pilot, _):
        await type_text(pilot, "c417")
        await until(pilot, lambda: "C-0417" in shown(app.screen))
        wished = _listen(app)
        await pilot.press("enter")
        await until(pilot, lambda: messages.CaseChosen(CASE) in wished)


async def test_the_next_callers_name_takes_the_place_of_the_last_one() -> None:
    async with finding() as (app, pilot, _):
        await type_text(pilot, "ash")
        await until(pilot, lambda: "9 found" in shown(app.screen))
        app.screen.post_message(messages.HelpWanted())
        await until(pilot, lambda: app.screen.where != "Find")
        await pilot.press("slash")
        await on_screen(pilot, "FindScreen")
        assert app.screen.query_one("#query", TextField).value == "ash"
        await type_text(pilot, "olivia")
        await until(pilot, lambda: "1 found" in shown(app.screen))
        assert app.screen.query_one("#query", TextField).value == "olivia"


async def test_nobody_found_offers_an_enquiry_with_what_was_typed() -> None:
    async with finding() as (app, pilot, _):
        await type_text(pilot, "zzz qqq")
        await until(pilot, lambda: "Nobody found" in shown(app.screen))
        wished = _listen(app)
        await pilot.press("enter")
        await until(pilot, lambda: messages.IntakeWanted("zzz qqq") in wished)
        assert app.screen.query_one("#query", TextField).value == ""  # a No in the intake must wipe it
        await type_text(pilot, "zzz qqq")
        await until(pilot, lambda: "Nobody found" in shown(app.screen))
        await pilot.press("escape", "i")
        await until(pilot, lambda: wished.count(messages.IntakeWanted("zzz qqq")) == 2)
        assert messages.IntakeWanted("zzz qqq").without_text() == messages.IntakeWanted()


async def test_enter_opens_nobody_while_the_hits_are_those_of_fewer_letters() -> None:
    async with finding() as (app, pilot, _):
        await type_text(pilot, "oliv")
        await until(pilot, lambda: "found" in shown(app.screen))
        wished = _listen(app)
        app.screen.query_one("#query", TextField).text = "olivzzz"
        app.screen.action_choose()
        await until(pilot, lambda: "Nobody found" in shown(app.screen))
        assert not wished


async def test_a_lock_forgets_what_was_typed() -> None:
    async with finding() as (app, pilot, _):
        await type_text(pilot, "olivia")
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await until(pilot, lambda: "office" not in app._screen_stacks)
        await type_text(pilot, "correct horse battery staple")
        await pilot.press("enter")
        await on_screen(pilot, "FindScreen")
        assert app.screen.query_one("#query", TextField).value == ""


async def test_find_twice_is_one_page() -> None:
    async with finding() as (app, pilot, _):
        await pilot.press("ctrl+f")
        await pilot.press("ctrl+t")
        await on_screen(pilot, "TodayScreen")
        await pilot.press("slash")
        await on_screen(pilot, "FindScreen")
        assert len(app.screen_stack) == 2


def test_every_reason_has_words() -> None:
    from iass_tui.rules.find import Match, MatchField, MatchReason

    for field in MatchField:
        for reason in MatchReason:
            assert "{" not in why((Match(field, reason),))
