"""What was built apart, used together: joined, shut, told, written to, put off. `iass check` reads each afterwards."""

from __future__ import annotations

import dataclasses
import io
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db.check import check_folder
from iass_tui.cli import opening
from iass_tui.cli.commands import carry_out
from iass_tui.cli.parser import Exit, parse
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.joining import Stays
from iass_tui.rules.policy_telling import Completion
from iass_tui.rules.records.casework import TaskBody, TaskStatus
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.office import Role, StaffCard
from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.records.policies import AskedBody, AskedKind, Asker, HowTold, Reached
from iass_tui.rules.records.putting_off import Waiting, WaitingOn
from iass_tui.services.checking import deep_check_office
from iass_tui.services.door import OfficeDoor
from iass_tui.services.looking_views import LooksWish
from iass_tui.services.session import OfficeSession
from tests.attacks.test_joining import AGAIN, join, two_records
from tests.services.families import CHILD, COVERING, DETAILS, FACTS, MOTHER, Family, add_family, add_person
from tests.services.first_contacts import CANARY
from tests.services.offices import PASSPHRASE, Office, trained
from tests.services.test_consent import heard, withdraw
from tests.services.test_erasing import everywhere, make_kit
from tests.services.test_feedback import FORM, LINKED
from tests.services.test_joint_contacts import RANG, TALK, add_brother
from tests.services.test_letters import send, wish
from tests.services.test_policy import issued
from tests.services.test_sharing import agree
from tests.services.test_training import joins
from tests.services.test_upgrade import older  # noqa: F401 - a fixture

WORDS = "Their own child."


def a_full_case(office: Office, made: Family) -> None:
    """Something of each in a case of Omar's: a letter, a form, a joint contact, a task that waits, what was asked."""
    officer = office.officer
    today = officer.today_date()
    agree(officer, made.child)
    send(officer, wish(made), matter="the plan")
    officer.consent.record(made.child, [heard(Purpose.FEEDBACK_INVITE)])
    reference = officer.casework.case(made.case).reference
    officer.feedback.keep_with_case(reference, dataclasses.replace(LINKED, received_on=today))
    _, his = add_brother(officer, made)
    officer.casework.add_contact(made.case, TALK, also=(his,))
    officer.casework.add_note(made.case, RANG, also=(his,))
    task = officer.casework.add_task(made.case, TaskBody(what="the draft plan"), officer.me.id)
    officer.putting_off.put_off(task, 1, today + timedelta(days=1), "half term")
    waiting = Waiting(
        whom=WaitingOn.COUNCIL, since=today, chase_on=today + timedelta(days=9), noted_on=today, words="their answer"
    )
    officer.putting_off.wait(task, 2, waiting)
    officer.policy.ask(
        AskedBody(kind=AskedKind.POLICY, asker=Asker.ON_FILE, asked_on=today, words="by post please"), made.child
    )
    issued(office.manager)
    officer.policy.tell(made.case, HowTold.LINK, Reached.TALK, today)


def shut(office: Office, subject: UUID) -> int:
    """Hannah shuts a record to Omar, Olive takes over; what did not open."""
    out = frozenset({office.officer.me.id})
    return office.manager.restricting.place(subject, out, WORDS, office.colleague.me.id).closed


def of_the_case(session: OfficeSession, case: UUID) -> tuple[int, ...]:
    """How much of each kind a case shows."""
    view = session.casework.case(case, COVERING)
    assert view.unreadable == 0
    return len(view.notes), len(view.contacts), len(view.letters), len(view.feedback), len(view.tasks)


def test_a_full_case_is_shut_kept_over_a_leaver_and_a_rotation_and_opened_again_whole(office: Office) -> None:
    made = add_family(office.officer)
    a_full_case(office, made)
    before = of_the_case(office.officer, made.case)
    assert shut(office, made.case) == 0
    assert of_the_case(office.colleague, made.case) == before
    office.manager.leaving.leave(office.colleague.me.id, None, {made.case: office.manager.me.id})
    assert of_the_case(office.manager, made.case) == before
    send(office.manager, wish(made), matter="the plan again")
    office.manager.restricting.lift(made.case, "over")
    assert of_the_case(office.officer, made.case)[2] == before[2] + 1
    assert deep_check_office(office.manager).report.damage == ()


