"""The audit: narrowed by person, case, colleague, act and day; more on demand; made a document."""

from __future__ import annotations

import dataclasses

import pytest

from iass_tui.services.door import OfficeDoor
from iass_tui.services.views import AuditFilter, WrongPassphrase
from screens import messages
from screens.audit.page import AuditScreen
from screens.widgets.row_list import RowList
from screens.words.audit import KINDS, filter_words, kinds_of
from screens.words.reasons import reason_sentences
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.seated import asked, comes, seated
from tests.services.families import COVERING, add_family
from tests.services.offices import Office
from tests.services.test_packs import family


@pytest.mark.parametrize("size", SIZES)
async def test_who_looked_at_a_person(office: Office, size: tuple[int, int]) -> None:
    family = add_family(office.officer)
    office.colleague.people.person(family.child)
    async with seated(office, office.manager, messages.PersonChosen(family.child), size) as (_, pilot):
        await comes(pilot, "Amina Hassan", "Timeline")
        await pilot.press("a")
        text = await comes(pilot, "Only about Amina Hassan", "Olive Officer")
        line = next(line for line in text.splitlines() if "Olive Officer" in line)
        assert "Opened a person's record" in line
        assert "23 Nov 26 09:00" in line


async def test_an_officer_is_not_offered_it(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.PersonChosen(family.child)) as (_, pilot):
        await comes(pilot, "Timeline")
        await pilot.press("a", "question_mark")
        await on_screen(pilot, "KeysHelp")
        assert "who looked" not in shown(pilot.app.screen)


async def test_narrowing_by_colleague_act_and_day(office: Office) -> None:
    family = add_family(office.officer)
    office.colleague.people.person(family.child)
    with pytest.raises(WrongPassphrase):
        OfficeDoor(office.places).sign_in("omar", "not this")
    async with seated(office, office.manager, messages.AuditWanted()) as (_, pilot):
        await comes(pilot, "Everything, newest first", "Tried to sign in")
        await pilot.press("o")
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await comes(pilot, "What who did")
        await asked(pilot, "Choose")
        await pilot.press("o", "l", "enter")
        text = await comes(pilot, "Only by Olive Officer", "Opened a person's record", "Signed in")
        assert text.count("Olive") == 1  # above the list, and on none of its lines
        await pilot.press("o")
        await asked(pilot, "Choose")
        await pilot.press("3", "enter")
        await asked(pilot, "AskActs")
        await pilot.press("1", "enter")
        text = await comes(pilot, "Only by Olive Officer, who looked", "Opened a person's record")
        assert "Signed in" not in text
        await pilot.press("o")
        await asked(pilot, "Choose")
        await pilot.press("4", "enter")
        await asked(pilot, "AskSince")
        await pilot.press(*"24", "enter", *"11", "enter", *"2026", "enter")
        await comes(pilot, "since 24 November 2026", "Nothing is recorded about that.")
        await pilot.press("o")
        await asked(pilot, "Choose")
        await pilot.press("5", "enter")
        await comes(pilot, "Everything, newest first", "Tried to sign in")


