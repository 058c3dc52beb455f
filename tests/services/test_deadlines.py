"""The timetable of a case through its service: events, marks, what Today shows, the paper, the term calendar."""

import dataclasses
import io
import subprocess
import sys
from datetime import date, timedelta
from uuid import UUID

import pikepdf
import pypdfium2
import pytest
from sqlalchemy.exc import IntegrityError

from iass_tui.rules.agenda import Due
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.deadlines import Deadline, MilestoneKind, State
from iass_tui.rules.deadlines.terms import TermFault, TermProblem
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import NoteBody
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.deadlines import CaseEventBody, DutyNote, EventKind as On, Excuse, TermCalendar, ToldBy
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.records.sharing import SharingKind
from iass_tui.services.bank_holidays import BankHolidays
from iass_tui.services.session import OfficeSession
from iass_tui.services.timeline_paper import timeline_of
from iass_tui.services.views import Conflict, NotAllowed, NotFound, Problem
from tests.services.families import (
    CHILD,
    COVERING,
    FACTS,
    MOTHER,
    Family,
    add_family,
    add_person,
    consent,
    set_state,
)
from tests.services.offices import Office

REQUEST = CaseEventBody(kind=On.REQUEST, on=date(2026, 9, 14), words="By e-mail, they confirmed it")
TERMS = "kind,from,to,name\nterm,2026-09-02,2026-12-18,Autumn\nclosed,2026-10-26,2026-10-30,Half term\n"


def dates(session: OfficeSession, case: UUID) -> dict[str, Deadline]:
    return {one.row.code: one for one in session.deadlines.timetable(case).dates}


