"""Text made fit for a page: named, never lost; broken, never endless."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, settings, strategies as st

from iass_tui.documents import typesetting
from iass_tui.documents.fonts import covered, families
from iass_tui.documents.paper import Block, Part
from iass_tui.documents.printable import BREAK, printable, spelt_out
from iass_tui.documents.typesetting import DocumentFailed
from tests.documents.samples import HOSTILE, LETTERHEAD, leaflet, pages


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain words, £5 – “so”", "plain words, £5 – “so”"),
        ("Amélie Łuczak-Ødegård", "Amélie Łuczak-Ødegård"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\n\n\n \n\nb", "a\n\nb"),
        ("a\tb", "a    b"),
        ("red \x1b[31m", "red [31m"),
        ("a\u202eb\ufeffc\u00ad", "abc"),
        ("🎉", "[party popper]"),
        ("🎉" * 500, "[party popper, 500 times]"),
        ("👨\u200d👧", "[man][girl]"),
        ("\ud800", "[U+D800]"),
        ("中", "[U+4E2D]"),
        ("\u0301", "[U+0301]"),
        ("", ""),
    ],
)
def test_what_a_page_cannot_hold_is_named(typed: str, shown: str) -> None:
    assert printable(typed) == shown


def test_long_words_get_places_to_break_and_lose_nothing() -> None:
    word = "https://example.org/" + "x" * 500
    shown = printable(word)
    assert shown.replace(BREAK, "") == word
    assert max(map(len, shown.split(BREAK))) <= 20
    assert printable("x" * 60) == "x" * 60


def test_marks_on_one_letter_have_an_end() -> None:
    assert len(printable("e" + "\u0301" * 100_000)) < 200


def test_every_family_covers_what_it_is_there_for() -> None:
    main = families()[0]
    assert main.name == "Atkinson Hyperlegible"
    assert {ord(letter) for letter in "AZaz09 £€éŁøğş–“”’•…"} <= main.covers


def test_a_font_without_a_character_map_is_refused() -> None:
    with pytest.raises(RuntimeError):
        covered(b"\0\1\0\0" + b"\0" * 8)


@given(st.text())
def test_nothing_unprintable_is_left(text: str) -> None:
    for letter in printable(text):
        assert letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1, max_size=8))
def test_no_text_stops_a_page(texts: list[str]) -> None:
    blocks = tuple(Block(part, text) for text in texts for part in Part)
    assert leaflet(LETTERHEAD, blocks).startswith(b"%PDF")


def test_text_that_fonts_still_cannot_show_is_spelt_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "printable", lambda text: text)
    text = "".join(pages(leaflet(LETTERHEAD, (Block(Part.TEXT, "ab 🎉 中"),))))
    assert "ab [party popper] [U+4E2D]" in text


@pytest.mark.parametrize("words", ["secret 🎉", "secret " + "é" * 100_000], ids=["error", "panic"])
def test_a_failure_says_nothing_of_the_text(
    words: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("printable", "spelt_out"):
        monkeypatch.setattr(typesetting, name, lambda text: text)
    with pytest.raises(DocumentFailed) as failed:
        leaflet(LETTERHEAD, (Block(Part.TEXT, words),))
    assert str(failed.value) == "template paper"
    assert failed.value.__cause__ is None
    assert failed.value.__context__ is None
    assert "secret" not in capfd.readouterr().err


def test_spelling_out_leaves_plain_words_alone() -> None:
    assert spelt_out("Ruth, 5 £") == "Ruth, 5 £"
    assert json.loads(json.dumps(spelt_out(HOSTILE["scripts"]))).isascii()