async def test_narrowing_to_a_case_by_its_number(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.case(family.case)
    async with seated(office, office.manager, messages.AuditWanted()) as (app, pilot):
        await comes(pilot, "Everything")
        await until(pilot, lambda: office.manager.directory.is_ready)
        await pilot.press("o")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await asked(pilot, "Pick")
        await type_text(pilot, "c1")
        await comes(pilot, "C-0001")
        await pilot.press("enter")
        await comes(pilot, "Only about C-0001", "Opened a case")
        assert isinstance(app.screen, AuditScreen)
        assert app.screen.wanted == AuditFilter(case_id=family.case)


async def test_more_lines_come_on_demand_and_one_line_can_be_read_whole(office: Office) -> None:
    family = add_family(office.officer)
    for _ in range(80):
        office.officer.people.person(family.child)
    async with seated(office, office.manager, messages.AuditWanted()) as (app, pilot):
        await comes(pilot, "Everything")
        rows = app.screen.query_one(RowList)
        first = len(rows.rows)
        assert first < 60
        await pilot.press("end")
        await until(pilot, lambda: len(rows.rows) > first)
        await pilot.press("end")
        await until(pilot, lambda: len(rows.rows) > 85)
        numbers = [row.key for row in rows.rows]
        assert numbers == sorted(numbers, reverse=True)
        assert len(set(numbers)) == len(numbers)
        await pilot.press("end", "enter")
        await asked(pilot, "Notice")
        await comes(pilot, "of the audit", "2026, 09:00, by")


async def test_a_document_says_what_it_is_before_it_is_made(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.people.person(family.child)
    wish = messages.AuditWanted(AuditFilter(subject_id=family.child))
    async with seated(office, office.manager, wish) as (_, pilot):
        await comes(pilot, "Only about Amina Hassan")
        await pilot.press("m")
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await asked(pilot, "Confirm")
        await comes(pilot, "encrypted PDF", "The audit records", "that you took them out")
        await pilot.press("enter")
        await asked(pilot, "FileMade")
        (file,) = office.manager.packs.outbox()
        await comes(pilot, file.name, file.passphrase, "Never send the words the way you send the file")


async def test_without_the_permission_it_is_not_made(office: Office) -> None:
    office.manager.staff.set_permissions(office.manager.me.id, frozenset())
    session = office.sign_in("hannah")
    async with seated(office, session, messages.AuditWanted()) as (_, pilot):
        text = await comes(pilot, "Everything", "Signed in")
        assert "m make" not in text
        await pilot.press("m")
        assert type(pilot.app.screen).__name__ == "AuditScreen"


async def test_hostile_names_and_any_size(office: Office) -> None:
    family = add_family(office.officer)
    view = office.officer.people.person(family.child)
    bad = dataclasses.replace(view.card, given_name="[@click=app.quit]x[/]\x1b[31m", family_name="L" * 50_000)
    office.officer.people.change_card(family.child, view.version, view.card, bad)
    async with seated(office, office.manager, messages.AuditWanted(), (120, 40)) as (app, pilot):
        text = await comes(pilot, "Everything", "[@click=app.quit]")
        assert not set(text) & {"\x1b", "\x00"}
        for small in ((20, 5), (1, 1), (80, 24)):
            await pilot.resize_terminal(*small)
            await pilot.press("end", "home")
        await comes(pilot, "Everything")
        assert app.screen.query_one(RowList).row is not None


def test_every_act_is_of_one_kind() -> None:
    from iass_tui.rules.records.office import Act

    members = [act for _, acts in KINDS.values() for act in acts]
    assert sorted(members) == sorted(Act)
    assert kinds_of(frozenset()) == ()
    assert filter_words(AuditFilter(), "", "") == "Everything, newest first"


async def test_a_paper_for_the_family_is_read_before_it_is_made(office: Office) -> None:
    made = family(office.officer, 17)
    office.colleague.casework.case(made.case, COVERING)
    async with seated(office, office.manager, messages.AuditWanted(AuditFilter(subject_id=made.child))) as (_, pilot):
        await comes(pilot, "Opened a case")
        await pilot.press("m")
        await asked(pilot, "Choose")
        await comes(pilot, "A paper for the family")
        await pilot.press("1", "enter")
        await comes(pilot, "Who is it for?", "about themselves")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await comes(pilot, "Which print?")
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await comes(pilot, "No safeguarding concern", "an adviser, Olive Officer")
        await asked(pilot, "FamilyPaper")
        await pilot.press("tab", "enter")
        await comes(pilot, "The paper is made", "who-looked-C-0001")
    assert list(office.places.folder.outbox.glob("who-looked-C-0001*"))


@pytest.mark.parametrize("page", ["person", "case"])
async def test_the_same_paper_is_made_from_the_papers_of_a_person_and_of_a_case(office: Office, page: str) -> None:
    made = family(office.officer, 17)
    office.manager.access.give((made.case,), COVERING)
    wish = messages.PersonChosen(made.child) if page == "person" else messages.CaseChosen(made.case)
    async with seated(office, office.manager, wish) as (app, pilot):
        await comes(pilot, "Amina")
        await pilot.press("d")
        await on_screen(pilot, "PapersScreen")
        await comes(pilot, "Who looked at this file")
        app.screen.query_one(RowList).find("Who looked")
        await pilot.press("enter")
        await asked(pilot, "Choose")
        await comes(pilot, "Who is it for?", "about themselves")
        await pilot.press("1", "enter")
        await comes(pilot, "Which print?")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await asked(pilot, "FamilyPaper")
        await comes(pilot, "Omar Officer")
        await pilot.press("tab", "enter")
        await comes(pilot, "The paper is made", "who-looked-C-0001")


async def test_an_officer_is_not_offered_the_paper_of_who_looked(office: Office) -> None:
    made = family(office.officer, 17)
    async with seated(office, office.officer, messages.PersonChosen(made.child)) as (_, pilot):
        await comes(pilot, "Amina")
        await pilot.press("d")
        text = await comes(pilot, "Papers for", "Write a letter")
        assert "Who looked" not in text


async def test_what_a_colleague_did_is_reached_from_staff_and_stands_by_day_with_its_reasons(office: Office) -> None:
    made = family(office.officer, 17)
    office.colleague.casework.case(made.case, COVERING)
    async with seated(office, office.manager, messages.StaffWanted()) as (app, pilot):
        await comes(pilot, "Olive Officer")
        app.screen.query_one(RowList).find("Olive Officer")
        await pilot.press("a")
        text = await comes(pilot, "by Olive Officer", "23 November 2026", "Opened a case")
        assert "because: covering" in text
        assert "Omar Officer" not in text


async def test_an_officer_is_not_offered_what_colleagues_did(office: Office) -> None:
    async with seated(office, office.officer, messages.StaffWanted()) as (app, pilot):
        await comes(pilot, "Olive Officer")
        await pilot.press("a", "question_mark")
        await on_screen(pilot, "KeysHelp")
        assert "who looked" not in shown(app.screen)


async def test_whoever_may_not_have_the_familys_paper_is_told_why_in_words(office: Office) -> None:
    made = family(office.officer, 14)
    async with seated(office, office.manager, messages.AuditWanted(AuditFilter(subject_id=made.child))) as (_, pilot):
        await comes(pilot, "Only about")
        await pilot.press("m")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await comes(pilot, "Who is it for?", "about themselves")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await comes(pilot, "Which print?")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await comes(
            pilot, "They may not have this list", *reason_sentences(["RELEASE_ASSESS_COMPETENCE"])[0].split()[:4]
        )
    assert not list(office.places.folder.outbox.glob("who-looked*"))
