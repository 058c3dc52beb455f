"""By what right someone may receive a file, by keys: a talk about competence, a signed paper."""

from __future__ import annotations

from iass_tui.rules.release import AuthorityFrom, Finding
from screens import messages
from tests.screens.driving import until
from tests.screens.seated import comes, seated
from tests.services.families import add_family
from tests.services.offices import Office


async def test_a_talk_is_recorded_question_by_question(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.ConsentWanted(family.child)) as (_, pilot):
        await comes(pilot, "Amina Hassan", "Who may receive the file")
        await pilot.press("end", "up", "enter")
        await comes(pilot, "Record a talk about it", "it serves one request")
        await pilot.press("enter")
        await comes(pilot, "Knows what a copy of")
        await pilot.press("ctrl+o")
        await comes(pilot, "There are 6 problems", "Choose what was found")
        await pilot.press("1")
        for _ in range(5):
            await pilot.press("1", "enter")
        await pilot.press("enter", "enter", "enter", "1", "ctrl+o")
        await comes(pilot, "they can decide this themselves", "not used yet")
    (found,) = office.officer.access_basis.read(family.child).findings
    assert (found.finding, found.knows_copy, found.free_of_pressure) == (Finding.COMPETENT, True, True)


async def test_an_authority_for_the_mother_is_recorded_and_taken_back(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.AuthorityWanted(family.child)) as (_, pilot):
        await comes(pilot, "Who signed it?")
        await pilot.press("1", "enter", "1", "enter", *"23", "tab", *"11", "tab", *"2026", "tab", "tab", "tab", "tab")
        await pilot.press(*"File", "ctrl+o")
        await until(pilot, lambda: office.officer.access_basis.read(family.child).authorities)
    (paper,) = office.officer.access_basis.read(family.child).authorities
    assert (paper.to_id, paper.given_by, paper.evidence) == (family.mother, AuthorityFrom.SUBJECT, "File")
    async with seated(office, office.officer, messages.StandingWanted(family.child)) as (_, pilot):
        await comes(pilot, "Zahra Hassan may receive it")
        await pilot.press("end", "enter")
        await comes(pilot, "Has it been taken back?")
        await pilot.press("tab", "enter")
        await comes(pilot, "taken back 23 Nov 2026")


async def test_a_wrong_link_is_taken_away_after_a_question(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.PersonChosen(family.child)) as (_, pilot):
        await comes(pilot, "Mother", "Zahra Hassan", "Timeline")
        await pilot.press("delete")
        await comes(pilot, "Take this link away?", "no longer shown as one family")
        await pilot.press("enter")
        await comes(pilot, "Mother", "Zahra Hassan")
        await pilot.press("delete")
        await comes(pilot, "Take this link away?")
        await pilot.press("tab", "enter")
        await comes(pilot, "nobody noted")
    assert office.officer.people.person(family.child).family == ()
