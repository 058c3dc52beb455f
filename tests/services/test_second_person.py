"""Two managers for an erasure and for the sign-off of P11: never one, never one who made the other, never silently."""

from __future__ import annotations

import pytest

from db import sharing_store
from iass_tui.rules.access import AccessReason
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.erasure import LawfulBasis, ProposalVoid
from iass_tui.rules.records.office import Act, Role
from iass_tui.rules.records.sharing import SharingBody, SharingKind
from iass_tui.rules.second_person import Second
from iass_tui.services.acting import About
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, NotFound, Problem
from tests.services.families import COVERING, Family, add_family
from tests.services.offices import PASSPHRASE, Office, agree_to_all
from tests.services.test_consent import heard, withdraw
from tests.services.test_erasing import NEXT_YEAR, everywhere, frozen_family, make_kit
from tests.services.test_leaving import second_manager
from tests.services.test_sharing import ILLEGAL, facts


def two_managers(office: Office, *, days: int = 15) -> tuple[OfficeSession, OfficeSession]:
    """Hannah and Mona, whom Hannah let in so many days ago; there is a recovery kit."""
    make_kit(office)
    mona = second_manager(office)
    agree_to_all(mona)
    office.clock.forward(days=days)
    return office.manager, mona


def reasons_of(office: Office, family: Family) -> list[tuple[str, ...]]:
    """What the entries about the child's erasure say, oldest first."""
    return [
        one.reasons for one in reversed(office.said()) if one.subject_id == family.child and "erasure" in one.fields
    ]


def test_one_manager_proposes_and_another_confirms_before_anything_is_destroyed(office: Office) -> None:
    hannah, mona = two_managers(office)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    for erasures, is_mine in ((hannah.erasures, True), (mona.erasures, False)):
        (due,) = erasures.due()
        assert due.proposal is not None
        assert (due.proposal.by, due.proposal.is_mine) == ("Hannah Manager", is_mine)
    assert office.officer.people.person(family.child).is_frozen
    assert office.officer.reviews.agenda().decisions == ()
    assert mona.erasures.look(family.child).second is Second.SECOND_PERSON
    mona.erasures.erase(family.child)
    assert everywhere(office, family.child) == []
    assert [one for one in reasons_of(office, family) if one] == [("PROPOSED",), ("ERASE", "SECOND_PERSON")]
    assert hannah.erasures.due() == mona.erasures.due() == ()


def test_nobody_confirms_their_own_proposal_whatever_the_screen_did(office: Office) -> None:
    hannah, mona = two_managers(office)
    family = frozen_family(office)
    for who in (hannah, mona):  # nothing was proposed
        with pytest.raises(NotAllowed, match="Another manager") as refused:
            who.erasures.erase(family.child)
        assert refused.value.reasons == (AccessReason.NEEDS_ANOTHER_PERSON,)
    hannah.erasures.propose(family.child)
    view = hannah.erasures.look(family.child)
    assert (view.second, view.why_not) == (None, (AccessReason.NEEDS_ANOTHER_PERSON,))
    with pytest.raises(NotAllowed):
        hannah.erasures.erase(family.child)
    assert next(one for one in office.said() if one.act is Act.REFUSED).reasons == (AccessReason.NEEDS_ANOTHER_PERSON,)
    for erasures in (hannah.erasures, mona.erasures):
        with pytest.raises(NotAllowed, match="already"):
            erasures.propose(family.child)
    assert hannah.people.person(family.child).is_frozen


def test_whom_the_proposer_let_in_within_fourteen_days_does_not_confirm_and_neither_the_other_way(
    office: Office,
) -> None:
    hannah, mona = two_managers(office, days=14)
    family = frozen_family(office)
    for proposer, other in ((hannah, mona), (mona, hannah)):
        proposer.erasures.propose(family.child)
        assert other.erasures.look(family.child).why_not == (AccessReason.ACCOUNT_TOO_NEW,)
        with pytest.raises(NotAllowed, match="14 days") as refused:
            other.erasures.erase(family.child)
        assert refused.value.reasons == (AccessReason.ACCOUNT_TOO_NEW,)
        proposer.erasures.take_back(family.child)
    hannah.erasures.propose(family.child)
    office.clock.forward(days=1)
    mona.erasures.erase(family.child)


def test_whoever_was_renewed_lately_does_not_confirm(office: Office) -> None:
    hannah, mona = two_managers(office, days=20)
    family = frozen_family(office)
    office.join("mona", hannah.staff.renew(mona.me.id).code, PASSPHRASE)
    hannah.staff.admit(mona.me.id)
    hannah.erasures.propose(family.child)
    with pytest.raises(NotAllowed, match="14 days"):
        office.sign_in("mona").erasures.erase(family.child)


