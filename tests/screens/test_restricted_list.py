"""The list of restricted records, and the banner on what belongs to one, by keys at 80x24."""

from __future__ import annotations

from screens import messages
from screens.widgets.row_list import RowList
from tests.screens.driving import type_text
from tests.screens.seated import asked, comes, seated
from tests.services.families import COVERING, add_family
from tests.services.offices import Office


async def test_a_manager_sees_every_restricted_record_looks_again_and_opens_one_to_all(office: Office) -> None:
    family = add_family(office.colleague)
    hannah, out = office.manager, frozenset({office.officer.me.id})
    hannah.restricting.place(family.case, out, "A conflict [/]", None)
    async with seated(office, hannah, messages.RestrictedWanted()) as (app, pilot):
        text = await comes(pilot, "C-0001", "Omar Officer", "Hannah Manager", "Opens it: ", "Why: A conflict [/]")
        assert "Amina" not in text
        office.clock.forward(days=370)
        app.screen.query_one(RowList).focus()
        await pilot.press("enter")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await comes(pilot, "28 Nov 2028")
        await pilot.press("enter")
        await asked(pilot, "Choose")
        await pilot.press("end", "enter")
        await asked(pilot, "AskText")
        await type_text(pilot, "He moved away")
        await pilot.press("enter")
        await comes(pilot, "No record of this office is restricted")
    assert office.officer.casework.case(family.case, COVERING)


async def test_the_person_and_the_handover_sheet_say_who_is_shut_out_to_those_inside(office: Office) -> None:
    family = add_family(office.colleague)
    office.manager.restricting.place(family.case, frozenset({office.officer.me.id}), "A conflict", None)
    for wish in (
        messages.PersonChosen(family.child),
        messages.PersonChosen(family.mother),
        messages.HandoverWanted(family.case),
    ):
        async with seated(office, office.colleague, wish) as (_, pilot):
            await comes(pilot, "RESTRICTED: Omar Officer is shut out: A conflict", "Do not speak of it")
