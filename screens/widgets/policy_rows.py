"""What the policy asks of a colleague, as rows of the first page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from iass_tui.rules.masking import Neutral
from iass_tui.rules.policy import Reminder
from iass_tui.services.policy_views import PolicyAgenda
from screens.widgets.row_list import Row
from screens.words.policy import call_words, reminder_words


class PolicyWork(Protocol):
    """What the first page needs of the register."""

    def agenda(self) -> PolicyAgenda: ...


def policy_rows(agenda: PolicyAgenda | None) -> Iterator[Row]:
    """A review that nears (P63), what is still to be read (P26), questions (P71) and copies that are due (P28)."""
    if agenda is None:
        return
    if agenda.to_read:
        yield Row(
            ("policy_read", None), _cells("Policy", f"Version {agenda.to_read} is in force: read it. Enter opens it")
        )
    if agenda.reminder is not None and agenda.due is not None:
        is_late = agenda.reminder in (Reminder.OVERDUE, Reminder.DUE)
        why = f": {call_words(agenda.due.call)}" if agenda.due.call else ""
        yield Row(
            ("policy", None),
            _cells("Put right" if is_late else "Policy", reminder_words(agenda.reminder, agenda.due) + why),
        )
    if agenda.questions:
        yield Row(
            ("policy_questions", None), _cells("Questions", f"About the policy, to be answered: {agenda.questions}")
        )
    if agenda.copies:
        yield Row(("policy_copies", None), _cells("Copies", f"Asked for and due: {agenda.copies}"))


def _cells(word: str, words: str) -> tuple[str, str]:
    return Neutral(word), Neutral(words)
