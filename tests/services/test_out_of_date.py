"""What waits in the outbox goes once a safety flag or an address has changed under it."""

from __future__ import annotations

import dataclasses
from uuid import UUID

import pytest

from iass_tui.rules.papers import Way
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.letters import LetterKind
from iass_tui.rules.records.office import Permission
from iass_tui.rules.records.people import Address, ContactDetails, FamilyTie
from iass_tui.services.session import OfficeSession
from tests.services.families import add_family
from tests.services.offices import Office
from tests.services.test_keeping_in_touch import DETAILS, willing
from tests.services.test_letters import person, send, wish


def exporting(office: Office) -> OfficeSession:
    """A colleague who may export lists."""
    office.manager.staff.set_permissions(office.officer.me.id, frozenset(Permission))
    return office.officer


@pytest.mark.parametrize("channel", [Purpose.MKT_POST, Purpose.MKT_EMAIL])
def test_a_list_that_waits_goes_with_a_changed_flag_or_address_of_somebody_on_it(
    office: Office, channel: Purpose
) -> None:
    session = exporting(office)
    mother = willing(office)
    session.keeping_in_touch.export(channel)
    view = session.people.person(mother)
    card = dataclasses.replace(view.card, safety=("ADDRESS_WITHHELD",))
    view = session.people.change_card(mother, view.version, view.card, card)
    assert session.packs.outbox() == ()
    card = dataclasses.replace(view.card, safety=())
    session.people.change_card(mother, view.version, view.card, card)
    session.keeping_in_touch.export(channel)
    view = session.people.person(mother)
    session.people.change_contact(
        mother, view.contact_version, DETAILS, dataclasses.replace(DETAILS, emails=("other@example.org",))
    )
    assert session.packs.outbox() == ()


def test_a_list_stays_where_nothing_of_it_changed(office: Office) -> None:
    session = exporting(office)
    mother = willing(office)
    session.keeping_in_touch.export(Purpose.MKT_POST)
    view = session.people.person(mother)
    session.people.change_card(mother, view.version, view.card, dataclasses.replace(view.card, language="som"))
    assert len(session.packs.outbox()) == 1


def test_what_waits_about_a_family_goes_with_a_new_flag_on_one_of_them(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    send(session, wish(made, LetterKind.HOLDING, person(made.mother), way=Way.POST))
    assert len(session.packs.outbox()) == 1
    view = session.people.person(made.mother)
    card = dataclasses.replace(view.card, safety=("NO_POST",))
    session.people.change_card(made.mother, view.version, view.card, card)
    assert session.packs.outbox() == ()
    assert len(session.letters.of(made.child)) == 1  # that it was made stays on record


def _moves(session: OfficeSession, person_id: UUID) -> None:
    """They live elsewhere from now on."""
    view = session.people.person(person_id)
    moved = dataclasses.replace(DETAILS, addresses=(Address(lines=("9 New Road",), postcode="W2 9ZZ"),))
    session.people.change_contact(person_id, view.contact_version, view.contact or ContactDetails(), moved)


def test_a_letter_that_waits_with_an_old_address_goes_with_it(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    mother = willing(office)
    session.people.link(made.child, mother, FamilyTie(relation="MOT", responsibility="YES"))
    send(session, wish(made, LetterKind.HOLDING, person(mother), way=Way.POST))
    handed = send(session, wish(made, LetterKind.HOLDING, person(made.mother)))
    assert len(session.packs.outbox()) == 2
    view = session.people.person(mother)
    rung = dataclasses.replace(DETAILS, phones=("07700 900999",))
    session.people.change_contact(mother, view.contact_version, DETAILS, rung)
    assert len(session.packs.outbox()) == 2  # another telephone number stands on neither
    _moves(session, mother)
    assert [one.name for one in session.packs.outbox()] == [handed.name]
    assert len(session.letters.of(made.child)) == 2  # that they were made stays on record


def test_a_confirmation_that_waits_with_an_old_address_goes_with_it(office: Office) -> None:
    session, mother = office.officer, willing(office)
    session.consent.withdraw(
        mother, Purpose.MKT_POST, Scope(), given_by=mother, given_on=session.today_date(), method="VERBAL"
    )
    session.consent.acknowledge(mother, Purpose.MKT_POST, Scope())
    assert len(session.packs.outbox()) == 1
    _moves(session, mother)
    assert session.packs.outbox() == ()
