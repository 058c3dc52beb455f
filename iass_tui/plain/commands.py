"""What can be said at a prompt: words that work everywhere, and the keys of a page by their label or letter."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from textual.binding import ActiveBinding
from textual.keys import format_key

EVERYWHERE: dict[str, str] = {
    "help": "what can be said here",
    "back": "the page before; in a form, leaves it",
    "stop": "signs out and closes; unsaved work is kept as a draft where saving was permitted",
    "concern": "someone may be at risk of harm: raises a safeguarding concern",
    "lock": "locks at once; your passphrase opens it again",
    "find": "finds a person or a case",
    "today": "the first page",
    "menu": "every page and act, by number",
    "again": "reads this page out again",
    "more": "reads on in a long list",
    "go": "the usual way on: the first button",
    "before": "the question before this one",
    "why": "why this is asked, where there is a reason to read",
    "empty": "takes an answer away",
    "show": "prints what is to be written down, like a passphrase; it stays in the scrollback",
    "clear": "how to clear what this terminal keeps",
}
"""The words that every prompt knows, and what each does."""
_NOT_HERE = ("list.", "choice.", "field.", "button.", "dialog.", "office.keys", "pick.", "find.next", "find.previous")
"""Keys that move a cursor or press what is numbered here."""


@dataclasses.dataclass(frozen=True)
class Act:
    """One act of a page: its words, the keys that say it, what it does, and how the app names it."""

    words: str
    keys: tuple[str, ...]
    does: str
    active: ActiveBinding


def acts_of(bindings: Iterable[ActiveBinding]) -> list[Act]:
    """What can be done on a page now, each act once."""
    found: dict[str, Act] = {}
    for active in bindings:
        binding = active.binding
        is_named = active.enabled and binding.description and binding.tooltip and binding.id
        if not is_named or (binding.id or "").startswith(_NOT_HERE):
            continue
        key = format_key(binding.key)
        keys = (key,) if len(key) == 1 else ("space",) if binding.key == "space" else ()
        before = found.get(binding.action)
        if before is not None:
            found[binding.action] = dataclasses.replace(before, keys=(*before.keys, *keys))
        else:
            found[binding.action] = Act(binding.description, keys, binding.tooltip, active)
    return list(found.values())


IN_FIELDS = frozenset({"save", "came_back"})
"""Acts of a page that are words also where an answer is typed."""


def literal(typed: str) -> str:
    """ "=back" is the answer back, where back alone would be a word of ours; anything else stands as it was typed."""
    return typed[1:] if typed.startswith("=") and typed[1:].strip().casefold() in EVERYWHERE else typed


def split(typed: str) -> tuple[str, int]:
    """ "done 3" is the word and the line that it is about; 0 without one."""
    words, _, last = typed.rpartition(" ")
    if words and last.isascii() and last.isdecimal() and len(last) < 6:
        return words.strip(), int(last)
    return typed.strip(), 0


def act_for(acts: Iterable[Act], said: str) -> Act | None:
    """The act that a word or letter means: a key as it is, a label, or how only one label begins."""
    acts, wanted = list(acts), said.casefold().rstrip("?")
    for act in acts:
        if said in act.keys or said.casefold() in act.keys:
            return act
    same = [act for act in acts if act.words.casefold().rstrip("?") == wanted]
    begins = [act for act in acts if len(wanted) > 1 and act.words.casefold().startswith(wanted)]
    found = same or begins
    return found[0] if len(found) == 1 else None


def act_lines(acts: Iterable[Act]) -> Iterator[str]:
    """The acts for `help`."""
    for act in acts:
        if act.words.casefold() in EVERYWHERE:
            continue
        letters = " or ".join(act.keys)
        yield f"{act.words}{f', or {letters}' if letters else ''}: {act.does}."


def everywhere_lines() -> Iterator[str]:
    """The words that work everywhere, for `help` and the handbook."""
    return (f"{word}: {does}." for word, does in EVERYWHERE.items())
