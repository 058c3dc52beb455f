"""What volunteers send, and what officers do about it: one compartment is enough to send, and to read nothing after."""

import dataclasses
import gc
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from db import sent_store
from db.check import check_folder
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.duplicates import Sign
from iass_tui.rules.intake import IntakeOutcome
from iass_tui.rules.people import PersonState
from iass_tui.rules.queue import QueueReason, Urgent, format_intake
from iass_tui.rules.records.casework import CaseFacts, TaskStatus
from iass_tui.rules.records.consents import Decision, Purpose
from iass_tui.rules.records.office import Act, OfficeFacts, Role
from iass_tui.rules.records.people import FamilyTie, PartyRole, PersonCard
from iass_tui.rules.records.queue import IntakeState, LetterKind
from iass_tui.services import intake_saving
from iass_tui.services.intake_records import FirstContact
from iass_tui.services.queue_views import SentIntakeView
from iass_tui.services.views import IntakeSaved, NotAllowed, NotFound, Problem
from iass_tui.vault.compartments import FileKey
from iass_tui.vault.keyring import CompartmentClosed
from tests.services.families import DETAILS, add_person, consent, set_state
from tests.services.first_contacts import FAMILY, NO_CONTACT, REFERRAL, TODAY, YOUNG, ending
from tests.services.offices import BEGINS, Office

CASES = '"case"'
CHILD = PersonCard(role=PartyRole.CHILD, given_name="Maya", family_name="Costa", born=PartialDate(2015, 3, 27))
MOTHER = PersonCard(role=PartyRole.PARENT, given_name="Rosa", family_name="Costa", user_type="PAR")


def send(office: Office, answers: dict[str, str] = FAMILY) -> UUID:
    """An intake that Vera sent; its id."""
    before = {one.id for one in office.volunteer.sending.sent()}
    office.volunteer.intake.finish(answers)
    (new,) = {one.id for one in office.volunteer.sending.sent()} - before
    return new


def read(office: Office, intake: UUID) -> SentIntakeView:
    return office.officer.queue.intake(intake)


def accept(office: Office, intake: UUID) -> IntakeSaved:
    return office.officer.queue.accept(intake, read(office, intake).version)


def state(office: Office, intake: UUID) -> IntakeState:
    """What its author sees of it."""
    return next(one.state for one in office.volunteer.sending.sent() if one.id == intake)


def count(office: Office, table: str, *, keys: bool = False) -> int:
    return int(office.ask(f"SELECT count(*) FROM {table}", keys=keys))


# sending


def test_a_volunteer_sends_an_intake_and_an_officer_makes_a_case_of_it(office: Office) -> None:
    saved = office.volunteer.intake.finish(FAMILY)
    assert (saved.case_id, saved.person_id, saved.outcome) == (None, None, IntakeOutcome.CASE.value)
    (line,) = office.officer.queue.waiting()
    assert (line.name, line.mark.reference, line.mark.sent_by) == ("Maya Costa", saved.reference, "Vera Volunteer")
    made = accept(office, line.mark.id)
    assert made.case_id is not None
    case = office.officer.casework.case(made.case_id)
    assert (case.officer, case.person.card.full_name, case.facts.wants) == (
        "Omar Officer",
        "Maya Costa",
        "An assessment",
    )
    mother = office.officer.people.person(next(one.person_id for one in case.person.family if one.name == "Rosa Costa"))
    assert mother.contact is not None
    assert mother.contact.phones == ("07700 900123",)
    assert office.officer.queue.waiting() == ()
    assert state(office, line.mark.id) is IntakeState.TAKEN_UP
    assert count(office, "intake_letter") == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'intake'", keys=True) == 0


def test_what_was_said_stands_with_the_day_on_which_it_was_said(office: Office) -> None:
    intake = send(office)
    office.clock.forward(days=9)  # what was agreed was due on the seventh
    made = accept(office, intake)
    assert made.case_id is not None
    case = office.officer.casework.case(made.case_id)
    assert case.facts.opened_on == TODAY
    assert {one.event.given_on for one in case.person.consents} == {TODAY}
    assert [task.body.due_on for task in office.officer.casework.today().overdue] == [case.tasks[0].body.due_on]


