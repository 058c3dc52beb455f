"""Training, undertakings and registers by keys at 80x24: the manager, a volunteer, and the door that stays shut."""

from __future__ import annotations

import dataclasses

import pytest

from iass_tui.app import OfficeApp
from iass_tui.rules.records.agencies import AgencyCard
from iass_tui.rules.records.registers import Register
from iass_tui.rules.records.training import Undertaking
from iass_tui.rules.training import Standing
from iass_tui.services.door import OfficeDoor
from screens import messages
from screens.widgets.row_list import RowList
from screens.widgets.text_field import CleanInput
from tests.screens.driving import on_screen, shown, type_text, until
from tests.screens.seated import asked, comes, seated
from tests.services.offices import PASSPHRASE, Office
from tests.services.test_registers import HOSTILE
from tests.services.test_training import GRACE, joins, take_training_back
from tests.services.test_training_plan import person, planned


async def test_a_manager_records_a_course_and_the_lists_say_so(office: Office) -> None:
    nora = joins(office, "nora", None)
    async with seated(office, office.manager, messages.TrainingWanted()) as (app, pilot):
        await comes(pilot, "Colleagues 5, may work 4", "MAY NOT WORK: no training")
        app.screen.query_one(RowList).go_to(nora)
        await pilot.press("enter")
        await comes(pilot, "Training of Nora", "Record a course", "Give days of grace")
        await pilot.press("plus")
        await comes(pilot, "Record it", "Confidentiality for everyone")
        await pilot.press("ctrl+o")
        await comes(pilot, "There are 3 problems", "Choose the course")
        await pilot.press("1", "1", "tab")
        for part in ("23", "11", "2026"):
            await type_text(pilot, part)
            await pilot.press("tab")
        await type_text(pilot, "certificate [/] 12")
        await pilot.press("ctrl+o")
        await comes(pilot, "trained until 23 November 2027", "certificate [/] 12")
        await pilot.press("escape")
        await comes(pilot, "Colleagues 5, may work 5")
    assert office.sign_in("nora").training.mine().standing is Standing.CURRENT


async def test_days_of_grace_are_given_with_a_reason_and_taken_back_with_one(office: Office) -> None:
    nora = joins(office, "nora", None)
    async with seated(office, office.manager, messages.PersonTrainingWanted(nora)) as (app, pilot):
        await comes(pilot, "MAY NOT WORK", "Give days of grace")
        await pilot.press("down", "enter")
        await asked(pilot, "AskGrace")
        await type_text(pilot, "31")
        await pilot.press("enter", "enter")
        await comes(pilot, "Enter a number of days from 1 to 30", "Enter why they may work")
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.focused, CleanInput))
        await pilot.press("end", "backspace", "backspace", "7", "enter")
        await type_text(pilot, "course on Thursday")
        await pilot.press("enter")
        await comes(pilot, "days of grace until 29 November 2026", "course on Thursday")
        app.screen.query_one(RowList).action_move(1)
        await pilot.press("enter")
        await asked(pilot, "AskText")
        await type_text(pilot, "they did it already")
        await pilot.press("enter")
        await comes(pilot, "MAY NOT WORK", "TAKEN BACK: they did")


async def test_a_volunteer_agrees_from_the_first_page_and_sees_their_own_training(office: Office) -> None:
    facts = dataclasses.replace(office.manager.facts, ict_policy="Version 9")
    office.manager.staff.change_office(facts)
    vera = office.sign_in("vera")
    app = OfficeApp(lambda: OfficeDoor(office.places), now=office.clock)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(messages.SignedIn(vera))
        await on_screen(pilot, "UndertakingScreen")
        await comes(pilot, "ICT security policy", "I have read it and agree")
        await pilot.press("tab", "tab", "enter")
        await on_screen(pilot, "FrontDeskScreen")
        await comes(pilot, "To agree", "ICT security policy: Enter reads it")
        app.screen.query_one(RowList).focus()
        await pilot.press("home", "enter")
        await on_screen(pilot, "UndertakingScreen")
        await comes(pilot, "I have read it and agree")
        await pilot.press("tab", "enter")
        await on_screen(pilot, "FrontDeskScreen")
        await until(pilot, lambda: "To agree" not in shown(app.screen))
        app.screen.post_message(messages.TrainingWanted())
        await comes(pilot, "You: trained until 23 November 2031", "Your training", "You agreed to")
        assert "Omar" not in shown(app.screen)
    assert not vera.undertakings.owed()


