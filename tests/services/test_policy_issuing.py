"""A new version is issued: every active family ends accounted for; who else is told; the log of what was asked."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from uuid import UUID

import pytest

from iass_tui.rules.people import PersonState
from iass_tui.rules.policy_telling import Completion, Standing, TellingReason
from iass_tui.rules.records.agencies import AgencyCard
from iass_tui.rules.records.casework import TaskStatus
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.office import Role, StaffCard
from iass_tui.rules.records.people import Address, ContactDetails, FamilyTie, PersonCard
from iass_tui.rules.records.policies import (
    AskedBody,
    AskedKind,
    Asker,
    HowTold,
    NoticeKind,
    Reached,
)
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, Problem
from tests.services.families import CHILD, COVERING, DETAILS, FACTS, MOTHER, add_family, add_person, consent, set_state
from tests.services.offices import PASSPHRASE, Office, trained
from tests.services.test_erasing import make_kit
from tests.services.test_policy import approved, issued

TODAY = date(2026, 11, 23)
BY_POST = dataclasses.replace(DETAILS, addresses=(Address(lines=("1 High Street",), postcode="W1 1AA"),))


def issuing(office: Office, policy_id: UUID) -> Completion:
    """The figure, which must always add up."""
    figure = office.manager.policy.issuing(policy_id).figure
    assert figure.total == figure.told + figure.left + figure.closed + figure.withdrawn + figure.erased
    return figure


def newcomer(office: Office) -> OfficeSession:
    """An officer who was invited and signs in for the first time."""
    invitation = office.manager.staff.invite("nora", Role.OFFICER, StaffCard(name="Nora New"), trained(office.manager))
    office.join("nora", invitation.code, PASSPHRASE)
    office.manager.staff.admit(invitation.account_id)
    return office.sign_in("nora")


def close(office: Office, case_id: UUID) -> None:
    case = office.officer.casework.case(case_id)
    office.officer.casework.close_case(case_id, case.version, closure="COM", outcomes=["AGR"], words="Done")


def family(office: Office, contact: ContactDetails | None = None, card: PersonCard = MOTHER) -> tuple[UUID, UUID]:
    """A child with a parent who can be reached like this, and a case of Omar's."""
    session = office.officer
    child, parent = add_person(session, CHILD), add_person(session, card, contact=contact)
    session.people.link(child, parent, FamilyTie(relation="MOT", responsibility="YES"))
    return child, session.casework.open_case(child, FACTS)


def test_p69_every_active_family_gets_one_task_for_its_officer_and_those_of_nobody_come_to_the_manager(
    office: Office,
) -> None:
    made = add_family(office.officer)
    _, unowned = family(office)
    view = office.officer.casework.case(unowned)
    office.officer.casework.assign(unowned, view.version, None)
    _, closed = family(office)
    close(office, closed)
    frozen, _ = family(office)
    set_state(office.officer, frozen, PersonState.FROZEN)
    policy_id = approved(office.manager)
    offer = office.manager.policy.issue_offer(policy_id)
    assert (offer.families, offer.unowned, offer.without_consent, offer.colleagues) == (2, 1, 1, 4)
    office.manager.policy.issue(policy_id, office.manager.policy.version(policy_id).version)
    assert issuing(office, policy_id) == Completion(2, 0, 2, 0, 0, 0)

    def told(session: object) -> list[UUID]:
        today = session.casework.today()  # type: ignore[attr-defined]
        every = (*today.overdue, *today.today, *today.this_week, *today.later)
        return [one.case_id for one in every if one.body.policy_id == policy_id]

    assert told(office.officer) == [made.case]
    assert told(office.manager) == [unowned]
    assert told(office.colleague) == []
    (task,) = [one for one in office.officer.casework.case(made.case).tasks if one.body.policy_id]
    assert task.body.due_on == TODAY + timedelta(days=28)


def test_p70_telling_a_family_says_how_and_ends_the_task_and_only_that_ends_it(office: Office) -> None:
    made = add_family(office.officer)
    policy_id = issued(office.manager)
    (task,) = [one for one in office.officer.casework.case(made.case).tasks if one.body.policy_id]
    with pytest.raises(NotAllowed, match="how the family was told"):
        office.officer.casework.finish_task(task.id, task.version)
    office.officer.policy.tell(made.case, HowTold.BOTH, Reached.TALK, TODAY)
    (task,) = [one for one in office.officer.casework.case(made.case).tasks if one.body.policy_id]
    assert task.status is TaskStatus.DONE
    assert issuing(office, policy_id) == Completion(1, 1, 0, 0, 0, 0)
    (line,) = office.officer.policy.issuing(policy_id).families
    assert (line.standing, line.told.how, line.told.on) == (Standing.TOLD, HowTold.BOTH, TODAY)
    with pytest.raises(NotAllowed) as refused:
        office.officer.policy.tell(made.case, HowTold.COPY, Reached.TALK, TODAY)
    assert refused.value.reasons == (TellingReason.TOLD_ALREADY,)


