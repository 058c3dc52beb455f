"""Letters at the keyboard: chosen and gated, filled, read whole, changed and made; a draft all along."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from textual.pilot import Pilot

from iass_tui.rules.letters import LetterReason
from iass_tui.rules.papers import Way
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.letters import LetterKind
from iass_tui.rules.records.office import Act
from screens import messages
from screens.find import FindScreen
from screens.words.letters import PLACES, SENTENCES, letter_words, way_choices
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import asked, comes, seated
from tests.services.families import MOTHER, Family, add_family, add_person, consent
from tests.services.offices import PASSPHRASE, Office
from tests.services.test_letters import send, wish, withheld
from tests.services.test_papers import words_of
from tests.services.test_sharing import agree


def opened(made: Family) -> messages.LetterWanted:
    """The page of a letter in that case."""
    return messages.LetterWanted(made.child, made.case)


async def choose(pilot: Pilot[Any], letter: str, whom: str) -> None:
    """Chooses a letter and whom it goes to, by their first letters; ends where one goes on."""
    await until(pilot, lambda: pilot.app.focused is not None and pilot.app.focused.has_focus)
    await type_text(pilot, letter)
    await pilot.press("enter")
    await type_text(pilot, whom)
    await pilot.press("enter")


@pytest.mark.parametrize("size", SIZES)
async def test_d_on_a_case_writes_a_letter_to_an_agency_and_it_stands_in_the_timeline(
    office: Office, size: tuple[int, int]
) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child, named="Larchfield SEN team")
    async with seated(office, session, messages.CaseChosen(made.case), size) as (_, pilot):
        await comes(pilot, "C-0001")
        await pilot.press("d")
        await on_screen(pilot, "PapersScreen")
        await comes(pilot, "Write a letter", "The family's timeline")
        await pilot.press("down", "down", "enter")
        await on_screen(pilot, "LetterScreen")
        await comes(pilot, "Amina Hassan   C-0001   Letter", "Then it says here whether it may")
        await choose(pilot, "rem", "larch")
        await comes(pilot, "YES.", "Zahra Hassan agreed on")
        await pilot.press("ctrl+o")
        await comes(pilot, "When we asked them", "We write with the family's permission")
        await type_text(pilot, "3 November 2026")
        await pilot.press("enter")
        await type_text(pilot, "the draft plan")
        await pilot.press("ctrl+o")
        text = await comes(pilot, "Nothing is made yet", "Our reference C-0001", "Dear Larchfield SEN team")
        assert "m make" in text
        assert session.packs.outbox() == ()
        await pilot.press("e")
        await until(pilot, lambda: type(pilot.app.focused).__name__ == "CleanArea")
        await type_text(pilot, " PS by hand")
        await pilot.press("ctrl+o")
        await comes(pilot, "Nothing is made yet")
        await pilot.press("m")
        await asked(pilot, "Choose")
        await comes(pilot, "Which print?", "word for word into the record")
        await pilot.press("2", "enter")
        await asked(pilot, "FileMade")
        (file,) = session.packs.outbox()
        await comes(pilot, file.name)
        await pilot.press("enter")
        await on_screen(pilot, "PapersScreen")
        await pilot.press("escape")
        await on_screen(pilot, "CaseScreen")
        await comes(pilot, "Reminder to Larchfield SEN team")
    assert "PSbyhand" in "".join(words_of(office, file).split())
    assert session.drafts.offered() == ()
    assert office.said()[0].act is not Act.REFUSED


async def test_a_no_says_every_reason_and_what_would_change_it_and_does_not_go_on(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    refusal = dataclasses.replace(
        consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=made.mother)), given_by=made.child
    )
    session.consent.record(made.child, [refusal])
    async with seated(office, session, opened(made)) as (_, pilot):
        await comes(pilot, "Then it says here")
        await choose(pilot, "hold", "zahra")
        await pilot.press("escape")
        await comes(pilot, "NO.", "Amina Hassan refuses Zahra Hassan access", "What would change it", "As an exception")
        await pilot.press("ctrl+o")
        await comes(pilot, "NO.", "How it goes")
        assert "place_received_on" not in shown(pilot.app.screen)
    assert session.letters.of(made.child) == ()


async def test_a_letter_that_is_not_for_the_family_is_refused_where_the_reader_is_chosen(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    async with seated(office, session, opened(made)) as (_, pilot):
        await comes(pilot, "Then it says here")
        await choose(pilot, "rem", "zahra")
        text = await comes(pilot, "NO.", "This letter is for others: it says that the family agreed.")
        assert "As an exception" not in text  # none opens it
        assert "You could say" not in text
        await pilot.press("ctrl+o")
        assert "When we asked them" not in await comes(pilot, "NO.", "How it goes")


async def test_what_it_is_about_is_asked_again_once_and_the_answer_is_seen_before_it_goes_on(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child, named="Larchfield SEN team", topic="transport")

    def gates() -> int:
        return sum(one.subject == "letter" and bool(one.reasons) for one in office.said())

    async with seated(office, session, opened(made)) as (_, pilot):
        await comes(pilot, "Then it says here")
        await choose(pilot, "rem", "larch")
        await comes(pilot, "NO.", "They agreed about: transport.")
        await pilot.press("tab")
        before = gates()
        await type_text(pilot, "transport")
        text = await comes(pilot, "What it is about has changed. It is asked again")
        assert "NO." not in text
        assert gates() == before  # nothing is asked letter by letter
        await pilot.press("shift+tab")
        await comes(pilot, "YES.", "agreed on")
        assert gates() == before + 1
        await pilot.press("tab")
        await type_text(pilot, "ation")
        await comes(pilot, "What it is about has changed. It is asked again")
        await pilot.press("ctrl+o")
        assert "When we asked them" not in await comes(pilot, "NO.", "They agreed about: transport.")
    assert session.letters.of(made.child) == ()


async def test_what_is_missing_is_named_all_of_it(office: Office) -> None:
    made = add_family(office.officer)
    async with seated(office, office.officer, opened(made)) as (_, pilot):
        await comes(pilot, "Then it says here")
        await choose(pilot, "hold", "amina")
        await comes(pilot, "YES.")
        await pilot.press("ctrl+o")
        await comes(pilot, "When their message came")
        await pilot.press("ctrl+o")
        await comes(pilot, "When their message came: write it, or write that it is not known")


async def test_without_a_letter_and_a_reader_nothing_goes_on(office: Office) -> None:
    made = add_family(office.officer)
    async with seated(office, office.officer, opened(made)) as (_, pilot):
        await comes(pilot, "Then it says here")
        await pilot.press("ctrl+o")
        await comes(pilot, "Choose which letter", "Choose to whom it goes")


async def test_a_withheld_address_is_named_before_it_is_made_and_the_banner_says_what_to_take_care_of(
    office: Office,
) -> None:
    session = office.officer
    made = withheld(session)
    agree(session, made.child, named="Larchfield SEN team")
    async with seated(office, session, opened(made)) as (_, pilot):
        await comes(pilot, "Then it says here")
        await choose(pilot, "rem", "larch")
        await comes(pilot, "YES.", "THE ADDRESS IS WITHHELD")
        await pilot.press("ctrl+o")
        await comes(pilot, "When we asked them")
        await type_text(pilot, "May")
        await pilot.press("enter")
        await type_text(pilot, "their move to 12 Orchard Lane")
        await pilot.press("ctrl+o")
        await comes(pilot, "NOT LIKE THIS", "whose address is withheld")
        await pilot.press("m")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await until(pilot, lambda: "may not go out like this" in shown(pilot.app.screen))
    assert session.letters.of(made.child) == ()


async def test_no_post_hours_and_code_word_stand_above_the_page(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    view = session.people.person(made.mother)
    session.people.change_card(
        made.mother, view.version, view.card, dataclasses.replace(view.card, safety=("CODE_WORD",))
    )
    view = session.people.person(made.mother)
    assert view.contact is not None
    session.people.change_contact(
        made.mother, view.contact_version, view.contact, dataclasses.replace(view.contact, safe_hours="after 16:00")
    )
    async with seated(office, session, opened(made)) as (_, pilot):
        await comes(pilot, "Then it says here")
        await choose(pilot, "hold", "zahra")
        await type_text(pilot, "by post")
        await comes(pilot, "YES.")
        await pilot.press("ctrl+o")
        await comes(pilot, "When their message came")
        session.people.change_card(  # what is said meanwhile counts as well
            made.mother, view.version, view.card, dataclasses.replace(view.card, safety=("CODE_WORD", "NO_POST"))
        )
        await type_text(pilot, "Monday")
        await pilot.press("ctrl+o")
        text = await comes(pilot, "SAFETY", "after 16:00", "NOT LIKE THIS", "no post")
        assert "CODE WORD" in text.upper()


async def test_no_post_is_said_where_the_way_is_chosen(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    view = session.people.person(made.mother)
    session.people.change_card(
        made.mother, view.version, view.card, dataclasses.replace(view.card, safety=("NO_POST",))
    )
    async with seated(office, session, opened(made)) as (_, pilot):
        await comes(pilot, "Then it says here")
        await choose(pilot, "hold", "zahra")
        await comes(pilot, "YES.")
        await type_text(pilot, "by post")
        assert "As an exception" not in await comes(pilot, "NO.", "Their card says no post: hand it over")


async def test_a_lock_and_a_day_later_the_letter_goes_on_where_it_was(office: Office) -> None:
    made = add_family(office.officer)
    async with seated(office, office.officer, opened(made)) as (app, pilot):
        await comes(pilot, "Then it says here")
        await choose(pilot, "hold", "amina")
        await comes(pilot, "YES.")
        await pilot.press("ctrl+o")
        await comes(pilot, "When their message came")
        await type_text(pilot, "Monday morning")
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await until(pilot, lambda: "office" not in app._screen_stacks)
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter")
        await on_screen(pilot, "LetterScreen")
        await comes(pilot, "When their message came", "Monday morning", "C-0001")
        await pilot.press("escape", "escape")
        await comes(pilot, "YES.")
        await pilot.press("escape", "escape")
        await on_screen(pilot, "TodayScreen")
        await comes(pilot, "Unsaved", "letter")
    (draft,) = office.officer.drafts.offered()
    wanted = messages.LetterWanted(made.child, draft_id=draft.id)
    async with seated(office, office.officer, wanted) as (_, pilot):
        await comes(pilot, "YES.", "C-0001")
        await pilot.press("ctrl+o")
        await comes(pilot, "When their message came", "Monday morning")


async def test_what_went_out_is_read_word_for_word_in_the_case(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    send(session, wish(made), text="Dear all\n\nWhere is the plan?")
    async with seated(office, session, messages.CaseChosen(made.case)) as (_, pilot):
        await comes(pilot, "Reminder to Larchfield SEN team")
        await pilot.press("full_stop")
        await type_text(pilot, "where is the plan")
        await pilot.press("enter")
        await until(pilot, lambda: type(pilot.app.focused).__name__ == "RowList")
        await pilot.press("down", "enter")
        await comes(pilot, "Our reference C-0001", "Where is the plan?")


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_words_at_any_size(office: Office, words: str) -> None:
    session = office.officer
    child = add_person(session, dataclasses.replace(MOTHER, given_name=f"A {words}"[:150]))
    async with seated(office, session, messages.LetterWanted(child)) as (app, pilot):
        await comes(pilot, "Then it says here")
        await choose(pilot, "hold", "a")
        await comes(pilot, "YES.")
        for small in ((20, 5), (1, 1), (120, 40), (80, 24)):
            await pilot.resize_terminal(*small)
        await comes(pilot, "YES.")
        assert not set(shown(app.screen)) & {"\x1b", "\x00", "\x07", "\u202e"}


async def test_a_volunteer_is_offered_no_letter(office: Office) -> None:
    async with seated(office, office.volunteer, messages.DocumentWanted()) as (_, pilot):
        text = await comes(pilot, "Papers to hand out")
        assert "Write a letter" not in text


def test_every_letter_every_blank_and_every_reason_has_words() -> None:
    from iass_tui.rules.letters import letter

    for kind in LetterKind:
        assert letter_words(kind)
        assert set(letter(kind).places) <= set(PLACES)
    assert set(SENTENCES) == set(LetterReason)
    assert [one.code for one in way_choices()] == [Way.HAND, Way.POST, Way.EMAIL]


async def from_the_palette(pilot: Pilot[Any], typed: str) -> None:
    """Ctrl+P, and the first act that fits."""
    await pilot.press("ctrl+p")
    await on_screen(pilot, "CommandPalette")
    await type_text(pilot, typed)
    await comes(pilot, "Write a letter")
    await pilot.press("enter")


async def test_the_palette_writes_a_letter_about_whoever_is_open(office: Office) -> None:
    made = add_family(office.officer)
    for wish_, heading in (
        (messages.PersonChosen(made.child), "Amina Hassan   Letter"),
        (messages.CaseChosen(made.case), "Amina Hassan   C-0001   Letter"),
    ):
        async with seated(office, office.officer, wish_) as (_, pilot):
            await comes(pilot, "C-0001")
            await from_the_palette(pilot, "write a letter")
            await on_screen(pilot, "LetterScreen")
            await comes(pilot, heading)


@pytest.mark.parametrize(
    ("typed", "heading"), [("zahra", "Zahra Hassan   Letter"), ("c-1", "Amina Hassan   C-0001   Letter")]
)
async def test_the_palette_asks_by_find_whom_a_letter_is_about(office: Office, typed: str, heading: str) -> None:
    add_family(office.officer)
    async with seated(office, office.officer) as (app, pilot):
        await from_the_palette(pilot, "write a letter")
        await on_screen(pilot, "FindScreen")
        await comes(pilot, "Whom is the letter about?")
        await type_text(pilot, typed)
        text = await comes(pilot, "1 found")
        assert "Start a new enquiry" not in text
        await pilot.press("enter")
        await on_screen(pilot, "LetterScreen")
        await comes(pilot, heading)
        await pilot.press("escape", "escape")
        await on_screen(pilot, "FindScreen")
        assert isinstance(app.screen, FindScreen)
        assert app.screen.for_letter


async def test_a_volunteer_finds_no_letter_in_the_palette(office: Office) -> None:
    async with seated(office, office.volunteer) as (app, pilot):
        await pilot.press("ctrl+p")
        await on_screen(pilot, "CommandPalette")
        await type_text(pilot, "write a letter")
        await until(pilot, lambda: "No matches" in shown(app.screen) or "etter" in shown(app.screen))
        assert "Write a letter" not in shown(app.screen)
