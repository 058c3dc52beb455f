"""A restricted record: shut to named colleagues on every surface, whole for its circle, and opened again on record."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from db import quarter_store
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.duplicates import someone
from iass_tui.rules.records.casework import TaskBody
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.office import Permission, Role, StaffCard
from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.restricting import RestrictReason
from iass_tui.services import kit as recovery, outbox
from iass_tui.services.checking import deep_check_office
from iass_tui.services.note_search_views import SearchStep
from iass_tui.services.recovering import admit_recovered, open_for_recovery
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import AuditFilter, NotAllowed, NotFound, Problem
from tests.services.families import CHILD, COVERING, FACTS, MOTHER, Family, add_family, add_person, consent
from tests.services.offices import BEGINS, PASSPHRASE, Office
from tests.services.test_consent import withdraw
from tests.services.test_erasing import frozen_family, make_kit
from tests.services.test_queue import family as queued_family, read, send
from tests.services.working import TODAY, a_day_of_casework, note

WORDS = "The father is Omar's brother."


def place(office: Office, family: Family, *, to: OfficeSession | None = None, words: str = WORDS) -> None:
    """Hannah shuts it to Omar."""
    taker = (to or office.colleague).me.id
    office.manager.restricting.place(family.case, frozenset({office.officer.me.id}), words, taker)


@pytest.fixture
def family(office: Office) -> Family:
    """Amina and her mother, of Omar's, who has a task in it that is due today."""
    made = add_family(office.officer)
    office.officer.casework.add_note(made.case, note("zebra crossing"))
    office.officer.casework.add_task(made.case, TaskBody(what="call the school", due_on=TODAY), office.officer.me.id)
    office.officer.directory.load()
    return made


# what the shut-out colleague sees: nothing, on every surface


def test_they_do_not_find_anybody_of_it(office: Office, family: Family) -> None:
    omar = office.officer
    number = office.ask('SELECT number FROM "case"')
    assert omar.directory.search("Amina")
    place(office, family)
    omar.directory.refresh()
    for words in ("Amina", "Zahra", "Hassan", "07700 900123", "2011", f"C-{number:04}"):
        assert omar.directory.search(words) == []
    assert omar.directory.everyone() == ()
    assert omar.directory.unreadable == 0


def test_a_directory_read_afterwards_counts_none_of_it(office: Office, family: Family) -> None:
    add_person(office.officer, dataclasses.replace(CHILD, given_name="Else"))
    place(office, family)
    told: list[tuple[int, int]] = []
    omar = office.sign_in("omar")
    omar.directory.load(lambda done, of: told.append((done, of)))
    assert {of for _, of in told} == {1}
    assert [one.name for one in omar.directory.everyone()] == ["Else Hassan"]


def test_their_today_their_caseload_and_their_tasks_are_without_it(office: Office, family: Family) -> None:
    assert office.officer.casework.today().my_open == 1
    place(office, family)
    today = office.officer.casework.today()
    assert (today.overdue, today.today, today.this_week, today.later, today.dates) == ((), (), (), (), ())
    assert (today.my_open, today.by_level, today.quiet) == (0, {}, 0)
    assert office.officer.casework.my_cases() == ()
    assert office.officer.casework.cases_of(office.colleague.me.id) == ()


@pytest.mark.parametrize(
    "asks",
    [
        lambda omar, family: omar.casework.case(family.case, COVERING),
        lambda omar, family: omar.casework.person_of(family.case),
        lambda omar, family: omar.people.person(family.child),
        lambda omar, family: omar.people.person(family.mother),
        lambda omar, family: omar.handover.read(family.case),
        lambda omar, family: omar.deadlines.timetable(family.case),
        lambda omar, family: omar.restricting.standing(family.case),
        lambda omar, family: omar.casework.add_note(family.case, note("no")),
        lambda omar, family: omar.casework.open_case(family.child, FACTS),
    ],
)
def test_whatever_they_ask_of_it_by_its_id_is_not_there(
    office: Office, family: Family, asks: Callable[[OfficeSession, Family], object]
) -> None:
    place(office, family)
    with pytest.raises(NotFound) as said:
        asks(office.officer, family)
    assert "estrict" not in str(said.value)


