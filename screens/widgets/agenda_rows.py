"""What consents ask of a colleague, as rows of the first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iass_tui.rules.masking import Neutral
from screens.widgets.row_list import Row
from screens.words.consents import REVIEWS
from screens.words.days import due_day, short_day

if TYPE_CHECKING:
    from iass_tui.services.consent_views import ConsentAgenda, ReferralDue


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


def reviews(agenda: ConsentAgenda) -> list[Row]:
    """Consents to ask about again. Masked, their day goes too: some are birthdays."""
    return [
        Row(
            ("review", (one.person_id, one.review.kind)),
            (short_day(one.review.due_on), REVIEWS[one.review.kind], one.reference, Neutral("consent"), one.name),
        )
        for one in agenda.reviews
    ]
