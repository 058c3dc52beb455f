"""A conflict of interest declared by keys, shown above the record, and taken further."""

from screens import messages
from tests.screens.seated import asked, comes, seated
from tests.services.families import add_family
from tests.services.offices import Office


async def test_an_officer_declares_one_and_is_led_to_the_case_that_they_have(office: Office) -> None:
    officer, family = office.officer, add_family(office.officer)
    async with seated(office, officer, messages.InterestWanted(family.child)) as (_, pilot):
        await comes(pilot, "Who has it?", "I have: Omar Officer", "Works, or has lately worked")
        await pilot.press("1", "tab", "3", "ctrl+o")
        await asked(pilot, "Choose")
        await comes(pilot, "Open C-0001, to give it to somebody else")
        await pilot.press("1", "enter")
        await asked(pilot, "SayWhy")
        await comes(pilot, "you have a conflict of interest with this family")
        await pilot.press("2", "enter")
        await comes(pilot, "CONFLICT OF INTEREST: Omar Officer with Amina Hassan")


async def test_a_manager_records_a_colleagues_and_is_offered_the_stronger_step(office: Office) -> None:
    manager, family = office.manager, add_family(office.officer)
    async with seated(office, manager, messages.InterestWanted(family.child)) as (_, pilot):
        await comes(pilot, "Who has it?", "Omar Officer")
        await pilot.press("2", "tab", "2", "ctrl+o")
        await asked(pilot, "Choose")
        await comes(pilot, "Shut them out by keys")
        await pilot.press("escape")
    assert len(manager.people.person(family.child).interests) == 1
