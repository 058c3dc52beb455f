"""Saving what a colleague may have saved first: joined where it can be, asked about where it collides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from iass_tui.rules.conflicts import merge
from iass_tui.rules.records.base import Record
from iass_tui.services.views import Conflict, Problem
from screens.dialogs.conflict import ConflictDialog
from screens.widgets.page import Page, Shown

R = TypeVar("R", bound=Record)
Write = Callable[[int, R, R], object]
"""Version, before and mine; blocks, and raises `Conflict` where a colleague was first."""
Words = Callable[[str, Any], str]


async def save_merged(
    page: Page, write: Write[R], version: int, before: R, mine: R, labels: Mapping[str, str], words: Words
) -> str:
    """Saves, asking as often as someone is quicker. The name of who was first, "" where nobody was.

    Raises `Shown` where a problem was shown, or the person went back to the form.
    """
    first = ""
    while True:
        try:
            with page.busy():
                await page.bare_call(write, version, before, mine)
        except Conflict as conflict:
            first = conflict.their_name or "A colleague"
            mine = await _joined(page, conflict, first, labels, words)
            version, before = conflict.version, cast("R", conflict.theirs)
        except Problem as problem:
            page.show_problem(problem)
            raise Shown from None
        else:
            return first


async def _joined(page: Page, conflict: Conflict, first: str, labels: Mapping[str, str], words: Words) -> R:
    joined = merge(conflict.before, conflict.mine, conflict.theirs)
    if joined.record is None:
        choices = await page.ask(ConflictDialog(first, joined.collisions, labels, words))
        if choices is None:
            raise Shown
        joined = merge(conflict.before, conflict.mine, conflict.theirs, choices)
    return cast("R", joined.record)


def saved_words(first: str) -> str:
    """What to say after it."""
    return f"Saved, together with what {first} changed" if first else "Saved"
