"""Masking: whatever nobody has called neutral is hidden, so that no list can show a name by mistake (P20)."""

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.cases import format_reference
from iass_tui.rules.masking import MASK, Neutral, masked, masked_line

NAMES = st.text(min_size=1).filter(lambda text: bool(text.strip()) and not text.strip().startswith("C-"))


@given(NAMES)
def test_a_name_is_never_shown_and_its_length_does_not_speak(name: str) -> None:
    assert masked(name) == MASK
    assert masked(f"{Neutral('note')}: {name}") == MASK
    assert masked_line((Neutral("note"), name)) == ("note", MASK)


@given(st.integers(1, 10**6))
def test_a_reference_stays_alone_and_goes_with_anything_beside_it(number: int) -> None:
    reference = format_reference(number)
    assert masked(reference) == reference
    assert masked(f"{reference} Amina") == MASK
    assert masked(f"{reference}\nAmina") == MASK


@pytest.mark.parametrize("cell", ["", "   ", Neutral("Fri 20 Nov"), Neutral("statutory")])
def test_what_tells_about_nobody_stays(cell: str) -> None:
    assert masked(cell) == cell
