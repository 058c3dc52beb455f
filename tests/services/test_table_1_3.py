"""Domain table 1.3, row by row: what each answer to "may we save this?" keeps, and what it must not (P29, P44, P78)."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from db import tally_store
from iass_tui.rules.quarters import quarter_of, week_of
from iass_tui.rules.records.casework import NoteBody, TallyBody, TaskBody, TaskStatus
from iass_tui.rules.records.concerns import AboutWhom, ConcernBody
from iass_tui.rules.records.consents import Decision, Purpose
from iass_tui.rules.records.people import ContactDetails
from iass_tui.rules.records.sharing import ConcernSource
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import IntakeSaved, NotAllowed, NotFound, PersonView
from tests.services.families import DETAILS, FACTS, MOTHER, add_person
from tests.services.first_contacts import (
    CANARY,
    FAMILY,
    NO_CONTACT,
    REFERRAL,
    TODAY,
    ending,
    found_in,
    snapshot,
    typed_anyway,
)
from tests.services.offices import Office
from tests.services.tables import grown, held
from tests.services.test_consent import heard, withdraw

COUNTED = TallyBody(
    week=week_of(TODAY),
    channel="TEL",
    user_type="PAR",
    issue_group="EA",
    level="L1",
    minutes_band="16-30",
    signposts=("IPSEA",),
    why="NO",
)
"""Week, channel, user type, issue group, level 1, minutes band, signposted to; and why it is only a count."""


def ready(office: Office) -> OfficeSession:
    """An officer as sign-in leaves them: this quarter's key for tallies is there."""
    office.officer.intake.lapse_referrals()
    return office.officer


def signer(session: OfficeSession, saved: IntakeSaved) -> PersonView:
    """The mother of an intake."""
    assert saved.person_id is not None
    (tie,) = session.people.person(saved.person_id).family
    return session.people.person(tie.person_id)


def only_counted(office: Office, tmp_path: Path, said: dict[str, str], expected: TallyBody, **more: int) -> IntakeSaved:
    """Ends a contact into which everything was typed: one tally (and `more`), and not a trace of what was typed."""
    session = ready(office)
    before, entries = held(office), office.ask("SELECT max(seq) FROM audit_entry")
    saved = session.intake.finish({**typed_anyway(), **said})
    assert grown(before, held(office)) == {"tally": 1, **more}
    assert office.ask("SELECT max(seq) FROM audit_entry") == entries  # an entry would have the moment
    assert found_in(snapshot(tmp_path)) == []
    assert tally_store.of_quarter(session.desk, quarter_of(TODAY)) == (expected,)  # sealed: read here as it is kept
    assert (saved.person_id, saved.case_id, saved.reference, saved.code_word) == (None, None, "", "")
    return saved


def test_table_1_3_yes_keeps_the_case_and_contact_details_only_with_p44(office: Office, tmp_path: Path) -> None:
    session = office.officer
    saved = session.intake.finish({**FAMILY, "wants": CANARY})
    assert (saved.outcome, saved.reference) == ("CASE", "C-0001")
    assert saved.case_id is not None
    assert session.casework.case(saved.case_id).facts.wants == CANARY
    mother = signer(session, saved)
    assert mother.contact is not None
    assert (mother.contact.phones, mother.contact.emails) == (("07700 900123",), ("rosa@example.org",))
    said = {one.event.purpose: one.event.decision for one in mother.consents}
    assert said == {Purpose.SAVE_CASE: Decision.GIVEN, Purpose.SAVE_CONTACT: Decision.GIVEN}
    assert found_in(snapshot(tmp_path)) == []  # what may be kept is sealed


def test_table_1_3_yes_contact_details_no_keeps_the_case_and_a_code_word(office: Office, tmp_path: Path) -> None:
    session = office.officer
    before = held(office)
    canaries = {"phone": f"{CANARY} 1", "email": f"{CANARY}@example.org", "address": CANARY, "postcode": CANARY}
    saved = session.intake.finish({**NO_CONTACT, **canaries})
    assert saved.outcome == "CASE_WITHOUT_CONTACT"
    assert grown(before, held(office)).get("person_contact", 0) == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'contact'", keys=True) == 0
    assert saved.case_id is not None
    mother, case = signer(session, saved), session.casework.case(saved.case_id)
    for view in (mother, session.people.person(case.person.id), case):
        assert CANARY not in str(view)
    assert (mother.contact, mother.may_keep_contact, case.facts.wants) == (None, False, "An assessment")
    with pytest.raises(NotAllowed):
        session.people.change_contact(mother.id, 0, ContactDetails(), ContactDetails(phones=("07700 900123",)))
    assert found_in(snapshot(tmp_path)) == []
    # They come back with their word, to whoever answers.
    other = office.colleague.directory
    other.load()
    assert str(mother.id) in {str(hit.entry.id) for hit in other.search(saved.code_word)}


