"""One contact in the cases of several brothers and sisters: entered once, kept in each, gone with each alone."""

from __future__ import annotations

import dataclasses
from datetime import date
from uuid import UUID

import pytest

from db import contact_store
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.agencies import AgencyCard
from iass_tui.rules.records.casework import ContactBody, NoteBody, ProvidedBy
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.records.sharing import Passing, Recipient, RecipientKind
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import AuditFilter, NotAllowed
from tests.services.families import CHILD, FACTS, Family, add_family, add_person, set_state
from tests.services.offices import Office
from tests.services.test_consent import withdraw
from tests.services.test_erasing import everywhere, make_kit
from tests.services.test_sharing import agree

DAY = date(2026, 11, 20)
TALK = ContactBody(happened_on=DAY, channel="TEL", minutes=21, travel=12, volunteer_minutes=8)
WORDS = "Amina is anxious; Bilal has a new teacher"
RANG = NoteBody(text=WORDS, channel="TEL", minutes=20, happened_on=DAY)
BROTHER = dataclasses.replace(CHILD, given_name="Bilal", born=PartialDate(2013, 2, 2))


def add_brother(session: OfficeSession, made: Family, relation: str = "MOT") -> tuple[UUID, UUID]:
    """A brother of Amina's by the same mother, with a case of his own; his id and the case's."""
    brother = add_person(session, BROTHER)
    session.people.link(brother, made.mother, FamilyTie(relation=relation, responsibility="YES"))
    return brother, session.casework.open_case(brother, FACTS)


def contacts(session: OfficeSession, case: UUID) -> list[ContactBody]:
    with session.desk.read() as connection:
        rows = contact_store.select(connection, case)
        opened, lost = contact_store.opened(rows, session.desk.keys(contact_store.places(rows)))
    assert lost == 0
    return [one.body for one in opened]


def test_the_open_cases_of_brothers_and_sisters_are_offered_and_nobody_elses(office: Office) -> None:
    session = office.officer
    made = add_family(session)
    assert session.casework.sibling_cases(made.case) == ()
    _, case = add_brother(session, made)
    add_family(session)
    (offered,) = session.casework.sibling_cases(made.case)
    assert (offered.case_id, offered.name) == (case, "Bilal Hassan")
    stored = session.casework.case(case)
    session.casework.close_case(case, stored.version, closure="C01", outcomes=("O01",), words="Done")
    assert session.casework.sibling_cases(made.case) == ()


@pytest.mark.parametrize("relation", ["SOCW", "FOS"])
def test_sharing_a_social_worker_or_a_foster_carer_makes_nobody_a_sibling(office: Office, relation: str) -> None:
    session = office.officer
    made = add_family(session)
    _, other = add_brother(session, made, relation)
    assert session.casework.sibling_cases(other) == ()
    assert session.casework.sibling_cases(made.case) == ()


def test_one_talk_stands_in_each_case_under_its_own_key_and_in_one_entry(office: Office) -> None:
    session = office.officer
    made = add_family(session)
    _, case = add_brother(session, made)
    before = office.ask("SELECT count(*) FROM audit_entry")
    session.casework.add_contact(made.case, dataclasses.replace(TALK, with_id=made.mother), also=(case,))
    assert office.ask("SELECT count(*) FROM audit_entry") == before + 1
    assert office.ask("SELECT count(DISTINCT file_key_id) FROM contact") == 2
    (mine,), (his,) = contacts(session, made.case), contacts(session, case)
    assert mine == his
    assert mine.joint_id is not None
    assert (mine.minutes, mine.travel, mine.volunteer_minutes) == (25, 15, 10)
    assert session.casework.case(case).contacts[0].body.with_id == made.mother
    for one in (made.case, case):
        acts = [row.act for row in office.manager.audit.lines(AuditFilter(case_id=one), limit=100)]
        assert "CREATE" in acts


