"""Persons and their families: who may write what, and what is recorded of it."""

import dataclasses
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from db import consent_store, people_store
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import NoteBody, ProvidedBy
from iass_tui.rules.records.consents import Decision, Purpose, Scope
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import ContactDetails, FamilyTie, PartyRole, PersonCard, ReferralPermission
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import Conflict, NotAllowed, NotFound, PersonView, Problem
from tests.services.families import CHILD, DETAILS, FACTS, MOTHER, add_family, add_person, consent, set_state
from tests.services.offices import Office


def change(session: OfficeSession, view: PersonView, card: PersonCard) -> PersonView:
    return session.people.change_card(view.id, view.version, view.card, card)


def test_a_person_is_shown_with_family_cases_and_consents(office: Office) -> None:
    family = add_family(office.officer)
    child, mother = office.officer.people.person(family.child), office.officer.people.person(family.mother)
    assert (child.card, child.age, child.contact) == (CHILD, 15, None)
    assert [(one.name, one.is_child_side, one.tie.relation) for one in child.family] == [("Zahra Hassan", False, "MOT")]
    assert [(one.name, one.is_child_side, one.born_text) for one in mother.family] == [
        ("Amina Hassan", True, "27 March 2011")
    ]
    assert [(one.reference, one.level, one.officer) for one in child.cases] == [("C-0001", "L2", "Omar Officer")]
    assert [one.event.purpose for one in mother.consents] == [Purpose.SAVE_CASE, Purpose.SAVE_CONTACT]
    assert mother.contact == DETAILS
    assert mother.may_keep_contact


def test_a_childs_record_is_destroyed_on_their_25th_birthday_and_their_mothers_with_it(office: Office) -> None:
    family = add_family(office.officer)
    for person in (family.child, family.mother):
        assert str(office.officer.people.person(person).destroy_due) == "2036-03-27"


def test_someone_without_a_birth_date_is_looked_at_six_years_after_their_last_case_closed(office: Office) -> None:
    session = office.officer
    person = add_person(session, dataclasses.replace(CHILD, born=None))
    case = session.casework.open_case(person, FACTS)
    session.casework.close_case(case, 1, closure="C01", outcomes=["O01"], words="Done")
    office.clock.forward(days=100)
    assert str(session.people.person(person).destroy_due) == "2032-11-23"


def test_an_age_that_is_not_sure_is_not_said(office: Office) -> None:
    person = add_person(office.officer, dataclasses.replace(CHILD, born=PartialDate(2011)))
    assert office.officer.people.person(person).age is None


def test_opening_a_person_is_recorded_in_the_same_call(office: Office) -> None:
    person = add_person(office.officer)
    office.officer.people.person(person)
    assert office.said()[0] == AuditDetail(act=Act.VIEW, subject="person", subject_id=person)


def test_nobody_is_shown_where_the_look_cannot_be_recorded(office: Office) -> None:
    person = add_person(office.officer)
    office.refuse_entries()
    with pytest.raises(IntegrityError):
        office.officer.people.person(person)


def test_a_volunteer_opens_nobody_and_the_attempt_is_recorded(office: Office) -> None:
    person = add_person(office.officer)
    with pytest.raises(NotAllowed) as refused:
        office.volunteer.people.person(person)
    assert refused.value.reasons == ("ACCESS_NOT_YOUR_ROLE",)
    assert office.said()[0].act is Act.REFUSED


def test_nobody_by_that_id_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        office.officer.people.person(uuid4())


def test_a_changed_card_is_shown_and_its_entry_names_fields_and_no_value(office: Office) -> None:
    view = office.officer.people.person(add_person(office.officer))
    after = change(office.officer, view, dataclasses.replace(view.card, known_as="Mina", born=PartialDate(2011, 3)))
    assert (after.version, after.card.known_as, after.age) == (2, "Mina", 15)
    detail = office.said()[0]
    assert (detail.act, detail.fields) == (Act.CHANGE, ("known_as", "born"))
    assert "Mina" not in str(detail)


def test_the_second_of_two_who_save_is_shown_mine_theirs_and_before(office: Office) -> None:
    view = office.officer.people.person(add_person(office.officer))
    theirs = dataclasses.replace(view.card, language="som")
    mine = dataclasses.replace(view.card, known_as="Mina")
    change(office.colleague, office.colleague.people.person(view.id), theirs)
    with pytest.raises(Conflict) as lost:
        change(office.officer, view, mine)
    conflict = lost.value
    assert (conflict.before, conflict.mine, conflict.theirs) == (view.card, mine, theirs)
    assert (conflict.their_name, conflict.version) == ("Olive Officer", 2)
    after = office.officer.people.change_card(
        view.id, conflict.version, theirs, dataclasses.replace(theirs, known_as="Mina")
    )
    assert (after.card.language, after.card.known_as) == ("som", "Mina")


