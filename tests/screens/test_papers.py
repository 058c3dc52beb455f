"""Papers in the app: read before they are made, in the print that was asked for, and recorded as given."""

from __future__ import annotations

import dataclasses

import pytest

from iass_tui.rules.papers import Paper, Way
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.office import Act
from iass_tui.services.paper_views import PaperWish
from screens import messages
from screens.widgets.row_list import RowList
from screens.words.papers import ABOUT, paper_words, way_words
from tests.documents.samples import bare
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import asked, comes, seated
from tests.screens.test_consent import FORM, fill_form
from tests.services.families import add_family, consent
from tests.services.offices import PASSPHRASE, Office
from tests.services.test_letters import send, wish
from tests.services.test_papers import filed, words_of
from tests.services.test_sharing import agree


@pytest.mark.parametrize("size", SIZES)
async def test_d_on_a_person_reads_their_form_and_makes_it_in_large_print(
    office: Office, size: tuple[int, int]
) -> None:
    made, _ = filed(office.officer)
    async with seated(office, office.officer, messages.PersonChosen(made.mother), size) as (_, pilot):
        await comes(pilot, "Zahra")
        await pilot.press("d")
        await on_screen(pilot, "PapersScreen")
        text = await comes(pilot, "Papers for Zahra Hassan", "Consent form, filled in", "Whom we may contact")
        assert "m make" not in text
        await pilot.press("enter")
        await comes(pilot, "Confidentiality Statement and Consent", "Nothing is made yet", "Please READ")
        assert office.officer.packs.outbox() == ()
        await pilot.press("m")
        await asked(pilot, "Choose")
        await comes(pilot, "Which print?")
        await pilot.press("2", "enter")
        await asked(pilot, "FileMade")
        (file,) = office.officer.packs.outbox()
        text = await comes(pilot, file.passphrase.split()[0], "Consent-form")
        assert "opens without words" not in text
        await pilot.press("enter")
        await comes(pilot, "Papers for Zahra Hassan")
    assert office.said()[0].act is not Act.REFUSED
    assert "ZahraHassan" in words_of(office, file)


async def test_d_on_a_case_asks_for_whom_and_a_refused_parent_gets_a_sentence(office: Office) -> None:
    made, _ = filed(office.officer)
    refusal = dataclasses.replace(
        consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=made.mother)), given_by=made.child
    )
    office.officer.consent.record(made.child, [refusal])
    async with seated(office, office.officer, messages.CaseChosen(made.case)) as (_, pilot):
        await comes(pilot, "C-0001")
        await pilot.press("d")
        await on_screen(pilot, "PapersScreen")
        await comes(pilot, "Whom we may contact")
        await pilot.press("down", "enter")
        await asked(pilot, "Choose")
        await comes(pilot, "Who is it for?", "about themselves", "Zahra Hassan")
        await pilot.press("2", "enter")
        await asked(pilot, "Notice")
        await comes(pilot, "refuses them access")
        await pilot.press("enter", "enter")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await comes(pilot, "This is what the page says", "Until when: 26 March 2032")


async def test_the_familys_timeline_is_among_the_papers_of_a_case_and_of_no_person(office: Office) -> None:
    made = add_family(office.officer)
    async with seated(office, office.officer, messages.DocumentWanted(made.child, made.case)) as (app, pilot):
        await comes(pilot, "Papers for", "The family's timeline")
        app.screen.query_one(RowList).go_to("TIMELINE")
        await pilot.press("enter")
        await on_screen(pilot, "TimetableScreen")
    async with seated(office, office.officer, messages.DocumentWanted(made.child)) as (_, pilot):
        assert "timeline" not in await comes(pilot, "Papers for", "Consent form")


async def test_p28_a_copy_of_the_policy_is_recorded_with_the_person(office: Office) -> None:
    made, _ = filed(office.officer)
    wish = messages.DocumentWanted(made.mother, kind="POLICY")
    async with seated(office, office.officer, wish) as (_, pilot):
        await comes(pilot, "IASS is a confidential service")
        await pilot.press("m")
        await asked(pilot, "Choose")
        await comes(pilot, "How do they get it?", "with the person")
        await pilot.press("2", "enter")
        await comes(pilot, "Which print?")
        await pilot.press("1", "enter")
        await asked(pilot, "FileMade")
        await comes(pilot, "iass paper policy -o FILE.pdf", "The paper is made")
        await pilot.press("enter")
        await comes(pilot, "Given already", "version 1, by post")
    (one,) = office.officer.papers.offer(made.mother).copies
    assert (one.copy.paper, one.copy.way) == (Paper.POLICY, Way.POST)


async def test_what_is_read_out_needs_no_paper(office: Office) -> None:
    made, _ = filed(office.officer)
    async with seated(office, office.officer, messages.DocumentWanted(made.mother, kind="SUMMARY")) as (_, pilot):
        await comes(pilot, "How we keep what you tell us private")
        await pilot.press("m")
        await asked(pilot, "Choose")
        await pilot.press("4", "enter")
        await comes(pilot, "Given already", "read out to them")
    assert office.officer.packs.outbox() == ()


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("blank consent", "Confidentiality Statement and Consent"),
        ("print the policy", "Confidentiality policy, version 1"),
        ("print the summary", "How we keep what you tell us private"),
    ],
)
async def test_the_palette_goes_straight_to_what_is_handed_out(office: Office, typed: str, heading: str) -> None:
    async with seated(office, office.officer) as (app, pilot):
        for _ in range(2):  # a second time too: a message can be posted once
            await pilot.press("ctrl+p")
            await on_screen(pilot, "CommandPalette")
            await type_text(pilot, typed)
            await until(pilot, lambda: "rint" in shown(app.screen))
            await pilot.press("enter")
            await on_screen(pilot, "PapersScreen")
            await comes(pilot, heading, "Nothing is made yet")
            await pilot.press("escape")
            await comes(pilot, "Papers to hand out")
            await pilot.press("escape")
            await on_screen(pilot, "TodayScreen")


