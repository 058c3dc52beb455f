"""Where records that are shut, joined, told and written to in one go could tell what each alone does not."""

import dataclasses
from uuid import UUID

import pytest

from db import outbox_store
from db.addresses import file_kind
from db.restricted_store import KINDS
from iass_tui.rules.joining import JoinReason
from iass_tui.rules.joint import JointReason
from iass_tui.rules.policy_telling import Completion
from iass_tui.rules.records.consents import Purpose
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, Problem
from tests.attacks.test_joining import AGAIN, join, two_records
from tests.attacks.test_restricted import restrict
from tests.attacks.test_rotation import Cell, Kept, cells
from tests.services.families import COVERING, Family, add_family, add_person
from tests.services.first_contacts import CANARY
from tests.services.offices import Office
from tests.services.test_joint_contacts import RANG, TALK, add_brother
from tests.services.test_keeping_in_touch import willing
from tests.services.test_letters import send, wish
from tests.services.test_policy import issued
from tests.services.test_sharing import agree


def about_people(found: set[Cell]) -> list[Cell]:
    """The cells that are about somebody, or a case: of tables whose keys a circle takes over."""
    return sorted((one for one in found if one[0] != "audit" and file_kind(one[0]).kind in KINDS), key=str)


def shut(office: Office, subject: UUID) -> None:
    """Hannah shuts a record to Omar; what he has in it goes to Olive."""
    office.manager.restricting.place(subject, frozenset({office.officer.me.id}), "Their own.", office.colleague.me.id)


def joined(office: Office) -> tuple[UUID, UUID]:
    """Two records of Omar's joined, with a case and a letter of each."""
    officer = office.officer
    kept, other = two_records(officer)
    for one in (kept, other):
        agree(officer, one)
        (case,) = officer.people.person(one).cases
        send(officer, wish(Family(one, one, case.id)), matter=CANARY)
    join(officer, kept, other)
    return kept, other


@pytest.mark.parametrize("by_the_former_record", [False, True])
def test_shutting_a_record_shuts_the_one_that_was_joined_to_it_too(office: Office, by_the_former_record: bool) -> None:
    kept, other = joined(office)
    mine = Kept.of(office.officer.desk)
    assert office.manager.restricting.preview(other).people == ("Aminah Hassan",)
    shut(office, other if by_the_former_record else kept)
    found = about_people(cells(office))
    assert mine.opened(office, found) == []
    assert Kept.of(office.officer.desk).opened(office, found) == []
    assert Kept.of(office.colleague.desk).opened(office, found) != []
    for one in (kept, other):
        with pytest.raises(Problem):
            office.officer.people.person(one)
        assert office.officer.letters.of(one) == ()
    office.officer.directory.load()
    assert office.officer.directory.search("Aminah") == []
    assert office.manager.people.person(other).id == kept


def say_why(session: OfficeSession, person: UUID) -> None:
    """Of the colleague's cases that parting moves."""
    asked = session.access.asks_for_person(person)
    assert asked is not None
    session.access.give(asked.case_ids, COVERING)


def test_what_is_said_of_a_shut_record_by_its_former_one_only_its_circle_reads(office: Office) -> None:
    kept, other = joined(office)
    shut(office, kept)
    mine, before = Kept.of(office.officer.desk), cells(office)
    office.manager.people.person(other)
    office.manager.letters.of(other)
    say_why(office.manager, kept)
    office.manager.joining.part(other)
    assert mine.opened(office, [one for one in cells(office) - before if one[0] == "audit"]) == []


def test_a_joined_pair_is_taken_apart_inside_its_circle_and_both_stay_shut(office: Office) -> None:
    kept, other = joined(office)
    shut(office, kept)
    say_why(office.manager, kept)
    office.manager.joining.part(other)
    view = office.manager.people.person(other)
    office.manager.people.change_card(other, view.version, view.card, dataclasses.replace(view.card, known_as="Minah"))
    found = about_people(cells(office))
    assert Kept.of(office.officer.desk).opened(office, found) == []
    for one in (kept, other):
        assert office.manager.restricting.standing(one) is not None
        with pytest.raises(Problem):
            office.officer.people.person(one)
    office.manager.restricting.lift(kept, "Nobody of theirs works here any more.")
    assert {office.officer.people.person(one).id for one in (kept, other)} == {kept, other}
    assert office.manager.restricting.standing(other) is None


