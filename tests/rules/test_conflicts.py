"""Mine, theirs and before: what collides, and that nobody's change is lost."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.conflicts import Change, FieldDifference, Side, compare, merge
from iass_tui.rules.records.people import ContactDetails, FamilyTie

BEFORE = FamilyTie(relation="MOT", responsibility="UNKNOWN", evidence="", words="rings in the evening")
VALUES = st.sampled_from(["", "one", "two"])
TIES = st.builds(FamilyTie, relation=VALUES, responsibility=VALUES, evidence=VALUES, words=VALUES)
FIELDS = ("relation", "responsibility", "evidence", "words")


def change(**values: Any) -> FamilyTie:
    return dataclasses.replace(BEFORE, **values)


def test_changes_to_different_fields_are_joined_without_a_question() -> None:
    joined = merge(BEFORE, change(responsibility="YES"), change(words="rings at noon"))
    assert joined.record == change(responsibility="YES", words="rings at noon")
    assert joined.collisions == ()


def test_the_same_change_by_both_is_no_collision() -> None:
    same = change(responsibility="YES")
    assert [one.change for one in compare(BEFORE, same, same)] == [Change.SAME]
    assert merge(BEFORE, same, same).record == same


def test_one_field_changed_in_two_ways_waits_for_a_choice() -> None:
    mine, theirs = change(responsibility="YES", words="rings at noon"), change(responsibility="NO")
    joined = merge(BEFORE, mine, theirs)
    assert joined.record is None
    assert joined.collisions == (FieldDifference("responsibility", "UNKNOWN", "YES", "NO"),)


@pytest.mark.parametrize(("side", "value"), [(Side.MINE, "YES"), (Side.THEIRS, "NO"), (Side.BEFORE, "UNKNOWN")])
def test_a_choice_settles_a_collision(side: Side, value: str) -> None:
    joined = merge(BEFORE, change(responsibility="YES"), change(responsibility="NO"), {"responsibility": side})
    assert joined.record == change(responsibility=value)


def test_a_choice_for_a_field_that_does_not_collide_loses_nobodys_change() -> None:
    joined = merge(BEFORE, change(words="rings at noon"), BEFORE, {"words": Side.THEIRS})
    assert joined.record == change(words="rings at noon")


def test_a_list_counts_as_one_field() -> None:
    before = ContactDetails(phones=("07700 900123",))
    mine = dataclasses.replace(before, phones=("07700 900123", "07700 900456"))
    theirs = dataclasses.replace(before, phones=())
    assert [one.field for one in compare(before, mine, theirs)] == ["phones"]
    assert merge(before, mine, theirs).record is None


def test_fields_of_a_later_version_survive_a_merge() -> None:
    newer = dataclasses.replace(BEFORE, extra={"later": 1})
    joined = merge(newer, dataclasses.replace(newer, words="x"), dataclasses.replace(newer, extra={"later": 2}))
    assert joined.record is not None
    assert joined.record.to_json()["later"] == 2


def test_records_of_two_kinds_are_never_compared() -> None:
    with pytest.raises(TypeError):
        compare(BEFORE, ContactDetails(), BEFORE)


@given(TIES, TIES, TIES)
def test_every_lone_change_survives_and_only_collisions_are_asked_about(
    before: FamilyTie, mine: FamilyTie, theirs: FamilyTie
) -> None:
    joined = merge(before, mine, theirs, dict.fromkeys(FIELDS, Side.MINE))
    assert joined.record is not None
    for field in FIELDS:
        was, my, their = (getattr(record, field) for record in (before, mine, theirs))
        assert getattr(joined.record, field) == (their if my == was else my)
    colliding = {one.field for one in merge(before, mine, theirs).collisions}
    assert colliding == {one.field for one in compare(before, mine, theirs) if one.change is Change.COLLIDES}


@given(TIES, TIES, TIES)
def test_it_does_not_matter_who_saved_first(before: FamilyTie, mine: FamilyTie, theirs: FamilyTie) -> None:
    assert merge(before, mine, theirs).record == merge(before, theirs, mine).record