async def test_a_volunteer_reads_a_paper_out_and_makes_none(office: Office) -> None:
    async with seated(office, office.volunteer, messages.DocumentWanted(kind="RIGHTS")) as (app, pilot):
        text = await comes(pilot, "Your information and your rights")
        assert "m make" not in text
        await pilot.press("m")
        assert type(app.screen).__name__ == "PapersScreen"
        await pilot.press("tab", "enter")
        assert type(app.screen).__name__ == "PapersScreen"


async def test_a_lock_brings_one_back_to_the_papers(office: Office) -> None:
    made, _ = filed(office.officer)
    async with seated(office, office.officer, messages.DocumentWanted(made.mother)) as (app, pilot):
        await comes(pilot, "Papers for Zahra")
        await pilot.press("enter")
        await comes(pilot, "Nothing is made yet")
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await until(pilot, lambda: "office" not in app._screen_stacks)
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter")
        await on_screen(pilot, "PapersScreen")
        await comes(pilot, "Papers for Zahra")


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_words_at_any_size(office: Office, words: str) -> None:
    made, _ = filed(office.officer, f"Zahra {words}"[:5_000])
    async with seated(office, office.officer, messages.DocumentWanted(made.mother)) as (app, pilot):
        await comes(pilot, "Papers for Zahra")
        await pilot.press("enter")
        await comes(pilot, "Nothing is made yet")
        for small in ((20, 5), (1, 1), (120, 40), (80, 24)):
            await pilot.resize_terminal(*small)
            await pilot.press("pagedown", "end", "home")
        await comes(pilot, "Nothing is made yet")
        assert not set(shown(app.screen)) & {"\x1b", "\x00", "\x07", "\u202e"}


def test_every_paper_and_every_way_has_words() -> None:
    assert set(ABOUT) == set(Paper)
    assert all(paper_words(one) for one in Paper)
    assert all(way_words(one) for one in Way)


async def test_the_form_goes_from_the_keyboard_to_a_page_that_says_what_was_typed(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.ConsentFormWanted(family.child)) as (_, pilot):
        await comes(pilot, "Amina Hassan")
        await fill_form(pilot, FORM)
        await pilot.press("ctrl+o")
        await comes(pilot, "Record this form?")
        await pilot.press("enter")
        await until(pilot, lambda: len(office.officer.people.person(family.mother).consents) > 2)
    for whose in (family.child, family.mother):
        wish = PaperWish(paper=Paper.FILLED_FORM, person_id=whose)
        text = words_of(office, office.officer.papers.make(wish))
        for said in (
            "It was read to me",  # P72
            "information about myself/my child will be – Yes",  # P73
            "secure database? – Yes",  # P78
            "communication by email – Yes",  # P79
            "communication by telephone – No",  # P80
            "Education Setting/provider: Lark",  # P85
            "Health Service: CLINIC",  # P86
            "Social Care – No",  # P88
            "Other (specify): IPSEA",  # P90
            "Name of Child/Young person Amina Hassan",  # P92
            "Date of Birth 27 March 2011",  # P93
            "Name of Parent Zahra Hassan",  # P94
            "Signed ZH",  # P95
            "Dated 23 November 2026",  # P96
        ):
            assert bare(said) in text, said


async def test_a_letter_of_no_case_stands_with_the_papers_of_whom_it_is_about_and_is_read_there(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    send(session, wish(made, case_id=None), text="Dear all\n\nWhere is the plan?")
    send(session, wish(made), text="Dear all\n\nThe second reminder.")
    async with seated(office, session, messages.PersonChosen(made.child)) as (_, pilot):
        await comes(pilot, "letter, Reminder to Larchfield SEN team")
        await pilot.press("d")
        text = await comes(pilot, "Letters that went out")
        assert text.count("Reminder to Larchfield SEN team") == 2
        await until(pilot, lambda: type(pilot.app.focused).__name__ == "RowList")
        await pilot.press("end", "enter")
        text = await comes(pilot, "Where is the plan?")
        assert "Make this paper" not in text
        assert "m make" not in text
        await pilot.press("escape")
        await comes(pilot, "Letters that went out")
        await pilot.press("home", "enter")
        await asked(pilot, "Choose")


async def test_enter_on_a_letter_of_the_persons_page_reads_it(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    send(session, wish(made, case_id=None), text="Dear all\n\nWhere is the plan?")
    async with seated(office, session, messages.PersonChosen(made.child)) as (app, pilot):
        await comes(pilot, "letter, Reminder to Larchfield SEN team")
        rows = app.screen.query_one(RowList)
        await until(pilot, lambda: app.focused is rows)
        await pilot.press("home")
        while not (rows.row and rows.row.key[0] == "letter"):
            await pilot.press("down")
        await pilot.press("enter")
        await on_screen(pilot, "PapersScreen")
        await comes(pilot, "Where is the plan?")
