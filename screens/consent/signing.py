"""Who gave a consent and how: the fields and words that one decision and the whole form share (P95, P96)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from iass_tui.rules.dates import DateProblem, PartialDate
from iass_tui.rules.records.consents import ConsentMethod
from iass_tui.rules.records.people import PartyRole
from iass_tui.services.views import PersonView
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.words import consents as words

METHODS = tuple(Choice(method.value, words.METHODS[method]) for method in ConsentMethod)
RIGHTS = (
    Choice("PR", words.RIGHTS["PR"]),
    Choice("AUTHORITY", words.RIGHTS["AUTHORITY"]),
    Choice("BEST_INTERESTS", words.RIGHTS["BEST_INTERESTS"]),
    Choice("-", "not established yet", apart=True),
)


def givers(view: PersonView) -> tuple[Choice, ...]:
    """Who may have said it: the person themselves first, then their family."""
    family = tuple(Choice(str(one.person_id), one.name) for one in view.family)
    return (Choice(str(view.id), f"{view.card.full_name}, for themselves"), *family)


def is_child(view: PersonView) -> bool:
    """True for the child or young person of a family."""
    return view.card.role is PartyRole.CHILD


def children(view: PersonView) -> tuple[tuple[UUID, str], ...]:
    """The children a form may be about: the person, or a parent's children."""
    if is_child(view):
        return ((view.id, view.card.full_name),)
    return tuple((one.person_id, one.name) for one in view.family if one.is_child_side)


def method_field() -> CompactChoice:
    """P95: how it was signed or said."""
    return CompactChoice("method", "How was it given? (P95)", METHODS)


def read_day(field: DateFields, today: date) -> tuple[date | None, str]:
    """A whole day that is not in the future, or the sentence that says what to do."""
    found = field.read()
    if isinstance(found, DateProblem):
        return None, field.sentence(found)
    day = found.earliest()
    if day > today:
        return None, "Enter a date that is not in the future (P96)"
    return day, ""


def today_as(today: date) -> PartialDate:
    """Today, to be filled in."""
    return PartialDate.of(today)


def name_of(choices: Sequence[Choice], code: str) -> str:
    """The name behind a chosen giver."""
    label = next((choice.label for choice in choices if choice.code == code), "")
    return label.removesuffix(", for themselves")
