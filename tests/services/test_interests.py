"""A conflict of interest warns whoever has it, keeps cases from them, and stays on record when it is over."""

import dataclasses
from pathlib import Path
from uuid import UUID

import pytest

from iass_tui.rules.case_access import Why, WhyOpened
from iass_tui.rules.importing import RepairKind
from iass_tui.rules.importing.verdicts import RowSaid
from iass_tui.rules.other_side import OtherSide
from iass_tui.rules.records.casework import TaskBody
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import FamilyTie
from iass_tui.services.views import NotAllowed
from tests.services import sheets
from tests.services.families import CHILD, COVERING, FACTS, MOTHER, add_family, add_person
from tests.services.offices import Office
from tests.services.test_consent import withdraw
from tests.services.test_queue import family as queued_family, read, send


def test_whoever_declares_one_says_why_before_the_records_open_even_their_own_case(office: Office) -> None:
    officer, family = office.officer, add_family(office.officer)
    held = officer.interests.say(family.mother, officer.me.id, "KNOWS", "a neighbour")
    assert [one.id for one in held] == [family.case]
    assert office.said()[0].fields == ("interests",)
    assert office.said()[0].reasons == ("KNOWS",)  # never the words
    for look in (lambda: officer.people.person(family.child), lambda: officer.casework.case(family.case)):
        with pytest.raises(NotAllowed) as refused:
            look()
        assert refused.value.reasons == ("OTHER_SIDE_NO_REASON_GIVEN",)
    warning = officer.sides.warns_of_case(family.case)
    assert warning is not None
    assert warning.why == (OtherSide.OWN_CONFLICT,)
    officer.sides.give(warning, Why(WhyOpened.OTHER, "handing it over"))
    view = officer.casework.case(family.case)
    assert office.said()[0].reasons == ("OWN_CONFLICT", "OTHER", "handing it over")
    assert [(one.colleague_id, one.person_id, one.words) for one in view.person.interests] == [
        (officer.me.id, family.mother, "a neighbour")
    ]


