"""A colleague's case asks why before any page of it opens, once, wherever one comes from (P20)."""

from __future__ import annotations

import pytest

from iass_tui.rules.records.casework import NoteBody
from iass_tui.rules.records.office import Act
from screens import messages
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.seated import asked, comes, seated
from tests.services.families import add_family
from tests.services.offices import Office


def reasons(office: Office) -> list[tuple[str, ...]]:
    return [one.reasons for one in reversed(office.said()) if one.act is Act.VIEW and one.subject == "case"]


@pytest.mark.parametrize("size", SIZES)
async def test_a_colleagues_case_opens_once_it_was_said_why(office: Office, size: tuple[int, int]) -> None:
    family = add_family(office.officer)
    async with seated(office, office.colleague, size=size) as (app, pilot):
        app.screen.post_message(messages.CaseChosen(family.case))
        await asked(pilot, "SayWhy")
        text = await comes(pilot, "C-0001 is the case of Omar Officer", "I cover for them", "Another reason")
        assert "Amina" not in text
        assert "manager" not in text
        await pilot.press("enter")
        await comes(pilot, "Choose why, or go back")
        await pilot.press("escape")
        await on_screen(pilot, "TodayScreen")
        assert reasons(office) == []
        app.screen.post_message(messages.CaseChosen(family.case))
        await asked(pilot, "SayWhy")
        await pilot.press("2", "enter")
        await comes(pilot, "Amina Hassan")
        await pilot.press("escape")
        await on_screen(pilot, "TodayScreen")
        app.screen.post_message(messages.CaseChosen(family.case))
        await comes(pilot, "Amina Hassan")
    assert reasons(office) == [("DUTY",), ("DUTY",)]


async def test_another_reason_is_asked_for_its_words(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.colleague) as (app, pilot):
        app.screen.post_message(messages.NoteWanted(family.case))
        await asked(pilot, "SayWhy")
        await pilot.press("4", "enter", "enter")
        await comes(pilot, "Say in a few words why")
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "words" in str(getattr(app.screen.focused, "parent", None)))
        await type_text(pilot, "A hearing [/]")
        await pilot.press("enter")
        await on_screen(pilot, "NoteScreen")
        await comes(pilot, "Amina Hassan")
    assert reasons(office) == [("OTHER", "A hearing [/]")]


async def test_a_manager_opens_with_one_key_to_look_after_the_work(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.manager) as (app, pilot):
        app.screen.post_message(messages.CaseChosen(family.case))
        await asked(pilot, "SayWhy")
        await pilot.press("enter")
        await comes(pilot, "Amina Hassan")
    assert reasons(office) == [("OVERSIGHT",)]


async def test_a_persons_page_keeps_a_colleagues_notes_back_until_it_was_said_why(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.add_note(family.case, NoteBody(text="She told us"))
    async with seated(office, office.colleague, messages.PersonChosen(family.child)) as (app, pilot):
        await comes(pilot, "without C-0001: opening it asks why")
        assert "She told us" not in shown(app.screen)
        assert reasons(office) == []
        app.screen.post_message(messages.CaseChosen(family.case))
        await asked(pilot, "SayWhy")
        await pilot.press("1", "enter")
        await comes(pilot, "She told us")


async def test_a_copy_asks_for_colleagues_cases_first(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.colleague) as (app, pilot):
        app.screen.post_message(messages.PackWanted(family.child))
        await asked(pilot, "SayWhy")
        await pilot.press("3", "enter")
        await on_screen(pilot, "Choose")
    assert [one.reasons for one in office.said() if one.subject == "pack"] == []
