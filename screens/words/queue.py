"""What volunteers sent, in words."""

from __future__ import annotations

from iass_tui.rules.queue import Urgent
from iass_tui.rules.records.queue import IntakeState
from iass_tui.services.concern_views import Trouble
from iass_tui.services.queue_views import Duplicate, QueueCount, QueueLine
from screens.words.concerns import age_words
from screens.words.lookalikes import explained

BECAME = {
    IntakeState.WAITING: "waits for an officer. Del: they said no after all",
    IntakeState.ASKED: "an officer asks you something: Enter reads it",
    IntakeState.WITHDRAWN: "taken back: it is destroyed",
    IntakeState.TAKEN_UP: "taken up by an officer",
    IntakeState.REFUSED: "refused by an officer, and destroyed",
}
URGENT = {
    Urgent.AGREED_PAST: "what was agreed is overdue",
    Urgent.AGREED_SOON: "what was agreed is due in two days or less",
    Urgent.EXCLUSION: "it is about an exclusion",
}
TROUBLES = {
    Trouble.FORGED: ("FORGED", "no colleague signed it: it was not opened"),
    Trouble.CHANGED: ("CHANGED", "changed outside this program: it was not opened"),
    Trouble.LOST: ("GONE", "it was there, and was removed outside this program"),
    Trouble.UNREADABLE: ("DAMAGED", "it does not open"),
}
_ASK = "Ask {who} which family it was, and take it down again with them."
ADVICE = {
    Trouble.FORGED: "Somebody who is no colleague wrote this into the office's files. It names {who}: ask whether they "
    "sent it. Tell whoever looks after the computer, and let them run: iass check --deep.",
    Trouble.CHANGED: f"What is stored is not what the program last wrote. {_ASK} Let whoever looks after the computer "
    "run: iass check.",
    Trouble.LOST: f"It was removed from the office's files by other means than this program. {_ASK} Let whoever looks "
    "after the computer run: iass check, and keep the newest backup.",
    Trouble.UNREADABLE: f"It is damaged. {_ASK} Let whoever looks after the computer run: iass check --deep, and keep "
    "the newest backup.",
}


def count_words(count: QueueCount) -> str:
    """One line for the first page; "" where nothing waits."""
    parts = []
    if count.waiting:
        parts.append(f"waiting {count.waiting}, oldest {age_words(count.oldest)}")
    if count.too_long:
        parts.append(f"{count.too_long} too long")
    if count.troubles:
        parts.append(f"{count.troubles} cannot be believed")
    return ", ".join(parts)


def like_words(one: Duplicate) -> str:
    """Why someone on file may be the same: "like Maya Costa: same name, same date of birth"."""
    why = explained(one.found)
    return f"like {one.meant}: {why}" if one.meant != one.found.name else why


def mark_word(line: QueueLine) -> str:
    """The one word before a line that says why to look at it first."""
    if line.mark.trouble is not None:
        return TROUBLES[line.mark.trouble][0]
    if line.urgent:
        return "URGENT"
    if line.is_answered:
        return "answered"
    if line.mark.state is IntakeState.ASKED:
        return "asked"
    return "too long" if line.is_too_long else ""
