"""What went otherwise than wanted, in sentences for the person at the keyboard. Used through `views`."""

from __future__ import annotations

from iass_tui.rules.records.base import Record


class Problem(Exception):
    """Something that the person at the keyboard can do something about; `str()` is the sentence to show."""


class Conflict(Problem):
    """Someone else saved the same thing first."""

    def __init__(self, before: Record, mine: Record, theirs: Record, their_name: str, version: int) -> None:
        super().__init__("Someone else saved this while you were editing. Choose what to keep, field by field.")
        self.before, self.mine, self.theirs = before, mine, theirs
        self.their_name, self.version = their_name, version


class WrongPassphrase(Problem):
    """Name or passphrase do not open an account; `wait` is the delay in seconds before the next try."""

    def __init__(self, wait: float = 0.0) -> None:
        super().__init__("That name and passphrase do not open an account here. Check both and try again.")
        self.wait = wait


class NotAllowed(Problem):
    """A rule refused: `reasons` holds every one, as rule values."""

    def __init__(self, sentence: str, reasons: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.reasons = reasons


class NotFound(Problem):
    """There is no such thing, or it was destroyed."""


class OfficeFull(Problem):
    """The disk is full: nothing was written, what was typed is still on screen."""


class NotOpen(Problem):
    """The office cannot be opened; the sentence says why and what to do."""
