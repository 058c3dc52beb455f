"""The Intake screen: nothing before Yes, wiped after No, drafts, errors, help, handing over, coming back."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

import pytest
from textual.pilot import Pilot

from iass_tui.rules.dates import display_day
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import OfficeFull
from screens import messages
from screens.intake import IntakeScreen
from screens.intake.ends import CAME_BACK, DONE, EARLIER
from screens.intake.interview import CHECK
from screens.intake.keeping import FORGOTTEN, NOTHING_WRITTEN
from screens.widgets.answer_list import AnswerList
from tests.screens.driving import SIZES, on_screen, shown, until
from tests.screens.fakes import HOSTILE
from tests.screens.intake_walks import (
    field_keys,
    fill,
    has_moved,
    has_turned,
    jump,
    page_keys,
    press_button,
    send,
    start,
    walk,
)
from tests.screens.seated import comes, seated
from tests.services.first_contacts import CANARY, FAMILY, REFERRAL, TODAY, YOUNG, ending, found_in, snapshot
from tests.services.offices import Office

BEFORE = ("channel", "user_type", "issue_group", "policy", "understood", "rights_how", "rights_by", "rights_on")
"""What is asked before P78."""


async def press(pilot: Pilot[Any], screen: IntakeScreen, *keys: str) -> None:
    """Keys, and the page turned where they turn one."""
    await send(pilot, *keys)
    await until(pilot, lambda: not screen.is_turning)


class Calls:
    """Counts the calls of the intake service, and lets them through."""

    def __init__(self, session: OfficeSession, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[tuple[str, Any]] = []
        for name in ("begin", "autosave", "finish", "resume", "caller"):
            monkeypatch.setattr(session.intake, name, self._noting(name, getattr(session.intake, name)))

    def _noting(self, name: str, real: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.made.append((name, args))
            return real(*args, **kwargs)

        return call


# Nothing before Yes


@pytest.mark.parametrize("dense", [False, True], ids=["pages", "form"])
async def test_nothing_reaches_a_service_or_a_file_before_yes(
    office: Office, monkeypatch: pytest.MonkeyPatch, dense: bool
) -> None:
    session = office.officer
    calls = Calls(session, monkeypatch)
    wish = messages.IntakeWanted(typed=f"{CANARY} [/]")
    async with seated(office, session, wish, SIZES[dense]) as (_, pilot):
        screen = await start(pilot, dense=dense)
        before = snapshot(office.places.folder.path, office.host.path)
        said = {**ending("NO"), "rights_by": CANARY}
        screen.talk.seat.me.card.__dict__["name"] = ""  # so that the canary is typed and not offered
        await (_form_to_save(pilot, screen, said) if dense else _pages_to_save(pilot, screen, said))
        assert NOTHING_WRITTEN in shown(screen)
        assert screen.talk.interview.answers["rights_by"] == CANARY
        assert not any(one.startswith("You searched for") for one in shown(screen).splitlines())
        await send(pilot, "2")
        assert calls.made == []
        assert snapshot(office.places.folder.path, office.host.path) == before
        await press(pilot, screen, "enter")
        await comes(pilot, FORGOTTEN)
        assert CANARY not in str(screen.talk.interview.answers)
        assert screen.talk.interview.typed == ""
        assert calls.made == []
        await (walk(pilot, screen, said) if not dense else fill(pilot, screen, said))
        assert screen.at == CHECK
        assert snapshot(office.places.folder.path, office.host.path) == before
        await press_button(pilot, screen, "finish")
        assert [name for name, _ in calls.made] == ["finish"]
        assert CANARY not in str(calls.made)
        assert "It is counted." in shown(screen)
    assert found_in(snapshot(office.places.folder.path, office.host.path)) == []


async def _pages_to_save(pilot: Pilot[Any], screen: IntakeScreen, said: dict[str, str]) -> None:
    while (place := screen.at) != "save":
        await send(pilot, *page_keys(screen, place, said), "enter")
        await until(pilot, partial(has_turned, screen, place))


async def _form_to_save(pilot: Pilot[Any], screen: IntakeScreen, said: dict[str, str]) -> None:
    while (place := screen.place_in_focus()) != "save":
        await send(pilot, *field_keys(screen, place, said), "enter")
        await until(pilot, partial(has_moved, screen, place))


def on_form(screen: IntakeScreen) -> set[str]:
    """The questions that have a field now."""
    assert screen.form is not None
    return set(screen.form.asked)


async def test_no_field_about_anyone_exists_before_yes(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=True)
        await jump(pilot, screen, "save", FAMILY)
        assert on_form(screen) == {*BEFORE, "save"}
        await press(pilot, screen, "down")  # over Yes, not taken yet
        assert on_form(screen) == {*BEFORE, "save"}
        await press(pilot, screen, "enter")
        await until(pilot, lambda: "child_given_name" in on_form(screen))
        assert "phone" not in on_form(screen)
        await press(pilot, screen, "1", "enter")
        await until(pilot, lambda: "phone" in on_form(screen))


async def test_what_was_searched_for_is_shown_after_yes_and_wiped_on_no(office: Office) -> None:
    async with seated(office, office.officer, messages.IntakeWanted(typed="Maya [/] Co")) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "contact", FAMILY)
        assert "You searched for: Maya [/] Co" in shown(screen)
        await send(pilot, "escape", "escape")
        await until(pilot, lambda: screen.at == "save")
        await press(pilot, screen, "2", "enter")
        await until(pilot, lambda: screen.at == "not_saved")
        assert screen.talk.interview.typed == ""


# Drafts


async def test_the_draft_begins_with_yes_and_is_offered_back(office: Office) -> None:
    session = office.officer
    async with seated(office, session) as (app, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "save", FAMILY)
        assert session.drafts.offered() == ()
        await press(pilot, screen, "1", "enter")
        await comes(pilot, "Saved 09:00. If the line drops")
        (offer,) = session.drafts.offered()
        assert offer.kind == "intake"
        await jump(pilot, screen, "child_family_name", FAMILY)
        await send(pilot, *"Cos")
        office.clock.forward(minutes=5)
        await screen.keep()
        assert session.intake.resume(offer.id)["child_family_name"] == "Cos"
        screen.tell()
        assert "Saved 09:05." in shown(screen)
        await press(pilot, screen, "ctrl+t")
        await on_screen(pilot, "TodayScreen")
        app.screen.post_message(messages.IntakeWanted(draft_id=offer.id))
        await on_screen(pilot, "IntakeScreen")
        again = app.screen
        assert isinstance(again, IntakeScreen)
        await until(pilot, lambda: again.place_in_focus() == "child_family_name" and not again.is_turning)
        assert again.form is not None
        assert again.form.asked["child_family_name"].value() == "Cos"
        assert again.form.asked["child_given_name"].value() == "Maya"
        await press(pilot, again, "f2")
        await until(pilot, lambda: again.at == "child_family_name")


async def test_a_lock_keeps_what_was_typed_and_brings_one_back(office: Office) -> None:
    session = office.officer
    async with seated(office, session) as (app, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "child_given_name", FAMILY)
        await send(pilot, *"May")
        await press(pilot, screen, "ctrl+l")
        await until(pilot, lambda: app.current_mode == "lock" and not screen.is_attached)
        assert app._keeper is not None
        assert [type(wish).__name__ for wish in app._keeper.wishes] == ["IntakeWanted"]
        (offer,) = _offers(office)
        assert app._keeper.wishes == (messages.IntakeWanted(draft_id=offer),)


def _offers(office: Office) -> tuple[UUID, ...]:
    session = office.sign_in("omar")
    return tuple(one.id for one in session.drafts.offered())


async def test_a_permitted_referral_begins_its_draft_with_the_evidence(office: Office) -> None:
    session = office.officer
    async with seated(office, session) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "permit_evidence", REFERRAL)
        assert NOTHING_WRITTEN in shown(screen)
        await press(pilot, screen, *"her letter", "enter")
        await comes(pilot, "Saved 09:00.")
        assert [one.kind for one in session.drafts.offered()] == ["intake"]


async def test_leaving_before_yes_says_that_it_is_lost(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=False)
        await pilot.press("escape", "escape")
        await on_screen(pilot, "TodayScreen")
        screen = await start(pilot, dense=True)
        await press(pilot, screen, "1", "enter")
        await until(pilot, lambda: screen.place_in_focus() == "user_type")
        await pilot.press("escape", "escape")
        await on_screen(pilot, "Confirm")
        assert "Nothing has been written: the answers so far are gone." in shown(pilot.app.screen)
        await pilot.press("shift+tab", "enter")
        await on_screen(pilot, "TodayScreen")


async def test_a_draft_thrown_away_elsewhere_is_begun_anew(office: Office) -> None:
    session = office.officer
    async with seated(office, session) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "child_given_name", FAMILY)
        (offer,) = session.drafts.offered()
        session.drafts.discard(offer.id)
        await press(pilot, screen, *"Maya", "enter")
        await until(pilot, lambda: screen.at == "child_family_name" and not screen.is_turning)
        (again,) = session.drafts.offered()
        assert again.id != offer.id
        assert session.intake.resume(again.id)["child_given_name"] == "Maya"


async def test_a_draft_that_cannot_be_written_is_said_and_stops_nobody(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = office.officer
    async with seated(office, session) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "child_given_name", FAMILY)
        real = session.intake.autosave

        def full(*_: Any) -> None:
            raise OfficeFull("The disk is full. [/]")

        monkeypatch.setattr(session.intake, "autosave", full)
        await press(pilot, screen, *"Maya", "enter")
        await comes(pilot, "NOT SAVED: The disk is full. [/]")
        assert screen.at == "child_family_name"
        assert "could not be saved" in screen.would_lose()
        monkeypatch.setattr(session.intake, "autosave", real)
        await screen.keep()
        screen.tell()
        assert "Saved 09:00." in shown(screen)
        assert screen.would_lose() == ""


async def test_a_no_after_all_asks_first_and_destroys_the_draft(office: Office) -> None:
    session = office.officer
    async with seated(office, session) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "child_family_name", FAMILY)
        while screen.at != "save":
            await press(pilot, screen, "escape")
        await send(pilot, "2", "enter")
        await on_screen(pilot, "Confirm")
        assert "Child or young person: given name" in shown(pilot.app.screen)
        await send(pilot, "enter")
        await until(pilot, lambda: pilot.app.screen is screen and not screen.is_turning)
        assert screen.talk.interview.answers["child_given_name"] == "Maya"
        assert len(session.drafts.offered()) == 1
        await send(pilot, "enter")
        await on_screen(pilot, "Confirm")
        await send(pilot, "shift+tab", "enter")
        await until(pilot, lambda: screen.at == "not_saved" and not screen.is_turning)
        assert FORGOTTEN in shown(screen)
        assert session.drafts.offered() == ()
        assert "Maya" not in str(screen.talk.interview.answers)


# What is to be put right, and help


async def test_continue_without_an_answer_says_what_to_do_and_goes_to_the_field(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=False)
        await press(pilot, screen, "enter")
        text = await comes(pilot, "There is a problem", "How did they get in touch: choose an answer")
        assert text.count("choose an answer") == 2
        assert screen.asked is not None
        assert screen.focused is screen.asked.field.query_one(".control")
        await press(pilot, screen, "1", "enter")
        await until(pilot, lambda: screen.at == "user_type")
        assert "problem" not in shown(screen)


async def test_a_date_that_is_none_says_which_part(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "born", FAMILY)
        for typed, sentence in (
            ((*"31", "tab", *"2", "tab", *"2012"), "must be a real date"),
            (("tab", "tab", *"12"), "write the year with four digits"),  # each part is marked: typing takes its place
        ):
            await press(pilot, screen, *typed, "enter")
            await comes(pilot, sentence)
        assert screen.at == "born"


async def test_a_birthday_to_come_and_nobody_by_name(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "child_family_name", {**FAMILY, "child_given_name": ""})
        await press(pilot, screen, "enter")
        await comes(pilot, "Enter a given name or a family name of the child or young person")
        await send(pilot, "X", "enter")
        await until(pilot, lambda: screen.at == "child_known_as" and not screen.is_turning)
        await press(pilot, screen, "enter")
        await press(pilot, screen, "1", "tab", "1", "tab", *"2031", "enter")
        await comes(pilot, "Date of birth: enter a date that is not in the future")


async def test_the_form_lists_what_is_missing_and_a_number_goes_there(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=True)
        await press_button_on_form(pilot, screen)
        await comes(pilot, "There are 3 problems", "1 How did they get in touch: choose an answer")
        await send(pilot, "2")
        await until(pilot, lambda: screen.place_in_focus() == "user_type")


async def press_button_on_form(pilot: Pilot[Any], screen: IntakeScreen) -> None:
    """The button at the end of the form."""
    screen.set_focus(screen.query_one("#to-check"))
    await press(pilot, screen, "enter")


@pytest.mark.parametrize("dense", [False, True], ids=["pages", "form"])
async def test_why_we_ask(office: Office, dense: bool) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=dense)
        await send(pilot, "ctrl+g")
        await on_screen(pilot, "Notice")
        text = shown(pilot.app.screen)
        assert "Why we ask: How did they get in touch?" in text
        assert "Asked for: Count the work for statistics." in text
        await send(pilot, "escape")
        await on_screen(pilot, "IntakeScreen")
        assert screen.place_in_focus() == "channel"


async def test_not_understood_goes_over_the_policy_again(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "understood", FAMILY)
        await press(pilot, screen, "2", "enter")
        await until(pilot, lambda: screen.at == "policy" and not screen.is_turning)
        await press(pilot, screen, "enter")
        await until(pilot, lambda: screen.at == "understood" and not screen.is_turning)
        assert screen.asked is not None
        assert screen.asked.value() == ""


async def test_a_yes_from_someone_anonymous_asks_who_they_are(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "save", {**FAMILY, "user_type": "ANO"})
        await press(pilot, screen, "1", "enter")
        await comes(pilot, "They agree to be saved: so who are they?")
        await press(pilot, screen, "1", "enter")
        await until(pilot, lambda: screen.at == "contact" and not screen.is_turning)


# The check page, and people


async def test_a_line_of_the_check_page_is_changed_and_one_is_back(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "minutes_band", ending("NO"))
        await walk(pilot, screen, ending("NO"))
        assert screen.at == CHECK
        await press(pilot, screen, "down", "down", "down", "enter")
        await until(pilot, lambda: screen.at == "issue_group" and not screen.is_turning)
        await press(pilot, screen, "home", "enter")
        await until(pilot, lambda: screen.at == CHECK and not screen.is_turning)
        assert "SEN support in school" in shown(screen)
        assert screen.query_one(AnswerList).chosen_key == "issue_group", "one goes on checking where one was"


async def test_parents_are_added_and_taken_off(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "parents.1.given_name", FAMILY)
        assert "parent or carer 2" in shown(screen)
        await jump(pilot, screen, "parents", FAMILY)
        assert "Noted so far:" in shown(screen)
        assert "Take off the list: Rosa Costa" in shown(screen)
        await press(pilot, screen, "2", "enter")
        await until(pilot, lambda: screen.at == "homes" and not screen.is_turning)
        assert "First: Rosa Costa. Second: Otto Costa." in shown(screen)
        await press(pilot, screen, "escape", "escape")
        await until(pilot, lambda: screen.at == "parents" and not screen.is_turning)
        await press(pilot, screen, "3", "enter")
        await until(pilot, lambda: screen.talk.interview.names() == ["Otto Costa"] and not screen.is_turning)
        await press(pilot, screen, "2", "enter")
        await until(pilot, lambda: screen.at == "right" and not screen.is_turning)
        assert screen.talk.interview.answers["parents"] == "1"
        assert screen.talk.interview.answers["parents.0.relation"] == "FAT"


async def test_the_form_adds_and_takes_off_parents_too(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=True)
        await jump(pilot, screen, "save", YOUNG)
        await press(pilot, screen, "1", "enter")
        await until(pilot, lambda: screen.form is not None and "born" in screen.form.asked and not screen.is_turning)
        assert screen.form is not None
        assert not [place for place in screen.form.asked if place.startswith("parents")]
        screen.set_focus(screen.query_one("#add-person"))
        await press(pilot, screen, "enter")
        await until(pilot, lambda: screen.place_in_focus() == "parents.0.given_name" and not screen.is_turning)
        await send(pilot, *"Rosa", "enter")
        screen.set_focus(screen.query_one("#drop-person"))
        await send(pilot, "enter")
        await comes(pilot, "What is noted about Rosa is destroyed.")
        await send(pilot, "shift+tab", "enter")
        await until(pilot, lambda: screen.talk.interview.people() == 0 and not screen.is_turning)
        assert "Rosa" not in str(screen.talk.interview.answers)


ONE_PARENT = {field: value for field, value in FAMILY.items() if not field.startswith("parents.1.")} | {"parents": "1"}


async def test_the_form_asks_about_two_homes_as_soon_as_a_second_parent_is_on_it(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=True)
        await jump(pilot, screen, "parents.0.given_name", ONE_PARENT)
        assert screen.form is not None
        assert "homes" not in screen.form.asked
        screen.set_focus(screen.query_one("#add-person"))
        await press(pilot, screen, "enter")
        await until(pilot, lambda: screen.form is not None and "homes" in screen.form.asked and not screen.is_turning)


async def test_what_cannot_be_saved_stays_on_screen(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    session = office.officer
    async with seated(office, session) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "minutes_band", ending("NO"))
        await walk(pilot, screen, ending("NO"))

        def full(*_: Any) -> None:
            raise OfficeFull("The disk is full. [/] Make room, then save.")

        monkeypatch.setattr(session.intake, "finish", full)
        for _ in range(3):
            await pilot.press("tab")
            if getattr(screen.focused, "id", "") == "finish":
                break
        await press(pilot, screen, "enter")
        await comes(pilot, "The disk is full. [/] Make room, then save.")
        assert screen.at == CHECK
        assert screen.talk.interview.answers["channel"] == "TEL"


# Volunteers


@pytest.mark.parametrize("dense", [False, True], ids=["pages", "form"])
async def test_a_volunteer_sends_a_yes_to_the_officers(office: Office, dense: bool) -> None:
    async with seated(office, office.volunteer) as (_, pilot):
        screen = await start(pilot, dense=dense)
        await jump(pilot, screen, "contact", FAMILY)
        await (fill(pilot, screen, FAMILY) if dense else walk(pilot, screen, FAMILY))
        assert screen.at == CHECK
        assert office.ask("SELECT count(*) FROM draft") == 1
        text = shown(screen)
        assert "Send it to the officers" in text
        await press_button(pilot, screen, "finish")
        text = await comes(pilot, "It is with the officers.", "What happens next")
        (receipt,) = office.volunteer.sending.sent()
        assert receipt.reference in text
        assert (office.ask("SELECT count(*) FROM draft"), office.ask("SELECT count(*) FROM person")) == (0, 0)
        await press_button(pilot, screen, "close")
        await on_screen(pilot, "FrontDeskScreen")
        await comes(pilot, receipt.reference, "waits for an officer")
    assert [line.name for line in office.officer.queue.waiting()] == ["Maya Costa"]


async def test_a_volunteer_leaves_and_comes_back_to_what_was_typed(office: Office) -> None:
    async with seated(office, office.volunteer) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "child_family_name", FAMILY)
        await send(pilot, *"Costa")
        await pilot.press("escape")
        await pilot.press("ctrl+t")
        await on_screen(pilot, "FrontDeskScreen")
        await comes(pilot, "Unsaved", "Enter goes on")
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, IntakeScreen))
        await comes(pilot, "Costa")


async def test_a_volunteer_counts_a_no(office: Office) -> None:
    async with seated(office, office.volunteer) as (_, pilot):
        screen = await start(pilot, dense=False)
        assert not screen.is_dense
        await jump(pilot, screen, "minutes_band", ending("NO"))
        await walk(pilot, screen, ending("NO"))
        await press_button(pilot, screen, "finish")
        assert "It is counted." in shown(screen)
    assert office.ask("SELECT count(*) FROM tally") == 1


async def test_a_volunteer_sends_a_permitted_referral(office: Office) -> None:
    async with seated(office, office.volunteer) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "permit", REFERRAL)
        await walk(pilot, screen, REFERRAL)
        assert screen.at == CHECK
        await press_button(pilot, screen, "finish")
        await comes(pilot, "asks whether we may save")
    assert [line.name for line in office.officer.queue.waiting()] == ["Rosa Costa"]


# Coming back


@pytest.mark.parametrize("size", SIZES)
async def test_an_anonymous_caller_comes_back_with_their_code(office: Office, size: tuple[int, int]) -> None:
    code = office.officer.intake.finish(ending("ANONYMOUS")).caller_code
    async with seated(office, office.officer, size=size) as (_, pilot):
        screen = await start(pilot, dense=False)
        await pilot.press("escape", "b")
        await until(pilot, lambda: screen.at == CAME_BACK and not screen.is_turning)
        await press(pilot, screen, *"no such code", "enter")
        await comes(pilot, "That code is not known")
        await pilot.press("home", *["delete"] * 12)
        await press(pilot, screen, *code.lower(), "enter")
        await until(pilot, lambda: screen.at == EARLIER and not screen.is_turning)
        text = shown(screen)
        assert "EHC needs assessment" in text
        assert "IPSEA" in text
        await press_button(pilot, screen, "go-on")
        await press(pilot, screen, "1", "enter")
        await press(pilot, screen, "1", "enter")
        await until(pilot, lambda: screen.at == "policy" and not screen.is_turning)
        assert screen.talk.interview.answers["issue_group"] == "EA"


async def test_the_code_is_shown_once_and_leaving_asks(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "minutes_band", ending("ANONYMOUS"))
        await walk(pilot, screen, ending("ANONYMOUS"))
        await press_button(pilot, screen, "finish")
        assert screen.end is not None
        code = screen.end.saved.caller_code
        assert code in shown(screen)
        await send(pilot, "escape")
        await on_screen(pilot, "Confirm")
        assert "shown this once" in shown(pilot.app.screen)
        await send(pilot, "escape")
        await on_screen(pilot, "IntakeScreen")
        await send(pilot, "enter")
        await on_screen(pilot, "TodayScreen")
        assert screen.end is None


async def test_a_family_passed_on_to_us_says_yes(office: Office) -> None:
    session = office.officer
    waiting = session.intake.finish(REFERRAL).person_id
    async with seated(office, session, messages.IntakeWanted(person_id=waiting)) as (_, pilot):
        screen = await start(pilot, dense=True)
        assert "the referral goes on waiting" in shown(screen)
        await fill(pilot, screen, YOUNG)
        await press_button(pilot, screen, "finish")
        await until(pilot, lambda: screen.at == DONE)
        assert screen.end is not None
        assert screen.end.saved.person_id == waiting
    assert session.intake.waiting() == ()


# Hostile text, small windows


async def test_hostile_text_is_shown_as_it_stands(office: Office) -> None:
    text = " ".join(one for one in HOSTILE if len(one) < 99)
    async with seated(office, office.officer) as (app, pilot):
        screen = await start(pilot, dense=False)
        await jump(pilot, screen, "child_given_name", FAMILY)
        assert screen.asked is not None
        screen.asked.field.text = text
        await press(pilot, screen, "enter")
        await until(pilot, lambda: screen.at == "child_family_name" and not screen.is_turning)
        await press(pilot, screen, "f2")
        await until(pilot, lambda: screen.form is not None and not screen.is_turning)
        screen.talk.interview.typed = text
        await screen.go_to(CHECK)
        await until(pilot, lambda: screen.at == CHECK)
        await press(pilot, screen, *["pagedown"] * 9)
        seen = await comes(pilot, "[@click=app.quit]")
        assert not set(seen) & {"\x1b", "\x00", "\x07", "\u202e"}
        assert app.screen is screen


@pytest.mark.parametrize("dense", [False, True], ids=["pages", "form"])
async def test_small_windows_and_back(office: Office, dense: bool) -> None:
    async with seated(office, office.officer, size=SIZES[dense]) as (_, pilot):
        screen = await start(pilot, dense=dense)
        for size in ((20, 5), (1, 1), SIZES[dense]):
            await pilot.resize_terminal(*size)
            await press(pilot, screen, "down", "tab", "shift+tab")
        assert "How did they get in touch?" in shown(screen)


async def test_today_is_the_office_s_day(office: Office) -> None:
    async with seated(office, office.officer) as (_, pilot):
        screen = await start(pilot, dense=False)
        assert display_day(screen.talk.interview.today) == display_day(TODAY)
