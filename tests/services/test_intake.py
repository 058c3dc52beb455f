"""First contact through the service: what each answer to P78 and P44 leaves (domain table 1.3)."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError

from db import consent_store, family_store, hanging, people_store
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.passphrases import word_list
from iass_tui.rules.records.casework import ParentMaySee, ProvidedBy, TaskStatus
from iass_tui.rules.records.consents import Decision, Purpose, Scope
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import FamilyTie, PartyRole, PersonCard
from iass_tui.rules.wording import spoken_wording
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import IntakeSaved, NotAllowed, NotFound, OfficeFull
from tests.services.families import consent
from tests.services.first_contacts import CANARY, FAMILY, NO_CONTACT, YOUNG, ending
from tests.services.offices import Office


def people_of(session: OfficeSession, saved: IntakeSaved) -> dict[str, people_store.StoredPerson]:
    """Everyone in the family, by given name."""
    assert saved.person_id is not None
    with session.desk.read() as connection:
        rows = family_store.select(connection, saved.person_id)
        ids = [saved.person_id, *(UUID(bytes=row[5]) for row in rows)]
        stored = [people_store.person(session.desk, connection, one) for one in ids]
    return {one.card.given_name: one for one in stored if one is not None}


def decided(session: OfficeSession, person_id: UUID) -> dict[Purpose, Decision]:
    """What someone's events say."""
    return {one.event.purpose: one.event.decision for one in consent_store.history(session.desk, person_id)}


def test_p78_yes_and_p44_yes_save_the_family_with_a_case_in_one_entry(office: Office) -> None:
    session = office.officer
    entries = office.ask("SELECT max(seq) FROM audit_entry")
    saved = session.intake.finish(FAMILY)
    assert (saved.outcome, saved.reference, saved.code_word) == ("CASE", "C-0001", "")
    assert office.ask("SELECT max(seq) FROM audit_entry") == entries + 1
    assert office.said()[0].act is Act.CREATE
    assert office.said()[0].case_id == saved.case_id
    people = people_of(session, saved)
    assert sorted(people) == ["Maya", "Rosa"]
    assert people["Maya"].card.born == PartialDate(2015, 3, 27)
    rosa = people["Rosa"]
    assert rosa.contact is not None
    assert (rosa.contact.phones, rosa.contact.emails) == (("07700 900123",), ("rosa@example.org",))
    assert (rosa.contact.addresses[0].lines, rosa.contact.addresses[0].postcode) == (
        ("1 High Street", "London"),
        "W2 1AA",
    )
    assert (rosa.card.language, rosa.card.interpreter, rosa.card.safety) == ("por", "SPOKEN", ("NO_VOICEMAIL",))
    assert people["Maya"].contact is None


def test_a_second_parent_who_was_only_named_is_no_person_on_file_until_they_are_asked(office: Office) -> None:
    session = office.officer
    saved = session.intake.finish(FAMILY)
    assert saved.person_id is not None
    (named,) = session.people.person(saved.person_id).card.named
    assert (named.full_name.split()[0], office.ask("SELECT count(*) FROM person")) == ("Otto", 2)
    session.directory.load()
    assert [str(hit.entry.id) for hit in session.directory.search("Otto") if hit.entry.kind == "person"] == [
        str(saved.person_id)
    ]
    yes = dataclasses.replace(consent(), right="SELF")
    card = PersonCard(role=PartyRole.PARENT, given_name="Otto", family_name="Costa")
    session.people.add_relative(saved.person_id, card, FamilyTie(relation="FAT"), save_consent=yes, named=named)
    view = session.people.person(saved.person_id)
    assert (view.card.named, sorted(one.name.split()[0] for one in view.family)) == ((), ["Otto", "Rosa"])


@pytest.mark.parametrize(
    ("said", "mother", "father"),
    [("ONE", "MOSTLY", "MOSTLY"), ("SECOND", "NO", "MOSTLY"), ("BOTH", "PARTLY", "PARTLY"), ("", "", "")],
)
def test_with_whom_the_child_lives_is_kept_of_either_parent_and_stays_when_the_second_is_asked(
    office: Office, said: str, mother: str, father: str
) -> None:
    session = office.officer
    saved = session.intake.finish({**FAMILY, "homes": said})
    assert saved.person_id is not None
    view = session.people.person(saved.person_id)
    assert [(one.tie.home, one.name.split()[0]) for one in view.family] == [(mother, "Rosa")]
    assert [one.home for one in view.card.named] == [father]


def test_of_one_parent_nothing_is_kept_about_two_homes(office: Office) -> None:
    session = office.officer
    one_parent = {field: value for field, value in FAMILY.items() if not field.startswith("parents.1.")}
    saved = session.intake.finish({**one_parent, "parents": "1"})
    assert saved.person_id is not None
    assert [one.tie.home for one in session.people.person(saved.person_id).family] == [""]


