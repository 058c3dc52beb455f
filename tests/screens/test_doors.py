"""Signing in, joining, setting up, and an office that cannot be opened: by keys, at two sizes."""

from __future__ import annotations

import threading

import pytest

from iass_tui.rules.records.office import Role
from iass_tui.services.views import OfficeCondition
from screens.widgets.text_field import CleanInput, TextField
from tests.screens.driving import SIZES, on_screen, running, screen_name, shown, sign_in, type_text, until
from tests.screens.fakes import PASSPHRASE, FakeDoor


@pytest.mark.parametrize("size", SIZES)
async def test_name_and_passphrase_open_today(size: tuple[int, int]) -> None:
    async with running(size=size) as (app, pilot):
        assert screen_name(app) == "SignInScreen"
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        assert screen_name(app) == "TodayScreen"


async def test_the_passphrase_does_not_stay_behind_a_session() -> None:
    async with running() as (app, pilot):
        await sign_in(pilot)
        behind = app._screen_stacks["_default"]
        assert {field.value for screen in behind for field in screen.query(CleanInput)} == {""}


async def test_missing_answers_are_named_and_one_can_type_at_once() -> None:
    async with running() as (app, pilot):
        await pilot.press("enter", "enter")
        assert "2 Enter your passphrase" in shown(app.screen)
        assert app.screen.query_one("#sign-in", TextField).input.has_focus
        await type_text(pilot, "amina")
        await pilot.press("enter", "enter")
        assert "1 Enter your passphrase" in shown(app.screen)
        assert app.screen.query_one("#passphrase", TextField).input.has_focus


async def test_wrong_passphrase_says_so_and_empties_the_field() -> None:
    async with running() as (app, pilot):
        await type_text(pilot, "amina")
        await pilot.press("enter")
        await type_text(pilot, "wrong")
        await pilot.press("enter")
        await until(pilot, lambda: "do not open an account" in shown(app.screen))
        assert app.screen.query_one("#passphrase", TextField).value == ""
        assert app.screen.query_one("#passphrase", TextField).input.has_focus


async def test_the_form_is_closed_while_the_next_try_must_wait() -> None:
    async with running(FakeDoor(wait=30)) as (app, pilot):
        await type_text(pilot, "amina")
        await pilot.press("enter", "x", "enter")
        await until(pilot, lambda: "possible in 30 seconds" in shown(app.screen))
        assert app.screen.query_one("#page").disabled


async def test_the_first_page_takes_typing_before_the_office_is_opened() -> None:
    opened = threading.Event()

    def slow() -> FakeDoor:
        assert opened.wait(10)
        return FakeDoor()

    async with running(slow) as (app, pilot):  # type: ignore[arg-type]
        await type_text(pilot, "amina")
        await pilot.press("enter")
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter")
        await until(pilot, lambda: "Opening" in shown(app.screen))
        opened.set()
        await on_screen(pilot, "TodayScreen")


async def test_a_concern_pressed_while_signing_in_opens_once_the_office_is_there_and_a_refused_sign_in_drops_it() -> (
    None
):
    opened = threading.Event()

    def slow() -> FakeDoor:
        assert opened.wait(10)
        return FakeDoor(role=Role.VOLUNTEER)

    async with running(slow) as (app, pilot):  # type: ignore[arg-type]
        await type_text(pilot, "amina")
        await pilot.press("enter", *"wrong", "enter")
        await until(pilot, lambda: "Opening" in shown(app.screen))
        await pilot.press("x")
        opened.set()
        await until(pilot, lambda: "do not open an account" in shown(app.screen))
        opened.clear()
        await type_text(pilot, PASSPHRASE)
        assert app.screen.query_one("#passphrase", TextField).value == PASSPHRASE
        await pilot.press("enter", "!")
        await on_screen(pilot, "RaiseScreen")


