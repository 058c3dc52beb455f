"""Dialogs: each by keys, leaving only with an answer, and opaque."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from iass_tui.rules.conflicts import Side, merge
from iass_tui.rules.records.people import PartyRole, PersonCard
from screens.dialogs.asking import AskText, Choose
from screens.dialogs.conflict import ConflictDialog
from screens.dialogs.dialog import Confirm, Dialog, Notice
from screens.widgets.choice_field import Choice
from screens.widgets.words import Words
from tests.screens.driving import shown, type_text, until
from tests.screens.test_fields import Sheet, sheet


async def _answer(dialog: Dialog[Any], *keys: str, size: tuple[int, int] = (80, 24), says: str = "") -> Any:
    """What the dialog answers to these keys; a key of several letters and a space is typed text."""
    answers: list[Any] = []
    async with sheet(Words("what lies under the dialog"), size=size) as (page, pilot):

        async def ask() -> None:
            answers.append(await page.ask(dialog))

        page.start(ask)
        await until(pilot, lambda: pilot.app.screen is dialog)
        assert "what lies under" not in shown(dialog)
        for key in keys:
            if key.startswith("type "):
                await type_text(pilot, key.removeprefix("type "))
            else:
                await pilot.press(key)
        if says:
            await until(pilot, lambda: says in shown(dialog))
            await pilot.press("escape", "escape")
        await until(pilot, lambda: answers)
        assert pilot.app.screen is page
        await until(pilot, lambda: not list(pilot.app.workers))
    return answers[0]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (20, 5)])
async def test_confirm(size: tuple[int, int]) -> None:
    assert await _answer(Confirm("Save [/]?", "It is saved.", "Save"), "enter", size=size) is True
    assert await _answer(Confirm("Save [/]?", "It is saved.", "Save"), "escape", size=size) is None


async def test_a_dangerous_act_is_not_under_enter() -> None:
    assert await _answer(Confirm("Destroy?", "It is gone.", "Destroy", danger=True), "enter") is False
    assert await _answer(Confirm("Destroy?", "It is gone.", "Destroy", danger=True), "shift+tab", "enter") is True


async def test_notice_closes() -> None:
    assert await _answer(Notice("Not allowed", "Because [/]", "Next step"), "enter") is None


async def test_a_long_notice_is_read_from_its_first_line_and_says_how_to_read_on() -> None:
    lines = [f"line {number} of what was done" for number in range(60)]
    for keys, says in (((), "line 0 of"), ((), "PgDn read on"), (("pagedown",) * 7, "line 59 of")):
        assert await _answer(Notice("It is done", *lines), *keys, says=says) is None
    notice = Notice("It is done", "one line")
    assert await _answer(notice, "pagedown", "enter") is None
    assert "read on" not in shown(notice)


async def test_ask_text_takes_a_text_or_says_what_is_missing() -> None:
    ask = AskText("Why?", "Reason", "Mark as error")
    assert await _answer(ask, "type because [/]", "enter") == "because [/]"
    assert await _answer(AskText("Why?", "Reason", "Mark"), "enter", says="Write something") is None


async def test_choose_takes_one() -> None:
    choices = [Choice("A", "Apples"), Choice("B", "Bread")]
    assert await _answer(Choose("Which?", "Food", choices, "Take"), "2", "enter") == "B"
    assert await _answer(Choose("Which?", "Food", choices, "Take"), "enter", says="Choose one") is None
    assert await _answer(Choose("Which?", "Food", choices, "Take"), "enter", "2", "enter") == "B"  # not the summary's 2


async def test_ctrl_o_does_what_the_first_button_does_where_something_is_filled_in_and_nowhere_else() -> None:
    choices = (Choice("A", "Apples"), Choice("B", "Bread"))
    assert await _answer(Choose("Which?", "Food", choices, "Take"), "2", "ctrl+o") == "B"
    assert await _answer(AskText("Why?", "Why", "Go on", several_lines=True), "type it is", "ctrl+o") == "it is"
    assert await _answer(AskText("Why?", "Why", "Go on"), "ctrl+o", says="Write something") is None
    assert await _answer(Confirm("Erase?", "It is gone then.", "Erase"), "ctrl+o", "escape") is None


async def test_a_conflict_is_decided_field_by_field() -> None:
    before = PersonCard(role=PartyRole.CHILD, given_name="Ann", family_name="Lee")
    mine = PersonCard(role=PartyRole.CHILD, given_name="Anne [/]", family_name="Lee", known_as="Annie")
    theirs = PersonCard(role=PartyRole.CHILD, given_name="Anna", family_name="Leigh")
    collisions = merge(before, mine, theirs).collisions
    dialog = ConflictDialog("Ben [b]", collisions, {"given_name": "Given name"})
    picks = await _answer(dialog, "1", "tab", "enter")
    assert picks == {"given_name": Side.MINE}
    merged = merge(before, mine, theirs, picks).record
    assert merged is not None
    assert (merged.given_name, merged.family_name, merged.known_as) == ("Anne [/]", "Leigh", "Annie")


async def test_a_conflict_undecided_says_so() -> None:
    before = PersonCard(role=PartyRole.CHILD, given_name="Ann")
    mine = PersonCard(role=PartyRole.CHILD, given_name="Anne")
    theirs = PersonCard(role=PartyRole.CHILD)
    dialog = ConflictDialog("Ben", merge(before, mine, theirs).collisions, {"given_name": "Given name"})
    assert await _answer(dialog, "tab", "enter", says="Choose what to keep for Given name") is None


async def test_nothing_comes_up_over_a_page_that_is_gone() -> None:
    page = Sheet()
    assert not page.is_open


async def test_enter_twice_answers_once_and_escape_twice_leaves_once() -> None:
    async with sheet(Words("below")) as (page, pilot):
        answers: list[Any] = []

        async def ask() -> None:
            answers.append(await page.ask(Confirm("Save?", "It is saved.", "Save")))

        for key in ("enter", "escape"):
            page.start(ask)
            await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
            for _ in range(3):
                pilot.app.post_message(events.Key(key, None))
            await until(pilot, lambda: pilot.app.screen is page)
        await until(pilot, lambda: answers == [True, None])
