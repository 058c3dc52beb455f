"""The letter after a withdrawal goes to whoever took it back, and says of whom (P47, P15)."""

from __future__ import annotations

import dataclasses
from datetime import date

import pypdfium2
import pytest

from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.erasure import LawfulBasis
from iass_tui.rules.records.people import Address, FamilyTie
from iass_tui.services.views import OutboxFile
from tests.services.families import CHILD, DETAILS, FACTS, MOTHER, Family, add_person, consent
from tests.services.offices import Office
from tests.services.test_consent import TODAY
from tests.services.test_erasing import make_kit

HOME = dataclasses.replace(DETAILS, addresses=(Address(lines=("1 Numbat Lane",), postcode="ZZ1 1AA"),))


def family(office: Office) -> Family:
    """Amina with an address of her own, and her mother Zahra at Numbat Lane."""
    session = office.officer
    own = dataclasses.replace(DETAILS, addresses=(Address(lines=("2 Quokka Road",), postcode="ZZ1 2BB"),))
    child, mother = add_person(session, CHILD, contact=own), add_person(session, MOTHER, contact=HOME)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES"))
    return Family(child, mother, session.casework.open_case(child, FACTS))


def taken_back(office: Office, made: Family, purpose: Purpose = Purpose.STATS) -> OutboxFile:
    """The mother takes it back for her child, and the confirmation is made."""
    session = office.officer
    session.consent.withdraw(
        made.child, purpose, Scope(), given_by=made.mother, given_on=TODAY, method="VERBAL", right="PR"
    )
    return session.consent.acknowledge(made.child, purpose, Scope())


def read(office: Office, made: OutboxFile) -> str:
    """The words of a letter in the outbox."""
    with pypdfium2.PdfDocument(office.places.folder.outbox / made.name, password=made.passphrase) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_what_a_mother_took_back_is_confirmed_to_her_about_her_child(office: Office) -> None:
    said = read(office, taken_back(office, family(office)))
    assert "you took back the agreement to this for Amina Hassan" in said
    assert "Zahra Hassan 1 Numbat Lane" in said
    assert "Quokka" not in said  # the child's own address is not hers to be told


def test_what_somebody_took_back_themselves_is_confirmed_to_them(office: Office) -> None:
    made, session = family(office), office.officer
    session.consent.withdraw(made.child, Purpose.STATS, Scope(), given_by=made.child, given_on=TODAY, method="VERBAL")
    said = read(office, session.consent.acknowledge(made.child, Purpose.STATS, Scope()))
    assert "you took back your agreement to this" in said
    assert "Amina Hassan 2 Quokka Road" in said


def test_p15_whoever_is_refused_gets_no_letter_about_the_child_who_learns_who_it_was(office: Office) -> None:
    made = family(office)
    refusal = consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=made.mother))
    office.officer.consent.record(made.child, [dataclasses.replace(refusal, given_by=made.child)])
    said = read(office, taken_back(office, made))
    assert "Zahra Hassan took back your agreement to this" in said
    assert "Numbat" not in said


def test_p44_a_mother_who_may_not_be_written_to_is_handed_it_without_an_address(office: Office) -> None:
    made, session = family(office), office.officer
    session.consent.withdraw(
        made.mother, Purpose.SAVE_CONTACT, Scope(), given_by=made.mother, given_on=TODAY, method="VERBAL"
    )
    said = read(office, taken_back(office, made))
    assert "Zahra Hassan On 23 November" in said


@pytest.mark.parametrize("is_kept", [True, False])
def test_what_the_manager_decided_is_told_to_whoever_took_saving_back(office: Office, *, is_kept: bool) -> None:
    made, manager = family(office), office.manager
    taken_back(office, made, Purpose.SAVE_CASE)
    if is_kept:
        letter = manager.erasures.keep(made.child, LawfulBasis.LEGAL_CLAIMS, "An appeal", date(2027, 1, 4))
        wanted = "decided that Amina Hassan's record is kept"
    else:
        make_kit(office)
        letter = manager.erasures.erase(made.child).letter
        wanted = "Amina Hassan's record was erased"
    said = read(office, letter)
    assert wanted in said
    assert "Zahra Hassan 1 Numbat Lane" in said
