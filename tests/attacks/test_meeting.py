"""Where changes of several hands meet: what one of them closed and another left open."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from db import people_store, sharing_store
from iass_tui.rules.records.casework import TaskBody, TaskStatus
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import Address, FamilyTie
from iass_tui.rules.records.sharing import SharingBody, SharingKind
from iass_tui.rules.sharing import ForgedPermit
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed
from tests.services.families import CHILD, COVERING, FACTS, Family, add_family, add_person
from tests.services.offices import Office
from tests.services.test_consent import TODAY, withdraw
from tests.services.test_second_person import one_manager
from tests.services.test_sharing import HARM, ILLEGAL, facts

NUMBER = "07700 900123"
WORDS = "ring her at the refuge"


@pytest.mark.parametrize("purpose", [Purpose.SAVE_CONTACT, Purpose.SAVE_CASE])
def test_taking_a_consent_back_shows_no_word_of_a_colleagues_tasks_to_whoever_gave_no_reason(
    office: Office, purpose: Purpose
) -> None:
    session, family = office.officer, add_family(office.officer)
    person = family.mother if purpose is Purpose.SAVE_CONTACT else family.child
    session.casework.add_task(family.case, TaskBody(what=WORDS, reach_id=family.mother, due_on=TODAY), None)
    other = office.colleague.consent
    assert [(one.reference, one.what, one.due) for one in other.stops(person, purpose, Scope()).tasks] == [
        ("C-0001", "A task that only whoever opens the case reads", "")
    ]
    assert WORDS in str(session.consent.stops(person, purpose, Scope()))
    assert WORDS not in str(withdraw(office.colleague, person, purpose))


def test_a_number_left_in_one_record_of_a_sharing_is_listed_although_it_went_from_another(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    cousin = add_person(session, dataclasses.replace(CHILD, given_name="Noor"))
    case = session.casework.open_case(cousin, FACTS)
    why = facts(session, reason=f"Her number is {NUMBER}")
    with session.desk.unit("casework") as unit:
        body = SharingBody(question=HARM, on=TODAY, exception=why)
        sharing_store.note(session.desk, unit, SharingKind.PROPOSED, (family.child, cousin), body)
        unit.say(AuditDetail(act=Act.CREATE, subject="sharing", subject_id=family.child))
    office.colleague.access.give((family.case, case), COVERING)
    office.manager.restricting.place(case, frozenset({session.me.id}), "x", office.colleague.me.id)
    (waits,) = office.manager.casework.today().exceptions
    office.manager.sharing.turn_down(waits.sharing_id, "x")
    (line,) = session.consent.traces(family.mother)
    session.consent.redact(family.mother, line)
    assert session.consent.traces(family.mother) == ()
    office.manager.restricting.lift(case, "y")
    session.people.link(cousin, family.mother, FamilyTie(relation="MOT"))
    session.access.give((case,), COVERING)
    (left,) = session.consent.traces(family.mother)
    assert left.person_id == cousin
    session.consent.redact(family.mother, left)
    assert session.consent.traces(family.mother) == ()


def withdrawn(office: Office) -> tuple[OfficeSession, Family]:
    """The mother's number stood in her file, and went."""
    family = add_family(office.officer)
    withdraw(office.officer, family.mother)
    return office.officer, family


def known(session: OfficeSession) -> str:
    """Everything that is known in memory of how somebody was reached."""
    return str(vars(session.consent._redaction)["_erased"])


def test_signing_out_forgets_what_was_kept_to_reach_somebody(office: Office) -> None:
    session, _ = withdrawn(office)
    assert NUMBER in known(session)
    session.close()
    assert NUMBER not in known(session)
    assert session.directory.everyone() == ()