async def test_the_first_page_counts_what_a_manager_has_to_see_to(office: Office) -> None:
    joins(office, "nora", None)
    async with seated(office, office.manager) as (app, pilot):
        await comes(pilot, "1 colleague may not work: no current training", "to look at again")
        app.screen.query_one(RowList).go_to(("registers", None))
        await pilot.press("enter")
        await comes(pilot, "Controls checklist", "Third systems", "Agencies' mailing list", "Restricted records")
        app.screen.query_one(RowList).go_to("RESTRICTED")
        await pilot.press("enter")
        await on_screen(pilot, "RestrictedScreen")


async def test_who_works_on_days_of_grace_is_told_that_the_training_is_to_be_done(office: Office) -> None:
    joins(office, "nora", GRACE)
    app = OfficeApp(lambda: OfficeDoor(office.places), now=office.clock)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(messages.SignedIn(office.sign_in("nora")))
        await on_screen(pilot, "UndertakingScreen")
        await pilot.press("ctrl+t")
        await comes(pilot, "Days of grace end 27 November 2026: do the training by then")


async def test_whose_training_ended_is_told_whom_to_ask_and_stays_outside(office: Office) -> None:
    joins(office, "nora", None)
    app = OfficeApp(lambda: OfficeDoor(office.places), now=office.clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Passphrase" in shown(app.screen))
        await type_text(pilot, "nora")
        await pilot.press("enter")
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter")
        await comes(pilot, "Ask Hannah Manager to record your training")
        assert "Your own training" not in shown(app.screen)
        assert app.current_mode == "_default"


async def test_a_sole_manager_enters_their_own_at_the_door(office: Office) -> None:
    take_training_back(office.manager, office.manager.me.id)
    office.close()
    office.clock.forward(days=31)
    app = OfficeApp(lambda: OfficeDoor(office.places), now=office.clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Passphrase" in shown(app.screen))
        await type_text(pilot, "hannah")
        await pilot.press("enter")
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter")
        await comes(pilot, "No other manager may work", "Your own training")
        await pilot.press("2", "tab", "tab", "tab", "tab")
        await type_text(pilot, "14")
        await pilot.press("enter")
        await type_text(pilot, "the council's course is on the 8th")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: app.current_mode == "office")
        await app.action_quit()
    assert office.manager.training.mine().standing is Standing.GRACE


async def test_a_line_of_a_register_is_added_and_hostile_text_survives(office: Office) -> None:
    async with seated(office, office.manager, messages.RegisterWanted(Register.SYSTEMS)) as (app, pilot):
        await comes(pilot, "Service mailbox", "+ add")
        await pilot.press("plus")
        await comes(pilot, "Third systems: a new line", "Who owns it")
        await pilot.press("ctrl+o")
        await comes(pilot, "There are 2 problems", "System: fill this in")
        app.screen.field("name").text = HOSTILE[:150]  # type: ignore[attr-defined]
        app.screen.field("owner").text = "The [/] council"  # type: ignore[attr-defined]
        await pilot.press("ctrl+o")
        await on_screen(pilot, "RegisterScreen")
        await comes(pilot, "The [/] council")
    lines = office.manager.registers.page(Register.SYSTEMS).lines
    assert [one.body.value("name") for one in lines if one.body.value("owner") == "The [/] council"]


async def test_a_text_that_was_agreed_to_can_be_read_again(office: Office) -> None:
    async with seated(office, office.officer, messages.UndertakingWanted(Undertaking.CONFIDENTIALITY)) as (_, pilot):
        await comes(pilot, "You agreed to this text", "passphrase")


@pytest.mark.parametrize("register", [one for one in Register if one not in (Register.REACH, Register.PLAN)])
async def test_a_line_of_any_register_opens_in_its_form_as_it_was_saved(office: Office, register: Register) -> None:
    line = office.manager.registers.page(register).lines[0]
    async with seated(office, office.manager, messages.RegisterLineWanted(register, line.id)) as (app, pilot):
        await until(pilot, lambda: getattr(app.screen, "is_filled", False))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: len(app.screen_stack) == 1)
    assert office.manager.registers.line(register, line.id).body == line.body