def test_what_a_later_program_wrote_into_a_card_is_kept(office: Office) -> None:
    session = office.officer
    person = add_person(session, dataclasses.replace(CHILD, extra={"pronouns": "she"}))
    view = session.people.person(person)
    after = change(session, view, PersonCard(role=PartyRole.CHILD, given_name="Amina"))
    assert after.card.extra == {"pronouns": "she"}


@pytest.mark.parametrize(
    ("state", "reason"), [(PersonState.FROZEN, "PERSON_FROZEN"), (PersonState.PENDING, "PERSON_PENDING")]
)
def test_a_frozen_or_pending_record_takes_no_writes(office: Office, state: PersonState, reason: str) -> None:
    session = office.officer
    person, other = add_person(session, contact=DETAILS), add_person(session, MOTHER)
    view = session.people.person(person)
    set_state(session, person, state)
    for act in (
        lambda: change(session, view, MOTHER),
        lambda: session.people.change_contact(person, 1, DETAILS, ContactDetails()),
        lambda: session.people.link(person, other, FamilyTie()),
        lambda: session.people.link(other, person, FamilyTie()),
        lambda: session.people.add_relative(person, MOTHER, FamilyTie(), save_consent=consent()),
    ):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.reasons == (reason,)
        assert office.said()[0].reasons == (reason,)


def test_contact_details_are_kept_only_while_they_were_agreed_to(office: Office) -> None:
    session = office.officer
    person = add_person(session, dataclasses.replace(MOTHER, code_word="bluebell"))
    with pytest.raises(NotAllowed) as refused:
        session.people.change_contact(person, 0, ContactDetails(), DETAILS)
    assert refused.value.reasons == ("CONSENT_NOT_ASKED",)
    view = session.people.person(person)
    assert (view.contact, view.contact_version, view.may_keep_contact) == (None, 0, False)
    assert view.card.code_word == "bluebell"
    assert office.ask("SELECT count(*) FROM person_contact") == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'contact'", keys=True) == 0


def test_contact_details_have_a_key_of_their_own_and_a_version(office: Office) -> None:
    session = office.officer
    person = add_person(session, MOTHER, [consent(), consent(Purpose.SAVE_CONTACT)])
    first = session.people.change_contact(person, 0, ContactDetails(), DETAILS)
    assert (first.contact, first.contact_version) == (DETAILS, 1)
    later = dataclasses.replace(DETAILS, phones=("020 7946 0000",))
    assert session.people.change_contact(person, 1, DETAILS, later).contact_version == 2
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'contact'", keys=True) == 1
    assert office.said()[0].fields == ("phones",)
    with pytest.raises(Conflict) as lost:
        session.people.change_contact(person, 0, ContactDetails(), DETAILS)
    assert (lost.value.theirs, lost.value.version, lost.value.their_name) == (later, 2, "Omar Officer")


def test_contact_details_are_not_shown_once_the_agreement_is_gone_though_their_row_still_stands(office: Office) -> None:
    session = office.officer
    events = [consent(), consent(Purpose.SAVE_CONTACT), consent(Purpose.SAVE_CONTACT, Decision.WITHDRAWN)]
    person = add_person(session, MOTHER, events, contact=DETAILS)
    view = session.people.person(person)
    assert (view.contact, view.may_keep_contact) == (None, False)
    with pytest.raises(NotAllowed) as refused:
        session.people.change_contact(person, 1, DETAILS, DETAILS)
    assert refused.value.reasons == ("CONSENT_WITHDRAWN",)


def test_someone_passed_on_to_us_is_shown_with_who_allowed_it_and_how_to_reach_them(office: Office) -> None:
    referral = ReferralPermission(referrer="A school", permit="WRITTEN", permitted_by="The mother")
    person = add_person(office.officer, MOTHER, [], contact=DETAILS, state=PersonState.PENDING, referral=referral)
    view = office.officer.people.person(person)
    assert (view.pending, view.contact, view.may_keep_contact) == (referral, DETAILS, False)
    set_state(office.officer, person, PersonState.ACTIVE)
    assert office.officer.people.person(person).pending is None


