"""What consents ask of a colleague, as rows of the first page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from iass_tui.rules.duties import REVIEW_WORDS
from iass_tui.rules.masking import Neutral
from screens.widgets.restricted_mark import marked
from screens.widgets.row_list import Row
from screens.widgets.today_rows import task_row
from screens.words.days import due_day, short_day

if TYPE_CHECKING:
    from iass_tui.services.consent_views import ConsentAgenda, ReferralDue, ReviewLine
    from iass_tui.services.views import TaskView


def referrals(agenda: ConsentAgenda | None) -> list[Row]:
    """Families passed on to us who wait to be asked, with their clock (P30)."""
    return [
        Row(("referral", one.person_id), (Neutral("Referral"), f"{one.name}: ask them, {_clock(one)}"))
        for one in (agenda.referrals if agenda else ())
    ]


def _clock(one: ReferralDue) -> str:
    left = one.days_left
    words = "the last day is today" if left <= 0 else f"{left} day{'s' * (left != 1)} left, to {due_day(one.ask_by)}"
    return f"{words}; from {one.referrer}" if one.referrer else words


def to_ask(
    agenda: ConsentAgenda, birthdays: Iterable[TaskView], today: date, restricted: Collection[UUID] = ()
) -> list[Row]:
    """Consents to ask about again and birthdays ahead, by day. Masked, their day goes too."""
    found = [(one.review.due_on, marked(_review(one), one.task.case_id, restricted)) for one in agenda.reviews]
    found += [(one.body.due_on or today, marked(task_row(one, today), one.case_id, restricted)) for one in birthdays]
    return [row for _, row in sorted(found, key=lambda one: one[0])]


def _review(one: ReviewLine) -> Row:
    words = REVIEW_WORDS[one.review.kind]
    return Row(
        ("task", one.task.id), (short_day(one.review.due_on), words, one.reference, Neutral("consent"), one.name)
    )