def test_a_name_goes_off_the_card_when_they_say_no(office: Office) -> None:
    session = office.officer
    saved = session.intake.finish(FAMILY)
    assert saved.person_id is not None
    session.people.forget_named(saved.person_id, session.people.person(saved.person_id).card.named[0])
    assert session.people.person(saved.person_id).card.named == ()
    assert office.said()[0].fields == ()  # the look just now
    assert office.said()[1].fields == ("named",)


@pytest.mark.parametrize("way", ["autosave", "finish"])
def test_contact_taken_back_inside_one_intake_opens_from_no_older_copy(office: Office, way: str) -> None:
    session = office.officer
    draft = session.intake.begin(FAMILY)
    assert draft is not None
    (key,) = hanging.keys_of(session.desk, saved_person(office, draft))
    before = office.ask("SELECT host_key_id FROM office", keys=True)
    if way == "autosave":
        session.intake.autosave(draft, NO_CONTACT)
        assert session.intake.resume(draft)["contact"] == "NO"
    session.intake.finish(NO_CONTACT, draft)
    assert office.ask("SELECT host_key_id FROM office", keys=True) != before
    assert any(key in one.line.keys for one in office.host.ledger())
    assert session.drafts.offered() == ()


def test_an_intake_that_keeps_its_answers_turns_no_key(office: Office) -> None:
    session = office.officer
    draft = session.intake.begin(FAMILY)
    assert draft is not None
    session.intake.autosave(draft, FAMILY)
    session.intake.finish(FAMILY, draft)
    assert office.host.ledger() == ()


def saved_person(office: Office, draft: UUID) -> UUID:
    """Whose draft it is."""
    return UUID(bytes=office.ask("SELECT person_id FROM draft WHERE id = ?", draft.bytes))


def test_the_case_holds_the_referral_header_the_wish_and_the_agreed_action(office: Office) -> None:
    session = office.officer
    saved = session.intake.finish(FAMILY)
    assert saved.case_id is not None
    case = session.casework.case(saved.case_id)
    facts = case.facts
    assert (facts.issues, facts.needs, facts.sen_stage, facts.level) == (("EA01", "EA02"), ("ASD",), "K", "L2")
    assert (facts.wants, facts.child_view, facts.source, facts.channel) == ("An assessment", "NOT_YET", "FRD", "TEL")
    assert facts.policy_explained  # P27
    assert (facts.rights_explained_on, facts.rights_explained_how) == (date(2026, 11, 23), "ALOUD")  # P24
    assert facts.rights_explained_by == "Omar Officer"
    assert (case.officer_id, case.gaps.count("HANDOVER_NO_NOTE")) == (session.me.id, 0)
    (note,) = case.notes
    body = note.rows[0].body
    assert (body.text, body.action, body.action_due) == ("An assessment", "Ring back after school", date(2026, 11, 30))
    assert (body.provided_by, body.parent_may_see) == (ProvidedBy.PARENT, ParentMaySee.NOT_ASKED)  # P32
    (task,) = case.tasks
    assert (task.body.what, task.body.due_on) == ("Ring back after school", date(2026, 11, 30))  # P40
    assert (task.body.note_id, task.owner_id) == (note.note_id, session.me.id)


def test_p44_what_was_agreed_with_somebody_who_may_not_be_reached_waits_until_they_come(office: Office) -> None:
    session = office.officer
    saved = session.intake.finish(NO_CONTACT)
    assert saved.case_id is not None
    case = session.casework.case(saved.case_id)
    (task,) = case.tasks
    assert task.body.what == "They contact us: Ring back after school"
    assert case.notes[0].rows[0].body.action == "Ring back after school"  # the note says what was said
    for one in people_of(session, saved).values():
        with pytest.raises(NotAllowed):  # nor is it made a task to ring them afterwards
            session.casework.change_task(
                task.id, task.version, task.body, dataclasses.replace(task.body, what="Ring", reach_id=one.id)
            )


@pytest.mark.parametrize("said", [FAMILY, YOUNG], ids=["mother", "young person"])
def test_p44_what_was_agreed_at_first_contact_ends_with_the_yes_of_whoever_it_reaches(
    office: Office, said: dict[str, str]
) -> None:
    session = office.officer
    reached, by_themselves = session.intake.finish(said), session.intake.finish(said | {"action_reach": "NO"})
    assert reached.case_id is not None
    assert by_themselves.case_id is not None
    (note,) = session.casework.case(reached.case_id).notes
    caller = note.rows[0].body.provided_by_id
    assert caller is not None
    (task,) = session.casework.case(reached.case_id).tasks
    assert (note.rows[0].body.reach_id, task.body.reach_id) == (caller, caller)
    (other,) = session.casework.case(by_themselves.case_id).notes
    for one in (caller, other.rows[0].body.provided_by_id):
        assert one is not None
        session.consent.withdraw(
            one, Purpose.SAVE_CONTACT, Scope(), given_by=one, given_on=session.today_date(), method="VERBAL"
        )
    assert [one.status for one in session.casework.case(reached.case_id).tasks] == [TaskStatus.DROPPED]
    assert [one.status for one in session.casework.case(by_themselves.case_id).tasks] == [TaskStatus.OPEN]