def test_table_1_3_yes_contact_details_no_plans_no_outbound_task(office: Office) -> None:
    session = office.officer
    saved = session.intake.finish(NO_CONTACT)
    assert saved.case_id is not None
    case, mother = saved.case_id, signer(session, saved)
    outbound = TaskBody(what="Ring her", reach_id=mother.id)
    with pytest.raises(NotAllowed) as no:
        session.casework.add_task(case, outbound, None)
    assert no.value.reasons == ("TASK_NO_CONTACT",)
    assert "Ask them again" in str(no.value)  # what would change it
    # Work that reaches nobody is planned, and stays so: it does not become outbound by a change.
    task = session.casework.add_task(case, TaskBody(what="Read the plan"), None)
    with pytest.raises(NotAllowed):
        session.casework.change_task(task, 1, TaskBody(what="Read the plan"), outbound)
    stranger = add_person(session, MOTHER, contact=DETAILS)
    with pytest.raises(NotAllowed) as no:
        session.casework.add_task(case, TaskBody(what="Ring", reach_id=stranger), None)
    assert no.value.reasons == ("TASK_NOT_IN_FAMILY",)
    # With their yes it is: and goes again when they take that back.
    session.consent.record(mother.id, [heard(Purpose.SAVE_CONTACT, given_by=mother.id)])
    ring = session.casework.add_task(case, outbound, None)
    withdraw(session, mother.id)
    assert {one.body.what: one.status for one in session.casework.case(case).tasks if one.id in (task, ring)} == {
        "Read the plan": TaskStatus.OPEN,
        "Ring her": TaskStatus.DROPPED,
    }
    with pytest.raises(NotAllowed):
        session.casework.reopen_task(ring, 2)


def test_table_1_3_no_keeps_one_tally(office: Office, tmp_path: Path) -> None:
    saved = only_counted(office, tmp_path, ending("NO"), COUNTED)
    assert (saved.outcome, saved.caller_code) == ("TALLY_NO", "")


def test_table_1_3_no_after_a_draft_leaves_one_tally_and_no_key_that_opens_the_draft(
    office: Office, tmp_path: Path
) -> None:
    session = ready(office)
    before = held(office)
    draft = session.intake.begin({**FAMILY, "wants": CANARY})
    assert draft is not None
    key = office.ask("SELECT id FROM file_key WHERE kind = 'person'", keys=True)
    session.intake.finish({**FAMILY, "wants": CANARY, "save": "NO"}, draft)
    assert {name: n for name, n in grown(before, held(office)).items() if not name.startswith("keys.")} == {"tally": 1}
    assert office.ask("SELECT count(*) FROM file_key WHERE kind IN ('person', 'contact', 'case')", keys=True) == 0
    assert any(UUID(bytes=key) in one.line.keys for one in office.host.ledger())  # in no older copy either
    assert found_in(snapshot(tmp_path)) == []
    with pytest.raises(NotFound):
        session.intake.resume(draft)


def test_table_1_3_not_asked_is_as_no_with_the_reason_ended_before_asked(office: Office, tmp_path: Path) -> None:
    expected = dataclasses.replace(COUNTED, why="NOT_ASKED")
    assert only_counted(office, tmp_path, ending("NOT_ASKED"), expected).outcome == "TALLY_NOT_ASKED"


