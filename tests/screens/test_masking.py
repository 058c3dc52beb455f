"""One key masks every list at once, until it is pressed again: no name of a family is left in any of them (P20)."""

from __future__ import annotations

from datetime import date

import pytest

from iass_tui.rules.records.casework import NoteBody
from screens import messages
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.seated import comes, seated
from tests.services.families import Family, add_family
from tests.services.offices import PASSPHRASE, Office

NAMES = ("Amina", "Hassan", "Zahra")
TODAY = date(2026, 11, 23)


def with_note(office: Office) -> Family:
    family = add_family(office.officer)
    body = NoteBody(text="Amina told us", action="Ring Zahra Hassan", action_due=TODAY)
    office.officer.casework.add_note(family.case, body)
    return family


def names_in(text: str) -> list[str]:
    return [name for name in NAMES if name in text]


@pytest.mark.parametrize("size", SIZES)
async def test_one_key_masks_every_list_and_again_shows_them(office: Office, size: tuple[int, int]) -> None:
    family = with_note(office)
    async with seated(office, office.officer, size=size) as (app, pilot):
        await comes(pilot, "Ring Zahra Hassan", "Mon 23 Nov")
        await pilot.press("asterisk")
        text = await comes(pilot, "MASKED", "•••••", "C-0001", "23 Nov")
        assert names_in(text) == []
        for wish, stands in (
            (messages.CaseChosen(family.case), "Timeline"),
            (messages.PersonChosen(family.child), "Family 1"),
            (messages.ConsentWanted(family.child), "•••••"),
        ):
            app.screen.post_message(wish)
            text = await comes(pilot, "MASKED", stands, "•••••")
            assert names_in(text) == [], wish
            await pilot.press("escape")
            await on_screen(pilot, "TodayScreen")
        await pilot.press("asterisk")
        text = await comes(pilot, "Ring Zahra Hassan")
        assert "MASKED" not in text


async def test_masks_stay_on_in_find_and_over_a_lock(office: Office) -> None:
    with_note(office)
    office.officer.directory.load()
    async with seated(office, office.officer) as (_, pilot):
        await comes(pilot, "Ring Zahra Hassan")
        await pilot.press("asterisk", "slash")
        await on_screen(pilot, "FindScreen")
        await type_text(pilot, "ami*")
        await comes(pilot, "ami*")  # in a field it is a letter
        await pilot.press("backspace")
        text = await comes(pilot, "MASKED", "1 found", "•••••")
        assert names_in(text) == []
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await until(pilot, lambda: "office" not in pilot.app._screen_stacks)
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter")
        await on_screen(pilot, "FindScreen")
        await comes(pilot, "MASKED")


async def test_what_one_opens_can_be_read_and_is_hidden_again_beside_the_list(office: Office) -> None:
    family = with_note(office)
    async with seated(office, office.officer, messages.CaseChosen(family.case), (120, 40)) as (_, pilot):
        await comes(pilot, "Amina told us")
        await pilot.press("asterisk")
        text = await comes(pilot, "Masked. Enter reads it")
        assert names_in(text) == []
        await pilot.press("down", "enter")
        await comes(pilot, "Amina told us")
        await pilot.press("escape")
        text = await comes(pilot, "Masked. Enter reads it")
        assert names_in(text) == []


async def test_the_palette_masks_too(office: Office) -> None:
    with_note(office)
    async with seated(office, office.officer) as (_, pilot):
        await comes(pilot, "Ring Zahra Hassan")
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "Search for commands" in shown(pilot.app.screen))
        await type_text(pilot, "Mask")
        await comes(pilot, "Mask  (*)")
        await pilot.press("enter")
        await comes(pilot, "MASKED", "C-0001")
