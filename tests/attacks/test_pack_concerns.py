"""Concerns in working copies: a candidate for a lead to decide on, and not a trace for anybody else."""

from __future__ import annotations

import dataclasses

import pytest

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.concerns import Verdict
from iass_tui.rules.records.office import Act
from iass_tui.services.views import PackItemView, Problem
from screens.pack.items import Copy
from tests.services.families import COVERING, Family, add_family
from tests.services.offices import Office
from tests.services.test_concerns import BODY, raised
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