def test_table_1_3_anonymous_is_as_no_with_a_code_that_is_theirs_alone(office: Office, tmp_path: Path) -> None:
    expected = dataclasses.replace(COUNTED, why="ANONYMOUS")
    saved = only_counted(office, tmp_path, ending("ANONYMOUS"), expected, caller_code=1)
    assert saved.outcome == "TALLY_ANONYMOUS"
    for spelt in (saved.caller_code, saved.caller_code.replace("-", "")):
        assert found_in(snapshot(tmp_path), spelt) == []  # its hash alone is kept
    caller = office.colleague.intake.caller(saved.caller_code)
    assert caller is not None
    assert (caller.issue_group, caller.tips) == ("EA", ("IPSEA",))
    assert office.ask("SELECT count(*) FROM tally") == 1  # coming back is not counted again
    office.clock.forward(days=98)
    assert office.officer.intake.caller(saved.caller_code) is None
    assert office.ask("SELECT count(*) FROM caller_code") == 0


def test_table_1_3_third_party_holds_a_name_one_way_to_reach_them_and_who_permitted(
    office: Office, tmp_path: Path
) -> None:
    session = ready(office)
    before = held(office)
    typed = {name: text for name, text in typed_anyway().items() if name not in REFERRAL}
    saved = session.intake.finish({**typed, **REFERRAL})
    assert (saved.outcome, saved.case_id) == ("REFERRAL_PENDING", None)
    assert saved.person_id is not None
    added = grown(before, held(office))
    assert {name for name in added if not name.startswith("keys.")} == {"person", "person_contact"}
    view = session.people.person(saved.person_id)
    assert (view.card.full_name, view.card.born, view.consents) == ("Rosa Costa", None, ())
    assert view.pending is not None
    said = view.pending
    assert (said.permitted_by, said.permitted_on, said.evidence) == (
        "the mother",
        date(2026, 11, 20),
        "her letter of that day",
    )
    assert CANARY not in str(view)
    assert found_in(snapshot(tmp_path)) == []
    with pytest.raises(NotAllowed):
        session.casework.open_case(saved.person_id, FACTS)


def test_table_1_3_third_party_unanswered_after_14_days_is_destroyed_and_counted(office: Office) -> None:
    session = ready(office)
    before = held(office)
    assert session.intake.finish(REFERRAL).outcome == "REFERRAL_PENDING"
    office.clock.forward(days=14)
    assert session.intake.lapse_referrals() == 0
    office.clock.forward(days=1)
    assert session.intake.lapse_referrals() == 1
    after = grown(before, held(office))
    assert (after["tally"], after.get("person", 0), after.get("person_contact", 0)) == (1, 0, 0)
    (tally,) = tally_store.of_quarter(session.desk, quarter_of(TODAY))
    assert (tally.why, tally.week) == ("REFERRAL_UNANSWERED", week_of(TODAY))


def test_table_1_3_no_but_a_concern_keeps_the_safeguarding_record_alone(office: Office, tmp_path: Path) -> None:
    ready(office)
    office.manager.concerns.queue()
    before = held(office)
    office.volunteer.intake.finish({**typed_anyway(), **ending("NO")})
    body = ConcernBody(about=AboutWhom.CHILD, name="May", source=ConcernSource.TOLD_VOL, what=f"{CANARY}: afraid")
    assert office.volunteer.concerns.raise_concern(body).readers == ("Hannah Manager",)
    added = grown(before, held(office))
    assert added["tally"] == 1
    assert {name for name in added if not name.startswith("keys.") and name != "tally"} <= {"concern", "concern_entry"}
    assert {name: added.get(name, 0) for name in ("person", "case", "consent_event")} == dict.fromkeys(
        ("person", "case", "consent_event"), 0
    )  # its lawful basis is not consent
    assert [one.is_new for one in office.manager.concerns.waiting()] == [True]  # the manager is alerted
    assert office.officer.concerns.waiting() == ()  # a store of its own
    with pytest.raises(NotAllowed):
        office.officer.concerns.queue()
    (line,) = office.manager.concerns.queue()
    assert line.body.what == f"{CANARY}: afraid"
    assert found_in(snapshot(tmp_path)) == []


def test_table_1_3_withdrawn_later_stops_use_and_asks_for_a_decision(office: Office) -> None:
    session = office.officer
    saved = session.intake.finish(FAMILY)
    assert saved.person_id is not None
    assert saved.case_id is not None
    withdraw(session, saved.person_id, Purpose.SAVE_CASE)
    view = session.people.person(saved.person_id)
    assert view.is_frozen
    with pytest.raises(NotAllowed):
        session.casework.add_note(saved.case_id, NoteBody(text="one more"))
    assert [one.person_id for one in office.manager.erasures.due()] == [saved.person_id]
