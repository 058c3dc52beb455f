"""The plain face over the real services: what is heard, and the gates that nobody gets round by listening."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from iass_tui.plain.commands import EVERYWHERE
from iass_tui.plain.heard import of_line
from iass_tui.plain.reading import Reading
from iass_tui.rules.records.office import Act
from iass_tui.services.views import AuditFilter
from screens import messages
from screens.widgets.row_list import Row, RowList
from tests.plain.ears import Ears, hearing
from tests.services.families import CHILD, MOTHER, add_family, add_person
from tests.services.offices import PASSPHRASE, Office
from tests.services.test_concerns import BODY

PAGE = Path(__file__).parents[2] / "docs" / "plain.md"


async def test_a_person_is_read_out_with_what_to_take_care_of_before_the_phone_number(office: Office) -> None:
    made = add_family(office.officer)
    view = office.officer.people.person(made.mother)
    card = dataclasses.replace(MOTHER, safety=("NO_VOICEMAIL",))
    office.officer.people.change_card(made.mother, view.version, view.card, card)
    async with hearing(office, office.officer, messages.PersonChosen(made.mother)) as ears:
        said = await ears.prompted("Zahra Hassan", "07700 900123")
        assert said.index("SAFETY") < said.index("07700 900123")
        assert "1. Child, Amina Hassan" in said


async def test_a_colleagues_case_asks_why_before_a_word_of_it_is_read(office: Office) -> None:
    made = add_family(office.officer)
    async with hearing(office, office.colleague, messages.PersonChosen(made.child)) as ears:
        said = await ears.prompted("Amina Hassan")
        number = re.search(r"(\d+)\. C-0001", said)
        assert number
        said = await ears.say(number[1])
        assert "Omar Officer" in said
        assert "A place near home" not in said
        said = await ears.say("1")
        assert "A place near home" in await ears.prompted("A place near home")
    whys = [one.reasons for one in office.said() if one.act is Act.VIEW and one.case_id == made.case]
    assert ("COVERING",) in whys


async def test_nothing_is_said_of_a_colleagues_case_to_whoever_goes_back(office: Office) -> None:
    made = add_family(office.officer)
    async with hearing(office, office.colleague, messages.PersonChosen(made.child)) as ears:
        said = await ears.prompted("Amina Hassan")
        await ears.say(re.findall(r"(\d+)\. C-0001", said)[0], "back")
        assert "A place near home" not in "\n".join(ears.ears.heard)


async def test_a_line_that_is_no_word_says_so_and_asks_again(office: Office) -> None:
    async with hearing(office, office.officer) as ears:
        said = await ears.say("bananas")
        assert "bananas: not a word or a number that works here" in said
        assert said.endswith("Today: ?")


async def test_help_names_the_words_of_the_page_and_those_that_work_everywhere(office: Office) -> None:
    made = add_family(office.officer)
    async with hearing(office, office.officer, messages.PersonChosen(made.child)) as ears:
        said = await ears.say("help")
        assert "note, or n: Writes a note." in said
        assert all(f"\n{word}: " in said for word in EVERYWHERE)


async def test_long_lists_are_read_twenty_lines_at_a_time(office: Office) -> None:
    for number in range(30):
        add_person(office.officer, dataclasses.replace(CHILD, given_name=f"Child{number}"))
    async with hearing(office, office.officer, messages.FindWanted()) as ears:
        said = await ears.say("hassan")
        assert "20 of 31. More? Enter reads on." in said
        said = await ears.say("")
        assert said.count("Hassan") == 10


async def test_a_lock_throws_half_a_line_away_and_hears_the_passphrase_without_showing_it(office: Office) -> None:
    made = add_family(office.officer)
    async with hearing(office, office.officer, messages.PersonChosen(made.child)) as ears:
        await ears.prompted("Amina Hassan")
        said = await ears.say("lock")
        assert "Locked." in said
        assert (ears.ears.forgotten, ears.ears.hidden[-1]) == (1, True)
        assert "Amina" not in str(list(ears.app.talk.reading.told.values()))
        said = await ears.say("not this")
        assert "Error: That is not your passphrase" in said
        said = await ears.say(PASSPHRASE)
        assert "Amina Hassan" in await ears.prompted("Amina Hassan")
    assert Act.LOCK in {row.act for row in office.manager.audit.lines(AuditFilter(actor_id=office.officer.me.id))}


async def test_the_idle_lock_warns_and_comes_as_in_the_other_face(office: Office) -> None:
    async with hearing(office, office.officer) as ears:
        await ears.prompted("Today:")
        minutes = office.officer.facts.idle_minutes
        ears.steady.at = minutes * 60 - 30
        ears.app._tick()
        said = await ears.prompted("This locks in about a minute")
        said = await ears.say("")
        assert "You are still signed in" in said
        ears.steady.at += minutes * 60 + 1
        ears.app._tick()
        assert "Locked." in await ears.prompted("Locked.")


async def test_a_surname_that_is_a_word_of_ours_is_an_answer_after_an_equals_sign(office: Office) -> None:
    made = add_family(office.officer)
    async with hearing(office, office.officer, messages.CardWanted(made.child)) as ears:
        await ears.prompted("Given name")
        said = await ears.say("=Stop")
        assert "Family name" in said
        await ears.say("before")
        assert "Now: Stop" in await ears.prompted("Now: Stop")


async def test_the_end_of_what_can_be_read_signs_out_with_the_note_kept_as_a_draft(office: Office) -> None:
    made = add_family(office.officer)
    async with hearing(office, office.officer, messages.NoteWanted(made.case)) as ears:
        await ears.prompted("What was said and done")
        await ears.say("She rang about the bus.", "And about lunch.", ".")
        ears.type(b"")
        await ears.app.workers.wait_for_complete(
            [worker for worker in ears.app.workers if worker.group in ("talking", "locking")]
        )
    session = office.sign_in("omar")
    (offer,) = session.drafts.offered()
    assert session.drafts.read(offer.id)["text"] == "She rang about the bus.\nAnd about lunch."


async def test_what_is_said_in_between_ends_no_text(office: Office) -> None:
    made = add_family(office.officer)
    async with hearing(office, office.officer, messages.NoteWanted(made.case)) as ears:
        await ears.prompted("What was said and done")
        await ears.say("First.")
        ears.app.notify("Something in passing")
        await ears.prompted("Something in passing")
        await ears.say("Second.", ".")
        await ears.prompted("Who told us this?")
        assert ears.app.screen.query_one("#text").text == "First.\nSecond."  # type: ignore[attr-defined]


async def test_a_volunteer_raises_a_concern_from_any_prompt(office: Office) -> None:
    async with hearing(office, office.volunteer) as ears:
        await ears.prompted("Front desk")
        await ears.say("intake")
        said = await ears.say("concern")
        assert "ring 999" in said
        await ears.say("1", "", "1", "2", "He flinched.", ".")
        await ears.say("", "", "", "")
        assert "1. Send it to the safeguarding leads" in ears.text
        await ears.say("1")
    assert len(office.manager.concerns.waiting()) == 1


async def test_find_says_that_a_volunteers_role_finds_nobody(office: Office) -> None:
    async with hearing(office, office.volunteer) as ears:
        await ears.prompted("Front desk")
        assert "Your role finds nobody" in await ears.say("find")


async def test_a_recovery_sheet_is_printed_only_when_that_is_asked_for_and_typed_back_unseen(office: Office) -> None:
    async with hearing(office, office.manager, messages.KitWanted()) as ears:
        assert "2. Print the blank forms" in ears.text
        said = await ears.say("1")
        assert "two sheets in one scrollback open the office" in said
        assert not re.search(r"\b[A-Z2-7] [A-Z2-7] [A-Z2-7] [A-Z2-7]\b", said)
        said = await ears.say("show")
        assert re.findall(r"^(\d): (?:[A-Z2-7] ){3}[A-Z2-7]$", said, re.MULTILINE) == list("1234567")
        said = await ears.say("")
        assert ears.ears.hidden[-1]
        said = await ears.say("abcd")
        assert "Error: That is not what the sheet says" in said
        assert ears.ears.hidden[-1]
        assert "Nothing has changed: the sheets written so far open nothing" in await ears.say("back")


async def test_words_that_open_a_file_are_printed_only_when_that_is_asked_for(office: Office) -> None:
    async with hearing(office, office.manager, messages.TrainingWanted()) as ears:
        await ears.say("document")
        said = await ears.say("1")
        (file,) = office.manager.packs.outbox()
        assert "It opens with these words" in said
        assert file.passphrase not in said
        assert file.passphrase in await ears.say("show")


async def test_a_page_that_one_comes_back_to_is_not_printed_again(office: Office) -> None:
    made = add_family(office.officer)
    async with hearing(office, office.officer, messages.PersonChosen(made.mother)) as ears:
        await ears.prompted("07700 900123")
        await ears.say("consent")
        said = await ears.say("back")
        assert "Zahra Hassan" in said
        assert "07700 900123" not in said
        assert "07700 900123" in await ears.say("again")


@pytest.mark.parametrize("word", EVERYWHERE)
def test_the_handbook_lists_every_word(word: str) -> None:
    assert f"| `{word}` | {EVERYWHERE[word]} |" in PAGE.read_text(encoding="utf-8")


def test_the_handbook_lists_no_word_that_there_is_not() -> None:
    assert set(re.findall(r"^\| `([a-z]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)) == set(EVERYWHERE)


async def test_before_asks_the_question_before_again_with_its_answers_and_says_so_at_the_first(office: Office) -> None:
    async with hearing(office, office.officer, messages.IntakeWanted()) as ears:
        assert "There is no question before this one." in await ears.say("before")
        await ears.say("2")
        said = await ears.say("before")
        assert "How did they get in touch?" in said
        assert "Now: E-mail. Enter keeps it." in said
        assert "1. Telephone" in said


async def test_before_goes_back_within_a_form(office: Office) -> None:
    async with hearing(office, office.officer, messages.ConcernWanted()) as ears:
        await ears.say("1")
        said = await ears.say("before")
        assert "Now: A child, under 16. Enter keeps it." in said


async def test_a_long_list_is_read_on_where_it_was_left_for_another_page(office: Office) -> None:
    for number in range(30):
        add_person(office.officer, dataclasses.replace(CHILD, given_name=f"Child{number}"))
    async with hearing(office, office.officer, messages.FindWanted()) as ears:
        await ears.say("hassan", "3", "back")
        said = await ears.say("more")
        assert "\n20. " not in f"\n{said}"
        assert "\n21. " in f"\n{said}"


async def test_the_menu_is_read_in_parts_names_no_key_and_says_what_is_not_in_it(office: Office) -> None:
    async with hearing(office, office.officer) as ears:
        said = await ears.say("menu")
        assert "Enter reads on" in said
        assert "Ctrl" not in said
        assert "Enter stays here" in await ears.say("")
        assert "99: not in the menu." in await ears.say("99")
        number = next(line for line in (await ears.say("menu")).splitlines() if "Start an intake" in line).split(".")[0]
        assert "How did they get in touch?" in await ears.say(number)


async def test_what_stands_apart_on_screen_is_heard_apart_and_no_line_is_opened_by_enter(office: Office) -> None:
    async with hearing(office, office.manager) as ears:
        said = await ears.say("again")
        assert "My open cases: 0" in said
        assert "No backup yet. Its number says what to do" in said


async def test_the_words_that_work_everywhere_are_explained_once(office: Office) -> None:
    async with hearing(office, office.officer) as ears:
        await ears.say("help")
        said = await ears.say("help")
        assert "Everywhere: help, back, stop" in said
        assert "lock: locks at once" not in said
        await ears.say("again")
        assert "lock: locks at once" in await ears.say("help")


async def test_of_a_list_that_was_read_only_what_changed_is_read_again(office: Office) -> None:
    made = add_family(office.officer)
    async with hearing(office, office.officer, messages.ConsentWanted(made.child)) as ears:
        said = await ears.prompted("Save contact details")
        number = re.search(r"(\d+)\. Save contact details, not asked", said)
        assert number
        await ears.say(number[1], "1", "2", "1", "1", "1", "", "", "3", "", "", "", "")
        said = await ears.say("1")
        said = await ears.prompted("The rest is as before.")
        assert f"{number[1]}. Save contact details, given" in said
        assert "not asked" not in said


async def test_a_number_never_means_a_line_that_came_in_between(office: Office) -> None:
    async with hearing(office, office.manager) as ears:
        said = await ears.prompted("No backup yet")
        number = re.search(r"(\d+)\. .*No backup yet", said)
        assert number
        rows = ears.app.screen.query_one("#due", RowList)
        before = len(rows.rows)
        office.volunteer.concerns.raise_concern(BODY)
        today = ears.app.screen
        today.look()  # type: ignore[attr-defined]
        await ears.app.workers.wait_for_complete([one for one in ears.app.workers if one.group == "waiting"])
        assert len(rows.rows) > before
        said = await ears.say(number[1])
        assert "The list changed while you typed" in said
        assert ears.app.screen is today
        (now,) = re.findall(r"(\d+)\. .*No backup yet", await ears.say("again"))
        assert now != number[1]
        await ears.say(now)
        assert ears.app.screen is not today


async def test_a_line_that_went_is_not_passed_over_where_another_changed(office: Office) -> None:
    lines = Ears()
    reading, rows = Reading(lines), RowList(about_people=False)
    rows.rows = [Row(key, (words,)) for key, words in enumerate(("bus", "school", "doctor", "form"))]
    reading._list(rows)
    lines.heard.clear()
    rows.rows = [Row(0, ("bus",)), Row(1, ("school, late",)), Row(2, ("doctor",))]
    reading._list(rows)
    assert lines.heard == ["2. school, late", "Gone: 1. The rest is as before."]


async def test_a_page_named_like_its_only_question_is_named_once(office: Office) -> None:
    async with hearing(office, office.officer, messages.FindWanted()) as ears:
        assert (await ears.prompted("Any part of a name")).splitlines().count("Find") == 1


async def test_a_lock_over_a_sent_concern_leads_back_to_the_page_below(office: Office) -> None:
    made = add_family(office.officer)
    async with hearing(office, office.officer, messages.PersonChosen(made.child)) as ears:
        await ears.say("concern", "1", "", "1", "2", "She was afraid.", ".", "", "", "", "")
        await ears.say("1")
        assert "Its reference is S-" in await ears.prompted("press Enter")
        await ears.say("lock")
        assert "A safeguarding concern" not in await ears.say(PASSPHRASE)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("No backup yet. Enter says what to do", "No backup yet. Its number says what to do"),
        ("Who may receive the file, Enter: competence", "Who may receive the file, its number: competence"),
        ("Enter goes on, Del throws it away", "Its number goes on, throw away and its number throws it away"),
        ("Nothing changes. Esc stops at any time.", "Nothing changes. The word back stops at any time."),
        ("Each leaves as a file. Space marks.", "Each leaves as a file. "),
        ("Space: they are two people.", "Space and a number: they are two people."),
        ("until it is made (Ctrl+P, Recovery kit)", "until it is made (the word menu, Recovery kit)"),
        ("She said: Enter her name and press Tab", "She said: Enter her name and press Tab"),
    ],
)
def test_keys_that_nobody_presses_here_are_heard_as_words_and_numbers(shown: str, said: str) -> None:
    assert of_line(shown) == said


async def test_the_talk_in_the_handbook_is_what_is_heard(office: Office) -> None:
    add_family(office.officer)
    talk = PAGE.read_text(encoding="utf-8").split("```\n")[1].splitlines()
    async with hearing(office, office.officer, messages.FindWanted()) as ears:
        said = (await ears.prompted("Any part of a name")).splitlines()
        for line in talk:
            if line.startswith(">"):
                said = (await ears.say(line[2:])).splitlines()
            else:
                at = next((n for n, one in enumerate(said) if line in one), None)
                assert at is not None, f"not heard: {line}\nof: {said}"
                said = said[at + 1 :]
