"""Someone leaves, changes their role, or becomes a safeguarding lead: what goes where, and what their keys open."""

from __future__ import annotations

import dataclasses
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection

from iass_tui.rules.access import AccessReason, Action
from iass_tui.rules.decision import Allowed, Refused
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import TaskBody
from iass_tui.rules.records.office import Act, Role, StaffCard
from iass_tui.services import key_register
from iass_tui.services.door import OfficeDoor
from iass_tui.services.second_person import may_be_second
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, NotFound, NotOpen, Problem
from tests.services.families import COVERING, add_family, add_person, set_state
from tests.services.offices import BEGINS, PASSPHRASE, Office
from tests.services.working import CONCERN, a_day_of_casework, a_day_of_the_office, note


def held_by(office: Office, account: UUID) -> tuple[int, int]:
    """Open cases and open tasks that somebody still has."""
    return (
        office.ask("""SELECT count(*) FROM "case" WHERE officer_id = ? AND status != 'CLOSED'""", account.bytes),
        office.ask("SELECT count(*) FROM task WHERE owner_id = ? AND status = 'OPEN'", account.bytes),
    )


def second_manager(office: Office) -> OfficeSession:
    invitation = office.manager.staff.invite("mona", Role.MANAGER, StaffCard(name="Mona Manager"), BEGINS)
    office.join("mona", invitation.code, PASSPHRASE)
    office.manager.staff.admit(invitation.account_id)
    return office.sign_in("mona")


def test_the_preview_shows_all_that_they_hold_and_nothing_changes(office: Office) -> None:
    omar, family = office.officer, add_family(office.officer)
    theirs = add_family(office.colleague)
    omar.access.give((theirs.case,), COVERING)
    omar.casework.add_task(theirs.case, TaskBody(what="call back"), omar.me.id)
    omar.drafts.start("note", case_id=family.case)
    before = office.ask("SELECT max(number) FROM register", keys=True)
    found = office.manager.leaving.preview(omar.me.id)
    assert [(one.reference, one.level) for one in found.cases] == [("C-0001", "L2")]
    assert [(one.what, one.case_officer_id) for one in found.tasks] == [("call back", office.colleague.me.id)]
    assert (found.drafts, found.named_to_staff, found.compartments) == (1, 0, ("casework", "office"))
    assert {one.card.name for one in found.takers} == {"Hannah Manager", "Olive Officer"}
    assert office.ask("SELECT max(number) FROM register", keys=True) == before
    assert held_by(office, omar.me.id) == (1, 1)
    assert (office.said()[0].act, office.said()[0].subject) == (Act.VIEW, "leaver")


def test_everything_is_given_on_and_nothing_is_orphaned(office: Office) -> None:
    omar, olive, hannah = office.officer, office.colleague, office.manager
    one, other, frozen = (add_family(omar) for _ in range(3))
    theirs = add_family(olive)
    omar.casework.add_task(one.case, TaskBody(what="own"), omar.me.id)
    omar.access.give((theirs.case,), COVERING)
    omar.casework.add_task(theirs.case, TaskBody(what="hers"), omar.me.id)
    set_state(omar, frozen.child, PersonState.FROZEN)
    seen: list[tuple[int, int]] = []
    done = hannah.leaving.leave(omar.me.id, hannah.me.id, {one.case: olive.me.id}, lambda *now: seen.append(now))
    assert (done.cases, done.tasks, done.closed_keys) == (3, 2, 0)
    assert seen[-1] == (5, 5)
    assert held_by(office, omar.me.id) == (0, 0)
    officers = {case: hannah.casework.case(case, COVERING).officer for case in (one.case, other.case, frozen.case)}
    assert officers == {one.case: "Olive Officer", other.case: "Hannah Manager", frozen.case: "Hannah Manager"}
    owners = {
        view.body.what: view.owner for case in (one, theirs) for view in hannah.casework.case(case.case, COVERING).tasks
    }
    assert owners == {"own": "Olive Officer", "hers": "Olive Officer"}
    with pytest.raises(Problem):
        omar.casework.case(one.case, COVERING)
    acts = [detail.act for detail in office.said()]
    assert acts.count(Act.DISABLE) == 1
    assert Act.KEYS in acts