def test_a_proposal_is_taken_back_by_whoever_made_it_and_answered_no_by_the_other_with_a_reason(
    office: Office,
) -> None:
    hannah, mona = two_managers(office)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    with pytest.raises(NotAllowed):
        mona.erasures.take_back(family.child)
    with pytest.raises(NotAllowed):
        hannah.erasures.say_no(family.child, "I changed my mind")
    with pytest.raises(NotAllowed, match="Say no to that first"):
        mona.erasures.keep(family.child, LawfulBasis.LEGAL_CLAIMS, "An appeal.", NEXT_YEAR)
    with pytest.raises(Problem, match="Say why"):
        mona.erasures.say_no(family.child, " ")
    mona.erasures.say_no(family.child, "An appeal is pending")
    said = hannah.erasures.look(family.child).said_no
    assert said is not None
    assert (said.by, said.words) == ("Mona Manager", "An appeal is pending")
    (due,) = hannah.erasures.due()
    assert due.proposal is None
    with pytest.raises(NotAllowed):
        mona.erasures.erase(family.child)  # the proposal is gone
    hannah.erasures.propose(family.child)
    hannah.erasures.take_back(family.child)
    with pytest.raises(NotAllowed):
        mona.erasures.erase(family.child)
    found = [one for one in reasons_of(office, family) if one]
    assert found == [("PROPOSED",), ("SAID_NO",), ("PROPOSED",), ("TAKEN_BACK",)]
    assert "appeal" not in str(found)


def test_a_proposal_is_void_once_consent_came_back_and_after_a_later_withdrawal(office: Office) -> None:
    hannah, mona = two_managers(office)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    office.officer.consent.record(family.child, [heard(Purpose.SAVE_CASE)])
    with pytest.raises(NotFound):
        mona.erasures.erase(family.child)
    withdraw(office.officer, family.child, Purpose.SAVE_CASE)
    (due,) = mona.erasures.due()
    assert due.proposal is None
    with pytest.raises(NotAllowed):
        mona.erasures.erase(family.child)


def test_what_managers_said_about_erasing_someone_is_in_their_copy(office: Office) -> None:
    hannah, mona = two_managers(office)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    mona.erasures.say_no(family.child, "An appeal is pending")
    items = office.officer.packs.offer(family.child, None).items
    headings = [one.heading for one in items if one.kind == "Decision"]
    assert set(headings) == {"A manager proposed to erase this record", "Another manager said no to erasing it"}


def test_deciding_to_keep_it_ends_ones_own_proposal(office: Office) -> None:
    hannah, mona = two_managers(office)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    hannah.erasures.keep(family.child, LawfulBasis.LEGAL_CLAIMS, "An appeal.", NEXT_YEAR)
    assert mona.erasures.due() == ()
    with pytest.raises(NotAllowed):
        mona.erasures.erase(family.child)


def test_the_only_manager_erases_alone_and_the_entry_says_so(office: Office) -> None:
    make_kit(office)
    family = frozen_family(office)
    assert office.manager.erasures.look(family.child).second is Second.NO_SECOND_PERSON
    office.manager.erasures.erase(family.child)
    assert ("ERASE", "NO_SECOND_PERSON") in reasons_of(office, family)


def test_a_manager_does_not_become_the_only_one_by_closing_or_demoting_the_other(office: Office) -> None:
    hannah, mona = two_managers(office)
    family = frozen_family(office)
    hannah.staff.set_role(mona.me.id, Role.OFFICER)
    with pytest.raises(NotAllowed, match="Another manager"):
        hannah.erasures.erase(family.child)
    hannah.leaving.leave(mona.me.id, None)
    office.clock.forward(days=14)
    with pytest.raises(NotAllowed, match="Another manager"):
        hannah.erasures.erase(family.child)
    office.clock.forward(days=1)
    with pytest.raises(NotAllowed):  # Omar counts by now
        hannah.erasures.erase(family.child)
    hannah.erasures.propose(family.child)
    office.officer.erasures.erase(family.child)
    assert ("ERASE", "SECOND_PERSON") in reasons_of(office, family)


# an office with one manager and officers


def one_manager(office: Office, *, days: int = 15) -> tuple[OfficeSession, OfficeSession]:
    """Hannah, and Omar whom she let in so many days ago; there is a recovery kit, and no other manager."""
    make_kit(office)
    omar = office.officer
    office.clock.forward(days=days)
    return office.manager, omar