def test_the_gate_before_colleagues_cases_asks_nothing_of_it(office: Office, family: Family) -> None:
    place(office, family)
    assert office.officer.access.asks(family.case) is None
    assert office.officer.access.asks_for_person(family.child) is None


def test_searching_in_notes_finds_and_counts_none_of_it(office: Office, family: Family) -> None:
    place(office, family)

    def searched(session: OfficeSession) -> list[SearchStep]:
        steps: list[SearchStep] = []
        session.note_search.search("zebra", steps.append, lambda: False)
        return steps

    for step in searched(office.officer):
        assert (step.hits, step.of, step.looked_at, step.unreadable) == ((), 0, 0, 0)
    assert any(step.hits for step in searched(office.colleague))


def test_possible_duplicates_do_not_name_them(office: Office, family: Family) -> None:
    omar = office.officer
    twin = add_person(omar, CHILD)
    omar.directory.load()
    assert omar.lookalikes.of_person(twin)
    place(office, family)
    omar.directory.refresh()
    assert omar.lookalikes.of_person(twin) == ()
    found = omar.lookalikes.of_newcomer(someone("new", "Amina Hassan", born=PartialDate(2011, 3, 27)))
    assert [one.person_id for one in found] == [twin]


def test_a_siblings_page_does_not_show_that_there_is_another_child(office: Office, family: Family) -> None:
    omar = office.officer
    brother = add_person(omar, dataclasses.replace(CHILD, given_name="Bilal", born=PartialDate(2013, 1, 2)))
    omar.people.link(brother, family.mother, FamilyTie(relation="MOT", responsibility="YES"))
    assert len(omar.people.person(family.mother).family) == 2
    place(office, family)
    mother = omar.people.person(family.mother)  # stays open: the brother's record is
    assert [one.name for one in mother.family] == ["Bilal Hassan"]
    assert mother.unreadable == 0
    assert [one.name for one in omar.people.person(brother).family] == ["Zahra Hassan"]
    assert len(office.colleague.people.person(family.mother).family) == 2


def test_their_own_unsaved_work_in_it_is_not_offered_and_comes_back_when_it_is_lifted(
    office: Office, family: Family
) -> None:
    omar = office.officer
    draft = omar.drafts.start("note", case_id=family.case)
    omar.drafts.save(draft, {"text": "half a sentence"})
    place(office, family)
    assert omar.drafts.offered() == ()
    with pytest.raises(Problem):
        omar.drafts.read(draft)
    office.manager.restricting.lift(family.case, "He moved away.")
    assert omar.drafts.read(draft) == {"text": "half a sentence"}


def test_an_audit_list_of_theirs_has_no_line_about_it_nor_a_sealed_one_in_its_place(
    office: Office, family: Family
) -> None:
    office.manager.staff.set_permissions(office.officer.me.id, frozenset({Permission.AUDIT}))
    place(office, family)
    before = office.officer.audit.looks(AuditFilter(actor_id=office.colleague.me.id))
    a_day_of_casework(office.colleague, family, "after")
    after = office.officer.audit.looks(AuditFilter(actor_id=office.colleague.me.id))
    about = {line.what for line in after} - {line.what for line in before}
    assert all("agency" in what or "directory" in what for what in about)
    assert office.officer.audit.looks(AuditFilter(case_id=family.case)) == ()
    assert office.officer.audit.looks(AuditFilter(subject_id=family.child)) == ()
    assert office.manager.audit.lines(AuditFilter(case_id=family.case))


