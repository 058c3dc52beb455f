"""A Yes to one way of keeping in touch opens no other way, and none without a place to send it or under 13 (P79-P82).

News goes out by the lists alone, and a list leaves by its export and by `outbox get`. A letter about a live case is no
news, and rests on P44: without it no way of writing or ringing is open, whatever news they said yes to.
"""

from __future__ import annotations

import dataclasses
import io
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from iass_tui.cli import record_commands
from iass_tui.cli.parser import Exit, parse
from iass_tui.rules.consent import CHANNELS
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.keeping_in_touch import Standing
from iass_tui.rules.records.consents import Decision, Purpose, Scope
from iass_tui.rules.records.office import Permission
from iass_tui.rules.records.people import Address, ContactDetails, FamilyTie
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import OutboxFile, Problem
from tests.attacks.test_no_permission import PATHS, differing, family, rows
from tests.services.families import CHILD, MOTHER, add_person, consent
from tests.services.offices import Office
from tests.services.test_keeping_in_touch import opened, willing
from tests.services.test_sharing import TODAY, agree

EVERY = pytest.mark.parametrize("channel", CHANNELS)
OWN = ContactDetails(
    phones=("020 7946 0777", "+44 7700 900777"),
    emails=("zyxwvut@example.org",),
    addresses=(Address(lines=("9 Zyxwvut Lane",), postcode="ZZ9 9ZZ"),),
)
TELLS = ("Zyxwvut", "zyxwvut", "0777", "900777", "ZZ9 9ZZ")
"""What would tell of them in any list."""
BASE = (consent(Purpose.SAVE_CASE), consent(Purpose.SAVE_CONTACT))
OF_ALL = tuple(consent(one) for one in CHANNELS)


def only(office: Office, channel: Purpose, *, others: Decision | None) -> UUID:
    """Somebody with every way to be reached and a Yes to this way alone."""
    said = [consent(one, others) for one in CHANNELS if one is not channel and others is not None]
    before = OF_ALL if others is Decision.WITHDRAWN else (consent(channel),)
    card = dataclasses.replace(MOTHER, given_name="Zyxwvut")
    return add_person(office.officer, card, (*BASE, *before, *said), contact=OWN)


def found_in(office: Office, file: OutboxFile) -> list[str]:
    """What of them stands in any cell of any sheet."""
    cells = [str(cell.value) for sheet in opened(office, file) for line in sheet.iter_rows() for cell in line]
    return [one for one in TELLS if any(one in cell for cell in cells)]


