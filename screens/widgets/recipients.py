"""Whom something could go to, as answers of a list: the family, agencies they named, the directory, anyone by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol
from urllib.parse import quote, unquote
from uuid import UUID

from iass_tui.rules import text
from iass_tui.rules.records.agencies import Agency
from iass_tui.rules.records.consents import Decision, Purpose
from iass_tui.rules.records.sharing import Recipient, RecipientKind
from iass_tui.services.views import PersonView
from screens.widgets.choice_field import Choice
from screens.words.codes import label
from screens.words.consents import agency_words
from screens.words.people import home_words

BY_NAME = "BY_NAME"
INTERPRETER = "INTERPRETER"
NAMED_IN = frozenset({Purpose.CONTACT_AGENCY, Purpose.SHARE_DOC})


class AgencyBook(Protocol):
    """What this needs of the directory of agencies."""

    def all(self) -> tuple[Agency, ...]: ...


def book_of(session: object) -> AgencyBook | None:
    """The directory, None where this program has none."""
    return getattr(session, "agencies", None)


def family_choices(view: PersonView) -> Iterator[Choice]:
    """The person themselves, and everybody in the family."""
    yield Choice(code_for(Recipient(kind=RecipientKind.PERSON, person_id=view.id)), f"{view.card.full_name} themselves")
    for one in view.family:
        relation = "child" if one.is_child_side else label("RELATION", one.tie.relation).lower()
        home = "" if one.is_child_side else home_words(one.tie)
        to = Recipient(kind=RecipientKind.PERSON, person_id=one.person_id)
        yield Choice(code_for(to), ", ".join(part for part in (one.name, relation, home) if part))


def agency_choices(view: PersonView, agencies: Sequence[Agency]) -> tuple[Choice, ...]:
    """Agencies that the family named or ticked come first, then the rest of the directory."""
    book = {one.id: one for one in agencies if not one.card.is_retired}
    found = {_key(to): to for to in _consented(view, tuple(book.values()))}
    for one in sorted(book.values(), key=lambda one: one.card.full_name.casefold()):
        to = Recipient(kind=RecipientKind.AGENCY, agency_id=one.id, code=one.card.code, named=one.card.full_name)
        found.setdefault(_key(to), to)
    return tuple(Choice(code_for(to), recipient_label(to)) for to in found.values())


def _consented(view: PersonView, agencies: Sequence[Agency]) -> Iterator[Recipient]:
    for one in view.consents:
        scope = one.event.scope
        if one.event.purpose not in NAMED_IN or one.event.decision is not Decision.GIVEN or scope.person_id:
            continue
        named = scope.named or (agency_words(scope.agency) if scope.agency in ("LA_SEN", "PCF") else "")
        if not named:
            continue
        listed = next((agency.id for agency in agencies if agency.card.full_name == named), None)
        kind = RecipientKind.AGENCY if scope.agency else RecipientKind.OTHER
        yield Recipient(kind=kind, agency_id=listed, code=scope.agency, named=named)


def _key(to: Recipient) -> str:
    return text.fold(to.named)


def recipient_label(to: Recipient) -> str:
    """A recipient outside the family, with what they are."""
    words = agency_words(to.code) if to.code else ""
    if not words[:2].isupper():  # SENCO stays as it is
        words = words[:1].lower() + words[1:]
    return f"{to.named}, {words}" if words and words.casefold() != to.named.casefold() else to.named


def code_for(to: Recipient) -> str:
    """A recipient as an answer's code: without spaces, so that a list and a draft can hold it."""
    ident = to.person_id or to.agency_id or ""
    return f"{to.kind}:{to.code}:{ident}:{quote(to.named, safe='')}"


def recipient_of(code: str) -> Recipient | None:
    """The recipient in an answer's code; None for an answer that names nobody."""
    parts = code.split(":", 3)
    if len(parts) != 4:
        return None
    kind, agency, ident, named = parts
    found = UUID(ident) if ident else None
    is_person = kind == RecipientKind.PERSON
    return Recipient(
        kind=RecipientKind(kind),
        person_id=found if is_person else None,
        agency_id=None if is_person else found,
        code=agency,
        named=unquote(named),
    )
