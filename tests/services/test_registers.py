"""The office's registers (P7, P35, P36, P58) and the agencies' mailing list (P68)."""

from __future__ import annotations

import pytest

from db import governance_store
from iass_tui.rules.records.agencies import AgencyCard
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.registers import Register, RegisterLine
from iass_tui.rules.registers.history import history
from iass_tui.services.views import NotAllowed, Problem
from iass_tui.vault.keyring import CompartmentClosed
from tests.services.offices import LONG_COURSE, Office

HOSTILE = '[/] \u202eevil 👩‍👩‍👧 #read("/etc/passwd") ' + "L" * 5_000
CONTROL = {"name": HOSTILE, "stands": "MET", "review": "2027-01-01"}


@pytest.mark.parametrize("register", [one for one in Register if one not in (Register.REACH, Register.PLAN)])
def test_an_office_begins_with_lines_for_the_manager_to_confirm(office: Office, register: Register) -> None:
    assert office.manager.registers.page(register).lines


@pytest.mark.parametrize("register", Register)
def test_only_a_manager_reads_or_changes_a_register_and_only_theirs_keys_open_it(
    office: Office, register: Register
) -> None:
    for session in (office.officer, office.volunteer):
        with pytest.raises(NotAllowed):
            session.registers.page(register)
        with pytest.raises(NotAllowed):
            session.registers.add(register, {"name": "x"})
    office.manager.registers.begin()
    with office.officer.desk.read() as connection, pytest.raises(CompartmentClosed):
        governance_store.lines(office.officer.desk, connection, Register.CONTROLS)


def test_a_line_is_added_changed_and_taken_back_and_never_deleted(office: Office) -> None:
    registers = office.manager.registers
    added = registers.add(Register.CONTROLS, CONTROL)
    line = registers.line(Register.CONTROLS, added)
    registers.change(Register.CONTROLS, added, line.version, {**CONTROL, "stands": "PARTLY"})
    assert office.said()[0].fields == ("CONTROLS", "stands")
    with pytest.raises(Problem, match="Someone else changed"):
        registers.change(Register.CONTROLS, added, line.version, CONTROL)
    registers.take_back(Register.CONTROLS, added, line.version + 1, "twice in the list")
    view = registers.page(Register.CONTROLS)
    assert added not in {one.id for one in view.lines}
    assert [one.body.taken_back for one in view.taken_back] == ["twice in the list"]
    assert office.said()[1].reasons == ("TAKEN_BACK",)


def test_what_stood_in_a_line_before_is_kept_with_by_whom_and_when(office: Office) -> None:
    registers = office.manager.registers
    added = registers.add(Register.CONTROLS, CONTROL)
    office.clock.forward(days=1)
    registers.change(Register.CONTROLS, added, 1, {**CONTROL, "stands": "PARTLY", "keeper": "Omar"})
    registers.change(Register.CONTROLS, added, 2, {**CONTROL, "stands": "PARTLY", "keeper": "Omar"})  # nothing changed
    office.clock.forward(days=1)
    registers.take_back(Register.CONTROLS, added, 3, "twice in the list")
    (line,) = registers.page(Register.CONTROLS).taken_back
    gone, changed, first = history(line.body)
    assert (gone.taken_back, gone.fields, gone.at.date().isoformat()) == ("twice in the list", (), "2026-11-25")
    assert changed.fields == (("keeper", "", "Omar"), ("stands", "MET", "PARTLY"))
    assert {key for key, _, after in first.fields if after} == set(CONTROL)
    assert ("stands", "", "MET") in first.fields
    assert {one.by for one in (gone, changed, first)} == {office.manager.me.id}
    assert registers.page(Register.CONTROLS).names == {office.manager.me.id: "Hannah Manager"}


def test_a_line_of_an_earlier_program_has_the_history_from_its_next_change_on(office: Office) -> None:
    registers, desk = office.manager.registers, office.manager.desk
    with desk.unit("management") as unit:
        (added,) = governance_store.add_lines(desk, unit, Register.CONTROLS, [RegisterLine(values=dict(CONTROL))])
        unit.say(AuditDetail(act=Act.CREATE, subject="register"))
    assert history(registers.line(Register.CONTROLS, added).body) == ()
    registers.change(Register.CONTROLS, added, 1, {**CONTROL, "stands": "NOT_MET"})
    (only,) = history(registers.line(Register.CONTROLS, added).body)
    assert (only.fields, only.is_first) == ((("stands", "MET", "NOT_MET"),), False)


def test_what_is_missing_or_no_day_is_refused_and_on_record(office: Office) -> None:
    with pytest.raises(NotAllowed) as told:
        office.manager.registers.add(Register.CONTROLS, {"name": "x", "stands": "GOOD", "review": "31/12"})
    assert told.value.reasons == ("STANDS_NOT_A_CHOICE", "REVIEW_NOT_A_DAY")
    assert office.said()[0].act is Act.REFUSED


def test_overdue_reviews_are_counted_for_the_manager_alone(office: Office) -> None:
    begun = office.manager.training.agenda().reviews
    assert begun == len(office.manager.registers.page(Register.CONTROLS).lines)
    office.manager.registers.add(Register.CONTROLS, {**CONTROL, "review": "2026-11-24"})
    assert office.manager.training.agenda().reviews == begun
    office.clock.forward(days=1)
    assert office.manager.training.agenda().reviews == begun + 1
    assert office.officer.training.agenda().reviews == 0


def test_who_holds_keys_stands_in_the_register_by_itself(office: Office) -> None:
    holders = {one.name: one for one in office.manager.registers.page(Register.REACH).holders}
    assert holders["Vera Volunteer"].compartments == ("office",)
    office.manager.staff.disable(office.volunteer.me.id)
    assert "Vera Volunteer" not in {one.name for one in office.manager.registers.page(Register.REACH).holders}


def test_the_last_course_without_which_nobody_works_cannot_go(office: Office) -> None:
    registers = office.manager.registers
    long, other = sorted(
        (one for one in registers.page(Register.COURSES).lines if one.body.value("kind") == "CONFIDENTIALITY"),
        key=lambda one: one.body.value("name") != LONG_COURSE,
    )
    registers.take_back(Register.COURSES, long.id, long.version, "no longer given")
    with pytest.raises(NotAllowed, match="Add another one first"):
        registers.take_back(Register.COURSES, other.id, other.version, "no longer given")
    with pytest.raises(NotAllowed, match="Add another one first"):
        registers.change(Register.COURSES, other.id, other.version, {**other.body.values, "kind": "LAW"})


@pytest.mark.parametrize("register", Register)
def test_every_register_prints_whatever_stands_in_it(office: Office, register: Register) -> None:
    if register is Register.CONTROLS:
        office.manager.registers.add(register, CONTROL)
    made = office.manager.registers.print(register, large_print=register is Register.REACH)
    assert made.size > 1_000
    assert made.passphrase


def test_the_mailing_list_holds_the_agencies_that_were_chosen(office: Office) -> None:
    registers = office.manager.registers
    with pytest.raises(NotAllowed, match="no agency yet"):
        registers.mailing_list()
    card = AgencyCard(code="LA_SEN", organisation="=SUM(A1) Council", address="1 High Street\nTown")
    agency = office.officer.agencies.add(card)
    registers.set_mailing(agency, 1, gets_policy=True)
    assert [one.card.gets_policy for one in registers.mailing()] == [True]
    assert registers.mailing_list().name.endswith(".xlsx")
    with pytest.raises(NotAllowed):
        office.officer.registers.set_mailing(agency, 2, gets_policy=False)
