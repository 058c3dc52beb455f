"""Passphrases: what is good enough, and what is offered."""

import math
import re

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.decision import Refused
from iass_tui.rules.passphrases import (
    LEAST_LENGTH,
    OFFERED_WORDS,
    PassphraseReason,
    choose_words,
    judge,
    normalise,
    phrase,
    word_list,
)


def test_thirteen_characters_are_too_few_and_fourteen_enough() -> None:
    assert judge("a" * 13, 4) == Refused((PassphraseReason.TOO_SHORT,))
    assert judge("a" * 14, 4)


def test_a_guessable_one_is_refused_however_long() -> None:
    assert judge("correct horse battery staple", 3) == Refused((PassphraseReason.TOO_EASY_TO_GUESS,))


def test_every_fault_is_told_at_once() -> None:
    assert judge("short\x1b", 0) == Refused(
        (PassphraseReason.TOO_SHORT, PassphraseReason.TOO_EASY_TO_GUESS, PassphraseReason.NOT_TYPEABLE)
    )


def test_the_same_keys_mean_the_same_on_every_machine() -> None:
    assert normalise("Zoe\u0308 \uff21") == normalise("Zo\u00eb A") == "Zo\u00eb A"


def test_length_counts_after_normalising() -> None:
    assert len("e\u0308" * 7) == 14
    assert judge("e\u0308" * 7, 4) == Refused((PassphraseReason.TOO_SHORT,))


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_and_the_judgement_follows_it(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert judge(text, 4) == judge(once, 4)


def test_the_list_has_thousands_of_different_plain_words() -> None:
    words = word_list()
    assert len(words) >= 2048
    assert len(set(words)) == len(words)
    assert list(words) == sorted(words)
    assert all(re.fullmatch("[a-z]{4,8}", word) for word in words)


def test_six_words_carry_at_least_seventy_bits() -> None:
    assert OFFERED_WORDS * math.log2(len(word_list())) >= 70


@given(st.lists(st.integers(0, len(word_list()) - 1), min_size=OFFERED_WORDS, max_size=OFFERED_WORDS))
def test_an_offered_phrase_is_long_enough_and_gives_its_words_back(indices: list[int]) -> None:
    offered = phrase(indices)
    assert len(normalise(offered)) >= LEAST_LENGTH
    assert tuple(offered.split(" ")) == choose_words(indices)
    assert [word_list().index(word) for word in offered.split(" ")] == indices


@pytest.mark.parametrize("index", [-1, len(word_list())])
def test_a_number_outside_the_list_is_refused_and_never_wraps_round(index: int) -> None:
    with pytest.raises(IndexError):
        choose_words([0, index])
