"""Two records of one person joined and parted again, on a real office that `iass check` reads after each test."""

import dataclasses
from uuid import UUID

import pytest

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.joining import JoinReason, Stays
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import NoteBody, ProvidedBy
from iass_tui.rules.records.consents import Decision, Purpose, Scope
from iass_tui.rules.records.people import ContactDetails, FamilyTie
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, Problem
from tests.services.families import (
    CHILD,
    DETAILS,
    FACTS,
    GIVEN_ON,
    MOTHER,
    add_family,
    add_person,
    consent,
    set_state,
)
from tests.services.offices import Office

AGAIN = dataclasses.replace(CHILD, given_name="Aminah", born=PartialDate(2011, 3, 28), safety=("ADDRESS_WITHHELD",))
CARD = {"given_name": Stays.OTHER, "born": Stays.KEPT}
NOTE = NoteBody(happened_on=GIVEN_ON, provided_by=ProvidedBy.PARENT, progress="They rang about transport")


def join(session: OfficeSession, kept: UUID, other: UUID, contact: dict[str, Stays] | None = None) -> None:
    offer = session.joining.compare(kept, other)
    card = {one.field: CARD.get(one.field, Stays.KEPT) for one in offer.card if one.choices}
    session.joining.join(offer, card, contact or {})


def test_a_join_keeps_every_case_note_tie_and_consent_of_both_under_one_person(office: Office) -> None:
    officer = office.officer
    family = add_family(officer)
    other = add_person(officer, AGAIN, [consent(), consent(Purpose.SHARE_DOC, Decision.REFUSED)])
    case = officer.casework.open_case(other, FACTS)
    note = officer.casework.add_note(case, NOTE)
    father = add_person(officer, dataclasses.replace(MOTHER, given_name="Yusuf"))
    officer.people.link(other, father, FamilyTie(relation="FAT", responsibility="YES"))
    officer.directory.load()

    join(officer, family.child, other)

    view = officer.people.person(family.child)
    assert (view.card.given_name, view.card.born) == ("Aminah", CHILD.born)
    assert view.card.safety == ("ADDRESS_WITHHELD",)
    assert {one.id for one in view.cases} == {family.case, case}
    assert {one.person_id for one in view.family} == {family.mother, father}
    assert [one.number for one in view.consents] == [1, 2, 3]
    shown = officer.casework.case(case)
    assert (shown.person.id, [one.note_id for one in shown.notes]) == (family.child, [note])
    assert officer.people.person(other).id == family.child  # an old reference finds the one that is kept
    assert [hit.entry.id for hit in officer.directory.search("Aminah")] == [str(family.child)]
    assert officer.directory.search("Amina")[0].entry.id == str(family.child)


def test_undone_both_records_stand_again_as_before_and_what_came_later_stays_on_the_kept_one(office: Office) -> None:
    officer = office.officer
    family = add_family(officer)
    other = add_person(officer, AGAIN)
    case = officer.casework.open_case(other, FACTS)
    officer.directory.load()
    before = officer.people.person(family.child), officer.people.person(other)
    join(officer, family.child, other)
    office.clock.forward(days=1)
    late = officer.casework.open_case(family.child, FACTS)
    officer.consent.record(family.child, [consent(Purpose.STATS, Decision.REFUSED)])

    parted = officer.joining.part(other)

    now = officer.people.person(family.child), officer.people.person(other)
    assert [one.card for one in now] == [one.card for one in before]
    assert {one.id for one in now[1].cases} == {case}
    assert {one.id for one in now[0].cases} == {family.case, late}
    assert parted.stayed == ("CONSENTS", "CASES")
    assert not parted.is_frozen
    assert {hit.entry.id for hit in officer.directory.search("Amina Hassan")} >= {str(family.child)}
    assert officer.directory.search("Aminah")[0].entry.id == str(other)
    assert officer.joining.joined_to(family.child) == ()


def test_a_no_in_either_record_stands_until_they_are_asked_again(office: Office) -> None:
    officer = office.officer
    kept = add_person(officer, CHILD, [consent(), consent(Purpose.SHARE_DOC)])
    other = add_person(officer, CHILD, [consent(), consent(Purpose.SHARE_DOC, Decision.REFUSED)])
    join(officer, kept, other)
    assert not _may(officer, kept, Purpose.SHARE_DOC)
    said = dataclasses.replace(consent(Purpose.SHARE_DOC), given_by=kept, wording_version="1", wording_hash="0" * 64)
    officer.consent.record(kept, [said])
    assert _may(officer, kept, Purpose.SHARE_DOC)
    officer.joining.part(other)
    assert not _may(officer, other, Purpose.SHARE_DOC)


def _may(officer: OfficeSession, person: UUID, purpose: Purpose) -> bool:
    from iass_tui.rules.consent import fold

    view = officer.people.person(person)
    return bool(fold(view.consents, officer.today_date(), view.card.born).may(purpose))


