"""A case's page: facts, tasks done and undone, notes read, level, status, colleagues; hostile text everywhere."""

from __future__ import annotations

import dataclasses
import threading
from datetime import date, timedelta
from uuid import UUID

import pytest
from textual import events

from iass_tui.rules.cases import with_level
from iass_tui.rules.records.casework import CaseStatus, NoteBody, ParentMaySee, ProvidedBy, TaskBody, TaskStatus
from iass_tui.rules.records.sharing import OwnShare
from iass_tui.services.views import CaseView
from screens import messages
from screens.widgets.reader import Reader
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import asked, comes, seated
from tests.services.families import COVERING, FACTS, Family, add_family
from tests.services.offices import Office

TODAY = date(2026, 11, 23)


def with_work(office: Office) -> Family:
    """A case with two notes and a task."""
    family = add_family(office.officer)
    casework = office.officer.casework
    told = NoteBody(
        text="alone with us", provided_by=ProvidedBy.CHILD, provided_by_id=family.child, parent_may_see=ParentMaySee.NO
    )
    casework.add_note(family.case, told)
    office.clock.forward(minutes=1)
    rang = NoteBody(text="She rang.", action="Ring back", action_due=TODAY + timedelta(days=2), minutes=20)
    note = casework.add_note(family.case, rang)
    casework.add_addendum(note, "It was about the bus.")
    return family


@pytest.mark.parametrize("size", SIZES)
async def test_a_case_with_its_notes(office: Office, size: tuple[int, int]) -> None:
    family = with_work(office)
    async with seated(office, office.officer, messages.CaseChosen(family.case), size) as (app, pilot):
        text = await comes(pilot, "C-0001   Amina Hassan, child, 15   level 2   open   Omar Officer", "Timeline 6")
        assert "Wed 25 Nov" in text
        assert "NOT FOR PARENTS" in text
        assert "+ to that of 23 Nov 2026: It" in text
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.screen.query_one(Reader).has_focus)
        text = await comes(pilot, "Written by Omar Officer", "Added by Omar Officer")
        assert "Agreed action: Ring back" in text
        assert ("Tasks 1" in text) is (size[0] >= 120)
        await pilot.press("escape")
        await comes(pilot, "Tasks 1")
        await pilot.press("escape")
        await on_screen(pilot, "TodayScreen")


async def test_space_finishes_a_task_and_u_takes_it_back(office: Office) -> None:
    family = with_work(office)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "Ring back", "Tasks 1")
        await pilot.press("space")
        await comes(pilot, "Tasks: nothing to do   1 done")
        await pilot.press("u")
        await comes(pilot, "Tasks 1")
    assert office.officer.casework.case(family.case).tasks[0].status is TaskStatus.OPEN


async def test_a_task_is_added_and_changed(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "Tasks: nothing to do")
        await pilot.press("k")
        await asked(pilot, "AskTask")
        await type_text(pilot, "Send the letter")
        await pilot.press("enter", *"30", "enter", *"11", "enter", *"2026", "enter", "3", "enter", "enter")
        await comes(pilot, "Tasks 1", "Mon 30 Nov", "Send the letter", "Omar Officer")
        await pilot.press("home", "enter")
        await asked(pilot, "AskTask")
        await type_text(pilot, " today")
        await pilot.press(*["tab"] * 5, "enter")
        await comes(pilot, "Send the letter today")
    (task,) = office.officer.casework.case(family.case).tasks
    assert task.body == TaskBody(what="Send the letter today", due_on=date(2026, 11, 30))


async def test_a_task_to_ring_someone_who_said_no_to_that_says_what_would_change_it(office: Office) -> None:
    family = add_family(office.officer)  # the child has agreed to be saved, and to nothing else
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "Tasks: nothing to do")
        await pilot.press("k")
        await asked(pilot, "AskTask")
        await type_text(pilot, "Ring her")
        await pilot.press("enter", *["tab"] * 3)
        await comes(pilot, "We ring or write to", "Amina Hassan")
        await pilot.press("1", "enter", "enter")
        await comes(pilot, "They said no to being reached", "Ask them again")
    assert office.officer.casework.case(family.case).tasks == ()


async def test_a_level_is_one_more_line_of_history(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "level 2")
        await pilot.press("l", "3", "enter")
        await type_text(pilot, "an appeal")
        await pilot.press("enter")
        await comes(pilot, "level 3")
    last = office.officer.casework.case(family.case).facts.levels[-1]
    assert (last.level, last.on, last.reason) == ("L3", TODAY, "an appeal")


