"""Domain table 5.4, row by row: what taking a consent back does at once, and what then (P47, P48)."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from iass_tui.rules.consent import CHANNELS
from iass_tui.rules.keeping_in_touch import Standing
from iass_tui.rules.records.casework import NoteBody, TaskStatus
from iass_tui.rules.records.consents import Decision, Purpose, Scope
from iass_tui.rules.records.letters import LetterKind
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import ContactDetails
from iass_tui.rules.records.sharing import SharingKind
from iass_tui.rules.sharing import Outcome
from iass_tui.services.consent_views import Went, WithdrawalDone
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed
from tests.services.families import CHILD, DETAILS, FACTS, MOTHER, add_family, add_person
from tests.services.first_contacts import found_in, snapshot
from tests.services.offices import Office
from tests.services.tables import grown, held
from tests.services.test_consent import TODAY, allowed, heard, withdraw
from tests.services.test_erasing import make_kit
from tests.services.test_keeping_in_touch import standing, willing
from tests.services.test_letters import person, send, wish
from tests.services.test_quarters import BEFORE, children, made
from tests.services.test_sharing import COUNCIL, agree, question

LA = Scope(agency="LA_SEN")


def tasks_of(session: OfficeSession, case: UUID) -> list[tuple[str, TaskStatus]]:
    """What is to be done in a case."""
    return [(one.body.what, one.status) for one in session.casework.case(case).tasks]


def always(done: WithdrawalDone) -> None:
    """The table's last row: the past stays lawful, it is acknowledged, and there is a way to complain."""
    assert {"PAST_STAYS_LAWFUL", "ACKNOWLEDGE_IN_WRITING", "COMPLAINT_ROUTE"} <= set(done.then)


