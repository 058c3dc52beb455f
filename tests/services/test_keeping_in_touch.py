"""Lists of who gets news in a real office (P79-P82): who is on them, the export, and a stop that stays."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from db import consent_store
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.keeping_in_touch import CHANNELS, Standing, TouchReason
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.consents import Decision, Purpose, Scope
from iass_tui.rules.records.office import Act, Permission
from iass_tui.rules.records.people import Address, ContactDetails, PartyRole, PersonCard
from iass_tui.services.views import NotAllowed, OutboxFile, Problem
from tests.attacks.searching import files_with
from tests.services.families import MOTHER, add_person, consent, set_state
from tests.services.offices import Office

EMAIL, PHONE, SMS, POST = CHANNELS
DETAILS = ContactDetails(
    phones=("020 7946 0000", "+44 7700 900123"),
    emails=("quokka@example.org",),
    addresses=(Address(lines=("Flat 2", "1 Numbat Lane", "Westbridge", "Larchfield", "England"), postcode="ZZ1 1AA"),),
    safe_hours="after 16:00",
)
YES = tuple(consent(purpose) for purpose in (Purpose.SAVE_CASE, Purpose.SAVE_CONTACT, *CHANNELS))


def willing(office: Office, card: PersonCard = MOTHER, contact: ContactDetails = DETAILS) -> UUID:
    """Somebody who said yes to everything."""
    return add_person(office.officer, card, YES, contact=contact)


def standing(office: Office, channel: Purpose, person: UUID) -> Standing | None:
    (found,) = [one for one in office.officer.keeping_in_touch.lists() if one.channel is channel]
    return next((one.standing for one in found.entries if one.person_id == person), None)


def opened(office: Office, file: OutboxFile) -> openpyxl.Workbook:
    """The workbook, by the passphrase that its maker was told."""
    sealed = OOXMLFile(io.BytesIO((office.places.folder.outbox / file.name).read_bytes()))
    sealed.load_key(password=file.passphrase, verify_password=True)
    clear = io.BytesIO()
    sealed.decrypt(clear, verify_integrity=True)
    return openpyxl.load_workbook(clear)


def rows(office: Office, file: OutboxFile) -> list[list[object]]:
    return [[cell.value for cell in row] for row in opened(office, file)["List"].iter_rows()]


def test_who_said_yes_is_on_the_list_and_the_look_is_recorded(office: Office) -> None:
    mother, other = willing(office), add_person(office.officer, MOTHER, contact=DETAILS)
    for channel in CHANNELS:
        assert standing(office, channel, mother) is Standing.LISTED
        assert standing(office, channel, other) is None
    said = office.said()[0]
    assert (said.act, said.subject, said.count, said.subject_id) == (Act.VIEW, "list", 1, None)


def test_a_volunteer_sees_no_list_makes_none_and_stops_nobody(office: Office) -> None:
    mother, mine = willing(office), office.volunteer.keeping_in_touch
    for refused in (
        mine.lists,
        lambda: mine.export(EMAIL),
        lambda: mine.stop(mother, EMAIL, method="EMAIL"),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert standing(office, EMAIL, mother) is Standing.LISTED


def test_an_officer_exports_only_with_the_permission_and_it_can_be_taken_back(office: Office) -> None:
    willing(office)
    with pytest.raises(NotAllowed):
        office.officer.keeping_in_touch.export(EMAIL)
    assert list(office.places.folder.outbox.glob("*")) == []
    office.manager.staff.set_permissions(office.officer.me.id, frozenset({Permission.LISTS}))
    office.officer.keeping_in_touch.export(EMAIL)
    office.manager.staff.set_permissions(office.officer.me.id, frozenset())
    with pytest.raises(NotAllowed):
        office.officer.keeping_in_touch.export(EMAIL)


@pytest.mark.parametrize(
    ("channel", "found"),
    [
        (EMAIL, [["Name", "E-mail"], ["Zahra Hassan", "quokka@example.org"]]),
        (
            PHONE,
            [
                ["Name", "Telephone", "When", "Take care"],
                ["Zahra Hassan", "020 7946 0000", "after 16:00", "Do not leave voicemail"],
            ],
        ),
        (SMS, [["Name", "Mobile", "When"], ["Zahra Hassan", "+44 7700 900123", "after 16:00"]]),
        (
            POST,
            [
                ["Name", "Address 1", "Address 2", "Address 3", "Address 4", "Postcode"],
                ["Zahra Hassan", "Flat 2", "1 Numbat Lane", "Westbridge", "Larchfield, England", "ZZ1 1AA"],
            ],
        ),
    ],
)
def test_an_export_holds_what_the_way_needs_and_nothing_else(
    office: Office, channel: Purpose, found: list[list[object]]
) -> None:
    willing(office, dataclasses.replace(MOTHER, safety=("NO_VOICEMAIL", "RISK_TO_STAFF"), safety_words="secret"))
    file = office.manager.keeping_in_touch.export(channel)
    assert file.name.endswith(".xlsx")
    assert rows(office, file) == found
    said = office.said()[0]
    assert (said.act, said.subject, said.reasons, said.count) == (Act.EXPORT, "list", (channel.value,), 1)
    book = opened(office, file)
    text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "how to stop" in text
    for other in ("secret", "Risk"):
        assert other not in text


def test_only_the_passphrase_opens_it(office: Office) -> None:
    willing(office)
    file = office.manager.keeping_in_touch.export(EMAIL)
    for wrong in (file.passphrase.upper(), file.passphrase[:-1]):
        with pytest.raises(Exception, match=r"(?i)verification|invalid|key"):
            opened(office, dataclasses.replace(file, passphrase=wrong))
    assert [one.passphrase for one in office.officer.packs.outbox()] == [""]


def test_nothing_of_an_export_stands_in_clear_in_any_file(office: Office, tmp_path: Path) -> None:
    willing(office, dataclasses.replace(MOTHER, given_name="Xylophonia"))
    for channel in CHANNELS:
        office.manager.keeping_in_touch.export(channel)
    office.close()
    words = ("Xylophonia", "quokka@example.org", "Numbat Lane", "7700 900123", "after 16:00", "Read first")
    assert {word: found for word in words if (found := files_with(word, tmp_path))} == {}


@pytest.mark.parametrize("name", ['=HYPERLINK("http://example.org","x")', "+1+1", "-2", "@SUM(A1)", "\t=1"])
def test_a_name_that_looks_like_a_formula_stays_text(office: Office, name: str) -> None:
    willing(office, dataclasses.replace(MOTHER, given_name=name))
    book = opened(office, office.manager.keeping_in_touch.export(EMAIL))
    cell = book["List"]["A2"]
    assert (cell.data_type, cell.value) == ("s", f"{name.strip()} Hassan")


def test_nobody_is_on_a_list_by_any_path_whom_the_rules_keep_off(office: Office) -> None:
    def child(born: PartialDate | None) -> PersonCard:
        return PersonCard(role=PartyRole.CHILD, given_name="Amina", born=born)

    kept_off = {
        "frozen": willing(office),
        "pending": willing(office),
        "took back saving": willing(office),
        "took back contact": willing(office),
        "no address": willing(office, contact=ContactDetails()),
        "twelve": willing(office, child(PartialDate(2013, 11, 24))),
        "no birth date": willing(office, child(None)),
        "stopped": willing(office),
    }
    set_state(office.officer, kept_off["frozen"], PersonState.FROZEN)
    set_state(office.officer, kept_off["pending"], PersonState.PENDING)
    _take_back(office, kept_off["took back saving"], Purpose.SAVE_CASE)
    _take_back(office, kept_off["took back contact"], Purpose.SAVE_CONTACT)
    for channel in CHANNELS:
        office.officer.keeping_in_touch.stop(kept_off["stopped"], channel, method="VERBAL")
        for why, person in kept_off.items():
            assert standing(office, channel, person) in (Standing.HELD_BACK, Standing.STOPPED), why
        with pytest.raises(Problem, match="Nobody is on this list"):
            office.manager.keeping_in_touch.export(channel)


def _take_back(office: Office, person: UUID, purpose: Purpose) -> None:
    office.officer.consent.withdraw(
        person, purpose, Scope(), given_by=person, given_on=date(2026, 11, 23), method="VERBAL"
    )


@pytest.mark.parametrize(
    ("code", "channel", "reason"),
    [("NO_POST", POST, "SAFETY_NO_POST"), ("ADDRESS_WITHHELD", POST, TouchReason.ADDRESS_WITHHELD),
     ("CODE_WORD", SMS, TouchReason.CODE_WORD)],
)  # fmt: skip
def test_what_safety_forbids_is_on_no_list_and_says_why(
    office: Office, code: str, channel: Purpose, reason: str
) -> None:
    willing(office, dataclasses.replace(MOTHER, safety=(code,)))
    lists = {one.channel: one for one in office.officer.keeping_in_touch.lists()}
    assert [one.reasons for one in lists[channel].of(Standing.HELD_BACK)] == [(reason,)]
    assert len(lists[EMAIL].of(Standing.LISTED)) == 1
    with pytest.raises(Problem):
        office.manager.keeping_in_touch.export(channel)


def test_a_stop_is_a_withdrawal_of_that_way_alone(office: Office) -> None:
    mother = willing(office)
    office.officer.keeping_in_touch.stop(mother, EMAIL, method="EMAIL")
    assert [standing(office, channel, mother) for channel in CHANNELS] == [
        Standing.STOPPED,
        Standing.LISTED,
        Standing.LISTED,
        Standing.LISTED,
    ]
    event = office.officer.people.person(mother).consents[-1].event
    assert (event.purpose, event.decision, event.right) == (EMAIL, Decision.WITHDRAWN, "SELF")
    with pytest.raises(ValueError, match="not a channel"):
        office.officer.keeping_in_touch.stop(mother, Purpose.SAVE_CASE, method="EMAIL")


def test_a_stop_stays_whatever_a_colleague_tries_without_a_new_yes_of_theirs(office: Office) -> None:
    mother, parent = willing(office), add_person(office.officer, MOTHER)
    office.officer.keeping_in_touch.stop(mother, EMAIL, method="EMAIL")
    yes = consent(EMAIL)
    with pytest.raises(NotAllowed):  # no wording was read
        office.colleague.consent.record(mother, [dataclasses.replace(yes, given_by=mother)])
    worded = dataclasses.replace(yes, wording_version="1", wording_hash="00")
    for right in ("PR", "AUTHORITY", ""):
        office.colleague.consent.record(mother, [dataclasses.replace(worded, right=right, given_by=parent)])
        assert standing(office, EMAIL, mother) is Standing.STOPPED
    view = office.colleague.people.person(mother)
    assert view.contact is not None
    office.colleague.people.change_contact(
        mother, view.contact_version, view.contact, dataclasses.replace(view.contact, emails=("new@example.org",))
    )
    assert standing(office, EMAIL, mother) is Standing.STOPPED
    with pytest.raises(Problem):
        office.manager.keeping_in_touch.export(EMAIL)
    office.colleague.consent.record(mother, [dataclasses.replace(worded, given_by=mother)])
    assert standing(office, EMAIL, mother) is Standing.LISTED


def test_a_list_that_waits_goes_when_somebody_on_it_stops(office: Office) -> None:
    mother, other = willing(office), add_person(office.officer, MOTHER)
    for channel in (EMAIL, POST):
        office.manager.keeping_in_touch.export(channel)

    def waiting() -> list[str]:
        return sorted(path.name.partition("-2026")[0] for path in office.places.folder.outbox.iterdir())

    office.officer.consent.record(other, [consent(EMAIL, Decision.REFUSED)])
    assert waiting() == ["email-list", "post-list"]  # a first No takes nobody off a list
    office.officer.keeping_in_touch.stop(mother, EMAIL, method="EMAIL")
    assert waiting() == ["post-list"]
    assert office.ask("SELECT count(*) FROM outbox_file") == 1
    _take_back(office, mother, Purpose.SAVE_CONTACT)
    assert waiting() == []


def test_a_stop_while_a_list_is_made_leaves_no_list(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    mother, mine = willing(office), office.manager.keeping_in_touch
    willing(office)
    made = mine._workbook

    def meanwhile(*args: object) -> bytes:
        office.officer.keeping_in_touch.stop(mother, EMAIL, method="EMAIL")
        return made(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(mine, "_workbook", meanwhile)
    with pytest.raises(Problem, match="make it again"):
        mine.export(EMAIL)
    assert list(office.places.folder.outbox.iterdir()) == []


def test_without_an_entry_there_is_no_list(office: Office) -> None:
    from sqlalchemy.exc import DatabaseError

    willing(office)
    office.manager.keeping_in_touch.lists()
    office.refuse_entries()
    reads: tuple[Callable[[], object], ...] = (
        office.manager.keeping_in_touch.lists,
        lambda: office.manager.keeping_in_touch.export(EMAIL),
    )
    for read in reads:
        with pytest.raises(DatabaseError):
            read()
    assert list(office.places.folder.outbox.iterdir()) == []


@pytest.mark.parametrize(
    "statements",
    [
        ("DELETE FROM consent_event WHERE number = (SELECT max(number) FROM consent_event)",),
        ("UPDATE consent_head SET count = count - 1",),
        ("DELETE FROM consent_head",),
        (
            "DELETE FROM consent_event WHERE number = (SELECT max(number) FROM consent_event)",
            "UPDATE consent_head SET count = count - 1",
        ),
    ],
)
def test_a_stop_that_was_cut_out_of_the_file_makes_no_list(office: Office, statements: tuple[str, ...]) -> None:
    mother = willing(office)
    office.officer.keeping_in_touch.stop(mother, EMAIL, method="EMAIL")
    for statement in statements:
        office.tamper(statement)
    with pytest.raises(Problem, match="not what was last saved"):
        office.manager.keeping_in_touch.lists()
    with pytest.raises(Problem, match="not what was last saved"):
        office.manager.keeping_in_touch.export(EMAIL)


def test_everybodys_events_read_at_once_are_each_ones_own(office: Office) -> None:
    people = [willing(office), add_person(office.officer), add_person(office.officer, events=())]
    office.officer.keeping_in_touch.stop(people[0], SMS, method="VERBAL")
    desk = office.officer.desk
    with desk.read() as connection:
        every = consent_store.histories(desk, connection)
        assert {one: every.get(one, ()) for one in people} == {
            one: consent_store.history(desk, one, connection) for one in people
        }
