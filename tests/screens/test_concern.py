"""Concerns by keyboard: raised from anywhere, read by leads alone, ticked, decided, closed."""

from datetime import timedelta

import pytest
from textual.pilot import Pilot

from iass_tui.rules.concerns import format_concern
from iass_tui.rules.records.concerns import AboutWhom, ConcernBody, ConcernState
from iass_tui.rules.records.office import Role
from iass_tui.rules.records.sharing import ConcernSource
from iass_tui.services.concern_views import StaffNotice
from screens import messages
from screens.concern.raising import RaiseScreen
from screens.today import TodayScreen
from screens.widgets.field import FormField
from screens.words.concerns import age_words, notice_words
from tests.screens.driving import on_screen, shown, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import asked, comes, seated
from tests.services.families import add_family
from tests.services.offices import Office
from tests.services.test_concerns import BODY, raised


async def fill_in(pilot: Pilot[None], *, name: str = "", danger: str = "2") -> None:
    """A child, a name, told by themselves, and what was said."""
    await until(pilot, lambda: isinstance(pilot.app.screen, RaiseScreen) and pilot.app.screen.is_filled)
    await until(pilot, lambda: pilot.app.focused is not None)
    await pilot.press("1", "enter")
    await type_text(pilot, name)
    await pilot.press("enter", "1", "enter", danger, "enter")
    await type_text(pilot, "afraid to go home")


async def test_a_volunteer_raises_and_a_manager_reads_ticks_decides_and_closes(office: Office) -> None:
    async with seated(office, office.volunteer) as (app, pilot):
        await pilot.press("exclamation_mark")
        await on_screen(pilot, "RaiseScreen")
        text = await comes(pilot, "If someone is in danger now, ring 999.", "Hannah Manager")
        assert text.split("\n")[2].strip() == "If someone is in danger now, ring 999."
        assert "Nothing is kept until you send it" in text
        await fill_in(pilot, name="Amina")
        await pilot.press("ctrl+o")
        await asked(pilot, "Sent")
        (mark,) = office.manager.concerns.waiting()
        text = await comes(pilot, mark.reference, "Hannah Manager", "cannot open it any")
        assert "Amina" not in text
        await pilot.press("enter")
        await on_screen(pilot, "FrontDeskScreen")
        assert "afraid" not in shown(app.screen)
    async with seated(office, office.manager) as (_, pilot):
        text = await comes(pilot, f"NEW, {mark.reference}, open for 0 minutes, raised by Vera Volunteer")
        assert text.split("\n")[2].startswith("> ! CONCERN")
        assert "Amina" not in text
        await pilot.press("space", "enter")
        await on_screen(pilot, "ConcernScreen")
        await comes(pilot, "Amina, a child   open", "they told a volunteer", "Checklist 0 of 7", "a default")
        await pilot.press("down", "space")
        await comes(pilot, "Checklist 1 of 7", "[x] 23 Nov")
        await pilot.press("space")
        await asked(pilot, "AskText")
        await type_text(pilot, "not yet")
        await pilot.press("enter")
        await comes(pilot, "Checklist 0 of 7", "Not done after all")
        await pilot.press("s", "2", "enter")
        await comes(pilot, "Decide first")
        await pilot.press("escape")
        await on_screen(pilot, "ConcernScreen")
        await pilot.press("s", "1", "enter")
        await asked(pilot, "AskDecision")
        await pilot.press("5", "enter")
        await type_text(pilot, "Referred today")
        await pilot.press("tab", "tab", "tab", "tab", "enter")
        await comes(pilot, "Enter the day on which it is looked at again")  # it is only watched
        pilot.app.screen.query_one("#verdict", FormField).aim()
        await pilot.press("1", "enter")
        await pilot.press("tab", "tab", "tab", "tab", "enter")
        await comes(pilot, "Decided: Refer to children's social care. Referred today", "Checklist 1 of 7")
        await pilot.press("semicolon")
        await until(pilot, lambda: any("never put off. s decides" in one.message for one in pilot.app._notifications))
        await pilot.press("s", "2", "enter")
        await asked(pilot, "AskText")
        await comes(pilot, "6 steps of the checklist are not ticked")
        await type_text(pilot, "They have it")
        await pilot.press("tab", "enter")
        await comes(pilot, "CLOSED", "Closed: They have it", ": 6 years at least (managers set them)")
        await pilot.press("escape")
        await on_screen(pilot, "TodayScreen")
        await until(pilot, lambda: "CONCERN" not in shown(pilot.app.screen))
    assert office.manager.concerns.concern(mark.id).state is ConcernState.CLOSED


async def test_leaving_the_form_says_that_it_is_lost_and_going_back_keeps_it(office: Office) -> None:
    async with seated(office, office.officer, messages.ConcernWanted()) as (app, pilot):
        await fill_in(pilot)
        await pilot.press("escape", "escape")
        await comes(pilot, "This concern was not sent", "kept nowhere")
        await pilot.press("escape")
        await comes(pilot, "afraid to go home")
        await pilot.press("escape", "escape")
        await asked(pilot, "Confirm")
        await pilot.press("shift+tab", "enter")
        await on_screen(pilot, "TodayScreen")
        assert len(app.screen_stack) == 1
    assert office.ask("SELECT count(*) FROM concern") == 0
    assert office.ask("SELECT count(*) FROM draft") == 0


