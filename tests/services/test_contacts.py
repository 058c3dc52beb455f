"""Contacts: one with each note that tells of a talk, or by itself; in working copies, and gone with their case."""

import dataclasses
from datetime import date
from uuid import UUID

import pytest

from db import contact_store, hanging
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import ContactBody, NoteBody, ParentMaySee, ProvidedBy
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import FamilyTie
from iass_tui.services import turning
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, PackItemView, Problem
from tests.services.families import CHILD, FACTS, MOTHER, add_family, add_person, set_state
from tests.services.first_contacts import FAMILY
from tests.services.offices import Office

RANG = NoteBody(text="She rang", channel="TEL", minutes=12, happened_on=date(2026, 11, 20))
TALK = ContactBody(happened_on=date(2026, 11, 20), channel="TEL", minutes=12)


def contacts(session: OfficeSession, case: UUID) -> list[ContactBody]:
    """What stands in the table, opened."""
    with session.desk.read() as connection:
        rows = contact_store.select(connection, case)
        opened, lost = contact_store.opened(rows, session.desk.keys(contact_store.places(rows)))
    assert lost == 0
    return [one.body for one in opened]


def test_a_note_that_says_how_and_how_long_leaves_a_contact_in_the_same_act(office: Office) -> None:
    session = office.officer
    made = add_family(session)
    before = office.ask("SELECT count(*) FROM audit_entry")
    body = dataclasses.replace(RANG, provided_by_id=made.mother)
    note_id = session.casework.add_note(made.case, body)
    assert office.ask("SELECT count(*) FROM audit_entry") == before + 1
    assert contacts(session, made.case) == [
        ContactBody(happened_on=date(2026, 11, 20), channel="TEL", minutes=15, with_id=made.mother, note_id=note_id)
    ]
    assert session.casework.case(made.case).contacts == ()  # it stands in its note


@pytest.mark.parametrize(
    "body", [NoteBody(text="I read the plan"), dataclasses.replace(RANG, provided_by=ProvidedBy.OFFICER)]
)
def test_a_note_of_the_offices_own_work_leaves_no_contact(office: Office, body: NoteBody) -> None:
    session = office.officer
    case = add_family(session).case
    session.casework.add_note(case, body)
    assert contacts(session, case) == []


def test_correcting_a_note_corrects_its_contact(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    other = session.casework.add_note(case, dataclasses.replace(RANG, minutes=60))
    note_id = session.casework.add_note(case, RANG)
    session.casework.correct_note(note_id, dataclasses.replace(RANG, minutes=31))
    assert sorted(one.minutes for one in contacts(session, case)) == [35, 60]
    session.casework.correct_note(note_id, dataclasses.replace(RANG, channel="", minutes=0))
    assert [one.note_id for one in contacts(session, case)] == [other]
    session.casework.correct_note(note_id, RANG)
    assert sorted(one.minutes for one in contacts(session, case)) == [15, 60]


def test_a_first_contact_is_one(office: Office) -> None:
    session = office.officer
    saved = session.intake.finish(FAMILY)
    assert saved.case_id is not None
    (one,) = contacts(session, saved.case_id)
    assert (one.channel, one.with_whom) == ("TEL", ProvidedBy.PARENT)
    assert one.note_id is not None


def test_a_talk_that_needs_no_note_stands_by_itself(office: Office) -> None:
    session = office.officer
    made = add_family(session)
    contact_id = session.casework.add_contact(made.case, dataclasses.replace(TALK, with_id=made.mother))
    said = AuditDetail(
        act=Act.CREATE,
        subject="contact",
        subject_id=contact_id,
        case_id=made.case,
        fields=("happened_on", "channel", "minutes", "with_id"),
    )
    assert office.said()[0] == said
    (view,) = session.casework.case(made.case).contacts
    assert (view.author, view.body.minutes, view.body.with_id) == ("Omar Officer", 15, made.mother)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"channel": "PIGEON"}, "CONTACT_NO_CHANNEL"),
        ({"happened_on": None}, "CONTACT_NO_DAY"),
        ({"happened_on": date(2026, 11, 24)}, "CONTACT_STILL_TO_COME"),
        ({"minutes": 1441}, "CONTACT_MINUTES"),
        ({"minutes": -10}, "CONTACT_MINUTES"),
    ],
)
def test_what_cannot_have_been_a_talk_is_refused(office: Office, changed: dict[str, object], reason: str) -> None:
    session = office.officer
    case = add_family(session).case
    with pytest.raises(NotAllowed) as refused:
        session.casework.add_contact(case, dataclasses.replace(TALK, **changed))  # type: ignore[arg-type]
    assert refused.value.reasons == (reason,)
    assert contacts(session, case) == []


