"""Locking: at once, by itself, with everything dropped (T17), and back to where one was."""

from __future__ import annotations

import gc
import weakref

from rich import cells
from rich.segment import Segment
from textual.widget import Widget

from iass_tui.services.views import Problem
from screens import messages
from screens.shell.idle import Idle
from tests.screens.driving import Steady, on_screen, running, screen_name, shown, sign_in, type_text, until
from tests.screens.fakes import PASSPHRASE, FakeDoor
from tests.screens.seated import comes, seated
from tests.services.families import add_family
from tests.services.offices import Office


async def test_lock_blanks_drops_every_screen_and_unlock_brings_one_back() -> None:
    door = FakeDoor()
    async with running(door) as (app, pilot):
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        app.screen.post_message(messages.HelpWanted())
        await on_screen(pilot, "HelpScreen")
        screens = [weakref.ref(screen) for screen in app.screen_stack]
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        assert "task 0" not in shown(app.screen)
        await until(pilot, lambda: door.sessions[0].locks == 1)
        await until(pilot, lambda: gc.collect() >= 0 and not any(ref() for ref in screens))
        assert "office" not in app._screen_stacks
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter")
        await on_screen(pilot, "HelpScreen")
        assert [type(screen).__name__ for screen in app.screen_stack] == ["TodayScreen", "HelpScreen"]
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        assert door.sessions[0].locks >= 1


async def test_names_that_the_lock_dropped_are_opened_again_after_it() -> None:
    door = FakeDoor()
    async with running(door) as (_app, pilot):
        await sign_in(pilot)
        directory = door.sessions[0].directory
        await until(pilot, lambda: directory.is_ready)
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await until(pilot, lambda: door.sessions[0].locks == 1)
        directory.is_ready = False
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter")
        await until(pilot, lambda: directory.is_ready)


async def test_a_lock_that_cannot_be_recorded_is_a_lock_all_the_same() -> None:
    door = FakeDoor()
    async with running(door) as (_app, pilot):
        await sign_in(pilot)

        def refuse() -> None:
            door.sessions[0].locks += 1
            raise Problem("The disk is full.")

        door.sessions[0].note_lock = refuse  # type: ignore[method-assign]
        await pilot.press("ctrl+l")
        await until(pilot, lambda: door.sessions[0].locks == 1)
        await on_screen(pilot, "LockScreen")
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter")
        await on_screen(pilot, "TodayScreen")


async def test_a_wrong_passphrase_does_not_unlock() -> None:
    async with running() as (app, pilot):
        await sign_in(pilot)
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await pilot.press("enter")
        await until(pilot, lambda: "Enter your passphrase" in shown(app.screen))
        await type_text(pilot, "wrong")  # at once: the field has the focus again
        await pilot.press("enter")
        await until(pilot, lambda: "not your passphrase" in shown(app.screen))
        assert screen_name(app) == "LockScreen"


async def test_wishes_are_not_granted_while_locked() -> None:
    async with running() as (app, pilot):
        await sign_in(pilot)
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        app.post_message(messages.HelpWanted())
        app.post_message(messages.TodayWanted())
        app.post_message(messages.BackWanted())
        await pilot.press("ctrl+t", "ctrl+f")
        await pilot.pause()
        assert screen_name(app) == "LockScreen"
        assert "office" not in app._screen_stacks


async def test_lock_with_a_question_open_strands_no_worker() -> None:
    async with running() as (app, pilot):
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        await pilot.press("escape")
        await on_screen(pilot, "Confirm")
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await until(pilot, lambda: not [w for w in app.workers if w.group != "locking"])
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter")
        await on_screen(pilot, "TodayScreen")
        await pilot.press("escape")
        await on_screen(pilot, "Confirm")