def test_the_authors_process_keeps_no_key_of_what_was_sent(office: Office) -> None:
    intake = send(office)
    gc.collect()
    kept = [one for one in gc.get_objects() if isinstance(one, FileKey) and one.place.kind in ("intake", "own")]
    assert kept == []
    desk = office.volunteer.desk
    with desk.read() as connection:
        row = sent_store.select(connection, intake)
        assert row is not None
        with pytest.raises(CompartmentClosed):
            sent_store.opened(desk, connection, sent_store.sent(row))


def test_a_family_without_contact_goes_with_its_word(office: Office) -> None:
    saved = office.volunteer.intake.finish(NO_CONTACT)
    assert saved.code_word
    (line,) = office.officer.queue.waiting()
    made = accept(office, line.mark.id)
    assert (made.outcome, made.code_word) == (IntakeOutcome.CASE_WITHOUT_CONTACT.value, saved.code_word)


def test_a_family_named_by_a_school_waits_to_be_asked_after_it_was_taken_up(office: Office) -> None:
    intake = send(office, REFERRAL)
    view = read(office, intake)
    assert view.outcome == IntakeOutcome.REFERRAL_PENDING.value
    made = accept(office, intake)
    assert made.case_id is None
    assert [one.person_id for one in office.officer.intake.waiting()] == [made.person_id]


@pytest.mark.parametrize("said", ["NO", "ANONYMOUS", "NOT_ASKED"])
def test_without_a_yes_a_volunteer_leaves_a_count_and_nothing_to_read(office: Office, said: str) -> None:
    entries = count(office, "audit_entry")
    office.volunteer.intake.finish({**FAMILY, **ending(said)})
    assert (count(office, "tally"), count(office, "sent_intake"), count(office, "intake_letter")) == (1, 0, 0)
    assert count(office, "audit_entry") == entries + 1  # signing in
    assert office.ask("SELECT count(*) FROM file_key WHERE kind IN ('own', 'intake')", keys=True) == 0


# the draft


def test_a_volunteers_draft_is_open_to_nobody_else_and_comes_back(office: Office) -> None:
    draft = office.volunteer.intake.begin(FAMILY)
    assert draft is not None
    office.volunteer.intake.autosave(draft, {**FAMILY, "wants": "More help"})
    assert office.ask("SELECT compartment FROM file_key WHERE kind = 'own'", keys=True) == "account"
    again = office.sign_in("vera")
    (offer,) = again.drafts.offered()
    assert (offer.id, offer.kind, offer.summary) == (draft, "intake", "")
    assert again.intake.resume(draft)["wants"] == "More help"
    for colleague in (office.officer, office.manager):
        assert colleague.drafts.offered() == ()
        with pytest.raises(CompartmentClosed):
            colleague.desk.cupboard.by_id(
                colleague.desk.keyring, UUID(bytes=office.ask("SELECT file_key_id FROM draft"))
            )


def test_sending_leaves_neither_the_draft_nor_its_key(office: Office) -> None:
    draft = office.volunteer.intake.begin(FAMILY)
    office.volunteer.intake.finish(FAMILY, draft)
    assert count(office, "draft") == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'own'", keys=True) == 0


@pytest.mark.parametrize("how", ["thrown away", "14 days", "no"])
def test_an_unsent_draft_goes_with_its_key(office: Office, how: str) -> None:
    draft = office.volunteer.intake.begin(FAMILY)
    assert draft is not None
    host_key = office.ask("SELECT host_key_id FROM office", keys=True)
    if how == "thrown away":
        office.volunteer.drafts.discard(draft)
    elif how == "14 days":
        office.clock.forward(days=15)
        office.officer.drafts.offered()
    else:
        office.volunteer.intake.autosave(draft, ending("NO"))
        assert office.ask("SELECT host_key_id FROM office", keys=True) != host_key  # no older copy opens it either
    assert count(office, "draft") == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'own'", keys=True) == 0