def test_a_deep_check_of_theirs_finds_and_counts_nothing_of_it(office: Office, family: Family) -> None:
    before = deep_check_office(office.officer).report
    place(office, family)
    office.colleague.casework.add_note(family.case, note("after"))
    after = deep_check_office(office.officer).report
    assert after.damage == ()
    assert after.closed == before.closed
    assert after.cells < before.cells
    assert deep_check_office(office.manager).report.damage == ()


def test_what_waits_in_the_outbox_about_it_is_neither_listed_nor_given_to_them(
    office: Office, family: Family, tmp_path: Path
) -> None:
    old = office.officer.handover.make(family.case)
    place(office, family)
    office.colleague.access.give((family.case,), COVERING)
    made = office.colleague.handover.make(family.case)
    assert [one.name for one in outbox.waiting(office.officer)] == []
    assert [one.name for one in outbox.waiting(office.colleague)] == [made.name]
    for name in (old.name, made.name):
        with pytest.raises(NotFound):
            outbox.get(office.officer, name, tmp_path)
    assert outbox.get(office.colleague, made.name, tmp_path).is_file()


# what is whole for those inside


def test_for_everybody_else_it_is_whole_and_can_be_written(office: Office, family: Family) -> None:
    a_day_of_casework(office.officer, family, "before")
    place(office, family)
    a_day_of_casework(office.colleague, family, "after")
    for session in (office.colleague, office.manager):
        case = session.casework.case(family.case, COVERING)
        assert case.unreadable == 0
        assert case.officer_id == office.colleague.me.id
        said = {row.body.text for one in case.notes for row in one.rows}
        assert {"before note", "after note", "before corrected"} <= said
        assert session.people.person(family.child).unreadable == 0
    assert deep_check_office(office.manager).report.damage == ()


def test_what_somebody_has_in_it_who_is_shut_out_goes_to_whoever_takes_it(office: Office, family: Family) -> None:
    place(office, family)
    assert [one.id for one in office.colleague.casework.my_cases()] == [family.case]
    today = office.colleague.casework.today()
    assert [one.body.what for one in today.today] == ["call the school"]


def test_whoever_unlocked_their_screen_before_sees_it_by_the_keys_that_they_were_given_since(
    office: Office, family: Family
) -> None:
    for session in (office.manager, office.colleague, office.officer):
        session.note_lock()
        assert session.unlock(PASSPHRASE)
    place(office, family)
    assert [one.id for one in office.colleague.casework.my_cases()] == [family.case]
    assert office.manager.people.person(family.child)
    assert office.officer.casework.my_cases() == ()


def test_a_relative_who_is_added_to_it_and_a_new_case_are_restricted_too(office: Office, family: Family) -> None:
    place(office, family)
    aunt = office.colleague.people.add_relative(
        family.child, dataclasses.replace(MOTHER, given_name="Aunt"), FamilyTie(relation="OTH"), save_consent=consent()
    )
    second = office.colleague.casework.open_case(family.child, FACTS)
    for ask in (lambda: office.officer.people.person(aunt), lambda: office.officer.casework.case(second, COVERING)):
        with pytest.raises(NotFound):
            ask()


def test_it_is_given_to_nobody_who_is_shut_out_nor_a_task_in_it(office: Office, family: Family) -> None:
    place(office, family)
    olive, omar = office.colleague, office.officer.me.id
    version = olive.casework.case(family.case, COVERING).version
    with pytest.raises(NotAllowed, match="shut out"):
        olive.casework.assign(family.case, version, omar)
    with pytest.raises(NotAllowed, match="shut out"):
        olive.casework.add_task(family.case, TaskBody(what="not him"), omar)


def test_the_circle_reads_that_it_is_one_and_why(office: Office, family: Family) -> None:
    place(office, family)
    for session in (office.manager, office.colleague):
        standing = session.restricting.standing(family.case)
        assert standing is not None
        assert (standing.reason, standing.placed_by) == (WORDS, "Hannah Manager")
        assert [one.id for one in standing.shut_out] == [office.officer.me.id]


