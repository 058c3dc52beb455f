"""Which notes hold the words of a search, as they stand: corrected and added to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from iass_tui.rules.notes import NoteThread
from iass_tui.rules.text import fold, fold_lines
from iass_tui.rules.timeline import holds

_LETTERS = re.compile("[^\x00-\x7f\u2010-\u201f\u2026\u20ac\u00a3\u00b7\u2022\u00a0]")
"""Anything that folding could spell another way: not what stands between words."""


def sieve(wanted: Collection[str]) -> Callable[[bytes], bool]:
    """A quick look at a note's words as stored (JSON in UTF-8): False only where it cannot hold all of them.

    Folding a plain English text changes capitals and what stands between words, and no word looked for has either.
    """
    needles = tuple(one.encode() for one in wanted)

    def may_hold(words: bytes) -> bool:
        small = words.lower()
        for needle in needles:
            if needle not in small:
                break
        else:
            return True
        if words.isascii():
            return b"\\u" in small
        text = words.decode("utf-8", "replace")
        return bool(_LETTERS.search(text)) and holds(fold_lines(text), wanted)

    return may_hold


def text_of(thread: NoteThread) -> str:
    """All words of a note as it stands: its newest version, what was added, why it is in error."""
    bodies = [thread.body, *(row.body for row in thread.addenda), *([thread.error.body] if thread.error else [])]
    parts = (part for body in bodies for part in (body.progress, body.text, body.action, body.action_by, body.outcome))
    return "\n".join(part for part in parts if part)


def is_hit(thread: NoteThread, wanted: Collection[str]) -> bool:
    """Whether a note holds all words, in whichever of its parts. What a correction took away is not looked at."""
    return holds(fold(text_of(thread)), wanted)