def test_the_draft_of_a_volunteer_who_left_is_no_damage_and_goes_in_its_time(office: Office) -> None:
    office.volunteer.intake.begin(FAMILY)
    office.manager.staff.disable(office.volunteer.me.id)
    assert check_folder(office.places.folder, office.host).damage == ()
    office.clock.forward(days=15)
    office.officer.drafts.offered()
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'own'", keys=True) == 0


def test_a_yes_to_being_reached_taken_back_in_a_volunteers_draft_goes_for_good(office: Office) -> None:
    draft = office.volunteer.intake.begin(FAMILY)
    assert draft is not None
    before = office.ask("SELECT file_key_id FROM draft"), office.ask("SELECT host_key_id FROM office", keys=True)
    office.volunteer.intake.autosave(draft, NO_CONTACT)
    after = office.ask("SELECT file_key_id FROM draft"), office.ask("SELECT host_key_id FROM office", keys=True)
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert "phone" not in office.volunteer.intake.resume(draft)


# the gate, asked again


def test_what_its_author_takes_back_is_taken_up_by_nobody_and_destroyed_and_counted(office: Office) -> None:
    intake = send(office)
    version = read(office, intake).version
    office.volunteer.sending.take_back(intake)
    tallies = count(office, "tally")
    with pytest.raises(NotFound):
        office.officer.queue.accept(intake, version)
    assert office.officer.queue.count().waiting == 0
    assert office.officer.queue.waiting() == ()
    assert (count(office, "intake_letter"), count(office, "tally")) == (0, tallies + 1)
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'intake'", keys=True) == 0
    assert count(office, "person") == 0
    assert state(office, intake) is IntakeState.WITHDRAWN