def test_p69_a_family_that_left_no_way_to_be_reached_is_told_when_they_come(office: Office) -> None:
    _, silent = family(office)
    _, reached = family(office, contact=DETAILS)
    issued(office.manager)
    said = {one: office.officer.casework.case(one).tasks[0].body.what for one in (silent, reached)}
    assert said == {
        silent: "Policy 2: tell the family when they come: no contact details",
        reached: "Policy 2: tell the family",
    }


NO_POST = dataclasses.replace(MOTHER, safety=("NO_POST",))


@pytest.mark.parametrize(
    ("contact", "card", "ways"),
    [
        (None, MOTHER, (Reached.TALK,)),
        (DETAILS, MOTHER, (Reached.TALK, Reached.EMAIL, Reached.TEXT)),
        (BY_POST, MOTHER, (Reached.TALK, Reached.POST, Reached.EMAIL, Reached.TEXT)),
        (BY_POST, NO_POST, (Reached.TALK, Reached.EMAIL, Reached.TEXT)),
    ],
)
def test_p44_a_family_that_may_not_be_written_to_is_told_at_the_next_contact_and_never_by_letter(
    office: Office, contact: ContactDetails | None, card: PersonCard, ways: tuple[Reached, ...]
) -> None:
    _, case = family(office, contact, card)
    issued(office.manager)
    assert office.officer.policy.telling(case).ways == ways
    for reached in Reached:
        if reached not in ways:
            with pytest.raises(NotAllowed) as refused:
                office.officer.policy.tell(case, HowTold.COPY, reached, TODAY)
            assert refused.value.reasons == (TellingReason.NOT_THIS_WAY,)
    office.officer.policy.tell(case, HowTold.COPY, ways[-1], TODAY)


def test_p16_no_letter_goes_to_a_parent_whom_the_young_person_refuses(office: Office) -> None:
    made = add_family(office.officer)
    refusal = dataclasses.replace(
        consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=made.mother)), given_by=made.child
    )
    office.officer.consent.record(made.child, [refusal])
    issued(office.manager)
    assert office.officer.policy.telling(made.case).ways == (Reached.TALK,)


def test_whoever_withdraws_closes_or_is_erased_meanwhile_is_accounted_for(office: Office) -> None:
    told, closed, frozen, erased, left = (family(office) for _ in range(5))
    policy_id = issued(office.manager)
    office.officer.policy.tell(told[1], HowTold.LINK, Reached.TALK, TODAY)
    close(office, closed[1])
    for child, _ in (frozen, erased):
        office.officer.consent.withdraw(
            child, Purpose.SAVE_CASE, Scope(), given_by=child, given_on=TODAY, method="VERBAL"
        )
    assert issuing(office, policy_id) == Completion(5, 1, 1, 1, 2, 0)
    make_kit(office)
    office.manager.erasures.erase(erased[0])
    assert issuing(office, policy_id) == Completion(5, 1, 1, 1, 1, 1)
    case = office.officer.casework.case(closed[1])
    office.officer.casework.reopen_case(closed[1], case.version, reason="They rang again")
    assert issuing(office, policy_id).left == 2
    for _, case_id in (closed, left):
        office.officer.policy.tell(case_id, HowTold.COPY, Reached.TALK, TODAY)
    figure = issuing(office, policy_id)
    assert (figure.left, figure.percent) == (0, 100)


def test_whoever_was_not_told_of_one_version_is_told_of_the_next_and_both_tasks_are_done(office: Office) -> None:
    made = add_family(office.officer)
    second = issued(office.manager)
    third = issued(office.manager, text="Other words altogether.")
    open_tasks = [one for one in office.officer.casework.case(made.case).tasks if one.status is TaskStatus.OPEN]
    assert {one.body.policy_id for one in open_tasks} == {second, third}
    office.officer.policy.tell(made.case, HowTold.COPY, Reached.TALK, TODAY)
    assert issuing(office, second).percent == issuing(office, third).percent == 100
    assert all(one.status is TaskStatus.DONE for one in office.officer.casework.case(made.case).tasks)


