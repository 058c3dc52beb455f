"""Frozen records on a manager's first page: what waits to be decided, and what waits for a second manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iass_tui.rules.masking import Neutral
from screens.widgets.row_list import Row
from screens.words.days import due_day

if TYPE_CHECKING:
    from iass_tui.services.consent_views import ConsentAgenda, ErasureDue


def erasure_rows(agenda: ConsentAgenda | None) -> list[Row]:
    """The soonest first; they stand above everything that can wait."""
    return [_row(one) for one in (agenda.decisions if agenda else ())]


def _row(one: ErasureDue) -> Row:
    reference = one.references[0] if one.references else ""
    what, kind = _words(one)
    return Row(("erasure", one.person_id), (Neutral(due_day(one.decide_by)), what, reference, Neutral(kind), one.name))


def _words(one: ErasureDue) -> tuple[Neutral, str]:
    if one.proposal is None:
        return Neutral("Erase or keep the record?"), "decide"
    if one.proposal.is_mine:
        return Neutral("Waits for second person"), "proposed"
    return Neutral("Confirm erasing, or say no"), "proposed"
