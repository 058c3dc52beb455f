"""Possible duplicates by keys: from a person's page, and before an intake is saved."""

import pytest

from screens import messages
from screens.intake.ends import DONE
from tests.screens.driving import SIZES, until
from tests.screens.intake_walks import start, walk
from tests.screens.seated import asked, comes, seated
from tests.services.families import CHILD, add_person
from tests.services.first_contacts import FAMILY
from tests.services.offices import Office


@pytest.mark.parametrize("size", SIZES)
async def test_a_double_is_explained_and_opened_from_the_persons_page(office: Office, size: tuple[int, int]) -> None:
    officer = office.officer
    one, _ = add_person(officer), add_person(officer)
    officer.directory.load()
    async with seated(office, officer, messages.PersonChosen(one), size) as (app, pilot):
        await comes(pilot, "Amina Hassan")
        await pilot.press("percent_sign")
        await asked(pilot, "Doubles")
        await comes(pilot, "Likely", "Amina Hassan, born 27 March 2011", "Same name, same date of birth")
        depth = len(app.screen_stack)
        await pilot.press("enter")
        await until(pilot, lambda: len(app.screen_stack) == depth and type(app.screen).__name__ == "PersonScreen")


async def test_nobody_like_them_is_said_too(office: Office) -> None:
    one = add_person(office.officer, CHILD)
    office.officer.directory.load()
    async with seated(office, office.officer, messages.PersonChosen(one)) as (_, pilot):
        await comes(pilot, "Amina Hassan")
        await pilot.press("percent_sign")
        await comes(pilot, "Nobody else on file is like them")


async def test_before_an_intake_is_saved_a_known_child_is_shown_and_nothing_is_saved_unless_one_says_so(
    office: Office,
) -> None:
    office.officer.intake.finish(FAMILY)
    async with seated(office, office.officer, messages.IntakeWanted()) as (_, pilot):
        screen = await start(pilot, dense=False)
        await walk(pilot, screen, FAMILY)
        await pilot.press("ctrl+o")
        await asked(pilot, "Doubles")
        await comes(pilot, "Is this someone whom we know?", "Maya Costa, born 27 March 2015", "Likely")
        await pilot.press("escape")
        await comes(pilot, "Check your answers")
        assert office.ask('SELECT count(*) FROM "case"') == 1
        await pilot.press("ctrl+o")
        await asked(pilot, "Doubles")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: screen.at == DONE)
    assert office.ask('SELECT count(*) FROM "case"') == 2
