"""Walking a first contact through the real app and real services by keys alone, in both faces."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from iass_tui.rules.intake import Kind, question
from screens.intake import IntakeScreen
from screens.intake.asked import offered
from screens.intake.interview import GATES, PEOPLE
from screens.intake.screen import FORM
from tests.screens.driving import on_screen, shown, until
from tests.services.first_contacts import FAMILY, TODAY


async def turned(pilot: Pilot[Any], claim: Callable[[], object]) -> None:
    """Waits for the next page; unlike `until` it has nothing drawn meanwhile, which a long walk would pay for."""
    try:
        async with asyncio.timeout(60):
            while not claim():
                idle = asyncio.Event()
                pilot.app.call_later(idle.set)
                await idle.wait()
    except TimeoutError:
        raise AssertionError(f"did not come; focus {pilot.app.focused}\n{shown(pilot.app.screen)}") from None


def type_ahead(pilot: Pilot[Any], *keys: str) -> None:
    """Keys as a terminal sends them: one after the other, without waiting in between."""
    for key in keys:
        if len(key) > 1:
            pilot.app.post_message(events.Key(key, None))
        else:
            pilot.app.post_message(events.Key(_character_to_key(key), key))


async def send(pilot: Pilot[Any], *keys: str) -> None:
    """The same, and the screen drawn."""
    type_ahead(pilot, *keys)
    await pilot.pause()


async def start(pilot: Pilot[Any], *, dense: bool) -> IntakeScreen:
    """A new enquiry, in one face or the other."""
    if not isinstance(pilot.app.screen, IntakeScreen):
        await send(pilot, "i")
        await on_screen(pilot, "IntakeScreen")
    screen = pilot.app.screen
    assert isinstance(screen, IntakeScreen)
    await until(pilot, lambda: screen.at and not screen.is_turning)
    if screen.is_dense != dense:
        await send(pilot, "f2")
        await until(pilot, lambda: screen.is_dense == dense and not screen.is_turning)
    return screen


def keys_for(place: str, value: str) -> Iterable[str]:
    """What one types to give an answer, Enter not included."""
    one = question(place)
    match one.kind:
        case Kind.CHOICE | Kind.MULTI:
            codes = [option.code for option in offered(one, TODAY, FAMILY["issue_group"])]
            for code in value.split():
                number = str(codes.index(code) + 1)
                yield from number
                if one.kind is Kind.MULTI and len(number) < len(str(len(codes))):
                    yield "space"
        case Kind.DATE | Kind.PARTIAL_DATE if value and value[0].isdigit():
            year, month, day = value.split("-")
            yield from (*day, "tab", *month, "tab", *year)
        case Kind.DATE | Kind.PARTIAL_DATE:
            yield from ("tab", "tab", "tab", "1")
        case Kind.LONG_TEXT:
            yield from ("enter" if letter == "\n" else letter for letter in value)
            yield "tab"
        case _:
            yield from value


def is_offered(screen: IntakeScreen, place: str) -> bool:
    """Whether something stands in the field already, which is then left as it is."""
    asked = screen.asked if screen.form is None else screen.form.asked.get(place)
    return asked is not None and bool(asked.value()) and place not in GATES


async def walk(pilot: Pilot[Any], screen: IntakeScreen, said: Mapping[str, str]) -> list[str]:
    """Answers page after page until the check page, or until a page of another kind; which pages there were."""
    pages: list[str] = []
    while screen.at in screen.talk.interview.sequence():
        place = screen.at
        pages.append(place)
        assert len(pages) < 99, pages
        type_ahead(pilot, *page_keys(screen, place, said), "enter")
        await turned(pilot, partial(has_turned, screen, place))
    await pilot.pause()
    return pages


def has_turned(screen: IntakeScreen, place: str) -> bool:
    return screen.at != place and not screen.is_turning


def has_moved(screen: IntakeScreen, place: str) -> bool:
    return screen.place_in_focus() != place and not screen.is_turning


def page_keys(screen: IntakeScreen, place: str, said: Mapping[str, str]) -> Iterable[str]:
    if place == PEOPLE:
        wanted, entered = int(said[PEOPLE]), screen.talk.interview.people()
        return "1" if entered < wanted else "2"
    if question(place).kind is Kind.INFO or is_offered(screen, place):
        return ""
    return keys_for(place, said[place])


async def jump(pilot: Pilot[Any], screen: IntakeScreen, place: str, said: Mapping[str, str]) -> None:
    """To a question, with everything before it answered: for tests of what comes after (the walks type it all)."""
    interview = screen.talk.interview
    interview.answers = {**said}
    interview.begun = 0
    interview.__post_init__()
    order = interview.sequence()
    before = set(order[: order.index(place)])
    interview.answers = {field: value for field, value in said.items() if field in before}
    if screen.talk.interview.is_kept and "contact" in before:
        await screen.talk.write()
    screen.turn(screen.go_to, place)
    await turned(pilot, lambda: screen.place_in_focus() == place and not screen.is_turning)
    await pilot.pause()


async def fill(pilot: Pilot[Any], screen: IntakeScreen, said: Mapping[str, str]) -> None:
    """Answers the fields of the form from top to bottom, then asks for the check page.

    Where no question hangs on an answer any more, everything is typed ahead at once.
    """
    while screen.form is not None and screen.place_in_focus():
        place = screen.place_in_focus()
        following = screen.talk.interview.sequence()
        if not set(following[following.index(place) :]) & GATES:
            break
        type_ahead(pilot, *field_keys(screen, place, said), "enter")
        await turned(pilot, partial(has_moved, screen, place))
    while screen.talk.interview.people() < int(said.get(PEOPLE, "0")):
        await _one_more(pilot, screen)
    type_ahead(pilot, *_rest_of_form(screen, said), "enter")
    await turned(pilot, lambda: screen.at != FORM and not screen.is_turning)
    await pilot.pause()


async def _one_more(pilot: Pilot[Any], screen: IntakeScreen) -> None:
    """Another parent or carer on the form; back to where one was."""
    assert screen.form is not None
    here, count = screen.place_in_focus(), screen.talk.interview.people()
    screen.set_focus(screen.query_one("#add-person"))
    type_ahead(pilot, "enter")
    await turned(pilot, lambda: screen.talk.interview.people() > count and not screen.is_turning)
    screen.form.asked[here].aim()


def _rest_of_form(screen: IntakeScreen, said: Mapping[str, str]) -> Iterable[str]:
    order = screen.talk.interview.sequence()
    for place in order[order.index(screen.place_in_focus()) :]:
        if screen.form is not None and place in screen.form.asked:
            keys = tuple(field_keys(screen, place, said))
            yield from keys
            if question(place).kind is not Kind.LONG_TEXT:
                yield "enter"
            elif not keys:
                yield "tab"


def field_keys(screen: IntakeScreen, place: str, said: Mapping[str, str]) -> Iterable[str]:
    return () if is_offered(screen, place) else keys_for(place, said.get(place, ""))


async def press_button(pilot: Pilot[Any], screen: IntakeScreen, name: str) -> None:
    """Tab to a button, then Enter."""
    for _ in range(9):
        if getattr(screen.focused, "id", "") == name:
            break
        await pilot.press("tab")
    at = screen.at
    assert getattr(screen.focused, "id", "") == name, screen.focused
    await pilot.press("enter")
    await until(pilot, lambda: not screen.is_attached or screen.at != at or pilot.app.screen is not screen)
    await until(pilot, lambda: not screen.is_turning)
