"""Colleagues: invited, admitted, renewed, closed; and what a role's keys open."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection

from db.engine import open_engine, writing
from iass_tui.rules.records.office import Act, Permission, Role, StaffCard
from iass_tui.services import sign_in as entry
from iass_tui.services.door import OfficeDoor
from iass_tui.services.views import NotAllowed, NotFound, NotOpen, Problem, WrongPassphrase
from iass_tui.vault import invitations as inv
from tests.services.families import COVERING, add_family
from tests.services.offices import BEGINS, PASSPHRASE, Office
from tests.services.test_consent import withdraw

OTHER = "marble kitchen tundra violin eagle"


def test_a_newcomer_makes_their_own_keys_and_waits_for_a_managers_yes(office: Office) -> None:
    door, staff = OfficeDoor(office.places), office.manager.staff
    invitation = staff.invite("nora", Role.OFFICER, StaffCard(name="Nora New"), BEGINS)
    assert len(invitation.code.replace("-", "")) == 20
    door.join("Nora", invitation.code.lower().replace("-", " "), OTHER)
    with pytest.raises(NotOpen, match="let you in"):
        door.sign_in("nora", OTHER)
    assert [one.card.name for one in staff.waiting()] == ["Nora New"]
    staff.admit(invitation.account_id)
    session = door.sign_in("nora", OTHER)
    assert session.me.role is Role.OFFICER
    session.close()
    acts = [detail.act for detail in office.said()]
    assert Act.INVITE in acts
    assert Act.ADMIT in acts


def test_an_invitation_works_once_for_its_name_and_for_seven_days(office: Office) -> None:
    door, staff = OfficeDoor(office.places), office.manager.staff
    invitation = staff.invite("nora", Role.OFFICER, StaffCard(name="Nora New"), BEGINS)
    for name, code in (("omar", invitation.code), ("nora", inv.new_code())):
        with pytest.raises(NotOpen, match="do not fit"):
            door.join(name, code, OTHER)
    office.clock.forward(days=8)
    with pytest.raises(NotOpen, match="run out"):
        door.join("nora", invitation.code, OTHER)
    office.clock.forward(days=-8)
    door.join("nora", invitation.code, OTHER)
    with pytest.raises(NotOpen, match="do not fit"):
        door.join("nora", invitation.code, OTHER)


def test_keys_posted_without_the_code_are_not_admitted(office: Office) -> None:
    door, staff = OfficeDoor(office.places), office.manager.staff
    mine = staff.invite("nora", Role.MANAGER, StaffCard(name="Nora New"), BEGINS)
    door.join("nora", mine.code, OTHER)
    theirs = staff.invite("mallory", Role.VOLUNTEER, StaffCard(name="Mallory"), BEGINS)
    door.join("mallory", theirs.code, OTHER)
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        reply, mac = connection.exec_driver_sql(
            "SELECT reply, reply_mac FROM invitation WHERE account_id = ?", (theirs.account_id.bytes,)
        ).one()
        forged = inv.Reply.from_bytes(reply)
        reply = inv.Reply(
            _invitation_id(connection, mine.account_id), mine.account_id, forged.hpke, forged.verify
        ).to_bytes()
        connection.exec_driver_sql(
            "UPDATE invitation SET reply = ?, reply_mac = ? WHERE account_id = ?", (reply, mac, mine.account_id.bytes)
        )
    engine.dispose()
    with pytest.raises(NotAllowed, match="do not fit its code"):
        staff.admit(mine.account_id)


def _invitation_id(connection: Connection, account: UUID) -> UUID:
    raw = connection.exec_driver_sql("SELECT id FROM invitation WHERE account_id = ?", (account.bytes,)).scalar_one()
    return UUID(bytes=raw)


def test_a_lost_passphrase_is_a_new_invitation_for_the_same_account(office: Office) -> None:
    door, staff = OfficeDoor(office.places), office.manager.staff
    omar = office.officer.me.id
    family = add_family(office.officer)
    renewal = staff.renew(omar)
    assert renewal.account_id == omar
    door.join("omar", renewal.code, OTHER)
    staff.admit(omar)
    session = door.sign_in("omar", OTHER)
    assert session.casework.case(family.case).officer_id == omar
    session.close()
    with pytest.raises(WrongPassphrase):
        door.sign_in("omar", PASSPHRASE)
    with pytest.raises(Problem):
        office.officer.casework.case(family.case)
    office.others += [office.sessions.pop("omar")]


def test_a_renewed_account_goes_on_with_the_old_passphrase_until_a_manager_has_admitted_the_new_keys(
    office: Office,
) -> None:
    door, staff = OfficeDoor(office.places), office.manager.staff
    omar = office.officer.me.id
    family = add_family(office.officer)
    door.join("omar", staff.renew(omar).code, OTHER)
    with pytest.raises(NotOpen, match="manager has to let you in"):
        door.sign_in("omar", OTHER)
    withdraw(office.officer, family.mother)  # the host key turns around the keys that wait, too
    session = office.sign_in("omar")
    assert session.casework.case(family.case).officer_id == omar
    session.note_lock()
    assert session.unlock(PASSPHRASE)
    staff.admit(omar)
    with pytest.raises(WrongPassphrase):
        office.sign_in("omar")
    office.others.append(door.sign_in("omar", OTHER))


def test_the_same_passphrase_again_opens_the_old_keys_until_the_new_ones_are_admitted(office: Office) -> None:
    omar = office.officer.me.id
    office.join("omar", office.manager.staff.renew(omar).code, PASSPHRASE)
    assert office.sign_in("omar").me.id == omar
    office.manager.staff.admit(omar)
    assert office.sign_in("omar").me.id == omar


def test_a_second_invitation_ends_the_first_with_the_keys_that_were_posted_for_it(office: Office) -> None:
    omar, staff = office.officer.me.id, office.manager.staff
    office.join("omar", staff.renew(omar).code, OTHER)
    count = office.ask("SELECT count(*) FROM bundle", keys=True)
    assert [one.id for one in staff.waiting()] == [omar]
    staff.renew(omar)
    assert staff.waiting() == ()
    assert office.ask("SELECT count(*) FROM bundle", keys=True) == count - 1
    with pytest.raises(WrongPassphrase):
        OfficeDoor(office.places).sign_in("omar", OTHER)


def test_a_passphrase_is_not_changed_over_keys_that_were_admitted_meanwhile(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    omar, staff = office.officer, office.manager.staff
    office.join("omar", staff.renew(omar.me.id).code, OTHER)
    opened = entry.open_bundle

    def admitted_meanwhile(*given: Any) -> Any:
        monkeypatch.undo()
        found = opened(*given)
        staff.admit(omar.me.id)
        return found

    monkeypatch.setattr(entry, "open_bundle", admitted_meanwhile)
    with pytest.raises(NotAllowed, match="changed from another place"):
        omar.staff.change_passphrase(PASSPHRASE, "marble kitchen tundra violin eagle")
    office.others.append(OfficeDoor(office.places).sign_in("omar", OTHER))


def test_a_planted_account_or_invitation_keeps_nobody_out(office: Office) -> None:
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        for row_id in (b"\x00", uuid4().bytes):
            connection.exec_driver_sql("INSERT INTO bundle VALUES (?, 'omar', x'00', x'00')", (row_id,))
            connection.exec_driver_sql(
                "INSERT INTO invitation VALUES (?, ?, x'', x'', x'', x'', x'', 'ANSWERED')", (row_id, row_id)
            )
    engine.dispose()
    office.is_damaged_on_purpose = True
    assert office.officer.me.sign_in == "omar"
    assert office.manager.staff.waiting() == ()


def test_a_closed_account_signs_in_no_more_and_an_open_session_of_it_writes_no_more(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    office.manager.staff.disable(session.me.id)
    with pytest.raises(WrongPassphrase):
        office.sign_in("omar")
    with pytest.raises(Problem):
        session.casework.case(family.case)
    assert office.manager.casework.case(family.case, COVERING).reference


def test_the_only_manager_cannot_be_closed(office: Office) -> None:
    with pytest.raises(NotAllowed, match="only manager"):
        office.manager.staff.disable(office.manager.me.id)


@pytest.mark.parametrize("who", ["officer", "volunteer"])
def test_only_a_manager_invites_admits_closes_and_changes_permissions(office: Office, who: str) -> None:
    session = getattr(office, who)
    for act in (
        lambda: session.staff.invite("x", Role.MANAGER, StaffCard(name="X"), BEGINS),
        lambda: session.staff.admit(session.me.id),
        lambda: session.staff.disable(office.manager.me.id),
        lambda: session.staff.set_permissions(session.me.id, frozenset(Permission)),
        lambda: session.staff.change_office(session.facts),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert [detail.act for detail in office.said()].count(Act.REFUSED) == 5


def test_a_sign_in_name_in_use_is_refused_in_any_letter_case(office: Office) -> None:
    with pytest.raises(NotAllowed, match="in use"):
        office.manager.staff.invite("OMAR", Role.OFFICER, StaffCard(name="Another"))


def test_changing_ones_passphrase_needs_the_old_one_and_keeps_the_keys(office: Office) -> None:
    session = office.officer
    with pytest.raises(WrongPassphrase):
        session.staff.change_passphrase("not it", OTHER)
    session.staff.change_passphrase(PASSPHRASE, OTHER)
    OfficeDoor(office.places).sign_in("omar", OTHER).close()
    with pytest.raises(WrongPassphrase):
        office.sign_in("omar")


def test_waiting_for_someone_who_never_asked_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        office.manager.staff.admit(office.officer.me.id)


def test_a_newcomer_who_writes_themselves_a_better_role_is_not_admitted(office: Office) -> None:
    """They know the code, so they can make every MAC anew; the manager's own seal over the offer catches it."""
    door, staff = OfficeDoor(office.places), office.manager.staff
    invitation = staff.invite("nora", Role.VOLUNTEER, StaffCard(name="Nora New"), BEGINS)
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        id_ = _invitation_id(connection, invitation.account_id)
        body = connection.exec_driver_sql("SELECT offer FROM invitation WHERE id = ?", (id_.bytes,)).scalar_one()
        better = body.replace(b'"role":"volunteer"', b'"role":"manager"')
        assert better != body
        connection.exec_driver_sql(
            "UPDATE invitation SET offer = ?, offer_mac = ? WHERE id = ?",
            (better, inv.offer_mac(office.manager.desk.office, id_, invitation.code, better), id_.bytes),
        )
    engine.dispose()
    door.join("nora", invitation.code, OTHER)
    with pytest.raises(NotAllowed, match="do not fit its code"):
        staff.admit(invitation.account_id)