def test_a_quarter_counts_it_for_the_manager_who_exports_it(office: Office, family: Family) -> None:
    desk = office.manager.desk

    def counted() -> int:
        with desk.read() as connection:
            return len(quarter_store.cases(desk, connection))

    before = counted()
    place(office, family)
    assert counted() == before == 1


# placing, changing, lifting


def test_the_preview_says_whose_records_go_along_and_whose_stay_open(office: Office, family: Family) -> None:
    brother = add_person(office.officer, dataclasses.replace(CHILD, given_name="Bilal"))
    father = add_person(office.officer, dataclasses.replace(MOTHER, given_name="Yusuf"))
    office.officer.people.link(brother, family.mother, FamilyTie(relation="MOT"))
    office.officer.people.link(family.child, father, FamilyTie(relation="FAT"))
    seen = office.manager.restricting.preview(family.case, frozenset({office.officer.me.id}))
    assert set(seen.people) == {"Amina Hassan", "Yusuf Hassan"}
    assert seen.stay_open == ("Zahra Hassan",)
    assert (seen.held_cases, seen.held_tasks) == (1, 1)
    assert {one.card.name for one in seen.may_be_named} == {"Omar Officer", "Olive Officer"}
    assert [one.card.name for one in seen.cannot_be_named] == ["Hannah Manager"]