def fetched(office: Office, name: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What `iass outbox get` writes out."""
    brought = io.BytesIO()
    monkeypatch.setattr(record_commands, "places_of", lambda _: office.places)
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=brought, isatty=lambda: False, write=lambda _: 0))
    assert record_commands.outbox(parse(["outbox", "get", name])) == Exit.OK
    monkeypatch.undo()
    return brought.getvalue()


def listed(session: OfficeSession, person: UUID) -> set[Purpose]:
    """The lists on which somebody stands."""
    return {
        one.channel
        for one in session.keeping_in_touch.lists()
        for entry in one.entries
        if entry.person_id == person and entry.standing is Standing.LISTED
    }


@EVERY
@pytest.mark.parametrize("others", [None, Decision.REFUSED, Decision.WITHDRAWN], ids=["not asked", "no", "taken back"])
def test_a_yes_to_one_way_is_in_no_list_export_or_file_of_another(
    office: Office, channel: Purpose, others: Decision | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.manager.staff.set_permissions(office.officer.me.id, frozenset(Permission))
    willing(office)  # so that there is a list of every way
    person, session = only(office, channel, others=others), office.officer
    assert listed(session, person) == {channel}
    for one in CHANNELS:
        made = session.keeping_in_touch.export(one)
        assert bool(found_in(office, made)) is (one is channel), one
        waiting = (office.places.folder.outbox / made.name).read_bytes()
        assert fetched(office, made.name, monkeypatch) == waiting  # the command line brings this very file, and no more


@EVERY
def test_a_yes_to_one_way_alone_opens_no_list_where_nobody_else_is(office: Office, channel: Purpose) -> None:
    office.manager.staff.set_permissions(office.officer.me.id, frozenset(Permission))
    only(office, channel, others=None)
    before = rows(office)
    for one in CHANNELS:
        if one is not channel:
            with pytest.raises(Problem):
                office.officer.keeping_in_touch.export(one)
    assert differing(before, rows(office)) == set()


@EVERY
def test_without_p44_a_yes_to_news_opens_no_path_at_all(office: Office, channel: Purpose) -> None:
    """No letter, reminder, merged text, paper, task or list of any way, this one included."""
    made = family(office, "ASKED_NOTHING")
    for one in (made.child, made.mother):
        agree(office.officer, one, channel, agency="")
    before, open_paths = rows(office), []
    for name, act in PATHS.items():
        try:
            act(office.officer, made)
        except Problem:
            continue
        open_paths.append(name)
    assert (open_paths, differing(before, rows(office))) == ([], set())


@EVERY
def test_when_p44_is_taken_back_the_yes_to_news_goes_nowhere(office: Office, channel: Purpose) -> None:
    office.manager.staff.set_permissions(office.officer.me.id, frozenset(Permission))
    person, session = only(office, channel, others=None), office.officer
    waiting = session.keeping_in_touch.export(channel)
    session.consent.withdraw(person, Purpose.SAVE_CONTACT, Scope(), given_by=person, given_on=TODAY, method="VERBAL")
    assert listed(session, person) == set()
    assert not (office.places.folder.outbox / waiting.name).exists()
    for one in CHANNELS:
        with pytest.raises(Problem):
            session.keeping_in_touch.export(one)


def child_of(office: Office, born: PartialDate | None) -> UUID:
    """A child for whom a parent said yes to everything, with ways to be reached of their own."""
    card = dataclasses.replace(CHILD, given_name="Zyxwvut", born=born)
    child = add_person(office.officer, card, (*BASE, *OF_ALL), contact=OWN)
    mother = add_person(office.officer, MOTHER)
    office.officer.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES"))
    return child


def turning_13(on: date) -> PartialDate:
    """Born so that they turn 13 on this day."""
    return PartialDate(on.year - 13, on.month, on.day)


@pytest.mark.parametrize("born", [turning_13(TODAY + timedelta(days=1)), PartialDate(TODAY.year - 13), None])
def test_nobody_under_13_or_perhaps_under_13_is_in_any_list_whoever_said_yes(
    office: Office, born: PartialDate | None
) -> None:
    office.manager.staff.set_permissions(office.officer.me.id, frozenset(Permission))
    child, session = child_of(office, born), office.officer
    assert listed(session, child) == set()
    before = rows(office)
    for one in CHANNELS:
        with pytest.raises(Problem):
            session.keeping_in_touch.export(one)
    assert differing(before, rows(office)) == set()
    willing(office)
    for one in CHANNELS:  # and where there is a list they are not on it
        assert found_in(office, session.keeping_in_touch.export(one)) == []


def test_on_the_day_of_13_they_may_be(office: Office) -> None:
    """The attacks above are real: a day later the very same child is on every list."""
    assert listed(office.officer, child_of(office, turning_13(TODAY))) == set(CHANNELS)


@pytest.mark.parametrize("purpose", sorted(set(Purpose) - set(CHANNELS)))
def test_what_is_no_way_of_keeping_in_touch_makes_no_list(office: Office, purpose: Purpose) -> None:
    office.manager.staff.set_permissions(office.officer.me.id, frozenset(Permission))
    willing(office)
    before = rows(office)
    with pytest.raises(ValueError, match="not a channel"):
        office.officer.keeping_in_touch.export(purpose)
    assert differing(before, rows(office)) == set()