async def test_an_agency_is_put_on_the_mailing_list_by_enter(office: Office) -> None:
    office.officer.agencies.add(AgencyCard(code="LA_SEN", organisation="SEN [/] team", email="sen@example.org"))
    async with seated(office, office.manager, messages.MailingWanted()) as (_, pilot):
        await comes(pilot, "SEN [/] team", "sen@example.org")
        await pilot.press("enter")
        await comes(pilot, "gets the policy")
        await pilot.press("d")
        await asked(pilot, "FileMade")


async def test_a_training_is_planned_and_who_came_is_ticked_by_keys(office: Office) -> None:
    nora = joins(office, "nora", GRACE)
    async with seated(office, office.manager, messages.TrainingWanted()) as (app, pilot):
        await comes(pilot, "Plan a training", "grace to")
        app.screen.query_one(RowList).go_to("PLAN")
        await pilot.press("enter")
        await comes(pilot, "Planned training: a new line", "For whom", "Nora")
        await pilot.press("ctrl+o")
        await comes(pilot, "There are 3 problems")
        await pilot.press("1", "2", "enter")
        for part in ("23", "11", "2026"):
            await type_text(pilot, part)
            await pilot.press("tab")
        await pilot.press("n", "space", "tab")
        await type_text(pilot, "Town [/] Hall")
        await pilot.press("ctrl+o")
        await comes(pilot, "planned 23 Nov", "NOTE WHO CAME")
    planned(office, [nora])  # stands above it, and is still to come
    async with seated(office, office.manager) as (app, pilot):
        await comes(pilot, "1 planned training has been held: note who came")
        app.screen.query_one(RowList).go_to(("training_plan", None))
        await pilot.press("enter")
        await comes(pilot, "Planned training", "Nora", "NOTE WHO CAME", "> Confidentiality, for five years")
        await pilot.press("enter")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await asked(pilot, "AskCame")
        await pilot.press("space", "enter")
        await type_text(pilot, "attendance list")
        await pilot.press("enter")
        await comes(pilot, "1 of 1 came")
        await pilot.press("enter")
        await asked(pilot, "Choose")
        await comes(pilot, "What stood here before")
        await pilot.press("3", "enter")
        await asked(pilot, "LineHistory")
        await comes(pilot, "23 November 2026", "Hannah Manager", "Written for the first time", "Where: Town [/] Hall")
    assert [one.body.evidence for one in person(office, nora).lines][:1] == ["attendance list"]


async def test_what_stood_in_a_line_before_is_read_from_its_register_also_once_it_was_taken_back(
    office: Office,
) -> None:
    registers = office.manager.registers
    added = registers.add(Register.SYSTEMS, {"name": "A mailbox", "owner": "The [/] council"})
    registers.change(Register.SYSTEMS, added, 1, {"name": "A mailbox", "owner": "The office"})
    registers.take_back(Register.SYSTEMS, added, 2, "closed in May")
    async with seated(office, office.manager, messages.RegisterWanted(Register.SYSTEMS)) as (app, pilot):
        await comes(pilot, "closed in May")
        app.screen.query_one(RowList).go_to(("gone", added))
        await pilot.press("enter")
        await asked(pilot, "LineHistory")
        await comes(pilot, "Taken back: closed in May", "Who owns it: was: The [/] council; became: The office")


async def test_an_officer_reads_on_both_pages_which_training_is_planned_for_them(office: Office) -> None:
    planned(office, [office.officer.me.id])
    async with seated(office, office.officer) as (app, pilot):
        await comes(pilot, "Planned for you on 26 November 2026:")
        app.screen.query_one(RowList).go_to(("training", ("coming", 0)))
        await pilot.press("enter")
        await comes(pilot, "Planned for you", "Town Hall, room 3, Hannah")


async def test_what_a_colleagues_keys_open_is_read_in_full_from_the_register(office: Office) -> None:
    async with seated(office, office.manager, messages.RegisterWanted(Register.REACH)) as (app, pilot):
        await comes(pilot, "Who holds keys of this program", "Hannah Manager")
        app.screen.query_one(RowList).find("Hannah Manager")
        await pilot.press("enter")
        await comes(
            pilot, "The keys of Hannah Manager", "manager: casework, management, what everyone may read, concerns."
        )


async def test_when_where_and_by_whom_ones_own_training_is_held_is_read_in_full_on_80_columns(office: Office) -> None:
    planned(office, [office.volunteer.me.id])
    async with seated(office, office.volunteer, messages.TrainingWanted()) as (_, pilot):
        await comes(pilot, "Undertaking of confidentiality", "26 Nov 2026, Town Hall, room 3, Hannah")