@pytest.mark.parametrize(
    ("who", "words", "reason"),
    [
        ([], WORDS, RestrictReason.NOBODY_NAMED),
        (["hannah"], WORDS, RestrictReason.IS_MANAGER),
        (["vera"], WORDS, RestrictReason.OPENS_NO_CASE),
        (["omar"], "  ", RestrictReason.NO_WORDS),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason_and_nothing_changes(
    office: Office, family: Family, who: list[str], words: str, reason: RestrictReason
) -> None:
    named = frozenset(one.id for one in office.manager.staff.colleagues() if one.sign_in in who)
    version = office.manager.desk.pin
    with pytest.raises(NotAllowed) as said:
        office.manager.restricting.place(family.case, named, words)
    assert reason.value in said.value.reasons
    assert office.manager.desk.pin == version
    assert office.officer.casework.case(family.case)


def test_a_safeguarding_lead_is_not_shut_out_since_their_keys_open_every_concern(
    office: Office, family: Family
) -> None:
    omar = office.officer.me.id
    office.manager.staff.set_role(omar, Role.OFFICER, is_lead=True)
    with pytest.raises(NotAllowed) as said:
        office.manager.restricting.place(family.case, frozenset({omar}), WORDS)
    assert RestrictReason.IS_LEAD.value in said.value.reasons


def test_officers_restrict_nothing_and_lift_nothing(office: Office, family: Family) -> None:
    with pytest.raises(NotAllowed):
        office.colleague.restricting.place(family.case, frozenset({office.officer.me.id}), WORDS)
    place(office, family)
    with pytest.raises(NotAllowed):
        office.colleague.restricting.lift(family.case, "because")


def test_lifting_gives_all_of_it_back_and_is_on_record(office: Office, family: Family) -> None:
    place(office, family)
    a_day_of_casework(office.colleague, family, "meanwhile")
    office.manager.restricting.lift(family.case, "The conflict is over.")
    omar = office.officer
    omar.directory.refresh()
    assert omar.directory.search("Amina")
    case = omar.casework.case(family.case, COVERING)
    assert case.unreadable == 0
    omar.casework.add_note(family.case, note("back again"))
    lifted = [one for one in office.said() if one.subject == "restriction" and one.fields == ("lifted",)]
    assert [(one.subject_id, one.reasons) for one in lifted] == [(family.child, ("The conflict is over.",))]
    assert deep_check_office(office.manager).report.damage == ()
    place(office, family)
    with pytest.raises(NotAllowed, match="why"):
        office.manager.restricting.lift(family.case, " ")


def test_somebody_more_can_be_shut_out_and_somebody_let_in_again(office: Office, family: Family) -> None:
    place(office, family)
    office.manager.restricting.place(family.case, frozenset({office.colleague.me.id}), "The other way round.")
    assert office.officer.casework.case(family.case, COVERING).officer_id is None
    with pytest.raises(NotFound):
        office.colleague.casework.case(family.case, COVERING)
    assert office.colleague.casework.my_cases() == ()
    office.officer.casework.add_note(family.case, note("now mine"))


# rotation, leavers, newcomers, roles, recovery, destruction


def test_keys_rotated_while_a_record_is_restricted_leave_it_as_it_is(office: Office, family: Family) -> None:
    place(office, family)
    office.manager.staff.rotate()
    a_day_of_casework(office.colleague, family, "after")
    with pytest.raises(NotFound):
        office.officer.casework.case(family.case, COVERING)
    office.manager.restricting.lift(family.case, "over")
    assert office.officer.casework.case(family.case, COVERING).unreadable == 0


def test_when_the_last_officer_inside_leaves_a_manager_takes_it(office: Office, family: Family) -> None:
    place(office, family)
    olive = office.colleague.me.id
    leaver = office.manager.leaving.preview(olive)
    assert leaver.only == {family.case: frozenset({office.manager.me.id, olive})}
    with pytest.raises(NotAllowed, match="C-0001"):
        office.manager.leaving.leave(olive, office.officer.me.id)
    office.manager.leaving.leave(olive, office.officer.me.id, {family.case: office.manager.me.id})
    assert office.manager.casework.case(family.case, COVERING).officer_id == office.manager.me.id
    office.manager.casework.add_note(family.case, note("kept on"))


def test_a_newcomer_is_outside_until_a_manager_lets_them_in(office: Office, family: Family) -> None:
    place(office, family)
    invitation = office.manager.staff.invite("nora", Role.OFFICER, StaffCard(name="Nora New"), BEGINS)
    office.join("nora", invitation.code, PASSPHRASE)
    office.manager.staff.admit(invitation.account_id)
    nora = office.sign_in("nora")
    with pytest.raises(NotFound):
        nora.casework.case(family.case, COVERING)
    standing = office.manager.restricting.standing(family.case)
    assert standing is not None
    assert {one.card.name for one in standing.shut_out} == {"Omar Officer", "Nora New"}
    assert standing.named == {office.officer.me.id}
    place(office, family)
    assert nora.casework.case(family.case, COVERING).notes


def test_new_keys_for_a_lost_passphrase_open_as_much_as_the_old_and_no_more(office: Office, family: Family) -> None:
    place(office, family)
    for name, opens in (("omar", False), ("olive", True)):
        account = next(one.id for one in office.manager.staff.colleagues() if one.sign_in == name)
        invitation = office.manager.staff.renew(account)
        office.join(name, invitation.code, PASSPHRASE)
        office.manager.staff.admit(account)
        session = office.sign_in(name)
        assert bool(session.casework.cases_of(office.colleague.me.id if opens else account)) is opens
        office.sessions.pop(name, None)


@pytest.mark.parametrize(("role", "is_lead"), [(Role.MANAGER, False), (Role.OFFICER, True)])
def test_no_change_of_role_lets_somebody_in_by_the_way(
    office: Office, family: Family, role: Role, is_lead: bool
) -> None:
    place(office, family)
    with pytest.raises(NotAllowed, match="shut out"):
        office.manager.staff.set_role(office.officer.me.id, role, is_lead=is_lead)


def test_an_officer_inside_who_becomes_a_lead_stays_inside_and_one_who_becomes_a_manager_too(
    office: Office, family: Family
) -> None:
    place(office, family)
    olive = office.colleague
    office.manager.staff.set_role(olive.me.id, Role.OFFICER, is_lead=True)
    assert olive.casework.case(family.case).notes
    office.manager.staff.set_role(olive.me.id, Role.MANAGER)
    assert olive.casework.case(family.case).notes
    olive.restricting.lift(family.case, "as a manager")


def test_a_damaged_key_of_one_case_is_said_plainly_and_keeps_no_list_from_being_shown(
    office: Office, family: Family
) -> None:
    second = add_family(office.officer)
    office.is_damaged_on_purpose = True
    from db.engine import open_engine, writing

    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        connection.exec_driver_sql(
            "UPDATE file_key SET wrapped = CAST(substr(wrapped, 1, 40) || x'00' || substr(wrapped, 42) AS BLOB) "
            "WHERE subject = ?",
            (family.case.bytes,),
        )
    engine.dispose()
    omar = office.sign_in("omar")
    lines = omar.casework.my_cases()
    assert [one.id for one in lines] == [family.case, second.case]
    assert [one.level for one in lines] == ["", "L2"]
    omar.casework.today()
    with pytest.raises(Problem, match="damaged"):
        omar.casework.case(family.case)


def test_an_erased_record_leaves_no_circle_behind_and_those_who_stay_can_be_opened_again(office: Office) -> None:
    family = frozen_family(office)
    make_kit(office)
    place(office, family)
    office.manager.erasures.erase(family.child)
    assert office.manager.restricting.standing(family.mother) is not None
    with pytest.raises(NotFound):
        office.officer.people.person(family.mother)
    office.manager.restricting.lift(family.mother, "nothing is left to restrict")
    assert office.officer.people.person(family.mother).card == MOTHER
    assert not office.manager.desk.keyring.has_circles()


def test_a_record_that_is_erased_whole_takes_its_circle_along(office: Office) -> None:
    child = add_person(office.officer, CHILD)
    office.officer.casework.open_case(child, FACTS)
    withdraw(office.officer, child, Purpose.SAVE_CASE)
    make_kit(office)
    office.manager.restricting.place(child, frozenset({office.officer.me.id}), WORDS)
    office.manager.erasures.erase(child)
    assert not office.manager.desk.keyring.has_circles()
    assert deep_check_office(office.manager).report.damage == ()


def test_what_a_volunteer_sent_about_the_child_joins_the_record_inside_its_circle(office: Office) -> None:
    child, mother = queued_family(office)
    intake = send(office)
    office.manager.restricting.place(child, frozenset({office.colleague.me.id}), WORDS)
    office.colleague.directory.load()
    office.officer.directory.load()
    assert office.colleague.queue.intake(intake).duplicates == ()
    assert {one.person_id for one in office.officer.queue.intake(intake).duplicates} <= {child, mother}
    with pytest.raises(NotFound):
        office.colleague.queue.join_plan(intake, child)
    made = office.officer.queue.join(intake, read(office, intake).version, child)
    assert made.case_id is not None
    with pytest.raises(NotFound):
        office.colleague.casework.case(made.case_id, COVERING)
    assert office.officer.casework.case(made.case_id).notes


def test_two_recovery_sheets_bring_in_a_manager_who_opens_it(office: Office, family: Family) -> None:
    place(office, family)
    kit = office.manager.kit
    sheets = kit.begin()
    for number, sheet in enumerate(sheets, 1):
        assert kit.check(number, sheet)
    kit.finish()
    files = open_for_recovery(office.places)
    desk = recovery.recovery_desk(files, recovery.open_kit(files, {1: sheets[0], 2: sheets[1]}))
    invitation = recovery.invite_manager(desk, "mona")
    office.join("mona", invitation.code, PASSPHRASE)
    admit_recovered(desk, invitation.account_id, "Mona Manager")
    files.close()
    mona = office.sign_in("mona")
    assert mona.casework.case(family.case, COVERING).notes
    mona.restricting.lift(family.case, "recovered")
    assert office.officer.casework.case(family.case, COVERING).notes