def test_a_refusal_that_names_a_parents_former_record_still_refuses_that_parent(office: Office) -> None:
    officer = office.officer
    father = add_person(officer, MOTHER)
    again = add_person(officer, MOTHER)
    refusal = consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=again))
    child = add_person(officer, CHILD, [consent(), refusal])
    officer.people.link(child, again, FamilyTie(relation="FAT", responsibility="YES"))
    join(officer, father, again)
    view = officer.people.person(child)
    assert view.refusals == (MOTHER.full_name,)
    assert [one.person_id for one in view.family] == [father]
    from iass_tui.rules.consent import fold

    assert fold(view.consents, officer.today_date()).refuses(father)


def test_taking_contact_details_back_erases_those_of_both_records_and_undoing_brings_none_back(office: Office) -> None:
    officer = office.officer
    kept = add_person(officer, MOTHER, contact=DETAILS)
    other = add_person(officer, MOTHER, contact=ContactDetails(phones=("0117 496 0000",)))
    join(officer, kept, other, {"phones": Stays.BOTH})
    assert officer.people.person(kept).contact == dataclasses.replace(DETAILS, phones=("07700 900123", "0117 496 0000"))
    officer.consent.withdraw(
        kept, Purpose.SAVE_CONTACT, Scope(), given_by=kept, given_on=officer.today_date(), method="VERBAL"
    )
    for table in ("person_contact", "contact_before_join"):
        assert office.ask(f"SELECT count(*) FROM {table}") == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'contact'", keys=True) == 0
    officer.joining.part(other)
    for one in (kept, other):
        view = officer.people.person(one)
        assert (view.contact, view.may_keep_contact) == (None, False)


def test_ways_to_reach_them_go_back_to_what_each_record_held(office: Office) -> None:
    officer = office.officer
    theirs = ContactDetails(phones=("0117 496 0000",))
    kept, other = add_person(officer, MOTHER), add_person(officer, MOTHER, contact=theirs)
    join(officer, kept, other)
    assert officer.people.person(kept).contact == theirs
    officer.joining.part(other)
    assert officer.people.person(kept).contact is None
    assert officer.people.person(other).contact == theirs


def test_saving_taken_back_while_joined_freezes_both_and_undoing_waits_for_the_manager(office: Office) -> None:
    officer = office.officer
    kept, other = add_person(officer), add_person(officer)
    join(officer, kept, other)
    officer.consent.withdraw(
        kept, Purpose.SAVE_CASE, Scope(), given_by=kept, given_on=officer.today_date(), method="VERBAL"
    )
    with pytest.raises(Problem, match="manager decides"):
        officer.joining.part(other)
    again = dataclasses.replace(consent(), given_by=kept, wording_version="1", wording_hash="0" * 64)
    officer.consent.record(kept, [again])
    assert officer.joining.part(other).is_frozen
    assert office.ask("SELECT state FROM person WHERE id = ?", other.bytes) == PersonState.FROZEN
    assert office.ask("SELECT state FROM person WHERE id = ?", kept.bytes) == PersonState.ACTIVE


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ("adult", JoinReason.OTHER_KIND),
        ("frozen", JoinReason.FROZEN),
        ("related", JoinReason.RELATED),
        ("itself", JoinReason.SAME_RECORD),
    ],
)
def test_a_join_that_would_be_wrong_is_refused_with_its_reason(office: Office, other: str, reason: JoinReason) -> None:
    officer = office.officer
    kept = add_person(officer)
    person = {"itself": kept}.get(other) or add_person(officer, MOTHER if other == "adult" else CHILD)
    if other == "frozen":
        set_state(officer, person, PersonState.FROZEN)
    if other == "related":
        officer.people.link(kept, person, FamilyTie(relation="SIB"))
    offer = officer.joining.compare(kept, person)
    assert reason in offer.reasons
    with pytest.raises(NotAllowed):
        officer.joining.join(offer, {}, {})


def test_what_changed_since_it_was_compared_is_not_joined(office: Office) -> None:
    officer = office.officer
    kept, other = add_person(officer), add_person(officer)
    offer = officer.joining.compare(kept, other)
    view = office.colleague.people.person(other)
    office.colleague.people.change_card(other, view.version, view.card, dataclasses.replace(CHILD, known_as="Mina"))
    with pytest.raises(Problem, match="changed meanwhile"):
        officer.joining.join(offer, {}, {})


def test_an_old_page_of_the_joined_record_writes_nothing_there(office: Office) -> None:
    officer = office.officer
    kept, other = add_person(officer), add_person(officer)
    view = officer.people.person(other)
    join(officer, kept, other)
    with pytest.raises(NotAllowed, match="joined with another"):
        officer.people.change_card(other, view.version + 1, view.card, dataclasses.replace(CHILD, known_as="Mina"))


def test_both_audits_tell_of_the_join_and_of_its_undoing(office: Office) -> None:
    officer = office.officer
    kept, other = add_person(officer), add_person(officer)
    join(officer, kept, other)
    officer.joining.part(other)
    said = [(one.subject_id, one.reasons) for one in office.said() if one.fields == ("join",) and one.reasons]
    assert said == [
        (other, ("UNDONE", str(kept))),
        (kept, ("UNDONE", str(other))),
        (other, (str(kept),)),
        (kept, (str(other),)),
    ]