def test_a_family_cannot_have_been_told_before_the_issue_or_tomorrow(office: Office) -> None:
    made = add_family(office.officer)
    issued(office.manager)
    for on, why in (
        (TODAY - timedelta(days=1), "TELL_BEFORE_ISSUE"),
        (TODAY + timedelta(days=1), "TELL_IN_THE_FUTURE"),
    ):
        with pytest.raises(NotAllowed) as refused:
            office.officer.policy.tell(made.case, HowTold.COPY, Reached.TALK, on)
        assert refused.value.reasons == (why,)


def test_p20_an_officer_sees_their_own_families_and_a_colleagues_case_asks_why(office: Office) -> None:
    made = add_family(office.officer)
    policy_id = issued(office.manager)
    assert office.colleague.policy.issuing(policy_id).families == ()
    assert office.colleague.policy.issuing(policy_id).figure.total == 1
    with pytest.raises(NotAllowed):
        office.colleague.policy.telling(made.case)
    office.colleague.access.give((made.case,), COVERING)
    office.colleague.policy.tell(made.case, HowTold.COPY, Reached.TALK, TODAY)
    with pytest.raises(NotAllowed):
        office.volunteer.policy.issuing(policy_id)


def test_p26_p66_every_colleague_is_asked_to_read_it_volunteers_too_and_newcomers_later(office: Office) -> None:
    assert office.volunteer.policy.to_read() is None
    policy_id = issued(office.manager)
    for session in (office.volunteer, office.officer):
        found = session.policy.to_read()
        assert found is not None
        assert (found.number, found.changes) == (2, "Our system is our own.")
        assert {how for how, _ in found.difference} == {"added", "taken out", ""}
        session.policy.acknowledge(policy_id)
        session.policy.acknowledge(policy_id)
        assert session.policy.to_read() is None
    read = [one.name for one in office.manager.policy.issuing(policy_id).notices if one.is_done]
    assert sorted(read) == ["Omar Officer", "Vera Volunteer"]
    old = next(one for one in office.manager.policy.register().versions if one.number == 1)
    with pytest.raises(NotAllowed):
        office.officer.policy.acknowledge(old.id)
    office.manager.staff.disable(office.colleague.me.id)
    gone = [one.name for one in office.manager.policy.issuing(policy_id).notices if one.has_left]
    assert gone == ["Olive Officer"]


def test_p17_p26_a_newcomer_is_asked_once_to_read_the_version_in_force(office: Office) -> None:
    issued(office.manager)
    nora = newcomer(office)
    found = nora.policy.to_read()
    assert found is not None
    assert nora.policy.agenda().to_read == found.number == 2
    nora.policy.acknowledge(found.policy_id)
    assert nora.policy.to_read() is None
    assert office.sign_in("nora").policy.agenda().to_read == 0


def test_p26_version_1_is_put_before_a_newcomer_and_holds_nobody_back(office: Office) -> None:
    nora = newcomer(office)
    found = nora.policy.to_read()
    assert found is not None
    assert (found.number, found.changes, {how for how, _ in found.difference}) == (1, "", {""})
    assert nora.casework.today() is not None  # put off: they work, and the first page goes on asking
    assert nora.policy.agenda().to_read == 1


def test_p67_p68_the_council_and_every_agency_get_a_letter_and_a_sent_record(office: Office) -> None:
    card = AgencyCard(code="HEALTH", organisation="Community Therapy [/]", address="1 Mill Lane\nLarchfield")
    office.manager.agencies.add(card)
    policy_id = issued(office.manager)
    lines = office.manager.policy.issuing(policy_id).notices
    council, agency = (one for one in lines if one.kind is not NoticeKind.COLLEAGUE)
    assert (council.kind, agency.name) == (NoticeKind.COUNCIL, "Community Therapy [/]")
    for one in (council, agency):
        for large in (False, True):
            file = office.manager.policy.letter(one.id, large=large)
            assert file.name.startswith("policy-2-letter-")
        office.manager.policy.sent(one.id, Reached.POST, TODAY)
        with pytest.raises(NotAllowed):
            office.manager.policy.sent(one.id, Reached.POST, TODAY)
    after = {one.kind: one for one in office.manager.policy.issuing(policy_id).notices}
    assert after[NoticeKind.AGENCY].is_done
    assert after[NoticeKind.AGENCY].body.reached is Reached.POST
    with pytest.raises(NotAllowed):
        office.officer.policy.letter(council.id)
    with pytest.raises(NotAllowed):
        office.manager.policy.letter(after[NoticeKind.COLLEAGUE].id)


