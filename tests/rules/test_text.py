"""What people type, made safe to keep, to search and to put in a spreadsheet."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.text import (
    NOTE_LIMIT,
    TextTooLong,
    clean,
    fold,
    fold_lines,
    normal_email,
    normal_phone,
    normal_postcode,
    squash,
)

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
RAINBOW_FLAG = "\U0001f3f3\ufe0f\u200d\U0001f308"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
ANYTHING = st.text(st.characters(), max_size=60)
NASTY = st.text(
    st.sampled_from("ab \n\r\t\x00\x1b\x85\x9b\u00ad\u061c\u200b\u200c\u200d\u200e\u202e\u2028\u2066\ufe0f\ufeff")
    | st.sampled_from("e\u0301\u0645\u06cc\U0001f468\U0001f3f4\U000e0067\U000e007f\ud800\udfff\ufffe"),
    max_size=30,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Zoe\u0308 ", "Zoë"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("nul\x00 bell\x07 csi\x9b2J", "nul bell csi2J"),
        ("pay \u202eeerht\u202c pounds \u2066x\u2069\u200f", "pay eerht pounds x"),
        ("so\u00adft zero\u200bwidth\ufeff", "soft zerowidth"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("not\ufffe a\U0001ffff character", "not\ufffd a\ufffd character"),
        ("two\r\nlines\tand\u2028three", "two lines and three"),
        (f"{FAMILY} {RAINBOW_FLAG} {ENGLAND}", f"{FAMILY} {RAINBOW_FLAG} {ENGLAND}"),
        ("a\u200db\u200cc \U0001f468\u200d", "abc \U0001f468"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("hid\U000e0068\U000e0069den", "hidden"),
        ("", ""),
    ],
)
def test_a_one_line_field_keeps(typed: str, kept: str) -> None:
    assert clean(typed, limit=60, multiline=False) == kept


def test_a_note_keeps_its_lines_and_tabs_and_only_those() -> None:
    assert clean("\n one\r\ntwo\x85three\vfour\tfive\x08\n", limit=60, multiline=True) == "one\ntwo\nthree\nfour\tfive"


def test_a_text_at_the_limit_is_kept_and_one_longer_is_refused_with_the_limit() -> None:
    assert len(clean("x" * NOTE_LIMIT + "  ", limit=NOTE_LIMIT, multiline=True)) == NOTE_LIMIT
    with pytest.raises(TextTooLong) as refused:
        clean("x" * (NOTE_LIMIT + 1), limit=NOTE_LIMIT, multiline=True)
    assert (refused.value.limit, refused.value.length) == (NOTE_LIMIT, NOTE_LIMIT + 1)


@given(ANYTHING | NASTY, st.booleans())
def test_cleaned_text_holds_no_control_and_cleaning_again_changes_nothing(text: str, multiline: bool) -> None:
    kept = clean(text, limit=10_000, multiline=multiline)
    assert clean(kept, limit=10_000, multiline=multiline) == kept
    allowed = "\n\t" if multiline else ""
    assert not [mark for mark in kept if unicodedata.category(mark) in ("Cc", "Cs", "Zl", "Zp") and mark not in allowed]
    assert not set(kept) & set("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
    assert unicodedata.is_normalized("NFC", kept)
    kept.encode("utf-8")


@given(st.text(st.characters(categories=["L", "N", "P", "S"], codec="utf-8"), max_size=40))
def test_visible_text_is_kept_but_for_its_normal_form(text: str) -> None:
    seen = [mark for mark in text if mark not in "\u115f\u1160\u3164\uffa0"]  # letters that show nothing
    assert clean(text, limit=10_000, multiline=True) == unicodedata.normalize("NFC", "".join(seen))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łukasz O'Brien-Ståhl", "lukasz o brien stahl"),
        ("Søren Đặng Þór", "soren dang thor"),
        ("GROẞ groß Œuvre ÆØÅ", "gross gross oeuvre aeoa"),
        ("Iğdır İstanbul", "igdir istanbul"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("أحمد", "احمد"),
        ("می\u200cخواهم", "میخواهم"),
        ("snake_case  (x) — y", "snake case x y"),
        ("…!?", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ANYTHING | NASTY)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(categories=["L"], max_codepoint=0x24F), max_size=20))
def test_capitals_and_decomposed_accents_fold_alike(text: str) -> None:
    assert fold(text.upper()) == fold(text.casefold())
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(st.lists(st.text(st.characters(exclude_characters="\n"), max_size=20), max_size=6))
def test_folding_many_lines_at_once_gives_what_folding_each_gives(lines: list[str]) -> None:
    together = fold_lines("\n".join(lines)).split("\n")
    assert [squash(line) for line in together] == [fold(line) for line in lines] or not lines


def test_squashing_leaves_single_spaces() -> None:
    assert squash(" a \t b\n\nc\u00a0d ") == "a b c d"


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("sw1a1aa", "SW1A 1AA"),
        (" W2  4 rt ", "W2 4RT"),
        ("m11ae", "M1 1AE"),
        ("w2", "W2"),
        ("75008 paris", "75008 PARIS"),
        ("", ""),
    ],
)
def test_postcodes(typed: str, normal: str) -> None:
    assert normal_postcode(typed) == normal


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("07700 900123", "07700900123"),
        ("+44 7700 900123", "07700900123"),
        ("+44 (0)20 7946 0000", "02079460000"),
        ("0044 20-7946.0000", "02079460000"),
        ("(020) 7946 0000", "02079460000"),
        ("mother, 07700 900123 (after 4)", "07700900123"),
        ("+33 1 23 45", "0033" + "12345"),
        ("0044 0044 20", "020"),
        ("none", ""),
        ("(", ""),
    ],
)
def test_telephone_numbers(typed: str, normal: str) -> None:
    assert normal_phone(typed) == normal


@given(st.text(max_size=30))
def test_a_normal_number_is_digits_and_normal_already(text: str) -> None:
    digits = normal_phone(text)
    assert digits == "" or (digits.isascii() and digits.isdigit())
    assert normal_phone(digits) == digits


@given(st.from_regex(r"0[1-9][0-9]{9}", fullmatch=True), st.sampled_from(["+44", "0044", "+44 (0)", "+44 0"]))
def test_a_number_is_the_same_with_and_without_the_country(number: str, country: str) -> None:
    assert normal_phone(country + number[1:]) == normal_phone(number)


@pytest.mark.parametrize(
    "typed", ["Jo@Example.ORG ", "Jo B <jo@example.org>", "mailto:jo@example.org", "<jo@example.org>"]
)
def test_e_mail_addresses(typed: str) -> None:
    assert normal_email(typed) == "jo@example.org"