@pytest.mark.parametrize(
    "condition",
    [c for c in OfficeCondition if c not in (OfficeCondition.READY, OfficeCondition.NONE)],
)
async def test_an_office_that_cannot_be_opened_says_what_to_do(condition: OfficeCondition) -> None:
    async with running(FakeDoor(condition)) as (app, pilot):
        await on_screen(pilot, "ClosedScreen")
        assert "Ask the manager. [/]" in shown(app.screen)


async def test_escape_leaves_the_field_then_closes() -> None:
    async with running() as (app, pilot):
        await pilot.press("escape")
        assert app.focused is None
        await pilot.press("escape")
        await until(pilot, lambda: app._exit)


async def test_joining_makes_keys_and_comes_back_to_sign_in() -> None:
    door = FakeDoor()
    async with running(door) as (app, pilot):
        await pilot.press("escape", "j")
        await on_screen(pilot, "JoinScreen")
        await until(pilot, lambda: "apple river" in shown(app.screen))
        for answer in ("ben", "abcde", PASSPHRASE, PASSPHRASE):
            await type_text(pilot, answer)
            await pilot.press("enter")
        await on_screen(pilot, "Notice")
        await pilot.press("enter")
        await on_screen(pilot, "SignInScreen")
        assert door.joined == [("ben", "abcde", PASSPHRASE)]


async def test_joining_refuses_a_weak_or_mistyped_passphrase() -> None:
    door = FakeDoor()
    async with running(door) as (app, pilot):
        await pilot.press("escape", "j")
        await on_screen(pilot, "JoinScreen")
        for answer in ("ben", "abcde", "short", "other"):
            await type_text(pilot, answer)
            await pilot.press("enter")
        await until(pilot, lambda: "There are 2 problems" in shown(app.screen))
        assert door.joined == []


@pytest.mark.parametrize("new", [True, False])
async def test_set_up_asks_five_questions_and_goes_on_to_the_kit(new: bool) -> None:
    door = FakeDoor(OfficeCondition.NONE)
    async with running(door, new=new) as (app, pilot):
        await on_screen(pilot, "SetUpScreen")
        await until(pilot, lambda: app.focused is not None)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "Enter the name of the office" in shown(app.screen))
        await pilot.press("1")
        await type_text(pilot, "An office")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "2 of 5" in shown(app.screen) and app.focused is not None)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "3 of 5" in shown(app.screen) and app.focused is not None)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "Write who looks after" in shown(app.screen))
        await pilot.press("1")
        await type_text(pilot, "Ann of IT")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "4 of 5" in shown(app.screen) and app.focused is not None)
        await type_text(pilot, "Joan")
        await pilot.press("enter")
        await until(pilot, lambda: "5 of 5" in shown(app.screen) and app.focused is not None)
        for answer in ("Amina", "amina", PASSPHRASE, PASSPHRASE):
            await type_text(pilot, answer)
            await pilot.press("enter")
        await until(pilot, lambda: "Check your answers" in shown(app.screen))
        assert PASSPHRASE not in shown(app.screen)
        assert door.answers is None
        await pilot.press("enter")
        await on_screen(pilot, "KitScreen")
        assert door.answers is not None
        assert door.answers.facts.where_held.startswith(
            "Records are electronic. They are kept, encrypted, on a computer looked after by Ann of IT, "
        )
        assert (door.answers.facts.line_manager, door.answers.sign_in) == ("Joan", "amina")


async def test_set_up_goes_back_a_page_with_its_answers() -> None:
    async with running(FakeDoor(OfficeCondition.NONE), new=True) as (app, pilot):
        await until(pilot, lambda: app.focused is not None)
        await type_text(pilot, "An office")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "2 of 5" in shown(app.screen) and app.focused is not None)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "An office" in shown(app.screen))


async def test_volunteers_see_the_front_desk_and_no_find() -> None:
    async with running(FakeDoor(role=Role.VOLUNTEER)) as (app, pilot):
        await sign_in(pilot)
        await on_screen(pilot, "FrontDeskScreen")
        await pilot.press("escape", "slash", "ctrl+f")
        await pilot.pause()
        assert screen_name(app) in ("FrontDeskScreen", "Confirm")
        assert "find" not in shown(app.screen)
