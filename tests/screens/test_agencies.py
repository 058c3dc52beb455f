"""The directory by keys: finding, adding, retiring; who works with a family; whom a consent names."""

from __future__ import annotations

import dataclasses
from datetime import date
from uuid import UUID

import pytest

from iass_tui.rules.consent import fold
from iass_tui.rules.records.agencies import AgencyCard, Involved, Involvement
from iass_tui.rules.records.consents import Decision, Purpose, Scope
from screens import messages
from screens.words.agencies import contact_words
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.seated import asked, comes, seated
from tests.services.families import add_family, consent
from tests.services.offices import Office

SCHOOL = AgencyCard(code="EDU_SETTING", organisation="Lark [/] Rise", phone="020 7946 0000")
SENCO = AgencyCard(code="SENCO", organisation="Lark [/] Rise", person="Ms Oz")
CLINIC = AgencyCard(code="CAMHS", organisation="Canal Street Clinic", phone="020 7946 0999")


def filled(office: Office) -> list[UUID]:
    """A directory of three."""
    return [office.officer.agencies.add(card) for card in (SCHOOL, SENCO, CLINIC)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_directory_narrows_as_one_types_and_opens_an_entry(office: Office, size: tuple[int, int]) -> None:
    filled(office)
    async with seated(office, office.officer, messages.AgenciesWanted(), size) as (_, pilot):
        text = await comes(pilot, "Lark [/] Rise: Ms Oz", "Canal Street Clinic", "020 7946 0999")
        assert text.index("Canal") < text.index("Lark")
        await type_text(pilot, "lark oz")
        await until(pilot, lambda: "Canal" not in shown(pilot.app.screen))
        assert "1 of 3" in shown(pilot.app.screen)
        await pilot.press("enter")
        await on_screen(pilot, "AgencyScreen")
        await comes(pilot, "Ms Oz, Lark [/] Rise", "SENCO", "No family is noted.")


async def test_an_entry_is_added_and_a_likeness_is_asked_about_first(office: Office) -> None:
    filled(office)
    async with seated(office, office.officer, messages.AgencyFormWanted()) as (_, pilot):
        await on_screen(pilot, "AgencyFormScreen")
        await pilot.press("ctrl+o")
        await comes(pilot, "Choose what kind it is", "Write the name of the organisation")
        form = pilot.app.screen
        form.field("code").text = "EDU_SETTING"  # type: ignore[attr-defined]
        form.field("organisation").aim()  # type: ignore[attr-defined]
        await type_text(pilot, "lark rise")
        await pilot.press("ctrl+o")
        await asked(pilot, "Confirm")
        await comes(pilot, "Lark [/] Rise has the same name")
        await pilot.press("enter")
        await on_screen(pilot, "AgencyFormScreen")
        assert len(office.officer.agencies.all()) == 3
        await type_text(pilot, " college")
        await pilot.press("ctrl+o")
        await on_screen(pilot, "TodayScreen")
    assert [one.card.organisation for one in office.officer.agencies.all()][-1] == "lark rise college"


async def test_an_entry_is_changed_retired_and_brought_back(office: Office) -> None:
    school = office.officer.agencies.add(SCHOOL)
    async with seated(office, office.officer, messages.AgencyChosen(school)) as (_, pilot):
        await comes(pilot, "Lark [/] Rise", "020 7946 0000")
        await pilot.press("e")
        await on_screen(pilot, "AgencyFormScreen")
        await until(pilot, lambda: pilot.app.screen.is_filled)  # type: ignore[attr-defined]
        pilot.app.screen.field("job").aim()  # type: ignore[attr-defined]
        await type_text(pilot, "front office")
        await pilot.press("ctrl+o")
        await on_screen(pilot, "AgencyScreen")
        await comes(pilot, "front office")
        await pilot.press("s")
        await asked(pilot, "Confirm")
        await pilot.press("enter")
        await comes(pilot, "RETIRED: This entry is not offered any more")
        assert office.officer.agencies.all() == ()
        await pilot.press("s")
        await until(pilot, lambda: "RETIRED:" not in shown(pilot.app.screen))
    assert [one.card.job for one in office.officer.agencies.all()] == ["front office"]


async def test_a_volunteer_finds_how_to_reach_an_agency_and_no_family(office: Office) -> None:
    filled(office)
    family = add_family(office.officer)
    clinic = office.officer.agencies.all()[0]
    office.officer.agencies.involve(family.child, clinic.id, Involvement(stands=Involved.NOW))
    async with seated(office, office.volunteer, messages.AgenciesWanted()) as (_, pilot):
        text = await comes(pilot, "Canal Street Clinic")
        assert "Add an organisation" not in text
        await pilot.press("enter")
        await on_screen(pilot, "AgencyScreen")
        text = await comes(pilot, "020 7946 0999")
        assert "Amina" not in text
        assert "famil" not in text
        await pilot.press("e", "s")
        await comes(pilot, "020 7946 0999")
        assert "AgencyScreen" in type(pilot.app.screen).__name__


async def test_who_works_with_a_child_is_noted_from_the_directory_and_ended_by_key(office: Office) -> None:
    filled(office)
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.PersonChosen(family.child)) as (_, pilot):
        await comes(pilot, "Involved: nobody noted, + adds an agency")
        await pilot.press("plus")
        await asked(pilot, "PickAgency")
        await type_text(pilot, "oz")
        await pilot.press("enter")
        await on_screen(pilot, "InvolvedScreen")
        await comes(pilot, "Lark [/] Rise: Ms Oz")
        await pilot.press("ctrl+o")
        await comes(pilot, "Choose how they stand to the family")
        await pilot.press("1", "1", "ctrl+o")
        await on_screen(pilot, "PersonScreen")
        text = await comes(pilot, "Involved 1")
        line = next(line for line in text.splitlines() if "Ms Oz" in line)
        assert "now" in line
        assert "ASK FIRST" in line
        await until(
            pilot, lambda: pilot.app.screen.query_one("#lines").go_to(("involved", _line(office, family.child)))
        )
        await pilot.press("space")
        await asked(pilot, "Confirm")
        await pilot.press("enter")
        await comes(pilot, "no longer", "until 23 November 2026")
        await pilot.press("enter")
        await on_screen(pilot, "InvolvedScreen")
    (one,) = office.officer.agencies.of(family.child)
    assert (one.body.stands, one.body.since) == (Involved.PAST, date(2026, 11, 23))


