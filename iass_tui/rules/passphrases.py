"""Which passphrases are good enough, and phrases made of plain words. Randomness is the caller's."""

from __future__ import annotations

import functools
import pkgutil
import unicodedata
from collections.abc import Sequence

from iass_tui.rules.decision import Decision, Reason, decide

LEAST_LENGTH = 14
LEAST_SCORE = 4
"""Of zxcvbn's 0 to 4, which the caller measures on the normalised text."""
OFFERED_WORDS = 6


class PassphraseReason(Reason):
    """Why a passphrase is not good enough."""

    TOO_SHORT = "PASSPHRASE_TOO_SHORT"
    TOO_EASY_TO_GUESS = "PASSPHRASE_TOO_EASY_TO_GUESS"
    NOT_TYPEABLE = "PASSPHRASE_NOT_TYPEABLE"


def normalise(passphrase: str) -> str:
    """The passphrase as it is stretched: Unicode NFKC, so that the same keys mean the same on every machine.

    Spaces count and are kept, also at the ends.
    """
    return unicodedata.normalize("NFKC", passphrase)


def judge(passphrase: str, score: int) -> Decision:
    """Whether someone's own passphrase will do: 14 characters after normalising, and zxcvbn's best score.

    Control characters are refused, since another terminal may not send them again.
    """
    text = normalise(passphrase)
    reasons: list[Reason] = []
    if len(text) < LEAST_LENGTH:
        reasons.append(PassphraseReason.TOO_SHORT)
    if score < LEAST_SCORE:
        reasons.append(PassphraseReason.TOO_EASY_TO_GUESS)
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        reasons.append(PassphraseReason.NOT_TYPEABLE)
    return decide(reasons)


@functools.cache
def word_list() -> tuple[str, ...]:
    """The words phrases are made of, in alphabetical order: a draw is a random number below its length.

    Six of them give about 70 bits.
    """
    text = (pkgutil.get_data("iass_tui.rules", "wordlists/english.txt") or b"").decode()
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def choose_words(indices: Sequence[int]) -> tuple[str, ...]:
    """The words at these places. Raises `IndexError` outside the list: wrapping round would favour some words."""
    words = word_list()
    if any(not 0 <= index < len(words) for index in indices):
        raise IndexError("no such word")
    return tuple(words[index] for index in indices)


def phrase(indices: Sequence[int]) -> str:
    """A passphrase to offer: the words at these places with single spaces between."""
    return " ".join(choose_words(indices))