def test_a_colleague_sees_it_and_is_asked_nothing(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.interests.say(family.child, office.officer.me.id, "RELATIVE")
    assert office.colleague.sides.warns(family.child) is None
    view = office.colleague.people.person(family.mother)
    assert [one.kind for one in view.interests] == ["RELATIVE"]


def test_a_case_goes_to_nobody_who_has_one_and_none_is_opened_by_them(office: Office) -> None:
    officer, colleague, family = office.officer, office.colleague, add_family(office.officer)
    colleague.interests.say(family.mother, colleague.me.id, "WORKS_FOR")
    version = officer.casework.case(family.case).version
    with pytest.raises(NotAllowed) as refused:
        officer.casework.assign(family.case, version, colleague.me.id)
    assert refused.value.reasons == ("INTEREST_NOT_TO_THEM",)
    assert office.said()[0].act is Act.REFUSED
    with pytest.raises(NotAllowed) as refused:
        colleague.casework.open_case(family.child, FACTS)
    assert refused.value.reasons == ("INTEREST_NOT_TO_THEM",)
    officer.casework.assign(family.case, version, office.manager.me.id)  # anybody else


def test_of_a_colleague_a_manager_records_it_and_ends_it_and_it_stays_on_record(office: Office) -> None:
    officer, colleague, manager = office.officer, office.colleague, office.manager
    family = add_family(officer)
    with pytest.raises(NotAllowed) as refused:
        officer.interests.say(family.child, colleague.me.id, "OTHER_SIDE")
    assert refused.value.reasons == ("INTEREST_NOT_YOURS_TO_SAY",)
    manager.interests.say(family.child, colleague.me.id, "OTHER_SIDE")
    with pytest.raises(NotAllowed):
        colleague.people.person(family.child)
    with pytest.raises(NotAllowed):
        colleague.interests.end(family.child, colleague.me.id, "it is nothing")
    manager.interests.end(family.child, colleague.me.id, "the separation is over")
    assert colleague.people.person(family.child).interests == ()
    kept = officer.people.person(family.child).card.interests
    assert [(one.kind, one.ended_words) for one in kept] == [("OTHER_SIDE", "the separation is over")]


def test_changing_a_card_leaves_it_alone_and_joining_keeps_it_of_both_records(office: Office) -> None:
    officer, colleague = office.officer, office.colleague
    one, two = add_person(officer), add_person(officer)
    colleague.interests.say(one, colleague.me.id, "KNOWS")
    officer.interests.say(two, officer.me.id, "KNOWS")
    warning = officer.sides.warns(two)
    assert warning is not None
    officer.sides.give(warning, COVERING)
    view = officer.people.person(one)
    officer.people.change_card(one, view.version, view.card, dataclasses.replace(CHILD, known_as="Minnie"))
    assert len(officer.people.person(one).card.interests) == 1
    officer.joining.join(officer.joining.compare(one, two), {}, {})
    assert {each.colleague_id for each in office.manager.people.person(one).card.interests} == {
        officer.me.id,
        colleague.me.id,
    }
    with pytest.raises(NotAllowed) as refused:  # it is their family now: asked anew before anything moves back
        officer.joining.part(two)
    assert refused.value.reasons == ("OTHER_SIDE_NO_REASON_GIVEN",)
    warning = officer.sides.warns(one)
    assert warning is not None
    officer.sides.give(warning, COVERING)
    officer.joining.part(two)
    assert [each.colleague_id for each in office.manager.people.person(one).card.interests] == [colleague.me.id]


def closed(office: Office, case: UUID) -> int:
    """Omar closes his case; its version then."""
    work = office.officer.casework
    work.close_case(case, work.case(case).version, closure="COMPLETE", outcomes=["OC01"], words="Done.")
    return office.manager.casework.case(case, COVERING).version


def test_a_case_opened_again_stays_with_nobody_who_has_one(office: Office) -> None:
    officer, manager, colleague = office.officer, office.manager, office.colleague
    family = add_family(officer)
    version = closed(office, family.case)
    manager.interests.say(family.mother, officer.me.id, "RELATIVE")
    manager.interests.say(family.mother, colleague.me.id, "KNOWS")
    warning = colleague.sides.warns(family.child)
    assert warning is not None
    colleague.sides.give(warning, COVERING)
    colleague.access.give((family.case,), COVERING)
    with pytest.raises(NotAllowed) as refused:
        colleague.casework.reopen_case(family.case, version, reason="They rang")
    assert refused.value.reasons == ("INTEREST_NOT_TO_THEM",)
    manager.casework.reopen_case(family.case, version, reason="They rang")
    assert manager.casework.case(family.case).officer == manager.me.card.name


def test_a_case_is_not_taken_back_for_somebody_who_said_meanwhile_that_they_have_one(office: Office) -> None:
    officer, family = office.officer, add_family(office.officer)
    officer.casework.assign(family.case, officer.casework.case(family.case).version, office.colleague.me.id)
    officer.interests.say(family.child, officer.me.id, "KNOWS")
    with pytest.raises(NotAllowed) as refused:
        officer.casework.take_assignment_back(family.case)
    assert refused.value.reasons == ("INTEREST_NOT_TO_THEM",)


def test_what_a_leaver_had_goes_to_nobody_where_the_manager_has_one_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, manager, family = office.officer, office.manager, add_family(office.officer)
    manager.interests.say(family.mother, manager.me.id, "KNOWS")
    with pytest.raises(NotAllowed) as refused:
        manager.leaving.leave(officer.me.id, manager.me.id)
    assert refused.value.reasons == ("INTEREST_NOT_TO_THEM",)
    monkeypatch.setattr(manager.leaving, "_check", lambda *_: None)  # as if it were said a moment after the look
    manager.leaving.leave(officer.me.id, manager.me.id)
    assert office.ask("""SELECT count(*) FROM "case" WHERE officer_id IS NOT NULL""") == 0


def test_a_restricted_record_is_taken_by_nobody_who_has_one(office: Office) -> None:
    officer, colleague, manager = office.officer, office.colleague, office.manager
    family = add_family(officer)
    colleague.interests.say(family.mother, colleague.me.id, "KNOWS")
    with pytest.raises(NotAllowed) as refused:
        manager.restricting.place(family.case, frozenset({officer.me.id}), "A brother of the father", colleague.me.id)
    assert refused.value.reasons == ("INTEREST_NOT_TO_THEM",)
    manager.restricting.place(family.case, frozenset({officer.me.id}), "A brother of the father", manager.me.id)


def test_what_waits_in_the_queue_is_joined_to_no_family_by_whoever_has_one_with_it(office: Office) -> None:
    child, mother = queued_family(office)
    office.officer.interests.say(mother, office.officer.me.id, "KNOWS")
    intake = send(office)
    with pytest.raises(NotAllowed) as refused:
        office.officer.queue.join(intake, read(office, intake).version, child)
    assert refused.value.reasons == ("INTEREST_NOT_TO_THEM",)


def test_a_task_goes_to_nobody_who_has_one(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.add_task(family.case, TaskBody(what="ring the school"), office.officer.me.id)
    office.colleague.interests.say(family.mother, office.colleague.me.id, "KNOWS")
    task = office.officer.casework.case(family.case).tasks[0]
    with pytest.raises(NotAllowed) as refused:
        office.manager.team.give_task(task.id, office.colleague.me.id)
    assert refused.value.reasons == ("INTEREST_NOT_TO_THEM",)


def test_an_imported_case_goes_to_nobody_who_has_one_with_whom_its_child_is_like(
    office: Office, tmp_path: Path
) -> None:
    rows = [
        {**row, "Case worker": "omar", "Status": "Open", "Date closed": "", "Outcome": ""} for row in sheets.rows(3)
    ]
    manager, officer = office.manager, office.officer
    manager.imports.open(sheets.write_xlsx(tmp_path / "first.xlsx", rows[:1]))
    manager.imports.look()
    manager.imports.run()
    (held,) = officer.casework.my_cases()
    manager.interests.say(held.person_id, officer.me.id, "KNOWS")
    manager.imports.open(sheets.write_xlsx(tmp_path / "again.xlsx", rows))
    report = manager.imports.look(with_duplicates=True)
    repaired = [[one.kind for one in row.repairs if one.column == "officer"] for row in report.decisions]
    assert repaired == [[RepairKind.NOT_TO_THEM], [], []]
    assert manager.imports.run().kept_from == 1
    assert office.ask("""SELECT count(*) FROM "case" WHERE officer_id IS NULL""") == 1


def test_an_imported_case_is_kept_from_whoever_declared_one_after_the_rows_were_looked_at(
    office: Office, tmp_path: Path
) -> None:
    """And from whoever has one with the person whom somebody said a child to be, likely or not."""
    row = {**sheets.rows(1)[0], "Case worker": "omar", "Status": "Open", "Date closed": "", "Outcome": ""}
    manager, officer = office.manager, office.officer
    manager.imports.open(sheets.write_xlsx(tmp_path / "first.xlsx", [row]))
    manager.imports.look()
    manager.imports.run()
    (held,) = officer.casework.my_cases()
    manager.imports.open(sheets.write_xlsx(tmp_path / "again.xlsx", [{**row, "DOB": "3/3/2012"}]))
    (number,) = manager.imports.look().lookalikes
    assert not manager.imports.say(number, RowSaid.SAME).decisions[0].repairs
    manager.interests.say(held.person_id, officer.me.id, "KNOWS")
    assert RepairKind.NOT_TO_THEM in {
        one.kind for one in manager.imports.say(number, RowSaid.SAME).decisions[0].repairs
    }
    manager.imports.look()
    manager.imports.say(number, RowSaid.ELSE)
    assert manager.imports.run().kept_from == 0
    manager.imports.open(sheets.write_xlsx(tmp_path / "third.xlsx", [row]))
    manager.interests.end(held.person_id, officer.me.id, "A mistake")
    manager.imports.look(with_duplicates=True)
    manager.interests.say(held.person_id, officer.me.id, "KNOWS")
    assert manager.imports.run().kept_from == 1


@pytest.mark.parametrize("said", [("upper", "lower"), ("lower", "upper"), ("upper",)])
def test_every_row_of_an_imported_child_is_kept_from_whoever_has_one_with_whom_another_row_names(
    office: Office, tmp_path: Path, said: tuple[str, ...]
) -> None:
    row = {**sheets.rows(1)[0], "Case worker": "omar", "Status": "Open", "Date closed": "", "Outcome": ""}
    manager, officer = office.manager, office.officer
    manager.imports.open(sheets.write_xlsx(tmp_path / "first.xlsx", [row]))
    manager.imports.look()
    manager.imports.run()
    (held,) = officer.casework.my_cases()
    manager.interests.say(held.person_id, officer.me.id, "KNOWS")
    manager.imports.open(sheets.write_xlsx(tmp_path / "again.xlsx", [{**row, "DOB": "3/3/2012"}] * 2))
    rows = dict(zip(("upper", "lower"), manager.imports.look(with_duplicates=True).lookalikes, strict=True))
    for one in said:
        manager.imports.say(rows[one], RowSaid.SAME)
    assert manager.imports.run().kept_from == 2
    assert [one.person_id for one in officer.casework.my_cases()] == [held.person_id]


def test_one_recorded_on_a_child_reaches_their_brothers_and_sisters(office: Office) -> None:
    officer, colleague, family = office.officer, office.colleague, add_family(office.officer)
    sister = add_person(officer)
    officer.people.link(sister, family.mother, FamilyTie(relation="MOT", responsibility="YES"))
    case = officer.casework.open_case(sister, FACTS)
    colleague.interests.say(family.child, colleague.me.id, "KNOWS")
    with pytest.raises(NotAllowed) as refused:
        officer.casework.assign(case, officer.casework.case(case).version, colleague.me.id)
    assert refused.value.reasons == ("INTEREST_NOT_TO_THEM",)
    assert [one.person_id for one in officer.people.person(sister).interests] == [family.child]
    warning = colleague.sides.warns(sister)
    assert warning is not None
    assert warning.why == (OtherSide.OWN_CONFLICT,)


def test_a_shared_social_worker_makes_nobody_brothers(office: Office) -> None:
    officer, colleague, family = office.officer, office.colleague, add_family(office.officer)
    other, worker = add_person(officer), add_person(officer, MOTHER)
    for child in (family.child, other):
        officer.people.link(child, worker, FamilyTie(relation="SOCW"))
    colleague.interests.say(family.child, colleague.me.id, "KNOWS")
    assert colleague.sides.warns(other) is None


def test_joining_says_whose_cases_come_to_a_family_with_which_they_have_one(office: Office) -> None:
    officer, colleague = office.officer, office.colleague
    family, twin = add_family(officer), add_person(office.officer)
    colleague.interests.say(twin, colleague.me.id, "KNOWS")
    offer = officer.joining.compare(twin, family.child)
    assert offer.held == ()
    officer.joining.join(offer, {}, {})
    officer.joining.part(family.child)
    manager = office.manager
    manager.interests.say(twin, officer.me.id, "RELATIVE")
    manager.access.give((family.case,), COVERING)
    held = manager.joining.compare(twin, family.child).held
    assert [(one.id, one.officer_id, one.officer) for one in held] == [
        (family.case, officer.me.id, officer.me.card.name)
    ]


def test_a_join_asks_again_what_comparing_asked(office: Office) -> None:
    officer, manager = office.officer, office.manager
    family, twin = add_family(officer), add_person(officer)
    offer = officer.joining.compare(twin, family.child)
    with pytest.raises(NotAllowed) as refused:
        manager.joining.join(offer, {}, {})  # whose page it was has said why; this manager has not
    assert refused.value.reasons == ("CASE_ACCESS_NO_REASON_GIVEN",)
    officer.joining.join(offer, {}, {})
    with pytest.raises(NotAllowed) as refused:
        manager.joining.part(family.child)
    assert refused.value.reasons == ("CASE_ACCESS_NO_REASON_GIVEN",)


def test_one_is_declared_on_a_frozen_record_too_and_nothing_else_of_it_changes(office: Office) -> None:
    officer, family = office.officer, add_family(office.officer)
    withdraw(officer, family.child, Purpose.SAVE_CASE)
    assert officer.people.person(family.child).is_frozen
    officer.interests.say(family.child, officer.me.id, "KNOWS")
    assert [one.colleague_id for one in officer.interests.of(family.child)] == [officer.me.id]
    office.manager.interests.end(family.child, officer.me.id, "They never met")
    assert office.manager.people.person(family.child).is_frozen


def test_comparing_two_records_and_listing_doubles_ask_why_first(office: Office) -> None:
    officer, one, two = office.officer, add_person(office.officer), add_person(office.officer)
    officer.directory.load()
    officer.interests.say(two, officer.me.id, "KNOWS")
    for act in (lambda: officer.joining.compare(one, two), lambda: officer.lookalikes.of_person(two)):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.reasons == ("OTHER_SIDE_NO_REASON_GIVEN",)
    warning = officer.sides.warns(two)
    assert warning is not None
    officer.sides.give(warning, COVERING)
    officer.joining.compare(one, two)
    assert office.said()[0].reasons == ("OWN_CONFLICT", "COVERING")