def test_where_no_other_manager_counts_an_officer_confirms_what_the_manager_proposed(office: Office) -> None:
    hannah, omar = one_manager(office)
    family = frozen_family(office)
    assert omar.erasures.due() == ()
    with pytest.raises(NotAllowed):  # nothing was proposed
        omar.erasures.look(family.child)
    with pytest.raises(NotAllowed, match="an officer where no other manager counts"):
        hannah.erasures.erase(family.child)
    assert [one.name for one in hannah.erasures.look(family.child).seconds] == ["Olive Officer", "Omar Officer"]
    hannah.erasures.propose(family.child)
    (due,) = omar.erasures.due()
    assert due.proposal is not None
    assert (due.proposal.by, due.proposal.is_mine) == ("Hannah Manager", False)
    assert omar.reviews.agenda().decisions == (due,)
    assert omar.erasures.look(family.child).second is Second.SECOND_PERSON
    for act in (omar.erasures.propose, omar.erasures.take_back):
        with pytest.raises(NotAllowed):
            act(family.child)
    with pytest.raises(NotAllowed):
        omar.erasures.keep(family.child, LawfulBasis.LEGAL_CLAIMS, "An appeal.", NEXT_YEAR)
    omar.erasures.erase(family.child)
    assert everywhere(office, family.child) == []
    assert [one for one in reasons_of(office, family) if one][-1] == ("ERASE", "SECOND_PERSON")


def test_an_officer_who_may_confirm_may_say_no_and_why(office: Office) -> None:
    hannah, omar = one_manager(office)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    omar.erasures.say_no(family.child, "An appeal is pending")
    said = hannah.erasures.look(family.child).said_no
    assert said is not None
    assert (said.by, said.words) == ("Omar Officer", "An appeal is pending")
    assert omar.erasures.due() == ()


def test_an_officer_confirms_nothing_while_another_manager_counts(office: Office) -> None:
    hannah, mona = two_managers(office)
    omar = office.officer
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    assert omar.erasures.due() == ()
    for act in (omar.erasures.look, omar.erasures.erase):
        with pytest.raises(NotAllowed):
            act(family.child)
    with pytest.raises(NotAllowed):
        omar.erasures.say_no(family.child, "No")
    mona.erasures.erase(family.child)


def test_in_a_new_office_the_manager_acts_alone_and_reads_from_which_day_an_officer_counts(office: Office) -> None:
    hannah, _ = one_manager(office, days=3)
    family = frozen_family(office)
    view = hannah.erasures.look(family.child)
    assert view.second is Second.NO_SECOND_PERSON
    assert [(one.name, (one.counts_from - hannah.today_date()).days) for one in view.seconds] == [
        ("Olive Officer", 12),
        ("Omar Officer", 12),
    ]
    hannah.erasures.erase(family.child)
    assert ("ERASE", "NO_SECOND_PERSON") in reasons_of(office, family)


def test_two_new_managers_read_from_which_day_they_count(office: Office) -> None:
    hannah, mona = two_managers(office, days=3)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    found = {one.account_id: one.counts_from for one in hannah.erasures.look(family.child).seconds}
    assert (found[mona.me.id] - hannah.today_date()).days == 12
    office.clock.forward(days=12)
    mona.erasures.erase(family.child)


@pytest.mark.parametrize("how", ["renewed", "closed", "shut out"])
def test_nothing_that_is_done_to_an_officers_account_makes_the_manager_act_alone_at_once(
    office: Office, how: str
) -> None:
    hannah, omar = one_manager(office)
    hannah.leaving.leave(office.colleague.me.id, hannah.me.id)
    office.clock.forward(days=10)
    family = frozen_family(office)
    if how == "renewed":
        office.join("omar", hannah.staff.renew(omar.me.id).code, PASSPHRASE)
        hannah.staff.admit(omar.me.id)
    elif how == "closed":
        hannah.leaving.leave(omar.me.id, hannah.me.id)
    else:
        hannah.restricting.place(family.case, frozenset({omar.me.id}), "A conflict", None)
    with pytest.raises(NotAllowed):
        hannah.erasures.erase(family.child)
    assert hannah.people.person(family.child).is_frozen
    office.clock.forward(days=15)
    hannah = office.sign_in("hannah")
    if how == "renewed":
        hannah.erasures.propose(family.child)
        office.sign_in("omar").erasures.erase(family.child)
    else:
        hannah.erasures.erase(family.child)
        assert ("ERASE", "NO_SECOND_PERSON") in reasons_of(office, family)


