"""Safeguarding concerns: anybody raises one, leads alone read them, and nothing of one is ever overwritten."""

import dataclasses
import gc
from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from db import concern_store
from iass_tui.rules.ages import birthday
from iass_tui.rules.records.concerns import AboutWhom, ConcernBody, ConcernState, EntryKind, Verdict
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.sharing import ConcernSource
from iass_tui.services.checking import deep_check_office
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import AuditFilter, NotAllowed, NotFound, Problem
from iass_tui.vault.compartments import FileKey
from iass_tui.vault.keyring import CompartmentClosed
from tests.services.families import add_family
from tests.services.offices import Office

BODY = ConcernBody(
    about=AboutWhom.CHILD,
    name="Amina Hassan",
    source=ConcernSource.TOLD_VOL,
    what="She said that she is afraid to go home.",
    where_now="at school until three",
)


def raised(office: Office, who: OfficeSession | None = None, body: ConcernBody = BODY) -> UUID:
    """A concern sent by the volunteer, or by whom is named; its id."""
    before = {mark.id for mark in office.manager.concerns.waiting()}
    (who or office.volunteer).concerns.raise_concern(body)
    (new,) = {mark.id for mark in office.manager.concerns.waiting()} - before
    return new


def kinds(office: Office, concern: UUID) -> list[EntryKind]:
    """What was done about it, oldest first."""
    return [entry.body.kind for entry in reversed(office.manager.concerns.concern(concern).entries)]


def version(office: Office, concern: UUID) -> int:
    return office.manager.concerns.concern(concern).version


def test_a_volunteer_raises_a_concern_and_a_manager_reads_it(office: Office) -> None:
    sent = office.volunteer.concerns.raise_concern(BODY)
    assert sent.readers == ("Hannah Manager",)
    (line,) = office.manager.concerns.queue()
    assert line.body == BODY
    assert (line.mark.reference, line.mark.raised_by, line.mark.is_new) == (sent.reference, "Vera Volunteer", True)
    view = office.manager.concerns.concern(line.mark.id)
    assert view.body == BODY
    assert [entry.body.kind for entry in view.entries] == [EntryKind.TAKEN_UP]


@pytest.mark.parametrize("who", ["volunteer", "officer", "manager"])
def test_everyone_raises_concerns_and_is_left_without_the_key(office: Office, who: str) -> None:
    session: OfficeSession = getattr(office, who)
    concern = raised(office, session)
    gc.collect()
    kept = [one for one in gc.get_objects() if isinstance(one, FileKey) and one.place.kind == "concern"]
    assert kept == []
    if who != "manager":
        with session.desk.read() as connection, pytest.raises(CompartmentClosed):
            concern_store.opened(session.desk, connection, concern_store.select(connection, concern) or ())


