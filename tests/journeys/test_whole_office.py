"""A new office's first day, from set-up to recovery, by keyboard alone on a real pseudo-terminal."""

from tests.journeys.office import WORDS, Seat


def test_a_family_that_agrees_has_a_case_on_its_first_day(pat: Seat) -> None:
    """Set-up, three sheets, and every page of an intake lie behind the fixture; the next day the case is on Today."""
    seen = pat.see("My cases 1", "Put right", "No backup yet")
    assert WORDS["given"] not in seen
