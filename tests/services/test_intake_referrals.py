"""P30: a family that someone else passes on. With permission a name waits; without it nothing is held."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from db import consent_store, people_store, tally_store
from iass_tui.rules.people import PersonState
from iass_tui.rules.quarters import quarter_of, week_of
from iass_tui.rules.records.casework import TallyBody
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import PartyRole, PersonCard
from iass_tui.services import upkeep
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, NotFound
from tests.services.first_contacts import CANARY, FAMILY, NO_CONTACT, REFERRAL, TODAY, YOUNG, ending, found_in, snapshot
from tests.services.offices import Office


def tallies(session: OfficeSession, day: date = TODAY) -> list[str]:
    """Why each tally of a quarter is one."""
    return sorted(one.why for one in tally_store.of_quarter(session.desk, quarter_of(day)))


def test_a_permitted_referral_holds_a_name_one_way_to_reach_them_and_who_permitted_it(office: Office) -> None:
    session = office.officer
    saved = session.intake.finish({**FAMILY, **REFERRAL})
    assert (saved.outcome, saved.case_id) == ("REFERRAL_PENDING", None)
    assert saved.person_id is not None
    with session.desk.read() as connection:
        person = people_store.person(session.desk, connection, saved.person_id)
    assert person is not None
    assert person.state is PersonState.PENDING
    assert person.card == PersonCard(role=PartyRole.OTHER, given_name="Rosa", family_name="Costa")
    assert person.contact is not None
    assert person.contact.phones == ("07700 900123",)
    assert (person.contact.emails, person.contact.addresses) == ((), ())
    assert person.referral is not None
    said = person.referral
    assert (said.permit, said.permitted_by, said.permitted_on) == ("WRITTEN", "the mother", date(2026, 11, 20))
    assert (said.referrer, said.evidence) == ("Hill School", "her letter of that day")
    held = {table: office.ask(f'SELECT count(*) FROM "{table}"') for table in ("case", "note", "task", "consent_event")}
    assert set(held.values()) == {0}
    assert office.said()[0].reasons == ("REFERRAL_PENDING",)


def waiting_id(session: OfficeSession) -> UUID:
    """A referral that waits; the id of the person."""
    saved = session.intake.finish(REFERRAL)
    assert saved.person_id is not None
    return saved.person_id


@pytest.mark.parametrize("missing", ["permitted_by", "permitted_on", "permit_evidence"])
def test_without_who_permitted_it_when_or_how_we_know_nothing_is_held(
    office: Office, tmp_path: Path, missing: str
) -> None:
    session = office.officer
    saved = session.intake.finish({**REFERRAL, "family_given_name": CANARY, "reach": CANARY, missing: " "})
    assert (saved.outcome, saved.person_id) == ("REFERRAL_BLOCKED", None)
    assert office.ask("SELECT count(*) FROM person") == 0
    assert found_in(snapshot(tmp_path)) == []
    assert tallies(session) == ["REFERRAL_REFUSED"]


def test_whoever_has_to_be_asked_is_listed_longest_waiting_first(office: Office) -> None:
    session = office.officer
    first = waiting_id(session)
    office.clock.forward(days=1)
    second = waiting_id(session)
    assert [one.person_id for one in office.colleague.intake.waiting()] == [first, second]


def test_a_waiting_referral_is_kept_to_its_last_day_and_destroyed_after_it(office: Office) -> None:
    session = office.officer
    waiting_id(session)
    office.clock.forward(days=14)
    assert session.intake.lapse_referrals() == 0
    office.clock.forward(days=1)
    host_key = office.host.key().id
    assert session.intake.lapse_referrals() == 1
    rows = [office.ask(f"SELECT count(*) FROM {table}") for table in ("person", "person_contact")]
    keys = office.ask("SELECT count(*) FROM file_key WHERE kind IN ('person', 'contact')", keys=True)
    assert (rows, keys) == ([0, 0], 0)
    assert office.host.key().id != host_key
    assert office.host.ledger()[-1].line.kind == "lapsed"
    assert office.said()[0].act is Act.DELETE
    assert session.intake.lapse_referrals() == 0


def test_a_lapsed_referral_is_counted_in_the_week_in_which_it_came(office: Office) -> None:
    session = office.officer
    waiting_id(session)
    office.clock.forward(days=60)
    session.intake.lapse_referrals()
    assert tallies(session, date(2027, 1, 22)) == []
    (tally,) = tally_store.of_quarter(session.desk, quarter_of(TODAY))
    assert tally == TallyBody(
        week=week_of(TODAY),
        channel="EML",
        user_type="PRO",
        issue_group="EX",
        minutes_band="1-15",
        signposts=("NONE",),
        why="REFERRAL_UNANSWERED",
    )


def test_referrals_lapse_when_an_officer_signs_in_and_not_by_a_volunteer(office: Office) -> None:
    waiting_id(office.officer)
    office.clock.forward(days=15)
    assert office.volunteer.intake.lapse_referrals() == 0
    assert upkeep.after_sign_in(office.volunteer) == ()
    assert office.ask("SELECT count(*) FROM person") == 1
    assert upkeep.after_sign_in(office.sign_in("olive")) == ()
    assert office.ask("SELECT count(*) FROM person") == 0


def test_a_family_that_says_yes_becomes_a_case_and_keeps_who_permitted_it(office: Office) -> None:
    session = office.officer
    person_id = waiting_id(session)
    old = office.ask("SELECT id FROM file_key WHERE kind = 'contact'", keys=True)
    saved = session.intake.confirm_referral(person_id, FAMILY)
    assert (saved.outcome, saved.reference) == ("CASE", "C-0001")
    view = session.people.person(person_id)
    assert (view.pending, view.card.given_name, view.may_keep_contact) == (None, "Rosa", True)
    assert view.contact is not None
    assert view.contact.emails == ("rosa@example.org",)
    assert office.ask("SELECT count(*) FROM person_contact") == 1
    assert office.ask("SELECT count(*) FROM file_key WHERE id = ?", old, keys=True) == 0
    with session.desk.read() as connection:
        stored = people_store.person(session.desk, connection, person_id)
    assert stored is not None
    assert stored.referral is not None
    assert stored.referral.permitted_by == "the mother"
    assert len(consent_store.history(session.desk, person_id)) == 2
    assert tallies(session) == []


def test_a_family_that_says_yes_but_not_to_contact_details_keeps_no_number(office: Office) -> None:
    session = office.officer
    person_id = waiting_id(session)
    saved = session.intake.confirm_referral(person_id, NO_CONTACT)
    assert saved.outcome == "CASE_WITHOUT_CONTACT"
    assert saved.code_word
    assert office.ask("SELECT count(*) FROM person_contact") == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'contact'", keys=True) == 0


def test_a_young_person_who_was_passed_on_confirms_for_themselves(office: Office) -> None:
    session = office.officer
    person_id = waiting_id(session)
    saved = session.intake.confirm_referral(person_id, YOUNG)
    assert saved.person_id == person_id
    assert session.people.person(person_id).card.given_name == "Maya"


@pytest.mark.parametrize("said", ["NO", "ANONYMOUS"])
def test_a_family_that_says_no_is_destroyed_and_counted(office: Office, said: str) -> None:
    session = office.officer
    person_id = waiting_id(session)
    host_key = office.host.key().id
    saved = session.intake.confirm_referral(person_id, ending(said))
    assert (saved.case_id, saved.person_id) == (None, None)
    assert office.ask("SELECT count(*) FROM person") == 0
    assert tallies(session) == ["REFERRAL_REFUSED"]
    assert office.host.ledger()[-1].line.kind == "refusal"
    assert office.host.key().id != host_key
    with pytest.raises(NotFound):
        session.intake.confirm_referral(person_id, FAMILY)


def test_a_family_that_could_not_be_asked_goes_on_waiting(office: Office) -> None:
    session = office.officer
    person_id = waiting_id(session)
    with pytest.raises(NotAllowed, match="goes on waiting"):
        session.intake.confirm_referral(person_id, ending("NOT_ASKED"))
    assert [one.person_id for one in session.intake.waiting()] == [person_id]


def test_a_referral_can_be_drafted_once_it_is_permitted(office: Office) -> None:
    session = office.officer
    draft = session.intake.begin(REFERRAL)
    assert draft is not None
    assert session.intake.resume(draft)["family_given_name"] == "Rosa"
    session.intake.finish(REFERRAL, draft)
    assert office.ask("SELECT count(*) FROM draft") == 0