def test_a_shut_record_is_joined_with_none(office: Office) -> None:
    officer = office.officer
    made, again = add_family(officer), add_person(officer, AGAIN)
    restrict(office, made)
    office.manager.casework.case(made.case, COVERING)
    for kept, other in ((made.child, again), (again, made.child)):
        offer = office.manager.joining.compare(kept, other)
        assert JoinReason.RESTRICTED in offer.reasons
        with pytest.raises(NotAllowed):
            office.manager.joining.join(offer, {}, {})
        with pytest.raises(Problem):
            officer.joining.compare(kept, other)


def siblings(office: Office) -> tuple[Family, UUID]:
    """Amina's record shut to Omar, her brother's open; her brother's case."""
    made = add_family(office.officer)
    _, case = add_brother(office.officer, made)
    shut(office, made.case)
    return made, case


def test_no_contact_is_written_into_a_shut_and_an_open_record_at_once_by_anybody(office: Office) -> None:
    made, his = siblings(office)
    for session, here, there in (
        (office.officer, his, made.case),
        (office.colleague, his, made.case),
        (office.colleague, made.case, his),
    ):
        if session is office.colleague:
            session.casework.case(here, COVERING)
        assert session.casework.sibling_cases(here) == ()
        with pytest.raises(NotAllowed) as no:
            session.casework.add_contact(here, TALK, also=(there,))
        assert JointReason.NOT_THEIRS in no.value.reasons
        with pytest.raises(NotAllowed):
            session.casework.add_note(here, RANG, also=(there,))
    assert office.ask("SELECT count(*) FROM contact") == 0


def test_a_note_that_stood_in_both_is_corrected_in_the_shut_record_alone(office: Office) -> None:
    """What comes after is for the circle: the open part stays as it was."""
    olive = office.colleague
    made = add_family(olive)
    _, his = add_brother(olive, made)
    note_id = olive.casework.add_note(made.case, RANG, also=(his,))
    shut(office, made.case)
    before = cells(office)
    olive.casework.correct_note(note_id, dataclasses.replace(RANG, text=CANARY))
    assert CANARY in repr(olive.casework.case(made.case).notes)
    assert CANARY not in repr(office.officer.casework.case(his, COVERING).notes)
    assert Kept.of(office.officer.desk).opened(office, about_people(cells(office) - before)) == []


def test_a_policy_issued_over_a_shut_record_tells_whoever_is_outside_nothing_and_adds_up_for_everybody(
    office: Office,
) -> None:
    made, his = siblings(office)
    policy_id = issued(office.manager)
    for session in (office.manager, office.officer, office.colleague):
        assert session.policy.issuing(policy_id).figure == Completion(2, 0, 2, 0, 0, 0)
        assert session.policy.register().told[policy_id] == Completion(2, 0, 2, 0, 0, 0)
    assert [one.case_id for one in office.officer.policy.issuing(policy_id).families] == [his]
    assert {one.case_id for one in office.manager.policy.issuing(policy_id).families} == {made.case, his}
    assert [one.case_id for one in _policy_tasks(office.officer)] == [his]
    assert [one.case_id for one in _policy_tasks(office.colleague)] == [made.case]
    with pytest.raises(Problem):
        office.officer.policy.telling(made.case)


def _policy_tasks(session: OfficeSession) -> list:  # type: ignore[type-arg]
    today = session.casework.today()
    every = (*today.overdue, *today.today, *today.this_week, *today.later)
    return [one for one in every if one.body.policy_id]


def test_shutting_a_record_after_a_policy_was_issued_carries_its_line_and_its_task_along(office: Office) -> None:
    made = add_family(office.officer)
    policy_id = issued(office.manager)
    mine = Kept.of(office.officer.desk)
    shut(office, made.case)
    assert mine.opened(office, about_people(cells(office))) == []
    assert _policy_tasks(office.officer) == []
    assert [one.case_id for one in _policy_tasks(office.colleague)] == [made.case]
    assert office.manager.policy.issuing(policy_id).figure.left == 1


@pytest.mark.parametrize("shut_first", [False, True])
def test_no_passphrase_of_a_list_on_which_somebody_shut_stands_lies_under_a_key_that_whoever_is_outside_holds(
    office: Office, shut_first: bool
) -> None:
    mother = willing(office)
    if shut_first:
        shut(office, mother)
    made = office.manager.keeping_in_touch.export(Purpose.MKT_EMAIL)
    if not shut_first:
        shut(office, mother)
    assert made.passphrase
    kept = [one.note.passphrase for one in outbox_store.entries(office.officer.desk)]
    assert kept == ([""] if shut_first else [])
    assert [(one.passphrase, one.is_mine) for one in office.manager.packs.outbox()] == [("", True)] * shut_first
    other = willing(office)
    office.officer.keeping_in_touch.stop(other, Purpose.MKT_EMAIL, method="VERBAL")
    assert office.manager.packs.outbox() == ()
