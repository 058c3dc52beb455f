"""The policy register by keys: a version drafted, approved, issued; families told; colleagues who read it; the log."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from iass_tui.app import OfficeApp
from iass_tui.rules.records.policies import AskedKind, HowTold, PolicyState
from screens import messages, policy_wishes
from screens.widgets.reader import Reader
from screens.widgets.row_list import RowList
from tests.screens import fakes
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import asked, comes, said, seated
from tests.services.families import add_family
from tests.services.first_contacts import FAMILY
from tests.services.offices import Office, agree_to_all
from tests.services.test_policy import drafted, issued
from tests.services.test_policy_issuing import newcomer

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("size", SIZES)
async def test_the_register_says_what_is_in_force_and_when_it_is_reviewed(
    office: Office, size: tuple[int, int]
) -> None:
    async with seated(office, office.volunteer, policy_wishes.PolicyWanted(), size) as (_, pilot):
        text = await comes(pilot, "Version 1 is in force since 23 November 2026", "Next review by 23 November 2027")
        assert "Begin a new version" not in text
        await pilot.press("enter")
        await on_screen(pilot, "PolicyVersionScreen")
        text = await comes(pilot, "IASS is a confidential service")
        assert "s status" not in text


async def test_a_version_is_written_approved_and_issued_by_keys(office: Office) -> None:
    add_family(office.officer)
    async with seated(office, office.manager, policy_wishes.PolicyWanted()) as (app, pilot):
        await comes(pilot, "Version 1 is in force")
        await pilot.press("plus")
        await on_screen(pilot, "PolicyDraftScreen")
        await until(pilot, lambda: getattr(app.screen, "is_filled", False))
        await type_text(pilot, "We keep it on our own computer.")
        await pilot.press("tab", "tab", "tab", "ctrl+end")
        await type_text(pilot, "One more line.")
        await pilot.press("ctrl+o")
        await on_screen(pilot, "PolicyVersionScreen")
        await comes(pilot, "Version 2", "draft", "ADDED", "One more line.", "own computer")
        await pilot.press("s")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await asked(pilot, "AskApproval")
        await pilot.press("2", "enter", "enter")
        await pilot.press("tab", "tab")
        await type_text(pilot, "Board 4/2026")
        await pilot.press("enter", "enter")
        await comes(pilot, "approved, to be issued", "the Advisory Board, 23 November 2026, Board 4/2026")
        await pilot.press("s")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await asked(pilot, "Confirm")
        await comes(pilot, "1 families are to be told")
        await pilot.press("tab", "enter")
        await on_screen(pilot, "PolicyIssuingScreen")
        await comes(pilot, "Version 2, issued 23 Nov 2026", "0 of 1 families", "Amina Hassan", "Council and agencies")
    assert office.officer.policy.in_force().text.endswith("One more line.")


async def test_a_version_that_says_the_same_is_not_approved_and_the_page_says_why(office: Office) -> None:
    version = drafted(office.manager, text=office.manager.policy.in_force().text)
    async with seated(office, office.manager, policy_wishes.PolicyVersionWanted(version)) as (_, pilot):
        await comes(pilot, "Version 2", "draft")
        await pilot.press("s")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await asked(pilot, "AskApproval")
        await pilot.press("1", "enter", "tab", "tab", "tab")
        await type_text(pilot, "A note of today")
        await pilot.press("enter")
        await comes(pilot, "That did not work", "It is word for word the version in force: note a review instead.")


async def test_unsaved_words_of_a_draft_survive_the_lock(office: Office) -> None:
    async with seated(office, office.manager, policy_wishes.PolicyDraftWanted()) as (app, pilot):
        await until(pilot, lambda: getattr(app.screen, "is_filled", False))
        await type_text(pilot, "Half a sen")
        await pilot.press("escape", "escape")
        await comes(pilot, "Unsaved", "new version of the policy")
    assert office.ask("SELECT count(*) FROM policy_version") == 1
    (offer,) = office.manager.drafts.offered()
    assert office.manager.drafts.read(offer.id)["changes"] == "Half a sen"
    office.manager.drafts.discard(offer.id)
    assert office.manager.policy.in_force().version == "1"


@pytest.mark.parametrize(("key", "how"), [("1", HowTold.COPY), ("2", HowTold.LINK), ("3", HowTold.BOTH)])
async def test_space_on_the_task_asks_how_the_family_was_told(office: Office, key: str, how: HowTold) -> None:
    made = add_family(office.officer)
    policy_id = issued(office.manager)
    office.officer.policy.acknowledge(policy_id)
    async with seated(office, office.officer) as (app, pilot):
        await comes(pilot, "Later")
        while "> Later" not in shown(app.screen):
            await pilot.press("down")
        await pilot.press("right")
        await comes(pilot, "> Mon 21 Dec", "Policy 2: tell the family")
        await pilot.press("space")
        await on_screen(pilot, "PolicyTellingScreen")
        text = await comes(pilot, "C-0001", "What changed: Our system is our own.")
        assert "By post" not in text
        await until(pilot, lambda: getattr(app.screen, "is_filled", False))
        await pilot.press(key, "enter")
        await pilot.press("1", "enter")
        await pilot.press("ctrl+o")
        await on_screen(pilot, "TodayScreen")
        await until(pilot, lambda: "Policy 2: tell the family" not in shown(app.screen))
    view = office.manager.policy.issuing(policy_id)
    assert view.figure.percent == 100
    assert [line.told.how for line in view.families if line.told] == [how]
    assert office.officer.casework.case(made.case).tasks[0].body.done_on == TODAY


async def test_one_family_after_another_is_told_without_looking_for_the_next(office: Office) -> None:
    for _ in range(3):
        add_family(office.officer)
    policy_id = issued(office.manager)
    office.officer.policy.acknowledge(policy_id)
    async with seated(office, office.officer, policy_wishes.PolicyIssueWanted(policy_id)) as (_, pilot):
        await comes(pilot, "> C-0001", "C-0003")
        for there in ("> C-0002", "> C-0003"):
            await pilot.press("space")
            await on_screen(pilot, "PolicyTellingScreen")
            await until(pilot, lambda: getattr(pilot.app.screen, "is_filled", False))
            await pilot.press("1", "enter", "1", "enter", "ctrl+o")
            await on_screen(pilot, "PolicyIssuingScreen")
            await comes(pilot, there)


async def test_p26_a_volunteer_who_puts_reading_off_finds_it_on_their_first_page(office: Office) -> None:
    issued(office.manager)
    app = OfficeApp(fakes.FakeDoor(), now=office.clock)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(messages.SignedIn(office.volunteer))
        await comes(pilot, "Version 2 of our confidentiality policy")
        await pilot.press("ctrl+t")
        await on_screen(pilot, "FrontDeskScreen")
        await comes(pilot, "Version 2 is in force: read it. Enter opens it")
        app.screen.query_one(RowList).focus()
        await pilot.press("home", "enter")
        await comes(pilot, "Version 2 of our confidentiality policy")
        await pilot.press("space")
        await on_screen(pilot, "FrontDeskScreen")
        await until(pilot, lambda: "read it" not in shown(app.screen))


@pytest.mark.parametrize("who", ["officer", "volunteer", "manager"])
async def test_p66_after_sign_in_a_new_version_is_read_and_acknowledged(office: Office, who: str) -> None:
    issued(office.manager)
    session = getattr(office, who)
    app = OfficeApp(fakes.FakeDoor(), now=office.clock)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(messages.SignedIn(session))
        await on_screen(pilot, "PolicyReadingScreen")
        await comes(pilot, "Version 2 of our confidentiality policy is in force", "Our system is our own.", "ADDED")
        reader = app.screen.query_one(Reader)
        assert reader._width == reader.scrollable_content_region.width  # no line is cut by the scrollbar
        await pilot.press("space")
        await until(pilot, lambda: len(app.screen_stack) == 1)
    assert session.policy.to_read() is None


async def test_p26_a_newcomer_reads_version_1_before_anything_else_and_may_put_it_off(office: Office) -> None:
    session = newcomer(office)
    for one in session.undertakings.owed():
        session.undertakings.agree(one.what, session.undertakings.text(one.what).sha256)
    app = OfficeApp(fakes.FakeDoor(), now=office.clock)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(messages.SignedIn(session))
        await on_screen(pilot, "PolicyReadingScreen")
        text = await comes(pilot, "Version 1 of our confidentiality policy is in force", "IASS is a confidential")
        assert "What changed" not in text
        await pilot.press("tab", "tab", "enter")
        await on_screen(pilot, "TodayScreen")
        await comes(pilot, "Version 1 is in force: read it")


async def test_a_draft_is_printed_from_its_page(office: Office) -> None:
    made = drafted(office.manager)
    async with seated(office, office.manager, policy_wishes.PolicyVersionWanted(made)) as (_, pilot):
        await comes(pilot, "Version 2", "draft")
        await pilot.press("m")
        await asked(pilot, "Choose")
        await comes(pilot, "Each page says that it is a draft")
        await pilot.press("1", "enter")
        await asked(pilot, "FileMade")
        await comes(pilot, "The paper is made")


async def test_a_letter_is_made_and_noted_as_sent(office: Office) -> None:
    policy_id = issued(office.manager)
    office.manager.policy.acknowledge(policy_id)
    async with seated(office, office.manager, policy_wishes.PolicyIssueWanted(policy_id)) as (_, pilot):
        await comes(pilot, "No family here is left to tell", "The council")
        await pilot.press("m")
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await asked(pilot, "FileMade")
        await pilot.press("enter")
        await comes(pilot, "letter made")
        await pilot.press("space")
        await asked(pilot, "AskSent")
        await pilot.press("2", "enter", "tab", "tab", "tab", "enter")
        await comes(pilot, "23 Nov 2026 post")


async def test_a_copy_is_asked_for_and_sent_and_a_number_is_refused(office: Office) -> None:
    async with seated(office, office.volunteer, policy_wishes.PolicyAskedWanted()) as (app, pilot):
        await comes(pilot, "Nothing waits")
        await pilot.press("plus")
        await on_screen(pilot, "PolicyAskScreen")
        await until(pilot, lambda: getattr(app.screen, "is_filled", False))
        await pilot.press("2", "enter", "1", "enter", "1", "enter")
        await pilot.press("tab", "tab", "tab")
        await type_text(pilot, "ring 07700 900123")
        await pilot.press("ctrl+o")
        await comes(pilot, "Leave out the number")
        await pilot.press("1", *["backspace"] * 17)
        await pilot.press("ctrl+o")
        await comes(pilot, "Waiting 1", "Copy of ICT standards", "due 7 Dec 2026")
        await pilot.press("up", "space")
        await asked(pilot, "AskSent")
        await pilot.press("3", "enter", "tab", "tab", "tab", "enter")
        await comes(pilot, "Done 1")
    (line,) = office.manager.policy.asked(questions=False)
    assert (line.asked.body.kind, line.asked.body.done_on) == (AskedKind.ICT, TODAY)


async def test_p71_a_question_stands_on_the_managers_first_page_until_it_is_answered(office: Office) -> None:
    async with seated(office, office.officer, policy_wishes.PolicyAskWanted(questions=True)) as (app, pilot):
        await until(pilot, lambda: getattr(app.screen, "is_filled", False))
        await pilot.press("2", "enter", "tab", "tab", "tab")
        await type_text(pilot, "Who reads our file? [/]")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: len(app.screen_stack) == 1)
    async with seated(office, office.manager) as (app, pilot):
        await comes(pilot, "About the policy, to be answered: 1")
        while "> Questions" not in shown(app.screen):
            await pilot.press("down")
        await pilot.press("enter")
        await comes(pilot, "Waiting 1", "Who reads our file? [/]")
        await pilot.press("space")
        await asked(pilot, "AskText")
        await type_text(pilot, "Your officer.")
        await pilot.press("tab", "enter")
        await comes(pilot, "Done 1")
    assert office.manager.policy.agenda().questions == 0


async def test_a_draft_cannot_be_issued_and_what_is_in_force_is_not_edited(office: Office) -> None:
    made = drafted(office.manager)
    async with seated(office, office.manager, policy_wishes.PolicyVersionWanted(made)) as (_, pilot):
        await comes(pilot, "draft")
        await pilot.press("s")
        text = await comes(pilot, "It was approved")
        assert "Issue it" not in text
    assert office.manager.policy.version(made).state is PolicyState.DRAFT


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_in_a_version_are_shown_as_they_stand(office: Office, size: tuple[int, int]) -> None:
    made = drafted(office.manager, text="\n".join((*HOSTILE[:-1], "L" * 20_000)), changes=HOSTILE[1])
    async with seated(office, office.manager, policy_wishes.PolicyVersionWanted(made), size) as (app, pilot):
        await comes(pilot, "draft", "[@click=app.quit]x[/]", "TAKEN OUT")
        await pilot.press("o", "end")
        await comes(pilot, "LLLLLL")
        assert len(app.screen_stack) == 2
    assert "\x1b" not in office.manager.policy.version(made).body.text


async def test_the_consents_page_says_on_which_version_each_was_given(office: Office) -> None:
    office.officer.policy.acknowledge(issued(office.manager))
    saved = office.officer.intake.finish(FAMILY)
    assert saved.person_id is not None
    async with seated(office, office.officer, messages.ConsentWanted(saved.person_id)) as (_, pilot):
        await comes(pilot, "given 23 November 2026, policy 2")


async def test_p63_the_review_is_reminded_of_on_the_first_page_and_noted_by_keys(office: Office) -> None:
    hannah, begun = office.manager, office.clock.now
    for days, words in (
        (305, "Policy      Review of the policy due in two months, by 23 November 2027"),
        (335, "Policy      Review of the policy due in a month, by 23 November 2027"),
        (358, "Policy      Review of the policy due in a week, by 23 November 2027"),
        (366, "Put right   Review of the policy overdue since 23 November 2027"),
    ):
        office.clock.now = begun + timedelta(days=days)
        agree_to_all(hannah)
        async with seated(office, hannah) as (_, pilot):
            await comes(pilot, words)
    async with seated(office, hannah, policy_wishes.PolicyWanted()) as (_, pilot):
        await comes(pilot, "overdue since 23 November 2027")
        await pilot.press("enter")
        await on_screen(pilot, "PolicyVersionScreen")
        await comes(pilot, "Version 1", "s status")
        await pilot.press("s")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await asked(pilot, "AskApproval")
        await comes(pilot, "The next review is due a year after this day")
        await pilot.press("1", "enter", *"20", "enter", "enter", "enter")
        await type_text(pilot, "Team meeting 11/2027")
        await pilot.press("enter", "enter")
        await said(pilot, "Review noted")
        await comes(pilot, "Last reviewed", "20 November 2027", "Team meeting 11/2027")
        await pilot.press("escape")
        await comes(pilot, "Next review by 20 November 2028")
    async with seated(office, hannah) as (app, pilot):
        await comes(pilot, "My open cases")
        assert "Review of the policy" not in shown(app.screen)


async def test_p64_a_review_before_the_year_is_called_for_by_keys(office: Office) -> None:
    async with seated(office, office.manager, policy_wishes.PolicyWanted()) as (_, pilot):
        await comes(pilot, "Next review by 23 November 2027")
        await pilot.press("enter")
        await on_screen(pilot, "PolicyVersionScreen")
        await comes(pilot, "Version 1", "s status")
        await pilot.press("s")
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await asked(pilot, "AskCall")
        await pilot.press("1", "enter")
        await type_text(pilot, "The Act of 2026, section 4")
        await pilot.press(*["enter"] * 5)
        await said(pilot, "The review is due now")
        await pilot.press("escape")
        await comes(pilot, "called for: a change in the law about data", "The Act of 2026, section 4")
    async with seated(office, office.manager) as (_, pilot):
        await comes(pilot, "Put right   Review of the policy due today")
