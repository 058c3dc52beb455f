"""Consents recorded and taken back through the service (P44, P47, P78-P91, domain table 5.4)."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from db import consent_store, task_store
from iass_tui.rules.consent import fold
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import NoteBody, TaskStatus
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose, Scope
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import Address, ContactDetails, FamilyTie, ReferralPermission
from iass_tui.services.consent_views import WithdrawalDone
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, NotFound, Problem
from tests.services.families import CHILD, DETAILS, FACTS, MOTHER, add_family, add_person, consent
from tests.services.offices import Office

TODAY = date(2026, 11, 23)
WORDED = {"wording_version": "1, policy 1", "wording_hash": "ab" * 32}


def heard(purpose: Purpose, decision: Decision = Decision.GIVEN, **more: object) -> ConsentEvent:
    """A decision with the wording that was heard."""
    return dataclasses.replace(consent(purpose, decision), **WORDED, **more)


def withdraw(
    session: OfficeSession, person_id: UUID, purpose: Purpose = Purpose.SAVE_CONTACT, scope: Scope | None = None
) -> WithdrawalDone:
    """Takes a consent back by telephone, today."""
    return session.consent.withdraw(
        person_id, purpose, scope or Scope(), given_by=person_id, given_on=TODAY, method="VERBAL"
    )


def allowed(session: OfficeSession, person_id: UUID, purpose: Purpose, scope: Scope | None = None) -> bool:
    """Whether someone's consents allow a purpose today."""
    return bool(fold(consent_store.history(session.desk, person_id), TODAY).may(purpose, scope))


def test_decisions_are_numbered_without_gaps_and_say_who_recorded_them(office: Office) -> None:
    person_id = add_person(office.officer)
    office.officer.consent.record(person_id, [heard(Purpose.STATS), heard(Purpose.CASE_STUDY, Decision.REFUSED)])
    office.colleague.consent.record(person_id, [heard(Purpose.STATS, Decision.REFUSED)])
    history = consent_store.history(office.officer.desk, person_id)
    assert [one.number for one in history] == [1, 2, 3, 4]
    assert [one.recorded_by for one in history[1:]] == [office.officer.me.id] * 2 + [office.colleague.me.id]
    assert office.ask("SELECT count FROM consent_head WHERE id = ?", person_id.bytes) == 4


def test_an_entry_names_the_purposes_and_holds_no_words_of_the_event(office: Office) -> None:
    person_id = add_person(office.officer)
    office.officer.consent.record(person_id, [heard(Purpose.STATS, conditions="Zyxwvut")])
    said = office.said()[0]
    assert (said.act, said.subject_id, said.fields) == (Act.CONSENT, person_id, ("STATS",))
    assert "Zyxwvut" not in str(said)


def test_a_yes_without_the_wording_that_was_read_is_not_recorded(office: Office) -> None:
    person_id = add_person(office.officer)
    with pytest.raises(NotAllowed, match="wording") as refused:
        office.officer.consent.record(person_id, [consent(Purpose.STATS)])
    assert refused.value.reasons == ("NO_WORDING",)
    office.officer.consent.record(person_id, [consent(Purpose.STATS, Decision.REFUSED)])  # a No needs none


def test_a_volunteer_records_no_consent_and_the_attempt_is_on_record(office: Office) -> None:
    person_id = add_person(office.officer)
    with pytest.raises(NotAllowed):
        office.volunteer.consent.record(person_id, [heard(Purpose.STATS)])
    with pytest.raises(NotAllowed):
        withdraw(office.volunteer, person_id)
    assert [one.act for one in office.said()[:2]] == [Act.REFUSED, Act.REFUSED]


def test_a_family_that_was_never_asked_is_asked_by_way_of_the_referral(office: Office) -> None:
    session = office.officer
    person_id = add_person(session, events=[], state=PersonState.PENDING, referral=ReferralPermission(permit="WRITTEN"))
    with pytest.raises(NotAllowed, match="confirm the referral"):
        session.consent.record(person_id, [heard(Purpose.SAVE_CASE)])


