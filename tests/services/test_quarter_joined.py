"""Two records that are one person count as one child in every table of a quarter, and as two once taken apart."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from iass_tui.rules.records.casework import CaseFacts, ContactBody, LevelChange
from iass_tui.rules.records.consents import Decision, Purpose
from iass_tui.rules.records.equality import EqualityAnswers
from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.statistics import CaseFact, EnquiryFact
from iass_tui.services import quarters
from iass_tui.services.session import OfficeSession
from tests.services.families import CHILD, MOTHER, add_family, add_person, consent
from tests.services.offices import Office
from tests.services.test_consent import heard
from tests.services.test_quarters import QUARTER

DAY = date(2026, 11, 20)
FACTS = CaseFacts(levels=(LevelChange(level="L2", on=DAY),), opened_on=DAY, user_type="PAR")
CARD = dataclasses.replace(CHILD, language="som", interpreter="SPOKEN")


def counted(
    session: OfficeSession, to: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, dict[str, int]], list[CaseFact], list[EnquiryFact], int]:
    """The true counts of a quarter before anything is hidden, its facts, and its contacts."""
    seen: list[Any] = []
    whole, figures = quarters.quarter_tables, quarters.quarter_contents.figures

    def tables(quarter: Any, facts: Any, requests: Any, *more: Any) -> Any:
        found = whole(quarter, facts, requests, *more)
        seen.append(({one.name: {cell.category: cell.count for cell in one.cells} for one in found}, facts, requests))
        return found

    def spoken(quarter: Any, published: Any, facts: Any, talks: Any, done: Any) -> Any:
        seen.append(len([one for one in talks if one.cases]))
        return figures(quarter, published, facts, talks, done)

    with monkeypatch.context() as patched:
        patched.setattr(quarters, "quarter_tables", tables)
        patched.setattr(quarters.quarter_contents, "figures", spoken)
        session.quarters.make(QUARTER, to, replace=True)
    (true, facts, requests), talks = seen
    return true, facts, requests, talks


def test_a_joined_pair_is_one_child_in_every_table_and_its_work_all_of_its_cases(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = office.manager
    events = [consent(), consent(Purpose.SAVE_EQUALITY)]
    one, two = add_person(session, CARD, events), add_person(session, CARD, events)
    for person, answers in ((one, EqualityAnswers(ethnic_group="BLACK", sex="F")), (two, EqualityAnswers())):
        case = session.casework.open_case(person, FACTS)
        session.casework.add_contact(case, ContactBody(happened_on=DAY, channel="TEL", minutes=30))
        if answers != EqualityAnswers():
            session.equality.save(person, 0, EqualityAnswers(), answers)
    kids = ("age", "ethnic_group", "sex", "language", "interpreter")
    to = tmp_path / "q.xlsx"

    apart, _, _, talks = counted(session, to, monkeypatch)
    assert {name: sum(apart[name].values()) for name in kids} == dict.fromkeys(kids, 2)
    assert (sum(apart["level_active"].values()), apart["cases_began"]["new"], talks) == (2, 2, 2)
    assert apart["sex"] == {"F": 1, "M": 0, "NOT_STATED": 1}
    assert (apart["language"]["NOT_ENGLISH"], apart["interpreter"]["INTERPRETER"]) == (2, 2)

    session.joining.join(session.joining.compare(two, one), {}, {})
    joined, facts, requests, talks = counted(session, to, monkeypatch)
    assert {name: sum(joined[name].values()) for name in kids} == dict.fromkeys(kids, 1)
    assert (sum(joined["level_active"].values()), joined["cases_began"]["new"], talks) == (2, 2, 2)
    assert {fact.child_id for fact in facts} == {two}
    assert joined["sex"] == {"F": 1, "M": 0, "NOT_STATED": 0}  # answered in the record that was joined to the other
    assert joined["ethnic_group"]["BLACK"] == 1
    assert len(requests) == sum(joined["enquiries"].values())
    assert joined["enquiries"] == apart["enquiries"]

    session.joining.part(one)
    assert counted(session, to, monkeypatch)[0] == apart


def test_p5_a_no_to_counting_in_either_record_leaves_the_joined_person_out_of_every_table(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = office.manager
    one = add_person(session, CARD)
    two = add_person(session, CARD, [consent(), consent(Purpose.STATS, Decision.REFUSED)])
    for person in (one, two):
        session.casework.open_case(person, FACTS)
    to = tmp_path / "q.xlsx"
    apart = counted(session, to, monkeypatch)[0]
    assert sum(apart["level_active"].values()) == 1
    session.joining.join(session.joining.compare(one, two), {}, {})
    joined = counted(session, to, monkeypatch)[0]
    assert sum(count for name, table in joined.items() if name != "enquiries" for count in table.values()) == 0
    session.joining.part(two)
    assert counted(session, to, monkeypatch)[0] == apart


def test_a_contact_about_brothers_counts_once_when_a_parent_is_joined_and_taken_apart(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.services.families import DETAILS, MOTHER
    from tests.services.test_joint_contacts import add_brother

    session = office.manager
    family = add_family(session)
    _, case = add_brother(session, family)
    again = add_person(session, MOTHER, contact=DETAILS)
    talk = ContactBody(happened_on=DAY, channel="TEL", minutes=30, with_id=family.mother)
    session.casework.add_contact(family.case, talk, also=[case])
    to = tmp_path / "q.xlsx"
    apart = counted(session, to, monkeypatch)
    assert apart[3] == 1
    session.joining.join(session.joining.compare(again, family.mother), {}, {})
    joined = counted(session, to, monkeypatch)
    assert (joined[0], joined[3]) == (apart[0], 1)
    session.joining.part(family.mother)
    assert counted(session, to, monkeypatch)[0] == apart[0]


def test_a_no_that_is_said_while_joined_stays_out_of_the_quarter_once_taken_apart(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = office.manager
    one, two = add_person(session, CARD), add_person(session, CARD)
    for person in (one, two):
        session.casework.open_case(person, FACTS)
    session.joining.join(session.joining.compare(one, two), {}, {})
    session.consent.record(one, [heard(Purpose.STATS, Decision.REFUSED)])
    session.joining.part(two)
    true = counted(session, tmp_path / "q.xlsx", monkeypatch)[0]
    assert sum(true["level_active"].values()) == 0  # both said it


def test_a_parent_who_came_and_needs_an_interpreter_counts_for_their_child_and_no_other_does(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, to = office.manager, tmp_path / "q.xlsx"
    family = add_family(session)
    never_came = add_person(session, dataclasses.replace(MOTHER, user_type="", interpreter="SPOKEN"))
    session.people.link(family.child, never_came, FamilyTie(relation="FAT"))
    true, _, _, _ = counted(session, to, monkeypatch)
    assert true["interpreter"] == {"NO_INTERPRETER": 0, "INTERPRETER": 0, "NOT_STATED": 1}
    mother = session.people.person(family.mother)
    needs = dataclasses.replace(mother.card, interpreter="SPOKEN")
    session.people.change_card(family.mother, mother.version, mother.card, needs)
    true, _, _, _ = counted(session, to, monkeypatch)
    assert true["interpreter"] == {"NO_INTERPRETER": 0, "INTERPRETER": 1, "NOT_STATED": 0}
