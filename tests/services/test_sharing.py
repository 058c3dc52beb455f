"""May I share this? The only door, the sharing record, and what is tried around both."""

import copy
import dataclasses
import io
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pikepdf
import pytest

from db import sharing_store
from db.sharing_store import StalePermit
from db.unit_of_work import Tampered
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.agencies import AgencyCard
from iass_tui.rules.records.casework import ContactBody, NoteBody, ParentMaySee, ProvidedBy
from iass_tui.rules.records.consents import Decision, Purpose, Scope
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import FamilyTie, PartyRole, PersonCard
from iass_tui.rules.records.sharing import (
    ConcernSource,
    ExceptionFacts,
    Ground,
    Material,
    OwnShare,
    Passing,
    Question,
    Recipient,
    RecipientKind,
    SharingBody,
    SharingKind,
)
from iass_tui.rules.sharing import Change, ForgedPermit, Outcome, Permit, SpentPermit
from iass_tui.rules.wording import spoken_wording
from iass_tui.services import sharing_door
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, Problem
from tests.services.families import CHILD, FACTS, MOTHER, Family, add_family, add_person, consent, set_state
from tests.services.offices import Office

COUNCIL = Recipient(kind=RecipientKind.AGENCY, code="LA_SEN", named="Larchfield SEN team")
SCHOOL = Recipient(kind=RecipientKind.AGENCY, code="SENCO", named="Ms Lark, Lark Rise Primary")
TODAY = date(2026, 11, 23)


def question(to: Recipient = COUNCIL, material: Material = Material.TALK, **more: object) -> Question:
    return Question(recipient=to, material=material, **({"ground": Ground.HELP} | more))  # type: ignore[arg-type]


def person(person_id: UUID) -> Recipient:
    return Recipient(kind=RecipientKind.PERSON, person_id=person_id)


def agree(session: OfficeSession, subject: UUID, purpose: Purpose = Purpose.CONTACT_AGENCY, **more: object) -> UUID:
    """A Yes on record, worded; the id of its event."""
    wording = spoken_wording()
    scope = Scope(**({"agency": "LA_SEN"} | more))  # type: ignore[arg-type]
    event = dataclasses.replace(
        consent(purpose, right="SELF", scope=scope),
        given_by=subject,
        given_by_name="Zahra Hassan",
        wording_version=wording.version,
        wording_hash=wording.sha256,
    )
    session.consent.record(subject, [event])
    return session.people.person(subject).consents[-1].id


def take_back(session: OfficeSession, subject: UUID, purpose: Purpose = Purpose.CONTACT_AGENCY) -> None:
    session.consent.withdraw(
        subject, purpose, Scope(agency="LA_SEN"), given_by=subject, given_on=TODAY, method="VERBAL"
    )


def kinds(session: OfficeSession, person_id: UUID) -> list[SharingKind]:
    return [one.kind for one in session.sharing.record(person_id).lines]


def facts(session: OfficeSession, **more: object) -> ExceptionFacts:
    known: dict[str, object] = {
        "source": ConcernSource.TOLD_STAFF,
        "reason": "She said that he hits her",
        "decided_by": session.me.id,
        "told_family": False,
        "told_words": "It would put her at risk",
        "duty_considered": True,
    } | more
    return ExceptionFacts(**known)  # type: ignore[arg-type]


MASH = Recipient(kind=RecipientKind.AGENCY, code="SOCIAL_CARE", named="Duty desk, social care")
HARM = question(MASH, ground=Ground.HARM, words="What she told us")
ILLEGAL = dataclasses.replace(HARM, ground=Ground.ILLEGAL)


# Asking, sharing, refusing


