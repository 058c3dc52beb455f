"""The training register and the gate at sign-in (P25, P61); undertakings (P22, P59, P62)."""

from __future__ import annotations

import argparse
import dataclasses
from uuid import UUID

import pytest

from db import governance_store
from iass_tui.cli import opening
from iass_tui.rules.access import Action
from iass_tui.rules.records.office import Act, Role, StaffCard
from iass_tui.rules.records.training import Basis, CourseKind, Undertaking
from iass_tui.rules.training import Grace, Standing, Trained
from iass_tui.services.door import OfficeDoor
from iass_tui.services.session import OfficeSession
from iass_tui.services.training_views import TrainingEnded
from iass_tui.services.views import NotAllowed
from iass_tui.vault.keyring import CompartmentClosed
from tests.services.offices import PASSPHRASE, Office, train

GRACE = Grace(days=5, reason="the course is on Thursday")


def joins(office: Office, name: str, beginning: Trained | Grace | None, role: Role = Role.OFFICER) -> UUID:
    """Somebody is invited, joins and is let in."""
    invitation = office.manager.staff.invite(name, role, StaffCard(name=name.title()), beginning)
    office.join(name, invitation.code, PASSPHRASE)
    office.manager.staff.admit(invitation.account_id)
    return invitation.account_id


def take_training_back(manager: OfficeSession, account_id: UUID) -> None:
    """Whatever they work on no longer counts."""
    people = {one.colleague.id: one for one in manager.training.overview().people}
    for line in people[account_id].lines:
        manager.training.take_back(line, "entered for somebody else")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.VOLUNTEER, Role.MANAGER])
def test_a_newcomer_without_training_is_told_whom_to_ask_and_opens_nothing(office: Office, role: Role) -> None:
    account = joins(office, "nora", None, role)
    with pytest.raises(TrainingEnded, match=r"No confidentiality training .* Ask Hannah Manager to record") as told:
        office.sign_in("nora")
    assert not told.value.may_enter_own
    assert any(
        (one.act, one.subject_id, one.reasons) == (Act.REFUSED, account, ("TRAINING_NEVER",)) for one in office.said()
    )
    train(office.manager, account)
    assert office.sign_in("nora").training.mine().standing is Standing.CURRENT


def test_days_of_grace_end_and_so_does_the_work(office: Office) -> None:
    joins(office, "nora", GRACE)
    office.clock.forward(days=4)
    session = office.sign_in("nora")
    assert session.training.agenda().ends_on == office.clock.now.date()
    office.clock.forward(days=1)
    with pytest.raises(TrainingEnded, match="ended on 27 November 2026"):
        office.sign_in("nora")
    with pytest.raises(TrainingEnded):
        session.people.person(UUID(int=0))


def test_a_locked_screen_is_not_unlocked_after_the_last_day(office: Office) -> None:
    joins(office, "nora", GRACE)
    session = office.sign_in("nora")
    session.note_lock()
    office.clock.forward(days=5)
    with pytest.raises(TrainingEnded):
        session.unlock(PASSPHRASE)
    assert session.desk.is_locked


