"""Contacts and hours: counted once, and hidden where they would tell of one family."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.codes import code_list
from iass_tui.rules.disclosure_control import ProtectedTable, protect_all
from iass_tui.rules.magnitudes import (
    CHANNEL_GROUPS,
    TOO_FEW,
    ContactFact,
    channel_table,
    hours_tables,
    may_show,
    once_each,
)
from iass_tui.rules.quarters import Quarter
from iass_tui.rules.statistics import MERGE_MAPS, SUMS, CaseFact, quarter_tables

Q3 = Quarter(2026, 3)
DAY = date(2026, 11, 20)


def published(levels: list[str]) -> dict[str, ProtectedTable]:
    cases = [CaseFact(case_id=n, child_id=n, opened_on=DAY, levels=((DAY, level),)) for n, level in enumerate(levels)]
    tables = protect_all(quarter_tables(Q3, cases, [], []), MERGE_MAPS, SUMS)
    return {one.name: one for one in tables}


def talk(case: int, minutes: int = 60, channel: str = "TEL", **more: int) -> ContactFact:
    return ContactFact(on=DAY, channel=channel, minutes=minutes, cases=(case,), **more)


def test_every_way_is_in_one_group() -> None:
    grouped = [code for codes in CHANNEL_GROUPS.values() for code in codes]
    assert sorted(grouped) == sorted([*(one.code for one in code_list("CHANNEL")), ""])


def test_a_joint_contact_counts_once_with_its_minutes_once() -> None:
    facts = once_each([("joint", talk(0, 30)), ("joint", talk(1, 30)), ("alone", talk(2, 15))])
    assert [(one.cases, one.minutes) for one in facts] == [((0, 1), 30), ((2,), 15)]


@pytest.mark.parametrize(
    ("amounts", "shown"),
    [([1, 1, 1, 1], False), ([1, 1, 1, 1, 1], True), ([9, 1, 1, 1, 1], False), ([4, 1, 1, 1, 1], True), ([], False)],
)
def test_five_families_and_none_with_more_than_half(amounts: list[int], shown: bool) -> None:
    assert may_show(dict(enumerate(amounts))) is shown


def test_contacts_are_shown_by_group_and_one_familys_cases_are_one_family() -> None:
    tables = published(["L2"] * 10)
    contacts = [talk(n) for n in range(10)]
    rows = dict(channel_table(Q3, contacts, tables["cases_began"]).rows)
    assert rows == {"PHONE": "10", "WRITTEN": TOO_FEW, "IN_PERSON": TOO_FEW, "OTHER": TOO_FEW}
    together = ContactFact(on=DAY, channel="TEL", cases=(0, 1, 2, 3, 4, 5, 6))
    assert dict(channel_table(Q3, [*contacts, together], tables["cases_began"]).rows)["PHONE"] == TOO_FEW


def test_hours_are_by_the_level_as_published_officers_travel_and_volunteers_apart() -> None:
    tables = published(["L2"] * 10 + ["L3"] * 2)
    contacts = [talk(n, 95, travel=30, volunteer_minutes=0) for n in range(10)]
    officers, way, volunteers = hours_tables(
        Q3, contacts, {n: "L2" if n < 10 else "L3" for n in range(12)}, tables["level_active"]
    )
    assert dict(officers.rows)["L2"] == "15"  # 950 minutes
    assert dict(way.rows)["L2"] == "5"
    assert {shown for _, shown in volunteers.rows} == {TOO_FEW}
    assert volunteers.hidden == tuple(category for category, _ in volunteers.rows)


@given(
    st.lists(st.sampled_from(["L1", "L2", "L3"]), min_size=1, max_size=30),
    st.lists(
        st.tuples(st.integers(0, 29), st.sampled_from([5, 60, 600]), st.sampled_from(["TEL", "EML"])), max_size=60
    ),
)
def test_no_figure_says_more_of_how_many_families_there_are_than_the_tables_of_cases(
    levels: list[str], spoken: list[tuple[int, int, str]]
) -> None:
    tables = published(levels)
    contacts = [talk(case, minutes, way) for case, minutes, way in spoken if case < len(levels)]
    figures = hours_tables(Q3, contacts, dict(enumerate(levels)), tables["level_active"])
    shown = {cell.category: cell.shown for cell in tables["level_active"].cells}
    for table in figures:
        for category, figure in table.rows:
            assert figure == TOO_FEW or shown[category].isdecimal()
    total = tables["cases_began"].total
    for _, figure in channel_table(Q3, contacts, tables["cases_began"]).rows:
        assert figure == TOO_FEW or (total is not None and total.shown.isdecimal())