def test_one_note_stands_in_each_case_and_its_task_in_one(office: Office) -> None:
    session = office.officer
    made = add_family(session)
    brother, case = add_brother(session, made)
    body = dataclasses.replace(RANG, provided_by_id=made.mother, action="Ring the school", about=(made.child,))
    session.casework.add_note(made.case, body, also=(case,))
    mine, his = session.casework.case(made.case), session.casework.case(case)
    assert [len(one.notes) for one in (mine, his)] == [1, 1]
    assert [len(one.tasks) for one in (mine, his)] == [1, 0]
    assert mine.notes[0].rows[0].body.about == (made.child, brother)
    assert his.notes[0].rows[0].body.about == (brother, made.child)
    sheet = session.handover.read(case).sheet
    assert WORDS in sheet.progress[0].words
    assert sheet.last_spoke is not None


def test_a_correction_and_a_mark_of_error_go_to_each_case(office: Office) -> None:
    session = office.officer
    made = add_family(session)
    _, case = add_brother(session, made)
    first = dataclasses.replace(RANG, provided_by_id=made.mother, action="Ring")
    note_id = session.casework.add_note(made.case, first, also=(case,))
    his_note = session.casework.case(case).notes[0].note_id
    # from the brother's side: the task stays where it is
    session.casework.correct_note(his_note, dataclasses.replace(first, minutes=40, action="Write"))
    assert [one.minutes for one in (*contacts(session, made.case), *contacts(session, case))] == [40, 40]
    assert [one.body.what for one in session.casework.case(made.case).tasks] == ["Write"]
    assert session.casework.case(case).tasks == ()
    session.casework.mark_in_error(note_id, "Another family")
    assert session.casework.case(made.case).notes[0].in_error
    assert session.casework.case(case).notes[0].in_error


def test_p32_what_a_child_tells_us_stays_in_that_childs_own_case(office: Office) -> None:
    session = office.officer
    made = add_family(session)
    brother, case = add_brother(session, made)
    childs = dataclasses.replace(TALK, with_whom=ProvidedBy.CHILD, with_id=made.child)
    brothers = dataclasses.replace(TALK, with_whom=ProvidedBy.OTHER, with_id=brother)
    for body in (childs, brothers):
        with pytest.raises(NotAllowed) as no:
            session.casework.add_contact(made.case, body, also=(case,))
        assert no.value.reasons == ("JOINT_CHILDS_OWN",)
    note = dataclasses.replace(RANG, provided_by=ProvidedBy.CHILD, provided_by_id=made.child)
    with pytest.raises(NotAllowed):
        session.casework.add_note(made.case, note, also=(case,))
    note_id = session.casework.add_note(made.case, dataclasses.replace(RANG, provided_by_id=made.mother), also=(case,))
    with pytest.raises(NotAllowed):  # nor may it become so
        session.casework.correct_note(note_id, note)
    assert office.ask("SELECT count(*) FROM note") == 2


def test_a_case_that_is_not_of_the_family_takes_nothing(office: Office) -> None:
    session = office.officer
    made, other = add_family(session), add_family(session)
    with pytest.raises(NotAllowed) as no:
        session.casework.add_contact(made.case, dataclasses.replace(TALK, with_id=made.mother), also=(other.case,))
    assert no.value.reasons == ("JOINT_NOT_THEIRS",)
    assert office.ask("SELECT count(*) FROM contact") == 0


def test_p33_a_school_is_talked_to_about_each_child_with_that_childs_permission(office: Office) -> None:
    session = office.officer
    made = add_family(session)
    brother, case = add_brother(session, made)
    listed = session.agencies.add(AgencyCard(code="SENCO", organisation="Lark Rise Primary", person="Ms Lark"))
    named = {"agency": "EDU_SETTING", "named": "Lark Rise Primary"}
    school = Recipient(kind=RecipientKind.AGENCY, agency_id=listed, code="SENCO", named="Ms Lark")
    body = dataclasses.replace(TALK, with_whom=ProvidedBy.PROFESSIONAL, with_agency=school)
    told = Passing(words="That both are anxious")
    agree(session, made.child, **named)
    with pytest.raises(NotAllowed, match="In C-0002"):
        session.casework.add_contact(made.case, body, passing=told, also=(case,))
    assert office.ask("SELECT count(*) FROM contact") == 0
    agree(session, brother, **named)
    session.casework.add_contact(made.case, body, passing=told, also=(case,))
    assert [len(session.sharing.record(one).lines) for one in (made.child, brother)] == [1, 1]


