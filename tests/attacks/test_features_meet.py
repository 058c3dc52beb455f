"""Where two features meet: a gate of one holds for what another one added."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from iass_tui.rules.access import AccessReason
from iass_tui.rules.records.casework import NoteBody, TaskBody
from iass_tui.rules.records.office import Act, Role, StaffCard
from iass_tui.services import kit as recovery, outbox
from iass_tui.services.acknowledging import Acknowledging
from iass_tui.services.note_search_views import SearchStep
from iass_tui.services.recovering import admit_recovered, open_for_recovery
from iass_tui.services.views import NotAllowed, OutboxFile
from tests.services.families import COVERING, FACTS, Family, add_family, add_person
from tests.services.offices import BEGINS, PASSPHRASE, Office, agree_to_all
from tests.services.test_duties import soon_sixteen
from tests.services.test_erasing import frozen_family, make_kit
from tests.services.test_second_person import one_manager, two_managers
from tests.services.test_sharing import ILLEGAL, facts

CONFLICT = ("OTHER_SIDE_NO_REASON_GIVEN",)


def closed(office: Office, family: Family) -> int:
    """Omar closes the case; its version then."""
    work = office.officer.casework
    work.close_case(family.case, work.case(family.case).version, closure="C01", outcomes=("O01",), words="Helped")
    return work.case(family.case).version


def test_the_pane_beside_today_asks_for_a_reason_where_whoever_has_the_case_has_a_conflict(office: Office) -> None:
    omar, family = office.officer, add_family(office.officer)
    assert omar.handover.glance(family.case) is not None
    omar.interests.say(family.mother, omar.me.id, "KNOWS")
    assert omar.handover.glance(family.case) is None
    with pytest.raises(NotAllowed):
        omar.handover.read(family.case)
    warning = omar.sides.warns_of_case(family.case)
    assert warning is not None
    omar.sides.give(warning, COVERING)
    assert omar.handover.glance(family.case) is not None


def test_a_case_that_is_opened_again_stays_with_nobody_who_has_a_conflict_since(office: Office) -> None:
    family = add_family(office.officer)
    version = closed(office, family)
    office.manager.interests.say(family.child, office.officer.me.id, "RELATIVE")
    office.manager.access.give((family.case,), COVERING)
    office.manager.casework.reopen_case(family.case, version, reason="They came back")
    assert office.ask('SELECT officer_id FROM "case"') == office.manager.me.id.bytes


def test_nobody_opens_a_case_again_whom_a_conflict_keeps_from_having_it(office: Office) -> None:
    family, olive = add_family(office.officer), office.colleague
    version = closed(office, family)
    office.manager.leaving.leave(office.officer.me.id, office.manager.me.id)
    olive.interests.say(family.child, olive.me.id, "RELATIVE")
    olive.access.give((family.case,), COVERING)
    warning = olive.sides.warns_of_case(family.case)
    assert warning is not None
    olive.sides.give(warning, COVERING)
    holder = office.ask('SELECT officer_id FROM "case"')
    with pytest.raises(NotAllowed) as refused:
        olive.casework.reopen_case(family.case, version, reason="They came back")
    assert refused.value.reasons == ("INTEREST_NOT_TO_THEM",)
    assert office.ask('SELECT officer_id FROM "case"') == holder


def test_taking_an_assignment_back_gives_nobody_a_case_whom_a_conflict_keeps_from_it(office: Office) -> None:
    omar, family = office.officer, add_family(office.officer)
    omar.casework.assign(family.case, 1, office.colleague.me.id)
    omar.interests.say(family.child, omar.me.id, "RELATIVE")
    with pytest.raises(NotAllowed) as refused:
        omar.casework.take_assignment_back(family.case)
    assert refused.value.reasons == ("INTEREST_NOT_TO_THEM",)


def test_shutting_a_colleague_out_gives_their_case_to_nobody_who_has_a_conflict(office: Office) -> None:
    family, olive = add_family(office.officer), office.colleague
    olive.interests.say(family.child, olive.me.id, "RELATIVE")
    with pytest.raises(NotAllowed) as refused:
        office.manager.restricting.place(family.case, frozenset({office.officer.me.id}), "A brother", olive.me.id)
    assert refused.value.reasons == ("INTEREST_NOT_TO_THEM",)
    assert office.ask('SELECT officer_id FROM "case"') == office.officer.me.id.bytes


@pytest.mark.parametrize("act", ["finish", "change", "put off"])
def test_a_birthday_of_a_case_that_went_to_a_colleague_writes_nothing_into_it(office: Office, act: str) -> None:
    family, omar = soon_sixteen(office), office.officer
    (task,) = omar.reviews.agenda().birthdays
    office.manager.access.give((family.case,), COVERING)
    office.manager.casework.assign(family.case, 1, office.colleague.me.id)
    acts = {
        "finish": lambda: omar.casework.finish_task(task.id, 1, "All done"),
        "change": lambda: omar.casework.change_task(task.id, 1, task.body, task.body),
        "put off": lambda: omar.putting_off.put_off(task.id, 1, omar.today_date() + timedelta(days=3), "Holidays"),
    }
    with pytest.raises(NotAllowed):
        acts[act]()
    assert office.ask("SELECT count(*) FROM task") == 0


def test_whoever_has_a_conflict_of_interest_is_no_second_person(office: Office) -> None:
    hannah, mona = two_managers(office)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    mona.interests.say(family.mother, mona.me.id, "RELATIVE")
    assert mona.me.id not in {one.account_id for one in hannah.erasures.look(family.child).seconds}
    with pytest.raises(NotAllowed) as refused:
        mona.erasures.erase(family.child)
    assert "ACCESS_CONFLICT_OF_INTEREST" in refused.value.reasons
    office.officer.erasures.erase(family.child)  # where no other manager counts


def test_p11_is_not_signed_off_by_whoever_has_a_conflict_of_interest(office: Office) -> None:
    hannah, mona = two_managers(office)
    made = add_family(office.officer)
    own = hannah.sharing.share(made.child, ILLEGAL, told="", exception=facts(hannah))
    mona.interests.say(made.child, mona.me.id, "RELATIVE")
    with pytest.raises(NotAllowed):
        mona.sharing.sign_off(own.sharing_id, "Agreed")
    office.officer.sharing.sign_off(own.sharing_id, "Agreed")


def test_saying_that_colleagues_have_a_conflict_does_not_make_a_manager_act_alone(office: Office) -> None:
    hannah, omar = one_manager(office)
    family = add_family(omar)
    for one in (omar, office.colleague):
        hannah.interests.say(family.child, one.me.id, "RELATIVE")
    own = hannah.sharing.share(family.child, ILLEGAL, told="", exception=facts(hannah))
    with pytest.raises(NotAllowed):
        hannah.sharing.sign_off(own.sharing_id, "Mine")


def test_an_account_that_the_only_manager_made_this_week_is_nobody_they_sign_off_for_alone(office: Office) -> None:
    hannah, omar = one_manager(office)
    made = add_family(omar)
    invitation = hannah.staff.invite("pat", Role.OFFICER, StaffCard(name="Pat Puppet"), BEGINS)
    office.join("pat", invitation.code, PASSPHRASE)
    hannah.staff.admit(invitation.account_id)
    pat = office.sign_in("pat")
    agree_to_all(pat)
    pat.access.give((made.case,), COVERING)
    theirs = pat.sharing.share(made.child, ILLEGAL, told="", exception=facts(pat))
    with pytest.raises(NotAllowed) as refused:
        hannah.sharing.sign_off(theirs.sharing_id, "Agreed")
    assert refused.value.reasons == (AccessReason.ACCOUNT_TOO_NEW,)
    office.clock.forward(days=15)
    hannah.sharing.sign_off(theirs.sharing_id, "Agreed")


def test_what_was_done_in_several_lines_is_whole_after_a_number_in_it_was_taken_out(office: Office) -> None:
    body = TaskBody(what="x", done_words="First line\nsecond line")
    assert body.with_reasons(body.reasons) == body


def test_that_two_records_are_two_people_says_whoever_imports_and_nobody_by_the_way(office: Office) -> None:
    family = add_family(office.officer)
    other = add_person(office.colleague)
    with pytest.raises(NotAllowed):
        office.colleague.imports.not_same(family.child, other)


def test_a_search_in_notes_shows_no_words_of_a_family_with_whom_there_is_a_conflict_before_somebody_says_why(
    office: Office,
) -> None:
    omar, family = office.officer, add_family(office.officer)
    omar.casework.add_note(family.case, NoteBody(text="The zebra crossing"))
    omar.interests.say(family.child, omar.me.id, "KNOWS")

    def words() -> list[bool]:
        found: list[SearchStep] = []
        omar.note_search.search("zebra", found.append, lambda: False)
        return [bool(hit.context) for step in found for hit in step.hits]

    assert words() == [False]
    warning = omar.sides.warns_of_case(family.case)
    assert warning is not None
    omar.sides.give(warning, COVERING)
    assert words() == [True]


def test_a_conflict_of_interest_is_in_the_copy_of_whom_it_is_about_and_does_not_name_the_colleague(
    office: Office,
) -> None:
    omar, family = office.officer, add_family(office.officer)
    office.manager.interests.say(family.child, office.colleague.me.id, "OTHER", "plays chess with the uncle")
    items = [one for one in omar.packs.offer(family.child, None).items if one.kind == "Conflict of interest"]
    assert [one.text for one in items] == ["plays chess with the uncle"]
    assert "Olive" not in str(items)
    assert str(office.colleague.me.id) not in str(items)


def test_looking_at_who_has_a_conflict_with_a_family_is_on_record(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.interests.say(family.child, office.officer.me.id, "KNOWS")
    office.colleague.interests.of(family.mother)
    said = office.said()[0]
    assert (said.act, said.subject_id, said.fields) == (Act.VIEW, family.mother, ("interests",))


def test_whom_two_recovery_sheets_bring_in_is_no_second_person_beside_whoever_made_the_kit(office: Office) -> None:
    hannah = office.manager
    sheets = hannah.kit.begin()
    for number, sheet in enumerate(sheets, 1):
        assert hannah.kit.check(number, sheet)
    hannah.kit.finish()
    office.clock.forward(days=100)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    files = open_for_recovery(office.places)
    desk = recovery.recovery_desk(files, recovery.open_kit(files, {1: sheets[0], 2: sheets[1]}))
    invitation = recovery.invite_manager(desk, "mona")
    office.join("mona", invitation.code, PASSPHRASE)
    admit_recovered(desk, invitation.account_id, "Mona Manager")
    files.close()
    mona = office.sign_in("mona")
    agree_to_all(mona)
    make_kit(office)
    with pytest.raises(NotAllowed) as refused:
        mona.erasures.erase(family.child)
    assert refused.value.reasons == (AccessReason.ACCOUNT_TOO_NEW,)
    office.clock.forward(days=15)
    mona.erasures.erase(family.child)


def test_an_erasure_that_somebody_stops_between_look_and_act_leaves_no_letter_that_says_it_was_done(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    hannah, mona = two_managers(office)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    before, decided = outbox.waiting(mona), Acknowledging.decided

    def and_meanwhile(self: Acknowledging, *said: Any) -> OutboxFile:
        made = decided(self, *said)
        hannah.erasures.take_back(family.child)
        return made

    monkeypatch.setattr(Acknowledging, "decided", and_meanwhile)
    with pytest.raises(NotAllowed):
        mona.erasures.erase(family.child)
    assert outbox.waiting(mona) == before
    assert hannah.people.person(family.child).is_frozen


def test_the_gate_tells_a_volunteer_neither_whose_case_it_is_nor_its_number(office: Office) -> None:
    family = add_family(office.officer)
    assert office.volunteer.access.asks(family.case) is None
    assert office.volunteer.access.asks_for_person(family.child) is None
    assert office.colleague.access.asks(family.case) is not None


def test_a_task_in_a_colleagues_case_is_not_put_off_by_whoever_has_not_said_why(office: Office) -> None:
    omar, olive, family = office.officer, office.colleague, add_family(office.officer)
    task = omar.casework.add_task(family.case, TaskBody(what="Ring", due_on=omar.today_date()), None)
    until = omar.today_date() + timedelta(days=3)
    with pytest.raises(NotAllowed):
        olive.putting_off.put_off(task, 1, until, "Holidays")
    olive.access.give((family.case,), COVERING)
    olive.putting_off.put_off(task, 1, until, "Holidays")


def test_a_case_that_a_join_brings_to_somebody_with_a_conflict_is_said(office: Office) -> None:
    omar = office.officer
    one, two = add_person(omar), add_person(omar)
    case = omar.casework.open_case(one, FACTS)
    office.manager.interests.say(two, omar.me.id, "RELATIVE")
    manager = office.manager
    manager.access.give((case,), COVERING)
    manager.joining.join(manager.joining.compare(one, two), {}, {})
    assert omar.sides.warns_of_case(case) is not None
    with pytest.raises(NotAllowed):
        omar.casework.case(case)


def test_no_task_is_given_or_given_back_to_somebody_who_is_shut_out_by_now(office: Office) -> None:
    family, omar, hannah = soon_sixteen(office), office.officer, office.manager
    task = omar.casework.add_task(family.case, TaskBody(what="Ring"), omar.me.id)
    hannah.team.give_task(task, office.colleague.me.id)
    hannah.restricting.place(family.case, frozenset({omar.me.id}), "A brother", office.colleague.me.id)
    for act in (lambda: hannah.team.take_task_back(task), lambda: hannah.team.give_task(task, omar.me.id)):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.reasons == ("SHUT_OUT",)
    assert office.ask("SELECT owner_id FROM task") == office.colleague.me.id.bytes
