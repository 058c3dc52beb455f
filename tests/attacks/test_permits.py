"""A permit serves once, at once, for whom and for what it was given: for every path that takes one (P19, P33)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from db import case_store, contact_store, letter_store, people_store, sharing_store
from iass_tui.rules.papers import Way
from iass_tui.rules.records.casework import ContactBody, TaskBody
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.letters import LetterBody, LetterKind
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.sharing import Material
from iass_tui.rules.sharing import ForgedPermit, Permit, SpentPermit
from iass_tui.rules.wording import spoken_wording
from iass_tui.services import sharing_door
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, Problem
from tests.attacks.test_no_permission import PATHS, Made, differing, family, rows
from tests.services.families import CHILD, FACTS, Family, add_family, add_person, consent
from tests.services.offices import Office
from tests.services.test_joining import join
from tests.services.test_sharing import COUNCIL, TODAY, agree, question, take_back

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

NO_PERMIT = (ForgedPermit, SpentPermit, sharing_store.StalePermit)


def permit_of(session: OfficeSession, child: UUID, material: Material) -> Permit | None:
    """What the rule gives today for the council, if anything."""
    with session.desk.read() as connection:
        return sharing_door.decide(session, connection, child, question(material=material)).answer.permit


def permit_for(session: OfficeSession, made: Family, material: Material) -> Permit:
    """The same, of somebody who permitted it."""
    permit = permit_of(session, made.child, material)
    assert permit is not None
    return permit


def keep_contact(session: OfficeSession, unit: UnitOfWork, made: Family, permit: Permit) -> None:
    """A talk with the council in this family's case."""
    file = case_store.case_file(unit.connection, made.case)
    assert file is not None
    body = ContactBody(happened_on=TODAY, channel="TEL", minutes=5, with_agency=COUNCIL)
    contact_store.insert(session.desk, unit, session.desk.writing_key(file.key_id, "case", made.case), body, permit)


def keep_letter(session: OfficeSession, unit: UnitOfWork, made: Family, permit: Permit) -> None:
    """A letter to the council in this child's record."""
    found = people_store.state(unit.connection, made.child)
    assert found is not None
    body = LetterBody(
        kind=LetterKind.CHASER, version="1", subject="x", text="x", to=COUNCIL, reader="x", way=Way.POST, sent_on=TODAY
    )
    file = session.desk.writing_key(found[1], "person", made.child)
    letter_store.insert(session.desk, unit, file, body, permit=permit)


Keep = Callable[[OfficeSession, "UnitOfWork", Family, Permit], None]
PATHS_WITH_A_PERMIT: dict[str, tuple[Material, Keep]] = {
    "a contact": (Material.TALK, keep_contact),
    "a letter": (Material.LETTER, keep_letter),
}
BOTH = pytest.mark.parametrize("path", PATHS_WITH_A_PERMIT)


def passed_on(session: OfficeSession, permit: Permit, *keeps: tuple[Keep, Family]) -> None:
    """Records the sharing with this permit, and keeps these with it, in one act."""
    with session.desk.unit("casework") as unit:
        sharing_store.record_shared(session.desk, unit, permit, told="")
        for keep, made in keeps:
            keep(session, unit, made, permit)
        unit.say(AuditDetail(act=Act.CREATE, subject="sharing"))


def permitted(office: Office) -> Family:
    """A family that lets us be in touch with the council, and lets it have letters."""
    made = add_family(office.officer)
    agree(office.officer, made.child)
    return made


@BOTH
def test_used_as_it_was_given_it_serves(office: Office, path: str) -> None:
    session, made = office.officer, permitted(office)
    material, keep = PATHS_WITH_A_PERMIT[path]
    passed_on(session, permit_for(session, made, material), (keep, made))
    assert office.ask("SELECT (SELECT count(*) FROM contact) + (SELECT count(*) FROM letter)") == 1