async def test_closing_asks_for_the_outcome_and_opening_again_for_a_reason(office: Office) -> None:
    family = with_work(office)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "level 2")
        await pilot.press("s", "2", "enter")
        await on_screen(pilot, "ClosingScreen")
        await comes(pilot, "Why it closes", "C-0001")
        await pilot.press("ctrl+o")
        await comes(pilot, "There are 3 problems", "Choose why it closes", "Choose what came of it")
        await pilot.press("1", "1", "tab", "space", "tab")
        await type_text(pilot, "Sorted [/]")
        await pilot.press("ctrl+o")
        await on_screen(pilot, "CaseScreen")
        await comes(pilot, "CLOSED", "completed. Informed, needs met; Sorted [/]")
        assert "l level" not in shown(pilot.app.screen)
        await pilot.press("s")
        await asked(pilot, "AskText")
        await type_text(pilot, "They rang again")
        await pilot.press("enter")
        await comes(pilot, "   open   ", "They rang again")
    assert office.officer.casework.case(family.case).status is CaseStatus.OPEN


async def test_keys_typed_while_a_form_is_still_reading_reach_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = with_work(office)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (app, pilot):
        await comes(pilot, "level 2")
        may_go_on = held_up(office, monkeypatch)
        await pilot.press("s", "2", "enter")
        await on_screen(pilot, "ClosingScreen")
        for key, letter in (
            ("1", "1"),
            ("tab", "\t"),
            ("space", " "),
            ("tab", "\t"),
            ("s", "s"),
            ("o", "o"),
            ("ctrl+o", None),
        ):
            app.post_message(events.Key(key, letter))
        may_go_on.set()
        await comes(pilot, "CLOSED", "completed. Informed, needs met; so")
    assert office.officer.casework.case(family.case).status is CaseStatus.CLOSED


async def test_a_key_typed_before_a_case_was_read_works_on_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    family = with_work(office)
    may_go_on = held_up(office, monkeypatch)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (app, pilot):
        await on_screen(pilot, "CaseScreen")
        app.post_message(events.Key("n", "n"))
        may_go_on.set()
        await on_screen(pilot, "NoteScreen")


async def test_leaving_does_not_wait_for_what_is_being_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    family = with_work(office)
    may_go_on = held_up(office, monkeypatch)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (app, pilot):
        await on_screen(pilot, "CaseScreen")
        app.post_message(events.Key("escape", None))
        await on_screen(pilot, "TodayScreen")
        may_go_on.set()


def held_up(office: Office, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """No case is read before the event is set."""
    casework, may_go_on = office.officer.casework, threading.Event()
    read = casework.case

    def slowly(case_id: UUID) -> CaseView:
        assert may_go_on.wait(60)
        return read(case_id)

    monkeypatch.setattr(casework, "case", slowly)
    return may_go_on


async def test_setting_aside_and_going_on(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "level 2")
        await pilot.press("s", "1", "enter")
        await comes(pilot, "set aside, waiting")
        await pilot.press("s", "1", "enter")
        await comes(pilot, "   open   ")


async def test_a_case_is_given_to_a_colleague(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "Omar Officer")
        await pilot.press("g")
        await asked(pilot, "Choose")
        assert "Vera Volunteer" not in shown(pilot.app.screen)
        await pilot.press("o", "l", "enter")
        await asked(pilot, "Confirm")
        await comes(pilot, "Something is missing", "no note yet", "Assign anyway")
        assert office.officer.casework.case(family.case).officer == "Omar Officer"  # shown before it is done
        await pilot.press("enter")
        await comes(pilot, "   open   Olive Officer")


async def test_what_was_due_in_another_year_says_which(office: Office) -> None:
    family = add_family(office.officer)
    for on in (date(2025, 11, 6), date(2026, 11, 20)):
        office.officer.casework.add_task(family.case, TaskBody(what="Ring", due_on=on), office.officer.me.id)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, " 6 Nov 2025 OVERDUE", "Fri 20 Nov  OVERDUE")
    async with seated(office, office.officer) as (_, pilot):
        await comes(pilot, " 6 Nov 2025 Ring", "Fri 20 Nov  Ring")


async def test_u_takes_a_case_back_that_was_given_away(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "Omar Officer", "Tasks")
        await pilot.press("g")
        await asked(pilot, "Choose")
        await pilot.press("o", "l", "enter")
        await asked(pilot, "Confirm")  # what they would not find in it
        await pilot.press("enter")
        await comes(pilot, "   open   Olive Officer", "u undo")
        await pilot.press("u")
        await comes(pilot, "   open   Omar Officer")
    assert office.officer.casework.case(family.case).officer == "Omar Officer"


