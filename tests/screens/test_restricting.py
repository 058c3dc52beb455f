"""Who is shut out of a record: reached from the case's status and from Ctrl+P, previewed, done, and undone, by keys."""

from __future__ import annotations

import pytest

from iass_tui.services.views import NotFound
from screens import messages
from tests.screens.driving import on_screen, type_text, until
from tests.screens.seated import asked, comes, seated
from tests.services.families import COVERING, add_family
from tests.services.offices import Office


async def test_a_manager_shuts_an_officer_out_and_opens_the_record_again(office: Office) -> None:
    family = add_family(office.officer)
    omar, manager = office.officer, office.manager
    manager.casework.case(family.case, COVERING)
    manager.access.give((family.case,), COVERING)
    async with seated(office, manager, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "C-0001", "Amina Hassan")
        await pilot.press("s")
        await asked(pilot, "Choose")
        await comes(pilot, "Who is shut out of it")
        await pilot.press("end", "enter")
        await on_screen(pilot, "RestrictScreen")
        await comes(pilot, "Restricted: Amina Hassan, Zahra Hassan (C-0001)", "Omar Officer", "Olive Officer")
        await until(pilot, lambda: pilot.app.screen.is_filled)  # type: ignore[attr-defined]
        await pilot.press("ctrl+o")
        await comes(pilot, "There are 3 problems", "Write in a few words why")
        await pilot.press("1")
        names = [one.code for one in pilot.app.screen.officers.list.choices]  # type: ignore[attr-defined]
        await pilot.press("home", *["down"] * names.index(str(omar.me.id)), "space", "enter")
        await type_text(pilot, "His niece [/]")
        await pilot.press("enter")
        takers = [one.code for one in pilot.app.screen.taker.list.choices]  # type: ignore[attr-defined]
        await pilot.press("home", *["down"] * takers.index(str(office.colleague.me.id)), "enter", "ctrl+o")
        await asked(pilot, "Confirm")
        await comes(pilot, "Shut out Omar Officer?", "1 case and 0 tasks", "What it does not protect")
        await pilot.press("tab", "enter")
        await comes(pilot, "The record is restricted", "sealed anew")
        await pilot.press("enter")
        await comes(pilot, "RESTRICTED", "Omar Officer is shut out: His niece [/]")
        with pytest.raises(NotFound):
            omar.casework.case(family.case)
        pilot.app.screen.post_message(messages.RestrictWanted(family.child))
        await on_screen(pilot, "RestrictScreen")
        await until(pilot, lambda: pilot.app.screen.is_filled)  # type: ignore[attr-defined]
        await comes(pilot, "Nobody marked opens it to every officer again")
        await pilot.press("home", *["down"] * names.index(str(omar.me.id)), "space", "enter")
        await type_text(pilot, "He moved away")
        await pilot.press("ctrl+o")
        await asked(pilot, "Confirm")
        await comes(pilot, "Open it to every officer again?")
        await pilot.press("enter")
        await comes(pilot, "C-0001", "Amina Hassan")
        await until(pilot, lambda: manager.restricting.standing(family.case) is None)
        assert omar.casework.case(family.case, COVERING)


async def test_an_officer_is_not_offered_it_and_inside_reads_who_is_shut_out(office: Office) -> None:
    family = add_family(office.colleague)
    office.manager.restricting.place(family.case, frozenset({office.officer.me.id}), "A conflict", None)
    async with seated(office, office.colleague, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "RESTRICTED", "Omar Officer is shut out: A conflict")
        await pilot.press("s")
        await asked(pilot, "Choose")
        text = await comes(pilot, "Close it with its outcome")
        assert "shut out of it" not in text
        assert "RESTRICT" in [needs for *_, needs in pilot.app.screen_stack[-2].unbound()]  # type: ignore[attr-defined]


async def test_whoever_has_the_page_open_and_is_shut_out_is_told_that_it_is_not_there(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "C-0001", "Amina Hassan")
        office.manager.restricting.place(family.case, frozenset({office.officer.me.id}), "A conflict", None)
        pilot.app.screen.start(pilot.app.screen.reload, reading=True)  # type: ignore[attr-defined]
        text = await comes(pilot, "There is no such case any more.")
        assert "estrict" not in text