def test_every_data_subject_has_consents_of_their_own_with_the_wording_that_was_heard(office: Office) -> None:
    session = office.officer
    saved = session.intake.finish(FAMILY)
    people = people_of(session, saved)
    yes, heard = Decision.GIVEN, spoken_wording()
    assert decided(session, people["Rosa"].id) == {Purpose.SAVE_CASE: yes, Purpose.SAVE_CONTACT: yes}
    assert decided(session, people["Maya"].id) == {Purpose.SAVE_CASE: yes}
    assert "Otto" not in people  # nobody may answer for another adult
    (childs,) = consent_store.history(session.desk, people["Maya"].id)
    assert (childs.number, childs.event.given_by, childs.event.right) == (1, people["Rosa"].id, "PR")
    assert (childs.event.wording_version, childs.event.wording_hash) == (heard.version, heard.sha256)
    assert childs.event.right_to_withdraw_explained
    assert office.ask("SELECT count FROM consent_head WHERE id = ?", people["Rosa"].id.bytes) == 2


def test_p44_no_keeps_the_case_without_contact_details_and_with_a_code_word(office: Office) -> None:
    session = office.officer
    saved = session.intake.finish({**NO_CONTACT, "phone": f"{CANARY} 1", "email": f"{CANARY} 2", "code_word": ""})
    assert saved.outcome == "CASE_WITHOUT_CONTACT"
    words = saved.code_word.split(" ")
    assert (len(words), set(words) <= set(word_list())) == (2, True)
    people = people_of(session, saved)
    assert people["Rosa"].card.code_word == saved.code_word
    assert decided(session, people["Rosa"].id)[Purpose.SAVE_CONTACT] is Decision.REFUSED
    assert office.ask("SELECT count(*) FROM person_contact") == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'contact'", keys=True) == 0


def test_a_code_word_that_the_family_chose_is_kept(office: Office) -> None:
    assert office.officer.intake.finish({**NO_CONTACT, "code_word": "blue kettle"}).code_word == "blue kettle"


def test_a_young_person_is_their_own_signer_and_has_the_contact_details(office: Office) -> None:
    session = office.officer
    saved = session.intake.finish(YOUNG)
    people = people_of(session, saved)
    assert sorted(people) == ["Maya"]
    maya = people["Maya"]
    assert maya.contact is not None
    assert maya.card.user_type == "YP"
    event = consent_store.history(session.desk, maya.id)[0].event
    assert (event.right, event.given_by) == ("SELF", maya.id)
    assert saved.case_id is not None
    body = session.casework.case(saved.case_id).notes[0].rows[0].body
    assert (body.provided_by, body.provided_by_id) == (ProvidedBy.CHILD, maya.id)  # P32


def test_references_count_up_and_are_never_shared(office: Office) -> None:
    references = [
        session.intake.finish(FAMILY).reference for session in (office.officer, office.colleague, office.manager)
    ]
    assert references == ["C-0001", "C-0002", "C-0003"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"born": "2030-01-01"}, "born:IN_THE_FUTURE"),
        ({"wants": "  "}, "wants:MISSING"),
        ({"level": "L9"}, "level:NOT_AN_OPTION"),
        ({"phone": "", "email": "", "address": ""}, "phone:NEEDS_A_WAY_TO_REACH"),
        ({"born": "2005-01-01"}, "right:NEEDS_OWN_CONSENT"),
        ({"parents": "0"}, "parents:MISSING"),
    ],
)
def test_an_intake_with_something_to_put_right_writes_nothing(
    office: Office, changed: dict[str, str], reason: str
) -> None:
    session = office.officer
    with pytest.raises(NotAllowed) as refused:
        session.intake.finish({**FAMILY, **changed})
    assert reason in refused.value.reasons
    assert office.ask("SELECT count(*) FROM person") == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE kind IN ('person', 'case')", keys=True) == 0


def test_text_is_kept_without_what_a_terminal_would_obey(office: Office) -> None:
    session = office.officer
    saved = session.intake.finish({**FAMILY, "child_given_name": "Ma\x1b[31mya\u202e", "wants": "one\r\ntwo\x07"})
    assert saved.person_id is not None
    assert saved.case_id is not None
    assert session.people.person(saved.person_id).card.given_name == "Ma[31mya"
    assert session.casework.case(saved.case_id).facts.wants == "one\ntwo"
    with pytest.raises(NotAllowed, match="too long"):
        session.intake.finish({**FAMILY, "child_given_name": "M" * 201})