def _line(office: Office, person: UUID) -> UUID:
    return office.officer.agencies.of(person)[0].id


async def test_an_agency_that_is_not_in_the_directory_is_added_for_the_family_straight_away(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.PersonChosen(family.child)) as (_, pilot):
        await comes(pilot, "Involved: nobody")
        await pilot.press("plus")
        await asked(pilot, "PickAgency")
        await pilot.press("enter")
        await on_screen(pilot, "AgencyFormScreen")
        form = pilot.app.screen
        form.field("code").text = "SALT"  # type: ignore[attr-defined]
        form.field("organisation").text = "Hill Clinic"  # type: ignore[attr-defined]
        await pilot.press("ctrl+o")
        await comes(pilot, "Choose how they stand to the family")
        form.field("stands").text = "SOON"  # type: ignore[attr-defined]
        await pilot.press("ctrl+o")
        await on_screen(pilot, "PersonScreen")
        await comes(pilot, "soon         ASK FIRST   Hill Clinic", "Involved 1, + adds an agency")


async def test_a_consent_takes_its_name_from_the_directory(office: Office) -> None:
    filled(office)
    family = add_family(office.officer)
    wish = messages.DecisionWanted(family.child, "CONTACT_AGENCY", "GIVEN", "EDU_SETTING")
    async with seated(office, office.officer, wish) as (_, pilot):
        await comes(pilot, "From the directory")
        form = pilot.app.screen
        await until(pilot, lambda: form.is_filled)  # type: ignore[attr-defined]
        labels = [one.label for one in form.field("entry").list.choices]  # type: ignore[attr-defined]
        assert labels == ["Lark [/] Rise", "Lark [/] Rise: Ms Oz"]
        form.field("entry").aim()  # type: ignore[attr-defined]
        await pilot.press("down", "down")
        await until(pilot, lambda: form.field("named").text == "Ms Oz, Lark [/] Rise")  # type: ignore[attr-defined]


async def test_the_persons_page_says_whom_we_may_contact(office: Office) -> None:
    school, senco, clinic = filled(office)
    family = add_family(office.officer)
    mine = office.officer
    for agency in (school, senco, clinic):
        mine.agencies.involve(family.child, agency, Involvement(stands=Involved.NOW))
    named = Scope(agency="EDU_SETTING", named="Lark [/] Rise")
    no = Scope(agency="HEALTH", named="Canal Street Clinic")
    yes = consent(Purpose.CONTACT_AGENCY, scope=named)
    mine.consent.record(
        family.child,
        [
            dataclasses.replace(yes, wording_version="1", wording_hash="00", given_by=family.child),
            consent(Purpose.CONTACT_AGENCY, Decision.REFUSED, scope=no),
        ],
    )
    state = fold(mine.people.person(family.child).consents, mine.today_date())
    said = {one.agency.full_name: contact_words(one, state) for one in mine.agencies.of(family.child) if one.agency}
    assert said == {
        "Canal Street Clinic": "SAID NO",
        "Lark [/] Rise": "may contact",
        "Ms Oz, Lark [/] Rise": "may contact",
    }