@pytest.mark.parametrize("how", ["restricted", "consent anew"])
def test_a_proposal_is_void_once_the_record_is_another_than_the_one_it_was_made_about(office: Office, how: str) -> None:
    hannah, mona = two_managers(office)
    family = frozen_family(office)
    hannah.erasures.propose(family.child)
    if how == "restricted":
        hannah.restricting.place(family.case, frozenset({office.colleague.me.id}), "A conflict", None)
        because = ProposalVoid.RESTRICTED
    else:
        office.officer.consent.record(family.child, [heard(Purpose.SAVE_CASE)])
        withdraw(office.officer, family.child, Purpose.SAVE_CASE)
        because = ProposalVoid.CONSENT_ANEW
    void = mona.erasures.look(family.child).void
    assert void is not None
    assert (void.by, void.because) == ("Hannah Manager", because)
    with pytest.raises(NotAllowed):
        mona.erasures.erase(family.child)
    assert mona.people.person(family.child).is_frozen
    hannah.erasures.propose(family.child)
    assert hannah.erasures.look(family.child).void is None
    mona.erasures.erase(family.child)


def test_what_the_only_manager_decided_an_officer_signs_off_but_not_whose_own_it_is(office: Office) -> None:
    hannah, omar = one_manager(office)
    made = add_family(omar)
    own = hannah.sharing.share(made.child, ILLEGAL, told="", exception=facts(hannah))
    assert own.kind is SharingKind.PROPOSED
    with pytest.raises(NotAllowed):
        hannah.sharing.sign_off(own.sharing_id, "Mine")
    assert [one.stage for one in omar.casework.today().exceptions] == ["TO_SIGN_OFF_FIRST"]
    omar.sharing.sign_off(own.sharing_id, "Agreed")
    assert next(one for one in office.said() if "SIGNED_OFF" in one.fields).reasons == ("SECOND_PERSON",)
    hannah.sharing.carry_out(own.sharing_id, told="Rang the police", how="TEL")
    his = omar.sharing.share(made.child, ILLEGAL, told="", exception=facts(omar, decided_by=hannah.me.id))
    for act in (omar.sharing.sign_off, omar.sharing.turn_down):
        with pytest.raises(NotAllowed):
            act(his.sharing_id, "Mine")
    theirs = omar.sharing.share(made.child, ILLEGAL, told="", exception=facts(omar))
    with pytest.raises(NotAllowed):  # no manager has a part in it: P11 wants one
        office.colleague.sharing.sign_off(theirs.sharing_id, "Agreed")
    hannah.sharing.sign_off(theirs.sharing_id, "Agreed")


def test_nothing_is_proposed_that_could_not_be_done_and_by_nobody_but_a_manager(office: Office) -> None:
    family = frozen_family(office)
    with pytest.raises(NotAllowed, match="recovery sheets"):
        office.manager.erasures.propose(family.child)
    make_kit(office)
    for act in (office.officer.erasures.propose, office.officer.erasures.take_back, office.officer.erasures.erase):
        with pytest.raises(NotAllowed):
            act(family.child)
    with pytest.raises(NotAllowed):
        office.officer.erasures.say_no(family.child, "No")


def test_a_manager_with_a_conflict_of_interest_proposes_keeps_and_turns_down_nothing_and_reads_who_can(
    office: Office,
) -> None:
    hannah, mona = two_managers(office)
    family = frozen_family(office)
    hannah.interests.say(family.child, hannah.me.id, "RELATIVE")
    mona.erasures.propose(family.child)
    for act in (
        lambda: hannah.erasures.say_no(family.child, "Not this one"),
        lambda: hannah.erasures.erase(family.child),
    ):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert "ACCESS_CONFLICT_OF_INTEREST" in refused.value.reasons
    mona.erasures.take_back(family.child)
    for act in (
        lambda: hannah.erasures.propose(family.child),
        lambda: hannah.erasures.keep(family.child, LawfulBasis.SAFEGUARDING, "A risk", NEXT_YEAR),
    ):
        with pytest.raises(NotAllowed, match="Mona Manager can") as refused:
            act()
        assert refused.value.reasons == ("ACCESS_CONFLICT_OF_INTEREST",)
    assert hannah.erasures.due()[0].proposal is None
    mona.erasures.propose(family.child)


