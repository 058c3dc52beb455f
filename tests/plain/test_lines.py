"""What is printed holds nothing but text, and what is typed comes whole or not at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from iass_tui.plain.lines import LINE_BYTES, LineLost, heard, spoken
from tests.journeys.spoken import DRAWN


@given(st.text(max_size=200))
def test_no_text_whoever_wrote_it_prints_a_control_character_or_draws(text: str) -> None:
    said = spoken(text)
    assert not DRAWN.findall(said.replace("\n", ""))
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", said)


def test_an_escape_sequence_in_a_name_is_no_escape_sequence() -> None:
    assert "\x1b" not in spoken("\x1b[2J\x1b]0;title\x07Amina \x9b31m")
    assert "Amina" in spoken("\x1b[2JAmina")


def test_boxes_are_silent() -> None:
    assert spoken("┌──┐ Amina │ ███") == "Amina"


@given(st.text(st.characters(exclude_categories=["C"]), max_size=100))
def test_words_are_heard_as_they_were_typed(text: str) -> None:
    line = text.replace("\u2028", "").replace("\u2029", "")
    assert heard(f"{line}\n".encode()) == line


def test_keys_that_are_no_characters_leave_nothing_in_a_line() -> None:
    assert heard(b"\x1b[A\x1b[Dback\x1bOP\n") == "back"


@pytest.mark.parametrize("raw", [b"x" * LINE_BYTES + b"\n", b"\xff\xfe\n"])
def test_a_line_that_did_not_come_whole_is_refused_with_what_to_do(raw: bytes) -> None:
    with pytest.raises(LineLost, match="nothing of it was taken"):
        heard(raw)