@BOTH
def test_made_before_a_withdrawal_it_serves_no_more(office: Office, path: str) -> None:
    session, made = office.officer, permitted(office)
    material, keep = PATHS_WITH_A_PERMIT[path]
    permit = permit_for(session, made, material)
    take_back(office.colleague, made.child)
    before = rows(office)
    with pytest.raises(NO_PERMIT):
        passed_on(session, permit, (keep, made))
    assert differing(before, rows(office)) == set()


@BOTH
def test_used_before_a_withdrawal_it_keeps_nothing_after_it(office: Office, path: str) -> None:
    session, made = office.officer, permitted(office)
    material, keep = PATHS_WITH_A_PERMIT[path]
    permit = permit_for(session, made, material)
    passed_on(session, permit)
    take_back(office.colleague, made.child)
    before = rows(office)
    with pytest.raises(NO_PERMIT), session.desk.unit("casework") as unit:
        keep(session, unit, made, permit)
    assert differing(before, rows(office)) == set()


@BOTH
def test_for_one_person_it_does_not_serve_for_another(office: Office, path: str) -> None:
    session, made = office.officer, permitted(office)
    other = Family(child := add_person(session, CHILD), made.mother, session.casework.open_case(child, FACTS))
    material, keep = PATHS_WITH_A_PERMIT[path]
    before = rows(office)
    with pytest.raises(NO_PERMIT):
        passed_on(session, permit_for(session, made, material), (keep, other))
    assert differing(before, rows(office)) == set()


@BOTH
def test_it_keeps_one_thing_and_no_second(office: Office, path: str) -> None:
    session, made = office.officer, permitted(office)
    material, keep = PATHS_WITH_A_PERMIT[path]
    before = rows(office)
    with pytest.raises(NO_PERMIT):
        passed_on(session, permit_for(session, made, material), (keep, made), (keep, made))
    assert differing(before, rows(office)) == set()


@BOTH
def test_for_another_material_it_keeps_nothing(office: Office, path: str) -> None:
    session, made = office.officer, permitted(office)
    material, keep = PATHS_WITH_A_PERMIT[path]
    other = {Material.TALK: Material.LETTER, Material.LETTER: Material.TALK}[material]
    with pytest.raises(NO_PERMIT):
        passed_on(session, permit_for(session, made, other), (keep, made))


@BOTH
@pytest.mark.parametrize("is_first_kept", [True, False], ids=["into it", "into the other"])
@pytest.mark.parametrize("says_no", [0, 1], ids=["the one that permitted says no", "the other says no"])
@pytest.mark.parametrize("is_joined_first", [True, False], ids=["after the join", "before the join"])
def test_a_no_in_either_of_two_joined_records_ends_it_whichever_was_kept_and_whenever_it_was_said(
    office: Office, path: str, is_first_kept: bool, says_no: int, is_joined_first: bool
) -> None:
    session, made = office.officer, permitted(office)
    material, keep = PATHS_WITH_A_PERMIT[path]
    both = (made.child, add_person(session, dataclasses.replace(CHILD, given_name="Aminah")))
    kept, other = both if is_first_kept else both[::-1]
    if is_joined_first:
        join(session, kept, other)
        made = dataclasses.replace(made, child=kept)
    permit = permit_for(session, made, material)
    take_back(office.colleague, both[says_no])
    if not is_joined_first:
        join(session, kept, other)
    before = rows(office)
    with pytest.raises(NO_PERMIT):
        passed_on(session, permit, (keep, made))
    assert differing(before, rows(office)) == set()
    for one in both:  # nor does either of them get a new one
        assert permit_of(session, one, material) is None