async def test_idle_warns_then_locks_and_a_key_stays() -> None:
    steady = Steady()
    async with running(steady=steady) as (app, pilot):
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        assert "locks 12:10" in shown(app.screen)
        steady.at += 9 * 60 + 1
        app._tick()
        await on_screen(pilot, "IdleWarning")
        await pilot.press("delete")
        await on_screen(pilot, "TodayScreen")
        app._tick()
        await pilot.pause()
        assert screen_name(app) == "TodayScreen"
        steady.at += 10 * 60
        app._tick()
        await on_screen(pilot, "LockScreen")


async def test_signing_out_of_the_lock_is_asked_once_and_closes_the_session() -> None:
    door = FakeDoor()
    async with running(door) as (app, pilot):
        await sign_in(pilot)
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await pilot.press("escape", "escape")
        await on_screen(pilot, "Confirm")
        assert "unsaved drafts are kept" in " ".join(shown(app.screen).split())
        assert not door.sessions[0].closed
        await pilot.press("enter")
        await until(pilot, lambda: app._exit)
        assert door.sessions[0].closed


async def test_whoever_stays_locked_types_the_passphrase_at_once() -> None:
    door = FakeDoor()
    async with running(door) as (app, pilot):
        await sign_in(pilot)
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await pilot.press("escape", "escape")
        await on_screen(pilot, "Confirm")
        await pilot.press("escape")
        await on_screen(pilot, "LockScreen")
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter")
        await on_screen(pilot, "TodayScreen")
        assert not door.sessions[0].closed
        assert not app._exit


async def test_copied_text_stays_inside_and_goes_with_the_lock() -> None:
    async with running() as (app, pilot):
        await sign_in(pilot)
        app.copy_to_clipboard("a name")
        assert app.clipboard == "a name"
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await until(pilot, lambda: app.clipboard == "")


def test_a_short_idle_setting_still_leaves_time_before_the_warning() -> None:
    steady = Steady()
    idle = Idle(steady)
    idle.minutes = 1
    assert not idle.is_near
    steady.at = 31
    assert idle.is_near
    assert not idle.is_over
    steady.at = 60
    assert idle.is_over


def _measured() -> str:
    """Every text whose width is kept: the keys of a cache of `functools`, for which only the collector can be asked."""
    return repr([list(one) for one in gc.get_referents(cells.cached_cell_len) if isinstance(one, dict)])


async def test_no_word_that_was_painted_is_left_in_memory_after_a_lock() -> None:
    def painted() -> list[str]:
        gc.collect()
        return [one.text for one in gc.get_objects() if type(one) is Segment and "task 0" in one.text]

    async with running() as (app, pilot):
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        assert painted()
        assert "task 0" in _measured()
        lines = [weakref.ref(widget._styles_cache) for widget in app.screen.walk_children(Widget)]
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await until(pilot, lambda: not painted())
        assert "task 0" not in _measured()
        assert not [each for each in lines if each() is not None]


async def test_the_page_of_an_account_that_is_closed_meanwhile_goes_without_a_key(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (app, pilot):
        await comes(pilot, "C-0001", "Amina Hassan")
        app._tick()
        await app.workers.wait_for_complete([one for one in app.workers if one.group == "watching"])
        assert screen_name(app) == "CaseScreen"
        office.manager.staff.disable(office.officer.me.id)
        app._tick()
        await on_screen(pilot, "LockScreen")
        assert "Amina" not in shown(app.screen)
        assert "office" not in app._screen_stacks
        await comes(pilot, "Omar Officer, your account was closed", "Ask your manager")


async def test_what_is_typed_and_kept_nowhere_stays_on_the_screen_of_a_closed_account(office: Office) -> None:
    async with seated(office, office.officer, messages.ConcernWanted()) as (app, pilot):
        await comes(pilot, "A safeguarding concern")
        await until(pilot, lambda: app.screen.is_filled)  # type: ignore[attr-defined]
        app.screen.field("what").aim()  # type: ignore[attr-defined]
        await type_text(pilot, "He hit her")
        office.manager.staff.disable(office.officer.me.id)
        app._tick()
        await app.workers.wait_for_complete([one for one in app.workers if one.group == "watching"])
        await pilot.pause()
        assert "He hit her" in shown(app.screen)
