"""Pick lists as answers on a form, and stored codes as words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from iass_tui.rules.codes import code_list
from screens.widgets.choice_field import Choice

NOTHING = "-"
"""The answer that takes an optional code away again: a list of one answer cannot be emptied by key."""


def label(name: str, code: str) -> str:
    """The words for a stored code; the code itself where the list does not know it, "" for none."""
    codes = code_list(name)
    return codes.label(code) if code in codes else code


def labels(name: str, codes: Iterable[str]) -> str:
    """The words for several codes, with commas."""
    return ", ".join(label(name, code) for code in codes)


def choices(name: str, today: date, *, stored: Iterable[str] = (), nothing: str = "") -> tuple[Choice, ...]:
    """What may be chosen today, and what is stored though it has ended; `nothing` words the answer NOTHING."""
    codes = code_list(name)
    found = [Choice(one.code, one.label) for one in codes.options(today)]
    known = {one.code for one in found}
    found += [Choice(code, f"{label(name, code)} (not offered any more)") for code in stored if code not in known]
    return (*found, Choice(NOTHING, nothing, apart=True)) if nothing else tuple(found)


def code_of(answer: str) -> str:
    """The code to store for an answer."""
    return "" if answer == NOTHING else answer