def test_an_answer_that_the_questions_no_longer_lead_to_is_dropped(office: Office) -> None:
    session = office.officer
    saved = session.intake.finish({**FAMILY, "permitted_by": CANARY, "nobody_knows_this": CANARY, "code_word": CANARY})
    assert all(CANARY not in str(one) for one in people_of(session, saved).values())
    assert saved.code_word == ""


def test_a_draft_is_offered_back_and_gone_once_the_intake_is_finished(office: Office) -> None:
    session = office.officer
    start = {field: FAMILY[field] for field in list(FAMILY)[:10]}
    draft = session.intake.begin(start)
    assert draft is not None
    entries = office.ask("SELECT max(seq) FROM audit_entry")
    session.intake.autosave(draft, {**start, "child_given_name": "Maya", "not_a_question": CANARY})
    assert office.ask("SELECT max(seq) FROM audit_entry") == entries
    again = office.sign_in("omar")
    assert again.intake.resume(draft) == {**start, "child_given_name": "Maya"}
    with pytest.raises(NotFound):
        office.colleague.intake.resume(draft)
    saved = again.intake.finish(FAMILY, draft)
    assert saved.outcome == "CASE"
    assert office.ask("SELECT count(*) FROM draft") == 0
    with pytest.raises(NotFound):
        session.intake.autosave(draft, start)


def test_a_draft_has_a_key_of_its_own_that_goes_with_it(office: Office) -> None:
    session = office.officer
    draft = session.intake.begin(FAMILY)
    key = office.ask("SELECT file_key_id FROM draft")
    assert draft is not None
    session.intake.finish(FAMILY, draft)
    assert office.ask("SELECT count(*) FROM file_key WHERE id = ?", key, keys=True) == 0


def test_a_yes_that_becomes_a_no_erases_the_draft_for_good(office: Office) -> None:
    session = office.officer
    draft = session.intake.begin(FAMILY)
    assert draft is not None
    host_key = office.host.key().id
    session.intake.autosave(draft, {**FAMILY, "save": "NO"})
    assert office.ask("SELECT count(*) FROM draft") == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'person'", keys=True) == 0
    assert office.host.key().id != host_key


def test_finishing_with_a_no_erases_the_draft_and_leaves_one_tally(office: Office) -> None:
    session = office.officer
    draft = session.intake.begin(FAMILY)
    assert draft is not None
    assert session.intake.finish({**FAMILY, "save": "NO"}, draft).outcome == "TALLY_NO"
    counts = [office.ask(f"SELECT count(*) FROM {table}") for table in ("draft", "person", "tally")]
    assert counts == [0, 0, 1]


def test_an_anonymous_caller_gets_a_code_that_leads_to_codes_alone(office: Office) -> None:
    session = office.volunteer
    saved = session.intake.finish({**ending("ANONYMOUS"), "signposts": "IPSEA CHARITY"})
    assert len(saved.caller_code.replace("-", "")) == 20
    spoken = saved.caller_code.lower().replace("-", " ")
    found = office.officer.intake.caller(spoken)
    assert found is not None
    assert (found.issue_group, found.tips) == ("EA", ("IPSEA", "CHARITY"))
    assert office.officer.intake.caller("AAAAA-AAAAA-AAAAA-AAAAA") is None
    assert office.officer.intake.caller("what?") is None
    assert office.ask("SELECT count(*) FROM tally") == 1  # counted once


def test_a_callers_code_expires_by_week_and_is_deleted(office: Office) -> None:
    session = office.officer
    code = session.intake.finish(ending("ANONYMOUS")).caller_code
    office.clock.forward(days=90)  # a Sunday: the whole week of the ninetieth day counts
    assert session.intake.caller(code) is not None
    office.clock.forward(days=1)
    assert session.intake.caller(code) is None
    assert office.ask("SELECT count(*) FROM caller_code") == 0


def test_where_the_entry_cannot_be_written_the_family_is_not_saved(office: Office) -> None:
    session = office.officer
    office.refuse_entries()
    with pytest.raises(DatabaseError) as failed:
        session.intake.finish(FAMILY)
    assert "Costa" not in str(failed.value)  # trap T8
    assert office.ask("SELECT count(*) FROM person") == 0


def test_a_full_disk_says_so_and_saves_nothing(office: Office) -> None:
    session = office.officer
    engine = session.desk.records.engine
    pages = office.ask("PRAGMA page_count")
    engine.dispose()

    @event.listens_for(engine, "connect")
    def fill_up(connection: Any, _: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 4}")

    with pytest.raises(OfficeFull, match="Nothing was saved"):
        session.intake.finish({**FAMILY, "wants": "help " * 15_000})
    assert office.ask("SELECT count(*) FROM person") == 0
