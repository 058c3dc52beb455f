"""Feedback forms and strategic activity by keys, at 80x24."""

from __future__ import annotations

from db import feedback_store
from iass_tui.rules.quarters import Quarter
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.feedback import FeedbackBody
from iass_tui.rules.records.office import Act
from screens import messages
from tests.screens.driving import on_screen, type_text
from tests.screens.seated import asked, comes, said, seated
from tests.services.families import add_family
from tests.services.offices import Office
from tests.services.test_activities import FORUM
from tests.services.test_consent import heard


def forms(office: Office) -> list[FeedbackBody]:
    desk = office.manager.desk
    with desk.read() as connection:
        return list(feedback_store.of_quarter(desk, connection, Quarter.parse("2026-Q3")))


async def test_a_paper_form_is_typed_in_with_a_key_a_question_and_the_next_one_follows(office: Office) -> None:
    async with seated(office, office.officer, messages.FeedbackWanted()) as (_, pilot):
        await comes(pilot, "Q1 Easy to reach", "Nothing says whose it is")
        await type_text(pilot, "4553")  # faster than the screen works
        await pilot.press("3", "enter", "7", "enter", "9", "enter", "5", "ctrl+o")
        await comes(pilot, "Kept on its own: 1. Ready for the next form")
        await pilot.press("enter", "1", "ctrl+o")  # the next paper leaves all but one question out
        await comes(pilot, "Kept on its own: 2.")
        await pilot.press("ctrl+o")
        await comes(pilot, "Answer one question at least")
    first, second = sorted(forms(office), key=lambda one: one.useful or 0, reverse=True)
    assert first == FeedbackBody(
        reach=4, useful=5, fair=5, difference=3, confident_before=3, confident_now=7, recommend=9, overall=5
    )
    assert second == FeedbackBody(useful=1)
    assert not any(one.subject == "feedback" for one in office.said())


async def test_a_number_beyond_its_scale_and_a_telephone_number_are_said_with_what_to_do(office: Office) -> None:
    async with seated(office, office.officer, messages.FeedbackWanted()) as (app, pilot):
        await comes(pilot, "Q1 Easy to reach")
        await pilot.press(*"4444", *"11", "enter", "7", "enter", *"10", "enter", "5")
        await type_text(pilot, "Ring me on 07700 900123")
        await pilot.press("ctrl+o")
        await comes(pilot, "Q5: write a number from 1 to 10", "take out the telephone number")
        assert type(app.screen).__name__ == "FeedbackScreen"
    assert forms(office) == []


async def test_a_form_stands_with_a_case_only_where_the_family_asked(office: Office) -> None:
    made = add_family(office.officer)
    async with seated(office, office.officer, messages.FeedbackWanted()) as (_, pilot):
        await comes(pilot, "Q1 Easy to reach")
        await pilot.press("5")
        for key, words in (("case", "c1"), ("asked_how", "A box on the form")):
            pilot.app.screen.field(key).aim()  # type: ignore[attr-defined]
            await type_text(pilot, words)
        await pilot.press("ctrl+o")
        await comes(pilot, "kept on its own")
        office.officer.consent.record(made.child, [heard(Purpose.FEEDBACK_INVITE)])
        await pilot.press("ctrl+o")
        await on_screen(pilot, "TodayScreen")
    (form,) = office.officer.casework.case(made.case).feedback
    assert (form.body.answers.reach, form.body.asked_how) == (5, "A box on the form")
    assert forms(office) == []
    async with seated(office, office.officer, messages.CaseChosen(made.case)) as (_, pilot):
        await comes(pilot, "Timeline", "said", "feedback form")


async def test_a_volunteer_types_forms_in_and_sees_no_case_field(office: Office) -> None:
    async with seated(office, office.volunteer, messages.FeedbackWanted()) as (app, pilot):
        await comes(pilot, "Q1 Easy to reach")
        assert not app.screen.query("#case")
        await pilot.press("5", "ctrl+o")
        await comes(pilot, "Kept on its own")
    assert forms(office) == [FeedbackBody(reach=5)]


async def test_a_manager_reads_what_families_wrote(office: Office) -> None:
    office.officer.feedback.keep("2026-Q3", FeedbackBody(comment="A great help [/bold]"))
    async with seated(office, office.manager, messages.FeedbackCommentsWanted()) as (_, pilot):
        await comes(pilot, "October to December 2026: 1", "A great help [/bold]", "nothing written")


async def test_an_activity_is_written_down_and_put_right(office: Office) -> None:
    async with seated(office, office.officer, messages.ActivitiesWanted()) as (_, pilot):
        await comes(pilot, "Nothing yet. + writes one down.")
        await pilot.press("plus")
        await comes(pilot, "What kind", "No name of anybody")
        await pilot.press("ctrl+o")
        await comes(pilot, "Choose what kind it was")
        await pilot.press("1", *"forum", "enter", "enter", "enter", "enter")
        await type_text(pilot, "Annual reviews")
        await pilot.press("enter", *"88", "enter", *"30", "ctrl+o")
        await on_screen(pilot, "ActivitiesScreen")
        await comes(pilot, "Forum", "Annual reviews, 90")
        await pilot.press("enter")
        await comes(pilot, "On which day", "Annual reviews")
        pilot.app.screen.field("reached").aim()  # type: ignore[attr-defined]
        await pilot.press(*"14", "ctrl+o")
        await on_screen(pilot, "ActivitiesScreen")
        await comes(pilot, "Annual reviews, 90")
        (view,) = office.officer.activities.all()
        assert view.body.reached == 14


async def test_an_activity_that_was_not_so_is_taken_back_with_del_after_asking_and_a_colleagues_is_not(
    office: Office,
) -> None:
    office.officer.activities.add(FORUM)
    async with seated(office, office.colleague, messages.ActivitiesWanted()) as (_, pilot):
        await comes(pilot, "Annual reviews, 90")
        await pilot.press("delete")
        await said(pilot, "Omar Officer entered it")
        assert type(pilot.app.screen).__name__ == "ActivitiesScreen"
    async with seated(office, office.officer, messages.ActivitiesWanted()) as (_, pilot):
        await comes(pilot, "Annual reviews, 90", "throw away")
        await pilot.press("delete")
        await asked(pilot, "Confirm")
        await comes(pilot, "Annual reviews, 18 November 2026: it is gone")
        await pilot.press("escape")
        await on_screen(pilot, "ActivitiesScreen")
        assert len(office.officer.activities.all()) == 1
        await pilot.press("delete")
        await asked(pilot, "Confirm")
        await pilot.press("enter")  # on Go back, where the focus begins: nothing is destroyed by a second Enter
        await on_screen(pilot, "ActivitiesScreen")
        await pilot.press("delete")
        await asked(pilot, "Confirm")
        await pilot.press("shift+tab", "enter")
        await comes(pilot, "Nothing yet. + writes one down.")
    assert office.officer.activities.all() == ()
    assert next(one.act for one in office.said() if one.subject == "activity") is Act.DELETE
