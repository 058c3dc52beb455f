"""Passphrases: offering one, and judging one's own."""

from __future__ import annotations

import secrets

from iass_tui.rules import passphrases as rule
from iass_tui.rules.decision import Allowed

_WORDS = {
    rule.PassphraseReason.TOO_SHORT: f"Use at least {rule.LEAST_LENGTH} characters: a few words that do not belong "
    "together are easier to keep than a short riddle.",
    rule.PassphraseReason.TOO_EASY_TO_GUESS: "This one is easy to guess. Add one or two words that have nothing to do "
    "with the rest, or take the one offered.",
    rule.PassphraseReason.NOT_TYPEABLE: "Use characters that every keyboard can type.",
}


def offer_passphrase() -> str:
    """Six words drawn at random: about 70 bits."""
    words = len(rule.word_list())
    return rule.phrase([secrets.randbelow(words) for _ in range(rule.OFFERED_WORDS)])


def judge_passphrase(passphrase: str, *names: str) -> str:
    """ "" where it is good enough, else sentences that say what to do. Names of office and colleague count as easy."""
    answer = rule.judge(passphrase, _score(passphrase, names))
    if isinstance(answer, Allowed):
        return ""
    return " ".join(_WORDS[reason] for reason in answer.reasons if isinstance(reason, rule.PassphraseReason))


def _score(passphrase: str, names: tuple[str, ...]) -> int:
    if len(passphrase) < rule.LEAST_LENGTH:
        return 0
    from zxcvbn import zxcvbn

    text = rule.normalise(passphrase)
    if len(text) > 72:
        return rule.LEAST_SCORE if len(set(text)) > 12 else 0
    return int(zxcvbn(text, user_inputs=[name for name in names if name])["score"])