def test_a_leaving_that_was_cut_off_goes_on_where_it_was(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    omar = office.officer.me.id
    for _ in range(3):
        add_family(office.officer)

    def dies(done: int, of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.manager.leaving.leave(omar, office.colleague.me.id, None, dies)
    assert held_by(office, omar) == (1, 0)
    assert office.officer.casework.my_cases()  # the account works on: nothing is half closed
    assert len(office.manager.leaving.preview(omar).cases) == 1
    done = office.manager.leaving.leave(omar, office.colleague.me.id)
    assert (done.cases, held_by(office, omar)) == (1, (0, 0))


def test_what_comes_while_they_leave_is_given_on_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    omar, hannah = office.officer, office.manager
    add_family(omar)
    closing = hannah.staff.disable

    def closes(account: UUID) -> object:
        add_family(omar)
        return closing(account)

    monkeypatch.setattr(hannah.staff, "disable", closes)
    assert hannah.leaving.leave(omar.me.id, office.colleague.me.id).cases == 2
    assert held_by(office, omar.me.id) == (0, 0)


def test_nothing_is_done_where_someone_cannot_take_a_case(office: Office) -> None:
    omar, hannah = office.officer.me.id, office.manager
    family = add_family(office.officer)
    for to, cases in (
        (None, {}),
        (office.volunteer.me.id, {}),
        (omar, {}),
        (uuid4(), {}),
        (hannah.me.id, {family.case: office.volunteer.me.id}),
    ):
        with pytest.raises(NotAllowed):
            hannah.leaving.leave(omar, to, cases)
    for who in (hannah.me.id,):
        with pytest.raises(NotAllowed, match="Another manager"):
            hannah.leaving.leave(who, omar)
    with pytest.raises(NotFound):
        hannah.leaving.leave(uuid4(), hannah.me.id)
    assert held_by(office, omar) == (1, 0)
    assert office.ask("SELECT count(*) FROM compartment WHERE version > 1", keys=True) == 0


@pytest.mark.parametrize("who", ["officer", "volunteer"])
def test_only_a_manager_previews_and_closes_changes_roles_and_rotates(office: Office, who: str) -> None:
    session: OfficeSession = getattr(office, who)
    for act in (
        lambda: session.leaving.preview(office.colleague.me.id),
        lambda: session.leaving.leave(office.colleague.me.id, session.me.id),
        lambda: session.staff.set_role(session.me.id, Role.MANAGER),
        session.staff.rotate,
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_lead_reads_concerns_from_the_moment_they_are_named(office: Office) -> None:
    office.volunteer.concerns.raise_concern(CONCERN)
    omar = office.officer
    assert not omar.concerns.is_lead
    office.manager.staff.set_role(omar.me.id, Role.OFFICER, is_lead=True)
    (line,) = omar.concerns.queue()  # in the session that is open already
    assert line.body == CONCERN
    omar.concerns.add_note(line.mark.id, "rang the social worker")
    assert "Omar Officer" in omar.concerns.readers()
    assert next(one for one in office.manager.staff.colleagues() if one.id == omar.me.id).is_lead
    said = next(detail for detail in office.said() if detail.act is Act.CHANGE and detail.subject == "staff")
    assert (said.fields, said.reasons) == (("lead",), ("officer", "LEAD"))


def test_whoever_is_lead_no_longer_reads_no_concern_and_case_staff_are_told_to_speak_to_another(
    office: Office,
) -> None:
    omar, family = office.officer, add_family(office.officer)
    office.manager.staff.set_role(omar.me.id, Role.OFFICER, is_lead=True)
    office.volunteer.concerns.raise_concern(CONCERN)
    (line,) = omar.concerns.queue()
    omar.concerns.tell_staff(line.mark.id, family.child)
    assert omar.people.person(family.child).notice.speak_to == ("Omar Officer",)
    done = office.manager.staff.set_role(omar.me.id, Role.OFFICER, is_lead=False)
    assert done.compartments == ("safeguarding",)
    with pytest.raises(NotAllowed):
        omar.concerns.queue()
    assert omar.people.person(family.child).notice.speak_to == ("Hannah Manager",)
    assert omar.casework.case(family.case, COVERING).officer == "Omar Officer"


def test_a_lead_who_lost_their_passphrase_is_a_lead_with_the_new_one(office: Office) -> None:
    omar = office.officer.me.id
    office.manager.staff.set_role(omar, Role.OFFICER, is_lead=True)
    office.join("omar", office.manager.staff.renew(omar).code, PASSPHRASE)
    office.manager.staff.admit(omar)
    assert office.sign_in("omar").concerns.is_lead


def test_a_role_changes_up_and_down_in_the_session_that_is_open(office: Office) -> None:
    family, vera, omar = add_family(office.colleague), office.volunteer, office.officer
    office.manager.staff.set_role(vera.me.id, Role.OFFICER)
    assert vera.casework.case(family.case, COVERING).reference == "C-0001"
    office.manager.staff.set_role(omar.me.id, Role.MANAGER)
    assert omar.concerns.queue() == ()
    assert omar.staff.invite("nora", Role.OFFICER, StaffCard(name="Nora New"), BEGINS).code
    office.manager.staff.set_role(omar.me.id, Role.VOLUNTEER)
    for act in (
        lambda: omar.casework.case(family.case, COVERING),
        lambda: omar.staff.invite("x", Role.OFFICER, StaffCard(name="X"), BEGINS),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not omar.desk.keyring.holds("casework")


def test_roles_that_would_leave_something_without_anybody_are_refused(office: Office) -> None:
    hannah, omar = office.manager, office.officer
    family = add_family(omar)
    with pytest.raises(NotAllowed, match="Another manager"):
        hannah.staff.set_role(hannah.me.id, Role.OFFICER)
    with pytest.raises(NotAllowed, match="open cases"):
        hannah.staff.set_role(omar.me.id, Role.VOLUNTEER)
    with pytest.raises(NotAllowed, match="lead"):
        hannah.staff.set_role(office.volunteer.me.id, Role.VOLUNTEER, is_lead=True)
    mona = second_manager(office)
    mona.staff.set_role(hannah.me.id, Role.OFFICER)
    with pytest.raises(NotAllowed):
        hannah.staff.set_role(mona.me.id, Role.OFFICER)
    assert omar.casework.case(family.case, COVERING).officer == "Omar Officer"


def test_an_open_invitation_ends_with_the_manager_who_could_know_its_code(office: Office) -> None:
    mona = second_manager(office)
    invitation = mona.staff.invite("nora", Role.MANAGER, StaffCard(name="Nora New"), BEGINS)
    office.manager.leaving.leave(mona.me.id, None)
    with pytest.raises(NotOpen, match="do not fit"):
        office.join("nora", invitation.code, PASSPHRASE)
    again = office.manager.staff.invite("nora", Role.MANAGER, StaffCard(name="Nora New"), BEGINS)
    office.manager.leaving.leave(office.officer.me.id, None)  # an officer never knew it
    office.manager.staff.rotate()
    office.join("nora", again.code, PASSPHRASE)
    office.manager.staff.admit(again.account_id)
    assert office.sign_in("nora").concerns.is_lead


def test_a_renewal_does_not_bring_a_former_role_back(office: Office) -> None:
    mona = second_manager(office)
    renewal = office.manager.staff.renew(mona.me.id)
    office.manager.staff.set_role(mona.me.id, Role.OFFICER)
    with pytest.raises(NotOpen):
        office.join("mona", renewal.code, PASSPHRASE)


def test_two_managers_who_change_keys_at_once_build_on_one_another(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    family, mona, hannah = add_family(office.officer), second_manager(office), office.manager
    looks = key_register.head

    def rotated_meanwhile(connection: Connection) -> tuple[int, str, int]:
        monkeypatch.undo()
        mona.staff.rotate()
        return looks(connection)

    monkeypatch.setattr(key_register, "head", rotated_meanwhile)
    hannah.staff.rotate()
    assert office.ask("SELECT max(version) FROM compartment", keys=True) == 3
    assert office.ask("SELECT count(*) FROM compartment", keys=True) == 4
    for session in (hannah, mona, office.officer):
        assert session.casework.case(family.case, COVERING).reference == "C-0001"


def test_everything_stays_readable_and_writable_over_many_rotations(office: Office) -> None:
    family = add_family(office.officer)
    for number in range(4):
        a_day_of_casework(office.officer, family, f"day{number}")
        a_day_of_the_office(office.manager, office.volunteer, f"day{number}")
        office.manager.staff.rotate()
    view = office.colleague.casework.case(family.case, COVERING)
    for number in range(4):
        assert f"day{number} note" in str(view.notes)
    assert office.manager.quarters is not None
    office.colleague.directory.load()
    assert office.colleague.directory.unreadable == 0
    assert len(office.colleague.directory.search("day3")) > 0


def test_a_first_contact_that_someone_types_while_a_colleague_leaves_loses_nothing(office: Office) -> None:
    from tests.services.first_contacts import FAMILY

    omar = office.officer
    draft = omar.intake.begin(FAMILY)
    assert draft is not None
    office.manager.leaving.leave(office.colleague.me.id, office.manager.me.id)
    omar.intake.autosave(draft, {**FAMILY, "child_given_name": "Changed"})
    assert omar.intake.resume(draft)["child_given_name"] == "Changed"
    saved = omar.intake.finish(FAMILY, draft)
    assert saved.case_id is not None
    assert office.ask("SELECT count(*) FROM draft") == 0
    child = office.ask('SELECT person_id FROM "case" WHERE id = ?', saved.case_id.bytes)
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'person' AND subject = ?", child, keys=True) == 1


def test_a_no_erases_every_key_that_the_first_contact_ever_had(office: Office) -> None:
    from tests.services.first_contacts import FAMILY, ending

    omar = office.officer
    draft = omar.intake.begin(FAMILY)
    assert draft is not None
    office.manager.staff.rotate()
    omar.intake.autosave(draft, FAMILY)
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'person'", keys=True) == 2
    omar.intake.finish(ending("NO"), draft)
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'person'", keys=True) == 0
    assert len(office.host.ledger()[-1].line.keys) == 2


def test_a_draft_thrown_away_takes_no_key_that_a_colleague_writes_with(office: Office) -> None:
    family = add_family(office.officer)
    office.manager.staff.rotate()
    mine = office.officer.drafts.start("card", person_id=family.child)
    theirs = office.colleague.drafts.start("card", person_id=family.child)
    office.colleague.drafts.save(theirs, {"given_name": "Kept"})
    office.officer.drafts.discard(mine)
    assert office.colleague.drafts.read(theirs) == {"given_name": "Kept"}
    office.colleague.drafts.discard(theirs)
    child = office.officer.people.person(family.child)
    office.officer.people.change_card(
        family.child, child.version, child.card, dataclasses.replace(child.card, known_as="Ami")
    )
    assert office.officer.people.person(family.child).card.known_as == "Ami"


def test_a_second_person_does_not_count_while_the_same_manager_let_them_in_lately(office: Office) -> None:
    hannah, act = office.manager, Action.APPROVE_PACK
    office.clock.forward(days=30)
    assert may_be_second(hannah, act, approved_by=hannah.me.id, who=office.officer.me.id) == Allowed()
    mona = second_manager(office)
    new = Refused((AccessReason.ACCOUNT_TOO_NEW,))
    assert may_be_second(hannah, act, approved_by=hannah.me.id, who=mona.me.id) == new
    assert may_be_second(hannah, act, approved_by=office.officer.me.id, who=mona.me.id) == Allowed()
    office.join("omar", hannah.staff.renew(office.officer.me.id).code, PASSPHRASE)
    hannah.staff.admit(office.officer.me.id)
    assert may_be_second(hannah, act, approved_by=hannah.me.id, who=office.officer.me.id) == new
    assert may_be_second(hannah, act, approved_by=mona.me.id, who=hannah.me.id) == new  # in both directions
    office.clock.forward(days=14)
    assert may_be_second(hannah, act, approved_by=hannah.me.id, who=mona.me.id) == new
    hannah.staff.set_role(office.colleague.me.id, Role.OFFICER, is_lead=True)  # no new keys: no new account
    assert may_be_second(hannah, act, approved_by=hannah.me.id, who=office.colleague.me.id) == Allowed()
    office.clock.forward(days=1)
    assert may_be_second(hannah, act, approved_by=hannah.me.id, who=mona.me.id) == Allowed()
    hannah.leaving.leave(mona.me.id, None)
    assert not may_be_second(hannah, act, approved_by=hannah.me.id, who=mona.me.id)
    assert not may_be_second(hannah, act, approved_by=hannah.me.id, who=uuid4())


def test_a_case_of_someone_who_left_belongs_to_whoever_opens_it_again(office: Office) -> None:
    omar, family = office.officer, add_family(office.officer)
    version = omar.casework.case(family.case, COVERING).version
    omar.casework.close_case(family.case, version, closure="COMPLETE", outcomes=["OC01"], words="Done.")
    office.manager.leaving.leave(omar.me.id, None)
    work = office.colleague.casework
    work.reopen_case(family.case, work.case(family.case, COVERING).version, reason="They rang again")
    assert work.case(family.case, COVERING).officer == "Olive Officer"
    assert [one.id for one in work.my_cases()] == [family.case]


def test_of_someone_who_left_the_notes_stay_under_their_name(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.add_note(family.case, note("by Omar"))
    office.manager.leaving.leave(office.officer.me.id, office.colleague.me.id)
    (view,) = office.colleague.casework.case(family.case, COVERING).notes
    assert view.author == "Omar Officer"
    assert add_person(office.colleague)
    with pytest.raises(Problem):
        OfficeDoor(office.places).sign_in("omar", PASSPHRASE)