def test_letters_of_both_records_are_read_and_copied_while_they_are_joined_and_each_its_own_again(
    office: Office,
) -> None:
    officer = office.officer
    kept, other = two_records(officer)
    for one, words in ((kept, "Zxcvbnm"), (other, "Poiuytr")):
        agree(officer, one)
        send(officer, wish(Family(one, one, officer.people.person(one).cases[0].id)), matter=words)
    (theirs,) = officer.people.person(other).cases
    join(officer, kept, other)
    assert len(officer.letters.of(kept)) == 2
    assert len(officer.letters.of(other)) == 2
    assert ["Poiuytr" in one.body.text for one in officer.casework.case(theirs.id).letters] == [True]
    held = repr(officer.packs.offer(kept, None).items)
    assert "Zxcvbnm" in held
    assert "Poiuytr" in held
    officer.joining.part(other)
    assert ["Zxcvbnm" in one.body.text for one in officer.letters.of(kept)] == [True]
    assert ["Poiuytr" in one.body.text for one in officer.letters.of(other)] == [True]


def test_who_looked_names_whoever_wrote_from_a_sisters_case_and_whoever_opened_the_former_record(
    office: Office,
) -> None:
    officer, olive = office.officer, office.colleague
    made, grown = add_family(officer), dataclasses.replace(AGAIN, born=PartialDate(2008, 1, 5))
    brother, again = add_person(officer, grown), add_person(officer, grown)
    officer.people.link(brother, made.mother, FamilyTie(relation="MOT", responsibility="YES"))
    his = officer.casework.open_case(brother, FACTS)
    olive.casework.case(made.case, COVERING)
    olive.casework.add_contact(made.case, TALK, also=(his,))
    assert _looks(office, brother) == ["wrote in"]
    olive.people.person(again)
    join(officer, brother, again)
    assert _looks(office, brother) == ["opened", "wrote in"]


def _looks(office: Office, person: UUID) -> list[str]:
    """What Olive did with somebody's file."""
    said = office.manager.looking.read(LooksWish(person))
    return [one.partition("Olive Officer, ")[2].partition(" your file")[0] for one in said if "Olive" in one]


def test_taking_contact_back_drops_what_was_to_be_sent_to_either_record(office: Office) -> None:
    officer = office.officer
    child, mother = add_person(officer, CHILD), add_person(officer, MOTHER, contact=DETAILS)
    again = add_person(officer, MOTHER, contact=DETAILS)
    for one in (mother, again):
        officer.people.link(child, one, FamilyTie(relation="MOT", responsibility="YES"))
    case = officer.casework.open_case(child, FACTS)
    for one in (mother, again):
        officer.casework.add_task(case, TaskBody(what="Ring her", reach_id=one), None)
    offer = officer.joining.compare(mother, again)
    officer.joining.join(offer, {one.field: Stays.KEPT for one in offer.card if one.choices}, {})
    tasks = officer.casework.case(case).tasks
    assert {one.body.reach_id for one in tasks} == {mother}
    changed = dataclasses.replace(tasks[1].body, what="Ring her tonight")
    officer.casework.change_task(tasks[1].id, tasks[1].version, tasks[1].body, changed)
    withdraw(officer, mother, Purpose.SAVE_CONTACT)
    assert {one.status for one in officer.casework.case(case).tasks} == {TaskStatus.DROPPED}


def test_a_note_of_two_records_that_turn_out_to_be_one_child_is_corrected_in_both_cases(office: Office) -> None:
    officer = office.officer
    made = add_family(officer)
    twin, his = add_brother(officer, made)
    note_id = officer.casework.add_note(made.case, RANG, also=(his,))
    join(officer, made.child, twin)
    officer.casework.correct_note(note_id, dataclasses.replace(RANG, text=CANARY))
    for case in (made.case, his):
        (thread,) = officer.casework.case(case).notes
        assert thread.rows[-1].body.text == CANARY


def test_erasing_a_joined_pair_leaves_nothing_of_letters_forms_and_lines_and_the_figure_adds_up(
    office: Office,
) -> None:
    officer = office.officer
    made = add_family(officer)
    other = add_person(officer, AGAIN)
    officer.casework.open_case(other, FACTS)
    agree(officer, other)
    send(officer, wish(Family(other, other, officer.people.person(other).cases[0].id)), matter="theirs")
    a_full_case(office, made)
    (policy,) = [one for one in office.manager.policy.register().versions if one.number == 2]
    join(officer, made.child, other)
    withdraw(officer, made.child, Purpose.SAVE_CASE)
    make_kit(office)
    office.manager.erasures.erase(made.child)
    assert everywhere(office, made.child) == []
    assert everywhere(office, other) == []
    for table in ("letter", "case_feedback", "policy_asked"):
        assert office.ask(f"SELECT count(*) FROM {table}") == 0, table
    assert office.manager.policy.issuing(policy.id).figure == Completion(3, 0, 1, 0, 0, 2)