@BOTH
@pytest.mark.parametrize("is_first_kept", [True, False], ids=["into it", "into the other"])
def test_where_neither_of_two_joined_records_says_no_what_one_permitted_serves(
    office: Office, path: str, is_first_kept: bool
) -> None:
    session, made = office.officer, permitted(office)
    material, keep = PATHS_WITH_A_PERMIT[path]
    both = (made.child, add_person(session, dataclasses.replace(CHILD, given_name="Aminah")))
    kept, other = both if is_first_kept else both[::-1]
    join(session, kept, other)
    made = dataclasses.replace(made, child=kept)
    passed_on(session, permit_for(session, made, material), (keep, made))
    assert office.ask("SELECT (SELECT count(*) FROM contact) + (SELECT count(*) FROM letter)") == 1


# A consent for something else, for every path that asks the door


def agreed_to_something_else(session: OfficeSession, child: UUID, what: str) -> None:
    """A Yes that does not reach the council today."""
    match what:
        case "another agency":
            agree(session, child, agency="EDU_SETTING", named="Ms Lark, Lark Rise Primary")
        case "news":
            for channel in (Purpose.MKT_EMAIL, Purpose.MKT_PHONE, Purpose.MKT_SMS, Purpose.MKT_POST):
                agree(session, child, channel, agency="")
        case "once":
            agree(session, child, one_off=True)
            session.sharing.share(child, question(), told="words", how="TEL")
        case "taken back":
            agree(session, child)
            take_back(session, child)


TO_THE_COUNCIL = [name for name in PATHS if "council" in name and "exception" not in name]


@pytest.mark.parametrize("what", ["another agency", "news", "once", "taken back"])
def test_a_yes_to_something_else_opens_no_path_to_the_council(office: Office, what: str) -> None:
    made = family(office, "ASKED_NOTHING")
    agreed_to_something_else(office.officer, made.child, what)
    assert open_paths(office, made, TO_THE_COUNCIL) == []


def test_a_yes_beyond_its_date_opens_no_path_to_the_council(office: Office) -> None:
    made = family(office, "ASKED_NOTHING")
    session, wording = office.officer, spoken_wording()
    until = dataclasses.replace(
        consent(Purpose.CONTACT_AGENCY, scope=Scope(agency="LA_SEN")),
        given_by=made.child,
        review_on=TODAY + timedelta(days=10),
        wording_version=wording.version,
        wording_hash=wording.sha256,
    )
    session.consent.record(made.child, [until])
    office.clock.forward(days=11)
    assert open_paths(office, made, [one for one in TO_THE_COUNCIL if "correct_note" not in one]) == []


def test_a_yes_to_one_way_of_news_opens_no_other_list(office: Office) -> None:
    made = family(office, "ASKED_NOTHING")
    agree(office.officer, made.mother, Purpose.SAVE_CONTACT, agency="")
    agree(office.officer, made.mother, Purpose.MKT_EMAIL, agency="")
    others = [name for name in PATHS if name.startswith("keeping_in_touch.export") and "MKT_EMAIL" not in name]
    assert open_paths(office, made, others) == []


def open_paths(office: Office, made: Made, names: list[str]) -> list[str]:
    """Those of these paths that are not refused, or leave something behind."""
    found = []
    for name in names:
        before = rows(office)
        try:
            PATHS[name](office.officer, made)
        except Problem:
            pass
        else:
            found.append(name)
        found += [f"{name} left {one}" for one in differing(before, rows(office))]
    return found


def test_p44_a_task_done_before_contact_was_taken_back_is_not_opened_again(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    task_id = session.casework.add_task(made.case, TaskBody(what="Ring her", reach_id=made.mother), None)
    session.casework.finish_task(task_id, 1)
    session.consent.withdraw(
        made.mother, Purpose.SAVE_CONTACT, Scope(), given_by=made.mother, given_on=TODAY, method="VERBAL"
    )
    (task,) = session.casework.case(made.case).tasks
    before = rows(office)
    with pytest.raises(NotAllowed) as no:
        session.casework.reopen_task(task_id, task.version)
    assert no.value.reasons == ("TASK_NO_CONTACT",)
    assert differing(before, rows(office)) == set()
