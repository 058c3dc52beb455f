"""After consent to save was taken back: erase or keep, the letter, and what is left (P47, domain table 5.4)."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db import hanging
from db.cupboard import NoHostKey
from db.engine import open_engine
from db.row_formats import quoted
from db.tables.base import RECORDS
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.casework import NoteBody
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.erasure import LawfulBasis
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import PartyRole, PersonCard
from iass_tui.services.views import NotAllowed, NotFound
from tests.services.families import CHILD, DETAILS, FACTS, Family, add_family, add_person
from tests.services.first_contacts import REFERRAL
from tests.services.offices import Office
from tests.services.test_consent import TODAY, heard, withdraw
from tests.services.test_consent_erasure import opened_contacts, stolen

NEXT_YEAR = date(2027, 11, 23)


def make_kit(office: Office) -> None:
    """The recovery sheets, shown and typed back: before that nothing can be destroyed."""
    kit = office.manager.kit
    for number, sheet in enumerate(kit.begin(), 1):
        assert kit.check(number, sheet)
    kit.finish()


def frozen_family(office: Office) -> Family:
    """A family whose child has taken the consent to be saved back, with notes, tasks and a copy of everything."""
    session, family = office.officer, add_family(office.officer)
    session.casework.add_note(family.case, NoteBody(text="Zyxwvut", action="Ring", action_due=TODAY))
    session.consent.record(family.child, [heard(Purpose.STATS)])
    withdraw(session, family.child, Purpose.SAVE_CASE)
    return family


def everywhere(office: Office, person_id: UUID) -> list[str]:
    """Every table in whose clear columns this id still stands, the audit left out."""
    engine = open_engine(office.places.folder.records)
    found = []
    with engine.connect() as connection:
        for table in RECORDS.sorted_tables:
            if table.name in ("audit_entry", "row_index"):
                continue
            for row in connection.exec_driver_sql(f"SELECT * FROM {quoted(table.name)}"):
                found += [table.name] if person_id.bytes in [one for one in row if isinstance(one, bytes)] else []
    engine.dispose()
    return found


def test_a_frozen_record_waits_for_the_manager_with_a_clock_of_one_month(office: Office) -> None:
    family = frozen_family(office)
    (due,) = office.manager.reviews.agenda().decisions
    assert (due.person_id, due.references, due.decide_by) == (family.child, ("C-0001",), date(2026, 12, 23))
    assert office.officer.reviews.agenda().decisions == ()
    with pytest.raises(NotAllowed):
        office.officer.erasures.look(family.child)


def test_nothing_is_destroyed_before_there_is_a_recovery_kit(office: Office) -> None:
    family = frozen_family(office)
    with pytest.raises(NotAllowed, match="recovery sheets") as refused:
        office.manager.erasures.erase(family.child)
    assert refused.value.reasons == ("NO_KIT",)
    assert office.manager.people.person(family.child).is_frozen


def test_an_erased_person_is_gone_with_their_case_and_their_family_stays(office: Office) -> None:
    family = frozen_family(office)
    make_kit(office)
    before = office.ask("SELECT host_key_id FROM office", keys=True)
    keys, _ = hanging.everything_about(office.manager.desk, family.child)
    done = office.manager.erasures.erase(family.child)
    assert (done.cases, done.keys) == (1, len(keys))
    assert everywhere(office, family.child) == everywhere(office, family.case) == []
    assert office.ask("SELECT count(*) FROM note") == office.ask("SELECT count(*) FROM family_tie") == 0
    with pytest.raises(NotFound):
        office.officer.people.person(family.child)
    assert office.officer.people.person(family.mother).card.given_name == "Zahra"
    assert office.ask("SELECT host_key_id FROM office", keys=True) != before
    line = office.host.ledger()[-1].line
    assert (line.kind, line.subject, set(line.keys)) == ("destruction", family.child, set(keys))
    said = [one for one in office.said() if one.act is Act.DELETE and one.subject_id == family.child]
    assert said[0].reasons[0] == "destruction"
    assert office.manager.erasures.due() == ()


def test_the_letter_about_an_erasure_hangs_on_nobody(office: Office) -> None:
    family = frozen_family(office)
    make_kit(office)
    letter = office.manager.erasures.erase(family.child).letter
    assert letter.passphrase
    assert [one.name for one in office.manager.packs.outbox()] == [letter.name]


def test_a_record_that_is_kept_says_on_what_basis_and_waits_no_more(office: Office) -> None:
    family = frozen_family(office)
    with pytest.raises(NotAllowed) as refused:
        office.manager.erasures.keep(family.child, LawfulBasis.LEGAL_CLAIMS, "  ", TODAY)
    assert refused.value.reasons == ("KEEP_NO_BASIS", "KEEP_REVIEW_NOT_AFTER")
    office.manager.erasures.keep(family.child, LawfulBasis.LEGAL_CLAIMS, "An appeal is pending.", NEXT_YEAR)
    assert office.manager.erasures.due() == ()
    kept = office.manager.erasures.look(family.child).kept
    assert kept is not None
    assert (kept.basis, kept.words) == (LawfulBasis.LEGAL_CLAIMS, "An appeal is pending.")
    assert kept.review_on == NEXT_YEAR
    assert office.manager.people.person(family.child).is_frozen
    with pytest.raises(NotAllowed):
        office.manager.erasures.keep(family.child, LawfulBasis.PUBLIC_TASK, "Twice", NEXT_YEAR)


def test_what_is_kept_is_looked_at_again_within_a_year(office: Office) -> None:
    family = frozen_family(office)
    erasures = office.manager.erasures
    with pytest.raises(NotAllowed) as refused:
        erasures.keep(family.child, LawfulBasis.LEGAL_CLAIMS, "An appeal.", NEXT_YEAR + timedelta(days=1))
    assert refused.value.reasons == ("KEEP_REVIEW_TOO_LATE",)
    review = TODAY + timedelta(days=90)
    erasures.keep(family.child, LawfulBasis.LEGAL_CLAIMS, "An appeal.", review)
    office.clock.forward(days=89)
    assert erasures.due() == ()
    office.clock.forward(days=1)
    (due,) = erasures.due()
    assert (due.person_id, due.decide_by) == (family.child, review)
    erasures.keep(family.child, LawfulBasis.LEGAL_CLAIMS, "It goes on.", review + timedelta(days=90))
    assert erasures.due() == ()
    kept = erasures.look(family.child).kept
    assert kept is not None
    assert kept.words == "It goes on."


def test_a_later_withdrawal_asks_for_a_decision_of_its_own(office: Office) -> None:
    family = frozen_family(office)
    office.manager.erasures.keep(family.child, LawfulBasis.LEGAL_CLAIMS, "An appeal is pending.", NEXT_YEAR)
    office.officer.consent.record(family.child, [heard(Purpose.SAVE_CASE)])
    withdraw(office.officer, family.child, Purpose.SAVE_CASE)
    assert [one.person_id for one in office.manager.erasures.due()] == [family.child]


def test_whoever_is_not_frozen_cannot_be_erased(office: Office) -> None:
    family = add_family(office.officer)
    make_kit(office)
    with pytest.raises(NotFound):
        office.manager.erasures.erase(family.child)


def test_whoever_was_erased_is_not_added_again_on_somebody_elses_word(office: Office) -> None:
    session = office.officer
    card = PersonCard(role=PartyRole.OTHER, given_name="Rosa", family_name="Costa")
    person_id = add_person(session, card)
    withdraw(session, person_id, Purpose.SAVE_CASE)
    make_kit(office)
    office.manager.erasures.erase(person_id)
    with pytest.raises(NotAllowed, match="asked us to erase"):
        session.intake.finish(REFERRAL)
    other = {**REFERRAL, "family_given_name": "Ana"}
    assert session.intake.finish(other).outcome == "REFERRAL_PENDING"


def test_what_is_left_of_someone_erased_holds_no_name_and_knows_them_by_name_and_birth_date(office: Office) -> None:
    family = frozen_family(office)
    make_kit(office)
    office.manager.erasures.erase(family.child)
    spelt = dataclasses.replace(CHILD, given_name="AMÍNA")
    mark = office.manager.erasures.suppressed(spelt)
    assert mark is not None
    assert "hassan" not in str(mark).lower()
    assert office.manager.erasures.suppressed(dataclasses.replace(CHILD, born=PartialDate(2011, 3, 28))) is None


def test_an_erasure_that_a_crash_cut_off_is_finished_at_the_next_sign_in(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = frozen_family(office)
    make_kit(office)
    manager = office.manager
    with monkeypatch.context() as patch:
        patch.setattr("iass_tui.services.turning.remove_rows", _stops)
        with pytest.raises(RuntimeError):
            manager.erasures.erase(family.child)
    office.sign_in("hannah")
    assert everywhere(office, family.child) == []


def _stops(*_: object) -> None:
    raise RuntimeError("the machine stopped")


def test_what_it_will_stop_is_named_for_this_very_person(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    session.casework.add_note(family.case, NoteBody(action="Write to school", action_due=TODAY))
    scope = Scope(agency="EDU_SETTING", named="Hill School")
    session.consent.record(family.child, [heard(Purpose.CONTACT_AGENCY, scope=scope), heard(Purpose.MKT_EMAIL)])
    stops = session.consent.stops(family.child, Purpose.SAVE_CASE, Scope())
    assert [(one.reference, one.what, one.due) for one in stops.tasks] == [
        ("C-0001", "Write to school", "23 November 2026")
    ]
    falls = {(one.purpose, one.scope.named) for one in stops.effects.falls}
    assert falls == {(Purpose.CONTACT_AGENCY, "Hill School"), (Purpose.MKT_EMAIL, "")}
    assert not session.people.person(family.child).is_frozen
    assert session.casework.case(family.case).tasks[0].status.value == "OPEN"


def test_the_agency_is_told_by_a_task_where_someone_wants_that(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    scope = Scope(agency="HEALTH", named="Dr Sy")
    session.consent.record(family.mother, [heard(Purpose.CONTACT_AGENCY, scope=scope)])
    withdraw(session, family.mother, Purpose.CONTACT_AGENCY, scope)
    assert session.consent.tell_agency(family.mother, Purpose.CONTACT_AGENCY, scope) == "C-0001"
    (task,) = session.casework.case(family.case).tasks
    assert "Dr Sy" in task.body.what
    assert (task.body.due_on, task.owner_id) == (TODAY, session.me.id)


def test_a_withdrawal_is_acknowledged_in_writing_and_the_paper_is_an_entry(office: Office) -> None:
    session = office.officer
    mother = add_person(session, contact=DETAILS)
    with pytest.raises(NotFound):
        session.consent.acknowledge(mother, Purpose.SAVE_CONTACT, Scope())
    withdraw(session, mother)
    made = session.consent.acknowledge(mother, Purpose.SAVE_CONTACT, Scope())
    assert made.passphrase
    said = office.said()[0]
    assert (said.act, said.subject, said.subject_id) == (Act.EXPORT, "letter", mother)


def test_erased_old_backup(office: Office, tmp_path: Path) -> None:
    session, family = office.officer, add_family(office.officer)
    withdraw(session, family.mother, Purpose.SAVE_CASE)
    make_kit(office)
    live, host = tmp_path / "office", tmp_path / "host"
    old, old_host = stolen(live, tmp_path / "old"), stolen(host, tmp_path / "old-host")
    office.manager.erasures.erase(family.mother)
    assert opened_contacts(old, old_host, tmp_path / "x") == ["07700 900123"]  # the attack is a real one
    with pytest.raises(NoHostKey):
        opened_contacts(old, host, tmp_path / "x")


def test_a_parents_cases_are_not_erased_with_the_parent(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    withdraw(session, family.mother, Purpose.SAVE_CASE)
    make_kit(office)
    office.manager.erasures.erase(family.mother)
    view = session.people.person(family.child)
    assert (view.family, len(view.cases)) == ((), 1)
    assert session.casework.case(family.case).facts.wants == FACTS.wants
