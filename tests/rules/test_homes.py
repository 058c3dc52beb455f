"""A child of two homes: where a letter goes, and whether the parents live apart."""

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.homes import MOSTLY, NO, PARTLY, letter_home, live_apart
from iass_tui.rules.records.people import FamilyTie


def ties(*homes: str, relations: tuple[str, ...] = ("MOT", "FAT", "GRA")) -> list[FamilyTie]:
    return [FamilyTie(relation=relation, home=home) for relation, home in zip(relations, homes, strict=False)]


@pytest.mark.parametrize(
    ("homes", "apart"),
    [
        ((MOSTLY, MOSTLY), False),
        ((MOSTLY, PARTLY), True),
        ((PARTLY, PARTLY), True),
        ((MOSTLY, NO), True),
        ((NO, NO), False),  # with neither: in care, at a grandmother's
        ((MOSTLY, ""), False),  # nobody asked about the other
        ((MOSTLY, MOSTLY, NO), False),  # a grandmother who lives elsewhere makes no two sides
        ((), False),
    ],
)
def test_two_parents_live_apart_where_one_has_the_child_and_the_other_has_not_or_both_partly(
    homes: tuple[str, ...], apart: bool
) -> None:
    assert live_apart(ties(*homes)) is apart


@pytest.mark.parametrize(
    ("homes", "to"),
    [
        (((MOSTLY, "A"), (NO, "B")), "A"),
        (((PARTLY, "B"), (MOSTLY, "A")), "A"),
        (((PARTLY, "A"), (PARTLY, "B")), None),
        (((PARTLY, "A"), (NO, "B")), "A"),
        (((MOSTLY, "A"), (MOSTLY, "A")), "A"),  # one home of two parents
        (((MOSTLY, "A"), (MOSTLY, "B")), None),  # the two ties contradict each other
        (((MOSTLY, ""), (PARTLY, "B")), ""),  # never to the other home because the first is not kept
        ((("", "A"),), None),
    ],
)
def test_a_letter_goes_to_the_home_where_the_child_lives_and_nobody_guesses(
    homes: tuple[tuple[str, str], ...], to: str | None
) -> None:
    assert letter_home([(FamilyTie(home=home), address) for home, address in homes]) == to


@given(st.lists(st.tuples(st.sampled_from(["", MOSTLY, PARTLY, NO]), st.sampled_from("ABC")), max_size=4))
def test_no_letter_goes_to_a_home_where_the_child_does_not_live(homes: list[tuple[str, str]]) -> None:
    found = letter_home([(FamilyTie(home=home), address) for home, address in homes])
    assert found is None or any(home in (MOSTLY, PARTLY) and address == found for home, address in homes)