def test_table_5_4_save_case_freezes_stops_tasks_and_outbound_contact_at_once(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    session.consent.record(family.child, [heard(Purpose.CONTACT_AGENCY, scope=LA)])
    session.casework.add_note(family.case, NoteBody(action="Write to school", action_due=TODAY + timedelta(days=3)))
    assert tasks_of(session, family.case) == [("Write to school", TaskStatus.OPEN)]
    done = withdraw(session, family.child, Purpose.SAVE_CASE)
    assert done.at_once == ("FREEZE_RECORD", "STOP_TASKS", "STOP_OUTBOUND")
    assert [one.what for one in done.went.tasks] == ["Write to school"]
    assert [(one.purpose, one.scope) for one in done.falls] == [(Purpose.CONTACT_AGENCY, LA)]
    assert session.people.person(family.child).is_frozen
    assert TaskStatus.OPEN not in {status for _, status in tasks_of(session, family.case)}
    for act in (
        lambda: session.casework.add_note(family.case, NoteBody(text="one more")),
        lambda: session.casework.open_case(family.child, FACTS),
        lambda: session.sharing.share(family.child, question(), told="the draft", how="TEL", case_id=family.case),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert session.sharing.ask(family.child, question()).outcome is Outcome.NO
    always(done)


def test_table_5_4_save_case_copies_that_wait_are_gone(office: Office) -> None:
    session = office.officer
    adult = add_person(session, MOTHER, contact=DETAILS)
    offer = session.packs.offer(adult, None)
    made = session.packs.make(adult, None, {one.id: True for one in offer.items})
    assert session.consent.stops(adult, Purpose.SAVE_CASE, Scope()).outbox == (made.name,)
    assert withdraw(session, adult, Purpose.SAVE_CASE).went.copies == (made.name,)
    assert session.packs.outbox() == ()
    assert list(office.places.folder.outbox.iterdir()) == []


def test_table_5_4_save_case_a_manager_decides_in_a_month_and_the_person_is_told(office: Office) -> None:
    family = add_family(office.officer)
    done = withdraw(office.officer, family.child, Purpose.SAVE_CASE)
    assert {"DECIDE_ERASURE", "TELL_PERSON", "KEEP_SUPPRESSION_NOTE"} <= set(done.then)
    (due,) = office.manager.erasures.due()
    assert (due.person_id, due.decide_by) == (family.child, date(2026, 12, 23))
    with pytest.raises(NotAllowed):
        office.officer.erasures.look(family.child)
    make_kit(office)
    before = held(office)
    letter = office.manager.erasures.erase(family.child).letter
    assert (office.places.folder.outbox / letter.name).exists()
    lost = grown(before, held(office))
    assert (lost["person"], lost["case"], lost["consent_head"]) == (-1, -1, -1)
    # All that stays is a mark by which they are not added again, and it holds no name.
    mark = office.manager.erasures.suppressed(CHILD)
    assert mark is not None
    assert CHILD.family_name.casefold() not in str(mark).casefold()
    assert office.manager.erasures.due() == ()


def test_table_5_4_save_contact_deletes_contact_details_and_keeps_the_case(office: Office, tmp_path: Path) -> None:
    session, family = office.officer, add_family(office.officer)
    word = dataclasses.replace(session.people.person(family.mother).card, code_word="blue kettle")
    key = office.ask("SELECT id FROM file_key WHERE kind = 'contact'", keys=True)
    done = withdraw(session, family.mother)
    assert (done.at_once, done.went.keys) == (("DELETE_CONTACT",), 1)
    assert "KEEP_CASE_WITH_CODE_WORD" in done.then
    assert office.ask("SELECT count(*) FROM person_contact") == 0
    assert office.ask("SELECT count(*) FROM file_key WHERE id = ?", key, keys=True) == 0
    assert UUID(bytes=key) in office.host.ledger()[-1].line.keys  # no older copy opens them either
    for number in (*DETAILS.phones, *DETAILS.emails):
        assert found_in(snapshot(tmp_path), number) == []
    view = session.people.person(family.mother)
    assert (view.contact, view.may_keep_contact, view.is_frozen) == (None, False, False)
    with pytest.raises(NotAllowed):
        session.people.change_contact(family.mother, 0, ContactDetails(), DETAILS)
    # The case goes on, and the person comes back by a word.
    session.people.change_card(family.mother, view.version, view.card, word)
    session.casework.add_note(family.case, NoteBody(text="still here"))
    session.directory.load()
    assert str(family.mother) in {str(hit.entry.id) for hit in session.directory.search("blue kettle")}
    always(done)


def test_table_5_4_save_contact_says_by_name_every_task_permission_and_file_that_went(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    session.consent.record(family.mother, [heard(Purpose.MKT_EMAIL), heard(Purpose.MKT_POST)])
    listed = office.manager.keeping_in_touch.export(Purpose.MKT_EMAIL)
    letter = send(session, wish(family, LetterKind.HOLDING, person(family.mother)))
    for what, whom in (("Ring her", family.mother), ("Write to school", None)):
        session.casework.add_note(family.case, NoteBody(text="talked", action=what, reach_id=whom))
    before = session.consent.stops(family.mother, Purpose.SAVE_CONTACT, Scope())
    done = withdraw(session, family.mother)
    assert [(one.reference, one.what) for one in done.went.tasks] == [("C-0001", "Ring her")]
    assert before.tasks == done.went.tasks  # as it was shown before
    assert set(done.went.copies) == {letter.name, listed.name}
    assert [one.purpose for one in done.falls] == [Purpose.MKT_EMAIL, Purpose.MKT_POST]
    assert withdraw(session, family.mother).went == Went(
        (), (), (), 0, 0
    )  # and what went is not said to have gone twice


def test_table_5_4_save_contact_offers_a_code_word_where_there_is_none(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    done = withdraw(session, family.mother)
    assert done.code_word
    session.consent.keep_code_word(family.mother, done.code_word)
    assert session.people.person(family.mother).card.code_word == done.code_word
    session.consent.keep_code_word(family.mother, "another word")  # one that they have stays theirs
    assert session.people.person(family.mother).card.code_word == done.code_word
    session.consent.record(family.mother, [heard(Purpose.SAVE_CONTACT, given_by=family.mother)])
    assert withdraw(session, family.mother).code_word == ""


def test_table_5_4_contact_agency_is_blocked_at_once_and_can_be_told(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    event = agree(session, family.child)
    session.sharing.share(family.child, question(), told="The draft came", how="TEL", case_id=family.case)
    done = withdraw(session, family.child, Purpose.CONTACT_AGENCY, LA)
    assert done.at_once == ("BLOCK_AGENCY",)
    assert not allowed(session, family.child, Purpose.CONTACT_AGENCY, LA)
    assert session.sharing.ask(family.child, question()).outcome is Outcome.NO
    with pytest.raises(NotAllowed):
        session.sharing.share(family.child, question(), told="Again", how="TEL", case_id=family.case)
    # What was shared stays on record with the permission of that day: it was lawful then.
    assert {"OFFER_TO_TELL_AGENCY", "PAST_CONTACTS_WERE_LAWFUL"} <= set(done.then)
    shared = [one for one in session.sharing.record(family.child).lines if one.kind is SharingKind.SHARED]
    assert [(one.recipient, one.body.consents) for one in shared] == [(COUNCIL.named, (event,))]
    assert session.consent.tell_agency(family.child, Purpose.CONTACT_AGENCY, LA) == "C-0001"
    ((what, status),) = tasks_of(session, family.case)
    assert (what.startswith("Tell "), status) == (True, TaskStatus.OPEN)
    always(done)


def test_table_5_4_stats_drops_them_from_future_counts_and_published_figures_stay(
    office: Office, tmp_path: Path
) -> None:
    session = office.manager
    ids = children(session, 8)  # shown to the nearest 5
    children(session, 9, opened_on=BEFORE)
    published = tmp_path / "published.xlsx"
    assert made(session, published)["Cases, how they began"]["New"] == 10
    figures = published.read_bytes()
    done = withdraw(session, ids[0][0], Purpose.STATS)
    assert done.at_once == ("LEAVE_COUNTS",)
    assert "PUBLISHED_FIGURES_STAY" in done.then
    assert made(session, tmp_path / "next.xlsx")["Cases, how they began"]["New"] == 5  # 7
    assert published.read_bytes() == figures
    assert not session.people.person(ids[0][0]).is_frozen
    always(done)


def test_table_5_4_mkt_suppresses_that_channel_and_keeps_them_from_being_added_again(office: Office) -> None:
    session = office.officer
    other = add_person(session, MOTHER)
    for channel in CHANNELS:
        mother = willing(office)
        done = withdraw(session, mother, channel)
        assert done.at_once == ("SUPPRESS_CHANNEL",)
        assert "KEEP_SUPPRESSION_NOTE" in done.then
        for one in CHANNELS:
            assert standing(office, one, mother) is (Standing.STOPPED if one is channel else Standing.LISTED)
        # Not on somebody else's word, nor by a change of the details: only by a new Yes of their own.
        session.consent.record(mother, [heard(channel, given_by=other, right="PR")])
        view = session.people.person(mother)
        assert view.contact is not None
        session.people.change_contact(
            mother, view.contact_version, view.contact, dataclasses.replace(view.contact, safe_hours="mornings")
        )
        assert standing(office, channel, mother) is Standing.STOPPED
        session.consent.record(mother, [heard(channel, given_by=mother)])
        assert standing(office, channel, mother) is Standing.LISTED
        always(done)


def test_table_5_4_any_past_processing_stays_lawful_whatever_is_taken_back(office: Office) -> None:
    session = office.officer
    for purpose in Purpose:
        mother = add_person(session, MOTHER)
        session.consent.record(mother, [heard(purpose)])
        before = session.people.person(mother).consents
        done = withdraw(session, mother, purpose)
        after = session.people.person(mother).consents
        assert after[: len(before)] == before  # nothing of what was agreed to is taken out
        assert [one.event.decision for one in after[len(before) :]] == [Decision.WITHDRAWN]
        always(done)


def test_table_5_4_any_the_acknowledgement_is_a_paper_on_record_with_the_way_to_complain(office: Office) -> None:
    session, mother = office.officer, add_person(office.officer, MOTHER, contact=DETAILS)
    withdraw(session, mother, Purpose.STATS)
    letter = session.consent.acknowledge(mother, Purpose.STATS, Scope())
    said = office.said()[0]
    assert (said.act, said.subject, said.subject_id) == (Act.EXPORT, "letter", mother)
    words = _read(office, letter.name, letter.passphrase)
    assert "complain" in words.casefold()
    assert "lawful" in words.casefold()


def _read(office: Office, name: str, passphrase: str) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(office.places.folder.outbox / name, password=passphrase)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
