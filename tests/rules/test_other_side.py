"""Two parents who live apart are two sides; a conflict of interest is warned of everywhere in the family."""

from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.other_side import OtherSide, Sides, may_open, warned_of, warned_of_case

MOTHER, FATHER, CHILD, GRAN = (UUID(int=number) for number in range(1, 5))
BOTH = frozenset({MOTHER, FATHER})
APART = frozenset({"SEPARATED_PARENTS"})
ORDER = frozenset({"COURT_ORDER"})


@pytest.mark.parametrize(
    ("case", "opened", "sides", "warned"),
    [
        ("the father, while I work for the mother", FATHER, Sides(BOTH, APART, works_for=frozenset({MOTHER})), True),
        (
            "a court order says the same",
            FATHER,
            Sides(BOTH, ORDER, works_for=frozenset({MOTHER})),
            True,
        ),
        ("the mother, for whom I work", MOTHER, Sides(BOTH, APART, works_for=frozenset({MOTHER})), False),
        ("the child, who is on no side", CHILD, Sides(BOTH, APART, works_for=frozenset({MOTHER})), False),
        ("parents who live together", FATHER, Sides(BOTH, works_for=frozenset({MOTHER})), False),
        ("nobody I work for", FATHER, Sides(BOTH, APART), False),
        ("somebody who is no parent of theirs", GRAN, Sides(BOTH, APART, works_for=frozenset({MOTHER})), False),
    ],
)
def test_the_other_of_two_parents_who_live_apart(case: str, opened: UUID, sides: Sides, warned: bool) -> None:
    assert (OtherSide.OTHER_PARENT in warned_of(opened, sides)) is warned, case


def test_a_conflict_of_interest_warns_whoever_is_opened() -> None:
    sides = Sides(BOTH, closures=frozenset({"C01", "C09"}))
    assert {warned_of(one, sides) for one in (MOTHER, FATHER, CHILD)} == {(OtherSide.CONFLICT,)}


def test_a_colleagues_case_is_on_the_side_of_whom_it_is_worked_with() -> None:
    sides = Sides(BOTH, APART, works_for=frozenset({MOTHER}))
    assert warned_of_case(CHILD, (FATHER,), sides) == (OtherSide.OTHER_PARENT,)
    assert warned_of_case(CHILD, (MOTHER,), sides) == ()


@given(
    st.sampled_from([MOTHER, FATHER, CHILD]),
    st.sets(st.sampled_from(["SEPARATED_PARENTS", "COURT_ORDER", "NO_POST"])),
    st.sets(st.sampled_from(["C01", "C09"])),
    st.sets(st.sampled_from([MOTHER, FATHER])),
)
def test_what_is_warned_of_is_opened_once_somebody_said_why_and_nothing_else_is_held_up(
    opened: UUID, safety: set[str], closures: set[str], works_for: set[UUID]
) -> None:
    sides = Sides(BOTH, frozenset(safety), frozenset(closures), frozenset(works_for))
    warned = warned_of(opened, sides)
    assert may_open(warned, said_why=True)
    assert bool(may_open(warned, said_why=False)) is not bool(warned)
    if not safety & {"SEPARATED_PARENTS", "COURT_ORDER"} and "C09" not in closures:
        assert not warned