def test_somebody_who_was_invited_and_never_came_gets_another_code_from_their_line(office: Office) -> None:
    first = office.manager.staff.invite("nora", Role.OFFICER, StaffCard(name="Nora New"), BEGINS)
    again = office.manager.staff.invite_again(first.account_id, "nora", Role.VOLUNTEER)
    assert again.account_id == first.account_id
    with pytest.raises(NotOpen):
        office.join("nora", first.code, PASSPHRASE)
    office.join("nora", again.code, PASSPHRASE)
    office.manager.staff.admit(again.account_id)
    assert office.sign_in("nora").me.role is Role.VOLUNTEER
    assert [one.card.name for one in office.manager.staff.colleagues()].count("Nora New") == 1
    with pytest.raises(NotFound):
        office.manager.staff.invite_again(again.account_id, "nora", Role.MANAGER)


def test_whoever_works_on_while_their_role_is_changed_is_told_to_sign_in_again(office: Office) -> None:
    omar = office.officer
    assert "ROLE_CHANGED" not in omar.casework.today().warnings
    office.manager.staff.set_role(omar.me.id, Role.VOLUNTEER)
    assert omar.casework.today().warnings == ("ROLE_CHANGED",)
    assert not omar.may("FIND")
    assert office.sign_in("omar").casework.today().warnings == ()
    office.manager.staff.set_role(omar.me.id, Role.MANAGER)
    assert "ROLE_CHANGED" in omar.casework.today().warnings
