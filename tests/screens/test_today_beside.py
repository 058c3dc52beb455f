"""Birthdays on Today by keys, and the case that stands beside the list where there is room for it."""

from __future__ import annotations

import dataclasses

from iass_tui.rules.records.casework import NoteBody, TaskBody
from iass_tui.rules.records.office import Act
from screens.widgets.glance import Glance
from screens.widgets.row_list import RowList
from tests.screens.driving import on_screen, shown, type_text, until
from tests.screens.seated import asked, comes, seated
from tests.services.families import COVERING, FACTS, add_family, add_person
from tests.services.offices import START, Office
from tests.services.test_duties import SOON_16, soon_sixteen

TODAY = START.date()
WIDE = (120, 40)


def looks(office: Office) -> int:
    """How many cases were opened beside the list."""
    return sum(one.subject == "glance" for one in office.said())


async def test_a_birthday_is_done_by_saying_what_was_done_and_u_brings_it_back(office: Office) -> None:
    family = soon_sixteen(office)
    async with seated(office, office.officer) as (app, pilot):
        await comes(
            pilot, "Consents and birthdays to ask about 1", "Mon 14 Dec", "16: ask for their own yes", "birthday"
        )
        app.screen.query_one(RowList).find("16: ask for")
        await pilot.press("space")
        await asked(pilot, "AskText")
        await comes(pilot, "What was done?", "is not asked for again")
        await type_text(pilot, "She signed her own form")
        await pilot.press("enter")
        await until(pilot, lambda: "16: ask for" not in shown(app.screen))
        (task,) = office.officer.casework.case(family.case).tasks
        assert task.body.done_words == "She signed her own form"
        await pilot.press("u")
        await until(pilot, lambda: "Later 1" in shown(app.screen))
        await pilot.press("end")
        app.screen.query_one(RowList).find("Later 1")
        await pilot.press("right")
        await comes(pilot, "16: ask for")
        await pilot.press("semicolon")
        await asked(pilot, "Choose")
        await comes(pilot, "Put off: 16th birthday")


async def test_masked_not_even_the_day_of_a_birthday_can_be_read(office: Office) -> None:
    soon_sixteen(office)
    async with seated(office, office.officer) as (_, pilot):
        await comes(pilot, "16: ask for", "14 Dec")
        await pilot.press("asterisk")
        text = await comes(pilot, "MASKED", "C-0001")
        assert "14 Dec" not in text
        assert "16:" not in text


async def test_a_wide_screen_shows_the_case_under_the_cursor_with_safety_first_and_records_the_look(
    office: Office,
) -> None:
    session = office.officer
    child = add_person(session, dataclasses.replace(SOON_16, safety=("NO_VOICEMAIL",)))
    case = session.casework.open_case(child, FACTS)
    session.casework.add_note(case, NoteBody(progress="The school agreed", action="Ring", action_due=TODAY))
    async with seated(office, session, size=WIDE) as (app, pilot):
        await comes(pilot, "Ring", "No backup yet")
        await pilot.press("down")
        await comes(pilot, "Ring", "Take care", "In force", "The school agreed", "Next dates")
        beside = app.screen.query_one(Glance)
        text = beside.text
        assert text.index("Take care") < text.index("In force") < text.index("How it goes") < text.index("Next dates")
        assert looks(office) == 1
        assert [one.act for one in office.said() if one.subject == "glance"] == [Act.VIEW]
        await pilot.press("up", "down")
        assert (beside.is_waiting, looks(office)) == (False, 1)  # it is known by now
        await pilot.press("asterisk")
        text = await comes(pilot, "MASKED", "Masked. Enter reads it")
        assert "The school agreed" not in text


async def test_a_narrow_screen_opens_nothing(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.add_task(family.case, TaskBody(what="Ring", due_on=TODAY), None)
    async with seated(office, office.officer) as (app, pilot):
        await comes(pilot, "Ring")
        await pilot.press("down", "up", "down")
        beside = app.screen.query_one(Glance)
        assert (beside.display, beside.is_waiting) == (False, False)
    assert looks(office) == 0


async def test_of_a_colleagues_case_nothing_is_opened_beside_the_list(office: Office) -> None:
    family, session = add_family(office.officer), office.officer
    session.casework.add_note(family.case, NoteBody(progress="told in confidence"))
    session.casework.add_task(family.case, TaskBody(what="Ring the school", due_on=TODAY), office.colleague.me.id)
    async with seated(office, office.colleague, size=WIDE) as (_, pilot):
        await comes(pilot, "Ring the school", "No backup yet")
        await pilot.press("down")
        text = await comes(pilot, "Ring the school", "Of a case that is not yours nothing")
        assert "told in confidence" not in text
    assert looks(office) == 0
    office.colleague.casework.case(family.case, COVERING)
    assert office.colleague.handover.glance(family.case) is None


async def test_masked_from_the_start_no_case_is_opened_until_names_are_shown(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.add_task(family.case, TaskBody(what="Ring", due_on=TODAY), None)
    async with seated(office, office.officer) as (app, pilot):
        await comes(pilot, "Ring")
        await pilot.press("asterisk")
        await comes(pilot, "MASKED")
        await pilot.resize_terminal(*WIDE)
        await pilot.press("down")
        beside = app.screen.query_one(Glance)
        await until(pilot, lambda: beside._rest)
        beside._rest.stop()
        beside.open_it()  # in its timer's place: two of them would look twice
        assert (beside.is_waiting, looks(office)) == (True, 0)
        await pilot.press("asterisk")
        await comes(pilot, "Next dates")
        assert looks(office) == 1


async def test_enter_on_a_consent_that_is_due_opens_what_they_agreed_to(office: Office) -> None:
    add_family(office.officer)
    office.clock.forward(days=350)
    async with seated(office, office.officer) as (app, pilot):
        await comes(pilot, "12 months: ask again")
        app.screen.query_one(RowList).find("12 months")
        await pilot.press("enter")
        await on_screen(pilot, "ConsentScreen")


async def test_ctrl_t_reads_the_first_page_anew_so_that_what_a_colleague_gave_on_is_there(office: Office) -> None:
    family = add_family(office.colleague)
    async with seated(office, office.officer) as (_, pilot):
        await comes(pilot, "My open cases: 0")
        version = office.colleague.casework.case(family.case, COVERING).version
        office.colleague.casework.assign(family.case, version, office.officer.me.id)
        await pilot.press("ctrl+t")
        await comes(pilot, "My open cases: 1")
        version = office.officer.casework.case(family.case).version
        await pilot.press("slash")
        await on_screen(pilot, "FindScreen")
        office.officer.casework.assign(family.case, version, office.colleague.me.id)
        await pilot.press("ctrl+t")
        await comes(pilot, "My open cases: 0")