def test_a_yes_taken_back_between_reading_and_taking_up_refuses(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = send(office)
    view = read(office, intake)
    made_of = intake_saving.made_of

    def meanwhile(*given: Any) -> FirstContact:
        office.volunteer.sending.take_back(intake)
        return made_of(*given)

    monkeypatch.setattr(intake_saving, "made_of", meanwhile)
    with pytest.raises(Problem, match="a moment ago"):
        office.officer.queue.accept(intake, view.version)
    assert (count(office, "person"), count(office, CASES)) == (0, 0)


def test_the_next_sign_in_of_an_officer_destroys_what_was_taken_back(office: Office) -> None:
    intake = send(office)
    office.volunteer.sending.take_back(intake)
    assert count(office, "intake_letter") == 1
    office.sign_in("olive")
    assert count(office, "intake_letter") == 0


def test_a_young_person_who_grew_up_meanwhile_is_asked_themselves(office: Office) -> None:
    almost = {**FAMILY, "born": "2008-11-25"}  # eighteen in two days
    intake = send(office, almost)
    assert read(office, intake).reasons == ()
    office.clock.forward(days=2)
    view = read(office, intake)
    assert view.reasons == (QueueReason.NEEDS_OWN_CONSENT,)
    with pytest.raises(NotAllowed) as refused:
        office.officer.queue.accept(intake, view.version)
    assert refused.value.reasons == (QueueReason.NEEDS_OWN_CONSENT,)
    assert count(office, "person") == 0
    assert office.said()[0].reasons == (QueueReason.NEEDS_OWN_CONSENT,)


def test_two_officers_at_once_make_one_case(office: Office) -> None:
    intake = send(office)
    version = read(office, intake).version
    office.officer.queue.accept(intake, version)
    with pytest.raises(Problem):
        office.colleague.queue.accept(intake, version)
    assert count(office, CASES) == 1


# refusing


def test_a_refused_intake_is_destroyed_for_good_and_counted(office: Office) -> None:
    intake = send(office)
    host_key = office.ask("SELECT host_key_id FROM office", keys=True)
    office.officer.queue.refuse(intake, read(office, intake).version)
    assert office.ask("SELECT host_key_id FROM office", keys=True) != host_key
    assert (count(office, "intake_letter"), count(office, "tally"), count(office, "person")) == (0, 1, 0)
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'intake'", keys=True) == 0
    assert state(office, intake) is IntakeState.REFUSED
    with pytest.raises(NotFound):
        read(office, intake)


def test_a_refusal_that_was_cut_off_is_finished_at_the_next_sign_in(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = send(office)
    view = read(office, intake)
    with monkeypatch.context() as cut:
        cut.setattr(office.officer.queue, "sweep", lambda: 0)
        office.officer.queue.refuse(intake, view.version)
    assert count(office, "intake_letter") == 1
    office.sign_in("olive")
    assert (count(office, "intake_letter"), count(office, "tally")) == (0, 1)


# questions


def test_a_question_goes_to_its_author_alone_and_the_answer_comes_back(office: Office) -> None:
    intake = send(office)
    office.officer.queue.ask(intake, read(office, intake).version, "Which school is it?")
    assert state(office, intake) is IntakeState.ASKED
    asked = office.volunteer.sending.question(intake)
    assert (asked.words, asked.asked_by) == ("Which school is it?", "Omar Officer")
    assert [one.words for one in office.colleague.queue.intake(intake).letters] == ["Which school is it?"]
    office.volunteer.sending.answer(intake, "Hill School, the small one")
    assert state(office, intake) is IntakeState.WAITING
    with pytest.raises(NotFound):
        office.volunteer.sending.question(intake)
    letters = office.colleague.queue.intake(intake).letters
    assert [(one.kind, one.words) for one in letters] == [
        (LetterKind.QUESTION, "Which school is it?"),
        (LetterKind.ANSWER, "Hill School, the small one"),
    ]
    (line,) = office.officer.queue.waiting()
    assert line.is_answered
    accept(office, intake)
    assert count(office, "intake_letter") == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE kind IN ('intake', 'question')", keys=True) == 0


def test_one_question_at_a_time_and_answers_only_to_a_question(office: Office) -> None:
    intake = send(office)
    with pytest.raises(NotAllowed):
        office.volunteer.sending.answer(intake, "Nobody asked")
    with pytest.raises(NotAllowed):
        office.officer.queue.ask(intake, read(office, intake).version, "  ")
    office.officer.queue.ask(intake, read(office, intake).version, "Which school?")
    with pytest.raises(NotAllowed):
        office.colleague.queue.ask(intake, read(office, intake).version, "And which class?")


def test_a_volunteer_who_left_cannot_be_asked_but_what_they_sent_is_taken_up(office: Office) -> None:
    intake = send(office)
    office.manager.staff.disable(office.volunteer.me.id)
    view = read(office, intake)
    with pytest.raises(NotAllowed, match="does not work here"):
        office.officer.queue.ask(intake, view.version, "Which school?")
    assert office.officer.queue.accept(intake, view.version).case_id is not None


# who may what


def test_a_volunteer_reads_no_queue_and_nobody_elses_receipts(office: Office) -> None:
    invitation = office.manager.staff.invite(
        "viola", Role.VOLUNTEER, dataclasses.replace(office.volunteer.me.card), BEGINS
    )
    office.join("viola", invitation.code, "lantern gravel otter window sixpence")
    office.manager.staff.admit(invitation.account_id)
    intake = send(office)
    viola = office.sign_in("viola")
    assert viola.sending.sent() == ()
    acts: tuple[Callable[[], object], ...] = (
        viola.queue.waiting,
        lambda: viola.queue.intake(intake),
        lambda: viola.queue.accept(intake, 1),
        lambda: viola.queue.join(intake, 1, intake),
        lambda: viola.queue.join_plan(intake, intake),
        lambda: viola.queue.ask(intake, 1, "x"),
        lambda: viola.queue.refuse(intake, 1),
        lambda: viola.sending.question(intake),
        lambda: viola.sending.answer(intake, "x"),
        lambda: viola.sending.take_back(intake),
    )
    for act in acts:
        with pytest.raises((NotAllowed, NotFound)):
            act()
    assert viola.queue.count().waiting == 0
    assert state(office, intake) is IntakeState.WAITING


def test_every_look_and_every_act_is_recorded(office: Office) -> None:
    intake = send(office)
    office.officer.queue.waiting()
    version = read(office, intake).version
    office.officer.queue.ask(intake, version, "Which school?")
    office.volunteer.sending.question(intake)
    office.volunteer.sending.answer(intake, "Hill School")
    accept(office, intake)
    said = [(one.act, one.subject) for one in reversed(office.said()) if one.subject in ("intake", "queue", "case")]
    assert said == [
        (Act.CREATE, "intake"),
        (Act.VIEW, "queue"),
        (Act.VIEW, "intake"),
        (Act.CHANGE, "intake"),
        (Act.VIEW, "intake"),
        (Act.CHANGE, "intake"),
        (Act.VIEW, "intake"),
        (Act.CREATE, "case"),
    ]


# age and order


def test_the_urgent_come_first_then_the_oldest_and_age_climbs_to_the_manager(office: Office) -> None:
    first = send(office)
    office.clock.forward(hours=2)
    second = send(office, {**FAMILY, "child_given_name": "Second"})
    office.clock.forward(hours=2)
    urgent = send(office, {**FAMILY, "issue_group": "EX", "issues": "EX01"})
    lines = office.officer.queue.waiting()
    assert [line.mark.id for line in lines] == [urgent, first, second]
    assert lines[0].urgent == (Urgent.EXCLUSION,)
    office.clock.forward(days=2, hours=21)
    found = office.manager.queue.count()
    assert (found.waiting, found.too_long, found.oldest.days) == (3, 1, 3)
    facts: OfficeFacts = dataclasses.replace(office.manager.facts, queue_days=9)
    office.manager.staff.change_office(facts)
    assert office.sign_in("hannah").queue.count().too_long == 0


def test_receipts_are_dropped_after_ninety_days(office: Office) -> None:
    intake = send(office)
    accept(office, intake)
    office.clock.forward(days=91)
    assert office.volunteer.sending.sent() == ()
    office.sign_in("olive")
    assert count(office, "sent_intake") == 0


# duplicates, joining


def family(office: Office, *, contact: bool = True) -> tuple[UUID, UUID]:
    """Maya and Rosa Costa on file."""
    session = office.officer
    child = add_person(session, CHILD)
    mother = add_person(session, MOTHER, contact=DETAILS if contact else None)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES"))
    session.directory.load()
    return child, mother


def test_duplicates_are_found_and_explained(office: Office) -> None:
    child, mother = family(office)
    other = add_person(office.officer, dataclasses.replace(CHILD, born=PartialDate(2001, 1, 2)))
    zoe = add_person(office.officer, dataclasses.replace(CHILD, given_name="Zoe", family_name="Smith", born=None))
    office.officer.directory.load()
    found = read(office, send(office)).duplicates
    assert {(one.person_id, one.meant) for one in found[:2]} == {(child, "Maya Costa"), (mother, "Rosa Costa")}
    signs = {one.person_id: one.found.likeness.signs for one in found}
    assert {Sign.SAME_NAME, Sign.SAME_BIRTH_DATE, Sign.SAME_RELATIVE} <= set(signs[child])
    assert {Sign.SAME_NAME, Sign.SAME_PHONE} <= set(signs[mother])
    assert all(one.found.likeness.is_likely for one in found[:2])
    assert {other, zoe}.isdisjoint(signs)


def test_joining_adds_to_a_family_on_file_and_overwrites_nothing(office: Office) -> None:
    child, mother = family(office)
    intake = send(office)
    plan = office.officer.queue.join_plan(intake, child)
    assert (plan.name, plan.known, plan.new, plan.cases) == ("Maya Costa", ("Rosa Costa",), (), ())
    assert plan.named == ("Otto Costa",)  # nobody asked him (P29)
    assert office.officer.queue.join_plan(intake, mother) == plan  # a parent's only child, or the one whom it names
    made = office.officer.queue.join(intake, read(office, intake).version, child)
    assert (made.person_id, count(office, "person")) == (child, 2)
    view = office.officer.people.person(child)
    assert [one.name for one in view.family] == ["Rosa Costa"]
    assert [one.full_name for one in view.card.named] == ["Otto Costa"]
    assert [one.id for one in view.cases] == [made.case_id]
    person = office.officer.people.person(mother)
    assert person.contact is not None
    assert person.contact.phones == ("07700 900123",)
    assert person.contact.emails == ("zahra@example.org", "rosa@example.org")
    assert "NO_VOICEMAIL" in person.card.safety
    assert state(office, intake) is IntakeState.TAKEN_UP


def test_what_they_answer_at_a_new_first_contact_is_not_asked_again(office: Office) -> None:
    child, mother = family(office)
    session, today = office.officer, date(2027, 11, 8)
    case = session.casework.open_case(child, CaseFacts())
    office.clock.forward(days=(today - TODAY).days)
    line = next(one for one in session.reviews.agenda().reviews if one.person_id == mother)
    session.putting_off.put_off(line.task.id, 1, today + timedelta(days=7), "she is away")
    intake = send(office, {**FAMILY, "rights_on": today.isoformat(), "action_due": "2027-12-01"})
    session.queue.join(intake, read(office, intake).version, child, case)
    (task,) = (one for one in session.casework.case(case).tasks if one.body.put_off)
    assert (task.status, task.body.done_on) == (TaskStatus.DONE, today)


def test_joining_an_open_case_adds_an_enquiry_and_a_note_to_it(office: Office) -> None:
    child, _ = family(office)
    first, second = send(office), send(office, {**FAMILY, "wants": "Something else"})
    case = office.officer.queue.join(first, read(office, first).version, child).case_id
    assert case is not None
    assert [one.id for one in office.officer.queue.join_plan(second, child).cases] == [case]
    made = office.officer.queue.join(second, read(office, second).version, child, case)
    assert made.case_id == case
    assert count(office, CASES) == 1
    assert {note.rows[0].body.text for note in office.officer.casework.case(case).notes} == {
        "Something else",
        "An assessment",
    }


def test_nobody_joins_a_frozen_record_a_parent_or_a_closed_case(office: Office) -> None:
    child, mother = family(office)
    intake = send(office)
    version = read(office, intake).version
    with pytest.raises(NotAllowed, match="not a parent"):
        office.officer.queue.join(intake, version, mother)
    with pytest.raises(NotAllowed):
        office.officer.queue.join(intake, version, child, intake)
    set_state(office.officer, child, PersonState.FROZEN)
    with pytest.raises(NotAllowed, match="withdrawn"):
        office.officer.queue.join(intake, version, child)
    assert state(office, intake) is IntakeState.WAITING
    assert count(office, "intake_letter") == 1


def test_a_no_to_being_reached_is_no_reason_to_keep_what_is_on_file(office: Office) -> None:
    child, _ = family(office)
    intake = send(office, NO_CONTACT)
    with pytest.raises(NotAllowed, match="consents page") as refused:
        office.officer.queue.join(intake, read(office, intake).version, child)
    assert refused.value.reasons == (QueueReason.SAID_NO_TO_CONTACT,)


def test_a_young_persons_own_no_is_not_overruled_by_a_parent(office: Office) -> None:
    own_no = consent(Purpose.SAVE_CASE, Decision.WITHDRAWN)
    card = dataclasses.replace(CHILD, born=PartialDate(2009, 3, 27))
    child = add_person(office.officer, card, [consent(), own_no])
    office.officer.directory.load()
    intake = send(office, {**FAMILY, "born": "2009-03-27"})
    with pytest.raises(NotAllowed):
        office.officer.queue.join(intake, read(office, intake).version, child)
    assert count(office, CASES) == 0


def test_a_young_person_who_rang_themselves_joins_their_own_record(office: Office) -> None:
    card = dataclasses.replace(CHILD, born=PartialDate(2009, 3, 27))
    child = add_person(office.officer, card)
    office.officer.directory.load()
    intake = send(office, YOUNG)
    made = office.officer.queue.join(intake, read(office, intake).version, child)
    view = office.officer.people.person(child)
    assert [one.id for one in view.cases] == [made.case_id]
    assert view.contact is not None


def test_the_reference_says_nothing_about_anyone(office: Office) -> None:
    intake = send(office)
    (receipt,) = office.volunteer.sending.sent()
    assert receipt.reference == format_intake(intake)
    assert {field.name for field in dataclasses.fields(receipt)} == {"id", "reference", "sent_at", "state"}
