"""Searching in all notes by keys: hits stream in, Esc stops, Enter opens the note in its case, and a lock forgets."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from iass_tui.rules.records.casework import NoteBody
from iass_tui.services.note_search_views import NoteHit, SearchStep
from screens import messages
from screens.searching_notes.page import NoteSearchScreen
from screens.widgets.text_field import TextField
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import asked, comes, seated
from tests.services.families import add_family
from tests.services.offices import Office


@pytest.mark.parametrize("size", SIZES)
async def test_a_note_is_found_and_opened_in_its_case(office: Office, size: tuple[int, int]) -> None:
    family = add_family(office.officer)
    office.officer.casework.add_note(family.case, NoteBody(text="The École rang"))
    async with seated(office, office.officer, messages.NoteSearchWanted(), size) as (_, pilot):
        await comes(pilot, "Words of a note")
        await pilot.press("enter")
        await comes(pilot, "Type a word")
        await type_text(pilot, "ecole")
        await pilot.press("enter")
        await comes(pilot, "The «École» rang", "C-0001", "1 note found. All 1 looked through")
        await pilot.press("enter")
        await on_screen(pilot, "CaseScreen")
        await comes(pilot, "The École rang", "Written by Omar Officer")


async def test_a_colleagues_words_stay_back_and_enter_asks_why(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.add_note(family.case, NoteBody(text="a canary"))
    async with seated(office, office.colleague, messages.NoteSearchWanted("canary")) as (_, pilot):
        text = await comes(pilot, "C-0001", "a colleague's case, Omar Offi")
        assert "«canary»" not in text
        await pilot.press("tab", "enter")
        await asked(pilot, "SayWhy")
        await pilot.press("1", "enter")
        await comes(pilot, "a canary", "Written by Omar")


async def test_what_was_typed_in_find_is_searched_for_with_one_key(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.add_note(family.case, NoteBody(text="The taxi"))
    async with seated(office, office.officer, messages.FindWanted()) as (_, pilot):
        await type_text(pilot, "taxi")
        await pilot.press("ctrl+n")
        await comes(pilot, "The «taxi»", "Search in all notes")


class Slow:
    """A search that goes on when it is told to."""

    def __init__(self) -> None:
        self.go_on, self.asked, self.ended = threading.Semaphore(0), [], threading.Event()

    def search(self, query: str, tell: Callable[[SearchStep], None], is_cancelled: Callable[[], bool]) -> SearchStep:
        self.asked.append(query)
        step = SearchStep((), 0, 400)
        for number, text in enumerate(HOSTILE, 1):
            assert self.go_on.acquire(timeout=20)
            if is_cancelled():
                self.ended.set()
                return step
            hit = NoteHit(uuid4(), uuid4(), f"C-{number:04}", date(2026, 11, 23), "Omar", text, "")
            step = SearchStep((hit,), number * 50, 400, is_over=number == len(HOSTILE))
            tell(step)
        return step


async def test_hits_stream_in_and_escape_stops_the_search(office: Office) -> None:
    slow = Slow()
    async with seated(office, office.officer) as (app, pilot):
        await app.push_screen(NoteSearchScreen(office.officer, slow))
        await on_screen(pilot, "NoteSearchScreen")
        await type_text(pilot, "bus")
        await pilot.press("enter")
        await comes(pilot, "Searching…")
        slow.go_on.release()
        await comes(pilot, "1 note found", "50 of 400 notes looked through", "C-0001")
        slow.go_on.release()
        text = await comes(pilot, "2 notes found", "100 of 400", "[@click=app.quit]")
        assert not set(text) & {"\x1b", "\x00", "\x07", "\u202e"}
        await pilot.press("escape")
        await comes(pilot, "Stopped after 100 of 400 notes. 2 notes found")
        slow.go_on.release()
        await until(pilot, slow.ended.is_set)
        assert "C-0003" not in shown(app.screen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen.focused.parent, TextField))  # type: ignore[union-attr]
        await pilot.press("escape")
        await on_screen(pilot, "TodayScreen")


async def test_a_new_search_takes_the_place_of_the_one_before(office: Office) -> None:
    slow = Slow()
    async with seated(office, office.officer) as (app, pilot):
        await app.push_screen(NoteSearchScreen(office.officer, slow))
        await on_screen(pilot, "NoteSearchScreen")
        await type_text(pilot, "bus")
        await pilot.press("enter")
        await until(pilot, lambda: slow.asked == ["bus"])
        await pilot.press("shift+tab")
        await type_text(pilot, "es")
        await pilot.press("enter")
        slow.go_on.release(20)
        await until(pilot, lambda: slow.asked == ["bus", "buses"] and slow.ended.is_set())
        await comes(pilot, "7 notes found. All 400 looked through")


async def test_a_lock_forgets_what_was_searched_for(office: Office) -> None:
    assert messages.NoteSearchWanted("canary").without_text() == messages.NoteSearchWanted()
    async with seated(office, office.officer, messages.NoteSearchWanted("canary")) as (app, pilot):
        await comes(pilot, "Nothing found. All 0 looked through")
        assert app.screen.place() == messages.NoteSearchWanted()  # type: ignore[attr-defined]
