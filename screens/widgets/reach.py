"""Whom of the family something that was agreed needs us to ring or write to: for a task and for a note (P44)."""

from __future__ import annotations

from uuid import UUID

from iass_tui.services.views import CaseView
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.words.codes import NOTHING

KEY = "reach"
LABEL = "We ring or write to"
UNANSWERED = "Choose whom we ring or write to for it, or nobody"


def field() -> CompactChoice:
    """The question, with nothing chosen: whoever is on file may have said no to being reached."""
    return CompactChoice(KEY, LABEL, ())


def family_choices(case: CaseView) -> tuple[Choice, ...]:
    """Each of the family, and nobody."""
    person = case.person
    family = [(person.id, person.card.full_name), *((one.person_id, one.name) for one in person.family)]
    nobody = Choice(NOTHING, "Nobody of the family", apart=True)
    return (*(Choice(str(ident), name) for ident, name in family), nobody)


def answered(typed: str) -> UUID | None:
    """Whom; None where it is nobody, or was not asked."""
    return None if typed in ("", NOTHING) else UUID(typed)


def as_typed(reach_id: UUID | None) -> str:
    """The answer as the field holds it."""
    return str(reach_id) if reach_id else NOTHING
