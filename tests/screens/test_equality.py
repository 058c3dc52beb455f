"""Equality questions by keys: asked first whether the answers may be kept, each optional, in two steps (P6)."""

import dataclasses
from uuid import UUID

from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.equality import EqualityAnswers
from iass_tui.services.session import OfficeSession
from screens import messages
from tests.screens.driving import on_screen, shown, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import comes, seated
from tests.services.families import add_family, consent
from tests.services.offices import Office


def agree(session: OfficeSession, person: UUID) -> None:
    said = dataclasses.replace(
        consent(Purpose.SAVE_EQUALITY), given_by=person, wording_version="1", wording_hash="0" * 64
    )
    session.consent.record(person, [said])


async def test_nothing_is_asked_before_they_agreed_and_their_no_is_recorded(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.PersonChosen(family.child)) as (_, pilot):
        await comes(pilot, "Amina Hassan", "Timeline")
        await pilot.press("z")
        await on_screen(pilot, "EqualityScreen")
        text = await comes(pilot, "They were not asked yet", "Read aloud:", "They say yes", "They say no")
        assert "Ethnic group" not in text
        assert "Save the answers" not in text
        await pilot.press("ctrl+o")  # saves nothing
        await pilot.press("tab", "enter")
        await on_screen(pilot, "DecisionScreen")
        await comes(pilot, "They say no: Save answers to equality questions")
        await pilot.press("escape", "escape")
        await on_screen(pilot, "EqualityScreen")
    assert office.ask("SELECT count(*) FROM person_equality") == 0


async def test_a_yes_on_the_page_opens_the_questions(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.EqualityWanted(family.child)) as (app, pilot):
        await comes(pilot, "They say yes")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "yes")
        await pilot.press("enter")
        await on_screen(pilot, "DecisionScreen")
        agree(office.officer, family.child)  # as the form does
        app.screen.post_message(messages.Changed(family.child))
        app.screen.post_message(messages.BackWanted())
        await on_screen(pilot, "EqualityScreen")
        await comes(pilot, "Ethnic group", "Mixed or multiple ethnic groups", "Ctrl+O save")


async def test_ethnicity_is_asked_in_two_steps_and_own_words_where_no_group_fits(office: Office) -> None:
    family = add_family(office.officer)
    agree(office.officer, family.child)
    async with seated(office, office.officer, messages.EqualityWanted(family.child), (120, 40)) as (_, pilot):
        text = await comes(pilot, "Ethnic group", "Prefer not to say", "Not answered")
        assert "(•)" not in text  # nothing is chosen beforehand
        assert "Which describes it best" not in text
        await pilot.press("3")  # Asian
        await comes(pilot, "Which describes it best")
        await pilot.press("enter")
        await comes(pilot, "Bangladeshi", "Prefer not to say")
        await pilot.press("5", "enter")
        await comes(pilot, "In their own words")
        await type_text(pilot, HOSTILE[0][:40] + " Glimmer")
        await pilot.press("enter", "1", "enter", "enter", "enter")
        await pilot.press("ctrl+o")
        await on_screen(pilot, "TodayScreen")
    kept = office.officer.equality.answers(family.child).answers
    assert (kept.ethnic_group, kept.ethnicity, kept.sex) == ("ASIAN", "A5", "F")
    assert "Glimmer" in kept.ethnicity_words
    assert (kept.gender_same, kept.language, kept.circumstances) == ("", "", ())


async def test_what_is_kept_is_shown_again_and_can_be_taken_away_one_by_one(office: Office) -> None:
    family = add_family(office.officer)
    agree(office.officer, family.child)
    answers = EqualityAnswers(ethnic_group="WHITE", ethnicity="W2", sex="F", language="OTH", language_words="Cornish")
    office.officer.equality.save(family.child, 0, EqualityAnswers(), answers)
    async with seated(office, office.officer, messages.EqualityWanted(family.child), (120, 40)) as (_, pilot):
        await comes(pilot, "Ethnic group", "Irish", "Female", "Cornish")
        await pilot.press("6")  # prefer not to say: the second step goes, and with it what was said in it
        await pilot.press("ctrl+o")
        await on_screen(pilot, "TodayScreen")
    kept = office.officer.equality.answers(family.child).answers
    assert (kept.ethnic_group, kept.ethnicity, kept.language_words) == ("NOT_STATED", "", "Cornish")


async def test_circumstances_that_exclude_each_other_are_asked_again(office: Office) -> None:
    family = add_family(office.officer)
    agree(office.officer, family.child)
    async with seated(office, office.officer, messages.EqualityWanted(family.child), (120, 40)) as (app, pilot):
        await comes(pilot, "Ethnic group")
        app.screen.field("circumstances").aim()  # type: ignore[attr-defined]
        await pilot.press("space", "end", "space", "ctrl+o")
        await comes(pilot, "There is a problem", "stand alone")
        app.screen.field("circumstances").aim()  # type: ignore[attr-defined]
        await pilot.press("home", "space", "ctrl+o")
        await on_screen(pilot, "TodayScreen")
    assert office.officer.equality.answers(family.child).answers.circumstances == ("PNS",)


async def test_leaving_asks_first_and_no_draft_of_it_is_ever_kept(office: Office) -> None:
    family = add_family(office.officer)
    agree(office.officer, family.child)
    async with seated(office, office.officer, messages.EqualityWanted(family.child)) as (app, pilot):
        await comes(pilot, "No draft is kept of this form")
        await pilot.press("1", "escape", "escape")
        await comes(pilot, "What you typed here is not saved")
        assert "Ethnic" not in shown(app.screen)
    assert office.ask("SELECT count(*) FROM draft") == 0


async def test_a_colleague_who_was_first_is_joined(office: Office) -> None:
    family = add_family(office.officer)
    agree(office.officer, family.child)
    async with seated(office, office.officer, messages.EqualityWanted(family.child), (120, 40)) as (_, pilot):
        await comes(pilot, "Ethnic group")
        office.colleague.equality.save(family.child, 0, EqualityAnswers(), EqualityAnswers(sex="F"))
        await pilot.press("1", "ctrl+o")
        await on_screen(pilot, "TodayScreen")
    kept = office.officer.equality.answers(family.child).answers
    assert (kept.ethnic_group, kept.sex) == ("WHITE", "F")