@pytest.mark.parametrize("who", ["volunteer", "officer"])
def test_whoever_holds_no_safeguarding_key_reads_none_and_changes_none(office: Office, who: str) -> None:
    concern = raised(office)
    mine: OfficeSession = getattr(office, who)
    theirs = mine.concerns
    acts: tuple[Callable[[], object], ...] = (
        theirs.queue,
        lambda: theirs.concern(concern),
        lambda: theirs.add_note(concern, "x"),
        lambda: theirs.tick(concern, "lead"),
        lambda: theirs.untick(concern, "lead", "x"),
        lambda: theirs.decide(concern, 1, Verdict.NOTHING, "x"),
        lambda: theirs.close(concern, 1, "x"),
        lambda: theirs.reopen(concern, 1, "x"),
        lambda: theirs.tell_staff(concern, uuid4()),
        lambda: theirs.tell_staff_no_longer(concern),
        lambda: theirs.set_steps(0, ["x"]),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert theirs.waiting() == ()
    refused = [one for one in office.said() if one.act is Act.REFUSED]
    assert len(refused) == len(acts)
    assert {one.subject_id for one in refused} <= {concern, None}


def test_taking_one_up_seals_it_under_a_key_that_the_sender_never_knew(office: Office) -> None:
    concern = raised(office)
    sent = office.ask("SELECT file_key_id FROM concern")
    office.manager.concerns.concern(concern)
    assert office.ask("SELECT file_key_id FROM concern") != sent
    assert office.ask("SELECT count(*) FROM file_key WHERE id = ?", sent, keys=True) == 0
    office.manager.concerns.concern(concern)
    assert kinds(office, concern) == [EntryKind.TAKEN_UP]


def test_a_cut_off_taking_up_is_finished_at_the_next_sign_in(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    concern, other = raised(office), raised(office)
    sent = office.ask("SELECT file_key_id FROM concern WHERE id = ?", concern.bytes)
    with monkeypatch.context() as cut:
        cut.setattr("db.hanging.drop_keys", lambda *_: None)
        office.manager.concerns.concern(concern)
    assert office.ask("SELECT count(*) FROM file_key WHERE id = ?", sent, keys=True) == 1
    office.sign_in("hannah")
    assert office.ask("SELECT count(*) FROM file_key WHERE id = ?", sent, keys=True) == 0
    assert office.manager.concerns.concern(other).body == BODY


def test_a_concern_of_someone_who_left_or_got_new_keys_is_read_all_the_same(office: Office) -> None:
    left, renewed = raised(office), raised(office, office.colleague)
    office.manager.staff.disable(office.volunteer.me.id)
    code = office.manager.staff.renew(office.colleague.me.id).code
    office.join("olive", code, "another lantern gravel otter window")
    office.manager.staff.admit(office.colleague.me.id)
    for one in (left, renewed):
        assert office.manager.concerns.concern(one).body == BODY


def test_what_the_entries_say_of_raising_names_nobody(office: Office) -> None:
    family = add_family(office.officer)
    body = ConcernBody(about=AboutWhom.CHILD, person_id=family.child, source=ConcernSource.SUSPECTED, what="x")
    concern = raised(office, office.officer, body)
    assert office.said()[0] == AuditDetail(act=Act.CREATE, subject="concern", subject_id=concern)
    assert concern != family.child


def test_each_look_is_recorded_under_safeguarding_and_found_by_the_audit(office: Office) -> None:
    concern = raised(office)
    office.manager.concerns.queue()
    office.manager.concerns.concern(concern)
    looks = [(one.act, one.subject, one.count) for one in office.said()[:3]]
    assert looks == [
        (Act.VIEW, "concern", None),
        (Act.CHANGE, "concern", None),
        (Act.VIEW, "concerns", 1),
    ]
    rows = office.manager.audit.lines(AuditFilter())
    assert rows[0].what == "Opened a safeguarding concern"


def test_without_an_entry_nothing_is_raised_and_nothing_is_read(office: Office) -> None:
    concern = raised(office)
    office.manager.concerns.concern(concern)
    office.refuse_entries()
    for act in (
        lambda: office.volunteer.concerns.raise_concern(BODY),
        office.manager.concerns.queue,
        lambda: office.manager.concerns.concern(concern),
    ):
        with pytest.raises(IntegrityError):
            act()
    assert office.ask("SELECT count(*) FROM concern") == 1


def test_the_queue_has_immediate_danger_on_top_and_then_the_longest_waiting(office: Office) -> None:
    first = raised(office)
    office.clock.forward(hours=1)
    second = raised(office, office.officer)
    office.clock.forward(hours=1)
    urgent = raised(
        office,
        body=ConcernBody(about=AboutWhom.ADULT, source=ConcernSource.SUSPECTED, what="now", is_immediate=True),
    )
    assert [line.mark.id for line in office.manager.concerns.queue()] == [urgent, first, second]
    assert [mark.id for mark in office.manager.concerns.waiting()] == [first, second, urgent]


def test_a_concern_needs_words_and_no_day_to_come(office: Office) -> None:
    for body in (
        ConcernBody(about=AboutWhom.CHILD, source=ConcernSource.SUSPECTED, what="  "),
        ConcernBody(about=AboutWhom.CHILD, source=ConcernSource.SUSPECTED, what="x", happened_on=date(2026, 11, 24)),
    ):
        with pytest.raises(NotAllowed):
            office.volunteer.concerns.raise_concern(body)
    assert office.ask("SELECT count(*) FROM concern") == 0


def test_steps_are_ticked_once_and_taken_back_saying_why(office: Office) -> None:
    concern, work = raised(office), office.manager.concerns
    work.tick(concern, "lead")
    step = next(one for one in work.concern(concern).steps if one.id == "lead")
    assert (step.done_by, step.done_at) == ("Hannah Manager", office.clock.now)
    with pytest.raises(NotAllowed):
        work.tick(concern, "lead")
    with pytest.raises(NotAllowed):
        work.tick(concern, "no such step")
    with pytest.raises(NotAllowed):
        work.untick(concern, "lead", " ")
    work.untick(concern, "lead", "They are away")
    assert not any(one.done_at for one in work.concern(concern).steps)
    assert kinds(office, concern) == [EntryKind.TAKEN_UP, EntryKind.STEP, EntryKind.STEP_OPEN]


def test_it_closes_with_a_decision_and_words_and_opens_again_saying_why(office: Office) -> None:
    concern, work = raised(office), office.manager.concerns
    with pytest.raises(NotAllowed) as refused:
        work.close(concern, version(office, concern), " ")
    assert set(refused.value.reasons) == {"CONCERN_NO_DECISION", "CONCERN_NO_WORDS"}
    work.decide(concern, version(office, concern), Verdict.CHILDREN, "Referred at 10:00", date(2026, 11, 30))
    assert work.queue()[0].follow_up_on == date(2026, 11, 30)
    work.close(concern, version(office, concern), "Social care has it")
    assert (work.queue(), work.waiting()) == ((), ())
    assert [line.mark.id for line in work.queue(closed=True)] == [concern]
    with pytest.raises(NotAllowed):
        work.add_note(concern, "too late")
    work.reopen(concern, version(office, concern), "They rang again")
    assert work.concern(concern).state is ConcernState.OPEN
    with pytest.raises(NotAllowed):
        work.close(concern, version(office, concern), "Again")


def test_a_saved_decision_ticks_its_step_and_taking_that_back_says_which_step_it_was(office: Office) -> None:
    concern, work = raised(office), office.manager.concerns
    work.decide(concern, version(office, concern), Verdict.NOTHING, "Looked into")
    done = {step.id: step.done_by for step in work.concern(concern).steps if step.done_at is not None}
    assert done == {"referral": "Hannah Manager"}
    work.untick(concern, "referral", "Not talked over yet")
    seen = work.concern(concern)
    assert [step.id for step in seen.steps if step.done_at is not None] == []
    assert seen.entries[0].body.step_words.startswith("Decided: refer")


def test_an_office_that_took_the_step_off_its_list_reads_no_empty_step_after_a_decision(office: Office) -> None:
    concern, work = raised(office), office.manager.concerns
    work.set_steps(work.checklist().version, ["Ring the lead"])
    work.decide(concern, version(office, concern), Verdict.NOTHING, "Looked into", date(2026, 11, 30))
    assert [step.words for step in work.concern(concern).steps] == ["Ring the lead"]


def test_the_office_says_for_how_many_years_a_closed_concern_is_kept(office: Office) -> None:
    concern, work, facts = raised(office), office.manager.concerns, office.manager.facts
    work.decide(concern, version(office, concern), Verdict.NOTHING, "Looked into")
    work.close(concern, version(office, concern), "Nothing in it")
    closed = office.manager.today_date()
    assert work.concern(concern).kept_until == birthday(closed, 6)
    with pytest.raises(NotAllowed):
        office.officer.staff.change_office(dataclasses.replace(facts, concern_years=1))
    office.manager.staff.change_office(dataclasses.replace(facts, concern_years=10))
    seen = work.concern(concern)
    assert (seen.kept_until, seen.kept_years) == (birthday(closed, 10), 10)
    (_, newest, *_) = office.manager.audit.lines(AuditFilter())
    assert (newest.act, newest.who) == (Act.CHANGE, "Hannah Manager"), newest
    assert "concern years" in newest.what


def test_a_decision_over_what_one_has_not_seen_is_not_taken(office: Office) -> None:
    concern, work = raised(office), office.manager.concerns
    seen = version(office, concern)
    work.add_note(concern, "The school rang")
    for act in (
        lambda: work.decide(concern, seen, Verdict.NOTHING, "x"),
        lambda: work.close(concern, seen, "x"),
    ):
        with pytest.raises(Problem, match="look again"):
            act()


def test_case_staff_see_that_there_is_one_only_where_the_lead_said_so(office: Office) -> None:
    family = add_family(office.officer)
    concern, work = raised(office), office.manager.concerns
    assert office.officer.people.person(family.child).notice.speak_to == ()
    work.tell_staff(concern, family.child)
    for view in (office.officer.people.person(family.child), office.officer.casework.case(family.case).person):
        assert (view.notice.speak_to, view.notice.family) == (("Hannah Manager",), ())
    assert office.officer.people.person(family.mother).notice.family == ("Hannah Manager",)
    assert work.concern(concern).told == "Amina Hassan"
    with pytest.raises(NotAllowed):
        work.tell_staff(concern, family.child)
    work.tell_staff_no_longer(concern)
    with pytest.raises(NotAllowed):
        work.tell_staff_no_longer(concern)
    assert office.officer.people.person(family.child).notice.speak_to == ()


def test_staff_are_told_of_nobody_who_is_not_on_file(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.manager.concerns.tell_staff(raised(office), uuid4())
    assert office.ask("SELECT count(*) FROM concern_board") == 0


def test_a_damaged_board_keeps_nobody_from_a_record_and_says_so(office: Office) -> None:
    family = add_family(office.officer)
    office.manager.concerns.tell_staff(raised(office), family.child)
    office.tamper("DELETE FROM concern_board")
    view = office.officer.people.person(family.child)
    assert (view.card.given_name, view.notice.is_unreadable) == ("Amina", True)


def test_the_steps_are_a_default_until_the_office_enters_its_own(office: Office) -> None:
    work = office.manager.concerns
    concern = raised(office)
    work.tick(concern, "lead")
    default = work.checklist()
    assert (default.version, default.checklist.is_default) == (0, True)
    kept = next(step.words for step in default.checklist.steps if step.id == "lead")
    own = work.set_steps(0, [kept, "Ring the duty desk"])
    assert (own.version, own.checklist.is_default) == (1, False)
    assert [step.words for step in office.volunteer.concerns.checklist().checklist.steps] == [
        kept,
        "Ring the duty desk",
    ]
    assert next(step for step in work.concern(concern).steps if step.words == kept).done_by == "Hannah Manager"
    work.set_steps(1, ["Ring the duty desk"])
    steps = work.concern(concern).steps
    assert [(step.words, bool(step.done_at)) for step in steps] == [("Ring the duty desk", False), (kept, True)]
    with pytest.raises(Problem, match="look again"):
        work.set_steps(1, ["x"])
    with pytest.raises(NotAllowed) as refused:
        work.set_steps(2, [])
    assert refused.value.reasons == ("CONCERN_NO_STEPS",)


def test_there_is_no_concern_by_a_made_up_id(office: Office) -> None:
    for act in (
        lambda: office.manager.concerns.concern(uuid4()),
        lambda: office.manager.concerns.add_note(uuid4(), "x"),
    ):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize("who", ["volunteer", "officer", "manager"])
def test_a_deep_check_copes_with_what_waits_and_with_what_it_cannot_open(office: Office, who: str) -> None:
    concern = raised(office)
    raised(office, office.officer)
    office.manager.concerns.concern(concern)
    session: OfficeSession = getattr(office, who)
    report = deep_check_office(session).report
    assert report.damage == ()
    assert (report.closed > 0) is (who != "manager")


def test_find_today_and_the_audit_work_beside_concerns_that_one_cannot_open(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.directory.load()
    office.manager.concerns.concern(raised(office))
    office.officer.directory.refresh()
    assert [UUID(hit.entry.id) for hit in office.officer.directory.search("amina")] == [family.child]
    assert office.officer.casework.today().warnings == office.colleague.casework.today().warnings
    assert "KEYS_UNREADABLE" not in office.manager.casework.today().warnings
    assert office.volunteer.drafts.offered() == ()


def test_long_words_come_back_and_too_long_ones_are_refused_with_nothing_sent(office: Office) -> None:
    words = "👩‍👩‍👧‍👦[/] \u05e9\u05dc\u05d5\u05dd\n" + "L" * 90_000
    body = ConcernBody(about=AboutWhom.CHILD, source=ConcernSource.SUSPECTED, what=words, name="[/]")
    concern = raised(office, body=body)
    office.manager.concerns.add_note(concern, words)
    view = office.manager.concerns.concern(concern)
    assert (view.body, view.entries[0].body.words) == (body, words)
    with pytest.raises(Problem, match="too long"):
        office.volunteer.concerns.raise_concern(dataclasses.replace(body, what="L" * 100_001))
    assert office.ask("SELECT count(*) FROM concern") == 1


def test_what_a_senders_own_program_wrote_keeps_no_lead_from_reading_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = dataclasses.replace(BODY, what="\x1b[2J" + "L" * 200_000)
    with monkeypatch.context() as own_program:
        own_program.setattr(ConcernBody, "AS_TYPED", True)
        concern = raised(office, body=body)
    office.manager.concerns.concern(concern)
    office.manager.concerns.add_note(concern, "noted")
    assert office.manager.concerns.concern(concern).body == body


def test_a_sent_key_stays_in_no_memory_of_the_cupboard(office: Office) -> None:
    desk = office.volunteer.desk
    file = desk.send_key("concern", uuid4(), "safeguarding")
    assert desk.cupboard.in_memory(file.place.id) is None


def test_the_role_alone_is_not_enough_without_the_key(office: Office) -> None:
    concern = raised(office)
    other = office.sign_in("hannah")
    held = other.desk.keyring.compartments
    other.desk.keyring.compartments = {place: key for place, key in held.items() if place[0] != "safeguarding"}
    for act in (other.concerns.queue, lambda: other.concerns.concern(concern)):
        with pytest.raises(NotAllowed):
            act()
        assert (office.said()[0].act, office.said()[0].reasons) == (Act.REFUSED, ("CLOSED",))
    assert (other.concerns.is_lead, other.concerns.waiting()) == (False, ())