def test_erasing_a_joined_pair_that_is_shut_takes_the_circle_along(office: Office) -> None:
    officer = office.officer
    kept, other = two_records(officer)
    join(officer, kept, other)
    withdraw(officer, kept, Purpose.SAVE_CASE)
    make_kit(office)
    shut(office, kept)
    office.manager.erasures.erase(kept)
    assert everywhere(office, kept) == []
    assert everywhere(office, other) == []
    assert not office.manager.desk.keyring.has_circles()


def test_a_copy_holds_what_a_family_asked_about_the_policy_and_how_it_was_told(office: Office) -> None:
    made = add_family(office.officer)
    a_full_case(office, made)
    items = office.officer.packs.offer(made.child, made.child).items
    (line,) = [one for one in items if one.kind == "Asked about the policy"]
    assert "by post please" in line.text
    (told,) = [one for one in items if one.kind == "Told of the policy"]
    assert told.heading == "Version 2"
    assert "in a talk" in told.text


def test_the_handover_sheet_names_the_letters_that_went_out(office: Office) -> None:
    made = add_family(office.officer)
    a_full_case(office, made)
    said = [words for _, words in office.officer.handover.read(made.case).lines]
    assert "23 November 2026: Reminder, to Larchfield" in " ".join(said)


def test_a_form_on_its_own_is_kept_after_somebody_left_as_before(office: Office) -> None:
    office.officer.feedback.keep("2026-Q3", FORM)
    office.manager.leaving.leave(office.colleague.me.id, office.officer.me.id)
    office.volunteer.feedback.keep("2026-Q3", FORM)
    assert office.ask("SELECT count(*) FROM feedback") == 2
    assert len(office.manager.feedback.comments("2026-Q3")) == 0


UNTRAINED = (
    "quarter 2026-Q3 --draft -o q.xlsx", "pack C-0001 --draft --list", "policy list", "paper policy -o p.pdf",
    "keys rotate",
    "terms show", "import --undo", "check --deep", "find -",
)  # fmt: skip


def test_no_command_that_signs_in_works_without_training_and_copies_and_checks_do(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    joins(office, "nora", None)
    office.close()
    phrase = tmp_path / "words"
    phrase.write_text(PASSPHRASE)
    phrase.chmod(0o600)
    (tmp_path / "copies").mkdir()
    monkeypatch.setattr(opening.bootstrap, "door", lambda *_: OfficeDoor(office.places))
    monkeypatch.setattr("sys.stdin", io.StringIO("Hassan"))
    where = ["--office", str(office.places.folder.path), "--host", str(office.host.path)]
    for words in UNTRAINED:
        asked = parse([*words.split(), *where, "--sign-in", "nora", "--passphrase-file", str(phrase)])
        assert carry_out(asked) == Exit.FAILED, words
        assert "No confidentiality training is recorded for you" in capsys.readouterr().err, words
    assert carry_out(parse(["backup", str(tmp_path / "copies"), *where])) == Exit.OK
    assert carry_out(parse(["check", *where])) == Exit.OK


def test_an_office_of_the_first_release_takes_all_of_it_up(older: Office) -> None:  # noqa: F811
    manager = older.manager
    for name, role in (("omar", Role.OFFICER), ("olive", Role.OFFICER)):
        invitation = manager.staff.invite(name, role, StaffCard(name=name.title()), trained(manager))
        older.join(name, invitation.code, PASSPHRASE)
        manager.staff.admit(invitation.account_id)
    made = add_family(older.officer)
    a_full_case(older, made)
    kept, other = two_records(older.officer)
    join(older.officer, kept, other)
    assert shut(older, made.case) == 0
    assert shut(older, kept) == 0
    manager.leaving.leave(older.colleague.me.id, manager.me.id)
    for one in (made.child, kept):
        manager.restricting.lift(one, "over")
    assert of_the_case(older.officer, made.case)[2] == 1
    assert deep_check_office(manager).report.damage == ()
    older.close()
    assert not check_folder(older.places.folder, older.host).findings
