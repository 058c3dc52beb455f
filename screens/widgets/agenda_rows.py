"""What consents ask of a colleague, as rows of the first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.widgets.row_list import Row
from screens.words.consents import REVIEWS
from screens.words.days import due_day, short_day

if TYPE_CHECKING:
    from iass_tui.services.consent_views import ConsentAgenda


def decisions(agenda: ConsentAgenda | None) -> list[Row]:
    """Records that wait for a manager, the soonest first; they stand above everything that can wait."""
    return [
        Row(
            ("erasure", one.person_id),
            (due_day(one.decide_by), "Erase or keep the record?", *_end(one.references, "decide", one.name)),
        )
        for one in (agenda.decisions if agenda else ())
    ]


def _end(references: tuple[str, ...], kind: str, name: str) -> tuple[str, str, str]:
    return references[0] if references else "", kind, name


def reviews(agenda: ConsentAgenda) -> list[Row]:
    """Consents to ask about again."""
    return [
        Row(
            ("review", (one.person_id, one.review.kind)),
            (short_day(one.review.due_on), REVIEWS[one.review.kind], one.reference, "consent", one.name),
        )
        for one in agenda.reviews
    ]
