"""What stood in a line of a register before is worked out backwards from what stands now."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given, strategies as st

from iass_tui.rules.records.registers import RegisterLine
from iass_tui.rules.registers.history import history, written

WHO = UUID(int=1)
VALUES = st.dictionaries(st.sampled_from(("name", "basis", "kept")), st.sampled_from(("a", "b", "c")), max_size=3)


@given(st.lists(VALUES, min_size=1, max_size=6))
def test_going_back_step_by_step_gives_every_state_that_ever_stood(states: list[dict[str, str]]) -> None:
    line = written(None, RegisterLine(values=states[0]), "2026-11-23T09:00:00+00:00", WHO)
    stood = [states[0]]
    for number, values in enumerate(states[1:], 1):
        after = RegisterLine(values=values, changes=line.changes)
        line = written(line, after, f"2026-11-23T09:0{number}:00+00:00", WHO)
        stood += [values] if values != stood[-1] else []
    steps = history(line)
    assert [step.is_first for step in steps] == [False] * (len(stood) - 1) + [True]
    now = dict(line.values)
    for step, expected in zip(steps, reversed(stood), strict=True):
        assert {key: value for key, value in now.items() if value} == expected
        now |= {key: before for key, before, _ in step.fields}


@given(VALUES)
def test_a_line_that_is_saved_as_it_was_counts_as_no_change(values: dict[str, str]) -> None:
    line = written(None, RegisterLine(values=values), "2026-11-23T09:00:00+00:00", WHO)
    assert written(line, RegisterLine(values=values, changes=line.changes), "2026-11-24T09:00:00+00:00", WHO) == line
