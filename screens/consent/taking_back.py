"""What a No or a withdrawal does, in words: shown before it is recorded, and what is left to do afterwards (P47)."""

from __future__ import annotations

from iass_tui.rules.consent import Effects
from screens.words import consents as words


def before_words(effects: Effects) -> str:
    """What would happen at once and what falls with it, what the office then does, and what stays true."""
    lines = ["At once:", *(f"  {words.effect_words(one.value)}" for one in effects.at_once)]
    lines += [f"  This falls with it: {words.what_for(one.purpose, one.scope)}" for one in effects.falls]
    return "\n".join((*lines, *words.then_words(one.value for one in effects.then)))