def test_nobody_can_decide_for_someone_who_is_not_there(office: Office) -> None:
    with pytest.raises(NotFound):
        office.officer.consent.record(uuid4(), [heard(Purpose.STATS)])


def test_taking_back_p44_deletes_contact_details_at_once_and_keeps_the_case(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    done = withdraw(session, family.mother)
    assert (done.at_once, done.went.keys) == (("DELETE_CONTACT",), 1)
    assert "KEEP_CASE_WITH_CODE_WORD" in done.then
    assert office.ask("SELECT count(*) FROM person_contact") == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'contact'", keys=True) == 0
    view = office.colleague.people.person(family.mother)
    assert (view.contact, view.may_keep_contact, view.card.given_name) == (None, False, "Zahra")
    assert session.casework.case(family.case).person.id == family.child
    said = office.said()
    assert next(one for one in said if one.act is Act.WITHDRAW).fields == ("SAVE_CONTACT",)


def test_contact_details_cannot_come_back_without_a_new_yes(office: Office) -> None:
    session = office.officer
    mother = add_person(session, MOTHER, contact=DETAILS)
    withdraw(session, mother)
    with pytest.raises(NotAllowed):
        session.people.change_contact(mother, 0, ContactDetails(), DETAILS)
    session.consent.record(mother, [heard(Purpose.SAVE_CONTACT)])
    assert session.people.change_contact(mother, 0, ContactDetails(), DETAILS).contact == DETAILS


def test_a_no_on_a_later_form_deletes_contact_details_as_a_withdrawal_does(office: Office) -> None:
    session = office.officer
    mother = add_person(session, MOTHER, contact=DETAILS)
    session.consent.record(mother, [heard(Purpose.SAVE_CONTACT, Decision.REFUSED), heard(Purpose.STATS)])
    assert office.ask("SELECT count(*) FROM person_contact") == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'contact'", keys=True) == 0
    assert office.host.ledger()[-1].line.kind == "refusal"


def test_a_first_no_is_no_withdrawal_and_does_not_lengthen_the_ledger(office: Office) -> None:
    person_id = add_person(office.officer)
    office.officer.consent.record(person_id, [heard(Purpose.SAVE_CONTACT, Decision.REFUSED)])
    assert office.host.ledger() == ()


def test_taking_back_p44_removes_unsaved_changes_to_the_persons_own_record(office: Office) -> None:
    session = office.officer
    mother = add_person(session, MOTHER, contact=DETAILS)
    draft = session.drafts.start("card", person_id=mother)
    session.drafts.save(draft, {"phones": "07700 900999"})
    other = session.drafts.start("card", person_id=add_person(session))
    withdraw(session, mother)
    assert [one.id for one in session.drafts.offered()] == [other]


def test_what_waits_in_the_outbox_about_them_goes_too(office: Office) -> None:
    session = office.officer
    adult = dataclasses.replace(CHILD, born=dataclasses.replace(CHILD.born, year=2008))
    person_id, other = add_person(session, adult, contact=DETAILS), add_person(session, adult)
    names = {}
    for one in (person_id, other):
        items = session.packs.offer(one, None).items
        names[one] = session.packs.make(one, None, {item.id: True for item in items}).name
    withdraw(session, person_id)
    assert [file.name for file in session.packs.outbox()] == [names[other]]


def test_notes_that_hold_a_number_or_address_are_counted_for_redaction(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    for text in (
        "Ring her on 07700 900 123 after four.",
        "Her address is zahra.h@example.org, she said.",
        "+44 (0)20 7946 0958 is her sister's.",
        "Seen on 01/10/2026 at 14:00, Case C-0001, 12345.",
        "Nothing of the kind.",
    ):
        session.casework.add_note(family.case, NoteBody(text=text))
    assert "REDACT_NOTES:3" in withdraw(session, family.mother).then


def test_an_address_on_file_is_found_in_notes_word_for_word(office: Office) -> None:
    session = office.officer
    details = dataclasses.replace(DETAILS, addresses=(Address(lines=("12 Primrose Lane",), postcode="W2 1AA"),))
    child, mother = add_person(session), add_person(session, MOTHER, contact=details)
    session.people.link(child, mother, FamilyTie(relation="MOT"))
    case = session.casework.open_case(child, FACTS)
    session.casework.add_note(case, NoteBody(text="Moves out of 12 PRIMROSE  Lane soon"))
    assert "REDACT_NOTES:1" in withdraw(session, mother).then


def test_taking_back_p78_freezes_the_record_drops_tasks_and_asks_a_manager_to_decide(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    session.casework.add_note(family.case, NoteBody(action="Write to school", action_due=TODAY + timedelta(days=3)))
    done = withdraw(session, family.child, Purpose.SAVE_CASE)
    assert done.at_once == ("FREEZE_RECORD", "STOP_TASKS", "STOP_OUTBOUND")
    assert {"DECIDE_ERASURE", "TELL_PERSON", "KEEP_SUPPRESSION_NOTE", "ACKNOWLEDGE_IN_WRITING"} <= set(done.then)
    assert session.people.person(family.child).is_frozen
    with session.desk.read() as connection:
        rows = task_store.select(connection, family.case)
    tasks, _ = task_store.opened(rows, session.desk.keys(task_store.places(rows)))
    by_status = {one.status: one for one in tasks}
    assert by_status[TaskStatus.DROPPED].body.what == "Write to school"
    assert TaskStatus.OPEN not in by_status
    (due,) = office.manager.erasures.due()
    assert (due.person_id, due.withdrawn_on, due.decide_by) == (family.child, TODAY, date(2026, 12, 23))
    with pytest.raises(NotAllowed):
        session.casework.add_note(family.case, NoteBody(text="one more"))


def test_a_parent_who_takes_back_their_own_consent_leaves_the_childs_record_alone(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    session.casework.add_note(family.case, NoteBody(action="Write to school", action_due=TODAY))
    withdraw(session, family.mother, Purpose.SAVE_CASE)
    assert session.people.person(family.mother).is_frozen
    assert not session.people.person(family.child).is_frozen
    whats = sorted((one.body.what, one.status) for one in session.casework.case(family.case).tasks)
    assert whats == [("Write to school", TaskStatus.OPEN)]
    assert [one.person_id for one in office.manager.erasures.due()] == [family.mother]


def test_a_new_yes_to_p78_thaws_the_record_but_brings_no_task_back(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    withdraw(session, family.child, Purpose.SAVE_CASE)
    session.consent.record(family.child, [heard(Purpose.SAVE_CASE)])
    assert not session.people.person(family.child).is_frozen
    assert session.casework.add_note(family.case, NoteBody(text="They came back"))


@pytest.mark.parametrize(
    ("purpose", "scope", "effect"),
    [
        (Purpose.CONTACT_AGENCY, Scope(agency="LA_SEN"), "BLOCK_AGENCY"),
        (Purpose.STATS, Scope(), "LEAVE_COUNTS"),
        (Purpose.CASE_STUDY, Scope(), "STOP_SHARING"),
        (Purpose.MKT_EMAIL, Scope(), "SUPPRESS_CHANNEL"),
        (Purpose.SHARE_DOC, Scope(named="Dr Sy"), "STOP_SHARING"),
    ],
)
def test_every_other_purpose_is_blocked_at_once(office: Office, purpose: Purpose, scope: Scope, effect: str) -> None:
    session = office.officer
    person_id = add_person(session, MOTHER, contact=DETAILS)
    session.consent.record(person_id, [heard(purpose, scope=scope)])
    assert allowed(session, person_id, purpose, scope)
    done = withdraw(session, person_id, purpose, scope)
    assert (done.at_once[0], done.went.keys) == (effect, 0)
    assert not allowed(session, person_id, purpose, scope)
    assert office.ask("SELECT count(*) FROM person_contact") == 1
    line = office.host.ledger()[-1].line
    assert (line.kind, line.purpose.split(" ")[0], line.keys, line.rows) == ("withdrawal", purpose.value, (), ())


def test_a_refusal_of_access_narrows_by_being_given_and_its_lifting_is_in_no_ledger(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    scope = Scope(person_id=family.mother)
    session.consent.record(family.child, [consent(Purpose.REFUSE_ACCESS, scope=scope)])  # P15
    assert session.people.person(family.child).refusals == ("Zahra Hassan",)
    assert office.host.ledger()[-1].line.kind == "refusal"
    withdraw(session, family.child, Purpose.REFUSE_ACCESS, scope)
    assert session.people.person(family.child).refusals == ()
    assert len(office.host.ledger()) == 1


def test_a_withdrawal_is_never_from_a_day_to_come(office: Office) -> None:
    person_id = add_person(office.officer)
    with pytest.raises(NotAllowed):
        office.officer.consent.withdraw(
            person_id, Purpose.STATS, Scope(), given_by=None, given_on=TODAY + timedelta(days=1), method="VERBAL"
        )


def test_what_a_colleague_saved_in_the_moment_before_goes_as_well(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, late = office.officer, office.colleague
    mother = add_person(session, MOTHER, [consent(), consent(Purpose.SAVE_CONTACT)])
    listed = consent_store.own_drafts

    def overtaken(*given: object) -> tuple[UUID, ...]:
        monkeypatch.setattr(consent_store, "own_drafts", listed)
        late.people.change_contact(mother, 0, ContactDetails(), DETAILS)
        return ()

    monkeypatch.setattr(consent_store, "own_drafts", overtaken)
    assert withdraw(session, mother).went.keys == 1
    assert office.ask("SELECT count(*) FROM person_contact") == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'contact'", keys=True) == 0


LOST = [
    ("the newest event", "DELETE FROM consent_event WHERE number = 2"),
    ("an older event", "DELETE FROM consent_event WHERE number = 1"),
    ("the newest event and its count", "DELETE FROM consent_event WHERE number = 2;UPDATE consent_head SET count = 1"),
    ("every event", "DELETE FROM consent_event;DELETE FROM consent_head"),
    ("an event's recorder", "UPDATE consent_event SET recorded_by = zeroblob(16) WHERE number = 2"),
    ("an event's cell, put from another", "UPDATE consent_event SET body = (SELECT body FROM consent_event LIMIT 1)"),
]


@pytest.mark.parametrize("statements", [what for _, what in LOST], ids=[name for name, _ in LOST])
def test_consent_event_deleted(office: Office, statements: str) -> None:
    session = office.officer
    person_id = add_person(session)
    withdraw(session, person_id, Purpose.STATS)
    for statement in statements.split(";"):
        office.tamper(statement)
    for attempt in (
        lambda: session.consent.record(person_id, [heard(Purpose.STATS)]),
        lambda: withdraw(session, person_id, Purpose.SAVE_CASE),
        lambda: session.packs.offer(person_id, None),
        lambda: session.people.person(person_id),
    ):
        with pytest.raises(Problem, match="iass check"):
            attempt()


def test_a_withdrawal_keeps_by_what_right_a_parent_said_it(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    for right in ("PR", "AUTHORITY", ""):
        session.consent.withdraw(
            family.child,
            Purpose.STATS,
            Scope(),
            given_by=family.mother,
            given_on=TODAY,
            method="VERBAL",
            right=right,
        )
        said = session.people.person(family.child).consents[-1].event
        assert (said.given_by, said.right) == (family.mother, right)


def test_nobody_elses_withdrawal_passes_for_their_own_word(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    with pytest.raises(ValueError, match="not their own"):
        session.consent.withdraw(
            family.child,
            Purpose.STATS,
            Scope(),
            given_by=family.mother,
            given_on=TODAY,
            method="VERBAL",
            right="SELF",
        )
