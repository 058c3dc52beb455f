"""Today: what is due, done and undone, unfolded, drafts offered back. Hostile text everywhere."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest

from iass_tui.rules.records.casework import TaskStatus
from iass_tui.services.views import DraftOffer
from screens import messages
from screens.shell.themes import LOOKS
from screens.widgets.row_list import RowList
from tests.screens.driving import SIZES, on_screen, running, screen_name, shown, sign_in, until
from tests.screens.fakes import NOON, FakeDoor


@pytest.mark.parametrize("size", SIZES)
async def test_all_sections_with_hostile_text(size: tuple[int, int]) -> None:
    async with running(size=size) as (app, pilot):
        await sign_in(pilot)
        await until(pilot, lambda: "This week 6" in shown(app.screen))
        await pilot.press("end", "right")
        await until(pilot, lambda: "C-0008" in shown(app.screen))
        await pilot.press("home", *["down"] * 4, "right")
        await until(pilot, lambda: "task 8" in shown(app.screen))
        text = shown(app.screen)
        assert "[@click=app.quit]" in text
        assert not set(text) & {"\x1b", "\x00", "\x07", "\u202e"}


async def test_space_marks_done_and_u_takes_it_back() -> None:
    door = FakeDoor()
    async with running(door) as (app, pilot):
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        work = door.sessions[0].casework
        assert "undo" not in shown(app.screen)
        await pilot.press("down", "space")
        await until(pilot, lambda: "Overdue 1" in shown(app.screen))
        assert work.tasks[0].status is TaskStatus.DONE
        await pilot.press("u")
        await until(pilot, lambda: "Overdue 2" in shown(app.screen))
        assert work.tasks[0].status is TaskStatus.OPEN


async def test_two_quick_saves_save_once() -> None:
    door = FakeDoor()
    async with running(door) as (app, pilot):
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        work = door.sessions[0].casework
        work.hold = threading.Event()
        await pilot.press("down", "space", "space")
        work.hold.set()
        await until(pilot, lambda: "Overdue 1" in shown(app.screen))
        assert [call for call in work.calls if call[0] == "DONE"] == [("DONE", work.tasks[0].id)]


async def test_a_problem_is_a_sentence_with_its_brackets() -> None:
    door = FakeDoor()
    async with running(door) as (app, pilot):
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        work = door.sessions[0].casework
        work.finish_task(work.tasks[0].id, 1)
        await pilot.press("down", "space")
        await on_screen(pilot, "Notice")
        assert "Someone else changed this task. [/]" in shown(app.screen)
        await pilot.press("enter")
        await on_screen(pilot, "TodayScreen")


async def test_drafts_are_offered_back_and_can_be_thrown_away() -> None:
    door = FakeDoor()
    async with running(door) as (app, pilot):
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        session = door.sessions[0]
        draft = DraftOffer(uuid4(), "note", None, uuid4(), NOON, "C-0001 [/]")
        session.casework.drafts = (draft,)
        app.post_message(messages.Changed())
        app.screen.start(app.screen.reload, reading=True)  # type: ignore[attr-defined]
        await until(pilot, lambda: "note C-0001 [/], 22 November 2026, 12:00" in shown(app.screen))
        await pilot.press("home", "down", "delete")
        await on_screen(pilot, "Confirm")
        await pilot.press("enter")
        await on_screen(pilot, "TodayScreen")
        assert session.drafts.discarded == []
        await pilot.press("delete")
        await on_screen(pilot, "Confirm")
        await pilot.press("shift+tab", "enter")
        await until(pilot, lambda: session.drafts.discarded == [draft.id])


async def test_escape_asks_before_signing_out() -> None:
    door = FakeDoor()
    async with running(door) as (app, pilot):
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        await pilot.press("escape")
        await on_screen(pilot, "Confirm")
        await pilot.press("escape")
        await on_screen(pilot, "TodayScreen")
        await pilot.press("escape")
        await on_screen(pilot, "Confirm")
        await pilot.press("enter")
        await until(pilot, lambda: app._exit)
        assert door.sessions[0].closed


async def test_help_opens_over_it_and_closes() -> None:
    async with running() as (app, pilot):
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        app.screen.post_message(messages.HelpWanted())
        await on_screen(pilot, "HelpScreen")
        app.screen.post_message(messages.HelpWanted())
        await pilot.press("escape")
        await on_screen(pilot, "TodayScreen")
        await pilot.press("question_mark")
        await on_screen(pilot, "KeysHelp")
        assert "Marks what is under the cursor" in shown(app.screen)


async def test_a_concern_is_raised_from_the_first_page() -> None:
    async with running() as (app, pilot):
        await sign_in(pilot)
        await pilot.press("exclamation_mark")
        await on_screen(pilot, "RaiseScreen")
        await until(pilot, lambda: "ring 999" in shown(app.screen))


@pytest.mark.parametrize("size", SIZES)
async def test_resizing_to_almost_nothing_and_back(size: tuple[int, int]) -> None:
    async with running(size=size) as (app, pilot):
        await pilot.resize_terminal(20, 5)
        await pilot.resize_terminal(*size)
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        for small in ((20, 5), (1, 1), (3, 40)):
            await pilot.resize_terminal(*small)
            await pilot.press("down", "end", "home")
        await pilot.resize_terminal(*size)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        assert app.screen.query_one(RowList).row is not None
        assert screen_name(app) == "TodayScreen"


async def test_a_warning_says_what_to_do() -> None:
    door = FakeDoor()
    async with running(door) as (app, pilot):
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        door.sessions[0].casework.warnings = ("NO_BACKUP", "LATER_CODE")
        app.screen.start(app.screen.reload, reading=True)  # type: ignore[attr-defined]
        await until(pilot, lambda: "LATER_CODE" in shown(app.screen))
        await pilot.press("home", "enter")
        await on_screen(pilot, "Notice")
        assert "iass backup" in shown(app.screen)


@pytest.mark.parametrize("look", LOOKS)
async def test_every_look_can_be_worn(look: str) -> None:
    async with running() as (app, pilot):
        app.theme = look
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        await pilot.press("question_mark")
        await on_screen(pilot, "KeysHelp")