async def test_an_intake_is_as_it_was_after_a_concern_also_after_a_no(office: Office) -> None:
    async with seated(office, office.volunteer, messages.IntakeWanted()) as (_, pilot):
        await comes(pilot, "How did they get in touch?")
        await pilot.press("1", "enter")
        await comes(pilot, "question 2 ")
        before = shown(pilot.app.screen).split("\n")[2:]
        await pilot.press("exclamation_mark")
        await on_screen(pilot, "RaiseScreen")
        await fill_in(pilot, name="Ben")
        await pilot.press("ctrl+o")
        await asked(pilot, "Sent")
        await pilot.press("enter")
        await on_screen(pilot, "IntakeScreen")
        assert [line.strip() for line in shown(pilot.app.screen).split("\n")[2:20]] == [
            line.strip() for line in before[:18]
        ]
    assert office.ask("SELECT count(*) FROM concern") == 1
    for table in ("person", "case", "enquiry", "draft"):
        assert office.ask(f'SELECT count(*) FROM "{table}"') == 0


async def test_ctrl_r_raises_one_from_inside_a_field_and_the_note_stays(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.NoteWanted(family.case)) as (_, pilot):
        await comes(pilot, "New note")
        await type_text(pilot, "She rang")
        await pilot.press("ctrl+r")
        await on_screen(pilot, "RaiseScreen")
        await pilot.press("escape", "escape")
        await on_screen(pilot, "NoteScreen")
        assert "She rang" in shown(pilot.app.screen)


async def test_on_a_persons_page_the_name_is_filled_in_and_another_name_lets_go_of_the_file(office: Office) -> None:
    family = add_family(office.officer)
    for extra, person in (("", family.child), ("x", None)):
        async with seated(office, office.officer, messages.PersonChosen(family.child)) as (_, pilot):
            await comes(pilot, "Amina Hassan")
            before = office.ask("SELECT count(*) FROM audit_entry")
            await pilot.press("exclamation_mark")
            await on_screen(pilot, "RaiseScreen")
            await comes(pilot, "Amina Hassan", "As on file")
            assert office.ask("SELECT count(*) FROM audit_entry") == before  # no look of its own beside the concern's
            await fill_in(pilot, name=extra)
            await pilot.press("ctrl+o")
            await asked(pilot, "Sent")
        newest = office.manager.concerns.waiting()[-1].id
        body = office.manager.concerns.concern(newest).body
        assert (body.name, body.person_id) == (f"Amina Hassan{extra}", person)
        office.clock.forward(minutes=1)


async def test_what_is_missing_is_asked_for_and_nothing_is_sent(office: Office) -> None:
    async with seated(office, office.volunteer, messages.ConcernWanted()) as (_, pilot):
        await until(pilot, lambda: isinstance(pilot.app.screen, RaiseScreen) and pilot.app.screen.is_filled)
        await pilot.press("ctrl+o")
        await comes(pilot, "There are 4 problems", "Choose whom it is about", "Choose how we know")
    assert office.ask("SELECT count(*) FROM concern") == 0


async def test_case_staff_read_that_there_is_one_only_where_the_lead_told_them(office: Office) -> None:
    family = add_family(office.officer)
    concern = raised(office)
    office.manager.directory.load()
    async with seated(office, office.manager, messages.ConcernChosen(concern)) as (_, pilot):
        await comes(pilot, "not told", "until closed, then 6 years at least (managers set them)")
        await pilot.press("s", "3", "enter")
        await asked(pilot, "Pick")
        await type_text(pilot, "amina")
        await comes(pilot, "born 27 March 2011")
        await pilot.press("enter")
        await comes(pilot, "Everybody who opens the page of Amina Hassan")
        await pilot.press("enter")
        await comes(pilot, "told on the page of Amina Hassan")
    for wish in (messages.PersonChosen(family.child), messages.CaseChosen(family.case)):
        async with seated(office, office.officer, wish) as (_, pilot):
            await comes(pilot, "SAFEGUARDING: There is a safeguarding concern: speak to Hannah Manager.")
    async with seated(office, office.officer, messages.PersonChosen(family.mother)) as (_, pilot):
        text = await comes(pilot, "about someone in the", "Hannah Manager")
        assert "afraid" not in text
    office.manager.concerns.tell_staff_no_longer(concern)
    async with seated(office, office.officer, messages.PersonChosen(family.child)) as (_, pilot):
        assert "SAFEGUARDING" not in await comes(pilot, "Amina Hassan")