def test_everyone_outside_is_told_at_once_by_one_letter_and_noted_at_once(office: Office) -> None:
    for name in ("Community Therapy", "Larch School", "An old one"):
        office.manager.agencies.add(AgencyCard(code="HEALTH", organisation=name))
    policy_id = issued(office.manager)
    retired = next(one for one in office.manager.agencies.all() if one.card.organisation == "An old one")
    office.manager.agencies.retire(retired.id, retired.version)
    assert office.manager.policy.circular(policy_id).name.startswith("policy-2-letter-")
    assert office.manager.policy.sent_to_all(policy_id, Reached.EMAIL, TODAY) == 3
    left = [one for one in office.manager.policy.issuing(policy_id).notices if not one.is_done]
    assert [one.name for one in left if one.kind is not NoticeKind.COLLEAGUE and not one.has_left] == []
    assert office.manager.policy.sent_to_all(policy_id, Reached.EMAIL, TODAY) == 0


def test_issuing_is_all_or_nothing(office: Office) -> None:
    add_family(office.officer)
    policy_id = approved(office.manager)
    version = office.manager.policy.version(policy_id).version
    office.refuse_entries()
    with pytest.raises(Exception, match="none"):
        office.manager.policy.issue(policy_id, version)
    assert office.ask("SELECT count(*) FROM policy_family") == 0
    assert office.ask("SELECT count(*) FROM task") == 0
    assert office.ask("SELECT count(*) FROM policy_version WHERE state = 'ISSUED' AND number = 1") == 1


COPY = AskedBody(kind=AskedKind.ICT, asker=Asker.FAMILY, asked_on=TODAY, format="LARGE18", words="At the drop-in")


def test_p28_p60_a_copy_that_was_asked_for_is_logged_and_closed_with_the_way_it_went(office: Office) -> None:
    asked_id = office.volunteer.policy.ask(COPY)
    (line,) = office.officer.policy.asked(questions=False)
    assert (line.asked.body.kind, line.asked.body.due_on) == (AskedKind.ICT, TODAY + timedelta(days=14))
    done = dataclasses.replace(line.asked.body, done_on=TODAY, reached=Reached.POST)
    with pytest.raises(NotAllowed):
        office.officer.policy.answer(asked_id, 1, dataclasses.replace(done, reached=None))
    office.officer.policy.answer(asked_id, 1, done)
    (line,) = office.officer.policy.asked(questions=False)
    assert (line.asked.body.done_on, line.asked.body.done_by) == (TODAY, office.officer.me.id)
    with pytest.raises(NotAllowed):
        office.officer.policy.answer(asked_id, 2, done)


def test_p29_no_number_or_address_of_somebody_not_on_file_goes_into_the_log(office: Office) -> None:
    for words in ("ring 07700 900123", "zahra@example.org", "12 High Street", "W1A 1AA"):
        with pytest.raises(NotAllowed) as refused:
            office.officer.policy.ask(dataclasses.replace(COPY, words=words))
        assert refused.value.reasons == ("ASKED_NAMES_A_PLACE",)


def test_p71_questions_wait_on_the_managers_page_until_answered(office: Office) -> None:
    made = add_family(office.officer)
    question = AskedBody(kind=AskedKind.QUESTION, asker=Asker.ON_FILE, asked_on=TODAY, words="Who reads our file?")
    asked_id = office.officer.policy.ask(question, made.mother)
    assert office.manager.policy.agenda().questions == 1
    assert office.officer.policy.agenda().questions == 0
    assert office.volunteer.policy.asked(questions=True) == ()
    done = dataclasses.replace(question, done_on=TODAY, answer="Your officer, and whoever takes over.")
    with pytest.raises(NotAllowed):
        office.officer.policy.answer(asked_id, 1, done)
    office.manager.policy.answer(asked_id, 1, done)
    (line,) = office.manager.policy.asked(questions=True)
    assert (line.name, line.asked.body.answer) == ("Zahra Hassan", "Your officer, and whoever takes over.")
    assert office.manager.policy.agenda().questions == 0


def test_what_somebody_on_file_asked_goes_with_them(office: Office) -> None:
    child = add_person(office.officer, CHILD)
    office.officer.casework.open_case(child, FACTS)
    question = AskedBody(kind=AskedKind.QUESTION, asker=Asker.ON_FILE, asked_on=TODAY, words="Who reads it?")
    office.officer.policy.ask(question, child)
    office.officer.consent.withdraw(child, Purpose.SAVE_CASE, Scope(), given_by=child, given_on=TODAY, method="VERBAL")
    with pytest.raises(Problem):
        office.officer.policy.ask(question, child)
    make_kit(office)
    office.manager.erasures.erase(child)
    assert office.ask("SELECT count(*) FROM policy_asked") == 0
