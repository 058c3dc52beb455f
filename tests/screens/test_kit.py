"""The recovery kit: one sheet at a time, typed back, and safe to stop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from iass_tui.app import OfficeApp
from iass_tui.rules.records.office import Role
from screens import messages
from tests.screens.driving import SIZES, on_screen, running, shown, sign_in, type_text, until
from tests.screens.fakes import FakeDoor, FakeKit
from tests.screens.seated import asked, comes, seated
from tests.services.offices import Office


@asynccontextmanager
async def at_the_kit(size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[OfficeApp, Pilot[None], FakeKit]]:
    door = FakeDoor(role=Role.MANAGER)
    async with running(door, size=size) as (app, pilot):
        await sign_in(pilot)
        app.screen.post_message(messages.KitWanted())
        await on_screen(pilot, "KitScreen")
        yield app, pilot, door.sessions[0].kit


@pytest.mark.parametrize("size", SIZES)
async def test_three_sheets_typed_back_become_the_kit(size: tuple[int, int]) -> None:
    async with at_the_kit(size) as (app, pilot, kit):
        for number, sheet in enumerate(kit.sheets, 1):
            await pilot.press("enter")
            await until(pilot, lambda sheet=sheet: sheet in shown(app.screen) and app.focused is not None)
            others = [other for other in kit.sheets if other != sheet]
            assert not [other for other in others if other in shown(app.screen)]
            await pilot.press("enter")
            await until(pilot, lambda sheet=sheet: sheet not in shown(app.screen))
            await type_text(pilot, sheet.lower().replace("-", " "))
            assert not kit.installed, number
            await pilot.press("enter")
            await until(pilot, lambda: "Check it" not in shown(app.screen))
        assert not kit.installed
        await pilot.press("enter")
        await on_screen(pilot, "TodayScreen")
        assert kit.installed


async def test_a_sheet_mistyped_says_so_and_can_be_shown_again() -> None:
    async with at_the_kit() as (app, pilot, kit):
        await pilot.press("enter")
        await until(pilot, lambda: kit.sheets[0] in shown(app.screen))
        await pilot.press("enter")
        await type_text(pilot, "AAAA")
        await pilot.press("enter")
        await until(pilot, lambda: "Compare letter by letter" in shown(app.screen))
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: kit.sheets[0] in shown(app.screen))


async def test_stopping_says_that_nothing_has_changed() -> None:
    async with at_the_kit() as (app, pilot, kit):
        await pilot.press("enter")
        await until(pilot, lambda: kit.sheets[0] in shown(app.screen))
        await pilot.press("escape")
        await on_screen(pilot, "Confirm")
        assert "Nothing has changed" in shown(app.screen)
        await pilot.press("enter")
        await on_screen(pilot, "KitScreen")
        await pilot.press("escape")
        await on_screen(pilot, "Confirm")
        await pilot.press("shift+tab", "enter")
        await on_screen(pilot, "TodayScreen")
        assert not kit.installed


async def test_a_lock_drops_the_sheets() -> None:
    async with at_the_kit() as (app, pilot, kit):
        await pilot.press("enter")
        await until(pilot, lambda: kit.sheets[0] in shown(app.screen))
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await type_text(pilot, "correct horse battery staple")
        await pilot.press("enter")
        await on_screen(pilot, "TodayScreen")
        assert not kit.installed


async def test_the_blank_forms_are_made_where_the_kit_is(office: Office) -> None:
    async with seated(office, office.manager, messages.KitWanted()) as (_, pilot):
        await comes(pilot, "Print the blank forms")
        await pilot.press("tab", "enter")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await comes(pilot, "The forms are made", "recovery-sheets")
    assert [one.name.startswith("recovery-sheets") for one in office.manager.packs.outbox()] == [True]