def test_while_a_record_is_frozen_no_talk_is_added(office: Office) -> None:
    session = office.officer
    made = add_family(session)
    set_state(session, made.child, PersonState.FROZEN)
    with pytest.raises(NotAllowed):
        session.casework.add_contact(made.case, TALK)


def test_a_volunteer_adds_none(office: Office) -> None:
    case = add_family(office.officer).case
    with pytest.raises(NotAllowed):
        office.volunteer.casework.add_contact(case, TALK)


def test_a_damaged_contact_is_counted_and_spoils_only_itself(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    session.casework.add_contact(case, TALK)
    session.casework.add_contact(case, TALK)
    office.tamper("UPDATE contact SET body = zeroblob(320) WHERE id = (SELECT id FROM contact LIMIT 1)")
    view = session.casework.case(case)
    assert (len(view.contacts), view.unreadable) == (1, 1)


def grown_up(session: OfficeSession) -> tuple[UUID, UUID, UUID]:
    """A child of nine, whose mother was shown to have responsibility, and their case."""
    child = add_person(session, dataclasses.replace(CHILD, born=CHILD.born and type(CHILD.born)(2017, 1, 5)))
    mother = add_person(session, MOTHER)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES", evidence="certificate"))
    return child, mother, session.casework.open_case(child, FACTS)


def copied(session: OfficeSession, child: UUID, requester: UUID | None) -> list[PackItemView]:
    return [one for one in session.packs.offer(child, requester).items if one.kind in ("Contact", "Note")]


def test_a_working_copy_holds_every_talk_and_a_parents_not_the_childs_own(office: Office) -> None:
    session = office.officer
    child, mother, case = grown_up(session)
    session.casework.add_note(case, dataclasses.replace(RANG, parent_may_see=ParentMaySee.YES))
    session.casework.add_contact(case, dataclasses.replace(TALK, with_id=mother))
    session.casework.add_contact(
        case, dataclasses.replace(TALK, channel="SCH", with_whom=ProvidedBy.CHILD, with_id=child)
    )
    own = copied(session, child, None)
    assert sorted((one.kind, one.locked) for one in own) == [("Contact", False), ("Contact", False), ("Note", False)]
    assert all("Took: 15 minutes" in one.text for one in own)
    assert any("With: Zahra Hassan" in one.text for one in own)
    hers = copied(session, child, mother)
    assert [one.heading for one in hers if one.locked] == [own[-1].heading] != [own[1].heading]
    assert len({one.id for one in hers}) == 3


def test_a_parents_own_copy_holds_the_talks_with_them_alone(office: Office) -> None:
    session = office.officer
    child, mother, case = grown_up(session)
    session.casework.add_contact(case, dataclasses.replace(TALK, with_id=mother))
    session.casework.add_contact(case, dataclasses.replace(TALK, with_whom=ProvidedBy.CHILD, with_id=child))
    assert len(copied(session, mother, None)) == 1


def test_a_copy_is_not_made_without_a_talk_that_does_not_open(office: Office) -> None:
    session = office.officer
    child, _, case = grown_up(session)
    session.casework.add_contact(case, TALK)
    office.tamper("UPDATE contact SET body = zeroblob(320)")
    with pytest.raises(Problem, match="does not open"):
        session.packs.offer(child, None)


def test_contacts_hang_on_their_cases_key_and_go_with_it(office: Office) -> None:
    session = office.officer
    made = add_family(session)
    session.casework.add_note(made.case, RANG)
    session.casework.add_contact(made.case, TALK)
    keys = hanging.keys_of(session.desk, made.case, "case")
    rows = hanging.rows_under(session.desk, keys)
    assert [table for table, _ in rows].count("contact") == 2
    turning.erase(session.desk, turning.Erasure("destruction", made.child, "TEST", keys, rows))
    assert office.ask("SELECT count(*) FROM contact") == 0
