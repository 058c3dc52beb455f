"""A colleague's account in words, from the staff list, by keys at 80x24."""

from __future__ import annotations

from iass_tui.rules.records.office import Role
from screens import messages
from screens.widgets.row_list import RowList
from tests.screens.driving import on_screen
from tests.screens.seated import asked, comes, seated
from tests.services.offices import Office


async def test_the_staff_list_leads_to_when_a_volunteer_was_made_an_officer(office: Office) -> None:
    vera = office.volunteer.me.id
    office.manager.staff.set_role(vera, Role.OFFICER)
    async with seated(office, office.manager, messages.StaffWanted()) as (app, pilot):
        await comes(pilot, "Work here")
        app.screen.query_one(RowList).go_to(vera)
        await pilot.press("enter")
        await asked(pilot, "Choose")
        await pilot.press("end", "enter")
        await on_screen(pilot, "AccountHistoryScreen")
        await comes(pilot, "Made officer; was volunteer", "Account made, as volunteer", "Hannah Manager")
