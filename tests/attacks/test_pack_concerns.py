"""Concerns in working copies: a candidate for a lead to decide on, and not a trace for anybody else."""

from __future__ import annotations

import contextlib
import dataclasses
from uuid import UUID

import pytest

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.concerns import Verdict
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.office import Act
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import PackItemView, Problem
from iass_tui.vault.cells import Sealed
from iass_tui.vault.keyring import CompartmentClosed
from screens.pack.items import Copy
from tests.services.families import COVERING, Family, add_family
from tests.services.offices import Office
from tests.services.test_concerns import BODY, raised
from tests.services.test_consent import withdraw
from tests.services.test_papers import words_of

CANARY = "Quokka said that she is afraid"


def made(office: Office) -> Family:
    """A family about whose child a concern was raised; the lead said why they open the case."""
    session, family = office.officer, add_family(office.officer)
    view = session.people.person(family.child)
    session.people.change_card(
        family.child, view.version, view.card, dataclasses.replace(view.card, born=PartialDate(2008, 3, 27))
    )
    raised(office, body=dataclasses.replace(BODY, person_id=family.child, what=CANARY))
    raised(office, body=dataclasses.replace(BODY, person_id=family.mother, what="about somebody else"))
    office.manager.access.give((family.case,), COVERING)
    return family


def concerns(items: tuple[PackItemView, ...]) -> list[PackItemView]:
    return [one for one in items if one.kind == "Safeguarding"]


def test_a_lead_decides_on_each_concern_about_them_and_it_is_proposed_to_stay_out(office: Office) -> None:
    family, session = made(office), office.manager
    offer = session.packs.offer(family.child, None)
    (one,) = concerns(offer.items)
    assert (one.proposed, one.locked, "ITEM_SAFEGUARDING" in one.reasons) == ("WITHHOLD", False, True)
    assert CANARY in one.text
    with pytest.raises(Problem):  # undecided is no decision
        session.packs.make(family.child, None, {each.id: True for each in offer.items if each.id != one.id})
    file = session.packs.make(family.child, None, {each.id: not each.locked for each in offer.items})
    assert "Quokka" in words_of(office, file)


def test_a_concern_left_out_is_on_no_paper_not_even_as_left_out(office: Office) -> None:
    family, session = made(office), office.manager
    offer = session.packs.offer(family.child, None)
    file = session.packs.make(
        family.child, None, {one.id: one.proposed == "INCLUDE" and not one.locked for one in offer.items}
    )
    words = words_of(office, file).casefold()
    assert "safeguarding" not in words
    assert "concern" not in words
    assert "quokka" not in words


def test_whoever_is_no_lead_finds_no_trace_of_one(office: Office) -> None:
    family = made(office)
    with_concern = office.officer.packs.offer(family.child, None)
    assert concerns(with_concern.items) == []
    assert "quokka" not in str(with_concern).casefold()
    office.manager.packs.offer(family.child, None)
    counts = [one.count for one in office.said() if one.subject == "pack" and one.act is Act.VIEW]
    assert len(set(counts)) == 1  # what a lead saw more of is in no entry that case staff read
    office.officer.packs.make(family.child, None, {one.id: not one.locked for one in with_concern.items})


def test_a_leads_draft_says_nothing_of_a_concern(office: Office) -> None:
    family = made(office)
    copy = Copy(office.manager.packs.offer(family.child, None))
    (one,) = concerns(copy.offer.items)
    copy.decide(one.id, True)
    assert "concern" not in str(copy.as_values())


def test_a_closed_concern_says_until_when_it_is_kept(office: Office) -> None:
    family = made(office)
    session = office.manager
    (mark, _) = session.concerns.waiting()
    view = session.concerns.concern(mark.id)
    assert view.kept_until is None
    session.concerns.decide(view.mark.id, view.version, Verdict.NOTHING, "Spoken with the school")
    session.concerns.close(view.mark.id, session.concerns.concern(mark.id).version, "Done")
    closed = session.concerns.concern(mark.id)
    assert closed.kept_until is not None
    assert (closed.kept_until.year, family.child == closed.body.person_id) in {(2033, True), (2032, False)}


def opened_by(session: OfficeSession) -> list[str]:
    """Every passphrase that the keys of a colleague open, by a program of their own: whatever a row says of itself."""
    found, desk = [], session.desk
    with desk.read() as connection:
        rows = connection.exec_driver_sql("SELECT id, file_key_id, body FROM outbox_file").fetchall()
    for row_id, key_id, body in rows:
        with contextlib.suppress(CompartmentClosed):
            file = desk.any_key(UUID(bytes=key_id))
            found.append(str(desk.open(file, "outbox_file", "body", UUID(bytes=row_id), Sealed(body))["passphrase"]))
    return [one for one in found if one]


@pytest.mark.parametrize("with_concern", [True, False])
def test_an_officers_keys_open_no_copy_that_a_lead_made_whether_a_concern_is_in_it_or_not(
    office: Office, with_concern: bool
) -> None:
    family, session = made(office), office.manager
    offer = session.packs.offer(family.child, None)
    decisions = {one.id: with_concern and not one.locked for one in offer.items}
    file = session.packs.make(family.child, None, decisions)
    assert opened_by(office.officer) == []
    assert opened_by(office.manager) == [file.passphrase]
    # The lead finds it again, and whoever is none sees that it waits and no more.
    assert [one.passphrase for one in session.packs.outbox()] == [file.passphrase]
    assert [(one.name, one.passphrase) for one in office.officer.packs.outbox()] == [(file.name, "")]
    # An officer's own copy stays theirs to open.
    mine = office.officer.packs.offer(family.child, None)
    own = office.officer.packs.make(family.child, None, {one.id: not one.locked for one in mine.items})
    assert opened_by(office.officer) == [own.passphrase]


def test_a_withdrawal_that_an_officer_records_takes_a_leads_copy_away_with_its_words(office: Office) -> None:
    family, session = made(office), office.manager
    offer = session.packs.offer(family.child, None)
    session.packs.make(family.child, None, {one.id: not one.locked for one in offer.items})
    withdraw(office.officer, family.child, Purpose.SAVE_CASE)
    assert office.ask("SELECT count(*) FROM outbox_file") == 0
    assert list(office.places.folder.outbox.iterdir()) == []