def test_a_relative_comes_with_their_own_yes(office: Office) -> None:
    session = office.officer
    child = add_person(session)
    tie = FamilyTie(relation="FAT", responsibility="UNKNOWN")
    father = session.people.add_relative(
        child, dataclasses.replace(MOTHER, given_name="Yusuf"), tie, save_consent=consent()
    )
    view = session.people.person(father)
    assert view.consents[0].event.given_by == father
    assert [(one.person_id, one.is_child_side, one.tie) for one in view.family] == [(child, True, tie)]


def test_a_child_added_from_a_parents_page_is_the_child_in_the_tie(office: Office) -> None:
    session = office.officer
    mother = add_person(session, MOTHER)
    child = session.people.add_relative(mother, CHILD, FamilyTie(relation="MOT"), save_consent=consent(right="PR"))
    assert [one.is_child_side for one in session.people.person(mother).family] == [True]
    assert session.people.person(child).age == 15


def test_a_relative_without_a_yes_leaves_neither_row_nor_key(office: Office) -> None:
    session = office.officer
    child = add_person(session)
    keys = office.ask("SELECT count(*) FROM file_key", keys=True)
    with pytest.raises(NotAllowed) as refused:
        session.people.add_relative(child, MOTHER, FamilyTie(), save_consent=consent(decision=Decision.REFUSED))
    assert refused.value.reasons == ("CONSENT_REFUSED",)
    assert office.ask("SELECT count(*) FROM person") == 1
    assert office.ask("SELECT count(*) FROM file_key", keys=True) == keys