def test_a_trigger_is_entered_and_the_dates_are_there(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    event_id = session.deadlines.add_event(case, REQUEST)
    assert office.said()[0] == AuditDetail(act=Act.CREATE, subject="event", subject_id=event_id, case_id=case)
    view = session.deadlines.timetable(case)
    assert {one.row.code: one.due for one in view.dates} == {
        "EHC_DEC": date(2026, 10, 26),
        "EHC_NOPLAN": date(2027, 1, 4),
        "EHC_FINAL": date(2027, 2, 1),
    }
    assert (view.reference, view.name, view.events[0].author) == ("C-0001", "Amina Hassan", "Omar Officer")
    assert view.events[0].event.body == REQUEST
    assert [one.kind for one in view.milestones][:2] == [MilestoneKind.AGE_13, MilestoneKind.YEAR_9]
    assert office.said()[0] == AuditDetail(act=Act.VIEW, subject="timetable", subject_id=view.person_id, case_id=case)


def test_nothing_about_an_event_stands_in_the_clear(office: Office) -> None:
    session = office.officer
    session.deadlines.add_event(add_family(session).case, REQUEST)
    columns = office.ask("SELECT group_concat(name) FROM pragma_table_info('case_event')")
    assert columns == "id,version,file_key_id,case_id,written_at,author_id,body"
    raw = office.places.folder.records.read_bytes()
    assert b"REQUEST" not in raw.replace(b"REQUESTS", b"")
    assert b"2026-09-14" not in raw
    assert b"2026-10-26" not in raw


def test_a_look_that_cannot_be_recorded_does_not_happen(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    office.refuse_entries()
    with pytest.raises(IntegrityError):
        session.deadlines.timetable(case)


@pytest.mark.parametrize("on", [date(2026, 11, 24), date(2014, 8, 31), date(2031, 1, 1)])
def test_a_day_that_cannot_be_is_refused_and_the_refusal_recorded(office: Office, on: date) -> None:
    session = office.officer
    case = add_family(session).case
    with pytest.raises(NotAllowed):
        session.deadlines.add_event(case, dataclasses.replace(REQUEST, on=on))
    assert office.said()[0].act is Act.REFUSED
    assert session.deadlines.timetable(case).events == ()


def test_an_event_is_put_right_and_its_marks_stay(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    event = session.deadlines.add_event(case, REQUEST)
    session.deadlines.mark(event, 1, DutyNote(code="EHC_DEC", done_on=date(2026, 10, 20)))
    before = session.deadlines.timetable(case).events[0].event.body
    changed = dataclasses.replace(before, on=date(2026, 9, 7), told_by=ToldBy.FAMILY)
    session.deadlines.change_event(event, 2, before, changed)
    found = dates(session, case)["EHC_DEC"]
    assert (found.due, found.state, found.days_late) == (date(2026, 10, 19), State.LATE, 1)
    assert office.said()[1].fields == ("on", "told_by")


def test_two_who_put_it_right_at_once_are_asked_field_by_field(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    event = session.deadlines.add_event(case, REQUEST)
    theirs, mine = (dataclasses.replace(REQUEST, words=words) for words in ("theirs", "mine"))
    office.colleague.access.give((case,), COVERING)
    office.colleague.deadlines.change_event(event, 1, REQUEST, theirs)
    with pytest.raises(Conflict) as lost:
        session.deadlines.change_event(event, 1, REQUEST, mine)
    assert (lost.value.theirs, lost.value.their_name, lost.value.version) == (theirs, "Olive Officer", 2)
    with pytest.raises(Problem):
        session.deadlines.mark(event, 1, DutyNote(code="EHC_DEC", done_on=date(2026, 10, 20)))


def test_what_became_of_a_date_is_noted_and_taken_back(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    event = session.deadlines.add_event(case, REQUEST)
    assert dates(session, case)["EHC_DEC"].is_missed_by_council
    session.deadlines.mark(event, 1, DutyNote(code="EHC_DEC", excuse=Excuse.PERSONAL, words="She was in hospital"))
    found = dates(session, case)["EHC_DEC"]
    assert (found.state, found.words, found.is_missed_by_council) == (State.EXCEPTED, "She was in hospital", False)
    session.deadlines.mark(event, 2, DutyNote(code="EHC_DEC"))
    assert dates(session, case)["EHC_DEC"].is_missed_by_council


def test_an_exception_that_its_regulation_does_not_know_is_refused(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    event = session.deadlines.add_event(case, REQUEST)
    with pytest.raises(NotAllowed) as refused:
        session.deadlines.mark(event, 1, DutyNote(code="EHC_DEC", excuse=Excuse.APPOINTMENT))
    assert refused.value.reasons == ("EVENT_EXCUSE_NOT_IN_LAW",)


def test_what_was_entered_in_error_sets_no_date_and_stays_readable(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    event = session.deadlines.add_event(case, REQUEST)
    with pytest.raises(NotAllowed):
        session.deadlines.mark_in_error(event, 1, " ")
    session.deadlines.mark_in_error(event, 1, "Another family's")
    view = session.deadlines.timetable(case)
    assert (view.dates, view.events[0].event.body.error_words) == ((), "Another family's")
    with pytest.raises(NotAllowed):
        session.deadlines.mark_in_error(event, 2, "again")


def test_a_frozen_record_takes_no_event_and_a_volunteer_none_at_all(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    event = session.deadlines.add_event(family.case, REQUEST)
    set_state(session, family.child, PersonState.FROZEN)
    for act in (
        lambda: session.deadlines.add_event(family.case, REQUEST),
        lambda: session.deadlines.mark_in_error(event, 1, "wrong"),
        lambda: office.volunteer.deadlines.add_event(family.case, REQUEST),
        lambda: office.volunteer.deadlines.timetable(family.case),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert session.deadlines.timetable(family.case).is_frozen


def test_what_is_not_there_is_not_found(office: Office) -> None:
    for act in (
        lambda: office.officer.deadlines.timetable(UUID(int=1)),
        lambda: office.officer.deadlines.add_event(UUID(int=1), REQUEST),
        lambda: office.officer.deadlines.mark_in_error(UUID(int=1), 1, "wrong"),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_damaged_event_is_counted_and_spoils_no_other(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    session.deadlines.add_event(case, REQUEST)
    bad = session.deadlines.add_event(case, dataclasses.replace(REQUEST, kind=On.ADVICE_ASKED))
    office.tamper("UPDATE case_event SET body = zeroblob(300) WHERE id = ?", bad.bytes)
    view = session.deadlines.timetable(case)
    assert (view.unreadable, len(view.events)) == (1, 1)
    assert "UNREADABLE" in session.casework.today().warnings


# Today


def test_today_shows_what_the_law_sets_in_my_own_open_cases(office: Office) -> None:
    session = office.officer
    case, other = add_family(session).case, add_family(office.colleague).case
    session.access.give((other,), COVERING)
    session.deadlines.add_event(case, REQUEST)
    session.deadlines.add_event(case, CaseEventBody(kind=On.DRAFT_SERVED, on=date(2026, 11, 10)))
    session.deadlines.add_event(other, REQUEST)
    found = session.casework.today().dates
    assert [(one.deadline.row.code, one.on, one.heading, one.name) for one in found] == [
        ("EHC_DEC", date(2026, 10, 26), Due.OVERDUE, "Amina Hassan"),
        ("EHC_DRAFTCOM", date(2026, 11, 23), Due.TODAY, "Amina Hassan"),  # its safe day
    ]
    session.deadlines.mark(found[0].deadline.event_id, 1, DutyNote(code="EHC_DEC", done_on=date(2026, 11, 20)))
    assert [one.deadline.row.code for one in session.casework.today().dates] == ["EHC_DRAFTCOM"]
    case_view = session.casework.case(case)
    session.casework.close_case(case, case_view.version, closure="C01", outcomes=("O01",), words="done")
    assert session.casework.today().dates == ()


def test_an_office_without_events_never_imports_the_library_of_holidays(office: Office) -> None:
    code = "import sys, iass_tui.services.session, screens.today; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# bank holidays


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),  # a jubilee and a funeral
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),  # a coronation
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        (2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
    ],
)
def test_the_bank_holidays_on_weekdays_are_those_that_were_announced_for_england(year: int, days: str) -> None:
    first = date(year, 1, 1)
    every = (first + timedelta(days=number) for number in range(366))
    found = [day for day in every if day in BankHolidays() and day.weekday() < 5 and day.year == year]
    assert [f"{day:%m-%d}" for day in found] == days.split()


# terms


def test_a_manager_loads_terms_and_dates_in_school_days_stand(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    session.deadlines.add_event(case, CaseEventBody(kind=On.EXCLUDED_LONG, on=date(2026, 10, 19)))
    found = dates(session, case)["EXC_GOV"]
    assert (found.due, found.is_provisional) == (date(2026, 11, 9), True)
    assert not session.deadlines.timetable(case).has_terms
    loaded = office.manager.deadlines.load_terms(TERMS)
    assert isinstance(loaded, TermCalendar)
    assert (session.deadlines.terms(), loaded.loaded_on) == (loaded, date(2026, 11, 23))
    found = dates(session, case)["EXC_GOV"]
    assert (found.due, found.is_provisional) == (date(2026, 11, 16), False)


def test_a_bad_file_is_refused_and_the_terms_in_force_stay(office: Office) -> None:
    manager = office.manager
    manager.deadlines.load_terms(TERMS)
    before = manager.deadlines.terms()
    found = manager.deadlines.load_terms(TERMS + "term,2026-12-01,2027-03-25,x\n")
    assert found == (TermProblem(4, "from", TermFault.OVERLAPS),)
    assert manager.deadlines.terms() == before
    manager.deadlines.load_terms(TERMS.replace("Autumn", "Autumn term"))
    assert office.ask("SELECT count(*) FROM setting WHERE name = 'terms'") == 1


def test_only_a_manager_loads_terms(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.officer.deadlines.load_terms(TERMS)


# the paper


def test_the_familys_timeline_says_what_was_missed_in_plain_words(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    session.deadlines.add_event(family.case, REQUEST)
    session.deadlines.add_event(family.case, CaseEventBody(kind=On.CEASE, on=date(2026, 11, 2)))
    made = session.deadlines.print_timeline(family.case)
    assert made.name.startswith("timeline-C-0001-")
    raw = (office.places.folder.outbox / made.name).read_bytes()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(raw))
    document = pypdfium2.PdfDocument(io.BytesIO(raw), password=made.passphrase)
    text = " ".join("".join(page.get_textpage().get_text_bounded() for page in document).split())
    document.close()
    assert "What was not done in time 26 October" in text.replace("By when Who What The law ", "")
    assert "Not done yet: 28 days late." in text
    assert "4 January 2027" in text
    assert "To be safe, do it by 24 December 2026." in text
    assert "The Tribunal is closed before" in text
    assert "16th birthday" in text
    said = office.said()[0]
    assert (said.act, said.subject, said.case_id) == (Act.EXPORT, "timetable", family.case)


def small(session: OfficeSession) -> Family:
    """A child of nine with both parents, whose responsibility is on record, and a case with a date."""
    child = add_person(session, dataclasses.replace(CHILD, born=PartialDate(2017, 3, 27)))
    mother = add_person(session, MOTHER)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES"))
    family = Family(child, mother, session.casework.open_case(child, FACTS))
    session.deadlines.add_event(family.case, REQUEST)
    return family


def test_the_timeline_for_a_parent_goes_by_the_one_door_and_stands_in_the_sharing_record(office: Office) -> None:
    session = office.officer
    family = small(session)
    session.deadlines.print_timeline(family.case)
    assert session.sharing.record(family.child).lines == ()  # to whose case it is nothing is passed on
    session.deadlines.print_timeline(family.case, family.mother)
    (line,) = session.sharing.record(family.child).lines
    assert (line.kind, line.body.told, line.recipient) == (SharingKind.SHARED, "Timeline C-0001", "Zahra Hassan")


def test_p15_the_young_persons_refusal_keeps_the_timeline_from_a_parent_whatever_their_responsibility(
    office: Office,
) -> None:
    session = office.officer
    family = small(session)
    refusal = consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=family.mother))
    session.consent.record(family.child, [dataclasses.replace(refusal, given_by=family.child)])
    with pytest.raises(NotAllowed) as no:
        session.deadlines.print_timeline(family.case, family.mother)
    assert no.value.reasons == ("SHARING_REFUSED_BY_SUBJECT",)
    assert (session.packs.outbox(), session.sharing.record(family.child).lines) == ((), ())
    assert office.said()[0].act is not Act.EXPORT
    session.deadlines.print_timeline(family.case)  # to them it goes


def test_no_timeline_for_a_parent_without_responsibility_a_stranger_or_about_a_frozen_record(office: Office) -> None:
    session = office.officer
    family = small(session)
    father, stranger = add_person(session, MOTHER), add_person(session, MOTHER)
    session.people.link(family.child, father, FamilyTie(relation="FAT", responsibility="NO"))
    for reader in (father, stranger):
        with pytest.raises(NotAllowed):
            session.deadlines.print_timeline(family.case, reader)
    older = add_family(session)  # 15: with her own yes alone
    with pytest.raises(NotAllowed) as no:
        session.deadlines.print_timeline(older.case, older.mother)
    assert "RELEASE_NEEDS_CHILDS_AUTHORITY" in no.value.reasons
    set_state(session, family.child, PersonState.FROZEN)
    for whom in (None, family.mother):
        with pytest.raises(NotAllowed):
            session.deadlines.print_timeline(family.case, whom)
    assert session.packs.outbox() == ()


def test_the_timeline_holds_no_words_of_anybody_and_nobody_but_the_child_by_name(office: Office) -> None:
    """Only kinds, days and the law: what a child or parent said, where anyone lives and who told us stay out."""
    session = office.officer
    family = small(session)
    secret = "Quokka: she told me alone"
    event = session.deadlines.add_event(
        family.case, CaseEventBody(kind=On.CEASE, on=date(2026, 11, 2), told_by=ToldBy.FAMILY, words=secret)
    )
    session.deadlines.mark(event, 1, DutyNote(code="APPEAL", done_on=date(2026, 11, 3), words=secret))
    session.casework.add_note(family.case, NoteBody(text=secret))
    words = str(dataclasses.asdict(timeline_of(session.deadlines.timetable(family.case))))
    assert "Amina Hassan" in words
    for hidden in ("Quokka", "Zahra", "FAMILY", "Omar"):
        assert hidden not in words


def test_events_are_in_the_working_copy(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    event = session.deadlines.add_event(family.case, REQUEST)
    session.deadlines.mark(event, 1, DutyNote(code="EHC_DEC", done_on=date(2026, 11, 2), words="by letter"))
    (item,) = [one for one in session.packs.offer(family.child, None).items if one.kind == "Date"]
    assert item.day == date(2026, 9, 14)
    assert "By e-mail, they confirmed it" in item.text
    assert "Say whether it will assess: done 2 November 2026; by letter" in item.text