def test_a_no_comes_with_every_reason_and_is_a_look_on_record(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    answer = session.sharing.ask(made.child, question(SCHOOL, Material.DOCUMENT))
    assert answer.outcome is Outcome.NO
    assert answer.reasons == ("CONSENT_NOT_ASKED", "SHARING_DOCUMENT_NOT_PERMITTED")
    assert Change.THEY_SHARE in answer.changes
    said = AuditDetail(act=Act.VIEW, subject="sharing question", subject_id=made.child, reasons=("NO",))
    assert office.said()[0] == said


def test_what_is_shared_stands_in_the_record_with_its_permission(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    event = agree(session, made.child)
    assert session.sharing.ask(made.child, question()).outcome is Outcome.YES
    session.sharing.share(made.child, question(), told="When the draft plan comes", how="TEL", case_id=made.case)
    (line,) = session.sharing.record(made.child).lines
    assert (line.kind, line.by, line.recipient) == (SharingKind.SHARED, "Omar Officer", COUNCIL.named)
    assert (line.body.told, line.body.how, line.body.consents) == ("When the draft plan comes", "TEL", (event,))
    assert [one.given_by_name for one in line.permissions] == ["Zahra Hassan"]
    assert office.said()[1].fields == ("SHARED",)


def test_without_permission_nothing_is_recorded_and_the_refusal_is(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    with pytest.raises(NotAllowed) as refused:
        session.sharing.share(made.child, question(), told="the draft")
    assert refused.value.reasons == ("CONSENT_NOT_ASKED",)
    assert office.ask("SELECT count(*) FROM sharing") == 0
    assert (office.said()[0].act, office.said()[0].reasons) == (Act.REFUSED, ("CONSENT_NOT_ASKED",))


def test_asked_and_said_no_is_kept_with_the_reasons(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    session.sharing.said_no(made.child, question(ground=Ground.ASKED), said="I can't talk about anyone's file")
    (line,) = session.sharing.record(made.child).lines
    assert (line.kind, line.body.reasons) == (SharingKind.SAID_NO, ("CONSENT_NOT_ASKED",))


def test_everyone_whom_a_note_is_about_has_the_row_in_their_own_record(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    body = NoteBody(text="both", provided_by=ProvidedBy.OFFICER, about=(made.child, made.mother))
    note = session.casework.add_note(made.case, body)
    wanted = question(material=Material.NOTE, note_id=note)
    agree(session, made.child)
    agree(session, made.child, Purpose.SHARE_DOC, named=COUNCIL.named)
    assert session.sharing.ask(made.child, wanted).outcome is Outcome.NO  # she has not agreed for herself
    agree(session, made.mother)
    agree(session, made.mother, Purpose.SHARE_DOC, named=COUNCIL.named)
    session.sharing.share(made.child, wanted, told="")
    assert kinds(session, made.child) == kinds(session, made.mother) == [SharingKind.SHARED]
    (hers,) = session.sharing.record(made.mother).lines
    own = {one.id for one in session.people.person(made.mother).consents}
    assert set(hers.body.consents) <= own
    assert office.ask("SELECT count(DISTINCT file_key_id) FROM sharing") == 2


def test_a_family_that_waits_to_be_asked_leaves_no_trace_of_being_asked_about(office: Office) -> None:
    session = office.officer
    waiting = add_person(session, PersonCard(role=PartyRole.OTHER, given_name="New"), [], state=PersonState.PENDING)
    with pytest.raises(NotAllowed):
        session.sharing.said_no(waiting, question())
    with pytest.raises(NotAllowed) as refused:
        session.sharing.share(waiting, question(), told="")
    assert "SHARING_NOT_ASKED_YET" in refused.value.reasons
    assert office.ask("SELECT count(*) FROM sharing") == 0


def test_a_social_worker_of_the_family_counts_as_an_agency(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    worker = add_person(session, PersonCard(role=PartyRole.OTHER, given_name="Sam", family_name="Work"))
    session.people.link(made.child, worker, FamilyTie(relation="SOCW", responsibility="NO"))
    answer = session.sharing.ask(made.child, question(person(worker)))
    assert (answer.question.recipient.code, answer.recipient) == ("SW", "Sam Work")
    agree(session, made.child, agency="SOCIAL_CARE", named="Sam Work")
    assert session.sharing.ask(made.child, question(person(worker))).outcome is Outcome.YES


def test_a_volunteer_asks_nothing(office: Office) -> None:
    made = add_family(office.officer)
    for act in (
        lambda: office.volunteer.sharing.ask(made.child, question()),
        lambda: office.volunteer.sharing.record(made.child),
        lambda: office.volunteer.sharing.share(made.child, question(), told=""),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_court_order_warns_about_a_talk_and_stops_a_copy(office: Office) -> None:
    session = office.officer
    card = dataclasses.replace(CHILD, born=PartialDate(2017, 1, 5), safety=("COURT_ORDER",))
    child, mother = add_person(session, card), add_person(session, MOTHER)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES", evidence="certificate"))
    talk = session.sharing.ask(child, question(person(mother)))
    assert (talk.outcome, talk.warnings) == (Outcome.YES, ("SHARING_COURT_ORDER",))
    assert "RELEASE_ORDER_FORBIDS" in session.sharing.ask(child, question(person(mother), Material.FILE)).reasons


def test_a_consent_for_a_school_reaches_who_works_there_by_the_directory_and_not_by_a_callers_word(
    office: Office,
) -> None:
    session, made = office.officer, add_family(office.officer)
    lark = AgencyCard(code="SENCO", organisation="Lark Rise Primary", person="Ms Lark")
    listed = session.agencies.add(lark)
    agree(session, made.child, agency="EDU_SETTING", named="Lark Rise Primary")
    to = Recipient(kind=RecipientKind.AGENCY, agency_id=listed, code="SENCO", named="anything")
    session.sharing.share(made.child, question(to), told="by the directory")
    (line,) = session.sharing.record(made.child).lines
    assert line.recipient == lark.full_name
    claimed = Recipient(
        kind=RecipientKind.AGENCY, code="SENCO", named="The Daily News", organisation="Lark Rise Primary"
    )
    assert session.sharing.ask(made.child, question(claimed)).outcome is Outcome.NO
    no = dataclasses.replace(
        consent(Purpose.CONTACT_AGENCY, scope=Scope(agency="EDU_SETTING", named=lark.full_name)),
        decision=Decision.REFUSED,
    )
    session.consent.record(made.child, [no])
    assert session.sharing.ask(made.child, question(to)).reasons == ("CONSENT_REFUSED",)


def test_a_note_of_a_talk_with_someone_of_the_directory_can_be_corrected(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    listed = session.agencies.add(AgencyCard(code="SENCO", organisation="Lark Rise Primary", person="Ms Lark"))
    agree(session, made.child, agency="EDU_SETTING", named="Lark Rise Primary")
    to = Recipient(kind=RecipientKind.AGENCY, agency_id=listed, code="SENCO", named="Ms Lark, Lark Rise Primary")
    body = dataclasses.replace(NOTE, with_agency=to)
    note = session.casework.add_note(made.case, body)
    session.casework.correct_note(note, dataclasses.replace(body, minutes=45))
    assert kinds(session, made.child) == [SharingKind.SHARED]


# One-off consents


def test_a_consent_for_one_time_serves_one_time(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    event = agree(session, made.child, one_off=True)
    session.sharing.share(made.child, question(), told="once")
    assert session.sharing.ask(made.child, question()).reasons == ("CONSENT_EXPIRED",)
    with pytest.raises(NotAllowed):
        session.sharing.share(made.child, question(), told="twice")
    assert session.people.person(made.child).used == {event}
    assert office.ask("SELECT count(*) FROM sharing") == 1


def test_a_used_consent_does_not_come_back_by_taking_its_row_away(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child, one_off=True)
    session.sharing.share(made.child, question(), told="once")
    office.tamper("DELETE FROM sharing")
    with pytest.raises(Problem, match="not what was last saved"):
        session.sharing.share(made.child, question(), told="twice")
    assert office.ask("SELECT count(*) FROM sharing") == 0


# Consents behind the program's back


def test_a_consent_that_was_deleted_or_put_back_behind_the_program_shares_nothing(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    take_back(session, made.child)
    office.tamper("DELETE FROM consent_event WHERE number = (SELECT max(number) FROM consent_event)")
    office.tamper("UPDATE consent_head SET count = count - 1 WHERE id = ?", made.child.bytes)
    with pytest.raises(Problem, match="not what was last saved"):
        session.sharing.ask(made.child, question())
    with pytest.raises(Problem, match="not what was last saved"):
        session.sharing.share(made.child, question(), told="")
    assert office.ask("SELECT count(*) FROM sharing") == 0


def test_a_record_that_was_unfrozen_behind_the_program_shares_nothing(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    set_state(session, made.child, PersonState.FROZEN)
    assert "SHARING_FROZEN" in session.sharing.ask(made.child, question()).reasons
    office.tamper("UPDATE person SET state = 'ACTIVE' WHERE id = ?", made.child.bytes)
    with pytest.raises(Problem, match="not what was last saved"):
        session.sharing.share(made.child, question(), told="")


def test_a_correction_that_was_taken_away_opens_no_note(office: Office) -> None:
    session = office.officer
    child, mother = add_person(session, dataclasses.replace(CHILD, born=PartialDate(2017, 1, 5))), add_person(session)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES", evidence="certificate"))
    case = session.casework.open_case(child, FACTS)
    may_see = NoteBody(text="x", provided_by=ProvidedBy.CHILD, provided_by_id=child, parent_may_see=ParentMaySee.YES)
    note = session.casework.add_note(case, may_see)
    wanted = question(person(mother), Material.NOTE, note_id=note)
    assert session.sharing.ask(child, wanted).outcome is Outcome.YES
    session.casework.correct_note(note, dataclasses.replace(may_see, parent_may_see=ParentMaySee.NO))
    assert session.sharing.ask(child, wanted).reasons == ("ITEM_CHILD_DOES_NOT_AGREE",)
    office.tamper("DELETE FROM note WHERE number = 2")
    with pytest.raises(Problem, match="not what was last saved"):
        session.sharing.ask(child, wanted)


def test_a_withdrawal_in_another_terminal_stops_the_sharing_that_was_allowed_a_moment_ago(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    assert session.sharing.ask(made.child, question()).outcome is Outcome.YES
    take_back(office.colleague, made.child)
    with pytest.raises(NotAllowed) as refused:
        session.sharing.share(made.child, question(), told="")
    assert refused.value.reasons == ("CONSENT_WITHDRAWN",)


# The store by itself


def permit_of(session: OfficeSession, made: Family) -> Permit:
    with session.desk.read() as connection:
        answer = sharing_door.decide(session, connection, made.child, question()).answer
    assert answer.permit is not None
    return answer.permit


def store(session: OfficeSession, permit: Permit) -> None:
    with session.desk.unit("casework") as unit:
        sharing_store.record_shared(session.desk, unit, permit, told="")
        unit.say(AuditDetail(act=Act.CREATE, subject="sharing"))


def forged(permit: Permit) -> Permit:
    """Built around the constructor, field by field."""
    built = object.__new__(Permit)
    for field in dataclasses.fields(permit):
        object.__setattr__(built, field.name, getattr(permit, field.name))
    return built


def altered(permit: Permit) -> Permit:
    """A real one, with another recipient written into it."""
    object.__setattr__(permit, "question", dataclasses.replace(permit.question, recipient=SCHOOL))
    return permit


@pytest.mark.parametrize("around", [forged, altered, copy.copy, copy.deepcopy])
def test_the_store_takes_no_forged_permit(office: Office, around: Callable[[Permit], Permit]) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    with pytest.raises(ForgedPermit):
        store(session, around(permit_of(session, made)))
    assert office.ask("SELECT count(*) FROM sharing") == 0


def test_the_store_takes_no_permit_of_yesterday(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    permit = permit_of(session, made)
    office.clock.forward(days=1)
    with pytest.raises(StalePermit):
        store(session, permit)
    assert office.ask("SELECT count(*) FROM sharing") == 0


def test_the_store_takes_a_permit_once(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    permit = permit_of(session, made)
    store(session, permit)
    with pytest.raises(SpentPermit):
        store(session, permit)
    assert office.ask("SELECT count(*) FROM sharing") == 1


def test_the_store_takes_no_permit_after_anything_was_said(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    permit = permit_of(session, made)
    take_back(office.colleague, made.child)
    with pytest.raises(StalePermit):
        store(session, permit)
    assert office.ask("SELECT count(*) FROM sharing") == 0


def test_the_store_takes_no_permit_whose_consent_was_changed(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    event = agree(session, made.child)
    permit = permit_of(session, made)
    office.tamper("UPDATE consent_event SET body = zeroblob(300) WHERE id = ?", event.bytes)
    with pytest.raises(Tampered):
        store(session, permit)
    assert office.ask("SELECT count(*) FROM sharing") == 0


@pytest.mark.parametrize("kind", [SharingKind.SHARED, SharingKind.EXCEPTION, SharingKind.SIGNED_OFF, SharingKind.SEEN])
def test_the_store_writes_no_such_line_for_an_officer_without_a_permit(office: Office, kind: SharingKind) -> None:
    session, made = office.officer, add_family(office.officer)
    with pytest.raises(ForgedPermit), session.desk.unit("casework") as unit:
        sharing_store.note(session.desk, unit, kind, [made.child], SharingBody(on=TODAY))
    assert office.ask("SELECT count(*) FROM sharing") == 0


def test_a_row_is_never_changed_or_replaced(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    session.sharing.said_no(made.child, question())
    from db.engine import open_engine, writing

    engine = open_engine(office.places.folder.records)
    for statement in (
        "UPDATE sharing SET kind = 'SHARED'",
        "INSERT OR REPLACE INTO sharing SELECT * FROM sharing",
    ):
        with pytest.raises(Exception, match="never"), writing(engine) as connection:
            connection.exec_driver_sql(statement)
    engine.dispose()


# Contacts: the same door

RANG = ContactBody(happened_on=TODAY, channel="TEL", minutes=10, with_whom=ProvidedBy.PROFESSIONAL, with_agency=COUNCIL)
NOTE = NoteBody(
    text="They said the plan is late",
    channel="TEL",
    minutes=10,
    happened_on=TODAY,
    provided_by=ProvidedBy.PROFESSIONAL,
    with_agency=COUNCIL,
)


def test_a_talk_with_an_agency_is_kept_only_with_permission_and_shares_in_the_same_act(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    with pytest.raises(NotAllowed) as refused:
        session.casework.add_contact(made.case, RANG)
    assert refused.value.reasons == ("CONSENT_NOT_ASKED",)
    assert session.casework.case(made.case).contacts == ()
    agree(session, made.child)
    session.casework.add_contact(made.case, RANG, passing=Passing(words="Asked when the plan comes"))
    (line,) = session.sharing.record(made.child).lines
    assert (line.recipient, line.body.told, line.body.how) == (COUNCIL.named, "Asked when the plan comes", "TEL")
    assert len(session.casework.case(made.case).contacts) == 1


def test_a_note_of_a_talk_with_an_agency_goes_through_the_same_door(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    draft = session.drafts.start("note", case_id=made.case)
    session.drafts.save(draft, {"text": NOTE.text})
    with pytest.raises(NotAllowed):
        session.casework.add_note(made.case, NOTE, draft)
    assert office.ask("SELECT count(*) FROM note") == 0
    assert session.drafts.read(draft)["text"] == NOTE.text  # nothing typed is lost
    agree(session, made.child)
    session.casework.add_note(made.case, NOTE, draft)
    assert kinds(session, made.child) == [SharingKind.SHARED]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"with_agency": None}, "SHARING_NOBODY_NAMED"),
        ({"with_agency": None, "with_whom": ProvidedBy.OTHER}, "SHARING_NOBODY_NAMED"),
        ({"with_whom": ProvidedBy.PARENT}, "CONSENT_NOT_ASKED"),  # an agency, whatever it is called
    ],
)
def test_calling_an_agency_something_else_opens_no_other_door(
    office: Office, changed: dict[str, object], reason: str
) -> None:
    session, made = office.officer, add_family(office.officer)
    with pytest.raises(NotAllowed) as refused:
        session.casework.add_contact(made.case, dataclasses.replace(RANG, **changed))  # type: ignore[arg-type]
    assert reason in refused.value.reasons


def test_somebody_on_file_who_is_not_of_the_family_is_outside_it(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    stranger = add_person(session, MOTHER)
    body = ContactBody(happened_on=TODAY, channel="TEL", with_whom=ProvidedBy.PARENT, with_id=stranger)
    with pytest.raises(NotAllowed) as refused:
        session.casework.add_contact(made.case, body)
    assert "SHARING_NOT_IN_FAMILY" in refused.value.reasons


def test_a_correction_cannot_turn_a_talk_with_the_family_into_one_with_an_agency(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    note = session.casework.add_note(
        made.case, dataclasses.replace(NOTE, provided_by=ProvidedBy.PARENT, with_agency=None)
    )
    with pytest.raises(NotAllowed):
        session.casework.correct_note(note, NOTE)
    agree(session, made.child)
    session.casework.correct_note(note, NOTE)
    session.casework.correct_note(note, dataclasses.replace(NOTE, minutes=40))  # nobody is asked twice
    assert kinds(session, made.child) == [SharingKind.SHARED]


def test_a_contact_with_an_agency_is_kept_as_a_complete_exception_and_a_manager_sees_it(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    body = dataclasses.replace(RANG, with_agency=MASH)
    passing = Passing(words="What she told us", ground=Ground.HARM, exception=facts(session, duty_considered=False))
    with pytest.raises(NotAllowed) as refused:
        session.casework.add_contact(made.case, body, passing=passing)
    assert refused.value.reasons == ("SHARING_EXCEPTION_INCOMPLETE", "CONSENT_NOT_ASKED")
    complete = dataclasses.replace(passing, exception=facts(session))
    session.casework.add_contact(made.case, body, passing=complete)
    assert kinds(session, made.child) == [SharingKind.EXCEPTION]
    (line,) = office.manager.casework.today().exceptions
    assert (line.stage, line.recipient, line.name) == ("TO_SEE", MASH.named, "Amina Hassan")


def test_a_contact_about_illegal_activity_waits_for_a_manager_like_anything_else(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    body = dataclasses.replace(RANG, with_agency=MASH)
    passing = Passing(words="What she told us", ground=Ground.ILLEGAL, exception=facts(session))
    with pytest.raises(NotAllowed) as refused:
        session.casework.add_contact(made.case, body, passing=passing)
    assert refused.value.reasons == ("SHARING_SIGN_OFF_FIRST",)
    at_once = dataclasses.replace(passing, exception=facts(session, is_immediate=True))
    session.casework.add_contact(made.case, body, passing=at_once)
    (line,) = office.manager.casework.today().exceptions
    assert line.stage == "TO_SIGN_OFF"


def test_the_store_of_contacts_takes_no_agency_without_its_spent_permit(office: Office) -> None:
    from db import case_store, contact_store

    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    unspent = permit_of(session, made)
    for permit, body in ((None, RANG), (unspent, RANG), (unspent, dataclasses.replace(RANG, with_agency=None))):
        with session.desk.unit("casework") as unit:
            file = case_store.case_file(unit.connection, made.case)
            assert file is not None
            key = session.desk.key(file.key_id, "case", made.case)
            with pytest.raises(ForgedPermit):
                contact_store.insert(session.desk, unit, key, body, permit)
    assert office.ask("SELECT count(*) FROM contact") == 0


# Encouraging the family (P18)


def test_that_the_family_will_share_it_itself_is_noted_with_a_talk_and_its_outcome_later(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    family = ContactBody(happened_on=TODAY, channel="TEL", with_id=made.mother)
    session.casework.add_contact(made.case, family, own_share=OwnShare.THEY_WILL)
    (line,) = session.sharing.record(made.child).lines
    assert (line.kind, line.body.own_share) == (SharingKind.ENCOURAGED, OwnShare.THEY_WILL)
    session.sharing.own_share(made.child, OwnShare.THEY_DID, sharing_id=line.sharing_id)
    assert [one.body.own_share for one in session.sharing.record(made.child).lines] == [
        OwnShare.THEY_DID,
        OwnShare.THEY_WILL,
    ]
    session.casework.add_note(made.case, NoteBody(text="x"), own_share=OwnShare.NOT_SUITABLE)
    assert len(session.sharing.record(made.child).lines) == 3


# The exception: P9 to P11, P34


def test_an_exception_is_never_silent(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    done = session.sharing.share(made.child, HARM, told="by telephone", how="TEL", exception=facts(session))
    assert done.kind is SharingKind.EXCEPTION
    assert office.said()[0].reasons == ("HARM",)
    assert kinds(session, made.child) == [SharingKind.EXCEPTION]
    assert office.officer.casework.today().exceptions == ()
    (line,) = office.manager.casework.today().exceptions
    view = office.manager.sharing.exception(line.sharing_id)
    assert (view.facts.reason, view.decided_by, view.about) == (
        "She said that he hits her",
        "Omar Officer",
        ("Amina Hassan",),
    )
    with pytest.raises(NotAllowed):
        session.sharing.seen(line.sharing_id)  # an officer's word is none
    office.manager.sharing.seen(line.sharing_id)
    assert office.manager.casework.today().exceptions == ()
    assert kinds(session, made.child) == [SharingKind.SEEN, SharingKind.EXCEPTION]


@pytest.mark.parametrize("missing", ["source", "reason", "told_words", "decided_by", "told_family", "duty_considered"])
def test_an_exception_with_an_open_question_is_refused(office: Office, missing: str) -> None:
    session, made = office.officer, add_family(office.officer)
    empty = {"source": None, "decided_by": None, "told_family": None, "duty_considered": False}
    with pytest.raises(NotAllowed) as refused:
        session.sharing.share(made.child, HARM, told="", exception=facts(session, **{missing: empty.get(missing, "")}))
    assert refused.value.reasons[0] == "SHARING_EXCEPTION_INCOMPLETE"
    assert office.ask("SELECT count(*) FROM sharing") == 0


def test_nobody_who_does_not_work_here_or_volunteers_can_have_decided(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    for decider in (made.mother, office.volunteer.me.id):
        with pytest.raises(NotAllowed):
            session.sharing.share(made.child, HARM, told="", exception=facts(session, decided_by=decider))


def test_illegal_activity_waits_for_a_manager_before_anything_is_shared(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    done = session.sharing.share(made.child, ILLEGAL, told="", exception=facts(session))
    assert done.kind is SharingKind.PROPOSED
    with pytest.raises(NotAllowed):
        session.sharing.carry_out(done.sharing_id, told="too early", how="TEL")
    with pytest.raises(NotAllowed):
        session.sharing.sign_off(done.sharing_id, "myself")
    (line,) = office.manager.casework.today().exceptions
    assert line.stage == "TO_SIGN_OFF_FIRST"
    office.manager.sharing.sign_off(done.sharing_id, "Agreed")
    with pytest.raises(NotAllowed):
        office.manager.sharing.turn_down(done.sharing_id, "Or not")
    (mine,) = session.casework.today().exceptions
    assert mine.stage == "TO_DO"
    session.sharing.carry_out(done.sharing_id, told="Rang the police", how="TEL")
    with pytest.raises(NotAllowed):
        session.sharing.carry_out(done.sharing_id, told="again", how="TEL")
    assert session.casework.today().exceptions == office.manager.casework.today().exceptions == ()
    assert kinds(session, made.child) == [SharingKind.EXCEPTION, SharingKind.SIGNED_OFF, SharingKind.PROPOSED]


def test_what_a_manager_turns_down_is_not_shared(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    done = session.sharing.share(made.child, ILLEGAL, told="", exception=facts(session))
    with pytest.raises(Problem, match="Say why"):
        office.manager.sharing.turn_down(done.sharing_id, " ")
    office.manager.sharing.turn_down(done.sharing_id, "Ask them first")
    with pytest.raises(NotAllowed):
        session.sharing.carry_out(done.sharing_id, told="", how="")
    assert office.officer.casework.today().exceptions == ()


def test_where_danger_is_immediate_it_is_done_and_signed_off_within_a_working_day(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    office.clock.forward(days=4)  # a Friday
    done = session.sharing.share(made.child, ILLEGAL, told="999", exception=facts(session, is_immediate=True))
    assert (done.kind, done.sign_off_by) == (SharingKind.EXCEPTION, date(2026, 11, 30))
    (line,) = office.manager.casework.today().exceptions
    assert (line.stage, line.due_on, line.is_overdue) == ("TO_SIGN_OFF", date(2026, 11, 30), False)
    office.clock.forward(days=4)
    (line,) = office.manager.casework.today().exceptions
    assert line.is_overdue
    with pytest.raises(NotAllowed):
        office.manager.sharing.seen(done.sharing_id)  # that wants a word
    office.manager.sharing.sign_off(done.sharing_id, "")
    assert office.manager.casework.today().exceptions == ()


def test_an_officer_who_says_that_a_manager_decided_still_waits_for_that_manager(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    claimed = facts(session, decided_by=office.manager.me.id)
    assert session.sharing.share(made.child, ILLEGAL, told="", exception=claimed).kind is SharingKind.PROPOSED


def test_what_a_manager_decides_and_records_is_signed_off_by_that(office: Office) -> None:
    made = add_family(office.officer)
    done = office.manager.sharing.share(made.child, ILLEGAL, told="999", exception=facts(office.manager))
    assert done.kind is SharingKind.EXCEPTION
    assert office.manager.casework.today().exceptions == ()
    assert SharingKind.SIGNED_OFF in kinds(office.officer, made.child)


def test_a_direct_call_to_the_store_does_not_pass_the_sign_off(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    with session.desk.read() as connection:
        answer = sharing_door.decide(session, connection, made.child, ILLEGAL, facts(session)).answer
    assert answer.permit is not None
    with pytest.raises(ForgedPermit):
        store(session, answer.permit)
    assert office.ask("SELECT count(*) FROM sharing") == 0


# Paper


def small(session: OfficeSession) -> tuple[UUID, UUID]:
    """A child of nine with a mother who may have the file."""
    child = add_person(session, dataclasses.replace(CHILD, born=PartialDate(2017, 1, 5)))
    mother = add_person(session, MOTHER)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES", evidence="certificate"))
    return child, mother


def test_the_papers_lines_leave_out_what_is_kept_from_their_reader(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = office.officer
    child, mother = small(session)
    case = session.casework.open_case(child, FACTS)
    agree(session, child)
    session.sharing.share(child, question(), told="When the plan comes", case_id=case)
    session.sharing.said_no(child, question(SCHOOL), said="asked by the school")
    session.sharing.share(child, question(person(child)), told="told the child alone")
    session.sharing.share(child, HARM, told="kept from them", exception=facts(session))
    told = facts(session, told_family=True, told_words="We told you at once")
    session.sharing.share(child, HARM, told="and this they know", exception=told)
    seen: list[str] = []
    from iass_tui.documents import sharing_record

    real = sharing_record.sharing_record_pdf

    def watching(*args: object, **more: object) -> bytes:
        seen.clear()
        seen.extend(one.what for one in args[4])  # type: ignore[attr-defined]
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(sharing_record, "sharing_record_pdf", watching)
    file = session.sharing.print(child, mother)
    text = "\n".join(seen)
    assert "and this they know" in text
    assert not {"kept from them", "told the child alone", "asked by the school"} & set(text.split("\n"))
    assert "When the plan comes" not in text  # by the child's own word alone
    with pikepdf.open(
        io.BytesIO((office.places.folder.outbox / file.name).read_bytes()), password=file.passphrase
    ) as pdf:
        assert pdf.Root.MarkInfo.Marked is True
    assert office.said()[0].act is Act.EXPORT


def test_the_paper_of_somebody_without_a_case_names_no_file(office: Office) -> None:
    made = add_family(office.officer)
    office.officer.sharing.said_no(made.mother, question(SCHOOL))
    file = office.officer.sharing.print(made.mother, None)
    assert file.name.startswith("sharing-2026")
    with pikepdf.open(
        io.BytesIO((office.places.folder.outbox / file.name).read_bytes()), password=file.passphrase
    ) as pdf:
        assert str(pdf.docinfo["/Title"]) == "What we passed on"


def test_a_parent_whom_the_child_refuses_gets_no_paper(office: Office) -> None:
    session = office.officer
    child, mother = small(session)
    session.consent.record(child, [dataclasses.replace(consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=mother)))])
    with pytest.raises(NotAllowed) as refused:
        session.sharing.print(child, mother)
    assert "RELEASE_REFUSED_BY_CHILD" in refused.value.reasons
    assert list(office.places.folder.outbox.glob("*.pdf")) == []


def test_what_is_erased_with_a_person_takes_their_sharing_record_along(office: Office) -> None:
    from db import hanging

    session, made = office.officer, add_family(office.officer)
    session.sharing.said_no(made.child, question())
    rows = hanging.rows_under(session.desk, hanging.keys_of(session.desk, made.child, "person"))
    assert [table for table, _ in rows].count("sharing") == 1


def test_a_working_copy_holds_the_sharing_record_and_a_parents_not_what_is_kept_from_them(office: Office) -> None:
    session = office.officer
    child, mother = small(session)
    session.sharing.said_no(child, question(SCHOOL))
    session.sharing.share(child, question(person(mother)), told="What we do next")
    session.sharing.share(child, HARM, told="", exception=facts(session))

    def copied(reader: UUID | None) -> dict[str, tuple[bool, str]]:
        items = [one for one in session.packs.offer(child, reader).items if one.kind == "Sharing"]
        return {one.heading: (one.locked, one.proposed) for one in items}

    own = copied(None)
    assert own["Zahra Hassan"] == (False, "INCLUDE")
    assert own[f"{MASH.named}"] == (False, "WITHHOLD")  # a person decides; the office did not tell them on purpose
    hers = copied(mother)
    assert hers["Zahra Hassan"] == (False, "INCLUDE")
    assert all(locked for heading, (locked, _) in hers.items() if heading != "Zahra Hassan")


def test_what_to_take_care_of_with_one_parent_warns_about_the_other(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    careful = dataclasses.replace(MOTHER, given_name="Karima", safety=("ADDRESS_WITHHELD", "SEPARATED_PARENTS"))
    aunt = add_person(session, careful)
    session.people.link(made.child, aunt, FamilyTie(relation="MOT", responsibility="YES"))
    to_mother = session.sharing.ask(made.child, question(person(made.mother), Material.CONTACT))
    assert set(to_mother.warnings) == {"SHARING_PARENTS_APART", "SHARING_ADDRESS_WITHHELD"}
    assert "RELEASE_CONCERN" in to_mother.reasons
    assert session.sharing.ask(made.child, question(person(aunt))).warnings == ()
