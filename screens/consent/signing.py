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
from screens.words.codes import choices

METHODS = tuple(Choice(method.value, words.METHODS[method]) for method in ConsentMethod)
RIGHTS = (
    Choice("PR", words.RIGHTS["PR"]),
    Choice("AUTHORITY", words.RIGHTS["AUTHORITY"]),
    Choice("BEST_INTERESTS", words.RIGHTS["BEST_INTERESTS"]),
    Choice("-", "not established yet", apart=True),
)

LASTING = (Choice("STANDING", "until they take it back"), Choice("ONE_OFF", "for one time only"))

READ = (Choice("READ", "They read it"), Choice("ALOUD", "It was read to them"))
TOLD = (Choice("YES", "Yes, they were told"),)
LANGUAGE, FORMAT = "eng", "STD"


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


def method_field(label: str = "How was it given? (P95)") -> CompactChoice:
    """P95: how it was signed or said."""
    return CompactChoice("method", label, METHODS)


def read_field() -> CompactChoice:
    """P72: who read it. Nobody can tell but whoever was there, so nothing is chosen beforehand."""
    return CompactChoice("read_by", "The policy (P72)", READ)


def told_field() -> CompactChoice:
    """That they know how to take it back: explained before a consent, not after (domain table 5.1)."""
    return CompactChoice("withdrawal_explained", "Told: may be taken back any time", TOLD)


def language_fields(today: date) -> tuple[CompactChoice, CompactChoice]:
    """In what language and format they were told: mostly what the card says, so that it only has to be looked at."""
    return (
        CompactChoice("language", "In which language?", choices("LANG", today)),
        CompactChoice("format", "In which format?", choices("FORMAT", today)),
    )


def lasting_field() -> CompactChoice:
    """One time, or until it is taken back. Nothing chosen means until it is taken back, as on the paper form."""
    return CompactChoice("lasting", "How long", LASTING, optional=True)


def review_field() -> DateFields:
    """A day after which the consent no longer holds unless they are asked again (table 5.5)."""
    return DateFields("review_on", "Ask again on", hint="", optional=True, dense=True)


def read_review(field: DateFields, given_on: date | None) -> tuple[date | None, str]:
    """The day to ask again, None where there is none; or the sentence that says what to do."""
    if not any(field.parts):
        return None, ""
    found = field.read()
    if isinstance(found, DateProblem):
        return None, field.sentence(found)
    day = found.earliest()
    if given_on is not None and day <= given_on:
        return None, "Enter a day to ask again that comes after they said so"
    return day, ""


def usual(view: PersonView) -> dict[str, str]:
    """The language and format to show as chosen: those on the card, else plain English."""
    formats = view.card.formats
    return {"language": view.card.language or LANGUAGE, "format": formats[0] if len(formats) == 1 else FORMAT}


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