def test_while_the_brothers_record_is_frozen_his_case_is_not_offered_and_his_part_stays(office: Office) -> None:
    session = office.officer
    made = add_family(session)
    brother, case = add_brother(session, made)
    body = dataclasses.replace(RANG, provided_by_id=made.mother)
    note_id = session.casework.add_note(made.case, body, also=(case,))
    set_state(session, brother, PersonState.FROZEN)
    assert session.casework.sibling_cases(made.case) == ()
    session.casework.correct_note(note_id, dataclasses.replace(body, minutes=45))
    assert [one.minutes for one in (*contacts(session, made.case), *contacts(session, case))] == [45, 20]


def test_the_childs_copy_proposes_to_leave_out_what_is_about_a_brother_too(office: Office) -> None:
    session = office.officer
    made = add_family(session)
    _, case = add_brother(session, made)
    body = dataclasses.replace(RANG, provided_by_id=made.mother)
    session.casework.add_note(made.case, body, also=(case,))
    session.casework.add_note(made.case, dataclasses.replace(body, text="Of Amina alone"))
    notes = {one.text: one for one in session.packs.offer(made.child, None).items if one.kind == "Note"}
    joint = next(one for words, one in notes.items() if WORDS in words)
    alone = next(one for words, one in notes.items() if "Of Amina alone" in words)
    assert (joint.proposed, joint.locked) == ("WITHHOLD", False)
    assert "ITEM_ABOUT_ANOTHER_CHILD" in joint.reasons
    assert alone.proposed == "INCLUDE"


def test_the_mothers_own_copy_holds_it_once(office: Office) -> None:
    session = office.officer
    made = add_family(session)
    _, case = add_brother(session, made)
    session.casework.add_note(made.case, dataclasses.replace(RANG, provided_by_id=made.mother), also=(case,))
    session.casework.add_contact(made.case, dataclasses.replace(TALK, with_id=made.mother), also=(case,))
    items = session.packs.offer(made.mother, None).items
    assert [one.kind for one in items if one.kind in ("Note", "Contact")].count("Note") == 1
    assert [one.kind for one in items if one.kind in ("Note", "Contact")].count("Contact") == 1


def test_p47_destroyed_for_the_one_it_stays_for_the_other(office: Office) -> None:
    session = office.officer
    made = add_family(session)
    _, case = add_brother(session, made)
    body = dataclasses.replace(RANG, provided_by_id=made.mother)
    note_id = session.casework.add_note(made.case, body, also=(case,))
    session.casework.add_contact(made.case, dataclasses.replace(TALK, with_id=made.mother), also=(case,))
    keys = {
        office.ask(f"SELECT hex(file_key_id) FROM {table} WHERE case_id = ?", made.case.bytes)
        for table in ("note", "contact")
    }
    make_kit(office)
    withdraw(session, made.child, Purpose.SAVE_CASE)
    office.manager.erasures.erase(made.child)
    assert everywhere(office, made.child) == everywhere(office, made.case) == everywhere(office, note_id) == []
    for key in keys:
        assert office.ask("SELECT count(*) FROM file_key WHERE hex(id) = ?", key, keys=True) == 0
    his = session.casework.case(case)
    assert (len(his.notes), len(his.contacts), his.unreadable) == (1, 1, 0)
    assert his.notes[0].rows[0].body.text == WORDS
    session.casework.correct_note(his.notes[0].note_id, dataclasses.replace(body, minutes=30))
    assert sorted(one.minutes for one in contacts(session, case)) == [25, 30]