async def test_a_consent_that_is_due_stands_among_the_tasks_and_enter_asks_them(office: Office) -> None:
    family = add_family(office.officer)
    office.clock.forward(days=350)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "12 months: ask again: Zahra Hassan")
        await pilot.press("home", "down", "down", "enter")
        await comes(pilot, "what they agreed to, as it stands today")


async def test_a_case_with_nothing_missing_is_given_away_at_once(office: Office) -> None:
    family = with_work(office)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "Omar Officer")
        await pilot.press("g")
        await asked(pilot, "Choose")
        await pilot.press("o", "l", "enter")
        await comes(pilot, "   open   Olive Officer")


async def test_the_life_of_a_case_is_read_with_days_and_reasons(office: Office) -> None:
    family = add_family(office.officer)
    casework = office.officer.casework
    case = casework.case(family.case)
    casework.change_facts(family.case, 1, case.facts, with_level(case.facts, "L3", TODAY, "an appeal [/]"))
    casework.close_case(family.case, 2, closure="C01", outcomes=["O01"], words="They know")
    casework.reopen_case(family.case, 3, reason="They rang again")
    async with seated(office, office.officer, messages.CaseChosen(family.case), (120, 40)) as (_, pilot):
        text = await comes(
            pilot,
            "Open again: They rang again",
            "Closed: completed. Informed",
            "Level 3, before level 2: an appeal",
        )
        lines = text[text.index("Timeline 7") :]
        assert lines.index("Open again") < lines.index("Closed: ") < lines.index("Level 3") < lines.index("Opened")


async def test_facts_changed_by_two_are_joined_or_asked_about(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.CaseFactsWanted(family.case), (120, 40)) as (_, pilot):
        await comes(pilot, "A place near home")
        theirs = office.colleague.casework.case(family.case, COVERING)
        changed = dataclasses.replace(theirs.facts, wants="Transport", setting_name="Hill School")
        office.colleague.casework.change_facts(family.case, theirs.version, theirs.facts, changed)
        await pilot.press(*["tab"] * 10)
        await type_text(pilot, "Mine: ")
        await pilot.press("ctrl+o")
        await asked(pilot, "ConflictDialog")
        await comes(pilot, "Olive Officer saved this", "As before: A place near home", "Mine: ", "Transport")
        await pilot.press("1", "tab", "enter")
        await on_screen(pilot, "TodayScreen")
    facts = office.officer.casework.case(family.case).facts
    assert facts.setting_name == "Hill School"
    assert facts.wants == "A place near homeMine:"
    assert facts.issues == FACTS.issues


async def test_hostile_text_is_shown_as_it_stands_and_the_page_survives_any_size(office: Office) -> None:
    family = add_family(office.officer)
    casework = office.officer.casework
    for text in HOSTILE:
        casework.add_note(family.case, NoteBody(text=text, action=text[:180], provided_by=ProvidedBy.PARENT))
    case = casework.case(family.case)
    hostile = dataclasses.replace(case.facts, wants="[@click=app.quit]x[/] " + "L" * 99_900, setting_name="[/]\x1b[31m")
    casework.change_facts(family.case, case.version, case.facts, hostile)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (app, pilot):
        await comes(pilot, "Timeline 10")
        for _ in range(7):
            await pilot.press("down", "down")
            text = shown(app.screen)
            assert not set(text) & {"\x1b", "\x00", "\x07", "\u202e"}
        await pilot.press("home", "enter", "escape", "end", "enter")
        for small in ((20, 5), (1, 1), (120, 40)):
            await pilot.resize_terminal(*small)
            await pilot.press("up", "end")
        await pilot.press("escape")
        await comes(pilot, "C-0001", "Timeline 10")
        assert "[/]" in shown(app.screen)


async def test_a_talk_without_a_note_is_kept_by_key_and_stands_in_the_list(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "Tasks: nothing to do")
        await pilot.press("q")
        await asked(pilot, "AskTalk")
        await pilot.press("2", "enter", "down", "enter", *"12", "enter", "1", *["enter"] * 6)
        await comes(pilot, "talk", "Zahra Hassan, 15 mi")
    (talk,) = office.officer.casework.case(family.case).contacts
    assert talk.body.with_id == family.mother
    (line,) = office.officer.sharing.record(family.child).lines  # one key said that they will share it themselves
    assert line.body.own_share is OwnShare.THEY_WILL
