"""Who may know what, by keys, from the person's page."""

import pytest

from iass_tui.rules.records.people import FamilyTie
from screens import messages
from tests.screens.driving import SIZES
from tests.screens.seated import asked, comes, seated
from tests.services.families import MOTHER, add_person
from tests.services.offices import Office


@pytest.mark.parametrize("size", SIZES)
async def test_f_shows_who_in_the_family_may_know_what(office: Office, size: tuple[int, int]) -> None:
    officer = office.officer
    child, mother = add_person(officer), add_person(officer, MOTHER)
    tie = FamilyTie(relation="MOT", responsibility="YES", evidence="[/] birth certificate")
    officer.people.link(child, mother, tie)
    async with seated(office, officer, messages.PersonChosen(child), size) as (_, pilot):
        await comes(pilot, "Amina Hassan", "Zahra Hassan")
        await pilot.press("f")
        await asked(pilot, "Choose")
        await pilot.press("3", "enter")
        await comes(pilot, "Who may know what", "competence not asked yet", "PR yes", "tell NO, file NO")
        await comes(pilot, "[/] birth certificate;", "May be told:")
        await pilot.press("enter")
        await comes(pilot, "Family 1")