def test_an_exception_is_decided_by_nobody_with_a_conflict_of_interest_unless_danger_is_immediate(
    office: Office,
) -> None:
    hannah, mona = two_managers(office)
    omar, made = office.officer, add_family(office.officer)
    hannah.interests.say(made.mother, hannah.me.id, "RELATIVE")
    warning = hannah.sides.warns(made.child)
    assert warning is not None
    hannah.sides.give(warning, COVERING)
    for by, decided_by in ((hannah, hannah), (hannah, mona), (omar, hannah)):
        exception = facts(by, decided_by=decided_by.me.id)
        with pytest.raises(NotAllowed, match="Mona Manager can"):
            by.sharing.share(made.child, ILLEGAL, told="", exception=exception)
    theirs = omar.sharing.share(made.child, ILLEGAL, told="", exception=facts(omar))
    for act in (hannah.sharing.sign_off, hannah.sharing.turn_down):
        with pytest.raises(NotAllowed) as refused:
            act(theirs.sharing_id, "Mine")
        assert refused.value.reasons == ("ACCESS_CONFLICT_OF_INTEREST",)
    mona.sharing.turn_down(theirs.sharing_id, "Ask them first")
    at_once = hannah.sharing.share(made.child, ILLEGAL, told="999", exception=facts(hannah, is_immediate=True))
    assert at_once.kind is SharingKind.EXCEPTION


def test_the_only_manager_decides_in_spite_of_a_conflict_of_interest_and_the_entry_says_so(office: Office) -> None:
    make_kit(office)
    office.clock.forward(days=15)
    hannah, family = office.manager, frozen_family(office)
    hannah.interests.say(family.child, hannah.me.id, "RELATIVE")
    hannah.erasures.propose(family.child)
    assert reasons_of(office, family)[-1] == ("PROPOSED", "ACCESS_CONFLICT_OF_INTEREST")


def test_whoever_decided_or_recorded_an_exception_does_not_sign_it_off(office: Office) -> None:
    hannah, mona = two_managers(office)
    made = add_family(office.officer)
    own = hannah.sharing.share(made.child, ILLEGAL, told="", exception=facts(hannah))
    decided = office.officer.sharing.share(
        made.child, ILLEGAL, told="", exception=facts(office.officer, decided_by=hannah.me.id)
    )
    for done in (own, decided):
        assert done.kind is SharingKind.PROPOSED
        with pytest.raises(NotAllowed) as refused:
            hannah.sharing.sign_off(done.sharing_id, "Mine")
        assert refused.value.reasons == (AccessReason.NEEDS_ANOTHER_PERSON,)
        with pytest.raises(NotAllowed):
            hannah.sharing.carry_out(done.sharing_id, told="", how="TEL")
        mona.sharing.sign_off(done.sharing_id, "Agreed")
        said = next(one for one in office.said() if "SIGNED_OFF" in one.fields)
        assert said.reasons == ("SECOND_PERSON",)
    hannah.sharing.carry_out(own.sharing_id, told="Rang the police", how="TEL")


def test_what_a_manager_shared_at_once_waits_for_another_manager(office: Office) -> None:
    hannah, mona = two_managers(office)
    made = add_family(office.officer)
    done = hannah.sharing.share(made.child, ILLEGAL, told="999", exception=facts(hannah, is_immediate=True))
    assert done.sign_off_by is not None
    (line,) = mona.casework.today().exceptions
    assert line.stage == "TO_SIGN_OFF"
    with pytest.raises(NotAllowed):
        hannah.sharing.sign_off(done.sharing_id, "Mine")
    mona.sharing.sign_off(done.sharing_id, "Agreed")
    assert hannah.casework.today().exceptions == ()


def test_a_sign_off_put_into_the_store_by_whoever_proposed_it_carries_nothing_out(office: Office) -> None:
    hannah, _ = two_managers(office)
    made = add_family(office.officer)
    done = hannah.sharing.share(made.child, ILLEGAL, told="", exception=facts(hannah))
    with hannah.desk.unit("casework") as unit:
        body = SharingBody(on=hannah.today_date())
        sharing_store.note(hannah.desk, unit, SharingKind.SIGNED_OFF, [made.child], body, done.sharing_id)
        unit.say(About("sharing", made.child).detail(Act.CHANGE))
    with pytest.raises(NotAllowed):
        hannah.sharing.carry_out(done.sharing_id, told="", how="TEL")


def test_what_the_only_manager_decided_is_signed_off_without_a_second_person_and_says_so(office: Office) -> None:
    made = add_family(office.officer)
    office.manager.sharing.share(made.child, ILLEGAL, told="999", exception=facts(office.manager))
    assert "NO_SECOND_PERSON" in next(one for one in office.said() if one.subject == "sharing").reasons
    office.clock.forward(days=15)
    done = office.officer.sharing.share(made.child, ILLEGAL, told="", exception=facts(office.officer))
    office.manager.sharing.sign_off(done.sharing_id, "Agreed")  # an officer's is another person's
    assert "SECOND_PERSON" in next(one for one in office.said() if "SIGNED_OFF" in one.fields).reasons
