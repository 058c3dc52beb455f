"""The list of restricted records, and the banner on what belongs to one, by keys at 80x24."""

from __future__ import annotations

import dataclasses

import pytest

from iass_tui.rules.records.casework import TaskBody
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.people import FamilyTie
from iass_tui.services.restricting import RestrictionService
from screens import messages
from screens.widgets.row_list import RowList
from tests.screens.driving import on_screen, shown, type_text
from tests.screens.seated import asked, comes, said, seated
from tests.services.families import CHILD, COVERING, DETAILS, FACTS, MOTHER, add_family, add_person, consent
from tests.services.offices import Office
from tests.services.working import TODAY


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
        await said(pilot, "Noted. It comes up again in a year")
        await pilot.press("enter")
        await asked(pilot, "Choose")
        await pilot.press("end", "enter")
        await asked(pilot, "AskText")
        await type_text(pilot, "He moved away")
        await pilot.press("enter")
        await comes(pilot, "No record of this office is restricted")
        await said(pilot, "Open to every officer again")
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


async def test_what_was_cut_off_is_finished_from_the_list_and_that_is_said(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = add_family(office.colleague)
    office.manager.restricting.place(family.case, frozenset({office.officer.me.id}), "A conflict", None)
    with monkeypatch.context() as patch:
        patch.setattr(RestrictionService, "_open_again", lambda *_: None)
        office.manager.restricting.lift(family.case, "He moved away")
    async with seated(office, office.manager, messages.RestrictedWanted()) as (_, pilot):
        await comes(pilot, "NOT FINISHED")
        await pilot.press("enter")
        await asked(pilot, "Confirm")
        await pilot.press("enter")
        await said(pilot, "Finished")


async def test_lists_say_which_records_are_restricted_to_those_who_open_them(office: Office) -> None:
    family = add_family(office.colleague)
    olive, call = office.colleague, TaskBody(what="Call the school", due_on=TODAY)
    olive.casework.add_task(family.case, call, olive.me.id)
    other = olive.casework.open_case(
        add_person(olive, dataclasses.replace(CHILD, given_name="Yusuf", family_name="Omar")), FACTS
    )
    olive.casework.add_task(other, TaskBody(what="Call the council", due_on=TODAY), olive.me.id)
    office.manager.restricting.place(family.case, frozenset({office.officer.me.id}), "A conflict", None)
    olive.directory.load()
    async with seated(office, olive) as (app, pilot):
        text = await comes(pilot, "RESTRICTED Call the school", "Call the council")
        assert text.count("RESTRICTED") == 1
        await pilot.press("end", "enter")
        text = await comes(pilot, "C-0001", "C-0002", "Yusuf Omar")
        assert text.count("RESTRICTED") == 2
        app.screen.post_message(messages.FindWanted())
        await on_screen(pilot, "FindScreen")
        await type_text(pilot, "hassan")
        await comes(pilot, "RESTRICTED same surname", "Zahra Hassan", "2 found")
        assert shown(app.screen).count("RESTRICTED") == 2
        await pilot.press("backspace", *["backspace"] * 5)
        await type_text(pilot, "yusuf")
        assert "RESTRICTED" not in await comes(pilot, "Yusuf Omar", "1 found")
    hannah = office.manager
    async with seated(office, hannah, messages.TeamWanted()) as (app, pilot):
        await comes(pilot, "Olive Officer")
        assert "RESTRICTED" not in shown(app.screen)
        rows = app.screen.query_one(RowList)
        rows.go_to(("colleague", olive.me.id))
        await pilot.press("right")
        text = await comes(pilot, "RESTRICTED C-0001   Amina", "C-0002   Yusuf Omar")
        assert text.count("RESTRICTED") == 1
    assert office.officer.directory.restricted() == frozenset()


async def test_the_family_picker_gaps_leaving_and_keeping_in_touch_say_it_too(office: Office) -> None:
    family = add_family(office.colleague)
    olive, hannah = office.colleague, office.manager
    olive.casework.open_case(add_person(olive, dataclasses.replace(CHILD, given_name="Yusuf")), FACTS)
    olive.casework.add_task(family.case, TaskBody(what="Call the school", due_on=TODAY), olive.me.id)
    ready = tuple(consent(one) for one in (Purpose.SAVE_CASE, Purpose.SAVE_CONTACT, Purpose.MKT_EMAIL))
    add_person(olive, MOTHER, ready, contact=DETAILS)
    ada = add_person(olive, dataclasses.replace(MOTHER, given_name="Ada"), ready, contact=DETAILS)
    olive.people.link(family.child, ada, FamilyTie(relation="MOT", responsibility="YES"))
    hannah.restricting.place(family.case, frozenset({office.officer.me.id}), "A conflict", None)
    hannah.directory.load()
    async with seated(office, hannah, messages.HandoverGapsWanted()) as (app, pilot):
        text = await comes(pilot, "C-0001", "C-0002")
        assert [line for line in text.splitlines() if "RESTRICTED" in line and "C-0001" in line]
        assert text.count("RESTRICTED") == 1
        app.screen.post_message(messages.LeavingWanted(olive.me.id))
        await on_screen(pilot, "LeavingScreen")
        text = await comes(pilot, "RESTRICTED Amina Hassan", "RESTRICTED Call the school", "Yusuf Hassan")
        assert text.count("RESTRICTED") == 2
        app.screen.post_message(messages.KeepingInTouchWanted())
        await on_screen(pilot, "KeepingInTouchScreen")
        text = await comes(pilot, "RESTRICTED zahra@example.org", "Zahra Hassan")
        assert "Ada Hassan" in next(line for line in text.splitlines() if "RESTRICTED" in line)
        assert text.count("RESTRICTED") == 1
        app.screen.post_message(messages.AuditWanted())
        await on_screen(pilot, "AuditScreen")
        await pilot.press("o")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await asked(pilot, "Pick")
        await type_text(pilot, "hassan")
        text = await comes(pilot, "RESTRICTED born", "Yusuf Hassan")
        assert text.count("RESTRICTED") >= 2
        assert not [line for line in text.splitlines() if "RESTRICTED" in line and "Yusuf" in line]