def test_a_look_that_is_under_way_at_a_lock_brings_no_number_back_into_memory(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, family = office.officer, add_family(office.officer)
    read = people_store.person

    def meanwhile_locked(*args: Any) -> people_store.StoredPerson | None:
        session.consent.forget()
        return read(*args)

    monkeypatch.setattr(people_store, "person", meanwhile_locked)
    session.consent.traces(family.mother)
    assert NUMBER not in known(session)


def test_nobody_takes_out_of_an_exception_what_a_manager_has_still_to_judge(office: Office) -> None:
    """Typed as an address first, any words look like a way to reach somebody."""
    session, family = office.officer, add_family(office.officer)
    why = facts(session, reason="The neighbour saw it on Tuesday")
    made = session.sharing.share(family.child, ILLEGAL, told="", exception=why)
    mother = session.people.person(family.mother)
    assert mother.contact is not None
    address = dataclasses.replace(mother.contact, addresses=(Address(lines=("saw it on Tuesday",)),))
    session.people.change_contact(family.mother, mother.contact_version, mother.contact, address)

    def take_out() -> None:
        session.consent.redact(family.mother, session.consent.traces(family.mother)[0])

    def reasons() -> set[str]:
        rows = session.sharing.record(family.child).lines
        return {one.body.exception.reason for one in rows if one.body.exception}

    with pytest.raises(NotAllowed):
        take_out()
    assert (office.said()[0].act, office.said()[0].reasons) == (Act.REFUSED, ("SHARING_NOT_ANSWERED",))
    office.manager.sharing.sign_off(made.sharing_id, "Agreed")
    with pytest.raises(NotAllowed):  # what was signed off is what is carried out
        take_out()
    session.sharing.carry_out(made.sharing_id, told="The police", how="TEL")
    assert reasons() == {why.reason}
    while session.consent.traces(family.mother):
        take_out()
    assert reasons() == {"The neighbour [taken out 23 November 2026]"}


def test_a_no_to_being_reached_ends_a_task_in_a_case_that_was_shut_to_whoever_heard_it(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    sister = add_person(session, dataclasses.replace(CHILD, given_name="Noor"))
    session.people.link(sister, family.mother, FamilyTie(relation="MOT"))
    case = session.casework.open_case(sister, FACTS)
    for words, whom in (("Ring the mother", family.mother), ("Ring the school", None)):
        session.casework.add_task(case, TaskBody(what=words, reach_id=whom), None)
    office.manager.restricting.place(case, frozenset({session.me.id}), "x", office.colleague.me.id)
    assert withdraw(session, family.mother).went.tasks == ()
    colleague = office.sign_in("olive")
    tasks = {one.body.what: (one.status, one.body.done_on) for one in colleague.casework.case(case).tasks}
    assert tasks == {
        "Ring the mother": (TaskStatus.DROPPED, TODAY),
        "Ring the school": (TaskStatus.OPEN, None),
    }
    said = next(one for one in office.said() if one.act is Act.CHANGE and one.case_id == case)
    assert (said.subject, said.fields, said.reasons) == ("task", ("status",), ("TASK_NO_CONTACT",))


def test_an_officer_reads_that_the_only_manager_may_decide_in_spite_of_a_conflict(office: Office) -> None:
    """What was said was that it waits for another manager, of whom there is none."""
    hannah, omar = one_manager(office)
    family = add_family(omar)
    hannah.interests.say(family.mother, hannah.me.id, "KNOWS")
    with pytest.raises(NotAllowed, match="where none is to be waited for, a manager may"):
        omar.sharing.share(family.child, ILLEGAL, told="", exception=facts(omar, decided_by=hannah.me.id))
    warning = hannah.sides.warns(family.child)
    assert warning is not None
    hannah.sides.give(warning, COVERING)
    done = hannah.sharing.share(family.child, ILLEGAL, told="", exception=facts(hannah))
    assert done.kind is SharingKind.PROPOSED


def test_two_officers_sign_off_nothing_by_naming_the_manager_as_having_decided(office: Office) -> None:
    hannah, omar = one_manager(office)
    olive, family = office.colleague, add_family(omar)
    made = omar.sharing.share(family.child, ILLEGAL, told="", exception=facts(omar, decided_by=hannah.me.id))
    assert olive.casework.today().exceptions == ()
    for act in (olive.sharing.sign_off, olive.sharing.turn_down):
        with pytest.raises(NotAllowed):
            act(made.sharing_id, "Agreed")
    forged = (SharingKind.SIGNED_OFF, (family.child,), SharingBody(on=TODAY, reasons=("SECOND_PERSON",)))
    with olive.desk.unit("casework") as unit:
        with pytest.raises(ForgedPermit):
            sharing_store.note(olive.desk, unit, *forged, made.sharing_id)
        unit.say(AuditDetail(act=Act.REFUSED, subject="sharing"))
    hannah.sharing.sign_off(made.sharing_id, "It was I who decided")
    assert next(one for one in office.said() if "SIGNED_OFF" in one.fields).reasons == ("NO_SECOND_PERSON",)
    omar.sharing.carry_out(made.sharing_id, told="The police", how="TEL")