def test_two_people_are_tied_once_whichever_is_named_first(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    for one, other in ((family.child, family.mother), (family.mother, family.child), (family.child, family.child)):
        with pytest.raises(NotAllowed) as refused:
            session.people.link(one, other, FamilyTie())
        assert refused.value.reasons == ("ALREADY_LINKED",)


def test_a_changed_tie_shows_and_a_stale_one_conflicts(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    (relative,) = session.people.person(family.child).family
    disputed = dataclasses.replace(relative.tie, responsibility="DISPUTED")
    session.people.change_tie(relative.link_id, relative.version, relative.tie, disputed)
    since = dataclasses.replace(disputed, responsibility_since=session.today_date())
    assert session.people.person(family.mother).family[0].tie == since
    with pytest.raises(Conflict) as lost:
        session.people.change_tie(relative.link_id, relative.version, relative.tie, relative.tie)
    assert (lost.value.theirs, lost.value.version) == (since, 2)


def test_a_wrong_link_is_taken_away_and_both_people_stay(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    (relative,) = session.people.person(family.child).family
    with pytest.raises(Problem, match="meanwhile"):
        session.people.unlink(relative.link_id, relative.version + 1)
    session.people.unlink(relative.link_id, relative.version)
    assert session.people.person(family.child).family == ()
    assert session.people.person(family.mother).card.given_name == "Zahra"
    assert next(one for one in office.said() if one.act is Act.DELETE).fields == ("tie",)
    with pytest.raises(NotFound):
        session.people.unlink(relative.link_id, relative.version)


def test_whoever_may_not_see_the_file_is_named(office: Office) -> None:
    session = office.officer
    father, stranger = add_person(session, MOTHER), add_person(session, dataclasses.replace(MOTHER, given_name="Yusuf"))
    refusals = [
        consent(),
        *(consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=one)) for one in (father, stranger, None)),
    ]
    child = add_person(session, CHILD, refusals)
    session.people.link(child, father, FamilyTie())
    assert session.people.person(child).refusals == ("Zahra Hassan", "Yusuf Hassan", "everyone")


DAMAGE = {
    "a consent event changed": "UPDATE consent_event SET recorded_at = 'x' WHERE subject_id = ? AND number = 2",
    "the newest consent event taken away": "DELETE FROM consent_event WHERE subject_id = ? AND number = 2",
    "the head put back to fewer": "UPDATE consent_head SET count = 1, version = 1 WHERE id = ?",
    "the head taken away": "DELETE FROM consent_head WHERE id = ?",
}


@pytest.mark.parametrize("statement", DAMAGE.values(), ids=DAMAGE)
def test_a_person_whose_consents_are_not_all_there_is_not_shown(office: Office, statement: str) -> None:
    person = add_person(office.officer, MOTHER, [consent(), consent(Purpose.SAVE_CONTACT, Decision.WITHDRAWN)])
    office.tamper(statement, person.bytes)
    with pytest.raises(Problem, match="iass check"):
        office.officer.people.person(person)


def test_a_person_all_of_whose_consents_were_taken_away_is_not_shown(office: Office) -> None:
    person = add_person(office.officer)
    office.tamper("DELETE FROM consent_event WHERE subject_id = ?", person.bytes)
    office.tamper("DELETE FROM consent_head WHERE id = ?", person.bytes)
    with pytest.raises(Problem, match="iass check"):
        office.officer.people.person(person)


def test_a_card_that_was_changed_outside_is_not_written_over(office: Office) -> None:
    view = office.officer.people.person(add_person(office.officer))
    office.tamper("UPDATE person SET created_at = 'x' WHERE id = ?", view.id.bytes)
    with pytest.raises(Problem, match="iass check"):
        change(office.officer, view, MOTHER)


def test_contact_details_that_do_not_open_are_counted_and_the_rest_is_shown(office: Office) -> None:
    person = add_person(office.officer, MOTHER, contact=DETAILS)
    office.tamper("UPDATE person_contact SET body = zeroblob(320)")
    view = office.officer.people.person(person)
    assert (view.card, view.contact, view.unreadable) == (MOTHER, None, 1)


def test_a_tie_that_does_not_open_is_counted_and_the_rest_is_shown(office: Office) -> None:
    family = add_family(office.officer)
    office.tamper("UPDATE family_tie SET body = zeroblob(320)")
    view = office.officer.people.person(family.child)
    assert (view.family, view.unreadable) == ((), 1)


def test_a_relative_whose_card_does_not_open_keeps_their_place(office: Office) -> None:
    family = add_family(office.officer)
    office.tamper("UPDATE person SET card = zeroblob(320) WHERE id = ?", family.mother.bytes)
    assert [one.name for one in office.officer.people.person(family.child).family] == ["(does not open)"]
    with pytest.raises(Problem, match="iass check --deep"):
        office.officer.people.person(family.mother)


def test_a_card_moved_to_another_person_does_not_open(office: Office) -> None:
    one, other = add_person(office.officer), add_person(office.officer, MOTHER)
    office.tamper(
        "UPDATE person SET card = (SELECT card FROM person WHERE id = ?) WHERE id = ?", other.bytes, one.bytes
    )
    with pytest.raises(Problem, match="iass check --deep"):
        office.officer.people.person(one)


def test_ids_of_the_file_are_random(office: Office) -> None:
    assert {UUID(bytes=add_person(office.officer).bytes).version for _ in range(2)} == {4}


def test_an_agreement_that_goes_in_the_moment_before_the_transaction_is_seen_inside_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, other = office.officer, office.colleague.desk
    person = add_person(session, MOTHER, [consent(), consent(Purpose.SAVE_CONTACT)])
    begin = session.desk.records.unit

    def meanwhile(scribe: Any) -> Any:
        monkeypatch.undo()
        with other.read() as connection:
            found = people_store.state(connection, person)
        assert found is not None
        with other.unit("casework") as unit:
            event = consent(Purpose.SAVE_CONTACT, Decision.WITHDRAWN)
            consent_store.append(other, unit, other.key(found[1], "person", person), person, [event])
            unit.say(AuditDetail(act=Act.WITHDRAW, subject="person", subject_id=person))
        return begin(scribe)

    monkeypatch.setattr(session.desk.records, "unit", meanwhile)
    with pytest.raises(NotAllowed) as refused:
        session.people.change_contact(person, 0, ContactDetails(), DETAILS)
    assert refused.value.reasons == ("CONSENT_WITHDRAWN",)
    assert office.ask("SELECT count(*) FROM person_contact") == 0


def test_what_a_terminal_would_obey_is_kept_out_whoever_calls_and_whatever_the_record(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    view = session.people.person(family.child)
    hostile = dataclasses.replace(view.card, given_name="Ama\x1b[2J\u202ena", safety_words="a\x00b\r\nc [/]")
    saved = session.people.change_card(family.child, view.version, view.card, hostile).card
    assert (saved.given_name, saved.safety_words) == ("Ama[2Jna", "ab\nc [/]")
    session.casework.add_note(family.case, NoteBody(text="\x1b]52;c;AAAA\x07", provided_by=ProvidedBy.OFFICER))
    assert session.casework.case(family.case).notes[0].rows[0].body.text == "]52;c;AAAA"


def test_a_text_that_is_too_long_is_refused_whoever_calls_and_nothing_is_saved(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    with pytest.raises(Problem, match="100,000 characters"):
        session.casework.add_note(family.case, NoteBody(text="a" * 100_001, provided_by=ProvidedBy.OFFICER))
    assert session.casework.case(family.case).notes == ()
