"""The handover sheet on real offices: what is on it, who is told what, and the manager's list (P37-P43)."""

import dataclasses
from datetime import date, timedelta

import pikepdf
import pytest
from sqlalchemy.exc import IntegrityError

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.handover import HandoverGap
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.agencies import AgencyCard, Involved, Involvement
from iass_tui.rules.records.casework import (
    CaseFacts,
    CaseStatus,
    ContactBody,
    NoteBody,
    ParentMaySee,
    ProvidedBy,
    TaskBody,
)
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.deadlines import CaseEventBody, EventKind
from iass_tui.rules.records.equality import EqualityAnswers
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.release import ItemReason
from iass_tui.services import outbox
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, NotFound, OutboxFile
from tests.documents.samples import pages
from tests.services.families import (
    CHILD,
    COVERING,
    DETAILS,
    FACTS,
    MOTHER,
    Family,
    add_family,
    add_person,
    consent,
    set_state,
)
from tests.services.offices import START, Office

TODAY = START.date()
ALONE = NoteBody(text="She is afraid of the bus", provided_by=ProvidedBy.CHILD, parent_may_see=ParentMaySee.NO)
RANG = NoteBody(
    progress="School will meet",
    action="Write to the head",
    action_by="the mother",
    action_due=TODAY + timedelta(days=3),
    channel="TEL",
)


def text(session: OfficeSession, family: Family) -> str:
    return "\n".join(words for _, words in session.handover.read(family.case).lines)


def on_paper(office: Office, made: OutboxFile) -> str:
    """What an encrypted paper says, for a reader with its words."""
    raw = (office.places.folder.outbox / made.name).read_bytes()
    return " ".join(" ".join(pages(raw, made.passphrase)).split())


