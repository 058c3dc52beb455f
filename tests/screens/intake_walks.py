"""Walking a first contact through the real app and real services by keys alone, in both faces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.intake import Kind, question
from screens.intake import IntakeScreen
from screens.intake.interview import GATES, PEOPLE
from screens.intake.screen import FORM
from tests.screens.driving import on_screen, shown, until


async def send(pilot: Pilot[Any], *keys: str) -> None:
    """Keys as a terminal sends them: one after the other, without waiting in between."""
    for key in keys:
        if len(key) > 1:
            pilot.app.post_message(events.Key(key, None))
        else:
            pilot.app.post_message(events.Key(_character_to_key(key), key))
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
        await send(pilot, "ctrl+o")
        await until(pilot, lambda: screen.is_dense == dense and not screen.is_turning)
    return screen


def keys_for(place: str, value: str) -> Iterable[str]:
    """What one types to give an answer, Enter not included."""
    one = question(place)
    match one.kind:
        case Kind.CHOICE | Kind.MULTI:
            codes = [option.code for option in one.choices(PartialDate(2026, 11, 23).earliest())]
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
        await send(pilot, *_page_keys(screen, place, said), "enter")
        await until(pilot, lambda place=place: screen.at != place and not screen.is_turning)
    return pages


def _page_keys(screen: IntakeScreen, place: str, said: Mapping[str, str]) -> Iterable[str]:
    if place == PEOPLE:
        wanted, entered = int(said[PEOPLE]), screen.talk.interview.people()
        return "1" if entered < wanted else "2"
    if question(place).kind is Kind.INFO or is_offered(screen, place):
        return ""
    return keys_for(place, said[place])


async def fill(pilot: Pilot[Any], screen: IntakeScreen, said: Mapping[str, str]) -> None:
    """Answers the fields of the form from top to bottom, then asks for the check page."""
    done: set[str] = set()
    while screen.at == FORM and screen.form is not None:
        place = screen.place_in_focus()
        if not place:
            await _people_or_button(pilot, screen, said)
            continue
        assert place not in done, f"{place} twice\n{shown(screen)}"
        done.add(place)
        keys = () if is_offered(screen, place) else tuple(keys_for(place, said.get(place, "")))
        is_long = question(place).kind is Kind.LONG_TEXT
        await send(pilot, *keys, *(() if is_long and keys else ("tab",) if is_long else ("enter",)))
        await until(pilot, lambda place=place: not screen.is_turning and screen.place_in_focus() != place)


async def _people_or_button(pilot: Pilot[Any], screen: IntakeScreen, said: Mapping[str, str]) -> None:
    """A button has the focus: of the people, or the one at the end."""
    name = getattr(screen.focused, "id", "")
    if name == "add-person" and screen.talk.interview.people() < int(said[PEOPLE]):
        count = screen.talk.interview.people()
        await send(pilot, "enter")
        await until(pilot, lambda: screen.talk.interview.people() > count and not screen.is_turning)
    elif name == "to-check":
        await send(pilot, "enter")
        await until(pilot, lambda: not screen.is_turning)
        assert screen.at != FORM, shown(screen)
    else:
        before = screen.focused
        await send(pilot, "tab")
        await until(pilot, lambda: screen.focused is not before)


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