async def test_the_queue_shows_danger_first_and_forgets_nothing_that_cannot_be_believed(office: Office) -> None:
    first = raised(office)
    office.clock.forward(hours=3)
    urgent = ConcernBody(about=AboutWhom.ADULT, source=ConcernSource.SUSPECTED, what="now", is_immediate=True)
    raised(office, body=urgent)
    gone = raised(office)
    office.tamper("DELETE FROM concern WHERE id = ?", gone.bytes)
    async with seated(office, office.manager, messages.ConcernsWanted()) as (_, pilot):
        text = await comes(pilot, "Open 3", "GONE", "DANGER NOW", "3 hours")
        assert text.index("GONE") < text.index("DANGER NOW") < text.index("3 hours")
        await pilot.press("semicolon")
        await until(pilot, lambda: any("never put off" in one.message for one in pilot.app._notifications))
        await pilot.press("enter")
        await comes(pilot, "removed from the office's files", "Vera Volunteer")
        await pilot.press("escape", "end", "enter")
        await comes(pilot, "Closed 0")
    office.manager.concerns.concern(first)


async def test_the_checklist_says_that_it_is_a_default_until_the_office_has_its_own(office: Office) -> None:
    async with seated(office, office.manager, messages.ConcernStepsWanted()) as (_, pilot):
        await comes(pilot, "DEFAULT: these steps come with the program")
        await pilot.press("enter")
        await type_text(pilot, "Ring the duty desk")
        await pilot.press("ctrl+o")
        await on_screen(pilot, "TodayScreen")
    steps = office.manager.concerns.checklist()
    assert (steps.version, steps.checklist.is_default) == (1, False)
    assert steps.checklist.steps[-1].words == "Ring the duty desk"
    assert steps.checklist.steps[0].id == "danger"


@pytest.mark.parametrize("wish", [messages.ConcernsWanted(), messages.ConcernStepsWanted()], ids=["queue", "steps"])
async def test_an_officer_is_offered_neither_queue_nor_checklist(office: Office, wish: messages.Wish) -> None:
    async with seated(office, office.officer) as (app, pilot):
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert not [title for title in titles if title.startswith("Safeguarding")]
        assert any(title.startswith("Concern") for title in titles)
        if isinstance(wish, messages.ConcernsWanted):
            app.screen.post_message(wish)
            await comes(pilot, "Your role does not allow that")


async def test_hostile_text_is_shown_as_it_stands(office: Office) -> None:
    for number, words in enumerate(HOSTILE):
        body = ConcernBody(about=AboutWhom.CHILD, name=words[:200], source=ConcernSource.SUSPECTED, what=words)
        concern = raised(office, body=body)
        office.manager.concerns.add_note(concern, words)
        if number == 0:
            first = concern
    async with seated(office, office.manager, messages.ConcernsWanted()) as (app, pilot):
        await comes(pilot, "Open 7")
        app.screen.post_message(messages.ConcernChosen(first))
        await comes(pilot, "Checklist", "[/]")
        for _ in range(10):
            await pilot.press("down")
            assert not set(shown(app.screen)) & {"\x1b", "\x00", "\x07", "\u202e"}
        await pilot.press("enter", "escape")
        for small in ((20, 5), (1, 1), (120, 40)):
            await pilot.resize_terminal(*small)
            await pilot.press("up")
        await comes(pilot, "[/]")


async def test_a_lock_takes_the_form_and_what_was_typed_is_nowhere(office: Office) -> None:
    async with seated(office, office.volunteer, messages.ConcernWanted()) as (app, pilot):
        await fill_in(pilot)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.current_mode == "lock")
        await until(pilot, lambda: not office.volunteer.desk._keyring)
    assert office.ask("SELECT count(*) FROM draft") == 0


def test_ages_in_words() -> None:
    spans = (
        (0, "0 minutes"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (1439, "23 hours"),
        (2880, "2 days"),
    )
    for minutes, words in spans:
        assert age_words(timedelta(minutes=minutes)) == words


def test_a_board_that_cannot_be_read_is_said() -> None:
    assert "cannot be read" in notice_words(StaffNotice(is_unreadable=True))
    assert notice_words(StaffNotice()) == ""


async def test_a_concern_that_comes_while_a_lead_sits_on_the_first_page_is_shown(office: Office) -> None:
    office.volunteer.concerns.raise_concern(BODY)
    async with seated(office, office.manager) as (app, pilot):
        await comes(pilot, "! CONCERN")
        urgent = raised(office, office.officer)
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        screen.look()  # as the clock of the app does
        await until(pilot, lambda: shown(app.screen).count("! CONCERN") == 2)
        assert format_concern(urgent) in shown(app.screen)


async def test_who_reads_it_is_said_as_one_says_it(office: Office) -> None:
    office.manager.staff.set_role(office.officer.me.id, Role.MANAGER)
    async with seated(office, office.volunteer) as (_, pilot):
        await pilot.press("exclamation_mark")
        await on_screen(pilot, "RaiseScreen")
        text = " ".join((await comes(pilot, "It goes sealed to")).split())
        assert "Hannah Manager and Omar Officer alone" in text