def test_the_sheet_says_who_what_next_and_whom_to_ask(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    session.casework.add_note(family.case, dataclasses.replace(RANG, provided_by_id=family.mother))
    session.deadlines.add_event(family.case, CaseEventBody(kind=EventKind.REQUEST, on=date(2026, 11, 16)))
    agency = session.agencies.add(AgencyCard(code="SENCO", organisation="Hill School", person="Ms Wimble"))
    session.agencies.involve(family.child, agency, Involvement(stands=Involved.NOW))
    sheet = session.handover.read(family.case).sheet
    assert (sheet.reference, sheet.age, sheet.officer, sheet.gaps) == ("C-0001", 15, "Omar Officer", ())
    assert [one.words for one in sheet.progress] == ["School will meet"]
    assert [(one.body.what, one.does_it) for one in sheet.to_do] == [("Write to the head", "the mother")]
    assert [one.on for one in sheet.dates][:2] == [TODAY + timedelta(days=3), date(2026, 12, 28)]
    assert [(one.name, one.tie and one.tie.relation) for one in sheet.family] == [
        ("Amina Hassan", None),
        ("Zahra Hassan", "MOT"),
    ]
    assert [(one.card.full_name, one.may_contact) for one in sheet.agencies] == [("Ms Wimble, Hill School", False)]
    said = text(session, family)
    for words in (
        "How to request an assessment",
        "A place near home",
        "Write to the head – by 26 November 2026, the mother",
        "07700 900123",
        "Zahra Hassan",
        "NOT to be contacted without asking the family (P33)",
        "Nothing is missing.",
    ):
        assert words in said


def test_a_whole_sheet_is_two_pages_without_what_a_family_would_read_on_its_own_papers(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    for _ in range(7):
        session.casework.add_note(family.case, NoteBody(progress="The panel agreed a taxi for this year. " * 4))
    for name in ("Wimble", "Griffin", "Rees", "Cartwright"):
        agency = session.agencies.add(AgencyCard(code="SENCO", organisation="Hill School", person=f"Ms {name}"))
        session.agencies.involve(family.child, agency, Involvement(stands=Involved.NOW, since=TODAY))
    made = session.handover.make(family.case)
    found = pages((office.places.folder.outbox / made.name).read_bytes(), made.passphrase)
    assert len(found) == 2
    assert "Ms Cartwright, Hill School: SENCO, since 23 November 2026" in " ".join(found[1].split())
    assert "About this document" not in " ".join(found)


def test_five_lines_of_progress_at_most_the_newest_first_and_nothing_in_error(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    for number in range(7):
        note = session.casework.add_note(family.case, NoteBody(progress=f"Step {number}"))
        office.clock.forward(minutes=1)
    session.casework.mark_in_error(note, "another family's")
    assert [one.words for one in session.handover.read(family.case).sheet.progress] == [
        f"Step {number}" for number in (5, 4, 3, 2, 1)
    ]
    assert "Step 6" not in text(session, family)


def test_a_long_note_is_cut_at_a_word_and_never_refused(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    session.casework.add_note(family.case, NoteBody(progress="word " * 15_000))
    (line,) = session.handover.read(family.case).sheet.progress
    assert line.words.endswith("word …")
    assert len(line.words) <= 282


def test_what_the_child_keeps_back_is_there_and_marked_with_names(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    session.casework.add_note(family.case, dataclasses.replace(ALONE, provided_by_id=family.child, action="Ask school"))
    sheet = session.handover.read(family.case).sheet
    (told,) = sheet.childs_words
    assert told.kept_back is not None
    assert (told.kept_back.why, told.kept_back.whom) == (ItemReason.CHILD_DOES_NOT_AGREE, ("Zahra Hassan",))
    assert sheet.to_do[0].kept_back == told.kept_back  # what follows from it is kept back with it
    said = text(session, family)
    assert "KEPT BACK BY THE CHILD: not to be told to Zahra Hassan (P32). 23 November 2026: She is afraid" in said
    assert "KEPT BACK BY THE CHILD: not to be told to Zahra Hassan (P32). Ask school" in said


def test_what_the_child_released_to_a_parent_is_not_kept_from_them(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    not_asked = dataclasses.replace(ALONE, parent_may_see=ParentMaySee.NOT_ASKED)
    session.casework.add_note(family.case, not_asked)
    assert session.handover.read(family.case).sheet.childs_words[0].kept_back is not None
    release = consent(Purpose.YP_RELEASE_TO_PARENT, scope=Scope(person_id=family.mother))
    worded = dataclasses.replace(release, given_by=family.child, wording_version="1", wording_hash="0" * 64)
    session.consent.record(family.child, [worded])
    assert session.handover.read(family.case).sheet.childs_words[0].kept_back is None


def test_whom_the_child_refuses_stands_under_take_care(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    refusal = consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=family.mother))
    session.consent.record(family.child, [dataclasses.replace(refusal, given_by=family.child)])
    sheet = session.handover.read(family.case).sheet
    assert sheet.refused == ("Zahra Hassan",)
    assert sheet.family[1].may_not_know
    assert "Zahra Hassan may NOT be told anything of this file" in text(session, family)


def test_the_latest_exchange_is_named_with_or_without_a_note(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    talk = ContactBody(happened_on=TODAY, channel="VID", with_whom=ProvidedBy.CHILD, with_id=family.child)
    session.casework.add_contact(family.case, talk)
    session.casework.add_note(family.case, dataclasses.replace(RANG, happened_on=TODAY - timedelta(days=1)))
    last = session.handover.read(family.case).sheet.last_spoke
    assert last is not None
    assert (last.on, last.words, last.by_name) == (TODAY, "VID", "Amina Hassan")
    assert last.kept_back is not None  # that a child talked to us is the child's own to tell (P32)


def test_equality_answers_are_on_no_sheet_and_on_no_paper(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    worded = dataclasses.replace(
        consent(Purpose.SAVE_EQUALITY), given_by=family.child, wording_version="1", wording_hash="0" * 64
    )
    session.consent.record(family.child, [worded])
    answers = EqualityAnswers(
        ethnic_group="ASIAN", ethnicity="A5", ethnicity_words="Glimmerfolk", circumstances=("CLA",)
    )
    session.equality.save(family.child, 0, EqualityAnswers(), answers)
    made = session.handover.make(family.case)
    for said in (text(session, family), on_paper(office, made)):
        assert "Glimmerfolk" not in said
        assert "Looked after" not in said


def test_looking_is_recorded_for_the_case_and_for_everyone_whose_number_is_shown(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.handover.read(family.case)
    handover, contact = office.said()[:2]
    assert (handover.act, handover.subject, handover.case_id) == (Act.VIEW, "handover", family.case)
    assert (contact.act, contact.subject, contact.subject_id) == (Act.VIEW, "contact", family.mother)


def test_no_sheet_is_shown_where_the_look_cannot_be_recorded(office: Office) -> None:
    family = add_family(office.officer)
    office.refuse_entries()
    with pytest.raises(IntegrityError):
        office.officer.handover.read(family.case)


def test_the_paper_is_encrypted_and_holds_no_number_or_address(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    session.casework.add_note(family.case, dataclasses.replace(ALONE, provided_by_id=family.child))
    made = session.handover.make(family.case, large_print=True)
    assert made.name.startswith("handover-C-0001-")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(office.places.folder.outbox / made.name)
    said = on_paper(office, made)
    assert "not to be told to Zahra Hassan" in said
    for number in (*DETAILS.phones, *DETAILS.emails):
        assert number not in said
    assert office.said()[0].act is Act.EXPORT


def test_a_paper_in_the_outbox_goes_when_the_child_takes_their_consent_back(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    session.handover.make(family.case)
    assert len(outbox.about(session, family.child)) == 1
    session.consent.withdraw(
        family.child, Purpose.SAVE_CASE, Scope(), given_by=family.child, given_on=TODAY, method="VERBAL"
    )
    assert outbox.about(session, family.child) == ()


def test_who_may_read_and_print_it(office: Office) -> None:
    family = add_family(office.officer)
    for forbidden in (
        lambda: office.volunteer.handover.read(family.case),
        lambda: office.volunteer.handover.make(family.case),
        office.officer.handover.with_gaps,
    ):
        with pytest.raises(NotAllowed):
            forbidden()
        assert office.said()[0].act is Act.REFUSED
    with pytest.raises(NotAllowed):  # a colleague's case asks why (P20)
        office.colleague.handover.read(family.case)
    office.colleague.casework.case(family.case, COVERING)
    assert office.colleague.handover.read(family.case).sheet.reference == "C-0001"
    with pytest.raises(NotFound):
        office.officer.handover.read(family.child)


def test_gaps_are_those_of_the_case_page(office: Office) -> None:
    session = office.officer
    person = add_person(session)
    case = session.casework.open_case(person, CaseFacts())
    view = session.casework.case(case)
    assert session.handover.read(case).sheet.gaps == view.gaps
    assert HandoverGap.NO_WAY_TO_REACH in view.gaps
    word = dataclasses.replace(CHILD, code_word="amber lantern")
    session.people.change_card(person, 1, CHILD, word)
    assert HandoverGap.NO_WAY_TO_REACH not in session.casework.case(case).gaps  # table 1.3: known by a word


def test_the_managers_list_holds_every_open_case_with_gaps_the_oldest_first(office: Office) -> None:
    office.officer.casework.add_note(add_family(office.officer).case, RANG)  # nothing is missing here
    newer = office.officer.casework.open_case(add_person(office.officer), CaseFacts())
    old = CaseFacts(opened_on=TODAY - timedelta(days=40))
    older = office.colleague.casework.open_case(add_person(office.colleague, MOTHER), old)
    nobodys = office.colleague.casework.open_case(
        add_person(office.colleague), dataclasses.replace(old, opened_on=TODAY)
    )
    office.colleague.casework.assign(nobodys, 1, None)
    closed = office.officer.casework.open_case(add_person(office.officer), CaseFacts())
    office.officer.casework.close_case(closed, 1, closure="C01", outcomes=["O01"], words="Done")
    found = office.manager.handover.with_gaps()
    assert [(one.case_id, one.officer) for one in found] == [
        (older, "Olive Officer"),
        (newer, "Omar Officer"),
        (nobodys, ""),
    ]
    assert all(one.gaps == office.manager.casework.case(one.case_id, COVERING).gaps for one in found)
    views = [one for one in office.said() if one.subject == "handover"]
    assert (views[0].act, views[0].count) == (Act.VIEW, 3)


def test_a_case_set_aside_is_on_the_list_only_for_what_still_matters(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    session.casework.add_note(family.case, NoteBody(progress="Waits for the council"))
    session.casework.add_task(family.case, TaskBody(what="Ring"), None)
    (line,) = office.manager.handover.with_gaps()
    assert line.gaps == (HandoverGap.ACTION_WITHOUT_DATE,)
    (task,) = session.casework.case(family.case).tasks
    session.casework.finish_task(task.id, task.version)
    session.casework.set_aside(family.case, session.casework.case(family.case).version)
    assert office.manager.handover.with_gaps() == ()


def test_a_frozen_record_is_read_and_says_so(office: Office) -> None:
    family = add_family(office.officer)
    set_state(office.officer, family.child, PersonState.FROZEN)
    assert office.officer.handover.read(family.case).sheet.is_frozen
    assert "FROZEN" in text(office.officer, family)


def test_statuses_stay_in_the_record_of_the_case(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    session.casework.set_aside(family.case, 1)
    session.casework.reopen_case(family.case, 2, reason="")
    session.casework.close_case(family.case, 3, closure="C01", outcomes=["O01"], words="They know")
    session.casework.reopen_case(family.case, 4, reason="They rang again")
    before = session.casework.case(family.case)
    session.casework.change_facts(family.case, 5, before.facts, dataclasses.replace(before.facts, statuses=()))
    found = session.casework.case(family.case).facts.statuses
    assert [one.status for one in found] == [
        CaseStatus.INACTIVE,
        CaseStatus.OPEN,
        CaseStatus.CLOSED,
        CaseStatus.OPEN,
    ]
    assert (found[2].closure, found[2].outcome_words, found[3].reason) == ("C01", "They know", "They rang again")


def test_a_number_whose_consent_ran_out_is_on_no_sheet(office: Office) -> None:
    session = office.officer
    until_today = dataclasses.replace(consent(Purpose.SAVE_CONTACT), review_on=TODAY)
    child, mother = add_person(session), add_person(session, MOTHER, [consent(), until_today], contact=DETAILS)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES"))
    family = Family(child, mother, session.casework.open_case(child, CaseFacts()))
    assert DETAILS.phones[0] in text(session, family)
    office.clock.forward(days=1)
    assert DETAILS.phones[0] not in text(session, family)


def test_the_sheet_says_who_decides_what_to_ask_again_and_that_no_note_holds_the_childs_view(
    office: Office,
) -> None:
    session = office.officer
    older = dataclasses.replace(CHILD, born=PartialDate(2009, 3, 27))
    child = add_person(session, older, [consent(right="PR")])
    family = Family(child, child, session.casework.open_case(child, FACTS))
    told = text(session, family)
    assert "Who decides about the plan: Amina Hassan, since 27 June 2025" in told
    assert "Amina Hassan: 16: ask for their own yes, 27 March 2025" in told
    assert "Their own view was sought. No note of their own says what it is." in told
    assert told.index("Take care") < told.index("Agreed to, and in force today") < told.index("How it goes")
    session.casework.add_note(family.case, dataclasses.replace(ALONE, provided_by_id=child))
    assert "No note of their own" not in text(session, family)
    assert "Who decides" not in text(session, add_family(session))


def test_a_birthday_that_is_due_is_to_be_done_on_the_sheet_and_no_date_besides(office: Office) -> None:
    session = office.officer
    child = add_person(session, dataclasses.replace(CHILD, born=PartialDate(2010, 12, 14)))
    family = Family(child, child, session.casework.open_case(child, FACTS))
    told = text(session, family)
    assert "16th birthday: their own consent, and their own requests – by 14 December 2026" in told
    assert told.count("14 December 2026") == 1


def test_a_glance_is_of_ones_own_cases_alone_without_numbers_and_stands_among_the_looks(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    view = session.handover.glance(family.case)
    assert view is not None
    assert office.said()[0] == AuditDetail(act=Act.VIEW, subject="glance", subject_id=family.child, case_id=family.case)
    words = "\n".join(line for _, line in view.lines)
    assert "Amina Hassan" in words
    assert "07700" not in words
    assert office.colleague.handover.glance(family.case) is None
    assert sum(one.subject == "glance" for one in office.said()) == 1
    with pytest.raises(NotAllowed):
        office.volunteer.handover.glance(family.case)
    office.refuse_entries()
    with pytest.raises(IntegrityError):
        session.handover.glance(family.case)