def test_a_command_is_refused_as_the_app_is(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    joins(office, "nora", None)
    monkeypatch.setattr(opening.bootstrap, "door", lambda *_: OfficeDoor(office.places))
    monkeypatch.setattr(opening.bootstrap, "office_folder", lambda _: office.places.folder)
    monkeypatch.setattr(opening, "passphrase_from", lambda *_: PASSPHRASE)
    wanted = argparse.Namespace(office=None, host=None, sign_in="nora", passphrase_file=None)
    with pytest.raises(TrainingEnded), opening.signed_in(wanted):
        pass


def test_what_a_manager_records_during_the_day_holds_at_once(office: Office) -> None:
    account = joins(office, "nora", GRACE)
    session = office.sign_in("nora")
    train(office.manager, account)
    office.clock.forward(days=100)
    session.require(Action.FIND)
    assert session.training.mine().standing is Standing.CURRENT


def test_only_a_manager_records_and_a_refusal_is_on_record(office: Office) -> None:
    for session in (office.officer, office.volunteer):
        with pytest.raises(NotAllowed):
            session.training.enter(session.me.id, GRACE)
        with pytest.raises(NotAllowed):
            session.training.overview()
        with pytest.raises(NotAllowed):
            session.training.enter_own(GRACE)
    assert not [one for one in office.said() if one.act is Act.CREATE and one.subject == "training"][3:]


def test_nobody_but_a_manager_opens_the_register_with_any_key(office: Office) -> None:
    for session in (office.officer, office.volunteer):
        with session.desk.read() as connection, pytest.raises(CompartmentClosed):
            governance_store.training(session.desk, connection)


def test_a_manager_beside_another_records_nothing_for_themselves(office: Office) -> None:
    mona = joins(office, "mona", GRACE, Role.MANAGER)
    with pytest.raises(NotAllowed, match="Another manager"):
        office.manager.training.enter(office.manager.me.id, GRACE)
    train(office.sign_in("mona"), office.manager.me.id)
    train(office.manager, mona)


def test_a_sole_manager_whose_training_ended_enters_their_own_at_the_door(office: Office) -> None:
    take_training_back(office.manager, office.manager.me.id)
    office.close()
    office.clock.forward(days=31)
    with pytest.raises(TrainingEnded, match="No other manager may work") as told:
        office.sign_in("hannah")
    assert told.value.may_enter_own
    door = OfficeDoor(office.places)
    with pytest.raises(NotAllowed, match="at most 14"):
        door.enter_own_training("hannah", PASSPHRASE, dataclasses.replace(GRACE, days=15))
    session = door.enter_own_training("hannah", PASSPHRASE, GRACE)
    (newest, *_) = next(o for o in session.training.overview().people if o.colleague.id == session.me.id).lines
    assert newest.body.is_own
    assert newest.body.held.basis is Basis.GRACE
    session.close()
    office.clock.forward(days=6)
    with pytest.raises(NotAllowed, match="gave yourself days of grace before"):
        door.enter_own_training("hannah", PASSPHRASE, GRACE)
    done = Trained(course_id=None, on=office.clock.now.date(), evidence="council course, certificate 12")
    door.enter_own_training("hannah", PASSPHRASE, done).close()
    assert ("OWN",) in [one.reasons for one in office.said() if one.subject == "training"]


def test_nobody_else_comes_in_by_that_door(office: Office) -> None:
    joins(office, "nora", None)
    with pytest.raises(NotAllowed):
        OfficeDoor(office.places).enter_own_training("nora", PASSPHRASE, GRACE)
    mona = joins(office, "mona", None, Role.MANAGER)
    with pytest.raises(NotAllowed, match="Another manager"):
        OfficeDoor(office.places).enter_own_training("mona", PASSPHRASE, GRACE)
    train(office.manager, mona)


def test_a_line_that_was_taken_back_stays_and_counts_no_more(office: Office) -> None:
    account = joins(office, "nora", GRACE)
    take_training_back(office.manager, account)
    with pytest.raises(TrainingEnded):
        office.sign_in("nora")
    (person,) = [one for one in office.manager.training.overview().people if one.colleague.id == account]
    assert [one.body.taken_back for one in person.lines] == ["entered for somebody else"]


def test_a_beginning_that_the_rule_refuses_invites_nobody(office: Office) -> None:
    with pytest.raises(NotAllowed, match="reason"):
        office.manager.staff.invite("nora", Role.OFFICER, StaffCard(name="Nora"), Grace(days=40, reason=""))
    assert office.manager.staff.invite("nora", Role.OFFICER, StaffCard(name="Nora"), GRACE).code


def test_the_report_and_the_overview_say_who_may_not_work_and_what_is_missing(office: Office) -> None:
    joins(office, "nora", None)
    overview = office.manager.training.overview()
    (nora,) = [one for one in overview.people if one.colleague.sign_in == "nora"]
    assert nora.standing is Standing.NEVER
    assert {one.kind for one in nora.gaps} >= {CourseKind.CONFIDENTIALITY, CourseKind.SAFEGUARDING}
    assert [one.what for one in nora.owed] == list(Undertaking)
    assert office.manager.training.agenda().ended == 1
    made = office.manager.training.report()
    assert made.name.startswith("Training-coverage")
    assert (Act.EXPORT, "training") in [(one.act, one.subject) for one in office.said()]


def test_an_undertaking_is_kept_with_its_version_and_hash_and_owed_no_more(office: Office) -> None:
    facts = dataclasses.replace(office.manager.facts, ict_policy="Version 9, on the intranet")
    office.manager.staff.change_office(facts)
    vera = office.sign_in("vera")
    assert [one.what for one in vera.undertakings.owed()] == [Undertaking.ICT_POLICY]
    text = vera.undertakings.text(Undertaking.ICT_POLICY)
    assert "Version 9, on the intranet" in text.text
    with pytest.raises(NotAllowed, match="text was changed"):
        vera.undertakings.agree(Undertaking.ICT_POLICY, "0" * 64)
    vera.undertakings.agree(Undertaking.ICT_POLICY, text.sha256)
    assert not vera.undertakings.owed()
    (ack,) = [one for one in vera.training.mine().agreed if one.what is Undertaking.ICT_POLICY]
    assert (ack.sha256, ack.on) == (text.sha256, office.clock.now.date())
    assert office.said()[0].fields == ("ICT_POLICY", "VERSION_1")


def test_a_declaration_is_owed_again_after_a_year_and_the_first_page_says_so(office: Office) -> None:
    office.clock.forward(days=366)
    assert office.volunteer.training.agenda().owed == (Undertaking.DECLARATION,)
